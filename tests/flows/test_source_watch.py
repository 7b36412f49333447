"""A run takes what is due and keeps how each source stands; fazhi health tells it, and whether runs still happen."""

import json
from pathlib import Path

import pytest
from looked_site import OLDER, ROWS, looked_at, trs_site

from demo.sample import SITE as SAMPLE
from homes import fazhi
from local_site import Reply, Site, page
from warehouse import open_reader

ENTRY = """\
- {{id: {id}, name: 澄屏县 {id}, region_code: "990121", level: county, scope: government, delay: 0,
   start_urls: ["{url}"], cadence: daily, allow_private: true}}
"""


@pytest.fixture(scope="module")
def site():
    with looked_at() as running:
        yield running


@pytest.fixture(scope="module")
def watched(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A home whose sources one run has asked."""
    folder = tmp_path_factory.mktemp("watch")
    urls = {
        "good": trs_site(site),
        "rebuilt": site.put("/rebuilt/index.html", page("专栏", "<p>请使用新版</p>" * 30)),
        "guarded": site.put("/guard/index.html", Reply("<script>$_ts={}</script>", status=412)),
        "nobody": "http://127.0.0.1:9/index.html",
        "patient": site.put("/patient/index.html", Reply("", status=503, headers={"Retry-After": "86400"})),
    }
    own = folder / "own.yaml"
    own.write_text("".join(ENTRY.format(id=name, url=url) for name, url in urls.items()), encoding="utf-8")
    env = {"FAZHI_SOURCES": str(own), "FAZHI_REFERENCE_DIRS": str(SAMPLE / "reference")}
    done = fazhi(folder / "home", "run", env=env)
    assert done.returncode == 0, done.stderr
    assert "0 well, 5 not: " in done.stdout and "fazhi health" in done.stdout
    return folder / "home", env


def states(home: Path, env: dict[str, str]) -> dict[str, dict[str, object]]:
    told = json.loads(fazhi(home, "health", "--json", env=env).stdout)
    return {row["source_id"]: row for row in told["sources"]}


def test_each_source_is_told_how_it_stands(watched: tuple[Path, dict[str, str]]) -> None:
    found = states(*watched)
    assert {name: row["state"] for name, row in found.items()} == {
        "good": "silent",  # its newest item is of March 2025
        "rebuilt": "no_links",
        "guarded": "blocked",
        "nobody": "unreachable_from_here",
        "patient": "blocked",
    }
    good = found["good"]
    assert (good["new_items"], good["last_new"], good["origin_share"]) == (ROWS + OLDER, "2025-03-28", 1.0)
    assert "412" in str(found["guarded"]["why"])
    assert "rebuilt" in fazhi(watched[0], "health", env=watched[1]).stdout


def test_the_run_kept_the_states(watched: tuple[Path, dict[str, str]]) -> None:
    with open_reader(watched[0] / "published" / "fazhi.duckdb") as con:
        rows = con.execute("SELECT source_id, state FROM source_health ORDER BY source_id").fetchall()
    assert [name for name, _ in rows] == ["good", "guarded", "nobody", "patient", "rebuilt"]
    assert dict(rows)["rebuilt"] == "no_links"


def test_a_run_soon_after_asks_nobody_and_says_when_the_next_is_due(
    watched: tuple[Path, dict[str, str]], site: Site
) -> None:
    home, env = watched
    asked = len(site.asked)
    done = fazhi(home, "run", "--json", env=env)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and len(site.asked) == asked
    (note,) = told["notes"]
    assert note.startswith("5 of 5 sources are not due; the next is ") and "fazhi run --all" in note
    assert told["requests"] == 0 and len(told["health"]) == 5


def test_all_may_be_asked_now_and_walked_to_the_end(watched: tuple[Path, dict[str, str]], site: Site) -> None:
    home, env = watched
    site.asked.clear()
    assert fazhi(home, "run", "--all", "--deep", env=env).returncode == 0
    pages = [path for path in site.asked if path.startswith("/zwgk/fzzf/index")]
    # A Retry-After binds every run.
    assert "/patient/index.html" not in site.asked and pages == ["/zwgk/fzzf/index.html", "/zwgk/fzzf/index_1.html"]


def test_the_heartbeat_is_an_exit_code(watched: tuple[Path, dict[str, str]]) -> None:
    home, env = watched
    assert fazhi(home, "health", "--max-age", "26h", env=env).returncode == 0
    late = fazhi(home, "health", "--max-age", "0m", env=env)
    assert late.returncode == 1 and "no run ended within 0m" in late.stderr
    assert fazhi(home, "health", "--strict", env=env).returncode == 1
    assert fazhi(home, "health", "--max-age", "soon", env=env).returncode == 2
    assert fazhi(home, "health", "--source", "nonsense", env=env).returncode == 2


def test_without_a_run_there_is_nothing_to_tell(tmp_path: Path) -> None:
    done = fazhi(tmp_path / "home", "health", "--max-age", "26h")
    assert done.returncode == 1 and "fazhi run" in done.stderr
