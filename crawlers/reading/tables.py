"""Data tables of a page: told from layout tables, and read as a grid with spans resolved."""

from collections.abc import Iterator

from lxml import etree

from crawlers.reading.dom import Element, parse
from crawlers.reading.grid import Row, Slot, header_rows, is_caption, rows_of, squared
from crawlers.reading.whitespace import clean

MAX_CELLS = 200_000
MAX_SPAN = 200
_MAX_REACH = 10_000
"""Places of the grid one cell may reach over: no real cell does, and a few such cells would fill the memory."""
_MAX_CELL_CHARS = 200
"""Where most of the text stands in longer cells, the table lays out text: its cells become lines."""
_BLOCKS = ("p", "br", "div", "li")
_NESTED = ("table", "script", "style", "iframe", "h1", "form", "input", "ul")


def data_rows(table: Element, number: int) -> list[Row]:
    """The rows of a data table; an empty list where the table only lays out the page.

    ``number`` tells the table from the page's others (an element's ``id()`` does not: it is given again).
    """
    if next(table.iterdescendants(*_NESTED), None) is not None:
        return []
    grid = _grid(table)
    if not _is_data(grid):
        return []
    return [*_caption(table, number), *rows_of(grid, number)]


def header_count(html: str) -> int:
    """How many rows at the top of the table of this HTML are headers and captions; 0 where none names a column."""
    root, _ = parse(html)
    table = None if root is None else next(root.iter("table"), None)
    grid = [] if table is None else _grid(table)
    tops = header_rows(grid) if grid else 0
    return tops if any(not is_caption(row) and any(slot.text for slot in row) for row in grid[:tops]) else 0


def _caption(table: Element, number: int) -> list[Row]:
    """What ``<caption>`` says, as a row without values: the unit often stands there alone."""
    caption = table.find("caption")
    text = "" if caption is None else clean(" ".join(_pieces(caption)))
    return [Row(number, text, ())] if text else []


def _grid(table: Element) -> list[list[Slot]]:
    grid: list[list[Slot]] = []
    pending: dict[tuple[int, int], Slot] = {}
    count = 0
    for y, tr in enumerate(table.iterdescendants("tr")):
        row: list[Slot] = []
        for cell in tr.iterchildren("td", "th"):
            while (y, len(row)) in pending:
                row.append(pending.pop((y, len(row))))
            text = clean(" ".join(_pieces(cell)))
            head = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            count += width * height
            if count > MAX_CELLS or width * height > _MAX_REACH:
                return []
            for dx in range(width):
                for dy in range(1, height):
                    pending[(y + dy, len(row))] = Slot(text, own=False, head=head)
                row.append(Slot(text, own=dx == 0, head=head, link=cell.find(".//a[@href]") is not None))
        while (y, len(row)) in pending:
            row.append(pending.pop((y, len(row))))
        grid.append(row)
    return squared(grid)


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


def _is_data(grid: list[list[Slot]]) -> bool:
    cells = [slot for row in grid for slot in row if slot.own and slot.text]
    wide = sum(1 for row in grid if sum(1 for slot in row if slot.own and slot.text) >= 2)
    if len(grid) < 2 or wide < 2 or not cells:
        return False
    long = sum(len(slot.text) for slot in cells if len(slot.text) > _MAX_CELL_CHARS)
    if long * 2 > sum(len(slot.text) for slot in cells):
        return False
    values = sum(1 for slot in cells if slot.is_value)
    if sum(len(slot.text) for slot in cells if slot.link) * 2 > sum(len(slot.text) for slot in cells):
        return False  # a ranking of articles
    if any(slot.head for slot in cells) or values * 5 >= len(cells):
        return True
    # A table of words: regular rows, nearly every cell filled (分工表, 清单).
    return len(grid) >= 3 and wide >= 0.7 * len(grid) and len(grid[0]) >= 3
