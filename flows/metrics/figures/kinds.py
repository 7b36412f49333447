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

# Named once: looking a member of an enum up costs more than all the rest of it.
_COUNT, _GROWTH, _OTHER = Kind.COUNT, Kind.GROWTH, Kind.OTHER


def plain_kind(token: Token) -> Kind:
    """The kind of a quantity that is neither growth nor rank nor streak."""
    if token.form == "fraction" or token.family == "times":
        return _OTHER
    if token.unit == "个百分点":
        return _GROWTH
    return _OF_FAMILY.get(token.family, _COUNT)
