"""The whole station: facts of the document, then for each part its figures and their meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flows.metrics.figures import FoundFigures, find
from flows.metrics.figures.tabled.reading import rows_of, without_rows
from flows.metrics.meaning import facts as facts_of
from flows.metrics.meaning import interpret
from flows.metrics.records import Document, DocumentFacts, LeftOut, Observation, Part
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
    document = _with_facts(document, title, published, source, region_hint)
    simplified = twin(document)
    read = simplified or document
    facts = facts_of(read)
    observations = [
        observation
        for part, found, _ in _read(read, facts)
        for observation in interpret(read, part, found.figures, facts)
    ]
    return restored(document, observations) if simplified is not None else observations


def explain(
    document: Document | str,
    *,
    title: str = "",
    published: date | None = None,
    source: str = "",
    region_hint: str | None = None,
) -> Explanation:
    """As :func:`extract`, with the numerals that were left out (and why) and the facts of the document."""
    document = _with_facts(document, title, published, source, region_hint)
    simplified = twin(document)
    read = simplified or document
    facts = facts_of(read)
    observations: list[Observation] = []
    passed: list[LeftOut] = []
    for part, found, told_in_table in _read(read, facts):
        passed.extend(sorted((*found.left_out, *told_in_table), key=lambda item: item.start))
        observations.extend(interpret(read, part, found.figures, facts))
    if simplified is not None:
        observations, passed = restored(document, observations), left_out(document, passed)
    return Explanation(tuple(observations), tuple(passed), facts)


def _with_facts(
    document: Document | str, title: str, published: date | None, source: str, region_hint: str | None
) -> Document:
    if not isinstance(document, Document):
        return Document.of(document, title=title, published=published, source_name=source, region_hint=region_hint)
    if title or published or source or region_hint:
        raise TypeError("a Document holds its own facts: give title, published, source, region_hint with a text only")
    return document


def _read(document: Document, facts: DocumentFacts) -> Iterator[tuple[Part, FoundFigures, list[LeftOut]]]:
    """Each part with its figures and the numerals that are told in the document's tables."""
    rows = rows_of(document.parts)
    for part in document.parts:
        text, told_in_table = without_rows(part, rows)
        yield part, find(text, of_policy=facts.genre is Genre.POLICY), told_in_table
