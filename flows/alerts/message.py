"""The words of an alert: one message for one alert, one digest for many. Chinese, plain text; figures as stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.alerts import SEVERITIES, Alert

SEVERITY_NAMES = {"high": "重要", "medium": "一般", "low": "消息"}
DIGEST_LINES = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: ``alert_ids`` are the alerts it tells of."""

    alert_ids: tuple[str, ...]
    title: str
    body: str


def single(alert: Alert) -> Message:
    """One alert: what happened, the sentence, the link, and the key by which a repeat can be recognised."""
    lines = [alert.message]
    if alert.quote:
        lines.append(f"原文：“{alert.quote}”")
    if alert.url:
        lines.append(f"来源：{alert.url}")
    grade = f" · 可比性 {alert.grade}" if alert.grade else ""
    lines.append(f"规则 {alert.rule_id}{grade} · 编号 {alert.alert_id}")
    return Message((alert.alert_id,), f"【法知·{SEVERITY_NAMES[alert.severity]}】{alert.title}", "\n".join(lines))


def digest(alerts: Sequence[Alert]) -> Message:
    """Many alerts in one message, the important first; what does not fit is counted, never dropped in silence."""
    ranked = sorted(alerts, key=lambda alert: (SEVERITIES.index(alert.severity), alert.title))
    lines = [f"· [{SEVERITY_NAMES[alert.severity]}] {alert.title} {alert.url}".rstrip() for alert in ranked]
    more = len(lines) - DIGEST_LINES
    if more > 0:
        lines = [*lines[:DIGEST_LINES], f"…… 另有 {more} 条，见 fazhi alerts list"]
    ids = tuple(alert.alert_id for alert in ranked)
    return Message(ids, f"【法知】共 {len(alerts)} 条提醒", "\n".join(lines))
