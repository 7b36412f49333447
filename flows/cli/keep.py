"""``fazhi publish``, ``fazhi alerts list``: what is kept."""

import re
from pathlib import Path
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


_WHOLE_NUMBER = re.compile(r"(?<=\d)\.0+(?!\d)")
# What to do about a correction, by what became of it.
_IDLE_NEXT = {
    "states something else": "put what is seen into expect, or take the entry out",
    "several figures": "name the one that is meant by its wording or id in indicator",
    "no such figure": "put it into span_text as printed; those of the page: "
    "fazhi sql \"SELECT span_text, indicator FROM observations JOIN articles USING (article_id) WHERE url = '{url}'\"",
    "page not held": 'url must be that of a page held: fazhi sql "SELECT url, title FROM articles"',
}


def _tell_idle_corrections(home: Home) -> None:
    """A correction whose figure has changed since, or was never found, is not applied; somebody should look at it.
    Packaged ones may be about pages that are not held here."""
    from warehouse import open_reader, reference  # noqa: PLC0415

    with open_reader(home.published) as con:
        idle = con.execute(
            "SELECT state, file, correction_id, field, span_text, url, expected, found FROM corrections_listed "
            "WHERE state <> 'applied'"
        ).fetchall()
    for state, file, ident, field, span, url, expected, found in idle:
        if state == "page not held" and reference.is_packaged(Path(file)):
            continue
        plain = _WHOLE_NUMBER.sub("", found or "nothing")
        seen = {"no such figure": "no figure printed so", "page not held": "no such page"}.get(state, plain)
        console.warn(
            f"{file}, {ident}: not applied, {state}: {field} of {span!r} at {url}: expected {expected or 'nothing'}, "
            f"seen {seen}; {_IDLE_NEXT[state].format(url=url)}; then: fazhi publish"
        )


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
