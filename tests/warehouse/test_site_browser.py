"""The site in a browser, from a server and from the disk: what a person does there, and what the browser says of it."""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from batches import report, together
from flows.cli.site import Handler
from warehouse import Batch, build_site, open_reader, open_writer, publish

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (make setup)")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Debian's chromium is not installed")
# Without these a browser started by root fails, and one on a closed network asks for its maker's hosts.
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
HOSTILE = "<script>document.title='run'</script>2023年报告"
LEFT = "net::ERR_ABORTED"  # the page was left before its icon had come
# What does not depend on how the site is reached is looked at once.
once = pytest.mark.parametrize("visit", ["served"], indirect=True)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@dataclass(frozen=True)
class Site:
    """Where it lies, the copy it was made from, and how it is reached: from a server, and as files."""

    folder: Path
    database: Path
    addresses: dict[str, str]


def bounded(batch: Batch) -> Batch:
    return replace(batch, observations=[{**row, "bound": "at_least"} for row in batch.observations])


def own_level(batch: Batch) -> Batch:
    return replace(batch, observations=[{**row, "scope": "own_level"} for row in batch.observations])


def since_2020(batch: Batch) -> Batch:
    span = {"period_type": "cumulative_since", "period_start": date(2020, 1, 1)}
    return replace(batch, observations=[{**row, **span} for row in batch.observations])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("browser")
    warehouse = Path(shutil.copyfile(empty_warehouse, home / "warehouse.duckdb"))
    hostile = report(2023, cases=77, code="410500", region="安阳市")
    batch = together(
        *(report(year, cases=cases) for year, cases in ((2021, 58), (2022, 66), (2023, 151), (2024, 168))),
        replace(hostile, articles=[{**hostile.articles[0], "title": HOSTILE}]),
        report(2022, cases=61, code="410500", region="安阳市"),
        *(bounded(report(year, cases=year * 3, code="410700", region="新乡市")) for year in (2022, 2023)),
        *(own_level(report(year, cases=year * 2, code="410900", region="濮阳市")) for year in (2022, 2023)),
        *(since_2020(report(year, cases=year * 7, code="410800", region="焦作市")) for year in (2022, 2023)),
    )
    with open_writer(warehouse) as writer:
        writer.load(batch)
    database = publish(warehouse, home).database
    folder = build_site(database, home).index.parent
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served = f"http://127.0.0.1:{server.server_address[1]}/"
        yield Site(folder, database, {"served": served, "disk": f"{folder.as_uri()}/"})
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page, with what the browser complained of and whom it asked."""

    page: "playwright.Page"
    base: str
    complaints: list[str]
    asked: list[str]

    def go(self, place: str) -> "playwright.Page":
        self.page.goto(self.base + place)
        return self.page


@pytest.fixture(params=["served", "disk"])
def visit(request: pytest.FixtureRequest, browser: "playwright.Browser", site: Site) -> Iterator[Visit]:
    """Whatever a test does: no error in the console, no request to anyone else."""
    context = browser.new_context()
    page = context.new_page()
    made = Visit(page, site.addresses[request.param], [], [])
    page.on("console", lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    page.on("requestfailed", lambda failed: made.complaints.append(failed.url) if failed.failure != LEFT else None)
    page.on("request", lambda asked: made.asked.append(asked.url))
    yield made
    context.close()
    assert made.complaints == []
    assert [url for url in made.asked if not url.startswith((made.base, "blob:"))] == []
    assert made.asked


def test_a_point_leads_to_its_sentence_with_the_value_that_sql_gives(visit: Visit, site: Site) -> None:
    with open_reader(site.database) as con:
        told = con.execute(
            """SELECT "year", "value"::INTEGER FROM series('鹤壁', 'reconsideration_applications')
               WHERE left_out IS NULL ORDER BY ALL"""
        ).fetchall()
    assert told == [(2021, 58), (2022, 66), (2023, 151), (2024, 168)]
    for place, (year, value) in enumerate(told):
        page = visit.go("regions/410600.html")
        point = page.locator("[data-chart=reconsideration_applications] svg a").nth(place)
        assert point.get_attribute("data-value") == str(value)
        assert f"{year}年 {value} 件" in (point.get_attribute("aria-label") or "")
        point.click()
        page.wait_for_url("**/articles/*")
        found = page.locator("mark.found")
        assert found.inner_text() == f"{value}件"
        assert found.evaluate(
            "mark => { const r = mark.getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight }"
        )
        entry = page.locator(".figure.found")
        assert float(entry.get_attribute("data-value") or "") == value
        assert f"全年新收行政复议申请{value}件" in page.locator(".text").inner_text()


@once
def test_points_are_not_joined_across_a_break(visit: Visit) -> None:
    page = visit.go("indicators/reconsideration_applications.html#r=410600,410500")
    chart = page.locator("#chart svg")
    chart.wait_for()
    # 鹤壁 2021–2022–2023 | 2024, 安阳 2022–2023; the break of mid-2021 lies before all points
    assert chart.locator(".join").count() == 3
    assert chart.locator(".break text").all_text_contents() == ["口径断点 2024-01-01"]


@once
def test_marks_tell_bounds_and_totals_over_years_from_yearly_figures(visit: Visit) -> None:
    page = visit.go("indicators/reconsideration_applications.html#r=410600,410700,410800,410900")
    page.locator("#chart svg").wait_for()
    drawn = {
        line: [
            page.locator(f"#chart .c{line} {what}").count() for what in (".dot", ".dot.hollow", ".join", ".join.dotted")
        ]
        for line in range(2)
    }
    assert drawn == {0: [4, 0, 2, 0], 1: [2, 0, 1, 1]}
    # no line over mixed periods and scopes: what cannot stand in this chart is named with the reason
    assert page.locator("#refused li").all_inner_texts() == [
        "河南省焦作市：时间类型为累计，图中为全年",
        "河南省濮阳市：口径为本级，图中为全域",
    ]
    page.get_by_label("移除 Remove 河南省鹤壁市").click()
    page.get_by_label("移除 Remove 河南省新乡市").click()
    page.locator("#chart .dot.hollow").first.wait_for()
    assert [page.locator(f"#chart {what}").count() for what in (".dot", ".dot.hollow", ".join")] == [2, 2, 1]


@once
def test_no_two_denominators_and_no_two_first_days_stand_in_one_chart(visit: Visit) -> None:
    def line(base: str | None, start: str = "2021-01-01") -> dict[str, Any]:
        point = {"x": 2023, "v": 9, "t": "9", "p": "2023年", "g": "A", "a": ""}
        told = {"period": ["cumulative_since", "累计", "cumulative"], "scope": ["whole_region", "全域", "whole region"]}
        return {**told, "start": start, "base": base, "points": [point]}

    told = {
        "410600": line(None),
        "410700": line("审结"),
        "410800": line("受理"),
        "410900": line(None, "2016-01-01"),
    }
    ident = "reconsideration_applications"
    body = f'fazhi.put("i/{ident}/410000",{json.dumps(told)});'
    visit.page.route(
        f"**/data/i/{ident}/410000.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )
    page = visit.go(f"indicators/{ident}.html#r=410600,410700,410800,410900")
    page.locator("#refused li").nth(1).wait_for()
    assert page.locator("#refused li").all_inner_texts() == [
        "河南省焦作市：分母口径为“受理”，图中为“审结”",
        "河南省濮阳市：自2016-01-01起累计，图中自2021-01-01起",
    ]
    assert page.locator("#chart .series").count() == 2


def test_regions_are_chosen_and_kept_in_the_address(visit: Visit) -> None:
    page = visit.go("indicators/reconsideration_applications.html#r=410600,410500")
    page.locator("#chosen li").nth(1).wait_for()
    page.locator("#chosen li", has_text="安阳").get_by_role("button").click()
    page.wait_for_function("document.querySelectorAll('#chosen li').length === 1")
    assert page.url.endswith("#r=410600")
    page.fill("#pick", "河南省安阳市 410500")
    page.locator("#pick").press("Enter")
    page.wait_for_function("document.querySelectorAll('#chart .series').length === 2")
    assert page.url.endswith("#r=410600,410500")
    page.select_option("#year", "2022")
    page.locator("#ranked h3", has_text="2022").wait_for()
    assert [row.split("\t")[1:3] for row in page.locator("#ranked tbody tr").all_inner_texts()] == [
        ["河南省新乡市", "≥6,066"],
        ["河南省鹤壁市", "66"],
        ["河南省安阳市", "61"],
    ]


@once
def test_what_a_chart_shows_is_taken_away_as_csv(visit: Visit) -> None:
    page = visit.go("indicators/reconsideration_applications.html#r=410600")
    page.locator("#chart svg").wait_for()
    with page.expect_download() as taken:
        page.click("#csv")
    rows = Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 4
    assert "河南省鹤壁市,410600," in "".join(rows)
    page.click("#cite")
    assert "行政复议申请收案数" in page.locator("#citation").inner_text()


def test_search_finds_regions_indicators_and_titles(visit: Visit) -> None:
    page = visit.go("index.html")
    for typed, place in (
        ("鹤壁", "regions/410600.html"),
        ("复议申请", "indicators/reconsideration_applications.html"),
        ("2023年报告", "articles/"),
        ("applications received", "indicators/reconsideration_applications.html"),
    ):
        page.keyboard.press("/")
        page.fill("#q", typed)
        page.locator(f"#hits a[href*='{place}']").first.wait_for()
    page.fill("#q", "鹤壁")
    page.locator("#hits a[href*='regions/410600']").wait_for()
    page.locator("#q").press("ArrowDown")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/regions/410600.html")
    page.fill("#q", "没有这样的题目")
    page.locator("#hits p").wait_for()


def test_one_switch_shows_the_other_language_on_every_page(visit: Visit) -> None:
    page = visit.go("indicators/reconsideration_applications.html")
    assert page.locator("h1").inner_text().startswith("行政复议申请收案数")
    page.click("#lang")
    assert page.locator("h1").inner_text().startswith("Reconsideration applications received")
    visit.go("index.html")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "How Chinese regions report on rule-of-law government"
    assert page.locator(".zh:visible").count() == 0
    page.click("#lang")
    assert page.locator(".en:visible").count() == 0


@once
def test_a_title_that_is_a_script_is_shown_as_text(visit: Visit) -> None:
    page = visit.go("regions/410500.html")
    page.get_by_role("link", name=HOSTILE).click()
    page.wait_for_url("**/articles/*")
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.title().startswith(HOSTILE)
    page.locator(".cite").first.click()
    assert HOSTILE in page.locator("#citation").inner_text()
    page.fill("#q", "2023年报告")
    assert HOSTILE in page.locator("#hits a", has_text="2023年报告").inner_text()


@once
def test_a_chart_is_walked_with_the_keyboard(visit: Visit) -> None:
    page = visit.go("regions/410600.html")
    points = page.locator("[data-chart=reconsideration_applications] svg a")
    points.last.focus()
    assert "168" in page.locator(".tip").inner_text()
    page.keyboard.press("ArrowLeft")
    assert "151" in page.locator(".tip").inner_text()
    assert "全年新收行政复议申请151件" in page.locator(".tip").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    assert page.locator("mark.found").inner_text() == "151件"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_pass_the_checks_of_accessibility(browser: "playwright.Browser", site: Site, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    article = f"articles/{next((site.folder / 'articles').glob('*.html')).name}"
    page = browser.new_page(color_scheme=scheme)
    places = ["index.html", "regions/410600.html", "indicators/reconsideration_applications.html", article]
    if scheme == "light":
        places += [*(f"{name}.html" for name in ("changes", "sources", "conflicts", "methods")), "coverage/410000.html"]
    for place in places:
        page.goto(site.addresses["served"] + place)
        page.wait_for_load_state("load")
        found = axe.run(page, options={"runOnly": RULES}).response["violations"]
        assert found == [], (place, json.dumps(found, ensure_ascii=False, indent=1)[:3000])
    page.close()


def test_no_page_is_wider_than_a_phone(browser: "playwright.Browser", site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    page = context.new_page()
    for place in ("index.html", "regions/410600.html", "indicators/reconsideration_applications.html", "methods.html"):
        page.goto(site.addresses["disk"] + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    context.close()
