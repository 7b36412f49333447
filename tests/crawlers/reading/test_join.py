"""Pages of one article become one article, with every span still exact."""

from dataclasses import replace
from datetime import date

import pytest

from crawlers import join
from crawlers.article import Article, Attachment, Cell, Heading, PageKind, Part

FIRST = Article(
    "http://www.example.org/a.html",
    PageKind.ARTICLE,
    title="云溪市观察",
    published=date(2025, 7, 9),
    published_rung="meta",
    parts=(
        Part("body", "body", "一、前言\n正文甲。", (Heading(0, 1),)),
        Part("table-1", "table", "单位\t12", cells=(Cell(3, 5, "单位", ""),)),
    ),
    attachments=(Attachment("http://www.example.org/p.pdf", "附件"),),
)
SECOND = Article(
    "http://www.example.org/a_1.html",
    PageKind.ARTICLE,
    title="云溪市观察（2）",
    source_name="云溪日报",
    parts=(
        Part("body", "body", "正文乙。\n二、结语", (Heading(5, 1),)),
        Part("table-1", "table", "件数\t34", cells=(Cell(3, 5, "件数", ""),)),
    ),
    attachments=(Attachment("http://www.example.org/p.pdf", "附件"),),
)


def test_bodies_follow_each_other_and_headings_move_along() -> None:
    joined = join([FIRST, SECOND])
    assert joined.text == "一、前言\n正文甲。\n正文乙。\n二、结语"
    assert [joined.text[h.offset :].split("\n")[0] for h in joined.parts[0].headings] == ["一、前言", "二、结语"]


def test_tables_are_numbered_through_and_keep_their_cells() -> None:
    tables = [part for part in join([FIRST, SECOND]).parts if part.kind == "table"]
    assert [table.id for table in tables] == ["table-1", "table-2"]
    assert [table.text[table.cells[0].offset : table.cells[0].end] for table in tables] == ["12", "34"]


def test_fields_are_the_first_pages_that_has_them() -> None:
    joined = join([FIRST, SECOND])
    assert (joined.url, joined.title, joined.published, joined.source_name, len(joined.attachments)) == (
        FIRST.url,
        "云溪市观察",
        date(2025, 7, 9),
        "云溪日报",
        1,
    )


def test_a_page_that_is_no_article_is_left_out_and_said() -> None:
    joined = join([FIRST, Article("http://www.example.org/a_1.html", PageKind.ERROR, reason="404")])
    assert joined.text == FIRST.text
    assert joined.flags == ("page_left_out:2:error",)


def test_one_page_is_itself() -> None:
    assert join([FIRST]) == FIRST


def test_no_page_is_an_error() -> None:
    with pytest.raises(ValueError, match="pages of one article"):
        join([])


def test_where_no_page_is_an_article_the_first_says_why() -> None:
    blocked = replace(FIRST, page_kind=PageKind.BLOCKED, parts=(), reason="refused")
    assert join([blocked, blocked]).reason == "refused"
