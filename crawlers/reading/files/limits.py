"""Bounds that hold for every file, and the one error that readers of files raise."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

MAX_FILE = 50_000_000
"""Bytes of a file; annual reports with pictures reach 20 MB."""
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
"""Bytes that a DOCX or XLSX may unpack to, in all and for each packed byte: text packs 10 to 30 times."""
_DTD = ["<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
"""Standard ECMA-376, part 2, forbids document types: no office suite writes one."""
MAX_PAGES = 500
MAX_CHARS = 3_000_000
MAX_ROWS, MAX_COLUMNS = 3_000, 60
MAX_MERGED = 200_000
"""Cells that the merged areas of a sheet may cover: each takes memory, however small the file."""


class FileError(Exception):
    """``kind``: ``encrypted`` | ``broken`` | ``too_big`` | ``unsupported`` | ``timeout``. Its text: what was seen."""

    def __init__(self, kind: str, seen: str) -> None:
        self.kind = kind
        super().__init__(seen)


def check_archive(data: bytes) -> None:
    """Refuses what would not fit once unpacked. Raises :class:`FileError`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileError("broken", f"a ZIP container without its directory ({error})") from error
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or any(e.file_size > MAX_RATIO * max(e.compress_size, 1024) for e in entries):
        raise FileError("too_big", f"{len(data)} bytes that unpack to {total}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileError("encrypted", "a container locked by a password")
    for name, xml in xml_members(data):
        if any(mark in xml for mark in _DTD):
            raise FileError("broken", f"a document type in {name}, which the format forbids (entities may hide in it)")


def xml_members(data: bytes, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """The XML files of a container, one after the other. Raises :class:`FileError` (``broken``)."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith(folder) and entry.filename.endswith((".xml", ".rels")):
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise FileError("broken", f"a ZIP container with damaged files ({error})") from error
