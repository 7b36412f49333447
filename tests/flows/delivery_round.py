"""A round of the product that may be killed anywhere: load → publish → deliver, in a process of its own."""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from batches import report, run
from flows import delivery
from flows.settings import Settings
from warehouse import open_writer
from warehouse.publication import publish

STAGES = ("load", "publish", "deliver", "done")


def play(home: str, number: int, year: int, cases: int, region: tuple[str, str], now: datetime, stage: Any) -> None:
    """Round ``number``: a region's report of a year comes in. ``stage.value`` tells how far it is."""
    # A run of its own for each attempt, as the schedule would start it.
    run_row = run(f"round-{number}-{os.getpid()}-{time.monotonic_ns()}")
    settings = Settings(home=Path(home))
    batch = report(year, cases=cases, code=region[0], region=region[1], run_row=run_row)
    stage.value = STAGES.index("load")
    with open_writer(settings.places.warehouse) as writer:
        writer.load(batch, delivery.rules_in_force(settings))
    stage.value = STAGES.index("publish")
    publish(settings.places.warehouse, settings.places.root)
    stage.value = STAGES.index("deliver")
    delivery.deliver_due(settings, now=now)
    stage.value = STAGES.index("done")
