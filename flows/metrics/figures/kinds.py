"""The ground: what sort of quantity a token is, where no frame says better."""

from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Kind

_OF_FAMILY = {
    "percent": Kind.RATE,
    "money": Kind.AMOUNT,
    "measure": Kind.AMOUNT,
    "time": Kind.DURATION,
    "score": Kind.SCORE,
}


def plain_kind(token: Token) -> Kind:
    """The kind of a quantity that is neither growth nor rank nor streak."""
    if token.form == "fraction" or token.family == "times":
        return Kind.OTHER
    if token.unit == "个百分点":
        return Kind.GROWTH
    return _OF_FAMILY.get(token.family, Kind.COUNT)
