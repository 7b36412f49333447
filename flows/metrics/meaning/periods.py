"""Which expression of time governs a figure, and what holds where the text has none.

An expression reaches over its own sentence until a new one; brackets bind tighter; a comparison's base, a frequency and
近年来 govern nothing. No default without a basis: a report's year holds for what stands in the report, everything else
is unspecified.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from warehouse.reference.vocabulary import ChangeBase, Genre, Kind, PeriodBasis, PeriodType, Role

from ..records import DocumentFacts, Figure, Part, Period
from . import dates
from .expressions import Expression, Shape, expressions
from .named import ending_programmes
from .points import Clock
from .rows import one_of_years
from .sections import day_of_event, heading_period, since_launch
from .sentences import Bracket, Layout, Spot

# Reports given to a people's congress: at a change of term they look back on five years.
_OF_SESSIONS = frozenset({Genre.WORK_REPORT, Genre.COURT_REPORT})
# Expressions that say when; the last of them before a figure governs it.
STRONG = frozenset({Shape.SPAN, Shape.DAY, Shape.SINCE, Shape.UNTIL, Shape.LASTING, Shape.STATE, Shape.SAME})
_STANDING = re.compile("现有|共有|已有|建成|建有|设有|拥有|成立|配备|注册用户|保有|在册|现行有效")
_HONOUR = re.compile("入选|荣获|获评|获得|命名|表彰|评为|授予|表扬|获奖|摘得|荣立")
_PLANNED = re.compile("任务|举措|措施|指标|工程|行动|目标|方面")
_PLAN_TITLE = re.compile(r"《[^《》]*?[（(]((?:19|20)\d\d)\s*[-—–－至]{1,2}\s*((?:19|20)\d\d)年[）)][^《》]*》")
_FLOW_VERBS = re.compile(
    "累计|办理|受理|办结|审结|查处|开展|调解|化解|收到|接到|接听|访问|咨询|处理|培训|发放|公开|发布|援助|惠及|查纠"
)
_ASSESSED = re.compile(
    "[^，,。；;：:]{0,24}?(?:考核|考评|评选|评比|测评|评估|排名)[^，,。；;：:]{0,6}?(?:中|里|获|被|评为|位列|位居|列)"
    "|[^，,。；;：:]{0,24}?(?:等奖|优秀奖|金奖|银奖|铜奖|称号)"
)
_TIME_NAMED = re.compile("(?:周|月份?|季度|年度?|旬|期间|时段|阶段|同期)$")
_LONG = 3
# Named once: looking a member up costs as much as a check, and every figure is asked.
_CLAIMS, _COUNTED = (Kind.RANK, Kind.DURATION), (Kind.COUNT, Kind.AMOUNT)
_GROWTH, _CHANGE, _TARGET, _TOTAL = Kind.GROWTH, Role.CHANGE, Role.TARGET, Shape.TOTAL
# 由2023年的|8.4%降至6.1%: the year is that of the value left behind, not of the one reached nor of the fall.
_OF_ORIGIN = re.compile("(?:同期)?的?(?:约|近|超)?\\d")


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What one part's text says of time, read once: its layout, its expressions in order, the clock."""

    layout: Layout
    found: tuple[Expression, ...]
    starts: tuple[int, ...]
    clock: Clock
    facts: DocumentFacts
    # what holds in a report without any expression: its year, and for stocks its end
    whole: Period | None = None
    standing: Period | None = None
    # 五年来 and 2025年 in a report to a congress, in order: which of them a section is about
    reviews: tuple[Expression, ...] = ()
    # what the headings above a section say, worked out when a figure first asks
    headed: dict[int, Period | None] = field(default_factory=dict, compare=False)

    def heading(self, at: int) -> Period | None:
        """The years that the headings above the offset name (:func:`heading_period`)."""
        section = self.layout.headings_above(at)
        if section not in self.headed:
            self.headed[section] = heading_period(at, self.layout, self.found)
        return self.headed[section]

    def review(self, at: int) -> Period | None:
        """The years that a section of a report to a congress looks back on, where it is not the last one alone: told in
        the figure's paragraph, else by the last such words before it (五年来…… holds until 2025年……)."""
        first, last = (bisect_left(self.reviews, offset, key=_start_of) for offset in self.layout.paragraph(at))
        near, before = self.reviews[first:last], self.reviews[max(0, first - 1) : first]
        wide = [entry for entry in near if entry.shape is not Shape.SPAN]
        chosen = wide[-1] if wide else near[-1] if near else before[-1] if before else None
        return None if chosen is None or chosen.shape is Shape.SPAN else chosen.period


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
    if figures is not None and facts.genre not in _OF_SESSIONS:
        stretches = layout.stretches(figure.start for figure in figures)
    found = tuple(
        entry
        for start, end in stretches
        for entry in expressions(part.text, clock, start, end)
        if (bracket := layout.around(entry.start)) is None or not bracket.title
    )
    whole = standing = None
    reviews = tuple(filter(_is_review, found)) if facts.genre in _OF_SESSIONS else ()
    if facts.covered is not None:
        whole = facts.covered
        if facts.genre is Genre.WORK_REPORT and not reviews:
            whole = replace(whole, alternatives=ending_programmes(facts.report_year))
        standing = replace(whole, type=PeriodType.AS_OF, start=None, alternatives=(whole,))
    return TimeContext(layout, found, tuple(entry.start for entry in found), clock, facts, whole, standing, reviews)


