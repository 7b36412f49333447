"""Which part of a region a stretch of words names (``scopes.yaml``), and whose own level a level word is."""

import re
from functools import lru_cache

from warehouse.reference import Region
from warehouse.reference.vocabulary import Scope

from .tables import table

_OWN_LEVEL, _SUBORDINATES = Scope.OWN_LEVEL, Scope.SUBORDINATES
# The words of levels, and where those begin that may lie below a province and below a prefecture.
_LEVELS, _RANKS = "市州盟区县旗", {"province": 0, "prefecture": 3}
_COVERS_NEAR = 5  # characters, within which 覆盖 ends then
_COVERS = re.compile("[，,]?(?:实现)?覆盖(?:全[省市县区]|[省市区县乡镇村街]{2,4})[两三四]?级?")
_ABOVE = {"prefecture": "省", "county": "省市州"}


@lru_cache(maxsize=20_000)
def scope_in(text: str, below: str, above: str) -> Scope | None:
    """The scope of the word nearest to the end; in a city's text 县级 and 区本级 are its counties' own levels, and
    省级 is nobody's in it (建成省级示范村36个)."""
    found = None
    for match in _scopes().finditer(text):
        if match.lastgroup != _OWN_LEVEL or match[0][0] not in above:
            found = match
    if found is None:
        return None
    scope = Scope(found.lastgroup or "")
    return _SUBORDINATES if scope is _OWN_LEVEL and found[0][0] in below else scope


def reach_behind(text: str, end: int) -> str:
    """…363项，覆盖市县乡三级: the reach told right after a figure that ends at ``end``."""
    found = _COVERS.match(text, end) if text.find("覆盖", end, end + _COVERS_NEAR) >= 0 else None
    return found[0] if found else ""


def levels_above(subject: Region | None) -> str:
    """The words of the levels above the subject's own (for 鹤壁市 省, for 浚县 省, 市 and 州)."""
    if subject is None or subject.level not in _ABOVE:
        return ""
    return _ABOVE[subject.level].replace(subject.name[-1], "")


def levels_below(subject: Region | None) -> str:
    """The words of the levels below the subject's own (for 鹤壁市 区, 县 and 旗; for 广西壮族自治区 市, but not 区)."""
    rank = _RANKS.get(subject.level) if subject else None
    return _LEVELS[rank:].replace(subject.name[-1], "") if subject and rank is not None else ""


@lru_cache(maxsize=1)
def _scopes() -> re.Pattern[str]:
    """All rows in one pattern; where two match at one place the earlier row wins."""
    return re.compile("|".join(f"(?P<{Scope(row['scope'])}>{row['pattern']})" for row in table("scopes")["scopes"]))
