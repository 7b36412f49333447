"""What a figure means: canonical indicator, period, region, scope."""

from .document import facts
from .interpret import interpret

__all__ = ["facts", "interpret"]
