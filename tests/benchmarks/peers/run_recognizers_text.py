"""Microsoft Recognizers-Text: currencies, dimensions, percentages and numbers; of what overlaps the first is kept.

With the argument ``dates`` it reads dates and times first, in which no quantity is then looked for, and ages,
temperatures and ordinals too: as much of what fazhi reads as it knows.
"""

import re
import sys
from collections.abc import Iterator

from answer import Found, answer
from recognizers_number import NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer
from recognizers_text import Culture

_dates = sys.argv[1:] == ["dates"]
_numbers, _units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
_MODELS = (
    _units.get_currency_model(),
    _units.get_dimension_model(),
    _numbers.get_percentage_model(),
    _numbers.get_number_model(),
)
if _dates:
    from recognizers_date_time import DateTimeRecognizer

    _moments = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    _MODELS = (_units.get_age_model(), _units.get_temperature_model(), _numbers.get_ordinal_model(), *_MODELS)
_UNIT = re.compile(r"[^\d.,%％零一二三四五六七八九十百千万亿两]+\Z")


def find(text: str) -> Iterator[Found]:
    """One entry a place."""
    taken = [(moment.start, moment.end + 1) for moment in _moments.parse(text)] if _dates else []
    for model in _MODELS:
        for result in model.parse(text):
            start, end, value = result.start, result.end + 1, (result.resolution or {}).get("value")
            number = re.match(r"-?[\d.]+(?:E[+-]?\d+)?", str(value or ""))
            if number is None or any(start < stop and end > begin for begin, stop in taken):
                continue
            taken.append((start, end))
            unit = _UNIT.search(text[start:end])
            yield start, end, float(number[0]), "%" if str(value).endswith("%") else unit[0] if unit else ""


answer(find)
