"""The words of messages, within the limits of each channel; and channels, which keep their secrets and fail alone."""

import json
import logging

import pytest
from alert_rows import alert
from receivers import hook

from flows.alerts import AppriseChannel, FileChannel
from flows.alerts.composing import compose
from flows.alerts.limits import Limit, limit_of
from flows.alerts.message import DIGEST_LINES, Style, digest, single, summary
from flows.errors import DeliveryError
from warehouse.alerts import Delivery, Message

TITLES = {"new_report": ("新报告", "New report"), "jump_or_fall": ("数值骤升骤降", "Jump or fall")}
SITE = "https://fazhi.example.org"
SCHEMES = ("wecombot", "dingtalk", "feishu", "mailto", "slack", "tgram", "json")


def test_a_message_tells_what_where_by_which_rule_and_under_which_key():
    told = single(alert(1, severity="high"), Style(site=SITE, titles=TITLES))
    assert told.title == "【法知·重要】示例市发布年度报告"
    assert told.body.splitlines() == [
        "地区：河南省鹤壁市",
        "示例市发布 2024 年度报告。",
        "原文：“全年收到行政复议申请66件”",
        "来源：http://127.0.0.1/r.html",
        "网页：https://fazhi.example.org/articles/a1.html",
        "规则：新报告（new_report） · 等级：重要 · 可比性：A",
        f"编号：{1:032x}",
    ]


def test_a_message_in_english():
    told = single(alert(1, title_en="A report", message_en="Of 2024."), Style(language="en", site=SITE, titles=TITLES))
    assert told.title == "[fazhi, low] A report"
    assert told.body.splitlines()[1:3] == ["Of 2024.", "Sentence: “全年收到行政复议申请66件”"]
    assert "Rule: New report (new_report) · severity: low · comparability: A" in told.body


def test_a_rule_that_says_nothing_of_its_figures_has_them_told():
    figures = {"value": 151.0, "value_before": 66.0, "unit": "件", "period": "2024", "period_before": "2023"}
    told = single(alert(1, message="", **figures), Style())
    assert "66件（2023） → 151件（2024） (+85, +128.8 %)。" in told.body


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_texts_stay_within_the_limit_of_the_channel(scheme, language):
    limit = limit_of(scheme)
    style = Style(language, limit, SITE, TITLES)
    long = alert(1, title="长" * 900, quote="句" * 90_000, message="数" * 90_000, title_en="t" * 900, message_en="")
    many = [alert(number, severity=("high", "low")[number % 2], title="题" * 40) for number in range(10_000)]
    for told in (single(long, style), digest(many, "k" * 32, style), summary(many, "k" * 32, style)):
        assert limit.size(f"{told.title}\n{told.body}") <= limit.most
    assert "http://127.0.0.1/r.html" in single(long, style).body
    assert single(long, style).body.endswith(f"{1:032x}")
    assert digest(many, "k" * 32, style).body.endswith("k" * 32)


def test_the_sentence_is_cut_before_the_account_of_figures():
    told = single(alert(1, quote="句" * 5000), Style(limit=Limit(1000, in_bytes=True)))
    assert "示例市发布 2024 年度报告。" in told.body
    assert "句…”" in told.body


def test_a_digest_puts_the_important_first_and_counts_what_it_leaves_out():
    many = [alert(number) for number in range(DIGEST_LINES + 5)]
    told = digest([*many, alert(99, severity="high", rule_id="jump_or_fall")], "key", Style(titles=TITLES))
    assert told.title == f"【法知】共 {len(many) + 1} 条提醒"
    assert told.body.splitlines()[0].startswith("· [重要] 示例市发布年度报告（00000000）")
    assert "…… 另有 6 条：新报告 6。" in told.body
    assert len(told.body.splitlines()) == DIGEST_LINES + 3


def test_a_digest_of_what_fits_leaves_nothing_out():
    assert "另有" not in digest([alert(1), alert(2)], "key", Style()).body


def test_a_first_run_is_told_by_rule():
    many = [alert(number, region_code=f"4106{number % 3:02}") for number in range(50)]
    told = summary([*many, alert(99, severity="high", rule_id="jump_or_fall")], "key", Style(titles=TITLES))
    assert told.title == "【法知】首次运行：51 条提醒合为一条"
    assert told.body.splitlines()[:3] == [
        "数据库新建后的首次运行，不逐条发送。涉及 3 个地区。",
        "· [重要] 数值骤升骤降：1 条",
        "· [消息] 新报告：50 条",
    ]


def due(number, send="immediate", subscription="all", **facts):
    found = alert(number, **facts)
    return Delivery(found.alert_id, "office", subscription, send, found.created_at), found


