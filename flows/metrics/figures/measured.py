"""The words measured: reads one sentence from number to number and says what each counts.

The frames, in the order they are tried: rank, streak, growth, rate, then counts and amounts – number last
(审核…文件|1926件), number first (44家|高频失信主体完成治理) or both (抽查了|1500余宗|案卷). What a clause leaves unsaid
comes from the :class:`Context`, which remembers the verb, the object and the topic of what was read before.
"""

import re
from dataclasses import replace

from flows.metrics.figures import claims, names
from flows.metrics.figures.changes import compared, from_or_to, growth
from flows.metrics.figures.clauses import Clause
from flows.metrics.figures.counts import count_frame
from flows.metrics.figures.drafts import Context, Draft, Stage
from flows.metrics.figures.kinds import adverbs_off, change_before, is_growth_unit, plain_kind
from flows.metrics.figures.phrases import VERBS, Span, closing, main_verb, noun, opening, said_of, verb_at, verb_words
from flows.metrics.figures.quantities import Token
from flows.metrics.figures.rates import rate
from warehouse.reference.vocabulary import Kind

_SPACE = re.compile(r"\s+")
_BREAKDOWN = re.compile(r"\s*(?:其中|包括|包含|含)")
_RESPECTIVELY = re.compile(r"分别(?:为|是|有|达到?|共)?了?\s?\Z")
_LOOK_BACK, _LOOK_AHEAD = 90, 50


