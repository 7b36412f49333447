"""``fazhi health``: how each source stands, and whether runs still take place."""

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from crawlers.cadence import CHINA
from flows.cli import console
from flows.cli.app import app
from flows.settings import load_settings

if TYPE_CHECKING:
    from warehouse.health import SourceHealth
    from warehouse.yearly import AwaitedReport

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _age(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,5})([mhd])", text.strip())
    if not found:
        raise typer.BadParameter(f"{text!r}; expected a number of minutes, hours or days: 90m, 26h, 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@app.command()
def health(
    source: Annotated[
        list[str] | None, typer.Option(help="Only this source; may be given again.", metavar="ID")
    ] = None,
    max_age: Annotated[
        str, typer.Option(metavar="AGE", help="Fail where no run ended within this time: 90m, 26h, 2d. For a monitor.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Fail also where a source is not ok.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Tell how each source stands: reached, blocked, without links, read worse than before, silent, or ok.

    From the published copy, so that it never waits for a run. Silent is what brought nothing new for longer than is
    usual for it; what is blocked, out of reach or not asked is told apart from that. Reports of last year that came in
    each of the two years before and are past the law's day are listed.
    """
    from warehouse import open_reader  # noqa: PLC0415  loads duckdb
    from warehouse.health import at, last_run  # noqa: PLC0415
    from warehouse.yearly import awaited_reports  # noqa: PLC0415

    allowed = _age(max_age) if max_age else None
    now = datetime.now(UTC)
    with open_reader(load_settings().places.published) as con:
        found = at(con, now)
        ended = last_run(con)
        awaited = awaited_reports(con, now.astimezone(CHINA).date())
    _refuse_unknown(source or (), found)
    found = [entry for entry in found if not source or entry.source_id in source]
    late = allowed is not None and (ended is None or now - ended > allowed)
    if as_json:
        console.print_json({"last_run": ended, "late": late, "sources": found, "awaited_reports": awaited})
    else:
        _show(found)
        _show_overdue([report for report in awaited if report.overdue and report.steady])
        console.out.print(f"Last run ended {_ago(now, ended)}.", markup=False)
    if late:
        console.fail(RuntimeError(f"no run ended within {max_age}: the last one ended {_ago(now, ended)}. fazhi run"))
    if late or (strict and not all(entry.well for entry in found)):
        sys.exit(1)


def _refuse_unknown(wanted: Sequence[str], found: Sequence["SourceHealth"]) -> None:
    unknown = sorted(set(wanted) - {entry.source_id for entry in found})
    if unknown:
        known = ", ".join(sorted(entry.source_id for entry in found)) or "none yet"
        raise typer.BadParameter(f"no enabled source {', '.join(unknown)} was watched by a run; there are {known}")


def _show(found: Sequence["SourceHealth"]) -> None:
    rows = [
        [
            entry.source_id,
            entry.state,
            entry.why,
            f"{entry.last_new or '–'}\n{_days(entry)}",
            f"{entry.new_items}\n{_share(entry.answered_share)} of {entry.requests or 0}",
            f"{_share(entry.title_share)} {_share(entry.date_share)} {_share(entry.origin_share)}",
        ]
        for entry in found
    ]
    columns = ["source", "state", "why", "newest\ndays, usual", "30 days: new\nanswered", "title date 来源"]
    console.out.print(console.table(f"Sources 来源 ({len(rows)})", columns, rows, long="why"))


def _show_overdue(reports: Sequence["AwaitedReport"]) -> None:
    rows = [[report.region, report.report_year, report.due, report.usual] for report in reports]
    if rows:
        columns = ["region", "year", "due", "usually comes"]
        console.out.print(console.table(f"Reports overdue 逾期报告 ({len(rows)})", columns, rows))


def _days(entry: "SourceHealth") -> str:
    return "" if entry.days_since_new is None else f"{entry.days_since_new}, {entry.allowed_days or '?'}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}%"


def _ago(now: datetime, then: datetime | None) -> str:
    if then is None:
        return "never"
    hours = (now - then).total_seconds() / 3600
    return f"{hours:.1f} hours ago" if hours < 100 else f"{hours / 24:.0f} days ago"
