"""docs/alerts.md shows what is really sent, and an ``alerts.yaml`` that is right."""

import re

import yaml
from captured import BEGIN, DOCUMENT, END, captured

from flows.alerts import load_setup
from flows.alerts.limits import limit_of
from flows.settings import Settings

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_messages_shown_are_those_that_are_sent():
    shown = TEXT.split(BEGIN)[1].split(END)[0].strip()
    assert shown == captured(), "python tests/flows/captured.py"


def test_the_file_shown_is_right(tmp_path, monkeypatch):
    [text] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "alerts.yaml").write_text(text, encoding="utf-8")
    for channel in yaml.safe_load(text)["channels"].values():
        monkeypatch.setenv(channel["address"], "json://127.0.0.1:9/")
    found = load_setup(Settings(home=tmp_path))
    assert [interest.name for interest in found.interests] == ["own province, at once", "neighbours, every morning"]
    assert "many_cases" in {rule.id for rule in found.rules}


def test_the_limits_shown_are_those_that_hold():
    rows = re.findall(r"\| `(\w+)://[^|]*\| (\d+) (bytes|characters) \|", TEXT)
    assert len(rows) == 7
    for scheme, most, unit in rows:
        limit = limit_of(scheme)
        assert (limit.most, limit.in_bytes) == (int(most), unit == "bytes"), scheme
