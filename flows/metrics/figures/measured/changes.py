"""A frame. Changes: growth (同比下降|12.2%), of counts (比上年增加|6件), from value to value (由5家发展到20家)."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import classes, coordination
from flows.metrics.figures.measured.change_words import (
    WHO_IN,
    adverbs_off,
    base_clause,
    base_of,
    carries_on,
    change_before,
    compared_with,
    is_growth_unit,
    leads_from,
    pace_around,
    ratio_to,
)
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import Span, closing, last_match, main_verb, noun
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import ChangeBase, Direction, Kind, Role

_BRINGS = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:带动|推动|促使|拉动|使得|使)(?=[\u4e00-\u9fff]{4})")
# 上升3%|、下降4%、上升5%
_TURN = re.compile(
    r"[、，和及]\s?(?:同比|环比)?(?:增加|减少|上升|下降|增长|提高|降低|提升|上涨|下跌)了?\s?\d[\d.]*(?:%|个百分点|倍)?"
)
_TURNS = re.compile(rf"(?:{_TURN.pattern})+")
_BASE_NAMES = ("同比", "环比")
_BASES = re.compile(r"同比[、和](?=环比(?:分别)?\Z)")
_HOLDS = re.compile(r"(?:实现|保持|确保|推动|做到)(?:了)?")
_OVER_YEARS = re.compile(r"(?:近|过去|前)?[一二三四五六七八九十两\d]{1,2}年平均")
_CHANGED = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:同比|环比)?(?:增加|减少|上升|下降|增长|提高|降低)\Z")
_FIELDS = ("领域", "行业", "环节", "方面")
_OF_TIME = ("缩短", "压缩", "缩减", "压减")
_LEVELS_APART = ("高出", "高", "低", "多出")  # 比全省平均|高: against another's level, which belongs to the name


def changed(sentence: Sentence, group: list[Token], stage: Stage) -> bool:
    """Whether values in a row tell of a change; then their drafts are added."""
    token, left = group[0], stage.left
    if stage.previous is not None and carries_on(sentence.shape, *left) and _from_or_to(sentence, token, left, stage):
        return True  # 从2021年的34%提升至2025年的|98%
    grows = is_growth_unit(token) or token.form == "fraction" or _compared(sentence, token, left, stage)
    if grows and len(group) == 1 and (_paced(sentence, token, left) or _compared_level(sentence, token, left)):
        return True
    return (grows and _growth(sentence, group, stage)) or _from_or_to(sentence, token, left, stage)


def no_growth(sentence: Sentence, token: Token, stage: Stage) -> None:
    """“三公”经费|零增长."""
    begin = opening(sentence.shape, stage.left[0], token.start)
    if held := _HOLDS.match(sentence.shape, begin, token.start):
        begin = held.end()  # 保持“三公”经费|零增长
    begin, stop = noun(sentence.shape, begin, adverbs_off(sentence.shape, begin, token.start))
    topic = sentence.words((begin, closing(sentence.shape, begin, stop))) or sentence.context.topic
    names = [topic + "增长"] if topic else []
    sentence.add(Draft(token, names, Kind.GROWTH, "growth", Role.CHANGE))


def _compared(sentence: Sentence, token: Token, left: Span, stage: Stage) -> bool:
    """同比减少|7件: a change of a count, where its base is named."""
    if token.family not in ("count", "money", "measure", "time", "score"):
        return False
    start = left[0]
    verb = change_before(sentence.shape, start, token.start)
    if verb is None or verb.level:
        return False
    if token.family == "time" and verb.verb in _OF_TIME:
        return True  # 审理周期缩短|12.5天
    if stage.previous_rule == "compared_with" or base_of(sentence.shape, start, verb.start) is not None:
        return True
    return base_clause(sentence.shape, start) is not None


def _paced(sentence: Sentence, token: Token, left: Span) -> bool:
    """调解量自2019年以来以年均|12%|的增幅增长 → 调解量年均增幅."""
    if (found := pace_around(sentence.shape, left[0], token)) is None:
        return False
    end, said, way = found
    begin = opening(sentence.shape, left[0], end)
    topic = sentence.words((begin, adverbs_off(sentence.shape, begin, end))) or sentence.context.topic
    sentence.add(Draft(token, [topic + said], Kind.GROWTH, "growth", Role.CHANGE, way, ChangeBase.UNKNOWN))
    sentence.context.topic, sentence.context.topics = topic, [topic]
    return True


def _compared_level(sentence: Sentence, token: Token, left: Span) -> bool:
    """同比增长27.3%，高于全省|4.7个百分点 → …增速高于全省: against another's level, not against before."""
    found = compared_with(sentence.shape, left[0], token.start) if token.unit == "个百分点" else None
    if found is None:
        return False
    begin = opening(sentence.shape, left[0], found.start())
    stop = adverbs_off(sentence.shape, begin, found.start())
    topic, last = sentence.words((begin, stop)), sentence.context.last
    if len(topic) < 2:
        faster = last is not None and last.kind is Kind.GROWTH and last.token.unit == "%"
        topic = sentence.context.topic + ("增速" if faster else "")
    sentence.add(
        Draft(
            token,
            [topic + found["verb"] + found["of"]],
            Kind.GROWTH,
            "growth",
            Role.CHANGE,
            Direction.DOWN if found["verb"] in ("低于", "慢于", "落后", "落后于") else Direction.UP,
            ChangeBase.UNKNOWN,
            sentence.words(found.span("of")),
        )
    )
    return True


