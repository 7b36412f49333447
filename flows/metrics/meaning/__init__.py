"""What a figure means: canonical indicator, period, region, scope."""

from . import gazetteer, indicators, named, naming
from .document import facts
from .interpret import interpret

__all__ = ["facts", "forget", "interpret"]


def forget() -> None:
    """Forget what was worked out from reference data (after :func:`warehouse.reference.forget`)."""
    for room in (gazetteer, indicators, named, naming):
        for member in vars(room).values():
            if hasattr(member, "cache_clear"):
                member.cache_clear()
