"""Below the frames: a sentence while its numbers are read, what is drafted of it, what stands around a number.

The frames (ranks, changes, rates, counts) are given a :class:`Sentence`, look around in it and add their drafts to it.
"""

import re

from msgspec import Struct, field

from flows.metrics.figures.clauses import Clause
from flows.metrics.figures.measured.change_words import OF_EFFORT, adverbs_off, change_before, trend_of
from flows.metrics.figures.measured.drafts import Context, Draft, Stage
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import Span, closing, main_verb, noun, said_of, verb_at, verb_chain
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Kind

LOOK_AHEAD = 50
_ORIGIN = re.compile(r"(?:由|从)[^，。；]{0,20}\Z")
_PLACE_OF_DEED = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:在|依法|对|向|为|从)")
_LEVEL_CHANGED = re.compile(
    r"(?P<level>[\u4e00-\u9fff]{2,14}?(?:人数|数量|总数|总量|数|量|面积|规模|金额|总额|收入))(?:继续|持续|大幅|明显|有所|不断|再|均|也|都|稳步|逐年|进一步|首次)*(?:增|减|上升|下降|扩大|缩小|提高|降|突破|创|攀升|回落|居|位)"
)
_RATE_CHANGED = re.compile(
    r"(?P<level>[\u4e00-\u9fff]{2,16}?(?:[率度感]|占比|指数|数量|总量|[数量额]))(?:继续|持续|大幅|明显|有所|不断|再|均|也|都|稳步|逐年|进一步|显著)*"
    r"(?:提升|提高|上升|增长|增加|下降|降低|减少|缩短|压缩|扩大|攀升|回落)\Z"
)
_NUMBERED = re.compile(r"\d[\d,.]*[万亿余多]*[\u4e00-\u9fff]")


