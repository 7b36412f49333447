"""``fazhi run`` and ``fazhi ingest``: pages in, figures out."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from flows.cli import console
from flows.cli.app import app
from flows.run import Failure, NewDocument, RunReport
from warehouse.reference.vocabulary import Genre

JsonOption = Annotated[bool, typer.Option("--json", help="Print the report of the run as JSON.")]
SHOWN = 12
GENRES = {
    Genre.ANNUAL_REPORT: "年度报告",
    Genre.WORK_REPORT: "工作报告",
    Genre.FEATURE: "专题",
    Genre.STATISTICS: "统计",
    Genre.NEWS: "新闻",
    Genre.POLICY: "政策",
    Genre.INTERPRETATION: "解读",
    Genre.COURT_REPORT: "法院报告",
    Genre.OTHER: "其他",
}


@app.command()
def run(
    source: Annotated[
        list[str] | None, typer.Option(help="Only this source; may be given again.", metavar="ID")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out what is dated before.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many new pages a source.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask all enabled sources, due or not.")] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Walk listings to their end; ask again for files that failed too often.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Run the scheduled flow now: crawl the enabled sources that are due, extract, load, publish, alert.

    Due is what its cadence, season and night window say, less what a site asked for; --source and --all ask now.
    """
    with console.showing_progress(not as_json):
        from flows.monitor import run_now  # noqa: PLC0415  Prefect takes seconds to load: progress first

        report = run_now(
            sources=source,
            since=since.date() if since else None,
            limit=limit,
            only_due=not everything,
            deep=deep,
            trigger="run",
        )
    _conclude(report, as_json, show_run)


@app.command()
def backfill(
    of: Annotated[list[str], typer.Argument(metavar="SOURCE|REGION…", help="Sources; of a region all, and below it.")],
    from_day: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day wanted.")],
    to_day: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day wanted; without it until now.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many new pages a source.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the past: what sources listed, or newspapers printed, between two days. Nothing is alerted.

    Listings are walked to their end, as politely as ever; stopped or killed and started again, it asks for what is
    missing only.
    """
    with console.showing_progress(not as_json):
        from flows.backfill import fetch_past  # noqa: PLC0415  progress first
        from flows.calling import Direct  # noqa: PLC0415
        from flows.settings import activate, load_settings  # noqa: PLC0415

        last = to_day.date() if to_day else None
        report = fetch_past(activate(load_settings()), of, from_day.date(), last, limit, Direct())
    _conclude(report, as_json, show_run)


@app.command()
def ingest(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Texts, pages or addresses.")],
    title: Annotated[str, typer.Option(help="Title, where the input does not tell it.")] = "",
    published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of publication.")] = None,
    origin: Annotated[str, typer.Option("--source", help="来源: the paper or office that published it first.")] = "",
    region: Annotated[str, typer.Option(help="Division code of the region, e.g. 410600.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Take texts, pages or addresses through the schedule's stations: kept, read, extracted, loaded, published."""
    with console.showing_progress(not as_json):
        from flows.ingest import ingest as take  # noqa: PLC0415  progress first
        from flows.settings import activate, load_settings  # noqa: PLC0415
        from flows.stations import Given  # noqa: PLC0415

        known_better = Given(title, published.date() if published else None, origin, region)
        report = take(activate(load_settings()), inputs, known_better)
    _conclude(report, as_json, show_ingest)


def _conclude(report: RunReport, as_json: bool, show: Callable[[RunReport], None]) -> None:
    if as_json:
        console.print_json(report)
    else:
        show(report)
    if report.state == "failed" or (show is show_ingest and report.failures):
        sys.exit(1)


def show_run(report: RunReport) -> None:
    """Prints what a run found: documents, alerts, failures, where things lie."""
    show_notes(report)
    if report.found_nothing_new:
        console.out.print(f"Nothing new: {report.requests} requests, no page that was not known already.")
    else:
        _show_counts(report)
        show_documents(report.new_documents)
    show_alerts(report)
    show_failures(report.failures)
    show_health(report)
    console.out.print(f"Database {report.database}\nSite     {report.site}", markup=False)


def show_notes(report: RunReport) -> None:
    """What happened besides, such as an earlier run that was finished first."""
    for note in report.notes:
        console.out.print(note, markup=False, soft_wrap=True)


def show_ingest(report: RunReport) -> None:
    """Prints what became of the inputs."""
    if report.pages and report.found_nothing_new:
        console.out.print(f"Nothing new: {report.unchanged} figures, all known already.")
    elif report.pages:
        _show_counts(report)
        show_documents(report.new_documents)
    show_failures(report.failures)
    if report.pages:
        console.out.print('Next: fazhi sql --saved   or   fazhi sql "FROM observations"', markup=False)


def _show_counts(report: RunReport) -> None:
    parts = [
        f"{report.articles} new articles ({report.copies} copies of known texts, {report.irrelevant} off the subject)",
        f"{report.observations} new observations",
    ]
    parts += [
        f"{count} {name}"
        for name, count in (("unchanged", report.unchanged), ("superseded", report.superseded))
        if count
    ]
    if report.quarantined:
        parts.append(f'{report.quarantined} quarantined (fazhi sql "FROM quarantine")')
    console.out.print(f"{', '.join(parts)}; {sum(report.seconds.values()):.1f} s.", markup=False)


def show_documents(documents: tuple[NewDocument, ...]) -> None:
    """A table of new documents, reports first."""
    rows = []
    for document in documents:
        genre = "部门" * document.department + GENRES[Genre(document.genre)]
        rows.append([document.region or "unknown", document.report_year, genre, document.title, document.figures])
    columns = ["region", "year", "genre", "title", "figures"]
    console.out.print(console.table(f"New documents 新文件 ({len(rows)})", columns, rows, long="title"))


def show_alerts(report: RunReport) -> None:
    """The alerts that fired, the important first; a long list is cut, with the command that shows all of it."""
    if not report.alerts:
        return
    from warehouse.alerts import SEVERITIES  # noqa: PLC0415  loads duckdb

    ranked = sorted(report.alerts, key=lambda alert: (SEVERITIES.index(alert.severity), alert.rule_id, alert.title))
    rows = [[alert.severity, alert.rule_id, alert.title] for alert in ranked[:SHOWN]]
    console.out.print(console.table(f"Alerts 提醒 ({len(ranked)})", ["severity", "rule", "what"], rows, long="what"))
    if len(ranked) > SHOWN:
        console.out.print(f"… and {len(ranked) - SHOWN} more: fazhi alerts list", markup=False)


def show_health(report: RunReport) -> None:
    """How many sources stand well, and which do not."""
    unwell = [health for health in report.health if not health.well]
    if not report.health:
        return
    named = ", ".join(f"{health.source_id} {health.state}" for health in unwell[:SHOWN])
    more = " …" if len(unwell) > SHOWN else ""
    well = len(report.health) - len(unwell)
    told = f"Sources  {well} well" + (f", {len(unwell)} not: {named}{more} (fazhi health)" if unwell else "")
    console.out.print(told, markup=False, soft_wrap=True)


def show_failures(failures: tuple[Failure, ...]) -> None:
    """One line a failure, on standard error; the rest of the run went on."""
    for failure in failures:
        where = " ".join(part for part in (failure.station, failure.source_id) if part)
        named = failure.url and failure.url not in failure.message
        what = f"{failure.url}: {failure.message}" if named else failure.message
        console.err.print(f"[bold red]failed[/] at {where}: {escape(what)}", soft_wrap=True)
