"""The region a document is about, from evidence in order: title, issuer, paper, site, the caller's hint, host, opening,
body.

The first evidence that decides wins; contradicting evidence is flagged, never averaged (regions.md).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from warehouse import reference
from warehouse.reference import Region

from ..records import Document
from .gazetteer import Mention, choose, is_inside, mentions, names_ending_at, province_of, short_mentions
from .naming import first_short, last_full, paper_owner, paper_region

_BODY_SCANNED = 20_000
_OPENING = 120
_SEVERAL = 2  # regions of more provinces than these make a text one on the whole country
_NATION = re.compile(
    "全国(?!人大|政协|两会|人民代表)|我国|国务院|司法部|最高人民法院|最高人民检察院|最高检|最高法|中央依法治国|中共中央"
)
# A title that names a place which no table holds (望川市2023年…): the text is about it, whatever else it mentions.
_UNKNOWN_PLACE = re.compile(
    "^[^，。《》“”]{0,6}?(?P<name>[一-鿿]{2,7}?(?:省|市|县|区|旗|州|盟))(?=[^，。]{0,20}(?:\\d{4}年|法治政府|依法行政))"
)
_BEFORE_A_NAME = re.compile(
    "(?:[一二三四五六七八九零○]*年度?|度|中共|中国共产党|关于|走进|来自|在|的|访|今日|法治|平安|美丽|数字|新|大|我省|全省)*"
)
# Sites of a government itself and of its departments; below other names of a city's domain stand its counties' sites.
_OWN_SITE = re.compile("(?:www|wap|m|new|zwgk|xxgk|(?:[a-z]*(?:sf|fz|ga|jy|cz|sw|sj))[jtb]?)?")
# 再获全国表彰, 全国首个: the field of an honour, not what a text is about.
_FIELD_OF_HONOUR = re.compile(
    "(?:[荣喜再斩][获摘]|获评|获得|入选|评为|跻身|走在|领跑|居|列|登)[^，。]{0,8}全国"
    "|全国[^，。]{0,10}(?:首|第|唯一|率先|先进|优秀|模范|示范|试点|表彰|殊荣|荣誉|称号|奖|标兵|典型|前列|推广|会议在|现场会|大赛|比赛)"
)
# 按照党中央、国务院决策部署, 国务院办公厅印发的意见: whoever reports names those above; the text is not about them.
_IN_PASSING_AFTER = re.compile(
    "(?:(?:按照|根据|依据|贯彻|落实|对照|围绕|传达|学习|遵循|响应|执行)[^，。；]*"
    "|(?:党|中共)?中央(?:办公厅)?[、，,和 ]?)$"
)
_IN_PASSING_BEFORE = re.compile(
    "[、，,和 ]?国务院|[^，。；]{0,8}"
    "(?:部署|要求|决策|精神|规定|印发|令|办法|意见|通知|方案|规划|纲要|肯定|推广|批准|批复)"
)
_ABOVE, _NEAR = frozenset(["国务院", "司法部", "中央依法治国", "中共中央"]), 24
# Words by which a text points at its own territory: 市 of a municipality or a prefecture, 省 of a province.
_OWN_CITY = re.compile("[我全本]市|(?<!县级)市(?:委|政府|人大|人民政府|司法局|中级人民法院)")
_OWN_PROVINCE = re.compile("[我全]省|省(?:委|政府|人大|人民政府|司法厅)")
_OWN_COUNTY = re.compile(
    "[我全本][区县旗镇乡]|(?<![一-鿿])[区县旗](?:委|政府|人大|人民政府|司法局)|(?:镇|乡|街道)(?:党工?委|政府|办事处)"
)
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
_AND = re.compile("[、和与及]|以及")
# 中共泉州市委、泉州市人民政府： a report is addressed to the level above the one it is about.
_ADDRESSEE = re.compile("^[　 \n]*[^，。：\n]{2,40}[:：](?=[　 \n])?")
# A township's report stands in its county's column; it is never the county's, and we hold no codes below counties.
_TOWNSHIP = re.compile("[一-鿿]{1,6}(?:镇|乡|街道)(?:人民政府|办事处)?(?=关于|\\d{4}年|20\\d{2})")


class Subject(Struct, frozen=True):
    """The subject region's code (None: undecided), the evidence that decided, and what stands against it."""

    code: str | None
    basis: str
    flags: tuple[str, ...] = ()


