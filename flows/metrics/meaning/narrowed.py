"""Subjects that make parts of what is named beside them: in a report on 政府信息公开 行政复议8件 are those about it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A subject (``words``) and the names that are parts of their whole under it."""

    words: str
    names: re.Pattern[str]


_NARROWING = (Narrowing("信息公开", re.compile("复议|诉讼|应诉|起诉")),)


def narrowing(name: str, heading: str) -> Narrowing | None:
    """The subject of a heading that narrows a name which does not say so itself."""
    for each in _NARROWING:
        if each.words in heading and each.words not in name and each.names.search(name):
            return each
    return None
