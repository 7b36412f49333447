"""Is one text a copy of another? Pure functions over strings.

Copies are recognised by containment of character shingles (Broder 1997), so that a truncated copy or one wrapped in a
site's boilerplate counts as well. Figures decide against: two yearly reports of one region share most of their
wording and differ in their numbers, and they must never be taken for one.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

SHINGLE = 8
# Changes when the same text gets other fingerprints: those held are then made anew.
FINGERPRINT_VERSION = "2"
# One shingle in 16 is kept as a fingerprint: enough to find candidates, which are then compared in full.
SAMPLING = 16
MIN_CONTAINMENT = 0.6
MIN_SAME_NUMBERS = 0.8
# Below this share of the longer text, the titles must agree as well: a weekly digest holds short news and is no copy.
MIN_LENGTH_SHARE = 0.4
MIN_TITLE_SHARE = 0.8
# Below this many letters ("详见附件") equal texts say nothing, unless the titles agree.
MIN_LENGTH = 100

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|\D*度)")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# 河南省鹤壁市2024年法治政府建设情况报告: what stands before the year, the paper's name or who wrote it.
_OWNER = re.compile(r"^.*?(?=人民政府|政府|委员会|关于|法治|依法|年度|报告|[（(]?(?:19|20)\d{2}|[一二][〇○零九])")
_TERRITORY = re.compile(r"[\u4e00-\u9fff]*[省市县区旗州盟]")
_NO_NAME = re.compile(r"^(?:全|我|本|各|该)[省市县区旗州盟]$")
_HAN_YEAR = re.compile(r"[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")


@dataclass(frozen=True)
class Text:
    """A text as it is compared. ``published`` may be unknown."""

    title: str
    body: str

    @cached_property
    def plain(self) -> str:
        """Letters, digits and Han only, in their compatibility form: 12，３４５ and spaces do not tell copies apart."""
        return _SIGNS.sub("", unicodedata.normalize("NFKC", self.body).casefold())

    @cached_property
    def hash(self) -> str:
        """Equal for texts that are the same after normalisation."""
        return hashlib.sha256(self.plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @cached_property
    def shingles(self) -> NDArray[np.uint64]:
        """64-bit hashes of all the runs of :data:`SHINGLE` characters, each once."""
        return np.unique(_shingle_hashes(self.plain))

    @cached_property
    def fingerprints(self) -> NDArray[np.int64]:
        """A fixed sample of the shingles, the same sample in every text, as the database keeps them."""
        hashes = _shingle_hashes(self.plain)
        return np.unique(hashes[hashes % np.uint64(SAMPLING) == 0]).view(np.int64)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in the order of the text."""
        return tuple(_NUMBER.findall(unicodedata.normalize("NFKC", self.body).replace(",", "")))

    @cached_property
    def title_years(self) -> frozenset[str]:
        """The years the title names (二〇二三年 is 2023)."""
        title = _HAN_YEAR.sub(
            lambda year: year.group().translate(_HAN_DIGITS), unicodedata.normalize("NFKC", self.title)
        )
        return frozenset(_YEAR.findall(title))

    @cached_property
    def title_territory(self) -> str:
        """The division whose report the title says it is (河南省鹤壁市); empty where it names none."""
        title = re.sub(r"\s", "", unicodedata.normalize("NFKC", self.title))
        if not (owner := _OWNER.match(title)) or not (named := _TERRITORY.match(owner[0])):
            return ""
        return "" if _NO_NAME.match(named[0]) else named[0]


_SIGNS = re.compile(r"[\W_]+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def _shingle_hashes(plain: str) -> NDArray[np.uint64]:
    """A polynomial of the code points in each window, then the finaliser of SplitMix64, which spreads it over all bits;
    a text shorter than a window is one shingle."""
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    width = min(SHINGLE, len(codes))
    hashes = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for place in range(width):
        hashes = hashes * _BASE + codes[place : place + len(hashes)]
    for shift, factor in zip((30, 27), _MIX, strict=True):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * factor
    return hashes ^ (hashes >> np.uint64(31))


def similarity(one: Text, other: Text) -> float:
    """The share of the shorter text that stands in the longer, 0-1; 0 where figures, years or titles are against it."""
    if not one.plain or not other.plain:
        return 0.0
    if one.title_years and other.title_years and not one.title_years & other.title_years:
        return 0.0
    if not _same_territory(one.title_territory, other.title_territory):
        return 0.0
    shorter, longer = sorted((one, other), key=lambda text: len(text.plain))
    if len(shorter.plain) < MIN_LENGTH and not _same_title(one.title, other.title):
        return 0.0
    if one.hash == other.hash:
        return 1.0
    common = np.intersect1d(shorter.shingles, longer.shingles, assume_unique=True)
    share = len(common) / len(shorter.shingles)
    if share < MIN_CONTAINMENT or not _same_numbers(shorter, longer):
        return 0.0
    if len(shorter.plain) < MIN_LENGTH_SHARE * len(longer.plain) and not _same_title(one.title, other.title):
        return 0.0
    return share


def _same_territory(one: str, other: str) -> bool:
    """Whether two titles may be of one division: the province may be named before it, or the title names none. Counties
    of a city write their reports from one template."""
    return one.endswith(other) or other.endswith(one)


def _same_numbers(shorter: Text, longer: Text) -> bool:
    few = min(len(shorter.numbers), len(longer.numbers))
    if not few:
        return True
    matcher = SequenceMatcher(None, shorter.numbers, longer.numbers, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) >= MIN_SAME_NUMBERS * few


def _same_title(one: str, other: str) -> bool:
    left, right = Text("", one).plain, Text("", other).plain
    if not left or not right:
        return False
    if left in right or right in left:
        return True
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= MIN_TITLE_SHARE


@dataclass(frozen=True, slots=True)
class Copy:
    """What is known of one copy of a text when the origin is chosen among them; ``counts``: it is the origin so far."""

    article_id: str
    url: str
    host: str
    site: str
    source_name: str
    published: date | None
    length: int
    counts: bool = False


_OFFICIAL_BODY = re.compile(r"(局|委|办|办公室|政府|厅|院|部|会)$")
_NEVER = date(9999, 1, 1)
# A copy shorter than this share of the longest lacks figures, whoever published it.
_COMPLETE = 0.6


def origin(copies: list[Copy]) -> Copy:
    """The copy that counts: complete, on the site that its 来源 names, official rather than media, earliest.

    Among equals the one that counts so far goes on counting.
    """
    longest = max(copy.length for copy in copies)
    return min(copies, key=lambda copy: _origin_rank(copy, longest))


def _origin_rank(copy: Copy, longest: int) -> tuple[bool, int, bool, date, bool, str]:
    official = is_official(copy.host)
    return (
        copy.length < _COMPLETE * longest,
        _source_rank(copy, official),
        not official,
        copy.published or _NEVER,
        not copy.counts,
        copy.url,
    )


def _source_rank(copy: Copy, official: bool) -> int:
    """0: the page names its own site as 来源; 1: none, or a public body on an official host; 2: another's text."""
    source, site = Text("", copy.source_name).plain, Text("", copy.site).plain
    if source and site and (source in site or site in source):
        return 0
    if not source or (official and _OFFICIAL_BODY.search(source)):
        return 1
    return 2


def is_official(host: str) -> bool:
    """Whether the host belongs to a government body (``.gov.cn``)."""
    name = host.lower().split(":")[0].rstrip(".")
    return name == "gov.cn" or name.endswith(".gov.cn")
