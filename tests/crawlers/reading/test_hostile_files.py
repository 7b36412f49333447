"""Files made to harm or to deceive: a status with its reason, within bounds of time and memory, nothing of the machine
read or written."""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from crawlers.errors import ReadError
from crawlers.reading.files.read import ReadFile, read_document, read_file
from file_makers import assemble, docx_report, pdf, ruled, stream, xlsx_report

TABLE = [["单位", "处罚"], ["市城管局", "1204"], ["市交通局", "877"]]
DOCUMENT, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
SENTENCE = "全年办结案件389件，其中当年受理的有三百件。"
SECONDS = 20

Edit = Callable[[bytes], bytes]


def edited(data: bytes, edits: Mapping[str, Edit] | None = None, **more: bytes) -> bytes:
    """A container with some members changed and others added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            made.writestr(entry, (edits or {}).get(entry.filename, bytes)(given.read(entry)))
        for name, content in more.items():
            made.writestr(name, content)
    return out.getvalue()


def _processor() -> float:
    """Seconds of a processor used by this process and by those it has waited for: other programs do not count."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def quickly(data: bytes, name: str = "") -> ReadFile:
    started = _processor()
    found = read_file(data, name)
    assert _processor() - started < SECONDS
    return found


def refused(data: bytes, name: str = "") -> str:
    """The kind of the error."""
    found = quickly(data, name)
    assert found.status == "failed", found
    return found.reason.partition(":")[0]


def declaring(entities: bytes, where: bytes) -> Edit:
    """Puts a document type before the root and a reference to its entity ``e`` into the text ``where``."""

    def edit(xml: bytes) -> bytes:
        root = re.search(rb"<(?![?!])", xml)
        assert root and where in xml
        xml = xml.replace(where, b"&e;" + where, 1)
        return xml[: root.start()] + b"<!DOCTYPE r [" + entities + b"]>" + xml[root.start() :]

    return edit


