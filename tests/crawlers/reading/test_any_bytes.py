"""Whatever comes in: an Article or a ReadError, within bounds; spans exact; no replacement character unsaid."""

import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers import read_article, read_text
from crawlers.article import Article, PageKind
from crawlers.errors import ReadError
from file_makers import gzipped

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").glob("*.html"))]
FETCHED = datetime(2025, 12, 1, tzinfo=UTC)
WORDS = ["来源：", "时间：", "2025-07-09", "一、", "# date: ", "\n", "法治", "。"]
RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(article: Article) -> None:
    for part in article.parts:
        starts = [heading.offset for heading in part.headings]
        assert all(a < b for a, b in pairwise(starts))
        assert all(start == 0 or part.text[start - 1] == "\n" for start in starts)
        for cell in part.cells:
            value = part.text[cell.offset : cell.end]
            assert value
            assert value == value.strip()
            assert not set(value) & {"\n", "\t"}
    if article.published:
        assert article.published <= FETCHED.date()
    assert "\x00" not in article.text


def read(html: bytes) -> None:
    try:
        article = read_article(html, "http://www.example.org/a.html", fetched=FETCHED)
    except ReadError as error:
        assert error.kind in ("empty", "binary", "too_big", "undecodable")
        return
    check(article)
    if "\ufffd" in article.text:  # from bytes that are no text, from the source itself, or from &#0;
        assert any(flag.startswith("replacement_characters") for flag in article.flags)


@st.composite
def mutated_pages(draw: st.DrawFn) -> bytes:
    """A page of ours with bytes deleted, repeated, replaced, or cut off."""
    page = bytearray(draw(st.sampled_from(PAGES)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(page) - 1)))
        length = draw(st.integers(0, 300))
        page[start : start + length] = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(
                    [
                        b"",
                        b"<",
                        b">",
                        b"<table>",
                        b"</table>",
                        b"<td>",
                        b"</div>",
                        b"<!--",
                        b"-->",
                        b"\x00",
                        b"&#x110000;",
                    ]
                ),
                st.just(bytes(page[start : start + length]) * 2),
            )
        )
    return bytes(page)


@RELAXED
@given(mutated_pages())
def test_a_mutated_page_is_an_article_or_a_typed_error(html: bytes) -> None:
    read(html)


@RELAXED
@given(
    st.one_of(st.binary(max_size=500), st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes_are_an_article_or_a_typed_error(html: bytes) -> None:
    read(html)


@RELAXED
@given(st.text(max_size=500) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_any_text_is_an_article(text: str) -> None:
    article = read_text(text)
    for part in article.parts:
        assert all(h.offset == 0 or part.text[h.offset - 1] == "\n" for h in part.headings)


SENTENCE = "<p>全市办理行政复议案件1234件，同比增长5%，结案率为98.5%。</p>".encode()


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("10 000 levels of div", b"<div>" * 10_000 + SENTENCE * 5),
        ("10 000 levels of bold", b"<b>" * 10_000 + SENTENCE * 5),
        ("10 000 nested tables", b"<table><tr><td>" * 10_000 + SENTENCE * 5),
        ("a million comments", b"<!--" * 1_000_000),
        ("one long tag", b"<div " + b"a='b' " * 100_000 + b">" + SENTENCE * 5),
        ("a long line", b"<p>" + "法治，".encode() * 500_000 + b"</p>"),
        ("labels only", "来源：".encode() * 100_000),
        ("spaces only", b"<p>" + b" " * 2_000_000 + "来".encode() + "　".encode() * 500_000 + "源：</p>".encode()),
        ("nothing but script", b"<script>" + b"var a = 1;" * 300_000 + b"</script>"),
        ("NUL in every third place", b"\x00".join([SENTENCE[i : i + 3] for i in range(0, len(SENTENCE), 3)] * 20)),
        ("a cell of absurd spans", b"<table><tr><td colspan=99999999 rowspan=99999999>1</td><td>2</td></tr></table>"),
        ("a huge table", b"<table>" + "<tr><td>区</td><td>1</td></tr>".encode() * 50_000 + b"</table>"),
        ("many paragraphs", b"<title>x</title>" + SENTENCE * 20_000),
    ],
)
def test_hostile_pages_are_read_within_bounds(name: str, html: bytes) -> None:
    started = time.perf_counter()
    read(html)
    assert time.perf_counter() - started < 15, name


def test_deep_nesting_is_read_flat_and_said() -> None:
    article = read_article(b"<div>" * 10_000 + SENTENCE * 5)
    assert "nested_too_deeply" in article.flags
    assert article.text.count("1234") == 5


MEGABYTES_16 = 16_000_000


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("paragraphs", SENTENCE),
        ("spans", "<span class='a b'>法治</span>".encode()),
        ("links", b"<a href='/a/1.html'>abc def</a>"),
        ("cells", "<table><tr><td>区</td><td>1</td></tr></table>".encode()),
        ("nested blocks", b"<div>"),
        ("nested tables", b"<table><tr><td>"),
    ],
)
def test_sixteen_megabytes_are_read_within_bounds(name: str, unit: bytes) -> None:
    started = time.process_time()
    article = read_article(b"<title>x</title>" + unit * (MEGABYTES_16 // len(unit)), fetched=FETCHED)
    assert time.process_time() - started < 10, name
    assert article.page_kind is not PageKind.ARTICLE or "page_cut_off" in article.flags


def test_fifty_megabytes_are_refused_at_once() -> None:
    started = time.process_time()
    with pytest.raises(ReadError) as caught:
        read_article(b"<p>" + b" " * 50_000_000)
    assert caught.value.kind == "too_big"
    assert time.process_time() - started < 1


def test_a_gzip_bomb_in_the_body_is_binary_and_never_unpacked() -> None:
    with pytest.raises(ReadError) as caught:
        read_article(gzipped(500_000_000))
    assert caught.value.kind == "binary"


def test_a_lost_character_in_the_source_is_said() -> None:
    text = "<div class='TRS_Editor'><p>全市办理案件1234件，{}同比增长5%。</p></div>"
    page = f"<h1>工作动态</h1><p>发布时间：2025-01-02</p>{text}"
    assert "replacement_characters:1" in read_article(page.format("\ufffd").encode()).flags
    assert "replacement_characters:1" in read_article(page.format("&#xFFFD;").encode()).flags
    assert "converted_twice:1" in read_article(page.format("锟斤拷").encode()).flags
    assert not read_article(page.format("").encode()).flags
