"""Of rates. Shares: 98%的纠纷在村里化解, 90%以上的县已建成中心, 民事案件占全部案件的|62%, 占比."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import classes, coordination
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import Span, noun, said_of
from flows.metrics.figures.quantities import Token

_TAKES = re.compile(r"(?:分别|约|各)*占(?!比|地)(?:了|到)?(?P<whole>[^，。；]*)")
# 调解36件，在全市调解量中占|27%
_TAKES_WITHIN = re.compile(
    r"\s?在(?P<whole>[^，。；在]{2,16}?)(?:当中|之中|中|里)所?(?:约)?占(?:比(?:例|重)?)?(?:为|达到?)?\s?\Z"
)
# 审批时限压缩至法定时限的|40%: a level told as a part of another.
_LOWERED = re.compile(
    r"(?P<what>[^，。；]{2,20}?)(?:压缩|压减|缩短|缩减|削减|减少|降低|下降|降)[至到为](?P<whole>[^，。；]{2,12})的"
)
_BARE_SHARE = re.compile(r"(?:所?占)?(?:比例?|比重|占)\Z")
_SPREADS = re.compile(r"(?:均|都|已经?|全部|现|也|确|仍|尚|还)+")
# What a unit of people or territory has, not what becomes of a case: 90%的县|建成中心 → 建成中心的县占比.
_HAS = re.compile(
    r"(?P<verb>建[成立有]|设[立有置]|配[备齐有强]|聘[请用任]|实现|拥有|存在|有|成立|开[展通设]|制定|出台|达到|完成|组建|获评|创建)了?"
)
_NEXT_DEED = re.compile(r"、(?=[\u4e00-\u9fff]{2}[在于到至][\u4e00-\u9fff]{1,8}\Z)")
_OF_LEVEL = re.compile(
    r"(?:历史)?(?:最?[高低好]?水平|高位|低位|新高|新低|目标|要求|标准|好成绩)"
)  # 保持在98%以上的|高水平
_IN_WHOLE = re.compile(r"(?:全[国省市区县州盟旗]|各地)\Z")
_ALL = re.compile(r"(?:全[国省市区县州])?总[数量额]|总[件起人次]数|全部|全体")  # of all that were told: 占总数的|36%
_OF_ALL = re.compile(r"总[数量]\Z")  # 已办建议占建议总数的|36%
_SAYS_SHARE = re.compile(r"(?:率|度|比|比例|比重|份额|占比)\Z")


def part_of(sentence: Sentence, group: list[Token], begin: int, end: int, stage: Stage) -> bool:
    """专职律师50万人，占|77.46%; 甲、乙分别占建议总数的|95.6%、4.4%; 民事案件占全部案件的|62%."""
    shape = sentence.shape
    found = _TAKES.match(shape, begin, end) or _TAKES_WITHIN.match(shape, stage.left[0], group[0].start)
    if found is not None:
        topics = sentence.topics(len(group)) if len(group) > 1 else []
        topics = topics or [
            classes.faring(sentence, stage) or sentence.context.topic or _before_bracket(sentence, stage)
        ] * len(group)
    elif lowered := _LOWERED.fullmatch(shape, begin, end):
        found, topics = lowered, [sentence.words(lowered.span("what"))] * len(group)
    elif (found := _last_takes(shape, begin, end)) is None:
        return False
    else:
        topics = _takers(sentence, begin, found.start(), len(group))
    whole = sentence.words((found.start("whole"), found.end("whole"))).removesuffix("的")
    for each, named in zip(group, topics, strict=False):
        said, topic = "" if _SAYS_SHARE.search(whole) else "比例", named.removesuffix("仅")
        whole_alone = _ALL.fullmatch(whole) and (whole[0] == "总" or not topic.endswith("量"))
        bare = not whole or (topic and (whole_alone or (_OF_ALL.sub("", whole) or whole) in topic))
        name = f"{topic}占比" if bare else f"{topic}占{whole}{said}"
        sentence.add(Draft(each, [name], plain_kind(each), "part_of_topic"))
    return True


def _last_takes(shape: str, begin: int, end: int) -> re.Match[str] | None:
    at = shape.rfind("占", begin, end)
    start = at
    while start > begin + 2 and shape[start - 2 : start] == "分别":
        start -= 2
    return _TAKES.match(shape, start, end) if at >= begin + 2 else None


def _takers(sentence: Sentence, begin: int, end: int, count: int) -> list[str]:
    """Whose shares they are: 甲类、乙类|分别占…, in order."""
    items = coordination.split(sentence.shape, begin, end, count)
    if len(items) == count and count > 1:
        return [sentence.words(*pieces) for pieces in coordination.restored(sentence.shape, items)]
    return [sentence.words((begin, end))] * count


def _before_bracket(sentence: Sentence, stage: Stage) -> str:
    """以上三类案件（120件）|占…: what the bracket belongs to."""
    shape, start = sentence.shape, stage.clause.start
    if start < 2 or shape[start - 1] != ")" or (opens := shape.rfind("(", 0, start)) < 2:
        return ""
    clause = next((clause for clause in sentence.clauses if clause.end == opens), None)
    if clause is None:
        return ""
    begin = opening(shape, clause.start, opens)
    pause = shape.rfind("，", begin, opens)
    return sentence.words((max(begin, pause + 1), opens)).removeprefix("以上")


def topic_of_share(sentence: Sentence, named: str) -> str:
    """办结2100件，占比|35%: the share of what was counted."""
    return sentence.context.topic + "占比" if _BARE_SHARE.fullmatch(named) and sentence.context.topic else ""


def share(sentence: Sentence, begin: int, end: int, right: Span) -> str:
    """98%的纠纷在村里化解 → 纠纷在村里化解比例; 90%的县建成中心 → 建成中心的县占比; 覆盖全省70%的乡镇."""
    shape, (r_start, r_end) = sentence.shape, right
    of = shape.startswith("的", r_start)
    r_start, r_end = noun(shape, r_start + of, r_end)
    if r_end - r_start < 2 or _OF_LEVEL.match(shape, r_start, r_end):
        return ""
    if found := _NEXT_DEED.search(shape, min(r_start + 6, r_end), r_end):
        r_end = found.start()  # 化解在基层、|消除在萌芽
    before = sentence.words((begin, end)) if end - begin >= 2 else ""
    if before:
        name = _IN_WHOLE.sub("", before) + sentence.words((r_start, r_end))
        return name if _SAYS_SHARE.search(name) else name + ("占比" if of else "比例")
    stop = said_of(shape, r_start, r_end) if of else r_end
    while stop > r_start and shape[stop - 1] in "确仍尚还":
        stop -= 1
    deed = _SPREADS.match(shape, stop, r_end)
    said = deed.end() if deed else stop
    thing = sentence.words((r_start, stop))
    if has := _HAS.match(shape, said, r_end):
        what = sentence.words((has.end(), r_end))
        what = what.removesuffix("的情况") + "情况" if what.endswith("的情况") else what
        return f"{has['verb']}{what}的{thing}占比"
    whole = thing + sentence.words((said, r_end))
    return whole if _SAYS_SHARE.search(whole) else whole + "比例"
