"""``fazhi``: the application and its global options. The commands add themselves (:mod:`flows.cli.main`)."""

import os
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
