"""Whose territory a figure counts and which part of it: pointing words, counties in a city's text, national figures,
the field of a rank, the scope words of the clause (the domain notes on regions)."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from msgspec import Struct

from warehouse import reference
from warehouse.reference import NameKind, Region
from warehouse.reference.vocabulary import Genre, Kind, Scope

from ..records import DocumentFacts, Figure, Part, Place
from .gazetteer import Mention, choose, is_inside, mentions, short_mentions
from .naming import point
from .scopes import levels_above, levels_below, reach_behind, scope_in
from .sentences import Layout, Spot

# 全国 before these is the field of a rank or an honour, not a territory.
_FIELD = re.compile(
    "(?:全国|全省|全市|全区|全县|全州)(?=第|首|唯|率先|优|先进|十|百|前|领先|推广|排|名|上游|文明|法治|民主|普法|守法|和谐|最美|巾帼|青年|人民满意|示范|试点|平均)"
)
# 全国人大代表 are deputies, 高于全国 compares, 参加全市考试 takes part: none of them is a territory.
_TERRITORY = re.compile(
    "(?=[全我])(?<!高于)(?<!低于)(?<!超过)(?<!参加)(?<!比)(?<!较)(?<!列)(?<!居)(?<!占)"
    "(?P<word>[全我]国|[全我]省|[全我]市|全区|我区|[全我]县|[全我]州|全盟|全旗)(?!人大|政协|性|统一|首|通办|模范|劳动|五一|三八)"
)
# 获全国……表彰12项: the field of an honour again.
_HONOURED = re.compile("荣获|斩获|获评|获得|表彰|表扬|称号|命名为|入选|评为")
_TAKEN_TOGETHER = re.compile("以上|上述|合计|共计")
_ELSEWHERE = re.compile("当地|该县|该市|该区|该省|全县|县政府|县里|该镇")
_COUNTY = re.compile("全县|县政府|县里|该县")
_GOES_ON = re.compile("(?:市|区|县)?(?:人民)?(?:政府|司法局|法院|检察院|公安局)?")
_NOT_SUBJECT_AFTER = re.compile("[^，。；]{0,12}?(?:召开|举行|举办的|经验|模式|大运河|文化带|作出|日报)")
_NOT_SUBJECT_BEFORE = re.compile("(?:在|赴|到|向|由|与|和|超过|高于|低于|位于|学习|对口|支援)$")
_PLATFORM = re.compile(
    "(?:依托|通过|利用|在|建成)(?![省市县区]?(?:人民)?政府)[^，。平台网站]{2,12}(?:平台|网站)(?!建设)"
)
# 县级, 市级 in a text on the nation are its units, not its own level.
_BELOW_THE_NATION = frozenset({Scope.OWN_LEVEL, Scope.SUBORDINATES})
# What reaches from another clause of the sentence: whose figures they are, not the tool or body named in passing.
_REACHING = frozenset({Scope.WHOLE_REGION, Scope.OWN_LEVEL, Scope.SUBORDINATES, Scope.DEPARTMENT, Scope.COURT})
# 全市立案220起（市本级18起），下达决定…: what a bracket says ends with it.
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
_UNIVERSE = re.compile("全国|全省|全市|全区|全州|省辖市|全行业")
# Named once: looking a member up costs as much as a check, and every figure is asked.
_SHORT, _GROWTH = NameKind.SHORT, Kind.GROWTH
_RANK, _CLAIMS, _COURT_REPORT = Kind.RANK, (Kind.RANK, Kind.DURATION), Genre.COURT_REPORT
_COURT, _OWN_LEVEL, _SUBORDINATES, _WHOLE_REGION, _UNKNOWN = (
    Scope.COURT,
    Scope.OWN_LEVEL,
    Scope.SUBORDINATES,
    Scope.WHOLE_REGION,
    Scope.UNKNOWN,
)
_PLATFORM_TOLD = Scope.PLATFORM
_NAMES_BACK = 100  # a county named a hundred names ago is not meant by 当地
# 排名全国地级市第57位 counts nothing of the nation.
_CLAUSE, _COUNTED = re.compile("[，,；;](?!\\d{3})"), re.compile("^(?!.*(?:排名|第|居|列)).*\\d")
# A clause that compares or adds up what the clause before it counts.
_GOES_ON_WITH = re.compile("(?:较|比(?!例|重)|与?[去上]年同期|同比|环比|降幅|增幅|累计)")
# 江岸区、武湖街道和2个项目荣获……: what is counted stands beside the region, it is not the region's.
_BESIDE = re.compile("(?:、[^，。；、\\d]{2,12})*(?:和|以及|及|与)")
_EACH = re.compile("[均都各]|分别")
_LISTED = re.compile("[一-鿿]{0,6}?(?:、|以及|和|与|及)")
_LISTING = re.compile("、|以及|和|与|及")
_AND_OTHERS = re.compile(
    "(?:[一-鿿、]{0,20}[省市县区旗州盟镇乡])?等[近约]?(?:\\d+|[一二三四五六七八九十]{1,3})余?个(?:[省市县区旗州乡镇]|街道|地[区市级]|城市)"
)


class PlaceContext(Struct, frozen=True):
    """What one part's text says of places, read once."""

    part: Part
    layout: Layout
    facts: DocumentFacts
    subject: Region | None
    found: tuple[Mention, ...]
    starts: tuple[int, ...]
    # the words of the levels below the subject's own, and of those above
    below: str = ""
    above: str = ""


