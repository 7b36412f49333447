"""Pages of a source kept beside what is read of them, so that a test can tell when that changes. Nothing is fetched.

A fixture is a folder: ``source.yaml`` (the entry), ``pages.yaml`` (which file holds the answer to which request), the
answers themselves, and ``expected.yaml``, which a person has looked at.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from crawlers import issues
from crawlers.archive import read_body
from crawlers.article import Article
from crawlers.cadence import CHINA
from crawlers.entries import entry_text
from crawlers.families import Answer, Ask, Role, walk
from crawlers.look import Look
from crawlers.reading.read import read_article
from crawlers.records import Fetch
from crawlers.source import Source
from crawlers.source_files import load_sources

ITEMS = 10
"""So many items of a listing are held against the expected ones."""

TEST_NAME = "test_kept_sources.py"
_TEST = '''\
"""Every source kept in a folder beside this file is read as its expected.yaml says."""

from pathlib import Path

import pytest

from crawlers.fixture import expected, seen

FOLDERS = sorted(file.parent for file in Path(__file__).parent.glob("*/expected.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_kept_source_is_read_as_expected(folder: Path) -> None:
    assert seen(folder) == expected(folder)
'''


def keep(folder: Path, look: Look, archive: Path) -> list[Path]:
    """Writes the fixture of a look into ``folder/<id>`` and, where it is not there yet, the test beside it.

    Returns the files written. Raises :class:`crawlers.errors.ArchiveError` where a page cannot be read back, OSError
    where a file cannot be written.
    """
    look = replace(look, source=_of_its_day(look))
    place = folder / look.source.id
    place.mkdir(parents=True, exist_ok=True)
    pages: dict[str, dict[str, Any]] = {}
    rows = [row for listing in look.listings for row in listing.rows]
    article = next(fetch for fetch, read in look.articles if read is look.article)
    for number, row in enumerate([*rows, article]):
        name = "article.html" if row is article else f"listing-{number + 1}.{_ending(row)}"
        (place / name).write_bytes(read_body(archive, row.warc_file, row.warc_offset or 0).body)
        pages[row.url] = {"file": name, "url": row.final_url or row.url, "status": row.status, "type": row.content_type}
    written = [place / str(page["file"]) for page in pages.values()]
    texts = {
        "source.yaml": entry_text(look.source),
        "pages.yaml": _dump({"article": article.url, "pages": pages}),
    }
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    (place / "expected.yaml").write_text(
        "# What is read of these pages today. Look it over: the test holds every later version to it.\n"
        + _dump(seen(place)),
        encoding="utf-8",
    )
    test = folder / TEST_NAME
    if not test.exists():
        test.write_text(_TEST, encoding="utf-8")
        written.append(test)
    return [*written, *(place / name for name in (*texts, "expected.yaml"))]


def _of_its_day(look: Look) -> Source:
    """The entry; a newspaper's with the day of the look, as its first page is today's."""
    source = look.source
    if not any(issues.has_places(url) for url in source.start_urls) or source.overrides.to_day:
        return source
    day = look.listings[0].rows[0].fetched_at.astimezone(CHINA).date()
    return source.model_copy(update={"overrides": source.overrides.model_copy(update={"to_day": day.isoformat()})})


def expected(folder: Path) -> Any:
    """What a person has found right for the fixture in ``folder``."""
    return yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))


def seen(folder: Path) -> dict[str, Any]:
    """What is read of the fixture's pages now: each listing's family, first items and next page, and the article."""
    (source,) = load_sources(folder / "source.yaml")
    kept = yaml.safe_load((folder / "pages.yaml").read_text(encoding="utf-8"))
    pages = kept["pages"]
    overrides = source.overrides.model_dump(exclude_none=True)
    listings = [_listing(folder, pages, url, source.family, overrides) for url in source.start_urls]
    body = (folder / pages[kept["article"]]["file"]).read_bytes()
    return {"listings": listings, "article": _article(read_article(body, pages[kept["article"]]["url"]))}


def _listing(
    folder: Path, pages: Mapping[str, Any], url: str, family: str, overrides: Mapping[str, Any]
) -> dict[str, Any]:
    def fetch(ask: Ask) -> Answer:
        page = pages[ask.key]
        _, _, charset = page["type"].lower().partition("charset=")
        body = (folder / page["file"]).read_bytes()
        return Answer(page["url"], page["status"], body, charset.split(";")[0].strip(" \"'"))

    for _, reading in walk(url, fetch, family=family, overrides=overrides):
        if reading.items:
            items = [{"url": item.url, "title": item.title, "date": item.date} for item in reading.items[:ITEMS]]
            following = next((ask.url for ask in reading.asks if ask.role is Role.NEXT), "")
            return {"family": reading.family, "items": items, "next": following}
    return {"family": "", "items": [], "next": ""}


def _article(article: Article) -> dict[str, Any]:
    return {
        "kind": article.page_kind.value,
        "title": article.title,
        "published": article.published,
        "origin": article.source_name,
        "parts": [part.id for part in article.parts],
        "begins": article.text[:60],
        "ends": article.text[-60:],
    }


def _dump(value: Any) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    return text


def _ending(row: Fetch) -> str:
    kinds = {"json": "json", "xml": "xml", "rss": "xml"}
    return next((ending for word, ending in kinds.items() if word in row.content_type.lower()), "html")
