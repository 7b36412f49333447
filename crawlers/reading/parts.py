"""Lines → parts: the body's text with its headings, and each data table once more with its cells."""

import re
from collections.abc import Iterator, Sequence

from crawlers.article import Cell, Heading, Part
from crawlers.reading.headings import heading_level
from crawlers.reading.outline import Line

_MAX_ABOVE, _MAX_CAPTION = 3, 60
# What names a table in the lines above it: 表1 …, …情况表, 单位：件, （2024年度）.
_CAPTION = re.compile(
    r"^(?:附?表\s*[\d一二三四五六七八九十]|[（(]?(?:计量|金额)?单位\s*[:：]|填报单位|统计(?:时间|期间|时段|口径)|[（(]\d{4}年[^。]*[）)]$)"
    r"|(?:表|统计|一览)(?:\s*[（(][^（()）]*[）)])*$|单位\s*[:：][^，。；]{1,12}$"
)


def make_parts(lines: Sequence[Line], *, plain: bool = False) -> tuple[Part, ...]:
    """The parts of an article's lines: ``body`` first, then ``table-1``, ``table-2`` … in the order of the text.

    Table rows stand in the body too, cells parted by tabs; a table's part begins with what names it: the heading it
    stands under and its caption (单位：件). ``plain``: the text had no markup, see headings.
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
    tables = (_table_part(f"table-{n}", rows) for n, rows in enumerate(_tables(lines, headings), 1))
    return (body, *tables)


def _tables(lines: Sequence[Line], headings: Sequence[Heading]) -> Iterator[list[Line]]:
    """The lines of each table, what names it first."""
    starts = {heading.offset for heading in headings}
    heading: Line | None = None
    offset, table = 0, 0
    rows: list[Line] = []
    for place, line in enumerate(lines):
        if _table(line) != table and rows:
            yield rows
            rows = []
        if line.row and not rows:
            above = _captions(lines, place)
            rows = [*([heading] if heading and heading not in above else []), *above]
        if line.row:
            rows.append(line)
        elif offset in starts:
            heading = line
        table = _table(line)
        offset += len(line.text) + 1
    if rows:
        yield rows


def _captions(lines: Sequence[Line], place: int) -> list[Line]:
    """The lines right above a table that name it, in order."""
    found: list[Line] = []
    for line in reversed(lines[max(0, place - _MAX_ABOVE) : place]):
        if line.row or len(line.text) > _MAX_CAPTION or "。" in line.text or not _CAPTION.search(line.text):
            break
        found.insert(0, line)
    return found


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
