"""What contradicts itself or is missing stays unknown with a reason: never a guess in silence."""

from datetime import date

import pytest

from flows.metrics import Document, explain
from warehouse.reference.vocabulary import PeriodBasis, PeriodType

TEXT = "今年以来，收到行政复议申请103件。审查文件26件。"
TITLE = "鹤壁市2024年法治政府建设情况报告"


def test_no_date() -> None:
    found = explain(Document.of(TEXT, title="法治建设综述"))
    assert "no_date" in found.facts.flags
    assert {(o.period.start, o.period.end) for o in found.observations} == {(None, None)}


def test_no_region() -> None:
    found = explain(Document.of(TEXT, title="法治建设综述", published=date(2025, 7, 9)))
    assert (found.facts.region_code, found.facts.region_basis) == (None, "")
    assert "region_unknown" in found.facts.flags
    assert {o.place.region_code for o in found.observations} == {None}


def test_contradicting_evidence_is_decided_by_the_stronger_and_flagged() -> None:
    document = Document.of(TEXT, title=TITLE, source_name="濮阳日报", site_id_code="4101000001", region_hint="410400")
    found = explain(document).facts
    assert (found.region_code, found.region_basis) == ("410600", "title")
    assert set(found.flags) == {
        "region_conflict:source:410900",
        "region_conflict:site_id_code:410100",
        "region_conflict:region_hint:410400",
    }


def test_host_against_title() -> None:
    found = explain(Document.of(TEXT, title=TITLE, host="www.puyang.gov.cn"))
    assert {o.place.region_code for o in found.observations} == {"410600"}
    assert found.facts.flags == ("region_conflict:host:410900",)


def test_a_report_year_in_the_future_gives_no_year_and_no_default() -> None:
    title = "鹤壁市2026年法治政府建设情况报告"
    found = explain(Document.of(TEXT, title=title, published=date(2025, 3, 1)))
    assert (found.facts.report_year, found.facts.covered) == (None, None)
    assert "report_year_in_future" in found.facts.flags
    told, bare = found.observations
    assert (told.period.start, told.period.end) == (date(2025, 1, 1), date(2025, 3, 1))
    assert (bare.period.type, bare.period.basis) == (PeriodType.UNSPECIFIED, PeriodBasis.UNKNOWN)


@pytest.mark.parametrize("title", ["新华区2024年法治政府建设情况报告", "关于鼓楼区2024年度法治政府建设情况的报告"])
def test_a_name_of_several_regions(title: str) -> None:
    found = explain(Document.of(TEXT, title=title))
    assert "region_ambiguous" in found.facts.flags
    assert {o.place.region_code for o in found.observations} == {None}
    assert found.facts.report_year == 2024  # what is known stays known


@pytest.mark.parametrize("code", ["999999", "", "abc", "41"])
def test_a_code_that_is_none_is_no_evidence(code: str) -> None:
    found = explain(Document.of(TEXT, title="法治综述", site_id_code=code, region_hint=code or None)).facts
    assert found.region_code is None


def test_a_title_of_another_year_than_its_text_gives_no_year() -> None:
    document = Document.of(
        "2024年，我市推进法治政府建设。收到行政复议申请103件。2024年审查文件26件。",
        title="鹤壁市2023年度法治政府建设情况报告",
        published=date(2025, 3, 1),
    )
    found = explain(document)
    assert found.facts.report_year is None
    assert "report_year_conflict:opening:2024" in found.facts.flags
    bare, told = found.observations
    assert bare.period.type is PeriodType.UNSPECIFIED
    assert told.period.start == date(2024, 1, 1)  # what the text says itself stays known


def test_a_report_titled_by_the_year_it_came_out_in_is_of_the_year_it_tells() -> None:
    document = Document.of(
        "2023年，全市推进法治政府建设。收到行政复议申请103件。",
        title="鹤壁市2024年法治政府建设情况报告",
        published=date(2024, 2, 20),
    )
    found = explain(document)
    assert found.facts.report_year == 2023
    assert "report_year_conflict:opening:2023" in found.facts.flags


def test_a_year_in_passing_contradicts_no_title() -> None:
    text = "我市自2018年起，每年部署法治工作。2018年，我市获评示范市。收到行政复议申请103件。"
    found = explain(Document.of("一、加强领导\n" + "我市抓好各项任务落实。" * 12 + text, title=TITLE))
    assert found.facts.report_year == 2024
    assert found.facts.flags == ()


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("2099年，审查文件26件。", True),
        ("2025年上半年，审查文件26件。", True),
        ("2025年1月，审查文件26件。", False),
        ("2025年，审查文件26件。", False),
    ],
)
def test_what_was_done_after_the_publication_has_no_known_time(text: str, future: bool) -> None:
    (found,) = explain(Document.of(text, title="法治综述", published=date(2025, 2, 20))).observations
    assert (found.period.type is PeriodType.UNSPECIFIED) == future
    assert ("period_in_future" in found.flags) == future
    assert (len(found.period.alternatives) == 1) == future


def test_a_plan_for_a_time_to_come_is_none_of_that() -> None:
    (found,) = explain(
        Document.of("到2027年底，建成调解中心5个。", title="法治综述", published=date(2025, 2, 20))
    ).observations
    assert (found.period.type, found.period.end) == (PeriodType.PLAN, date(2027, 12, 31))


def test_years_looked_back_on_contradict_no_title() -> None:
    text = "2021年以来，我市推进法治政府建设。收到行政复议申请103件。"
    assert explain(Document.of(text, title=TITLE, published=date(2025, 3, 1))).facts.report_year == 2024
