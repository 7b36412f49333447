"""``fazhi ingest``: files and addresses go through the stations of the schedule; what cannot be used is told."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from flows.demo_server import serve
from homes import ROOT, fazhi
from shared import need_shared
from warehouse import open_reader

REPORT = """云川县2024年度法治政府建设情况报告
来源：云川县司法局 时间：2025-02-10
2024年，全县收到行政复议申请168件，受理151件，比上年增长12.7%。全年审查行政规范性文件26件，行政机关负责人出庭应诉率100%。
三、2025年工作打算
新培育“法律明白人”200名。
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def ask(home, sql):
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        return con.execute(sql).fetchall()


def test_a_text_ends_up_in_the_warehouse_with_sentence_span_and_period(tmp_path, report):
    done = fazhi(tmp_path / "home", "ingest", str(report), "--region", "410621")
    assert done.returncode == 0, done.stderr
    (row,) = ask(
        tmp_path / "home",
        "SELECT span_text, sentence, period_start::VARCHAR, period_end::VARCHAR, region_code FROM observations "
        "WHERE indicator_id = 'head_appearance_rate'",
    )
    assert row[0] == "100%"
    assert "出庭应诉率100%" in row[1]
    assert row[2:] == ("2024-01-01", "2024-12-31", "410621")


def test_what_is_planned_is_no_result(tmp_path, report):
    fazhi(tmp_path / "home", "ingest", str(report))
    assert ask(tmp_path / "home", "SELECT role FROM observations WHERE span_text = '200名'") == [("target",)]


def test_the_same_text_twice_changes_nothing(tmp_path, report):
    fazhi(tmp_path / "home", "ingest", str(report))
    again = json.loads(fazhi(tmp_path / "home", "ingest", str(report), "--json").stdout)
    assert (again["articles"], again["observations"], again["superseded"]) == (0, 0, 0)
    assert again["unchanged"] > 0


def test_a_corrected_text_supersedes_and_keeps_the_history(tmp_path, report):
    fazhi(tmp_path / "home", "ingest", str(report))
    report.write_text(REPORT.replace("168件", "186件"), encoding="utf-8")
    fazhi(tmp_path / "home", "ingest", str(report))
    assert ask(
        tmp_path / "home", "SELECT span_text FROM observations WHERE span_text LIKE '1_6件' OR span_text = '168件'"
    ) == [("186件",)]
    assert ask(tmp_path / "home", "SELECT span_text FROM observations_history WHERE span_text = '168件'") == [
        ("168件",)
    ]


def test_the_raw_bytes_are_kept_for_replay(tmp_path, report):
    from crawlers import archive

    fazhi(tmp_path / "home", "ingest", str(report))
    ((file, offset),) = ask(tmp_path / "home", "SELECT warc_file, warc_offset FROM fetches")
    kept = archive.read_body(tmp_path / "home" / "archive", file, offset)
    assert kept.body == report.read_bytes()


def test_the_seed_article_gives_at_least_sixty_right_figures(tmp_path):
    seed = need_shared("seed/hebi-2025-07-09.txt")
    gold = json.loads(need_shared("eval/metrics/00_hebi.json").read_text(encoding="utf-8"))["metrics"]
    assert fazhi(tmp_path / "home", "ingest", str(seed)).returncode == 0
    rows = ask(tmp_path / "home", 'SELECT span_text, "value"::DOUBLE, unit, sentence FROM observations')
    assert _right(gold, rows) >= 60
    article = ask(tmp_path / "home", "SELECT region_code, published::VARCHAR, source_name FROM articles")
    assert article == [("410600", "2025-07-09", "鹤壁日报")]


def _right(gold, rows):
    left = list(rows)
    right = 0
    for metric in gold:
        found = next(
            (row for row in left if metric["span"] in row[0] or row[0] in metric["span"] if row[1] == metric["value"]),
            None,
        )
        if found:
            left.remove(found)
            right += 1
    return right


def test_a_batch_goes_on_where_one_input_is_bad(tmp_path, report):
    empty, binary, odd = tmp_path / "empty.html", tmp_path / "report.pdf", tmp_path / "odd.html"
    empty.touch()
    binary.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    odd.write_bytes(b"<html><body>" + bytes([0x81, 0xFF, 0x80, 0xFE] * 400))
    done = fazhi(tmp_path / "home", "ingest", "missing.txt", str(empty), str(binary), str(odd), str(report))
    assert done.returncode == 1
    for told in ("no file missing.txt", "is empty: 0 bytes", "report.pdf: expected a whole PDF", "undecodable"):
        assert told in done.stderr
    assert ask(tmp_path / "home", "SELECT count(*) > 3 FROM observations") == [(True,)]
    assert len(ask(tmp_path / "home", "SELECT url FROM failures")) == 4


def test_an_address_that_answers_is_kept_and_read(tmp_path, report):
    site = tmp_path / "site"
    site.mkdir()
    body = "".join(f"<p>{line}</p>" for line in REPORT.splitlines()[1:])
    title = REPORT.splitlines()[0]
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>{body}"
    (site / "report.html").write_text(html, encoding="utf-8")
    with serve(site) as base:
        done = fazhi(tmp_path / "home", "ingest", f"{base}/report.html", f"{base}/missing.html")
    assert done.returncode == 1
    assert "404" in done.stderr
    assert ask(tmp_path / "home", "SELECT count(*) > 3 FROM observations") == [(True,)]


def test_an_address_that_never_answers_is_told_within_its_time(tmp_path):
    with silent() as address:
        done = fazhi(tmp_path / "home", "ingest", address, env={"FAZHI_TIMEOUT": "0.5"})
    assert done.returncode == 1
    assert address in done.stderr
    assert ask(tmp_path / "home", "SELECT DISTINCT label FROM fetches WHERE kind = 'article'") == [("timeout",)]


def test_a_public_address_needs_a_contact(tmp_path):
    done = fazhi(tmp_path / "home", "ingest", "http://www.example.org/report.html")
    assert done.returncode == 1
    assert "FAZHI_CONTACT" in done.stderr


def test_an_unwritable_home_is_named(tmp_path, report):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = fazhi(tmp_path / "elsewhere", "--home", str(tmp_path / "file" / "home"), "ingest", str(report))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "FAZHI_HOME" in done.stderr


def test_a_second_writer_is_told_who_writes_and_nothing_is_harmed(tmp_path, report):
    home = tmp_path / "home"
    fazhi(home, "ingest", str(report))
    hold = (
        "import sys, pathlib; from warehouse import open_writer\n"
        "with open_writer(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(home / "warehouse.duckdb")],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        done = fazhi(home, "ingest", str(report), env={"FAZHI_WRITER_WAIT": "0.2"})
    finally:
        holder.communicate("")
    assert done.returncode == 1
    assert str(holder.pid) in done.stderr
    assert ask(home, "SELECT count(*) > 3 FROM observations") == [(True,)]


@contextmanager
def silent():
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept = []
        threading.Thread(target=lambda: _accept(server, kept), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/report.html"
    for connection in kept:
        connection.close()


def _accept(server, kept):
    while True:
        try:
            kept.append(server.accept()[0])
        except OSError:
            return
