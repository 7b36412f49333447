"""``fazhi alerts why|mute|false-alarm|retry|test``, ``fazhi digest``; figures held back until they are said right."""

import json

import pytest
from receivers import hook

from homes import fazhi
from warehouse import open_reader

REPORT = """云川县{year}年法治政府建设情况报告
来源：云川县司法局 时间：{next}-02-10
{year}年，全县法律援助机构受理法律援助案件{cases}件，{words}。
"""
WORDS = (
    "提供咨询，群众来访都有人接待，村村有顾问",
    "推进公证进企业，服务窗口延时开放",
    "开展普法宣讲，法律明白人走村入户",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Three yearly reports; in the last one a 万 is lost, or surplus in the others."""
    tmp_path = tmp_path_factory.mktemp("three")
    for (year, cases), words in zip(((2022, "5600"), (2023, "5712"), (2024, "58")), WORDS, strict=True):
        path = tmp_path / f"{year}.txt"
        path.write_text(REPORT.format(year=year, next=year + 1, cases=cases, words=words), encoding="utf-8")
        done = fazhi(tmp_path / "home", "ingest", str(path), "--region", "410621")
        assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def ask(home, sql):
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        return con.execute(sql).fetchall()


def alert_of(home, rule):
    told = json.loads(fazhi(home, "alerts", "list", "--json").stdout)
    (alert,) = [alert for alert in told if alert["rule_id"] == rule]
    return alert


def test_an_impossible_number_is_held_back_until_it_is_called_a_false_alarm(home):
    left_out = "SELECT left_out FROM series('410621', 'legal_aid_cases') WHERE period_start >= DATE '2024-01-01'"
    alert = alert_of(home, "impossible_number")
    assert "与往年相差约100倍" in alert["message"]
    ((held,),) = ask(home, left_out)
    assert held.startswith("held back")
    assert f"fazhi alerts why {alert['alert_id'][:8]}" in held
    why = fazhi(home, "alerts", "why", alert["alert_id"][:8])
    assert why.returncode == 0, why.stderr
    assert "受理法律援助案件58件" in why.stdout
    assert "受理法律援助案件5600件" in why.stdout or "受理法律援助案件5712件" in why.stdout
    reason = ("--reason", "the county was split that year")
    muted = fazhi(home, "alerts", "mute", alert["alert_id"], *reason)
    assert "until the region's yearly report after that on 2024" in muted.stdout
    assert alert_of(home, "impossible_number")["state"] == "muted"
    called = fazhi(home, "alerts", "false-alarm", alert["alert_id"], *reason, "--cause", "break")
    assert called.returncode == 0, called.stderr
    assert "breaks.yaml" in called.stdout
    assert fazhi(home, "publish").returncode == 0
    assert ask(home, left_out) == [(None,)]
    told = alert_of(home, "impossible_number")
    assert (told["state"], told["cause"], told["error"]) == ("false_alarm", "break", "the county was split that year")


def test_an_id_that_is_no_alerts_is_refused(home):
    done = fazhi(home, "alerts", "mute", "zz", "--reason", "no")
    assert done.returncode == 1
    assert "fazhi alerts list" in done.stderr


def ingested(home, env):
    """A home with one report and what its run delivered."""
    path = home.parent / "report.txt"
    path.write_text(REPORT.format(year=2024, next=2025, cases="5600", words=WORDS[0]), encoding="utf-8")
    return fazhi(home, "ingest", str(path), "--region", "410621", env=env)


def configured(home, text):
    home.mkdir()
    (home / "alerts.yaml").write_text(text, encoding="utf-8")


def test_a_test_message_reaches_the_channel_and_its_secret_is_not_shown(tmp_path):
    with hook() as server:
        env = {"FAZHI_ALERT_URLS": server.address}
        done = fazhi(tmp_path / "home", "alerts", "test", env=env)
        assert done.returncode == 0, done.stderr
        assert ["测试消息" in message["title"] for message in server.got] == [True]
        server.status = 500
        refused = fazhi(tmp_path / "home", "alerts", "test", env=env)
    assert refused.returncode == 1
    assert "refused" in refused.stdout
    assert "secret-token" not in done.stdout + done.stderr + refused.stdout + refused.stderr


def test_what_a_channel_refused_is_delivered_by_retry_once(tmp_path):
    home = tmp_path / "home"
    with hook() as server:
        env = {"FAZHI_ALERT_URLS": server.address}
        server.status = 500
        ingested(home, env)
        alert = alert_of(home, "new_report")
        assert alert["state"] == "failed"
        assert "500" in fazhi(home, "alerts", "why", alert["alert_id"], env=env).stdout
        server.status, before = 200, len(server.got)
        assert "Nothing is due" in fazhi(home, "digest", env=env).stdout  # its time has not come
        assert fazhi(home, "alerts", "retry", env=env).returncode == 0
        assert "Nothing is due" in fazhi(home, "alerts", "retry", env=env).stdout
        assert len(server.got) == before + 1


def test_a_digest_can_be_looked_at_before_it_is_sent(tmp_path):
    home = tmp_path / "home"
    text = "channels: {office: {address: FAZHI_TEST_OFFICE}}\nsubscriptions: [{name: weekly, send: {every: week}}]\n"
    configured(home, text)
    with hook() as server:
        env = {"FAZHI_TEST_OFFICE": server.address}
        ingested(home, env)
        assert "新年度报告（2024年）" in fazhi(home, "digest", "--now", "--preview", env=env).stdout
        assert server.got == []
        assert "office: took 1" in fazhi(home, "digest", "--now", env=env).stdout
        assert len(server.got) == 1


def test_a_wrong_file_stops_a_run_before_it_fetches(tmp_path):
    home = tmp_path / "home"
    configured(home, "subscriptions:\n- {name: a, severity: dire}\n")
    for done in (ingested(home, {}), fazhi(home, "alerts", "rules")):
        assert done.returncode == 1
        assert "alerts.yaml:2: subscriptions.0.severity: expected one of" in done.stderr
    assert not (home / "warehouse.duckdb").exists()


def test_rules_show_what_the_file_changes(tmp_path):
    configured(tmp_path / "home", "rules: {jump_or_fall: {parameters: {share: 35}}}\n")
    told = json.loads(fazhi(tmp_path / "home", "alerts", "rules", "--json").stdout)
    [jump] = [rule for rule in told if rule["id"] == "jump_or_fall"]
    assert "at least 35 %" in jump["told"]


def test_without_a_channel_the_test_says_how_to_set_one(tmp_path):
    done = fazhi(tmp_path / "home", "alerts", "test")
    assert done.returncode == 1
    assert "FAZHI_ALERT_URLS" in done.stderr
