"""DOCX → HTML of its headings, paragraphs and tables, so that one table reader serves pages and documents."""

from html import escape
from io import BytesIO
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from crawlers.reading.files.limits import MAX_CHARS, FileError, check_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def to_html(data: bytes) -> tuple[str, str]:
    """The document as plain HTML, and what was cut off.

    Raises :class:`FileError` (``broken``, ``too_big``, ``encrypted``).
    """
    check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        blocks = [_block(item) for item in document.iter_inner_content()]
    except (FileError, MemoryError):
        raise
    except Exception as error:  # damaged XML shows in many ways
        raise FileError("broken", f"python-docx: {type(error).__name__}: {error}"[:200]) from error
    html = "\n".join(blocks)
    return html[:MAX_CHARS], f"text after {MAX_CHARS} characters" if len(html) > MAX_CHARS else ""


def _block(item: Any) -> str:
    return _table(item) if isinstance(item, Table) else _paragraph(item)


def _paragraph(paragraph: Paragraph) -> str:
    text = escape(paragraph.text).replace("\n", "<br>")
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = style.rpartition(" ")[2]
    if style.startswith(("Heading", "标题")) and level.isdigit():
        return f"<h{min(int(level), 6)}>{text}</h{min(int(level), 6)}>"
    return f"<h1>{text}</h1>" if style == "Title" else f"<p>{text}</p>"


def _table(table: Table) -> str:
    """Cells as they are written: merged ones span, so that headers reach all their columns."""
    rows: list[list[list[Any]]] = []  # [text, width, height, column]
    open_cells: dict[int, list[Any]] = {}
    for row in table._tbl.tr_lst:
        cells: list[list[Any]] = []
        column = 0
        for cell in row.tc_lst:
            width = cell.grid_span
            if cell.vMerge == "continue" and column in open_cells:
                open_cells[column][2] += 1
            else:
                text = "<br>".join(escape("".join(t.text or "" for t in p.iter(f"{_W}t"))) for p in cell.iter(f"{_W}p"))
                cells.append([text, width, 1, column])
                open_cells[column] = cells[-1]
            column += width
        rows.append(cells)
    lines = [
        "".join(f'<td colspan="{width}" rowspan="{height}">{text}</td>' for text, width, height, _ in cells)
        for cells in rows
    ]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