def place_context(part: Part, layout: Layout, facts: DocumentFacts) -> PlaceContext:
    """Reads the part's region names: full ones, and short ones of provinces and cities."""
    subject = reference.regions().get(facts.region_code)
    full = mentions(part.text)
    taken = {at for mention in full for at in range(mention.start, mention.end)}
    short = [mention for mention in short_mentions(part.text) if mention.start not in taken]
    ordered = tuple(sorted((*full, *short), key=lambda mention: mention.start))
    starts = tuple(mention.start for mention in ordered)
    return PlaceContext(part, layout, facts, subject, ordered, starts, levels_below(subject), levels_above(subject))


def place_of(figure: Figure, natural: Scope | None, spot: Spot, context: PlaceContext) -> Place:
    """The place of a figure. ``natural`` is what its indicator counts where the text has no word for it."""
    region = _region(figure, spot, context)
    universe = figure.universe or (_universe(spot.told) if figure.kind is _RANK else "")
    scope = _scope(figure, spot, natural, region, context)
    return _place(region.code if region else None, scope, universe)


_place = lru_cache(maxsize=4096)(Place)  # most figures of a report share theirs


def _region(figure: Figure, spot: Spot, context: PlaceContext) -> Region | None:
    subject = context.subject
    if figure.kind is not _RANK:
        territory = _territory(spot.clause, subject) or _carried(spot, subject)
        if territory is not None:
            return territory
    if (listed := _respectively(figure, spot, context)) is not None:
        return listed
    if (other := _grammatical_subject(figure, spot, context)) is not None:
        return other
    if subject is None or subject.code == reference.COUNTRY:
        return _told_of(figure, spot, context) or subject
    return subject


def _territory(clause: str, subject: Region | None) -> Region | None:
    """全国, 全省 in the figure's clause are its territory; further off in the sentence only 全国 reaches."""
    found = None
    if ("全" not in clause and "我" not in clause) or _HONOURED.search(clause):
        return None
    for match in _TERRITORY.finditer(clause):
        if not _FIELD.match(clause, match.start()):
            found = match["word"]
    if found is None:
        return None
    return point(found, subject)


def _carried(spot: Spot, subject: Region | None) -> Region | None:
    """全省检查22万次，较去年同期37万次减少15万次，累计…: what goes on with the figure of a territory is of that too."""
    told = spot.told
    if "全" not in told:
        return None
    last = max(map(told.rfind, "，,；;")) + 1
    if not told[last : last + 1].isdigit() and not _GOES_ON_WITH.match(told, last):
        return None  # by far the most
    clauses = _CLAUSE.split(told)
    while len(clauses) > 1 and _GOES_ON_WITH.match(clauses.pop()):
        if (found := _territory(clauses[-1], subject)) is not None:
            return found if _COUNTED.search(clauses[-1]) else None
    return None


def _grammatical_subject(figure: Figure, spot: Spot, context: PlaceContext) -> Region | None:
    """A region that opens the figure's clause or sentence is what the value belongs to (江岸区…获…), if it is not the
    document's own, and not the place of an event."""
    text, start = context.part.text, spot.sentence_start
    low, high = bisect_left(context.starts, start), bisect_right(context.starts, figure.start)
    if low == high or _TAKEN_TOGETHER.match(spot.clause):
        return None
    for mention in reversed(context.found[low:high]):
        if mention.start < spot.clause_start and mention.kind is _SHORT:
            continue  # 新余火灾事故整改……，生产安全事故下降: the event's place, not the figure's
        opens = (
            mention.start == start
            or text[mention.start - 1] in "，,；;。：:　\n "
            or _year_before(text, start, mention)
        )
        if not opens or _NOT_SUBJECT_AFTER.match(text, mention.end):
            continue
        if _BESIDE.fullmatch(text, mention.end, figure.start):
            continue
        if _with_others(mention, figure.start, context):
            return None
        region = choose(
            mention.regions,
            within=context.subject,
            year=context.facts.report_year,
            name=text[mention.start : mention.end],
        )
        if region is None or context.subject is None:
            continue
        if context.subject.code != region.code and not is_inside(context.subject, region):
            return region
        return None
    return None


