"""``fazhi up``: the schedule as one command."""

import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import console
from flows.cli.app import app

if TYPE_CHECKING:
    from flows.service import Service


@app.command()
def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Prefect server on 127.0.0.1.")] = 4200,
) -> None:
    """Start all that the schedule needs: Prefect server, work pool, deployments, worker. Ctrl-C stops it.

    Runs work in the folder it is started in, so that fazhi.toml and ./data are found; a prefect.yaml there is taken
    before the one that comes with fazhi. A server that PREFECT_API_URL names is used instead of an own one;
    PREFECT_API_DATABASE_CONNECTION_URL gives the own server a PostgreSQL instead of the SQLite file in the home.
    """
    from flows.service import running  # noqa: PLC0415  loads prefect's settings
    from flows.settings import activate, load_settings  # noqa: PLC0415

    settings = activate(load_settings())
    signal.signal(signal.SIGTERM, _stop)
    try:
        with running(settings, folder=Path.cwd(), port=port, say=_say) as service:
            _show(service, settings.places.root / "logs")
            while (child := service.fallen()) is None:
                time.sleep(1)
    except KeyboardInterrupt:
        console.out.print("Stopped. A run that was under way is finished by the next.")
        return
    console.warn(f"the {child.name} ended by itself, so all was stopped. {child.log} says:\n{child.last_words()}")
    sys.exit(1)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """``systemctl stop`` is as good as Ctrl-C."""
    raise KeyboardInterrupt


def _say(what: str) -> None:
    console.err.print(f"[dim]{what}[/]")


def _show(service: "Service", logs: Path) -> None:
    rows = [
        [
            entry["name"],
            schedule["schedule"].get("cron", ""),
            schedule["schedule"].get("timezone", ""),
            entry["description"],
        ]
        for entry in service.deployments
        for schedule in entry["schedules"]
    ]
    console.out.print(console.table("Deployments 计划任务", ["name", "cron", "zone", "what"], rows, long="what"))
    console.out.print(
        f"Server   {service.api.removesuffix('/api')}\nLogs     {logs}\n"
        f"Run one  PREFECT_API_URL={service.api} prefect deployment run monitor/daily\nCtrl-C stops all of it.",
        markup=False,
        soft_wrap=True,
    )