def kinds(*pairs):
    return [(message.kind, len(message.alert_ids)) for message in compose("office", pairs, Style())]


def test_few_go_one_by_one_and_many_as_one():
    assert kinds(*(due(number) for number in range(3))) == [("single", 1)] * 3
    assert kinds(*(due(number) for number in range(12))) == [("digest", 12)]


def test_what_subscriptions_gather_goes_as_a_digest_each():
    pairs = [due(1), due(2, "digest", "a"), due(3, "digest", "b"), due(4, "digest", "a")]
    assert kinds(*pairs) == [("single", 1), ("digest", 2), ("single", 1)]


def test_what_a_first_run_found_is_one_summary_beside_the_rest():
    assert kinds(*(due(number, first_run=True) for number in range(9)), due(10)) == [("summary", 9), ("single", 1)]
    assert kinds(*(due(number, first_run=True) for number in range(2))) == [("single", 1)] * 2


def test_a_message_keeps_its_key_whatever_the_order():
    pairs = [due(number) for number in range(5)]
    (first,), (again,) = compose("office", pairs, Style()), compose("office", pairs[::-1], Style())
    assert first.message_id == again.message_id
    assert first.message_id in first.body


def message_for(channel, *alerts):
    return Message("key", channel.name, "lines", "题目", "正文", tuple(entry.alert_id for entry in alerts))


def test_the_file_takes_an_alert_once_and_heals_a_line_that_a_crash_cut(tmp_path):
    channel = FileChannel(tmp_path / "alerts.jsonl")
    channel.send(message_for(channel, alert(1)), [alert(1)])
    with channel.path.open("a", encoding="utf-8") as file:
        file.write('{"alert_id": "0000')
    channel.send(message_for(channel, alert(1), alert(2)), [alert(1), alert(2)])
    whole = [line for line in channel.path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    assert [json.loads(line)["dedupe_key"] for line in whole] == ["1", "2"]


@pytest.mark.parametrize("address", ["json://127.0.0.1:1/secret-token", "nosuchservice://secret-token"])
def test_an_address_that_fails_is_never_told(address, capfd):
    channel = AppriseChannel(address)
    with pytest.raises(DeliveryError) as error:
        channel.send(message_for(channel), [])
    told = capfd.readouterr()
    assert "secret-token" not in f"{error.value}{channel!r}{channel.name}{told.out}{told.err}"


def test_a_refusal_says_why_without_the_secret(caplog):
    with hook() as server:
        server.status = 503
        channel = AppriseChannel(server.address, "office")
        with caplog.at_level(logging.DEBUG), pytest.raises(DeliveryError, match=r"office refused the message: .*503"):
            channel.send(message_for(channel), [])
    assert "secret-token" not in caplog.text


def test_large_figures_and_differences_are_told_in_full():
    figures = {"unit": "条", "period": "2024", "period_before": "2023"}
    told = single(alert(1, message="", value=195000000.0, value_before=1234567.0, **figures), Style()).body
    assert "1234567条（2023） → 195000000条（2024） (+193765433, " in told
    told = single(alert(1, message="", value=100.1, value_before=100.0, **figures | {"unit": "%"}), Style()).body
    assert "(+0.1)" in told


def test_a_title_is_one_line():
    ugly = alert(1, title="第一行\n第二行\r\n  第三行")
    assert single(ugly, Style()).title == "【法知·消息】第一行 第二行 第三行"
    lines = digest([ugly, alert(2)], "k", Style()).body.splitlines()
    assert lines[1].startswith("· [消息] 第一行 第二行 第三行（")


def test_the_file_knows_an_alert_whose_sentence_holds_a_line_separator(tmp_path):
    channel = FileChannel(tmp_path / "alerts.jsonl")
    found = alert(1, quote="前\u2028后\x85")
    for _ in range(2):
        channel.send(message_for(channel, found), [found])
    assert (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_a_secret_is_masked_as_it_stands_and_as_it_is_read():
    channel = AppriseChannel("mailto://user:p%40ssword@mail.example.org")
    assert channel.masked("535 p%40ssword, p@ssword") == "535 ***, ***"


def test_a_line_of_a_digest_tells_the_figures_that_are_compared():
    figures = {"value": 151.0, "value_before": 66.0, "unit": "件", "period": "2024", "period_before": "2023"}
    line = digest([alert(1, **figures), alert(2)], "k", Style()).body.splitlines()[0]
    assert "示例市发布年度报告：66件（2023） → 151件（2024） (+85, +128.8 %)（00000000）" in line
    assert "（00000000） http" in digest([alert(1), alert(2)], "k", Style()).body.splitlines()[0]
