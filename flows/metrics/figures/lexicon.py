"""The ground of the words: the classes of ``words.yaml``, read once, and how words are found at a place."""

import re
from collections.abc import Iterable, Iterator
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


class Longest:
    """Finds the longest of some words at a place, by their first characters."""

    def __init__(self, of: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(of, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
        self._first = re.compile(f"[{re.escape(''.join(self._by_first))}]")

    def at(self, text: str, index: int, end: int) -> int:
        """The end of the longest word that begins at ``index`` and ends by ``end``, or 0."""
        for word in self._by_first.get(text[index : index + 1], ()):
            if text.startswith(word, index, end):
                return index + len(word)
        return 0

    def all_at(self, text: str, index: int, end: int) -> list[str]:
        """Every word that begins at ``index`` and ends by ``end``, longest first."""
        words_here = self._by_first.get(text[index : index + 1])
        return [word for word in words_here if text.startswith(word, index, end)] if words_here else []

    def each(self, text: str, start: int, stop: int, end: int) -> Iterator[tuple[int, int]]:
        """Every place in ``[start, stop)`` where a word begins that ends by ``end``, with where it ends."""
        for found in self._first.finditer(text, start, stop):
            index = found.start()
            if word_end := self.at(text, index, end):
                yield index, word_end
