"""The site: every link leads somewhere, nothing is asked of other hosts, texts of others are quoted and never run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from batches import article, figure, part, report, run, together, year_period
from warehouse import Batch, build_site, open_writer, publish
from warehouse.errors import WarehouseMissingError
from warehouse.site.marks import Segment, segments
from warehouse.site.words import number, period, reason


class Page(HTMLParser):
    """The ids, links and loaded resources of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, Any] = dict(attrs)
        self.tags.add(tag)
        assert not [name for name in told if name.startswith("on")]
        if "id" in told:
            self.ids.add(told["id"])
        if tag == "a":
            self.links.append(told["href"])
        elif told.get("src") or told.get("href"):
            self.loads.append(told.get("src") or told["href"])


def site_of(path: Path, tmp_path: Path, *batches: Batch) -> Path:
    with open_writer(path) as writer:
        for number_, batch in enumerate(batches):
            writer.load(replace(batch, run={**batch.run, "run_id": f"run-{number_}"}))
    return build_site(publish(path, tmp_path).database, tmp_path).parent


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    for file in site.resolve().rglob("*.html"):
        yield file, Page(file.read_text(encoding="utf-8"))


def paper(url: str = "https://news.example.com/1", title: str = "鹤壁复议工作见闻") -> Batch:
    text = (
        "这是记者写的长篇报道，文采斐然，不应整篇照搬。据介绍，鹤壁市全年新收行政复议申请149件。结尾仍是记者自己的话。"
    )
    told = {"region_code": "410600", "genre": "news", **year_period(2023)}
    row = article(
        url, title=title, published=date(2024, 3, 1), host="news.example.com", genre="feature", region_code="410600"
    )
    return Batch(
        run(),
        articles=[row],
        parts=[part(url, text)],
        observations=[figure(url, text, "149件", "reconsideration_applications", "149", unit="件", **told)],
    )


def test_every_link_inside_leads_to_a_page_and_a_place_on_it(path: Path, tmp_path: Path) -> None:
    site = site_of(path, tmp_path, together(report(2022, cases=66), report(2023, cases=151)), paper())
    known = dict(pages(site))
    assert len(known) == 1 + 1 + 2 + 3  # overview, region, indicators, articles
    for file, page in known.items():
        for link in page.links:
            if link.startswith(("http://", "https://")):
                continue
            target, _, place = link.partition("#")
            other = (file.parent / target).resolve() if target else file
            assert other in known, (file, link)
            assert not place or place in known[other].ids, (file, link)


def test_no_page_loads_from_another_host_or_runs_a_script(path: Path, tmp_path: Path) -> None:
    site = site_of(path, tmp_path, report(2023, cases=151), paper())
    for file, page in pages(site):
        assert {resource.split("/")[-1] for resource in page.loads} == {"style.css"}, file
        assert not page.tags & {"script", "iframe", "img", "form", "object"}, file
        assert "default-src 'none'" in file.read_text(encoding="utf-8")
    assert "url(" not in (site / "style.css").read_text(encoding="utf-8")


def test_hostile_texts_stay_texts(path: Path, tmp_path: Path) -> None:
    hostile = paper("javascript:alert(1)", title="<script>alert(1)</script><img src=x onerror=alert(1)>")
    site = site_of(path, tmp_path, hostile)
    for file, page in pages(site):
        assert not page.tags & {"script", "img"}, file
        assert not [link for link in page.links if link.startswith("javascript")], file


def test_an_official_report_is_shown_with_its_figures_marked(path: Path, tmp_path: Path) -> None:
    batch = report(2023, cases=151)
    site = site_of(path, tmp_path, batch)
    page = (site / "articles" / f"{batch.articles[0]['article_id']}.html").read_text(encoding="utf-8")
    ident = r"[0-9a-f]{32}"
    mark = rf'<mark><span id="o-{ident}"></span><a href="#f-{ident}">151件</a></mark>'
    assert re.search(f"全年新收行政复议申请{mark}，审结", page)


