"""What one sentence cannot mean plainly: several values of one indicator for one place and time, the value left behind
as the new.

对3个区和5个部门开展督察 holds two parts of the units inspected; 由1296项精简到405项 holds one number of items, the
second.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from warehouse.reference.vocabulary import Kind, Role

from ..records import Observation, Period

_LED = re.compile("(?:由|从)(?:原来|原有|原先|过去|以前)?的?$")
_ON_TO = re.compile(r"[^，,。；;\d]{0,8}(?:到|至|为)[^，,。；;\d]{0,4}\d")
_LED_BY, _REACH = 6, 16
_VALUES, _ACTUAL = (Kind.COUNT, Kind.AMOUNT), Role.ACTUAL


def left_behind(observation: Observation, text: str) -> Observation:
    """The value that a change starts from, without a time of its own, is of an earlier time that nobody tells."""
    figure, period = observation.figure, observation.period
    before = text[max(0, figure.start - _LED_BY) : figure.start]
    if figure.kind not in _VALUES or ("由" not in before and "从" not in before) or not _LED.search(before):
        return observation
    if _ON_TO.match(text[figure.end : figure.end + _REACH]) is None:
        return observation
    unknown = Period(period.text, alternatives=(replace(period, alternatives=()),))
    return replace(observation, period=unknown, flags=(*observation.flags, "value_left_behind"))


def one_of_several(observations: Sequence[Observation]) -> list[Observation]:
    """The observations of a part; several values of one indicator that a sentence tells of one place and time are
    flagged, but a first one that is more than the others together (these may be its parts)."""
    told: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, observation in enumerate(observations):
        if (place := _place(observation)) is not None:
            told[place].append(number)
    kept = list(observations)
    for numbers in told.values():
        values = [observations[number].figure.value for number in numbers]
        if len(set(values)) < 2:
            continue
        is_whole = values[0] > sum(values[1:], Decimal(0))
        for number in numbers[1 if is_whole else 0 :]:
            kept[number] = replace(kept[number], flags=(*kept[number].flags, "one_of_several"))
    return kept


def _place(observation: Observation) -> tuple[object, ...] | None:
    """What two values of one sentence cannot share."""
    figure, meaning, period = observation.figure, observation.meaning, observation.period
    if meaning.indicator_id is None or figure.kind not in _VALUES or figure.role is not _ACTUAL or figure.headers:
        return None
    return (
        figure.sentence_start,
        meaning.indicator_id,
        meaning.denominator_variant,
        (period.type, period.start, period.end),
        observation.place,
    )
