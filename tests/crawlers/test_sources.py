"""Source files: what is right loads; what is wrong names file, line, field, value and legal values."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers import load_sources
from crawlers.errors import SourceError
from crawlers.families import FAMILIES

ENTRY = """\
# a comment
- id: yunzhou
  name: 云州市人民政府
  region_code: 990100
  level: prefecture
  scope: government
  start_urls:
    - https://www.yunzhou.example/fzzf/
"""


def load(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    load_sources(path)


def test_an_entry_has_sensible_defaults(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(ENTRY, encoding="utf-8")
    (source,) = load_sources(path)
    assert (source.region_code, source.family, source.delay, source.enabled) == ("990100", "auto", 3.0, True)
    assert source.allowed_hosts == ("www.yunzhou.example",)
    assert not source.allow_private and source.verified_on is None


@pytest.mark.parametrize(
    ("change", "line", "field", "words"),
    [
        (("scope: government", "scope: goverment"), 6, "scope", "one of 'government', 'department' or 'media'"),
        (("  scope: government\n", ""), 2, "scope", "this field"),
        (("level:", "levle:"), 2, "level", "this field"),
        (("  scope", "  famly: vsb\n  scope"), 6, "famly", "there are id, name, region_code"),
        (("  scope", "  family: vbs\n  scope"), 6, "family", "'trs_wcm'"),
        (("990100", "9901"), 4, "region_code", "pattern"),
        (("https:", "ftp:"), 7, "start_urls", "'ftp://www.yunzhou.example/fzzf/' is none"),
        (("\n    - https://www.yunzhou.example/fzzf/", " []"), 7, "start_urls", "at least 1 item"),
        (("  scope", "  season: [1, 13]\n  scope"), 6, "season.1", "less than or equal to 12"),
        (("  scope", "  delay: -1\n  scope"), 6, "delay", "greater than or equal to 0"),
        (("  scope", "  allowed_hosts: ['https://a.cn']\n  scope"), 6, "allowed_hosts", "host names without scheme"),
        (("  scope", "  overrides:\n    page_base: 2\n  scope"), 7, "overrides.page_base", "one of 0 or 1"),
        (("  scope", "  overrides:\n    pages: 2\n  scope"), 7, "overrides.pages", "there are page_base, list_at"),
        (("  scope", "  overrides:\n    list_at: '//['\n  scope"), 7, "overrides.list_at", "an XPath expression"),
        (("  scope", "  overrides: {article_url: '('}\n  scope"), 6, "overrides.article_url", "a regular expression"),
        (("  scope", "  overrides: {from_day: 2025-02-30}\n  scope"), 6, "overrides.from_day", "a date such as"),
        (("  scope", "  overrides: {referer: here}\n  scope"), 6, "overrides.referer", "pattern"),
        (("  scope", "  overrides:\n    parameters: [unitid]\n  scope"), 7, "overrides.parameters", "valid dictionary"),
        (("fzzf/", "{yyyy}/{mm}/{dd}/"), 2, "", "family: epaper"),
        (("fzzf/", "{yyyy}-{m}/{dd}/\n  family: epaper"), 2, "", "{yyyy}, {mm}, {dd}"),
        (("  name:", "  id: again\n  name:"), 3, "id", "each field once"),
        (("- id", "  id"), 1, "", "a list of sources"),
        (("scope: government", "scope: ["), 8, "", "YAML"),
    ],
)
def test_a_wrong_entry_says_where_and_what(
    tmp_path: Path, change: tuple[str, str], line: int, field: str, words: str
) -> None:
    old, new = change
    assert old in ENTRY
    with pytest.raises(SourceError) as caught:
        load(tmp_path, ENTRY.replace(old, new, 1))
    error = caught.value
    assert (error.path.name, error.field) == ("sources.yaml", field)
    assert words in error.expected
    assert abs(error.line - line) <= (field == "")
    assert f"sources.yaml:{error.line}" in str(error)


def test_a_newspaper_may_have_places_for_the_day_and_days(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    days = "\n  family: epaper\n  overrides: {from_day: 2025-01-01, to_day: '2025-03-31', parameters: {unitid: 12}}"
    path.write_text(ENTRY.replace("fzzf/", "html/{yyyy}-{mm}/{dd}/node_1.htm" + days), encoding="utf-8")
    (source,) = load_sources(path)
    assert source.start_urls == ("https://www.yunzhou.example/html/{yyyy}-{mm}/{dd}/node_1.htm",)
    assert (source.overrides.from_day, source.overrides.to_day) == ("2025-01-01", "2025-03-31")
    assert source.overrides.parameters == {"unitid": "12"}
    assert source.allowed_hosts == ("www.yunzhou.example",)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A file of seventy entries is not corrected one run an error."""
    second = ENTRY.replace("yunzhou", "other", 1).replace("scope: government", "scope: county")
    (tmp_path / "a.yaml").write_text(ENTRY.replace("scope: government", "scope: town") + second, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(ENTRY.replace("- id", "- ids", 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_sources(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert [(error.path.name, error.field) for error in (caught.value, *caught.value.others)] == [
        ("a.yaml", "scope"),
        ("a.yaml", "scope"),
        ("b.yaml", "id"),
        ("b.yaml", "ids"),
    ]
    assert str(caught.value).count("\n") == 4 and "Correct these 4, then run again." in str(caught.value)


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(ENTRY, encoding="utf-8")
    with pytest.raises(SourceError, match=r"b\.yaml:2: id: expected an id that no other entry has, seen 'yunzhou'"):
        load_sources(tmp_path / "a.yaml", tmp_path / "b.yaml")


def test_a_missing_file_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        load_sources(tmp_path / "none.yaml")
    (tmp_path / "empty.yaml").touch()
    assert load_sources(tmp_path / "empty.yaml") == ()


# The packaged entries


def test_packaged_sources_wait_for_a_look_at_the_live_site() -> None:
    sources = load_sources()
    assert len(sources) > 70
    assert {"epaper", "jcms", "gkmlpt", "c_column", "uuid_columns"} < {source.family for source in sources}
    for source in sources:
        assert not source.enabled and source.verified_on is None, source.id
        assert not source.allow_private, source.id
        assert source.delay >= 3, source.id
        assert source.family in {"auto", *FAMILIES}


def test_packaged_sources_share_no_listing() -> None:
    urls = [url for source in load_sources() for url in source.start_urls]
    assert len(urls) == len(set(urls))
    assert all(urlsplit(url).path for url in urls)
