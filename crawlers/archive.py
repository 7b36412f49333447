"""Everything fetched is kept as WARC (ISO 28500), append-only: ``YYYY/MM/<run>.warc.gz``, one gzip member a record.

Bodies are stored as they were after content decoding; the answer's own Content-Encoding, Content-Length and
Transfer-Encoding are kept under ``X-Archive-Orig-…``, the habit of web archives.
"""

import hashlib
import mimetypes
import zlib
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.errors import ArchiveError
from crawlers.records import ADHOC, Fetch, FetchKind

MAX_FILE_BYTES = 100_000_000
"""The largest local file that is taken in, and the largest body that is read back, in bytes."""

_REWRITTEN = {"content-encoding", "content-length", "transfer-encoding"}
_SIGNATURES = (
    (b"%PDF", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<?xml", "application/xml"),
)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One record read back. ``status`` is None for a local file; ``headers`` as stored; ``fetched_at`` is UTC."""

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime

    @property
    def content_type(self) -> str:
        """The Content-Type header, parameters included; empty where there was none."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a record lies: the file relative to the archive, and the offset of its gzip member in bytes."""

    warc_file: str
    offset: int


class WarcFile:
    """A new WARC file of the archive, written record by record; each is on its way to the disk when ``add`` returns."""

    def __init__(self, archive: Path, name: str, when: datetime) -> None:
        """Opens ``YYYY/MM/<name>.warc.gz``, or ``<name>-2…`` where that exists. Raises :class:`ArchiveError`."""
        self.relative, self._file = _create(archive, name, when)
        self._writer = WARCWriter(self._file, gzip=True)
        info = {"software": "fazhi", "format": "WARC File Format 1.0", "isPartOf": name}
        self._writer.write_record(self._writer.create_warcinfo_record(self.relative.name, info))

    def add_response(
        self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, fetched_at: datetime
    ) -> Kept:
        """Keep an HTTP answer with its decoded body. Raises :class:`ArchiveError` where the disk refuses."""
        named = ((name, value) for name, value in headers if name.isascii())  # a broken name is no header
        kept = [(f"X-Archive-Orig-{name}" if name.lower() in _REWRITTEN else name, value) for name, value in named]
        http = StatusAndHeaders(f"{status} ", [*kept, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
        return self._add(url, "response", body, fetched_at, http=http)

    def add_resource(self, url: str, content_type: str, body: bytes, fetched_at: datetime) -> Kept:
        """Keep bytes that came from no server."""
        return self._add(url, "resource", body, fetched_at, content_type=content_type)

    def _add(
        self, url: str, kind: str, body: bytes, when: datetime, *, http: object = None, content_type: str = ""
    ) -> Kept:
        offset = self._file.tell()
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        try:
            self._writer.write_record(record)
            self._file.flush()
        except OSError as error:
            raise _unwritable(Path(self._file.name), error) from error
        return Kept(self.relative.as_posix(), offset)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_body(archive: Path, warc_file: str, offset: int) -> ArchivedPage:
    """Read one record back, without network.

    Raises :class:`ArchiveError`, naming file and offset, for a missing file, an offset at which no record starts, a
    record cut off or altered (its digest is checked).
    """
    path = _inside(archive, warc_file, offset)
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            return _page(path, offset, next(iter(ArchiveIterator(stream))))
    except ArchiveError:
        raise
    except StopIteration:
        raise _broken(path, offset, "the end of the file") from None
    except OSError as error:
        raise _broken(path, offset, error.strerror or str(error)) from error
    except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, zlib.error) as error:
        raise _broken(path, offset, "no whole record: none starts here, or it is damaged") from error


def store_file(archive: Path, path: Path, *, fetched_at: datetime) -> Fetch:
    """Keep a local file as a WARC resource record under its ``file:`` URI.

    ``fetched_at`` must be aware. The same file with the same bytes gets a record of its own each time: it is evidence
    of what was taken in when. Raises :class:`ArchiveError` for what is no readable file of at most
    :data:`MAX_FILE_BYTES`, and where the archive cannot be written.
    """
    body = _read_file(path)
    url = path.resolve().as_uri()
    digest = hashlib.sha256(body).hexdigest()
    content_type = guess_type(path, body)
    with WarcFile(archive, f"file-{digest[:16]}", fetched_at) as warc:
        kept = warc.add_resource(url, content_type, body, fetched_at)
    return Fetch(
        fetch_id=hashlib.sha256(f"{kept.warc_file}|{kept.offset}|{url}".encode()).hexdigest()[:20],
        source_id=ADHOC,
        url=url,
        kind=FetchKind.FILE,
        fetched_at=fetched_at.astimezone(UTC),
        final_url=url,
        content_type=content_type,
        body_bytes=len(body),
        body_hash=digest,
        warc_file=kept.warc_file,
        warc_offset=kept.offset,
    )


def guess_type(path: Path, body: bytes) -> str:
    """The media type by the first bytes, then by the file name; ``application/octet-stream`` where neither tells."""
    by_name = mimetypes.guess_type(path.name)[0]
    head = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    by_bytes = next((name for signature, name in _SIGNATURES if head.startswith(signature.lower())), None)
    # A DOCX is a ZIP by its bytes: the name then says more.
    if by_bytes in {"application/zip", "application/x-ole-storage", "application/xml"}:
        return by_name or by_bytes
    return by_bytes or by_name or "application/octet-stream"


def _page(path: Path, offset: int, record: ArcWarcRecord) -> ArchivedPage:
    if record.rec_type not in {"response", "resource"}:
        raise _broken(path, offset, f"a record of type {record.rec_type!r}")
    body = record.content_stream().read(MAX_FILE_BYTES + 1)
    if len(body) > MAX_FILE_BYTES:
        raise _broken(path, offset, f"a body of more than {MAX_FILE_BYTES} bytes")
    stated = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    digest = "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    if stated != digest:
        raise _broken(path, offset, f"{len(body)} bytes that do not match the record's digest: cut off or altered")
    http = record.http_headers
    headers = tuple(http.headers) if http else (("Content-Type", record.content_type or ""),)
    return ArchivedPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(http.get_statuscode()) if http else None,
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
    )


def _create(archive: Path, name: str, when: datetime) -> tuple[Path, BinaryIO]:
    folder = Path(f"{when.astimezone(UTC):%Y/%m}")
    try:
        (archive / folder).mkdir(parents=True, exist_ok=True)
        for number in range(1, 100_000):
            relative = folder / f"{name}{'' if number == 1 else f'-{number}'}.warc.gz"
            try:
                return relative, (archive / relative).open("xb")
            except FileExistsError:
                continue
    except OSError as error:
        raise _unwritable(archive / folder, error) from error
    raise ArchiveError(archive / folder, None, "a free file name", f"100000 files named {name}", "Clear the folder.")


def _read_file(path: Path) -> bytes:
    advice = "Give the path of a readable file."
    expected = f"a file of 1 to {MAX_FILE_BYTES} bytes"
    if not path.is_file():
        raise ArchiveError(path, None, expected, "a folder" if path.is_dir() else "nothing there", advice)
    size = path.stat().st_size
    if not 0 < size <= MAX_FILE_BYTES:
        raise ArchiveError(path, None, expected, f"{size} bytes", advice)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveError(path, None, expected, error.strerror or str(error), advice) from error


def _inside(archive: Path, warc_file: str, offset: int) -> Path:
    path = archive / warc_file
    if not path.resolve().is_relative_to(archive.resolve()):
        raise ArchiveError(path, offset, "a file inside the archive", "a path that leaves it", "Correct the row.")
    return path


def _broken(path: Path, offset: int, seen: str) -> ArchiveError:
    return ArchiveError(path, offset, "a WARC record", seen, "Restore the file from a backup, or crawl the page again.")


def _unwritable(path: Path, error: OSError) -> ArchiveError:
    seen = error.strerror or str(error)
    return ArchiveError(path, None, "an archive that can be written", seen, "Check the disk and the folder's rights.")
