"""A frame. Rates and shares: 执法公示率、审核率均达|100%, 99.8%|的纠纷在基层化解, 占|77.46%."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import coordination, rate_names, shares
from flows.metrics.figures.measured.attributes import POINTS_BACK
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import noun
from flows.metrics.figures.quantities import Token

_RATE_WORD = re.compile(r"[\u4e00-\u9fff]{2}(?:率|满意度|安全感|占比|比例)")
_LEVEL = re.compile(r"[省市区县乡镇村]级\Z")
_SPREAD = re.compile(r"分别(?=占比?\Z)")
_REMARK = re.compile(r"(?<=[\u4e00-\u9fff]{2})[(（][^()（）]*[)）]\Z")  # 结收比(结案数/收案数)
_CLOSES = (")", "）")
_LONGEST_THING = 16  # longer words are a clause, no thing
_EACH = re.compile("均|都|分别|各")
# Verbs that only bring a rate about.
_BRINGS = ("实现", "保持", "确保", "推动", "保证", "做到", "达到", "促使", "带动", "使得", "使", "令")


def rate(sentence: Sentence, group: list[Token], stage: Stage) -> None:
    """执法公示率、法制审核率均达100% (two), 占比分别达97.58%、97.01% (in order), 99.8%的纠纷在基层化解 (share)."""
    shape, token = sentence.shape, group[0]
    begin, end = sentence.level_bounds(stage.left, token)
    begin = _rate_begin(sentence, begin, end)
    right = sentence.right(stage)
    if shares.part_of(sentence, group, begin, end, stage):
        return
    named = end - begin >= 2 and _names_rate(sentence, begin, end)
    if not named and (share := shares.share(sentence, begin, end, right)):
        sentence.add(Draft(token, [share], plain_kind(token), "share"))
        sentence.context.topic, sentence.context.topics = share, [share]
        return
    if end - begin < 2 and len(group) == 1 and (listed := rate_names.of_bracket(sentence, stage.clause)):
        indicators, rule = [listed], "coordination_respectively"
    elif end - begin < 2:
        said = _rate_of_clause_before(sentence, stage) if len(group) == 1 else ""
        indicators = sentence.topics(len(group)) if len(group) > 1 else []
        said = sentence.context.topic + said if said.startswith("占") and sentence.context.topic else said
        indicators = indicators or [said or sentence.context.topic or sentence.words((begin, end))]
        rule = "rate_of_topic"
    elif len(group) > 1:
        items = coordination.split(shape, begin, end, len(group))
        if of_places := coordination.places(shape, begin, end, len(group)):
            indicators = [sentence.words(place, of_places[1]) for place in of_places[0]]
        elif len(items) == len(group):
            indicators = [sentence.words(*pieces) for pieces in rate_names.with_tail(shape, items)]
        else:
            indicators = _rates_of_topics(sentence, begin, end, len(group))
        rule = "coordination_respectively"
    else:
        of_each = _EACH.search(shape, end, token.start)
        pieces_of_each = (
            (rate_names.each_of(shape, begin, end) or coordination.places_each(shape, begin, end)) if of_each else []
        )
        pieces_of_each = pieces_of_each or coordination.quoted(shape, begin, end)
        pieces_of_each = pieces_of_each or coordination.restored(shape, coordination.rates(shape, begin, end))
        indicators = [_about(sentence, sentence.words(*pieces)) for pieces in pieces_of_each]
        indicators = indicators if named or len(indicators) > 1 else [_as_before(sentence, indicators[0])]
        rule = "coordination_each" if len(indicators) > 1 else "rate"
    indicators = [_plain(name) for name in indicators]
    for position, each in enumerate(group):
        chosen = indicators if len(group) == 1 else [indicators[min(position, len(indicators) - 1)]]
        sentence.add(Draft(each, [name for name in chosen if name], plain_kind(each), rule))
    sentence.context.topic, sentence.context.topics = indicators[-1], indicators


def _plain(name: str) -> str:
    """Without 分别 and without a remark: 建议类诉求|分别|占比, 结收比|(结案数/收案数)."""
    name = _SPREAD.sub("", name) if "分别" in name else name
    return _REMARK.sub("", name) if name[-1:] in _CLOSES else name


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


def _as_before(sentence: Sentence, named: str) -> str:
    """生产环节抽检合格率99%，流通环节|98%: the same rate of another of the kind."""
    last, kind = sentence.context.last, named[-2:]
    if last is None or last.rule != "rate" or last.token.unit != "%" or not 3 <= len(named) <= 10:
        return named
    before, found, tail = last.names[-1].partition(kind)
    return named + tail if before and found and tail.isalpha() and coordination.RATE_END.search(tail) else named


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
        if not sentence.shape.startswith(_BRINGS, begin):
            break
        for verb in _BRINGS:
            if sentence.shape.startswith(verb, begin) and begin + len(verb) < end:
                begin += len(verb)
                break
        else:
            break
    brought = sentence.shape.rfind("实现", begin, end)  # 企业和群众办事实现“…”比例: only what is brought about
    begin = brought + 2 if 0 <= brought < end - 3 else begin
    if _LEVEL.search(sentence.shape, max(0, begin - 2), begin):
        return begin - 2  # 县级|覆盖率
    return noun(sentence.shape, begin, end)[0] if end > begin else begin


def _about(sentence: Sentence, named: str) -> str:
    """办结率 alone is the rate of what was just counted (受理投诉120件，办结率…); 党员占 is a 占比."""
    if POINTS_BACK.match(named) and sentence.context.topic:
        return sentence.context.topic
    if len(named) > 2 and named.endswith("占"):
        return named + "比"
    if said := shares.topic_of_share(sentence, named):
        return said
    said = rate_names.of_what(sentence, named)
    about = sentence.context.object if sentence.context.object_unit not in ("", "%", "倍", "元") else ""
    about = "" if about in ("案件", "各类案件") or len(about) > _LONGEST_THING else about
    bare = said == named and len(named) <= 3 and about and not named.startswith("占") and named[:2] not in about
    return sentence.context.object + named if bare else said
