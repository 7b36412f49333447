"""What the crawler writes down while it runs: the archive, and one line a fact in the run directory.

``fetches.jsonl`` (a row a request), ``external.jsonl`` (links that leave the source), ``outcomes.jsonl`` (a row a
source that is done). Every line is flushed at once: a crash loses nothing that was written.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from crawlers.archive import Kept, WarcFile
from crawlers.records import EXTERNAL, FETCHES, OUTCOMES, ExternalLink, Fetch, FetchKind, to_line
from crawlers.waiting import asked_wait


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer that has been kept: what a fetch row says of it."""

    url: str
    status: int
    fetched_at: datetime
    content_type: str
    body_bytes: int
    body_hash: str
    etag: str
    last_modified: str
    kept: Kept
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about, for its row: whose it is, which URL was asked for, and where the link was found."""

    source_id: str
    kind: FetchKind
    url: str
    link_title: str = ""
    link_date: date | None = None
    from_url: str = ""


class Ledger:
    """The open files of one run."""

    def __init__(self, run_dir: Path, run_id: str, archive: Path) -> None:
        """Opens them for appending. Raises :class:`crawlers.errors.ArchiveError` where the archive refuses."""
        self._run_id = run_id
        self._number = 0
        self._warc = WarcFile(archive, run_id, datetime.now(UTC))
        self._fetches = _append(run_dir / FETCHES)
        self._external = _append(run_dir / EXTERNAL)
        self._outcomes = _append(run_dir / OUTCOMES)

    def keep(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        """Archive an answer."""
        headers = tuple(headers)
        now = datetime.now(UTC)
        kept = self._warc.add_response(url, status, headers, body, now)
        said = {name.lower(): value for name, value in headers}
        return Answer(
            url=url,
            status=status,
            fetched_at=now,
            content_type=said.get("content-type", ""),
            body_bytes=len(body),
            body_hash=hashlib.sha256(body).hexdigest(),
            etag=said.get("etag", ""),
            last_modified=said.get("last-modified", ""),
            retry_after=int(wait) if (wait := asked_wait(said.get("retry-after", ""))) is not None else None,
            kept=kept,
        )

    def fetched(
        self,
        subject: Subject,
        answer: Answer | None,
        *,
        label: str = "",
        error: str = "",
        kind: FetchKind | None = None,
        listing_hash: str = "",
    ) -> Fetch:
        """Write the row of a request: of its answer, or of why there is none."""
        self._number += 1
        identity = f"{self._run_id}|{self._number}|{subject.url}"
        row = Fetch(
            fetch_id=hashlib.sha256(identity.encode()).hexdigest()[:20],
            source_id=subject.source_id,
            url=subject.url,
            kind=kind or subject.kind,
            fetched_at=answer.fetched_at if answer else datetime.now(UTC),
            final_url=answer.url if answer else "",
            status=answer.status if answer else None,
            error=error,
            label=label,
            content_type=answer.content_type if answer else "",
            body_bytes=answer.body_bytes if answer else 0,
            body_hash=answer.body_hash if answer else "",
            etag=answer.etag if answer else "",
            last_modified=answer.last_modified if answer else "",
            retry_after=answer.retry_after if answer else None,
            warc_file=answer.kept.warc_file if answer else "",
            warc_offset=answer.kept.offset if answer else None,
            link_title=subject.link_title,
            link_date=subject.link_date,
            listing_hash=listing_hash,
            from_url=subject.from_url,
        )
        _write(self._fetches, row)
        return row

    def external(self, link: ExternalLink) -> None:
        """Write down a link that leaves its source."""
        _write(self._external, link)

    def outcome(self, row: dict[str, Any]) -> None:
        """Write down how a source fared, with ``complete``: whether all that is new was tried."""
        _write(self._outcomes, row)

    def close(self) -> None:
        """Close all files."""
        self._warc.close()
        for file in (self._fetches, self._external, self._outcomes):
            file.close()


def _append(path: Path) -> TextIO:
    file = path.open("a+", encoding="utf-8")
    _end_last_line(path, file)
    return file


def _end_last_line(path: Path, file: TextIO) -> None:
    """After a crash in the middle of a line, a resumed run starts a new one; the torn line is skipped by readers."""
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        file.write("\n")
        file.flush()


def _write(file: TextIO, record: Any) -> None:
    file.write(to_line(record))
    file.flush()
