"""Whose a site is, from what its pages state: the region and the kind of body, each with its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.look import Look
from flows.errors import InputError
from flows.metrics.meaning.gazetteer import is_inside, mentions
from flows.metrics.meaning.naming import last_full, paper_region
from warehouse import reference
from warehouse.reference import Region

_DEPARTMENT = re.compile("(?:局|厅|委员会|办公室|支队|中心|司法部|公安部|[一-鿿]部)$")
_GOVERNMENT = re.compile("人民政府|政府门户|门户网站|政府网|(?:省|市|县|区|旗|州)政府")
_PAPER = re.compile("日报|晚报|早报|晨报|时报|商报|周报|法治报|法制报|法治网|新闻网|新华网|人民网|长安网|数字报|电子报")
_LIKE_A_BODY = re.compile("[一-鿿]{2,8}(?:省|市|县|区|旗|州|盟)(?:人民政府|政府|[一-鿿]{2,10}(?:局|厅|委员会|办公室))")
_CENTRAL = re.compile("bm|N0000", re.I)
# Names of hosts below a government's domain: the government itself, or an office (sfj: 司法局).
_OWN = frozenset({"", "www", "wap", "m", "new", "zwgk", "xxgk"})
_OFFICE = re.compile(r"(?:[a-z]*\.)?[a-z]*(?:sf|ga|jy|cz|fg|mz|rs|sj|sthj|zj|jt|sl|ny|sw|wj|yj|tj|scjg|sc|kj|gx)[jtbw]")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and by which evidence; ``value`` is empty where it is left open, ``why`` then says why."""

    value: str
    why: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class _Evidence:
    basis: str
    region: Region


def region_of(look: Look, given: str) -> Found:
    """The region of a source: as given, else by the first evidence that nothing contradicts.

    Raises:
        InputError: the given code or name is none, or means several regions.
    """
    evidence, open_name = list(_evidence(look)), _open_name(look)
    told = "; ".join(f"{entry.basis} speaks for {_named(entry.region)}" for entry in evidence)
    if given:
        region = given_region(given)
        return Found(region.code, f"given{'; ' + told if told else ''}", region)
    if open_name and not (evidence and evidence[0].basis.startswith("SiteIDCode")):
        return Found("", f"unknown: {'; '.join(filter(None, (open_name, told)))}")
    if not evidence:
        return Found("", "unknown: no SiteIDCode, no region in the site's name, and a host of no known domain")
    first = evidence[0].region
    if not all(other.region.code == first.code or is_inside(first, other.region) for other in evidence[1:]):
        return Found("", f"unknown: {told}")
    # A county's site on its city's domain: the city's domain says nothing against the county.
    return Found(first.code, told, first)


def _open_name(look: Look) -> str:
    """A name that names a place which cannot be told: one of several places, or one that no table holds."""
    for basis, name in _names(look):
        if _region_named(name, look) is not None:
            return ""
        if mentions(name):
            return f"the {basis} {name!r} may mean several places"
        if _LIKE_A_BODY.search(name):
            return f"the {basis} {name!r} names a place that no table of divisions holds"
    return ""


def _region_named(name: str, look: Look) -> Region | None:
    """The region that a name names; of several the one on whose domain the site is."""
    return last_full(name, _host_region(look)) or _of_paper(name)


def _host_region(look: Look) -> Region | None:
    domain, _ = reference.domain_of(urlsplit(look.listings[0].url).hostname or "")
    return reference.regions().get(reference.region_hosts().get(domain))


def given_region(text: str) -> Region:
    regions = reference.regions()
    found = regions.get(text)
    named = [region for region in regions.named(text) if region.valid_to is None] if found is None else [found]
    if len(named) == 1 and re.fullmatch(r"\d{6}", named[0].code):
        return named[0]
    if not named:
        raise InputError(f"No region is called {text!r}. Give its code of six digits (GB/T 2260) or its full name.")
    several = ", ".join(f"{_named(region)}" for region in named)
    raise InputError(f"{text!r} may mean {several}. Give the code of six digits.")


def _evidence(look: Look) -> Iterator[_Evidence]:
    """What the pages state, strongest first: the mandated site code, the site's name, the host."""
    regions = reference.regions()
    listing = look.listings[0]
    article = look.article
    code = listing.head.get("siteidcode") or (article.site_id_code if article else "")
    central = regions.get(reference.COUNTRY) if _CENTRAL.match(code) else None
    if (region := central or regions.get(code[:6] if code[:6].isdigit() else None)) is not None:
        yield _Evidence(f"SiteIDCode {code}", region)
    for basis, name in _names(look):
        if (named := _region_named(name, look)) is not None:
            yield _Evidence(f"{basis} {name!r}", named)
            break
    if (hosted := _host_region(look)) is not None:
        yield _Evidence(f"the host {urlsplit(listing.url).hostname}", hosted)


def _names(look: Look) -> Iterator[tuple[str, str]]:
    """Texts that may name the body: site, title of the listing, column."""
    head = look.listings[0].head
    texts = (
        ("site name", head.get("sitename", "og:site_name") or (look.article.site if look.article else "")),
        ("title", head.title_tag),
        ("column", head.get("columnname")),
    )
    return ((basis, text) for basis, text in texts if text)


def _of_paper(name: str) -> Region | None:
    owned = reference.newspapers().get(name)
    return reference.regions().get(owned) if owned else paper_region(name)


def scope_of(look: Look) -> Found:
    """Whose word a source is: by the site's own name, else by its host."""
    site = look.listings[0].head.get("sitename", "og:site_name") or (look.article.site if look.article else "")
    title = look.listings[0].head.title_tag
    parts = [site] if site else [part.strip() for part in re.split(r"[-_|—–>]", title) if part.strip()]
    for part in parts:
        for scope, pattern in (("media", _PAPER), ("government", _GOVERNMENT), ("department", _DEPARTMENT)):
            if pattern.search(part):
                return Found(scope, f"the name {part!r}")
    host = urlsplit(look.listings[0].url).hostname or ""
    domain, before = reference.domain_of(host)
    if domain and before in _OWN:
        return Found("government", f"the host is {domain} itself")
    if domain and _OFFICE.fullmatch(before):
        return Found("department", f"the host {host} is an office's below {domain}")
    seen = site or title or "no name"
    return Found("", f"unknown: {seen!r} and the host {host} tell neither a government, nor an office, nor a paper")


def _named(region: Region) -> str:
    outer = reference.regions().parent(region)
    above = outer.name if outer and outer.level != "country" else ""
    return f"{region.code} {above}{region.name}"
