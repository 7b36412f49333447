"""``fazhi sources add URL``: one look by the crawler itself, an entry with evidence, doubts said and not guessed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from looked_site import OLDER, ROWS, looked_at, trs_site

from crawlers import load_sources
from demo.sample import SITE as SAMPLE
from homes import ROOT, fazhi
from local_site import Reply, Site, page

ENV = {"FAZHI_REFERENCE_DIRS": str(SAMPLE / "reference")}
QUICK = ("--delay", "0")


@pytest.fixture(scope="module")
def site():
    with looked_at() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def add(home: Path, url: str, *options: str, env: dict[str, str] | None = None):
    return fazhi(home, "sources", "add", url, *QUICK, *options, env=ENV | (env or {}))


def test_one_look_gives_an_entry_with_evidence(site: Site, home: Path) -> None:
    url = trs_site(site)
    before = len(site.asked)
    done = add(home, url, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    (listing,) = told["listings"]
    assert (listing["family"], listing["items"], len(listing["first_items"])) == ("trs_wcm", ROWS, 10)
    assert "createPageHTML" in listing["evidence"]
    assert listing["next"].endswith("/zwgk/fzzf/index_1.html")
    assert (told["robots"], listing["charset"]) == ("allowed", "utf-8")
    assert told["article"]["title"] == f"澄屏县法治政府建设工作动态第{ROWS + OLDER}期"
    assert (told["article"]["published"], told["article"]["origin"]) == ("2025-03-28", "澄屏县司法局")
    assert told["article"]["text"].startswith("2024年，澄屏县坚持依法行政")
    assert "SiteIDCode 9901210001" in told["reasons"]["region_code"]
    (source,) = load_sources(home / "sources.yaml")
    assert (source.region_code, source.level) == ("990121", "county")
    assert (source.scope, source.family, source.cadence) == ("government", "trs_wcm", "daily")
    assert source.verified_on is not None and source.enabled and source.allow_private
    assert source.name == "澄屏县人民政府 法治政府建设"
    assert len(site.asked) - before == 5  # robots.txt, the listing, three articles


def test_a_region_that_is_none_is_told_before_the_site_is_asked(site: Site, home: Path) -> None:
    url = trs_site(site, "/slip")
    before = len(site.asked)
    done = add(home, url, "--region", "澄平县")
    assert (done.returncode, len(site.asked) - before) == (1, 0)
    assert "No region is called '澄平县'" in done.stderr


def test_any_field_can_be_given_and_a_slip_in_one_is_told_before_the_site_is_asked(site: Site, home: Path) -> None:
    url = trs_site(site, "/given")
    before = len(site.asked)
    for given, words in (("sesson=[1,4]", "expected FIELD=VALUE"), ("season=[1,44]", "season"), ("id=x", "overrides.")):
        done = add(home, url, "--set", given)
        assert done.returncode == 2 and words in done.stderr
    assert len(site.asked) == before
    settings = ("season=[1, 4]", "cadence=yearly", "overrides.max_pages=7", "note=asked by hand: 2025")
    done = add(home, url, *(word for setting in settings for word in ("--set", setting)))
    assert done.returncode == 0, done.stderr
    (source,) = load_sources(home / "sources.yaml")
    assert (source.season, source.cadence, source.overrides.max_pages) == ((1, 4), "yearly", 7)
    assert source.note == "asked by hand: 2025"


def test_an_unknown_family_lists_no_empty_table(home: Path) -> None:
    done = fazhi(home, "sources", "list", "--family", "trs")
    assert done.returncode == 1 and "trs_wcm" in done.stderr


def test_an_entry_in_a_file_that_no_run_reads_is_told(site: Site, home: Path, tmp_path: Path) -> None:
    url, own = trs_site(site, "/aside"), tmp_path / "aside.yaml"
    done = add(home, url, "--into", str(own))
    assert done.returncode == 0 and "no run reads" in done.stderr and "FAZHI_SOURCES" in done.stderr
    named = add(home, trs_site(site, "/named"), "--into", str(own), env={"FAZHI_SOURCES": str(own)})
    assert named.returncode == 0 and "no run reads" not in named.stderr


def test_what_people_wrote_into_the_file_stays(site: Site, home: Path, tmp_path: Path) -> None:
    url = trs_site(site, "/kept")
    own = tmp_path / "own.yaml"
    text = """\
