"""Which region a text is about by what its body says: the names in it, how often, and whether it speaks of the nation.

A tie is no answer, and the whole country is no last resort: whoever reports names 党中央、国务院 above.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from warehouse import reference
from warehouse.reference import Region

from ..records import Document
from .gazetteer import Mention, choose, is_inside, mentions, names_ending_at, province_of, short_mentions
from .naming import last_full, paper_owner

BODY_SCANNED = 20_000
_OPENING = 120
# 青砚法院, 云河公安: the agency of the place that stands before its name.
_AGENCY = re.compile(
    "[省市]?(?:高院|中院|法院|检察|公安|警方|司法行政(?:机关|系统)|市场监管(?:部门|系统)|税务(?:部门|系统))"
)
# 青砚网讯: the place whose paper or site sends the dispatch.
_DATELINE = re.compile(
    "[　 \n]*(?P<place>[一-鿿]{2,6}?)(?:日报|晚报|新闻网|传媒网|在线|发布|网)(?:\\d{1,2}月\\d{1,2}日)?讯"
)
_SEVERAL = 2  # regions of more provinces than these make a text one on the whole country
_NATION = re.compile(
    "全国(?!人大|政协|两会|人民代表|[一-鿿]{0,8}(?:宣传|教育|减灾|安全|助残|消防|节能|法[治制])[日周月])|我国|国务院|司法部|最高人民法院|最高人民检察院|最高检|最高法|中央依法治国|中共中央"
)
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
_OWN_CITY = re.compile("[我全本]市|(?<![一-鿿])市(?:委|政府|人大|人民政府|司法局|中院|法院|检察院|公安局)")
_OWN_PREFECTURE = re.compile("[我全本][州盟]|(?<![一-鿿])[州盟](?:委|政府|人大|人民政府|司法局|中院|检察院|公安局)")
_OWN_PROVINCE = re.compile("[我全]省|(?<![一-鿿])省(?:委|政府|人大|人民政府|司法厅|法院|高院|检察院|公安厅)")
_OWN_COUNTY = re.compile(
    "[我全本][区县旗镇乡]|(?<![一-鿿])[区县旗](?:委|政府|人大|人民政府|司法局)|(?:镇|乡|街道)(?:党工?委|政府|办事处)"
)
# 中共泉州市委、泉州市人民政府： a report is addressed to the level above the one it is about.
_ADDRESSEE = re.compile("^[　 \n]*[^，。：\n]{2,40}[:：](?=[　 \n])?")


def from_body(document: Document, year: int | None) -> Iterator[tuple[str, Region]]:
    """The opening's first region, else the most frequent full name, else the nation; a provincial paper's province
    last."""
    text = next((part.text for part in document.parts), "")[:BODY_SCANNED]
    addressed = _ADDRESSEE.match(text)
    above = last_full(addressed[0], None, year) if addressed else None
    if addressed and above is not None:
        text = text[addressed.end() :]
    opening = text[:_OPENING]
    counts, found = _counted(text, above, year)
    nation = nation_in(text)
    if counts:
        code, often = counts.most_common(1)[0]
        if code in found and often >= max(1, nation) and _prevails(code, counts, found):
            yield "body", found[code]
            return
    if (titled := _opening_the_title(document.title, found.values())) is not None:
        yield "title_and_body", titled
        return
    if (around := _around_all(tuple(found.values()), f"{document.title}\n{text}")) is not None:
        yield "body", around
        return
    if not found and (sent := _of_dateline(text, year)) is not None:
        yield "opening", sent
        return
    national = nation > 0 and not _is_local(text, nation)
    if national and (nation >= max(counts.values(), default=0) or _is_wide(text, found.values())):
        yield "body", country()
        return
    if not found and not national and (region := _of_agencies(text, year)) is not None:
        yield "body", region
    elif not found and (region := _short_in(opening, year)) is not None:
        yield "opening", region
    elif (owner := paper_owner(document.source_name)) is not None and owner.level == "country":
        yield "source", owner
    elif national or _is_wide(text, found.values()):
        yield "body", country()


def _counted(text: str, above: Region | None, year: int | None) -> tuple[Counter[str], dict[str, Region]]:
    """How often a text names each region (by code) and each name that may be several (by name), and the regions."""
    counts: Counter[str] = Counter()
    found: dict[str, Region] = {}
    named = mentions(text)
    for mention, behind in zip_longest(named, named[1:]):
        name = text[mention.start : mention.end]
        region = choose(mention.regions, within=above, year=year) or _behind_its_city(mention, text, year)
        if region is not None and behind is not None and behind.start == mention.end:
            continue  # 北京市 in 北京市东城区 says whose 东城区 it is
        if region is None:
            counts[name] += 1  # 南山区, of which there are two, is no evidence for 福田区 beside it
        elif region != above:
            counts[region.code] += 1
            found[region.code] = region
    return counts, found


def _behind_its_city(mention: Mention, text: str, year: int | None) -> Region | None:
    """北京朝阳区: what an ambiguous name means behind the name of its city."""
    cities = names_ending_at(text, mention.start)
    city = choose(cities, year=year) if cities else None
    return choose(mention.regions, within=city, year=year) if city is not None else None


def _prevails(code: str, counts: Counter[str], found: Mapping[str, Region]) -> bool:
    """Whether a region is named more often than all others together, and than each of those in it (a city's text
    names its districts one by one)."""
    inner = {other for other, region in found.items() if other != code and is_inside(region, found[code])}
    others = sum(often for other, often in counts.items() if other != code and other not in inner)
    return counts[code] > max(others, *(counts[other] for other in inner), 0)


def _opening_the_title(title: str, found: Iterable[Region]) -> Region | None:
    """The one region of a text whose short name opens its title (渝北：复议跑出加速度, of a text that names 渝北区)."""
    opening = [region for region in found if title.startswith(region.short_name) and len(region.short_name) > 1]
    return opening[0] if len(opening) == 1 else None


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
    return common[0] if _own_words(common[0]).search(text) else None


def _own_words(region: Region) -> re.Pattern[str]:
    """The words by which a text points at a city, a prefecture or a province as its own."""
    if region.name.endswith("市"):
        return _OWN_CITY
    return _OWN_PROVINCE if region.level == "province" else _OWN_PREFECTURE


def _of_dateline(text: str, year: int | None) -> Region | None:
    """The prefecture (自治州, 盟) that a text points at as its own, sent by the paper of it or of a county in it."""
    dateline = _DATELINE.match(text)
    if dateline is None or _OWN_COUNTY.search(text) or not _OWN_PREFECTURE.search(text):
        return None
    named = choose(reference.regions().named(dateline["place"]), year=year, name=dateline["place"])
    chain = (named, *reference.regions().ancestors(named)) if named is not None else ()
    return next((region for region in chain if region.level == "prefecture" and region.name[-1] in "州盟"), None)


def _of_agencies(text: str, year: int | None) -> Region | None:
    """The one region whose agencies a text names by its short name (青砚法院……), where it points at that level too
    (全省法院……) and at none below it (我县学习云河法院经验)."""
    found = {
        region.code: region
        for mention in short_mentions(text)
        if _AGENCY.match(text, mention.end)
        and (region := choose(mention.regions, year=year, name=text[mention.start : mention.end])) is not None
    }
    if len(found) != 1:
        return None
    region = next(iter(found.values()))
    nearer = _OWN_COUNTY.search(text) or (region.level == "province" and _OWN_CITY.search(text))
    return region if _own_words(region).search(text) and not nearer else None


def _is_local(text: str, nation: int) -> bool:
    """Whether a text speaks of its own city, county or township more often than of the nation."""
    return sum(len(words.findall(text)) for words in (_OWN_CITY, _OWN_PREFECTURE, _OWN_PROVINCE, _OWN_COUNTY)) > nation


def nation_in(text: str) -> int:
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


def country() -> Region:
    """The whole country."""
    country = reference.regions().get(reference.COUNTRY)
    assert country is not None  # divisions.csv holds the country
    return country
