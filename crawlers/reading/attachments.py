"""Files a page links as part of the article: annual reports are often a PDF under a title."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawlers.article import Attachment
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
    return tuple(list({item.url: item for item in _each(root, url)}.values())[:_MAX])


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
