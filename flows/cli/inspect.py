"""``fazhi read`` and ``fazhi extract``: what the stations make of one file, without keeping anything."""

import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from crawlers.article import Article, PageKind
from flows.cli import console
from flows.cli.app import app
from flows.metrics.records import LeftOut, Observation

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A text (.txt) or page (.html); - for standard input.")
]


@app.command()
def read(
    file: FileArgument,
    url: Annotated[str, typer.Option(help="The page's address, where known: it helps to name site and host.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the article as JSON.")] = False,
) -> None:
    """Read a page as an article: kind, title, date, 来源, body. Nothing is stored."""
    from flows.stations import read_file  # noqa: PLC0415  loads the reader

    article = read_file(file, url=url)
    if as_json:
        console.print_json(article)
    else:
        _show_article(article)
    if article.page_kind is not PageKind.ARTICLE:
        sys.exit(1)


@app.command()
def extract(
    file: FileArgument,
    title: Annotated[str, typer.Option(help="Title, where the file does not tell it.")] = "",
    published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of publication.")] = None,
    source: Annotated[str, typer.Option(help="来源: the paper or office that published it first.")] = "",
    region: Annotated[str | None, typer.Option(help="Division code of the region, e.g. 410600.")] = None,
    explain: Annotated[
        bool, typer.Option(help="Show the text with spans coloured, and why numerals were left out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the observations as JSON.")] = False,
) -> None:
    """Extract every metric of a text or page and print them. Nothing is stored."""
    from flows.metrics import explain as analyse  # noqa: PLC0415
    from flows.settings import activate, load_settings  # noqa: PLC0415
    from flows.stations import Given, document_of, read_file  # noqa: PLC0415

    activate(load_settings())
    given = Given(title, published.date() if published else None, source)
    document = document_of(given.applied_to(read_file(file)), region_hint=region)
    analysis = analyse(document)
    if as_json:
        rows = [observation.as_row() for observation in analysis.observations]
        console.print_json({"facts": analysis.facts, "observations": rows, "left_out": analysis.left_out})
        return
    if explain:
        for part in document.parts:
            console.out.print(_coloured(part.id, part.text, analysis.observations, analysis.left_out))
        console.out.print()
    _show_observations(analysis.observations)
    facts = analysis.facts
    console.out.print(
        f"{len(analysis.observations)} figures, {len(analysis.left_out)} numerals left out · genre {facts.genre} · "
        f"region {facts.region_code or 'unknown'} ({facts.region_basis or 'no evidence'}) · "
        f"report year {facts.report_year or '–'} · anchor {facts.anchor or 'unknown'}",
        markup=False,
    )


def _show_article(article: Article) -> None:
    rows = [
        ("kind", f"{article.page_kind} {article.reason}".strip()),
        ("title", article.title),
        (
            "published",
            f"{article.published or 'unknown'}" + (f" (by {article.published_rung})" if article.published else ""),
        ),
        ("来源 source", article.source_name),
        ("author", article.author),
        ("site", " · ".join(filter(None, (article.site, article.column, article.site_id_code)))),
        ("body by", article.rung),
        ("charset", article.charset),
        ("flags", "、".join(article.flags)),
        ("attachments", "、".join(attachment.name or attachment.url for attachment in article.attachments)),
    ]
    console.out.print(console.table("", ["field", "value"], [list(row) for row in rows if row[1]]))
    console.out.print(article.text, markup=False)


def _show_observations(observations: tuple[Observation, ...] | list[Observation]) -> None:
    columns = ["value", "what is measured", "period", "scope, rule"]
    rows = []
    for row in (observation.as_row() for observation in observations):
        value = f"{row['span_text']}\n= {row['value']:f} {row['unit']}"
        target = " (target)" if row["role"] == "target" else ""
        measured = f"{row['indicator']}{target}\n→ {row['indicator_id'] or 'no canonical indicator'}"
        period = f"{row['period_type']}\n{row['period_start'] or '?'}..{row['period_end'] or '?'}"
        rows.append([value, measured, period, f"{row['scope']}\n{row['rule']}"])
    console.out.print(console.table("", columns, rows, long="what is measured"))


def _coloured(
    part_id: str, text: str, observations: tuple[Observation, ...] | list[Observation], left_out: tuple[LeftOut, ...]
) -> Text:
    """The text with figures in green and numerals left out in grey, each with its rule or reason behind it."""
    marks = {
        (o.figure.start, o.figure.end): ("bold green", o.figure.rule)
        for o in observations
        if o.figure.part_id == part_id
    }
    for left in left_out:
        if left.part_id == part_id:
            marks.setdefault((left.start, left.end), ("strike dim", left.reason))
    shown, at = Text(), 0
    for (start, end), (style, why) in sorted(marks.items()):
        if start < at:
            continue
        shown.append(text[at:start])
        shown.append(text[start:end], style)
        shown.append(f"⟨{why}⟩", "dim italic")
        at = end
    shown.append(text[at:])
    return shown
