"""The ground: names in a row – split, given back what they share (抢劫、盗窃、抢夺案件 → 抢劫案件 …)."""

import re

from flows.metrics.figures.lexicon import alternation, words
from flows.metrics.figures.phrases import Span, last_match, strong_verb_at, verb_in

Pieces = tuple[Span, ...]

_LIST = re.compile(r"、|(?<=”)(?=“)")
_AND = re.compile(
    r"、|(?<=”)(?=“)|以及|(?<![共总调饱温平缓亲])和(?![解谐平气睦])|(?<!参)与(?!会|否)|(?<![以涉普])及(?![时格其])"
)
RATE_END = re.compile(rf"(?:{alternation('rates')})\Z")
_THING = re.compile(alternation("things"))
_ALL_PLACES = re.compile(r"等?[两二三四五六七八九十\d]{1,2}(?:地市?|[省市区县州旗镇乡盟院村])(?:的)?")
_NOT_OF_NAME = re.compile(r"[，。；、\s]|部分地?[市区县]|[全各][省市区县地州]|以上|发生|各类|\d[起件宗]")
# What is told of several places at once: 年收案数, 出庭应诉率.
_LEVEL_OF_PLACES = re.compile(r"[\u4e00-\u9fff]{0,8}(?:[收结立发]案[数量率]|[数量额率度]|指数|总数|总量)")
_CAUSES = re.compile(r"导致|造成|引发|引起")  # 超速、酒驾等行为|导致死亡人数
_HEADS = words("heads")
_FIELDS = frozenset(("刑事", "民事", "商事", "行政", "治安"))
_COUNTED = re.compile(r"(?:[起宗件次人]数|[收结立发破受]案数|数量|总量|总数|数)\Z")
_DEPENDENT = re.compile(r"(?:人数|损失|金额|面积|户数|次数|[起宗件]数|[收结立发破受]案数|损失数|时长|时间)\Z")


def split(shape: str, start: int, end: int, wanted: int) -> list[Span]:
    """The names of a coordination that has ``wanted`` values; fewer or more where the text does not add up."""
    fine = _cut(_AND, shape, start, end)
    if len(fine) == wanted or wanted < 2:
        return fine
    coarse = _cut(_LIST, shape, start, end)
    if len(coarse) == wanted:
        return coarse
    merged = merge_to_rates(shape, fine)
    return merged if len(merged) == wanted else fine


def listed(shape: str, start: int, end: int, wanted: int) -> list[Pieces]:
    """盗窃、抢劫、抢夺等侵财类案件 with three values: the examples before 等 are the names, its noun lends the head."""
    at = shape.rfind("等", start, end)
    if at < 0 or at + 1 >= end:
        return []
    items = _cut(_AND, shape, start, at)
    if cause := _CAUSES.search(shape, at + 1, end):
        return [(item, (cause.start(), end)) for item in items] if len(items) == wanted else []
    head = (end - 2, end)
    return [(item, head) for item in items] if len(items) == wanted and shape[end - 2 : end] in _HEADS else []


def places(shape: str, start: int, end: int, wanted: int) -> tuple[list[Span], Span] | None:
    """甲、乙两县|刑事案件 with two values: the names of places, each without 两县, and what is told of all of them."""
    if (closed := _ALL_PLACES.search(shape, start, end)) is None:
        return None
    items = _cut(_AND, shape, start, closed.start())
    if len(items) != wanted or any(stop - first > 8 for first, stop in items):
        return None
    return items, (closed.end(), end)


def places_each(shape: str, start: int, end: int) -> list[Pieces]:
    """甲市、乙市、丙市|年收案数均不足…: one value that holds for each; empty where these are no places in a row."""
    items = _cut(_AND, shape, start, end)
    if len(items) < 2:
        return []
    length = items[0][1] - items[0][0]
    first, stop = items[-1]
    if not 2 <= length <= 4 or stop - first < length + 2:
        return []
    if any(last - begin != length for begin, last in items[:-1]):
        return []
    tail = (first + length, stop)
    if not _LEVEL_OF_PLACES.fullmatch(shape, *tail) or any(verb_in(shape, *item) for item in items[:-1]):
        return []
    if any(_THING.search(shape, begin, begin + length) for begin, _ in items):
        return []
    return [((begin, begin + length), tail) for begin, _ in items]


def fuller(shape: str, start: int, end: int) -> Span:
    """行政案件收案数降幅较大，甲、乙两市|收案数: the first mention says of what; its span, or the same span back."""
    if end - start > 4 or not _COUNTED.search(shape, start, end):
        return start, end
    found = shape.find(shape[start:end], 0, start)
    if found < 0 or (things := last_match(_THING, shape, max(0, found - 12), found)) is None or things.end() != found:
        return start, end
    begin = max(0, found - 12)
    if pause := last_match(_NOT_OF_NAME, shape, begin, found):
        begin = pause.end()
    return begin, found + end - start


def told_before(shape: str, start: int) -> tuple[Span, Span] | None:
    """较大以上生产安全|事故，事故起数: what tells which of the things at ``start`` are meant, and the thing itself."""
    thing = _THING.match(shape, start)
    found = shape.rfind(thing[0], max(0, start - 60), start) if thing else -1
    if thing is None or found < 0:
        return None
    bound = last_match(_NOT_OF_NAME, shape, max(0, found - 8), found)
    if bound is None or found - bound.end() < 2:
        return None
    return (bound.end(), found), (found, found + len(thing[0]))


