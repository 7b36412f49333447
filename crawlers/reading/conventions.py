"""The conventions of Chinese content management systems, read from ``conventions.yaml`` once."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

CONVENTION = "convention"
"""The last family: containers with an ordinary name, which other things are called too."""
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Conventions:
    """Names of containers by family (in order), comment markers, furniture and field names."""

    families: tuple[str, ...]
    containers: dict[str, int]
    prefixes: tuple[tuple[str, int], ...]
    ordinary: re.Pattern[str]
    begin: re.Pattern[str]
    end: re.Pattern[str]
    furniture: re.Pattern[str]
    tools: re.Pattern[str]
    fields: tuple[tuple[str, re.Pattern[str]], ...]

    def family(self, names: list[str]) -> int | None:
        """The first family that one of an element's names belongs to, as an index into ``families``."""
        ranks = [rank for rank in map(_rank, names) if rank is not None]
        return min(ranks, default=None)

    def is_furniture(self, name: str) -> bool:
        """Whether an element of this name is furniture of the page."""
        return _is_furniture(name)

    def field(self, names: list[str]) -> str | None:
        """The field that an element of these names holds: ``date``, ``source``, ``author`` or ``title``."""
        return next((kind for kind in map(_field, names) if kind), None)


# Names repeat from line to line and from page to page.
@lru_cache(maxsize=20_000)
def _is_furniture(name: str) -> bool:
    return bool(conventions().furniture.search(name))


@lru_cache(maxsize=20_000)
def _rank(name: str) -> int | None:
    known = conventions()
    if name in known.containers:
        return known.containers[name]
    ranks = [rank for prefix, rank in known.prefixes if name.startswith(prefix)]
    if ranks:
        return min(ranks)
    ordinary = len(name) <= _MAX_NAME and known.ordinary.fullmatch(name) and not known.furniture.search(name)
    return len(known.families) - 1 if ordinary else None


@lru_cache(maxsize=20_000)
def _field(name: str) -> str | None:
    if len(name) > _MAX_NAME:
        return None
    return next((kind for kind, pattern in conventions().fields if pattern.fullmatch(name)), None)


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
        families=(*(entry["family"] for entry in raw["containers"]), CONVENTION),
        containers=containers,
        prefixes=tuple(prefixes),
        ordinary=_ordinary(**raw["convention"]),
        begin=re.compile("|".join(raw["markers"]["begin"]), re.I),
        end=re.compile("|".join(raw["markers"]["end"]), re.I),
        furniture=re.compile("|".join([*raw["furniture"], *raw["tools"]]), re.I),
        tools=re.compile("|".join(raw["tools"]), re.I),
        fields=tuple((kind, re.compile("|".join(patterns))) for kind, patterns in raw["fields"].items()),
    )


def _ordinary(nouns: str, words: str) -> re.Pattern[str]:
    """Names put together of these words, with a noun among them: ``article_content``, ``newstxt``, ``la_con``."""
    any_word = f"(?:{nouns}|{words})"
    return re.compile(rf"(?:[a-z]{{1,8}}[-_])?(?:{any_word}[-_]?)*(?:{nouns})s?(?:[-_]?{any_word})*[-_]?\d{{0,3}}")
