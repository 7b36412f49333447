"""``fazhi demo``: the whole pipeline on a small site of our own, in under a minute."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli import console
from flows.cli.app import app
from flows.cli.run import show_alerts, show_documents, show_failures, show_notes
from flows.run import RunReport

COMPARED = "行政复议受理数"
YEARS = (2022, 2023, 2024)
NEXT = (
    f"fazhi sql \"FROM compare('{COMPARED}', 2024)\"",
    "fazhi sql \"SELECT span_text, indicator, period_text, sentence FROM observations WHERE region_code = '990100'\"",
)
COVERAGE_SQL = """
    SELECT r.name, coalesce(o.report_year, year(o.period_end)) AS told, count(*)
    FROM observations o JOIN regions r USING (region_code)
    WHERE told IS NOT NULL GROUP BY r.name, region_code, told ORDER BY region_code, told
"""
COMPARE_SQL = 'SELECT region_code, region, ?, "value"::BIGINT FROM compare(?, ?) WHERE left_out IS NULL'


@app.command()
def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep serving the sample site after the run (Ctrl-C ends).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report of the run as JSON.")] = False,
) -> None:
    """Serve the sample site on loopback and run the scheduled flow against it; a second run adds nothing."""
    from flows.demo import staged  # noqa: PLC0415
    from flows.settings import activate, load_settings  # noqa: PLC0415

    settings = load_settings()
    with staged(settings) as stage:
        if not as_json:
            console.out.print(
                f"Sample site at {stage.base} (loopback); its 示例省 and cities are invented.", markup=False
            )
        activate(settings)
        with console.showing_progress(not as_json):
            from flows.monitor import run_now  # noqa: PLC0415  Prefect takes seconds to load: progress first

            report = run_now(trigger="demo", only_due=False)
        if as_json:
            console.print_json(report)
        else:
            _show(report)
        if serve:
            _wait(stage.base)
    if report.state == "failed":
        sys.exit(1)


def _show(report: RunReport) -> None:
    show_notes(report)
    if report.found_nothing_new:
        console.out.print(
            f"Nothing new: {report.requests} requests, every page was known already, no figure was added.", markup=False
        )
    else:
        show_documents(report.new_documents)
    show_failures(report.failures)
    _show_warehouse(Path(report.database))
    show_alerts(report)
    console.out.print(f"Database {report.database}\nSite     {report.site}", markup=False, soft_wrap=True)
    console.out.print(f"Took {sum(report.seconds.values()):.1f} s. Try next:", markup=False)
    for command in NEXT:
        console.out.print(f"  {command}", markup=False, soft_wrap=True)


def _show_warehouse(published: Path) -> None:
    """Figures per region and year, and one indicator compared over regions and years, asked as anybody would."""
    from warehouse import open_reader  # noqa: PLC0415  loads duckdb

    with open_reader(published) as con:
        _show_grid("Figures held 指标数", con.execute(COVERAGE_SQL).fetchall())
        compared = [row for year in YEARS for row in con.execute(COMPARE_SQL, [year, COMPARED, year]).fetchall()]
    _show_grid(f"{COMPARED} compared 比较（件）", [row[1:] for row in sorted(compared)])


def _show_grid(title: str, rows: list[tuple[str, int, Any]]) -> None:
    """A table region × year from (region, year, value) rows; what is not there stays empty."""
    years = sorted({year for _, year, _ in rows})
    values = {(region, year): value for region, year, value in rows}
    lines = [
        [region, *(values.get((region, year), "") for year in years)] for region in dict.fromkeys(r for r, _, _ in rows)
    ]
    console.out.print(console.table(title, ["region", *map(str, years)], lines))


def _wait(base: str) -> None:
    console.out.print(f"Serving {base} until Ctrl-C …", markup=False)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        console.out.print("Stopped.")
