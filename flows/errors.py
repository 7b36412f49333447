"""Errors of the flows and the command line. Each message names the thing, what was expected, and what to do next.

FlowsError
 ├─ SettingsError   a setting that does not fit
 ├─ HomeError       the home cannot be written
 ├─ InputError      a file or address handed to ``fazhi ingest|read|extract``
 ├─ DeliveryError   alerts that no channel took
 ├─ SourceTroubleError  a source failed, refused or did not answer
 └─ OrchestrationError  Prefect did not start
"""


class FlowsError(Exception):
    """Root of what the flows raise."""


class SettingsError(FlowsError):
    """A setting does not fit its type or place."""


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
