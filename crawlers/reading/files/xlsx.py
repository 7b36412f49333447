"""XLSX → HTML: each sheet is a heading and a table; formulas as the values that were stored with them."""

import re
from datetime import date, datetime
from html import escape
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from crawlers.reading.files.limits import MAX_COLUMNS, MAX_MERGED, MAX_ROWS, FileError, check_archive, xml_members

_AREA = re.compile(rb"""<(?:\w{1,9}:)?mergeCell\s+ref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")


def to_html(data: bytes) -> tuple[str, str]:
    """The workbook as plain HTML, and what was cut off.

    Raises :class:`FileError` (``broken``, ``too_big``, ``encrypted``).
    """
    check_archive(data)
    for name, xml in xml_members(data, "xl/worksheets/"):
        if (merged := _merged(xml)) > MAX_MERGED:
            raise FileError("too_big", f"{merged} merged cells in {name}")
    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        cut = [f"{one.title}: {one.max_row} rows, {one.max_column} columns" for one in sheets if _too_large(one)]
        limit = f"beyond {MAX_ROWS} rows, {MAX_COLUMNS} columns of "
        return "\n".join(map(_sheet, sheets)), limit + "; ".join(cut) if cut else ""
    except MemoryError:
        raise
    except Exception as error:  # damaged XML shows in many ways
        raise FileError("broken", f"openpyxl: {type(error).__name__}: {error}"[:200]) from error


def _merged(xml: bytes) -> int:
    """How many cells the merged areas of a sheet cover."""
    areas = (range_boundaries(area.group(1).decode()) for area in _AREA.finditer(xml))
    return sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in areas)


def _too_large(sheet: Any) -> bool:
    return bool(sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS)


def _sheet(sheet: Any) -> str:
    spans, covered = {}, set()
    for area in sheet.merged_cells.ranges:
        spans[(area.min_row, area.min_col)] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        if area.max_row <= MAX_ROWS and area.max_col <= MAX_COLUMNS:
            covered |= {
                (y, x) for y in range(area.min_row, area.max_row + 1) for x in range(area.min_col, area.max_col + 1)
            }
    rows = []
    limits = {"max_row": min(sheet.max_row, MAX_ROWS), "max_col": min(sheet.max_column, MAX_COLUMNS)}
    for row in sheet.iter_rows(**limits):
        cells = ""
        for cell in row:
            place = (cell.row, cell.column)
            if place in spans or place not in covered:
                height, width = spans.get(place, (1, 1))
                cells += f'<td rowspan="{height}" colspan="{width}">{escape(_shown(cell))}</td>'
        if any(cell.value is not None for cell in row):
            rows.append(f"<tr>{cells}</tr>")
    return f"<h2>{escape(sheet.title)}</h2><table>{''.join(rows)}</table>" if rows else ""


def _shown(cell: Any) -> str:
    """A value as a reader sees it: 0.985 formatted as a percentage is 98.5%, never 0.985."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{round(value * 100, 6):g}%"
    return f"{round(value, 8):.8f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
