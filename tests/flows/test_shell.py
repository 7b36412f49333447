"""The prompt of ``fazhi sql``, in a terminal of its own."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from homes import COMMAND, ROOT, fazhi

REPORT = "2024年，全县收到行政复议申请168件，行政机关负责人出庭应诉率100%。"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell")
    page = folder / "report.txt"
    page.write_text(f"法治政府建设年度报告\n2025-02-10\n{REPORT}\n", encoding="utf-8")
    done = fazhi(folder / "home", "ingest", str(page), "--region", "410621")
    assert done.returncode == 0, done.stderr
    return folder / "home"


class Terminal:
    """A terminal in which ``fazhi sql`` runs; :meth:`ask` types a line and gives what came until the next prompt."""

    def __init__(self, home: Path) -> None:
        self.master, slave = pty.openpty()
        env = os.environ | {"FAZHI_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "200", "TERM": "dumb"}
        self.process = subprocess.Popen(
            [*COMMAND, "sql"], cwd=home.parent, env=env, stdin=slave, stdout=slave, stderr=slave
        )
        os.close(slave)
        self.until(b"fazhi> ")

    def until(self, mark: bytes) -> str:
        seen, end = b"", time.monotonic() + 60
        while mark not in seen and time.monotonic() < end:
            if select.select([self.master], [], [], 1)[0]:
                try:
                    seen += os.read(self.master, 65536)
                except OSError:  # the other side has closed
                    break
        return seen.decode("utf-8", "replace")

    def ask(self, line: str, mark: bytes = b"fazhi> ") -> str:
        os.write(self.master, line.encode() + b"\n")
        return self.until(mark)

    def close(self) -> int:
        os.write(self.master, b".quit\n")
        code = self.process.wait(timeout=30)
        os.close(self.master)
        return code


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    opened = Terminal(home)
    yield opened
    if opened.process.poll() is None:
        opened.close()


def test_statements_may_take_several_lines_and_errors_do_not_end_it(terminal: Terminal) -> None:
    assert terminal.ask("SELECT span_text", b"  ...> ")
    assert "168件" in terminal.ask("FROM observations WHERE unit = '件';")
    assert "error" in terminal.ask("SELECT colour FROM articles;")
    assert "made anew after every run" in terminal.ask("DELETE FROM articles;").replace("\r\n", " ")
    assert terminal.close() == 0


def test_commands(terminal: Terminal) -> None:
    assert ".mode" in terminal.ask(".help")
    assert "checks_open" in terminal.ask(".tables check")
    macros = terminal.ask(".macros")
    assert "rank_in(" in macros
    assert "points_of" not in macros
    assert "verdict" in terminal.ask(".columns checks")
    assert "q9_claims" in terminal.ask(".saved")
    assert "mode json" in terminal.ask(".mode json")
    assert '[{"a": 1}]' in terminal.ask("SELECT 1 AS a;")
    assert "no command .nonsense" in terminal.ask(".nonsense")


def test_what_was_asked_is_kept(home: Path) -> None:
    terminal = Terminal(home)
    terminal.ask("SELECT 4711 AS remembered;")
    terminal.close()
    assert "SELECT 4711 AS remembered;" in (home / "sql_history").read_text(encoding="utf-8")


def test_without_a_terminal_a_query_is_wanted(home: Path) -> None:
    done = fazhi(home, "sql", text="")
    assert done.returncode == 2
    assert "Nothing asked" in done.stderr
