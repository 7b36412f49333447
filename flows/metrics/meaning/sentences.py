"""Sentences, clauses and brackets of a part's text: how far words reach."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_STOP = re.compile(r"[。！？!?\n]|；(?=\n)")
_OPEN, _CLOSE = "（(《", "）)》"
_BRACKET = re.compile("[（()）《》]")
_CLAUSE_STOP = re.compile("[，,；;：:。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A stretch ``text[start:end]`` within brackets, these included."""

    start: int
    end: int
    title: bool


class Layout:
    """Where sentences end and brackets stand in one text. Built once a part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._stops = [match.end() for match in _STOP.finditer(text)]
        self.brackets = _brackets(text)
        self._bracket_starts = [bracket.start for bracket in self.brackets]

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence that holds the offset; a full stop belongs to the sentence it ends."""
        index = bisect_right(self._stops, at)
        start = self._stops[index - 1] if index else 0
        end = self._stops[index] if index < len(self._stops) else len(self.text)
        return start, end

    def clause_start(self, at: int, floor: int) -> int:
        """Where the clause holding the offset begins: after the last ，；： before it."""
        for index in range(at - 1, floor - 1, -1):
            if self.text[index] in "，,；;：:。\n":
                return index + 1
        return floor

    def paragraph_start(self, at: int) -> int:
        """Where the paragraph begins."""
        return self.text.rfind("\n", 0, at) + 1

    def around(self, at: int) -> Bracket | None:
        """The innermost brackets that hold the offset."""
        index = bisect_right(self._bracket_starts, at) - 1
        while index >= 0 and at - self.brackets[index].start < 300:
            if self.brackets[index].end > at:
                return self.brackets[index]
            index -= 1
        return None


def _brackets(text: str) -> list[Bracket]:
    found: list[Bracket] = []
    waiting: list[int] = []
    for match in _BRACKET.finditer(text):
        char = match[0]
        if char in _OPEN:
            waiting.append(match.start())
        elif waiting:
            start = waiting.pop()
            found.append(Bracket(start, match.end(), text[start] == "《"))
    return sorted(found, key=lambda bracket: bracket.start)
