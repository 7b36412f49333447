"""The grammar of quantities in reports: numeral, unit and bound words as they stand, no filters.

:func:`scan` walks a shadow text once, from numeral to numeral; everything else in this package builds on its tokens.
"""

import re
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from flows.metrics.figures.numerals import ARABIC, DIGITS, MULTIPLIERS, numeral_value
from flows.metrics.figures.units import PERCENT, PERMILLE, POINTS, family, unit_openings, unit_pattern
from warehouse.reference.vocabulary import Bound

_HAN = "零一二三四五六七八九十百千万亿兆两壹贰叁肆伍陆柒捌玖拾佰仟"
# 500千克, 500兆瓦: the multiplier is part of the unit; 3.2 万件: a space may stand before it.
_POWER = "(?:[十百万亿]|千(?![克瓦伏米])|兆(?!瓦)| [万亿])"
_MIXED = rf"{ARABIC}{_POWER}*+(?:(?<=[千万亿]){ARABIC}{_POWER}++)*+(?:(?<=\d万)\d{{3,4}}(?![\d.,年]))?+"
_NUMERAL = rf"(?:{_MIXED}|[{_HAN}]++(?:点[零一二三四五六七八九]++[万亿]*+)?)"
# Where a numeral can begin: a class alone is searched for many times as fast as the grammar. A 一 by itself is a word
# (一些, 进一步) where neither 第 stands before it nor what makes it a number behind it.
_FIRST = re.compile(rf"[\d{_HAN}](?:(?<!一)|(?<=第一)|(?=[{_HAN}点余多来几成倍番分]))")
_ANCHOR = re.compile(
    rf"(?P<num>{_NUMERAL})(?P<more>[余多来几](?=[百千万亿]|\s?[\u4e00-\u9fff㎡%]))?(?P<big>(?:[百万亿]|千(?![克瓦伏米]))*+)(?P<more2>[余多])?"
)
_UNIT = re.compile(rf"\s?(?P<unit>{unit_pattern()})")
_PERCENT = re.compile(r"\s?%|个?百分点")
# 八成半, 八成五: the digit behind 成 is a twentieth or a hundredth, unless a noun follows it (八成五星级酒店).
_TENTHS = re.compile(
    r"成(?![为立功员果效就份交长绩品年分都本因套文型熟人])(?P<more>半|[一二三四五六七八九](?=[的以左上多，、。；)]|\Z))?"
)
_FRACTION = re.compile(rf"\s?分之\s?(?P<num>{_NUMERAL})")
_SLASH = re.compile(r"/(\d{1,4})(?![\d/])")
_AFTER = re.compile(
    r"\s?(?:(?P<least>(?:及|或|或者)?以上|之多)|(?P<most>(?:及|或|或者)?(?:以下|以内|之内))|(?P<about>左右|上下))"
)
_BEFORE = re.compile(
    r"(?:(?P<least>超过|超出|超|突破|逾|不低于|不少于|不下|至少|高于|大于|多于)|(?P<most>不足|不到|不超过|不高于|不多于|至多|最多|低于|小于|少于)"
    r"|(?P<about>大约|约为|约|将近|接近|近|大概))(?:了|有|为)?\s?\Z"
)
# 压缩至|3个工作日内 is bounded, 在3个工作日内 dates.
_WITHIN = re.compile(r"[至到][^，。；]{1,12}?内(?!部)")
# 票房破|10亿元 – but 共破12起: solved.
_BROKEN = re.compile(r"(?<![侦告攻打突识])破\Z")
_BOUND_ENDS = frozenset("过出超破逾于少下足到多约近概了有为 ")
# What the words behind a numeral begin with; most numerals are asked by one character, and no pattern is tried.
_FRACTION_BEGINS = frozenset("分 成/")
_UNIT_BEGINS = unit_openings() | {" "}
_RANGE_BEGINS = frozenset("-~至到 ")
_BOUNDS_BEGIN = frozenset("及或以之左上内 ")
_RANGE = re.compile(rf"\s?(?:-{{1,2}}|~|至|到)\s?(?P<num>{_NUMERAL})")
_PARTS = {Decimal(100): Decimal(1), Decimal(1000): Decimal(1), Decimal(10000): Decimal("0.01")}
_ZERO = Decimal(0)
_EXACT = Bound.EXACT  # named once: looking a member up costs as much as a check
# 港币30万元 is no yuan.
_CURRENCIES = {"港币": "港元", "港元": "港元", "美元": "美元", "美金": "美元", "欧元": "欧元", "新台币": "新台币"}
_CURRENCY = re.compile(f"(?:{'|'.join(_CURRENCIES)})\\Z")
# How all that may stand before a number ends: bounds, currencies, 破, 数, 几, 上.
_BOUNDS_END = _BOUND_ENDS | {word[-1] for word in _CURRENCIES} | set("破数几上")
_PAIR = re.compile("(?P<tens>十)?(?P<digits>[一二三四五六七八九两]{2})(?P<power>(?(tens)|[十百千万])?)")
_LISTED = ("count", "money", "measure")
_LEVELS, _MOST_TERRITORIES = frozenset("省市县区镇乡村旗州"), 1000
_LARGE = Decimal(10000)
# Numerals that are words more often: 一些, 百姓, 万亿群众, 队伍.
_LONE = frozenset(["一", "万", "亿", "百", "千", "十", "伍", "陆", "拾", "万亿", "亿万", "百千", "千百", "百万千万"])
# 数十家, 几千人 – but 结案数九十件, 占案件数百分之八十.
_APPROXIMATE, _VAGUE = frozenset("数几"), re.compile(r"[十百千万亿](?!分之)")


