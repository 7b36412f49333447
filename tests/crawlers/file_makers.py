"""Small documents made on the spot: a PDF with Chinese text, a scanned one, an encrypted one, DOCX, XLSX, a bomb."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import openpyxl


@dataclass(frozen=True)
class At:
    """Text at a place of the page: points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10


Rule = tuple[float, float, float, float]
"""A drawn line, from x, y to x, y."""


def ruled(
    left: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, sides: bool = True
) -> tuple[list[At], list[Rule]]:
    """A table of one-line cells, 20 points high; ``sides``: with the rules left and right of it."""
    texts, rules = [], []
    edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    bottom = top - 20 * len(rows)
    for y, row in enumerate(rows):
        texts += [At(edges[x] + 3, top - 20 * y - 14, text) for x, text in enumerate(row)]
    rules += [(edges[0], top - 20 * y, edges[-1], top - 20 * y) for y in range(len(rows) + 1)]
    rules += [(x, top, x, bottom) for x in (edges if sides else edges[1:-1])]
    return texts, rules


def pdf(
    pages: Sequence[Sequence[str | At]],
    *,
    encrypted: bool = False,
    rules: Mapping[int, Sequence[Rule]] | None = None,
    turned: bool = False,
) -> bytes:
    """A PDF of these pages, a line a string; characters are mapped by a ToUnicode table, as writers of Chinese do.

    ``rules`` are lines drawn on the pages of these numbers (from 0). ``turned``: the pages are drawn on their side and
    shown upright by ``/Rotate``.
    """
    drawn_texts = [
        [item if isinstance(item, At) else At(40, 760 - 16 * n, item) for n, item in enumerate(page)] for page in pages
    ]
    chars = sorted({char for page in drawn_texts for item in page for char in item.text})
    code = {char: number for number, char in enumerate(chars, 1)}
    table = "\n".join(f"<{number:04X}> <{ord(char):04X}>" for char, number in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{table}\nendbfchar\nendcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 /FontDescriptor 6 0 R >>",
        stream(cmap),
        b"<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    kids = []
    box, turn = (b"[0 0 800 600] /Rotate 90", "0 1 -1 0 800 0 cm\n") if turned else (b"[0 0 600 800]", "")
    for number, items in enumerate(drawn_texts):
        drawn = turn + "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in (rules or {}).get(number, ()))
        drawn += "".join(
            f"BT /F1 {item.size} Tf {item.x} {item.y} Td <{''.join(f'{code[c]:04X}' for c in item.text)}> Tj ET\n"
            for item in items
        )
        objects.append(stream(drawn.encode()))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (box, len(objects))
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return assemble(objects, lock if encrypted else b"")


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def assemble(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, rows, size, trailer, len(out))
    )


def docx_report(rows: Sequence[Sequence[str]], *, merged: bool = False, ending: str = "") -> bytes:
    """A heading, a paragraph, a table, perhaps an ``ending``; ``merged``: two cells of its first row are one."""
    document: Any = docx.Document()
    document.add_heading("一、行政复议情况", level=1)
    document.add_paragraph("全年收到复议申请412件，比上年增长8.7%。")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    if merged:
        table.cell(0, 1).merge(table.cell(0, 2)).text = rows[0][1]
    if ending:
        document.add_paragraph(ending)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx_report() -> bytes:
    """A caption over the whole width, two columns of values, one of them formatted as a percentage."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "执法统计"
    for row in (
        ["2024年执法统计表"],
        ["单位", "处罚（件）", "合格率"],
        ["市城管局", 1204, 0.985],
        ["市交通局", 877, 0.9],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    for cell in ("C3", "C4"):
        sheet[cell].number_format = "0.0%"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bomb(member: str, size: int) -> bytes:
    """A container whose one member unpacks to ``size`` zeros."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as out:
        for _ in range(size // 1_000_000):
            out.write(bytes(1_000_000))
    return file.getvalue()


def gzipped(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