class Reader:
    """Reads the figures of one sentence. ``text`` and ``shape`` (masked shadow) share offsets."""

    def __init__(self, text: str, shape: str, clauses: list[Clause], context: Context | None = None) -> None:
        self.text, self.shape, self.clauses = text, shape, clauses
        self.context = context or Context()
        self.drafts: list[Draft] = []
        self.container = ""  # what the outer number of a pair counts (37个|部门|…4620项)
        self.bracket = -1  # the bracket being read, and the context to go on with behind it
        self.outside: Context | None = None
        self.parting = False  # whether the clause before named parts of a whole (其中…)

    def words(self, *spans: Span) -> str:
        """The text's own words of some spans, joined, without spaces."""
        joined = "".join(self.text[start:end] for start, end in spans if end > start)
        return _SPACE.sub("", joined).strip("、:：“（( ") if not joined.startswith("“") else _SPACE.sub("", joined)

    def read(self, tokens: list[Token]) -> list[Draft]:
        """The drafts of the tokens, in order."""
        index, clause_index = 0, 0
        while index < len(tokens):
            while clause_index < len(self.clauses) - 1 and tokens[index].number >= self.clauses[clause_index].end:
                clause_index += 1
            clause = self.clauses[clause_index]
            stop = index
            while stop < len(tokens) and tokens[stop].number < clause.end:
                stop += 1
            self._clause(clause_index, tokens[index : max(stop, index + 1)])
            index = max(stop, index + 1)
        return self.drafts

    def _clause(self, clause_index: int, tokens: list[Token]) -> None:
        clause = self.clauses[clause_index]
        bracket = clause.outer >= 0 and bool(self.drafts)
        if bracket and clause.outer != self.bracket:
            self.bracket, self.outside = clause.outer, replace(self.context)
            self.context.whole = self.drafts[-1]
        elif not bracket and self.outside is not None:
            self.context, self.outside, self.bracket = self.outside, None, -1
        breakdown = bracket or self._names_parts(clause_index, tokens)
        if breakdown and not bracket and not self.parting:
            self.context.whole = self._whole_of(tokens[0])
        if self.parting and not breakdown and self.context.whole is not None:
            self.context.object = self.context.whole.thing  # …，其中民事…件，|结案率 is that of the whole
        self.parting = breakdown and not bracket
        index, edge = 0, clause.start
        while index < len(tokens):
            group = self._group(tokens, index)
            following = tokens[index + len(group)] if index + len(group) < len(tokens) else None
            left = (max(edge, group[0].start - _LOOK_BACK), group[0].start)
            right = (group[-1].end, min(following.start if following else clause.end, group[-1].end + _LOOK_AHEAD))
            stage = Stage(
                clause,
                clause_index,
                left,
                right,
                tokens[index - 1] if index else None,
                following,
                breakdown,
                self.drafts[-1].rule if index and self.drafts else "",
            )
            self._measure(group, stage)
            if not claims.is_streak(self.shape, group[0]):  # a streak does not part the words around it
                edge = group[-1].end
            index += len(group)

    def _whole_of(self, part: Token) -> Draft | None:
        """36家企业…，金额120万元，其中小微企业|28家: the last figure of the part's unit, else of its family."""
        whole = self.context.whole
        if whole is None or not part.unit or whole.token.unit == part.unit:
            return whole
        levels = (draft for draft in reversed(self.drafts) if draft.kind is not Kind.GROWTH)
        same = next((draft for draft in levels if draft.token.unit == part.unit), None)
        return same or (whole if whole.token.family == part.family else None)

    def _names_parts(self, clause_index: int, tokens: list[Token]) -> bool:
        """Whether a clause names parts: 其中 begins it or is the clause before, or it goes on with such parts."""
        clause = self.clauses[clause_index]
        if _BREAKDOWN.match(self.shape, clause.start):
            return True
        before = self.clauses[clause_index - 1] if clause_index else None
        if before is not None and _BREAKDOWN.fullmatch(self.shape, before.start, before.end):
            return True
        return self.parting and self._goes_on_with_parts(clause, tokens)

    def _goes_on_with_parts(self, clause: Clause, tokens: list[Token]) -> bool:
        """其中邻里纠纷600件，|婚姻纠纷350件: the same unit, no verb of its own, and the sum still fits the whole."""
        whole = self.context.whole
        if whole is None or self.shape[clause.start - 1] != "，" or any(t.unit != whole.token.unit for t in tokens):
            return False
        begin, number = opening(self.shape, clause.start, tokens[0].start), tokens[0].start
        if number - begin < 1 or main_verb(self.shape, begin, number) is not None:
            return False
        parts = sum(draft.token.value for draft in self.drafts if draft.parent is whole and draft.kind is whole.kind)
        return parts + sum(token.value for token in tokens) <= whole.token.value

    def _group(self, tokens: list[Token], index: int) -> list[Token]:
        """Values in a row, 4.6%、23.3%和41.7%, that answer to names in a row."""
        group = [tokens[index]]
        while index + len(group) < len(tokens):
            following = tokens[index + len(group)]
            between = self.shape[group[-1].end : following.start]
            if (
                not between.strip()
                or len(between) > 3
                or between.strip(" 、和及与以") != ""
                or following.family != group[0].family
            ):
                break
            group.append(following)
        return group

    def _measure(self, group: list[Token], stage: Stage) -> None:
        token = group[0]
        left = stage.left
        if claims.is_streak(self.shape, token):
            self.add(claims.streak(self, token, stage))
        elif token.form == "ordinal" or claims.is_top(self.shape, token):
            for each in group:
                self.add(claims.rank(self, each, left, stage))
        elif ((is_growth_unit(token) or compared(self, token, left)) and growth(self, group, left)) or from_or_to(
            self, token, left, stage
        ):
            return
        elif token.form in ("percent", "fraction"):
            rate(self, group, left, stage)
        else:
            self._count(group, left, stage)

    def add(self, draft: Draft | None) -> None:
        if draft is not None:
            self.drafts.append(draft)
            self.context.last = draft

    def topics(self, count: int) -> list[str]:
        """What the last ``count`` figures measure (受理…件，审结…件，同比分别上升…)."""
        recent = [name for draft in self.drafts[-count:] if draft.kind is not Kind.GROWTH for name in draft.names]
        if len(self.context.topics) == count:
            return self.context.topics
        return recent[-count:] if len(recent) >= count else []

    # -- counts and amounts ---------------------------------------------------------------------------------------

    def level_bounds(self, left: Span, token: Token) -> Span:
        """The words before a value, without the change that leads to it (由…压缩至|2个, …降至|3.39%)."""
        start, end = left
        change = change_before(self.shape, start, token.start)
        if change is not None and change.level:
            end = adverbs_off(self.shape, start, change.start)
            if found := re.search(r"(?:由|从)[^，。；]{0,20}\Z", self.shape[max(start, end - 24) : end]):
                end = max(start, end - 24) + found.start()
        return start, closing(self.shape, start, end)

    def right(self, stage: Stage) -> Span:
        start, end = stage.right
        end = min(end, start + _LOOK_AHEAD)
        while start < end and self.shape[start] == " ":
            start += 1
        return start, end

    def _count(self, group: list[Token], left: Span, stage: Stage) -> None:
        if len(group) > 1 and self._respectively(group, left, stage):
            return
        in_turn = len(group) > 1 and "分别" in self.shape[left[0] : left[1]]
        for position, token in enumerate(group):
            if in_turn and position and self.drafts:  # 三年分别受理案件312件、|420件、586件
                self.add(Draft(token, self.drafts[-1].names[:], plain_kind(token), "coordination_respectively"))
            else:
                count_frame(self, token, left if position == 0 else (token.start, token.start), stage)

    def _respectively(self, group: list[Token], left: Span, stage: Stage) -> bool:
        """受理投诉、举报分别为|1200件、300件: each value for its name; the verb is said once."""
        shape, start = self.shape, left[0]
        found = _RESPECTIVELY.search(shape, start, left[1])
        if found is None:
            return False
        begin, stop = opening(shape, start, found.start()), found.start()
        chain = verb_at(shape, begin, stop, VERBS) or begin
        items = names.split(shape, chain, stop, len(group))
        if len(items) != len(group):
            return False
        verb = verb_words(shape, begin, chain)
        found_names = [verb + self.words(*pieces) for pieces in names.restored(shape, items)]
        for token, name in zip(group, found_names, strict=True):
            parent = self.context.whole if stage.breakdown else None
            self.add(Draft(token, [name], plain_kind(token), "coordination_respectively", parent=parent))
        self.context.topics, self.context.topic, self.context.unit = found_names, found_names[-1], group[-1].unit
        self.context.verb, self.context.object = verb, self.words(items[-1])
        return True

    # -- looking around -------------------------------------------------------------------------------------------

    def object_before(self, verb: str, at: Span, stage: Stage) -> str:
        """The object of the same verb in an earlier clause: 化解信访积案，成功化解|451件."""
        bare = verb[-2:]
        found = self.shape.rfind(bare, 0, at[0])
        if found < 0:
            return ""
        clause = next((clause for clause in reversed(self.clauses) if clause.start <= found < clause.end), None)
        if clause is None or clause.start == stage.clause.start:
            return ""
        start, end = noun(self.shape, found + len(bare), min(clause.end, found + 24))
        if not 2 <= end - start <= 16 or any(char.isdigit() for char in self.shape[start:end]):
            return ""
        return self.words((start, end))

    def object_of_clause_before(self, stage: Stage) -> str:
        """What the clause before is about: 组织…专题培训班，|59万人参加."""
        if not stage.clause_index:
            return ""
        clause = self.clauses[stage.clause_index - 1]
        begin = opening(self.shape, max(clause.start, clause.end - 40), clause.end)
        verb = main_verb(self.shape, begin, clause.end)
        while verb is not None and (later := verb_at(self.shape, verb[1], clause.end, VERBS)):
            verb = (verb[0], later)
        return self.words(noun(self.shape, verb[1] if verb else begin, clause.end))

    def said_behind(self, stage: Stage) -> Span:
        """What is said of coordinated things stands behind the last (7个集体、3名个人|荣获全国表彰)."""
        shape, start = self.shape, stage.right[1]
        end = min(stage.clause.end, start + 80)
        last = start
        for found in re.finditer(r"\d[\d,.]*[万亿余多]*[\u4e00-\u9fff]", shape[start:end]):
            last = start + found.end()
        stop = said_of(shape, last, end) if last < end else end
        return stop, end

    def thing_after(self, token: Token, stage: Stage) -> str:
        """The noun phrase behind another number of the clause."""
        start, end = token.end, min(stage.clause.end, token.end + _LOOK_AHEAD)
        if self.shape[start : start + 1] == "的":
            start += 1
        if start >= end:
            return ""
        return self.words(noun(self.shape, start, said_of(self.shape, start, end)))
