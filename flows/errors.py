"""Errors of the flows and the command line. Each message names the thing, what was expected, and what to do next.

FlowsError
 ├─ SettingsError   a setting that does not fit
 │   └─ AlertConfigError  a field of alerts.yaml: file, line, field, value, legal values
 ├─ HomeError       the home cannot be written
 ├─ InputError      a file or address handed to ``fazhi ingest|read|extract``
 ├─ DeliveryError   alerts that no channel took
 ├─ SourceTroubleError  a source failed, refused or did not answer
 └─ OrchestrationError  Prefect did not start
"""

from pathlib import Path


class FlowsError(Exception):
    """Root of what the flows raise."""


class SettingsError(FlowsError):
    """A setting does not fit its type or place."""


class AlertConfigError(SettingsError):
    """A field of ``alerts.yaml`` does not fit. ``line`` is 1-based, 0 where the whole file is meant."""

    def __init__(self, path: Path, line: int, field: str, value: object, expected: str) -> None:
        self.path, self.line, self.field, self.value, self.expected = path, line, field, value, expected
        where = f"{path}:{line}" if line else str(path)
        what = f"{field}: " if field else ""
        super().__init__(
            f"{where}: {what}expected {expected}, seen {value!r}. Correct the file, then: fazhi alerts rules"
        )


class HomeError(FlowsError):
    """``FAZHI_HOME`` cannot be created or written."""


class InputError(FlowsError):
    """A file or address that a person handed over cannot be used."""


class OrchestrationError(FlowsError):
    """Prefect could not be reached or started."""


class DeliveryError(FlowsError):
    """A channel refused a message."""


class SourceTroubleError(FlowsError):
    """A source failed, refused or did not answer; the others go on."""
