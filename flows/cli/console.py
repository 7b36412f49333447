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
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from flows import progress

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

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


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, long: str = "") -> Table:
    """A Rich table. Cells are text from pages, so markup in them is escaped; numbers stand to the right.

    The column ``long`` takes what width is left and folds; the others are never broken.
    """
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=box.SIMPLE_HEAD)
    shown = [list(row) for row in rows]
    for place, name in enumerate(columns):
        numeric = any(isinstance(row[place], int | float | Decimal) for row in shown)
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=name != long)
    for row in shown:
        grid.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
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
