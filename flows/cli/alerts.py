"""``fazhi alerts``: what fired and why, what was delivered, and what is to be silent."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import console
from flows.cli.app import app
from flows.errors import InputError
from flows.settings import Home, activate, load_settings

if TYPE_CHECKING:
    from flows.alerts import Receipt
    from warehouse.alerts import Alert

alerts = typer.Typer(help="The alerts that fired.", no_args_is_help=True)
app.add_typer(alerts, name="alerts")

JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Ident = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the first digits of it.")]


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


@alerts.command("why")
def why(ident: Ident, as_json: JsonOption = False) -> None:
    """Tell why an alert fired: its rule, and each figure it names with its sentence and link."""
    from warehouse import open_reader  # noqa: PLC0415
    from warehouse.alerts import rules  # noqa: PLC0415

    home = load_settings().places
    alert = _one(_alerts(home), ident)
    rule = next((rule for rule in rules() if rule.id == alert.rule_id), None)
    with open_reader(home.published) as con:
        figures = [
            dict(zip(("figure", "indicator", "region", "period_end", "sentence", "url"), row, strict=True))
            for name in alert.observation_ids
            for row in con.execute(
                "SELECT span_text, coalesce(indicator, printed_indicator), region, period_end, sentence, url "
                "FROM evidence(?)",
                [name],
            ).fetchall()[:1]
        ]
    if as_json:
        console.print_json({"alert": alert, "rule": rule and rule.description, "figures": figures})
        return
    console.out.print(f"{alert.title}\n{alert.message}", markup=False, soft_wrap=True)
    console.out.print(f"rule {alert.rule_id}: {rule.description if rule else 'no rule of today'}", markup=False)
    for figure in figures:
        told = [
            figure["region"] or "region unknown",
            figure["indicator"],
            figure["figure"],
            figure["period_end"] or "?",
        ]
        lines = [f"  {' '.join(map(str, told))}", f"    {figure['sentence']}", f"    {figure['url']}"]
        console.out.print("\n".join(lines), markup=False, soft_wrap=True)
    console.out.print(f"{alert.state}, {alert.attempts} attempts{alert.error and ': ' + alert.error}", markup=False)


@alerts.command("mute")
def mute(
    ident: Ident,
    reason: Annotated[str, typer.Option(help="Why it is a false alarm; kept with it.", show_default=False)],
) -> None:
    """Mark an alert as a false alarm: it is not delivered, and what it holds back may be compared again."""
    from warehouse import open_writer  # noqa: PLC0415

    settings = activate(load_settings())
    with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
        alert = _one(writer.all_alerts(), ident)
        writer.mark_alerts([alert.alert_id], "muted", reason)
    console.out.print(f"Muted: {alert.title}. Readers see it from the next run or fazhi publish on.", markup=False)


@alerts.command("retry")
def retry() -> None:
    """Deliver now what is due: alerts that were never sent, or that a channel refused."""
    from flows.delivery import deliver_due  # noqa: PLC0415

    receipts, due = deliver_due(activate(load_settings()))
    if not due:
        console.out.print("Nothing is due.")
    _show_receipts(receipts)


@alerts.command("test")
def test() -> None:
    """Send a test message through every channel, one by one, and tell which took it."""
    from flows.delivery import send_test  # noqa: PLC0415

    _show_receipts(send_test(activate(load_settings())))


def _show_receipts(receipts: "list[Receipt]") -> None:
    for receipt in receipts:
        outcome = receipt.error or f"took {len(receipt.alert_ids)}"
        console.out.print(f"{receipt.channel}: {outcome}", markup=False, soft_wrap=True)
    if any(receipt.error for receipt in receipts):
        sys.exit(1)


def _one(found: "list[Alert]", ident: str) -> "Alert":
    meant = [alert for alert in found if alert.alert_id.startswith(ident)] if ident else []
    if len(meant) != 1:
        many = f"{len(meant)} alerts have ids that begin so; give more digits" if meant else "no alert has that id"
        raise InputError(f"{ident!r}: {many}. Ids: fazhi alerts list --json")
    return meant[0]