def _growth(sentence: Sentence, group: list[Token], stage: Stage) -> bool:
    """事故起数、伤者人数分别下降5%、18%; 同比下降12.2% refers back to the topic."""
    token, left = group[0], stage.left
    start = left[0]
    change = change_before(sentence.shape, start, token.start)
    if change is None:
        return _governed_change(sentence, token, left)
    if change.level or ratio_to(sentence.shape, start, token.start):
        return False
    begin = opening(sentence.shape, start, change.start)
    stop = adverbs_off(sentence.shape, begin, change.start)
    base = base_of(sentence.shape, begin, stop) or base_of(sentence.shape, start, change.start)
    said = ""
    if base is not None:
        stop = min(stop, base[0])
        said = sentence.words((base[2], base[3]))
        said = said if said in ("同比", "环比") or change.verb in _LEVELS_APART else ""
        stop = max(begin, adverbs_off(sentence.shape, begin, stop))
        if (more := base_of(sentence.shape, begin, stop)) is not None and more[3] == stop:
            stop = more[0]  # 较上月|同比|增长: two bases in a row
    base = base or base_clause(sentence.shape, start)
    last = sentence.context.last
    if base is None and begin >= stop and last is not None and last.base_text == "同比" and stage.previous is None:
        said = last.base_text  # 同比增加40件，上升|2.04%
    if years := _OVER_YEARS.fullmatch(sentence.shape, begin, change.start):
        said, stop = years[0], begin  # 生产总值增长6.7%，两年平均增长|4.9%
    verb = sentence.words((change.start, change.start + len(change.verb)))
    if "年均" in sentence.shape[max(start, min(begin, change.start - 4), stop - 4) : change.start]:
        said, stop = "年均", max(begin, stop - _tail_length(sentence.shape[:stop], ("年均", "年")))
    verb = "翻番" if verb == "翻" else verb
    topics = _in_turn(sentence, group, (start, change.start), begin < stop, stage)
    topics = topics or _growth_topics(sentence, begin, stop, len(group), token.unit)
    if bases := _two_bases(sentence, begin, change.start, len(group)):
        topics, said = bases, ""
    for position, each in enumerate(group):
        whose = topics if len(group) == 1 else [topics[min(position, len(topics) - 1)]]
        sentence.add(
            Draft(
                each,
                [topic + said + verb for topic in whose],
                Kind.GROWTH,
                "growth" if begin < stop else "growth_of_topic",
                Role.CHANGE,
                change.direction,
                base[1] if base else ChangeBase.UNKNOWN,
                sentence.words((base[2], base[3])) if base else "",
            )
        )
    sentence.context.topics, sentence.context.topic = topics, topics[-1]
    return True


def _in_turn(sentence: Sentence, group: list[Token], left: Span, named: bool, stage: Stage) -> list[str]:
    """批捕90人，起诉120人，同比分别上升|3%|和下降|4%: the first change is of the first, the second of the second."""
    shape, context = sentence.shape, sentence.context
    if len(group) > 1 or named:
        context.pending = []
        return []
    if context.pending:
        return [context.pending.pop(0)]
    row = _TURNS.match(shape, group[0].end, stage.clause.end)
    count = 1 + len(_TURN.findall(row[0])) if row else 1
    topics = sentence.topics(count) if count > 1 and "分别" in shape[left[0] : left[1]] else []
    if not topics:
        return []
    context.pending = topics[1:]
    return topics[:1]


def _two_bases(sentence: Sentence, begin: int, end: int, count: int) -> list[str]:
    """刑事案件同比、环比分别下降|33%、28%: one thing against two bases."""
    found = _BASES.search(sentence.shape, begin, end) if count == len(_BASE_NAMES) else None
    if found is None:
        return []
    topic = sentence.words((begin, found.start())) or sentence.context.topic
    return [topic + base for base in _BASE_NAMES] if topic else []


def _tail_length(shape: str, tails: tuple[str, ...]) -> int:
    return next((len(tail) for tail in tails if shape.endswith(tail)), 0)


def _ranking(sentence: Sentence, unit: str) -> str:
    """位居第十二名，提高了|12位: it is the rank that rose; 占17.8%，下降|1.4个百分点: the share that fell."""
    context = sentence.context
    if context.last is not None and context.last.rule == "part_of_topic" and unit == "个百分点":
        return context.last.names[-1]
    if context.last is not None and context.last.token.unit != unit and _CHANGED.search(context.topic):
        return _CHANGED.sub("", context.topic)  # 收案增加36件，上升|10%
    if not context.topic and not sentence.drafts and sentence.earlier is not None:
        return _CHANGED.sub("", sentence.earlier.topic)  # 审结案件36件。同比上升|3%
    ranked = context.last is not None and context.last.kind is Kind.RANK and unit in ("位", "名")
    return context.topic + "排名" if ranked and not context.topic.endswith("排名") else context.topic


