"""The demo: the sample site on loopback, and the very flow that the schedule runs against it.

It lives in a home of its own kind: the fictitious regions' reference data lies in the home's ``reference`` folder, and
``demo.json`` marks it. A home that holds other data is refused, so that nothing invented mixes with what is real.
"""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flows.demo_server import HOST, serve
from flows.errors import InputError
from flows.settings import Home, Settings

MARK = "demo.json"
USUAL_PORT = 8737  # any free one will do; this one makes the sample pages' addresses the same from home to home


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to run: the sample site is served at ``base``, ``sources`` is its file of sources."""

    base: str
    sources: Path
    first_time: bool


def sample_site() -> Path:
    """The sample site: packaged beside this module, or ``tests/sample_site`` of a source checkout.

    Raises:
        InputError: neither is there.
    """
    packaged = Path(str(files("flows"))) / "sample_site"
    checkout = Path(__file__).resolve().parent.parent / "tests" / "sample_site"
    for place in (packaged, checkout):
        if (place / "www").is_dir():
            return place
    raise InputError(f"The sample site is missing: expected {packaged} or {checkout}. Install fazhi again.")


@contextmanager
def staged(settings: Settings, site: Path | None = None) -> Iterator[Demo]:
    """Prepares the home and serves the sample site while the block runs.

    Raises:
        InputError: the home holds data that is not the demo's.
        HomeError, DemoServerError: no place to write, no port to listen on.
    """
    home, site = settings.places.ensure(), site or sample_site()
    mark = home.root / MARK
    first_time = not mark.exists()
    if first_time and home.warehouse.exists():
        raise InputError(
            f"{home.root} holds a warehouse that is not the demo's, and invented regions must not mix with it. "
            "Give the demo a home of its own: fazhi --home demo-data demo"
        )
    # Pages are known by their address, so every run of this home uses the same port.
    port = _free_port() if first_time else _port_of(mark)
    with serve(site / "www", port) as base:
        if first_time:
            part = mark.with_suffix(".part")
            part.write_text(json.dumps({"port": port}), encoding="utf-8")
            part.replace(mark)
        _copy_reference(site, home)
        yield Demo(base, _write_sources(site, home, base), first_time)


def _port_of(mark: Path) -> int:
    try:
        port = int(json.loads(mark.read_text(encoding="utf-8"))["port"])
        if 0 < port < 65536:
            return port
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise InputError(
        f'{mark} does not tell the demo\'s port; expected {{"port": {USUAL_PORT}}}. Mend it, or give the demo a new '
        "home: fazhi --home demo-data demo"
    )


def _free_port() -> int:
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def _copy_reference(site: Path, home: Home) -> None:
    home.reference.mkdir(exist_ok=True)
    for path in (site / "reference").iterdir():
        shutil.copyfile(path, home.reference / path.name)


def _write_sources(site: Path, home: Home, base: str) -> Path:
    template = (site / "sources.yaml").read_text(encoding="utf-8")
    path = home.root / "demo-sources.yaml"
    path.write_text(template.replace("{base}", base), encoding="utf-8")
    os.environ["FAZHI_SOURCES"] = json.dumps([str(path)])
    return path
