"""Pages are read by processes of their own, on all cores, while the crawl that brings them still runs."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from crawlers.records import Fetch, FetchKind, parse_lines
from flows.run import Failure
from flows.stations import BELONGINGS, ReadPage, read_page

LEAST = 24
"""Fewer pages are read where they are asked for: processes would take longer to start."""
_CHUNK = 8
_Work = tuple[Fetch, tuple[Fetch, ...]]
_Results = list[ReadPage | Failure | None]


@dataclass
class _Tail:
    """The whole lines that a file got since the last look."""

    offset: int = 0
    rest: bytes = b""

    def lines(self, path: Path) -> list[bytes]:
        if not path.exists():
            return []
        with path.open("rb") as file:
            file.seek(self.offset)
            data = self.rest + file.read()
            self.offset = file.tell()
        *whole, self.rest = data.split(b"\n")
        return whole


@dataclass
class Readers:
    """Reads the articles of one run. ``processes`` None is one a core; they give way to everything else (nice).

    :meth:`watch` takes what the crawler has written, :meth:`take` what it gave, :meth:`read` gives a page. Close it, or
    use it as a context.
    """

    archive: Path
    processes: int | None = None
    least: int = LEAST
    _tail: _Tail = field(default_factory=_Tail)
    _taken: set[str] = field(default_factory=set)
    _belonging: dict[str, list[Fetch]] = field(default_factory=dict)
    _waiting: list[_Work] = field(default_factory=list)
    _under_way: dict[str, tuple["Future[_Results]", int, tuple[Fetch, ...]]] = field(default_factory=dict)
    _pool: ProcessPoolExecutor | None = None

    def watch(self, ledger: Path) -> None:
        """Take the rows that a ledger (``fetches.jsonl``) got since the last look."""
        self.take(Fetch.from_row(row) for row in parse_lines(self._tail.lines(ledger)))

    def take(self, fetches: Iterable[Fetch], *, ended: bool = False) -> None:
        """Have articles read, those that were not taken before; ``ended``: no more will come."""
        for fetch in fetches:
            if not fetch.ok or fetch.warc_offset is None or fetch.fetch_id in self._taken:
                continue
            self._taken.add(fetch.fetch_id)
            if fetch.kind in BELONGINGS and fetch.from_url:
                self._belonging.setdefault(fetch.from_url, []).append(fetch)
            elif fetch.kind is FetchKind.ARTICLE:  # its row comes after those of all that belongs to it
                self._waiting.append((fetch, tuple(self._belonging.pop(fetch.url, ()))))
        if self._pool is None and len(self._waiting) < self.least:
            return
        while len(self._waiting) >= (1 if ended else _CHUNK):
            chunk, self._waiting = self._waiting[:_CHUNK], self._waiting[_CHUNK:]
            self._submit(chunk)

    def read(self, fetch: Fetch, belonging: Sequence[Fetch] = ()) -> ReadPage | Failure:
        """The page: from its process, or read here where none has it, or has it otherwise."""
        future, place, known = self._under_way.pop(fetch.fetch_id, (None, 0, ()))
        if future is not None and known == tuple(belonging):
            try:
                if (found := future.result()[place]) is not None:
                    return found
            except BrokenExecutor:  # killed, say for want of memory: what it had is read here, page by page
                self.close()
        return read_page(self.archive, fetch, belonging=belonging)

    def _submit(self, chunk: list[_Work]) -> None:
        if self._pool is None:
            self._pool = _pool(self.processes or os.cpu_count() or 1)
        try:
            future = self._pool.submit(_read_all, self.archive, chunk)
        except (BrokenExecutor, RuntimeError):  # closed after it broke
            return
        for place, (fetch, belonging) in enumerate(chunk):
            self._under_way[fetch.fetch_id] = (future, place, belonging)

    def close(self) -> None:
        """End the processes; what is under way is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _pool(processes: int) -> ProcessPoolExecutor:
    """Forked from a server that has loaded the reader once, and has no threads that a fork could tear."""
    forking = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forking else "spawn")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)


def _begin() -> None:
    """A reader leaves Ctrl-C to its parent, the processor to the crawler, and the world when its parent has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_all(archive: Path, chunk: list[_Work]) -> _Results:
    """The pages in their order; None where reading failed in a way that the caller is to see for itself."""
    results: _Results = []
    for fetch, belonging in chunk:
        try:
            results.append(read_page(archive, fetch, belonging=belonging))
        except Exception:
            results.append(None)
    return results
