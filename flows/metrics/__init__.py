"""The extractor: document → observations. Pure functions; no database, no network, no clock."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.metrics.extraction import Explanation as Explanation
    from flows.metrics.extraction import explain as explain
    from flows.metrics.extraction import extract as extract
    from flows.metrics.figures import quantities as quantities
    from flows.metrics.records import Document as Document
    from flows.metrics.records import Observation as Observation
    from flows.metrics.records import Part as Part
    from flows.metrics.records import Quantity as Quantity

# The public face, loaded on first use: importing this package stays free of reference data.
_FACE = {
    "Document": "flows.metrics.records",
    "Explanation": "flows.metrics.extraction",
    "Observation": "flows.metrics.records",
    "Part": "flows.metrics.records",
    "Quantity": "flows.metrics.records",
    "explain": "flows.metrics.extraction",
    "extract": "flows.metrics.extraction",
    "quantities": "flows.metrics.figures",
}
__all__ = [*sorted(_FACE)]  # noqa: PLE0604 - the names are those above


def __getattr__(name: str) -> Any:
    if name in _FACE:
        from importlib import import_module  # noqa: PLC0415  kept off the import of this package

        return getattr(import_module(_FACE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
