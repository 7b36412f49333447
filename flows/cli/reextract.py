"""``fazhi reextract``: history read anew with today's rules, from the archive."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import console
from flows.cli.app import app
from flows.cli.run import show_failures

if TYPE_CHECKING:
    from flows.rereading import RereadReport

SHOWN = 12


@app.command()
def reextract(
    only: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE|REGION|URL]…", help="Only these; a region with all below it.", show_default=False
        ),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out pages published before.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Also pages this version has read already, and those without figures.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many pages; run again for the rest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, every change with it.")] = False,
) -> None:
    """Read kept pages again with today's rules, without a request; tell what changed.

    Looks for pages that an older extractor or older reference data read. What a page tells otherwise now supersedes
    what it told before; the old telling stays in observations_history. Re-extraction never alerts.
    """
    from flows.calling import Direct  # noqa: PLC0415  loads scrapy, duckdb
    from flows.rereading import read_again, select  # noqa: PLC0415
    from flows.run import new_run, working  # noqa: PLC0415
    from flows.settings import activate, load_settings  # noqa: PLC0415

    settings = activate(load_settings())
    with console.showing_progress(not as_json), working(new_run(settings, "reextract")) as run:
        pages = select(run, only or (), since=since.date() if since else None, every=every, limit=limit)
        report = read_again(run, pages, Direct())
    if as_json:
        console.print_json(report)
    else:
        _show(report)
    if report.state == "failed":
        sys.exit(1)


def _show(report: "RereadReport") -> None:
    if not report.pages:
        console.out.print("Nothing to do: every page was read by this version. To read all again: --every")
        return
    console.out.print(
        f"{report.read} of {report.pages} pages read again: {report.unchanged} figures unchanged, "
        f"{report.changed} changed, {report.new} new, {report.gone} gone; {sum(report.seconds.values()):.1f} s.",
        markup=False,
    )
    if report.quarantined:
        console.out.print(f'{report.quarantined} quarantined: fazhi sql "FROM quarantine"', markup=False)
    if report.fields:
        console.out.print(
            console.table("What differs 变动", ["field", "figures"], [list(row) for row in report.fields])
        )
    _show_changes(report)
    show_failures(report.failures)


def _show_changes(report: "RereadReport") -> None:
    rows = []
    for change in report.changes[:SHOWN]:
        what = "\n".join(_told(change.before, name) + " → " + _told(change.after, name) for name in change.fields)
        rows.append(
            [change.what, change.span_text, what or _told(change.after or change.before, "indicator"), change.url]
        )
    if rows:
        columns = ["what", "figure", "before → after", "page"]
        console.out.print(console.table(f"Changes 变更 ({len(report.changes)})", columns, rows, long=columns[2]))
        console.out.print(f"All of them: {report.diff}", markup=False)


def _told(row: Mapping[str, Any] | None, name: str) -> str:
    value = row and row[name]
    return "–" if value is None else str(value)
