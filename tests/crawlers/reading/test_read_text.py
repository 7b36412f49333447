"""Plain text files: with the lines a page was copied with, with header lines of our own, or with nothing but text."""

from datetime import date

import pytest

from crawlers import read_text
from crawlers.article import PageKind

PARAGRAPHS = [
    "云溪市坚持依法行政,全年办理行政复议案件1234件,同比增长8.5%。",
    "筑牢制度根基",
    "全市行政执法单位开展专项检查27次,发现问题103个,全部整改到位。",
]


def test_a_copied_page_gives_its_title_dateline_and_text() -> None:
    above = ["当前位置:首页 > 区域", "让法治扎根——云溪市观察", "来源:云溪日报作者:时间:2025-07-09"]
    article_lines = [*above, *PARAGRAPHS, "友情链接", "欢迎关注云溪网"]
    article = read_text("\n\n".join(article_lines))
    assert (article.title, article.published, article.source_name, article.author) == (
        "让法治扎根——云溪市观察",
        date(2025, 7, 9),
        "云溪日报",
        "",
    )
    assert article.text.split("\n") == PARAGRAPHS
    assert article.published_rung == "dateline"


def test_short_lines_between_paragraphs_are_headings() -> None:
    (body,) = read_text("云溪市观察\n" + "\n".join(PARAGRAPHS)).parts
    assert [body.text[h.offset :].split("\n")[0] for h in body.headings] == ["筑牢制度根基"]


@pytest.mark.parametrize("mark", ["# ", "#", ""])
def test_header_lines_are_fields_and_no_text(mark: str) -> None:
    header = f"{mark}title: 云溪市观察\n{mark}date: 2025-07-09\n{mark}url: http://www.example.org/a\n\n"
    article = read_text(header + "\n".join(PARAGRAPHS))
    assert (article.title, article.published, article.url) == (
        "云溪市观察",
        date(2025, 7, 9),
        "http://www.example.org/a",
    )
    assert article.published_rung == "file_header"
    assert article.text.split("\n") == PARAGRAPHS


def test_a_title_given_in_the_header_is_not_read_twice() -> None:
    article = read_text("# title: 云溪市观察\n云溪市观察\n" + "\n".join(PARAGRAPHS))
    assert article.text.split("\n") == PARAGRAPHS


def test_without_a_header_the_first_short_line_is_the_title() -> None:
    article = read_text("云溪市观察\n" + "\n".join(PARAGRAPHS))
    assert (article.title, article.published, article.published_rung) == ("云溪市观察", None, "")


def test_a_text_that_starts_with_a_sentence_has_no_title() -> None:
    article = read_text("\n".join(PARAGRAPHS))
    assert article.title == ""
    assert article.text.split("\n") == PARAGRAPHS


def test_one_line_is_text_not_title() -> None:
    assert read_text("全市办理案件12件").text == "全市办理案件12件"


def test_what_the_caller_gives_wins() -> None:
    article = read_text(
        "云溪市观察\n来源:云溪日报 时间:2025-07-09\n" + "\n".join(PARAGRAPHS),
        url="http://www.example.org/b",
        title="另一个题目",
        published=date(2025, 7, 1),
        source_name="云溪晚报",
    )
    assert (article.url, article.title, article.published, article.source_name) == (
        "http://www.example.org/b",
        "另一个题目",
        date(2025, 7, 1),
        "云溪晚报",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "　　"])
def test_an_empty_text_is_a_stub(text: str) -> None:
    article = read_text(text)
    assert (article.page_kind, article.parts, article.reason) == (PageKind.STUB, (), "no text in it")


def test_windows_line_ends_and_indents_are_fine() -> None:
    assert read_text("\r\n　　".join(["云溪市观察", *PARAGRAPHS])).text.split("\n") == PARAGRAPHS
