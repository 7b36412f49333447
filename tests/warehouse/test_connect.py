"""One writer at a time, a killed writer leaves a sound file, readers get the published copy or a clear answer."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from batches import report
from warehouse import WarehouseBusyError, open_reader, open_writer, publish
from warehouse.errors import (
    DamagedWarehouseError,
    NewerWarehouseError,
    NotForReadersError,
    WarehouseError,
    WarehouseMissingError,
)
from warehouse.lock import lock_path

HERE = Path(__file__).resolve().parent
PRELUDE = f"import sys; sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent.parent)!r}]\n"
HOLD = """
from warehouse import open_writer
with open_writer(sys.argv[1]) as w:
    print("open", flush=True)
    sys.stdin.read()
"""
LOAD = """
from batches import *
from warehouse import open_writer
one = report(2023, cases=151)
url, text = one.articles[0]["url"], "。".join(f"第{n}项办理{n + 1000}件" for n in range(20000)) + "。"
rows = []
at = 0
for n in range(20000):
    start = text.index(f"{n + 1000}件", at)
    at = end = start + len(f"{n + 1000}件")
    rows.append({**one.observations[0], "key": f"k{n}", "start": start, "end": end, "span_text": f"{n + 1000}件",
                 "sentence": f"第{n}项办理{n + 1000}件", "value": Decimal(n + 1000)})
batch = Batch(one.run, articles=one.articles, parts=[part(url, text)], observations=rows)
with open_writer(sys.argv[1]) as w:
    print("loading", flush=True)
    print(w.load(batch).new_observations, flush=True)
"""


@contextmanager
def process(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline().strip() in {"open", "loading"}
        yield child
    finally:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()


def test_a_second_writer_is_told_who_holds_the_right(path: Path) -> None:
    with process(HOLD, path) as holder:
        started = time.monotonic()
        with pytest.raises(WarehouseBusyError, match=rf"process {holder.pid} on .*since .*fazhi sql"):
            open_writer(path, wait=0.5)
        assert time.monotonic() - started < 5


def test_a_writer_waits_for_the_one_before(path: Path) -> None:
    with process(HOLD, path) as holder:
        assert holder.stdin is not None
        holder.stdin.close()
        with open_writer(path, wait=20):
            pass


def test_a_second_writer_in_the_same_process_is_refused_too(path: Path) -> None:
    with open_writer(path), pytest.raises(WarehouseBusyError, match=f"process {os.getpid()}"):
        open_writer(path, wait=0)


def test_the_lock_of_a_dead_process_holds_nobody_up(path: Path) -> None:
    lock_path(path).write_text(
        json.dumps({"pid": 999999, "host": "elsewhere", "since": "2020-01-01", "command": "fazhi"})
    )
    with open_writer(path, wait=0):
        assert json.loads(lock_path(path).read_text())["pid"] == os.getpid()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("delay", [0.05, 0.4, 0.9])
def test_a_writer_killed_in_mid_load_leaves_all_or_nothing(path: Path, delay: float) -> None:
    with open_writer(path) as writer:
        writer.load(report(2022, cases=66))
    with process(LOAD, path) as child:
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        with open_writer(path, wait=5) as writer:
            held = writer.con.execute("SELECT count(*) FROM observations").fetchall()[0][0]
            assert held in {2, 20002}
            assert (held == 20002) == (writer.con.execute("SELECT count(*) FROM loads").fetchall() == [(2,)])
            assert writer.load(report(2024, cases=160)).new_observations == 2


def test_another_program_on_the_file_is_named(path: Path) -> None:
    code = "import duckdb\ncon = duckdb.connect(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\n"
    with process(code, path) as child, pytest.raises(WarehouseBusyError, match=str(child.pid)):
        open_writer(path, wait=0.2)


def test_an_unwritable_home_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    with pytest.raises(WarehouseError, match="FAZHI_HOME"):
        open_writer(tmp_path / "file" / "warehouse.duckdb")


def test_what_is_no_warehouse_is_refused_untouched(tmp_path: Path) -> None:
    text = tmp_path / "notes.duckdb"
    text.write_text("not a database at all" * 300)
    with pytest.raises(DamagedWarehouseError, match="backup"):
        open_writer(text)
    assert text.read_text().startswith("not a database")
    foreign = tmp_path / "foreign.duckdb"
    con = duckdb.connect(foreign)
    con.execute("CREATE TABLE holidays (day DATE)")
    con.close()
    with pytest.raises(DamagedWarehouseError, match="holidays"):
        open_writer(foreign)


def test_the_published_copy_is_for_readers_only(path: Path, tmp_path: Path) -> None:
    copy = publish(path, tmp_path).database
    con = open_reader(copy)
    with pytest.raises(duckdb.Error, match="read-only"):
        con.execute("DELETE FROM meta")
    with pytest.raises(duckdb.Error, match="disabled by configuration"):
        con.execute("FROM read_csv('/etc/hostname')")
    with pytest.raises(duckdb.Error, match="locked"):
        con.execute("SET enable_external_access = true")
    con.close()
    with pytest.raises(WarehouseError, match=r"made for readers.*warehouse\.duckdb"):
        open_writer(copy)


def test_the_writers_file_given_to_a_reader_names_the_copy(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NotForReadersError, match="fazhi publish"):
        open_reader(path)
    copy = publish(path, tmp_path).database
    with pytest.raises(NotForReadersError, match=str(copy)):
        open_reader(path)
    lock_path(path).unlink()
    with pytest.raises(NotForReadersError, match=str(copy)):
        open_reader(path)


def test_a_missing_copy_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="fazhi run"):
        open_reader(tmp_path / "fazhi.duckdb")


def test_a_copy_of_a_later_version_is_refused(path: Path, tmp_path: Path) -> None:
    copy = publish(path, tmp_path).database
    copy.chmod(0o644)
    con = duckdb.connect(copy)
    con.execute("INSERT INTO schema_steps (number, name) VALUES (99, '0099_future')")
    con.close()
    with pytest.raises(NewerWarehouseError, match="Upgrade"):
        open_reader(copy)
