"""White space as pages write it, and as a reader sees it."""

import re

WIDE_SPACE = re.compile(r"[\s\x00-\x1f]+")
# Soft hyphens, places where a line may break, marks of direction: nobody sees them, and they part no word (行政|复议).
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
# A line break in the source between two Chinese characters is no space (CSS Text 3, segment break transformation).
_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n][\s]*(?=[{_CJK}])")


def clean(text: str) -> str:
    """One line of text: white space runs become one space, and none where the source merely wrapped Chinese text."""
    return WIDE_SPACE.sub(" ", _BREAK.sub("", _INVISIBLE.sub("", text))).strip()
