"""What a person hands over is told apart and checked before any station sees it."""

import random
import zipfile

import openpyxl
import pytest

from crawlers.reading.charset import MAX_BYTES
from flows.errors import InputError
from flows.inputs import accept, is_text
from flows.stations import read_file


def test_addresses_and_files_are_told_apart(tmp_path):
    page = tmp_path / "report.html"
    page.write_text("<p>x", encoding="utf-8")
    assert accept("http://127.0.0.1:1/x").url == "http://127.0.0.1:1/x"
    assert accept(str(page)).path == page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("no-such-file.txt", r"no file no-such-file.txt.*check the spelling"),
        ("ftp://example.org/x", "only http and https"),
        ("http://", "names no host"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_was_expected(given, told):
    with pytest.raises(InputError, match=told):
        accept(given)


def test_a_folder_and_an_empty_file_are_named(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        accept(str(tmp_path))
    empty = tmp_path / "empty.html"
    empty.touch()
    with pytest.raises(InputError, match="is empty: 0 bytes"):
        accept(str(empty))


@pytest.mark.parametrize(
    ("name", "head", "text"),
    [("a.txt", b"<p>", True), ("a.html", b"plain", False), ("a", b"plain", True), ("a", b"<!doctype html>", False)],
)
def test_text_is_known_by_its_suffix_then_by_a_look_at_it(tmp_path, name, head, text):
    assert is_text(tmp_path / name, head) is text


def test_a_document_larger_than_a_page_may_be_is_read_whole(tmp_path):
    """Read in part, a file has lost the directory at its end."""
    book = openpyxl.Workbook()
    book.active.append(["复议申请", 412])
    path = tmp_path / "report.xlsx"
    book.save(path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/media/photo.png", random.Random(7).randbytes(MAX_BYTES + 1_000_000))
    assert "412" in "".join(part.text for part in read_file(str(path)).parts)
