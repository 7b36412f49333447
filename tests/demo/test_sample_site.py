"""The sample site: it hangs together, its gold says what its pages say, and nothing invented looks real."""

import posixpath
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest

from demo.sample import (
    GBK_SITES,
    INVENTED,
    PAGE_SUFFIXES,
    SITE,
    WWW,
    expected,
    html_files,
    links,
    pages,
    site_of,
    source_text,
    sources,
    text,
    url_path,
)
from warehouse.reference.vocabulary import Bound, Direction, Kind, PeriodType, Role, Scope

REPORT_KINDS = {"report", "feature", "reprint", "irrelevant", "interpretation", "department", "stub"}
VOCABULARY = {
    "bound": Bound,
    "kind": Kind,
    "role": Role,
    "direction": Direction,
    "scope": Scope,
    "period_type": PeriodType,
}


def by_path(page: dict[str, Any]) -> str:
    return str(page["path"])


def target(file: Path, href: str) -> Path:
    """The file a link leads to."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(url_path(file)), href.partition("?")[0]))
    found = WWW / path.lstrip("/")
    return found / "index.html" if found.is_dir() else found


# --- the site hangs together


@pytest.mark.parametrize("file", html_files(), ids=url_path)
def test_every_link_resolves(file: Path) -> None:
    missing = [href for href in links(file) if not target(file, href).is_file()]
    assert not missing


def listings(source: dict[str, Any]) -> list[Path]:
    """The pages of a source's listing: the start page and its numbered companions."""
    start = WWW / source["start_urls"][0].removeprefix("{base}/")
    companions = [*start.parent.glob(f"{start.stem}*{start.suffix}"), *(start.parent / start.stem).glob("*")]
    return sorted(path for path in companions if path.suffix in PAGE_SUFFIXES)


@pytest.mark.parametrize("source", sources(), ids=lambda source: str(source["id"]))
def test_a_listing_has_pages_and_leads_to_every_article(source: dict[str, Any]) -> None:
    files = listings(source)
    assert len(files) >= 2
    found = {url_path(target(file, href)) for file in files for href in links(file)}
    site = site_of(files[0])
    assert {page["path"] for page in pages() if page["site"] == site} <= found


@pytest.mark.parametrize("source", sources(), ids=lambda source: str(source["id"]))
def test_listings_cut_titles_and_give_them_in_full_beside(source: dict[str, Any]) -> None:
    html = "".join(source_text(file) for file in listings(source))
    anchors = re.findall(r"""<a [^>]*title=["']([^"']+)["'][^>]*>([^<]+)</a>""", html)
    titles = {page["title"] for page in pages() if page["title"]}
    rows = [(full, shown) for full, shown in anchors if full in titles]
    assert any(shown.endswith("…") for _, shown in rows)
    assert all(full.startswith(shown.rstrip("…")) for full, shown in rows)


def test_trs_pagers_name_pages_that_exist() -> None:
    """One TRS site counts from 0 (page 2 is _1), the other from 1 (page 2 is _2)."""
    assert "createPageHTML(2, 0," in source_text(WWW / "yunhe/zwgk/fzzfjs/index.html")
    assert (WWW / "yunhe/zwgk/fzzfjs/index_1.html").is_file()
    assert "createPageHTML('page_div',2, 1," in source_text(WWW / "linlan/xxgk/fzzf/index.htm")
    assert (WWW / "linlan/xxgk/fzzf/index_2.htm").is_file()


def test_every_page_is_accounted_for() -> None:
    known = {page["path"] for page in pages()} | set(expected()["forbidden"])
    known |= {url_path(file) for source in sources() for file in listings(source)}
    known |= {url_path(file) for file in html_files() if file.name == "index.html"}
    assert {url_path(file) for file in html_files()} == known


