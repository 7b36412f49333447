"""Data tables: told from layout tables, read as a grid with spans resolved, each value with its headers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawlers.reading.dom import Element

MAX_CELLS = 20_000
MAX_SPAN = 200
_MAX_CELL_CHARS = 200
"""Where most of the text stands in longer cells, the table lays out text: its cells become lines."""
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_VALUE = re.compile(r"^[-—–－/]$|^[+\-－]?\d[\d,，.．]*\s*(%|％|‰|[一-龥]{0,4})$|^(无|0|－|／)$")
_YEAR = re.compile(r"^(19|20)\d\d\s*年?度?$")
_BLOCKS = ("p", "br", "div", "li")
_NESTED = ("table", "script", "style", "iframe", "h1", "form", "input", "ul")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of a row: ``start`` and ``end`` are code points in the row's text."""

    start: int
    end: int
    row_header: str
    column_header: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a line of text (cells parted by tabs) with its values; ``table`` tells tables of a page apart."""

    table: int
    text: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of the grid; ``own`` where the cell begins here, not merely reaches here by rowspan or colspan."""

    text: str
    own: bool
    head: bool
    link: bool = False


def data_rows(table: Element) -> list[Row]:
    """The rows of a data table; an empty list where the table only lays out the page."""
    if next(table.iterdescendants(*_NESTED), None) is not None:
        return []
    grid = _grid(table)
    if not _is_data(grid):
        return []
    tops = _header_rows(grid)
    lefts = _header_columns(grid, tops)
    return [_row(id(table), grid, y, tops, lefts) for y in range(len(grid)) if any(s.own and s.text for s in grid[y])]


def _grid(table: Element) -> list[list[_Slot]]:
    grid: list[list[_Slot]] = []
    pending: dict[tuple[int, int], _Slot] = {}
    count = 0
    for y, tr in enumerate(table.iterdescendants("tr")):
        row: list[_Slot] = []
        for cell in tr.iterchildren("td", "th"):
            while (y, len(row)) in pending:
                row.append(pending.pop((y, len(row))))
            text = _SPACE.sub(" ", " ".join(_pieces(cell))).strip()
            head = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            count += width * height
            if count > MAX_CELLS:
                return []
            for dx in range(width):
                for dy in range(1, height):
                    pending[(y + dy, len(row))] = _Slot(text, False, head)
                row.append(_Slot(text, dx == 0, head, link=cell.find(".//a[@href]") is not None))
        while (y, len(row)) in pending:
            row.append(pending.pop((y, len(row))))
        grid.append(row)
    width = max(map(len, grid), default=0)
    return [row + [_Slot("", False, False)] * (width - len(row)) for row in grid]


def _pieces(cell: Element) -> Iterator[str]:
    """The texts of a cell: what only inline markup parts stays together (<b>1</b>234), blocks are parted."""
    run = ""
    for event, node in etree.iterwalk(cell, events=("start", "end", "comment")):
        if event == "start":
            if node.tag in _BLOCKS and run:
                yield run
                run = ""
            run += node.text or ""
        elif node is not cell:
            run += node.tail or ""
    if run:
        yield run


def _span(cell: Element, name: str) -> int:
    raw = (cell.get(name) or "").strip()
    return min(max(int(raw), 1), MAX_SPAN) if raw.isascii() and raw.isdigit() else 1


def _is_data(grid: list[list[_Slot]]) -> bool:
    cells = [slot for row in grid for slot in row if slot.own and slot.text]
    wide = sum(1 for row in grid if sum(1 for slot in row if slot.own and slot.text) >= 2)
    if len(grid) < 2 or wide < 2 or not cells:
        return False
    long = sum(len(slot.text) for slot in cells if len(slot.text) > _MAX_CELL_CHARS)
    if long * 2 > sum(len(slot.text) for slot in cells):
        return False
    values = sum(1 for slot in cells if _VALUE.match(slot.text))
    if sum(len(slot.text) for slot in cells if slot.link) * 2 > sum(len(slot.text) for slot in cells):
        return False  # a ranking of articles
    if any(slot.head for slot in cells) or values * 5 >= len(cells):
        return True
    # A table of words: regular rows, nearly every cell filled (分工表, 清单).
    return len(grid) >= 3 and wide >= 0.7 * len(grid) and len(grid[0]) >= 3


def _header_rows(grid: list[list[_Slot]]) -> int:
    """How many rows at the top are captions or headers: they hold no figures, and figures follow."""
    tops = 0
    for row in grid[:-1]:
        own = [slot for slot in row if slot.text]
        if any(_is_value(slot) for slot in own) or tops >= 5:
            break
        tops += 1
        if len(own) >= 2 and not any(_is_value(s) for below in grid for s in below[1:]):
            break  # a table of words: the first full row is its header
    return tops


def _header_columns(grid: list[list[_Slot]], tops: int) -> int:
    """How many columns at the left name the rows: they hold no figures, but for running numbers (序号)."""
    body = grid[tops:]
    lefts = 0
    for x in range(max(1, len(grid[0]) - 1) if grid[0] else 0):
        column = [row[x] for row in body if row[x].text]
        figures = sum(_is_value(slot) for slot in column)
        if figures and not _is_numbering(column) and figures * 3 > len(column):
            break
        lefts += 1
    if lefts >= len(grid[0]) - 1 and not any(_is_value(row[-1]) for row in body):
        return 1  # a table of words: one name column, the rest is content
    return lefts


def _is_value(slot: _Slot) -> bool:
    return not slot.head and bool(_VALUE.match(slot.text)) and not _YEAR.match(slot.text)


def _is_numbering(column: list[_Slot]) -> bool:
    own = [slot.text for slot in column if slot.own]
    return own == [str(n) for n in range(1, len(own) + 1)]


def _row(table: int, grid: list[list[_Slot]], y: int, tops: int, lefts: int) -> Row:
    text, values = "", []
    for x, slot in enumerate(grid[y]):
        if not slot.own or not slot.text:
            continue
        text += "\t" if text else ""
        if y >= tops and x >= lefts:
            names = _distinct(grid[y][column].text for column in range(lefts) if not grid[y][column].text.isdigit())
            heads = _distinct(grid[row][x].text for row in range(tops) if not _is_caption(grid[row]))
            values.append(Value(len(text), len(text) + len(slot.text), names, heads))
        text += slot.text
    return Row(table, text, tuple(values))


def _is_caption(row: list[_Slot]) -> bool:
    """One cell over the whole width names the table, not a column."""
    return len(row) > 1 and len({slot.text for slot in row}) == 1 and sum(slot.own for slot in row) == 1


def _distinct(texts: Iterator[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))
