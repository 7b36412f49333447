"""Sites that mean ill, all in one crawl: each is bounded and named for what it is, and none harms another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest

from crawl_site import traps, wire
from crawl_site.traps.addresses import METADATA, spellings
from crawl_site.traps.paging import MOST_PAGES
from crawl_site.traps.trap import Setting, Trap, article, listing
from crawlers.records import CrawlResult, Fetch, FetchKind, Label, SourceOutcome
from crawlers.runner import LOG_FILE
from local_site import QUICK, crawl, of_kind, source

SETTINGS = replace(QUICK, timeout=3.0, max_pages=MOST_PAGES, max_bytes=2_000_000)
PATIENCE = 90.0
"""Seconds that the whole crawl may take, on a machine that has other things to do; alone it takes about ten."""


@dataclass
class Sprung:
    """One crawl over all traps, with a plain source among them."""

    traps: dict[str, Trap]
    setting: Setting
    result: CrawlResult
    seconds: float
    log: str

    def outcome(self, name: str) -> SourceOutcome:
        return next(outcome for outcome in self.result.outcomes if outcome.source_id == name)

    def rows(self, name: str, *kinds: FetchKind) -> list[Fetch]:
        return [fetch for fetch in self.result.fetches if fetch.source_id == name and fetch.kind in kinds]


@pytest.fixture(scope="module")
def network() -> Iterator[wire.Network]:
    with wire.serve(0x030101) as running:
        yield running


@pytest.fixture(scope="module")
def sprung(network: wire.Network, tmp_path_factory: pytest.TempPathFactory) -> Sprung:
    try:
        setting = Setting(network, network.host())
    except OSError as error:
        pytest.skip(f"this machine has one loopback address only: {error}")
    setting.forbidden.on_connect = lambda: setattr(setting, "touched", setting.touched + 1)
    laid = {trap.name: trap for trap in traps.build(setting)}
    host = setting.host()
    laid["plain"] = Trap("plain", host.put("/index.html", listing("/ok/1.html", "/ok/2.html")), [host], pages=2, most=4)
    sources = [
        source(trap.name, trap.start, allowed_hosts=[host.address for host in trap.hosts]) for trap in laid.values()
    ]
    began, folder = monotonic(), tmp_path_factory.mktemp("traps")
    result = crawl(sources, folder, "run", settings=SETTINGS)
    return Sprung(laid, setting, result, monotonic() - began, (folder / "runs" / "run" / LOG_FILE).read_text())


def names() -> list[str]:
    """The traps' names, without a network: so that each is a test of its own."""
    with wire.serve(0x040101) as running:
        try:
            return [trap.name for trap in traps.build(Setting(running, running.host()))]
        except OSError:
            return []


@pytest.mark.parametrize("name", [*names(), "plain"])
def test_each_source_fares_as_it_must(sprung: Sprung, name: str) -> None:
    trap, outcome = sprung.traps[name], sprung.outcome(name)
    assert outcome.status is trap.status, outcome
    assert trap.words in outcome.reason
    good = [fetch for fetch in sprung.rows(name, FetchKind.ARTICLE) if fetch.ok]
    assert outcome.new_pages == len(good)
    assert len(good) == trap.pages or len(good) >= (trap.at_least or 10_000), [fetch.url for fetch in good]


@pytest.mark.parametrize("name", [*names(), "plain"])
def test_each_costs_no_more_than_it_may_and_every_request_is_on_record(sprung: Sprung, name: str) -> None:
    trap = sprung.traps[name]
    asked = sum(len(host.log) for host in trap.hosts)
    repeated = len(sprung.rows(name, FetchKind.RETRY))  # a busy machine may be too late for the time that is allowed
    assert asked - repeated <= trap.most
    unasked = {Label.ROBOTS, Label.OFFSITE, Label.PRIVATE, Label.BAD_URL, Label.GIVEN_UP, Label.DNS}
    rows = [fetch for fetch in sprung.result.fetches if fetch.source_id == name]
    rows = [row for row in rows if "/robots.txt" in row.url or "/robots.txt" not in row.error]
    answered = len({row.warc_offset for row in rows if row.status is not None})  # the end may keep its last step's
    assert answered <= asked <= len([row for row in rows if row.status is not None or row.label not in unasked])


def test_failed_requests_are_labelled(sprung: Sprung) -> None:
    for name, trap in sprung.traps.items():
        rows = {urlsplit(fetch.url).path: fetch for fetch in sprung.rows(name, FetchKind.ARTICLE)}
        assert {path: rows[path].label for path in trap.labels} == trap.labels, name
        assert all(rows[path].error for path in trap.labels)


def test_nothing_was_asked_of_the_forbidden_host(sprung: Sprung) -> None:
    assert sprung.setting.touched == 0
    kept = {(link.source_id, link.url) for link in sprung.result.external}
    for name, trap in sprung.traps.items():
        assert {(name, url) for url in trap.external} <= kept


def test_titles_survive_charsets_that_lie(sprung: Sprung) -> None:
    trap = sprung.traps["mixed-charsets"]
    assert [fetch.link_title for fetch in sprung.rows(trap.name, FetchKind.ARTICLE)] == list(trap.titles)


def test_the_crawl_ends(sprung: Sprung) -> None:
    assert sprung.seconds < PATIENCE


def test_no_library_asks_the_internet_on_its_own(sprung: Sprung) -> None:
    assert "publicsuffix" not in sprung.log
    assert "Traceback" not in sprung.log


def test_single_urls_reach_no_private_address_in_any_spelling(network: wire.Network, tmp_path: Path) -> None:
    touched = []
    host = network.host()
    host.on_connect = lambda: touched.append(1)
    host.put("/s/1.html", article("不得读取"))
    urls = [
        *spellings(host.port),
        f"{host.base}/s/1.html",
        METADATA,
        "http://[fe80::1]/",
        "http://10.0.0.1/",
        "http://[::]/",
    ]
    result = crawl([], tmp_path, "run", urls=urls)
    rows = of_kind(result, FetchKind.ARTICLE)
    assert len(rows) == len(urls)
    assert {row.label for row in rows} <= {Label.PRIVATE, Label.DNS, Label.BAD_URL}
    assert not touched
