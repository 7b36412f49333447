"""Tables by header × row: from a page's bytes to figures with unit, year, territory and indicator."""

import time
from typing import Any

import pytest

from crawlers import read_article
from flows.metrics import explain
from flows.metrics.records import Cell, Document, Part
from flows.stations import document_of
from warehouse.reference.vocabulary import PartKind

TITLE = "鹤壁市2024年法治政府建设情况报告"
INTRO = "<p>现将本市2024年有关工作的主要数据公布如下，供社会各界监督，详见下表。</p>"


def table(*rows: list[str]) -> str:
    """HTML of a table; a cell that begins with < is taken as it is."""
    cells = ("".join(cell if cell.startswith("<") else f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def analysis(html: str, title: str = TITLE) -> Any:
    page = f"<meta charset='utf-8'><title>{title}</title><h1>{title}</h1><div id='zoom'>{INTRO}{html}</div>"
    return explain(document_of(read_article(page.encode())))


def rows(html: str, title: str = TITLE) -> list[dict[str, Any]]:
    return [observation.as_row() for observation in analysis(html, title).observations]


def told(html: str, *names: str, title: str = TITLE) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows(html, title)]


def reasons(html: str) -> dict[str, str]:
    return {left.text: left.reason for left in analysis(html).left_out if left.part_id != "body"}


# --- names and units


def test_a_cell_is_named_by_its_row_and_its_column() -> None:
    html = table(["类别", "受理（件）", "审结（件）"], ["行政复议", "562", "540"], ["行政裁决", "1,203", "90"])
    assert told(html, "indicator", "value", "unit", "span_text") == [
        ("行政复议受理", 562, "件", "562"),
        ("行政复议审结", 540, "件", "540"),
        ("行政裁决受理", 1203, "件", "1,203"),
        ("行政裁决审结", 90, "件", "90"),
    ]


@pytest.mark.parametrize(
    ("head", "column", "cell", "value", "unit"),
    [
        ("", "金额（万元）", "120.5", 1205000, "元"),
        ("", "金额", "120.5万元", 1205000, "元"),
        ("<p>单位：万元</p>", "金额", "120.5", 1205000, "元"),
        ("<p>表2 经费情况表（单位：亿元）</p>", "金额", "0.5", 50000000, "元"),
        ("", "办结率", "98.5%", 98.5, "%"),
        ("", "办结率（%）", "98.5", 98.5, "%"),
        ("", "受援人数", "312", 312, "人"),
        ("<p>单位：件</p>", "受援人数", "312", 312, "人"),
        ("<p>单位：件、人次</p>", "接待人次", "1.2万", 12000, "人次"),
        ("", "数量", "562件", 562, "件"),
    ],
)
def test_the_unit_stands_in_the_cell_the_header_or_the_caption(
    head: str, column: str, cell: str, value: float, unit: str
) -> None:
    html = head + table(["项目", column, "备注"], ["法律服务", cell, "—"], ["法律宣传", cell, "—"])
    assert told(html, "value", "unit")[0] == (value, unit)


def test_a_unit_has_a_column_of_its_own() -> None:
    html = table(["指标", "计量单位", "2024年"], ["法治培训", "场次", "25"], ["办案经费", "万元", "3"])
    assert told(html, "indicator", "value", "unit") == [("法治培训", 25, "场次"), ("办案经费", 30000, "元")]


def test_the_caption_element_tells_the_unit() -> None:
    html = "<table><caption>2024年复议案件情况（单位：宗）</caption><tr><td>类别</td><td>受理</td></tr>"
    html += "<tr><td>土地类</td><td>12</td></tr><tr><td>合计</td><td>20</td></tr></table>"
    assert told(html, "value", "unit") == [(12, "宗"), (20, "宗")]


def test_a_rate_or_an_amount_without_a_unit_is_left_out() -> None:
    html = table(["单位", "办结率", "罚没金额"], ["市水务局", "98.5", "12"], ["市文旅局", "97", "3"])
    assert rows(html) == []
    assert set(reasons(html).values()) == {"unit_unknown"}


def test_a_column_that_names_nothing_takes_the_name_of_the_table() -> None:
    html = "<p>表1 2024年行政复议案件受理情况统计表</p>" + table(["区县", "件数"], ["淇县", "34"], ["浚县", "28"])
    assert told(html, "indicator", "value", "unit")[0] == ("行政复议案件受理", 34, "件")


def test_headers_over_two_lines_and_beside_two_columns() -> None:
    html = table(
        ["<td rowspan=2 colspan=2>类别</td>", "<td colspan=2>案件（件）</td>"],
        ["2023年", "2024年"],
        ["<td rowspan=2>行政复议</td>", "受理", "120", "134"],
        ["审结", "98", "87"],
    )
    assert [(row["indicator"], row["value"], row["unit"], row["period_start"].year) for row in rows(html)] == [
        ("行政复议受理案件", 120, "件", 2023),
        ("行政复议受理案件", 134, "件", 2024),
        ("行政复议审结案件", 98, "件", 2023),
        ("行政复议审结案件", 87, "件", 2024),
    ]


def test_names_at_the_right_name_the_rows() -> None:
    html = table(["2023年（件）", "2024年（件）", "指标"], ["120", "134", "行政复议受理"], ["98", "87", "行政复议审结"])
    assert [(row["indicator"], row["value"], row["period_start"].year) for row in rows(html)] == [
        ("行政复议受理", 120, 2023),
        ("行政复议受理", 134, 2024),
        ("行政复议审结", 98, 2023),
        ("行政复议审结", 87, 2024),
    ]


def test_a_second_header_inside_a_table_replaces_the_first() -> None:
    html = table(
        ["<td colspan=2>第二十条第（五）项</td>"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "412"],
        ["<td colspan=2>第二十条第（八）项</td>"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", "12.5"],
    )
    assert told(html, "indicator", "value", "unit") == [
        ("行政许可处理决定数量", 412, "件"),
        ("行政事业性收费收费金额", 125000, "元"),
    ]


def test_a_line_over_the_whole_width_names_the_rows_below_it() -> None:
    html = table(
        ["项目", "件数"],
        ["<td colspan=2>一、行政复议</td>"],
        ["受理", "120"],
        ["<td colspan=2>二、行政裁决</td>"],
        ["受理", "7"],
    )
    assert told(html, "indicator", "value", "unit") == [("行政复议受理", 120, "件"), ("行政裁决受理", 7, "件")]


# --- changes, shares, ranks, targets


@pytest.mark.parametrize(
    ("column", "cell", "value", "direction"),
    [
        ("同比（%）", "-3.2", 3.2, "down"),
        ("同比（%）", "3.2", 3.2, "up"),
        ("同比增减", "+3.2%", 3.2, "up"),
        ("比上年增长", "−3.2%", 3.2, "down"),
        ("同比", "↓3.2%", 3.2, "down"),
        ("同比", "3.2%↑", 3.2, "up"),
        ("同比", "下降3.2%", 3.2, "down"),
        ("同比下降（%）", "3.2", 3.2, "down"),
        ("同比", "0%", 0, "flat"),
    ],
)
def test_a_column_of_changes_tells_of_the_value_before_it(column: str, cell: str, value: float, direction: str) -> None:
    html = table(["指标", "受理（件）", column], ["行政复议", "562", cell], ["行政裁决", "5", cell])
    row = rows(html)[1]
    verb = "下降" if direction == "down" else "增长"
    assert (row["indicator"], float(row["value"]), row["unit"]) == (f"行政复议受理同比{verb}", value, "%")
    assert (row["kind"], row["role"], row["direction"], row["change_base"]) == ("growth", "change", direction, "同比")


def test_a_change_behind_two_columns_is_nobodys() -> None:
    html = table(
        ["指标", "受理（件）", "审结（件）", "同比"], ["行政复议", "562", "540", "3%"], ["行政裁决", "5", "4", "1%"]
    )
    assert [row["kind"] for row in rows(html)] == ["count"] * 4
    assert reasons(html)["3%"] == "column_ambiguous"


def test_a_fall_below_zero_is_not_understood() -> None:
    html = table(["指标", "受理（件）", "同比下降"], ["行政复议", "562", "-3%"], ["行政裁决", "5", "-1%"])
    assert {row["kind"] for row in rows(html)} == {"count"}


def test_a_negative_count_is_no_count() -> None:
    html = table(["指标", "受理（件）"], ["行政复议", "-5"], ["行政裁决", "4"])
    assert told(html, "indicator") == [("行政裁决受理",)]


def test_shares_and_ranks() -> None:
    html = table(["县区", "考核得分", "全市排名"], ["淇县", "95.5", "1"], ["浚县", "92", "第2名"]) + table(
        ["类型", "调解案件（件）", "占比"], ["邻里纠纷", "120", "60%"], ["婚姻家庭", "80", "40%"]
    )
    assert told(html, "indicator", "value", "unit", "kind", "rank_universe") == [
        ("考核得分", pytest.approx(95.5), "分", "score", None),
        ("考核得分全市排名", 1, "", "rank", "全市"),
        ("考核得分", 92, "分", "score", None),
        ("考核得分全市排名", 2, "", "rank", "全市"),
        ("邻里纠纷调解案件", 120, "件", "count", None),
        ("邻里纠纷调解案件占比", 60, "%", "rate", None),
        ("婚姻家庭调解案件", 80, "件", "count", None),
        ("婚姻家庭调解案件占比", 40, "%", "rate", None),
    ]


def test_what_is_wanted_is_no_result() -> None:
    html = table(
        ["指标", "单位", "目标值", "完成值"], ["法治培训", "场次", "≥20", "25"], ["案卷评查", "份", "400", "412"]
    )
    assert told(html, "indicator", "value", "bound", "role") == [
        ("法治培训", 20, "at_least", "target"),
        ("法治培训", 25, "exact", "actual"),
        ("案卷评查", 400, "exact", "target"),
        ("案卷评查", 412, "exact", "actual"),
    ]


def test_a_table_in_a_plan_is_a_plan() -> None:
    html = "<p><b>三、2025年工作计划</b></p>" + table(["任务", "数量"], ["法治培训", "20场"], ["案卷评查", "400份"])
    assert {row["role"] for row in rows(html)} == {"target"}


# --- time and territory


def test_headers_tell_the_time() -> None:
    html = "<p>2023年复议情况表（单位：件）</p>" + table(
        ["指标", "1-6月", "全年", "上年同期"], ["复议受理", "60", "130", "110"], ["复议审结", "55", "120", "101"]
    )
    spans = [(row["period_start"].isoformat(), row["period_end"].isoformat()) for row in rows(html)[:2]]
    assert spans == [("2023-01-01", "2023-06-30"), ("2023-01-01", "2023-12-31")]


def test_headers_tell_the_territory() -> None:
    html = "<p>各县区行政复议受理情况（单位：件）</p>" + table(
        ["地区", "2024年"], ["合计", "140"], ["市本级", "60"], ["淇县", "50"], ["桐安县", "18"], ["大河镇", "12"]
    )
    found = rows(html)
    assert [(row["region_code"], row["scope"]) for row in found[:3]] == [
        ("410600", "whole_region"),
        ("410600", "own_level"),
        ("410622", "whole_region"),
    ]
    assert {row["indicator"] for row in found} == {"行政复议受理"}
    assert [row["region_code"] for row in found[3:]] == [None, None]
    assert found[3]["flags"] == ["region_not_in_tables:桐安县"]
    assert found[4]["flags"] == ["below_county:大河镇"]


@pytest.mark.parametrize("word", ["合计", "总计"])
def test_the_sum_of_a_table_is_the_whole_regions_as_the_text_would_say(word: str) -> None:
    html = "<p>2024年，全市受理行政复议申请140件。</p><p>2024年行政复议案件情况表（单位：件）</p>"
    html += table(["项目", "受理"], ["公安", "90"], [word, "140"])
    found = {(row["value"], row["scope"]) for row in rows(html) if row["indicator_id"] == "reconsideration_accepted"}
    assert found == {(140, "whole_region")}


def test_the_sum_of_a_departments_table_stays_the_departments() -> None:
    title = "鹤壁市公安局2024年法治政府建设情况报告"
    html = table(["类别", "行政处罚（件）"], ["治安", "3021"], ["合计", "4023"])
    assert told(html, "scope", title=title) == [("department",), ("department",)]


# --- indicators


def test_a_part_is_not_its_whole() -> None:
    html = table(
        ["部门", "行政处罚（件）"], ["市公安局", "3021"], ["市水利局", "1002"], ["小计", "4023"], ["合计", "4023"]
    )
    assert told(html, "indicator_id", "candidates") == [
        (None, ["admin_penalties"]),
        (None, ["admin_penalties"]),
        (None, ["admin_penalties"]),
        ("admin_penalties", []),
    ]


def test_the_topic_of_the_caption_is_lent_to_short_names() -> None:
    html = "<p>2024年行政复议案件情况表（单位：件）</p>" + table(
        ["类别", "收到申请", "受理"], ["治安类", "20", "18"], ["合计", "70", "66"]
    )
    assert told(html, "indicator_id")[2:] == [("reconsideration_applications",), ("reconsideration_accepted",)]
    assert told(html, "indicator_id")[:2] == [(None,), (None,)]


DISCLOSURE = "鹤壁市2024年政府信息公开工作年度报告"


def test_the_form_of_disclosure_reports() -> None:
    documents = table(
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "0", "12"],
        ["行政规范性文件", "9", "2", "60"],
    )
    assert told(documents, "indicator_id", title=DISCLOSURE)[3:] == [
        ("normative_docs_issued",),
        ("normative_docs_repealed",),
        ("normative_docs_in_force",),
    ]
    requests = "<p><b>三、收到和处理政府信息公开申请情况</b></p>" + table(
        [
            "<td rowspan=2 colspan=2>（本列数据的勾稽关系为：第一项加第二项等于第三项加第四项）</td>",
            "<td colspan=2>申请人情况</td>",
        ],
        ["自然人", "总计"],
        ["<td colspan=2>一、本年新收政府信息公开申请数量</td>", "120", "136"],
        ["<td rowspan=2>三、本年度办理结果</td>", "（一）予以公开", "60", "66"],
        ["（七）总计", "119", "135"],
    )
    assert told(requests, "value", "indicator_id", title=DISCLOSURE) == [
        (120, None),
        (136, "foi_requests"),
        (60, None),
        (66, None),
        (119, None),
        (135, "foi_concluded"),
    ]


def test_reconsideration_of_disclosure_is_not_all_reconsideration() -> None:
    html = "<p><b>四、政府信息公开行政复议、行政诉讼情况</b></p>" + table(
        ["<td colspan=3>行政复议</td>", "<td colspan=2>行政诉讼</td>"],
        ["结果纠正", "尚未审结", "总计", "结果维持", "总计"],
        ["1", "2", "6", "1", "2"],
    )
    assert told(html, "indicator_id", title=DISCLOSURE) == [
        (None,),
        (None,),
        ("foi_reconsideration_cases",),
        (None,),
        (None,),
    ]


# --- what is no figure


def test_numbering_contacts_and_empty_cells_are_no_figures() -> None:
    html = table(
        ["序号", "单位", "受理（件）", "联系电话", "备注"],
        ["1", "法援中心", "34", "03921234567", "2024年3月启用"],
        ["3", "公证处", "-", "13800001111", "/"],
        ["4", "仲裁委", "", "450000", "无"],
    )
    assert told(html, "indicator", "value") == [("法援中心受理", 34)]


def test_a_row_of_column_numbers_is_none() -> None:
    html = table(["项目", "受理", "审结", "终止"], ["甲", "1", "2", "3"], ["行政复议", "120件", "98件", "5件"])
    assert told(html, "value") == [(120,), (98,), (5,)]


def test_a_list_of_cases_or_persons_is_none() -> None:
    html = table(
        ["当事人", "决定书文号", "罚款金额（万元）", "日期"],
        ["甲公司", "鹤罚〔2024〕3号", "12.5", "2024-03-05"],
        ["乙商店", "鹤罚〔2024〕4号", "2.5", "2024-03-06"],
    )
    assert rows(html) == []
    assert reasons(html)["12.5"] == "single_case"


@pytest.mark.parametrize("cell", ["2024年3月5日", "鹤政复〔2024〕3号", "3个部门12人", "12/15", "0392-3312345", "张三"])
def test_what_is_no_value_is_left_out(cell: str) -> None:
    html = table(["项目", "数量", "人数"], ["法律服务", cell, "3"], ["法律宣传", "5件", "4"])
    assert told(html, "value") == [(3,), (5,), (4,)]


def test_notes_under_a_table_are_none() -> None:
    html = table(["项目", "件数"], ["复议", "12"], ["裁决", "5"], ["<td colspan=2>注：本表不含乡镇办理的30件。</td>"])
    assert told(html, "value") == [(12,), (5,)]


# --- text in tables, tables in text


def test_a_cell_of_sentences_is_read_as_text() -> None:
    html = table(
        ["序号", "任务", "完成情况"],
        ["1", "合法性审查", "全年审查政府文件120件，提出意见35条。"],
        ["2", "执法培训", "举办行政执法培训班12期，培训执法人员3400人次。"],
        ["3", "备案", "全年报送备案规范性文件9件，报备率100%。"],
    )
    found = rows(html)
    assert [(row["span_text"], row["rule"] == "table_cell") for row in found[:2]] == [("120件", False), ("35条", False)]
    assert found[0]["sentence"].startswith("全年审查政府文件120件")
    assert {row["part_id"] for row in found} == {"table-1"}


def test_rows_are_told_once_though_they_stand_in_the_body_too() -> None:
    html = table(["类别", "数量"], ["行政复议", "562件"], ["行政裁决", "12件"]) + "<p>全市办理法律援助案件300件。</p>"
    found = analysis(html)
    assert [(o.figure.part_id, o.figure.span_text) for o in found.observations] == [
        ("body", "300件"),
        ("table-1", "562件"),
        ("table-1", "12件"),
    ]
    assert {left.reason for left in found.left_out if left.text == "562件"} == {"told_in_table"}


def test_the_evidence_is_readable_and_the_span_exact() -> None:
    html = "<p>2024年复议情况表（单位：件）</p>" + table(["类别", "受理"], ["行政复议", "562"], ["行政裁决", "12"])
    page = f"<meta charset='utf-8'><title>{TITLE}</title><h1>{TITLE}</h1><div id='zoom'>{INTRO}{html}</div>"
    document = document_of(read_article(page.encode()))
    text = {part.id: part.text for part in document.parts}
    for observation in explain(document).observations:
        row = observation.as_row()
        assert text[row["part_id"]][row["start"] : row["end"]] == row["span_text"]
        assert row["span_text"] in row["sentence"]
    assert explain(document).observations[0].sentence == "2024年复议情况表（单位：件） | 行政复议 | 受理 | 562"


# --- broken ones


def test_ragged_rows_do_not_shift_the_headers() -> None:
    html = table(["类别", "受理（件）", "审结（件）"], ["行政复议", "562"], ["行政裁决", "12", "9", "7"], ["合计"])
    assert told(html, "indicator", "value")[:3] == [("行政复议受理", 562), ("行政裁决受理", 12), ("行政裁决审结", 9)]
    assert all(row["indicator"] != "" for row in rows(html))


def test_cells_of_another_reader_are_read_alike() -> None:
    part = Part("sheet-1", "复议	562", PartKind.TABLE, cells=(Cell(3, 6, "复议", "受理（件）"),))
    (found,) = explain(Document((part,), title=TITLE)).observations
    assert (found.figure.indicator, found.figure.value, found.figure.unit) == ("复议受理", 562, "件")


@pytest.mark.parametrize("text", ["", "\t\n\t", "9" * 5000, "－" * 400, "（" * 400, "\ud800\x00一" * 50])
def test_any_cell_is_survived(text: str) -> None:
    part = Part(
        "t",
        f"{text}\t5",
        PartKind.TABLE,
        cells=(Cell(0, len(text), text, text), Cell(len(text) + 1, len(text) + 2, text, "件数")),
    )
    for observation in explain(Document((part,))).observations:
        assert part.text[observation.figure.start : observation.figure.end] == observation.figure.span_text


def test_five_thousand_rows_take_ten_times_what_five_hundred_do() -> None:
    def seconds(count: int) -> float:
        html = table(["单位", "受理（件）"], *([f"第{number}司法所", str(number)] for number in range(1, count + 1)))
        start = time.perf_counter()
        assert len(rows(html)) == count
        return time.perf_counter() - start

    seconds(50)
    assert seconds(5000) < 40 * max(seconds(500), 0.05)


def wholes(html: str) -> dict[str, str | None]:
    """Printed value → printed value of the whole it is a part of."""
    found = [observation.figure for observation in analysis(html).observations]
    printed = {figure.key: figure.span_text for figure in found}
    return {figure.span_text: printed.get(figure.parent_key or "") for figure in found}


def test_the_rows_over_a_total_are_its_parts() -> None:
    html = table(
        ["类别", "行政处罚（件）", "行政许可（件）"], ["治安", "30", "7"], ["交通", "12", "5"], ["合计", "42", "13"]
    )
    assert wholes(html) == {"30": "42", "7": "13", "12": "42", "5": "13", "42": None, "13": None}


def test_the_columns_before_a_total_are_its_parts_where_they_have_its_unit() -> None:
    html = table(
        ["单位", "警告（件）", "罚款（件）", "合计（件）", "罚没金额（万元）"], ["市水利局", "30", "12", "42", "7.5"]
    )
    assert wholes(html) == {"30": "42", "12": "42", "42": None, "7.5": None}


def test_of_two_totals_nobody_can_say_which_is_meant() -> None:
    html = table(["类别", "行政处罚（件）"], ["治安", "30"], ["合计", "30"], ["交通", "12"], ["合计", "12.0"])
    assert set(wholes(html).values()) == {None}


def test_a_territory_under_a_total_is_no_part_of_it() -> None:
    html = table(["地区", "行政处罚（件）"], ["淇县", "30"], ["浚县", "12"], ["合计", "42"])
    assert set(wholes(html).values()) == {None}


@pytest.mark.parametrize("header", [[], [["项目", "数量", "项目", "数量"]]])
def test_two_narrow_tables_side_by_side_give_each_figure_its_own_name(header: list[list[str]]) -> None:
    pair = [
        ["行政复议受理数", "120件", "行政复议审结数", "110件"],
        ["行政应诉案件数", "30件", "负责人出庭应诉率", "95%"],
    ]
    assert told(table(*header, *pair), "span_text", "indicator_id") == [
        ("120件", "reconsideration_accepted"),
        ("110件", "reconsideration_concluded"),
        ("30件", "admin_litigation_defended"),
        ("95%", "head_appearance_rate"),
    ]
