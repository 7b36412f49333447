"""From one number of a text to the next: :func:`quantities`."""

import re
from decimal import Decimal

from msgspec.structs import replace

from flows.metrics.figures.bare.bounds import JOIN, JOIN_BEGINS, Reading, joined, paired, read_bounds, some_behind
from flows.metrics.figures.bare.data import table
from flows.metrics.figures.bare.numbers import Number, begins_number, read_number
from flows.metrics.figures.bare.numerals import EXACT, HAN, POWERS
from flows.metrics.figures.bare.spelling import Folded, fold
from flows.metrics.figures.bare.units import read_unit, unit_family
from flows.metrics.records import Quantity

_WORDS = table("words")
_ANCHOR = re.compile(rf"(?<![\w.])\.\d|\d|[{HAN}{POWERS}廿卅]|半(?![\u4e00-\u9fff]?[数])")
_SKIP = re.compile(rf"[\d,.]++|[{HAN}{POWERS}]++|.", re.S)
# 数十家, 几千人 – but 结案数九十件, 占案件数百分之八十.
_VAGUE_BEFORE, _VAGUE = frozenset("数几"), re.compile(r"[十百千万亿]++(?! ?分)")
_HAN_LETTER = re.compile(r"[\u4e00-\u9fff]")
_HALF = re.compile(r"半(?=成|打|倍|吨|斤|公斤|公里|里|米|亩|小时|天|年(?!度|级|轻)|个(?:小时|月|钟头|学期))")
_NO_HALF_AFTER = "上下大每过多前后对折夜一零两二三四五六七八九十百千万亿"
_ROUND_BEFORE = frozenset("上近逾超第过成好")
_WORDLIKE = "伍陆拾肆"


def quantities(text: str) -> list[Quantity]:
    """Every quantity of ``text``, in order: numeral, unit ("" where none is printed), bound, exact span.

    Names, dates and numbering are not left out; what has no value (数十家) is. Values are expanded, shares are
    percentages 0-100 with unit ``%`` (百分之五, 千分之三 → 0.3, 八成), a range is its two ends. Never raises, linear in
    the length of the text.
    """
    folded = fold(text)
    return [
        Quantity(
            each.start, each.end, text[each.start : each.end], _plain(each.value), each.unit, each.bound, _high(each)
        )
        for each in _enclosed(folded.words, _readings(folded))
    ]


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that arithmetic leaves: 70.0 is 70."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)


def _high(reading: Reading) -> Decimal | None:
    return _plain(reading.high) if reading.high is not None else None


def _readings(text: Folded) -> list[Reading]:
    readings: list[Reading] = []
    at = floor = 0
    while (anchor := _ANCHOR.search(text.numerals, at)) is not None:
        number = _quantity(text, anchor.start(), floor)
        if number is None:
            skipped = _SKIP.match(text.numerals, anchor.start())
            at = skipped.end() if skipped else anchor.end()
            continue
        reading = read_bounds(text.words, number, floor)
        readings.append(_ordinal(text.words, reading, floor))
        at = floor = max(reading.end, anchor.end())
    return readings


def _quantity(text: Folded, start: int, floor: int) -> Number | None:
    """The number at ``start`` with its unit, or the range that it begins; None where nothing counts."""
    low = _half(text.words, start) if text.words[start] == "半" else _counted(text, start, floor)
    if low is None:
        return None
    if text.words[low.end : low.end + 1] not in JOIN_BEGINS:
        return low
    join = JOIN.match(text.words, low.end)
    behind = join.end() + text.words.startswith("第", join.end()) if join else 0
    if join is None or not begins_number(text.numerals, behind):
        return low
    high = _counted(text, behind, join.end())
    return (joined(text.words, low, high, join, floor) if high else None) or low


def _counted(text: Folded, start: int, floor: int) -> Number | None:
    number = read_number(text.numerals, start, floor)
    if number is None or _vague(text.words, number, floor):
        return None
    with_unit = read_unit(text.words, some_behind(text.words, number), floor)
    return with_unit if _counts(text.words, number, with_unit) else None


def _vague(text: str, number: Number, floor: int) -> bool:
    """数十家, 好几千人: how many tens is not said."""
    before = text[number.start - 1 : number.start] if number.start > floor else ""
    return before in _VAGUE_BEFORE and _VAGUE.match(text, number.start) is not None


def _half(text: str, start: int) -> Number | None:
    """半成, 半吨, 半打 – but 一半, 上半年, 半数."""
    if _HALF.match(text, start) is None or (start and text[start - 1] in _NO_HALF_AFTER):
        return None
    half = Number(start, start + 1, Decimal("0.5"), start + 1)
    if text[start + 1] == "成":
        return replace(half, end=start + 2, value=Decimal(5), unit="%", plain=False)
    return read_unit(text, half, start)


def _counts(text: str, number: Number, counted: Number) -> bool:
    """Whether what looks like a number is one. Only single characters and spoken spans leave a doubt."""
    written = text[number.start : number.end]
    before, behind = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if number.high is None and (not number.plain or written[0].isdigit()):
        return True
    if number.high is not None:
        return not number.plain or bool(counted.unit) or len(written) > 2
    if not number.plain or before == "第":
        return True
    if number.bare:
        return written == "十" or before in _ROUND_BEFORE or (written == "拾" and _alone(before, behind))
    if written in "一壹":
        return _one(text, number, counted, before, behind)
    if written in _WORDLIKE or written == "零":
        return _alone(before, behind) or unit_family(counted.unit) == "money" or bool(written == "零" and counted.unit)
    return True


def _alone(before: str, behind: str) -> bool:
    return not _HAN_LETTER.match(before) and not _HAN_LETTER.match(behind)


def _one(text: str, number: Number, counted: Number, before: str, behind: str) -> bool:
    """一 is a number with a unit, with a bound, on its own, or as what is said of something (不是一却是五)."""
    if before and before in _WORDS["one_ends"]:
        return False
    if counted.unit or not _HAN_LETTER.match(behind):
        return True
    if before and before in _WORDS["copulas"] and behind in _WORDS["one_apart"]:
        return True
    if read_bounds(text, counted, number.start).end > counted.end:
        return True
    join = JOIN.match(text, number.end)
    return join is not None and begins_number(text, join.end())


def _ordinal(text: str, reading: Reading, floor: int) -> Reading:
    """第三: the span takes 第 in."""
    if reading.start > floor and text[reading.start - 1] == "第":
        return replace(reading, start=reading.start - 1)
    return reading


def _enclosed(text: str, readings: list[Reading]) -> list[Reading]:
    """The readings, two bounds that enclose made one."""
    result: list[Reading] = []
    for reading in readings:
        both = paired(text, result[-1], reading) if result else None
        if both is not None:
            result[-1] = both
        else:
            result.append(reading)
    return result
