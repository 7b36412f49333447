"""The region a document is about, from evidence in order: title, issuer, paper, site, the caller's hint, host, opening,
body.

The first evidence that decides wins; contradicting evidence is flagged, never averaged (regions.md).
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from warehouse import reference
from warehouse.reference import Region

from ..records import Document
from .gazetteer import is_inside, mentions, names_ending_at, short_mentions
from .named_in_body import BODY_SCANNED, country, from_body, nation_in
from .naming import first_short, last_full, paper_region, point

# A title that names a place which no table holds (望川市2023年…): the text is about it, whatever else it mentions.
_UNKNOWN_PLACE = re.compile(
    "^[^，。《》“”]{0,6}?(?P<name>[一-鿿]{2,7}?(?:省|市|县|区|旗|州|盟))(?=[^，。]{0,20}(?:\\d{4}年|法治政府|依法行政))"
)
_BEFORE_A_NAME = re.compile(
    "(?:[一二三四五六七八九零○]*年度?|度|中共|中国共产党|关于|走进|来自|在|的|访|今日|法治|平安|美丽|数字|新|大|我省|全省)*"
)
# Sites of a government itself and of its departments; below other names of a city's domain stand its counties' sites.
_OWN_SITE = re.compile("(?:www|wap|m|new|zwgk|xxgk|(?:[a-z]*(?:sf|fz|ga|jy|cz|sw|sj))[jtb]?)?")
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
# 打造“平安县”, 创建平安区: what a place wants to be called, though 平安 is the name of one.
_LABEL = re.compile('[“"「『‘][一-鿿]{2,5}[县市区][”"」』’]|(?<=打造|创建|争创|建设|构建)平安[县市区]')
# 全省法院……, ——我市……: the level a title speaks of, where the word opens it or a part of it; 全省第一 is a field.
_OWN_LEVEL = re.compile("(?:^|[—－：:，,！!　 ])(?P<word>[我全本][省市州县])(?!第|首|前|率先|先进|领先|优|唯)")
_AND = re.compile("[、和与及]|以及")
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
    if not evidence and nation_in(document.title):
        evidence.append(("title", country()))
    if not evidence and (unknown := _UNKNOWN_PLACE.match(document.title)):
        return Subject(None, "", (f"region_not_in_tables:{unknown['name']}",))
    if hosted is not None and (hosted[0] or evidence):
        evidence.append(("host", hosted[1]))
    if not evidence:
        evidence.extend(_at_the_titles_level(from_body(document, year), document.title))
    if not evidence:
        return Subject(None, "", ("region_unknown",))
    basis, region = evidence[0]
    flags = tuple(
        f"region_conflict:{other}:{against.code}" for other, against in evidence[1:] if _apart(region, against)
    )
    if _TOWNSHIP.search(document.title):
        return Subject(None, basis, (*flags, f"below_county:{region.code}"))
    return Subject(region.code, basis, flags)


def _at_the_titles_level(found: Iterator[tuple[str, Region]], title: str) -> Iterator[tuple[str, Region]]:
    """A text titled 全省法院…… that tells most of one district is of its province; of a body's region that has no such
    division above it, nothing is known."""
    own = _OWN_LEVEL.search(title)
    for basis, region in found:
        meant = point(own["word"], region) if own else region
        if meant is not None:
            yield basis, meant


def _from_title(title: str, context: Region | None, year: int | None) -> Region | None:
    title = _LABEL.sub("，", title)
    unknown = _UNKNOWN_PLACE.match(title)
    if unknown and not _starts_known(title, unknown.start("name"), unknown.end("name")):
        return None  # 桐安县2024年…: no table holds 桐安县, and it is not 安县
    if _several(title):
        return None
    return last_full(title, context, year) or first_short(_without_papers(title), context, year)


def _spelled_out(document: Document) -> Region | None:
    """An ambiguous name of the title that the body writes behind the name of its parent, of one parent only
    (柳溪市城东区 in a text titled 城东区……)."""
    text = next((part.text for part in document.parts), "")[:BODY_SCANNED]
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
    return bool(mentions(_LABEL.sub("，", title)))


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


def _apart(region: Region, other: Region) -> bool:
    """Neither is in the other: the two cannot both be the subject."""
    return region.code != other.code and not is_inside(region, other) and not is_inside(other, region)
