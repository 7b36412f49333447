"""Numbers: a numeral with its sign, power, fraction or share (负三十二, 2^5, 三又二分之一, 百分之五, 七成六).

A share is a percentage, whatever its spelling: 千分之三 and 0.3% are one value. 一百分之五 is a plain
fraction: only the bare multiplier (百分之, 百万分之) is the way to say a percentage.
"""

import re
from decimal import Decimal, localcontext

from msgspec import Struct
from msgspec.structs import replace

from flows.metrics.figures.bare.data import table
from flows.metrics.figures.bare.numerals import (
    EXACT,
    GAP,
    HAN,
    POWERS,
    Numeral,
    digit_runs_apart,
    first_behind,
    last_before,
    read_numeral,
)
from flows.metrics.figures.numerals import DIGITS, MAX_DIGITS
from flows.metrics.figures.units import PERCENT

_WORDS = table("words")
_PARTS_OF = re.compile(rf"{GAP}分{GAP}之{GAP}(?P<minus>[负-]?) ?")
_MIXED = re.compile(rf"{GAP}又{GAP}")
_SHORT_PARTS = re.compile(r"[二三四五六七八九十百千万]{1,3}分(?=[一二三四五六七八九])")
_SLASH = re.compile(r"/(\d{1,6})(?![\d/])")
_MIXED_SLASH = re.compile(r" (?P<part>\d{1,3})/(?P<whole>\d{1,3})(?![\d/])")
_POWER = re.compile(r"\^(?P<sign>[+-]{0,2})(?P<exponent>\d{1,3})(?!\d)")
# 八成半, 七成 六: the digit behind 成 is a hundredth, unless a noun follows it (八成五星级酒店).
_TENTHS = re.compile(
    rf"{GAP}成(?![{_WORDS['tenths_not_before']}])"
    rf"(?:{GAP}(?P<more>半|[一二三四五六七八九](?=[的以左上多，、。；) ]|\Z)))?"
)
_MINUS = re.compile(rf"(?:(?P<han>负)|(?P<dash>-))(?P<gap>{GAP})\Z")
_SIGN_ENDS = frozenset("负- ")  # how a sign before a number ends
_BEGINNINGS = frozenset(HAN + POWERS)
_DIGITS = re.compile(r"\.?(\d+)")
_BEFORE_DASH = re.compile(rf"(?:\A|[^\w\-\x00%)]|[{_WORDS['minus_after']}])\Z")


class Number(Struct, frozen=True):
    """A number ``text[start:end]`` with its unit as far as the number itself says it (``%`` of 七成), else ``""``.

    ``figures`` is the end of the numeral, before any unit; ``plain`` says that there is nothing but a numeral.
    """

    start: int
    end: int
    value: Decimal
    figures: int
    high: Decimal | None = None
    unit: str = ""
    least: bool = False
    bare: bool = False
    plain: bool = True


def read_number(text: str, start: int, floor: int) -> Number | None:
    """The number whose first numeral begins at ``start``; its sign is looked for back to ``floor``."""
    numeral = read_numeral(text, start)
    if numeral is None:
        return None
    if digit_runs_apart(text, start):
        return _whole_run(text, start)
    number = Number(start, numeral.end, numeral.value, numeral.end, numeral.high, "", numeral.least, numeral.bare)
    following = text[number.end : number.end + 1]
    if following == " ":
        following = first_behind(text, number.end)
    read = _GOES_ON.get(following) or (_mixed if following.isdigit() else None)
    if read is not None:
        with localcontext(EXACT):
            found = read(text, number, numeral)
        number = replace(found, plain=False, bare=False) if found is not None else number
    return _signed(text, number, floor) if text[number.start - 1 : number.start] in _SIGN_ENDS else number


def _whole_run(text: str, start: int) -> Number:
    found = _DIGITS.match(text, start)
    assert found is not None
    return Number(found.start(1), found.end(), Decimal(found[1]), found.end())