# mine
  - id: older   # the first
    name: 云河市
    region_code: "990100"
    level: prefecture
    scope: government
    start_urls: [http://127.0.0.1:1/fzzf/]   # flow style
    enabled: false"""
    own.write_text(text, encoding="utf-8")
    done = add(home, url, "--into", str(own), "--id", "second", "--name", "第二个")
    assert done.returncode == 0, done.stderr
    assert own.read_text(encoding="utf-8").startswith(text + "\n")
    assert [(s.id, s.name) for s in load_sources(own)] == [("older", "云河市"), ("second", "第二个")]


def test_an_address_or_id_that_is_watched_is_refused_before_anything_is_asked(site: Site, home: Path) -> None:
    url = trs_site(site, "/twice")
    assert add(home, url, "--id", "twice").returncode == 0
    asked = len(site.asked)
    again = add(home, url.replace("127.0.0.1", "127.0.0.1") + "#top")
    assert again.returncode == 1
    assert "watched already, by the source twice" in again.stderr
    taken = add(home, trs_site(site, "/other"), "--id", "twice")
    assert taken.returncode == 1
    assert "The id twice is taken" in taken.stderr
    assert len(site.asked) == asked


def test_a_dry_run_writes_nothing(site: Site, home: Path) -> None:
    done = add(home, trs_site(site, "/dry"), "--dry-run")
    assert done.returncode == 0
    assert "Nothing written" in done.stdout and "region_code: '990121'" in done.stdout
    assert not (home / "sources.yaml").exists()


NO_CODE = (("SiteName", "法治动态"),)
COUNTY_UNKNOWN = (("SiteName", "桐川县人民政府"),)
CONTRADICTED = (("SiteName", "青砚市人民政府"), ("SiteIDCode", "9901210001"))


@pytest.mark.parametrize(
    ("folder", "tags", "words"),
    [
        ("/nocode", NO_CODE, "no region in the site's name"),
        ("/unknown", COUNTY_UNKNOWN, "no table of divisions holds"),
        ("/against", CONTRADICTED, "SiteIDCode 9901210001 speaks for 990121 云河市澄屏县; site name"),
    ],
)
def test_a_region_in_doubt_is_asked_for(
    site: Site, home: Path, folder: str, tags: tuple[tuple[str, str], ...], words: str
) -> None:
    url = trs_site(site, folder, tags)
    site.pages[f"{folder}/index.html"] = Reply(
        site.pages[f"{folder}/index.html"].body.replace("-澄屏县人民政府", "")  # type: ignore[union-attr]
    )
    done = add(home, url, "--scope", "government")
    assert done.returncode == 1
    assert words in done.stderr and "--region" in done.stderr
    assert not (home / "sources.yaml").exists()


def test_what_is_in_doubt_may_be_said(site: Site, home: Path) -> None:
    url = trs_site(site, "/said", (("SiteName", "法治动态"),))
    done = add(home, url, "--scope", "department", "--region", "棠坞区", "--name", "棠坞法治")
    assert done.returncode == 0, done.stderr
    (source,) = load_sources(home / "sources.yaml")
    assert (source.region_code, source.scope, source.name) == ("990203", "department", "棠坞法治")


def test_a_site_that_tells_neither_office_nor_paper_is_asked_for_its_scope(site: Site, home: Path) -> None:
    done = add(home, trs_site(site, "/noscope", (("SiteName", "澄屏县法治在行动"), ("SiteIDCode", "9901210001"))))
    assert done.returncode == 1
    assert "--scope" in done.stderr


@pytest.mark.parametrize(
    ("path", "reply", "verdict"),
    [
        ("/private/index.html", Reply(page("专栏", "<ul></ul>")), "blocked"),
        ("/empty/index.html", Reply(page("法治专栏", "<p>栏目建设中，敬请期待。</p>" * 20)), "no_links"),
    ],
)
def test_what_cannot_be_watched_is_told_apart_and_not_written(
    site: Site, home: Path, path: str, reply: Reply, verdict: str
) -> None:
    done = add(home, site.put(path, reply), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["verdict"] == verdict
    assert "Nothing was written" in done.stderr
    assert not (home / "sources.yaml").exists()


def test_nobody_there_is_out_of_reach(home: Path) -> None:
    done = add(home, "http://127.0.0.1:9/fzzf/", "--json")
    assert json.loads(done.stdout)["verdict"] == "unreachable_from_here"
    assert done.returncode == 1


def test_a_public_site_is_not_asked_without_a_contact(home: Path) -> None:
    done = add(home, "https://www.yunhe.example/fzzf/")
    assert done.returncode == 1
    assert "FAZHI_CONTACT" in done.stderr


@pytest.mark.parametrize("given", ["ftp://127.0.0.1/x", "nonsense", "http://"])
def test_what_is_no_address_is_told(home: Path, given: str) -> None:
    done = add(home, given)
    assert done.returncode == 1
    assert "no address of a web page" in done.stderr


def test_a_newspaper_s_address_may_have_places_for_the_day(home: Path) -> None:
    done = add(home, "http://127.0.0.1:9/html/{yyyy}-{mm}/{dd}/node_1.htm", "--json")
    told = json.loads(done.stdout)
    assert (told["declared"], told["verdict"]) == ("epaper", "unreachable_from_here")
    assert told["listings"][0]["url"].endswith("{yyyy}-{mm}/{dd}/node_1.htm")


def test_a_value_that_the_schema_refuses_is_wrong_use(site: Site, home: Path) -> None:
    assert add(home, trs_site(site, "/wrong"), "--family", "nonsense").returncode == 2


def test_the_fixture_is_a_test_that_holds_the_reading(site: Site, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert add(home, trs_site(site, "/fixture"), "--id", "kept_one", "--fixture", str(folder)).returncode == 0
    assert {"source.yaml", "pages.yaml", "expected.yaml", "listing-1.html", "article.html"} <= {
        path.name for path in (folder / "kept_one").iterdir()
    }

    def run_test() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    passed = run_test()
    assert "1 passed" in passed.stdout, passed.stdout
    page_file = folder / "kept_one" / "listing-1.html"
    page_file.write_text(page_file.read_text(encoding="utf-8").replace("第17期", "第71期"), encoding="utf-8")
    assert run_test().returncode == 1
