"""Which expression of time governs a figure, and what holds where the text has none.

An expression reaches over its own sentence until a new one; brackets bind tighter; a comparison's base, a frequency and
近年来 govern nothing. No default without a basis: a report's year holds for what stands in the report, everything else
is unspecified.
"""

import re
from bisect import bisect_left
from datetime import date

from msgspec.structs import replace

from warehouse.reference.vocabulary import Kind, PeriodBasis, PeriodType, Role

from ..records import Figure, Period
from . import dates
from .expressions import Expression, Shape
from .rows import one_of_years
from .sections import day_of_event, since_launch
from .sentences import Spot
from .times import OF_SESSIONS, STRONG, TimeContext, told_before

_STANDING = re.compile("现有|共有|已有|建成|建有|设有|拥有|成立|配备|注册用户|保有|在册|现行有效")
_DONE = re.compile("[^，,。；;\\d]{0,8}已(?:累计|全部|经)?(?:办|审|查|受|完|责|整|立|处|化|调|发|追|挽|移)")
_HONOUR = re.compile("入选|荣获|获评|获得|命名|表彰|评为|授予|表扬|获奖|摘得|荣立")
_PLANNED = re.compile("任务|举措|措施|指标|工程|行动|目标|方面")
_PLAN_TITLE = re.compile(r"《[^《》]*?[（(]((?:19|20)\d\d)\s*[-—–－至]{1,2}\s*((?:19|20)\d\d)年[）)][^《》]*》")
_FLOW_VERBS = re.compile(
    "累计|办理|受理|办结|审结|查处|开展|调解|化解|收到|接到|接听|访问|咨询|处理|培训|发放|公开|发布|援助|惠及|查纠"
)
# Named once: looking a member up costs as much as a check, and every figure is asked.
_CLAIMS, _COUNTED = (Kind.RANK, Kind.DURATION), (Kind.COUNT, Kind.AMOUNT)
_COUNT, _RATE, _GROWTH, _TARGET = Kind.COUNT, Kind.RATE, Kind.GROWTH, Role.TARGET
_ANNUAL = PeriodType.ANNUAL
_BODIES = re.compile("(?:调解|培训|援助|咨询)(?=员|组织|委员会|室|中心|机构|律师|师)")
# Units of people and bodies, who are there; what is done has others.
_STAYING = frozenset(("人", "名", "位", "家", "支", "所"))
_TOTAL, _SAME, _UNTIL, _STATE, _SINCE, _SPAN, _STREAK = (
    Shape.TOTAL,
    Shape.SAME,
    Shape.UNTIL,
    Shape.STATE,
    Shape.SINCE,
    Shape.SPAN,
    Shape.STREAK,
)
# 由2023年的|8.4%降至6.1%: the year is that of the value left behind, not of the one reached nor of the fall.
_OF_ORIGIN = re.compile("(?:同期)?的?(?:约|近|超)?\\d")


def period_of(figure: Figure, standing: bool, spot: Spot, context: TimeContext) -> Period:
    """The period of a figure; ``standing`` says that its indicator is a stock (what is there, not what was done)."""
    before = told_before(figure, spot, context)
    if figure.kind in _CLAIMS:
        streak = _streak(figure, before, context)
        if streak is not None:
            return streak
    governing = _governing(figure, before, context.layout.text)
    if governing is not None and (own := one_of_years(figure.start, spot, governing, before, context.layout)):
        return own
    if figure.role is _TARGET and (governing is None or governing.shape is not _UNTIL):
        return _plan(before)
    if (plan := _of_plan_title(figure, spot.told)) is not None:
        return plan if context.whole is None else replace(context.whole, alternatives=(plan,))
    if governing is not None:
        return _governed(governing, before, standing, spot.clause, context)
    total = next((entry for entry in reversed(before) if entry.shape is _TOTAL), None) if before else None
    return _default(figure, total, standing, spot, context)


def _governing(figure: Figure, before: list[Expression], text: str) -> Expression | None:
    """The last expression that can govern; last year's value (去年同期为80件) does not govern the change after it."""
    for entry in reversed(before):
        if entry.shape not in STRONG or (entry.shape is _SAME and figure.kind is _GROWTH):
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


def _streak(figure: Figure, before: list[Expression], context: TimeContext) -> Period | None:
    """连续五年 is a streak; a rank right after it (连续两年全省第一) holds for the streak."""
    own = [entry for entry in before if entry.shape is _STREAK]
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
            period = replace(entry.period, type=PeriodType.PLAN)
            if entry.period.type is PeriodType.YTD and period.start is not None:  # 今年 is planned to its end
                period = replace(period, end=dates.year(period.start.year)[1])
            return period
    return Period(type=PeriodType.PLAN)


