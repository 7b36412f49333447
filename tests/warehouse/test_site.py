"""The site's files: every link leads somewhere, nothing is asked of other hosts, texts of others are quoted and never
run, and only what has changed is made anew."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from batches import article, figure, part, report, run, together, year_period
from warehouse import Batch, build_site, open_writer, publish
from warehouse.errors import WarehouseMissingError
from warehouse.site import Built, Options
from warehouse.site.articles import FIGURES_A_SHEET
from warehouse.site.data import table
from warehouse.site.marks import EDGE, Segment, segments, shortened
from warehouse.site.words import Said, number, period, reason

PAGE_LIMIT = 300_000
ALLOWED = {"d3.min.js", "lang.js", "site.js", "chart.js", "region.js", "indicator.js", "article.js", "site.css"}
ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """The ids, links and loaded resources of a page; scripts and styles that stand in it are none of ours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, Any] = dict(attrs)
        self.tags.add(tag)
        self._open = tag
        assert not [name for name in told if name.startswith("on") or name == "style"]
        if "id" in told:
            assert told["id"] not in self.ids, told["id"]
            self.ids.add(told["id"])
        if tag == "a" or told.get("rel") == "alternate":
            self.links.append(told["href"])
        elif told.get("src") or told.get("href"):
            self.loads.append(told.get("src") or told["href"])

    def handle_data(self, data: str) -> None:
        assert self._open not in {"script", "style"} or not data.strip(), data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def site_of(path: Path, tmp_path: Path, *batches: Batch, options: Options | None = None) -> Path:
    return built(path, tmp_path, *batches, options=options).index.parent


def built(path: Path, tmp_path: Path, *batches: Batch, options: Options | None = None) -> Built:
    with open_writer(path) as writer:
        for number_, batch in enumerate(batches):
            writer.load(replace(batch, run={**batch.run, "run_id": f"run-{number_}"}))
    return build_site(publish(path, tmp_path).database, tmp_path, options)


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    for file in site.resolve().rglob("*.html"):
        yield file, Page(file.read_text(encoding="utf-8"))


def data(site: Path, name: str) -> Any:
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    assert text.startswith(f'fazhi.put("{name}",')
    return json.loads(text.removeprefix(f'fazhi.put("{name}",').removesuffix(");\n"))


def article_page(site: Path, batch: Batch) -> str:
    return (site / "articles" / f"{batch.articles[0]['article_id']}.html").read_text(encoding="utf-8")


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


ATTACHED = ("https://www.example.com/a.xlsx", "https://www.example.com/f/%E6%8A%A5%E5%91%8A.pdf?v=1")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\x0b"
LONG = 2 * FIGURES_A_SHEET + 20


def changed(batch: Batch, **facts: Any) -> Batch:
    return replace(batch, observations=[{**row, **facts} for row in batch.observations])


def in_a_file(code: str, region: str, cases: int, kind: str) -> Batch:
    """A report whose text is page 5 of the second attached file."""
    batch = report(2023, cases=cases, code=code, region=region, rate="97.5")
    place = {"part_id": f"attachment-2-page-5{kind}"}
    return replace(
        changed(batch, **place),
        articles=[{**batch.articles[0], "attachments": list(ATTACHED)}],
        parts=[{**batch.parts[0], **place}],
    )


def long_report() -> Batch:
    url = "https://www.region411700.gov.cn/long.html"
    batch = report(2023, cases=151, code="411700", region="驻马店市", url=url)
    text = "".join(f"第{place}项工作全年办理{place + 1000}件，" + "其余情况从略。" * 60 for place in range(LONG))
    told = {"region_code": "411700", "report_year": 2023, **year_period(2023)}
    figures = [
        figure(url, text, f"{place + 1000}件", ident, str(place + 1000), unit="件", **told)
        for place, ident in [*((place, None) for place in range(LONG - 1)), (LONG - 1, "reconsideration_applications")]
    ]
    return replace(batch, parts=[part(url, text)], observations=figures)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> Path:
    """One site of all that can be looked at without a site of its own."""
    home = tmp_path_factory.mktemp("site")
    warehouse = Path(shutil.copyfile(empty_warehouse, home / "warehouse.duckdb"))
    half = report(2025, cases=90, url="https://www.region410600.gov.cn/half.html")
    hostile = paper("javascript:alert(1)", title=HOSTILE)
    hostile.articles[0]["genre"] = "annual_report"
    return site_of(
        warehouse,
        home,
        together(
            report(2022, cases=66), report(2023, cases=151), report(2024, cases=168), paper(), hostile, long_report()
        ),
        changed(report(2023, cases=410, code="410500", region="安阳市"), scope="own_level"),
        changed(half, period_type="ytd", period_start=date(2025, 1, 1), period_end=date(2025, 6, 30), report_year=None),
        changed(
            report(2023, cases=500, code="411000", region="许昌市"),
            period_type="cumulative_since",
            period_start=date(2021, 1, 1),
        ),
        in_a_file("410700", "新乡市", 2210, ""),
        in_a_file("410800", "焦作市", 870, "-table-1"),
        report(2023, cases=90, code="110108", region="海淀区"),
        options=Options(url="https://data.example.org/fazhi/"),
    )


