"""Title, date, 来源 and the like: which rung of the ladder wins, and what stays empty."""

from datetime import UTC, date, datetime

import pytest

from crawlers import read_article
from crawlers.article import Article

FETCHED = datetime(2025, 12, 1, tzinfo=UTC)
TEXT = (
    "<p>云溪市全年办理行政复议案件1234件，同比增长8.5%，纠错率为6.1%。</p>"
    "<p>全市行政执法单位开展专项检查27次，发现问题103个。</p>"
)


def read(head: str = "", above: str = "", below: str = "", text: str = TEXT) -> Article:
    body = f"{above}<div class='TRS_Editor'>{text}</div>{below}"
    page = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read_article(page.encode(), "http://www.yunxi.example/a.html", fetched=FETCHED)


def test_state_meta_tags_are_read_whatever_their_case() -> None:
    article = read(
        "<META NAME='articletitle' CONTENT='云溪市法治报告'><meta name='PUBDATE' content='2025-03-28 10:00'>"
        "<meta name='contentSource' content='云溪市司法局'><meta name='siteidcode' content='9901000001'>"
    )
    assert (article.title, article.published, article.source_name, article.site_id_code) == (
        "云溪市法治报告",
        date(2025, 3, 28),
        "云溪市司法局",
        "9901000001",
    )
    assert article.published_rung == "meta"


@pytest.mark.parametrize("empty", ["", "null", "无", "  "])
def test_an_empty_tag_states_nothing(empty: str) -> None:
    article = read(f"<meta name='ContentSource' content='{empty}'>", "<h1>云溪市法治报告</h1><p>来源：云溪日报</p>")
    assert article.source_name == "云溪日报"


def test_a_printed_date_of_publication_wins_over_the_tag_of_a_page_built_later() -> None:
    article = read("<meta name='PubDate' content='2025-04-09'>", "<h1>云溪市法治报告</h1><p>发布时间：2025-04-07</p>")
    assert article.published == date(2025, 4, 7)
    assert "date_conflict:meta=2025-04-09" in article.flags


def test_the_title_is_what_is_printed_not_what_the_head_adds() -> None:
    article = read(
        "<title>云溪市人民政府网——云溪市公布法治报告</title>"
        "<meta name='ArticleTitle' content='云溪市人民政府网——云溪市公布法治报告'>",
        "<div>云溪市公布法治报告</div>",
    )
    assert article.title == "云溪市公布法治报告"


def test_a_title_of_two_lines_is_one_title() -> None:
    article = read(
        "<title>扎牢制度的笼子——云溪市规范行政执法纪实-云溪网</title>",
        "<h1>扎牢制度的笼子</h1><h2>——云溪市规范行政执法纪实</h2>",
    )
    assert article.title == "扎牢制度的笼子——云溪市规范行政执法纪实"


def test_where_title_tag_names_the_site_only_the_heading_above_the_dateline_is_the_title() -> None:
    article = read(
        "<title>新闻动态--云溪学会官网</title>",
        "<h3>首页 - 新闻动态</h3><h5>云溪市法治论坛在白石镇举行</h5><p>发布时间：2025-05-18 来源：云溪学会</p>",
    )
    assert article.title == "云溪市法治论坛在白石镇举行"


@pytest.mark.parametrize("separator", ["_", "-", " - ", "--", "|", "——"])
def test_an_invisible_title_loses_the_names_of_column_and_site(separator: str) -> None:
    assert read(f"<title>云溪市公布法治报告{separator}云溪网</title>").title == "云溪市公布法治报告"


def test_neither_clock_nor_sidebar_nor_text_gives_the_date() -> None:
    article = read(
        "<title>云溪市公布法治报告</title>",
        "<div>今天是2025年11月30日</div><h1>云溪市公布法治报告</h1>",
        "<ul><li><a href='b.html'>邻市公布法治报告</a> 2025-06-01</li></ul>",
        TEXT + "<p>2025年以来，全市新增执法人员56名；2025年3月1日起施行新办法。</p>",
    )
    assert article.published is None
    assert article.published_rung == ""


@pytest.mark.parametrize(
    "tag",
    [
        "<meta property='article:modified_time' content='2025-03-01T08:00:00+08:00'>",
        "<meta property='og:updated_time' content='2025-03-01'>",
        "<meta http-equiv='Last-Modified' content='2025-03-01'>",
        "<meta name='lastmod' content='2025-03-01'>",
    ],
)
def test_the_day_of_a_change_is_no_day_of_publication(tag: str) -> None:
    """A move to another CMS changes all pages: a report of 2018 would tell what 2025 was like."""
    assert read(tag).published is None
    article = read(tag + "<meta name='dcterms.issued' content='2019-02-21'>")
    assert (article.published, article.published_rung) == (date(2019, 2, 21), "htmldate")


def test_a_date_from_the_future_is_refused_and_said() -> None:
    article = read("<meta name='PubDate' content='2031-01-01'>")
    assert article.published is None
    assert "date_refused:2031-01-01" in article.flags


def test_a_public_account_states_its_date_in_a_script() -> None:
    article = read('<script>var ct = "1743127200";</script>', "<em id='publish_time'>昨天</em>")
    assert (article.published, article.published_rung) == (date(2025, 3, 28), "script")


def test_the_author_tag_of_a_template_is_no_author() -> None:
    assert read("<meta name='author' content='admin@example.org'>").author == ""
    assert read("<meta name='author' content='李明'>").author == "李明"


def test_the_mandated_public_information_table_gives_issuer_and_number() -> None:
    table = (
        "<table><tr><td>索引号：</td><td>99-2025-001</td><td>发布机构：</td><td>云溪市人民政府</td></tr>"
        "<tr><td>文号：</td><td>云政发〔2025〕3号</td><td>发布日期：</td><td>2025-03-28</td></tr></table>"
    )
    article = read("<title>云溪市公布法治报告</title>", table + "<h1>云溪市公布法治报告</h1>")
    assert (article.issuer, article.document_number, article.published) == (
        "云溪市人民政府",
        "云政发〔2025〕3号",
        date(2025, 3, 28),
    )


def test_attachments_are_linked_with_their_whole_address() -> None:
    links = "<a href='./P1.pdf'>年度报告全文</a><a href='/files/t.docx'>统计表</a><a href='b.html'>下一篇</a>"
    article = read(below=links)
    assert [(a.url, a.status) for a in article.attachments] == [
        ("http://www.yunxi.example/P1.pdf", "linked"),
        ("http://www.yunxi.example/files/t.docx", "linked"),
    ]


def test_a_page_that_only_links_the_report_is_an_article_without_text() -> None:
    article = read(
        "<meta name='ArticleTitle' content='云溪市法治报告'><meta name='PubDate' content='2025-03-28'>",
        text="<a href='P1.pdf'>云溪市法治报告.pdf</a>",
    )
    assert (article.page_kind, article.rung, article.parts, len(article.attachments)) == (
        "article",
        "attachments_only",
        (),
        1,
    )


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<div class='title'>云溪市召开<br>法治政府建设工作会议</div>", "云溪市召开法治政府建设工作会议"),
        ("<p align='center'>云溪市召开法治政府建设工作会议</p>", "云溪市召开法治政府建设工作会议"),
    ],
)
def test_the_name_of_the_site_is_no_title_where_one_is_printed(body: str, title: str) -> None:
    below = "<p>发布时间：2025-04-07 来源：云溪日报</p>"
    assert read("<title>云溪市人民政府门户网站</title>", body + below).title == title
