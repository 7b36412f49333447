"""The public call: hands a job to the crawler process, relays its progress, and reads what it wrote."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from crawlers.errors import CrawlError
from crawlers.job import JOB_FILE, CrawlSettings, Job, JobSource
from crawlers.records import (
    EXTERNAL,
    FETCHES,
    OUTCOMES,
    PAGES,
    CrawlResult,
    ExternalLink,
    Fetch,
    FetchKind,
    Known,
    Progress,
    SourceOutcome,
    Status,
    read_lines,
    seen_pages,
)

if TYPE_CHECKING:
    from crawlers.source import Source

LOG_FILE = "spider.log"
_PATIENCE = 5.0
"""Seconds that the crawler gets to end after an interrupt, and again after a second one."""


def crawl(
    sources: Sequence["Source"],
    run_dir: Path,
    *,
    known: Known,
    archive: Path,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    urls: Sequence[str] = (),
    deep: bool | Collection[str] = False,
    closes: Mapping[str, datetime] | None = None,
    allow_private: bool = False,
    settings: CrawlSettings | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlResult:
    """Fetch what is new on the listings of ``sources``, and ``urls`` by themselves, in one Scrapy subprocess.

    ``run_dir`` (created if need be) is the hand-over: job, ledger, ``spider.log``. A directory that holds a ledger
    already is resumed: its pages are not fetched again, nor are its listings within a day. Every answer is kept under
    ``archive``. ``since`` and ``until`` leave out items whose date on the listing is older or newer, and are the first
    and last issue of newspapers; ``limit`` is how many new pages a source may give; ``deep`` walks all listings to
    their end, though they were walked before, or those of the sources with these ids
    (all of them: what was given up is asked for again); ``closes`` is when a source, by
    its id, may be asked no more; ``allow_private`` permits ``urls`` whose address is not public.
    ``progress`` is called in this thread.

    Each URL of ``urls`` gives one ``article`` or ``attachment`` row, fetched or failed. One bad source never harms
    another: see the outcomes. Raises :class:`crawlers.errors.CrawlError` where the process could not start or broke
    down; it carries what had been written. After a KeyboardInterrupt the process is ended, then it is raised again.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    job = Job(
        run_id=run_dir.name,
        archive=archive.resolve(),
        sources=tuple(_job_source(source, deep, closes or {}) for source in sources),
        known=replace(known, seen_urls=known.seen_urls | seen_pages(run_dir / FETCHES)),
        urls=tuple(dict.fromkeys(urls)),
        since=since,
        until=until,
        limit=limit,
        allow_private=allow_private,
        again=deep is True,
        settings=settings or CrawlSettings(),
    )
    job.write(run_dir)
    code = _run(run_dir, progress)
    result = load_result(run_dir)
    if code != 0:
        message = f"The crawler process ended with code {code} before its work was done."
        raise CrawlError(f"{message} What it had fetched is kept; run again to go on.", run_dir / LOG_FILE, result)
    return result


def load_result(run_dir: Path) -> CrawlResult:
    """What a run directory holds, whether its crawl ended, was interrupted or crashed.

    The versions (ETag, Last-Modified, hash) of listings are handed out only where everything new on them was tried:
    otherwise the next run would take an unchanged listing for one that has nothing left to fetch.
    """
    rows = {row["source_id"]: row for row in read_lines(run_dir / OUTCOMES)}
    complete = {source_id for source_id, row in rows.items() if row.pop("complete")}
    fetches = [Fetch.from_row(row) for row in read_lines(run_dir / FETCHES)]
    left = {fetch.from_url for fetch in fetches if fetch.kind in PAGES and not fetch.settled}
    left |= {fetch.from_url for fetch in fetches if fetch.kind in PAGES and fetch.url in left}  # of an article's own
    outcomes = [SourceOutcome.from_row(row) for row in rows.values()]
    outcomes += [_unfinished(source_id, fetches) for source_id in _source_ids(run_dir) if source_id not in rows]
    return CrawlResult(
        fetches=tuple(_trusted(fetch, complete, left) for fetch in fetches),
        outcomes=tuple(outcomes),
        external=tuple(ExternalLink.from_row(row) for row in read_lines(run_dir / EXTERNAL)),
    )


def _trusted(fetch: Fetch, complete: set[str], left: set[str]) -> Fetch:
    if fetch.kind is not FetchKind.LISTING:
        return fetch
    if fetch.source_id not in complete:
        return replace(fetch, etag="", last_modified="", listing_hash="")
    if fetch.url in left or fetch.from_url in left:
        return replace(fetch, etag="", last_modified="")  # an item failed: look at the listing again next time
    return fetch


def _unfinished(source_id: str, fetches: list[Fetch]) -> SourceOutcome:
    own = [fetch for fetch in fetches if fetch.source_id == source_id]
    return SourceOutcome(
        source_id,
        Status.INTERRUPTED,
        listings=sum(fetch.kind is FetchKind.LISTING for fetch in own),
        new_pages=sum(fetch.kind in PAGES and fetch.ok for fetch in own),
        failures=sum(not fetch.ok and fetch.kind in {*PAGES, FetchKind.LISTING} for fetch in own),
        reason="the crawler ended before this source was done",
    )


def _source_ids(run_dir: Path) -> list[str]:
    path = run_dir / JOB_FILE
    return [source.id for source in Job.read(run_dir).sources] if path.exists() else []


def _job_source(source: "Source", deep: bool | Collection[str], closes: Mapping[str, datetime]) -> JobSource:
    return JobSource(
        id=source.id,
        start_urls=source.start_urls,
        family=source.family,
        allowed_hosts=source.allowed_hosts,
        delay=source.delay,
        allow_private=source.allow_private,
        deep=deep if isinstance(deep, bool) else source.id in deep,
        closes=closes.get(source.id),
        overrides=source.overrides.model_dump(exclude_none=True),
    )


def _run(run_dir: Path, progress: Callable[[Progress], None] | None) -> int:
    """Start the process and relay its lines until it ends; its exit code."""
    command = [sys.executable, "-m", "crawlers.spider", str(run_dir.resolve())]
    root = str(Path(__file__).resolve().parent.parent)
    with (run_dir / LOG_FILE).open("ab") as log:
        child = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=root,
            start_new_session=True,  # Ctrl-C reaches this process only, which ends the child in order
        )
    assert child.stdout is not None
    try:
        for event in _events(child.stdout):
            if progress:
                progress(event)
        return child.wait()
    except BaseException:
        _stop(child)
        raise
    finally:
        child.stdout.close()


def _events(lines: IO[bytes]) -> Iterator[Progress]:
    for line in lines:
        with suppress(json.JSONDecodeError, TypeError):  # a library that prints is no event
            yield Progress(**json.loads(line))


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """Interrupt: requests under way may end. Again: they may not. Then kill. What is written stays."""
    for number in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_PATIENCE)
