"""Lines → parts: the body's text with its headings, and each data table once more with its cells."""

from collections.abc import Sequence
from itertools import groupby

from crawlers.article import Cell, Heading, Part
from crawlers.reading.headings import heading_level
from crawlers.reading.outline import Line


def make_parts(lines: Sequence[Line], *, plain: bool = False) -> tuple[Part, ...]:
    """The parts of an article's lines: ``body`` first, then ``table-1``, ``table-2`` … in the order of the text.

    Table rows stand in the body too, cells parted by tabs. ``plain``: the text had no markup, see headings.
    """
    if not lines:
        return ()
    headings = []
    offset = 0
    for line in lines:
        level = 0 if line.row else heading_level(line.text, tag_level=line.level, bold=line.bold, plain=plain)
        if level:
            headings.append(Heading(offset, level))
        offset += len(line.text) + 1
    body = Part("body", "body", "\n".join(line.text for line in lines), tuple(headings))
    tables = [list(group) for key, group in groupby(lines, key=_table) if key]
    return (body, *(_table_part(f"table-{n}", rows) for n, rows in enumerate(tables, 1)))


def _table(line: Line) -> int:
    return line.row.table if line.row else 0


def _table_part(name: str, lines: Sequence[Line]) -> Part:
    cells = []
    offset = 0
    for line in lines:
        for value in line.row.values if line.row else ():
            cells.append(Cell(offset + value.start, offset + value.end, value.row_header, value.column_header))
        offset += len(line.text) + 1
    return Part(name, "table", "\n".join(line.text for line in lines), cells=tuple(cells))
