"""Each rule on a built series that should fire and on a twin that should not."""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from batches import article, figure, part, report, run, year_period
from warehouse import Batch, Writer, alerts
from warehouse.alerts import Alert
from warehouse.staging import Job

DIVISIONS = {
    "410600": "鹤壁市",
    "410500": "安阳市",
    "410700": "新乡市",
    "410800": "焦作市",
    "410900": "濮阳市",
    "411000": "许昌市",
}


def raised(writer: Writer, rule: str) -> list[Alert]:
    found = [alert for alert in writer.pending_alerts() if alert.rule_id == rule]
    for alert in found:  # each rule speaks both languages
        assert alert.title_en != alert.title
        assert alert.message_en
        own_words = re.sub("“.*?”|《.*?》", "", alert.title_en + alert.message_en)
        assert not set("：“”；。，").intersection(own_words)
    return found


def told(year: int, name: str, value: str, unit: str, indicator: str, code: str = "410600", **facts: Any) -> Batch:
    """A yearly report of one figure."""
    region, span = DIVISIONS.get(code, code), f"{value}{unit}"
    url = facts.pop("url", f"https://www.region{code}.gov.cn/{year}/{indicator}.html")
    published = facts.pop("published", date(year + 1, 2, 20))
    head = f"{region}{year}年度报告。这一年，{region}在各项工作里持续用力。"
    text = f"{head}{region}{name}{span}，工作记录编号{code}{year}。"
    report_year = facts.pop("report_year", year)
    own = {"region_code": code, "report_year": report_year, **year_period(year), **facts}
    own = {name: value for name, value in own.items() if name != "genre_of_page"}
    row = article(
        url,
        title=f"{region}{report_year}年法治政府建设情况报告",
        published=published,
        host=f"www.region{code}.gov.cn",
        region_code=code,
        report_year=report_year,
    )
    shown = figure(url, text, span, indicator, value, unit=unit, **own)
    return Batch(
        run(f"{code}-{year}-{indicator}-{value}-{published}"),
        articles=[row],
        parts=[part(url, text)],
        observations=[shown],
    )


def load(writer: Writer, *batches: Batch) -> None:
    for batch in batches:
        assert writer.load(batch).quarantined == 0


def loss(year: int, value: str, **facts: Any) -> Batch:
    return told(year, "行政诉讼败诉率", value, "%", "admin_litigation_loss_rate", kind="rate", **facts)


def correction(year: int, value: str, code: str) -> Batch:
    return told(year, "行政复议直接纠错率", value, "%", "reconsideration_direct_correction_rate", code, kind="rate")


def test_a_loss_rate_of_ten_is_bad_news(writer: Writer) -> None:
    load(writer, loss(2023, "9.1"), loss(2024, "10.4"))
    [alert] = raised(writer, "bad_news")
    assert alert.title == "河南省鹤壁市“行政诉讼败诉率”偏高"
    assert alert.message.startswith("2024年 10.4%，上年 9.1%")
    assert len(alert.observation_ids) == 2


def test_a_loss_rate_that_rises_by_three_points_is_bad_news(writer: Writer) -> None:
    load(writer, loss(2023, "2.0"), loss(2024, "5.5"))
    assert [alert.title for alert in raised(writer, "bad_news")] == ["河南省鹤壁市“行政诉讼败诉率”上升"]


def test_a_threshold_may_be_set_otherwise(writer: Writer) -> None:
    tuned = [replace(rule, parameters={**rule.parameters, "level": 20}) for rule in alerts.rules()]
    tuned = [rule if rule.id == "bad_news" else packaged for rule, packaged in zip(tuned, alerts.rules(), strict=True)]
    for batch in (loss(2023, "9.1"), loss(2024, "10.4")):
        assert writer.load(batch, tuned).failed_rules == ()
    assert raised(writer, "bad_news") == []
    assert "A loss rate of 20 or more" in next(rule.told for rule in tuned if rule.id == "bad_news")


def test_a_low_loss_rate_that_rises_little_is_none(writer: Writer) -> None:
    load(writer, loss(2023, "2.0"), loss(2024, "4.5"))
    assert raised(writer, "bad_news") == []


