"""Rates and shares: 执法公示率、审核率均达|100%, 99.8%|的纠纷在基层化解, 占|77.46%."""

import re
from typing import TYPE_CHECKING

from flows.metrics.figures import names
from flows.metrics.figures.drafts import Draft, Stage
from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.phrases import Span, noun, opening
from flows.metrics.figures.quantities import Token

if TYPE_CHECKING:
    from flows.metrics.figures.measured import Reader

_SHARE_OF = re.compile(r"(?:分别|约|各)*占(?!比|地)(?:了|到)?(?P<whole>[^，。；]*)")
_RATE_WORD = re.compile(r"[\u4e00-\u9fff]{2}(?:率|满意度|安全感|占比|比例)")
# Verbs that only bring a rate about.
_BRINGS = ("实现", "保持", "确保", "推动", "保证", "做到", "达到", "促使", "带动", "使得", "使", "令")


def rate(reader: "Reader", group: list[Token], left: Span, stage: Stage) -> None:
    """执法公示率、法制审核率均达100% (two), 占比分别达97.58%、97.01% (in order), 99.8%的纠纷在基层化解 (share)."""
    shape, token = reader.shape, group[0]
    begin, end = reader.level_bounds(left, token)
    begin = _rate_begin(reader, begin, end)
    right = reader.right(stage)
    if _part_of(reader, group, begin, end):
        return
    named = end - begin >= 2 and _names_rate(reader, begin, end)
    if not named and (share := _share(reader, begin, end, right)):
        reader.add(Draft(token, [share], plain_kind(token), "share"))
        reader.context.topic, reader.context.topics = share, [share]
        return
    if end - begin < 2:
        said = _rate_of_clause_before(reader, stage) if len(group) == 1 else ""
        indicators = reader.topics(len(group)) if len(group) > 1 else []
        indicators = indicators or [said or reader.context.topic or reader.words((begin, end))]
        rule = "rate_of_topic"
    elif len(group) > 1:
        items = names.split(shape, begin, end, len(group))
        if len(items) == len(group):
            indicators = [reader.words(*pieces) for pieces in names.restored(shape, items)]
        else:
            indicators = _rates_of_topics(reader, begin, end, len(group))
        rule = "coordination_respectively"
    else:
        items = names.rates(shape, begin, end)
        indicators = [reader.words(*pieces) for pieces in names.restored(shape, items)]
        indicators = [_about(reader, indicator) for indicator in indicators]
        rule = "coordination_each" if len(indicators) > 1 else "rate"
    for position, each in enumerate(group):
        chosen = indicators if len(group) == 1 else [indicators[min(position, len(indicators) - 1)]]
        reader.add(Draft(each, [name for name in chosen if name], plain_kind(each), rule))
    reader.context.topic, reader.context.topics = indicators[-1], indicators


def _part_of(reader: "Reader", group: list[Token], begin: int, end: int) -> bool:
    """专职律师50.47万人，占|77.46%; 分别占建议、提案总数的|95.6%、97.3%: shares of what was counted before."""
    found = _SHARE_OF.match(reader.shape, begin, end)
    if found is None:
        return False
    topics = reader.topics(len(group)) if len(group) > 1 else []
    topics = topics or [reader.context.topic] * len(group)
    whole = reader.words((found.start("whole"), found.end("whole"))).removesuffix("的")
    for each, topic in zip(group, topics, strict=False):
        reader.add(Draft(each, [topic + "占" + (whole or "比")], plain_kind(each), "part_of_topic"))
    return True


def _rate_of_clause_before(reader: "Reader", stage: Stage) -> str:
    """破案率创历史新高，达到|96.7%: the rate was named in a clause without a number."""
    if not stage.clause_index:
        return ""
    clause = reader.clauses[stage.clause_index - 1]
    if reader.drafts and reader.drafts[-1].token.end > clause.start:
        return ""
    found = _RATE_WORD.search(reader.shape, max(clause.start, clause.end - 40), clause.end)
    if found is None:
        return ""
    begin = opening(reader.shape, max(clause.start, clause.end - 40), found.end())
    return reader.words((begin, found.end()))


def _rates_of_topics(reader: "Reader", begin: int, end: int, count: int) -> list[str]:
    """…2900个中心、3.9万个工作站，覆盖率分别达到…: one rate, said of the objects before it."""
    name_of_rate = reader.words((begin, end))
    return [name + name_of_rate for name in reader.topics(count)] or [name_of_rate] * count


def _names_rate(reader: "Reader", begin: int, end: int) -> bool:
    return bool(names.RATE_END.search(reader.shape, max(begin, end - 4), end))


def _rate_begin(reader: "Reader", begin: int, end: int) -> int:
    """Off the verbs that only bring a rate about: 实现, 保持, 确保, 推动."""
    while True:
        begin = opening(reader.shape, begin, end)
        for verb in _BRINGS:
            if reader.shape.startswith(verb, begin) and begin + len(verb) < end:
                begin += len(verb)
                break
        else:
            break
    brought = reader.shape.rfind("实现", begin, end)  # 企业和群众办事实现“…”比例: only what is brought about
    begin = brought + 2 if 0 <= brought < end - 3 else begin
    return noun(reader.shape, begin, end)[0] if end > begin else begin


def _about(reader: "Reader", named: str) -> str:
    """结案率 alone is the rate of what was just counted (受理案件120宗，结案率…); 党员占 is a 占比."""
    if len(named) > 2 and named.endswith("占"):
        return named + "比"
    bare = len(named) <= 3 and reader.context.object and not named.startswith("占")
    return reader.context.object + named if bare else named


def _share(reader: "Reader", begin: int, end: int, right: Span) -> str:
    """98%的纠纷在村里化解; 深度90%达到三级; 覆盖全省70%以上的乡镇."""
    r_start, r_end = right
    if reader.shape.startswith("的", r_start):
        r_start += 1
    r_start, r_end = noun(reader.shape, r_start, r_end)
    if r_end - r_start < 2:
        return ""
    after = reader.words((r_start, r_end))
    before = reader.words((begin, end)) if end - begin >= 2 else ""
    return before + after
