"""Counts and amounts: decides between the frames, hands on the context, gives units that are not printed."""

import re
from typing import TYPE_CHECKING

from flows.metrics.figures.drafts import Draft, Stage
from flows.metrics.figures.first import number_first
from flows.metrics.figures.kinds import ratio_to
from flows.metrics.figures.last import number_last
from flows.metrics.figures.phrases import Span, closing, opening
from flows.metrics.figures.quantities import Token

if TYPE_CHECKING:
    from flows.metrics.figures.measured import Reader

JOINED = re.compile(r"\s?(?:、|和(?!谐)|及(?!时)|与(?!会)|以及|或|并(?!发))")
_OF_ALL = re.compile(r"(?:已?全部|全员|均|都)(?!等)")  # 执法人员|9600人|全部持证上岗
_LEVEL = re.compile(r"[省市区县乡镇村]级\Z")
_JOIN_END = re.compile(r"\s?(?:、|和|及|与|以及|或)\s?\Z")
_PEOPLE = re.compile(r"(?:人数|[员师者]|党员|干部|学生|老人|群众|居民|人|农民|职工|民警|男性?|女性?)\Z")
_MONEY = re.compile(r"(?:[金总余]额|资金|投资|贷款|授信|产值|收入|支出|损失|税收|款项?|费用|经费|价值|标的额?)\Z")


def count_frame(reader: "Reader", token: Token, left: Span, stage: Stage) -> None:
    """Adds the draft of one count or amount."""
    shape, context = reader.shape, reader.context
    start, end = reader.level_bounds(left, token)
    ratio = ratio_to(shape, start, token.start) if token.family == "times" else None
    end = ratio[0] if ratio else end  # 受理量|是上年的|1.8倍
    begin = opening(shape, start, end)
    stop = closing(shape, begin, end)
    if stage.breakdown and stop <= begin and (level := _LEVEL.search(shape, start, end)):
        begin, stop = level.span()  # 其中市级|20件: the level is what tells the part
    right = reader.right(stage)
    joined = stage.previous is not None and bool(JOINED.match(shape, *left))
    if stage.previous is not None and _JOIN_END.search(shape, *left):
        begin, joined = stop, True  # the words before belong to the number before: 7个集体、|3名个人
    if _nothing_follows(shape, right) or (stop > begin and _OF_ALL.match(shape, *right)):
        draft = number_last(reader, token, (begin, stop), joined, stage)
    else:
        draft = number_first(reader, token, (begin, stop), right, joined, stage)
    draft.thing = draft.thing or context.object
    draft.base_text = reader.words(ratio).lstrip("是为") if ratio else ""
    if not token.unit:
        _infer_unit(draft, stage, context.whole, context.unit)
    if stage.breakdown and context.whole is not None:
        draft.parent = context.whole
    elif not stage.breakdown:
        context.whole = draft
    reader.add(draft)
    context.topic = draft.names[-1]
    context.topics = [*context.topics, draft.names[-1]] if joined else draft.names[:]
    context.unit = token.unit


def _nothing_follows(shape: str, right: Span) -> bool:
    """Whether nothing that is counted follows the number."""
    start, end = right
    if start >= end or not shape[start:end].strip(" 、和及与”）)的以上多等"):
        return True
    return bool(JOINED.match(shape, start, end)) or shape[start] in "”)"


def _infer_unit(draft: Draft, stage: Stage, whole: Draft | None, unit: str) -> None:
    """A part without a unit takes its whole's (干警577人，其中男|444); people and money are known by their noun."""
    token = draft.token
    if stage.breakdown and whole is not None:
        token.unit = whole.token.unit
    elif _PEOPLE.search(draft.names[-1]):
        token.unit = "人"
    elif _MONEY.search(draft.names[-1]):
        token.unit = "元"
    elif stage.previous is not None:
        token.unit = unit
    if token.unit:
        draft.flags = (*draft.flags, "unit_inferred")
