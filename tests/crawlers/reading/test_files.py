"""Attached files: what they say, on which page; what cannot be read is a status, in bounds of time."""

import time
import zipfile
from io import BytesIO

import openpyxl
import pytest

import file_makers
from crawlers.article import Article, Attachment, PageKind, Part
from crawlers.reading import further
from crawlers.reading.files.limits import MAX_COLUMNS, MAX_PAGES
from crawlers.reading.files.read import attach, read_document, read_file
from crawlers.reading.join import join
from file_makers import bomb, docx_report, pdf, xlsx_report

TABLE = [["单位", "处罚", "许可"], ["市城管局", "1204", "356"], ["市交通局", "877", "2410"]]
LONG = "二〇二四年全市各级行政执法机关共办理行政处罚案件一千二百件其中适用简易程序办理四百件占比超过三成"


def cells(part: Part) -> list[tuple[str, str, str]]:
    return [(part.text[cell.offset : cell.end], cell.row_header, cell.column_header) for cell in part.cells]


def test_a_pdf_gives_a_part_for_each_page_with_paragraphs_whole() -> None:
    read = read_file(pdf([["一、总体情况", LONG, "较上年有所上升。", "- 1 -"], ["全年办结案件389件。", "2"]]))
    assert (read.status, [part.id for part in read.parts]) == ("read", ["page-1", "page-2"])
    assert read.parts[0].text.split("\n") == ["一、总体情况", f"{LONG}较上年有所上升。"]
    assert read.parts[1].text == "全年办结案件389件。"
    assert [(h.offset, h.level) for h in read.parts[0].headings] == [(0, 1)]


def test_a_paragraph_over_the_end_of_a_page_stays_on_the_page_it_begins_on() -> None:
    read = read_file(pdf([["第一页的说明文字在此。", LONG], ["一万二千三百人次。", "另起一段，共9件。"]]))
    assert read.parts[0].text.endswith("一万二千三百人次。")
    assert read.parts[1].text == "另起一段，共9件。"


def test_a_pdf_of_pictures_needs_ocr() -> None:
    assert read_file(pdf([[], [], ["3"]])).status == "needs_ocr"


def test_an_encrypted_pdf_says_so() -> None:
    read = read_file(pdf([["机密"]], encrypted=True))
    assert (read.status, read.reason.partition(":")[0]) == ("failed", "encrypted")


@pytest.mark.parametrize("cut", [20, 300, 900])
def test_a_broken_pdf_is_read_or_refused_never_raised(cut: int) -> None:
    assert read_file(pdf([["全年办结案件389件。", LONG]])[:cut]).status in ("failed", "needs_ocr", "read")


def test_a_docx_gives_text_headings_and_its_table_with_cells() -> None:
    page, table = read_file(docx_report(TABLE)).parts
    assert page.kind == "attachment_page"
    assert page.text.split("\n")[:2] == ["一、行政复议情况", "全年收到复议申请412件，比上年增长8.7%。"]
    assert table.kind == "table"
    assert ("1204", "市城管局", "处罚") in cells(table)
    assert ("2410", "市交通局", "许可") in cells(table)


def test_merged_header_cells_reach_all_their_columns() -> None:
    _, table = read_file(docx_report([["单位", "执法（件）", ""], *TABLE[1:]], merged=True)).parts
    assert {header for _, _, header in cells(table)} == {"执法（件）"}


def test_an_xlsx_gives_values_as_they_are_shown() -> None:
    page, table = read_file(xlsx_report()).parts
    assert page.text.split("\n")[0] == "执法统计"
    assert cells(table) == [
        ("1204", "市城管局", "处罚（件）"),
        ("98.5%", "市城管局", "合格率"),
        ("877", "市交通局", "处罚（件）"),
        ("90%", "市交通局", "合格率"),
    ]


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml"])
def test_a_bomb_is_refused_unopened(member: str) -> None:
    started = time.perf_counter()
    read = read_file(bomb(member, 300_000_000))
    assert (read.status, read.reason.partition(":")[0]) == ("failed", "too_big")
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"PK\x03\x04word/document.xml", b"\x00" * 1000])
def test_rubbish_is_a_status(data: bytes) -> None:
    assert read_file(data).status in ("failed", "unsupported")


