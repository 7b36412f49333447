"""What is counted: the unit behind a number, the currency before it, quantities in two units (123元1角1分)."""

import re
from decimal import Decimal

from msgspec.structs import replace

from flows.metrics.figures.bare.data import alternatives, guarded, table
from flows.metrics.figures.bare.numbers import Number
from flows.metrics.figures.bare.numerals import GAP, last_before, read_numeral
from flows.metrics.figures.units import POINTS, family, unit_openings, unit_pattern

_UNITS = table("units")
_EXTRA = {unit: stop or "" for kind in ("money", "measure") for unit, stop in _UNITS[kind].items()}
_EXTRA_FAMILY = {unit: kind for kind in ("money", "measure") for unit in _UNITS[kind]}
_UNIT = re.compile(rf"{GAP}(?P<unit>{guarded(_EXTRA)}|{unit_pattern()})")
_POINTS = re.compile(rf"{GAP}(?:个{GAP})?百{GAP}分{GAP}点")
_DOZEN = re.compile(rf"{_UNITS['dozen']}(?![{_UNITS['dozen_not_before']}])")
_HALF_WITHIN = re.compile(r"个半(?P<unit>月|小时|钟头|工作日|星期|学期|学年)")
_HALF_BEHIND = re.compile(r"半(?![路夜数截途价径生年日天月个])")
_CURRENCY_BEFORE = re.compile(rf"(?P<name>{alternatives(_UNITS['currency_before'])}){GAP}\Z")
_CURRENCY_BEHIND = re.compile(rf"(?P<name>{alternatives(_UNITS['currency_behind'])})")
# How all that may stand behind a number begins, and how a currency before it ends: most numbers are asked by these.
_BEGINNINGS = unit_openings() | {unit[0] for unit in _EXTRA} | {_UNITS["dozen"][0], *" 个百"}
_CURRENCY_ENDS = frozenset(name[-1] for name in _UNITS["currency_before"]) | {" "}
_DOZEN_BEGINS, _POINTS_BEGIN = _UNITS["dozen"][0], frozenset(" 个百")
_SMALL = r"[\d一二三四五六七八九两]{1,2}"
# 123元|1角1分, by the unit of the amount
_MINOR = {
    unit: re.compile(rf"又?(?:(?P<tenth>{_SMALL})[{tenths}])?(?:(?P<cent>{_SMALL})(?:{hundredths}))?(?:钱|整)?")
    for unit, (tenths, hundredths) in ((unit, words.split()) for unit, words in _UNITS["minor"].items())
}


def read_unit(text: str, number: Number, floor: int) -> Number:
    """The number with its unit; unchanged where none stands there. Units longer than one word are one unit."""
    if number.unit:
        return number
    if text[number.end : number.end + 1] not in _BEGINNINGS:
        return _currency_before(text, number, floor)
    first = text[number.end]
    if first == _DOZEN_BEGINS and (dozen := _DOZEN.match(text, number.end)):
        return replace(number, end=dozen.end(), value=number.value * 12)
    if first in _POINTS_BEGIN and (points := _POINTS.match(text, number.end)):
        return replace(number, end=points.end(), unit=POINTS)
    if first == "个" and (half := _HALF_WITHIN.match(text, number.end)):  # 三个半月
        return replace(number, end=half.end(), value=number.value + Decimal("0.5"), unit=f"个{half['unit']}")
    found = _UNIT.match(text, number.end)
    if found is None:
        return _currency_before(text, number, floor)
    unit = POINTS if found["unit"].endswith("百分点") else found["unit"]
    least = number.least or unit.startswith("个多")  # 3个多小时
    unit = _UNITS["same"].get(unit) or unit.replace("个多", "个")
    number = replace(number, end=found.end(), unit=unit, least=least)
    return _currency_before(text, _money(text, _half_behind(text, number)), floor)


def unit_family(unit: str) -> str:
    """The family of a unit (``money``, ``measure``, ``count`` …); ``""`` for no unit."""
    return _EXTRA_FAMILY.get(unit) or family(unit)


def _half_behind(text: str, number: Number) -> Number:
    """一吨半."""
    if unit_family(number.unit) not in ("measure", "time") or number.value != int(number.value):
        return number
    found = _HALF_BEHIND.match(text, number.end)
    return replace(number, end=found.end(), value=number.value + Decimal("0.5")) if found else number


def _money(text: str, number: Number) -> Number:
    """元角分 are one amount in 元; 元人民币 and 元欧元 name the currency twice."""
    if number.unit == "元" and (found := _CURRENCY_BEHIND.match(text, number.end)):
        return replace(number, end=found.end(), unit=_UNITS["currency_behind"][found["name"]])
    if number.unit not in _MINOR or number.high is not None:
        return number
    found = _MINOR[number.unit].match(text, number.end)
    if found is None or not (found["tenth"] or found["cent"]):
        return number
    small = _small(found["tenth"]) / 10 + _small(found["cent"]) / 100
    return replace(number, end=found.end(), value=number.value + small)


def _small(digits: str | None) -> Decimal:
    numeral = read_numeral(digits, 0) if digits else None
    return numeral.value if numeral else Decimal(0)


def _currency_before(text: str, number: Number, floor: int) -> Number:
    """$20, ￥300, 港币两千元."""
    if number.unit not in ("", "元") or text[number.start - 1 : number.start] not in _CURRENCY_ENDS:
        return number
    if last_before(text, number.start) not in _CURRENCY_ENDS:
        return number
    found = _CURRENCY_BEFORE.search(text, max(floor, number.start - 8), number.start)
    if found is None:
        return number
    return replace(number, start=found.start(), unit=_UNITS["currency_before"][found["name"]])