def test_an_old_bad_year_that_comes_late_is_none(writer: Writer) -> None:
    load(writer, loss(2024, "4.5"), loss(2022, "14.0"))
    assert raised(writer, "bad_news") == []


def test_a_correction_rate_twice_the_neighbours_median_is_bad_news(writer: Writer) -> None:
    load(
        writer,
        *(
            correction(2024, value, code)
            for code, value in zip(list(DIVISIONS)[1:], ("3", "4", "5", "6", "4"), strict=True)
        ),
    )
    load(writer, correction(2024, "9.5", "410600"))
    [alert] = raised(writer, "bad_news")
    assert alert.region_code == "410600"
    assert "6个同级地区的中位数" in alert.message


def test_three_neighbours_tell_nothing_of_what_is_usual(writer: Writer) -> None:
    load(
        writer, *(correction(2024, value, code) for code, value in (("410500", "3"), ("410700", "4"), ("410800", "4")))
    )
    load(writer, correction(2024, "9.5", "410600"))
    assert raised(writer, "bad_news") == []


def cases(year: int, value: str, **facts: Any) -> Batch:
    return told(year, "新收行政复议申请", value, "件", "reconsideration_applications", **facts)


def test_a_later_report_that_restates_a_year_rewrites_history(writer: Writer) -> None:
    again = cases(
        2023, "173", report_year=2024, published=date(2025, 2, 20), url="https://www.region410600.gov.cn/2024/x.html"
    )
    load(writer, cases(2023, "151"), again)
    [alert] = raised(writer, "history_rewritten")
    assert alert.title == "河南省鹤壁市“行政复议申请收案数”2023年的数被改写"
    assert "151件 → 现称 173件" in alert.message


@pytest.mark.parametrize("value", ["151", "152"])
def test_a_restated_year_within_one_in_a_hundred_is_the_same(writer: Writer, value: str) -> None:
    again = cases(
        2023, value, report_year=2024, published=date(2025, 2, 20), url="https://www.region410600.gov.cn/2024/x.html"
    )
    load(writer, cases(2023, "151"), again)
    assert raised(writer, "history_rewritten") == []


def test_another_scope_rewrites_nothing(writer: Writer) -> None:
    again = cases(
        2023,
        "31",
        report_year=2024,
        published=date(2025, 2, 20),
        scope="own_level",
        url="https://www.region410600.gov.cn/2024/x.html",
    )
    load(writer, cases(2023, "151"), again)
    assert raised(writer, "history_rewritten") == []


def total(end: date, value: str, **facts: Any) -> Batch:
    since = {"period_type": "cumulative_since", "period_start": date(2021, 1, 1), "period_end": end}
    return told(end.year, "累计审核合法性文件", value, "件", "legality_reviews", published=end, **(since | facts))


def test_a_total_that_falls_goes_backwards(writer: Writer) -> None:
    load(writer, total(date(2023, 12, 31), "1926"), total(date(2024, 12, 31), "1804"))
    [alert] = raised(writer, "cumulative_backwards")
    assert alert.title.endswith("累计数倒退")


def test_the_same_total_a_year_later_stands_still(writer: Writer) -> None:
    load(writer, total(date(2023, 12, 31), "1926"), total(date(2024, 12, 31), "1926"))
    assert [alert.title.endswith("6个月以上未变") for alert in raised(writer, "cumulative_backwards")] == [True]


NO_STEP_BACK = {
    "it grows": (total(date(2023, 12, 31), "1926"), total(date(2024, 12, 31), "2204")),
    "it counts from another day": (
        total(date(2023, 12, 31), "1926"),
        total(date(2024, 12, 31), "804", period_start=date(2023, 1, 1)),
    ),
    "it is a lower bound": (total(date(2023, 12, 31), "1926"), total(date(2024, 12, 31), "1900", bound="at_least")),
    "it is told again within months": (total(date(2023, 12, 31), "1926"), total(date(2024, 3, 31), "1926")),
}


