"""``fazhi doctor``: is everything in place, and what to do where it is not."""

import sys
from typing import Annotated

import typer

from flows.cli import console
from flows.cli.app import app
from flows.doctor import Check, State, examine

SIGNS = {State.GOOD: "[green]✓[/]", State.NOTE: "[yellow]![/]", State.BAD: "[red]✗[/]"}


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False) -> None:
    """Check versions, write access, the published copy, sources, alerts and the Prefect connection."""
    checks = examine()
    if as_json:
        console.print_json(checks)
    else:
        _show(checks)
    if any(check.state is State.BAD for check in checks):
        sys.exit(1)


def _show(checks: list[Check]) -> None:
    width = max(len(check.name) for check in checks)
    for check in checks:
        console.out.print(f"{SIGNS[check.state]} {check.name:<{width}}  ", end="")
        console.out.print(check.seen, markup=False, soft_wrap=True)
        if check.advice:
            console.out.print(f"  {'':<{width}}  → {check.advice}", markup=False, style="dim", soft_wrap=True)
    bad = sum(check.state is State.BAD for check in checks)
    console.out.print("Everything needed is in place." if not bad else f"{bad} of {len(checks)} checks failed.")