def rates(shape: str, start: int, end: int) -> list[Span]:
    """The rates named by a phrase: 备案及时率、审核通过率 are two, 建议、提案办理满意率 is one."""
    return merge_to_rates(shape, _cut(_AND, shape, start, end))


def quoted(shape: str, start: int, end: int) -> list[Pieces]:
    """“甲”“乙”配备率: quotations in a row, each with what stands behind the last; else nothing."""
    if shape[start : start + 1] != "“":
        return []
    items = _cut(_LIST, shape, start, end)
    if len(items) < 2 or any(shape[first] != "“" for first, _ in items):
        return []
    if any(shape[stop - 1] != "”" for _, stop in items[:-1]) or shape[end - 1] == "”":
        return []
    return restored(shape, items)


def merge_to_rates(shape: str, items: list[Span]) -> list[Span]:
    """Joins items that name no rate to the next one that does."""
    merged: list[Span] = []
    begin = None
    for start, end in items:
        begin = start if begin is None else begin
        if RATE_END.search(shape, max(start, end - 4), end):
            merged.append((begin, end))
            begin = None
    if begin is not None:
        merged.append((begin, items[-1][1]))
    return merged


def restored(shape: str, items: list[Span]) -> list[Pieces]:
    """Each name with the beginning and the ending that it shares with its neighbours."""
    if len(items) < 2:
        return [(item,) for item in items]
    prefix, suffix = _quoted_frame(shape, items)
    if prefix or suffix:
        return [_framed(shape, item, prefix, suffix) for item in items]
    head = _shared_head(shape, items[-1])
    modifier = _shared_modifier(shape, items)
    begin = items[0][0]
    field = (begin, begin + 2) if shape[begin : begin + 2] in _FIELDS else None
    names: list[Pieces] = []
    for index, (start, end) in enumerate(items):
        pieces: list[Span] = [(start, end)]
        if head and index < len(items) - 1 and _headless(shape, start, end):
            pieces.append(head)
        if modifier and index and _dependent(shape, start, end):
            pieces.insert(0, modifier)
        elif field and index and end - start <= 4 and _COUNTED.search(shape, start, end):
            pieces.insert(0, field)  # 刑事警情、|立案数
        names.append(tuple(pieces))
    return names


def with_tail(shape: str, items: list[Span]) -> list[Pieces]:
    """甲市、乙市|受理案件数: short names without a verb share what the last of them did; else empty."""
    start, end = items[-1]
    if len(items) < 2 or any(end - start > 6 or verb_in(shape, start, end) for start, end in items[:-1]):
        return []
    verb = next((index for index in range(start + 2, min(start + 7, end - 3)) if strong_verb_at(shape, index, end)), 0)
    return [*((item, (verb, end)) for item in items[:-1]), (items[-1],)] if verb else []


def _cut(delimiter: re.Pattern[str], shape: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    position = start
    for found in delimiter.finditer(shape, start, end):
        if found.start() > position:
            spans.append((position, found.start()))
        position = found.end()
    if position < end:
        spans.append((position, end))
    return spans


def _quoted_frame(shape: str, items: list[Span]) -> tuple[Span | None, Span | None]:
    """市级“甲”“乙”事项占比: what stands before the first quotation and behind the last is common to both."""
    first, last = items[0], items[-1]
    opens = shape.find("“", *first)
    closes = shape.rfind("”", *last)
    if opens < 0 or closes < 0 or shape[first[1] - 1] != "”" or shape[last[0]] != "“":
        return None, None
    return ((first[0], opens) if opens > first[0] else None), ((closes + 1, last[1]) if closes + 1 < last[1] else None)


def _framed(shape: str, item: Span, prefix: Span | None, suffix: Span | None) -> Pieces:
    opens, closes = shape.find("“", *item), shape.rfind("”", *item)
    if opens < 0 or closes < 0:
        return (item,)
    pieces = [(opens, closes + 1)]
    if prefix:
        pieces.insert(0, prefix)
    if suffix:
        pieces.append(suffix)
    return tuple(pieces)


def _shared_head(shape: str, last: Span) -> Span | None:
    start, end = last
    return (end - 2, end) if end - start >= 4 and shape[end - 2 : end] in _HEADS else None


def _headless(shape: str, start: int, end: int) -> bool:
    """A bare 抢劫 or “两抢” wants the head; a name that ends in a head of its own does not."""
    return shape[end - 1] == "”" or (
        end - start <= 3
        and shape[end - 2 : end] not in _HEADS
        and shape[end - 1] not in "数量额"
        and not RATE_END.search(shape, start, end)
    )


def _shared_modifier(shape: str, items: list[Span]) -> Span | None:
    """生产安全事故|起数, 行政规范性文件|备案及时率: the thing that all of the names are about."""
    start, end = items[0]
    if counted := _COUNTED.search(shape, start, end):
        return (start, counted.start()) if counted.start() - start >= 2 else None
    if not RATE_END.search(shape, start, end):
        return None
    thing = last_match(_THING, shape, start, max(start, end - 2))
    return (start, thing.end()) if thing else None


def _dependent(shape: str, start: int, end: int) -> bool:
    """死亡人数 and 审核通过率 depend on the first name's thing; 道路交通事故起数 and 执法案件审核率 have their own."""
    if end - start > 8 or _THING.search(shape, start, end):
        return False
    return bool(_DEPENDENT.search(shape, start, end) or RATE_END.search(shape, start, end))