class Sentence(Struct):
    """``text`` and ``shape`` (its masked shadow) share offsets; ``clauses`` are its clauses in order."""

    text: str
    shape: str
    clauses: list[Clause]
    context: Context = field(default_factory=Context)
    earlier: Context | None = None  # what the sentence before in the paragraph spoke of
    drafts: list[Draft] = field(default_factory=list)
    container: str = ""  # what the outer number of a pair counts (37个|部门|…4620项)
    bracket: int = -1  # the offset of the bracket being read, or -1

    def add(self, draft: Draft) -> None:
        """One more draft; what follows may refer back to it."""
        self.drafts.append(draft)
        self.context.last = draft

    def words(self, *spans: Span) -> str:
        """The text's own words of some spans, joined, without spaces."""
        if len(spans) == 1:
            ((start, end),) = spans
            joined = self.text[start:end]
        else:
            joined = "".join([self.text[start:end] for start, end in spans if end > start])
        if joined.isalnum():
            return joined  # mostly: neither spaces nor marks
        bare = "".join(joined.split())
        if joined.startswith("“") and "”" in joined:
            return bare
        return bare.strip("、:：“（( ")

    def doer(self, start: int, end: int) -> str:
        """Who does what a verb behind the span says, without where (市法院|在辖区): empty where that is not plain."""
        if end - start < 2:
            return ""
        found = _PLACE_OF_DEED.search(self.shape, start, end)
        words = self.words((start, found.start() if found else end))
        return words if 2 <= len(words) <= 20 and not any(char.isdigit() for char in words) else ""

    def topics(self, count: int) -> list[str]:
        """What the last ``count`` figures measure (受理…件，审结…件，同比分别上升…)."""
        recent = [name for draft in self.drafts[-count:] if draft.kind is not Kind.GROWTH for name in draft.names]
        if len(self.context.topics) == count:
            return self.context.topics
        return recent[-count:] if len(recent) >= count else []

    def level_bounds(self, left: Span, token: Token) -> Span:
        """The words before a value, without the change that leads to it (由…压缩至|2个, …降至|3.39%)."""
        start, end = left
        change = change_before(self.shape, start, token.start)
        if change is not None and change.level:
            end = adverbs_off(self.shape, start, change.start)
            if found := _ORIGIN.search(self.shape[max(start, end - 24) : end]):
                end = max(start, end - 24) + found.start()
        return start, closing(self.shape, start, end)

    def right(self, stage: Stage) -> Span:
        """The words behind a number, without the spaces that they begin with."""
        start, end = stage.right
        end = min(end, start + LOOK_AHEAD)
        while start < end and self.shape[start] == " ":
            start += 1
        return start, end

    def object_before(self, verb: str, at: Span, stage: Stage) -> str:
        """The object of the same verb in an earlier clause: 化解信访积案，成功化解|451件."""
        bare = verb[-2:]
        found = self.shape.rfind(bare, 0, at[0])
        if found < 0:
            return ""
        clause = next((clause for clause in reversed(self.clauses) if clause.start <= found < clause.end), None)
        if clause is None or clause.start == stage.clause.start:
            return ""
        begin = opening(self.shape, clause.start, found)
        if begin < found and not self._leads_to(begin, found, clause.end):
            return ""  # 文件动态|清理|机制: part of a noun
        start, end = noun(self.shape, found + len(bare), min(clause.end, found + 24))
        if end == clause.end and (fares := trend_of(self.shape, start, end)):
            end = start if fares["of"] in OF_EFFORT else fares.start()  # 查处酒驾|最多, 查处|力度加大
        if not 2 <= end - start <= 16 or any(char.isdigit() for char in self.shape[start:end]):
            return ""
        return self.words((start, end))

    def level_of_clause_before(self, stage: Stage, *, rates: bool = False) -> str:
        """犯罪人数继续减少，共|36人; 整改率逐年提升，由|97%… (``rates``): the level that the clause before told."""
        if not stage.clause_index:
            return ""
        clause = self.clauses[stage.clause_index - 1]
        begin = opening(self.shape, max(clause.start, clause.end - 30), clause.end)
        found = (_RATE_CHANGED if rates else _LEVEL_CHANGED).match(self.shape, begin, clause.end)
        return self.words(found.span("level")) if found else ""

    def _leads_to(self, begin: int, found: int, end: int) -> bool:
        """Whether the verb of a phrase is what stands at ``found``, or runs up to it (参与|化解)."""
        verb = main_verb(self.shape, begin, end)
        if verb is None or verb[0] > found:
            return False
        return found < verb[1] or opening(self.shape, verb_chain(self.shape, verb[1], found), found) == found

    def object_of_clause_before(self, stage: Stage) -> str:
        """What the clause before is about: 组织…专题培训班，|59万人参加."""
        if not stage.clause_index:
            return ""
        clause = self.clauses[stage.clause_index - 1]
        begin = opening(self.shape, max(clause.start, clause.end - 40), clause.end)
        verb = main_verb(self.shape, begin, clause.end)
        while verb is not None and (later := verb_at(self.shape, verb[1], clause.end)):
            verb = (verb[0], later)
        return self.words(noun(self.shape, verb[1] if verb else begin, clause.end))

    def said_behind(self, stage: Stage) -> Span:
        """What is said of coordinated things stands behind the last (7个集体、3名个人|荣获全国表彰)."""
        shape, start = self.shape, stage.right[1]
        end = min(stage.clause.end, start + 80)
        last = start
        for found in _NUMBERED.finditer(shape[start:end]):
            last = start + found.end()
        stop = said_of(shape, last, end) if last < end else end
        return stop, end

    def thing_after(self, token: Token, stage: Stage) -> str:
        """The noun phrase behind another number of the clause."""
        start, end = token.end, min(stage.clause.end, token.end + LOOK_AHEAD)
        if self.shape[start : start + 1] == "的":
            start += 1
        if start >= end:
            return ""
        return self.words(noun(self.shape, start, said_of(self.shape, start, end)))
