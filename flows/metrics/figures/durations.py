"""Lengths of time and size that date or describe, and those that are metrics.

压缩至2个工作日 reports, 5年间 dates, 50米长廊 describes. Called by ``exclusions``.
"""

import re

from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound

_SPAN_AFTER = re.compile(r"(?:间|内|以内|之内|以来|来|多来|期|后|以后|之后|前|以前|之前|里|左右|多|余)")
_DURATION_BEFORE = re.compile(
    r"(?:到|至|为|由|从|原来的?|[由从](?:法定|承诺|规定|法律规定)的?|(?<=[为至到])承诺的?|压缩|缩短|减少|压减|平均|仅需|只需|需|用时|耗时|时间|时限|时长|天数|日数|期限|周期|不超过|节约|节省|提前|缩减|累计|提速|达|长达|快|学时|课时|服务|志愿服务|共)(?:了|约|近)?\s?\Z"
)
_SHORTENED_TO = re.compile(r"(?:压缩|缩短|压减|缩减|控制|减少|精简|提速)(?:[至到在])\s?\Z")
_DATES_BEFORE = ("前", "近", "过去", "每", "为期", "首", "后", "最近", "未来", "今后")
_SPEEDS = re.compile(r"(?:由|缩短|压缩|平均|时间|期限).{0,8}\Z")
_NOUN = re.compile(r"\s?[\u4e00-\u9fff“]")
_GOES_ON = re.compile(r"(?:缩短|压缩|减少|压减|降|缩减|以|减|提|，|的|办|完|内|左|就|即)")
_NO_NOUN = frozenset("，、的和及以增提下")
_LENGTHS = frozenset(["米", "公里", "千米", "里", "度", "克", "厘米", "千伏", "伏", "兆瓦", "千瓦"])


def duration_reason(token: Token, before: str, after: str) -> str | None:
    """``period`` or ``attributive`` where a measure reports nothing, else None."""
    if token.family == "time":
        return _time(token, before, after)
    if token.family != "measure":
        return None
    if after.startswith("级"):
        return "attributive"  # 9000吨级|粮仓
    describes = token.unit in _LENGTHS and _NOUN.match(after) and after[:1] not in _NO_NOUN
    return "attributive" if describes else None


def _time(token: Token, before: str, after: str) -> str | None:
    if before.endswith("连续") or (_SHORTENED_TO.search(before) and token.bound is Bound.AT_MOST):
        return None
    if before.endswith(_DATES_BEFORE) or _SPAN_AFTER.match(after):
        return None if _DURATION_BEFORE.search(before) and not _SPAN_AFTER.match(after) else "period"
    if token.unit.startswith(("年", "个月")) and not _SPEEDS.search(before):
        return "period"
    if not _DURATION_BEFORE.search(before):
        return "period"
    return "attributive" if _NOUN.match(after) and not _GOES_ON.match(after) else None
