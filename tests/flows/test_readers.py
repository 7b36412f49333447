"""Pages read by processes of their own: the same pages, whatever becomes of the processes."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawlers.ledger import Ledger, Subject
from crawlers.records import FETCHES, Fetch, FetchKind
from flows.readers import Readers
from flows.run import Failure
from flows.stations import ReadPage, read_pages

BODY = "<p>本市一年来办理行政复议案件{n}件，开展执法检查若干次，依法行政能力不断提高，有关情况在此报告。</p>"


def page(number: int, more: str = "") -> bytes:
    """An article."""
    title = f"云州市第{number}号法治政府建设情况报告"
    body = f"<h1>{title}</h1>{BODY.format(n=number) * 9}{more}"
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'.encode()


@dataclass
class Kept:
    """An archive and a ledger with some articles: the first of two pages, the second unreadable."""

    folder: Path
    ledger: Path
    fetches: list[Fetch]

    def by_hand(self) -> tuple[list[ReadPage], list[Failure]]:
        return read_pages(self.fetches, self.folder)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    ledger = Ledger(tmp_path, "run", tmp_path / "archive")
    fetches = []

    def keep(url: str, body: bytes, kind: FetchKind, from_url: str = "http://a.example/") -> None:
        answer = ledger.keep(url, 200, [("Content-Type", "text/html")], body)
        fetches.append(ledger.fetched(Subject("s", kind, url, from_url=from_url), answer))

    keep("http://a.example/", b"<html>list</html>", FetchKind.LISTING, "")
    second = page(1, "<p>第二页的结尾处说明今后工作打算。</p>")
    keep("http://a.example/1_2.html", second, FetchKind.PAGE, "http://a.example/1.html")
    keep("http://a.example/1.html", page(1), FetchKind.ARTICLE)
    keep("http://a.example/2.html", b"\x00" * 900, FetchKind.ARTICLE)
    for number in range(3, 40):
        keep(f"http://a.example/{number}.html", page(number), FetchKind.ARTICLE)
    ledger.close()
    return Kept(tmp_path / "archive", tmp_path / FETCHES, fetches)


def test_they_read_what_is_read_by_hand(kept: Kept) -> None:
    with Readers(kept.folder, processes=2) as readers:
        readers.take(kept.fetches, ended=True)
        assert len(readers._under_way) == 39
        pages, failures = read_pages(kept.fetches, kept.folder, reader=readers.read)
        assert not readers._under_way
    assert (pages, failures) == kept.by_hand()
    assert len(pages) == 38
    assert "第二页的结尾处" in pages[0].article.text
    assert [failure.url for failure in failures] == ["http://a.example/2.html"]


def test_a_ledger_is_read_as_it_grows(kept: Kept, tmp_path: Path) -> None:
    lines, growing = kept.ledger.read_bytes(), tmp_path / "growing.jsonl"
    with Readers(kept.folder, processes=1, least=2) as readers:
        for end in range(0, len(lines) + 700, 700):  # lines are torn as a file that is being written tears them
            growing.write_bytes(lines[:end])
            readers.watch(growing)
        assert len(readers._under_way) == 32
        readers.take(kept.fetches, ended=True)
        assert len(readers._under_way) == 39
        assert read_pages(kept.fetches, kept.folder, reader=readers.read) == kept.by_hand()


def test_a_few_pages_need_no_processes(kept: Kept) -> None:
    with Readers(kept.folder, least=100) as readers:
        readers.take(kept.fetches, ended=True)
        assert readers._pool is None
        assert read_pages(kept.fetches, kept.folder, reader=readers.read) == kept.by_hand()


def test_processes_that_are_killed_lose_no_page(kept: Kept) -> None:
    with Readers(kept.folder, processes=2) as readers:
        readers.take(kept.fetches, ended=True)
        assert readers._pool is not None
        for pid in list(readers._pool._processes):
            os.kill(pid, signal.SIGKILL)
        assert read_pages(kept.fetches, kept.folder, reader=readers.read) == kept.by_hand()


def test_the_archive_tells_where_it_broke(kept: Kept) -> None:
    for file in kept.folder.rglob("*.warc.gz"):
        file.write_bytes(file.read_bytes()[:4000])
    with Readers(kept.folder, processes=1) as readers:
        readers.take(kept.fetches, ended=True)
        pages, failures = read_pages(kept.fetches, kept.folder, reader=readers.read)
    assert len(pages) + len(failures) == 39
    assert "expected a WARC record" in failures[-1].message
