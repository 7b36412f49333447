"""From the outbox to receivers: what is due goes out once, waits for its window, is tried again, is summed up."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from receivers import hook

from flows import delivery
from flows.delivery import deliver_due
from flows.settings import Settings
from warehouse import Batch, open_writer
from warehouse.alerts import call_false, mute

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from batches import report, run, together

MONDAY = datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon in Shanghai
ALERTS = "INSERT INTO alerts BY NAME FROM given"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A warehouse that a run has filled, of which nothing is due any more."""
    home = tmp_path_factory.mktemp("empty") / "home"
    with open_writer(home / "warehouse.duckdb") as writer:
        writer.load(report(2022, cases=60, run_row=run("first")))
    deliver_due(Settings(home=home), now=MONDAY - timedelta(days=30))
    return home


@pytest.fixture
def home(tmp_path, empty):
    import shutil

    return Path(shutil.copytree(empty, tmp_path / "home"))


@pytest.fixture
def receiver(monkeypatch):
    with hook() as server:
        monkeypatch.setenv("FAZHI_TEST_OFFICE", server.address)
        yield server


def settings_of(home, text=""):
    (home / "alerts.yaml").write_text(f"channels:\n  office: {{address: FAZHI_TEST_OFFICE}}\n{text}", encoding="utf-8")
    return Settings(home=home)


def put(home, count, **facts):
    """Alerts in the outbox, as a run would have put them there."""
    own = {"rule_id": "new_report", "severity": "medium", "state": "pending", "region_code": "410600", "run_id": "r"}
    own |= {
        "message": "as found",
        "quote": "",
        "url": "https://example.org/",
        "created_at": MONDAY.replace(tzinfo=None),
    }
    own |= facts
    rows = {name: [value] * count for name, value in own.items()}
    rows |= {"alert_id": [f"{number:032x}" for number in range(count)], "title": [f"第{n}条" for n in range(count)]}
    rows |= {"delivered_to": pa.array([[]] * count, pa.list_(pa.string())), "attempts": [0] * count}
    with open_writer(home / "warehouse.duckdb") as writer:
        writer.con.register("given", pa.table(rows))
        writer.con.execute(ALERTS)


def ask(home, sql):
    with open_writer(home / "warehouse.duckdb") as writer:
        return writer.con.execute(sql).fetchall()


def states(home):
    return dict(ask(home, "SELECT state, count(*) FROM alerts WHERE run_id = 'r' GROUP BY 1"))


def test_ten_thousand_alerts_of_one_run_are_one_digest_within_its_limits(home, receiver):
    put(home, 10_000)
    delivered = deliver_due(settings_of(home), now=MONDAY)
    [message] = receiver.got
    assert message["title"] == "【法知】共 10000 条提醒"
    assert len(message["title"] + message["message"]) < 4000
    assert "另有 99" in message["message"]
    assert [len(receipt.alert_ids) for receipt in delivered.receipts] == [10_000, 10_000]  # the file, the hook
    assert states(home) == {"sent": 10_000}
    assert len((home / "alerts.jsonl").read_text(encoding="utf-8").splitlines()) == 10_001
    assert deliver_due(settings_of(home), now=MONDAY + timedelta(hours=1)).receipts == ()


def test_a_first_run_sends_one_summary(tmp_path, receiver):
    home = tmp_path / "home"
    with open_writer(home / "warehouse.duckdb") as writer:
        names = {"410600": "鹤壁市", "410500": "安阳市", "410700": "新乡市", "410800": "焦作市", "410900": "濮阳市"}
        of = [report(2024, cases=int(code[2:4]) + 60, code=code, region=name) for code, name in names.items()]
        assert writer.load(together(*of)).alerts_raised == 5
    settings = settings_of(home)
    deliver_due(settings)
    assert [message["title"] for message in receiver.got] == ["【法知】首次运行：5 条提醒合为一条"]
    assert "新报告：5 条" in receiver.got[0]["message"]
    with open_writer(home / "warehouse.duckdb") as writer:
        writer.load(report(2024, cases=80, code="411000", region="许昌市", run_row=run("second")))
    deliver_due(settings)
    assert [message["title"] for message in receiver.got[1:]] == ["【法知·一般】河南省许昌市：新年度报告（2024年）"]


