"""``fazhi sources add|check``: one polite look at a source, and what can be said of it with evidence.

What the evidence leaves open is a doubt, not a guess: the caller has to say it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from crawlers import issues
from crawlers.families import Item
from crawlers.families.links import canonical, seen_key
from crawlers.job import CrawlSettings
from crawlers.look import Look, look_at
from crawlers.source import Source
from crawlers.source_files import load_sources
from flows import progress
from flows.errors import InputError, SettingsError
from flows.inputs import is_local
from flows.place import Found, region_of, scope_of
from flows.settings import Settings

LEAST_DELAY = 3.0
_PLAIN = re.compile(r"index|list|default|col(umn)?\d*|channels?|html?|pc|web|www|site|\d+|[0-9a-f-]{20,}")
_NO_NAME = frozenset({"www", "gov", "com", "net", "org", "cn", "edu"})
_DATED = 4
# The most days between two dates of a listing at which it counts as that.
_CADENCES = (("daily", 3), ("weekly", 12), ("monthly", 45), ("quarterly", 150), ("yearly", 10_000))
_TITLE_PARTS = re.compile(r"\s*[-_|—–>·]+\s*|\s{2,}")


@dataclass(frozen=True, slots=True)
class Given:
    """What the person says; empty fields are left to the evidence."""

    id: str = ""
    name: str = ""
    region: str = ""
    scope: str = ""
    family: str = ""
    hosts: tuple[str, ...] = ()
    delay: float | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Any other field of the entry, e.g. ``{"season": [1, 4], "overrides": {"list_at": "//ul"}}``."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a look comes to: the entry, unless something is left in doubt; why each field is what it is, by field."""

    entry: Source | None
    reasons: dict[str, str]
    doubts: tuple[str, ...]


def run_look(settings: Settings, sources: Sequence[Source]) -> tuple[Look, ...]:
    """Looks at sources under the settings' contact and time limits; pages go to the archive, the ledger to ``looks``.

    Raises:
        SettingsError: public hosts are to be asked without a contact.
        CrawlError: the crawler broke down.
    """
    public = [url for source in sources for url in source.start_urls if not is_local(url)]
    if public and not settings.contact:
        raise SettingsError(
            f"{public[0]} is a public site, and those are only asked by someone who says who he is: set FAZHI_CONTACT "
            "to a page or mailbox that reaches you; it is named in the user agent."
        )
    home = settings.places.ensure()
    folder = home.root / "looks" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    crawl = CrawlSettings(contact=settings.contact, timeout=settings.timeout)
    return look_at(
        sources,
        folder,
        archive=home.archive,
        settings=crawl,
        progress=lambda step: progress.tell(
            "crawl", step.done, max(step.done, step.queued), step.url or step.source_id
        ),
    )


def candidate(url: str, given: Given) -> Source:
    """The source as far as it is known before a look; its region and name are none yet.

    Raises:
        InputError: no web address.
        pydantic.ValidationError: a given value that the schema refuses.
    """
    pattern = issues.has_places(url)  # a newspaper's {yyyy}{mm}{dd}: braces stay as they are
    try:
        clean = url.strip() if pattern else canonical(url)
    except ValueError:
        clean = None
    if clean is None:
        raise InputError(f"{url!r} is no address of a web page. Give the address of the listing: https://…/index.html")
    fields: dict[str, Any] = {
        "id": given.id or "unnamed",
        "name": given.name or "unnamed",
        "region_code": "100000",
        "level": "country",
        "scope": given.scope or "government",
        "start_urls": (clean,),
        "family": given.family or ("epaper" if pattern else "auto"),
        "allowed_hosts": (urlsplit(clean).hostname or "", *given.hosts) if given.hosts else (),
        "delay": LEAST_DELAY if given.delay is None else given.delay,
        "allow_private": is_local(clean),
    }
    return Source.model_validate({**fields, **given.fields})


def refuse_known(source: Source, known: Sequence[Source], given: Given) -> None:
    """Raises InputError where the address is watched already, or the given id is taken."""
    key = seen_key(source.start_urls[0])
    for other in known:
        if key in {seen_key(url) for url in other.start_urls}:
            raise InputError(
                f"{source.start_urls[0]} is watched already, by the source {other.id} ({other.name}). Nothing was "
                f"asked or written. To look at it: fazhi sources check {other.id}"
            )
        if given.id and given.id == other.id:
            raise InputError(f"The id {given.id} is taken by {other.name}, {other.start_urls[0]}. Give another --id.")


