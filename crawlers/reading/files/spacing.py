"""White space between characters of a layout: what stands between Chinese characters is no space of the text."""

import re

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
_INNER = re.compile(rf"(?<=[{_CJK}])[ \t]+(?=[{_CJK}\d])|(?<=[\d%])[ \t]+(?=[{_CJK}])")


def close_up(line: str) -> str:
    """The line without the gaps that a layout leaves around Chinese characters: 办理 400 件 is 办理400件."""
    return _INNER.sub("", line).strip()


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a space between words of Latin letters, else nothing."""
    both = before[-1:], after[:1]
    return " " if all(char.isascii() and char.isalpha() for char in both) else ""
