"""quantulum3: made for English; digits are read, Chinese units are not."""

from collections.abc import Iterator

from answer import Found, answer
from quantulum3 import parser


def find(text: str) -> Iterator[Found]:
    """Line by line: it is quadratic in the length of its text."""
    at = 0
    for line in text.splitlines(keepends=True):
        for result in parser.parse(line):
            unit = result.unit.name
            told = "%" if unit == "percentage" else "" if unit == "dimensionless" else unit
            yield at + result.span[0], at + result.span[1], float(result.value), told
        at += len(line)


answer(find)
