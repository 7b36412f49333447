"""Whole pages, written by us after the templates of Chinese sites, and what reading them gives.

A page ``pages/NAME.html`` has its expectation beside it in ``NAME.json``; a new page joins by existing. The fields
that an expectation names must come out exactly so; ``text`` is the body as a list of lines.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers import read_article
from crawlers.article import Article

PAGES = Path(__file__).parent / "pages"
FETCHED = datetime(2025, 12, 1, tzinfo=UTC)


def read(name: str) -> tuple[Article, dict[str, object]]:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    url = str(expected.pop("url", "http://www.example.org/a.html"))
    return read_article((PAGES / f"{name}.html").read_bytes(), url, fetched=FETCHED), expected


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_a_page_reads_as_expected(name: str) -> None:
    article, expected = read(name)
    cells = [cell_row(part.text, cell) for part in article.parts for cell in part.cells]
    seen = {
        "page_kind": article.page_kind.value,
        "published": article.published.isoformat() if article.published else None,
        "text": article.text.split("\n") if article.text else [],
        "headings": [[line_at(article.text, h.offset), h.level] for part in article.parts for h in part.headings],
        "cells": cells,
        "attachments": [[attachment.url, attachment.name] for attachment in article.attachments],
    }
    for field in expected.keys() - seen.keys():
        seen[field] = getattr(article, field)
    assert {field: seen[field] for field in expected} == expected


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_what_is_no_article_says_why_and_has_no_parts(name: str) -> None:
    article, _ = read(name)
    assert bool(article.parts or article.rung == "attachments_only") == (article.page_kind == "article")
    assert bool(article.reason) == (article.page_kind != "article")


def line_at(text: str, offset: int) -> str:
    return text[offset:].split("\n", 1)[0]


def cell_row(text: str, cell: object) -> list[str]:
    return [text[cell.offset : cell.end], cell.row_header, cell.column_header]  # type: ignore[attr-defined]
