"""The order in which figures get their meaning: indicator, period, base of a change, place."""

from collections.abc import Sequence

from ..records import Document, DocumentFacts, Figure, Observation, Part
from .indicators import map_figure
from .periods import base_period, period_of, time_context
from .places import place_context, place_of
from .sentences import Layout

_BEHIND = 12


def interpret(document: Document, part: Part, figures: Sequence[Figure], facts: DocumentFacts) -> list[Observation]:
    """The observations of one part, one for each figure and in the same order.

    ``document`` gives what a part does not hold (nothing yet that ``facts`` lacks); ``facts`` are those of the document.
    Pure: the same arguments give the same observations.
    """
    if not figures:
        return []
    layout = Layout(part.text)
    times = time_context(part, layout, facts)
    places = place_context(part, layout, facts)
    observations = []
    for figure in figures:
        start, end = layout.sentence(figure.start)
        clause = part.text[layout.clause_start(figure.start, start) : figure.end]
        mapped = map_figure(figure, part.text[start : min(end, figure.end + _BEHIND)], clause)
        period = period_of(figure, mapped.standing, times)
        observations.append(
            Observation(
                figure=figure,
                sentence=part.text[figure.sentence_start : figure.sentence_end],
                meaning=mapped.meaning,
                period=period,
                base_period=base_period(figure, period, times),
                place=place_of(figure, mapped.scope, places),
                genre=facts.genre,
                report_year=facts.report_year,
                flags=mapped.flags,
            )
        )
    return observations
