"""Web servers on loopback, one address a host, whose answers may be as bad as a test wants them.

A server of our own and not a library's: a wrong length, a body that drips or a line that is no HTTP must reach the wire
as it is written here. All hosts share one thread and one event loop.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked: ``target`` is the path with its query, header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer.

    ``etag`` answers 304 to whoever brings it. ``pause`` (seconds) comes before the answer, ``drip`` between its pieces
    of 64 bytes. ``length`` is the Content-Length that is claimed, None the true one, ``cut`` closes the connection
    after so many bytes. ``raw`` is sent instead of everything else, ``endless`` repeats the body until the client
    leaves.
    """

    body: str | bytes = ""
    status: int = 200
    content_type: str = "text/html"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    pause: float = 0.0
    drip: float = 0.0
    length: int | None = None
    cut: int | None = None
    raw: bytes = b""
    endless: bool = False


Answer = Reply | Callable[[Request], Reply]
NOT_FOUND = Reply("<html><head><title>404</title></head><body>" + "找不到您要的页面。" * 40 + "</body></html>", 404)


@dataclass
class Host:
    """A host: its pages by path (with the query), the answer to everything else, and the log of what was asked."""

    address: str
    port: int = 0
    tls: ssl.SSLContext | None = None
    pages: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer = NOT_FOUND
    log: list[Request] = field(default_factory=list)
    on_connect: Callable[[], None] = lambda: None

    @property
    def base(self) -> str:
        """Scheme and authority, no slash at the end."""
        return f"{'https' if self.tls else 'http'}://{self.address}:{self.port}"

    def put(self, path: str, answer: Answer | str | bytes) -> str:
        """Serve something under a path; its URL."""
        self.pages[path] = Reply(answer) if isinstance(answer, str | bytes) else answer
        return self.base + path

    def asked(self) -> Counter[str]:
        """How often each target was asked for; a form's fields count as part of it."""
        return Counter(request.target + (f" {request.body}" if request.body else "") for request in self.log)

    def answer(self, request: Request) -> Reply:
        """The reply to a request, which is logged."""
        self.log.append(request)
        found = self.pages.get(request.target)
        if found is None:  # an API: its path alone is registered, the query is for the function to read
            found = self.pages.get(request.target.partition("?")[0] + "?*", self.otherwise)
        reply = found if isinstance(found, Reply) else found(request)
        if reply.etag and request.headers.get("if-none-match") == reply.etag:
            return Reply(status=304, etag=reply.etag)
        return reply


class Network:
    """Hosts that listen while the context of :func:`serve` lasts."""

    def __init__(self, first: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._next = first
        self._servers: list[asyncio.Server] = []
        self.hosts: list[Host] = []

    def host(self, *, tls: ssl.SSLContext | None = None) -> Host:
        """A new host at an address of its own (127.x.y.z), on a free port. OSError where there is only 127.0.0.1."""
        number, self._next = self._next, self._next + 1
        host = Host(f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", tls=tls)
        host.port = asyncio.run_coroutine_threadsafe(self._listen(host), self._loop).result(10)
        self.hosts.append(host)
        return host

    async def _listen(self, host: Host) -> int:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            host.on_connect()
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, asyncio.LimitOverrunError):
                while await _exchange(host, reader, writer):
                    pass
            writer.close()

        server = await asyncio.start_server(serve, host.address, 0, ssl=host.tls)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Stop listening and drop every connection."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def serve(first: int = 0x010101) -> Iterator[Network]:
    """A network whose hosts have the addresses from ``127.<first>`` on."""
    network = Network(first)
    try:
        yield network
    finally:
        network.close()


async def _exchange(host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """One request and its answer; whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    reply = host.answer(Request(method, target, headers, body.decode("latin-1")))
    if reply.pause:
        await asyncio.sleep(reply.pause)
    await _send(reply, writer)
    return not (reply.raw or reply.endless or reply.cut is not None or reply.length is not None)


async def _send(reply: Reply, writer: asyncio.StreamWriter) -> None:
    if reply.raw:
        writer.write(reply.raw)
        return await writer.drain()
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    writer.write(_head(reply, len(body)))
    if reply.status == 304:
        return await writer.drain()
    body = body if reply.cut is None else body[: reply.cut]
    if reply.endless:
        while True:
            writer.write(body)
            await writer.drain()
    for start in range(0, len(body), 64) if reply.drip else ():
        writer.write(body[start : start + 64])
        await writer.drain()
        await asyncio.sleep(reply.drip)
    if not reply.drip:
        writer.write(body)
    return await writer.drain()


def _head(reply: Reply, length: int) -> bytes:
    headers: dict[str, Any] = {"Content-Type": reply.content_type}
    if not reply.endless:
        headers["Content-Length"] = length if reply.length is None else reply.length
    if reply.etag:
        headers["ETag"] = reply.etag
    lines = [
        f"HTTP/1.1 {reply.status} X",
        *(f"{name}: {value}" for name, value in {**headers, **reply.headers}.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
