"""Is an installation sound? Each :class:`Check` says what was seen and, where something is to be done, what."""

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version

import httpx
from packaging.requirements import Requirement

from crawlers.errors import CrawlersError
from crawlers.reading.files.convert import office
from flows.errors import FlowsError
from flows.settings import Settings, activate, load_settings
from warehouse.errors import WarehouseError
from warehouse.reference.errors import ReferenceDataError

LOW_DISK = 2 * 1024**3


class State(StrEnum):
    """``bad`` keeps fazhi from working, ``note`` does not."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    state: State
    seen: str
    advice: str = ""


def examine() -> list[Check]:
    """Runs every check; a check that fails is a row, never an exception."""
    checks = [_python(), *_packages()]
    try:
        settings = load_settings()
    except FlowsError as error:
        return [*checks, Check("settings", State.BAD, str(error))]
    checks.append(Check("settings", State.GOOD, f"home {settings.places.root}"))
    activate(settings)
    examinations: tuple[Callable[[Settings], Check], ...] = (
        _home,
        _disk,
        _reference,
        _warehouse,
        _published,
        _sources,
        _contact,
        _alerts,
        _prefect,
        _office,
    )
    return [*checks, *(examination(settings) for examination in examinations)]


def _python() -> Check:
    seen = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("python", State.GOOD, seen)


def _packages() -> list[Check]:
    """Versions against fazhi's own requirements: a plain upgrade of one package can break Prefect's server."""
    try:
        declared = requires("fazhi") or []
    except PackageNotFoundError:
        return [Check("packages", State.BAD, "fazhi is not installed in this environment", "make setup")]
    wrong, held = [], []
    for requirement in map(Requirement, declared):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(installed, prereleases=True):
            wrong.append(f"{requirement.name} {installed} is outside {requirement.specifier}")
        held.append(f"{requirement.name} {installed}")
    if wrong:
        return [Check("packages", State.BAD, "; ".join(wrong), "pip install -c constraints.txt -e .")]
    named = [row for row in held if row.split()[0] in {"scrapy", "prefect", "trafilatura", "duckdb"}]
    return [Check("packages", State.GOOD, f"{', '.join(named)} and {len(held) - len(named)} more, all within range")]


def _office(_: Settings) -> Check:
    """Old Word and Excel files hang on it; everything else works without."""
    program = office()
    if program is None:
        return Check(
            "libreoffice",
            State.NOTE,
            "not found: attached DOC, XLS, WPS and RTF files stay unread, as failures on record",
            "install it without its windows, e.g. apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
        )
    return Check("libreoffice", State.GOOD, program)


def _home(settings: Settings) -> Check:
    try:
        settings.places.ensure()
    except FlowsError as error:
        return Check("write access", State.BAD, str(error))
    return Check("write access", State.GOOD, str(settings.places.root))


def _disk(settings: Settings) -> Check:
    place = next(folder for folder in (settings.places.root, *settings.places.root.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    seen = f"{free / 1024**3:.1f} GB free"
    if free < LOW_DISK:
        return Check("disk", State.NOTE, seen, "a year of pages needs some GB: make room or move FAZHI_HOME")
    return Check("disk", State.GOOD, seen)


def _reference(_: Settings) -> Check:
    from warehouse import reference  # noqa: PLC0415  after activate(): folders of the user's own count

    try:
        seen = f"{len(reference.indicators())} indicators, {len(tuple(reference.regions()))} regions"
        return Check("reference data", State.GOOD, f"{seen}, version {reference.version()}")
    except ReferenceDataError as error:
        return Check("reference data", State.BAD, str(error))


def _warehouse(settings: Settings) -> Check:
    from warehouse import WarehouseBusyError, open_writer  # noqa: PLC0415  loads duckdb

    home = settings.places
    if not home.warehouse.exists():
        return Check("warehouse", State.NOTE, "none yet", "fazhi demo, or fazhi run")
    try:
        with open_writer(home.warehouse, wait=0) as writer:
            counted = writer.con.execute("SELECT count(*), max(recorded_at) FROM loads").fetchall()[0]
    except WarehouseBusyError as busy:
        return Check("warehouse", State.NOTE, str(busy), "this is normal while a run works")
    except (WarehouseError, ReferenceDataError) as error:
        return Check("warehouse", State.BAD, str(error))
    size = home.warehouse.stat().st_size / 1024**2
    last = f", the last at {counted[1]:%Y-%m-%d %H:%M} UTC" if counted[1] else ""
    return Check("warehouse", State.GOOD, f"{size:.1f} MB, {counted[0]} loads{last}")


def _published(settings: Settings) -> Check:
    from warehouse import open_reader  # noqa: PLC0415

    home = settings.places
    if not home.published.exists():
        wanted = State.BAD if home.warehouse.exists() else State.NOTE
        return Check("published copy", wanted, "none yet", "fazhi publish" if home.warehouse.exists() else "fazhi run")
    try:
        with open_reader(home.published) as con:
            row = con.execute("SELECT count(*), count(DISTINCT region_code) FROM observations").fetchall()[0]
    except WarehouseError as error:
        return Check("published copy", State.BAD, str(error), "fazhi publish")
    age = datetime.now(UTC) - datetime.fromtimestamp(home.published.stat().st_mtime, UTC)
    seen = f"{row[0]} observations of {row[1]} regions, published {_ago(age.total_seconds())} ago"
    return Check("published copy", State.GOOD, seen)


def _ago(seconds: float) -> str:
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _sources(settings: Settings) -> Check:
    from crawlers import load_sources  # noqa: PLC0415  loads pydantic and yaml

    try:
        sources = load_sources(*settings.source_files)
    except CrawlersError as error:
        return Check("sources", State.BAD, str(error))
    enabled = sum(source.enabled for source in sources)
    seen = f"{enabled} of {len(sources)} enabled"
    if not enabled:
        return Check("sources", State.NOTE, seen, "fazhi sources add URL looks at a listing and adds it")
    return Check("sources", State.GOOD, seen)


def _contact(settings: Settings) -> Check:
    if settings.contact:
        return Check("contact", State.GOOD, f"named in the user agent: {settings.contact}")
    return Check(
        "contact", State.NOTE, "not set", "FAZHI_CONTACT=you@example.org is needed before any public site is asked"
    )


def _alerts(settings: Settings) -> Check:
    from flows.alerts import AppriseChannel, load_setup  # noqa: PLC0415

    try:
        setup = load_setup(settings)
    except (FlowsError, WarehouseError, ReferenceDataError) as error:
        return Check("alerts", State.BAD, str(error))
    channels = [channel for channel in setup.channels if isinstance(channel, AppriseChannel)]
    if not channels:
        return Check(
            "alerts", State.NOTE, "only the file alerts.jsonl", "FAZHI_ALERT_URLS='[\"wecombot://…\"]' adds channels"
        )
    unknown = [channel.name for channel in channels if not channel.known]
    if unknown:
        seen = f"no address that Apprise knows: {', '.join(unknown)}"
        return Check("alerts", State.BAD, seen, "correct the environment variable that holds it (docs/alerts.md)")
    named = ", ".join(channel.name for channel in channels)
    return Check("alerts", State.GOOD, f"{len(setup.rules)} rules; file and {named}")


def _prefect(_: Settings) -> Check:
    from flows.prefect_env import api_url, home_problem  # noqa: PLC0415  loads prefect's settings

    problem = home_problem()
    if problem:
        return Check("prefect", State.BAD, problem, "PREFECT_HOME=/a/folder/of/yours")
    address = api_url()
    if not address:
        return Check(
            "prefect", State.GOOD, f"{version('prefect')}, no server set: each run starts its own for its duration"
        )
    try:
        answer = httpx.get(f"{address.rstrip('/')}/version", timeout=5)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        return Check(
            "prefect",
            State.BAD,
            f"no answer from {address} ({error})",
            "prefect server start; or mend PREFECT_API_URL; or without: prefect config unset PREFECT_API_URL",
        )
    return Check("prefect", State.GOOD, f"server {address} answers, version {answer.text.strip()}")
