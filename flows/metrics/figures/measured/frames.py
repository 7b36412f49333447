"""Of counts. Frames: 对…开展|2次|清理, 将|36笔|、120万元资金返还 – what is done with those that a preposition names."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import Span, noun, said_of
from flows.metrics.figures.quantities import Token

DONE_TO = re.compile(r"(?:均|都|全部|分别)?(?:进行了?|开展了?|实施了?|予以|作出了?|给予|完成了?|实行)")
TIMES = frozenset(("次", "轮", "批", "轮次", "批次", "遍"))
_DONE_TO_TIMES = re.compile(r"对(?P<what>[^，。；、\d]{2,16}?)(?:先后|累计|共)?(?:进行|开展|实施|组织)了?\Z")
_AND_MORE = re.compile(r"[和与、](?![谐会])")
# 对36名委员|进行|4轮核查
_BRINGS_NEXT = re.compile(r"(?:进行|开展|实施)了?")


def in_frame_with_next(sentence: Sentence, token: Token, stage: Stage) -> Draft | None:
    """将|36笔|、120万元资金返还: two measures of one thing, told by what is done with it."""
    following, shape = stage.following, sentence.shape
    if following is None:
        return None
    start, end = following.end, stage.clause.end
    stop = said_of(shape, start, end)
    thing, said = sentence.words(noun(shape, start, stop)), sentence.words((stop, end))
    done = DONE_TO.match(said)
    said = said[done.end() :] if done else said
    if not thing or not said or any(char.isdigit() for char in said):
        return None
    return Draft(token, [said + thing], plain_kind(token), "quantity_in_frame", thing=thing)


def repeated(sentence: Sentence, token: Token, left: Span, deed: tuple[Span, Span]) -> Draft | None:
    """对规范性文件开展|2次|清理 → 规范性文件清理: what was done so many times, with what it was done to."""
    found = _DONE_TO_TIMES.search(sentence.shape, *left)
    if found is None or not (thing := sentence.words(*deed)):
        return None
    thing = _AND_MORE.split(thing)[0]  # 开展|1次|全面清理和…
    of = sentence.words(noun(sentence.shape, *found.span("what")))
    return Draft(token, [of + thing], plain_kind(token), "quantity_in_frame", thing=thing) if of else None


def said_by_next(sentence: Sentence, said: str, stage: Stage) -> str:
    """对36名委员进行|4轮|核查: what is said of them stands behind the next number; else ``said``."""
    following = stage.following
    if following is None or following.unit not in TIMES or not _BRINGS_NEXT.fullmatch(said):
        return ""
    return sentence.thing_after(following, stage)
