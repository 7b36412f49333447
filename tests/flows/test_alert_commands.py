"""``fazhi alerts why|mute|retry|test``, and figures that are held back until somebody says they are right."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

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


@pytest.fixture
def home(tmp_path):
    """Three yearly reports; in the last one a 万 is lost, or surplus in the others."""
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


def test_an_impossible_number_is_held_back_until_it_is_muted(home):
    left_out = "SELECT left_out FROM series('410621', 'legal_aid_cases') WHERE period_start >= DATE '2024-01-01'"
    alert = alert_of(home, "impossible_number")
    assert "与往年相差约100倍" in alert["message"]
    ((reason,),) = ask(home, left_out)
    assert reason.startswith("held back")
    assert f"fazhi alerts why {alert['alert_id'][:8]}" in reason
    why = fazhi(home, "alerts", "why", alert["alert_id"][:8])
    assert why.returncode == 0, why.stderr
    assert "受理法律援助案件58件" in why.stdout
    assert "受理法律援助案件5600件" in why.stdout or "受理法律援助案件5712件" in why.stdout
    muted = fazhi(home, "alerts", "mute", alert["alert_id"], "--reason", "the county was split that year")
    assert muted.returncode == 0, muted.stderr
    assert fazhi(home, "publish").returncode == 0
    assert ask(home, left_out) == [(None,)]
    assert alert_of(home, "impossible_number")["state"] == "muted"


def test_an_id_that_is_no_alerts_is_refused(home):
    done = fazhi(home, "alerts", "mute", "zz", "--reason", "no")
    assert done.returncode == 1
    assert "fazhi alerts list" in done.stderr


@pytest.fixture
def hook():
    """A web hook on loopback that keeps what it gets; its answer can be set."""
    got, answer = [], {"status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answer["status"])
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/secret-token", got, answer
    server.shutdown()
    server.server_close()


def test_a_test_message_reaches_the_channel_and_its_secret_is_not_shown(tmp_path, hook):
    address, got, answer = hook
    done = fazhi(tmp_path / "home", "alerts", "test", env={"FAZHI_ALERT_URLS": address})
    assert done.returncode == 0, done.stderr
    assert len(got) == 1
    assert "测试消息" in got[0]["title"]
    assert "secret-token" not in done.stdout + done.stderr
    answer["status"] = 500
    refused = fazhi(tmp_path / "home", "alerts", "test", env={"FAZHI_ALERT_URLS": address})
    assert refused.returncode == 1
    assert "refused" in refused.stdout


def test_what_a_channel_refused_is_delivered_by_retry_once(tmp_path, hook):
    address, got, answer = hook
    env = {"FAZHI_ALERT_URLS": address}
    answer["status"] = 500
    path = tmp_path / "report.txt"
    path.write_text(REPORT.format(year=2024, next=2025, cases="5600", words=WORDS[0]), encoding="utf-8")
    fazhi(tmp_path / "home", "ingest", str(path), "--region", "410621", env=env)
    assert alert_of(tmp_path / "home", "new_report")["state"] == "failed"
    answer["status"], before = 200, len(got)
    assert fazhi(tmp_path / "home", "alerts", "retry", env=env).returncode == 0
    assert len(got) == before + 1
    again = fazhi(tmp_path / "home", "alerts", "retry", env=env)
    assert "Nothing is due" in again.stdout
    assert len(got) == before + 1


def test_without_a_channel_the_test_says_how_to_set_one(tmp_path):
    done = fazhi(tmp_path / "home", "alerts", "test")
    assert done.returncode == 1
    assert "FAZHI_ALERT_URLS" in done.stderr
