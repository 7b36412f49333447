"""Data interfaces and entries in the spellings that sites use, and bytes that mean ill. No network."""

import json
import time
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawlers import issues
from crawlers.families import FAMILIES, Ask, ListingPage, Reading, Role, UnparsedError, detect, read, start
from crawlers.families.data import day_of

SITE = "http://yunzhou.example"


def page(body: str, path: str = "/x/index.html", ask: Ask | None = None) -> ListingPage:
    return ListingPage(SITE + path, body.encode(), ask=ask)


def only(reading: Reading) -> Ask:
    (ask,) = reading.asks
    return ask


# 大汉


@pytest.mark.parametrize(
    "script",
    [
        "ajaxParam:{col:1,appid:1,webid:33,path:'/',columnid:501,unitid:'771',webname:'云州',permissiontype:0}",
        'var param = {"columnid": "501", "unitid": "771", "webid": "33", "webname": "云州"};',
        "var columnid = '501'; var unitid = '771'; var webid = 33; var webname = '云州';",
        "load('/module/web/jpage/dataproxy.jsp?page=1&webid=33&columnid=501&unitid=771&webname=%E4%BA%91%E5%B7%9E')",
    ],
)
def test_jcms_reads_what_the_interface_wants(script: str) -> None:
    found = read(page(f"<html><script>{script} // dataproxy.jsp</script></html>", "/col/col501/index.html"))
    ask = only(found)
    assert (found.family, ask.role, ask.method) == ("jcms", Role.DATA, "POST")
    said = {name: values[0] for name, values in parse_qs(ask.form or "").items()}
    assert {name: said[name] for name in ("columnid", "unitid", "webid", "webname", "path", "col")} == {
        "columnid": "501", "unitid": "771", "webid": "33", "webname": "云州", "path": "/", "col": "1"
    }  # fmt: skip
    assert ask.url == f"{SITE}/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15"
    assert dict(ask.headers)["Referer"] == f"{SITE}/col/col501/index.html"


def test_a_source_may_tell_what_the_page_hides() -> None:
    given = (("parameters", {"columnid": "1", "unitid": "2", "webid": "3"}),)
    column = ListingPage(f"{SITE}/col/col9/index.html", b"<html>dataproxy.jsp</html>", overrides=given)
    form = parse_qs(only(read(column, "jcms")).form or "")
    assert (form["columnid"], form["unitid"], form["webid"]) == (["1"], ["2"], ["3"])


def test_two_columns_at_one_address_are_two_asks() -> None:
    one, other = (Ask(f"{SITE}/dataproxy.jsp?startrecord=1", form=f"columnid={n}") for n in (1, 2))
    assert one.key == f"{SITE}/dataproxy.jsp?startrecord=1&__wb_method=POST&columnid=1"
    assert one.key != other.key


def test_a_server_that_counts_by_pages_is_asked_by_pages() -> None:
    records = "".join(
        f"<record><![CDATA[<a href='/art/2025/1/{n}/art_5_{n}.html'>第{n}条消息</a>]]></record>" for n in (1, 2)
    )
    answer = f"<datastore><totalrecord>4</totalrecord>{records}</datastore>"
    first = only(read(page("dataproxy.jsp <script>p={columnid:5,unitid:6}</script>", "/col/col5/index.html")))
    second = only(read(page(answer, ask=first), "jcms"))
    assert "startrecord=3" in second.url
    third = only(read(page(answer, ask=second), "jcms"))  # the same records again
    assert (third.method, third.role) == ("GET", Role.DATA)
    assert parse_qs(urlsplit(third.url).query)["page"] == ["2"]


@pytest.mark.parametrize(
    "unit",
    [
        "queryData=\"{'webId':'w','pageId':'p','parseType':'bulidstatic','tagId':'列表'}\"",
        "queryData='{&quot;webId&quot;:&quot;w&quot;,&quot;pageId&quot;:&quot;p&quot;,&quot;parseType&quot;:&quot;bulidstatic&quot;,"
        "&quot;tagId&quot;:&quot;列表&quot;}'",
        "data-x><script>var queryData = {webId: 'w', pageId: 'p', parseType: 'bulidstatic', tagId: '列表'}</script><i",
    ],
)
def test_jpaas_reads_its_units(unit: str) -> None:
    found = read(page(f"<html><div {unit}></div></html>"))
    query = {name: values[0] for name, values in parse_qs(urlsplit(only(found).url).query).items()}
    assert found.family == "jpaas"
    assert query.pop("paramJson") == '{"pageNo":1,"pageSize":15}'
    assert query == {"webId": "w", "pageId": "p", "parseType": "bulidstatic", "tagId": "列表"}


