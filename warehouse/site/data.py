"""Questions to the published copy, and what pages' scripts read: JavaScript files that hold data and nothing else.

A page opened from a disk may not fetch JSON, but it may load a script that lies beside it. So data travels as
``fazhi.put("name", …)``: never inside a page, and escaped so that no text of others ends the call.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from ..query import harmless
from . import words

Row = Mapping[str, Any]
SNIPPET = 90  # characters of a sentence that a chart shows; the article's page has all of it


def ask(con: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> list[dict[str, Any]]:
    """The rows of an answer by column."""
    cursor = con.execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Rows by what stands in a column; rows without it are left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column] is not None:
            found[row[column]].append(row)
    return dict(found)


def script(name: str, value: Any) -> str:
    """A data file: ``</script>`` and line separators of JavaScript cannot stand in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    for found, escaped in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(found, escaped)
    return f"fazhi.put({json.dumps(name)},{text});\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def sheet_of(article_id: str, sheet: int) -> str:
    """The place of an article's page; its further sheets are numbered."""
    return f"articles/{article_id}.html" if sheet == 1 else f"articles/{article_id}-{sheet}.html"


def link(row: Row) -> str:
    """Where a figure's sentence stands, from the root of the site; empty where its article is not shown."""
    return f"{sheet_of(row['article_id'], row['sheet'])}#o-{row['observation_id']}" if row["sheet"] else ""


def point(row: Row) -> dict[str, Any]:
    """A figure as charts take it: place on the time axis, value, words, and the way to its sentence."""
    end: date = row["period_end"]
    zh, en = words.period(row)
    told = {
        "x": round(end.year - 1 + end.timetuple().tm_yday / (366 if end.year % 4 == 0 else 365), 3),
        "v": row["value"],
        "t": words.number(row),
        "p": zh,
        "q": en if en != zh else None,
        "g": row["grade"],
        "a": link(row),
        "s": words.around(row, SNIPPET),
        "h": 1 if row["period_type"] in words.HOLLOW else None,
        "b": row.get("break_before"),
        "u": 1 if row.get("beside") else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV that spreadsheets open as it is meant (UTF-8 with its mark); a text that would run as a formula does not."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        values = (row[column] for column in columns)
        writer.writerow([harmless(_plain(value) if isinstance(value, Decimal | date) else value) for value in values])
    return out.getvalue().encode("utf-8-sig")
