"""The ground of the words: the classes of ``words.yaml`` as sets, read once."""

from functools import lru_cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("words.yaml")


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    data: dict[str, str] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in data.items()}


def words(name: str) -> frozenset[str]:
    """One word class of ``words.yaml`` by name."""
    return _classes()[name]


def alternation(name: str) -> str:
    """A word class as a regular expression, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))