class Token(Struct, gc=False):
    """One numeral with what belongs to it. ``start:end`` covers bound words, ``number:number_end`` the bare numeral.

    ``form`` tells how the number is written: ``plain``, ``percent``, ``fraction``, ``ordinal`` (第三), ``vague``
    (上百, 数十) or ``malformed`` (a run of digits too long, numerals that make no number).
    """

    start: int
    end: int
    number: int
    number_end: int
    value: Decimal
    high: Decimal | None
    unit: str
    family: str
    bound: Bound
    form: str
    han: bool


def scan(text: str) -> list[Token]:
    """The tokens of a shadow text, in order, never overlapping."""
    tokens: list[Token] = []
    position = 0
    while (first := _FIRST.search(text, position)) and (found := _ANCHOR.match(text, first.start())):
        token = _token(text, found, position)
        if token is None:
            position = found.end()
            continue
        tokens.append(token)
        position = max(token.end, found.end())
    _share_levels(text, tokens)
    if "分别" in text or "依次" in text:
        _share_units(text, tokens)
    return tokens


def _share_levels(text: str, tokens: list[Token]) -> None:
    """对|2市|4县|6个省直单位开展督察: territories in a row are counted without a classifier."""
    for token, following in pairwise(tokens):
        if following.start > token.end + 1:
            continue
        opens = following.start == token.end + 1 and _is_level(text, token)
        if opens or (token.unit in _LEVELS and following.start == token.end):
            for each in (token, following):
                if _is_level(text, each):
                    each.unit, each.family, each.end = text[each.end], "count", each.end + 1


def _is_level(text: str, token: Token) -> bool:
    """Whether a bare small number stands right before a level of territory."""
    if token.unit or token.han or token.form != "plain" or token.value >= _MOST_TERRITORIES:
        return False
    return text[token.end : token.end + 1] in _LEVELS


def _share_units(text: str, tokens: list[Token]) -> None:
    """分别受理312、420、586件: the unit behind the last holds for the list."""
    for token, following in zip(tokens[-2::-1], tokens[:0:-1], strict=True):
        listed = text[token.end : following.start] in ("、", "和", "及", "，")
        if listed and not token.unit and following.unit and following.family in _LISTED and token.form == "plain":
            token.unit, token.family = following.unit, following.family


