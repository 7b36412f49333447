"""Sentences, clauses and brackets of a part's text: how far words reach."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_OPEN, _CLOSE = "（(《", "）)》"
_BRACKET = re.compile("[（()）《》]")
# A comma between digits parts thousands (1,234), not clauses.
_CLAUSE_STOP = re.compile(r"[，；;：:。！？!?\n,](?<!\d,(?=\d))")
_SEMICOLON = re.compile("[；;]")
_LINE_END = re.compile("\n")
_BEHIND = 12
_BEFORE = 40
_HEADING = 40
# No sentence is told that long (the longest we know has 240 characters): what has no full stop is cut at a pause, so
# that what is looked for around a figure never grows with the text.
LONGEST = 600
PARAGRAPH = 2000
HEADINGS_BACK = 60


class Bracket(Struct, frozen=True, gc=False):
    """A stretch ``text[start:end]`` within brackets, these included."""

    start: int
    end: int
    title: bool


class Spot(Struct, frozen=True, gc=False):
    """Where a figure stands: its sentence, its clause, and the words up to it."""

    sentence_start: int
    sentence_end: int
    clause_start: int
    told: str
    clause: str
    around: str


class Layout:
    """Where sentences end and brackets stand in one text. Built once a part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._stops = list(_bounded(text))
        self._lines = [match.start() for match in _LINE_END.finditer(text)]
        self.brackets = _brackets(text)
        self._bracket_starts = [bracket.start for bracket in self.brackets]
        self._pauses: tuple[int, list[int]] = (-1, [])  # a sentence's start and where its clauses end

    def spot(self, start: int, end: int) -> Spot:
        """The surroundings of ``text[start:end]``: ``told`` is its sentence up to it, ``clause`` its clause up to it,
        ``around`` its sentence up to a little behind it, no further than a semicolon (覆盖820人次；完成……)."""
        first, last = self.sentence(start)
        text, clause = self.text, first
        if self._pauses[0] != first:  # most sentences have several figures
            self._pauses = (first, [stop.end() for stop in _CLAUSE_STOP.finditer(text, first, last)])
        stops = self._pauses[1]
        if index := bisect_right(stops, start):
            clause = stops[index - 1]
        near = min(last, end + _BEHIND)
        semicolon = _SEMICOLON.search(text, end, near)
        behind = semicolon.start() if semicolon else max(end, near)
        return Spot(first, last, clause, text[first:end], text[clause:end], text[first:behind])

    def section_start(self, at: int) -> int:
        """Where the paragraph holding the offset begins, the heading line above it included."""
        index = bisect_left(self._lines, at)  # of the line: the line ends before it are those of the lines above
        start = self._lines[index - 1] + 1 if index else 0
        above = self._lines[index - 2] + 1 if index > 1 else 0
        line = self.text[above : max(0, start - 1)].strip()
        return above if line and len(line) <= _HEADING and line[-1] not in "。；，：" else start

    def paragraph(self, at: int) -> tuple[int, int]:
        """The bounds of the line that holds the offset, no further than :data:`PARAGRAPH` away from it."""
        index = bisect_left(self._lines, at)
        start = self._lines[index - 1] + 1 if index else 0
        end = self._lines[index] if index < len(self._lines) else len(self.text)
        return max(start, at - PARAGRAPH), min(end, at + PARAGRAPH)

    @cached_property
    def _headings(self) -> list[tuple[int, int]]:
        return list(_headings(self.text, self._lines))

    def chapter_start(self, at: int) -> int:
        """Where the chapter that holds the offset begins: after the last short line without a full stop."""
        index = self.headings_above(at) - 1
        return self._headings[index][1] if index >= 0 else 0

    def headings_above(self, at: int) -> int:
        """How many heading lines end before the offset: the same for all of a section."""
        return bisect_left(self._headings, (at,))

    def is_heading(self, at: int) -> bool:
        """Whether the line that holds the offset is a heading."""
        index = bisect_left(self._headings, (at,))
        return index < len(self._headings) and self._headings[index][1] <= at

    def headings_before(self, at: int) -> Iterator[tuple[int, int]]:
        """The bounds of the heading lines before the offset, nearest first, no more than :data:`HEADINGS_BACK`."""
        index = self.headings_above(at)
        for end, start in reversed(self._headings[max(0, index - HEADINGS_BACK) : index]):
            yield start, end

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence that holds the offset; a full stop belongs to the sentence it ends."""
        index = bisect_right(self._stops, at)
        start = self._stops[index - 1] if index else 0
        end = self._stops[index] if index < len(self._stops) else len(self.text)
        return start, end

    def stretches(self, offsets: Iterable[int]) -> list[tuple[int, int]]:
        """The sentences that hold the offsets, each with the one before it, and all headings; such as touch are one."""
        told = {(start, end) for end, start in self._headings}
        for first, last in {self.sentence(at) for at in offsets}:
            told.add((max(0, min(self.sentence(max(0, first - 1))[0], first - _BEFORE)), last))
        found: list[tuple[int, int]] = []
        for first, last in sorted(told):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((first, last))
        return found

    def around(self, at: int) -> Bracket | None:
        """The innermost brackets that hold the offset."""
        if not self.brackets:
            return None
        index = bisect_right(self._bracket_starts, at) - 1
        while index >= 0 and at - self.brackets[index].start < 300:
            if self.brackets[index].end > at:
                return self.brackets[index]
            index -= 1
        return None


def _headings(text: str, line_ends: list[int]) -> Iterator[tuple[int, int]]:
    """The headings of chapters: where each ends and begins."""
    for start, end in zip([-1, *line_ends], line_ends, strict=False):
        line = text[start + 1 : end].strip()
        if line and len(line) < _HEADING and line[-1] not in "。；：，”":
            yield end, start + 1


def _bounded(text: str) -> Iterator[int]:
    """Where sentences end: at a full stop, and within endless ones at the last clause that stays below the bound."""
    begun = 0
    for found in _SENTENCE_END.finditer(text):
        end = found.end()
        if end - begun > LONGEST:
            yield from _pauses(text, begun, end)
        yield end
        begun = end
    yield from _pauses(text, begun, len(text))


def _pauses(text: str, begun: int, end: int) -> Iterator[int]:
    """Where ``text[begun:end]`` is cut, so that no piece is longer than :data:`LONGEST`."""
    pause = begun
    for stop in (*(found.end() for found in _CLAUSE_STOP.finditer(text, begun, end)), end):
        while stop - begun > LONGEST:
            begun = pause if pause > begun else begun + LONGEST
            yield begun
        pause = stop


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
