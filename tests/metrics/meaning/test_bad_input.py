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
