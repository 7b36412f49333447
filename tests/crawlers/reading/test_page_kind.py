"""Article, listing, stub, block page and error page are told apart, with a reason an operator understands."""

import pytest

from crawlers import read_article
from crawlers.article import PageKind

LONG = "".join(
    f"<p>第{n}项：云溪市全年办理行政复议案件1234件，同比增长8.5%，群众满意度持续提升。</p>" for n in range(1, 6)
)


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        (PageKind.BLOCKED, "<script>$_ts=window['$_ts'];</script>"),
        (PageKind.BLOCKED, "<h1>403 Forbidden</h1><hr>nginx"),
        (PageKind.BLOCKED, "<p>您的访问请求可能对网站造成安全威胁，已被拦截。</p>"),
        (PageKind.BLOCKED, "<p>请完成安全验证后继续访问</p>"),
        (PageKind.BLOCKED, "<p>您的IP地址访问过于频繁，请稍后再试。</p>"),
        (PageKind.BLOCKED, "<p>正在进行安全检测，请稍候……请完成滑块验证</p>"),
        (PageKind.BLOCKED, "<h1>Checking your browser before accessing</h1><p>DDoS protection by an example</p>"),
        (PageKind.ERROR, "<p>数据库连接失败，请稍后再试</p>"),
        (PageKind.ERROR, "<p>网站正在升级维护中，给您带来不便敬请谅解，维护时间为2025年1月1日至3日。</p>"),
        (PageKind.ERROR, "<title>404</title><h1>404 Not Found</h1>"),
        (PageKind.ERROR, "<p>抱歉，您访问的页面不存在或已被删除</p>"),
        (PageKind.ERROR, "<h1>502 Bad Gateway</h1>"),
        (PageKind.STUB, "<script>window.location.href='/index.html'</script>"),
        (PageKind.STUB, "<meta http-equiv='refresh' content='0;url=node_2.htm'>"),
        (PageKind.STUB, "<html><body></body></html>"),
        (PageKind.STUB, "<script>" + "var data = 1;" * 1000 + "</script>"),
        (PageKind.STUB, "plain words"),
    ],
)
def test_what_is_no_article_is_named(kind: PageKind, html: str) -> None:
    article = read_article(f"<meta charset='utf-8'>{html}".encode(), "http://www.example.org/x")
    assert article.page_kind is kind
    assert article.reason
    assert article.parts == ()


def test_a_long_text_that_mentions_an_error_page_is_an_article() -> None:
    text = "<p>记者打开网站时看到404页面不存在的提示，随后访问被拒绝。</p>" + LONG * 3
    html = (
        f"<meta charset='utf-8'><title>云溪市检查政府网站</title><h1>云溪市检查政府网站</h1><div id='zoom'>{text}</div>"
    )
    assert read_article(html.encode()).page_kind is PageKind.ARTICLE


@pytest.mark.parametrize("count", [6, 20, 200])
def test_a_list_of_links_with_dates_is_a_listing(count: int) -> None:
    item = "<li><a href='{0}.html'>云溪市发布第{0}号行政执法公告</a><span>2025-03-01</span></li>"
    items = "".join(map(item.format, range(count)))
    html = f"<meta charset='utf-8'><title>公告-云溪市</title><h1>公告</h1><div class='content'><ul>{items}</ul></div>"
    article = read_article(html.encode())
    assert article.page_kind is PageKind.LISTING
    assert str(count) in article.reason


def test_an_article_with_many_links_around_it_is_an_article() -> None:
    links = "".join(f"<li><a href='{n}.html'>云溪市发布第{n}号行政执法公告</a></li>" for n in range(100))
    html = (
        f"<meta charset='utf-8'><title>云溪市公布数据</title><ul>{links}</ul><h1>云溪市公布数据</h1>"
        f"<p>2025-03-28 来源：云溪日报</p><div id='zoom'><p>云溪市全年办理案件1234件。</p></div><ul>{links}</ul>"
    )
    article = read_article(html.encode())
    assert article.text == "云溪市全年办理案件1234件。"


@pytest.mark.parametrize(
    "sentence",
    [
        "云溪市公安局提醒：不要向他人泄露验证码。全年侦破电信诈骗案件356件。",
        "云溪市反诈中心全年拦截诈骗电话1.2万次，访问限制类网站320个。",
        "云溪市行政复议系统繁忙期间改由窗口受理，全年受理1893件。",
    ],
)
@pytest.mark.parametrize("script", ["", "<script>if (mobile) { window.location.href = 'm.html' }</script>"])
def test_a_short_article_that_says_when_and_from_where_is_no_refusal(sentence: str, script: str) -> None:
    html = (
        f"<meta charset='utf-8'>{script}<title>云溪市通报近期工作</title><h1>云溪市通报近期工作</h1>"
        f"<div>发布时间：2025-01-15 来源：云溪日报</div><div id='zoom'><p>{sentence}</p></div>"
    )
    article = read_article(html.encode())
    assert article.page_kind is PageKind.ARTICLE
    assert article.text == sentence


def test_the_moment_that_a_firewall_prints_publishes_nothing() -> None:
    html = "<meta charset='utf-8'><h1>访问被拦截</h1><p>时间：2025-01-15 10:11:12</p><p>事件编号：8842</p>"
    assert read_article(html.encode()).page_kind is PageKind.BLOCKED


def test_summaries_that_lead_to_all_of_it_are_a_list() -> None:
    entries = "".join(
        f"<dl><dt><a href='{n}.html'>云溪市某局召开第{n}次会议</a></dt><dd>云溪市召开会议，总结去年工作，全年受理复议"
        f"{n}93件，部署了今年的重点任务。<a href='{n}.html'>[详细]</a></dd></dl>"
        for n in range(1, 8)
    )
    html = f"<meta charset='utf-8'><title>法治政府</title><h1>法治政府建设</h1><div class='main'>{entries}</div>"
    assert read_article(html.encode()).page_kind is PageKind.LISTING