def test_a_digest_waits_for_its_window_and_holds_what_came_meanwhile(home, receiver):
    settings = settings_of(home, 'subscriptions:\n- {name: daily, send: {every: day, at: "08:00"}}\n')
    put(home, 2)
    deliver_due(settings, now=MONDAY)
    assert receiver.got == []
    assert states(home) == {"pending": 2}
    deliver_due(settings, now=MONDAY + timedelta(hours=21))  # 09:00 of Tuesday
    assert [message["title"] for message in receiver.got] == ["【法知】共 2 条提醒"]
    assert states(home) == {"sent": 2}


def test_what_waits_can_be_seen_and_sent_ahead(home, receiver):
    settings = settings_of(home, "subscriptions:\n- {name: weekly, send: {every: week}}\n")
    put(home, 2)
    assert delivery.preview(settings, now=MONDAY) == []
    [shown] = delivery.preview(settings, now=MONDAY, ahead=True)
    deliver_due(settings, now=MONDAY, ahead=True)
    assert [message["message"] for message in receiver.got] == [shown.body]


def test_a_channel_that_refuses_is_asked_again_later_each_time_and_harms_no_other(home, receiver):
    receiver.status = 500
    settings = settings_of(home)
    put(home, 1)
    tries = []
    for minutes in range(0, 60, 5):
        before = len(receiver.got)
        deliver_due(settings, now=MONDAY + timedelta(minutes=minutes))
        tries += [minutes] * (len(receiver.got) - before)
    assert tries == [0, 5, 15, 35]
    assert states(home) == {"failed": 1}
    [(took, error)] = ask(home, "SELECT delivered_to, error FROM alerts WHERE run_id = 'r'")
    assert took == ["file"]
    assert "500" in error
    assert "secret-token" not in error
    receiver.status = 200
    deliver_due(settings, now=MONDAY + timedelta(minutes=56), patient=False)
    assert states(home) == {"sent": 1}
    assert len({message["message"] for message in receiver.got}) == 1  # the same words, the same key


def test_a_channel_that_refuses_is_not_asked_for_every_message(home, receiver):
    receiver.status = 500
    put(home, 3)
    deliver_due(settings_of(home), now=MONDAY)
    assert len(receiver.got) == 1
    receiver.status = 200
    deliver_due(settings_of(home), now=MONDAY + timedelta(minutes=6))
    assert len(receiver.got) == 4
    assert states(home) == {"sent": 3}


def test_a_message_of_which_all_is_a_false_alarm_is_not_sent(home, receiver):
    settings = settings_of(home, "subscriptions:\n- {name: weekly, send: {every: week}}\n")
    put(home, 2)
    deliver_due(settings, now=MONDAY)
    with open_writer(home / "warehouse.duckdb") as writer:
        first, second = (alert for alert in writer.all_alerts() if alert.run_id == "r")
        call_false(writer.con, first, "misread", "figure")
        mute(writer.con, second, "known")
    deliver_due(settings, now=MONDAY, ahead=True)
    assert receiver.got == []
    assert states(home) == {"false_alarm": 1, "muted": 1}


def test_what_waits_for_a_channel_that_is_gone_is_told_and_can_be_given_up(home, receiver):
    receiver.status = 500
    put(home, 2)
    deliver_due(settings_of(home), now=MONDAY)
    (home / "alerts.yaml").write_text("language: zh\n", encoding="utf-8")
    assert deliver_due(Settings(home=home), now=MONDAY + timedelta(days=1)).unreachable == {"office": 2}
    with open_writer(home / "warehouse.duckdb") as writer:
        from warehouse.alerts import drop_channel

        assert drop_channel(writer.con, "office") == 2
    assert states(home) == {"sent": 2}


def test_a_journal_that_a_crash_left_is_noted_and_nothing_is_sent_again(home, receiver, monkeypatch):
    """As if the process had ended right after the last message."""
    settings = settings_of(home)
    put(home, 2)
    plain = delivery.outbox.fold
    calls = []

    def fold(con, outcomes):
        calls.append(len(outcomes))
        if len(calls) == 2:
            raise KeyboardInterrupt
        plain(con, outcomes)

    monkeypatch.setattr(delivery.outbox, "fold", fold)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(settings, now=MONDAY)
    assert (len(receiver.got), states(home)) == (2, {"pending": 2})
    with (home / "deliveries.jsonl").open("a") as journal:
        journal.write('\n{"message_id": "torn')
    deliver_due(settings, now=MONDAY + timedelta(minutes=1))
    assert (len(receiver.got), states(home)) == (2, {"sent": 2})
    assert not (home / "deliveries.jsonl").exists()


