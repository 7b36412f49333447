"""Alerts on their way: what is due in the outbox, to every channel of the settings, and the outcome back.

The outbox is closed while channels are asked: a slow one keeps no writer waiting. A crash between sending and noting
it repeats that message, with the same id in it.
"""

from datetime import UTC, datetime

from flows.alerts import AppriseChannel, Channel, FileChannel, Receipt, deliver, outcomes
from flows.errors import SettingsError
from flows.settings import Settings
from warehouse import open_writer
from warehouse.alerts import Alert


def channels_of(settings: Settings) -> list[Channel]:
    """The local file, and every address of the settings."""
    return [FileChannel(settings.places.alerts_file), *_addresses(settings)]


def _addresses(settings: Settings) -> list[Channel]:
    return [AppriseChannel(url.get_secret_value()) for url in settings.alert_urls]


def deliver_due(settings: Settings) -> tuple[list[Receipt], list[Alert]]:
    """Delivers what is due, of this run and of earlier ones that a channel refused; receipts, and what was due."""
    with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
        due = writer.pending_alerts()
    receipts = deliver(due, channels_of(settings))
    with open_writer(settings.places.warehouse, wait=settings.writer_wait) as writer:
        for (state, error, taken), ids in outcomes(receipts).items():
            writer.mark_alerts(ids, state, error or None, taken)
    return receipts, due


def send_test(settings: Settings) -> list[Receipt]:
    """Sends a message that says it is a test to every address; nothing is kept of it.

    Raises:
        SettingsError: no address is set.
    """
    channels = _addresses(settings)
    if not channels:
        raise SettingsError("No channel is set. FAZHI_ALERT_URLS='[\"wecombot://…\"]' names one or several")
    return deliver([_test_alert()], channels)


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
