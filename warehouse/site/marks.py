"""A text cut at its figures, so that each can be marked and linked to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; ``ids`` are the observations that stand in it (coordinated names share a span)."""

    text: str
    ids: tuple[str, ...] = ()


def segments(text: str, figures: Sequence[Mapping[str, Any]]) -> tuple[Segment, ...]:
    """The text in order. Spans that overlap are one segment with the ids of all: marks do not nest."""
    spans: list[tuple[int, int, list[str]]] = []
    for figure in sorted(figures, key=lambda figure: (figure["start"], figure["end"])):
        if spans and figure["start"] < spans[-1][1]:
            start, end, ids = spans[-1]
            spans[-1] = (start, max(end, figure["end"]), [*ids, figure["observation_id"]])
        else:
            spans.append((figure["start"], figure["end"], [figure["observation_id"]]))
    found, at = [], 0
    for start, end, ids in spans:
        if start > at:
            found.append(Segment(text[at:start]))
        found.append(Segment(text[start:end], tuple(ids)))
        at = end
    if at < len(text):
        found.append(Segment(text[at:]))
    return tuple(found)
