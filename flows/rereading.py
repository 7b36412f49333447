"""Kept pages, read again: when rules or reference data have improved, history is extracted anew from the archive.

No request leaves the machine. What a page tells otherwise now supersedes what it told before; the old telling stays in
``observations_history``. Work is stored chunk by chunk, so a run that is cut off has only the rest to do: the next one
looks for what an older extractor read.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawlers import CrawlResult
from crawlers.records import Fetch
from flows import progress
from flows.calling import Clock, Conductor
from flows.errors import InputError
from flows.metrics.version import version as extractor_version
from flows.pipeline import show, understand
from flows.run import SUMMARY, Failure, Run
from flows.stations import Given
from flows.storing import load_station
from warehouse import Answer, open_writer, reference
from warehouse.kept import FigureChange, Selection, answers_of, changes, pages_to_read, territory

if TYPE_CHECKING:
    import duckdb

PAGES_A_LOAD = 200  # a transaction that takes seconds: what a kill costs at most
CHANGES = "changes.csv"


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What reading again did. ``pages`` were due, ``read`` of them could be read.

    ``new``, ``gone`` and ``changed`` count figures; ``fields`` tells in what the changed ones differ, most often first.
    ``diff`` is the CSV file that lists every one of them.
    """

    run_id: str
    started_at: datetime
    seconds: Mapping[str, float]
    pages: int
    read: int
    unchanged: int
    new: int
    gone: int
    changed: int
    quarantined: int
    fields: tuple[tuple[str, int], ...]
    changes: tuple[FigureChange, ...]
    failures: tuple[Failure, ...]
    diff: str
    database: str

    @property
    def state(self) -> str:
        """``complete``; ``partial`` where single pages could not be read again; ``failed`` where none could."""
        if not self.failures:
            return "complete"
        return "partial" if self.read else "failed"

    def write(self, folder: Path) -> None:
        """Writes ``summary.json``, without the single changes: they are in :attr:`diff`."""
        told = {name: value for name, value in asdict(replace(self, changes=())).items() if name != "changes"}
        text = json.dumps(told | {"state": self.state}, ensure_ascii=False, indent=1, default=str)
        (folder / SUMMARY).write_text(text, encoding="utf-8")


def select(
    run: Run, only: Sequence[str] = (), *, since: date | None = None, every: bool = False, limit: int | None = None
) -> list[str]:
    """The ids of the pages that are due; see :class:`warehouse.kept.Selection`.

    ``only`` names sources, regions (with all below them) or addresses of pages.

    Raises:
        InputError: a name that is none of these.
    """
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        today = Selection(extractor_version(), reference.version(), since=since, every=every)
        found = pages_to_read(writer.con, replace(today, **_named(writer.con, only)))
    return found[:limit]


def _named(con: "duckdb.DuckDBPyConnection", only: Sequence[str]) -> dict[str, Any]:
    sources = {ident for (ident,) in con.execute("SELECT DISTINCT source_id FROM articles").fetchall()}
    named: dict[str, list[str]] = {"sources": [], "regions": [], "urls": []}
    for name in only:
        if name in sources:
            named["sources"].append(name)
        elif "://" in name:
            named["urls"].append(name)
        elif found := territory(con, name):
            named["regions"] += found
        else:
            raise InputError(
                f"{name!r} is no source with kept pages, no region and no address. Sources: fazhi sources list"
            )
    return {kind: tuple(names) for kind, names in named.items()}


def read_again(run: Run, article_ids: Sequence[str], conductor: Conductor) -> RereadReport:
    """Reads these pages from the archive, stores what they tell now, publishes, and lists what has changed."""
    clock, failures, read, totals = Clock(), list[Failure](), 0, Counter[str]()
    for at in range(0, len(article_ids), PAGES_A_LOAD):
        progress.tell("pages", at, len(article_ids))
        for given, answers in _answers(run, article_ids[at : at + PAGES_A_LOAD]):
            haul = understand(run, CrawlResult(answers, ()), conductor, clock, given=given)
            haul = replace(haul, result=CrawlResult((), ()))  # the ledger has these answers already
            with clock.at("load"):
                loaded = conductor.one("load", load_station, run, haul)
            failures += haul.failures
            read += len(haul.pages)
            totals += Counter(unchanged=loaded.unchanged_observations, quarantined=loaded.quarantined)
    progress.tell("pages", len(article_ids), len(article_ids))
    if read:
        show(run, conductor, clock)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        found = changes(writer.con, run.run_id)
    _write_changes(run.folder / CHANGES, found)
    report = _report(run, clock, found, failures, pages=len(article_ids), read=read, totals=totals)
    report.write(run.folder)
    return report


def _answers(run: Run, article_ids: Sequence[str]) -> list[tuple[Given, tuple[Fetch, ...]]]:
    """The kept answers, those together that a person handed over with the same words."""
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        rows = sorted(answers_of(writer.con, article_ids), key=_parameters)
    return [(Given.of_json(text), tuple(map(_fetch, group))) for text, group in groupby(rows, key=_parameters)]


def _parameters(row: Mapping[str, Any]) -> str:
    return row["parameters"] or ""


def _fetch(row: Mapping[str, Any]) -> Fetch:
    """The record of a row of ``fetches``: empty texts instead of NULL, its time in UTC."""
    told = {name: value for name, value in row.items() if value is not None}
    day = told.pop("link_date", None)
    told["fetched_at"] = told["fetched_at"].replace(tzinfo=UTC).isoformat()
    return Fetch.from_row(told | {"link_date": day.isoformat() if day else None})


def _report(
    run: Run, clock: Clock, found: Sequence[FigureChange], failures: Sequence[Failure], **counted: Any
) -> RereadReport:
    kinds = Counter(change.what for change in found)
    totals = counted.pop("totals")
    return RereadReport(
        run_id=run.run_id,
        started_at=run.started_at,
        seconds=dict(clock.seconds),
        unchanged=totals["unchanged"],
        quarantined=totals["quarantined"],
        new=kinds["new"],
        gone=kinds["gone"],
        changed=kinds["changed"],
        fields=tuple(Counter(name for change in found for name in change.fields).most_common()),
        changes=tuple(found),
        failures=tuple(failures),
        diff=str(run.folder / CHANGES),
        database=str(run.home.published),
        **counted,
    )


def _write_changes(path: Path, found: Sequence[FigureChange]) -> None:
    """One line a field that differs; a figure that came or went has one line for itself."""
    lines = [
        (
            *(change.what, name, change.before and change.before[name], change.after and change.after[name]),
            *(change.span_text, change.sentence, change.url),
        )
        for change in found
        for name in change.fields or ("indicator",)
    ]
    columns = ("what", "field", "before", "after", "span_text", "sentence", "url")
    path.write_text(Answer(columns, tuple(lines)).as_csv(), encoding="utf-8")
