"""What a run hands over, and turning it into Arrow: rows that fit no column are set aside with the reason."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from .errors import BatchError
from .schema import batch_schema

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that one transaction stores; the columns of each table are those of :func:`schema.batch_schema`.

    ``run``: ``run_id``, ``kind`` (monitor | backfill | reextract | ingest | demo) and what else is known of the run.
    ``articles``: one row a page that was read. A row with an ``extractor_version`` says that the page was extracted and
    that ``observations`` holds *all* its figures: those held so far and not among them are superseded.
    ``parts``: the text of the articles, needed for every article that is new or has changed.
    ``observations``: ``Observation.as_row()`` and ``article_id``; of a cluster's origin only.
    Columns left out are NULL, unknown ones are an error.
    """

    run: Row
    sources: Rows = ()
    fetches: Rows = ()
    outcomes: Rows = ()
    failures: Rows = ()
    articles: Rows = ()
    parts: Rows = ()
    observations: Rows | pa.Table = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that goes to quarantine: where it was meant for, and why it does not go there."""

    table: str
    row: Row
    reason: str
    detail: str

    @property
    def id(self) -> str:
        """The same for the same row and reason, so that a batch loaded twice is quarantined once."""
        return digest(self.table, self.reason, self.json)

    @property
    def json(self) -> str:
        """The row as it came."""
        return json.dumps(dict(self.row), ensure_ascii=False, default=str, sort_keys=True)


def digest(*parts: str) -> str:
    """The id of what these parts name: 32 hex digits of their SHA-256."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def article_id(url: str) -> str:
    """The id of the article at this URL."""
    return digest(url)


def to_arrow(table: str, rows: Rows | pa.Table) -> tuple[pa.Table, list[Rejected]]:
    """The rows as an Arrow table with the schema of ``table``, and those that do not fit.

    Raises :class:`BatchError` for a column the table does not have: that is a fault of the caller, not of a row.
    """
    schema = batch_schema(table)
    if isinstance(rows, pa.Table):
        _check_columns(table, rows.schema.names, schema)
        return _complete(rows, schema), []
    _check_columns(table, {name for row in rows for name in row}, schema)
    try:
        return pa.Table.from_pylist(list(rows), schema=schema), []
    except (pa.ArrowException, OverflowError, UnicodeError, TypeError, ValueError):
        return _convert_what_fits(table, rows, schema)


def _check_columns(table: str, seen: Any, schema: pa.Schema) -> None:
    if unknown := sorted(set(seen) - set(schema.names)):
        raise BatchError(
            f"table {table} has no column {', '.join(unknown)} that a batch may fill; "
            f"it takes {', '.join(schema.names)}."
        )


def _complete(given: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        given.column(field.name).cast(field.type)
        if field.name in given.schema.names
        else pa.nulls(given.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _convert_what_fits(table: str, rows: Rows, schema: pa.Schema) -> tuple[pa.Table, list[Rejected]]:
    fit: list[Row] = []
    rejected: list[Rejected] = []
    for row in rows:
        fault = _fault(row, schema)
        if fault is None:
            fit.append(row)
        else:
            rejected.append(Rejected(table, row, "wrong_type", fault))
    return pa.Table.from_pylist(fit, schema=schema), rejected


def _fault(row: Row, schema: pa.Schema) -> str | None:
    for field in schema:
        try:
            pa.array([row.get(field.name)], field.type)
        except (pa.ArrowException, OverflowError, UnicodeError, TypeError, ValueError) as error:
            return f"{field.name} is {row.get(field.name)!r}, expected {field.type}: {error}"
    return None
