"""The tree of a page. lxml has no types of its own, so that an element is ``Any`` to the type checker, here alone."""

import re
from typing import Any, TypeAlias

from lxml import etree, html

Element: TypeAlias = Any


def parse(text: str) -> Element | None:
    """The tree of a page, or None where there is not one element in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    # Templates put together from whole pages close html in the middle; libxml2 would stop there, browsers go on.
    text = re.sub(r"</\s*(?:html|body)\s*>", "", text, flags=re.I)
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def names_of(element: Element) -> list[str]:
    """The id and the classes of an element, in lower case."""
    return f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
