"""First of the order: reads a sentence from number to number and hands each to the frame that says what it measures.

The frames, in the order they are tried: rank, streak, growth, rate, then counts and amounts. What a clause leaves
unsaid comes from the context, which remembers the verb, the object and the topic of what was read before.
"""

import re
from itertools import islice

from msgspec.structs import replace

from flows.metrics.figures.clauses import Clause
from flows.metrics.figures.measured import claims
from flows.metrics.figures.measured.changes import changed, no_growth
from flows.metrics.figures.measured.counts import count
from flows.metrics.figures.measured.drafts import Context, Draft, Stage
from flows.metrics.figures.measured.rates import rate
from flows.metrics.figures.measured.sentence import LOOK_AHEAD, Sentence
from flows.metrics.figures.phrases import main_verb, opening
from flows.metrics.figures.quantities import Token
from flows.metrics.figures.spoken import NO_GROWTH
from warehouse.reference.vocabulary import Kind

_PARTS = ("其中", "包括", "含")
_BREAKDOWN = re.compile(r"\s*(?:其中|包括|包含|含)")
_LOOK_BACK = 90


def read(sentence: Sentence, tokens: list[Token]) -> list[Draft]:
    """The drafts of a sentence's tokens, in order."""
    reader = _Reader(sentence)
    clauses, last_clause = sentence.clauses, len(sentence.clauses) - 1
    index, clause_index, count = 0, 0, len(tokens)
    while index < count:
        while clause_index < last_clause and tokens[index].number >= clauses[clause_index].end:
            clause_index += 1
        stop, end = index + 1, clauses[clause_index].end
        while stop < count and tokens[stop].number < end:
            stop += 1
        reader.read_clause(clause_index, tokens[index:stop])
        index = stop
    reader.leave()
    _tell_apart(sentence)
    return sentence.drafts


def _tell_apart(sentence: Sentence) -> None:
    """甲市警方抓获嫌疑人36名，乙市警方抓获嫌疑人|12名: figures of the same words are told apart by who did it."""
    drafts = sentence.drafts
    _share_doers(sentence)
    if len(drafts) < 2:
        return
    same: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        if draft.names:
            same.setdefault((draft.names[-1], draft.token.unit), []).append(draft)
    for alike in same.values():
        if len(alike) > 1 and len({draft.doer for draft in alike}) == len(alike):
            for draft in alike:
                draft.names = [draft.doer + draft.names[-1].removeprefix(draft.doer)]


def _share_doers(sentence: Sentence) -> None:
    """甲市受理36件，办结|30件；乙市受理28件，办结|26件: who did it holds up to the semicolon."""
    if ";" not in sentence.shape:
        return
    doer, position = "", 0
    for draft in sentence.drafts:
        if ";" in sentence.shape[position : draft.token.start]:
            doer = ""
        doer = draft.doer or doer
        if draft.rule in ("ellipsis", "bare_verb"):
            draft.doer = doer
        position = draft.token.end


