"""The tree of a page. lxml has no types of its own, so that an element is ``Any`` to the type checker, here alone."""

import re
from typing import Any, TypeAlias

from lxml import etree, html

Element: TypeAlias = Any

MAX_CHARS = 4_000_000
"""Characters of HTML that are read; the longest annual reports seen have below 2 million."""


def parse(text: str) -> tuple[Element | None, tuple[str, ...]]:
    """The tree of a page, or None where there is not one element in it, and flags.

    libxml2 throws away what lies deeper than some 2 000 levels: such a page is read without its nesting
    (``nested_too_deeply``). Of one beyond :data:`MAX_CHARS` the beginning is read (``page_cut_off``).
    """
    flags: tuple[str, ...] = ()
    if len(text) > MAX_CHARS:
        text = _EMBEDDED.sub("data:,", text)  # pictures pasted from Word, before the text they would cut it off
    if len(text) > MAX_CHARS:
        text, flags = text[:MAX_CHARS], ("page_cut_off",)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    # Templates put together from whole pages close html in the middle; libxml2 would stop there, browsers go on.
    text = re.sub(r"</\s*(?:html|body)\s*>", "", text, flags=re.I)
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    root, errors = _parse(text)
    if any("depth" in error.message.lower() for error in errors):
        return _parse(_NESTING.sub("<br>", text))[0], (*flags, "nested_too_deeply")
    return root, flags


_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=\s%]{1000,}")
_NESTING = re.compile(r"</?(?!(?:p|br|h[1-6]|a|title|meta|script|style|head)\b)[a-zA-Z][^<>]{0,2000}>")


def _parse(text: str) -> tuple[Element | None, Any]:
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser), parser.error_log
    except (etree.LxmlError, ValueError):
        return None, parser.error_log


def names_of(element: Element) -> list[str]:
    """The id and the classes of an element, in lower case."""
    return f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