@pytest.mark.parametrize("table", ["", "-table-1"])
def test_a_figure_in_an_attached_file_leads_to_the_file_and_its_page(path: Path, tmp_path: Path, table: str) -> None:
    batch = report(2023, cases=151)
    files = ["https://www.example.com/a.xlsx", "https://www.example.com/f/%E6%8A%A5%E5%91%8A.pdf?v=1"]
    place = {"part_id": f"attachment-2-page-5{table}"}
    moved = replace(
        batch,
        articles=[{**batch.articles[0], "attachments": files}],
        parts=[{**batch.parts[0], **place}],
        observations=[{**row, **place} for row in batch.observations],
    )
    site = site_of(path, tmp_path, moved)
    page = (site / "articles" / f"{batch.articles[0]['article_id']}.html").read_text(encoding="utf-8")
    assert page.count(f'<a href="{files[1]}#page=5" rel="noopener noreferrer">报告.pdf</a> 第5页') == 3


def test_of_a_papers_text_only_the_sentences_are_shown(path: Path, tmp_path: Path) -> None:
    batch = paper()
    site = site_of(path, tmp_path, batch)
    page = (site / "articles" / f"{batch.articles[0]['article_id']}.html").read_text(encoding="utf-8")
    assert "据介绍，鹤壁市全年新收行政复议申请<mark>149件</mark>。" in page
    assert "文采斐然" not in page
    assert "结尾" not in page


def test_a_comparison_shows_regions_by_years_and_what_is_left_out(path: Path, tmp_path: Path) -> None:
    other = report(2023, cases=410, code="410500", region="安阳市")
    own_level = replace(other, observations=[{**row, "scope": "own_level"} for row in other.observations])
    site = site_of(path, tmp_path, together(report(2022, cases=66), report(2023, cases=151)), own_level)
    page = (site / "indicators" / "reconsideration_applications.html").read_text(encoding="utf-8")
    table, left_out = page.split("<details>")
    assert ">66</a>" in table
    assert ">151</a>" in table
    assert ">410</a>" not in table
    assert "口径为本级，比较用全域" in left_out


def test_a_total_since_earlier_years_says_so_in_its_cell(path: Path, tmp_path: Path) -> None:
    batch = report(2023, cases=151)
    since = [{**row, "period_type": "cumulative_since", "period_start": date(2021, 1, 1)} for row in batch.observations]
    site = site_of(path, tmp_path, replace(batch, observations=since))
    page = (site / "regions" / "410600.html").read_text(encoding="utf-8")
    assert ">151</a><small>2021-01-01 起累计至 2023-12-31</small>" in page


def test_an_empty_warehouse_has_a_page_that_says_so(path: Path, tmp_path: Path) -> None:
    site = site_of(path, tmp_path)
    assert "还没有报告" in (site / "index.html").read_text(encoding="utf-8")


def test_a_new_site_takes_the_place_of_the_old_as_a_whole(path: Path, tmp_path: Path) -> None:
    before = site_of(path, tmp_path, report(2022, cases=66)).resolve()
    site = site_of(path, tmp_path, report(2022, cases=66), report(2023, cases=151))
    assert site.resolve() != before
    assert (before / "index.html").is_file()  # for whoever is just reading it
    assert len(list((site / "articles").iterdir())) == 2


def test_without_a_copy_the_next_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="fazhi"):
        build_site(tmp_path / "fazhi.duckdb", tmp_path)


def test_spans_that_overlap_are_one_mark() -> None:
    spans = [("a", 2, 5), ("b", 2, 5), ("c", 4, 6), ("d", 8, 9)]
    figures = [{"observation_id": ident, "start": start, "end": end} for ident, start, end in spans]
    found = segments("0123456789", figures)
    assert "".join(segment.text for segment in found) == "0123456789"
    assert [segment for segment in found if segment.ids] == [Segment("2345", ("a", "b", "c")), Segment("8", ("d",))]


def test_values_and_periods_as_people_read_them() -> None:
    from decimal import Decimal

    assert number({"value": Decimal("195000000.000000"), "bound": "exact"}) == "195,000,000"
    assert number({"value": Decimal("68000"), "bound": "at_least"}) == "≥68,000"
    assert number({"value": Decimal("97.58"), "value_high": Decimal("98"), "bound": "range"}) == "97.58–98"
    told = {"period_type": "annual", "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    assert period(told) == "2024年"
    assert reason("period type ytd, compared is annual") == "时间类型为年初至今，比较用全年"
