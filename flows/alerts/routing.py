"""Whom an alert reaches, and when: subscriptions, windows of digests, quiet hours. Pure functions."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.alerts.channels import FILE
from flows.alerts.config import Send
from flows.alerts.setup import Interest, Setup
from warehouse import reference
from warehouse.alerts import Alert, Delivery

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def deliveries(alert: Alert, setup: Setup, now: datetime) -> Iterator[Delivery]:
    """The channels this alert is for: the local file always, every other once, by the subscription that is first to
    send. A channel that took it already is left out. ``now`` is aware."""
    earliest: dict[str, Delivery] = {FILE: Delivery(alert.alert_id, FILE, "", "immediate", _naive(now))}
    for interest in setup.interests:
        if not wants(interest, alert):
            continue
        for channel in interest.channels:
            found = _delivery(alert, interest, channel, setup, now)
            known = earliest.get(channel)
            if known is None or (found.due_at, found.send) < (known.due_at, known.send):
                earliest[channel] = found
    yield from (entry for channel, entry in earliest.items() if channel not in alert.delivered_to)


def wants(interest: Interest, alert: Alert) -> bool:
    """Whether a subscription is about this alert. One of some regions wants none about no region, and so on."""
    return (
        alert.severity in interest.severities
        and (not interest.rules or alert.rule_id in interest.rules)
        and (not interest.indicators or alert.indicator_id in interest.indicators)
        and (not interest.regions or bool(interest.regions & territories(alert.region_code)))
    )


def territories(code: str | None) -> set[str]:
    """A region and all that it lies in."""
    regions = reference.regions()
    region = regions.get(code) or regions.get((code or "")[:6])
    return {region.code, *(above.code for above in regions.ancestors(region))} if region else set()


def _delivery(alert: Alert, interest: Interest, channel: str, setup: Setup, now: datetime) -> Delivery:
    due = next_window(interest.send, now, setup.zone)
    both = [hours for hours in (interest.quiet, setup.quiet.get(channel)) if hours]
    for hours in both * 2:  # the end of one may lie in the other
        due = after_quiet(due, hours, setup.zone)
    kind = "immediate" if interest.send.every == "now" else "digest"
    return Delivery(alert.alert_id, channel, interest.name, kind, _naive(due))


def next_window(send: Send, now: datetime, zone: ZoneInfo) -> datetime:
    """When what is raised now is sent: now, or the next full hour, or the next such hour of a day or weekday."""
    if send.every == "now":
        return now
    local = now.astimezone(zone)
    if send.every == "hour":
        gone = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return now.astimezone(UTC) - gone + timedelta(hours=1)  # by no wall clock, which summer time sets back
    due = datetime.combine(local.date(), send.at, zone)
    if send.every == "week":
        due += timedelta(days=(_DAYS.index(send.day) - local.weekday()) % 7)
    return due if due > local else due + timedelta(days=7 if send.every == "week" else 1)


def after_quiet(moment: datetime, hours: tuple[time, time], zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies; they may span midnight."""
    first, last = hours
    local = moment.astimezone(zone)
    clock = local.time()
    over_midnight = first > last
    quiet = clock >= first or clock < last if over_midnight else first <= clock < last
    if not quiet:
        return moment
    end = datetime.combine(local.date(), last, zone)
    return end if end > local else end + timedelta(days=1)


def is_quiet(moment: datetime, hours: tuple[time, time] | None, zone: ZoneInfo) -> bool:
    """Whether the moment lies in these quiet hours."""
    return hours is not None and after_quiet(moment, hours, zone) != moment


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
