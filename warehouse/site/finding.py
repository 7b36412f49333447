"""What leads people to pages: the index of the search box, and Atom feeds (RFC 4287) of new reports."""

import re
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import duckdb

from .data import Row, ask, script, sheet_of
from .pages import Pages, weblink
from .workshop import Workshop, mark_of

ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
# Reports of governments; features and news of papers are no reports.
REPORTS = "genre IN ('annual_report', 'work_report')"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build_index(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """Regions and indicators in one file, titles in one a year: a search reads the newest years first."""
    titles: dict[str, list[list[Any]]] = defaultdict(list)
    for row in ask(
        con, "FROM shown ORDER BY report_year DESC NULLS LAST, first_published DESC NULLS LAST, title, article_id"
    ):
        year = row["report_year"] or (row["first_published"].year if row["first_published"] else 0)
        titles[str(year)].append([row["article_id"], row["title"] or row["url"], row["region"] or ""])
    synonyms = dict(
        con.execute(
            "SELECT indicator_id, list(name ORDER BY name) FROM synonyms WHERE origin = 'synonym' GROUP BY ALL"
        ).fetchall()
    )
    head = {
        "regions": [[code, pages.regions[code]["full_name"]] for code in sorted(pages.paged)],
        "indicators": [
            [ident, row["name_zh"], row["name_en"], " ".join(synonyms.get(ident, []))]
            for ident, row in pages.indicators.items()
        ],
        "years": sorted(titles, reverse=True),
    }
    _make(workshop, "data/search.js", "search", head)
    for year, rows in titles.items():
        _make(workshop, f"data/search/{year}.js", f"search/{year}", rows)


def _make(workshop: Workshop, target: str, name: str, value: Any) -> None:
    workshop.make(target, mark_of(value), lambda: {target: script(name, value)})


def build_feeds(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """One of all, and one a province."""
    rows = ask(
        con,
        f"FROM shown WHERE {REPORTS} QUALIFY row_number() OVER (PARTITION BY province ORDER BY recorded_at DESC, "
        f"first_published DESC NULLS LAST, article_id) <= {ENTRIES} "
        "ORDER BY recorded_at DESC, first_published DESC NULLS LAST, article_id",
    )
    provinces: Mapping[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["province"]:
            provinces[row["province"]].append(row)
    _feed(workshop, pages, "feed.xml", "法治政府建设：新报告", rows[:ENTRIES])
    for code, told in provinces.items():
        _feed(workshop, pages, f"feeds/{code}.xml", f"法治政府建设：{pages.regions[code]['full_name']}的新报告", told)


def _feed(workshop: Workshop, pages: Pages, target: str, title: str, rows: Sequence[Row]) -> None:
    mark = mark_of(title, [dict(row) for row in rows])
    workshop.make(target, mark, lambda: {target: atom(target, title, rows, pages.options.url)})


def atom(target: str, title: str, rows: Sequence[Row], site: str) -> bytes:
    """The feed's XML. Without the site's address its links are relative to the feed."""
    base = site.rstrip("/") + "/" if site else "../" * target.count("/")
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _text(feed, "title", title)
    _text(feed, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site}/{target}')}")
    newest = max((row["recorded_at"] for row in rows), default=datetime(2000, 1, 1))
    _text(feed, "updated", _moment(newest))
    _link(feed, "self", base + target)
    _link(feed, "alternate", base + "index.html")
    _text(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), "name", "fazhi")
    for row in rows:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _text(entry, "title", row["title"] or row["url"])
        _text(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, row['article_id'])}")
        _text(entry, "updated", _moment(row["recorded_at"]))
        if row["first_published"]:
            _text(entry, "published", _moment(datetime.combine(row["first_published"], datetime.min.time())))
        _link(entry, "alternate", base + sheet_of(row["article_id"], 1))
        if weblink(row["url"]):
            _link(entry, "via", row["url"])
        _text(
            entry, "summary", f"{row['region'] or '地区未定'}，{row['report_year'] or '?'}年度，{row['figures']}项数据"
        )
    ElementTree.register_namespace("", ATOM)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_IN_XML.sub("", text)


def _link(parent: ElementTree.Element, rel: str, href: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": _NOT_IN_XML.sub("", href)})


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0, tzinfo=UTC).isoformat()
