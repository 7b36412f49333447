"""Runs of the real command line in a home of their own."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from flows.cli.main import main; main()"]
ROOT = Path(__file__).resolve().parents[1]
OWN = ("FAZHI_SOURCES", "FAZHI_REFERENCE_DIRS", "FAZHI_CONTACT", "FAZHI_ALERT_URLS", "PREFECT_API_URL")


def fazhi(
    home: Path, *arguments: str, env: dict[str, str] | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """``fazhi ARGUMENTS…`` with its state in ``home`` and Prefect's beside it, in a folder without a ``fazhi.toml``."""
    home.parent.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    kept |= {"FAZHI_HOME": str(home), "PREFECT_HOME": str(home.parent / "prefect"), "PYTHONPATH": str(ROOT)}
    kept |= {"COLUMNS": "120"} | (env or {})
    return subprocess.run(
        [*COMMAND, *arguments], cwd=home.parent, env=kept, input=text, capture_output=True, text=True, check=False
    )
