"""Reference data: every file loads, says what is wrong with it, and can be added to."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse import reference


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path))
    reference.forget()
    yield tmp_path
    monkeypatch.undo()
    reference.forget()


NEW_INDICATOR = """
indicators:
- id: {id}
  name_zh: 巡回审判场次
  dimension: {dimension}
  unit: 场次
  kind: count
  aggregation: flow
  direction: higher_better
  synonyms_zh: [巡回审判]
  tier: extended
"""


def test_every_file_of_reference_data_loads() -> None:
    assert len(reference.indicators()) >= 176
    assert len(reference.regions()) > 3200
    assert reference.newspapers()["新华日报"] == "320000"
    assert {law.kind for law in reference.laws()} == {"law", "plan", "congress"}
    assert any("reconsideration_applications" in entry.indicators for entry in reference.breaks())
    assert reference.unit_rules().canonical("宗") == "件"
    assert ("人", "人次") in reference.unit_rules().never_convert


def test_an_unknown_indicator_is_answered_with_the_nearest() -> None:
    with pytest.raises(reference.UnknownIndicatorError, match="reconsideration_accepted"):
        reference.indicator("reconsideration_acepted")
    with pytest.raises(KeyError):
        reference.indicator("nothing_like_it")


def test_an_added_catalogue_is_added(added: Path) -> None:
    before = reference.version()
    (added / "indicators.yaml").write_text(NEW_INDICATOR.format(id="circuit_trials", dimension="dispute"))
    reference.forget()
    assert reference.indicator("circuit_trials").unit == "场次"
    assert reference.version() != before


@pytest.mark.parametrize(
    ("change", "field", "legal"),
    [
        ({"id": "mediators"}, "id", "no other indicator"),
        ({"dimension": "sports"}, "dimension", "dispute"),
    ],
)
def test_a_wrong_entry_names_file_id_field_and_what_is_legal(
    added: Path, change: dict[str, str], field: str, legal: str
) -> None:
    values = {"id": "circuit_trials", "dimension": "dispute"} | change
    (added / "indicators.yaml").write_text(NEW_INDICATOR.format(**values))
    with pytest.raises(reference.InvalidReferenceError) as caught:
        reference.indicators()
    assert caught.value.field == field
    for part in (str(added), values["id"], field, legal):
        assert part in str(caught.value)


def test_a_directory_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path / "nowhere"))
    reference.forget()
    with pytest.raises(reference.ReferenceDataError, match="nowhere"):
        reference.regions()
    monkeypatch.undo()
    reference.forget()


def test_fictitious_divisions_are_divisions(added: Path) -> None:
    (added / "divisions.csv").write_text(
        "code,name,level,parent_code,fictitious\n990000,示例省,province,100000,true\n990100,样本市,prefecture,990000,true\n"
    )
    (added / "newspapers.csv").write_text("name,region_code\n示例时报,990000\n")
    city = reference.regions().get("990100")
    assert city is not None
    assert city.fictitious
    assert [region.code for region in reference.regions().named("样本")] == ["990100"]
    assert [region.code for region in reference.regions().ancestors(city)] == ["990000", "100000"]
    assert reference.newspapers()["示例时报"] == "990000"


def test_a_code_given_twice_is_an_error(added: Path) -> None:
    (added / "divisions.csv").write_text("code,name,level,parent_code\n410600,别处市,prefecture,410000\n")
    with pytest.raises(reference.InvalidReferenceError, match="410600"):
        reference.regions()


@pytest.mark.parametrize(
    ("name", "code", "valid_to", "successor"),
    [("莱芜市", "371200", 2018, "370116"), ("沙县", "350427", 2021, "350405"), ("下城区", "330103", 2021, "330105")],
)
def test_an_abolished_division_keeps_its_identity(name: str, code: str, valid_to: int, successor: str) -> None:
    region = next(region for region in reference.regions().named(name) if region.code == code)
    assert (region.valid_to, region.successor_code) == (valid_to, successor)
    assert region.existed_in(valid_to - 1)
    assert not region.existed_in(valid_to + 1)


def test_a_renamed_division_is_one_region_under_both_names() -> None:
    assert [region.code for region in reference.regions().named("襄樊市")] == ["420600"]
    assert [region.code for region in reference.regions().named("襄阳市")] == ["420600"]


@pytest.mark.parametrize("name", ["XIONGAN", "XPCC", "SHENSHAN"])
def test_functional_zones_have_ids_of_their_own(name: str) -> None:
    region = reference.regions().get(name)
    assert region is not None
    assert region.functional_zone


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("湘西土家族苗族自治州", "湘西"),
        ("浚县", "浚县"),
        ("内蒙古自治区", "内蒙古"),
        ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯"),
    ],
)
def test_short_names(full: str, short: str) -> None:
    assert reference.regions().named(full)[0].short_name == short


def test_reading_reference_data_loads_nothing_heavy() -> None:
    code = "import sys; from warehouse import reference; reference.regions(); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("pydantic", "duckdb", "prefect", "scrapy", "pyarrow"):
        assert f"'{heavy}'" not in loaded


def test_hosts_are_of_provinces_prefectures_and_counties_spelled_like_no_other() -> None:
    regions, hosts = reference.regions(), reference.region_hosts()
    levels = Counter(regions.get(code).level for code in hosts.values())  # type: ignore[union-attr]
    assert set(levels) == {"province", "prefecture", "county"}
    assert levels["prefecture"] > 200 and levels["county"] > 1000
    assert hosts["jiashan.gov.cn"] == "330421"
    provinces = {region.code for region in regions if region.level == "province" and region.valid_to is None}
    assert provinces - set(hosts.values()) == {"710000", "810000", "820000"}
    assert "jinzhou.gov.cn" not in hosts  # 锦州, 荆州 and 晋州 are written alike


@pytest.mark.parametrize(
    ("host", "domain", "before"),
    [
        ("www.hebi.gov.cn", "hebi.gov.cn", "www"),
        ("SFJ.Hebi.gov.cn:443", "hebi.gov.cn", "sfj"),
        ("hebi.gov.cn", "hebi.gov.cn", ""),
        ("hebi.gov.cn.example.com", "", "hebi.gov.cn.example.com"),
        ("nothebi.gov.cn", "", "nothebi.gov.cn"),
        ("", "", ""),
    ],
)
def test_the_domain_of_a_host(host: str, domain: str, before: str) -> None:
    assert reference.domain_of(host) == (domain, before)
