"""What a text states: quantities that are metrics, and the words they measure.

``find`` reads a part; ``quantities`` is the bare grammar without filters. The way of a text through the rooms is told
in :mod:`flows.metrics.figures.find`.
"""

from flows.metrics.figures.find import FoundFigures, find
from flows.metrics.figures.quantities import quantities

__all__ = ["FoundFigures", "find", "quantities"]
