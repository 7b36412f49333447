"""The order in which figures get their meaning: indicator, period, base of a change, place."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec.structs import replace

from warehouse import reference
from warehouse.reference.vocabulary import Kind, PeriodBasis, PeriodType, Role, Scope

from ..records import Document, DocumentFacts, Figure, Meaning, Observation, Part, Period
from .cells import CellReader
from .clashes import left_behind, one_of_several
from .compared import base_period
from .contrasts import compared_with
from .gazetteer import is_inside
from .indicators import map_figure, told_by_courts
from .narrowed import narrowing
from .periods import period_of
from .places import place_context, place_of
from .sentences import Layout, Spot
from .times import time_context
from .topics import Topics

# What a figure is told of, where that is not what its indicator counts; few words have one of the signs.
_QUALIFIED = re.compile("每|均|个别|少数|有的|某些|部分|缺口|缺额|短缺|空缺")
_QUALIFIERS = {
    "part_of_units": re.compile("个别|少数|有的|某些|部分(?<!组成部分)(?=县|区|乡|镇|街道|地方|单位|部门)"),
    "per_unit": re.compile(r"每(?:万|千|百|十|个|名|户|村|家|位|县|乡|镇|[\d.]+)|人均|户均"),
    "norm": re.compile(r"每(?:半|两|[一二三四五六七八九\d])?个?(?:年度?|季度?|月|周|星期|日|天)(?!以上)"),
    "average": re.compile("[年月日周季]均|平均每[年月日周季]"),
    "shortage": re.compile("缺口|缺额|短缺|空缺"),
}

_UNTOLD = Period()
_COURT, _TARGET, _GROWTH = Scope.COURT, Role.TARGET, Kind.GROWTH
_AHEAD = timedelta(days=62)
# 创建示范村9个 are those of the year, not all there are.
_ADDED = re.compile("(?<!已)(?<!共)创建")
_VALUES, _CHANGE_REACH = (Kind.COUNT, Kind.AMOUNT, Kind.RATE), 20
# A name that only says that and against what something changed.
_BARE_CHANGE = re.compile(
    "(?:(?:较|比|与|同)?(?:上|去|前|同)[年月周季]?(?:度|一?[年月周])?(?:的?同期)?(?:相比)?)?(?:同比|环比|分别)*"
    "(?:增长|上升|下降|减少|增加|提高|降低|增幅|降幅)"
)
_TO_THE_CHANGE = re.compile("[，,（(、]?[^，,；;。\\d]{0,18}")
# Kinds whose figures are of the whole though they stand beside one.
_NO_PARTS = (Kind.RANK, Kind.GROWTH)
# A part that names nothing but the level it is of.
_TERRITORY = re.compile(
    "(?:^|其中|、|和|：|[（(])(?:(?P<own>[省市区县州]本级)|各?县[（(]市、?区[)）]|各(?:县区|区县|县市区|市县|地市|市州|区|县))"
    "(?:为|共|有|共计)?$"
)


def interpret(document: Document, part: Part, figures: Sequence[Figure], facts: DocumentFacts) -> list[Observation]:
    """The observations of one part, one for each figure and in the same order.

    ``document`` gives the title, whose topic names may leave out; ``facts`` are those of the document.
    Pure: the same arguments give the same observations.
    """
    if not figures:
        return []
    layout = Layout(part.text)
    times = time_context(part, layout, facts, figures)
    places = place_context(part, layout, facts)
    topics = Topics(layout, document.title)
    cells = CellReader(document, facts)
    latest = _latest_end(document)
    observations: list[Observation] = []
    told: dict[str, Observation] = {}
    parents = {figure.parent_key for figure in figures if figure.parent_key}
    for figure in figures:
        if figure.headers is not None:
            observations.append(_not_yet_over(cells.observe(figure, figure.headers), latest))
            continue
        spot = layout.spot(figure.start, figure.end)
        mapped = map_figure(_as_base(figure, part.text), topics.lend(spot))
        if (value := _value_before(figure, observations, part.text)) is not None:
            mapped = replace(mapped, meaning=value.meaning)
        standing = mapped.standing and not _ADDED.search(figure.indicator)
        period = period_of(figure, standing, spot, times)
        observation = Observation(
            figure=figure,
            sentence=part.text[figure.sentence_start : figure.sentence_end],
            meaning=mapped.meaning,
            period=period,
            base_period=base_period(figure, period, spot, times),
            place=place_of(figure, mapped.scope, spot, places),
            genre=facts.genre,
            report_year=facts.report_year,
            flags=mapped.flags,
        )
        if mapped.meaning.indicator_id is None:
            observation = _told_second_hand(observation, facts)
        else:
            observation = _told_second_hand(_of_its_body(_as_qualified(observation, spot)), facts)
            observation = _as_narrowed(observation, document.title, spot.told)
        if figure.flags:
            observation = left_behind(observation, part.text)
        whole = told.get(figure.parent_key or "") or _whole_before(spot, observations)
        observation = _not_yet_over(_as_part(observation, whole, spot), latest)
        if parents and figure.key in parents:
            told[figure.key] = observation
        observations.append(observation)
    return one_of_several(compared_with(observations, part.text))


def _as_base(figure: Figure, text: str) -> Figure:
    """审结的复议案件97件中直接纠错23件: what stands behind 中 is told of the part, not of the whole before it."""
    if not text.startswith("中", figure.end):
        return figure
    whole, _, told_of_part = figure.indicator.partition("中")
    return replace(figure, indicator=whole) if whole and told_of_part else figure


def _value_before(figure: Figure, observations: Sequence[Observation], text: str) -> Observation | None:
    """The value whose change this is, where it is told right behind and names nothing (2877件，较上月同比增长1.3%)."""
    if figure.kind is not _GROWTH or not observations or not _BARE_CHANGE.fullmatch(figure.indicator):
        return None
    value = observations[-1]
    near = value.figure.kind in _VALUES and 0 <= figure.start - value.figure.end <= _CHANGE_REACH
    between = text[value.figure.end : figure.start]
    return value if near and _TO_THE_CHANGE.fullmatch(between) else None


def _latest_end(document: Document) -> date | None:
    """The last day that results of a document can reach: some weeks beyond its publication, as reports on a year come
    out from its December on."""
    told = document.first_published or document.published
    return told and told + _AHEAD


def _not_yet_over(observation: Observation, latest: date | None) -> Observation:
    """What was done in a time that lies ahead of the publication (a slip of the year, or a wrong date of the page) was
    done in no known time: that reading stays as an alternative."""
    period = observation.period
    if latest is None or period.end is None or period.end <= latest or observation.figure.role is _TARGET:
        return observation
    if period.type is PeriodType.PLAN or (period.start is not None and period.start.year < latest.year):
        return observation
    unknown = Period(period.text, alternatives=(replace(period, alternatives=()),))
    return replace(observation, period=unknown, base_period=None, flags=(*observation.flags, "period_in_future"))


def _as_qualified(observation: Observation, spot: Spot) -> Observation:
    """个别县区纠错率超过20% is not the city's rate, 每万人拥有律师2.3名 no number of lawyers, 年均办理320件 no
    year's cases, 每季度学法1次 a rule, 缺口约20人 nobody."""
    found = observation.meaning.indicator_id
    if found is None:
        return observation
    words = spot.clause + observation.figure.indicator
    if not _QUALIFIED.search(words):
        return observation
    for flag, pattern in _QUALIFIERS.items():
        match = pattern.search(words)
        if match and match[0] not in reference.indicator(found).name_zh:
            return replace(observation, meaning=Meaning(None, (found,)), flags=(*observation.flags, flag))
    return observation


