"""``fazhi sources check``: a table of looks; a block, a silence and a wrong entry are three things."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from looked_site import ROWS, looked_at, trs_site

from crawlers import load_sources
from homes import fazhi
from local_site import Reply, Site, page

ENTRY = """\
- id: {id}   # {id} of ours
  name: 澄屏县 {id}
  region_code: "990121"
  level: county
  scope: government
  start_urls: ["{url}"]
  family: {family}
  delay: 0
  allow_private: true
{more}
"""


@pytest.fixture(scope="module")
def site():
    with looked_at() as running:
        yield running


def entry(name: str, url: str, family: str = "auto", more: str = "") -> str:
    return ENTRY.format(id=name, url=url, family=family, more=more)


def own_file(tmp_path: Path, *entries: str) -> tuple[Path, dict[str, str]]:
    path = tmp_path / "own.yaml"
    path.write_text("\n".join(entries), encoding="utf-8")
    return path, {"FAZHI_SOURCES": str(path)}


def test_each_source_is_told_what_it_is(site: Site, tmp_path: Path) -> None:
    good = trs_site(site)
    stories = "".join(f'<li><a href="/s/t20250301_{n}.html">工作动态第{n}期通报</a></li>' for n in range(6))
    path, env = own_file(
        tmp_path,
        entry("good", good, "trs_wcm"),
        entry("as_generic", good.replace("127.0.0.1", "localhost"), "generic"),
        entry("refuses", site.put("/guard/index.html", Reply("<script>$_ts={}</script>", status=412))),
        entry("forbidden", site.base + "/private/index.html"),
        entry("nobody", "http://127.0.0.1:9/index.html"),
        entry("moved", site.base + "/was/here.html"),
        entry("rebuilt", site.put("/rebuilt/index.html", page("专栏", "<p>请使用新版</p>" * 30))),
        entry("stories", site.put("/s/index.html", page("专栏", f"<ul>{stories}</ul>"))),
        entry("asleep", site.base + "/asleep/", more="  enabled: false"),
    )
    before = path.read_bytes()
    done = fazhi(tmp_path / "home", "sources", "check", "--json", env=env)
    told = {row["id"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert {name: row["verdict"] for name, row in told.items()} == {
        "good": "ok",
        "as_generic": "ok",
        "refuses": "blocked",
        "forbidden": "blocked",
        "nobody": "unreachable_from_here",
        "moved": "failed",
        "rebuilt": "no_links",
        "stories": "no_article",
    }
    assert told["forbidden"]["robots"] == "forbids" and told["good"]["robots"] == "allowed"
    (listing,) = told["good"]["listings"]
    assert (listing["charset"], listing["items"], listing["read_as"]) == ("utf-8", ROWS, "trs_wcm")
    assert told["good"]["article"]["published"] == "2025-03-28"
    generic = told["as_generic"]
    assert (generic["declared"], generic["listings"][0]["family"]) == ("generic", "trs_wcm")
    assert "404" in told["moved"]["why"]
    assert path.read_bytes() == before


def test_verified_on_is_written_only_where_wanted_and_only_there(site: Site, tmp_path: Path) -> None:
    url = trs_site(site, "/write")
    path, env = own_file(
        tmp_path,
        "# first comment",
        entry("fresh", url, more="  note: 不改   # stays"),
        entry("older", url.replace("127.0.0.1", "localhost"), more="  verified_on: 2024-01-01  # once"),
        entry("gone", site.base + "/gone.html", more="  verified_on:"),
    )
    text = path.read_text(encoding="utf-8")
    told = fazhi(tmp_path / "home", "sources", "check", "fresh", "older", env=env)
    assert told.returncode == 0, told.stderr
    assert "--write" in told.stdout
    assert path.read_text(encoding="utf-8") == text
    done = fazhi(tmp_path / "home", "sources", "check", "--write", env=env)
    assert done.returncode == 1  # gone is not ok
    today = f"{datetime.now(UTC).date()}"
    days = {source.id: f"{source.verified_on}" for source in load_sources(path)}
    assert days == {"fresh": today, "older": today, "gone": "None"}
    expected = text.replace("2024-01-01", today).replace(
        "- id: fresh   # fresh of ours\n", f"- id: fresh   # fresh of ours\n  verified_on: {today}\n"
    )
    assert path.read_text(encoding="utf-8") == expected


def test_wrong_ids_and_nothing_enabled_are_told(tmp_path: Path) -> None:
    _, env = own_file(tmp_path, entry("asleep", "http://127.0.0.1:9/", more="  enabled: false"))
    unknown = fazhi(tmp_path / "home", "sources", "check", "nonsense", env=env)
    assert unknown.returncode == 1 and "fazhi sources list" in unknown.stderr
    idle = fazhi(tmp_path / "home", "sources", "check", env=env)
    assert idle.returncode == 1 and "--all" in idle.stderr
    everything = fazhi(tmp_path / "home", "sources", "check", "--all", "--json", env=env)
    assert json.loads(everything.stdout)[0]["verdict"] == "unreachable_from_here"


def test_the_packaged_candidates_are_not_asked_without_a_contact(tmp_path: Path) -> None:
    done = fazhi(tmp_path / "home", "sources", "check", "--all")
    assert done.returncode == 1 and "FAZHI_CONTACT" in done.stderr


def test_the_list_may_be_narrowed(tmp_path: Path) -> None:
    def listed(*options: str) -> list[dict[str, object]]:
        found = json.loads(fazhi(tmp_path / "home", "sources", "list", "--json", *options).stdout)
        assert isinstance(found, list)
        return found

    everything = listed()
    henan = listed("--region", "河南省")
    assert 0 < len(henan) < len(everything)
    assert all(str(source["region_code"]).startswith("41") for source in henan)
    assert {source["family"] for source in listed("--family", "vsb")} == {"vsb"}
    assert listed("--enabled") == [] and listed("--disabled") == everything
    assert fazhi(tmp_path / "home", "sources", "list", "--region", "nowhere").returncode == 1
