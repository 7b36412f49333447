"""What holds of any text: nothing raises, every span is exact, the same text gives the same figures, in linear time."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.metrics import quantities
from metrics.figures.reading import read

# Any code point, lone surrogates and NUL too, and texts made of what the grammar reacts to.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=120)
WORDS = """
0 1 12 2023 1,234 １２ ３．５ 一 二 十 百 千 万 亿 两 第 第一 前三 零 点 数 几 余 多 近 约 超过 不足 以上
以内 左右 % ％ ‰ 成 分之 倍 番 件 人 人次 个 家 万元 个百分点 年 月 日 季度 个工作日 / - — ~ 至 到 由 从
、 ， 。 ； ： ！ ( ) （ ） “ ” 《 》 ‘ ’ 〔 〕 和 及 与 等 其中 包括 分别 均 达 为 是 有 占 的 了 同比
环比 比上年 较2020年 增长 下降 增加 减少 连续 连续三年 全省 排名 位居 受理 审结 案件 纠纷 律师 办结率 满意度
力争 将 2025年工作打算 一、 其他 12345 十四五 某某 𝟙 ① Ⅳ 吋
"""
PIECES = (*WORDS.split(), " ", "\n", "\u3000", "\ud800", "\udfff", "\x00")
PROSE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TEXTS = st.one_of(ANYTHING, PROSE)
QUIET = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(TEXTS)
@QUIET
def test_spans_are_exact_and_nothing_raises(text: str) -> None:
    found = read(text)
    for figure in found.figures:
        assert text[figure.start : figure.end] == figure.span_text != ""
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert figure.indicator
        assert figure.value.is_finite()
        assert 0 < figure.confidence < 1
    for left in found.left_out:
        assert text[left.start : left.end] == left.text != ""
        assert left.reason
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text != ""


@given(TEXTS)
@QUIET
def test_the_same_text_gives_the_same_figures(text: str) -> None:
    first, again = read(text), read(text)
    assert (first.figures, first.left_out) == (again.figures, again.left_out)
    assert quantities(text) == quantities(text)


@given(TEXTS)
@QUIET
def test_figures_stand_in_text_order_and_a_numeral_is_a_figure_or_left_out(text: str) -> None:
    found = read(text)
    starts = [figure.start for figure in found.figures]
    assert starts == sorted(starts)
    kept = {(figure.start, figure.end) for figure in found.figures}
    assert kept.isdisjoint((left.start, left.end) for left in found.left_out)


@given(TEXTS)
@QUIET
def test_a_parent_is_a_figure_of_the_text(text: str) -> None:
    figures = read(text).figures
    keys = {figure.key for figure in figures}
    assert all(figure.parent_key in keys for figure in figures if figure.parent_key)


@given(PROSE)
@QUIET
def test_sentences_do_not_disturb_what_stands_before_them(text: str) -> None:
    """Figures depend on what was read before, never on what follows the sentence."""
    own = read(f"{text}。").figures
    more = read(f"{text}。\n审结案件36件。").figures
    assert more[: len(own)] == own


REPEATED = "1 , 1, 万 5% 第一 一 ( “ 《 其中3件、 受理1件， 占 1- 约 的 某"
SMALL, LARGE = 25_000, 100_000


@pytest.mark.parametrize("pattern", [*REPEATED.split(), "12 "])
def test_time_is_linear_in_the_length_of_the_text(pattern: str) -> None:
    """Four times the text takes about four times as long: far from sixteen, whatever is repeated."""
    small, large = (pattern * (size // len(pattern)) for size in (SMALL, LARGE))
    read("审结案件36件。")  # the tables are built once
    seconds = [_seconds(small), _seconds(large)]
    assert seconds[1] < 10
    assert seconds[1] < 9 * max(seconds[0], 0.02)


def _seconds(text: str) -> float:
    begun = time.process_time()
    read(text)
    quantities(text)
    return time.process_time() - begun