def _of_plan_title(figure: Figure, told: str) -> Period | None:
    """出台《…方案（2022—2025年）》，明确…26项重点任务: the plan's own years."""
    if "《" not in told or not _PLANNED.search(figure.indicator):
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
    if governing.shape is _SAME:
        return _same_months(governing, before, context)
    if governing.shape is _UNTIL:
        return _until(governing, before, standing, clause, context)
    if governing.shape is _STATE:
        if not standing and _FLOW_VERBS.search(clause):
            return replace(period, type=PeriodType.CUMULATIVE_SINCE, alternatives=(period,))
        return replace(period, alternatives=(Period(),))
    if governing.months and (begun := since_launch(governing, context.layout, context.found)) is not None:
        return begun
    if governing.shape is _SINCE:
        if period.start is None and (day := day_of_event(governing, context.layout, context.found)):
            period = replace(period, start=day)
        until = next((entry for entry in before if entry.shape is _UNTIL and entry.start < governing.start), None)
        if until is not None and until.period.end is not None:
            return replace(period, end=until.period.end)
    if governing.shape is _SPAN and period.type is _ANNUAL and standing:
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
    since = next((entry for entry in reversed(before) if entry.shape is _SINCE), None)
    if since is not None and period.end is not None:
        kind = since.period.type
        return replace(since.period, text=f"{since.period.text}{period.text}", type=kind, end=period.end)
    if standing or not _FLOW_VERBS.search(clause):
        return replace(period, alternatives=())
    if period.end is not None and year == period.end.year and "累计" not in clause:
        return replace(period, type=PeriodType.YTD, start=date(year, 1, 1))
    return replace(period, type=PeriodType.CUMULATIVE_SINCE)


def _default(figure: Figure, total: Expression | None, standing: bool, spot: Spot, context: TimeContext) -> Period:
    """What holds without an expression: the years of the heading, the year of the report, a state at the anchor, an
    unknown start, or nothing."""
    anchor, clause = context.facts.anchor, spot.clause
    if context.facts.genre not in OF_SESSIONS and figure.kind not in _CLAIMS:
        section = context.heading(figure.start)
        if section is not None:
            state = replace(section, type=PeriodType.AS_OF, start=None) if standing else section
            others = (*([section] if standing else section.alternatives), *([context.whole] if context.whole else ()))
            return replace(state, alternatives=others)
    if context.whole is not None and context.standing is not None:
        wide, doubtful = None, False
        if context.reviews and not standing:
            wide, doubtful = context.reviews.at(figure.start, summed=total is not None)
        if wide is not None and doubtful:
            return replace(context.whole, alternatives=(replace(wide, basis=PeriodBasis.INHERITED),))
        if wide is not None:
            return replace(wide, basis=PeriodBasis.INHERITED, alternatives=(context.whole,))
        if total is None and (told := _state_before(figure, spot, context)) is not None:
            return replace(told, alternatives=(context.whole,))
        if total is None:
            return context.standing if standing else context.whole
        return replace(context.whole, alternatives=(total.period,))
    if total is not None:
        return total.period
    if (until := _done_until(figure, spot, context)) is not None:
        return until
    if figure.kind is _COUNT and _HONOUR.search(clause):
        return Period(type=PeriodType.EVENT, alternatives=(Period(),))
    if anchor is not None and figure.kind in _COUNTED and (standing or _STANDING.search(clause)):
        basis = PeriodBasis.INFERRED_ANCHOR
        return Period("", PeriodType.AS_OF, None, anchor, basis, (Period(),))
    return Period()


def _state_before(figure: Figure, spot: Spot, context: TimeContext) -> Period | None:
    """截至2024年底，共有调解组织36家。调解员86人，其中专职12人，占14%: who is told right behind a state is of its day,
    where no deed is told."""
    share = figure.kind is _RATE and spot.clause.removesuffix(figure.span_text).endswith("占")
    if not share and (figure.kind is not _COUNT or figure.unit not in _STAYING):
        return None
    if _FLOW_VERBS.search(_BODIES.sub("", spot.told)) or _DONE.match(spot.told):
        return None
    before, _ = context.layout.sentence(max(0, spot.sentence_start - 1))
    if "\n" in context.layout.text[before : spot.sentence_start]:
        return None
    low, high = (bisect_left(context.starts, offset) for offset in (before, spot.sentence_start))
    strong = [entry for entry in context.found[low:high] if entry.shape in STRONG]
    if not strong or strong[-1].shape is not _UNTIL or strong[-1].period.end is None:
        return None
    return replace(strong[-1].period, type=PeriodType.AS_OF, start=None, basis=PeriodBasis.INHERITED)


def _done_until(figure: Figure, spot: Spot, context: TimeContext) -> Period | None:
    """截至5月28日，受理举报35523件。地方已办结23599件: what has been done by then, told in the next sentences of the
    paragraph; 已 needs the day that they name."""
    if figure.kind not in _COUNTED or not _DONE.match(spot.told):
        return None
    paragraph, _ = context.layout.paragraph(spot.sentence_start)
    low, high = (bisect_left(context.starts, offset) for offset in (paragraph, spot.sentence_start))
    strong = [entry for entry in context.found[low:high] if entry.shape in STRONG]
    if not strong or strong[-1].shape is not Shape.UNTIL or strong[-1].period.end is None:
        return None
    return replace(strong[-1].period, type=PeriodType.CUMULATIVE_SINCE, basis=PeriodBasis.INHERITED)
