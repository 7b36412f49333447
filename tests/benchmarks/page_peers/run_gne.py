"""GNE (GeneralNewsExtractor), as its README calls it; it wants decoded text."""

from typing import Any

from gne import GeneralNewsExtractor
from page_answer import answer


def read(_: bytes, text: str, __: str | None) -> dict[str, Any]:
    """It has no field for the 来源."""
    found = GeneralNewsExtractor().extract(text)
    return {"title": found["title"], "date": found["publish_time"], "text": found["content"]}


answer(read)