def subject_of(document: Document, year: int | None) -> Subject:
    """The subject of a document; a name of several regions is decided by the other evidence or left open."""
    hints = tuple(_hints(document, year))
    hosted = _host(document)
    context = hints[0][1] if hints else hosted[1] if hosted else None
    evidence: list[tuple[str, Region]] = []
    if (titled := _from_title(document.title, context, year)) is not None:
        evidence.append(("title", titled))
    elif (spelled := _spelled_out(document)) is not None:
        evidence.append(("title_and_body", spelled))
    elif hints == () and _ambiguous_title(document.title):
        return Subject(None, "", ("region_ambiguous",))
    evidence.extend(hints)
    if not evidence and _nation_in(document.title):
        evidence.append(("title", _country()))
    if not evidence and (unknown := _UNKNOWN_PLACE.match(document.title)):
        return Subject(None, "", (f"region_not_in_tables:{unknown['name']}",))
    if hosted is not None and (hosted[0] or evidence):
        evidence.append(("host", hosted[1]))
    if not evidence:
        evidence.extend(_from_body(document, year))
    if not evidence:
        return Subject(None, "", ("region_unknown",))
    basis, region = evidence[0]
    flags = tuple(
        f"region_conflict:{other}:{against.code}" for other, against in evidence[1:] if _apart(region, against)
    )
    if _TOWNSHIP.search(document.title):
        return Subject(None, basis, (*flags, f"below_county:{region.code}"))
    return Subject(region.code, basis, flags)


def _from_title(title: str, context: Region | None, year: int | None) -> Region | None:
    unknown = _UNKNOWN_PLACE.match(title)
    if unknown and not _starts_known(title, unknown.start("name"), unknown.end("name")):
        return None  # 桐安县2024年…: no table holds 桐安县, and it is not 安县
    if _several(title):
        return None
    return last_full(title, context, year) or first_short(_without_papers(title), context, year)


def _spelled_out(document: Document) -> Region | None:
    """An ambiguous name of the title that the body writes behind the name of its parent, of one parent only
    (柳溪市城东区 in a text titled 城东区……)."""
    text = next((part.text for part in document.parts), "")[:_BODY_SCANNED]
    for mention in mentions(document.title):
        if len(mention.regions) < 2:
            continue
        name = document.title[mention.start : mention.end]
        found: set[Region] = set()
        for match in re.finditer(re.escape(name), text):
            before = names_ending_at(text, match.start())
            found.update(region for region in mention.regions if any(is_inside(region, outer) for outer in before))
        if len(found) == 1:
            return found.pop()
    return None


def _starts_known(title: str, start: int, end: int) -> bool:
    """A known name opens the words that look like a place, but for what may stand before a name (中共鹤壁市委…)."""
    opening = min((m.start for m in (*mentions(title), *short_mentions(title)) if m.start < end), default=end)
    return _BEFORE_A_NAME.fullmatch(title, start, opening) is not None


def _several(title: str) -> bool:
    """The title opens with a list of regions (甲市、乙市……): it is about none of them alone."""
    found = mentions(title)
    return len(found) > 1 and _AND.fullmatch(title, found[0].end, found[1].start) is not None


def _without_papers(title: str) -> str:
    return _BRACKETED.sub("", title)


def _ambiguous_title(title: str) -> bool:
    """The title names places, but each of them may be several."""
    return bool(mentions(title))


def _hints(document: Document, year: int | None) -> Iterator[tuple[str, Region]]:
    """Evidence from the fields around the text, strongest first."""
    regions = reference.regions()
    if document.issuer and (region := _from_title(document.issuer, None, year)) is not None:
        yield "issuer", region
    if document.source_name:
        named = last_full(document.source_name, None, year) or paper_region(document.source_name)
        if named is not None:
            yield "source", named
    if (region := regions.get(document.site_id_code[:6])) is not None:
        yield "site_id_code", region
    if document.region_hint is not None and (region := regions.get(document.region_hint)) is not None:
        yield "region_hint", region


def _host(document: Document) -> tuple[bool, Region] | None:
    """The region whose domain the host is under, and whether the site is that region's own (sfj.hebi.gov.cn) and not
    perhaps a county's."""
    domain, before = reference.domain_of(document.host)
    region = reference.regions().get(reference.region_hosts().get(domain))
    return None if region is None else (_OWN_SITE.fullmatch(before) is not None, region)


