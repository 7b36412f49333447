"""Prefect's environment: telemetry off before Prefect is loaded, and what ``doctor`` asks about it.

Import this module before anything of Prefect. Variables that are set already are left alone.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
# A busy machine needs more than the 20 s that Prefect gives the server of a single run to start.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
# What is said outside a run has no run's log to go to.
os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")

from prefect.settings import get_current_settings


def api_url() -> str | None:
    """The address of the Prefect server in use, None where a run starts its own."""
    return get_current_settings().api.url


def home_problem() -> str:
    """Why Prefect cannot keep its state in its home folder; empty where it can."""
    home = get_current_settings().home
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".write-test-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return f"Prefect's home {home} cannot be written: {error.strerror or error}"
    return ""