def propose(look: Look, given: Given, taken: Collection[str]) -> Proposal:
    """The entry that a look speaks for.

    Raises:
        InputError: the given region is none.
    """
    listing = look.listings[0]
    reasons, doubts = {"family": f"{listing.evidence}"}, []
    family = given.family or listing.family
    if given.family:
        reasons["family"] = f"given; the page speaks for {listing.family}: {listing.evidence}"
    place = region_of(look, given.region)
    scope = Found(given.scope, "given") if given.scope else scope_of(look)
    reasons |= {"region_code": place.why, "scope": scope.why}
    if not place.value:
        doubts.append(f"region: {place.why}. Say it: --region CODE or NAME")
    if not scope.value:
        doubts.append(f"scope: {scope.why}. Say it: --scope government, department or media")
    cadence, reasons["cadence"] = cadence_of(listing.items)
    if "cadence" in given.fields:
        cadence, reasons["cadence"] = given.fields["cadence"], f"given; the page: {reasons['cadence']}"
    reasons["id"] = "given" if given.id else "made of host and path"
    reasons["name"] = "given" if given.name else "site and column as the page states them"
    if doubts or place.region is None:
        return Proposal(None, reasons, tuple(doubts))
    entry = look.source.model_copy(
        update={
            "id": given.id or free_id(listing.url, taken),
            "name": given.name or name_of(look),
            "region_code": place.region.code,
            "level": place.region.level,
            "scope": scope.value,
            "family": family,
            "cadence": cadence,
        }
    )
    return Proposal(Source.model_validate(entry.model_dump()), reasons, ())


def cadence_of(items: Sequence[Item]) -> tuple[str, str]:
    """How often something new is to be expected, by the dates on the listing's first page, and why."""
    days = sorted({item.date for item in items if item.date})
    if len(days) < _DATED:
        return "weekly", f"the usual one: {len(days)} different dates on the listing tell no rhythm"
    pause = median((later - earlier).days for earlier, later in pairwise(days))
    cadence = next(name for name, most in _CADENCES if pause <= most)
    return cadence, f"{len(items)} items from {days[0]} to {days[-1]}, mostly {pause:g} days apart"


def free_id(url: str, taken: Collection[str]) -> str:
    """``https://sfj.hebi.gov.cn/zwgk/fzzf/index.html`` → ``hebi_sfj_fzzf``; numbered where that is taken."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    labels = [label for label in host.split(".") if label not in _NO_NAME]
    words = [re.sub(r"[^a-z0-9]+", "_", label) for label in (labels if is_local(url) else labels[::-1])]
    folders = [re.sub(r"\.\w+$", "", folder).lower() for folder in parts.path.split("/") if folder]
    telling = [re.sub(r"[^a-z0-9]+", "_", folder).strip("_") for folder in folders if not _PLAIN.fullmatch(folder)]
    wanted = "_".join(word for word in [*words, *telling[-1:]] if word) or "source"
    numbered = (wanted if number == 1 else f"{wanted}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def name_of(look: Look) -> str:
    """The site's and the column's name as the listing states them, else its title, else its host."""
    listing = look.listings[0]
    site = listing.head.get("sitename", "og:site_name") or (look.article.site if look.article else "")
    titled = [part for part in _TITLE_PARTS.split(listing.head.title_tag) if part]
    column = listing.head.get("columnname") or (titled[0] if titled and titled[0] != site else "")
    told = list(dict.fromkeys(part for part in (site or "".join(titled[1:2]), column) if part))
    return " ".join(told)[:80] or (urlsplit(listing.url).hostname or listing.url)


def target(settings: Settings, into: Path | None) -> Path:
    """The file that an entry is added to: the one given, the only one that is set, or the home's own.

    Raises:
        InputError: several are set.
    """
    if into:
        return into.expanduser()
    if len(settings.sources) > 1:
        names = ", ".join(map(str, settings.sources))
        raise InputError(f"FAZHI_SOURCES names several files ({names}). Say which one it goes into: --into FILE")
    return settings.sources[0] if settings.sources else settings.places.sources


def known_sources(settings: Settings, file: Path) -> tuple[Source, ...]:
    """The sources of the files that are set and of ``file``; the packaged candidates are not watched and count not."""
    paths = {path.resolve(): path for path in [*settings.source_files, file] if path.exists()}
    return load_sources(*paths.values()) if paths else ()
