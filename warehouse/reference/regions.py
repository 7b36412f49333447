"""Administrative divisions as identities over time: code, name, parent, years of validity, and what followed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .files import PACKAGED, Entry, data_files, read_rows
from .names import prefecture_short, short_name

LEVELS = ("country", "province", "prefecture", "county")
COUNTRY = "100000"
# Reports on 依法行政 begin after 2004; older changes would only add homonyms (原平县, 1982).
FIRST_YEAR = 2000
_COLUMNS = ("code", "name", "level", "parent_code")
_CHANGE_COLUMNS = ("year", "type", "level", "old_code", "old_name", "old_parent_code", "new_code", "new_name")
_CHANGE_LEVELS = {"2": "prefecture", "3": "county"}
# A code given to another place for a year or two, and boundary changes, are no change of identity.
_NO_IDENTITY = frozenset({"码位改派", "区划调整", "划转", "驻地迁移"})


@dataclass(frozen=True, slots=True)
class Region:
    """A division. ``valid_from`` is the first year it existed (None: before the table begins), ``valid_to`` the year in
    which it ceased (None: still there); a document of that very year may still speak of it. ``functional_zone`` marks
    ids of our own (XIONGAN, XPCC): GB/T 2260 has no code for them."""

    code: str
    name: str
    short_name: str
    level: str
    parent_code: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor_code: str | None = None
    fictitious: bool = False
    functional_zone: bool = False

    def existed_in(self, year: int) -> bool:
        """Whether the division was there in any part of that year."""
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or year <= self.valid_to)


class NameKind(StrEnum):
    """How a name names a region, from strongest to weakest."""

    FULL = "full"
    FORMER = "former"
    ALIAS = "alias"
    SHORT = "short"
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a name. ``valid_to`` is the year the name was given up, where it was (襄樊市: 2010)."""

    region: Region
    kind: NameKind
    valid_to: int | None = None


class Regions:
    """All divisions, today's and former ones. Built once by :func:`regions`; not to be changed."""

    def __init__(self, current: list[Region], former: list[Region], other_names: list[tuple[str, Name]]) -> None:
        self._by_code: dict[str, Region] = {}
        for region in (*former, *current):  # today's holder of a code wins
            self._by_code[region.code] = region
        self._all = (*current, *former)
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._named: dict[str, tuple[Region, ...]] = {}  # what names were found to mean: the same few come again
        self._children: dict[str, list[Region]] = defaultdict(list)
        for region in current:
            self._children[region.parent_code].append(region)
        for region in self._all:
            self._name(region)
        for text, name in other_names:
            self._names[text].append(name)

    def get(self, code: str | None) -> Region | None:
        """The region of this code: today's, or the last that bore it. None if there is none."""
        return self._by_code.get(code) if code else None

    def children(self, code: str) -> tuple[Region, ...]:
        """Today's divisions directly below (municipalities and province-run counties hang under the province)."""
        return tuple(self._children.get(code, ()))

    def parent(self, region: Region) -> Region | None:
        """The division directly above."""
        return self.get(region.parent_code)

    def ancestors(self, region: Region) -> tuple[Region, ...]:
        """The divisions above, nearest first; the country is the last."""
        above, seen = [], region
        while (parent := self.parent(seen)) is not None and parent.code != seen.code:
            above.append(parent)
            seen = parent
        return tuple(above)

    def full_name(self, region: Region) -> str:
        """The name with those of the divisions above before it: 河南省郑州市."""
        above = [parent.name for parent in self.ancestors(region) if parent.code != COUNTRY]
        return "".join([*reversed(above), region.name])

    def named(self, name: str) -> tuple[Region, ...]:
        """Every region that this full name, short name or alias may mean, today's before former ones."""
        if name not in self._names:
            return ()
        if name not in self._named:
            self._named[name] = tuple(dict.fromkeys(entry.region for entry in self._names[name]))
        return self._named[name]

    def readings(self, name: str) -> tuple[Name, ...]:
        """As :meth:`named`, with the kind of name and its validity."""
        return tuple(self._names.get(name, ()))

    def names(self) -> frozenset[str]:
        """Every name that has a reading."""
        return frozenset(self._names)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def _name(self, region: Region) -> None:
        former = region.valid_to is not None
        kind = NameKind.FORMER if former else NameKind.FULL
        self._names[region.name].append(Name(region, kind, region.valid_to))
        shorts = {region.short_name, prefecture_short(region.name)} - {region.name, None}
        for short in sorted(filter(None, shorts)):
            self._names[short].append(Name(region, NameKind.SHORT, region.valid_to))


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Divisions from ``divisions.csv`` and ``functional_zones.csv``, former ones from ``division_changes*.csv``, other
    names from ``region_aliases.csv``; further ``divisions.csv`` from ``FAZHI_REFERENCE_DIRS``."""
    changes = list(_changes())
    current = list(_current(_born(changes)))
    codes = {region.code: region for region in current}
    former, renamed = _former(changes, codes)
    return Regions(current, former, [*renamed, *_aliases(codes)])


def _born(changes: list[dict[str, str]]) -> dict[str, int]:
    """The first year of codes that were made in the table's time; what merely took in a neighbour is not new."""
    old = {change["old_code"] for change in changes}
    return {
        change["new_code"]: int(change["year"])
        for change in changes
        if change["new_code"] and change["new_code"] not in old and change["type"] != "撤销"
    }


