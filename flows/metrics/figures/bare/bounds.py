"""Bounds: the words before and behind a quantity that make it a least or a most, ranges, and pairs of bounds."""

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from flows.metrics.figures.bare.data import alternatives, spaced, table
from flows.metrics.figures.bare.numbers import Number
from flows.metrics.figures.bare.numerals import GAP, SUFFIXES, last_before
from flows.metrics.figures.numerals import MULTIPLIERS
from warehouse.reference.vocabulary import Bound

_WORDS = table("words")
_BEHIND = re.compile(
    rf"{GAP}(?:\((?:不?含)\))?(?:"
    + "|".join(f"(?P<{bound}>{spaced(words.split())})" for bound, words in _WORDS["behind"].items())
    + ")"
)
_BEFORE = re.compile(
    "(?:"
    + "|".join(f"(?P<{bound}>{spaced(words.split())})" for bound, words in _WORDS["before"].items())
    + r") ?[了有为是]? ?\Z"
)
_THAN_BEFORE = re.compile(r"比 ?\Z")
_THAN_BEHIND = re.compile(
    GAP + "(?:" + "|".join(f"(?P<{bound}>[{''.join(words.split())}])" for bound, words in _WORDS["than"].items()) + ")"
)
_SOME_BEHIND = re.compile(rf"{GAP}[余多来几](?=\W|[\u4e00-\u9fff]|\Z)")
# How the words behind a number begin and those before it end: most numbers have none, and no pattern is tried.
_BEHIND_BEGINS = {word[0] for words in _WORDS["behind"].values() for word in words.split()} | set(" (")
_BEFORE_ENDS = {word[-1] for words in _WORDS["before"].values() for word in words.split()} | set(" 了有为是")
_THAN_ENDS, _SOME_BEGINS, JOIN_BEGINS = frozenset("比 "), frozenset("余多来几 "), frozenset("( -~至到和与跟")
_ROUND = re.compile(r"[上近]\Z")
_PAIR_JOIN = re.compile(rf"[ ]*(?:{alternatives(_WORDS['pair_joins'].split())})?[ ]*\Z")
_COMMA_JOIN = re.compile(r"[ ]*[，、]?[ ]*\Z")
_BETWEEN_BEFORE = re.compile(r"(?:位于|介于|处于|在|从|由) ?第?\Z")
_BETWEEN_BEHIND = re.compile(rf"{GAP}之? ?间")
JOIN = re.compile(rf"{GAP}(?:\((?:不?含)\))?{GAP}(?:(?P<dash>-{{1,2}}|~|至|到)|(?P<both>和|与|跟)){GAP}")
_MULTIPLIERS = re.compile(r"(?:[百佰千仟万亿兆]|[kKwWM])+\Z")
_BIG = re.compile(r"(?:[万亿兆]|[kKwWM])+\Z")
_ANY_MULTIPLIER = re.compile(r"[十拾百佰千仟万亿兆kKwWM]")
_ROUNDS = frozenset(map(Decimal, (10, 100, 1000, 10000, 100000000)))