@pytest.mark.parametrize("reason", NO_STEP_BACK)
def test_no_step_back_is_told_where(writer: Writer, reason: str) -> None:
    load(writer, *NO_STEP_BACK[reason])
    assert raised(writer, "cumulative_backwards") == []


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has loads happen on a day: the clock of :mod:`warehouse.load`, nothing else."""

    def set_day(year: int, month: int, day: int) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return datetime(year, month, day, 3, tzinfo=tz)

        monkeypatch.setattr("warehouse.load.datetime", Clock)

    return set_day


def test_a_region_whose_report_used_to_come_is_overdue_in_april(writer: Writer, on: Any) -> None:
    on(2025, 4, 16)
    load(writer, report(2022, cases=66), report(2023, cases=151), Batch(run("later")))
    [alert] = raised(writer, "report_overdue")
    assert (alert.region_code, alert.report_year) == ("410000", 2024)
    assert alert.title == "河南省：1个地区未见2024年度报告"
    assert "河南省鹤壁市（往年：2024-02-20、2023-02-20）" in alert.message
    writer.load(Batch(run("even later")))
    assert len(raised(writer, "report_overdue")) == 1


def test_before_the_middle_of_april_nothing_is_overdue(writer: Writer, on: Any) -> None:
    on(2025, 4, 14)
    load(writer, report(2022, cases=66), report(2023, cases=151))
    assert raised(writer, "report_overdue") == []


def test_a_region_that_told_one_year_only_is_not_missed(writer: Writer, on: Any) -> None:
    on(2025, 4, 16)
    load(writer, report(2023, cases=151))
    assert raised(writer, "report_overdue") == []


def without(batch: Batch, indicator: str) -> Batch:
    kept = [row for row in batch.observations if row["indicator_id"] != indicator]
    return Batch(
        {**batch.run, "run_id": f"without-{batch.articles[0]['article_id'][:8]}"},
        articles=batch.articles,
        parts=batch.parts,
        observations=kept,
    )


def years(*told_in: int) -> list[Batch]:
    batches = [report(year, cases=100 + year % 10, rate=f"9{year % 10}.5") for year in told_in]
    return [
        Batch(run(f"y{year}"), articles=b.articles, parts=b.parts, observations=b.observations)
        for year, b in zip(told_in, batches, strict=True)
    ]


def test_an_indicator_told_three_times_and_gone_is_silent(writer: Writer) -> None:
    load(writer, *years(2021, 2022, 2023), without(report(2024, cases=160), "head_appearance_rate"))
    [alert] = raised(writer, "indicator_silent")
    assert alert.title == "河南省鹤壁市2024年度报告不再公布1项指标"
    assert "行政机关负责人出庭应诉率（2023年之后未见）" in alert.message


def test_an_indicator_told_twice_is_not_missed(writer: Writer) -> None:
    load(writer, *years(2022, 2023), without(report(2024, cases=160), "head_appearance_rate"))
    assert raised(writer, "indicator_silent") == []


def test_a_report_of_which_no_figure_could_be_read_is_not_silent(writer: Writer) -> None:
    scan = report(2024, cases=160)
    load(writer, *years(2021, 2022, 2023), Batch(run("scan"), articles=scan.articles, parts=scan.parts))
    assert raised(writer, "indicator_silent") == []


def rank(code: str, year: int = 2024) -> Batch:
    return told(
        year,
        "行政机关负责人出庭应诉率位居全省第",
        "1",
        "位",
        "head_appearance_rate",
        code,
        kind="rank",
        role="claim",
        rank_universe="全省",
    )


def test_two_regions_that_claim_one_place_contradict_each_other(writer: Writer) -> None:
    load(writer, rank("410600"), rank("410500"))
    [alert] = raised(writer, "claim_contradicted")
    assert alert.grade == "C"
    assert alert.title.startswith("核对：")
    assert "claims it too" in alert.message


def test_one_place_in_two_years_is_no_contradiction(writer: Writer) -> None:
    load(writer, rank("410600", 2023), rank("410500", 2024))
    assert raised(writer, "claim_contradicted") == []


def test_the_city_hall_cannot_have_more_than_the_city(writer: Writer) -> None:
    url = "https://www.region410600.gov.cn/2024/level.html"
    text = "鹤壁市2024年度报告。全市新收行政复议申请151件。市本级新收行政复议申请1510件。"
    own = {"region_code": "410600", "report_year": 2024, **year_period(2024)}
    row = article(
        url,
        title="鹤壁市2024年法治政府建设情况报告",
        published=date(2025, 2, 20),
        host="www.region410600.gov.cn",
        region_code="410600",
        report_year=2024,
    )
    shown = [
        figure(url, text, "151件", "reconsideration_applications", "151", unit="件", **own),
        figure(url, text, "1510件", "reconsideration_applications", "1510", unit="件", scope="own_level", **own),
    ]
    writer.load(Batch(run(), articles=[row], parts=[part(url, text)], observations=shown))
    [alert] = raised(writer, "impossible_number")
    assert "市本级多于全域" in alert.message


def test_a_lost_wan_stands_out_from_the_years_before(writer: Writer) -> None:
    load(writer, *(cases(year, value) for year, value in ((2022, "5600"), (2023, "5712"), (2024, "58"))))
    [alert] = raised(writer, "impossible_number")
    assert "与往年相差约100倍" in alert.message
    assert alert.title == "数据核对：河南省鹤壁市“行政复议申请收案数” 58件"


@pytest.mark.parametrize("series", [("5600", "5712", "6100"), ("20", "5712", "58"), ("5600", "5712", "900")])
def test_a_series_that_moves_is_possible(writer: Writer, series: tuple[str, ...]) -> None:
    load(writer, *(cases(year, value) for year, value in zip((2022, 2023, 2024), series, strict=True)))
    assert raised(writer, "impossible_number") == []


def test_a_county_cannot_have_more_than_its_city(writer: Writer) -> None:
    load(writer, cases(2024, "151"), cases(2024, "1200", code="410621"))
    [alert] = raised(writer, "impossible_number")
    assert "多于所属河南省鹤壁市" in alert.message
    assert alert.region_code == "410621"


def test_a_county_with_a_part_of_its_city_is_possible(writer: Writer) -> None:
    load(writer, cases(2024, "151"), cases(2024, "12", code="410621"))
    assert raised(writer, "impossible_number") == []


def test_every_value_of_a_message_is_a_value_of_the_figures_it_names(writer: Writer) -> None:
    load(writer, loss(2023, "9.1"), loss(2024, "10.4"))
    [alert] = raised(writer, "bad_news")
    values = writer.con.execute(
        'SELECT "value" FROM observations WHERE observation_id IN (SELECT unnest(?::VARCHAR[]))',
        [list(alert.observation_ids)],
    ).fetchall()
    assert {value for (value,) in values} == {Decimal("9.1"), Decimal("10.4")}


def check(writer: Writer, day: int, state: str) -> None:
    """A run's check of all sources that found this one so, and what the rules make of it."""
    at = datetime(2025, 3, day)
    sql = "INSERT INTO source_health (run_id, checked_at, source_id, state, why) VALUES (?, ?, 'hebi', ?, 'as seen')"
    writer.con.execute(sql, [f"check-{day}", at, state])
    source = {
        "source_id": "hebi",
        "name": "鹤壁市司法局",
        "region_code": "410600",
        "start_urls": ["https://sfj.example/"],
    }
    writer.load(Batch(run(f"after-{day}"), sources=[source | {"enabled": True}]))
    alerts.evaluate(Job(writer.con, f"check-{day}", at, f"check-{day}", "run"), "check", (), {})


def test_a_source_that_refuses_twice_is_told_once_a_spell(writer: Writer) -> None:
    for day, state in enumerate(("ok", "blocked", "blocked", "blocked"), start=1):
        check(writer, day, state)
    [alert] = raised(writer, "source_unwell")
    assert alert.title == "来源异常：鹤壁市司法局（拒绝访问）"
    assert "fazhi sources check hebi" in alert.message
    for day, state in enumerate(("ok", "blocked", "blocked"), start=5):
        check(writer, day, state)
    assert len(raised(writer, "source_unwell")) == 2


def test_one_bad_night_of_a_source_is_no_news(writer: Writer) -> None:
    for day, state in enumerate(("ok", "blocked", "ok"), start=1):
        check(writer, day, state)
    assert raised(writer, "source_unwell") == []


def test_silence_is_told_at_once(writer: Writer) -> None:
    check(writer, 1, "ok")
    check(writer, 2, "silent")
    assert [alert.title for alert in raised(writer, "source_unwell")] == ["来源异常：鹤壁市司法局（久无更新）"]
