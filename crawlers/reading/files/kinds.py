"""What a file is, by its first bytes: names and content types of attachments are often wrong."""

import re
import zipfile
from io import BytesIO

READABLE = frozenset({"pdf", "docx", "xlsx"})
CONVERTIBLE = {"doc": "docx", "wps": "docx", "xls": "xlsx", "rtf": "docx"}
"""What an office suite turns into what is read here."""
OFFICE_HTML, LOCKED = "html", "locked"
"""A page that an office suite wrote and somebody named .doc or .xls; a DOCX or XLSX behind a password."""
DOCUMENTS = READABLE | CONVERTIBLE.keys() | {OFFICE_HTML, LOCKED}
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,400}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_OFFICE = b"urn:schemas-microsoft-com:office"


def kind_of(data: bytes, name: str = "") -> str:
    """``pdf`` | ``docx`` | ``xlsx`` | ``doc`` | ``xls`` | ``wps`` | ``rtf`` | ``ofd`` | ``zip`` | :data:`OFFICE_HTML` |
    :data:`LOCKED`; empty: none of them.

    ``name`` (a file name or an address) decides where the bytes leave it open.
    """
    head = data[:1024].lstrip()
    suffix = name.partition("?")[0].rpartition(".")[2].lower()
    if is_page(data):  # one that shows "%PDF-" is a page all the same
        return OFFICE_HTML if suffix in CONVERTIBLE and _OFFICE in data[:4096] else ""
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(data, suffix)
    return "rtf" if head.startswith(b"{\\rtf") else ""


def is_page(data: bytes) -> bool:
    """Whether it is an HTML page, whatever its name says."""
    return bool(_PAGE.match(data[:2048]))


def _ole(data: bytes, suffix: str) -> str:
    """What the names of its streams say; where a document holds one of the other kind, its own name decides."""
    text, book, locked = (name.encode("utf-16-le") in data for name in ("WordDocument", "Workbook", "EncryptedPackage"))
    if locked and not text and not book:
        return LOCKED
    if text != book:
        return "xls" if book else "wps" if suffix == "wps" else "doc"
    return suffix if suffix in ("xls", "wps") else "doc"


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