def _as_narrowed(observation: Observation, title: str, told: str) -> Observation:
    """因信息公开引起的行政复议8件、行政诉讼3件 are no whole of 行政诉讼."""
    found = observation.meaning.indicator_id
    if found is None or narrowing(observation.figure.indicator, title + told) is None:
        return observation
    return replace(observation, meaning=Meaning(None, (found,)), flags=(*observation.flags, "part_of_whole"))


def _told_second_hand(observation: Observation, facts: DocumentFacts) -> Observation:
    """A city's figure in a county's report, the nation's in a city's: theirs, and told by another."""
    if not _lies_in(facts.region_code, observation.place.region_code):
        return observation
    return replace(observation, flags=(*observation.flags, "secondhand"))


@lru_cache(maxsize=1024)  # asked of every figure
def _lies_in(code: str | None, other: str | None) -> bool:
    region, around = (reference.regions().get(each) for each in (code, other))
    return region is not None and around is not None and is_inside(region, around)


def _of_its_body(observation: Observation) -> Observation:
    """A court's criminal cases are not the police's, its mediations not those of the people's committees: what courts
    and procuratorates count has few indicators."""
    found = observation.meaning.indicator_id
    if found is None or observation.place.scope is not _COURT or told_by_courts(found):
        return observation
    return replace(observation, meaning=Meaning(None, (found,)), flags=(*observation.flags, "of_a_court"))


def _whole_before(spot: Spot, observations: Sequence[Observation]) -> Observation | None:
    """The whole of a sentence that begins with 其中: the first count of the sentence before it."""
    if spot.told[0] not in "其　 " or not spot.told.lstrip("　 ").startswith("其中"):
        return None
    before = [o for o in observations if o.figure.sentence_end <= spot.sentence_start and o.figure.kind is Kind.COUNT]
    last = [o for o in before if o.figure.sentence_end == before[-1].figure.sentence_end]
    near = bool(last) and spot.sentence_start - last[0].figure.sentence_end <= 1
    return last[0] if near else None


def _as_part(observation: Observation, whole: Observation | None, spot: Spot) -> Observation:
    """A part is not what its whole is: 受理151件，其中乡镇42件 gives the indicator to the 151 alone. A part of the time
    (其中上半年……) is; so is the rank of a value, and a part of the territory (其中市本级562件、各县区1331件)."""
    found, figure = observation.meaning.indicator_id, observation.figure
    if whole is None or figure.kind in _NO_PARTS:
        return observation
    alike = (figure.kind, figure.unit) == (whole.figure.kind, whole.figure.unit)
    territory = _TERRITORY.search(spot.clause.removesuffix(figure.span_text))
    if alike and territory and whole.meaning.indicator_id and found in (None, whole.meaning.indicator_id):
        scope = Scope.OWN_LEVEL if territory["own"] else Scope.SUBORDINATES
        timed = observation.period.type is not PeriodType.UNSPECIFIED
        return replace(
            observation,
            meaning=whole.meaning,
            period=observation.period if timed else whole.period,
            place=replace(observation.place, scope=scope),
        )
    if alike and observation.period == _UNTOLD:  # 2023年……86万件。其中，……12万件
        observation = replace(observation, period=replace(whole.period, basis=PeriodBasis.INHERITED))
    same_time = (observation.period.start, observation.period.end) == (whole.period.start, whole.period.end)
    if found is None or whole.meaning.indicator_id != found or not same_time:
        return observation
    if observation.meaning.denominator_variant not in ("", whole.meaning.denominator_variant):
        return observation  # 述法473名，其中21名现场述法: another fact, with a name of its own
    return replace(observation, meaning=Meaning(None, (found,)), flags=(*observation.flags, "part_of_whole"))
