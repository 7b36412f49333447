"""Series of several years out of real yearly reports, where the gold texts are present: every point is one that
a person marked, with its value and year, and what is no year's figure is joined with none."""

import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from batches import run
from flows.metrics import extract
from shared import need_shared
from warehouse import Batch, Writer, article_id

REGIONS = ("guangming", "yantian", "longhua", "longgang")


def gold() -> list[tuple[dict[str, Any], str, str, int]]:
    """Marks, text, title and the year in the file's name of every report of these regions."""
    found = []
    for path in sorted(need_shared("eval/metrics").glob("*.json")):
        if any(region in path.stem for region in REGIONS):
            whole = path.with_suffix(".txt").read_text(encoding="utf-8")
            head = re.match(r"(?:#[^\n]*\n)*", whole)
            title = re.search(r"^# title: (.*?)(?:_\d|（|$)", whole, re.MULTILINE)
            assert head
            assert title
            found.append((json.loads(path.read_text(encoding="utf-8")), whole[head.end() :], title[1], _year(path)))
    return found


def _year(path: Path) -> int:
    return int(path.stem.rsplit("_", 1)[1])


def loaded(writer: Writer, marks: dict[str, Any], text: str, title: str, year: int) -> str:
    url = f"https://www.gold.example/{marks['doc']}"
    published = date(year, 12, 18) if "法治" in title else date(year, 3, 1)
    told = [row.as_row() | {"article_id": article_id(url)} for row in extract(text, title=title, published=published)]
    row = {"article_id": article_id(url), "url": url, "page_kind": "article", "title": title, "published": published}
    row |= {"host": "www.gold.example", "genre": "annual_report", "relevant": True, "extractor_version": "1"}
    part = {"article_id": article_id(url), "part_id": "body", "kind": "body", "text": text}
    writer.load(Batch(run(str(marks["doc"]), "backfill"), articles=[row], parts=[part], observations=told))
    return url


def test_series_of_real_reports_are_those_a_person_marked(writer: Writer) -> None:
    defaults: dict[str, str] = {}
    marked: dict[str, list[dict[str, Any]]] = {}
    for marks, text, title, year in gold():
        url = loaded(writer, marks, text, title, year)
        marked[url], defaults[url] = marks["metrics"], str(marks["period_default"])
    points = writer.con.execute(
        'SELECT p.url, o.span_text, p."value"::DOUBLE, p.period_year, p.period_type, p.region_code, p.indicator_id '
        "FROM points p JOIN observations o USING (observation_id) WHERE p.series_left_out IS NULL"
    ).fetchall()
    years: dict[tuple[str, str], set[int]] = defaultdict(set)
    for url, span, value, year, kind, region, indicator in points:
        # a bound word may belong to the span or not
        near = [mark for mark in marked[url] if mark["span"] in span or span in mark["span"]]
        fitting = [mark for mark in near if mark["value"] == pytest.approx(value)]
        assert fitting, (url, span, value)
        periods = {str(mark["period"]) for mark in fitting}
        if periods == {defaults[url]} and not re.match(r"20\d\d", defaults[url]):
            continue  # the excerpt does not hold the heading that says of which years it is
        single = {period[:4] for period in periods if re.match(r"20\d\d(?!\d)", period)}
        if kind == "annual" or (kind == "as_of" and single):
            assert str(year) in single, (url, span, year, periods)
            years[region, indicator].add(year)
        elif kind != "as_of":  # a state counts at its day, whatever years its section is about
            assert str(year) not in single, (url, span, kind)
    # several series run over several years
    assert sum(len(told) > 1 for told in years.values()) >= 4
