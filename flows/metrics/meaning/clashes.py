"""What one sentence cannot mean plainly: several values of one indicator for one place and time, the value left behind
as the new.

对3个区和5个部门开展督察 holds two parts of the units inspected; 由1296项精简到405项 holds one number of items, the
second.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from warehouse.reference.vocabulary import Kind, Role

from ..records import Observation, Period

# 由2020年的320人增加到486人: the value left behind has a time of its own.
_DATED = re.compile("(?:由|从)[^，。；]{0,12}(?:[年月周]|季度|同期|初|末|底)的?$")
_REACH = 18
_EARLIER = "earlier_value"
_VALUES, _ACTUAL = (Kind.COUNT, Kind.AMOUNT), Role.ACTUAL


def left_behind(observation: Observation, text: str) -> Observation:
    """The value that a change starts from, without a time of its own, is of an earlier time that nobody tells."""
    figure, period = observation.figure, observation.period
    if _EARLIER not in figure.flags or figure.role is Role.TARGET:
        return observation
    if _DATED.search(text[max(0, figure.start - _REACH) : figure.start]):
        return observation
    return replace(observation, period=Period(period.text, alternatives=(replace(period, alternatives=()),)))


def one_of_several(observations: Sequence[Observation]) -> list[Observation]:
    """The observations of a part; several values of one indicator that a sentence tells of one place and time are
    flagged: none of them is the value (撤销8件、确认违法4件 of what was corrected)."""
    told: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, observation in enumerate(observations):
        if (place := _place(observation)) is not None:
            told[place].append(number)
    kept = list(observations)
    for numbers in told.values():
        if len({observations[number].figure.value for number in numbers}) > 1:
            for number in numbers:
                kept[number] = replace(kept[number], flags=(*kept[number].flags, "one_of_several"))
    return kept


def _place(observation: Observation) -> tuple[object, ...] | None:
    """What two values of one sentence cannot share."""
    figure, meaning, period = observation.figure, observation.meaning, observation.period
    if meaning.indicator_id is None or figure.kind not in _VALUES or figure.role is not _ACTUAL:
        return None
    if figure.headers or _EARLIER in figure.flags:
        return None
    return (
        figure.sentence_start,
        meaning.indicator_id,
        meaning.denominator_variant,
        (period.type, period.start, period.end),
        observation.place,
    )
