"""URLs and dates as listings print them. Pure functions on strings, the standard library and w3lib."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.I)
_SESSION_QUERY = re.compile(r"(?:^|&)(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|sid)=[^&]*", re.I)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}

_FULL = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")
# The day stands large above the month: "<b>10</b><span>2025-03</span>".
_DAY_FIRST = re.compile(r"(?<![\d-])(3[01]|[12]\d|0?[1-9])\s+(20\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])(?![\d-])")

_URL_DATES = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_\d"),  # /202503/t20250310_2549212.shtml
    re.compile(r"/(20\d\d)[-/]?(\d\d)[-/](\d\d)/"),  # /2025-07/09/ and /202503/10/ and /2026/02-05/
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})/"),  # /art/2010/7/6/art_…
    re.compile(r"/(20\d\d)/(\d\d)(\d\d)/"),  # /n1/2019/0114/c42510-30537367.html
    re.compile(r"/(20\d\d)(\d\d)(\d\d)/"),  # /20260205/1647842.html
)

_SKIPPED_SCHEMES = ("javascript:", "mailto:", "tel:", "data:", "about:", "ftp:", "file:", "#")


def absolute(base: str, href: str) -> str | None:
    """The canonical absolute URL of a link, or None for what is no web page (script, mail address, fragment)."""
    href = re.sub(r"[\r\n\t]", "", href.strip())
    if not href or href.lower().startswith(_SKIPPED_SCHEMES):
        return None
    try:
        return canonical(urljoin(base, href))
    except ValueError:  # "http://[": a bracket that opens no address
        return None


def canonical(url: str) -> str | None:
    """One spelling for one page: no fragment, no session id, no default port, host in lower case.

    None where it is no http(s) URL with a host. Raises ValueError for a host that cannot be parsed.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    netloc = parts.netloc.lower().removesuffix(_DEFAULT_PORTS[scheme])
    path = _SESSION_PATH.sub("", parts.path) or "/"
    query = _SESSION_QUERY.sub("", parts.query).lstrip("&")
    return urlunsplit((scheme, netloc, path, query, ""))


def seen_key(url: str) -> str:
    """What makes two URLs the same page for us: http and https name the same one."""
    return url.partition("://")[2]


def host_of(url: str) -> str:
    """The host name in lower case, without port; the empty string where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def printed_date(text: str) -> date | None:
    """The date in a listing row: ``2025-03-10``, ``2025年3月10日``, ``[2025.03.10]``, ``10 2025-03``."""
    if found := _FULL.search(text):
        return _date(*found.groups())
    if found := _DAY_FIRST.search(text):
        day, year, month = found.groups()
        return _date(year, month, day)
    return None


def url_date(url: str) -> date | None:
    """The date that a CMS writes into its article URLs, or None."""
    for pattern in _URL_DATES:
        if found := pattern.search(url):
            return _date(*found.groups())
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 2025-02-30
        return None