def _token(text: str, found: re.Match[str], floor: int) -> Token | None:
    """Reads on from a numeral: fraction, percentage, unit, bounds, range."""
    (start, end), (numeral, more, big, more_behind) = found.span(), found.groups()
    han, pair = numeral[0] in _HAN, None
    if han:
        if numeral == "万一" or (numeral in _LONE and not _lone_numeral(text, found)):
            return None
        pair = _PAIR.fullmatch(numeral)
    value = numeral_value(numeral + big)
    if value is None and pair is None:
        end = found.end("num")
        return Token(start, end, start, end, _ZERO, None, "", "", _EXACT, "malformed", han)
    token = Token(start, end, start, end, value or _ZERO, None, "", "", _EXACT, "plain", han)
    before = text[start - 1] if start > floor else ""
    if pair and not big and not _read_pair(token, pair):
        return token
    if more == "几":
        token.form = "vague"
    elif before in _APPROXIMATE and _VAGUE.match(text, start):
        token.start, token.form = start - 1, "vague"
    if more or more_behind:
        token.bound = Bound.AT_LEAST
    _read_behind(text, token)
    if text[token.end : token.end + 1] in _RANGE_BEGINS:
        _read_range(text, token)
    _read_bounds(text, token, floor)
    if before == "下" and text.startswith("零下", start - 2) and token.family == "measure":
        token.value, token.start = -token.value, start - 2  # 零下5摄氏度
    if before == "第":
        token.start, token.form = start - 1, "ordinal"
    return token


def _read_pair(token: Token, pair: re.Match[str]) -> bool:
    """四五个 are four or five, no 45; 十七八个, 三四百个 – but 九八 is a word."""
    base = Decimal(10) if pair["tens"] else _ZERO
    power = Decimal(10) ** MULTIPLIERS[pair["power"]] if pair["power"] else Decimal(1)
    token.value, high = ((base + DIGITS[digit]) * power for digit in pair["digits"])
    if token.value >= high:
        token.form = "malformed"
        return False
    token.high, token.bound, token.form = high, Bound.RANGE, "plain"
    return True


def _read_behind(text: str, token: Token) -> None:
    """A fraction or a unit, where one follows."""
    following = text[token.end : token.end + 1]
    if following in _FRACTION_BEGINS and _read_fraction(text, token, following):
        return
    if following in _UNIT_BEGINS or following.isspace():
        _read_unit(text, token)


def _lone_numeral(text: str, found: re.Match[str]) -> bool:
    """Whether a single 一 or multiplier is a number here: 一成, 一倍, 百分之, 上千件 – but not 一些, 万一, 百姓."""
    following = text[found.end() : found.end() + 2]
    if found["num"] in "伍陆拾":
        return following[:1] in ("元", "角")  # 队伍, 大陆, 收拾
    if following[:1] in ("成", "倍", "番") or following == "分之":
        return True
    before = text[found.start() - 1 : found.start()]
    if found["num"] == "一":
        return before == "第"
    rounded = found["num"] in "百千万亿" and found["more"] in ("余", "多")  # 千余名, 万多件
    return rounded or before in ("上", "近", "逾", "超", "破", "第", "数", "几", "过") or found["num"] == "十"


def _read_fraction(text: str, token: Token, following: str) -> bool:
    """百分之九十八 → 98 %, 三分之一 → 0.3333, 1/15 → 0.0667, 八成 → 80 %."""
    if following in "分 " and (found := _FRACTION.match(text, token.end)):
        numerator = numeral_value(found["num"])
        if numerator is None or not token.value:
            return False
        if (scale := _PARTS.get(token.value)) is not None:
            token.value, token.unit = numerator * scale, PERMILLE if token.value == 1000 else PERCENT
            token.form, token.family = "percent", "percent"
        else:
            token.value, token.form, token.family = numerator / token.value, "fraction", ""
        token.end = token.number_end = found.end()
        return True
    if following == "成" and (found := _TENTHS.match(text, token.end)):
        more = found["more"]
        token.value = token.value * 10 + (5 if more == "半" else DIGITS[more] if more else 0)
        token.unit, token.family, token.form, token.end = PERCENT, "percent", "percent", found.end()
        return True
    if (
        following == "/"
        and not token.han
        and (found := _SLASH.match(text, token.end))
        and (whole := Decimal(found[1])) > 0
        and token.value <= whole
    ):
        token.value, token.form, token.end = token.value / whole, "fraction", found.end()
        token.number_end = token.end
        return True
    return False


def _read_unit(text: str, token: Token) -> None:
    found = _UNIT.match(text, token.end)
    if found is None:
        return
    unit = found["unit"]
    token.unit, token.family, token.end = unit, family(unit), found.end()
    if token.family == "percent":
        token.form = "percent"
        if unit.endswith("百分点"):
            token.unit = POINTS
    elif token.family == "time" and unit.startswith("个多"):  # 3个多小时
        token.unit, token.bound = unit.replace("多", ""), Bound.AT_LEAST


