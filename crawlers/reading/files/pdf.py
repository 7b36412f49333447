"""PDF → the text of its pages as HTML: PDFium's characters (it knows the character maps of Chinese fonts), ruled tables
found by pdfplumber, paragraphs by their layout. A paragraph or a table that goes on overleaf is read as one."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from crawlers.reading.files.limits import MAX_CHARS, MAX_PAGES, FileError
from crawlers.reading.files.paragraphs import Layout, layout_of, paragraphs, runs_over, without_running
from crawlers.reading.files.pdf_lines import TextLine, lines_of, text_line
from crawlers.reading.files.pdf_tables import Frame, Table, fill, frames
from crawlers.reading.files.spacing import glue
from crawlers.reading.tables import header_count

_FEWEST_RULES, _MOST_RULES = 4, 5_000
"""A ruled table is drawn with so many paths at least; pages with more than so many are maps and drawings."""
_TABLE_SECONDS = 25.0
"""Processor seconds spent on looking for tables of one file: some 600 pages with tables."""


@dataclass(slots=True)
class _Page:
    """What a page holds, on its way to blocks."""

    lines: list[TextLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    blocks: list[TextLine | Table] = field(default_factory=list)
    layout: Layout = field(default_factory=lambda: layout_of(()))


def pages(data: bytes) -> tuple[list[str], str]:
    """Each page as HTML, and what was cut off; a page that is only a picture is empty.

    Raises :class:`FileError` (``encrypted``, ``broken``).
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        kind = "encrypted" if "password" in str(error).lower() else "broken"
        raise FileError(kind, f"PDFium: {error}") from error
    finder = _Finder(data)
    found: list[_Page] = []
    left = MAX_CHARS
    for number in range(min(len(document), MAX_PAGES)):
        page, chars = _page(document, number, max(left, 0), finder)
        found.append(page)
        left -= chars
    for page, lines in zip(found, without_running([page.lines for page in found]), strict=True):
        page.lines, page.layout = lines, layout_of(lines)
        page.blocks = _blocks(page)
    heads = _joined(found)
    cut = [
        *([f"pages after {MAX_PAGES} of {len(document)}"] if len(document) > MAX_PAGES else []),
        *([f"text after {MAX_CHARS} characters"] if left < 0 else []),
        *([f"tables after page {finder.stopped}"] if finder.stopped else []),
    ]
    return [_html(page, heads.get(number, [])) for number, page in enumerate(found)], "; ".join(cut)


@dataclass(slots=True)
class _Finder:
    """Looks for tables as long as the time lasts; ``stopped`` is the last page looked at, 0 where all were."""

    data: bytes
    stopped: int = 0
    document: Any = None

    def frames(self, page: Any, number: int) -> list[Frame]:
        """The ruled tables of a page, numbered from 0. A page that pdfplumber trips over is read without tables."""
        if self.stopped or not _FEWEST_RULES <= _paths(page) <= _MOST_RULES:
            return []
        if time.process_time() > _TABLE_SECONDS:
            self.stopped = number
            return []
        try:
            import pdfplumber  # noqa: PLC0415 - only where a page has rules

            self.document = self.document or pdfplumber.open(BytesIO(self.data))
            ruled = self.document.pages[number]
            found = frames(ruled)
            ruled.close()
        except Exception:  # whatever another library trips over, the text stays
            return []
        return found


def _paths(page: Any) -> int:
    """How many lines and areas are drawn on a page, up to one more than are looked at."""
    count = 0
    for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        count += 1
        if count > _MOST_RULES:
            break
    return count


def _page(document: Any, number: int, most: int, finder: _Finder) -> tuple[_Page, int]:
    """A page and the characters read on it. One that is broken does not take the others with it."""
    try:
        page = document[number]
        lines = lines_of(page, most + 1)
        ruled = finder.frames(page, number) if lines else []
    except pdfium.PdfiumError:
        return _Page(), 0
    count = sum(map(len, lines))
    tables = []
    for frame in ruled:
        inside = [[char for char in line if frame.holds(frame.box, char)] for line in lines]
        tables.append(fill(frame, [line for line in inside if line]))
        lines = [[char for char in line if not frame.holds(frame.box, char)] for line in lines]
    kept = [text_line(line) for line in lines if any(not char.text.isspace() for char in line)]
    page.close()
    return _Page(kept, tables), count


def _blocks(page: _Page) -> list[TextLine | Table]:
    """The paragraphs, and each table before the first line that stands below it."""
    blocks: list[TextLine | Table] = []
    left = sorted(page.tables, key=lambda table: table.top)
    run: list[TextLine] = []
    for line in page.lines:
        while left and left[0].top < line.top:
            blocks += [*paragraphs(run, page.layout), left.pop(0)]
            run = []
        run.append(line)
    return [*blocks, *paragraphs(run, page.layout), *left]


def _joined(found: Sequence[_Page]) -> dict[int, list[Any]]:
    """Paragraphs that run over the end of a page belong to the page they begin on: their figures stay whole. For a
    table that runs over, the header rows of the page before, by the number of the page it goes on on."""
    heads: dict[int, list[Any]] = {}
    for number, (page, following) in enumerate(pairwise(found), 1):
        if not page.blocks or not following.blocks:
            continue
        last, first = page.blocks[-1], following.blocks[0]
        if isinstance(last, Table) and isinstance(first, Table):
            if carried := _carried(last, first, heads.get(number - 1, [])):
                heads[number] = carried
        elif isinstance(last, Table) or isinstance(first, Table):
            continue
        elif runs_over(page.lines[-1], last, first, page.layout):
            page.blocks[-1] = replace(last, text=f"{last.text}{glue(last.text, first.text)}{first.text}")
            following.blocks.pop(0)
    return heads


def _carried(above: Table, below: Table, before: list[Any]) -> list[Any]:
    """The header rows of a table that goes on overleaf without repeating them."""
    alike = len(above.columns) == len(below.columns) and all(
        abs(one - other) <= 3 for one, other in zip(above.columns, below.columns, strict=True)
    )
    if not alike or header_count(below.html()):
        return []
    rows = [*before, *above.rows]
    return rows[: header_count(above.html(before))]


def _html(page: _Page, heads: Sequence[Any]) -> str:
    lines = []
    for block in page.blocks:
        if isinstance(block, Table):
            lines.append(block.html(heads if block is page.blocks[0] else ()))
        else:
            lines.append(f"<p>{escape(block.text)}</p>")
    return "\n".join(lines)