def test_an_interface_that_refuses_says_so() -> None:
    with pytest.raises(UnparsedError, match="参数错误"):
        read(page('{"success": false, "message": "参数错误"}', ask=Ask(SITE)), "jpaas")


# Guangdong and gov.cn


def test_gkmlpt_data_may_be_the_start_itself() -> None:
    body = {"total": 5, "articles": [{"title": "一条", "post_url": "//yunzhou.example/gkmlpt/content/1/2/post_2.html"}]}
    body["articles"][0]["created_at"] = "2025-03-01 09:00:00"  # type: ignore[index]
    first = start(f"{SITE}/gkmlpt/api/all/2108?page=1&sid=755031")
    found = read(page(json.dumps(body), "/gkmlpt/api/all/2108?page=1&sid=755031", first))
    assert found.family == "gkmlpt"
    assert found.items[0].url == f"{SITE}/gkmlpt/content/1/2/post_2.html"
    assert found.items[0].date == date(2025, 3, 1)
    assert only(found).url == f"{SITE}/gkmlpt/api/all/2108?page=2&sid=755031"


@pytest.mark.parametrize(
    ("path", "script"),
    [
        ("/gkmlpt/index", "_CONFIG = {SID: '755031', COLUMN_ID: '2108'}"),
        ("/yz/gkmlpt/list/2108", "_CONFIG = {SID: '755031'}"),
        ("/zwgk/", "var SID = 755031, columnId = 2108; get('/gkmlpt/api/all/' + columnId + '?page=1&sid=' + SID)"),
        ("/zwgk/", "get('/gkmlpt/api/all/2108?page=1&amp;sid=755031')"),
    ],
)
def test_gkmlpt_finds_column_and_site(path: str, script: str) -> None:
    found = read(page(f"<html><script>{script}</script></html>", path), "gkmlpt")
    root = "/yz/gkmlpt" if path.startswith("/yz") else "/gkmlpt"
    assert only(found).url == f"{SITE}{root}/api/all/2108?page=1&sid=755031"


def test_the_search_interface_is_told_who_asks_from_the_start() -> None:
    first = start(f"{SITE}/search-gov/data?t=zhengce&p=1&n=2")
    assert dict(first.headers) == {"Referer": f"{SITE}/"}
    rows = [
        {"title": "<em>法治</em>政府", "url": f"{SITE}/zhengce/202501/content_{n}.htm", "pubtime": 1735660800000}
        for n in (1, 2)
    ]
    body = json.dumps({"searchVO": {"totalCount": 3, "listVO": rows}})
    found = read(page(body, "/search-gov/data?t=zhengce&p=1&n=2", first))
    assert [item.title for item in found.items] == ["法治政府", "法治政府"]
    assert {item.date for item in found.items} == {date(2025, 1, 1)}
    assert only(found).url == f"{SITE}/search-gov/data?t=zhengce&p=2&n=2"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1735660800, date(2025, 1, 1)),  # midnight in Beijing
        ("1735660800000", date(2025, 1, 1)),
        ("2025.01.01", date(2025, 1, 1)),
        (10**30, None),
        ("not yet", None),
        (None, None),
    ],
)
def test_days_in_data(value: object, day: date | None) -> None:
    assert day_of(value) == day


# Newspapers


@pytest.mark.parametrize(
    ("url", "day"),
    [
        (f"{SITE}/rmrb/pc/layout/202503/10/node_01.html", date(2025, 3, 10)),
        (f"{SITE}/html/2025-03/10/node_2.htm", date(2025, 3, 10)),
        (f"{SITE}/fzrb/content/20250310/Page01TB.htm", date(2025, 3, 10)),
        (f"{SITE}/2025/03/10/node_1.htm", date(2025, 3, 10)),
        (f"{SITE}/html/2025-02/30/node_2.htm", None),
        (f"{SITE}/col/20259999/index.html", None),
    ],
)
def test_the_day_of_an_issue(url: str, day: date | None) -> None:
    assert issues.day_in(url) == day
    if day:
        assert issues.day_in(issues.moved(url, day, date(2024, 12, 31))) == date(2024, 12, 31)


