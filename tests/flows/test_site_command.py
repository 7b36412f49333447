"""``fazhi site``: built from the copy, served to this machine and to nobody else, hidden files to nobody at all."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from homes import COMMAND, ROOT, fazhi
from warehouse import open_writer, publish


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site") / "home"
    open_writer(place / "warehouse.duckdb").close()
    publish(place / "warehouse.duckdb", place)
    return place


@pytest.fixture(scope="module")
def built(home: Path) -> "subprocess.CompletedProcess[str]":
    """The first build of its site."""
    return fazhi(home, "site", "build")


def test_serving_and_building_say_what_is_missing(tmp_path: Path) -> None:
    done = fazhi(tmp_path / "none", "site", "serve")
    assert (done.returncode, "fazhi site build" in done.stderr) == (1, True)
    done = fazhi(tmp_path / "none", "site", "build")
    assert (done.returncode, "fazhi run" in done.stderr) == (1, True)


def test_a_site_is_built_once_and_then_taken_over(home: Path, built: "subprocess.CompletedProcess[str]") -> None:
    assert built.returncode == 0, built.stderr
    assert ", 0 taken over" in built.stdout
    assert "site 网站" in built.stderr
    again = fazhi(home, "site", "build")
    made, kept = (int(word) for word in again.stdout.split() if word.isdigit())
    assert made < kept / 9
    other = fazhi(home, "site", "build", "--fresh", env={"FAZHI_SITE_TEXTS": "none"})
    assert ", 0 taken over" in other.stdout
    wrong = fazhi(home, "site", "build", env={"FAZHI_SITE_TEXTS": "some"})
    assert (wrong.returncode, "site_texts" in wrong.stderr) == (1, True)


@pytest.mark.usefixtures("built")
def test_the_site_is_served_on_loopback_without_its_books(home: Path) -> None:
    assert (home / "site" / ".manifest.json").is_file()
    # A shell's background work ignores Ctrl-C, and so would what it starts.
    heeding = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {COMMAND[-1]}"
    command = [sys.executable, "-u", "-c", heeding, "--home", str(home), "site", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=sys.stderr, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[1]
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
                assert "法治政府建设数据" in answer.read().decode()
            for hidden in (
                ".manifest.json",
                ".fazhi",
                "data/",
                "../warehouse.duckdb",
                "%2e%2e/warehouse.duckdb",
                "%00",
            ):
                with pytest.raises(urllib.error.HTTPError, match="404"):
                    urllib.request.urlopen(address + hidden, timeout=10)
            server.send_signal(signal.SIGINT)
            assert server.wait(20) == 0  # Ctrl-C is how it ends
        finally:
            server.terminate()
