"""Alerts land with the facts that cause them: once, with the sentence, never for a reprint or an old text read anew."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from batches import article, figure, part, report, run, together, year_period
from warehouse import Batch, Writer, alerts, article_id, open_reader, open_writer, publish
from warehouse.alerts import Alert
from warehouse.errors import RuleError, WarehouseError


def raised(writer: Writer, rule: str) -> list[Alert]:
    return [alert for alert in writer.pending_alerts() if alert.rule_id == rule]


def load_all(writer: Writer, *batches: Batch) -> None:
    for number, batch in enumerate(batches):
        writer.load(
            Batch(
                {**batch.run, "run_id": f"run-{number}"},
                articles=batch.articles,
                parts=batch.parts,
                observations=batch.observations,
            )
        )


def with_facts(batch: Batch, **facts: Any) -> Batch:
    rows = [{**row, **facts} for row in batch.observations]
    return Batch(batch.run, articles=batch.articles, parts=batch.parts, observations=rows)


def test_a_new_report_is_told_with_region_year_link_and_sentence(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    [alert] = raised(writer, "new_report")
    assert alert.title == "河南省鹤壁市：新年度报告（2023年）"
    assert (alert.region_code, alert.report_year, alert.severity, alert.state) == ("410600", 2023, "medium", "pending")
    assert alert.url == "https://www.region410600.gov.cn/report/2023.html"
    assert alert.quote.startswith("全年新收行政复议申请151件")
    assert "2024-02-20发布" in alert.message
    assert len(alert.observation_ids) == 2


def test_one_report_on_two_sites_is_told_once(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    again = report(2023, cases=151, url="https://law.region410600.gov.cn/2023.html", run_row=run("r2"))
    assert writer.load(again).copies == 1
    other_words = report(
        2023, cases=151, region="鹤壁市（公开版）", url="https://c.gov.cn/2023.html", run_row=run("r3")
    )
    writer.load(other_words)
    assert len(raised(writer, "new_report")) == 1


def test_a_feature_is_told_once_a_text(writer: Writer) -> None:
    feature = report(2024, cases=160, genre="feature")
    writer.load(feature)
    assert [alert.title for alert in raised(writer, "new_report")] == ["河南省鹤壁市：新专题报道（2024年）"]


@pytest.mark.parametrize("kind", ["backfill", "reextract"])
def test_what_is_brought_in_afterwards_is_no_news(writer: Writer, kind: str) -> None:
    assert writer.load(report(2023, cases=151, run_row=run("r", kind))).alerts_raised == 0


def test_figures_found_by_a_later_extractor_do_not_alert(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), report(2023, cases=151))
    writer.mark_alerts([alert.alert_id for alert in writer.pending_alerts()], "sent")
    later = with_facts(report(2023, cases=151), confidence=0.99)
    assert (
        writer.load(Batch(run("r9"), articles=later.articles, observations=later.observations)).superseded_observations
        == 2
    )
    assert writer.pending_alerts() == []


def test_a_report_first_read_without_figures_is_told_when_they_come(writer: Writer) -> None:
    first = report(2023, cases=151)
    unread = [{**row, "extractor_version": None, "genre": None} for row in first.articles]
    assert writer.load(Batch(run("r1"), articles=unread, parts=first.parts)).alerts_raised == 0
    assert writer.load(Batch(run("r2"), articles=first.articles, observations=first.observations)).alerts_raised == 1


def test_a_jump_is_told_with_both_figures(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), report(2023, cases=151))
    [alert] = raised(writer, "jump_or_fall")
    assert alert.title == "河南省鹤壁市“行政复议申请收案数”骤升"
    assert alert.message == "2022年 66件 → 2023年 151件（+128.8%），可比等级A。"
    assert (alert.severity, alert.grade, alert.report_year) == ("high", "A", 2023)
    assert alert.quote.startswith("全年新收行政复议申请151件")
    assert len(alert.observation_ids) == 2


NO_JUMP = {
    "less than half": (report(2022, cases=110), report(2023, cases=151)),
    "less than thirty": (report(2022, cases=16), report(2023, cases=41)),
    "a break of definition between": (report(2023, cases=66), report(2024, cases=151)),
    "not the year after": (report(2020, cases=66), report(2023, cases=151)),
    "other scopes": (report(2022, cases=66), with_facts(report(2023, cases=151), scope="own_level")),
    "other regions": (report(2022, cases=66), report(2023, cases=151, code="410500", region="安阳市")),
}


@pytest.mark.parametrize("reason", NO_JUMP)
def test_no_jump_is_told_for(writer: Writer, reason: str) -> None:
    load_all(writer, *NO_JUMP[reason])
    assert raised(writer, "jump_or_fall") == []


def test_old_years_that_come_late_are_no_jump(writer: Writer) -> None:
    load_all(writer, report(2022, cases=151), report(2023, cases=160), report(2021, cases=66))
    assert raised(writer, "jump_or_fall") == []


def test_a_jump_of_a_lower_bound_is_to_be_checked(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), with_facts(report(2023, cases=151), bound="at_least"))
    [alert] = raised(writer, "jump_or_fall")
    assert alert.title.startswith("核对：")
    assert alert.grade == "C"


def test_a_jump_within_one_batch_is_told_for_the_newest_year_only(writer: Writer) -> None:
    writer.load(together(report(2021, cases=20), report(2022, cases=66), report(2023, cases=151)))
    assert [alert.report_year for alert in raised(writer, "jump_or_fall")] == [2023]


RATES = {
    ("100", "99.4", "97.5"): True,  # from the ceiling
    ("96", "99.4", "97.5"): False,  # it had not stood there
    ("90", "91", "85.9"): True,  # down by five points
    ("90", "91", "87"): False,
    ("100", "100", "98.5"): False,
}


@pytest.mark.parametrize("rates", RATES)
def test_a_rate_that_leaves_its_ceiling(writer: Writer, rates: tuple[str, str, str]) -> None:
    load_all(
        writer,
        *(report(year, cases=100 + year, rate=rate) for year, rate in zip((2021, 2022, 2023), rates, strict=True)),
    )
    found = raised(writer, "rate_leaves_ceiling")
    assert bool(found) == RATES[rates]
    if found:
        assert f"2023年 {rates[2]}%" in found[0].message


def test_marking_counts_the_attempt_and_keeps_a_failed_one_due(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    [alert] = writer.pending_alerts()
    assert writer.mark_alerts([alert.alert_id], "failed", "connection refused") == 1
    [again] = writer.pending_alerts()
    assert (again.state, again.attempts, again.error) == ("failed", 1, "connection refused")
    writer.mark_alerts([alert.alert_id], "sent")
    assert writer.pending_alerts() == []
    with pytest.raises(WarehouseError, match="pending, sent, failed, muted, false_alarm"):
        writer.mark_alerts([alert.alert_id], "lost")


def test_readers_see_the_alerts(path: Path, tmp_path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
    [alert] = alerts.read(open_reader(publish(path, tmp_path).database))
    assert (alert.article_id, alert.region) == (article_id(alert.url), "河南省鹤壁市")


def test_a_rule_that_breaks_is_told_and_stops_nothing(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        "rules:\n"
        "- {id: broken, severity: low, title: 坏, description: divides nothing}\n"
        "- {id: new_report, severity: medium, title: 新报告, description: as packaged}\n"
    )
    (tmp_path / "broken.sql").write_text("SELECT error('no such thing') AS dedupe_key FROM fresh_articles")
    (tmp_path / "new_report.sql").write_text((alerts.FOLDER / "new_report.sql").read_text())
    found = writer.load(report(2023, cases=151), alerts.rules(tmp_path))
    assert (found.new_observations, found.alerts_raised, found.failed_rules) == (2, 2, ("broken",))
    [broken] = raised(writer, "broken_rule")
    assert "broken.sql" in broken.message
    writer.load(report(2022, cases=66, run_row=run("r2")), alerts.rules(tmp_path))
    assert len(raised(writer, "broken_rule")) == 1  # once a day


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{id: x, title: t, description: d}", "lacks severity"),
        ("{id: x, severity: dire, title: t, description: d}", "'dire', expected one of high, medium, low"),
        ("{id: x, severity: low, title: t, description: d}", "no x.sql"),
    ],
)
def test_a_rule_that_is_wrongly_described_is_named(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "rules.yaml").write_text(f"rules:\n- {entry}\n")
    with pytest.raises(RuleError, match=message):
        alerts.rules(tmp_path)


def test_a_figure_that_its_own_report_contradicts_is_told(writer: Writer) -> None:
    # 27 of 139 is 19.4 %, the report says 29.4 %
    writer.load(corrected_share("29.4"))
    [alert] = raised(writer, "contradicted_figure")
    assert (alert.severity, alert.grade) == ("low", "C")
    assert "29.4%" in alert.message
    assert "29.4%" in alert.quote


def test_a_figure_that_fits_is_not(writer: Writer) -> None:
    writer.load(corrected_share("19.4"))
    assert raised(writer, "contradicted_figure") == []


def corrected_share(rate: str) -> Batch:
    url = "https://www.region410600.gov.cn/share.html"
    text = f"鹤壁市2023年行政复议情况通报。全年审结行政复议案件139件，直接纠错27件，直接纠错率{rate}%。"
    told = {"region_code": "410600", "report_year": 2023, **year_period(2023)}
    about = {"published": date(2024, 2, 20), "region_code": "410600", "report_year": 2023}
    return Batch(
        run("share"),
        articles=[
            article(url, title="鹤壁市2023年行政复议情况", host="www.region410600.gov.cn", **about),
        ],
        parts=[part(url, text)],
        observations=[
            figure(url, text, "139件", "reconsideration_concluded", "139", unit="件", **told),
            figure(url, text, "27件", "reconsideration_corrected", "27", unit="件", **told),
            figure(
                url,
                text,
                f"{rate}%",
                "reconsideration_direct_correction_rate",
                rate,
                unit="%",
                denominator_variant="concluded",
                **told,
            ),
        ],
    )


def test_what_a_run_on_a_new_warehouse_raises_is_marked(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), report(2023, cases=151))
    assert {alert.report_year: alert.first_run for alert in raised(writer, "new_report")} == {2022: True, 2023: False}


def test_a_jump_keeps_its_figures_as_columns(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), report(2023, cases=151))
    [alert] = raised(writer, "jump_or_fall")
    assert (alert.value_before, alert.value, alert.unit) == (66, 151, "件")
    assert (alert.period_before, alert.period) == ("2022", "2023")
    assert alert.message_en == "2022: 66 件 → 2023: 151 件 (+128.8 %), comparability A."


def jumps(writer: Writer) -> dict[int | None, str]:
    return {alert.report_year: alert.state for alert in writer.all_alerts() if alert.rule_id == "jump_or_fall"}


def test_what_is_muted_is_silent_until_the_next_yearly_report(writer: Writer) -> None:
    load_all(writer, report(2016, cases=20), report(2017, cases=66))
    [first] = raised(writer, "jump_or_fall")
    assert alerts.mute(writer.con, first, "counted anew") == 2017
    writer.load(report(2018, cases=300, run_row=run("next")))
    assert jumps(writer) == {2017: "muted", 2018: "pending"}
    # As if the report of 2019 had been known when it was muted: it is not the next one then.
    writer.con.execute("UPDATE mutes SET held_year = 2019")
    writer.load(report(2019, cases=900, run_row=run("known")))
    assert jumps(writer)[2019] == "muted"


def test_what_is_muted_until_a_day_is_silent_until_then(writer: Writer) -> None:
    load_all(writer, report(2016, cases=20), report(2017, cases=66))
    [first] = raised(writer, "jump_or_fall")
    alerts.mute(writer.con, first, "counted anew", until=date(2999, 1, 1))
    writer.load(report(2018, cases=300, run_row=run("next")))
    assert jumps(writer) == {2017: "muted", 2018: "muted"}
    writer.con.execute("UPDATE mutes SET until = DATE '2001-01-01'")
    writer.load(report(2019, cases=900, run_row=run("over")))
    assert jumps(writer)[2019] == "pending"


def test_a_mute_of_another_region_silences_nothing(writer: Writer) -> None:
    load_all(writer, report(2022, cases=66), report(2023, cases=151))
    [first] = raised(writer, "jump_or_fall")
    alerts.mute(writer.con, first, "counted anew", until=date(2999, 1, 1))
    other = {"code": "410500", "region": "安阳市"}
    writer.load(report(2022, cases=66, run_row=run("a"), **other))
    writer.load(report(2023, cases=151, run_row=run("b"), **other))
    assert [alert.region_code for alert in raised(writer, "jump_or_fall")] == ["410500"]


def test_an_alert_about_no_region_is_muted_until_a_day_only(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    [alert] = raised(writer, "new_report")
    with pytest.raises(WarehouseError, match="--until"):
        alerts.mute(writer.con, replace(alert, region_code=None), "known")


OWN_RULES = [
    ("SELECT 'k' AS dedupe_key, 't' AS title) t; DROP TABLE mutes; SELECT * FROM (SELECT 1", "syntax error"),
    ("SELECT 1; DROP TABLE mutes", "seen: SELECT, DROP"),
    ("ATTACH ':memory:' AS other", "seen: ATTACH"),
    ("COPY mutes TO 'mutes.csv'", "seen: COPY"),
    (
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n % 3 FROM r) SELECT max(n)::VARCHAR AS dedupe_key, 't' "
        "AS title FROM r",
        "was ended after",
    ),
]


@pytest.mark.parametrize(("sql", "seen"), OWN_RULES)
def test_a_rule_of_the_users_asks_and_changes_nothing_and_ends(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, sql: str, seen: str
) -> None:
    monkeypatch.setattr("warehouse.alerts.raising.RULE_SECONDS", 0.5)
    own = alerts.AlertRule("ours", "low", "自定义", "ours", sql, place="alerts.yaml:3")
    found = writer.load(report(2023, cases=151), [own])
    assert (found.new_observations, found.failed_rules) == (2, ("ours",))
    [broken] = raised(writer, "broken_rule")
    assert seen in broken.message
    assert "alerts.yaml:3" in broken.message
    assert writer.con.execute("SELECT count(*) FROM mutes").fetchall() == [(0,)]


def test_figures_from_a_million_on_are_told_with_all_digits(writer: Writer) -> None:
    load_all(writer, report(2022, cases=1234567), report(2023, cases=195000123))
    [alert] = raised(writer, "jump_or_fall")
    assert alert.message.startswith("2022年 1234567件 → 2023年 195000123件")
