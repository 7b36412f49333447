"""JioNLP: amounts of money, the quantities it extracts with their places."""

from collections.abc import Iterator

import jionlp
from answer import Found, answer


def find(text: str) -> Iterator[Found]:
    """An interval gives its lower end."""
    for result in jionlp.ner.extract_money(text, with_parsing=True) or ():
        detail = result.get("detail") or {}
        number = detail.get("num")
        number = number[0] if isinstance(number, (list, tuple)) else number
        if number is not None:
            start, end = result["offset"]
            yield start, end, float(number), detail.get("case") or ""


answer(find)
