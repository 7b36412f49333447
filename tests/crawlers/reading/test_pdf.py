"""PDF pages: paragraphs by their layout, running titles left out, ruled tables with header and row of every value."""

import pytest

from crawlers.article import Part
from crawlers.reading.files.read import read_file
from file_makers import At, pdf, ruled

LONG = "二〇二四年全市各级行政执法机关共办理行政处罚案件一千二百件其中适用简易程序办理四百件"
ROWS = [["单位", "处罚（件）", "合格率"], ["市城管局", "1204", "98.5%"], ["市交通局", "877", "90%"]]
WIDTHS = (120, 100, 100)
VALUES = [
    ("1204", "市城管局", "处罚（件）"),
    ("98.5%", "市城管局", "合格率"),
    ("877", "市交通局", "处罚（件）"),
    ("90%", "市交通局", "合格率"),
]


def cells(part: Part) -> list[tuple[str, str, str]]:
    return [(part.text[cell.offset : cell.end], cell.row_header, cell.column_header) for cell in part.cells]


def lines(data: bytes) -> list[list[str]]:
    return [part.text.split("\n") for part in read_file(data).parts if part.kind == "attachment_page"]


@pytest.mark.parametrize("sides", [True, False])
def test_a_ruled_table_gives_header_and_row_of_every_value(sides: bool) -> None:
    """The text around it stays in order, the table's own text in its place; outer rules may be missing."""
    texts, rules = ruled(60, 700, WIDTHS, ROWS, sides=sides)
    page = [At(60, 730, "全市执法情况如下。"), *texts, At(60, 600, "以上为全年数据。")]
    body, table = read_file(pdf([page], rules={0: rules})).parts
    assert body.text.split("\n") == ["全市执法情况如下。", *("\t".join(row) for row in ROWS), "以上为全年数据。"]
    assert (table.id, table.kind) == ("page-1-table-1", "table")
    assert cells(table) == VALUES


def test_a_page_on_its_side_is_read_upright() -> None:
    rows = [["部门a", "处罚b", "合格率c"], ["市d局", "1204", "98.5%"]]
    texts, rules = ruled(60, 500, WIDTHS, rows)
    _, table = read_file(pdf([texts], rules={0: rules}, turned=True)).parts
    assert cells(table) == [("1204", "市d局", "处罚b"), ("98.5%", "市d局", "合格率c")]


def test_a_table_that_goes_on_overleaf_keeps_its_header() -> None:
    texts, rules = ruled(60, 100, WIDTHS, ROWS[:2])
    more, more_rules = ruled(60, 780, WIDTHS, ROWS[2:])
    pages = [[At(60, 760, "全市执法情况如下。"), *texts], [*more, At(60, 600, "以上为全年数据。")]]
    _, _, _, table = read_file(pdf(pages, rules={0: rules, 1: more_rules})).parts
    assert table.id == "page-2-table-1"
    assert cells(table) == VALUES[2:]


@pytest.mark.parametrize("shift", [0, 30])
def test_another_table_overleaf_takes_no_header_from_the_page_before(shift: float) -> None:
    """It stands elsewhere, or has a header of its own."""
    texts, rules = ruled(60, 100, WIDTHS, ROWS[:2])
    own = ROWS[1:] if shift else [["单位", "受理（件）", "办结率"], *ROWS[2:]]
    more, more_rules = ruled(60 + shift, 780, WIDTHS, own)
    tables = [part for part in read_file(pdf([texts, more], rules={0: rules, 1: more_rules})).parts if part.cells]
    assert "处罚（件）" not in {header for _, _, header in cells(tables[-1])}


def test_numbers_one_below_the_other_in_a_cell_are_two() -> None:
    texts, rules = ruled(60, 700, WIDTHS, [*ROWS[:2], ["市交通局", "", "90%"]])
    texts += [At(183, 651, "12", 6), At(183, 643, "34", 6)]
    (body, *_) = read_file(pdf([texts], rules={0: rules})).parts
    assert "1234" not in body.text
    assert "12 34" in body.text


def test_text_in_a_frame_is_no_table() -> None:
    rules = [(30, 780, 560, 780), (30, 400, 560, 400), (30, 780, 30, 400), (560, 780, 560, 400)]
    (body,) = read_file(pdf([[LONG, "较上年有所上升。"]], rules={0: rules})).parts
    assert body.text == f"{LONG}较上年有所上升。"


def test_a_title_as_long_as_the_lines_below_it_stands_alone() -> None:
    page = [At(40, 760, LONG), At(60, 744, LONG[:-2]), At(40, 728, "较上年有所上升。"), At(60, 712, "另有十件。")]
    assert lines(pdf([page])) == [[LONG, f"{LONG[:-2]}较上年有所上升。", "另有十件。"]]


def test_a_title_in_large_characters_may_take_two_lines() -> None:
    page = [At(40, 760, LONG[:28], 16), At(200, 736, "情况的说明", 16), At(60, 700, LONG[:-2]), At(40, 684, "上升。")]
    assert lines(pdf([page])) == [[f"{LONG[:28]}情况的说明", f"{LONG[:-2]}上升。"]]


def test_running_titles_and_page_numbers_are_no_text() -> None:
    def page(number: int, *inner: At) -> list[At]:
        return [At(40, 780, "云溪市公报 2025年第3期"), *inner, At(280, 30, f"— {number} —")]

    pages = [
        page(1, At(60, 740, LONG[:-2])),
        page(2, At(40, 740, "较上年有所上升。"), At(60, 724, "其中："), At(60, 708, "12")),
        page(3, At(60, 740, "第3页起为附表。")),
    ]
    assert lines(pdf(pages)) == [[f"{LONG[:-2]}较上年有所上升。"], ["其中：", "12"], ["第3页起为附表。"]]


def test_the_unit_above_the_table_of_every_page_stays() -> None:
    pages = [[At(400, 780, "单位：万元"), At(40, 740, f"第{n}项支出为一般公共预算安排的{n}00")] for n in range(1, 5)]
    assert lines(pdf(pages)) == [["单位：万元", f"第{n}项支出为一般公共预算安排的{n}00"] for n in range(1, 5)]


def test_a_line_on_two_pages_is_no_running_title() -> None:
    pages = [[At(40, 780, "一、总体情况"), At(40, 700, f"全年办结{n}件，无一超过期限。")] for n in (1, 2)]
    assert [page[0] for page in lines(pdf(pages))] == ["一、总体情况"] * 2


def test_a_full_line_before_an_indented_one_ends_its_paragraph() -> None:
    page = [At(60, 760, LONG[1:-1]), At(60, 744, LONG[:-2]), At(40, 728, "件。")]
    assert lines(pdf([page])) == [[LONG[1:-1], f"{LONG[:-2]}件。"]]


def test_the_rows_of_a_table_without_rules_are_lines_of_their_own() -> None:
    """Glued to the line above, 110 stood before the name of another district."""
    rows = [("地区", "受理数", "审结数"), ("云溪区", "120件", "110件"), ("临澜区", "130件", "125件")]
    page = [At(40, 760, "办理情况见下表。")]
    page += [
        At(x, 736 - 16 * n, text) for n, row in enumerate(rows) for x, text in zip((40, 160, 280), row, strict=True)
    ]
    (read,) = lines(pdf([page]))
    assert [line[:3] for line in read[1:]] == ["地区受", "云溪区", "临澜区"]
