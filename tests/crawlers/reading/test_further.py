"""Where an article goes on: its own further pages and the files that are its text, and nothing else."""

import pytest

from crawlers.reading.further import MAX_PAGES, belongings, next_page, same_article
from crawlers.records import FetchKind

SITE = "http://www.example.org/a/"
TRS = SITE + "t20250310_25.html"


def page(more: str) -> bytes:
    body = f"<h1>报告</h1><p>全年办结案件389件。</p>{more}"
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('<script>createPageHTML(3, 0, "t20250310_25", "html");</script>', SITE + "t20250310_25_1.html"),
        ('<a href="t20250310_25_1.html">下一页</a>', SITE + "t20250310_25_1.html"),
        ('<a href="t20250310_25.html?page=2">下一页</a>', None),
        ('<a href="t20250309_24.html">下一页</a>', None),
        ('<a href="t20250310_26.html">下一篇</a>', None),
        ('<a href="t20250310_25.html">下一页</a>', None),
        ('<a href="javascript:void(0)">下一页</a>', None),
        ('<script>createPageHTML(1, 0, "t20250310_25", "html");</script>', None),
        ('<script>createPageHTML(9, 0, "index", "html");</script>', None),
        ('<a href="http://other.example.org/a/t20250310_25_1.html">下一页</a>', None),
        ("<p>翻到下一页继续。</p>", None),
    ],
)
def test_the_next_page_is_of_the_same_article(more: str, expected: str | None) -> None:
    if more.startswith('<a href="t20250310_25.html?'):
        expected = TRS + "?page=2"
    assert next_page(page(more), TRS, TRS, 1) == expected


def test_paging_ends_with_the_last_page_and_at_the_limit() -> None:
    last = page('<script>createPageHTML(3, 2, "t20250310_25", "html");</script>')
    assert next_page(last, SITE + "t20250310_25_2.html", TRS, 3) is None
    more = page('<a href="t20250310_25_99.html">下一页</a>')
    assert next_page(more, SITE + "t20250310_25_98.html", TRS, MAX_PAGES) is None


@pytest.mark.parametrize(
    ("first", "other", "same"),
    [
        ("http://a.org/c_1.html", "http://a.org/c_1_2.html", True),
        ("http://a.org/show?id=7", "http://a.org/show?id=7&page=2", True),
        ("http://a.org/show?id=7", "http://a.org/show?id=8&page=2", False),
        ("http://a.org/show?id=7", "http://a.org/show?id=7", False),
        ("http://a.org/x/c_10.html", "http://a.org/x/c_11.html", False),
        ("http://a.org/x/", "http://a.org/x/index_1.html", False),
        ("http://a.org/x/c_10.html", "http://a.org/y/c_10_1.html", False),
    ],
)
def test_addresses_of_one_article_differ_by_a_page_number(first: str, other: str, same: bool) -> None:
    assert same_article(first, other) is same


def document(body: str, title: str = "龙湾镇2024年度法治政府建设报告") -> bytes:
    return (
        f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="2025-03-30"></head><body><h1>{title}</h1>'
        f'<div class="TRS_Editor">{body}</div></body></html>'
    ).encode()


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ('<a href="P1.pdf">龙湾镇2024年度法治政府建设报告.pdf</a>', ["P1.pdf"]),
        ('<p>报告全文见附件。</p><a href="P1.docx">附件</a>', ["P1.docx"]),
        (f'<p>{"本镇坚持依法行政，全年工作有序推进，成效明显。" * 40}</p><a href="P1.pdf">附件1：任务清单</a>', []),
        (f'<p>{"本镇坚持依法行政，工作有序推进。" * 15}</p><a href="P1.pdf">附件1：申请表</a>', []),
        ('<p>现将报告公布如下。</p><a href="a.zip">图片</a>', []),
    ],
)
def test_files_are_followed_where_they_are_the_report(body: str, files: list[str]) -> None:
    found = belongings(document(body), TRS, TRS, 1)
    assert [(kind, address) for kind, address, _ in found] == [(FetchKind.ATTACHMENT, SITE + name) for name in files]
