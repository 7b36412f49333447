"""The words of an alert: one message for one alert, one digest for many. Chinese, plain text; figures as stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SEVERITIES = {"high": "重要", "medium": "一般", "info": "消息", "low": "消息", "data_quality": "数据质量"}
DIGEST_LINES = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: ``alert_ids`` are the alerts it tells of."""

    alert_ids: tuple[str, ...]
    title: str
    body: str


def single(alert: Mapping[str, Any]) -> Message:
    """One alert: what happened, the sentence, the link, and the key by which a repeat can be recognised."""
    lines = [str(alert["message"])]
    if alert.get("quote"):
        lines.append(f"原文：“{alert['quote']}”")
    if alert.get("url"):
        lines.append(f"来源：{alert['url']}")
    grade = f" · 可比性 {alert['grade']}" if alert.get("grade") else ""
    lines.append(f"规则 {alert['rule_id']}{grade} · 编号 {alert['alert_id']}")
    return Message((str(alert["alert_id"]),), f"【法知·{_severity(alert)}】{alert['title']}", "\n".join(lines))


def digest(alerts: Sequence[Mapping[str, Any]]) -> Message:
    """Many alerts in one message, the important first; what does not fit is counted, never dropped in silence."""
    ranked = sorted(alerts, key=lambda alert: (list(SEVERITIES).index(_known(alert)), str(alert["title"])))
    lines = [f"· [{_severity(alert)}] {alert['title']} {alert.get('url') or ''}".rstrip() for alert in ranked]
    more = len(lines) - DIGEST_LINES
    if more > 0:
        lines = [*lines[:DIGEST_LINES], f"…… 另有 {more} 条，见 fazhi alerts list"]
    ids = tuple(str(alert["alert_id"]) for alert in ranked)
    return Message(ids, f"【法知】本次运行共 {len(alerts)} 条提醒", "\n".join(lines))


def _known(alert: Mapping[str, Any]) -> str:
    severity = str(alert.get("severity") or "info")
    return severity if severity in SEVERITIES else "info"


def _severity(alert: Mapping[str, Any]) -> str:
    return SEVERITIES[_known(alert)]