def _start_of(entry: Expression) -> int:
    return entry.start


def _is_review(entry: Expression) -> bool:
    if entry.shape is Shape.SPAN:
        return entry.period.type is PeriodType.ANNUAL
    return entry.shape is Shape.LASTING and entry.count >= _LONG and entry.period.type is PeriodType.RANGE


def period_of(figure: Figure, standing: bool, spot: Spot, context: TimeContext) -> Period:
    """The period of a figure; ``standing`` says that its indicator is a stock (what is there, not what was done)."""
    before = _before(figure, spot, context)
    if figure.kind in _CLAIMS:
        streak = _streak(figure, before, context)
        if streak is not None:
            return streak
    governing = _governing(figure, before, context.layout.text)
    if governing is not None and (own := one_of_years(figure.start, spot, governing, before, context.layout)):
        return own
    if figure.role is _TARGET and (governing is None or governing.shape is not Shape.UNTIL):
        return _plan(before)
    if (plan := _of_plan_title(figure, spot.told)) is not None:
        return plan if context.whole is None else replace(context.whole, alternatives=(plan,))
    if governing is not None:
        return _governed(governing, before, standing, spot.clause, context)
    total = next((entry for entry in reversed(before) if entry.shape is _TOTAL), None)
    return _default(figure, total, standing, spot.clause, context)


def _governing(figure: Figure, before: list[Expression], text: str) -> Expression | None:
    """The last expression that can govern; last year's value (去年同期为80件) does not govern the change after it."""
    for entry in reversed(before):
        if entry.shape not in STRONG or (entry.shape is Shape.SAME and figure.kind is Kind.GROWTH):
            continue
        if not _of_origin(text, entry, figure.start):
            return entry
    return None


def _of_origin(text: str, entry: Expression, at: int) -> bool:
    """Whether the time is that of the value a change starts from and another figure stands at ``at``."""
    if not text.startswith(("由", "从"), entry.start - 1):
        return False
    value = _OF_ORIGIN.match(text, entry.end)
    return value is not None and value.end() <= at


def base_period(figure: Figure, period: Period, spot: Spot, context: TimeContext) -> Period | None:
    """The period a change is measured against: the same months a year before for 同比, the named one for 较2020年."""
    if figure.kind is not _GROWTH and figure.role is not _CHANGE:
        return None
    if figure.change_base is ChangeBase.NAMED_PERIOD:
        named = [entry for entry in _before(figure, spot, context) if entry.shape is Shape.BASE]
        if named:
            return named[-1].period
    if period.end is None or figure.change_base is ChangeBase.UNKNOWN or figure.change_base is None:
        return None
    first = period.start
    if figure.change_base is ChangeBase.PERIOD_ON_PERIOD:
        return _period_before(period)
    return Period(
        figure.base_text,
        period.type,
        dates.shift(first, years=-1) if first else None,
        dates.shift(period.end, years=-1),
        period.basis,
    )


def _period_before(period: Period) -> Period | None:
    """The month or week before, for 环比; before a week that still runs, the whole one."""
    if period.start is None or period.end is None:
        return None
    last = period.start - timedelta(days=1)
    if period.text.endswith("周"):
        return Period("环比", period.type, period.start - timedelta(days=7), last, period.basis)
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    if period.start.day == 1:
        return Period("环比", period.type, dates.shift(period.start, months=-months), last, period.basis)
    return Period(
        "环比", period.type, period.start - (period.end - period.start) - (period.start - last), last, period.basis
    )


def _before(figure: Figure, spot: Spot, context: TimeContext) -> list[Expression]:
    """Expressions of the sentence that stand before the figure (or hold it) and that brackets do not shut away; those
    in the figure's own brackets alone, where there are any."""
    low = bisect_left(context.starts, spot.sentence_start)
    high = bisect_right(context.starts, figure.start)
    bracket = context.layout.around(figure.start)
    if low == high:
        return []
    text = context.layout.text
    inside: list[Expression] = []
    outside: list[Expression] = []
    for entry in context.found[low:high]:
        if entry.start < spot.clause_start and _ends_with_clause(text, entry):
            continue
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


def _streak(figure: Figure, before: list[Expression], context: TimeContext) -> Period | None:
    """连续五年 is a streak; a rank right after it (连续两年全省第一) holds for the streak."""
    own = [entry for entry in before if entry.shape is Shape.STREAK]
    if not own:
        return None
    last = own[-1]
    if figure.kind is Kind.DURATION:
        return last.period if last.end > figure.start or last.end == figure.end else None
    between = context.layout.text[last.end : figure.start]
    return None if any(stop in between for stop in "，,；;。") else last.period


