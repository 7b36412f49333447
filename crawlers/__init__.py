"""Sources → pages → articles. Importing this package is light: its faces are loaded when they are first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawlers.reading.join import join as join
    from crawlers.reading.read import read_article as read_article
    from crawlers.reading.text import read_text as read_text
    from crawlers.records import CrawlResult as CrawlResult
    from crawlers.records import Known as Known
    from crawlers.records import Validator as Validator
    from crawlers.runner import crawl as crawl
    from crawlers.runner import load_result as load_result
    from crawlers.source import Source as Source
    from crawlers.source_files import load_sources as load_sources

# Reading brings lxml, crawling brings Scrapy: each face is loaded when it is first asked for.
_HOMES = {
    "CrawlResult": "records",
    "Known": "records",
    "Source": "source",
    "Validator": "records",
    "crawl": "runner",
    "join": "reading.join",
    "load_result": "runner",
    "load_sources": "source_files",
    "read_article": "reading.read",
    "read_text": "reading.text",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'crawlers' has no attribute {name!r}; it has {', '.join(sorted(_HOMES))}")
    return getattr(import_module(f"crawlers.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
