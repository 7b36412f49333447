"""What a text states: quantities that are metrics, and the words they measure.

:func:`find` reads a part; :func:`quantities` is the bare grammar without filters. Each room imports only from those
below it:

1. ``find``: the order of it; ``tabled`` (a table's cells, named by header × row);
2. ``exclusions`` (numerals that are no metrics), ``targets`` (what is wanted, no result), ``measured`` (the words that
   each number measures), ``confidence`` (how far a rule can be trusted), ``kinds`` (what sort of quantity it is),
   ``spoken`` (quantities without a numeral: 全省首位, 过半);
3. ``clauses`` (names masked, sentences, clauses), ``quantities`` (numeral, unit, bound), ``phrases`` (openings, verbs,
   noun phrases);
4. ``shadow`` (one width, one script), ``numerals``, ``units``, ``lexicon`` (word classes).
"""

from flows.metrics.figures import bare
from flows.metrics.figures.find import FoundFigures, find

# Bound behind the imports: the first import of the room of that name would take the name.
quantities = bare.quantities

__all__ = ["FoundFigures", "find", "quantities"]
