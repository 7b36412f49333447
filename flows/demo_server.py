"""A small web server for the sample site: static files of one folder, on loopback only.

The demo crawls it with the real crawler, so it answers as a government site's server does: validators and 304, 404 for
what is not there, and an HTML type without charset, since the pages declare theirs (one site is GBK).
"""

import errno
import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from flows.errors import FlowsError

HOST = "127.0.0.1"
HTML = "text/html"
CONTENT_TYPES = {
    ".html": HTML,
    ".htm": HTML,
    ".shtml": HTML,  # TRS WCM
    ".jhtml": HTML,  # JEECMS
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
NOT_FOUND = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>404</title></head><body>404 页面不存在</body></html>"
)


class DemoServerError(FlowsError):
    """The server cannot start: the message names the folder or the port, and what to do."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent: ``etag`` is of the content, ``modified`` has whole seconds, as HTTP dates do."""

    body: bytes
    content_type: str
    etag: str
    modified: datetime


@contextmanager
def serve(directory: Path, port: int = 0) -> Iterator[str]:
    """Serves ``directory`` on loopback while the context lasts; gives the base URL, without a slash at the end.

    ``port`` 0 takes a free one. Raises :class:`DemoServerError` where the folder is missing or the port is taken.
    """
    root = directory.resolve()
    if not root.is_dir():
        raise DemoServerError(f"cannot serve {directory}: expected a folder of web pages, found none there")
    server = _listen(root, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listen(root: Path, port: int) -> "_Server":
    try:
        return _Server((HOST, port), root)
    except OverflowError:
        raise DemoServerError(f"cannot serve {root}: expected a port from 0 to 65535, got {port}") from None
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is taken by another program" if error.errno == errno.EADDRINUSE else "is not allowed to this user"
        raise DemoServerError(
            f"cannot serve {root} on {HOST}:{port}: the port {why}. End that program, or give the demo a "
            "home and port of its own: fazhi --home demo-data demo"
        ) from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], root: Path) -> None:
        self.root = root
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle of an answer is no error of ours; all others are shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "fazhi-demo"
    sys_version = ""
    disable_nagle_algorithm = True  # headers and body are two writes: without this each answer waits 40 ms

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the crawler keeps its own record of every request."""

    def _answer(self, *, with_body: bool) -> None:
        root = cast(_Server, self.server).root
        path = _find(root, self.path)
        if path is None:
            self._send(HTTPStatus.NOT_FOUND, NOT_FOUND.encode(), {"Content-Type": HTML}, with_body=with_body)
            return
        file = _read(path)
        headers = {"ETag": file.etag, "Last-Modified": format_datetime(file.modified, usegmt=True)}
        if _unchanged(file, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers, with_body=False)
            return
        self._send(HTTPStatus.OK, file.body, {"Content-Type": file.content_type, **headers}, with_body=with_body)

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _find(root: Path, target: str) -> Path | None:
    """The file under ``root`` for a request's target; ``index.html`` for a folder; None for anything else.

    Links that lead out of the root, ``..`` in any spelling and names with a NUL find nothing.
    """
    try:
        path = unquote(urlsplit(target).path, errors="strict")
    except ValueError:  # a broken escape or a bracket that opens no address
        return None
    if "\0" in path or "\\" in path:
        return None
    try:
        found = (root / path.lstrip("/")).resolve()
        if found.is_dir():
            found = (found / "index.html").resolve()
        return found if found.is_relative_to(root) and found.is_file() else None
    except OSError:  # a name longer than the file system allows
        return None


def _read(path: Path) -> _File:
    body = path.read_bytes()
    return _File(
        body=body,
        content_type=CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        modified=datetime.fromtimestamp(int(path.stat().st_mtime), UTC),
    )


def _unchanged(file: _File, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """RFC 9110, section 13.2.2: If-None-Match decides where it is given, the date only without it."""
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in tags or file.etag in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return since.tzinfo is not None and file.modified <= since
