"""What may be fetched at all: the source's hosts, public addresses, and what robots.txt allows.

The gates stand in Scrapy's downloader, so that every request passes them: listings, pages, robots.txt itself, and each
step of a redirect.
"""

import asyncio
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, cast
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from tldextract import TLDExtract
from twisted.internet.error import DNSLookupError

from crawlers.attempts import Refused, explain, run_of
from crawlers.families.links import host_of
from crawlers.ledger import Subject
from crawlers.records import UNREACHABLE, FetchKind, Label
from crawlers.states import SourceState, Task

ROBOTS_AGENT = "fazhi"
"""The name that robots.txt rules are looked up under."""
MAX_ROBOTS = 500 * 1024
"""So many bytes of a robots.txt are read (RFC 9309, 2.5 wants no fewer): more would hold up every source."""

# At the first cookie Scrapy's jar fetches the public suffix list from the internet, past every gate and with the whole
# crawl waiting. The list that comes with the library does.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True, cache_dir=None)


LONGEST_URL = 8_000
"""Characters of an address; servers refuse longer ones (Apache and nginx at 8 KB)."""


class AddressGate:
    """Refuses other hosts than the source's, and addresses that are not public unless the source permits them.

    A name is resolved first, through the resolver's cache that the connection then uses as well: what was checked is
    what is connected to.
    """

    async def process_request(self, request: Request) -> None:
        """Raises :class:`Refused`."""
        state = request.meta["task"].state
        refuse_given_up(state)
        host = host_of(request.url)
        _refuse_bad_port(request.url)
        if len(request.url) > LONGEST_URL:
            raise Refused(Label.BAD_URL, f"an address of {len(request.url)} characters")
        if not state.owns(request.url):
            raise Refused(Label.OFFSITE, f"the host {host} is none of the source's allowed_hosts")
        address = await _resolve(host)
        if not (is_public(address) or state.source.allow_private):
            raise Refused(
                Label.PRIVATE, f"{host} is the address {address}, which is not public: set allow_private if it is meant"
            )


def refuse_given_up(state: SourceState) -> None:
    """Raises :class:`Refused` where the source has failed too often in a row, or its hours are over."""
    if state.given_up:
        raise Refused(Label.GIVEN_UP, f"not tried: {state.first_error}")
    if state.source.closes and datetime.now(UTC) >= state.source.closes:
        raise Refused(Label.LATER, f"not tried: it may be asked until {state.source.closes:%H:%M} only")


def _refuse_bad_port(url: str) -> None:
    """A port that no socket takes would leave the request, and its host's queue, waiting for ever."""
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise Refused(Label.BAD_URL, f"no port from 1 to 65535 in {url[:200]}")


class LastGate(HTTP11DownloadHandler):
    """Scrapy's HTTP, but not for what stood in its host's queue while the source was given up or the crawl stopped."""

    async def download_request(self, request: Request) -> Response:
        """Raises :class:`Refused`."""
        refuse_given_up(request.meta["task"].state)
        if not self._crawler.engine.running:
            raise Refused(Label.GIVEN_UP, "not tried: the crawl was interrupted")
        return await super().download_request(request)


async def _resolve(host: str) -> str:
    literal = host.strip("[]")
    try:
        ipaddress.ip_address(literal)
    except ValueError:
        pass
    else:
        return literal
    from twisted.internet import reactor  # noqa: PLC0415  (exists only once Scrapy has installed it)

    try:
        resolving: Any = cast(Any, reactor).resolve(host)
        return str(await maybe_deferred_to_future(resolving))
    except (DNSLookupError, TimeoutError, UnicodeError) as error:
        raise Refused(Label.DNS, f"the host name {host} cannot be resolved") from error


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network: not loopback, private, link-local, reserved or multicast."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True, slots=True)
class _Policy:
    """What a host's robots.txt came to: rules, no rules, or a refusal of everything."""

    rules: Protego | None = None
    refusal: Refused | None = None


class RobotsGate:
    """Obeys robots.txt (RFC 9309): 4xx allows everything, 5xx and no answer allow nothing; crawl-delay is kept."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policies: dict[str, asyncio.Future[_Policy]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises :class:`Refused`."""
        task = request.meta["task"]
        if task.subject.kind is FetchKind.ROBOTS:
            return
        site = "/".join(request.url.split("/", 3)[:3])
        if site not in self._policies:
            self._policies[site] = asyncio.ensure_future(self._ask(site, task))
        policy = await self._policies[site]
        if policy.refusal:
            raise policy.refusal
        if policy.rules and not policy.rules.can_fetch(request.url, ROBOTS_AGENT):
            raise Refused(Label.ROBOTS, f"robots.txt of {site} does not allow it")

    async def _ask(self, site: str, asking: Task) -> _Policy:
        subject = Subject(asking.state.source.id, FetchKind.ROBOTS, f"{site}/robots.txt", from_url=asking.subject.url)
        task = Task(asking.state, subject)
        request = Request(subject.url, meta={"task": task, "handle_httpstatus_all": True}, priority=1000)
        ledger = run_of(self._crawler).ledger
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # every way in which a download fails, explained below
            refused = explain(error)
            ledger.fetched(subject, task.answer, label=refused.label, error=str(refused))
            return self._unread(site, refused)
        if response.status >= 500:
            refused = Refused(Label.ROBOTS, f"robots.txt of {site} answers {response.status}: nothing may be fetched")
            ledger.fetched(subject, task.answer, label=refused.label, error=str(refused))
            return _Policy(refusal=refused)
        ledger.fetched(subject, task.answer)
        return self._read(response, site)

    def _unread(self, site: str, refused: Refused) -> _Policy:
        if refused.label in {Label.OFFSITE, Label.REDIRECT_LOOP}:
            return _Policy()  # RFC 9309, 2.3.1.2: no robots.txt of this site
        if refused.label in UNREACHABLE or refused.label == Label.PRIVATE:
            return _Policy(refusal=refused)
        return _Policy(refusal=Refused(Label.ROBOTS, f"robots.txt of {site} cannot be read: {refused}"))

    def _read(self, response: Response, site: str) -> _Policy:
        if response.status >= 400:
            return _Policy()
        body = response.body
        if len(body) > MAX_ROBOTS:
            body = body[: body.rfind(b"\n", 0, MAX_ROBOTS) + 1]
        rules = Protego.parse(body.decode("utf-8-sig", "replace"))
        if delay := rules.crawl_delay(ROBOTS_AGENT):
            most = run_of(self._crawler).job.settings.max_wait
            if delay > most:
                asked = f"asks for {delay:.0f} s between two requests: no run waits longer than {most:.0f} s"
                return _Policy(refusal=Refused(Label.ROBOTS, f"robots.txt of {site} {asked}"))
            self._slow_down(host_of(site), float(delay))
        return _Policy(rules=rules)

    def _slow_down(self, host: str, delay: float) -> None:
        """The crawl-delay is the least wait: jitter may lengthen it only."""
        downloader: Any = self._crawler.engine.downloader
        jitter = self._crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
        wanted = delay / (1 - jitter)
        own = downloader.per_slot_settings.setdefault(host, {})
        own["delay"] = max(wanted, own.get("delay", 0.0))
        if slot := downloader.slots.get(host):
            slot.delay = max(slot.delay, wanted)
