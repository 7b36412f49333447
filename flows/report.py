"""What a run found, from what its stations returned."""

from collections.abc import Mapping, Sequence

from flows.rows import Haul
from flows.run import NewDocument, Run, RunReport
from flows.stations import Extracted, ReadPage
from warehouse import LoadReport, reference
from warehouse.alerts import Alert
from warehouse.health import SourceHealth
from warehouse.reference.vocabulary import Genre


def build_report(
    run: Run,
    haul: Haul,
    loaded: LoadReport,
    alerts: Sequence[Alert],
    seconds: Mapping[str, float],
    health: Sequence[SourceHealth] = (),
) -> RunReport:
    """Sums a run up; new documents are those whose figures were extracted, reports first, by region and year."""
    extracted, pages = haul.extracted, haul.pages
    found = [_document(page, extracted[page.article_id]) for page in pages if page.article_id in extracted]
    return RunReport(
        run_id=run.run_id,
        trigger=run.trigger,
        state=haul.state,
        started_at=run.started_at,
        seconds=dict(seconds),
        requests=len(haul.result.fetches),
        pages=len(pages),
        articles=loaded.new_articles,
        copies=sum(not haul.decisions[page.article_id].is_origin for page in pages),
        irrelevant=sum(not page.relevance.relevant for page in pages),
        observations=loaded.new_observations,
        unchanged=loaded.unchanged_observations,
        superseded=loaded.superseded_observations,
        quarantined=loaded.quarantined,
        new_documents=tuple(sorted(found, key=_order)),
        failures=haul.failures,
        alerts=tuple(alerts),
        health=tuple(health),
        database=str(run.home.published),
        site=str(run.home.site),
    )


def _document(page: ReadPage, extracted: Extracted) -> NewDocument:
    facts = extracted.analysis.facts
    region = reference.regions().get(facts.region_code) if facts.region_code else None
    return NewDocument(
        region_code=facts.region_code,
        region=region.name if region else "",
        genre=facts.genre.value,
        report_year=facts.report_year,
        title=page.article.title,
        published=page.article.published,
        source_name=page.article.source_name,
        url=page.article.url,
        figures=len(extracted.analysis.observations),
        department=facts.department,
    )


def _order(document: NewDocument) -> tuple[bool, str, int, str]:
    return document.genre != Genre.ANNUAL_REPORT, document.region_code or "~", document.report_year or 0, document.url
