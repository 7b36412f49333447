"""Alerts on their way: what is due in the outbox → messages, to their channels one by one, and the outcome back.

Messages are written down before they are sent, and each outcome before the next is sent; so a crash repeats at most one
message, word by word, with the same key in it. The warehouse is closed while channels are asked: a slow one keeps no
writer waiting. One process delivers at a time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import duckdb
from filelock import FileLock, Timeout

from flows.alerts import AppriseChannel, Channel, Setup, load_setup
from flows.alerts.channels import FILE
from flows.alerts.composing import compose
from flows.alerts.journal import Journal
from flows.alerts.message import Style, single
from flows.alerts.routing import deliveries, is_quiet
from flows.errors import DeliveryError, SettingsError
from flows.settings import Settings
from warehouse import alerts as outbox
from warehouse import open_writer
from warehouse.alerts import Alert, AlertRule, Message, Outcome

FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message at a channel; ``error`` is empty where it was taken."""

    channel: str
    kind: str
    alert_ids: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A pass of delivery. ``due`` are the alerts that some channel had not taken before it; ``unreachable`` are the
    channels that something waits for and that the settings no longer name, with how many alerts."""

    receipts: tuple[Receipt, ...]
    due: tuple[Alert, ...]
    unreachable: dict[str, int] = field(default_factory=dict)


def rules_in_force(settings: Settings) -> tuple[AlertRule, ...]:
    """The packaged rules as ``alerts.yaml`` has them, and the user's own."""
    return load_setup(settings).rules


def deliver_due(
    settings: Settings, *, now: datetime | None = None, patient: bool = True, ahead: bool = False
) -> Delivered:
    """Delivers what is due, of this run and of earlier ones.

    ``now`` is the moment that windows and quiet hours are judged by. Without ``patient`` a channel that refused is
    tried again before its time. ``ahead`` sends digests before their window closes, in quiet hours too.

    Raises:
        DeliveryError: another process delivers and does not end.
        SettingsError: ``alerts.yaml`` does not fit.
    """
    setup = load_setup(settings)
    now = now or datetime.now(UTC)
    journal = Journal(settings.places.alerts_journal)
    with _alone(settings):
        with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
            outbox.fold(writer.con, journal.read())
            journal.clear()
            due = writer.pending_alerts()
            _write_down(writer.con, setup, now, ahead)
            messages = [
                message
                for message in outbox.due_messages(writer.con, _naive(now), patient=patient)
                if ahead or not patient or not is_quiet(now, setup.quiet.get(message.channel), setup.zone)
            ]
        sent = _send(messages, setup, journal, now, {alert.alert_id: alert for alert in due})
        receipts = tuple(sent)
        with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
            outbox.fold(writer.con, journal.read())
            journal.clear()
            waited_for = outbox.channels_waited_for(writer.con)
    names = {channel.name for channel in setup.channels}
    unreachable = {name: count for name, count in waited_for.items() if name not in names}
    return Delivered(receipts, tuple(due), unreachable)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    path = settings.places.root / "delivery.lock"
    try:
        with FileLock(path, timeout=settings.writer_wait):
            yield
    except Timeout:
        raise DeliveryError(
            f"another process has been delivering alerts for {settings.writer_wait:.0f} s. Nothing was sent twice and "
            "nothing is lost: wait for it to end, then: fazhi alerts retry"
        ) from None


def _write_down(con: duckdb.DuckDBPyConnection, setup: Setup, now: datetime, ahead: bool) -> None:
    """Decides whom new alerts reach, and puts what is due into messages."""
    new = outbox.unplanned(con)
    outbox.plan(con, [entry for alert in new for entry in deliveries(alert, setup, now)])
    due = _loud(outbox.waiting(con, _until(now, ahead)), setup, now, ahead)
    outbox.compose(con, _messages(due, setup), _naive(now))


def _loud(
    waiting: Sequence[tuple[outbox.Delivery, Alert]], setup: Setup, now: datetime, ahead: bool
) -> list[tuple[outbox.Delivery, Alert]]:
    """What may go now. A digest of 21:30 that nobody called for before 22:10 waits for the end of the quiet hours."""
    quiet = {interest.name: interest.quiet for interest in setup.interests}

    def may_go(entry: outbox.Delivery) -> bool:
        hours = (setup.quiet.get(entry.channel), quiet.get(entry.subscription))
        return ahead or not any(is_quiet(now, those, setup.zone) for those in hours)

    return [pair for pair in waiting if may_go(pair[0])]


