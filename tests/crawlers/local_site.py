"""A web site on loopback whose every answer a test writes, and a crawl against it."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import crawlers
from crawlers import Source
from crawlers.job import CrawlSettings
from crawlers.records import CrawlResult, Fetch, FetchKind, Known, Validator

QUICK = CrawlSettings(timeout=1.0, retries=1, backoff=0.05, max_bytes=200_000, adhoc_delay=0.0, jitter=0.0)

PATIENT = replace(QUICK, timeout=20.0)
"""For crawls in which no page is slow on purpose: a busy machine is no reason to ask again."""

FORM = "X-Test-Form"
"""The header under which an answer finds the form that was posted; it is none of HTTP's."""

PARAGRAPH = "<p>本市一年来推进依法行政，办理行政复议案件若干件，开展执法检查若干次，有关情况在此报告。</p>"


@dataclass(frozen=True)
class Reply:
    """One answer. ``etag`` answers 304 to whoever brings it; ``pause`` (seconds) comes before the answer."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    pause: float = 0.0
    content_type: str = "text/html"


Answer = Reply | Callable[[str, Mapping[str, str]], Reply]


class Site:
    """Pages by path (with query), data interfaces by path alone, and the log of what was asked for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, Answer] = {}
        self.prefixed: dict[str, Callable[[str, Mapping[str, str]], Reply]] = {}
        self.asked: list[str] = []

    def put(self, path: str, answer: Answer | str | bytes) -> str:
        """Serve something under a path; its URL."""
        self.pages[path] = Reply(answer) if isinstance(answer, str | bytes) else answer
        return self.base + path

    def article(self, path: str, title: str = "某市法治政府建设情况") -> str:
        """Serve an ordinary article; its URL."""
        return self.put(path, page(title, PARAGRAPH * 12))

    def times(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(self.asked)

    def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        """The reply for a request."""
        self.asked.append(path)
        interface = self.prefixed.get(path.partition("?")[0], Reply(page("404", "找不到页面" * 20), 404))
        found = self.pages.get(path, interface)
        reply = found if isinstance(found, Reply) else found(path, headers)
        if reply.etag and headers.get("If-None-Match") == reply.etag:
            return Reply(status=304, etag=reply.etag)
        return reply


def page(title: str, body: str, charset: str = "utf-8") -> str:
    """An HTML page."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title></head>'
        f'<body><div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/jgzn/">机构职能</a></li></ul></div>'
        f"{body}<div class='footer'><a href='/gywm/'>关于我们</a> 版权所有</div></body></html>"
    )


@contextmanager
def serve() -> Iterator[Site]:
    """A running site."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body are two writes: each answer would wait for an ACK

        def do_GET(self) -> None:
            reply = site.answer(self.path, dict(self.headers))
            time.sleep(reply.pause)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            try:
                self.send_response(reply.status)
                headers = {"Content-Type": reply.content_type, "Content-Length": str(len(body)), **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                if reply.etag:
                    self.send_header("ETag", reply.etag)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the crawler left: too slow, too big

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.headers[FORM] = form
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def source(name: str, *start_urls: str, **fields: Any) -> Source:
    """A source on loopback, without a delay."""
    given = {"region_code": "990100", "level": "prefecture", "scope": "government", "delay": 0, "allow_private": True}
    return Source.model_validate({"id": name, "name": name, "start_urls": start_urls, **given, **fields})


def crawl(sources: list[Source], folder: Path, run: str, known: Known | None = None, **options: Any) -> CrawlResult:
    """A crawl with quick settings into ``folder/runs/RUN``, archived under ``folder/archive``."""
    options = {"settings": QUICK, **options}
    return crawlers.crawl(sources, folder / "runs" / run, known=known or Known(), archive=folder / "archive", **options)


def known_after(*results: CrawlResult) -> Known:
    """What a warehouse would know after these runs."""
    rows = [fetch for result in results for fetch in result.fetches]
    listings = [fetch for fetch in rows if fetch.kind is FetchKind.LISTING]
    return Known(
        seen_urls=frozenset(fetch.url for fetch in rows if fetch.kind in crawlers.records.PAGES and fetch.settled),
        validators={
            fetch.url: Validator(fetch.etag, fetch.last_modified)
            for fetch in listings
            if fetch.etag or fetch.last_modified
        },
        listing_hashes={fetch.url: fetch.listing_hash for fetch in listings if fetch.listing_hash},
    )


def of_kind(result: CrawlResult, *kinds: FetchKind) -> list[Fetch]:
    """The rows of some kinds."""
    return [fetch for fetch in result.fetches if fetch.kind in kinds]
