"""``fazhi publish``, ``fazhi alerts list``: what is kept."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import console
from flows.cli.app import app
from flows.settings import Home, activate, load_settings

if TYPE_CHECKING:
    from warehouse.alerts import Alert

alerts = typer.Typer(help="The alerts that fired.", no_args_is_help=True)
app.add_typer(alerts, name="alerts")

JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.command()
def publish() -> None:
    """Make the published copy and the site anew from the warehouse."""
    from warehouse import build_site  # noqa: PLC0415  loads duckdb
    from warehouse import publish as publish_copy  # noqa: PLC0415

    home = activate(load_settings()).places.ensure()
    published = publish_copy(home.warehouse, home.root)
    build_site(home.published, home.root)
    _tell_idle_corrections(home)
    console.out.print(
        f"Database {published.database}\nParquet  {published.parquet}\nSite     {home.site}", markup=False
    )


def _tell_idle_corrections(home: Home) -> None:
    """A correction whose figure has changed since is no longer applied; somebody should look at it."""
    from warehouse import open_reader  # noqa: PLC0415

    with open_reader(home.published) as con:
        idle = con.execute(
            "SELECT correction_id, state, expected, coalesce(found, '') FROM corrections_listed "
            "WHERE state NOT IN ('applied', 'page not held')"
        ).fetchall()
    for ident, state, expected, found in idle:
        console.warn(f"correction {ident} is not applied: {state} (expected {expected}, found {found or 'nothing'})")


@alerts.command("list")
def list_alerts(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50, as_json: JsonOption = False
) -> None:
    """List alerts, the most severe first, with their state of delivery."""
    found = _alerts(load_settings().places)[:limit]
    if as_json:
        console.print_json(found)
        return
    rows = [[f"{a.created_at:%Y-%m-%d}", a.severity, a.rule_id, a.title, a.state] for a in found]
    console.out.print(
        console.table(f"Alerts ({len(rows)})", ["day", "severity", "rule", "what", "state"], rows, long="what")
    )


def _alerts(home: Home) -> "list[Alert]":
    """From the outbox itself, which knows what was delivered since the last publication; while it is being written,
    from the published copy."""
    from warehouse import WarehouseBusyError, open_reader, open_writer  # noqa: PLC0415  loads duckdb
    from warehouse.alerts import read  # noqa: PLC0415

    if home.warehouse.exists():
        try:
            with open_writer(home.warehouse, wait=1) as writer:
                return read(writer.con)
        except WarehouseBusyError:
            console.warn("a run is writing: states are those of the last publication")
    with open_reader(home.published) as con:
        return read(con)
