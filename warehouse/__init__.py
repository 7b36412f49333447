"""Observations → series in DuckDB. Importing this package is light: its public names are loaded when first used.

open_writer(path) -> Writer         the one process that writes: known(), cluster(), load(), pending_alerts(), …
open_reader(path) -> connection     read-only, on the published copy
publish(path, home) -> Published    a copy for readers, and Parquet
build_site(published, home) -> Built the static site
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batch import Batch, article_id
    from .cluster import ClusterDecision
    from .connect import KnownState, Writer, open_reader, open_writer
    from .errors import WarehouseBusyError, WarehouseError
    from .load import LoadReport
    from .publication import Published, publish
    from .query import Answer, ask, saved_queries
    from .site import build_site
    from .suggest import suggestions

_HOMES = {
    "Batch": "batch",
    "article_id": "batch",
    "ClusterDecision": "cluster",
    "KnownState": "connect",
    "Writer": "connect",
    "open_reader": "connect",
    "open_writer": "connect",
    "WarehouseBusyError": "errors",
    "WarehouseError": "errors",
    "LoadReport": "load",
    "Published": "publication",
    "publish": "publication",
    "Answer": "query",
    "ask": "query",
    "saved_queries": "query",
    "build_site": "site",
    "suggestions": "suggest",
}
__all__ = [
    "Answer",
    "Batch",
    "ClusterDecision",
    "KnownState",
    "LoadReport",
    "Published",
    "WarehouseBusyError",
    "WarehouseError",
    "Writer",
    "article_id",
    "ask",
    "build_site",
    "open_reader",
    "open_writer",
    "publish",
    "saved_queries",
    "suggestions",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
