"""Round trips: a number, written in any of the ways the grammar knows, is read back; no string is too odd."""

import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.metrics import quantities
from metrics.figures.reading import quantity
from warehouse.reference.vocabulary import Bound

QUIET = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIGITS, FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
TRADITIONAL = str.maketrans("万亿负点", "萬億負點")
WIDE = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")
WHOLE = st.integers(min_value=2, max_value=10**13 - 1).filter(lambda number: number >= 10)
CENTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
PIECES = """
0 1 12 007 1,234 １２ .5 ^ / - － + 负 一 二 两 三 十 廿 百 千 万 亿 兆 零 〇 半 点 又 分之 分 之 成 第 几 数 余 多 来
个 k w M % ‰ 百分点 个百分点 元 角 毛 块 打 两 吨 千米 字节 $ ￥ 人民币 大于 小于 等于 不 比 大 低 在 和 与 之间 间
~ 至 到 3.千 以上 以下 左右 (含) 同时 并且 且 、 ， 。 四川 队伍 陆 拾 參 上 近 超过 是 这 http:// x
"""
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.lists(st.sampled_from([*PIECES.split(), " ", "   ", "\n", "\ud800", "\x00"]), max_size=30).map("".join),
)


def han(number: int, digits: str = DIGITS, powers: str = "十百千") -> str:
    """A whole number as it is spelled out: 10500 → 一万零五百."""
    groups: list[int] = []
    while number:
        number, low = divmod(number, 10000)
        groups.append(low)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        if not groups[place]:
            continue
        gap = bool(text) and (groups[place] < 1000 or not groups[place + 1])
        text += ("零" if gap else "") + _group(groups[place], digits, powers) + ("", "万", "亿", "万亿")[place]
    return text


def _group(number: int, digits: str, powers: str) -> str:
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + (powers[place - 1] if place else "")
        zero = not digit
    return text


def value(text: str) -> Decimal:
    """The value of a text that is one quantity from end to end."""
    found = quantity(text)
    assert found.text == text
    return found.value


# 万亿 names a group of its own in the spelling above only below 10**13.
@given(WHOLE.filter(lambda number: number < 10**12))
@QUIET
def test_a_whole_number_is_read_back_from_any_script(number: int) -> None:
    spelled = han(number)
    assert value(spelled) == number
    assert value(spelled.translate(TRADITIONAL)) == number
    assert value(han(number, FORMAL, "拾佰仟")) == number
    assert value(" ".join(spelled)) == number
    assert value(f"负{spelled}") == -number


@given(WHOLE)
@QUIET
def test_a_whole_number_is_read_back_from_digits(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        assert value(written) == number
        assert value(written.translate(WIDE)) == number
        assert value(f"-{written}") == -number


@given(CENTS)
@QUIET
def test_a_decimal_is_read_back(number: Decimal) -> None:
    assert value(str(number)) == number
    assert value(f"{number}万件") == number * 10000
    assert value(f"百分之{number}") == number
    whole, cents = divmod(int(number * 100), 100)
    assert value(f"{whole}元{cents // 10}角{cents % 10}分") == number


@given(st.integers(1, 99), st.integers(0, 999))
@QUIET
def test_a_decimal_in_han_is_read_back(whole: int, rest: int) -> None:
    point = "".join(DIGITS[int(digit)] for digit in f"{rest:03}")
    assert value(f"{han(whole)}点{point}%") == Decimal(f"{whole}.{rest:03}")


@given(st.integers(1, 500), st.integers(2, 500).filter(lambda whole: whole not in (100,)))
@QUIET
def test_a_fraction_is_read_back(part: int, whole: int) -> None:
    share = Decimal(part) / Decimal(whole)
    for written in (f"{han(whole)}分之{han(part)}", f"{part}/{whole}", f"三又{han(whole)}分之{han(part)}"):
        expected = share + 3 if "又" in written else share
        assert abs(value(written) - expected) < Decimal("1e-20")


@given(st.integers(1, 10**6), st.integers(1, 10**6))
@QUIET
def test_bounds_that_enclose_are_the_range_between(low: int, more: int) -> None:
    high = low + more
    for written in (f"{low}-{high}", f"大于{low}小于{high}", f"在{low}和{high}之间", f"{low}以上，{high}以下"):
        found = quantity(written)
        assert (found.value, found.value_high, found.bound, found.text) == (low, high, Bound.RANGE, written)


@given(TEXTS)
@QUIET
def test_any_string_gives_finite_values_with_exact_spans_in_order(text: str) -> None:
    at = 0
    for found in quantities(text):
        assert at <= found.start < found.end
        assert text[found.start : found.end] == found.text
        assert found.value.is_finite()
        assert (found.value_high is not None) == (found.bound is Bound.RANGE)
        assert found.value_high is None or found.value < found.value_high
        at = found.end


@pytest.mark.parametrize(
    "pattern", ["一", "三百", "1 万 ", "分之一", "1^2", "大于1", "一二", "1.2", "负", "又", "千", "两", "$1 "]
)
def test_time_is_linear_in_the_length_of_the_text(pattern: str) -> None:
    quantities("36件")  # the tables are built once
    seconds = []
    for size in (10_000, 40_000):
        begun = time.process_time()
        quantities(pattern * (size // len(pattern)))
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 9 * max(seconds[0], 0.05)
