"""A full disk, a kill, many readers: the file stays sound, and a reader sees one whole state or another."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

import large
from batches import report, run
from readers import readers_during_publications
from warehouse import WarehouseError, Writer, open_writer, publish

if sys.platform == "win32":
    pytest.skip("signals and limits of POSIX", allow_module_level=True)

LOADER = Path(large.__file__)


def start(path: Path, number: int, *limit: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(LOADER), str(path), str(number), *limit]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=LOADER.parents[2])


def held(writer: Writer) -> tuple[int, int, int]:
    return tuple(
        writer.con.execute(f"SELECT count(*) FROM {t}").fetchall()[0][0] for t in ("observations", "articles", "loads")
    )


def sound(writer: Writer) -> bool:
    """Every figure has its article and stands in its text."""
    return writer.con.execute(
        "SELECT count(*) FROM observations o JOIN articles USING (article_id) "
        "JOIN parts p ON p.article_id = o.article_id "
        'AND p.part_id = o.part_id WHERE substring(p.text, o."start" + 1, o."end" - o."start") = o.span_text'
    ).fetchall() == [(held(writer)[0],)]


def test_a_load_that_is_killed_at_any_moment_leaves_all_of_it_or_nothing(path: Path) -> None:
    moments = (0.1, 0.4, 0.7, 0.9, 1.0)
    loader = start(path, 0)
    assert loader.stdout is not None
    assert loader.stdout.readline() == "loading\n"
    began = time.perf_counter()
    assert loader.stdout.readline() == "loaded\n"
    took = time.perf_counter() - began
    loader.wait()
    for number, moment in enumerate(moments, start=1):
        with open_writer(path) as writer:
            before = held(writer)
        loader = start(path, number)
        assert loader.stdout is not None
        assert loader.stdout.readline() == "loading\n"
        time.sleep(moment * took)
        loader.kill()
        loader.wait()
        with open_writer(path) as writer:
            more = large.REPORTS * large.FIGURES
            assert held(writer) in (before, (before[0] + more, before[1] + large.REPORTS, before[2] + 1))
            assert sound(writer)
            # what was cut off is made good by the same batch
            writer.load(large.large(number))
            assert held(writer)[0] == before[0] + more


def test_a_disk_that_is_full_takes_nothing_and_says_what_to_do(path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
        before = held(writer)
    loader = start(path, 1, "200000")
    told, trace = loader.communicate()
    assert loader.returncode != 0, told
    assert "Make room on the disk" in told, trace
    with open_writer(path) as writer:
        assert held(writer) == before
        assert sound(writer)
        assert writer.load(large.large(1)).new_observations == large.REPORTS * large.FIGURES


FULL_WHILE_PUBLISHING = """
import resource, signal, sys
from pathlib import Path
from warehouse import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
publish(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_publication_on_a_full_disk_leaves_the_copy_before(path: Path, tmp_path: Path) -> None:
    database = publish(path, tmp_path).database
    before = database.read_bytes()
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151, run_row=run("r2")))
    failed = subprocess.run(
        [sys.executable, "-c", FULL_WHILE_PUBLISHING, str(path), str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=LOADER.parents[2],
        check=False,
    )
    assert failed.returncode != 0
    assert WarehouseError.__name__ in failed.stderr
    assert "untouched" in failed.stderr
    assert database.read_bytes() == before
    assert [file.name for file in database.parent.iterdir() if file.name.startswith(".fazhi.duckdb")] == []


def test_readers_never_wait_and_see_whole_states_only(path: Path, tmp_path: Path) -> None:
    seen = readers_during_publications(path, tmp_path, readers=8, publications=2)
    assert seen.broken == ()
    assert seen.answers >= 8 * 2
    # those who began before the last publication saw an earlier state; nobody saw one that never was
    assert seen.states <= {0, 1, 2}
    assert len(seen.states) > 1
