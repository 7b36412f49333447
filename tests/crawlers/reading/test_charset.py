"""Bytes become text: utf-8 strict, then what is declared, then gb18030; what is damaged is flagged, never hidden."""

import pytest

from crawlers import read_article
from crawlers.errors import CrawlersError, ReadError
from crawlers.reading.charset import decode

PAGE = (
    "<html><head><meta charset='{charset}'><title>镕城市</title></head><body><p>镕城市办理案件12件。</p></body></html>"
)


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "iso-8859-1", "no-such-charset", "hex"])
@pytest.mark.parametrize("real", ["utf-8", "gb18030", "utf-16"])
def test_the_bytes_win_over_a_wrong_declaration(declared: str, real: str) -> None:
    decoded = decode(PAGE.format(charset=declared).encode(real))
    assert "镕城市办理案件12件" in decoded.text
    assert decoded.charset == real


def test_a_wrong_declaration_is_flagged() -> None:
    assert decode(PAGE.format(charset="utf-8").encode("gb18030")).flags == ("charset_declared_wrong:utf-8",)
    assert decode(PAGE.format(charset="gbk").encode("gb18030")).flags == ()


def test_gb2312_is_read_with_its_superset() -> None:
    # 镕 is in GBK only, yet pages that hold it say gb2312.
    assert decode(PAGE.format(charset="gb2312").encode("gbk")).charset == "gb18030"


def test_big5_is_read_where_it_is_declared() -> None:
    decoded = decode("<meta charset='big5'><p>法治政府建設報告，辦理案件12件。</p>".encode("big5"))
    assert "辦理案件12件" in decoded.text


def test_big5_without_a_declaration_is_not_read_as_gb18030() -> None:
    text = "<p>二零二四年，雲溪市政府共受理行政復議申請一千餘件，審結九百餘件，成效顯著。</p>"
    decoded = decode(text.encode("big5"))
    assert (decoded.text, decoded.charset) == (text, "big5hkscs")


def test_a_private_character_in_a_text_in_gb18030_does_not_make_it_big5() -> None:
    text = "<p>云溪市政府全年受理行政复议申请一千余件，审结九百余件，成效显著\ue5ed。</p>"
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.charset) == (text, "gb18030")


def test_the_http_header_counts_as_a_declaration() -> None:
    assert "辦理" in decode("<p>辦理案件報告</p>".encode("big5"), charset="big5").text


def test_a_page_cut_off_inside_a_character_is_read() -> None:
    whole = "<p>全市办理案件12件。</p><p>结".encode()
    assert decode(whole[:-1]).text.endswith("<p>")


def test_damage_is_flagged_with_its_extent() -> None:
    decoded = decode(("法治政府建设" * 200).encode() + b"\xff" + ("年度报告" * 50).encode())
    assert decoded.charset == "utf-8"
    assert decoded.flags == ("charset_damage:1",)


def test_nul_bytes_are_taken_out_and_flagged() -> None:
    article = read_article(
        b"\x00" + "<title>法治报告发布</title><p>本市办理行政复议案件12件，同比增长3%。</p>".encode()
    )
    assert "\x00" not in article.text
    assert "nul_bytes:1" in article.flags


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("empty", b""),
        ("empty", b" \r\n\x00"),
        ("binary", b"%PDF-1.7 ..."),
        ("binary", b"PK\x03\x04rest of a docx"),
        ("binary", b"\x89PNG\r\n\x1a\n"),
        ("binary", b"\xff\xd8\xff\xe0 JFIF"),
        ("binary", b"\xd0\xcf\x11\xe0 old word"),
        ("binary", b"\x1f\x8b\x08 gzip that nobody unpacked"),
        ("binary", bytes(range(1, 256)) * 10),
        ("too_big", b"<p>" + b"a" * 2_000),
    ],
)
def test_what_is_no_page_is_a_typed_error(kind: str, body: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_article(body, "http://www.example.org/x", max_bytes=2_000 if kind == "too_big" else 10_000)
    assert isinstance(caught.value, CrawlersError)
    assert caught.value.kind == kind
    assert "http://www.example.org/x" in str(caught.value)


def test_ruined_text_is_an_error_not_a_page_of_replacement_characters() -> None:
    ruined = "法治".encode() + b"\xff\xfe\xfd"
    with pytest.raises(ReadError) as caught:
        decode(b"<p>" + ruined * 200)
    assert caught.value.kind == "undecodable"
