"""One spelling for one page, and the dates that rows and URLs carry."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.families.links import absolute, canonical, printed_date, seen_key, url_date


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTP://WWW.A.gov.cn:80/x.html#top", "http://www.a.gov.cn/x.html"),
        ("https://a.cn:443", "https://a.cn/"),
        ("https://a.cn:8443/x", "https://a.cn:8443/x"),
        ("http://a.cn/x;jsessionid=0A1B?id=3", "http://a.cn/x?id=3"),
        ("http://a.cn/x?JSESSIONID=0A1B&id=3", "http://a.cn/x?id=3"),
        ("http://a.cn/法治?q=政府", "http://a.cn/%E6%B3%95%E6%B2%BB?q=%E6%94%BF%E5%BA%9C"),
        ("http://a.cn/%E6%B3%95", "http://a.cn/%E6%B3%95"),
    ],
)
def test_canonical(url: str, clean: str) -> None:
    assert canonical(url) == clean
    assert canonical(clean) == clean


@pytest.mark.parametrize("href", ["javascript:void(0)", "#", "mailto:a@b.cn", "", "tel:12345", "http://[", "data:,x"])
def test_what_is_no_link(href: str) -> None:
    assert absolute("http://a.cn/", href) is None


@given(st.text(max_size=60))
def test_any_href_is_a_link_or_none(href: str) -> None:
    found = absolute("http://a.cn/x/", href)
    assert found is None or found.startswith(("http://", "https://"))


def test_http_and_https_are_one_page() -> None:
    assert seen_key("http://a.cn/x") == seen_key("https://a.cn/x")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-10", date(2025, 3, 10)),
        ("[2025.3.1]", date(2025, 3, 1)),
        ("发布时间：2025年12月31日 08:00", date(2025, 12, 31)),
        ("2025/03/10", date(2025, 3, 10)),
        ("10 2025-03", date(2025, 3, 10)),
        ("2025-02-30", None),
        ("03-10", None),
        ("电话 12025-03-10", None),
        ("2025-03-101", None),
    ],
)
def test_printed_dates(text: str, day: date | None) -> None:
    assert printed_date(text) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.cn/202503/t20250310_2549212.shtml", date(2025, 3, 10)),
        ("http://a.cn/xb/content/2025-07/09/content_25138984.html", date(2025, 7, 9)),
        ("http://a.cn/art/2010/7/6/art_1382198_12315978.html", date(2010, 7, 6)),
        ("http://a.cn/2026/02-05/3620626.html", date(2026, 2, 5)),
        ("http://a.cn/hn/tzgg26/20260205/1647842.html", date(2026, 2, 5)),
        ("http://a.cn/n1/2019/0114/c42510-30537367.html", date(2019, 1, 14)),
        ("http://a.cn/content_6986383.htm", None),
        ("http://a.cn/info/2025/1307.htm", None),
    ],
)
def test_dates_in_urls(url: str, day: date | None) -> None:
    assert url_date(url) == day
