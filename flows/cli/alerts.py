"""``fazhi alerts``: what fired and why, what was delivered, and what is to be silent."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import console
from flows.cli.app import app
from flows.errors import InputError
from flows.settings import Home, Settings, activate, load_settings

if TYPE_CHECKING:
    from flows.delivery import Delivered, Receipt
    from warehouse import Writer
    from warehouse.alerts import Alert

alerts = typer.Typer(help="The alerts that fired, and whom they reach.", no_args_is_help=True)
app.add_typer(alerts, name="alerts")

JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Ident = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the first digits of it.")]
# What is wrong where an alert is, and where that is mended for good.
CAUSES = {
    "break": "a definition changed: warehouse/reference/breaks.yaml keeps the day and the reason",
    "alias": "it means another indicator: a synonym in reference/indicators.yaml (docs/adding-an-indicator.md)",
    "scope": "it is of another body or territory: reference/corrections.yaml puts it right (field: scope)",
    "figure": "it was misread: reference/corrections.yaml puts it right, or fazhi review",
    "other": "",
}


@alerts.command("list")
def list_alerts(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    state: Annotated[
        str, typer.Option(help="Only those that are pending, sent, failed, muted or false_alarm.", show_default=False)
    ] = "",
    rule: Annotated[str, typer.Option(help="Only those of this rule.", show_default=False)] = "",
    as_json: JsonOption = False,
) -> None:
    """List alerts, the most severe first, with their state of delivery."""
    from warehouse.alerts import STATES  # noqa: PLC0415  loads duckdb

    if state and state not in STATES:
        raise InputError(f"{state!r} is no state of alerts; there are {', '.join(STATES)}")
    wanted = [a for a in _alerts(load_settings().places) if state in ("", a.state) and rule in ("", a.rule_id)]
    found = wanted[:limit]
    if as_json:
        console.print_json(found)
        return
    rows = [[a.alert_id[:8], f"{a.created_at:%Y-%m-%d}", a.severity, a.rule_id, a.state, a.title] for a in found]
    columns = ["id", "day", "severity", "rule", "state", "what"]
    console.out.print(console.table(f"Alerts ({len(rows)} of {len(wanted)})", columns, rows, long="what"))


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


@alerts.command("rules")
def list_rules(as_json: JsonOption = False) -> None:
    """List the rules in force, with what alerts.yaml changes about them; an error in that file shows here."""
    from flows.alerts import load_setup  # noqa: PLC0415  loads duckdb

    setup = load_setup(activate(load_settings()))
    if as_json:
        fields = ("id", "severity", "at", "parameters", "place")
        told: list[dict[str, Any]] = [{name: getattr(rule, name) for name in fields} for rule in setup.rules]
        console.print_json([row | {"told": rule.told} for row, rule in zip(told, setup.rules, strict=True)])
        return
    rows = [[rule.id, rule.severity, "own" if rule.place else "", rule.told] for rule in setup.rules]
    console.out.print(console.table(f"Rules ({len(rows)})", ["rule", "severity", "", "when"], rows, long="when"))
    heard = {name: [entry.name for entry in setup.interests if name in entry.channels] for name in _names(setup)}
    for name, subscriptions in heard.items():
        console.out.print(f"channel {name}: {', '.join(subscriptions) or 'nothing'}", markup=False)


def _names(setup: Any) -> list[str]:
    return [channel.name for channel in setup.channels if channel.name != "file"]


@alerts.command("why")
def why(ident: Ident, as_json: JsonOption = False) -> None:
    """Tell why an alert fired: its rule, each figure it names with its sentence and link, and whom it reached."""
    from flows.alerts import load_setup  # noqa: PLC0415  loads duckdb

    settings = activate(load_settings())
    alert = _one(_alerts(settings.places), ident)
    rule = next((rule for rule in load_setup(settings).rules if rule.id == alert.rule_id), None)
    figures, channels = _figures(settings.places, alert), _channels(settings.places, alert)
    if as_json:
        told = {"alert": alert, "rule": rule and rule.told, "figures": figures, "channels": channels}
        console.print_json(told)
        return
    console.out.print(f"{alert.title}\n{alert.message}", markup=False, soft_wrap=True)
    console.out.print(f"rule {alert.rule_id}: {rule.told if rule else 'no rule of today'}", markup=False)
    for figure in figures:
        told_of = [figure["region"] or "region unknown", figure["indicator"], figure["figure"], figure["period_end"]]
        lines = [
            f"  {' '.join(str(part or '?') for part in told_of)}",
            f"    {figure['sentence']}",
            f"    {figure['url']}",
        ]
        console.out.print("\n".join(lines), markup=False, soft_wrap=True)
    console.out.print(f"{alert.state}, {alert.attempts} attempts{alert.error and ': ' + alert.error}", markup=False)
    for row in channels:
        due = f"due {row['due_at']:%Y-%m-%d %H:%M} UTC"
        told_by = " · ".join(filter(None, (row["state"], row["send"], due, row["subscription"], row["error"])))
        console.out.print(f"  {row['channel']}: {told_by}", markup=False, soft_wrap=True)


def _figures(home: Home, alert: "Alert") -> list[dict[str, Any]]:
    from warehouse import open_reader  # noqa: PLC0415

    names = ("figure", "indicator", "region", "period_end", "sentence", "url")
    sql = "SELECT span_text, coalesce(indicator, printed_indicator), region, period_end, sentence, url FROM evidence(?)"
    with open_reader(home.published) as con:
        return [
            dict(zip(names, row, strict=True))
            for name in alert.observation_ids
            for row in con.execute(sql, [name]).fetchall()[:1]
        ]


def _channels(home: Home, alert: "Alert") -> list[dict[str, Any]]:
    from warehouse import WarehouseBusyError, open_writer  # noqa: PLC0415
    from warehouse.alerts import messages_of  # noqa: PLC0415

    try:
        with open_writer(home.warehouse, wait=1) as writer:
            return messages_of(writer.con, alert.alert_id)
    except WarehouseBusyError:
        return []


@alerts.command("false-alarm")
def false_alarm(
    ident: Ident,
    reason: Annotated[str, typer.Option(help="Why it is none; kept with it.", show_default=False)],
    cause: Annotated[str, typer.Option(help="What is wrong instead: break, alias, scope, figure or other.")] = "other",
) -> None:
    """Mark an alert as a false alarm: it is not delivered, and what it holds back may be compared again."""
    if cause not in CAUSES:
        raise InputError(f"{cause!r} is no cause; there are {', '.join(CAUSES)}")
    from warehouse.alerts import call_false  # noqa: PLC0415  loads duckdb

    settings = activate(load_settings())
    with _writing(settings) as writer:
        alert = _one(writer.all_alerts(), ident)
        call_false(writer.con, alert, reason, cause)
    console.out.print(
        f"False alarm: {alert.title}. Readers see it from the next run or fazhi publish on.", markup=False
    )
    if CAUSES[cause]:
        where = f" ({alert.indicator_id}, {alert.region_code}, {alert.url})" if alert.url else ""
        console.out.print(f"So that it does not come again: {CAUSES[cause]}{where}", markup=False, soft_wrap=True)


@alerts.command("mute")
def mute(
    ident: Ident,
    reason: Annotated[str, typer.Option(help="Why; kept with it.", show_default=False)],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day that is no longer silent.", show_default=False),
    ] = None,
) -> None:
    """Silence an alert and its like (same rule, region, indicator) until the region's next yearly report, or a day.

    What is raised meanwhile is kept as muted and not delivered. What an alert holds back stays held back.
    """
    from warehouse.alerts import mute as silence  # noqa: PLC0415  loads duckdb

    settings = activate(load_settings())
    with _writing(settings) as writer:
        alert = _one(writer.all_alerts(), ident)
        year = silence(writer.con, alert, reason, until.date() if until else None)
    end = f"until {until:%Y-%m-%d}" if until else f"until the region's yearly report after that on {year or 'any year'}"
    console.out.print(f"Muted {end}: {alert.title}", markup=False)


def _writing(settings: Settings) -> "Writer":
    from warehouse import open_writer  # noqa: PLC0415  loads duckdb

    return open_writer(settings.places.warehouse, wait=settings.writer_wait)


@alerts.command("retry")
def retry(
    drop: Annotated[
        str, typer.Option(help="Give up what waits for this channel, e.g. one that is gone.", show_default=False)
    ] = "",
) -> None:
    """Deliver now what is due: alerts that were never sent, or that a channel refused, without waiting for its time."""
    from flows.delivery import deliver_due  # noqa: PLC0415  loads duckdb
    from warehouse.alerts import channels_waited_for, drop_channel  # noqa: PLC0415

    settings = activate(load_settings())
    if drop:
        with _writing(settings) as writer:
            waited_for = channels_waited_for(writer.con)
            if drop not in waited_for:
                raise InputError(f"Nothing waits for {drop!r}; something waits for {', '.join(waited_for) or 'nobody'}")
            count = drop_channel(writer.con, drop)
        console.out.print(f"Given up: {count} alerts for {drop}.", markup=False)
        return
    show_delivered(deliver_due(settings, patient=False), "Nothing is due.")


@alerts.command("test")
def test(
    channel: Annotated[str, typer.Option(help="Only this channel.", show_default=False)] = "",
) -> None:
    """Send a test message through every channel, one by one, and tell which took it."""
    from flows.delivery import send_test  # noqa: PLC0415  loads duckdb

    _show_receipts(send_test(activate(load_settings()), channel))


def show_delivered(delivered: "Delivered", nothing: str) -> None:
    """What became of the messages of a pass; exits with 1 where a channel refused one."""
    for name, count in delivered.unreachable.items():
        console.warn(
            f"{count} alerts wait for channel {name}, which is not set now. Set it again, or give them up: "
            f"fazhi alerts retry --drop {name}"
        )
    if not delivered.receipts:
        console.out.print(nothing)
    _show_receipts(delivered.receipts)


def _show_receipts(receipts: "tuple[Receipt, ...] | list[Receipt]") -> None:
    for receipt in receipts:
        outcome = receipt.error or f"took {len(receipt.alert_ids)} ({receipt.kind})"
        console.out.print(f"{receipt.channel}: {outcome}", markup=False, soft_wrap=True)
    if any(receipt.error for receipt in receipts):
        sys.exit(1)


def _one(found: "list[Alert]", ident: str) -> "Alert":
    meant = [alert for alert in found if alert.alert_id.startswith(ident)] if ident else []
    if len(meant) != 1:
        many = f"{len(meant)} alerts have ids that begin so; give more digits" if meant else "no alert has that id"
        raise InputError(f"{ident!r}: {many}. Ids: fazhi alerts list --json")
    return meant[0]
