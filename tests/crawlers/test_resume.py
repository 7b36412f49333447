"""A crawl that is stopped in the middle, in order or by force, and the call that goes on with it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_site import wire
from crawl_site.mass import Mass
from crawlers.errors import CrawlError
from crawlers.records import FetchKind, Progress
from crawlers.runner import load_result
from local_site import crawl, of_kind, source

PAGES, HOSTS, STOP = 120, 4, 40


@pytest.fixture
def mass() -> Iterator[Mass]:
    with wire.serve(0x050101) as network:
        try:
            yield Mass(network, PAGES, HOSTS)
        except OSError as error:
            pytest.skip(f"this machine has one loopback address only: {error}")


class Stop:
    """Sends the crawler a signal once after so many pages."""

    def __init__(self, how: signal.Signals) -> None:
        self.how, self.pid, self.sent = how, 0, False

    def __call__(self, event: Progress) -> None:
        self.pid = event.pid or self.pid
        if event.new_pages >= STOP and not self.sent:
            self.sent = True
            os.kill(self.pid, self.how)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda how: how.name)
def test_the_second_call_fetches_what_is_missing_and_nothing_else(
    mass: Mass, tmp_path: Path, how: signal.Signals
) -> None:
    sources = [source(f"s{number}", start) for number, start in enumerate(mass.starts)]
    try:
        crawl(sources, tmp_path, "run", progress=Stop(how))
    except CrawlError:
        assert how is signal.SIGKILL
    kept = {fetch.url for fetch in of_kind(load_result(tmp_path / "runs" / "run"), FetchKind.ARTICLE) if fetch.ok}
    assert STOP <= len(kept) < PAGES
    asked = set(mass.asked)
    mass.asked.clear()

    whole = crawl(sources, tmp_path, "run")
    again = {url for url in mass.asked if "/zw/index" not in url}
    assert not again & kept
    assert len(again & asked) < STOP  # answered, but not yet on record when it was stopped
    assert len({fetch.url for fetch in of_kind(whole, FetchKind.ARTICLE) if fetch.ok}) == PAGES
    assert len(again | kept) == PAGES
    assert {outcome.status.value for outcome in whole.outcomes} <= {"ok", "unchanged"}