def _plan(before: list[Expression]) -> Period:
    """A target holds for the end that is named (到2025年), else for no told time."""
    for entry in reversed(before):
        if entry.shape in (Shape.TARGET, Shape.SPAN, Shape.UNTIL):
            return replace(entry.period, type=PeriodType.PLAN)
    return Period(type=PeriodType.PLAN)


def _of_plan_title(figure: Figure, told: str) -> Period | None:
    """出台《…方案（2022—2025年）》，明确…26项重点任务: the plan's own years."""
    if not _PLANNED.search(figure.indicator):
        return None
    titles = list(_PLAN_TITLE.finditer(told))
    if not titles:
        return None
    first, last = int(titles[-1][1]), int(titles[-1][2])
    text = f"{first}—{last}年"
    return Period(text, PeriodType.PLAN, date(first, 1, 1), date(last, 12, 31), PeriodBasis.EXPLICIT)


def _governed(
    governing: Expression, before: list[Expression], standing: bool, clause: str, context: TimeContext
) -> Period:
    period = governing.period
    if governing.shape is Shape.SAME:
        return _same_months(governing, before, context)
    if governing.shape is Shape.UNTIL:
        return _until(governing, before, standing, clause, context)
    if governing.shape is Shape.STATE:
        if not standing and _FLOW_VERBS.search(clause):
            return replace(period, type=PeriodType.CUMULATIVE_SINCE, alternatives=(period,))
        return replace(period, alternatives=(Period(),))
    if governing.months and (begun := since_launch(governing, context.layout, context.found)) is not None:
        return begun
    if governing.shape is Shape.SINCE:
        if period.start is None and (day := day_of_event(governing, context.layout, context.found)):
            period = replace(period, start=day)
        until = next((entry for entry in before if entry.shape is Shape.UNTIL and entry.start < governing.start), None)
        if until is not None and until.period.end is not None:
            return replace(period, end=until.period.end)
    if governing.shape is Shape.SPAN and period.type is PeriodType.ANNUAL and standing:
        return replace(period, alternatives=(Period(period.text, PeriodType.AS_OF, None, period.end, period.basis),))
    return period


def _same_months(governing: Expression, before: list[Expression], context: TimeContext) -> Period:
    """去年同期为80件: what governed before it in the sentence (or the year reported), a year earlier."""
    earlier = [entry.period for entry in before if entry.shape in STRONG and entry.start < governing.start]
    now = earlier[-1] if earlier else context.whole
    if now is None or now.end is None or governing.period.start is None:
        return governing.period
    back = governing.period.start.year - now.end.year
    first = dates.shift(now.start, years=back) if now.start else None
    return Period(governing.period.text, now.type, first, dates.shift(now.end, years=back), now.basis)


def _until(
    governing: Expression, before: list[Expression], standing: bool, clause: str, context: TimeContext
) -> Period:
    """截至6月底: the state then; with 自…以来 before it the end of that; of what was done, all since an unknown start,
    or since January on a yearly page."""
    period, year = governing.period, context.facts.report_year
    since = next((entry for entry in reversed(before) if entry.shape is Shape.SINCE), None)
    if since is not None and period.end is not None:
        kind = since.period.type
        return replace(since.period, text=f"{since.period.text}{period.text}", type=kind, end=period.end)
    if standing or not _FLOW_VERBS.search(clause):
        return replace(period, alternatives=())
    if period.end is not None and year == period.end.year and "累计" not in clause:
        return replace(period, type=PeriodType.YTD, start=date(year, 1, 1))
    return replace(period, type=PeriodType.CUMULATIVE_SINCE)


def _default(figure: Figure, total: Expression | None, standing: bool, clause: str, context: TimeContext) -> Period:
    """What holds without an expression: the years of the heading, the year of the report, a state at the anchor, an
    unknown start, or nothing."""
    anchor = context.facts.anchor
    if context.facts.genre not in _OF_SESSIONS and figure.kind not in _CLAIMS:
        section = context.heading(figure.start)
        if section is not None:
            state = replace(section, type=PeriodType.AS_OF, start=None) if standing else section
            others = (*([section] if standing else section.alternatives), *([context.whole] if context.whole else ()))
            return replace(state, alternatives=others)
    if context.whole is not None and context.standing is not None:
        if context.reviews and not standing and (wide := context.review(figure.start)) is not None:
            return replace(wide, basis=PeriodBasis.INHERITED, alternatives=(context.whole,))
        if total is None:
            return context.standing if standing else context.whole
        return replace(context.whole, alternatives=(total.period,))
    if total is not None:
        return total.period
    if figure.kind is Kind.COUNT and _HONOUR.search(clause):
        return Period(type=PeriodType.EVENT, alternatives=(Period(),))
    if anchor is not None and figure.kind in _COUNTED and (standing or _STANDING.search(clause)):
        basis = PeriodBasis.INFERRED_ANCHOR
        return Period("", PeriodType.AS_OF, None, anchor, basis, (Period(),))
    return Period()
