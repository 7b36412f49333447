"""A file's bytes → its parts, in a process of its own; what cannot be read is a status with its reason, no crash."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from crawlers.article import Article, Attachment, PageKind, Part
from crawlers.errors import ReadError
from crawlers.reading.charset import decode
from crawlers.reading.dom import parse
from crawlers.reading.files.convert import convert
from crawlers.reading.files.kinds import CONVERTIBLE, LOCKED, OFFICE_HTML, READABLE, is_page, kind_of
from crawlers.reading.files.limits import MAX_FILE, FileError
from crawlers.reading.outline import outline
from crawlers.reading.parts import make_parts

TIMEOUT = 90.0
"""Seconds for one file, start of the process included."""
_SCANNED = 15
"""Fewer characters a page than this: the pages are pictures."""
_TITLE = re.compile(r"[^。；;，,]{6,60}(?<![：:])")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """``status``: ``read`` | ``needs_ocr`` | ``failed`` | ``unsupported``; ``parts`` with ids from ``page-1`` on.

    ``cut`` says what was too much to be read.
    """

    status: str
    parts: tuple[Part, ...] = ()
    reason: str = ""
    cut: str = ""


def read_file(data: bytes, name: str = "") -> ReadFile:
    """Read a PDF, DOCX or XLSX, and DOC, XLS, WPS, RTF where LibreOffice is installed.

    ``name`` is the file's name or address. Never raises; at most :data:`TIMEOUT` seconds and 1.5 GB, a conversion's
    two minutes apart.
    """
    try:
        if len(data) > MAX_FILE:
            raise FileError("too_big", f"{len(data)} bytes, limit {MAX_FILE}")
        found = _found(data, name)
    except FileError as error:
        status = "unsupported" if error.kind == "unsupported" else "failed"
        return ReadFile(status, reason=f"{error.kind}: {error}")
    read = _pages(found["pages"]) if "pages" in found else _document(found["html"])
    return replace(read, cut=str(found["cut"]))


def _found(data: bytes, name: str) -> dict[str, object]:
    """What the worker says of it."""
    kind = kind_of(data, name)
    if kind == LOCKED:
        raise FileError("encrypted", "a document locked by a password")
    if kind == OFFICE_HTML:
        return {"html": _text(data), "cut": ""}
    if is_page(data):
        raise FileError("broken", "a web page where a file was expected")
    if not data.strip(b"\0 \r\n\t"):
        raise FileError("broken", "nothing in it")
    if kind in CONVERTIBLE:
        data, kind = convert(data, kind)
    if kind not in READABLE:
        raise FileError("unsupported", f"{kind or 'no known'} file; read are PDF, DOCX, XLSX")
    return _in_process(data, kind)


def _text(data: bytes) -> str:
    try:
        return decode(data, max_bytes=MAX_FILE).text
    except ReadError as error:
        raise FileError("broken", error.seen) from error


def _in_process(data: bytes, kind: str) -> dict[str, object]:
    command = [sys.executable, "-m", "crawlers.reading.files.worker", kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        raise FileError("timeout", f"more than {TIMEOUT:.0f} s for {len(data)} bytes") from error
    try:
        answer: dict[str, object] = json.loads(done.stdout)
    except ValueError as error:
        raise FileError("broken", f"its reader ended with {done.returncode}: limits of time or memory") from error
    if "error" in answer:
        raise FileError(str(answer["error"]), str(answer["seen"]))
    return answer


def _pages(pages: object) -> ReadFile:
    assert isinstance(pages, list)
    read = [_parts(html) if html else () for html in pages]
    chars = sum(len(part.text) for parts in read for part in parts[:1])
    if pages and chars < _SCANNED * len(pages):
        return ReadFile("needs_ocr", reason=f"{len(pages)} pages with {chars} characters: pictures of text")
    found: list[Part] = []
    for number, parts in enumerate(read, 1):
        found += [replace(part, id=f"page-{number}", kind="attachment_page") for part in parts[:1]]
        found += [replace(part, id=f"page-{number}-{part.id}") for part in parts[1:]]
    return ReadFile("read", tuple(found)) if found else ReadFile("failed", reason="broken: no page in it")


def _parts(html: str) -> tuple[Part, ...]:
    root, _ = parse(html)
    return make_parts(outline(root).lines) if root is not None else ()


def _document(html: object) -> ReadFile:
    body, *tables = _parts(str(html)) or (None,)
    if body is None:
        return ReadFile("needs_ocr" if "<p>" in str(html) else "failed", reason="no text in it: pictures, or empty")
    return ReadFile("read", (replace(body, id="page-1", kind="attachment_page"), *tables))


def attach(article: Article, files: Sequence[tuple[str, bytes]]) -> Article:
    """The article with what its attached files say. ``files``: address and bytes of each that was fetched.

    Parts of the N-th attachment (of ``Article.attachments``, from 1) are named ``attachment-N-page-P``,
    ``attachment-N-page-P-table-T`` (PDF) and ``attachment-N-table-T`` (other files), so that every figure leads to its
    file and page.
    """
    attachments, parts, flags = list(article.attachments), list(article.parts), list(article.flags)
    for url, data in files:
        place = next((n for n, item in enumerate(attachments) if item.url == url), None)
        if place is None:
            attachments.append(Attachment(url, unquote(url.rsplit("/", 1)[-1])[:200]))
            place = len(attachments) - 1
        found = read_file(data, url)
        attachments[place] = replace(attachments[place], status=found.status)
        if found.reason:
            flags.append(f"attachment_{found.status}:{place + 1}:{found.reason}"[:300])
        if found.cut:
            flags.append(f"attachment_cut:{place + 1}:{found.cut}"[:300])
        parts += [replace(part, id=f"attachment-{place + 1}-{part.id}") for part in found.parts]
    return replace(article, attachments=tuple(attachments), parts=tuple(parts), flags=tuple(flags))


def read_document(data: bytes, url: str, *, title: str = "") -> Article:
    """A file that stands for itself, not on a page: its title is what the link said, else the line it begins with, else
    its file name.

    A file of pictures is a stub with the flag ``needs_ocr``. Raises :class:`ReadError` for one that cannot be read:
    its ``kind`` is that of :class:`FileError`.
    """
    name = unquote(url.partition("?")[0].rsplit("/", 1)[-1])
    stem = name.rpartition(".")[0] or name
    blank = Article(url, PageKind.ARTICLE, title=title or stem, rung="file", attachments=(Attachment(url, name),))
    article = attach(blank, [(url, data)])
    if article.parts:
        return article if title else replace(article, title=_headline(article.parts[0].text) or stem)
    reason = next((flag.split(":", 2)[2] for flag in article.flags if "_cut:" not in flag), "no text in it")
    if article.attachments[0].status == "needs_ocr":
        return replace(article, page_kind=PageKind.STUB, reason=f"needs_ocr: {reason}")
    kind, _, seen = reason.partition(": ")
    raise ReadError(
        kind,
        url=url,
        expected="a whole PDF, DOCX or XLSX",
        seen=(seen or reason).rstrip("."),
        advice=_ADVICE.get(kind, _AGAIN),
    )


def _headline(text: str) -> str:
    """The first line of a file where it reads like a title: short, and no sentence."""
    line = text.lstrip().partition("\n")[0].strip()
    return line if _TITLE.fullmatch(line) else ""


_AGAIN = "Fetch it again and see whether another program opens it; then: fazhi ingest FILE"
_ADVICE = {
    "encrypted": "Save a copy without a password; then: fazhi ingest FILE",
    "unsupported": "Install LibreOffice, or save it as PDF or DOCX; then: fazhi ingest FILE",
    "too_big": "Save the part that holds the report as a file of its own; then: fazhi ingest FILE",
    "timeout": "Save the part that holds the report as a file of its own; then: fazhi ingest FILE",
}