def test_robots_forbids_one_page_that_a_listing_links_to() -> None:
    robots = RobotFileParser()
    robots.parse((WWW / "robots.txt").read_text(encoding="utf-8").splitlines())
    linked = {url_path(target(file, href)) for file in html_files() for href in links(file)}
    assert expected()["forbidden"]
    for path in expected()["forbidden"]:
        assert path in linked
        assert not robots.can_fetch("fazhi", path)
    assert all(robots.can_fetch("fazhi", page["path"]) for page in pages())


# --- bytes


@pytest.mark.parametrize("file", [file for file in html_files() if site_of(file) in GBK_SITES], ids=url_path)
def test_the_newspaper_is_gbk_and_says_gb2312(file: Path) -> None:
    body = file.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "gb2312" in body.decode("gbk")


def test_some_pages_need_gbk_where_they_say_gb2312() -> None:
    def only_gbk(file: Path) -> bool:
        try:
            file.read_bytes().decode("gb2312")
        except UnicodeDecodeError:
            return True
        return False

    assert any(only_gbk(file) for file in html_files() if site_of(file) in GBK_SITES)


# --- the gold says what the pages say


def test_six_regions_with_three_yearly_reports_each() -> None:
    years: dict[str, set[int]] = {}
    for report in pages("report"):
        years.setdefault(report["region_code"], set()).add(report["report_year"])
        assert report["published"].year == report["report_year"] + 1
        assert report["published"].month <= 4
    assert len(years) == 6
    assert all(found == {2022, 2023, 2024} for found in years.values())


@pytest.mark.parametrize("page", pages(), ids=by_path)
def test_the_page_states_what_the_gold_says(page: dict[str, Any]) -> None:
    assert page["kind"] in REPORT_KINDS
    words = text(page["path"])
    assert page["title"] in words
    assert page["source_name"] in words
    places = [*page.get("figures", ()), *page.get("not_results", ()), *page.get("neutral", ())]
    missing = [place for place in places if place["after"] + place["text"] not in words]
    assert not missing


@pytest.mark.parametrize("page", [page for page in pages() if page.get("figures")], ids=by_path)
def test_figures_use_the_words_of_the_vocabulary_and_their_value_is_the_printed_one(page: dict[str, Any]) -> None:
    for figure in page["figures"]:
        for name, words in VOCABULARY.items():
            assert name not in figure or figure[name] in set(words), figure
        assert (figure["kind"] == Kind.GROWTH) == ("direction" in figure), figure
        assert figure.get("role") != Role.CHANGE or figure["kind"] == Kind.GROWTH, figure
        if printed := re.match(r"([\d,.]+)[余多]?(万|亿)?", figure["text"]):
            factor = {"万": 10**4, "亿": 10**8, None: 1}[printed[2]]
            assert Decimal(printed[1].replace(",", "")) * factor == Decimal(str(figure["value"])), figure


@pytest.mark.parametrize("report", pages("report"), ids=by_path)
def test_a_report_has_key_figures_targets_and_shortcomings(report: dict[str, Any]) -> None:
    figures = report["figures"]
    assert sum(figure.get("role") == "actual" and "indicator_id" in figure for figure in figures) >= 8
    assert any(figure.get("role") == "target" for figure in figures)
    assert re.search("[二三四]、[^。]*(?:不足|问题|短板|薄弱|差距)", text(report["path"]))


def test_the_table_adds_up() -> None:
    (report,) = [page for page in pages() if "table" in page]
    columns: dict[str, dict[str, int]] = {}
    for cell in report["table"]:
        columns.setdefault(cell["column"], {})[cell["row"]] = cell["value"]
    for cells in columns.values():
        assert cells["合计"] == sum(value for row, value in cells.items() if row != "合计")


def test_reprints_repeat_their_origin_word_for_word() -> None:
    assert len(pages("reprint")) >= 2
    for reprint in pages("reprint"):
        origin = next(page for page in pages() if page["path"] == reprint["origin"])
        assert reprint["published"] > origin["published"]
        assert reprint["site"] != origin["site"]
        said = text(reprint["path"])
        assert all(figure["after"] + figure["text"] in said for figure in origin["figures"])