def _with_others(mention: Mention, before: int, context: PlaceContext) -> bool:
    """中山区、西岗区法院审结36件, 中山区等9个区县审结36件: a value of several regions together is of none of them."""
    if _AND_OTHERS.match(context.part.text, mention.end):
        return True
    behind = bisect_right(context.starts, mention.start)
    if behind == len(context.found) or context.starts[behind] >= before:
        return False
    text = context.part.text
    each = _EACH.search(text, mention.end, before) is not None
    return not each and _LISTED.fullmatch(text, mention.end, context.starts[behind]) is not None


def _respectively(figure: Figure, spot: Spot, context: PlaceContext) -> Region | None:
    """云河市、青砚市分别新收1893件、1046件: the second value is the second region's."""
    text, start = context.part.text, spot.sentence_start
    at = text.rfind("分别", max(start, spot.clause_start), figure.start)
    if at < 0:
        return None
    low, high = bisect_left(context.starts, start), bisect_left(context.starts, at)
    row: list[Mention] = []
    for mention in context.found[low:high]:
        joined = row and _LISTING.fullmatch(text, row[-1].end, mention.start)
        row = [*row, mention] if joined else [mention]
    place = len(_LISTING.findall(text, at, figure.start))
    if len(row) < 2 or place >= len(row):
        return None
    wanted = row[place]
    return choose(
        wanted.regions, within=context.subject, year=context.facts.report_year, name=text[wanted.start : wanted.end]
    )


def _year_before(text: str, start: int, mention: Mention) -> bool:
    """2018年北京地区…: the name follows an expression of time."""
    return bool(re.fullmatch(r"[^，。]{0,12}(?:年|月|以来|目前)[，,]?", text[start : mention.start]))


def _told_of(figure: Figure, spot: Spot, context: PlaceContext) -> Region | None:
    """In a text on the whole country: the region the sentence names, or that 当地, 全县 point back to."""
    start, told = spot.sentence_start, spot.told
    if "全国" in told or "我国" in told:
        return None
    here = _last_named(start, figure.start, context)
    if here is not None:
        return here
    if not _ELSEWHERE.search(told):
        return None
    chapter = context.layout.chapter_start(start)
    return _last_named(chapter, start, context, county=bool(_COUNTY.search(told)))


def _last_named(low: int, high: int, context: PlaceContext, *, county: bool = False) -> Region | None:
    first, last = bisect_left(context.starts, low), bisect_left(context.starts, high)
    first = max(first, last - _NAMES_BACK)
    text, found = context.part.text, None
    for at, mention in enumerate(context.found[first:last], first):
        beside = context.found[max(first, at - 1) : at + 1]
        if not county and any(_with_others(each, high, context) for each in beside):
            continue
        if _NOT_SUBJECT_BEFORE.search(text[max(0, mention.start - 2) : mention.start]) and not county:
            continue
        region = choose(mention.regions, within=found, name=text[mention.start : mention.end])
        if region is not None and (not county or region.level == "county"):
            found = region
    return found


def _universe(told: str) -> str:
    found = list(_UNIVERSE.finditer(told))
    return found[-1][0] if found else ""


def _scope(figure: Figure, spot: Spot, natural: Scope | None, region: Region | None, context: PlaceContext) -> Scope:
    """The scope word of the clause; else the nature of the indicator; else the sentence's; else the document's."""
    if natural is _SUBORDINATES:
        return natural
    national, below, above = region is not None and region.code == reference.COUNTRY, context.below, context.above
    for words in (figure.indicator, _without_fields(spot.clause), reach_behind(context.part.text, figure.end)):
        found = scope_in(words, below, above) if words else None
        if found is _PLATFORM_TOLD and context.facts.department and "12345" in words:
            return Scope.DEPARTMENT  # 12345平台工单51件 of a department's report: those passed to it
        if found is not None and not (national and found in _BELOW_THE_NATION):
            return found
    wide = scope_in(_without_brackets(_without_fields(spot.told)), below, above)
    if wide is _WHOLE_REGION and not national:
        return wide
    if context.facts.genre is _COURT_REPORT or (wide is _COURT and figure.kind is _GROWTH):
        return Scope.COURT  # 全市法院新收……，同比下降12%
    if context.facts.department:
        return Scope.DEPARTMENT
    if natural is not None and natural is not _UNKNOWN:
        return natural
    if wide is _COURT:
        return wide  # 最高人民法院受理……，审结……
    if national or figure.kind in _CLAIMS:
        return _WHOLE_REGION
    if wide in _REACHING:
        return wide
    if _PLATFORM.search(spot.told):
        return Scope.PLATFORM
    return _WHOLE_REGION if _by_name(spot.told, region) else _UNKNOWN


def _by_name(told: str, region: Region | None) -> bool:
    """The sentence names the region itself (珲春市已归并整合……): it is the region that is counted."""
    return region is not None and (region.name in told or region.short_name in told)


def _without_brackets(text: str) -> str:
    return _BRACKETED.sub("", text) if "（" in text or "(" in text else text


def _without_fields(text: str) -> str:
    return _FIELD.sub("", text) if "全" in text else text
