"""Batches for the tests of the warehouse: own sentences, built by the same rules as the extractor's rows."""

from datetime import date
from decimal import Decimal
from typing import Any

from warehouse import Batch, article_id

REPORT = (
    "{region}{year}年法治政府建设情况报告。{year}年，{region}坚持依法行政，各项工作稳步推进，现将有关情况报告如下。"
    "全年新收行政复议申请{cases}件，审结{done}件。行政机关负责人出庭应诉率达{rate}%。"
    "同时也应看到，个别部门依法履职的本领尚需锤炼，执法记录的归档还欠规范，下一步将逐项补齐短板，并向社会公开整改进展。"
)


def run(run_id: str = "run-1", kind: str = "monitor") -> dict[str, Any]:
    return {"run_id": run_id, "kind": kind, "fazhi_version": "0.1.0"}


def article(url: str, *, title: str, published: date | None, host: str, **facts: Any) -> dict[str, Any]:
    return {
        "article_id": article_id(url),
        "url": url,
        "page_kind": "article",
        "title": title,
        "published": published,
        "host": host,
        "genre": "annual_report",
        "relevant": True,
        "department": False,
        "extractor_version": "1",
        **facts,
    }


def part(url: str, text: str, part_id: str = "body") -> dict[str, Any]:
    return {"article_id": article_id(url), "part_id": part_id, "kind": "body", "text": text}


def figure(
    url: str, text: str, span: str, indicator_id: str | None, value: str, *, unit: str, **facts: Any
) -> dict[str, Any]:
    """An observation of the first place where ``span`` stands in ``text``."""
    start = text.index(span)
    end = start + len(span)
    sentence_start = text.rfind("。", 0, start) + 1
    sentence = text[sentence_start : text.index("。", end) + 1]
    name = facts.pop("indicator", indicator_id or span)
    row: dict[str, Any] = {
        "article_id": article_id(url),
        "key": f"body:{start}:{end}:{name}",
        "part_id": "body",
        "start": start,
        "end": end,
        "span_text": span,
        "sentence": sentence,
        "value": Decimal(value),
        "unit": unit,
        "bound": "exact",
        "kind": "rate" if unit == "%" else "count",
        "role": "actual",
        "indicator": name,
        "indicator_id": indicator_id,
        "candidates": [],
        "period_type": "annual",
        "period_basis": "explicit",
        "period_alt": [],
        "scope": "whole_region",
        "genre": "annual_report",
        "rule": "test",
        "confidence": 0.9,
        "flags": [],
        "extractor_version": "1",
    }
    return row | facts


def year_period(year: int) -> dict[str, date]:
    return {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}


def report(
    year: int,
    *,
    cases: int,
    rate: str = "100",
    code: str = "410600",
    region: str = "鹤壁市",
    run_row: dict[str, Any] | None = None,
    url: str | None = None,
    **facts: Any,
) -> Batch:
    """A region's yearly report with two figures: new reconsideration applications and head appearance rate."""
    url = url or f"https://www.region{code}.gov.cn/report/{year}.html"
    text = REPORT.format(region=region, year=year, cases=cases, done=cases - 7, rate=rate)
    told = {"region_code": code, "report_year": year, **year_period(year)}
    return Batch(
        run=run_row or run(),
        articles=[
            article(
                url,
                title=f"{region}{year}年法治政府建设情况报告",
                published=date(year + 1, 2, 20),
                host=f"www.region{code}.gov.cn",
                region_code=code,
                report_year=year,
                **facts,
            )
        ],
        parts=[part(url, text)],
        observations=[
            figure(url, text, f"{cases}件", "reconsideration_applications", str(cases), unit="件", **told),
            figure(url, text, f"{rate}%", "head_appearance_rate", rate, unit="%", **told),
        ],
    )


def together(*batches: Batch) -> Batch:
    """Several reports as the batch of one run."""
    return Batch(
        run=batches[0].run,
        articles=[row for batch in batches for row in batch.articles],
        parts=[row for batch in batches for row in batch.parts],
        observations=[row for batch in batches for row in batch.observations],
    )