def _until(now: datetime, ahead: bool) -> datetime:
    return _naive(now + FAR if ahead else now)


def _messages(waiting: Sequence[tuple[outbox.Delivery, Alert]], setup: Setup) -> list[Message]:
    return [
        message
        for channel in setup.channels
        for message in compose(
            channel.name, [pair for pair in waiting if pair[0].channel == channel.name], style_of(channel, setup)
        )
    ]


def style_of(channel: Channel, setup: Setup) -> Style:
    """How a channel is written to."""
    if isinstance(channel, AppriseChannel):
        return Style(channel.language, channel.limit, setup.site, setup.titles)
    return Style(site=setup.site, titles=setup.titles)


def preview(settings: Settings, *, now: datetime | None = None, ahead: bool = False) -> list[Message]:
    """What :func:`deliver_due` would send that is in no message yet, without sending or keeping anything."""
    setup = load_setup(settings)
    now = now or datetime.now(UTC)
    with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
        new = outbox.unplanned(writer.con)
        waiting = _loud(outbox.waiting(writer.con, _until(now, ahead)), setup, now, ahead)
        unsent = outbox.due_messages(writer.con, _naive(now), patient=False)
    planned = [(entry, alert) for alert in new for entry in deliveries(alert, setup, now)]
    due = [pair for pair in planned if pair[0].due_at <= _until(now, ahead)]
    return [message for message in (*unsent, *_messages([*waiting, *due], setup)) if message.channel != FILE]


def _send(
    messages: Sequence[Message], setup: Setup, journal: Journal, now: datetime, alerts: dict[str, Alert]
) -> Iterator[Receipt]:
    """One message after the other. A channel that refuses one is left alone until the next pass: what else waits for it
    is not lost, and its time-outs do not add up."""
    channels = {channel.name: channel for channel in setup.channels}
    refusing: set[str] = set()
    for message in messages:
        channel = channels.get(message.channel)
        if channel is None or message.channel in refusing:
            continue
        error = _try(channel, message, [alerts[ident] for ident in message.alert_ids if ident in alerts])
        if error:
            refusing.add(message.channel)
        journal.add(Outcome(message.message_id, message.channel, error, _naive(now)))
        yield Receipt(message.channel, message.kind, message.alert_ids, error)


def _try(channel: Channel, message: Message, alerts: Sequence[Alert]) -> str:
    """Empty where the channel took it. Whatever a channel's library throws is that channel's error."""
    try:
        channel.send(message, alerts)
    except DeliveryError as refusal:
        return str(refusal)
    except Exception as error:
        words = f"channel {channel.name} failed: {type(error).__name__} {error}"
        return channel.masked(words) if isinstance(channel, AppriseChannel) else words
    return ""


def send_test(settings: Settings, only: str = "") -> list[Receipt]:
    """Sends a message that says it is a test to every address, or to the channel ``only``; nothing is kept of it.

    Raises:
        SettingsError: no address is set, or none of that name.
    """
    setup = load_setup(settings)
    channels = [channel for channel in setup.channels if channel.name != FILE and only in ("", channel.name)]
    if not channels:
        raise SettingsError(
            f"No channel {only + ' ' if only else ''}is set. FAZHI_ALERT_URLS='[\"wecombot://…\"]' names one or "
            "several, alerts.yaml gives them names (docs/alerts.md)"
        )
    alert, receipts = _test_alert(), []
    for channel in channels:
        text = single(alert, style_of(channel, setup))
        message = Message(alert.alert_id, channel.name, "single", text.title, text.body, (alert.alert_id,))
        receipts.append(Receipt(channel.name, "single", message.alert_ids, _try(channel, message, [alert])))
    return receipts


def _test_alert() -> Alert:
    return Alert(
        alert_id="0" * 32,
        dedupe_key="test",
        rule_id="test",
        severity="low",
        region_code=None,
        region="",
        indicator_id=None,
        report_year=None,
        grade=None,
        title="测试消息 / test message",
        message="法知能够到达这个渠道。fazhi reaches this channel.",
        quote="",
        url="",
        published=None,
        article_id=None,
        observation_ids=(),
        state="pending",
        attempts=0,
        error="",
        created_at=datetime.now(UTC).replace(tzinfo=None),
        delivered_to=(),
        run_id="",
    )


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
