"""One look at a site of every family: recognised, items listed, an article read; and the same again from kept pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crawlers.fixture import expected, keep, seen
from crawlers.look import Look, Verdict, look_at
from family_sites import Column
from local_site import QUICK, serve
from test_family_crawl import NAMES, columns_on


@dataclass
class Looked:
    """A look at every column in one crawl, by evidence alone."""

    folder: Path
    columns: dict[str, Column]
    looks: dict[str, Look]
    asked: list[str]


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    folder = tmp_path_factory.mktemp("look")
    with serve() as site:
        columns = columns_on(site)
        sources = [column.source() for column in columns]
        looks = look_at(sources, folder / "run", archive=folder / "archive", settings=QUICK)
        asked = site.asked[:]
        yield Looked(folder, {c.name: c for c in columns}, {look.source.id: look for look in looks}, asked)


@pytest.mark.parametrize("name", NAMES)
def test_the_family_is_told_with_evidence_and_the_items_are_the_listing_s(looked: Looked, name: str) -> None:
    look, column = looked.looks[name], looked.columns[name]
    assert (look.verdict, look.why) == (Verdict.OK, "")
    (listing,) = look.listings
    assert (listing.family, listing.read_as) == (column.family, column.family)
    assert listing.evidence
    own = {item.url for item in listing.items if item.url.startswith(column.site.base)}
    assert own <= column.urls() and own
    assert listing.next_url or column.pages == 1 or name == "sitemap"


@pytest.mark.parametrize("name", NAMES)
def test_an_article_of_the_column_is_read(looked: Looked, name: str) -> None:
    article = looked.looks[name].article
    assert article is not None
    assert article.title in {entry.title for entry in looked.columns[name].entries}
    assert "推进依法行政" in article.text


def test_a_look_costs_next_to_nothing(looked: Looked) -> None:
    most = {name: look.requests for name, look in looked.looks.items() if look.requests > 8}
    assert most == {}
    assert len(looked.asked) == len(set(looked.asked))


@pytest.mark.parametrize("name", NAMES)
def test_kept_pages_are_read_as_the_look_read_them(looked: Looked, name: str, tmp_path: Path) -> None:
    look = looked.looks[name]
    look = replace(look, source=look.source.model_copy(update={"family": look.listings[0].family}))
    keep(tmp_path, look, looked.folder / "archive")
    told = seen(tmp_path / name)
    assert told == expected(tmp_path / name)
    assert [item["url"] for item in told["listings"][0]["items"]] == [item.url for item in look.items[:10]]
    assert told["article"]["title"] == look.article.title  # type: ignore[union-attr]


def test_a_family_that_is_declared_wrongly_is_told(tmp_path: Path) -> None:
    with serve() as site:
        columns = {column.name: column for column in columns_on(site)}
        declared = columns["trs-zero"].source(family="vsb")
        (look,) = look_at([declared], tmp_path / "run", archive=tmp_path / "archive", settings=QUICK)
        (listing,) = look.listings
        assert listing.family == "trs_wcm" and listing.read_as == "vsb"


def test_nothing_private_is_looked_at_unless_it_is_meant(tmp_path: Path) -> None:
    with serve() as site:
        column = columns_on(site)[0]
        public = column.source(allow_private=False)
        (look,) = look_at([public], tmp_path / "run", archive=tmp_path / "archive", settings=QUICK)
        assert site.asked == [] and look.verdict is Verdict.FAILED
        assert "not public" in look.why


def test_looks_of_two_sites_do_not_harm_each_other(tmp_path: Path) -> None:
    with serve() as site, serve() as other:
        good = columns_on(site)[-2].source()
        other.put("/x/", "<html><body>" + "<a href='/'>首页</a>" * 3)
        bad = good.model_copy(update={"id": "bad", "start_urls": (f"{other.base}/y/",)})
        looks = look_at([bad, good], tmp_path / "run", archive=tmp_path / "archive", settings=QUICK)
        assert [look.verdict for look in looks] == [Verdict.FAILED, Verdict.OK]