def test_a_damaged_container_is_broken() -> None:
    data = docx_report(TABLE)
    assert read_file(data[: len(data) // 2]).status == "failed"


def test_parts_name_the_attachment_they_come_from() -> None:
    listed = (Attachment("http://a.example.org/1.zip", "1"), Attachment("http://a.example.org/2.docx", "报告"))
    page = Article("http://a.example.org/", PageKind.ARTICLE, attachments=listed)
    article = attach(page, [("http://a.example.org/2.docx", docx_report(TABLE))])
    assert [part.id for part in article.parts] == ["attachment-2-page-1", "attachment-2-table-1"]
    assert [item.status for item in article.attachments] == ["linked", "read"]


def test_a_failed_attachment_is_told_in_the_flags() -> None:
    page = Article(
        "http://a.example.org/", PageKind.ARTICLE, attachments=(Attachment("http://a.example.org/1.pdf", "1"),)
    )
    article = attach(page, [("http://a.example.org/1.pdf", pdf([[], []]))])
    assert article.attachments[0].status == "needs_ocr"
    assert any(flag.startswith("attachment_needs_ocr:1:") for flag in article.flags)


def test_a_document_by_itself_is_an_article_titled_by_its_link() -> None:
    article = read_document(docx_report(TABLE), "http://a.example.org/P2025.docx", title="年度报告")
    assert (article.title, article.page_kind, article.rung) == ("年度报告", PageKind.ARTICLE, "file")
    scanned = read_document(pdf([[], []]), "http://a.example.org/%E6%8A%A5%E5%91%8A.pdf")
    assert (scanned.title, scanned.page_kind) == ("报告", PageKind.STUB)
    assert scanned.reason


def test_what_was_too_much_to_be_read_is_told() -> None:
    """Nothing is cut off in silence: a figure behind page 500 is a gap that the article tells of."""
    many = file_makers.pdf([[f"第{number}页的正文说明本年度工作情况"] for number in range(1, MAX_PAGES + 2)])
    blank = Article("http://a.example/r.html", PageKind.ARTICLE)
    assert f"attachment_cut:1:pages after {MAX_PAGES} of {MAX_PAGES + 1}" in attach(blank, [("r.pdf", many)]).flags
    book = openpyxl.Workbook()
    book.active.append(["受理"] * (MAX_COLUMNS + 1))
    stream = BytesIO()
    book.save(stream)
    (flag,) = attach(blank, [("r.xlsx", stream.getvalue())]).flags
    assert flag.startswith("attachment_cut:1:beyond") and f"{MAX_COLUMNS + 1} columns" in flag


def test_an_article_as_long_as_is_fetched_says_that_it_may_go_on() -> None:
    pages = [Article(f"http://a.example/r_{n}.html", PageKind.ARTICLE) for n in range(further.MAX_PAGES)]
    assert f"pages_cut:{further.MAX_PAGES}" in join(pages).flags
    assert not join(pages[:-1]).flags


@pytest.mark.parametrize(
    ("first", "given", "title"),
    [
        ("云溪市2024年法治政府建设年度报告", "", "云溪市2024年法治政府建设年度报告"),
        ("云溪市2024年法治政府建设年度报告", "附件：年度报告", "附件：年度报告"),
        ("2024年，全市受理行政复议案件562件。", "", "r"),
    ],
)
def test_the_title_of_a_file_that_stands_for_itself(first: str, given: str, title: str) -> None:
    body = "全市行政机关负责人出庭应诉率保持在百分之百，行政复议案件在法定期限内全部办结，没有一件超过期限。"
    data = pdf([[first, body]])
    assert read_document(data, "file:///tmp/r.pdf", title=given).title == title


def test_a_docx_says_what_it_says_once_its_changes_are_accepted() -> None:
    """Inserted text counts, deleted and moved text does not; nor is a text box read twice, or a form left out."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        "<w:p>" + run.format("全年办理案件") + "<w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("120") + "</w:ins><w:moveFrom>" + run.format("旧") + "</w:moveFrom>" + run.format("件。")
        + "</w:p><w:sdt><w:sdtContent><w:p>" + run.format("表单中的一段话，共8项。") + "</w:p></w:sdtContent></w:sdt>"
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p>" + run.format("文本框中的话。") + "</w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p>" + run.format("文本框中的话。") + "</w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx_report(TABLE))) as given, zipfile.ZipFile(out, "w") as made:
        for entry in given.infolist():
            xml = given.read(entry)
            made.writestr(entry, xml.replace(b"<w:sectPr", changed.encode() + b"<w:sectPr", 1))
    (page, *_) = read_file(out.getvalue()).parts
    assert page.text.split("\n")[-3:] == ["全年办理案件120件。", "表单中的一段话，共8项。", "文本框中的话。"]