def test_every_link_inside_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    known = dict(pages(site))
    links = [(file, link) for file, page in known.items() for link in (*page.links, *page.loads)]
    charts = data(site, "r/410600")["reconsideration_applications"]
    links += [(site.resolve() / "x", point["a"]) for point in charts]
    links += [(site.resolve() / "x", row["a"]) for row in data(site, "i/reconsideration_applications/2023")]
    for file, link in links:
        if link.startswith(("http://", "https://")):
            continue
        target, _, place = link.partition("#")
        other = (file.parent / unquote(target)).resolve() if target else file
        assert other.is_file(), (file, link)
        # a place of the form name=value is a choice that a script reads
        assert not place or "=" in place or place in known[other].ids, (file, link)


def test_no_page_loads_from_another_host_or_holds_a_script(site: Path) -> None:
    for file, page in pages(site):
        for load in page.loads:
            assert load.split("/")[-1] in ALLOWED | {"icon.svg"} or "/data/" in load, (file, load)
            assert (file.parent / load).is_file()
        assert not page.tags & {"iframe", "img", "form", "object", "embed", "style", "base"}, file
        text = file.read_text(encoding="utf-8")
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text
        assert "unsafe" not in text[:1500]
        assert len(text.encode()) < PAGE_LIMIT
    assert "url(" not in (site / "static" / "site.css").read_text(encoding="utf-8")


def test_hostile_texts_stay_texts(site: Path) -> None:
    for file, page in pages(site):
        assert "img" not in page.tags, file
        assert not [link for link in page.links if link.startswith("javascript")], file
    for file in site.resolve().glob("data/**/*.js"):
        text = file.read_text(encoding="utf-8")
        assert "<" not in text
        assert "\u2028" not in text
        assert text.count("\n") == 1
    feed = ElementTree.parse(site / "feed.xml")
    assert HOSTILE.replace("\x0b", "") in [title.text for title in feed.iter(f"{ATOM}title")]


