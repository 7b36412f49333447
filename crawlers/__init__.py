"""Sources → pages → articles. Importing this package is light."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawlers.reading.join import join as join
    from crawlers.reading.read import read_article as read_article
    from crawlers.reading.text import read_text as read_text

# The public face, loaded when first asked for: reading brings lxml, crawling brings Scrapy.
_HOMES = {
    "read_article": "crawlers.reading.read",
    "read_text": "crawlers.reading.text",
    "join": "crawlers.reading.join",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'crawlers' has no attribute {name!r}; it has {', '.join(sorted(_HOMES))}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
