"""The conventions of Chinese content management systems, read from ``conventions.yaml`` once."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Conventions:
    """Names of containers by family (in order), comment markers, furniture and field names."""

    families: tuple[str, ...]
    containers: dict[str, int]
    prefixes: tuple[tuple[str, int], ...]
    begin: re.Pattern[str]
    end: re.Pattern[str]
    furniture: re.Pattern[str]
    fields: dict[str, str]

    def family(self, names: list[str]) -> int | None:
        """The first family that one of an element's names belongs to, as an index into ``families``."""
        ranks = [rank for rank in map(_rank, names) if rank is not None]
        return min(ranks, default=None)

    def is_furniture(self, name: str) -> bool:
        """Whether an element of this name is furniture of the page."""
        return _is_furniture(name)


# Names repeat from line to line and from page to page.
@lru_cache(maxsize=20_000)
def _is_furniture(name: str) -> bool:
    return bool(conventions().furniture.search(name))


@lru_cache(maxsize=20_000)
def _rank(name: str) -> int | None:
    known = conventions()
    ranks = [rank for prefix, rank in known.prefixes if name.startswith(prefix)]
    return known.containers.get(name, min(ranks, default=None))


@lru_cache(maxsize=1)
def conventions() -> Conventions:
    """The packaged conventions."""
    raw = yaml.safe_load(files("crawlers.reading").joinpath("conventions.yaml").read_text(encoding="utf-8"))
    containers: dict[str, int] = {}
    prefixes = []
    for rank, entry in enumerate(raw["containers"]):
        for name in entry["names"]:
            if name.endswith("*"):
                prefixes.append((name[:-1], rank))
            else:
                containers.setdefault(name, rank)
    return Conventions(
        families=tuple(entry["family"] for entry in raw["containers"]),
        containers=containers,
        prefixes=tuple(prefixes),
        begin=re.compile("|".join(raw["markers"]["begin"]), re.I),
        end=re.compile("|".join(raw["markers"]["end"]), re.I),
        furniture=re.compile("|".join(raw["furniture"]), re.I),
        fields={name: field for field, names in raw["fields"].items() for name in names},
    )
