"""A frame. Rates and shares: 执法公示率、审核率均达|100%, 99.8%|的纠纷在基层化解, 占|77.46%."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import coordination
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import Span, noun, opening
from flows.metrics.figures.quantities import Token

_SHARE_OF = re.compile(r"(?:分别|约|各)*占(?!比|地)(?:了|到)?(?P<whole>[^，。；]*)")
_RATE_WORD = re.compile(r"[\u4e00-\u9fff]{2}(?:率|满意度|安全感|占比|比例)")
# Verbs that only bring a rate about.
_BRINGS = ("实现", "保持", "确保", "推动", "保证", "做到", "达到", "促使", "带动", "使得", "使", "令")


def rate(sentence: Sentence, group: list[Token], stage: Stage) -> None:
    """执法公示率、法制审核率均达100% (two), 占比分别达97.58%、97.01% (in order), 99.8%的纠纷在基层化解 (share)."""
    shape, token = sentence.shape, group[0]
    begin, end = sentence.level_bounds(stage.left, token)
    begin = _rate_begin(sentence, begin, end)
    right = sentence.right(stage)
    if _part_of(sentence, group, begin, end):
        return
    named = end - begin >= 2 and _names_rate(sentence, begin, end)
    if not named and (share := _share(sentence, begin, end, right)):
        sentence.add(Draft(token, [share], plain_kind(token), "share"))
        sentence.context.topic, sentence.context.topics = share, [share]
        return
    if end - begin < 2:
        said = _rate_of_clause_before(sentence, stage) if len(group) == 1 else ""
        indicators = sentence.topics(len(group)) if len(group) > 1 else []
        indicators = indicators or [said or sentence.context.topic or sentence.words((begin, end))]
        rule = "rate_of_topic"
    elif len(group) > 1:
        items = coordination.split(shape, begin, end, len(group))
        if len(items) == len(group):
            indicators = [sentence.words(*pieces) for pieces in coordination.restored(shape, items)]
        else:
            indicators = _rates_of_topics(sentence, begin, end, len(group))
        rule = "coordination_respectively"
    else:
        items = coordination.rates(shape, begin, end)
        indicators = [sentence.words(*pieces) for pieces in coordination.restored(shape, items)]
        indicators = [_about(sentence, indicator) for indicator in indicators]
        rule = "coordination_each" if len(indicators) > 1 else "rate"
    for position, each in enumerate(group):
        chosen = indicators if len(group) == 1 else [indicators[min(position, len(indicators) - 1)]]
        sentence.add(Draft(each, [name for name in chosen if name], plain_kind(each), rule))
    sentence.context.topic, sentence.context.topics = indicators[-1], indicators


def _part_of(sentence: Sentence, group: list[Token], begin: int, end: int) -> bool:
    """专职律师50.47万人，占|77.46%; 分别占建议、提案总数的|95.6%、97.3%: shares of what was counted before."""
    found = _SHARE_OF.match(sentence.shape, begin, end)
    if found is None:
        return False
    topics = sentence.topics(len(group)) if len(group) > 1 else []
    topics = topics or [sentence.context.topic] * len(group)
    whole = sentence.words((found.start("whole"), found.end("whole"))).removesuffix("的")
    for each, topic in zip(group, topics, strict=False):
        sentence.add(Draft(each, [topic + "占" + (whole or "比")], plain_kind(each), "part_of_topic"))
    return True


def _rate_of_clause_before(sentence: Sentence, stage: Stage) -> str:
    """破案率创历史新高，达到|96.7%: the rate was named in a clause without a number."""
    if not stage.clause_index:
        return ""
    clause = sentence.clauses[stage.clause_index - 1]
    if sentence.drafts and sentence.drafts[-1].token.end > clause.start:
        return ""
    found = _RATE_WORD.search(sentence.shape, max(clause.start, clause.end - 40), clause.end)
    if found is None:
        return ""
    begin = opening(sentence.shape, max(clause.start, clause.end - 40), found.end())
    return sentence.words((begin, found.end()))


def _rates_of_topics(sentence: Sentence, begin: int, end: int, count: int) -> list[str]:
    """…2900个中心、3.9万个工作站，覆盖率分别达到…: one rate, said of the objects before it."""
    name_of_rate = sentence.words((begin, end))
    return [name + name_of_rate for name in sentence.topics(count)] or [name_of_rate] * count


def _names_rate(sentence: Sentence, begin: int, end: int) -> bool:
    return bool(coordination.RATE_END.search(sentence.shape, max(begin, end - 4), end))


def _rate_begin(sentence: Sentence, begin: int, end: int) -> int:
    """Off the verbs that only bring a rate about: 实现, 保持, 确保, 推动."""
    while True:
        begin = opening(sentence.shape, begin, end)
        for verb in _BRINGS:
            if sentence.shape.startswith(verb, begin) and begin + len(verb) < end:
                begin += len(verb)
                break
        else:
            break
    brought = sentence.shape.rfind("实现", begin, end)  # 企业和群众办事实现“…”比例: only what is brought about
    begin = brought + 2 if 0 <= brought < end - 3 else begin
    return noun(sentence.shape, begin, end)[0] if end > begin else begin


def _about(sentence: Sentence, named: str) -> str:
    """结案率 alone is the rate of what was just counted (受理案件120宗，结案率…); 党员占 is a 占比."""
    if len(named) > 2 and named.endswith("占"):
        return named + "比"
    bare = len(named) <= 3 and sentence.context.object and not named.startswith("占")
    return sentence.context.object + named if bare else named


def _share(sentence: Sentence, begin: int, end: int, right: Span) -> str:
    """98%的纠纷在村里化解; 深度90%达到三级; 覆盖全省70%以上的乡镇."""
    r_start, r_end = right
    if sentence.shape.startswith("的", r_start):
        r_start += 1
    r_start, r_end = noun(sentence.shape, r_start, r_end)
    if r_end - r_start < 2:
        return ""
    after = sentence.words((r_start, r_end))
    before = sentence.words((begin, end)) if end - begin >= 2 else ""
    return before + after