def _read_range(text: str, token: Token) -> None:
    """36-45件, 3至5万元, 5%-10%: the unit and the multiplier of the end hold for the beginning too."""
    found = _RANGE.match(text, token.end)
    if found is None or token.form in ("fraction", "vague") or text[token.start - 1 : token.start] in ("从", "由"):
        return
    tail = _ANCHOR.match(text, found.start("num"))
    high = numeral_value(tail["num"] + tail["big"]) if tail else None
    if tail is None or high is None:
        return
    end = Token(tail.start(), tail.end(), tail.start(), tail.end(), high, None, "", "", _EXACT, "plain", token.han)
    _read_behind(text, end)
    low = token.value
    if low < end.value and not token.unit and (power := re.search("[百千万亿]+$", tail["num"] + tail["big"])):
        scaled = numeral_value(text[token.number : token.number_end] + power[0])
        low = (
            scaled
            if scaled is not None
            and scaled < end.value
            and not re.search("[百千万亿]", text[token.number : token.number_end])
            else low
        )
    if low >= end.value or (token.unit and token.unit != end.unit):
        return
    token.value, token.high, token.bound = low, end.value, Bound.RANGE
    token.unit, token.family, token.form, token.end, token.number_end = (
        end.unit,
        end.family,
        end.form,
        end.end,
        end.number_end,
    )


def _read_bounds(text: str, token: Token, floor: int) -> None:
    """Bound words on both sides; few numbers have any."""
    if text[token.end : token.end + 1] in _BOUNDS_BEGIN:
        _read_bound_behind(text, token, floor)
    if text[token.number - 1 : token.number] in _BOUNDS_END:
        _read_bounds_before(text, token, floor)


def _read_bound_behind(text: str, token: Token, floor: int) -> None:
    """36件以上, 3个工作日内."""
    if found := _AFTER.match(text, token.end):
        token.end = found.end()
        if token.bound is not Bound.RANGE:
            token.bound = Bound.AT_LEAST if found["least"] else Bound.AT_MOST if found["most"] else Bound.APPROX
    elif text[token.end] == "内" and _WITHIN.match(text, max(floor, token.start - 1)):
        token.end, token.bound = token.end + 1, Bound.AT_MOST  # 压缩至3个工作日内


def _read_bounds_before(text: str, token: Token, floor: int) -> None:
    """超过36件, 港币30万元, 破10亿元, 上千件."""
    if token.start > floor and text[token.start - 1] in _BOUND_ENDS:
        low = max(floor, token.start - 5)
        if found := _BEFORE.search(text[low : token.start]):
            token.start = low + found.start()
            if token.bound is _EXACT:
                token.bound = Bound.AT_LEAST if found["least"] else Bound.AT_MOST if found["most"] else Bound.APPROX
    if token.unit == "元" and (found := _CURRENCY.search(text, max(floor, token.start - 3), token.start)):
        token.unit, token.start = _CURRENCIES[found[0]], found.start()
    if (
        token.bound is _EXACT
        and text.endswith("破", floor, token.start)
        and (token.family == "money" or token.value >= _LARGE)
        and _BROKEN.search(text, max(floor, token.start - 2), token.start)
    ):
        token.start, token.bound = token.start - 1, Bound.AT_LEAST
    if (
        token.form == "plain"
        and text[token.start - 1 : token.start] in ("上", "近")
        and text[token.number] in "十百千万"
        and token.value in (10, 100, 1000, 10000)
    ):
        token.bound = Bound.AT_LEAST if text[token.start - 1] == "上" else Bound.APPROX
        token.start -= 1


def share_points(shape: str, tokens: list[Token]) -> None:
    """提高1.2、3.4和|2.1个百分点: percentage points said once are the unit of all values in the row."""
    if len(tokens) < 2 or "百分点" not in shape:
        return
    for token, following in zip(reversed(tokens[:-1]), reversed(tokens), strict=False):
        if following.unit != "个百分点" or token.unit not in ("", "个") or token.form != "plain":
            continue
        if shape[token.end : following.start].strip(" ") in ("、", "和", "及", "与"):
            token.unit, token.family = following.unit, following.family