class _Reader:
    """Goes from clause to clause; knows whether it stands in a bracket or among the parts of a whole."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.outside: Context | None = None  # the context to go on with behind the bracket being read
        self.parting = False  # whether the clause before named parts of a whole (其中…)
        # most sentences name none anywhere
        self.names_parts = any(map(sentence.shape.__contains__, _PARTS))

    def read_clause(self, clause_index: int, tokens: list[Token]) -> None:
        """Drafts the tokens of one clause, from value to value."""
        sentence = self.sentence
        clause = sentence.clauses[clause_index]
        breakdown = self._enter(clause, clause_index, tokens)
        index, edge, count = 0, clause.start, len(tokens)
        previous: Token | None = None
        while index < count:
            group = _group(sentence.shape, tokens, index)
            first, last = group[0], group[-1]
            index += len(group)
            following = tokens[index] if index < count else None
            left = (max(edge, first.start - _LOOK_BACK), first.start)
            right = (last.end, min(following.start if following else clause.end, last.end + LOOK_AHEAD))
            rule = sentence.drafts[-1].rule if previous is not None and sentence.drafts else ""
            _measure(sentence, group, Stage(clause, clause_index, left, right, previous, following, breakdown, rule))
            if first.form != "streak":  # a streak does not part the words around it
                edge = _after_remark(sentence.shape, last.end, clause.end)
            previous = last

    def leave(self) -> None:
        """What the next sentence may go on with: the whole whose parts were told last, not the last part."""
        if self.outside is not None:
            self.sentence.context = self.outside  # 受理36件(网上20件)。办结|30件: of all 36
        context = self.sentence.context
        if self.parting and context.whole is None:
            context.object = ""
        elif self.parting and context.whole is not None:
            context.object, context.object_unit = context.whole.thing, context.whole.token.unit

    def _enter(self, clause: Clause, clause_index: int, tokens: list[Token]) -> bool:
        """Sets the context of a clause; whether it names parts of a whole."""
        sentence = self.sentence
        bracket = clause.outer >= 0 and bool(sentence.drafts)
        if bracket and clause.outer != sentence.bracket:
            sentence.bracket, self.outside = clause.outer, replace(sentence.context)
            sentence.context.whole = sentence.drafts[-1]
        elif not bracket and self.outside is not None:
            sentence.context, self.outside, sentence.bracket = self.outside, None, -1
        context = sentence.context
        breakdown = bracket or self._names_parts(clause_index, tokens)
        if breakdown and not bracket and not self.parting:
            context.whole = self._whole_of(tokens[0]) or self._whole_before(clause, tokens[0])
        if self.parting and not breakdown and context.whole is not None:
            context.object = context.whole.thing  # …，其中民事…件，|结案率 is that of the whole
            context.object_unit = context.whole.token.unit
        self.parting = breakdown and not bracket
        return breakdown

    def _whole_of(self, part: Token) -> Draft | None:
        """36家企业…，金额120万元，其中小微企业|28家: the last figure of the part's unit, else of its family."""
        whole = self.sentence.context.whole
        if whole is None or not part.unit or whole.token.unit == part.unit:
            return whole
        levels = (draft for draft in reversed(self.sentence.drafts) if draft.kind is not Kind.GROWTH)
        same = next((draft for draft in levels if draft.token.unit == part.unit), None)
        return same or (whole if whole.token.family == part.family else None)

    def _whole_before(self, clause: Clause, part: Token) -> Draft | None:
        """…收到申请1893件。其中，市本级|562件: the whole of a part without a verb stands in the sentence before."""
        earlier, shape = self.sentence.earlier, self.sentence.shape
        whole = earlier.whole if earlier is not None and not self.sentence.drafts else None
        if whole is None or whole.token.unit != part.unit or not whole.thing:
            return None
        return None if main_verb(shape, opening(shape, clause.start, part.start), part.start) else whole

    def _names_parts(self, clause_index: int, tokens: list[Token]) -> bool:
        """Whether a clause names parts: 其中 begins it or is the clause before, or it goes on with such parts."""
        if not self.names_parts:
            return False
        shape, clauses = self.sentence.shape, self.sentence.clauses
        clause = clauses[clause_index]
        if _BREAKDOWN.match(shape, clause.start):
            return True
        before = clauses[clause_index - 1] if clause_index else None
        if before is not None and _BREAKDOWN.fullmatch(shape, before.start, before.end):
            return True
        return self.parting and self._goes_on_with_parts(clause, tokens)

    def _goes_on_with_parts(self, clause: Clause, tokens: list[Token]) -> bool:
        """其中邻里纠纷600件，|婚姻纠纷350件: the same unit, no verb of its own, and the sum still fits the whole."""
        shape, whole = self.sentence.shape, self.sentence.context.whole
        if (
            whole is None
            or shape[clause.start - 1] != "，"
            or any(t.unit not in (whole.token.unit, "") for t in tokens)
        ):
            return False
        begin, number = opening(shape, clause.start, tokens[0].start), tokens[0].start
        if number - begin < 1 or main_verb(shape, begin, number) is not None:
            return False
        drafts = self.sentence.drafts
        parts = sum(draft.token.value for draft in drafts if draft.parent is whole and draft.kind is whole.kind)
        return parts + sum(token.value for token in tokens) <= whole.token.value


def _after_remark(shape: str, start: int, end: int) -> int:
    """1064件(甲类)|、占比88%: a remark on a number is no word of the next."""
    if shape[start : start + 1] != "(":
        return start
    closes = shape.find(")", start, end)
    return closes + 1 if closes > 0 else start


def _group(shape: str, tokens: list[Token], index: int) -> list[Token]:
    """Values in a row, 4.6%、23.3%和41.7%, that answer to names in a row."""
    last = tokens[index]
    group = [last]
    for following in islice(tokens, index + 1, None):
        if following.start - last.end > 3 or following.family != last.family:
            break
        between = shape[last.end : following.start].strip()
        if not between or between.strip(" 、和及与以"):
            break
        group.append(following)
        last = following
    return group


def _measure(sentence: Sentence, group: list[Token], stage: Stage) -> None:
    """Hands values in a row to the first frame that takes them."""
    token = group[0]
    if token.form == "streak":
        sentence.add(claims.streak(sentence, token, stage))
    elif token.form == NO_GROWTH:
        no_growth(sentence, token, stage)
    elif token.form == "ordinal" or claims.is_top(sentence.shape, token):
        claims.ranks(sentence, group, stage)
    elif changed(sentence, group, stage):
        return
    elif token.form in ("percent", "fraction"):
        rate(sentence, group, stage)
    else:
        count(sentence, group, stage)
