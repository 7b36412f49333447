"""Alerts due for a channel → the messages it gets: few one by one, many as a digest, a first run's as a summary."""

from collections.abc import Sequence
from itertools import groupby

from flows.alerts.channels import FILE
from flows.alerts.message import Style, digest, single, summary
from warehouse.alerts import Alert, Delivery, Message
from warehouse.batch import digest as hashed

DIGEST_FROM = 4  # so many alerts at once travel as one message: one digest instead of twelve mails


def compose(channel: str, due: Sequence[tuple[Delivery, Alert]], style: Style) -> list[Message]:
    """The messages for ``channel``. A digest holds what one subscription gathered; what is to go at once but is too
    much for single messages is one digest, too."""
    if channel == FILE:
        return [_message(channel, "lines", [alert for _, alert in due], style)] if due else []
    first = [alert for _, alert in due if alert.first_run]
    if len(first) >= DIGEST_FROM:
        later = [pair for pair in due if not pair[1].first_run]
        return [_message(channel, "summary", first, style), *compose(channel, later, style)]
    at_once = [alert for delivery, alert in due if delivery.send == "immediate"]
    gathered = sorted((pair for pair in due if pair[0].send != "immediate"), key=_subscription)
    messages = _some(channel, at_once, style)
    for _, pairs in groupby(gathered, key=_subscription):
        alerts = [alert for _, alert in pairs]
        messages.append(_message(channel, "digest" if len(alerts) > 1 else "single", alerts, style))
    return messages


def _subscription(pair: tuple[Delivery, Alert]) -> str:
    return pair[0].subscription


def _some(channel: str, alerts: Sequence[Alert], style: Style) -> list[Message]:
    if len(alerts) >= DIGEST_FROM:
        return [_message(channel, "digest", alerts, style)]
    return [_message(channel, "single", [alert], style) for alert in alerts]


def _message(channel: str, kind: str, alerts: Sequence[Alert], style: Style) -> Message:
    ids = tuple(sorted(alert.alert_id for alert in alerts))
    if kind == "single":
        text = single(alerts[0], style)
        return Message(ids[0], channel, kind, text.title, text.body, ids)
    key = hashed(kind, *ids)
    if kind == "lines":
        return Message(key, channel, kind, "", "", ids)
    text = (summary if kind == "summary" else digest)(alerts, key, style)
    return Message(key, channel, kind, text.title, text.body, ids)
