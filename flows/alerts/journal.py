"""What became of messages, a line each, on disk before the next one is sent: the warehouse need not be open meanwhile,
and a crash repeats at most the message that was on its way."""

import json
import os
from datetime import datetime
from pathlib import Path

from warehouse.alerts import Outcome


class Journal:
    """``deliveries.jsonl`` in the home. It is empty but for the time between sending and noting."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, outcome: Outcome) -> None:
        """Writes an outcome down; it is on the disk when this returns."""
        told = {
            "message_id": outcome.message_id,
            "channel": outcome.channel,
            "error": outcome.error,
            "at": outcome.at.isoformat(),
        }
        with self._path.open("a", encoding="utf-8") as file:
            # A line that a crash cut short is ended first, so that it spoils no other.
            file.write("\n" + json.dumps(told, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[Outcome]:
        """The outcomes, oldest first; a line that a crash cut short counts as not written."""
        if not self._path.exists():
            return []
        found = []
        for line in self._path.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                told = json.loads(line)
                at = datetime.fromisoformat(told["at"])
                found.append(Outcome(told["message_id"], told["channel"], told["error"], at))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def clear(self) -> None:
        """Forgets what the warehouse has noted."""
        self._path.unlink(missing_ok=True)