def _current(born: dict[str, int]) -> Iterator[Region]:
    seen: set[str] = set()
    for file in (*data_files("divisions.csv"), PACKAGED / "functional_zones.csv"):
        zone = file.name == "functional_zones.csv"
        for row in read_rows(file, _COLUMNS):
            entry = Entry(file, row, row["code"])
            if row["code"] in seen:
                raise entry.fail("code", "a code that no other division has")
            seen.add(row["code"])
            yield Region(
                code=entry.text("code"),
                name=entry.text("name"),
                short_name=short_name(row["name"]),
                level=entry.one_of("level", LEVELS),
                parent_code=entry.text("parent_code", default=""),
                valid_from=entry.year("valid_from") or born.get(row["code"]),
                fictitious=_truth(entry, "fictitious"),
                functional_zone=zone,
            )


def _truth(entry: Entry, field: str) -> bool:
    value = str(entry.values.get(field) or "").lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise entry.fail(field, "true or false")
    return value in {"1", "true", "yes"}


def _changes() -> Iterator[dict[str, str]]:
    """Changes of identity, oldest first."""
    rows = []
    for name in ("division_changes.csv", "division_changes_more.csv"):
        for row in read_rows(PACKAGED / name, _CHANGE_COLUMNS):
            if int(row["year"]) >= FIRST_YEAR and row["type"] not in _NO_IDENTITY:
                rows.append(row)
    return iter(sorted(rows, key=lambda row: int(row["year"])))


def _former(changes: list[dict[str, str]], current: dict[str, Region]) -> tuple[list[Region], list[tuple[str, Name]]]:
    """Abolished divisions, and the former names of divisions that kept their code (襄樊市 is 襄阳市, 420600)."""
    gone: dict[tuple[str, str], Region] = {}
    renamed: list[tuple[str, Name]] = []
    for change in changes:
        code, name, year = change["old_code"], change["old_name"], int(change["year"])
        if not code or not name or change["level"] not in _CHANGE_LEVELS:
            continue
        holder = current.get(code)
        if holder is not None and change["new_code"] in ("", code):
            if holder.name != name:
                renamed.append((name, Name(holder, NameKind.FORMER, year)))
            continue
        if holder is not None and holder.name == name:
            continue
        gone[code, name] = Region(
            code=code,
            name=name,
            short_name=short_name(name),
            level=_CHANGE_LEVELS[change["level"]],
            parent_code=change["old_parent_code"] or _parent_of(code, current),
            valid_to=year,
            successor_code=change["new_code"] or None,
        )
    return list(gone.values()), renamed


def _parent_of(code: str, current: dict[str, Region]) -> str:
    prefecture = code[:4] + "00"
    return prefecture if prefecture != code and prefecture in current else code[:2] + "0000"


def _aliases(current: dict[str, Region]) -> Iterator[tuple[str, Name]]:
    file = PACKAGED / "region_aliases.csv"
    for row in read_rows(file, ("alias", "code", "kind", "valid_to")):
        entry = Entry(file, row, row["alias"])
        region = current[entry.one_of("code", current)]
        kind = NameKind(entry.one_of("kind", (NameKind.ALIAS, NameKind.NICKNAME, NameKind.FORMER)))
        yield entry.text("alias"), Name(region, kind, entry.year("valid_to"))
