"""The ladder over all stations: bytes → :class:`Article`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from crawlers.article import Article, PageKind
from crawlers.reading import dateline as datelines
from crawlers.reading.attachments import find_attachments
from crawlers.reading.body import Body, find_body, prose
from crawlers.reading.charset import MAX_BYTES, damage, decode
from crawlers.reading.dates import field_date, head_date, possible, script_date
from crawlers.reading.dom import Element, parse
from crawlers.reading.metatags import Head, read_head
from crawlers.reading.outline import Line, Outline, outline
from crawlers.reading.page_kind import is_listing, refusal
from crawlers.reading.parts import make_parts
from crawlers.reading.title import Title, find_title, fold
from crawlers.reading.trailers import keep

_FILES = 10
"""A page without text is an article where it states what and when, and links so many documents at most."""
_STATED = {"articletitle", "pubdate", "contentsource"}
_OPENGRAPH_DATES = ("article:published_time", "og:release_date", "datepublished", "og:time", "dcterms.created")
_ABOVE, _INTO, _LAST, _BELOW = 4, 6, 3, 12
"""So many lines above the title, into the text, at its end and below it may hold a dateline."""


def read_article(
    html: bytes,
    url: str | None = None,
    *,
    charset: str | None = None,
    fetched: datetime | None = None,
    max_bytes: int = MAX_BYTES,
) -> Article:
    """Read a page.

    ``html`` is the response body as received, ``url`` the page's address, ``charset`` what the HTTP header declares,
    ``fetched`` the moment of the fetch (aware; naive counts as UTC): a later date is never the page's.

    Raises :class:`crawlers.errors.ReadError` for bytes that are no text within the bounds, and nothing else: a page
    that can be decoded is an Article whose ``page_kind`` and ``reason`` say what it is.
    """
    url = url or ""
    decoded = decode(html, url=url, charset=charset, max_bytes=max_bytes)
    root, flags = parse(decoded.text)
    blank = Article(url, PageKind.STUB, host=_host(url), charset=decoded.charset, flags=(*decoded.flags, *flags))
    if root is None:
        return _no_article(blank, PageKind.STUB, "no element in it")
    return _Reading(blank, decoded.text, fetched, root, outline(root), read_head(root)).article()


def _no_article(blank: Article, kind: PageKind, reason: str, title: str = "") -> Article:
    return Article(
        blank.url, kind, title=title, host=blank.host, charset=blank.charset, flags=blank.flags, reason=reason
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the stations gave for one page, and the article made of it."""

    blank: Article
    html: str
    fetched: datetime | None
    root: Element
    page: Outline
    head: Head

    def article(self) -> Article:
        refused = refusal(self.page.lines, self.html)
        if refused:
            return _no_article(self.blank, *refused, title=self.head.title_tag)
        title = find_title(self.head, self.page.lines, self.page.fields)
        weights = [prose(line) for line in self.page.lines]
        body = find_body(self.page, weights, self.root, len(self.html), title.line)
        found = self._dateline(title, body, weights)
        attachments = find_attachments(self.root, self.blank.url)
        places = self._text_places(title, body, found)
        dated = bool(found.dateline.published or self.head.get("pubdate", "articletitle"))
        why = is_listing(self.page.lines, places, weights, dated=dated)
        if why:
            return _no_article(self.blank, PageKind.LISTING, why, title.text)
        if not places and not (
            0 < len(attachments) <= _FILES and found.dateline.labels | self.head.metas.keys() & _STATED
        ):
            return _no_article(self.blank, PageKind.STUB, "no rung of the ladder found a text", title.text)
        published, rung, flags = self._published(found)
        parts = make_parts([self.page.lines[place] for place in places])
        flags += damage("\n".join([title.text, *(part.text for part in parts)]))
        metas = self.head.get
        return Article(
            url=self.blank.url,
            page_kind=PageKind.ARTICLE,
            title=title.text,
            published=published,
            published_rung=rung,
            source_name=self._source(found),
            author=found.dateline.author or self._field("author") or self._meta_author(),
            site=metas("sitename", "og:site_name") or self.head.jsonld.get("publisher", ""),
            host=self.blank.host,
            column=metas("columnname"),
            site_id_code=metas("siteidcode"),
            issuer=found.dateline.issuer,
            document_number=found.dateline.document_number,
            parts=parts,
            attachments=attachments,
            rung=body.rung if places else "attachments_only",
            charset=self.blank.charset,
            flags=tuple(dict.fromkeys([*self.blank.flags, *flags, *(["page_cut_off"] if self.page.truncated else [])])),
        )

    def _dateline(self, title: Title, body: Body, weights: Sequence[int]) -> datelines.Found:
        lines = self.page.lines
        # Where the container holds the title too, the text begins below it.
        start = next((place for place in self._below_title(title, body) if weights[place]), len(lines))
        end = body.places[-1] + 1 if body.places else len(lines)
        top = title.line if 0 <= title.line < start else max(0, start - _BELOW)
        above = range(top - 1, max(-1, top - 1 - _ABOVE), -1)
        around = [place for place in range(top, start) if not _is_entry(lines[place])]
        around += [p for p in above if not _is_entry(lines[p]) and not datelines.is_clock(lines[p].text, self.fetched)]
        last = range(max(end - _LAST, start), min(end + _BELOW, len(lines)))
        inside = sorted({*range(start, min(start + _INTO, end)), *last})
        return datelines.gather([line.text for line in lines], around, inside, self.fetched)

    @staticmethod
    def _below_title(title: Title, body: Body) -> Sequence[int]:
        """The body from its own title on: what a wide container holds above it is the column's name, a share bar."""
        if title.line in body.places[:_INTO]:
            return body.places[body.places.index(title.line) + 1 :]
        return body.places

    def _text_places(self, title: Title, body: Body, found: datelines.Found) -> list[int]:
        """The body without its own title and datelines, and without what frames it."""
        lines = self.page.lines
        folded = fold(title.text)
        below = self._below_title(title, body)
        opening = set(below[:_INTO])
        own = [
            place
            for place in below
            if place not in found.lines and not (place in opening and fold(lines[place].text) in ("", folded))
        ]
        return keep(lines, own)

    def _published(self, found: datelines.Found) -> tuple[date | None, str, list[str]]:
        """The date with its rung. A printed 发布时间 wins over the tag of a page republished later, and says so."""
        flags = [f"date_refused:{day.isoformat()}" for day in found.refused]
        seen, stated = found.dateline, self._stated_dates()
        for rung, day in stated:
            if not possible(day, self.fetched):
                flags.append(f"date_refused:{day.isoformat()}")
                continue
            if rung == "meta" and seen.labelled_date and seen.published and seen.published != day:
                flags.append(f"date_conflict:meta={day.isoformat()}")
                break
            if rung == "meta" or seen.published is None:
                return day, rung, flags
        if seen.published:
            return seen.published, "dateline", flags
        found_in_head = head_date(self.root, self.blank.url, self.fetched)
        if found_in_head and possible(found_in_head, self.fetched):
            return found_in_head, "htmldate", flags
        return None, "", flags

    def _stated_dates(self) -> list[tuple[str, date]]:
        metas, jsonld = self.head.get, self.head.jsonld
        named = [
            ("dateline", field.text) for field in self.page.fields if field.kind == "date" and len(field.text) < 60
        ]
        candidates = [
            ("meta", metas("pubdate", "publishdate", "publish_date", "pubtime", "firstpublishedtime")),
            ("jsonld", jsonld.get("datePublished", "") or jsonld.get("pubDate", "")),
            (
                "opengraph",
                metas("article:published_time", "og:release_date", "datepublished", "og:time", "dcterms.created"),
            ),
            *named[:1],
            ("script", script_date(self.root)),
        ]
        dates = [(rung, field_date(text)) for rung, text in candidates if text]
        return [(rung, day) for rung, day in dates if day is not None]

    def _source(self, found: datelines.Found) -> str:
        stated = _name(self.head.get("contentsource", "source", "og:source", "mediaid"))
        return stated or found.dateline.source_name or self._field("source") or self._beside_date()

    def _beside_date(self) -> str:
        """The name that an element for the date also holds ("2019-05-17 · 苏皖城市报道")."""
        dated = next((field.text for field in self.page.fields if field.kind == "date" and len(field.text) <= 60), "")
        found = re.fullmatch(r"[\d\s:：/.年月日-]{8,40}[·|｜]\s*([一-龥A-Za-z]{2,20})", dated)
        return _name(found.group(1)) if found else ""

    def _meta_author(self) -> str:
        """The author tag, where it names a person: templates leave the site, the CMS or a mail address in it."""
        name = _name(self.head.get("author"))
        return name if re.fullmatch(r"[一-龥·、 ]{2,20}", name) and name not in self.head.title_tag else ""

    def _field(self, kind: str) -> str:
        texts = (field.text for field in self.page.fields if field.kind == kind and len(field.text) <= 60)
        return next((name for name in map(_name, texts) if name), "")


def _is_entry(line: Line) -> bool:
    """A line of a list, "title 2025-04-30": its date is another article's. "来源：<a>…</a>" is none."""
    return line.link_chars * 2 >= len(line.text) and not re.search("[:：]", line.text)


def _name(text: str) -> str:
    """A name as printed in a field: without its label and what follows it."""
    text = _LABEL.sub("", text)
    seen = datelines.parse(f"来源：{text}") if text else None
    return seen.source_name if seen else ""


_LABEL = re.compile(r"^\s*(?:(?:信息|稿件|文章|新闻)?来源|作者|记者|编辑|发布于|发表于)(?:\s*[:：]\s*|\s+|$)")
