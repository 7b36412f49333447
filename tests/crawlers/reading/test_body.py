"""Which lines are the article: containers of known systems, comment markers, trafilatura, the text under the title."""

import pytest

from crawlers import read_article
from crawlers.article import Article
from crawlers.reading.headings import heading_level

SENTENCE = "云溪市全年办理行政复议案件1234件，同比增长8.5%。"
LONG = "".join(
    f"<p>第{n}项：云溪市全年办理行政复议案件1234件，同比增长8.5%，群众满意度持续提升。</p>" for n in range(1, 6)
)
NOISE = (
    "<div><a href='1.html'>邻市召开法治工作会议</a></div><div><a href='2.html'>邻县开展执法检查</a></div>"
    "<div>版权所有 云溪市人民政府 某ICP备00000000号，未经许可不得转载，联系电话：000-0000000</div>"
)


def read(body: str) -> Article:
    head = "<meta charset='utf-8'><title>云溪市公布复议数据</title>"
    page = f"<html><head>{head}</head><body><h1>云溪市公布复议数据</h1>{body}{NOISE}</body></html>"
    return read_article(page.encode())


@pytest.mark.parametrize(
    ("container", "rung"),
    [
        ("<div id='UCAP-CONTENT'>{}</div>", "container:ucap"),
        ("<div class='view TRS_UEDITOR trs_paper_default'>{}</div>", "container:trs_wcm"),
        ("<div id='vsb_content_501'>{}</div>", "container:vsb"),
        ("<div id='zoom'>{}</div>", "container:zoom"),
        ("<div><!--ZJEG_RSS.content.begin-->{}<!--ZJEG_RSS.content.end--></div>", "marker"),
        ("<div><!--enpcontent-->{}<!--/enpcontent--></div>", "marker"),
        ("<div><!-- 正文 start -->{}<!-- 正文 end --></div>", "marker"),
        ("<div class='article-detail'><div class='detail-content'>{}</div></div>", "container:convention"),
    ],
)
def test_the_rung_that_won_is_recorded(container: str, rung: str) -> None:
    article = read(container.format(LONG))
    assert article.rung == rung
    assert len(article.text.split("\n")) == 5


def test_without_any_rule_the_text_is_found_too() -> None:
    article = read(f"<div class='q1'><div class='q2'>{LONG}</div></div>")
    assert article.rung in ("trafilatura", "under_title")
    assert len(article.text.split("\n")) == 5


@pytest.mark.parametrize(
    "place", ["<div id='zoom'>{}</div>", "<p class='q'>{}</p>", "<table><tr><td>{}</td></tr></table>"]
)
def test_an_article_of_one_sentence_is_read_whole_and_alone(place: str) -> None:
    assert read(place.format(SENTENCE)).text == SENTENCE


def test_a_page_whose_template_closes_html_in_the_middle_is_read_to_its_end() -> None:
    assert read(f"</body></html><div id='zoom'>{LONG}</div>").text.count("\n") == 4


def test_lines_broken_by_br_are_lines() -> None:
    assert read(f"<div id='zoom'>{SENTENCE}<br>　　{SENTENCE}<br/><br/>{SENTENCE}</div>").text == "\n".join(
        [SENTENCE] * 3
    )


def test_a_figure_cut_by_markup_or_by_the_width_of_the_source_stays_whole() -> None:
    article = read(
        "<div id='zoom'><p>云溪市全年办理案件<span>1</span>,<b>2</b>34件，\n      其中行政复议\n案件98件。</p></div>"
    )
    assert article.text == "云溪市全年办理案件1,234件，其中行政复议案件98件。"


def test_what_the_page_hides_is_not_read() -> None:
    hidden = "<p style='display:none'>此处是隐藏的旧数据：9999件。</p><script>var a = 1;</script>"
    article = read(f"<div id='zoom'>{LONG}{hidden}</div>")
    assert "9999" not in article.text


@pytest.mark.parametrize(
    "trailer",
    [
        "<p>责任编辑：李明</p>",
        "<p>（责编：李明、王华）</p>",
        "<p>上一篇：<a href='3.html'>云溪市召开会议</a></p>",
        "<h3>相关阅读</h3><ul><li><a href='4.html'>某县法治政府建设综述</a></li></ul>",
        "<div class='bdsharebuttonbox'><a>微信</a><a>微博</a></div>",
        "<p>扫一扫在手机打开当前页</p>",
        "<p>友情链接</p><p>云溪网</p>",
        "<p>【打印】【关闭】</p>",
        "<ul><li><a href='5.html'>云溪市开展普法宣传</a></li><li><a href='6.html'>云溪市举办业务培训</a></li></ul>",
    ],
)
def test_what_frames_the_text_goes(trailer: str) -> None:
    assert read(f"<div id='zoom'>{LONG}{trailer}</div>").text == read(f"<div id='zoom'>{LONG}</div>").text


def test_signature_day_of_signing_and_attachments_stay() -> None:
    tail = "<p>云溪市司法局</p><p>2025年1月15日</p><p>附件：<a href='P1.pdf'>统计表.pdf</a></p>"
    article = read(f"<div id='zoom'>{LONG}{tail}<p>责任编辑：李明</p></div>")
    assert article.text.split("\n")[-3:] == ["云溪市司法局", "2025年1月15日", "附件：统计表.pdf"]


def test_a_text_may_open_with_a_word_that_elsewhere_ends_it() -> None:
    opening = "<p>关注云溪法治公众号的市民越来越多，2024年新增关注用户12万人，同比增长三成，互动量超过百万次。</p>"
    assert read(f"<div id='zoom'>{opening}{LONG}</div>").text.count("\n") == 5


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第一部分 总体情况", 1),
        ("一、主要工作情况", 1),
        ("（一）规范行政执法", 2),
        ("1.健全制度", 3),
        ("（1）公示制度", 4),
        ("一、全年办理案件1234件，同比增长8.5%。", 0),
        ("1.2万份", 0),
    ],
)
def test_numbering_gives_the_level_of_a_heading(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_bold_short_lines_are_headings_and_captions_are_not() -> None:
    assert heading_level("把牢关口", bold=True) == 1
    assert heading_level("附件", bold=True) == 0
    assert heading_level("把牢关口，守住底线。", bold=True) == 0
    assert heading_level("把牢关口") == 0
