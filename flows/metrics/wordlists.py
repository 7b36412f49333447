"""Words of a long list in running text, found at the speed of a character class.

A pattern of alternatives is tried at every place whose character begins one of them. Few places hold the first two
characters of a word: only there all are tried, those that begin alike together.
"""

import re
from collections.abc import Iterable, Iterator


class WordList:
    """Where the words of a list stand in a text, none within another; of those that begin at one place the first
    listed. A word may be a pattern, if its first two characters are plain; or it is a single character."""

    def __init__(self, words: Iterable[str]) -> None:
        behind: dict[str, list[str]] = {}
        for word in words:
            behind.setdefault(word[0], []).append(word[1:])
        whole = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in behind.items())
        alone = "".join(first for first, rests in behind.items() if "" in rests)
        second = "".join(sorted({rest[0] for rests in behind.values() for rest in rests if rest}))
        begins = f"(?:(?=[{second}])|(?<=[{alone}]))" if alone else f"(?=[{second}])"
        # one character is matched, and behind it looked back to where it begins: a pattern that begins with anything
        # but a class would be tried everywhere
        self._pattern = re.compile(f"[{''.join(sorted(behind))}]{begins}(?<=(?=({whole})).)")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words begin and end, in text order."""
        last = 0
        for found in self._pattern.finditer(text):
            span = found.span(1)
            if span[0] >= last:
                last = span[1]
                yield span

    def in_text(self, text: str) -> bool:
        """Whether the text holds any of the words."""
        return self._pattern.search(text) is not None
