"""A frame. Counts and amounts: decides between the frames, hands on the context, gives units that are not printed."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import bodies, classes, coordination
from flows.metrics.figures.measured.change_words import ratio_to
from flows.metrics.figures.measured.completion import completed
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.ellipsis import among, told_of_the_rest
from flows.metrics.figures.measured.number_first import number_first
from flows.metrics.figures.measured.number_last import number_last
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import Span, closing, opening, strong_verb_at, verb_at, verb_words
from flows.metrics.figures.quantities import Token

JOINED = re.compile(r"\s?(?:、|和(?!谐)|及(?!时)|与(?!会)|以及|或|并(?!发))")
_RESPECTIVELY = re.compile(r"分别(?:为|是|有|达到?|共)?了?\s?\Z")
_OF_ALL = re.compile(r"(?:已?全部|全员|均|都)(?!等)")  # 执法人员|9600人|全部持证上岗
_LEVEL = re.compile(r"[省市区县乡镇村]级\Z")
# 较2020年的|36件|增长12%, 较去年同期|48万次|减少12万次
_COMPARED = re.compile(r"(?:[较比]|相比)(?:上年|去年|上一年|(?:19|20)\d\d年)(?:同期)?(?P<of>的)?\s?\Z")
_COMPARED_ENDS, _RESTATED_ENDS = frozenset("的期年 "), frozenset("合于币元 ")
_CHANGED_FROM = re.compile(r"\s?(?:同比|又|大幅)?(?:增|减|上升|下降|提高|降低|多|少|翻)")
_FIRST = ("quantity_first", "verb_object", "coordination_verb")
_JOINED_INTO = ("纳入", "列入", "进入", "进驻", "入驻", "入库")
_EACH = re.compile("[均都]")
_ON_TOP = ("基础上", "的基础上")
# 工业增加值、财政收入|跃上新台阶，分别为|40亿元、12亿元: where what is said of the row begins.
_SAID_OF_ROW = re.compile(
    r"(?:均|都|全部|双双|再?跃上|再上|稳步|持续|大幅|不断|明显|实现|保持|创|突破|呈|屡创|继续|同比|进一步|较快)"
)
# 投诉集中在|食品、服装、家电|三个领域，分别为|36件、24件、12件
_GATHERED = re.compile(
    r"(?:集中[在于]|主要[为是有]|包括|涉及)(?P<row>[^，。；\d]{4,40}?)(?:等?[两三四五六七八九十]+[个大类项]+(?:领域|方面|类别|行业|问题|环节)?)?\Z"
)
_RESTATED = re.compile(r"(?:约合|折合|合计约合|相当于)(?:人民币|美元)?\s?\Z")
_JOIN_END = re.compile(r"\s?(?:、|和|(?<![惠涉普顾])及|(?<!参)与|或)\s?\Z")
_PEOPLE = re.compile(r"(?:人数|[员师者]|党员|干部|学生|老人|群众|居民|人|农民|职工|民警|男性?|女性?)\Z")
_MONEY = re.compile(r"(?:[金总余]额|资金|投资|贷款|授信|产值|收入|支出|损失|税收|款项?|费用|经费|价值|标的额?)\Z")


def count(sentence: Sentence, group: list[Token], stage: Stage) -> None:
    """Adds the drafts of counts or amounts in a row; most rows are of one."""
    left = stage.left
    if len(group) > 1 and _respectively(sentence, group, left, stage):
        return
    in_turn = len(group) > 1 and "分别" in sentence.shape[left[0] : left[1]]
    for position, token in enumerate(group):
        if in_turn and position and sentence.drafts:  # 三年分别受理案件312件、|420件、586件
            names = sentence.drafts[-1].names[:]
            sentence.add(Draft(token, names, plain_kind(token), "coordination_respectively"))
        else:
            _count_one(sentence, token, left if position == 0 else (token.start, token.start), stage)


def _respectively(sentence: Sentence, group: list[Token], left: Span, stage: Stage) -> bool:
    """受理投诉、举报分别为|1200件、300件: each value for its name; the verb is said once."""
    shape, context, start = sentence.shape, sentence.context, left[0]
    found = _RESPECTIVELY.search(shape, start, left[1])
    if found is None:
        return _by_class(sentence, group, left, stage)
    begin, stop = opening(shape, start, found.start()), found.start()
    if begin >= stop:
        begin, stop = _row_before(sentence, stage)
    chain = verb_at(shape, begin, stop) or begin
    items = coordination.split(shape, chain, stop, len(group))
    if len(items) != len(group):
        return False
    verb = verb_words(shape, begin, chain)
    pieces_of = coordination.with_tail(shape, items) or coordination.restored(shape, items)
    names = [verb + sentence.words(*pieces) for pieces in pieces_of]
    parent = context.whole if stage.breakdown else None
    for token, name in zip(group, names, strict=True):
        sentence.add(Draft(token, [name], plain_kind(token), "coordination_respectively", parent=parent))
    context.topics, context.topic, context.unit = names, names[-1], group[-1].unit
    context.verb, context.object, context.object_unit = verb, sentence.words(items[-1]), group[-1].unit
    return True


def _by_class(sentence: Sentence, group: list[Token], left: Span, stage: Stage) -> bool:
    """公交车、校车增幅较大，分别查处|36起、12起: each value for its class."""
    names = classes.in_row(sentence, len(group), group[0].unit, left, stage)
    for token, name in zip(group, names, strict=False):
        sentence.add(Draft(token, [name], plain_kind(token), "coordination_respectively"))
    if names:
        sentence.context.topics, sentence.context.topic, sentence.context.unit = names, names[-1], group[-1].unit
    return bool(names)


def _row_before(sentence: Sentence, stage: Stage) -> Span:
    """The names in a row that the clause before is about, where that has no number."""
    if not stage.clause_index or sentence.bracket >= 0:
        return 0, 0
    shape, clause = sentence.shape, sentence.clauses[stage.clause_index - 1]
    if gathered := _GATHERED.search(shape, clause.start, clause.end):
        return gathered.span("row")
    said = _SAID_OF_ROW.search(shape, clause.start + 4, clause.end)
    if said is None or any(char.isdigit() for char in shape[clause.start : clause.end]):
        return 0, 0
    return opening(shape, clause.start, said.start()), said.start()


def _count_one(sentence: Sentence, token: Token, left: Span, stage: Stage) -> None:
    """Adds the draft of one count or amount."""
    shape, context = sentence.shape, sentence.context
    own = _own(shape, left) if stage.previous_rule in _FIRST else left
    start, end = sentence.level_bounds(own, token)
    ratio = ratio_to(shape, start, token.start) if token.family == "times" else None
    end = ratio[0] if ratio else end  # 受理量|是上年的|1.8倍
    begin = opening(shape, start, end)
    stop = closing(shape, begin, end)
    if stage.breakdown and stop <= begin and (level := _LEVEL.search(shape, start, end)):
        begin, stop = level.span()  # 其中市级|20件: the level is what tells the part
    right = sentence.right(stage)
    joined = stage.previous is not None and (
        bool(JOINED.match(shape, *left)) or (own != left and not verb_at(shape, own[0] + 1, own[1]))
    )
    if stage.previous is not None and _JOIN_END.search(shape, *left):
        begin, joined = stop, True  # the words before belong to the number before: 7个集体、|3名个人
    of_next = stage.following is not None and shape[right[0] : stage.following.start] == "的"  # 总投资9亿元|的|26个项目
    before = context.object
    draft = _told_before(sentence, token, (begin, stop), right, stage)
    if draft is None and _stands_last(shape, (begin, stop), right, of_next, stage):
        draft = number_last(sentence, token, (begin, stop), joined, stage)
    draft = draft or number_first(sentence, token, (begin, stop), right, joined, stage)
    draft.thing = draft.thing or context.object
    draft.names[-1] = completed(sentence, draft, stage)
    draft.base_text = sentence.words(ratio).lstrip("是为") if ratio else ""
    if not token.unit:
        _infer_unit(draft, stage, context.whole, context.unit)
    if stage.breakdown and context.whole is not None:
        draft.parent = context.whole
    elif not stage.breakdown:
        context.whole = draft
    sentence.add(draft)
    if context.object != before:
        context.object_unit = token.unit
    context.topic = draft.names[-1]
    context.topics = [*context.topics, draft.names[-1]] if joined else draft.names[:]
    context.unit = token.unit


def _stands_last(shape: str, left: Span, right: Span, of_next: bool, stage: Stage) -> bool:
    """Whether what the number counts stands before it."""
    named = left[1] > left[0]
    if named and _OF_ALL.match(shape, *right):
        return True
    return not of_next and (_nothing_follows(shape, right) or (named and _verb_of_next(shape, right, stage)))


def _told_before(sentence: Sentence, token: Token, left: Span, right: Span, stage: Stage) -> Draft | None:
    """The draft of a value whose words, or half of them, were said before or hold for several."""
    shape, context = sentence.shape, sentence.context
    tail = shape[token.start - 1 : token.start]
    compared = (
        tail in _COMPARED_ENDS and context.topic and _COMPARED.search(shape, max(0, token.start - 12), token.start)
    )
    if compared and (compared["of"] or _CHANGED_FROM.match(shape, token.end)):
        return Draft(token, [context.topic], plain_kind(token), "compared_with", thing=context.object)
    if tail in _RESTATED_ENDS and _RESTATED.search(shape, max(0, token.start - 8), token.start):
        return Draft(token, [context.topic], plain_kind(token), "restated", thing=context.object)
    for_each = left[1] > left[0] and _EACH.search(shape, left[1], token.start)
    if for_each and (each := coordination.places_each(shape, *left)):
        names = [sentence.words(*pieces) for pieces in each]
        return Draft(token, names, plain_kind(token), "coordination_each")
    of_level = token.unit in bodies.TERRITORY_UNITS and bodies.territories(sentence, token, stage)
    return of_level or among(sentence, token, right, stage) or told_of_the_rest(sentence, token, left, right, stage)


def _own(shape: str, left: Span) -> Span:
    """公布4项决策目录、|事项清单|96项: where the number before stood first, the pause ends its words."""
    pause = shape.rfind("、", *left)
    return (pause, left[1]) if pause > left[0] else left


def _nothing_follows(shape: str, right: Span) -> bool:
    """Whether nothing that is counted follows the number."""
    start, end = right
    if shape[start : start + 1] == "(":  # 36亿元(人民币), 36件(含旧存案件，下同), 36件(甲类)、占比
        closes = shape.find(")", start, end)
        return closes < 0 or _nothing_follows(shape, (closes + 1, end))
    if shape.startswith(_ON_TOP, start):
        return True  # 在新增减税|734亿元|基础上
    if start >= end or not shape[start:end].strip(" 、和及与”）)的以上多等"):
        return True
    return bool(JOINED.match(shape, start, end)) or shape[start] in "”)"


def _verb_of_next(shape: str, right: Span, stage: Stage) -> bool:
    """排查隐患12处|涉及|6个乡镇: a verb alone up to the next number is that one's; 许可事项96项|纳入清单."""
    following = stage.following
    if following is None and shape[right[0] : right[0] + 2] in _JOINED_INTO:
        return True
    return following is not None and right[1] == following.start and strong_verb_at(shape, *right) == right[1]


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
