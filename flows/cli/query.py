"""``fazhi sql``: questions to the published copy, in SQL or saved ones by name."""

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len

from flows.cli import console
from flows.cli.app import app
from flows.errors import InputError
from flows.settings import load_settings

if TYPE_CHECKING:
    from warehouse.query import SavedQuery


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="One SQL statement (- reads standard input); with --saved a name.")
    ] = None,
    saved: Annotated[bool, typer.Option("--saved", help="QUERY names a saved question; alone it lists them.")] = False,
    param: Annotated[
        list[str] | None, typer.Option(help="A value for a saved question, e.g. year=2024; may be given again.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Ask the published copy, read-only.

    Tables: articles, observations, regions, indicators, sources, alerts and more (docs/data-dictionary.md). Macros:
    series(region, indicator), compare(indicator, year), coverage(year), evidence(id), missing_reports(year) and
    conflicts(), growth(region, indicator), rank_in(region, indicator, year), as_of(day).

    Without a query, in a terminal, a prompt opens: .help tells what it knows.

    Example: fazhi sql "FROM series('鹤壁', '行政机关负责人出庭应诉率')"
    """
    from warehouse import query as questions  # noqa: PLC0415  loads duckdb

    if saved and not query:
        _list_saved(questions.saved_queries())
        return
    if query is None and output is None and form is Format.TABLE and sys.stdin.isatty():
        _prompt()
        return
    values = dict(_value(text) for text in param or ())
    if saved and query:
        entry, values_given = questions.saved(query, values)
        statement = entry.sql
    else:
        statement, values_given = _statement(query), dict(values)
    home = load_settings().places
    if output is not None and output.resolve().is_relative_to(home.root.resolve()):
        raise typer.BadParameter(f"{output} lies in fazhi's own folder {home.root}: name a file elsewhere")
    database = home.published
    if form is Format.PARQUET:
        if output is None:
            raise typer.BadParameter("Parquet needs a file to go to: --format parquet --output answer.parquet")
        count = questions.ask_parquet(database, statement, output, values_given)
        console.warn(f"{count} rows in {output}")
        return
    answer = questions.ask(database, statement, values_given)
    text = {Format.TABLE: answer.as_table, Format.CSV: answer.as_csv, Format.JSON: answer.as_json}[form]()
    if output is None:
        widest = max(map(cell_len, text.splitlines()), default=0)
        if form is Format.TABLE and sys.stdout.isatty() and widest > console.out.width:
            text = answer.as_sheets()
        sys.stdout.write(text)
        return
    try:
        part = output.with_name(output.name + ".part")
        part.write_text(text, encoding="utf-8")
        part.replace(output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}. Name a file in a folder of yours") from error
    console.warn(f"{len(answer.rows)} rows in {output}")


def _prompt() -> None:
    from flows.cli.shell import Shell  # noqa: PLC0415  loads duckdb
    from warehouse import open_reader  # noqa: PLC0415

    places = load_settings().places
    open_reader(places.published).close()  # says at once what is missing
    Shell(places.published, places.root / "sql_history").run()


def _list_saved(queries: Mapping[str, "SavedQuery"]) -> None:
    rows = []
    for name, entry in queries.items():
        given = "  ".join(f"{key}={value}" for key, value in entry.parameters.items())
        rows.append([name, f"{entry.title}\n{given}".strip()])
    columns = ["name", "question, parameters"]
    console.out.print(console.table("Saved questions", columns, rows, long=columns[1]))
    console.out.print("Ask one: fazhi sql --saved q3 --param year=2024 --param province=河南", markup=False)


def _statement(query: str | None) -> str:
    if query == "-":
        return sys.stdin.read()
    if query:
        return query
    raise typer.BadParameter(
        'Nothing asked. A statement: fazhi sql "FROM coverage(2024)". Saved questions: fazhi sql --saved. '
        "From a file: fazhi sql - < question.sql"
    )


def _value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise typer.BadParameter(f"--param {text} is not of the form name=value, e.g. --param year=2024")
    return name, value
