"""What a run found, as events that Prefect automations can act on: one for each alert of these rules.

``fazhi.report.new``, ``fazhi.report.overdue``, ``fazhi.figure.changed``, ``fazhi.source.silent`` (or otherwise unwell).
The resource is the region, ``fazhi.region.410600``; the payload holds what the message says, with link and sentence.
"""

from collections.abc import Iterable
from uuid import UUID

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect.events import emit_event

from warehouse.alerts import Alert

EVENTS = {
    "new_report": "fazhi.report.new",
    "report_overdue": "fazhi.report.overdue",
    "history_rewritten": "fazhi.figure.changed",
    "source_unwell": "fazhi.source.silent",
}


def tell(alerts: Iterable[Alert]) -> int:
    """Sends the events; how many. An event bears the alert's id, so one that is sent twice is one to the server."""
    sent = 0
    for alert in alerts:
        if alert.rule_id in EVENTS:
            emit_event(
                event=EVENTS[alert.rule_id],
                resource={
                    "prefect.resource.id": f"fazhi.region.{alert.region_code or 'unknown'}",
                    "prefect.resource.name": alert.region or "unknown",
                },
                payload={
                    "title": alert.title,
                    "message": alert.message,
                    "quote": alert.quote,
                    "url": alert.url,
                    "report_year": alert.report_year,
                    "indicator_id": alert.indicator_id,
                    "grade": alert.grade,
                    "alert_id": alert.alert_id,
                },
                id=UUID(hex=alert.alert_id),
            )
            sent += 1
    return sent
