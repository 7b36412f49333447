"""What a text says of time, read once, and which of its expressions stand before a figure in its sentence.

An expression reaches over its own sentence; brackets bind tighter; 其中 and an assessment's time end with their clause.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from warehouse.reference.vocabulary import Genre, PeriodType

from ..records import DocumentFacts, Figure, Part, Period
from .expressions import Expression, Shape, expressions
from .named import ending_programmes
from .points import Clock
from .reviews import Reviews
from .sections import heading_period
from .sentences import Bracket, Layout, Spot

# Reports given to a people's congress: at a change of term they look back on five years.
OF_SESSIONS = frozenset({Genre.WORK_REPORT, Genre.COURT_REPORT})
# Expressions that say when; the last of them before a figure governs it.
STRONG = frozenset({Shape.SPAN, Shape.DAY, Shape.SINCE, Shape.UNTIL, Shape.LASTING, Shape.STATE, Shape.SAME})
_ASSESSED = re.compile(
    "[^，,。；;：:]{0,24}?(?:考核|考评|评选|评比|测评|评估|排名)[^，,。；;：:]{0,6}?(?:中|里|获|被|评为|位列|位居|列)"
    "|[^，,。；;：:]{0,24}?(?:等奖|优秀奖|金奖|银奖|铜奖|称号)"
)
_BASIS = "的基础上"
_TIME_NAMED = re.compile("(?:周|月份?|季度|年度?|旬|期间|时段|阶段|同期)$")


class TimeContext(Struct, frozen=True):
    """What one part's text says of time, read once: its layout, its expressions in order, the clock."""

    layout: Layout
    found: tuple[Expression, ...]
    starts: tuple[int, ...]
    clock: Clock
    facts: DocumentFacts
    # what holds in a report without any expression: its year, and for stocks its end
    whole: Period | None = None
    standing: Period | None = None
    # in a report to a congress: the years that its sections look back on
    reviews: Reviews | None = None
    # what the headings above a section say, worked out when a figure first asks
    headed: dict[int, Period | None] = field(default_factory=dict)

    def heading(self, at: int) -> Period | None:
        """The years that the headings above the offset name (:func:`heading_period`)."""
        section = self.layout.headings_above(at)
        if section not in self.headed:
            self.headed[section] = heading_period(at, self.layout, self.found)
        return self.headed[section]


def time_context(
    part: Part, layout: Layout, facts: DocumentFacts, figures: Sequence[Figure] | None = None
) -> TimeContext:
    """Reads the part's expressions; those inside a closed 《…》 belong to the title, not to the text.

    ``figures`` are all that will be asked for: only their sentences, the ones before and the headings are read then,
    but for reports to a congress, in which a section's years may be told anywhere.
    """
    this_year = facts.report_year + 1 if facts.genre is Genre.WORK_REPORT and facts.report_year else None
    clock = Clock(facts.anchor, this_year)
    stretches = [(0, len(part.text))]
    if figures is not None and facts.genre not in OF_SESSIONS:
        stretches = layout.stretches(figure.start for figure in figures)
    found = tuple(
        entry
        for start, end in stretches
        for entry in expressions(part.text, clock, start, end)
        if (bracket := layout.around(entry.start)) is None or not bracket.title
    )
    whole = standing = None
    reviews = Reviews(layout, found) if facts.genre in OF_SESSIONS else None
    if facts.covered is not None:
        whole = facts.covered
        if facts.genre is Genre.WORK_REPORT and not reviews:
            whole = replace(whole, alternatives=ending_programmes(facts.report_year))
        standing = replace(whole, type=PeriodType.AS_OF, start=None, alternatives=(whole,))
    return TimeContext(layout, found, tuple(entry.start for entry in found), clock, facts, whole, standing, reviews)


def told_before(figure: Figure, spot: Spot, context: TimeContext) -> list[Expression]:
    """Expressions of the sentence that stand before the figure (or hold it) and that brackets do not shut away; those
    in the figure's own brackets alone, where there are any."""
    low = bisect_left(context.starts, spot.sentence_start)
    high = bisect_right(context.starts, figure.start)
    if low == high:
        return []
    bracket = context.layout.around(figure.start)
    text = context.layout.text
    inside: list[Expression] = []
    outside: list[Expression] = []
    for entry in context.found[low:high]:
        if entry.start < spot.clause_start and _ends_with_clause(text, entry):
            continue
        if text.find(_BASIS, entry.end, figure.start) >= 0:
            continue  # 在上一年度上升20.1%的基础上又上升44.7%
        around = context.layout.around(entry.start)
        if around is None or around.end > figure.start or _explains(text, around, entry):
            (inside if bracket is not None and entry.start > bracket.start else outside).append(entry)
    return inside if any(entry.shape in STRONG for entry in inside) else outside + inside


def _ends_with_clause(text: str, entry: Expression) -> bool:
    """A part's time (其中2018年上半年3.3万件，每年……) and the time of an assessment (在2022年度……考核中获评优秀，……)
    reach no further than their clause."""
    return text.endswith("其中", 0, entry.start) or bool(_ASSESSED.match(text, entry.end))


def _explains(text: str, bracket: Bracket, entry: Expression) -> bool:
    """第28周（7月8日—7月14日）: brackets that hold nothing but the dates of the time before them shut nothing away."""
    alone = (bracket.start + 1, bracket.end - 1) == (entry.start, entry.end)
    return alone and bool(_TIME_NAMED.search(text, max(0, bracket.start - 3), bracket.start))
