"""What is kept can be read back to the byte; what is damaged says where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers import ArchiveError, archive
from crawlers.archive import Kept, WarcFile

NOW = datetime(2025, 3, 10, 8, 30, tzinfo=UTC)
BODY = "法治政府建设报告".encode("gbk") * 200
HEADERS = [("Content-Type", "text/html; charset=gbk"), ("Content-Encoding", "gzip"), ("X-Note", "värde"), ("X-é", "1")]


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Kept, Kept]:
    with WarcFile(tmp_path, "run-1", NOW) as warc:
        first = warc.add_response("http://a.gov.cn/1.html", 200, HEADERS, BODY, NOW)
        second = warc.add_response("http://a.gov.cn/2.html", 404, [], b"", NOW)
    return tmp_path, first, second


def test_a_page_comes_back_as_it_was(kept: tuple[Path, Kept, Kept]) -> None:
    folder, first, second = kept
    page = archive.read_body(folder, first.warc_file, first.offset)
    assert (page.url, page.status, page.body, page.fetched_at) == ("http://a.gov.cn/1.html", 200, BODY, NOW)
    assert page.content_type == "text/html; charset=gbk"
    assert ("X-Archive-Orig-Content-Encoding", "gzip") in page.headers
    assert archive.read_body(folder, second.warc_file, second.offset).status == 404


def test_files_lie_by_month_and_are_never_written_over(kept: tuple[Path, Kept, Kept]) -> None:
    folder, first, _ = kept
    assert first.warc_file == "2025/03/run-1.warc.gz"
    with WarcFile(folder, "run-1", NOW) as again:
        assert again.relative.as_posix() == "2025/03/run-1-2.warc.gz"


def test_other_tools_read_the_file_from_end_to_end(kept: tuple[Path, Kept, Kept]) -> None:
    folder, first, _ = kept
    with (folder / first.warc_file).open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == ["warcinfo", "response", "response"]


def test_damage_names_file_and_offset(kept: tuple[Path, Kept, Kept]) -> None:
    folder, first, second = kept
    path = folder / first.warc_file
    whole = path.read_bytes()
    altered = bytearray(whole)
    altered[first.offset + 150] ^= 0xFF
    damaged = {
        "cut in the record": (whole[: first.offset + 200], first.offset),
        "cut at the record": (whole[: first.offset], first.offset),
        "altered": (bytes(altered), first.offset),
        "not at a record": (whole, first.offset + 3),
        "beyond the end": (whole, len(whole) + 10),
        "no page": (whole, 0),
        "empty": (b"", 0),
        "no WARC": (b"hello world, this is no archive", 0),
    }
    for name, (content, offset) in damaged.items():
        path.write_bytes(content)
        with pytest.raises(ArchiveError) as caught:
            archive.read_body(folder, first.warc_file, offset)
        assert (caught.value.path, caught.value.offset) == (path, offset), name
        assert str(path) in str(caught.value) and f"byte {offset}" in str(caught.value)
    path.write_bytes(whole[:-4])
    assert archive.read_body(folder, first.warc_file, first.offset).body == BODY  # the records before are whole
    assert second.offset > first.offset


@pytest.mark.parametrize("name", ["2025/03/none.warc.gz", "../outside.warc.gz", "/etc/hostname"])
def test_a_missing_file_and_a_path_that_leaves_the_archive(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="expected"):
        archive.read_body(tmp_path, name, 0)


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("a.txt", "甲".encode(), "text/plain"),
        ("a.html", b"<p>x", "text/html"),
        ("noname", b"\xef\xbb\xbf<!DOCTYPE HTML><p>", "text/html"),
        ("a.txt", b"%PDF-1.7", "application/pdf"),
        ("a.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.unknown", b"\x00\x01", "application/octet-stream"),
    ],
)
def test_a_local_file_is_kept_under_its_uri(tmp_path: Path, name: str, body: bytes, content_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    fetch = archive.store_file(tmp_path / "archive", path, fetched_at=NOW)
    assert (fetch.url, fetch.kind, fetch.status, fetch.content_type) == (path.as_uri(), "file", None, content_type)
    assert fetch.ok and fetch.warc_offset is not None
    page = archive.read_body(tmp_path / "archive", fetch.warc_file, fetch.warc_offset)
    assert (page.url, page.status, page.body, page.content_type) == (path.as_uri(), None, body, content_type)


def test_the_same_file_twice_is_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("same")
    first, second = (archive.store_file(tmp_path, path, fetched_at=NOW) for _ in range(2))
    assert first.warc_file != second.warc_file
    assert first.fetch_id != second.fetch_id


def test_what_is_no_file_to_keep(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name, seen in (("none", "nothing there"), ("", "a folder"), ("empty", "0 bytes")):
        with pytest.raises(ArchiveError, match=seen):
            archive.store_file(tmp_path / "archive", tmp_path / name, fetched_at=NOW)
    assert not (tmp_path / "archive").exists()


def test_an_archive_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where a folder should be")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ArchiveError, match="an archive that can be written"):
        archive.store_file(tmp_path / "archive", tmp_path / "a.txt", fetched_at=NOW)