def test_own_rules_fire_on_fresh_articles_only_and_a_broken_one_is_told(home, receiver):
    text = (
        "own_rules:\n"
        "- id: many_cases\n"
        "  title: 复议大户\n"
        "  severity: high\n"
        "  sql: |\n"
        "    SELECT region_code || '|' || period_year AS dedupe_key, region_code || ' 复议大户' AS title,\n"
        '        region_code, indicator_id, article_id, "value", unit, period_year AS period, url\n'
        "    FROM points WHERE indicator_id = 'reconsideration_applications' AND \"value\" > 50\n"
        "- {id: crooked, title: 坏, sql: SELECT nothing FROM nowhere}\n"
    )
    settings = settings_of(home, text)
    with open_writer(home / "warehouse.duckdb") as writer:
        found = writer.load(report(2023, cases=61, run_row=run("r")), delivery.rules_in_force(settings))
    assert found.failed_rules == ("crooked",)
    deliver_due(settings, now=MONDAY)
    told = {message["title"]: message["message"] for message in receiver.got}
    assert "61件（2023）" in told["【法知·重要】410600 复议大户"]
    assert "alerts.yaml:11" in told["【法知·重要】提醒规则出错：crooked"]
    assert len(told) == 3  # and the new report


def test_an_impossible_parameter_does_not_stop_the_facts(home):
    (home / "alerts.yaml").write_text('rules:\n  report_overdue: {parameters: {day: "13-45"}}\n', encoding="utf-8")
    with open_writer(home / "warehouse.duckdb") as writer:
        batch = report(2023, cases=61, run_row=run("r"))
        found = writer.load(batch, delivery.rules_in_force(Settings(home=home)))
    assert (found.new_observations, found.failed_rules) == (2, ("report_overdue",))


def test_each_line_of_the_file_tells_the_figures(home):
    with open_writer(home / "warehouse.duckdb") as writer:
        batch = report(2023, cases=151, run_row=run("r"))
        writer.load(Batch(run("r"), articles=batch.articles, parts=batch.parts, observations=batch.observations))
    deliver_due(Settings(home=home), now=MONDAY)
    rows = [json.loads(line) for line in (home / "alerts.jsonl").read_text(encoding="utf-8").splitlines()]
    [jump] = [row for row in rows if row["rule_id"] == "jump_or_fall"]
    assert (jump["value_before"], jump["value"], jump["unit"]) == (60, 151, "件")
    assert (jump["period_before"], jump["period"]) == ("2022", "2023")


def test_a_digest_that_nobody_called_for_before_the_quiet_hours_waits_for_their_end(home, receiver):
    settings = settings_of(home, 'subscriptions:\n- {name: evening, send: {every: day, at: "21:30"}}\n')
    yaml = (home / "alerts.yaml").read_text().replace("OFFICE}", "OFFICE, quiet: 22:00-07:00}")
    (home / "alerts.yaml").write_text(yaml)
    put(home, 2)
    deliver_due(settings, now=MONDAY)
    deliver_due(settings, now=MONDAY + timedelta(hours=10, minutes=5))  # 22:05
    assert receiver.got == []
    assert delivery.preview(settings, now=MONDAY + timedelta(hours=10, minutes=5)) == []
    receiver.status = 500
    deliver_due(settings, now=MONDAY + timedelta(hours=19))  # 07:00: refused
    deliver_due(settings, now=MONDAY + timedelta(hours=34, minutes=5))  # 22:05 of Tuesday: not asked again
    assert len(receiver.got) == 1
    receiver.status = 200
    deliver_due(settings, now=MONDAY + timedelta(hours=43))
    assert (len(receiver.got), states(home)) == (2, {"sent": 2})


def test_a_clock_that_is_set_back_has_nothing_sent_twice_and_nothing_kept_for_years(home, receiver):
    settings = settings_of(home)
    put(home, 1)
    receiver.status = 500
    deliver_due(settings, now=MONDAY + timedelta(days=3650))
    receiver.status = 200
    for minutes in (0, 1):
        deliver_due(settings, now=MONDAY + timedelta(minutes=minutes))
    assert (len(receiver.got), states(home)) == (2, {"sent": 1})