# --- the invented figures are consistent, but for one deliberate contradiction


def yearly() -> dict[tuple[str, str, str | None, str], dict[int, Decimal]]:
    """Actual yearly values by region, indicator, scope and unit."""
    series: dict[tuple[str, str, str | None, str], dict[int, Decimal]] = {}
    for report in pages("report"):
        for figure in report["figures"]:
            if figure.get("role") != "actual" or figure.get("period_type", "annual") != "annual":
                continue
            if "indicator_id" in figure and figure["kind"] in {"count", "amount", "rate"}:
                key = (report["region_code"], figure["indicator_id"], figure.get("scope"), figure["unit"])
                series.setdefault(key, {})[report["report_year"]] = Decimal(str(figure["value"]))
    return series


def test_stated_changes_agree_with_last_years_report_but_for_one() -> None:
    series, checked, contradictions = yearly(), 0, []
    for report in pages("report"):
        year = report["report_year"]
        for figure in report["figures"]:
            if figure.get("role") != "change" or "indicator_id" not in figure:
                continue
            for (region, indicator, _, unit), values in series.items():
                if (region, indicator) != (report["region_code"], figure["indicator_id"]) or year - 1 not in values:
                    continue
                if year not in values or (figure["unit"] == "%" and unit == "%"):
                    continue
                stated = Decimal(str(figure["value"])) * (1 if figure["direction"] == "up" else -1)
                change = values[year] - values[year - 1]
                computed = change / values[year - 1] * 100 if figure["unit"] == "%" else change
                checked += 1
                if abs(computed - stated) > Decimal("0.06"):
                    contradictions.append((region, indicator, year))
                break
    assert checked >= 30
    assert contradictions == [("990300", "mediation_cases", 2024)]


def test_a_county_never_exceeds_its_city() -> None:
    series = yearly()
    for (region, indicator, scope, unit), values in series.items():
        city = {"990121": "990100", "990203": "990200"}.get(region)
        above = series.get((city or "", indicator, scope, unit), {})
        if unit != "%":
            assert all(values[year] <= above[year] for year in values.keys() & above.keys()), (region, indicator)


def test_the_alerts_promised_are_in_the_figures() -> None:
    series = yearly()
    for alert in expected()["alerts"]:
        if "before" not in alert:
            continue
        told = [
            values
            for (region, indicator, _, _), values in series.items()
            if (region, indicator) == (alert["region_code"], alert["indicator_id"])
        ]
        year = alert["report_year"]
        assert any(
            values.get(year - 1) == Decimal(str(alert["before"])) and values.get(year) == Decimal(str(alert["after"]))
            for values in told
        ), alert


# --- nothing invented looks real


@pytest.mark.parametrize("file", html_files(), ids=url_path)
def test_invented_pages_say_so(file: Path) -> None:
    assert (INVENTED in source_text(file)) == (site_of(file) != "digest")


@pytest.mark.parametrize("page", [page for page in pages() if not page["fictitious"]], ids=by_path)
def test_pages_on_real_regions_name_their_report(page: dict[str, Any]) -> None:
    assert re.search(r"据《[^》]+》整理", text(page["path"]))
    assert not page["region_code"].startswith("99")


def test_invented_regions_have_codes_of_their_own() -> None:
    rows = (SITE / "reference" / "divisions.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "code,name,level,parent_code,fictitious"
    codes = {row.split(",")[0] for row in rows[1:]}
    assert all(
        code.startswith("99") and row.endswith(",true") for code, row in zip(sorted(codes), rows[1:], strict=True)
    )
    assert {page["region_code"] for page in pages() if page["fictitious"]} <= codes
    assert {source["region_code"] for source in sources()} <= codes | {"100000"}
