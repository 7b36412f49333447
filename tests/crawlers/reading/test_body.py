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


@pytest.mark.parametrize(
    "sentence",
    [
        "微信公众号全年推送普法信息1200条，阅读量达到35万人次。",
        "微信公众号、视频号等新媒体矩阵不断壮大，影响力持续提升。",
        "投诉建议办结率达到99.2%，同比上升3个百分点。",
        "编辑出版《云溪法治年鉴》1200册。",
        "扫码评价系统全年收到企业评价1.2万条，好评率98%。",
        "未经许可擅自使用他人商标案件查处45件。",
        "如因商标侵权引发的纠纷，全年化解35件。",
    ],
)
def test_a_sentence_that_begins_like_a_framing_line_neither_goes_nor_ends_the_text(sentence: str) -> None:
    for before, after in ((LONG, LONG), (LONG, ""), ("", LONG)):
        text = read(f"<div id='zoom'>{before}<p>{sentence}</p>{after}</div>").text
        assert sentence in text.split("\n")
        assert text.count("第5项") == (before + after).count("第5项")


def test_what_was_done_at_an_instance_names_no_editor() -> None:
    """一审：李明 is who checked the page; with a number it is a line of a list."""
    figure = "一审：受理行政案件120件"
    assert figure in read(f"<div id='zoom'>{LONG}<p>{figure}</p>{LONG}</div>").text
    assert "李明" not in read(f"<div id='zoom'>{LONG}<p>一审：李明 二审：王某</p></div>").text


@pytest.mark.parametrize(
    "trailer",
    [
        "下一篇：云溪市全年受理复议1893件。",
        "编辑 李明",
        "云溪发布微信公众号",
        "特别声明：凡本网注明来源的30篇作品，版权归本网。",
        "如涉及作品内容侵权，请在30日内或10个工作日内与本网联系。",
    ],
)
def test_a_number_in_a_framing_line_does_not_make_it_text(trailer: str) -> None:
    marked = trailer if "公众号" not in trailer else f"关注{trailer}"
    assert read(f"<div id='zoom'>{LONG}<p>{marked}</p></div>").text == read(f"<div id='zoom'>{LONG}</div>").text


def test_a_text_set_in_several_boxes_of_one_kind_is_read_whole() -> None:
    more = "<p>下一步，云溪市将继续深化行政执法规范化建设。</p>"
    boxes = f"<div class='TRS_Editor'>{LONG}</div><div class='TRS_Editor'>{more}</div>"
    assert read(boxes).text.split("\n")[5:] == ["下一步，云溪市将继续深化行政执法规范化建设。"]


def test_the_same_text_for_narrow_screens_is_read_once() -> None:
    boxes = f"<div class='TRS_Editor'>{LONG}</div><div class='TRS_Editor'>{LONG}</div>"
    assert read(boxes).text.count("第5项") == 1


def test_pictures_inside_the_page_do_not_cut_its_text_off() -> None:
    picture = f"<img src='data:image/png;base64,{'iVBO' * 1_100_000}'>"
    article = read(f"{picture}<div id='zoom'>{LONG}</div>")
    assert article.text.count("\n") == 4
    assert "page_cut_off" not in article.flags


def test_links_under_a_caption_above_the_text_go_with_it() -> None:
    above = "<p>推荐阅读</p><p><a href='1.html'>邻市受理复议申请7777件</a></p>"
    assert read(f"<div id='zoom'>{above}{LONG}</div>").text == read(f"<div id='zoom'>{LONG}</div>").text


@pytest.mark.parametrize("name", ["print", "fontsize", "dayin-box"])
def test_a_short_text_in_a_box_named_by_what_a_button_does_with_it_is_read(name: str) -> None:
    text = f"<p>{SENTENCE}</p><p>下一步，云溪市将继续深化行政执法规范化建设，加强基层法治力量。</p>"
    article = read(f"<div class='{name}'>【打印】【关闭】</div><div id='{name}'><div id='content'>{text}</div></div>")
    assert article.text.split("\n")[0] == SENTENCE
    assert "打印" not in article.text


def test_the_names_of_column_and_site_are_not_taken_up_into_the_title_from_the_lines_below_it() -> None:
    title = "云溪市2024年法治政府建设年度报告"
    html = (
        f"<meta charset='utf-8'><title>{title}-云溪市人民政府</title><h1>{title}</h1>"
        f"<div id='zoom'><p>{title}</p><p>云溪市人民政府</p>{LONG}</div>"
    )
    article = read_article(html.encode())
    assert article.title == title
    assert "云溪市人民政府" in article.text.split("\n")
