"""``fazhi sql``: questions to the published copy."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import console
from flows.cli.app import app
from flows.settings import load_settings


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="One SQL statement; - reads it from standard input.")] = None,
    saved: Annotated[
        str | None, typer.Option(help="A saved question by name; --saved list shows them.", metavar="NAME")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(help="A value for a saved question: name=value.", metavar="N=V")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="table, csv, json or parquet.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")] = None,
) -> None:
    """Ask the published copy, read-only. Tables: articles, observations, regions, indicators, sources, alerts; macros: series, compare, coverage, evidence."""
    home = load_settings().places
    console.warn(f"{home}{query}{saved}{param}{form}{output}")
    sys.exit(2)
