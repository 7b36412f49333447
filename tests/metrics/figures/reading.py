"""How the tests of figures read: short rows of what a text states, so that a table of cases is the specification."""

from flows.metrics.figures import FoundFigures, find, quantities
from flows.metrics.records import Figure, Part, Quantity
from warehouse.reference.vocabulary import Role


def read(text: str) -> FoundFigures:
    """What a text of one part states."""
    return find(Part("body", text))


def measured(text: str) -> list[tuple[str, str]]:
    """Every figure as (span, words measured)."""
    return [(figure.span_text, figure.indicator) for figure in read(text).figures]


def roles(text: str) -> dict[str, Role]:
    """The role of each span."""
    return {figure.span_text: figure.role for figure in read(text).figures}


def reasons(text: str) -> dict[str, str]:
    """Every numeral that is left out, with the reason."""
    return {left.text: left.reason for left in read(text).left_out}


def only(text: str) -> Figure:
    """The one figure of a text."""
    figures = read(text).figures
    assert len(figures) == 1, [(figure.span_text, figure.indicator) for figure in figures]
    return figures[0]


def quantity(text: str) -> Quantity:
    """The one quantity of a text by the bare grammar."""
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]
