"""How the command line talks: tables and progress for people, JSON for programs, one paragraph for an error."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from flows import progress

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

LEAST_ROOM = 20  # cells: below that a sentence in a column is no longer read with ease
PADDING = 4  # what a further column of a table costs beside its text

STATION_NAMES = {
    "pages": "pages 页面",
    "crawl": "crawl 采集",
    "read": "read 阅读",
    "cluster": "cluster 去重",
    "extract": "extract 提取",
    "load": "load 入库",
    "health": "health 来源",
    "publish": "publish 发布",
    "site": "site 网站",
    "alert": "alert 提醒",
}


def fail(error: BaseException) -> None:
    """Prints an error as one paragraph on standard error."""
    err.print(f"[bold red]error[/] {escape(str(error))}", soft_wrap=True)


def warn(text: str) -> None:
    """Prints a warning on standard error."""
    err.print(f"[bold yellow]note[/] {escape(text)}", soft_wrap=True)


def print_json(value: Any) -> None:
    """Prints a value as JSON, Chinese left readable, dates in ISO 8601, decimals as numbers."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n")


def plain(value: Any) -> Any:
    """What :mod:`json` does not know, in plain types."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, msgspec.Struct):
        return {name: getattr(value, name) for name in value.__struct_fields__}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, long: str = "") -> RenderableType:
    """A table for :data:`out`. Cells are text from pages, so markup in them is escaped; numbers stand to the right.

    The column ``long`` takes what width is left and folds; the others are never broken. Where too little is left, it
    stands below the others, a paragraph a row behind the row's first cell: eighty columns are what a server's console
    and every pipe have, and a sentence in a column of one letter cannot be read.
    """
    shown = [["" if cell is None else cell for cell in row] for row in rows]
    if long not in columns:
        return _grid(title, columns, shown)
    place = list(columns).index(long)
    others = _grid("", *_without(columns, shown, place))
    need = min(LEAST_ROOM, max((cell_len(line) for row in shown for line in str(row[place]).splitlines()), default=0))
    if out.width - Measurement.get(out, out.options.update(width=1000), others).maximum - PADDING >= need:
        return _grid(title, columns, shown, long)
    told = [(str(row[0]).partition("\n")[0], " ".join(str(row[place]).split("\n"))) for row in shown]
    below = [Text.assemble((first, "bold"), f"  {text}") for first, text in told if text]
    return Group(_grid(title, *_without(columns, shown, place)), *below)


def _without(columns: Sequence[str], rows: list[list[Any]], place: int) -> tuple[list[str], list[list[Any]]]:
    return [*columns[:place], *columns[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows]


def _grid(title: str, columns: Sequence[str], rows: list[list[Any]], long: str = "") -> Table:
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=box.SIMPLE_HEAD)
    for place, name in enumerate(columns):
        numeric = any(isinstance(row[place], int | float | Decimal) for row in rows)
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=name != long)
    for row in rows:
        grid.add_row(*(escape(str(cell)) for cell in row))
    return grid


@contextmanager
def showing_progress(enabled: bool = True) -> Iterator[None]:
    """Shows a line a station while the block runs (on standard error, so that output can be piped)."""
    if not enabled:
        yield
        return
    bar = Progress(
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[note]}", table_column=None),
        console=err,
        transient=False,
    )
    lines: dict[str, TaskID] = {}

    def listener(step: progress.Step) -> None:
        if step.station not in lines:
            lines[step.station] = bar.add_task(STATION_NAMES.get(step.station, step.station), total=step.total, note="")
        bar.update(
            lines[step.station], completed=step.done, total=step.total, note=escape(step.note[-60:]), refresh=True
        )

    with bar, progress.listening(listener):
        yield
