"""DOCX → HTML of its headings, paragraphs and tables, so that one table reader serves pages and documents."""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

import docx
from docx.text.paragraph import Paragraph

from crawlers.reading.files.limits import MAX_CHARS, FileError, check_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", _FALLBACK}
"""What was deleted or moved away, and the second copy of a drawing for old programs."""
_BREAKS = {f"{_W}br", f"{_W}cr", f"{_W}p"}


def to_html(data: bytes) -> tuple[str, str]:
    """The document as plain HTML, and what was cut off.

    Raises :class:`FileError` (``broken``, ``too_big``, ``encrypted``).
    """
    check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        html = "\n".join(_blocks(document.element.body, document))
    except (FileError, MemoryError):
        raise
    except Exception as error:  # damaged XML shows in many ways
        raise FileError("broken", f"python-docx: {type(error).__name__}: {error}"[:200]) from error
    return html[:MAX_CHARS], f"text after {MAX_CHARS} characters" if len(html) > MAX_CHARS else ""


def _blocks(parent: Any, document: Any) -> Iterator[str]:
    """Paragraphs and tables in order, those in content controls (forms, covers) too."""
    for element in parent:
        if element.tag == f"{_W}p":
            yield _paragraph(Paragraph(element, document))
        elif element.tag == f"{_W}tbl":
            yield _table(element)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(element, document)


def _paragraph(paragraph: Paragraph) -> str:
    text = escape(_text(paragraph._p)).replace("\n", "<br>")
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = style.rpartition(" ")[2]
    if style.startswith(("Heading", "标题")) and level.isdigit():
        return f"<h{min(int(level), 6)}>{text}</h{min(int(level), 6)}>"
    return f"<h1>{text}</h1>" if style == "Title" else f"<p>{text}</p>"


def _text(element: Any) -> str:
    """The text as it stands once all changes are accepted: 办理<del>100</del><ins>120</ins>件 is 办理120件."""
    pieces = []
    for node in element:
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag in _BREAKS:
            pieces += ["\n", _text(node)]
        elif node.tag not in _UNSEEN and isinstance(node.tag, str):
            pieces.append(_text(node))
    return "".join(pieces)


def _table(table: Any) -> str:
    """Cells as they are written: merged ones span, so that headers reach all their columns."""
    rows: list[list[list[Any]]] = []  # [text, width, height, column]
    open_cells: dict[int, list[Any]] = {}
    for row in table.tr_lst:
        cells: list[list[Any]] = []
        column = 0
        for cell in row.tc_lst:
            width = cell.grid_span
            if cell.vMerge == "continue" and column in open_cells:
                open_cells[column][2] += 1
            else:
                text = escape(_text(cell).strip("\n")).replace("\n", "<br>")
                cells.append([text, width, 1, column])
                open_cells[column] = cells[-1]
            column += width
        rows.append(cells)
    lines = [
        "".join(f'<td colspan="{width}" rowspan="{height}">{text}</td>' for text, width, height, _ in cells)
        for cells in rows
    ]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
