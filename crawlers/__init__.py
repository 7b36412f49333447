"""Sources → pages → articles. Importing this package is light: its faces are loaded when they are first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawlers import archive
    from crawlers.errors import ArchiveError, CrawlError, CrawlersError, SourceError
    from crawlers.job import CrawlSettings
    from crawlers.records import (
        CrawlResult,
        ExternalLink,
        Fetch,
        FetchKind,
        Known,
        Label,
        Progress,
        SourceOutcome,
        Status,
        Validator,
    )
    from crawlers.runner import crawl, load_result
    from crawlers.source import Source, load_sources

_FACES = {
    "errors": ("ArchiveError", "CrawlError", "CrawlersError", "SourceError"),
    "job": ("CrawlSettings",),
    "records": (
        "CrawlResult",
        "ExternalLink",
        "Fetch",
        "FetchKind",
        "Known",
        "Label",
        "Progress",
        "SourceOutcome",
        "Status",
        "Validator",
    ),
    "runner": ("crawl", "load_result"),
    "source": ("Source", "load_sources"),
}
_HOME = {face: module for module, faces in _FACES.items() for face in faces}

__all__ = [
    "ArchiveError",
    "CrawlError",
    "CrawlResult",
    "CrawlSettings",
    "CrawlersError",
    "ExternalLink",
    "Fetch",
    "FetchKind",
    "Known",
    "Label",
    "Progress",
    "Source",
    "SourceError",
    "SourceOutcome",
    "Status",
    "Validator",
    "archive",
    "crawl",
    "load_result",
    "load_sources",
]


def __getattr__(name: str) -> Any:
    if name == "archive":
        return import_module("crawlers.archive")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
