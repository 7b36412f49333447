"""What pages do to a text, and what a reader sees of it all the same: one small page for each convention."""

from datetime import UTC, date, datetime

import pytest

from crawlers import read_article
from crawlers.article import Article, PageKind
from crawlers.reading.dates import find_date

FETCHED = datetime(2025, 12, 1, 4, tzinfo=UTC)
TITLE = "云溪市法治政府建设取得新成效"
LINES = [
    "全市各级行政复议机构全年收到行政复议申请412件，比上年增长8.7%，办结率为98.5%。",
    "行政机关负责人出庭应诉率保持在百分之九十以上，执法质量稳步提升。",
    "下一步将继续推进各项工作，让群众在每一个案件中感受到公平正义。",
]
BODY = "".join(f"<p>{line}</p>" for line in LINES)
DATELINE = "发布时间：2025-03-01 来源：云溪日报"


def page(
    *, dateline: str = DATELINE, body: str = BODY, above: str = "", head: str = "", heading: str = TITLE, tag: str = ""
) -> str:
    tag = tag or f"{TITLE}-云溪市人民政府"
    return (
        f'<html><head><title>{tag}</title>{head}</head><body><div><a href="/">首页</a></div>{above}'
        f"<h1>{heading}</h1><div>{dateline}</div><div>{body}</div></body></html>"
    )


def read(html: str | bytes) -> Article:
    return read_article(
        html if isinstance(html, bytes) else html.encode(), "http://a.example.org/1.html", fetched=FETCHED
    )


def lines(html: str | bytes) -> list[str]:
    return read(html).text.split("\n")


BODIES = {
    "line breaks": "<br><br>　　".join(LINES),
    "preformatted": "<pre>" + "\n".join(LINES) + "</pre>",
    "inline elements shown as blocks": "".join(f"<span style='display: block'>{line}</span>" for line in LINES),
    "invisible characters": BODY.replace("行政", "行\u200b政\u2060").replace("412", "4\u00ad12"),
    "the same as references": BODY.replace("行政", "行&#8203;政&shy;"),
    "ruby": BODY.replace("行政", "<ruby>行<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>政"),
    "no-break spaces": BODY.replace("<p>", "<p>&nbsp;&nbsp;&emsp;"),
    "digits as references": BODY.replace("412", "&#52;&#x31;2"),
    "a number in pieces": BODY.replace("412", "4<wbr>12").replace("98.5", "98<b>.5</b>"),
    "comments": f"<!-- <p>{LINES[0]}</p> -->{BODY}",
    "noscript and template": f"<noscript><p>{LINES[0]}</p></noscript><template><p>{LINES[0]}</p></template>{BODY}",
    "options": f"<select><option>{LINES[0]}</option></select>{BODY}",
    "details": f"<details><summary>展开</summary>{BODY}</details>",
    "hidden by style": f"<p style='color:red; display:none'>{LINES[0]}</p>{BODY}",
    "hidden but there": f"<p style='visibility:hidden'>{LINES[0]}</p>{BODY}",
    "hidden by attribute": f"<p hidden>{LINES[0]}</p>{BODY}",
    "saved by a word processor": (
        "<!--[if gte mso 9]><xml><w:View>x</w:View></xml><![endif]--><style>p.MsoNormal{margin:0}</style>"
        + "".join(f'<p class="MsoNormal"><span lang="EN-US">{line}<o:p></o:p></span></p>' for line in LINES)
    ),
    "a title tag in the body": f"<title>{LINES[0]}</title>{BODY}",
}


@pytest.mark.parametrize("name", BODIES)
def test_the_text_is_what_a_reader_sees(name: str) -> None:
    assert lines(page(body=BODIES[name])) == LINES


DATES = {
    "发布时间：2025-03-01": date(2025, 3, 1),
    "发布时间：2025 年 03 月 01 日&nbsp;&nbsp;来 源：云溪日报": date(2025, 3, 1),
    "发布时间：２０２５年３月１日": date(2025, 3, 1),
    "发布时间：二〇二五年三月一日": date(2025, 3, 1),
    "二○二四年十二月三十一日": date(2024, 12, 31),
    "日期：二O二四年十月二十日": date(2024, 10, 20),
    "March 1, 2025 Source: Yunxi Daily": date(2025, 3, 1),
    "Published: 01 Mar 2025": date(2025, 3, 1),
    "发布时间：2025-03-27T18:30:00+00:00": date(2025, 3, 28),
    "2025-03-01 09:12:33.0": date(2025, 3, 1),
    "来源:云溪日报作者:时间:2025-07-09": date(2025, 7, 9),
    "发布日期：2025-03-01信息来源：云溪日报浏览次数：12字号：大中小": date(2025, 3, 1),
    "索引号：001 主题分类：法治 发布机构：云溪市司法局 成文日期：2025-02-20 发布日期：2025-03-01 文 号：云司〔2025〕3号"
    " 有效性：有效": date(2025, 3, 1),
    "发布时间：1997-03-01": None,
    "发布时间：2026-03-01": None,
    "发布时间：2025年3月": None,
    "发布时间：25-03-01": None,
    "Published: 03/01/2025": None,
}


@pytest.mark.parametrize("dateline", DATES)
def test_the_date_of_a_dateline_which_is_no_text(dateline: str) -> None:
    """A day that two countries read differently, and one out of the possible years, stays unknown."""
    article = read(page(dateline=dateline))
    assert article.published == DATES[dateline]
    assert article.text.split("\n") == LINES


