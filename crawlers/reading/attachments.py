"""Files a page links as part of the article: annual reports are often a PDF under a title."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawlers.article import Article, Attachment, PageKind
from crawlers.reading.dom import Element

_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "wps": "application/vnd.ms-works",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
}
_MAX = 50


def find_attachments(root: Element, url: str) -> tuple[Attachment, ...]:
    """The linked documents of a page, each once, with absolute addresses where the page's own is known."""
    return tuple(list({item.url: item for item in _each(root, _base(root, url))}.values())[:_MAX])


def _base(root: Element, url: str) -> str:
    """What addresses of the page hang on: its own, or that of its ``<base>``."""
    base = root.find(".//base[@href]")
    try:
        return url if base is None else urljoin(url, base.get("href").strip())
    except ValueError:
        return url


READABLE = frozenset(_TYPES[name] for name in ("pdf", "doc", "docx", "xls", "xlsx", "wps"))
_POINTS = re.compile(r"附件|全文|正文|详见|原文|下载|如下|见下|链接|点击|查看")
_SHORT, _BRIEF = 600, 150
"""Characters of a page's own text up to which an attachment of the same name, or one pointed to, is the report."""
_MAX_REPORTS = 5


def reports(article: Article) -> tuple[Attachment, ...]:
    """The attachments that *are* the article: it has no text, or its short text only points to them."""
    readable = [item for item in article.attachments if item.media_type in READABLE]
    own = len(article.text)
    if own > _SHORT or article.page_kind is not PageKind.ARTICLE:
        return ()
    if own > _BRIEF or not (not own or _POINTS.search(article.text)):
        readable = [item for item in readable if _same_name(item.name, article.title)]
    return tuple(readable[:_MAX_REPORTS])


def _same_name(name: str, title: str) -> bool:
    """Whether a file is named like the page, whatever stands around the name (附件1：…, .pdf, 2025-03-30)."""
    stem, whole = (re.sub(r"[^一-龥0-9]", "", re.sub(r"\.\w{2,4}\s*$", "", text)) for text in (name, title))
    stem = re.sub(r"^附件\d*|^\d+", "", stem)
    return len(stem) >= 6 and len(whole) >= 6 and (stem in whole or whole in stem)


def _each(root: Element, url: str) -> Iterator[Attachment]:
    for element in root.iter("a", "iframe", "embed"):
        target = (element.get("href") or element.get("src") or "").strip()
        name = re.sub(r"\s+", " ", " ".join(element.itertext())).strip() or (element.get("title") or "").strip()
        extension = _extension(target) or (_extension(name) if element.tag == "a" and target else "")
        if extension in _TYPES:
            try:
                address = urljoin(url, target)
            except ValueError:  # an address such as http://[bad
                continue
            yield Attachment(address, (name or target.rsplit("/", 1)[-1])[:200], _TYPES[extension])


def _extension(target: str) -> str:
    try:
        path = urlsplit(target).path
    except ValueError:
        return ""
    return path.rsplit(".", 1)[-1].lower() if "." in path else ""
