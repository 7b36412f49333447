"""Resiliparse: main content as plain text; its title is the title tag."""

from typing import Any

from page_answer import answer
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree


def read(_: bytes, text: str, __: str | None) -> dict[str, Any]:
    """The rule-based extractor with ``main_content``."""
    tree = HTMLTree.parse(text)
    return {"title": tree.title, "text": extract_plain_text(tree, main_content=True, comments=False)}


answer(read)
