"""Names of regions in running text: which regions a stretch of text names, and what one name means where it stands.

Short names of counties are read only where they stand alone or after another name (重庆铜梁): 合作 in 长期合作 is no
city. What stays ambiguous is answered with all its readings and no choice.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from warehouse import reference
from warehouse.reference import NameKind, Region, Regions

from ..wordlists import WordList

_MAX_NAME = 15
_SHORT = NameKind.SHORT
_WHOLE_NAMES = (NameKind.FULL, NameKind.FORMER, NameKind.ALIAS)
_SUFFIX = re.compile("[省市区县旗盟州团]")
# 新区, 郊区, 城区 are names only behind the name of their city.
_GENERIC = frozenset(["新区", "城区", "矿区", "郊区", "市区", "东区", "西区", "南市", "北市", "西市", "新市"])
# 市域, 区内 are words of their own, and in 沙县区 the name goes on.
_NOT_BEFORE = re.compile("[域区内外]")
# What may stand right before a name of two characters; behind anything else it is the end of another word (办理县级……,
# 桐安县 is not 安县).
_OPENS_A_NAME = re.compile("[^一-鿿]|[在到与和及从由赴往对是将让给向该原于自共访年月日度]")


class Mention(Struct, frozen=True):
    """A name in a text and the regions it may mean."""

    start: int
    end: int
    regions: tuple[Region, ...]
    kind: NameKind


@lru_cache(maxsize=4)
def mentions(text: str) -> tuple[Mention, ...]:
    """Full names (and former ones) of divisions in text order; names inside longer names are not told apart from them:
    河南省鹤壁市 gives two mentions, 怀化市鹤城区 never gives 鹤城. Of a text both its subject and its figures' places
    ask: the last texts are remembered."""
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    regions = reference.regions()
    tails, last = _tails(), 0
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        if end <= last:
            continue
        for length in tails.get(text[end - 2 : end], ()):
            start = end - length
            if start < last:
                continue
            readings = regions.readings(text[start:end])
            if not readings:
                continue
            strong = [name for name in readings if name.kind in _WHOLE_NAMES]
            strong = strong or [name for name in readings if name.region.name.endswith("自治州")]
            if strong:
                if _NOT_BEFORE.match(text, end) or not _opens(text, start, end):
                    break
                alone = len(strong) == len(readings)
                found = regions.named(text[start:end]) if alone else dict.fromkeys(name.region for name in strong)
                yield Mention(start, end, tuple(found), strong[0].kind)
                last = end
                break


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a short full name (浚县, 新区) begins a word, or follows the name of its city."""
    generic = text[start:end] in _GENERIC
    if end - start > 2 and not generic:
        return True
    if not generic and (start == 0 or _OPENS_A_NAME.match(text, start - 1)):
        return True
    return bool(names_ending_at(text, start))


def is_whole_name(name: str) -> bool:
    """Whether a name is made of known names from end to end (河南省鹤壁市, 广州南沙区): 东宁乡县 is not 宁乡县."""
    named = reference.regions().named
    if len(name) > _MAX_NAME * 2:
        return False
    return bool(named(name)) or any(named(name[:at]) and is_whole_name(name[at:]) for at in range(2, len(name) - 1))


@lru_cache(maxsize=1)
def _tails() -> dict[str, tuple[int, ...]]:
    """The last two characters of all names that end like a division, with the lengths of such names, longest first:
    most 市 and 区 in a text are none of theirs."""
    lengths: dict[str, set[int]] = {}
    for name in reference.regions().names():
        if _SUFFIX.fullmatch(name[-1]):
            lengths.setdefault(name[-2:], set()).add(len(name))
    return {tail: tuple(sorted(found, reverse=True)) for tail, found in lengths.items()}


def short_mentions(text: str) -> Iterator[Mention]:
    """Short names (鹤壁, 河南) in text order, longest first; only those of provinces and prefectures, and of counties
    of three characters or more: two-character county names are words too often (和平, 合作, 大名)."""
    regions = reference.regions()
    for start, end in _short_names().spans(text):
        yield Mention(start, end, regions.named(text[start:end]), _SHORT)


@lru_cache(maxsize=1)
def _short_names() -> WordList:
    names = {
        region.short_name
        for region in reference.regions()
        if region.valid_to is None and region.short_name != region.name and region.level in ("province", "prefecture")
    }
    return WordList(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def names_ending_at(text: str, end: int) -> tuple[Region, ...]:
    """The regions whose full or short name ends at ``end`` (广州 before 南沙区)."""
    regions = reference.regions()
    for start in range(max(0, end - _MAX_NAME), end - 1):
        if named := regions.named(text[start:end]):
            return named
    return ()


def county_starting_at(text: str, start: int, within: Region) -> tuple[Region, int] | None:
    """The division of ``within`` whose short name starts at ``start``, and where the name ends (铜梁 after 重庆)."""
    regions = reference.regions()
    for end in range(min(len(text), start + 5), start + 1, -1):
        inside = [region for region in regions.named(text[start:end]) if is_inside(region, within)]
        today = [region for region in inside if region.valid_to is None]
        if len(today) == 1:
            return today[0], end
    return None


def choose(
    candidates: tuple[Region, ...], *, within: Region | None = None, year: int | None = None, name: str = ""
) -> Region | None:
    """The one region a name means, or None where more than one remains.

    ``within`` is the region that the text speaks of or that stands before the name: candidates inside it win, then
    those of its province. ``year`` takes out what did not exist then and follows abolished regions to their successors.
    """
    regions = reference.regions()
    left = _in_time(candidates, year, regions)
    if within is not None and len(left) > 1:
        near = tuple(region for region in left if region.code == within.code or is_inside(region, within))
        left = near or left
        if len(left) > 1 and not near:
            province = province_of(within)
            left = tuple(region for region in left if province_of(region) == province) or left
    if len(left) > 1:
        left = _collapse(left, name)
    return left[0] if len(left) == 1 else None


def is_inside(region: Region, other: Region) -> bool:
    """Whether ``region`` lies in ``other``."""
    return any(above.code == other.code for above in reference.regions().ancestors(region))


def province_of(region: Region) -> Region | None:
    """The province a region is or lies in; None for the country."""
    chain = (region, *reference.regions().ancestors(region))
    return next((link for link in chain if link.level == "province"), None)


def _in_time(candidates: tuple[Region, ...], year: int | None, regions: Regions) -> tuple[Region, ...]:
    if year is None:
        today = tuple(region for region in candidates if region.valid_to is None)
        return today or candidates[-1:]
    alive = [region for region in candidates if region.existed_in(year)]
    if alive:
        named_then = [region for region in alive if region.valid_to is not None]
        return tuple(named_then[-1:] or alive)
    followed = []
    for region in candidates:
        successor = regions.get(region.successor_code)
        while successor is not None and successor.valid_to is not None and successor.valid_to < year:
            successor = regions.get(successor.successor_code)
        followed.append(successor or region)
    return tuple(dict.fromkeys(followed))


def _collapse(left: tuple[Region, ...], name: str) -> tuple[Region, ...]:
    """A bare name of a prefecture and of the county in it means the prefecture (大理); one of a province and of a far
    smaller place elsewhere means the province (海南). A province and its own city (吉林) stay two."""
    codes = {region.code for region in left}
    outer = tuple(region for region in left if region.level == "province" or region.parent_code not in codes)
    provinces = [region for region in outer if region.level == "province"]
    if len(provinces) == 1 and name == provinces[0].short_name:
        own_city = any(region.level == "prefecture" and region.parent_code == provinces[0].code for region in left)
        return left if own_city else (provinces[0],)
    return outer