class Reading(Struct, frozen=True):
    """A quantity ``text[start:end]``; ``words`` tells where its bound words stand: ``before``, ``behind``, ``than``."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    bound: Bound
    words: str = ""


def read_bounds(text: str, number: Number, floor: int) -> Reading:
    """The quantity with its bound words. 余 and 多 behind the number were read with it."""
    bound = Bound.RANGE if number.high is not None else Bound.AT_LEAST if number.least else Bound.EXACT
    reading = Reading(number.start, number.end, number.value, number.high, number.unit, bound)
    if text[number.start - 1 : number.start] in _THAN_ENDS and (than := _than(text, reading, floor)):
        return than
    if text[number.end : number.end + 1] in _BEHIND_BEGINS:
        reading = _behind(text, reading)
    reading = _round(text, reading, number, floor)
    return _before(text, reading, floor) if text[reading.start - 1 : reading.start] in _BEFORE_ENDS else reading


def _with(reading: Reading, bound: str, words: str) -> Reading:
    if reading.bound is not Bound.EXACT:
        return replace(reading, words=words)
    return replace(reading, bound=Bound(bound), words=words)


def _behind(text: str, reading: Reading) -> Reading:
    found = _BEHIND.match(text, reading.end)
    if found is None:
        return reading
    return replace(_with(reading, found.lastgroup or "", "behind"), end=found.end())


def _before(text: str, reading: Reading, floor: int) -> Reading:
    likely = last_before(text, reading.start) in _BEFORE_ENDS
    found = _BEFORE.search(text, max(floor, reading.start - 12), reading.start) if likely else None
    if found is None:
        return reading
    return replace(_with(reading, found.lastgroup or "", reading.words or "before"), start=found.start())


def _round(text: str, reading: Reading, number: Number, floor: int) -> Reading:
    """上千件 is at least a thousand, 近百名 about a hundred."""
    if not number.bare or number.value not in _ROUNDS or reading.bound is not Bound.EXACT:
        return reading
    found = _ROUND.search(text, max(floor, reading.start - 1), reading.start)
    if found is None:
        return reading
    return replace(
        reading, start=found.start(), bound=Bound.AT_LEAST if found[0] == "上" else Bound.APPROX, words="before"
    )


def _than(text: str, reading: Reading, floor: int) -> Reading | None:
    """比三十大, 比 170 低 – but 比2022年多 compares with a year."""
    if last_before(text, reading.start) != "比":
        return None
    if reading.unit.endswith(("年", "月", "日")) or reading.bound is Bound.RANGE:
        return None
    than = _THAN_BEFORE.search(text, max(floor, reading.start - 2), reading.start)
    told = _THAN_BEHIND.match(text, reading.end) if than else None
    if than is None or told is None:
        return None
    return replace(reading, start=than.start(), end=told.end(), bound=Bound(told.lastgroup or ""), words="than")


def some_behind(text: str, number: Number) -> Number:
    """300余, 四百多: the word that makes a numeral a least one."""
    found = _SOME_BEHIND.match(text, number.end) if text[number.end : number.end + 1] in _SOME_BEGINS else None
    return replace(number, end=found.end(), least=True) if found and number.plain and not number.high else number


def joined(text: str, low: Number, high: Number, join: re.Match[str], floor: int) -> Number | None:
    """36-45件, 3至5万元, 20和30之间: unit and multiplier of the end hold for the beginning too; None if no range."""
    if low.unit and low.unit != high.unit:
        return None
    value = low.value if low.unit else _scaled(text, low, high)
    if value >= high.value or low.high is not None or high.high is not None:
        return None
    if join["both"] and high.unit == "间" and not low.unit:  # 10与20间
        high = replace(high, unit="", end=high.end - 1)
    between = _BETWEEN_BEHIND.match(text, high.end)
    if join["both"] and between is None:
        return None
    from_here = _BETWEEN_BEFORE.search(text, max(floor, low.start - 3), low.start)
    start = from_here.start() if from_here and (between or from_here[0][0] in "从由") else low.start
    end = between.end() if between else high.end
    return replace(high, start=start, end=end, value=value, high=high.value, least=False, bare=False)


def _scaled(text: str, low: Number, high: Number) -> Decimal:
    """The beginning by the multiplier of the end, if it names none itself: 3至5万, 一百二十到一百五十万."""
    if not (low.plain and high.plain):
        return low.value * 100 if high.unit == "%" and not low.plain and low.value < 1 < high.value else low.value
    written, end = (text[each.start : each.figures].replace(" ", "") for each in (low, high))
    tail = (_BIG if _ANY_MULTIPLIER.search(written) else _MULTIPLIERS).search(end)
    if tail is None or _BIG.search(written):
        return low.value
    scale = Decimal(1).scaleb(sum(SUFFIXES.get(char) or MULTIPLIERS[char] for char in tail[0]))
    return low.value * scale if low.value * scale < high.value else low.value


def paired(text: str, one: Reading, other: Reading) -> Reading | None:
    """大于二十小于三十五, 1000以上，1500以下: two bounds that enclose make one range; None if they do not."""
    if one.words != other.words or not one.words or {one.bound, other.bound} != {Bound.AT_LEAST, Bound.AT_MOST}:
        return None
    low, high = (one, other) if one.bound is Bound.AT_LEAST else (other, one)
    if low.value >= high.value or (one.unit and one.unit != other.unit):
        return None
    between = text[one.end : other.start]
    if not (_PAIR_JOIN.match(between) or (one.words != "before" and _COMMA_JOIN.match(between))):
        return None
    return Reading(one.start, other.end, low.value, high.value, other.unit, Bound.RANGE)
