"""``fazhi backfill``: the past between two days, once, without a word to anybody."""

import json

import pytest

from demo.sample import SITE
from flows.demo import staged
from flows.settings import Settings
from homes import fazhi
from warehouse import open_reader, reference


@pytest.fixture
def served(tmp_path, monkeypatch):
    """The sample site, served, and the environment of a command that watches it."""
    for name in ("FAZHI_SOURCES", "FAZHI_REFERENCE_DIRS"):
        monkeypatch.setenv(name, "")
    with staged(Settings(home=tmp_path / "home"), SITE) as demo:
        yield tmp_path / "home", {"FAZHI_SOURCES": str(demo.sources)}
    monkeypatch.undo()
    reference.forget()


def ask(home, sql):
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        return con.execute(sql).fetchall()


def test_what_lies_between_the_days_is_fetched_and_nobody_is_alerted(served):
    home, env = served
    done = fazhi(home, "backfill", "sample_linlan", "--from", "2024-01-01", "--to", "2024-12-31", "--json", env=env)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["alerts"] == []
    years = "SELECT DISTINCT year(published) FROM articles WHERE page_kind = 'article' AND published IS NOT NULL"
    assert ask(home, years) == [(2024,)]
    assert ask(home, "SELECT count(*) FROM alerts") == [(0,)]
    assert ask(home, "SELECT kind FROM runs") == [("backfill",)]


def test_the_usual_run_after_it_finds_the_rest_and_asks_for_nothing_twice(served):
    home, env = served
    fazhi(home, "backfill", "示例省临澜市", "--from", "2024-01-01", "--to", "2024-12-31", env=env)
    done = fazhi(home, "run", "--source", "sample_linlan", env=env)
    assert done.returncode == 0, done.stderr
    twice = "SELECT url FROM fetches WHERE kind = 'article' GROUP BY url HAVING count(*) > 1"
    assert ask(home, twice) == []
    assert ask(home, "SELECT count(DISTINCT report_year) >= 3 FROM articles WHERE genre = 'annual_report'") == [(True,)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody", "--from", "2024-01-01"), "fazhi sources list"),
        (("sample_linlan", "--from", "2024-01-01", "--to", "2023-01-01"), "is before the first"),
    ],
)
def test_wrong_questions_are_answered_before_anything_is_asked(served, arguments, told):
    home, env = served
    done = fazhi(home, "backfill", *arguments, env=env)
    assert done.returncode == 1
    assert told in done.stderr
