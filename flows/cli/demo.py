"""``fazhi demo``: the whole pipeline on a small site of our own, in under a minute."""

import sys
import time
from typing import Annotated, Any

import typer

from flows.cli import console
from flows.cli.app import app
from flows.cli.run import show_alerts, show_documents, show_failures
from flows.run import RunReport

COMPARED = "行政复议受理"


@app.command()
def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep serving the sample site after the run (Ctrl-C ends).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report of the run as JSON.")] = False,
) -> None:
    """Serve the sample site on loopback and run the scheduled flow against it; run it twice to see that nothing comes twice."""
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
            from flows.monitor import monitor  # noqa: PLC0415  Prefect takes seconds to load: progress first

            report: RunReport = monitor(trigger="demo")
        if as_json:
            console.print_json(report)
        else:
            _show(report)
        if serve:
            _wait(stage.base)
    if report.failures:
        sys.exit(1)


def _show(report: RunReport) -> None:
    if report.found_nothing_new:
        console.out.print(
            f"Nothing new: {report.requests} requests, every page was known already, no figure was added.", markup=False
        )
    else:
        show_documents(report.new_documents)
    show_failures(report.failures)
    _show_warehouse(report)
    show_alerts(report)
    console.out.print(f"Database {report.database}\nSite     {report.site}", markup=False)
    console.out.print(f"Took {sum(report.seconds.values()):.1f} s. Try next:", markup=False)
