"""The gold of figures and of meaning, read from the shared evaluation material."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.metrics.records import Document, Figure, Observation
from warehouse.reference.vocabulary import Bound, Kind, Role


def read_document(path: Path) -> Document:
    """A gold text: three header lines (url, title, date), then the body. Its host is evidence, as of any page."""
    url, title, told, body = path.read_text(encoding="utf-8").split("\n", 3)
    host = urlsplit(url.removeprefix("# url:").strip()).hostname or ""
    day = told.removeprefix("# date:").strip()
    published = date.fromisoformat(day) if len(day) == 10 else None
    return Document.of(body, title=title.removeprefix("# title:").strip(), published=published, host=host)


def gold_figures(path: Path) -> Iterator[Figure]:
    """The gold's metrics as figures, so that meaning is judged apart from finding."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for row in content["metrics"] if isinstance(content, dict) else content:
        kind = Kind(row["kind"]) if row["kind"] in tuple(Kind) else Kind.OTHER
        yield Figure(
            part_id="body",
            start=row["start"],
            end=row["end"],
            span_text=row["span"],
            sentence_start=row["start"],
            sentence_end=row["end"],
            value=Decimal(str(row["value"])),
            value_high=None,
            unit=row["unit"],
            bound=Bound(row["bound"]) if row["bound"] in tuple(Bound) else Bound.EXACT,
            kind=kind,
            role=Role.CHANGE if kind is Kind.GROWTH else Role.ACTUAL,
            indicator=row["indicator"],
        )


def prediction(doc: str, observation: Observation) -> dict[str, Any]:
    """A line for the shared scorer."""
    row = observation.as_row()
    figure = observation.figure
    return {
        "doc": doc,
        "start": figure.start,
        "end": figure.end,
        "value": float(figure.value),
        **{name: row[name] for name in ("indicator_id", "period_type", "scope", "region_code")},
        "period_start": row["period_start"] and row["period_start"].isoformat(),
        "period_end": row["period_end"] and row["period_end"].isoformat(),
    }
