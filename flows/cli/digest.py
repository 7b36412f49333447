"""``fazhi digest``: what is due between runs, delivered or shown."""

import sys
from typing import Annotated

import typer

from flows.cli import console
from flows.cli.alerts import show_delivered
from flows.cli.app import app
from flows.settings import activate, load_settings


@app.command("digest")
def digest(
    now: Annotated[bool, typer.Option("--now", help="Before its window closes, in quiet hours too.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show the messages; send and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Deliver the digests whose window has closed, what quiet hours held back, and what channels refused before.

    A schedule calls it hourly (the flow flows/digest.py:digest); by hand it shows what is on its way.
    """
    from flows import delivery  # noqa: PLC0415  loads duckdb

    settings = activate(load_settings())
    if not settings.places.warehouse.exists():
        console.out.print("There is no warehouse yet, so nothing is due.")
        return
    if not preview:
        delivered = delivery.deliver_due(settings, ahead=now)
        if as_json:
            console.print_json(delivered)
            sys.exit(1 if any(receipt.error for receipt in delivered.receipts) else 0)
        show_delivered(delivered, "Nothing is due now. fazhi digest --now --preview shows what waits for its window.")
        return
    messages = delivery.preview(settings, ahead=now)
    if as_json:
        console.print_json(messages)
        return
    for message in messages:
        head = f"── {message.channel} · {message.kind} · {len(message.alert_ids)}"
        console.out.print(f"{head}\n{message.title}\n{message.body}\n", markup=False, soft_wrap=True)
    if not messages:
        console.out.print("Nothing would be sent." + ("" if now else " With --now: what waits for its window."))
