"""The alert rules that come with the package: a SELECT in ``alert_rules/<id>.sql`` and an entry in ``rules.yaml``.

A rule sees the table ``fresh_articles(article_id)``: the origins this load brought that no load before took figures
from. So a reprint, a page read again and a re-extraction never alert, whatever a rule says. And it sees
``this_run(today)``, the day of the load in Shanghai, and its parameters as ``$names``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from warehouse.errors import RuleError

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOLDER = Path(__file__).resolve().parents[1] / "alert_rules"
SEVERITIES = ("high", "medium", "low")
MOMENTS = ("load", "check")


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule. ``sql`` answers with a row an alert: ``dedupe_key`` and ``title`` at least, and any of the columns of
    ``alerts`` that describe one (docs/alerts.md).

    ``at`` is one of :data:`MOMENTS`: whether new facts or the check of all sources can make it fire. ``parameters`` are
    the ``$names`` of the SQL with their values. ``place`` says where a user wrote it, empty for a packaged rule;
    ``fresh_only`` keeps of its rows those of fresh articles, which packaged rules see to themselves.
    """

    id: str
    severity: str
    title: str
    description: str
    sql: str
    at: str = "load"
    title_en: str = ""
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    place: str = ""
    fresh_only: bool = False

    @property
    def told(self) -> str:
        """The description with the parameters that are in force."""
        return self.description.format_map({name: _plain(value) for name, value in self.parameters.items()})


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


@lru_cache(maxsize=4)
def rules(folder: Path = FOLDER) -> tuple[AlertRule, ...]:
    """All packaged rules in the order of ``rules.yaml``; raises :class:`RuleError` naming the entry that is wrong."""
    entries = yaml.safe_load((folder / "rules.yaml").read_text(encoding="utf-8"))["rules"]
    return tuple(_rule(folder, entry) for entry in entries)


def _rule(folder: Path, entry: Mapping[str, Any]) -> AlertRule:
    ident = str(entry.get("id") or "(without id)")
    missing = [name for name in ("id", "severity", "title", "description") if not entry.get(name)]
    if missing:
        raise RuleError(ident, f"its entry lacks {', '.join(missing)}.")
    if entry["severity"] not in SEVERITIES:
        raise RuleError(ident, f"severity {entry['severity']!r}, expected one of {', '.join(SEVERITIES)}.")
    at = entry.get("at", "load")
    if at not in MOMENTS:
        raise RuleError(ident, f"at {at!r}, expected one of {', '.join(MOMENTS)}.")
    file = folder / f"{ident}.sql"
    if not file.is_file():
        raise RuleError(ident, f"there is no {file.name}.")
    return AlertRule(
        id=ident,
        severity=entry["severity"],
        title=entry["title"],
        description=entry["description"],
        sql=file.read_text(encoding="utf-8"),
        at=at,
        title_en=entry.get("title_en", ""),
        parameters=entry.get("parameters", {}),
    )
