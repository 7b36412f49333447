"""``alerts.yaml``: what does not fit is told with file, line, field and legal values; who is told what, and when."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from alert_rows import alert

from flows.alerts import load_setup
from flows.alerts.config import Send
from flows.alerts.routing import after_quiet, deliveries, next_window, wants
from flows.errors import SettingsError
from flows.settings import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL = """
language: en
site: https://fazhi.example.org/site/
channels:
  office: {address: FAZHI_TEST_OFFICE, language: zh, quiet: 22:00-07:00}
  post: {address: FAZHI_TEST_POST}
subscriptions:
- name: own province
  regions: [河南省, 110000]
  severity: high
  channels: [office]
- name: reconsideration by mail
  indicators: [dispute]
  rules: [jump_or_fall, ours]
  channels: [post]
  send: {every: day, at: 18:30}
rules:
  jump_or_fall: {severity: low, parameters: {share: 20}}
  contradicted_figure: {enabled: false}
own_rules:
- id: ours
  title: 自定义
  sql: SELECT 'x' AS dedupe_key, 'x' AS title, NULL AS article_id
"""


@pytest.fixture
def setup_of(tmp_path, monkeypatch):
    """Reads a text as the home's ``alerts.yaml``."""
    monkeypatch.setenv("FAZHI_TEST_OFFICE", "json://127.0.0.1:9/secret-one")
    monkeypatch.setenv("FAZHI_TEST_POST", "json://127.0.0.1:9/secret-two")

    def read(text):
        (tmp_path / "alerts.yaml").write_text(text, encoding="utf-8")
        return load_setup(Settings(home=tmp_path))

    return read


def test_without_a_file_every_address_gets_everything_at_once(tmp_path):
    found = load_setup(Settings(home=tmp_path, alert_urls=["json://127.0.0.1:9/a-token"]))
    assert [channel.name.split("-")[0] for channel in found.channels] == ["file", "json"]
    reached = list(deliveries(alert(1), found, datetime.now(UTC)))
    assert {(entry.channel.split("-")[0], entry.send) for entry in reached} == {
        ("file", "immediate"),
        ("json", "immediate"),
    }


def test_a_full_file_is_read(setup_of):
    found = setup_of(FULL)
    assert [channel.name for channel in found.channels] == ["file", "office", "post"]
    assert [channel.language for channel in found.channels[1:]] == ["zh", "en"]
    assert found.site == "https://fazhi.example.org/site"
    rules = {rule.id: rule for rule in found.rules}
    assert "contradicted_figure" not in rules
    assert (rules["jump_or_fall"].severity, dict(rules["jump_or_fall"].parameters)) == (
        "low",
        {"share": 20.0, "least": 30},
    )
    assert "20 %" in rules["jump_or_fall"].told
    assert rules["ours"].place.endswith("alerts.yaml:23")
    assert "secret" not in repr(found)


