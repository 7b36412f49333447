"""``fazhi demo`` as a newcomer runs it: the scheduled flow against the sample site, twice."""

import json
import time

import pytest

from demo.sample import pages
from homes import fazhi
from warehouse import open_reader

LONGEST = 60  # seconds, packages installed


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def first(home):
    start = time.monotonic()
    done = fazhi(home, "demo")
    return done, time.monotonic() - start


@pytest.fixture(scope="module")
def published(home, first):
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        yield con


def test_it_ends_well_and_within_its_minute(first):
    done, seconds = first
    assert done.returncode == 0, done.stderr
    assert seconds < LONGEST


@pytest.mark.parametrize(
    "told",
    ["New documents", "Figures held", "行政复议受理数 compared", "Alerts", "published/fazhi.duckdb", "site/index.html"],
)
def test_it_tells_what_was_found_and_where_it_lies(first, told):
    assert told in first[0].stdout.replace("\n", "")


def test_it_names_two_commands_to_try_next_and_they_work(home, first):
    commands = [line.strip() for line in first[0].stdout.splitlines() if line.startswith("  fazhi sql")]
    assert len(commands) == 2
    for command in commands:
        asked = fazhi(home, "sql", command.removeprefix('fazhi sql "').removesuffix('"'), "-f", "json")
        assert asked.returncode == 0, asked.stderr
        assert json.loads(asked.stdout)


def test_every_report_of_the_sample_site_is_there_with_its_region_and_year(published):
    found = published.execute(
        "SELECT region_code, report_year FROM articles WHERE genre = 'annual_report' AND is_origin AND NOT department"
    ).fetchall()
    expected = [(page["region_code"], page["report_year"]) for page in pages("report")]
    assert sorted(found) == sorted(expected)


def test_reprints_are_evidence_not_news(published):
    copies = published.execute("SELECT count(*) FROM articles WHERE NOT is_origin").fetchall()[0][0]
    assert copies == len(pages("reprint"))
    assert published.execute(
        "SELECT count(*) FROM observations o JOIN articles a USING (article_id) WHERE NOT a.is_origin"
    ).fetchall() == [(0,)]


def test_what_robots_forbid_was_never_fetched(published):
    forbidden = "SELECT status, label FROM fetches WHERE url LIKE '%/yunhe/nbzl/%'"
    assert published.execute(forbidden).fetchall() == [(None, "robots")]


def test_every_span_is_exact(published):
    wrong = published.execute(
        'SELECT count(*) FROM observations o JOIN parts p USING (article_id, part_id) '
        'WHERE substring(p.text, o."start" + 1, o."end" - o."start") <> o.span_text'
    )
    assert wrong.fetchall() == [(0,)]


def test_alerts_went_to_the_file_and_the_outbox_knows(home, first, published):
    lines = [json.loads(line) for line in (home / "alerts.jsonl").read_text(encoding="utf-8").splitlines()]
    rules = {line["rule_id"] for line in lines}
    assert {"new_report", "jump_or_fall", "rate_leaves_ceiling"} <= rules
    listed = json.loads(fazhi(home, "alerts", "list", "--limit", "500", "--json").stdout)
    assert {row["state"] for row in listed} == {"sent"}
    assert len(listed) == len(lines)


def test_invented_regions_are_marked_as_such(published):
    real = published.execute(
        "SELECT count(*) FROM observations o JOIN regions r USING (region_code) WHERE r.region_code LIKE '99%' "
        "AND NOT r.fictitious"
    )
    assert real.fetchall() == [(0,)]


def test_a_second_run_finds_nothing_new_and_says_so(home, first, published):
    before = published.execute("SELECT count(*) FROM observations").fetchall()
    done = fazhi(home, "demo")
    assert done.returncode == 0, done.stderr
    assert "Nothing new" in done.stdout
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        assert con.execute("SELECT count(*) FROM observations").fetchall() == before
        assert con.execute("SELECT count(*) FROM observations_history").fetchall() == [(0,)]
        assert con.execute("SELECT count(*) FROM runs").fetchall() == [(2,)]


def test_a_home_with_other_data_is_refused(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "warehouse.duckdb").write_bytes(b"somebody's")
    done = fazhi(tmp_path / "home", "demo")
    assert done.returncode == 1
    assert "must not mix" in done.stderr
    assert (tmp_path / "home" / "warehouse.duckdb").read_bytes() == b"somebody's"
