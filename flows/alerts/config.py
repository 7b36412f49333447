"""``alerts.yaml``: who is told what, where and when. The schema; :mod:`flows.alerts.setup` brings it to life.

Addresses of channels hold tokens, so the file names environment variables, never addresses.
"""

import re
from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, field_validator, model_validator

Language = Literal["zh", "en"]
Severity = Literal["high", "medium", "low"]
_ENV_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")
_SEND = 'immediate, or a window such as {every: day, at: "08:00"} (every: hour, day or week; day: monday)'


def _clock(value: Any) -> Any:
    """YAML reads an unquoted 18:30 as a number of base 60."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    if isinstance(value, time):
        return value
    raise ValueError('a time of day such as "08:00"')


def _hours(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('hours such as "22:00-07:00"')
    first, last = (time(int(match[at]) % 24, int(match[at + 1])) for at in (1, 3))
    if first == last:
        raise ValueError("hours that begin and end at different times")
    return first, last


def _send(value: Any) -> Any:
    if value == "immediate":
        return {"every": "now"}
    if isinstance(value, dict | Send):
        return value
    raise ValueError(_SEND)


Clock = Annotated[time, BeforeValidator(_clock)]
QuietHours = Annotated[tuple[time, time], BeforeValidator(_hours)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Send(_Part):
    """At once, or gathered until a moment: ``every`` hour, day or week, ``at`` a time of day, ``day`` of the week."""

    every: Literal["now", "hour", "day", "week"]
    at: Clock = time(8, 0)
    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"


class ChannelEntry(_Part):
    """A channel: the environment variable that holds its Apprise address, and the language its people read."""

    address: str
    language: Language | None = None
    quiet: QuietHours | None = None

    @field_validator("address")
    @classmethod
    def _variable(cls, value: str) -> str:
        if not _ENV_NAME.fullmatch(value):
            raise ValueError(
                "the NAME of an environment variable that holds the address (FAZHI_CHANNEL_OFFICE); addresses hold "
                "tokens and belong in no file"
            )
        return value


class Subscription(_Part):
    """Alerts of these regions (with all below), indicators or dimensions, rules, and this severity or more, for these
    channels. What is left out means all."""

    name: str = Field(min_length=1)
    regions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    severity: Severity = "low"
    channels: tuple[str, ...] = ()
    send: Annotated[Send, BeforeValidator(_send)] = Send(every="now")
    quiet: QuietHours | None = None

    @field_validator("regions", mode="before")
    @classmethod
    def _codes(cls, value: Any) -> Any:
        """An unquoted code is a number to YAML."""
        return (
            [str(entry) if isinstance(entry, int) else entry for entry in value] if isinstance(value, list) else value
        )


class Tuning(_Part):
    """What is to be otherwise about a packaged rule."""

    enabled: bool = True
    severity: Severity | None = None
    parameters: dict[str, float | str] = Field(default_factory=dict)


class OwnRule(_Part):
    """A rule of the user's: a SELECT over the published views, here or in a file beside this one."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{2,63}$")
    severity: Severity = "medium"
    title: str = Field(min_length=1)
    title_en: str = ""
    description: str = ""
    sql: str = ""
    file: str = ""
    at: Literal["load", "check"] = "load"
    fresh_only: bool = True

    @model_validator(mode="after")
    def _one_text(self) -> "OwnRule":
        if bool(self.sql.strip()) == bool(self.file):
            raise ValueError("either sql (the SELECT) or file (the name of a file that holds it)")
        return self


class AlertsFile(_Part):
    """The whole of ``alerts.yaml``."""

    language: Language = "zh"
    site: HttpUrl | None = None
    timezone: str = "Asia/Shanghai"
    channels: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")], ChannelEntry] = Field(default_factory=dict)
    subscriptions: tuple[Subscription, ...] = ()
    rules: dict[str, Tuning] = Field(default_factory=dict)
    own_rules: tuple[OwnRule, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("a time zone such as Asia/Shanghai")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The clock of windows and quiet hours."""
        return ZoneInfo(self.timezone)
