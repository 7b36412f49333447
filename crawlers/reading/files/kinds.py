"""What a file is, by its first bytes: names and content types of attachments are often wrong."""

import zipfile
from io import BytesIO

READABLE = frozenset({"pdf", "docx", "xlsx"})
CONVERTIBLE = {"doc": "docx", "wps": "docx", "xls": "xlsx", "rtf": "docx"}
"""What an office suite turns into what is read here."""
DOCUMENTS = READABLE | CONVERTIBLE.keys()


def kind_of(data: bytes, name: str = "") -> str:
    """``pdf`` | ``docx`` | ``xlsx`` | ``doc`` | ``xls`` | ``wps`` | ``rtf`` | ``ofd`` | ``zip``; empty: none of them.

    ``name`` (a file name or an address) tells Word from Excel inside an OLE container.
    """
    head = data[:1024].lstrip()
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    suffix = name.partition("?")[0].rpartition(".")[2].lower()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return suffix if suffix in ("xls", "wps") else "doc"
    return "rtf" if head.startswith(b"{\\rtf") else ""


def _zipped(data: bytes) -> str:
    """The names in the directory tell, without unpacking anything."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # A cut-off DOCX has lost its directory; its first entries still name it.
        return "docx" if b"word/" in data[:200_000] else "xlsx" if b"xl/" in data[:200_000] else "zip"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ofd" if "OFD.xml" in names else "zip"