WRONG = {
    "a value that is not legal": (
        "subscriptions:\n- name: a\n  severity: dire\n",
        (":3: subscriptions.0.severity", "'high', 'medium' or 'low'", "'dire'"),
    ),
    "a field that is not there": (
        "channels:\n  office:\n    adress: FAZHI_TEST_OFFICE\n    address: FAZHI_TEST_OFFICE\n",
        (":3: channels.office.adress", "there are address, language, quiet"),
    ),
    "a field that is missing": ("subscriptions:\n- regions: []\n", (":2: subscriptions.0.name", "this field")),
    "a field twice": ("language: zh\nlanguage: en\n", (":2: language", "each field once")),
    "no yaml": ("a: [1\nb: 2\n", ("expected YAML",)),
    "an address in the file": (
        "channels:\n  office: {address: 'wecombot://secret-one'}\n",
        (":2: channels.office.address", "NAME of an environment variable"),
    ),
    "an address in the place of a channel": (
        "channels:\n  office: wecombot://secret-one\n",
        (":2: channels.office", "not shown"),
    ),
    "an unknown channel": (
        "channels: {office: {address: FAZHI_TEST_OFFICE}}\nsubscriptions:\n- name: a\n  channels:\n  - offices\n",
        (":5: subscriptions.0.channels.0", "one of office"),
    ),
    "an unknown rule": (
        "subscriptions:\n- name: a\n  rules: [jump]\n",
        (":3: subscriptions.0.rules.0", "jump_or_fall"),
    ),
    "a rule that is not packaged": ("rules:\n  jump: {enabled: false}\n", (":2: rules.jump", "jump_or_fall")),
    "an unknown parameter": (
        "rules:\n  jump_or_fall:\n    parameters: {part: 3}\n",
        (":3: rules.jump_or_fall.parameters.part", "share, least"),
    ),
    "a parameter of another kind": (
        "rules:\n  report_overdue:\n    parameters: {day: 15}\n",
        (":3: rules.report_overdue.parameters.day", "'04-15'"),
    ),
    "an unknown region": (
        "subscriptions:\n- name: a\n  regions: [乌有市]\n",
        (":3: subscriptions.0.regions.0", "the code or name of a region"),
    ),
    "a name of several regions": (
        "subscriptions:\n- name: a\n  regions: [朝阳区]\n",
        (":3: subscriptions.0.regions.0", "110105", "220104"),
    ),
    "an unknown indicator": (
        "subscriptions:\n- name: a\n  indicators:\n  - 出庭应诉\n",
        (":4: subscriptions.0.indicators.0", "head_appearance_rate"),
    ),
    "no window": (
        "subscriptions:\n- name: a\n  send: sometimes\n",
        (":3: subscriptions.0.send", "immediate, or a window"),
    ),
    "no hours": (
        "channels:\n  o: {address: FAZHI_TEST_OFFICE, quiet: night}\n",
        (":2: channels.o.quiet", "22:00-07:00"),
    ),
    "an id that a rule has": (
        "own_rules:\n- {id: new_report, title: t, sql: SELECT 1}\n",
        (":2: own_rules.0.id", "no other rule"),
    ),
    "a rule without a text": ("own_rules:\n- {id: ours, title: t}\n", (":2: own_rules.0", "either sql")),
    "a file that is not there": (
        "own_rules:\n- {id: ours, title: t, file: nowhere.sql}\n",
        (":2: own_rules.0.file", "beside this one"),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_is_named_with_line_and_legal_values(setup_of, what):
    text, told = WRONG[what]
    with pytest.raises(SettingsError) as error:
        setup_of(text)
    message = str(error.value)
    assert "alerts.yaml" in message
    for words in told:
        assert words in message
    assert "secret" not in message


def test_a_variable_that_is_not_set_is_named(setup_of):
    with pytest.raises(SettingsError, match=r"alerts.yaml:2: channel o wants .* FAZHI_TEST_NOWHERE"):
        setup_of("channels:\n  o: {address: FAZHI_TEST_NOWHERE}\n")


def test_a_subscription_wants_its_regions_indicators_rules_and_severity(setup_of):
    province, reconsideration = setup_of(FULL).interests
    assert wants(province, alert(severity="high", region_code="410621"))
    assert not wants(province, alert(severity="medium", region_code="410621"))
    assert not wants(province, alert(severity="high", region_code="320100"))
    assert not wants(province, alert(severity="high", region_code=None))
    jump = {"rule_id": "jump_or_fall", "region_code": "320100"}
    assert wants(reconsideration, alert(indicator_id="reconsideration_applications", **jump))
    assert not wants(reconsideration, alert(indicator_id="legal_aid_cases", **jump))
    assert not wants(reconsideration, alert(indicator_id="reconsideration_applications", rule_id="bad_news"))


def test_each_channel_gets_an_alert_once_by_the_first_that_sends(setup_of):
    text = FULL + "\n"
    text = text.replace(
        "rules:\n  jump", "- name: all\n  channels: [office, post]\n  send: {every: week, day: friday}\nrules:\n  jump"
    )
    now = datetime(2025, 3, 3, 4, tzinfo=UTC)  # a Monday, noon in Shanghai
    reached = {
        entry.channel: entry for entry in deliveries(alert(severity="high", region_code="410621"), setup_of(text), now)
    }
    assert (reached["office"].subscription, reached["office"].send) == ("own province", "immediate")
    assert (reached["post"].subscription, reached["post"].due_at) == ("all", datetime(2025, 3, 7, 0))
    taken = alert(severity="high", region_code="410621", delivered_to=("office", "file"))
    assert [entry.channel for entry in deliveries(taken, setup_of(text), now)] == ["post"]


WINDOWS = [
    (Send(every="now"), "2025-03-03 12:10", "2025-03-03 12:10"),
    (Send(every="hour"), "2025-03-03 12:10", "2025-03-03 13:00"),
    (Send(every="day", at=time(8)), "2025-03-03 12:10", "2025-03-04 08:00"),
    (Send(every="day", at=time(18, 30)), "2025-03-03 12:10", "2025-03-03 18:30"),
    (Send(every="week", day="monday", at=time(8)), "2025-03-03 12:10", "2025-03-10 08:00"),
    (Send(every="week", day="wednesday", at=time(8)), "2025-03-03 12:10", "2025-03-05 08:00"),
]


@pytest.mark.parametrize(("send", "now", "due"), WINDOWS)
def test_windows(send, now, due):
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert next_window(send, moment.astimezone(UTC), SHANGHAI) == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)


QUIET = [
    ("22:00", "07:00", "2025-03-03 23:10", "2025-03-04 07:00"),
    ("22:00", "07:00", "2025-03-03 05:00", "2025-03-03 07:00"),
    ("22:00", "07:00", "2025-03-03 07:00", "2025-03-03 07:00"),
    ("22:00", "07:00", "2025-03-03 12:00", "2025-03-03 12:00"),
    ("12:00", "14:00", "2025-03-03 12:30", "2025-03-03 14:00"),
    ("12:00", "14:00", "2025-03-03 14:00", "2025-03-03 14:00"),
]


@pytest.mark.parametrize(("first", "last", "now", "due"), QUIET)
def test_quiet_hours(first, last, now, due):
    hours = (time.fromisoformat(first), time.fromisoformat(last))
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert after_quiet(moment, hours, SHANGHAI) == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("name", "code"), [("郑州市", "410100"), ("河南省郑州市", "410100"), ("江苏省南京市鼓楼区", "320106")]
)
def test_a_region_is_named_by_name_or_in_full(setup_of, name, code):
    [interest] = setup_of(f"subscriptions:\n- {{name: one, regions: [{name}]}}\n").interests
    assert interest.regions == {code}