def _from_body(document: Document, year: int | None) -> Iterator[tuple[str, Region]]:
    """The opening's first region, else the most frequent full name, else the nation; a provincial paper's province
    last."""
    text = next((part.text for part in document.parts), "")[:_BODY_SCANNED]
    addressed = _ADDRESSEE.match(text)
    above = last_full(addressed[0], None, year) if addressed else None
    if addressed and above is not None:
        text = text[addressed.end() :]
    opening = text[:_OPENING]
    counts: Counter[str] = Counter()
    found: dict[str, Region] = {}
    for mention in mentions(text):
        name = text[mention.start : mention.end]
        region = choose(mention.regions, within=above, year=year) or _behind_its_city(mention, text, year)
        if region is None:
            counts[name] += 1  # 南山区, of which there are two, is no evidence for 福田区 beside it
        elif region != above:
            counts[region.code] += 1
            found[region.code] = region
    nation = _nation_in(text)
    if counts:
        code, often = counts.most_common(1)[0]
        others = sum(counts.values()) - often
        if code in found and often > others and often >= max(1, nation):
            yield "body", found[code]
            return
    if (around := _around_all(tuple(found.values()), text)) is not None:
        yield "body", around
        return
    national = nation > 0 and not _is_local(text, nation)
    if national and (nation >= max(counts.values(), default=0) or _is_wide(text, found.values())):
        yield "body", _country()
        return
    if not found and (region := _short_in(opening, year)) is not None:
        yield "opening", region
    elif (owner := paper_owner(document.source_name)) is not None and owner.level == "country":
        yield "source", owner
    elif national or _is_wide(text, found.values()):
        yield "body", _country()


def _behind_its_city(mention: Mention, text: str, year: int | None) -> Region | None:
    """北京朝阳区: what an ambiguous name means behind the name of its city."""
    cities = names_ending_at(text, mention.start)
    city = choose(cities, year=year) if cities else None
    return choose(mention.regions, within=city, year=year) if city is not None else None


def _around_all(named: tuple[Region, ...], text: str) -> Region | None:
    """The city or province around all the regions that a text names, where its own words point at that level and at
    no county (渝中区、永川区 and 市政府 in one text are of 重庆市)."""
    if len(named) < 2 or _OWN_COUNTY.search(text):
        return None
    regions = reference.regions()
    common = [
        above
        for above in (named[0], *regions.ancestors(named[0]))
        if all(region.code == above.code or is_inside(region, above) for region in named)
    ]
    if not common or common[0].code == reference.COUNTRY:
        return None
    own = _OWN_CITY if common[0].name.endswith("市") else _OWN_PROVINCE
    return common[0] if own.search(text) else None


def _is_local(text: str, nation: int) -> bool:
    """Whether a text speaks of its own city, county or township more often than of the nation."""
    return sum(len(words.findall(text)) for words in (_OWN_CITY, _OWN_PROVINCE, _OWN_COUNTY)) > nation


def _nation_in(text: str) -> int:
    """How often a text speaks of the nation, but as the field of an honour and in passing."""
    if "全国" in text:
        text = _FIELD_OF_HONOUR.sub("", text)
    return sum(not _in_passing(match, text) for match in _NATION.finditer(text))


def _in_passing(match: re.Match[str], text: str) -> bool:
    """Whether the nation or one of its bodies is named as those above whom a text follows."""
    if _IN_PASSING_AFTER.search(text[max(0, match.start() - _NEAR) : match.start()]):
        return True
    return match[0] in _ABOVE and _IN_PASSING_BEFORE.match(text, match.end()) is not None


def _is_wide(text: str, found: Iterable[Region]) -> bool:
    """Whether the regions that a text names lie in several provinces."""
    return len({province_of(region) for region in (*found, *_short_provinces(text))}) > _SEVERAL


def _short_provinces(text: str) -> Iterator[Region]:
    """The provinces that a text names by their short names (天津、山西、辽宁等省)."""
    for mention in short_mentions(text):
        if len(mention.regions) == 1 and mention.regions[0].level == "province":
            yield mention.regions[0]


def _short_in(text: str, year: int | None) -> Region | None:
    chosen = [
        choose(mention.regions, year=year, name=text[mention.start : mention.end]) for mention in short_mentions(text)
    ]
    codes = {region.code for region in chosen if region is not None}
    return next(region for region in chosen if region is not None) if len(codes) == 1 else None


def _country() -> Region:
    country = reference.regions().get(reference.COUNTRY)
    assert country is not None  # divisions.csv holds the country
    return country


def _apart(region: Region, other: Region) -> bool:
    """Neither is in the other: the two cannot both be the subject."""
    return region.code != other.code and not is_inside(region, other) and not is_inside(other, region)
