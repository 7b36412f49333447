"""A text cut at its figures, so that each can be marked and linked to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

EDGE = 100  # characters that are left before and after a figure where a text is too long for a page


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; ``ids`` are the observations that stand in it (coordinated names share a span). ``omitted``
    characters stand in its place in the original."""

    text: str
    ids: tuple[str, ...] = ()
    omitted: int = 0


def segments(
    text: str, figures: Sequence[Mapping[str, Any]], begin: int = 0, end: int | None = None
) -> tuple[Segment, ...]:
    """The text from ``begin`` to ``end`` in order. Spans that overlap are one segment with the ids of all: marks do
    not nest."""
    spans: list[tuple[int, int, list[str]]] = []
    for figure in sorted(figures, key=lambda figure: (figure["start"], figure["end"])):
        if spans and figure["start"] < spans[-1][1]:
            start, stop, ids = spans[-1]
            spans[-1] = (start, max(stop, figure["end"]), [*ids, figure["observation_id"]])
        else:
            spans.append((figure["start"], figure["end"], [figure["observation_id"]]))
    found, at = [], begin
    for start, stop, ids in spans:
        if start > at:
            found.append(Segment(text[at:start]))
        found.append(Segment(text[start:stop], tuple(ids)))
        at = stop
    last = len(text) if end is None else end
    if at < last:
        found.append(Segment(text[at:last]))
    return tuple(found)


def shortened(cut: Iterable[Segment]) -> tuple[Segment, ...]:
    """The same with what is far from any figure left out, and how much that was."""
    found: list[Segment] = []
    for segment in cut:
        omitted = len(segment.text) - 2 * EDGE
        if segment.ids or omitted < EDGE:
            found.append(segment)
        else:
            found += [Segment(segment.text[:EDGE]), Segment("", (), omitted), Segment(segment.text[-EDGE:])]
    return tuple(found)
