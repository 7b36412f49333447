"""Alerts made by hand, for what happens to them after they fired."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from warehouse.alerts import Alert

PLAIN = Alert(
    alert_id="0" * 32,
    dedupe_key="",
    rule_id="new_report",
    severity="low",
    region_code="410600",
    region="河南省鹤壁市",
    indicator_id=None,
    report_year=2024,
    grade="A",
    title="示例市发布年度报告",
    message="示例市发布 2024 年度报告。",
    quote="全年收到行政复议申请66件",
    url="http://127.0.0.1/r.html",
    published=date(2025, 2, 1),
    article_id="a1",
    observation_ids=(),
    state="pending",
    attempts=0,
    error="",
    created_at=datetime(2025, 2, 2),
    delivered_to=(),
    run_id="r",
)


def alert(number: int = 0, **facts: Any) -> Alert:
    """An alert whose id is the number, in hex."""
    own = {"alert_id": f"{number:032x}", "dedupe_key": str(number)}
    return replace(PLAIN, **(own | facts))