@pytest.mark.parametrize(
    "text", ["二〇二四年二月三十日", "Feb 30, 2025", "二千年一月", "一九年三月一日", "May the force"]
)
def test_what_is_no_date_in_words(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "clock",
    ["今天是2025年11月30日 星期日", "2025年12月1日 星期一", "2025-12-01 12:00:01", "农历十月十二 2025年11月30日"],
)
def test_a_clock_above_the_title_is_no_date(clock: str) -> None:
    assert read(page(above=f"<div>{clock}</div>", dateline="来源：云溪日报")).published is None
    assert read(page(above=f"<div>{clock}</div>")).published == date(2025, 3, 1)


def test_a_newspapers_date_above_the_title_is_one() -> None:
    assert read(page(above="<div>2025年03月01日 星期六</div>", dateline="")).published == date(2025, 3, 1)


def test_dates_of_a_list_beside_the_text_are_no_dates() -> None:
    rows = "".join(
        f'<li><a href="{n}.html">关于某项工作的第{n}号通知</a><span>2025-04-0{n}</span></li>' for n in range(1, 9)
    )
    assert read(page(dateline="来源：云溪日报") + f"<ul>{rows}</ul>").published is None


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        (f"{TITLE}-云溪市人民政府", TITLE),
        (f"{TITLE}_要闻动态_云溪市人民政府门户网站", " "),
        (f"{TITLE} - 云溪市人民政府", "要闻"),
        (f"云溪市人民政府-要闻-{TITLE}", " "),
        (f"云溪市人民政府门户网站 {TITLE}", TITLE),
        ("=?utf-8?B?5LqR5rqq?=", TITLE),
        (" ", TITLE),
        (TITLE, "云溪市法治政府建设<br>取得新成效"),
        (TITLE, f"{TITLE}</h1><h3>——全市行政复议工作纪实</h3><h1>"),
    ],
)
def test_the_title_without_site_and_column(tag: str, heading: str) -> None:
    assert read(page(tag=tag, heading=heading)).title == TITLE


def test_a_title_keeps_a_dash_and_a_colon_of_its_own() -> None:
    title = "云溪市：法治政府建设-年度观察"
    assert read(page(tag=f"{title}-云溪市人民政府", heading=title)).title == title


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("utf-16", "utf-8"), ("utf-16", "gb18030"), ("big5", "utf-8"),
        ("", "gb18030"), ("", "utf-16"), ("", "utf-16-le"), ("", "utf-16-be"), ("nonsense", "gb18030"),
    ],
)  # fmt: skip
def test_the_bytes_decide_what_charset_it_is(declared: str, written: str) -> None:
    article = read(page(head=f'<meta charset="{declared}">' if declared else "").encode(written))
    assert (article.title, article.text.split("\n")) == (TITLE, LINES)


def test_a_second_article_below_is_no_part_of_the_first() -> None:
    other = "<h2>另一篇文章的标题</h2><p>另一篇文章讲的是完全不同的事情，一共有555件。</p>"
    assert lines(page(body=f"<article>{BODY}</article><article>{other}</article>")) == LINES


SOURCES = {
    "来源：云溪日报 发布时间：2025-03-01": "云溪日报",
    "来源：<a href='/'>云溪日报</a> 2025-03-01": "云溪日报",
    "2025-03-01 08:00　（来源：云溪日报）": "云溪日报",
    "来源：云溪日报（记者 张三） 2025-03-01": "云溪日报",
    "2025-03-01 08:00　云溪市司法局": "云溪市司法局",
    "来源：云溪市司法局 电话：0371-1234567 发布时间：2025-03-01": "云溪市司法局",
    "信息来源：云溪市司法局（督察科） 发布时间：2025-03-01 信息时效期：长期": "云溪市司法局（督察科）",
    "<div>来源：</div><div>云溪日报</div><div>发布时间：</div><div>2025-03-01</div>": "云溪日报",
    "<div>来源：</div><div>分享</div><div>2025-03-01</div>": "",
    "来源： 发布时间：2025-03-01 浏览次数： 次": "",
    "来源：<img src='a.png'> 时间：2025-03-01": "",
    "來源：雲溪日報 發佈時間：2025-03-01": "雲溪日報",
    "來源：本站 2025-03-01": "",
}


@pytest.mark.parametrize("dateline", SOURCES)
def test_the_source_as_it_is_printed(dateline: str) -> None:
    article = read(page(dateline=dateline))
    assert article.source_name == SOURCES[dateline]
    assert article.published == date(2025, 3, 1)


def test_what_names_a_table_above_it_opens_the_text() -> None:
    rows = "<tr><th>单位</th><th>处罚</th></tr><tr><td>市局</td><td>12</td></tr><tr><td>县局</td><td>15</td></tr>"
    article = read(page(body=f"<p>云溪市行政执法统计年报</p><p>单位：件</p><table>{rows}</table>"))
    assert article.text.split("\n") == ["云溪市行政执法统计年报", "单位：件", "单位\t处罚", "市局\t12", "县局\t15"]


def test_addresses_hang_on_the_base_of_the_page() -> None:
    html = page(head='<base href="http://b.example.org/x/">', body=f"{BODY}<p>附件：<a href='a.pdf'>报告</a></p>")
    assert [item.url for item in read(html).attachments] == ["http://b.example.org/x/a.pdf"]


def test_an_unclosed_title_is_no_longer_than_a_title() -> None:
    article = read(page().replace("</title>", ""))
    assert (article.page_kind, article.title) == (PageKind.STUB, f"{TITLE}-云溪市人民政府")
