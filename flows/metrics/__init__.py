"""The extractor: document → observations. Pure functions; no database, no network, no clock."""

from typing import Any

# The public face, loaded on first use: importing this package stays free of reference data.
_FACE = {"quantities": "flows.metrics.figures"}


def __getattr__(name: str) -> Any:
    if name in _FACE:
        from importlib import import_module

        return getattr(import_module(_FACE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