def test_places_for_the_day_are_filled_with_the_last_day_wanted() -> None:
    first = start(f"{SITE}/html/{{yyyy}}-{{mm}}/{{dd}}/node_1.htm", {"to_day": "2025-01-05"})
    assert (first.url, first.day, first.optional) == (f"{SITE}/html/2025-01/05/node_1.htm", date(2025, 1, 5), True)


def test_a_portal_that_links_todays_paper_is_no_newspaper() -> None:
    paper = "".join(f"<a href='/epaper/202503/10/node_0{n}.htm'>第{n}版</a>" for n in (1, 2))
    news = "".join(f"<li><a href='/xw/{n}.html'>第{n}条法治新闻标题</a><i>2025-03-10</i></li>" for n in range(9))
    assert detect(page(f"<html><body>{paper}<ul>{news}</ul></body></html>")).family == "generic"
    assert detect(page(f"<html><body>{paper}</body></html>")).family == "epaper"


# Pages that lead on


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="0; url=next/index.html">',
        "<META HTTP-EQUIV=REFRESH CONTENT='1;URL=next/index.html'>",
        "<script>window.location.href = 'next/index.html'</script>正在跳转",
        '<body onload=""><script>location.replace("next/index.html")</script></body>',
    ],
)
def test_a_page_that_only_leads_on_is_followed(body: str) -> None:
    found = read(page(f"<html><head></head>{body}</html>"))
    assert (found.family, only(found).url, only(found).role) == ("auto", f"{SITE}/x/next/index.html", Role.DATA)


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="300; url=next.html"><p>没有内容</p>',  # renews itself
        '<meta http-equiv="refresh" content="0; url=index.html"><p>没有内容</p>',  # leads to itself
        "<p>" + "栏目正在建设" * 500 + "</p><script>function go(){location.href='/login.html'}</script>",
    ],
)
def test_other_pages_are_not(body: str) -> None:
    assert read(page(f"<html><body>{body}</body></html>")).asks == []


# Bytes that mean ill

LONG = 200_000


@pytest.mark.parametrize(
    "body",
    [
        '"' * LONG,
        "<record>" * (LONG // 8) + '<div queryData="{',
        'queryData="{' * (LONG // 12),
        "/columns/a/templates/b/" * (LONG // 23),
        "https://" * (LONG // 8) + "dataproxy.jsp unitid",
        "easysite-total-page" * (LONG // 19),
        "countPage = 3 index_" + "a" * LONG,
        "location=" * (LONG // 9),
        f"<meta http-equiv=refresh content='{' ' * LONG}'>",
        "<map>" + "<area href='/html/2025-03/10/content_1_1.htm'>" * 4_000,
        "a(" + "[" * LONG,
    ],
    ids=["quotes", "records", "units", "blocks", "schemes", "pagers", "names", "locations", "spaces", "areas", "json"],
)
def test_a_page_made_to_be_slow_is_looked_at_in_bounded_time(body: str) -> None:
    started = time.process_time()
    hostile = page(f"<html><body>{body}</body></html>")
    for name, family in FAMILIES.items():
        assert isinstance(family.evidence(hostile), str), name
        if name not in {"rss", "sitemap"}:
            read(hostile, name)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("name", sorted(FAMILIES))
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 50_000, b"null", b'{"articles": 3}', b'{"searchVO": []}', b"\x1f\x8b\x08\x00junk"]
)
def test_broken_data_are_said_to_be_broken(name: str, body: bytes) -> None:
    answer = ListingPage(f"{SITE}/data", body, ask=Ask(f"{SITE}/data", memo={}))
    try:
        found = read(answer, name)
    except UnparsedError as error:
        assert str(error)
    else:
        assert found.items == []


def test_no_family_claims_what_is_no_page() -> None:
    with pytest.raises(UnparsedError):
        read(ListingPage(SITE, b"\x00\x01\x02"))
    assert detect(page("<html><body><p>没有列表</p></body></html>")).family == "generic"
