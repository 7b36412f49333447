"""The command line: every command is documented and has help, programs get JSON, wrong use is no failure."""

import json
import re

import pytest

from homes import ROOT, fazhi

COMMANDS = re.findall(
    r"^\| `fazhi ([a-z -]+)`", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE
)
REPORT = "2024年，全县收到行政复议申请168件，“1+5+N”机制有效运行，行政机关负责人出庭应诉率100%。"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("cli") / "home"


def registered() -> set[str]:
    import typer

    from flows.cli import app, main  # noqa: F401  importing main adds the commands

    root = typer.main.get_command(app.app)
    names = set()
    for name, command in root.commands.items():
        below = getattr(command, "commands", None)
        names |= {f"{name} {child}" for child in below} if below else {name}
    return names


def test_every_command_is_documented():
    assert set(COMMANDS) == registered()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(home, command):
    done = fazhi(home, *command.split(), "--help")
    assert done.returncode == 0
    assert len(done.stdout.split("Options")[0]) > 40


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("ingest",), ("sql",), ("run", "--limit", "0"), ("sql", "x", "--param", "y")]
)
def test_wrong_use_ends_with_two(home, arguments):
    assert fazhi(home, *arguments).returncode == 2


def test_a_question_without_a_database_is_told_what_to_do(home):
    done = fazhi(home, "sql", "SELECT 1")
    assert done.returncode == 1
    assert "fazhi run" in done.stderr


def test_extract_explains_what_is_left_out(home):
    done = fazhi(home, "extract", "-", "--explain", text=REPORT)
    assert done.returncode == 0, done.stderr
    assert "168件" in done.stdout
    assert re.search(r"1\+5\+N.*⟨", done.stdout.replace("\n", "")) or "⟨" in done.stdout


def test_extract_for_programs(home):
    told = json.loads(fazhi(home, "extract", "-", "--json", "--region", "410621", text=REPORT).stdout)
    assert [(row["span_text"], row["value"], row["region_code"]) for row in told["observations"]] == [
        ("168件", 168, "410621"),
        ("100%", 100, "410621"),
    ]
    assert {left["text"]: left["reason"] for left in told["left_out"]}.keys() >= {"1", "5"}


def test_read_for_programs(home, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><meta charset='utf-8'><meta name='ArticleTitle' content='云川县2024年度法治政府建设情况报告'>"
        f"<meta name='PubDate' content='2025-02-10 09:00'></head>"
        f"<body><div class='TRS_Editor'><p>{REPORT * 3}</p></div></body></html>",
        encoding="utf-8",
    )
    told = json.loads(fazhi(home, "read", str(page), "--json").stdout)
    assert (told["page_kind"], told["published"], told["published_rung"]) == ("article", "2025-02-10", "meta")


def test_read_of_what_is_no_article_fails_and_says_what_it_is(home, tmp_path):
    page = tmp_path / "stub.html"
    page.write_text("<html><body>Redirecting…</body></html>", encoding="utf-8")
    done = fazhi(home, "read", str(page))
    assert done.returncode == 1
    assert "stub" in done.stdout


def test_sources_and_doctor_for_programs(home):
    sources = json.loads(fazhi(home, "sources", "list", "--json").stdout)
    assert len(sources) > 40
    assert not any(source["enabled"] for source in sources)
    checks = {check["name"]: check["state"] for check in json.loads(fazhi(home, "doctor", "--json").stdout)}
    assert checks["packages"] == "good"
    assert checks["published copy"] == "note"
    assert checks["libreoffice"] in {"good", "note"}


def test_doctor_fails_where_the_home_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = fazhi(tmp_path / "elsewhere", "--home", str(tmp_path / "file" / "home"), "doctor")
    assert done.returncode == 1
    assert "FAZHI_HOME" in done.stdout


def test_a_prefect_server_that_does_not_answer_is_told(home):
    done = fazhi(home, "doctor", env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert done.returncode == 1
    assert "no answer from http://127.0.0.1:9/api" in done.stdout


def test_a_run_without_an_enabled_source_says_how_to_enable_one(home):
    done = fazhi(home, "run")
    assert done.returncode == 1
    assert "enabled: true" in done.stderr


def test_an_answer_never_goes_into_fazhis_own_folder(tmp_path, home):
    page = tmp_path / "r.txt"
    page.write_text(REPORT, encoding="utf-8")
    assert fazhi(home, "ingest", str(page)).returncode == 0
    before = (home / "warehouse.duckdb").read_bytes()
    done = fazhi(home, "sql", "SELECT 1", "-f", "csv", "-o", str(home / "warehouse.duckdb"))
    assert done.returncode == 2
    assert (home / "warehouse.duckdb").read_bytes() == before


@pytest.mark.parametrize("given", ["http://[::1", "a" * 5000, "~nosuchuser/x.txt", "http://127.0.0.1/" + "a" * 3000])
def test_odd_names_are_told_not_traced(home, given):
    done = fazhi(home, "ingest", given)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("content", [b"a,b\n", b"\xff\xfe\x00", b""])
def test_a_broken_reference_file_is_told_by_doctor_and_by_ingest(tmp_path, content):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "divisions.csv").write_bytes(content)
    env = {"FAZHI_REFERENCE_DIRS": str(tmp_path / "own")}
    for command in (("doctor",), ("extract", "-")):
        done = fazhi(tmp_path / "home", *command, env=env, text=REPORT)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "divisions.csv" in done.stdout.replace("\n", "") + done.stderr.replace("\n", "")


def test_a_damaged_warehouse_is_not_taken_for_a_busy_one(tmp_path, home):
    damaged = tmp_path / "home"
    damaged.mkdir()
    (damaged / "warehouse.duckdb").write_bytes(b"\x00" * 20_000)
    done = fazhi(damaged, "doctor")
    assert done.returncode == 1
    assert "cannot be opened" in done.stdout.replace("\n", "")
