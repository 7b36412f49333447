"""Data tables come out twice, as text in place and as cells with their headers; layout tables are no tables."""

from crawlers import read_article
from crawlers.article import Part

INTRO = "<p>现将云溪市2024年行政复议与行政应诉工作的主要数据公布如下，供社会各界监督。</p>"


def tables(html: str) -> list[Part]:
    page = (
        f"<meta charset='utf-8'><title>云溪市公布数据</title><h1>云溪市公布数据</h1><div id='zoom'>{INTRO}{html}</div>"
    )
    return [part for part in read_article(page.encode()).parts if part.kind == "table"]


def cells(part: Part) -> list[tuple[str, str, str]]:
    return [(part.text[cell.offset : cell.end], cell.row_header, cell.column_header) for cell in part.cells]


def test_each_value_has_the_headers_of_its_row_and_column() -> None:
    (table,) = tables(
        "<table><tr><td>单位</td><td>收案</td><td>结案</td></tr>"
        "<tr><td>东城区</td><td>134</td><td>130</td></tr><tr><td>西城区</td><td>87</td><td>85</td></tr></table>"
    )
    assert table.id == "table-1"
    assert table.text == "单位\t收案\t结案\n东城区\t134\t130\n西城区\t87\t85"
    assert cells(table) == [
        ("134", "东城区", "收案"),
        ("130", "东城区", "结案"),
        ("87", "西城区", "收案"),
        ("85", "西城区", "结案"),
    ]


def test_headers_over_several_rows_and_columns_are_resolved() -> None:
    (table,) = tables(
        "<table><tr><td colspan='4'>表1 案件统计</td></tr>"
        "<tr><td rowspan='2' colspan='2'>类别</td><td colspan='2'>案件（件）</td></tr>"
        "<tr><td>2023年</td><td>2024年</td></tr>"
        "<tr><td rowspan='2'>复议</td><td>受理</td><td>120</td><td>134</td></tr>"
        "<tr><td>审结</td><td>98</td><td>87</td></tr></table>"
    )
    assert cells(table) == [
        ("120", "复议 / 受理", "案件（件） / 2023年"),
        ("134", "复议 / 受理", "案件（件） / 2024年"),
        ("98", "复议 / 审结", "案件（件） / 2023年"),
        ("87", "复议 / 审结", "案件（件） / 2024年"),
    ]


def test_a_column_of_running_numbers_names_nothing() -> None:
    (table,) = tables(
        "<table><tr><td>序号</td><td>单位</td><td>件数</td></tr>"
        "<tr><td>1</td><td>东城区</td><td>134</td></tr><tr><td>2</td><td>西城区</td><td>87</td></tr></table>"
    )
    assert cells(table) == [("134", "东城区", "件数"), ("87", "西城区", "件数")]


def test_markup_inside_a_number_does_not_part_it() -> None:
    (table,) = tables(
        "<table><tr><td>单位</td><td>件数</td></tr><tr><td>东城区</td><td><b>1</b>,<span>234</span></td></tr></table>"
    )
    assert cells(table) == [("1,234", "东城区", "件数")]


def test_the_rows_stand_in_the_text_at_their_place() -> None:
    page = (
        "<meta charset='utf-8'><title>云溪市公布数据</title><div id='zoom'>"
        + INTRO
        + "<table><tr><td>单位</td><td>件数</td></tr>"
        "<tr><td>东城区</td><td>134</td></tr></table><p>以上数据由云溪市司法局统计。</p></div>"
    )
    assert read_article(page.encode()).text.split("\n")[1:] == [
        "单位\t件数",
        "东城区\t134",
        "以上数据由云溪市司法局统计。",
    ]


def test_a_table_that_lays_out_the_page_is_none() -> None:
    paragraph = "云溪市坚持依法行政，全年办理案件1234件，各项工作取得新的进展。" * 10
    assert (
        tables(f"<table><tr><td>{paragraph}</td><td>2024</td></tr><tr><td>{paragraph}</td><td>1</td></tr></table>")
        == []
    )
    assert tables(f"<table><tr><td><table><tr><td>{paragraph}</td></tr></table></td></tr></table>") == []


def test_a_ranking_of_articles_is_none() -> None:
    row = "<tr><td>{0}</td><td><a href='{0}.html'>云溪市发布第{0}号公告</a></td><td>{0}00</td></tr>"
    rows = "".join(map(row.format, range(1, 9)))
    assert tables(f"<table>{rows}</table>") == []


def test_absurd_spans_stay_within_bounds() -> None:
    wide = "<tr><td colspan='99999' rowspan='99999'>1</td><td>2</td></tr>"
    assert tables(f"<table>{wide}<tr><td>3</td><td>4</td></tr></table>") == []


def test_a_narrow_table_set_twice_side_by_side_names_each_value_by_the_word_before_it() -> None:
    """110 is what was closed; that it stands in the row of 受理数 says nothing."""
    rows = (
        "<tr><td>受理数</td><td>120</td><td>审结数</td><td>110</td></tr>"
        "<tr><td>应诉数</td><td>30</td><td>败诉率</td><td>5%</td></tr>"
    )
    (bare,) = tables(f"<table>{rows}<tr><td>纠错率</td><td colspan='3'>9.6%</td></tr></table>")
    assert [cell[:2] for cell in cells(bare)] == [
        ("120", "受理数"),
        ("110", "审结数"),
        ("30", "应诉数"),
        ("5%", "败诉率"),
        ("9.6%", "纠错率"),
    ]
    (headed,) = tables(f"<table><tr><td>项目</td><td>数量</td><td>项目</td><td>数量</td></tr>{rows}</table>")
    assert cells(headed)[:2] == [("120", "受理数", "数量"), ("110", "审结数", "数量")]


def test_repeated_headers_with_running_numbers_begin_a_second_block() -> None:
    (table,) = tables(
        "<table><tr><td>序号</td><td>项目</td><td>数量</td><td>序号</td><td>项目</td><td>数量</td></tr>"
        "<tr><td>1</td><td>受理数</td><td>120</td><td>3</td><td>审结数</td><td>110</td></tr>"
        "<tr><td>2</td><td>应诉数</td><td>30</td><td>4</td><td>调解数</td><td>5</td></tr></table>"
    )
    assert cells(table) == [
        ("120", "受理数", "数量"),
        ("110", "审结数", "数量"),
        ("30", "应诉数", "数量"),
        ("5", "调解数", "数量"),
    ]


def test_words_that_come_again_in_every_row_add_to_its_name() -> None:
    (table,) = tables(
        "<table><tr><td>受理数</td><td>120</td><td>同比增长</td><td>10%</td></tr>"
        "<tr><td>审结数</td><td>110</td><td>同比增长</td><td>5%</td></tr></table>"
    )
    assert [cell[:2] for cell in cells(table)] == [
        ("120", "受理数"),
        ("10%", "受理数 / 同比增长"),
        ("110", "审结数"),
        ("5%", "审结数 / 同比增长"),
    ]


def test_a_wordy_column_under_its_own_header_names_nothing() -> None:
    (table,) = tables(
        "<table><tr><td>地区</td><td>受理数</td><td>负责人</td><td>审结数</td></tr>"
        "<tr><td>东城区</td><td>134</td><td>张某</td><td>130</td></tr>"
        "<tr><td>西城区</td><td>87</td><td>李某</td><td>85</td></tr></table>"
    )
    assert ("130", "东城区", "审结数") in cells(table)
