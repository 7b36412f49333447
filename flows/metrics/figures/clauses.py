"""Where sentences, clauses and brackets begin and end, and which stretches are names.

The second station, behind ``shadow``. Names – titles in 《》, slogans and projects in “” – are masked in the shadow, so
that nothing inside them is read as a number, a verb or a boundary; spans stay spans of the text.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

# A quotation is a name when it is short and holds no pause, percentage or amount (“三个100%”, “罚没1860万元” speak).
_NAME = re.compile(
    r"《[^《》\n]{0,150}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})?》|“[^“”，。；！？%\n]{0,40}(?:，[^“”，。；！？%\n\d]{0,20})?”|‘[^‘’。；！？%\n]{0,40}’|\"[^\"，。；！？%\n]{1,30}\""
)
_SPEAKS = re.compile(r"\d[\d,.]*[万亿]?元|\d{2,}[万亿余多]{0,2}[件起个人名家项次场]\Z")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
# Each begins with one plain character: only such patterns are searched for at the speed of a character class.
_BOUNDARY = re.compile(r"，|；|;|:|。|！|？|!|\?|\n|--|……*")
# A headline parts its phrases by a space: 营商环境再提升 群众满意度达98%
_HEADLINE = re.compile(
    r"(?<=[\u4e00-\u9fff”》)%]) (?:- )?(?=[\u4e00-\u9fff“《])|(?<=[\u4e00-\u9fff]) ?- (?=[\u4e00-\u9fff“])"
    r"|(?<=[\u4e00-\u9fff]{3}) (?=\d)"
)
_COUNTED = re.compile(r"\d[余多]{0,2}[\u4e00-\u9fff]{3,}\Z")  # 覆盖30个国家 |200家机构, but 覆盖 |30个国家
_ENDED = ("。", "，", "；")
_BRACKET = re.compile(r"\([^()\n]*\)")
_FILLER = "□"
LONGEST = 600  # twice and more what anybody writes
_NUMERAL = "0123456789.,零一二三四五六七八九十百千万亿两"  # no cut inside of a number: 1|00% would be two


class Clause(Struct, frozen=True, gc=False):
    """A clause ``[start, end)``; ``outer`` is the offset of the bracket it stands in, or -1."""

    start: int
    end: int
    outer: int = -1


class Name(Struct, frozen=True, gc=False):
    """A masked stretch; ``title`` for 《》, else a quotation."""

    start: int
    end: int
    title: bool


def mask(text: str) -> tuple[str, list[Name]]:
    """A shadow text with the insides of names filled, and where the names stand."""
    names: list[Name] = []
    pieces: list[str] = []
    position = 0
    for found in _NAME.finditer(text):
        start, end = found.span()
        inner = text[start + 1 : end - 1]
        title = text[start] == "《"
        if not title and _SPEAKS.search(inner):
            continue
        names.append(Name(start, end, title))
        pieces += (text[position : start + 1], _FILLER * (end - start - 2))
        position = end - 1
    pieces.append(text[position:])
    return "".join(pieces), names


def sentences(shape: str) -> Iterator[tuple[int, int]]:
    """The sentences of a masked text in order, up to 。！？ or a line's end; endless ones are cut at a pause."""
    position = 0
    for found in _SENTENCE_END.finditer(shape):
        end = found.end()
        if end - position > LONGEST:
            yield from _bounded(shape, position, end)
        else:
            yield position, end
        position = end
    yield from _bounded(shape, position, len(shape))


def _bounded(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most :data:`LONGEST` characters, so that work on one piece never grows with the text."""
    while end - start > LONGEST:
        pause = shape.rfind("，", start + 1, start + LONGEST)
        cut = pause + 1 if pause > 0 else start + (len(shape[start : start + LONGEST].rstrip(_NUMERAL)) or LONGEST)
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def clauses(shape: str, start: int, end: int) -> list[Clause]:
    """The clauses of a sentence, in order. A bracket that holds a number or a long remark is a clause of its own."""
    cuts = [found.span() for found in _BOUNDARY.finditer(shape, start, end)]
    if shape.find(" ", start, end) >= 0 and not any(mark in shape[start:end] for mark in _ENDED):
        cuts += [found.span() for found in _HEADLINE.finditer(shape, start, end) if _parts(shape, found)]
        cuts.sort()
    if shape.find("(", start, end) >= 0 and (brackets := _bracketed(shape, start, end)):
        return _nested(start, end, sorted([*((first, stop, 0) for first, stop in cuts), *brackets]))
    result: list[Clause] = []
    position = start
    for cut_start, cut_end in cuts:
        if cut_start > position:
            result.append(Clause(position, cut_start))
        position = max(position, cut_end)
    if end > position:
        result.append(Clause(position, end))
    return result


def _bracketed(shape: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Where brackets that are clauses of their own open (1) and close (-1)."""
    turns: list[tuple[int, int, int]] = []
    for found in _BRACKET.finditer(shape, start, end):
        inner = found[0]
        if len(inner) > 14 or found.start() == start or any(char.isdigit() for char in inner):
            turns += [(found.start(), found.start() + 1, 1), (found.end() - 1, found.end(), -1)]
    return turns


def _nested(start: int, end: int, cuts: list[tuple[int, int, int]]) -> list[Clause]:
    """The clauses between cuts, those in a bracket with its offset."""
    result: list[Clause] = []
    position, outer = start, -1
    for cut_start, cut_end, turn in [*cuts, (end, end, 0)]:
        if cut_start > position:
            result.append(Clause(position, cut_start, outer))
        position = max(position, cut_end)
        outer = cut_start if turn > 0 else -1 if turn < 0 else outer
    return result


def _parts(shape: str, space: re.Match[str]) -> bool:
    """Whether a space of a headline parts phrases: before a number only where another was counted."""
    if not shape[space.end()].isdigit():
        return True
    return _COUNTED.search(shape, max(0, space.start() - 16), space.start()) is not None