def test_no_cell_of_a_table_runs_as_a_formula() -> None:
    rows = [{"name": '=HYPERLINK("http://x")', "value": Decimal("-3.50")}, {"name": "@SUM, 甲", "value": None}]
    text = table(("name", "value"), rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [['\'=HYPERLINK("http://x")', "-3.5"], ["'@SUM, 甲", ""]]


def test_an_official_report_is_shown_with_its_figures_marked(site: Path) -> None:
    page = article_page(site, report(2023, cases=151))
    ident = r"[0-9a-f]{32}"
    mark = rf'<mark><span id="o-{ident}"></span><a href="#f-{ident}" title="[^"]*151 件，2023年，test">151件</a></mark>'
    assert re.search(f"全年新收行政复议申请{mark}，审结", page)


@pytest.mark.parametrize("code", ["410700", "410800"])
def test_a_figure_in_an_attached_file_leads_to_the_file_and_its_page(site: Path, code: str) -> None:
    page = article_page(site, report(2023, cases=151, code=code))
    link = f'<a href="{ATTACHED[1]}#page=5" rel="noopener noreferrer">报告.pdf</a> <span class="zh">第5页</span>'
    assert page.count(link) == 3  # above the text, and at each of its figures


def test_of_a_papers_text_only_the_sentences_are_shown(site: Path) -> None:
    page = article_page(site, paper())
    assert "文采斐然" not in page
    assert "结尾" not in page
    assert re.search("据介绍，鹤壁市全年新收行政复议申请<mark><span id=.{36}></span>149件</mark>。", page)
    assert "本领尚需锤炼" in article_page(site, report(2023, cases=151))


def test_a_setting_decides_whose_texts_are_shown(path: Path, tmp_path: Path) -> None:
    batch, official = paper(), report(2023, cases=151)
    site = site_of(path, tmp_path, together(batch, official), options=Options("all"))
    assert "文采斐然" in article_page(site, batch)
    anew = built(path, tmp_path, options=Options("none"))
    assert anew.kept == 0
    assert "本领尚需锤炼" not in article_page(anew.index.parent, official)
    assert "新收行政复议申请<mark>" in article_page(anew.index.parent, official)
    assert built(path, tmp_path, options=Options("none")).kept > 0
    assert built(path, tmp_path, options=Options("none", fresh=True)).kept == 0


def test_a_ranking_shows_who_is_compared_and_why_others_are_not(site: Path) -> None:
    page = (site / "indicators" / "reconsideration_applications.html").read_text(encoding="utf-8")
    ranking, left_out = page.split('<details class="refused">')
    assert ">151</a>" in ranking
    assert ">66</a>" not in ranking  # of another year
    assert ">410</a>" not in ranking
    assert "口径为本级，比较用全域" in left_out
    assert "scope own_level, compared is whole_region" in left_out
    with (site / "indicators" / "reconsideration_applications.csv").open(encoding="utf-8-sig") as file:
        told = {(row["region"], row["year"]): (row["value"], row["left_out"]) for row in csv.DictReader(file)}
    assert told["河南省鹤壁市", "2022"] == ("66", "")
    assert told["河南省安阳市", "2023"] == ("410", "scope own_level, compared is whole_region")


def test_one_region_of_a_level_has_no_rank_and_one_key_with_two_values_is_one_conflict(
    path: Path, tmp_path: Path
) -> None:
    untold = report(2023, cases=99, url="https://www.region410600.gov.cn/told/2023.html")
    untold = replace(untold, observations=[{**row, "scope": "unknown"} for row in untold.observations])
    site = built(path, tmp_path, together(report(2023, cases=66), untold)).index.parent
    page = (site / "indicators" / "reconsideration_applications.html").read_text(encoding="utf-8")
    assert re.findall(r'<td class="num">(\W+|\d+)</td>', page) == ["–", "–"]
    conflicts = (site / "conflicts.html").read_text(encoding="utf-8")
    assert [len(re.findall("<blockquote>", told)) for told in conflicts.split('<section class="conflict">')] == [0, 2]
    assert all(told in conflicts for told in (">66</a>", ">99</a>", "口径未明"))


def test_charts_are_told_of_breaks_totals_and_parts_of_a_year(site: Path) -> None:
    points = data(site, "r/410600")["reconsideration_applications"]
    assert [(point["x"], point["v"], point.get("b"), point.get("u")) for point in points] == [
        (2022.0, 66, None, None),
        (2023.0, 151, None, None),
        (2024.0, 168, "reconsideration_law_2024", None),
        (2024.496, 90, None, 1),
    ]
    assert [point.get("h") for point in points] == [None, None, None, 1]
    assert data(site, "r/411000")["reconsideration_applications"][0]["h"] == 1
    page = (site / "regions" / "411000.html").read_text(encoding="utf-8")
    assert "2021-01-01 起累计至 2023-12-31" in page


def test_a_long_article_has_several_sheets_and_links_find_the_right_one(site: Path) -> None:
    ident = long_report().articles[0]["article_id"]
    point = data(site, "r/411700")["reconsideration_applications"][0]
    assert point["a"].startswith(f"articles/{ident}-3.html#o-")
    sheets = [(site / "articles" / f"{ident}{end}.html").read_text(encoding="utf-8") for end in ("", "-2", "-3")]
    assert [page.count('class="figure"') for page in sheets] == [FIGURES_A_SHEET, FIGURES_A_SHEET, 20]
    assert [page.count("<mark>") for page in sheets] == [FIGURES_A_SHEET, FIGURES_A_SHEET, 20]
    assert "字，见原文］" in sheets[0]
    assert max(len(page.encode()) for page in sheets) < PAGE_LIMIT


def test_an_empty_warehouse_has_a_page_that_says_so(path: Path, tmp_path: Path) -> None:
    site = site_of(path, tmp_path)
    assert "还没有报告" in (site / "index.html").read_text(encoding="utf-8")


def test_only_what_has_changed_is_made_anew(path: Path, tmp_path: Path) -> None:
    first = built(
        path, tmp_path, together(report(2022, cases=66), report(2022, cases=90, code="110108", region="海淀区"))
    )
    assert first.kept == 0
    again = built(path, tmp_path)
    assert again.kept > 9 * again.made
    old = again.index.parent.resolve()
    seen: list[tuple[int, int]] = []
    with open_writer(path) as writer:
        writer.load(replace(report(2023, cases=151), run={**run(), "run_id": "later"}))
    build_site(publish(path, tmp_path).database, tmp_path, progress=lambda done, total: seen.append((done, total)))
    site = tmp_path / "site"

    def same(target: str) -> bool:
        return (old / target).stat().st_ino == (site / target).stat().st_ino

    assert same("regions/110108.html")
    assert same(f"articles/{report(2022, cases=66).articles[0]['article_id']}.html")
    assert same("indicators/legal_aid_cases.html")
    assert not same("regions/410600.html")
    assert not same("indicators/reconsideration_applications.html")
    assert ">151</a>" in (site / "regions" / "410600.html").read_text(encoding="utf-8")
    # the site before stays as it was, for whoever is just reading it
    assert ">151</a>" not in (old / "regions" / "410600.html").read_text(encoding="utf-8")
    assert seen[-1][0] == seen[-1][1] > 100
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_two_builds_at_once_wait_for_each_other(path: Path, tmp_path: Path) -> None:
    copy = publish(path, tmp_path).database
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(build_site, copy, tmp_path, Options(fresh=True)) for _ in range(2)]
        first, second = (one.result() for one in both)
    assert first.made == second.made > 100
    assert (tmp_path / "site" / "index.html").is_file()