def test_one_address_is_one_channel(tmp_path, setup_of):
    twice = ["json://127.0.0.1:9/secret-one", "json://127.0.0.1:9/b-token", "json://127.0.0.1:9/b-token"]
    assert len(load_setup(Settings(home=tmp_path, alert_urls=twice)).channels) == 3
    setup_of("channels:\n  office: {address: FAZHI_TEST_OFFICE}\n")
    names = [channel.name.split("-")[0] for channel in load_setup(Settings(home=tmp_path, alert_urls=twice)).channels]
    assert names == ["file", "office", "json"]


def test_the_end_of_one_quiet_time_in_another_is_quiet(setup_of):
    text = "channels:\n  office: {address: FAZHI_TEST_OFFICE, quiet: 22:00-07:00}\n"
    found = setup_of(text + "subscriptions:\n- {name: late risers, quiet: 06:00-10:00}\n")
    late = datetime(2025, 3, 3, 23, tzinfo=SHANGHAI)
    due = {entry.channel: entry.due_at for entry in deliveries(alert(1), found, late)}
    assert due["office"] == datetime(2025, 3, 4, 2)  # 10:00 in Shanghai


def test_an_hour_is_an_hour_when_summer_time_ends():
    berlin = ZoneInfo("Europe/Berlin")
    for minutes in (30, 90):  # 02:30 comes twice
        now = datetime(2025, 10, 26, 0, tzinfo=UTC) + timedelta(minutes=minutes)
        assert next_window(Send(every="hour"), now, berlin) - now == timedelta(minutes=30)