def _mixed(text: str, number: Number, _: Numeral) -> Number | None:
    """三又二分之一, 一又十分一, 1 4/3."""
    if found := _MIXED.match(text, number.end):
        if short := _SHORT_PARTS.match(text, found.end()):
            whole, part = read_numeral(text[short.start() : short.end() - 1], 0), read_numeral(text, short.end())
            if whole and part and whole.value:
                return replace(number, end=part.end, value=number.value + _share(part.value, whole.value))
        inner = read_numeral(text, found.end())
        if inner is None:
            return None
        fraction = _fraction(text, inner)
        return fraction and replace(number, end=fraction.end, value=number.value + fraction.value)
    if text[number.end - 1].isdigit() and (found := _MIXED_SLASH.match(text, number.end)) and int(found["whole"]):
        return replace(
            number, end=found.end(), value=number.value + _share(Decimal(found["part"]), Decimal(found["whole"]))
        )
    return None


def _fraction(text: str, whole: Numeral) -> Number | None:
    found = _PARTS_OF.match(text, whole.end)
    part = read_numeral(text, found.end()) if found else None
    if found is None or part is None or not whole.value:
        return None
    sign = -1 if found["minus"] else 1
    high = _share(part.high, whole.value) if part.high is not None else None
    return Number(whole.start, part.end, _share(sign * part.value, whole.value), part.end, high, "", part.least)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    with localcontext(prec=MAX_DIGITS):
        return part / whole


def _parts(text: str, number: Number, numeral: Numeral) -> Number | None:
    """三分之一, 百分之五, 百万分之七."""
    fraction = _fraction(text, numeral)
    if fraction is None or not numeral.bare:
        return fraction
    high = fraction.high * 100 if fraction.high is not None else None
    return replace(fraction, value=fraction.value * 100, high=high, unit=PERCENT)


def _slash(text: str, number: Number, _: Numeral) -> Number | None:
    """1/15; the numerator of four digits of 2023/12 is a year."""
    found = _SLASH.match(text, number.end) if text[number.end - 1].isdigit() else None
    if found is None or not int(found[1]) or text[number.start - 1 : number.start] == "/":
        return None
    whole = Decimal(found[1])
    if number.value > whole and number.value >= 1000:
        return None
    return replace(number, end=found.end(), value=_share(number.value, whole))


def _power(text: str, number: Number, _: Numeral) -> Number | None:
    """2^5, 2.5^-1."""
    found = _POWER.match(text, number.end) if text[number.end - 1].isdigit() else None
    if found is None or not number.value:
        return None
    exponent = Decimal(-1 if found["sign"] in ("-", "+-", "-+") else 1) * int(found["exponent"])
    with localcontext(prec=MAX_DIGITS):
        value = number.value**exponent
    return replace(number, end=found.end(), value=value) if abs(value.adjusted()) <= 2 * MAX_DIGITS else None


def _tenths(text: str, number: Number, _: Numeral) -> Number | None:
    """八成, 9.5成, 三成半, 七成六."""
    found = _TENTHS.match(text, number.end)
    if found is None:
        return None
    more = Decimal(5 if found["more"] == "半" else DIGITS[found["more"]] if found["more"] else 0)
    high = number.high * 10 if number.high is not None else None
    return replace(number, end=found.end(), value=number.value * 10 + more, high=high, unit=PERCENT)


# By what follows a numeral that goes on; behind a digit a second one may begin the fraction of a mixed number.
_GOES_ON = {"又": _mixed, "分": _parts, "/": _slash, "^": _power, "成": _tenths}


def _signed(text: str, number: Number, floor: int) -> Number:
    """负三十二, -5 – but no dash between two numbers, and no 负 of 担负."""
    if last_before(text, number.start) not in _SIGN_ENDS:
        return number
    window = max(floor, number.start - 6)
    found = _MINUS.search(text, window, number.start)
    if found is None:
        return number
    preceding = text[max(0, found.start() - 1) : found.start()]
    if found["han"]:
        minus = preceding not in (*_WORDS["no_minus_after"],)
    else:
        minus = not found["gap"] and _BEFORE_DASH.search(preceding) is not None
    if not minus:
        return number
    return replace(number, start=found.start(), value=EXACT.minus(number.value), high=None, plain=number.plain)


def begins_number(text: str, at: int) -> bool:
    """Whether the character can be the first of a numeral."""
    return text[at : at + 1].isdigit() or text[at : at + 1] in _BEGINNINGS