def _brought_about(shape: str, begin: int, stop: int) -> int:
    """专项行动|带动|全市刑事警情、治安警情分别下降: what it is that fell, not what made it fall."""
    found = last_match(_BRINGS, shape, begin, stop)
    if found is None and shape.find("在", begin, stop) > 0:
        found = WHO_IN.match(shape, begin, stop)
    return opening(shape, found.end(), stop) if found else begin


def _growth_topics(sentence: Sentence, begin: int, stop: int, count: int, unit: str) -> list[str]:
    begin = _brought_about(sentence.shape, begin, stop)
    begin = noun(sentence.shape, begin, stop)[0] if stop > begin and count == 1 else begin
    if stop - begin < 2:
        topics = sentence.topics(count) if count > 1 else []
        topics = topics or [_ranking(sentence, unit)]
        return topics if topics[0] else [sentence.words((begin, stop))]
    if count == 1:
        return [_as_before(sentence, sentence.words((begin, stop)))]
    if listed := coordination.listed(sentence.shape, begin, stop, count):
        return [sentence.words(*pieces) for pieces in listed]
    if of_places := coordination.places(sentence.shape, begin, stop, count):
        told = coordination.fuller(sentence.shape, *of_places[1])
        return [sentence.words(place, told) for place in of_places[0]]
    items = coordination.split(sentence.shape, begin, stop, count)
    if len(items) != count:
        return [sentence.words((begin, stop))] * count
    names = [sentence.words(*pieces) for pieces in coordination.restored(sentence.shape, items)]
    return _said_before(sentence, begin, names)


def _as_before(sentence: Sentence, named: str) -> str:
    """甲领域案件数量下降3%，|乙领域|下降4%: the same of another field."""
    last, kind = sentence.context.last, named[-2:]
    if last is None or last.kind is not Kind.GROWTH or kind not in _FIELDS or not 3 <= len(named) <= 10:
        return named
    before, _, tail = sentence.context.topic.partition(kind)
    return named + tail if before else named


def _said_before(sentence: Sentence, begin: int, names: list[str]) -> list[str]:
    """发生较大以上生产安全事故，|事故起数、死亡人数: the names that begin with 事故 mean the one told of before."""
    told = coordination.told_before(sentence.shape, begin)
    if told is None:
        return names
    which, thing = sentence.words(told[0]), sentence.words(told[1])
    return [which + name if name.startswith(thing) else name for name in names]


def _governed_change(sentence: Sentence, token: Token, left: Span) -> bool:
    """精简|会议文件|30%以上: the change verb governs the phrase whose quantity changed."""
    begin = opening(sentence.shape, *left)
    verb = main_verb(sentence.shape, begin, left[1])
    if (
        verb is None
        or verb[0] != begin
        or token.unit not in ("%", "倍")
        or closing(sentence.shape, begin, left[1]) != left[1]
    ):
        return False
    change = change_before(sentence.shape, verb[0], verb[1])
    if (
        change is None
        or change.start != verb[0]
        or coordination.RATE_END.search(sentence.shape, max(begin, left[1] - 4), left[1])
    ):
        return False
    indicator = sentence.words((begin, left[1]))
    sentence.add(
        Draft(token, [indicator], Kind.GROWTH, "growth_governed", Role.CHANGE, change.direction, ChangeBase.UNKNOWN)
    )
    sentence.context.topic = indicator
    return True


def _from_or_to(sentence: Sentence, token: Token, left: Span, stage: Stage) -> bool:
    """律师事务所由|5家|发展到|20家: both are values of one thing, the first an earlier one."""
    start, end = left
    if stage.previous is not None and carries_on(sentence.shape, start, end):
        topic = sentence.context.topic
        sentence.add(Draft(token, [topic], plain_kind(token), "change_to", thing=topic))
        return True
    origin = leads_from(sentence.shape, start, token.start, token.end)
    if origin is None:
        return False
    begin = noun(sentence.shape, opening(sentence.shape, start, origin), origin)[0]
    indicator = sentence.words((begin, _trim(sentence, begin, origin)))
    indicator = indicator or sentence.level_of_clause_before(stage, rates=True) or sentence.context.topic
    indicator = classes.share_of(sentence, indicator)
    sentence.context.topic, sentence.context.topics, sentence.context.unit = indicator, [indicator], token.unit
    sentence.add(Draft(token, [indicator], plain_kind(token), "change_from", flags=("earlier_value",)))
    return True


def _trim(sentence: Sentence, start: int, end: int) -> int:
    while end > start and sentence.shape[end - 1] in "也则更还已 ":
        end -= 1
    return closing(sentence.shape, start, end)
