"""Alerts reach a file and real HTTP receivers; one bad channel harms no other; nothing goes twice to the same one."""

import json
import threading
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flows.alerts import AppriseChannel, FileChannel, deliver, outcomes
from flows.alerts.message import DIGEST_LINES, digest, single
from warehouse.alerts import Alert


class _Webhook(BaseHTTPRequestHandler):
    received: list[dict]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).received.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def webhook():
    handler = type("Webhook", (_Webhook,), {"received": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"json://127.0.0.1:{server.server_address[1]}/hook", handler.received
    server.shutdown()
    server.server_close()
    thread.join()


def alert(number, severity="low", delivered_to=()):
    return Alert(
        alert_id=f"id{number}",
        dedupe_key=str(number),
        rule_id="new_report",
        severity=severity,
        region_code="990100",
        region="示例市",
        indicator_id=None,
        report_year=2024,
        grade="A",
        title=f"示例市{number} 发布年度报告",
        message="示例市发布 2024 年度报告。",
        quote="全年收到行政复议申请66件",
        url="http://127.0.0.1/r.html",
        published=date(2025, 2, 1),
        article_id=None,
        observation_ids=(),
        state="pending",
        attempts=0,
        error="",
        created_at=datetime(2025, 2, 2),
        delivered_to=delivered_to,
        run_id="r",
    )


def test_a_message_tells_what_where_and_under_which_number():
    message = single(alert(1, "high"))
    assert message.title == "【法知·重要】示例市1 发布年度报告"
    for told in ("全年收到行政复议申请66件", "http://127.0.0.1/r.html", "new_report", "id1", "可比性 A"):
        assert told in message.body


def test_a_digest_puts_the_important_first_and_counts_what_it_leaves_out():
    many = [alert(number) for number in range(DIGEST_LINES + 5)] + [alert(99, "high")]
    message = digest(many)
    assert message.body.splitlines()[0].startswith("· [重要] 示例市99")
    assert "另有 6 条" in message.body.splitlines()[-1]
    assert len(message.alert_ids) == len(many)


def test_alerts_reach_the_file_once_and_the_webhook(tmp_path, webhook):
    address, received = webhook
    channels = [FileChannel(tmp_path / "alerts.jsonl"), AppriseChannel(address)]
    receipts = deliver([alert(1)], channels)
    deliver([alert(1)], channels[:1])
    assert [receipt.error for receipt in receipts] == ["", ""]
    assert len((tmp_path / "alerts.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert [post["title"] for post in received] == ["【法知·重要】示例市1 发布年度报告".replace("重要", "消息")]


def test_many_alerts_travel_as_one_message(webhook):
    address, received = webhook
    deliver([alert(number) for number in range(12)], [AppriseChannel(address)])
    assert len(received) == 1
    assert "12 条提醒" in received[0]["title"]


def test_a_bad_channel_harms_no_other_and_its_address_is_never_told(tmp_path, webhook):
    address, received = webhook
    bad = AppriseChannel("json://127.0.0.1:1/secret-token")
    unknown = AppriseChannel("nosuchservice://secret-token")
    receipts = deliver([alert(1)], [bad, unknown, AppriseChannel(address), FileChannel(tmp_path / "a.jsonl")])
    assert [bool(receipt.error) for receipt in receipts] == [True, True, False, False]
    assert len(received) == 1
    (noted,) = outcomes(receipts)
    assert noted[0] == "failed"
    assert noted[2] == (AppriseChannel(address).name, "file")
    assert "secret-token" not in "".join(receipt.error + receipt.channel for receipt in receipts) + repr(bad)


def test_a_channel_that_has_taken_an_alert_is_not_sent_it_again(tmp_path, webhook):
    address, received = webhook
    channel = AppriseChannel(address)
    assert deliver([alert(1, delivered_to=(channel.name,))], [channel]) == []
    assert received == []
