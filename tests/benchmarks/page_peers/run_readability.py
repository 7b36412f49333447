"""readability-lxml: the summary's text, a line a block; it has neither date nor 来源."""

from typing import Any

from lxml import html
from page_answer import answer
from readability import Document


def read(_: bytes, text: str, __: str | None) -> dict[str, Any]:
    """``short_title`` is its own way to cut off the site's name."""
    document = Document(text)
    lines = html.fromstring(document.summary()).itertext()
    return {"title": document.short_title(), "text": "\n".join(line.strip() for line in lines if line.strip())}


answer(read)
