"""Numbers that are vague or none break nothing: any string is fine."""

from datetime import date

import pytest

from flows.metrics import extract
from flows.metrics.meaning.dates import number_of


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("十四五", 14), ("三四十", 30), ("十十", 10)]
)
def test_of_a_vague_number_the_lower_counts(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("words", ["连续十四五年", "近三四十年来", "连续十十年", "前十四五个月"])
def test_a_vague_length_of_time_raises_nothing(words: str) -> None:
    assert extract(f"全市{words}受理案件36件。", published=date(2024, 2, 1))
