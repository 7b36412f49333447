"""DOC, XLS, WPS and RTF through a real LibreOffice; where there is none, they are errors that say what to do."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawlers.errors import ReadError
from crawlers.reading.files import convert
from crawlers.reading.files.kinds import kind_of
from crawlers.reading.files.read import read_document, read_file
from file_makers import docx_report, xlsx_report

TABLE = [["单位", "处罚", "许可"], ["市城管局", "1204", "356"], ["市交通局", "877", "2410"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

needs_office = pytest.mark.skipif(convert.office() is None, reason="LibreOffice (soffice) is not installed here")


def made(folder: Path, data: bytes, name: str, target: str) -> bytes:
    """``data`` in another format, by LibreOffice itself."""
    program = convert.office()
    assert program
    (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / name).with_suffix("." + target.partition(":")[0]).read_bytes()


@needs_office
@pytest.mark.parametrize("target", ["doc", "rtf"])
def test_an_old_text_document_is_read_with_its_table(target: str, tmp_path: Path) -> None:
    data = made(tmp_path, docx_report(TABLE, ending="以上为全年数据。"), "r.docx", target)
    assert kind_of(data, "") == target
    page, table = read_file(data, f"http://a.example.org/r.{target}").parts
    assert page.text.split("\n")[:2] == ["一、行政复议情况", "全年收到复议申请412件，比上年增长8.7%。"]
    cells = {table.text[cell.offset : cell.end]: (cell.row_header, cell.column_header) for cell in table.cells}
    assert cells["1204"] == ("市城管局", "处罚")


@needs_office
@pytest.mark.parametrize("name", ["r.xls", "r.doc", "download"])
def test_an_old_workbook_is_known_by_its_streams_whatever_its_name(name: str, tmp_path: Path) -> None:
    data = made(tmp_path, xlsx_report(), "r.xlsx", "xls")
    assert kind_of(data, name) == "xls"
    _, table = read_file(data, name).parts
    assert "98.5%" in {table.text[cell.offset : cell.end] for cell in table.cells}


@needs_office
def test_what_libreoffice_makes_nothing_of_is_broken() -> None:
    read = read_file(OLE + "WordDocument".encode("utf-16-le") + bytes(3000), "r.doc")
    assert (read.status, read.reason.partition(":")[0]) in {("failed", "broken"), ("needs_ocr", "no text in it")}


class _Asked(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Asked) as running:
        running.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@needs_office
def test_a_document_has_nothing_fetched_from_other_hosts(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    """LibreOffice by itself asks for the pictures that a document links: the converter is cut off from the network."""
    picture = f"http://127.0.0.1:{server.server_address[1]}/p.png"
    html = f"<html><body><p>Annual report of 2024<img src='{picture}' width=9 height=9></body></html>".encode()
    data = made(tmp_path, html, "r.html", "doc:MS Word 97")
    asked: list[str] = server.asked  # type: ignore[attr-defined]
    assert asked  # it does ask
    asked.clear()
    assert read_file(data, "r.doc").parts[0].text == "Annual report of 2024"
    assert not asked


@needs_office
def test_a_converter_that_hangs_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(convert, "TIMEOUT", 2.0)
    read = read_file(OLE, "r.doc")
    assert (read.status, read.reason.partition(":")[0]) == ("failed", "timeout")
    child = int((tmp_path / "child").read_text())
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(child, 0)
            threading.Event().wait(0.05)


def test_old_formats_are_unsupported_with_advice_where_nothing_converts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    read = read_file(OLE, "http://www.example.org/P1.doc")
    assert read.status == "unsupported"
    assert "LibreOffice" in read.reason
    with pytest.raises(ReadError, match="Install LibreOffice") as caught:
        read_document(OLE, "http://www.example.org/P1.doc")
    assert caught.value.kind == "unsupported"