LAUGHS = b'<!ENTITY a0 "lol">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
ENTITIES = {
    "outside": b'<!ENTITY e SYSTEM "file:///etc/passwd">',
    "parameter": b'<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY e "x">',
    "laughs": LAUGHS + b'<!ENTITY e "&a9;">',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_entities_are_refused_unread(name: str) -> None:
    """They would read files of this machine, fill its memory, or take the place of words of the text."""
    text = "行政复议情况".encode()
    assert refused(edited(docx_report(TABLE), {DOCUMENT: declaring(ENTITIES[name], text)})) == "broken"
    assert refused(edited(xlsx_report(), {SHEET: declaring(ENTITIES[name], b"<sheetData>")})) == "broken"


def test_entities_in_utf_16_are_refused_too() -> None:
    def recoded(xml: bytes) -> bytes:
        changed = declaring(ENTITIES["outside"], "行政复议情况".encode())(xml)
        return changed.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")

    assert refused(edited(docx_report(TABLE), {DOCUMENT: recoded})) == "broken"


def replaced(pattern: bytes, by: bytes) -> Edit:
    def edit(xml: bytes) -> bytes:
        changed, count = re.subn(pattern, by.replace(b"\\", b"\\\\"), xml, count=1, flags=re.S)
        assert count
        return changed

    return edit


@pytest.mark.parametrize(
    "areas", [['<mergeCell ref="A1:XFD1048576"/>'], [f'<mergeCell ref="A{n}:AZ{n + 500}"/>' for n in range(20_000)]]
)
def test_a_flood_of_merged_cells_is_too_big(areas: list[str]) -> None:
    merged = f'<mergeCells count="{len(areas)}">{"".join(areas)}</mergeCells>'.encode()
    assert refused(edited(xlsx_report(), {SHEET: replaced(rb"<mergeCells.*?</mergeCells>", merged)})) == "too_big"


@pytest.mark.parametrize(
    ("edit", "cut"),
    [
        (replaced(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'), False),
        (replaced(rb"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), True),
        (
            replaced(rb"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(5, 300_000)) + b"</sheetData>"),
            False,
        ),
    ],
)
def test_rows_and_columns_that_are_claimed_cost_nothing(edit: Edit, cut: bool) -> None:
    found = quickly(edited(xlsx_report(), {SHEET: edit}))
    table = found.parts[-1]
    assert "98.5%" in {table.text[cell.offset : cell.end] for cell in table.cells}
    assert bool(found.cut) is cut


def picture(side: int) -> bytes:
    """A black PNG of so many points each way, in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", _zeros(side * (side // 8 + 1)))
        + chunk(b"IEND", b"")
    )


def _zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()


def test_huge_pictures_are_never_unpacked() -> None:
    document = edited(docx_report(TABLE), None, **{"word/media/image1.png": picture(20_000)})
    assert quickly(document).status == "read"
    image = _zeros(50_000_000)
    page = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        stream(b"600 0 0 800 0 0 cm /I Do"),
        b"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
        b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(image), image),
    ]
    assert quickly(assemble(page, b"")).status == "needs_ocr"


def one_page(content: bytes = b"", *, more: int = 0) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        content or stream(b""),
    ]
    return assemble([*objects, *(b"<< /A %d >>" % n for n in range(more))], b"")


def test_many_objects_and_many_paths_of_a_pdf_stay_within_bounds() -> None:
    assert quickly(one_page(more=100_000)).status == "needs_ocr"
    paths = b"".join(b"%d %d m %d %d l S\n" % (n % 600, n % 800, n * 7 % 600, n * 3 % 800) for n in range(30_000))
    assert quickly(one_page(stream(paths))).status == "needs_ocr"


def test_a_page_of_text_over_a_drawing_is_read_without_its_drawing() -> None:
    rules = [(n % 600, n % 800, n * 7 % 600, n * 3 % 800) for n in range(20_000)]
    (part,) = quickly(pdf([[SENTENCE]], rules={0: rules})).parts
    assert part.text == SENTENCE


def test_a_table_of_very_many_cells_stays_within_bounds() -> None:
    texts, rules = ruled(40, 760, [20] * 25, [["1"] * 25] * 36)
    assert quickly(pdf([texts] * 5, rules=dict.fromkeys(range(5), rules))).status == "read"


def test_content_that_unpacks_to_a_hundred_times_its_size_stays_within_bounds() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q Q " * 250_000) for _ in range(50)) + packer.flush()
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    assert quickly(one_page(content)).status == "needs_ocr"


@pytest.mark.parametrize("kids", [b"2 0 R 2 0 R", b"3 0 R"])
def test_a_tree_of_pages_that_goes_in_circles_ends(kids: bytes) -> None:
    tree = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 5 /Kids [%s] >>" % kids,
        b"<< /Type /Pages /Parent 2 0 R /Count 5 /Kids [2 0 R 3 0 R] >>",
    ]
    assert quickly(assemble(tree, b"")).status in ("needs_ocr", "failed")


def test_names_that_lead_out_of_a_container_write_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    names = {f"../../../../../..{target}": b"x", str(target): b"y", "inner.docx": docx_report(TABLE)}
    assert quickly(edited(docx_report(TABLE), None, **names)).status == "read"
    assert not target.exists()


def test_a_container_in_a_container_is_not_opened() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("report.docx", docx_report(TABLE))
    assert quickly(file.getvalue(), "report.docx").status == "unsupported"


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_tables_nested_without_end_are_refused(depth: int) -> None:
    nested = b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * depth
    assert refused(edited(docx_report(TABLE), {DOCUMENT: replaced(rb"(?=<w:sectPr)", nested)})) in ("broken", "too_big")


def test_cells_that_claim_to_span_millions_harm_nothing_else() -> None:
    row = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p/></w:tc></w:tr>'
    found = quickly(
        edited(docx_report(TABLE), {DOCUMENT: replaced(rb"(?=<w:sectPr)", b"<w:tbl>" + row * 2_000 + b"</w:tbl>")})
    )
    assert any(part.text.endswith("市交通局\t877") for part in found.parts)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("name", ["r.docx", "r.xlsx", "r.doc"])
def test_a_document_behind_a_password_says_so(name: str) -> None:
    """Word and Excel wrap a locked DOCX or XLSX in an OLE container."""
    locked = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    assert refused(locked, name) == "encrypted"
    with pytest.raises(ReadError, match="without a password"):
        read_document(locked, f"http://www.example.org/{name}")


def test_a_page_in_place_of_a_file_is_broken_whatever_it_mentions() -> None:
    """Sites answer with an error page, 200 and the name of the file."""
    page = f"<!DOCTYPE html>\n<html><body><p>页面不存在 %PDF-1.4</p><p>{SENTENCE}</p></body></html>".encode()
    for name in ("r.pdf", "r.doc", "r.xlsx"):
        assert refused(page, name) == "broken"


def test_a_pdf_is_read_whatever_its_name() -> None:
    for name in ("r.html", "r.doc", "r.docx", ""):
        assert quickly(pdf([[SENTENCE]]), name).parts[0].text == SENTENCE


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_that_an_office_suite_saved_as_doc_is_read(charset: str) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>x</title><style>p{margin:0}</style>'
        f'<meta charset="{charset}"></head><body><p>{SENTENCE}</p><table>{rows}</table></body></html>'
    )
    text, table = quickly(page.encode(charset), "http://www.example.org/r.doc").parts
    assert text.text.split("\n")[0] == SENTENCE
    assert "1204" in {table.text[cell.offset : cell.end] for cell in table.cells}


@pytest.mark.parametrize("whole", [pdf([[SENTENCE]]), docx_report(TABLE), xlsx_report()])
def test_a_file_cut_off_anywhere_is_a_status(whole: bytes) -> None:
    for part in range(1, 6):
        found = quickly(whole[: len(whole) * part // 6])
        assert found.status in ("failed", "unsupported", "needs_ocr", "read")
        assert found.status == "read" or found.reason


@pytest.mark.parametrize("data", [b"", bytes(1_000), b" \r\n\t"])
def test_an_empty_file_is_broken(data: bytes) -> None:
    assert refused(data, "r.pdf") == "broken"
