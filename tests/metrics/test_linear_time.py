"""Any text comes back in time linear in its length, figures and meaning together: no repetition makes it explode."""

import time
from datetime import date

import pytest

from flows.metrics import Document, explain, quantities

SMALL, LARGE = 6_000, 24_000
# Linear is a ratio of 4, a square one of 16; between them lie the noise of a shared machine and the caches of words.
RATIO = 7
ATTEMPTS = 3
TITLES = {
    "report": "青砚市2023年法治政府建设情况报告",
    "work report": "2024年青砚市政府工作报告",
    "nation": "全国法治综述",
}
REPEATED = {
    "no full stop": ("report", "受理案件3件，"),
    "no pause at all": ("report", "全年受理案件3件办结2件"),
    "rates": ("report", "办结率100%、"),
    "digits, points and percent": ("report", "1.2.3%"),
    "dates": ("report", "2023年5月6日"),
    "dates in a row": ("report", "2023年5月6日、"),
    "ranges": ("report", "2019年至2023年"),
    "names of regions": ("report", "北京市、"),
    "streaks": ("report", "连续5年"),
    "brackets in brackets": ("report", "（受理3件"),
    "values in turn": ("report", "由5家发展到"),
    "years looked back on": ("work report", "五年来受理案件3件，2023年4件。"),
    "pointing back": ("nation", "当地受理案件3件。\n"),
    "pointing back to counties": ("nation", "北京市受理3件。全县受理4件。\n"),
}
TEN_MEGABYTES = 10_000_000
BLANK = {"digits": "7", "brackets": "（", "titles": "《", "NUL": "\0", "lone surrogates": "\ud800", "words": "依法行政"}
# Nothing to measure, a numeral every few characters: seconds a million characters, with room for a busy machine (half
# of it is what is measured on an idle one).
SECONDS_A_MILLION, LONG = 6, 120_000
WITHOUT_WORDS = {
    "digits, points and percent": "1.2.3%",
    "dates": "2023年5月6日",
    "dates in a row": "2023年5月6日、",
    "digits": "7",
    "thousands": "1,234",
    "commas": "，",
    "万": "万",
    "一": "一",
}
SENTENCES = "2023年，青砚市受理行政复议案件318件，审结295件，同比增长12.4%，办结率达92.8%。全市现有律师1206名。\n"


@pytest.mark.parametrize("name", REPEATED)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    title, repeated = REPEATED[name]
    _seconds(SENTENCES, title)  # the tables are built once
    ratios = (
        _seconds(_long(repeated, LARGE), title) / _seconds(_long(repeated, SMALL), title) for _ in range(ATTEMPTS)
    )
    assert any(ratio < RATIO for ratio in ratios)


@pytest.mark.parametrize("name", WITHOUT_WORDS)
def test_numerals_without_words_take_a_few_seconds_a_million(name: str) -> None:
    _seconds(SENTENCES, "report")
    text = _long(WITHOUT_WORDS[name], LONG)
    bound = SECONDS_A_MILLION * LONG / 1_000_000
    assert any(_seconds(text, "report") < bound for _ in range(ATTEMPTS))
    assert any(_seconds_bare(text) < bound for _ in range(ATTEMPTS))


@pytest.mark.parametrize("name", BLANK)
def test_ten_megabytes_without_a_figure_take_seconds(name: str) -> None:
    assert _seconds(BLANK[name] * (TEN_MEGABYTES // len(BLANK[name].encode(errors="surrogatepass"))), "report") < 20


@pytest.mark.slow
def test_ten_megabytes_of_text_take_no_longer_a_character_than_a_page() -> None:
    page, book = (SENTENCES * (size // len(SENTENCES.encode())) for size in (TEN_MEGABYTES // 50, TEN_MEGABYTES))
    _seconds(page, "report")
    assert _seconds(book, "report") < 2 * 50 * _seconds(page, "report")


def _long(repeated: str, length: int) -> str:
    return repeated * (length // len(repeated))


def _seconds_bare(text: str) -> float:
    begun = time.process_time()
    quantities(text)
    return time.process_time() - begun


def _seconds(text: str, title: str) -> float:
    document = Document.of(text, title=TITLES[title], published=date(2024, 2, 1))
    begun = time.process_time()
    explain(document)
    return time.process_time() - begun
