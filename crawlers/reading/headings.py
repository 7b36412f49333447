"""Which lines are headings, and of which level: from tags, from numbering (一、 （一） 1.), from shape."""

import re

_PATTERNS = (
    (re.compile(r"^第[一二三四五六七八九十百]+(?:[章编]|部分)"), 1),
    (re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]"), 1),
    (re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"), 2),
    (re.compile(r"^\d{1,2}[、.．](?!\d)"), 3),
    (re.compile(r"^[（(]\d{1,2}[）)]"), 4),
)
_MAX_NUMBERED = 60
_MAX_PLAIN = 30
_SENTENCE = re.compile(r"[。；;！？!?，,：:]$|[。；]")
_NO_HEADING = re.compile(
    r"^(附件|附表|来源|作者|时间|责任编辑|编辑|图|表|注|（|\(|【|《)|(摄|供图|报|讯)[）)]?$|^\d+$|\t"
)


def heading_level(text: str, *, tag_level: int = 0, bold: bool = False, plain: bool = False) -> int:
    """The level of a heading line, 1 = highest; 0 where the line is none.

    ``tag_level`` is that of h1-h6; ``bold`` says that the whole line is bold; ``plain`` that the text has no markup,
    so that a short line without a full stop may be a heading by shape alone ("扛牢主体责任").
    """
    if _SENTENCE.search(text) or len(text) > _MAX_NUMBERED:
        return 0
    numbered = next((level for pattern, level in _PATTERNS if pattern.match(text)), 0)
    if numbered:
        return numbered
    if tag_level:
        return tag_level
    if (bold or plain) and 2 <= len(text) <= _MAX_PLAIN and not _NO_HEADING.search(text):
        return 1
    return 0
