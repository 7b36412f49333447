"""Which region a name, a pointing word or a sentence is about, read with the document as context."""

import re
from functools import lru_cache

from warehouse import reference
from warehouse.reference import Region

from .gazetteer import choose, county_starting_at, is_whole_name, mentions, names_ending_at, short_mentions

_POINTING = re.compile("(?:我|全|本|该)(?P<level>国|省|市|区|县|州|盟|旗)$")
_PAPER = re.compile(
    "(?P<place>[一-鿿]{2,8}?)(?:日报|晚报|早报|晨报|时报|商报|特区报|新闻网|发布|广播电视台|电视台|政法|检察|长安网)"
)
# A text that is nothing but a name; what may stand before the name in it.
_LIKE_A_NAME = re.compile("[一-鿿]{3,9}(?:省|市|县|区|旗|州|盟)")
_LEAD = re.compile("中共|中国共产党|关于|来自|走进|地处|位于|以及|我[国省市]|[在到与和及从由赴往对是将让给向该原于访]")
NATIONAL = "国"


def resolve(text: str, *, prior: str | None = None, year: int | None = None) -> Region | None:
    """The region a name or a sentence is about; None where it names none, or cannot be decided.

    Args:
        text: a name (鹤壁市, 福州市鼓楼区), a pointing word (我市, 全省), a paper (鹤壁日报讯), or a sentence.
        prior: code of the region the document is about; decides ambiguous names and pointing words.
        year: the year spoken of; decides names given up or taken over.
    """
    subject = reference.regions().get(prior)
    bare = text.strip()
    if _POINTING.fullmatch(bare):
        return point(bare, subject)
    if readings := reference.regions().named(bare):
        return choose(readings, within=subject, year=year, name=bare)
    if (full := last_full(bare, subject, year)) is not None:
        return full if not _LIKE_A_NAME.fullmatch(bare) or _is_name(bare) else None
    if is_paper(bare):
        return paper_region(bare)
    return first_short(bare, subject, year)


def _is_name(text: str) -> bool:
    """东宁乡县 is a name that no table holds, not 宁乡县."""
    return is_whole_name(_LEAD.sub("", text, count=1) if _LEAD.match(text) else text)


def point(word: str, subject: Region | None) -> Region | None:
    """我市, 全省, 我区… inside a text about ``subject``: the subject or the division above it that the word fits."""
    found = _POINTING.search(word)
    if found is None:
        return None
    if found["level"] == NATIONAL:
        return reference.regions().get(reference.COUNTRY)
    if subject is None:
        return None
    chain = (subject, *reference.regions().ancestors(subject))
    if found["level"] == "省":
        return next((region for region in chain if region.level == "province"), None)
    return next((region for region in chain if region.name.endswith(found["level"])), None)


def last_full(text: str, subject: Region | None = None, year: int | None = None) -> Region | None:
    """The innermost region that the first run of full names gives (河南省鹤壁市淇滨区 → 淇滨区)."""
    found: Region | None = None
    end = 0
    for mention in mentions(text):
        if found is not None and mention.start != end:
            break
        before = names_ending_at(text, mention.start)
        context = found or (choose(before) if before else None) or subject
        chosen = choose(mention.regions, within=context, year=year, name=text[mention.start : mention.end])
        if chosen is not None:
            found, end = chosen, mention.end
    return found


def first_short(text: str, subject: Region | None = None, year: int | None = None) -> Region | None:
    """The first short name that can be decided, with the county after it where there is one (吉林珲春)."""
    for mention in short_mentions(text):
        inner = None
        for outer in mention.regions:
            inner = inner or county_starting_at(text, mention.end, outer)
        if inner is not None:
            return inner[0]
        chosen = choose(mention.regions, within=subject, year=year, name=text[mention.start : mention.end])
        if chosen is not None:
            return chosen
    return None


def is_paper(text: str) -> bool:
    """Whether the text names a paper or a news site."""
    return bool(_PAPER.search(text)) or any(name in text for name in reference.newspapers())


def paper_region(text: str) -> Region | None:
    """Whose paper a source line names (鹤壁日报 → 鹤壁). None for papers of a province or the nation: they carry every
    city."""
    region = paper_owner(text)
    return None if region is None or region.level in ("country", "province") else region


@lru_cache(maxsize=512)
def paper_owner(text: str) -> Region | None:
    """The region whose paper is named, of any level."""
    regions = reference.regions()
    for name, code in reference.newspapers().items():
        if name in text:
            return regions.get(code)
    found = _PAPER.search(text)
    if found is None:
        return None
    place = found["place"]
    for start in range(len(place) - 1):
        if readings := regions.named(place[start:]):
            return choose(readings, name=place[start:])
    return None
