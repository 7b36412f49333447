"""``fazhi``: the application, its global options, and how errors become exit codes (0 done, 1 failed, 2 wrong use)."""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import console

app = typer.Typer(
    name="fazhi",
    help="Watch how Chinese regions report on rule-of-law government (法治政府建设): every figure with its sentence, "
    "as series that can be compared.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        console.out.print(f"fazhi {version('fazhi')}")
        raise typer.Exit


@app.callback()
def options(
    home: Annotated[
        Path | None, typer.Option(help="Folder of all state; beats FAZHI_HOME. Default: ./data", show_default=False)
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log of Prefect and the crawler.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options that every command knows."""
    if home is not None:
        os.environ["FAZHI_HOME"] = str(home)
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
        os.environ.setdefault("PREFECT_LOGGING_SERVER_LEVEL", "CRITICAL")


def main() -> None:
    """The console script. Known errors end in one paragraph and exit code 1, a traceback is a bug."""
    from crawlers.errors import CrawlersError  # noqa: PLC0415  light, but only needed to tell errors apart
    from flows.errors import FlowsError  # noqa: PLC0415
    from warehouse.errors import WarehouseError  # noqa: PLC0415

    register()
    try:
        app()
    except (CrawlersError, FlowsError, WarehouseError) as error:
        console.fail(error)
        sys.exit(1)
    except KeyboardInterrupt:
        console.warn("Stopped. What was fetched is kept; the next run goes on from there.")
        sys.exit(130)
    except BrokenPipeError:  # fazhi sql … | head
        sys.stderr.close()
        sys.exit(0)


def register() -> None:
    """Imports the command modules, which add themselves to :data:`app`."""
    from flows.cli import (  # noqa: F401, PLC0415
        demo,
        doctor,
        inspect,
        keep,
        query,
        run,
    )
