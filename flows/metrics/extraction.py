"""The whole station: facts of the document, then for each part its figures and their meaning."""

from dataclasses import dataclass
from datetime import date

from flows.metrics.figures import find
from flows.metrics.figures.tabled.reading import rows_of, without_rows
from flows.metrics.meaning import facts as facts_of
from flows.metrics.meaning import interpret
from flows.metrics.records import Document, DocumentFacts, LeftOut, Observation
from flows.metrics.script import left_out, restored, twin
from warehouse.reference.vocabulary import Genre


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was read, what was left out and why, and what was taken the document to be."""

    observations: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]
    facts: DocumentFacts


def extract(
    document: Document | str,
    *,
    title: str = "",
    published: date | None = None,
    source: str = "",
    region_hint: str | None = None,
) -> list[Observation]:
    """Every metric that a document states, in text order, with its meaning.

    Args:
        document: a :class:`Document`, or a text, which is a document of one part named ``body``; the other arguments
            are facts of such a text and are not to be given with a Document.
        title, published, source: the text's title, its date, and its 来源 line.
        region_hint: code of the division the caller thinks it is about; evidence like any other.

    Pure: no clock, no network, no database; the same document gives the same observations. Raises ``TypeError`` where
    facts are given beside a Document.
    """
    return list(
        explain(document, title=title, published=published, source=source, region_hint=region_hint).observations
    )


def explain(
    document: Document | str,
    *,
    title: str = "",
    published: date | None = None,
    source: str = "",
    region_hint: str | None = None,
) -> Explanation:
    """As :func:`extract`, with the numerals that were left out (and why) and the facts of the document."""
    if isinstance(document, Document):
        if title or published or source or region_hint:
            raise TypeError(
                "a Document holds its own facts: give title, published, source, region_hint with a text only"
            )
    else:
        document = Document.of(document, title=title, published=published, source_name=source, region_hint=region_hint)
    simplified = twin(document)
    if simplified is not None:
        read = _explain(simplified)
        spoken = tuple(left_out(document, read.left_out))
        return Explanation(tuple(restored(document, read.observations)), spoken, read.facts)
    return _explain(document)


def _explain(document: Document) -> Explanation:
    facts = facts_of(document)
    observations: list[Observation] = []
    passed: list[LeftOut] = []
    rows = rows_of(document.parts)
    for part in document.parts:
        text, told_in_table = without_rows(part, rows)
        found = find(text, of_policy=facts.genre is Genre.POLICY)
        passed.extend(sorted((*found.left_out, *told_in_table), key=lambda item: item.start))
        observations.extend(interpret(document, part, found.figures, facts))
    return Explanation(tuple(observations), tuple(passed), facts)
