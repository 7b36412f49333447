"""The tables of the bare grammar, read once, and the regular expressions made of them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@lru_cache(maxsize=2)
def table(name: str) -> dict[str, Any]:
    """One file of this folder: ``words`` or ``units``."""
    data: dict[str, Any] = yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def alternatives(words: Iterable[str]) -> str:
    """A regular expression of any of the words, longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def spaced(words: Iterable[str]) -> str:
    """The same, where spaces may stand between the characters of a word (小于 或 等于, < =)."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(" ?".join(map(re.escape, word)) for word in ordered)


def guarded(words: dict[str, str]) -> str:
    """Any of the words unless one of the characters in its value follows."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word) + (f"(?![{stop.strip('[]')}])" if (stop := words[word]) else "") for word in ordered
    )
