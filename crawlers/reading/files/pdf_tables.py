"""Ruled tables of a PDF page, found by pdfplumber; the characters in their cells are PDFium's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from crawlers.reading.files.pdf_lines import Char, TextLine, text_line
from crawlers.reading.files.spacing import close_up, glue

Box = tuple[float, float, float, float]
_NEAR = 3.0
"""Points within which two rules are one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules of a table: its outer box and the boxes of its cells, as left, top, right, bottom."""

    box: Box
    cells: tuple[Box, ...]

    def cell_at(self, char: Char) -> Box | None:
        """The cell that a character stands in."""
        if not self.holds(self.box, char):
            return None
        return next((cell for cell in self.cells if self.holds(cell, char)), None)

    @staticmethod
    def holds(box: Box, char: Char) -> bool:
        """Whether a character's middle stands in a box."""
        return box[0] <= (char.left + char.right) / 2 <= box[2] and box[1] <= (char.top + char.bottom) / 2 <= box[3]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its text: rows of cells (text, columns, rows that it spans); ``columns`` are where they begin."""

    top: float
    columns: tuple[float, ...]
    rows: tuple[tuple[tuple[str, int, int], ...], ...]

    def html(self, heads: Sequence[Sequence[tuple[str, int, int]]] = ()) -> str:
        """As HTML, below the header rows of the page before where it goes on from there."""
        rows = "".join(
            "<tr>" + "".join(f'<td colspan="{w}" rowspan="{h}">{escape(text)}</td>' for text, w, h in row) + "</tr>"
            for row in (*heads, *self.rows)
        )
        return f"<table>{rows}</table>"


def frames(page: Any) -> list[Frame]:
    """The ruled tables of a pdfplumber page, of two columns at least; the last row of one may stand alone overleaf."""
    x, y = page.mediabox[:2]
    sides = list(_open_sides(page))
    found = page.find_tables({"explicit_vertical_lines": sides} if sides else {})
    moved = [
        Frame(_moved(table.bbox, x, y), tuple(_moved(cell, x, y) for cell in table.cells if cell)) for table in found
    ]
    return [frame for frame in moved if len(_starts(frame, 0)) > 1]


def _open_sides(page: Any) -> Iterator[dict[str, Any]]:
    """The sides of tables that are drawn without them: where two rules one below the other begin and end alike, and a
    rule that parts columns runs from one to the other."""
    from pdfplumber.table import merge_edges  # noqa: PLC0415 - only where a page has rules

    edges = merge_edges(page.edges, _NEAR, _NEAR, _NEAR, _NEAR)
    flat = sorted((edge for edge in edges if edge["orientation"] == "h"), key=lambda edge: edge["top"])
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    for above, below in pairwise(flat):
        if abs(above["x0"] - below["x0"]) > _NEAR or abs(above["x1"] - below["x1"]) > _NEAR:
            continue
        top, bottom = above["top"], below["top"]
        reaching = [v["x0"] for v in upright if v["top"] <= top + _NEAR and v["bottom"] >= bottom - _NEAR]
        if any(above["x0"] + _NEAR < x < above["x1"] - _NEAR for x in reaching):
            for x in (above["x0"], above["x1"]):
                if not any(abs(x - drawn) <= _NEAR for drawn in reaching):
                    yield {
                        **{"object_type": "line", "x0": x, "x1": x, "width": 0},
                        **{"top": top, "bottom": bottom, "height": bottom - top},
                    }


def _moved(box: Box, x: float, y: float) -> Box:
    return box[0] - x, box[1] - y, box[2] - x, box[3] - y


def _starts(frame: Frame, side: int) -> list[float]:
    """Where cells begin, from the left or from the top, each place once."""
    found: list[float] = []
    for place in sorted(cell[side] for cell in frame.cells):
        if not found or place > found[-1] + _NEAR:
            found.append(place)
    return found


def fill(frame: Frame, lines: Sequence[Sequence[Char]]) -> Table:
    """The table with the text of its cells; ``lines`` are the characters that stand in it."""
    texts: dict[Box, str] = {}
    last: dict[Box, TextLine] = {}
    for line in lines:
        for cell, chars in _runs(frame, line):
            piece = text_line(chars)
            text, before = close_up(piece.text), texts.get(cell, "")
            texts[cell] = f"{before}{_between(last.get(cell), before, text, cell)}{text}"
            last[cell] = piece
    columns, tops = _starts(frame, 0), _starts(frame, 1)
    rows: list[list[tuple[str, int, int]]] = [[] for _ in tops]
    for cell in sorted(frame.cells):
        left, top = (_place(starts, cell[side]) for side, starts in ((0, columns), (1, tops)))
        width, height = (_place(starts, cell[side + 2] - 2 * _NEAR) for side, starts in ((0, columns), (1, tops)))
        rows[top].append((texts.get(cell, ""), max(1, width - left + 1), max(1, height - top + 1)))
    return Table(frame.box[1], tuple(columns), tuple(map(tuple, rows)))


def _between(above: TextLine | None, before: str, after: str, cell: Box) -> str:
    """Two numbers one below the other are one number only where the first had no room to end."""
    numbers = before[-1:].isdigit() and after[:1].isdigit()
    return " " if numbers and above and above.right < cell[2] - 1.5 * above.size else glue(before, after)


def _runs(frame: Frame, line: Sequence[Char]) -> Iterator[tuple[Box, list[Char]]]:
    """A line cut where it crosses a rule."""
    cell: Box | None = None
    run: list[Char] = []
    for char in line:
        at = cell if cell and frame.holds(cell, char) else frame.cell_at(char)
        if at != cell and run:
            if cell:
                yield cell, run
            run = []
        cell = at
        run.append(char)
    if cell and run:
        yield cell, run


def _place(starts: Sequence[float], where: float) -> int:
    """The last of these places that is not beyond ``where``."""
    return max(0, sum(start <= where + _NEAR for start in starts) - 1)