def test_feeds_tell_of_new_reports_of_all_and_of_a_province(site: Path) -> None:
    told = {name: ElementTree.parse(site / name) for name in ("feed.xml", "feeds/410000.xml", "feeds/110000.xml")}
    assert [len(feed.findall(f"{ATOM}entry")) for feed in told.values()] == [11, 10, 1]
    entry = told["feeds/110000.xml"].find(f"{ATOM}entry")
    assert entry is not None
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"].startswith("https://data.example.org/fazhi/articles/")
    assert links["via"] == report(2023, cases=90, code="110108").articles[0]["url"]
    for feed in told.values():
        for name in ("id", "title", "updated"):
            assert all(found.text for found in feed.iter(f"{ATOM}{name}"))


def test_without_a_copy_the_next_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="fazhi"):
        build_site(tmp_path / "fazhi.duckdb", tmp_path)


def test_spans_that_overlap_are_one_mark() -> None:
    spans = [("a", 2, 5), ("b", 2, 5), ("c", 4, 6), ("d", 8, 9)]
    figures = [{"observation_id": ident, "start": start, "end": end} for ident, start, end in spans]
    found = segments("0123456789", figures)
    assert "".join(segment.text for segment in found) == "0123456789"
    assert [segment for segment in found if segment.ids] == [Segment("2345", ("a", "b", "c")), Segment("8", ("d",))]


def test_a_text_that_is_too_long_keeps_what_stands_around_its_figures() -> None:
    text = "前" * 1000 + "9" + "后" * 150
    cut = shortened(segments(text, [{"observation_id": "a", "start": 1000, "end": 1001}]))
    assert [(len(segment.text), segment.omitted) for segment in cut] == [
        (EDGE, 0),
        (0, 800),
        (EDGE, 0),
        (1, 0),
        (150, 0),
    ]


def test_values_and_periods_as_people_read_them() -> None:
    assert number({"value": Decimal("195000000.000000"), "bound": "exact"}) == "195,000,000"
    assert number({"value": Decimal("68000"), "bound": "at_least"}) == "≥68,000"
    assert number({"value": Decimal("97.58"), "value_high": Decimal("98"), "bound": "range"}) == "97.58–98"
    told = {"period_type": "annual", "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    assert period(told) == Said("2024年", "2024")
    text = "period type ytd, compared is annual"
    assert reason(text) == Said("时间类型为年初至今，比较用全年", text)
