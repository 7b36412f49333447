"""The frames of counts and amounts: number last, number first, and what a clause leaves unsaid."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import Draft, Reader, Stage
from flows.metrics.figures.phrases import (
    VERBS,
    Span,
    beneficiary,
    closing,
    is_light,
    main_verb,
    noun,
    opening,
    said_of,
    subject_kept,
    verb_at,
    verb_chain,
)
from flows.metrics.figures.quantities import Token

_JOINED = re.compile(r"\s?(?:、|和(?!谐)|及(?!时)|与(?!会)|以及|或|并(?!发))")
_JOIN_END = re.compile(r"\s?(?:、|和|及|与|以及|或)\s?\Z")
_FRAME = re.compile(r"(?:对|在|为|给|向|把|将)(?!象|此)")
_DONE_TO = re.compile(r"(?:均|都|全部|分别)?(?:进行了?|开展了?|实施了?|予以|作出了?|给予|完成了?|实行)")
_REACHED = re.compile(r"(?:均|都|已|全部)?(?:实现了?|完成了?(?=[^治整改]{2,6}(?:办|改革)))")
_AWARDED = re.compile(r"(?:被?评为|获评|入选|荣获|获得|获批|被(?:评|列|命名|授予|确定|认定|表彰)为?|当选|获)(?:了)?")
_CONTAINERS = (
    "国家和地区",
    "省区市",
    "部门",
    "单位",
    "县区",
    "区县",
    "县市",
    "市县",
    "乡镇",
    "镇街",
    "街道",
    "社区",
    "行业",
    "领域",
    "省份",
    "省市",
    "国家",
    "地区",
    "城市",
    "学校",
    "机构",
    "法院",
    "园区",
    "窗口",
    "站点",
    "方面",
    "村居",
    "企业",
    "集体",
    "个人",
)
_SORTS = ("类", "种", "大类", "批", "轮", "期", "个")
_SORT_NOUN = {"类": "类别", "大类": "类别", "种": "种类"}
_SUM_NOUN = {
    "人": "人数",
    "名": "人数",
    "人次": "人次",
    "平方米": "面积",
    "㎡": "面积",
    "亩": "面积",
    "平方公里": "面积",
    "公顷": "面积",
    "元": "金额",
}
_OF_REVIEW = re.compile(
    r"(?P<verb>提请|报请|提交|报)(?P<body>[^，。；]{2,14}?)(?P<second>审议|审查|审定|审批|批准|备案)"
)
_LEVEL_NOUN = re.compile(r"(?:总量|总数|总额|数量|人数|数|量|额|用户|会员)\Z")
_TAKING_PART = re.compile(
    r"(?:参加|参与|参训|受训|到场|出席|列席)(?:了)?(?:培训|活动|学习|考试|测试|会议|比赛|竞赛)?\Z"
)


def count_frame(reader: Reader, token: Token, left: Span, stage: Stage) -> None:
    """Adds the draft of one count or amount."""
    if not token.unit and reader.context.unit:
        token.unit = reader.context.unit
    start, end = reader.level_bounds(left, token)
    begin = opening(reader.shape, start, end)
    stop = closing(reader.shape, begin, end)
    right = reader.right(stage)
    joined = bool(_JOINED.match(reader.shape, left[0], left[1])) and stage.previous is not None
    if stage.previous is not None and _JOIN_END.search(reader.shape, left[0], left[1]):
        begin, joined = stop, True  # the words before belong to the number before: 7个集体、|3名个人
    if number_last(reader.shape, right, stage):
        draft = _last(reader, token, (begin, stop), joined, stage)
    else:
        draft = _first(reader, token, (begin, stop), right, joined, stage)
    if stage.breakdown and reader.context.whole is not None:
        draft.parent = reader.context.whole
    elif not stage.breakdown:
        reader.context.whole = draft
    reader.add(draft)
    reader.context.topic = draft.names[-1]
    reader.context.topics = [*reader.context.topics, draft.names[-1]] if joined else draft.names[:]
    reader.context.unit = token.unit


def number_last(shape: str, right: Span, stage: Stage) -> bool:
    """Whether nothing that is counted follows the number."""
    start, end = right
    if start >= end or not shape[start:end].strip(" 、和及与”）)的以上多"):
        return True
    return bool(_JOINED.match(shape, start, end)) or shape[start] in "”)"


# -- number last: 审核政府议题、文件|1926件 ---------------------------------------------------------------------------


def _last(reader: Reader, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    shape, context = reader.shape, reader.context
    begin, stop = left
    if stop - begin < 1:
        return _sum(reader, token)
    verb = main_verb(shape, begin, stop)
    if verb is None:
        return _attribute(reader, token, (begin, stop), joined, stage)
    chain = verb_chain(shape, verb[1], stop)
    object_start, object_end = noun(shape, chain, stop)
    subject = (begin, verb[0]) if subject_kept(shape, begin, verb[0]) else (begin, begin)
    if beneficiary(shape, begin, verb[0]):
        subject = (begin, verb[0])
    if object_end - object_start < 1:
        return _elliptic(reader, token, subject, (verb[0], chain), stage)
    verb_words = _verb_words(reader, verb[0], chain, object_end)
    if stage.breakdown and verb_words in ("涉及", "包括", "包含"):
        verb_words = ""
    if review := _OF_REVIEW.match(shape, verb[0], object_end):
        verb_words, object_start = review["verb"] + review["second"], review.end()
    object_words = reader.words((object_start, object_end))
    context.verb, context.object = verb_words, object_words
    return Draft(token, [reader.words(subject) + verb_words + object_words], plain_kind(token), "verb_object")


def _verb_words(reader: Reader, start: int, chain: int, end: int) -> str:
    """The verb in the text's own words; empty where it says only that something is there (建成, 开展)."""
    shape = reader.shape
    position = start
    while position < chain:
        stop = verb_at(shape, position, chain, VERBS)
        if not stop or not is_light(shape, position, stop):
            break
        position = stop
    return reader.words((position, chain)) if position < chain else ""


def _sum(reader: Reader, token: Token) -> Draft:
    """成立队伍1309支，共计|35710人: another measure of what was just counted."""
    context = reader.context
    topic = context.object or context.topic
    noun_of_unit = _SUM_NOUN.get(token.unit, "")
    name = topic if topic.endswith(noun_of_unit) else topic + noun_of_unit
    return Draft(token, [name], plain_kind(token), "sum_of_topic", flags=("indicator_inherited",))


def _attribute(reader: Reader, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    """行政许可事项|363项, 授信金额|约299亿元; 、政协提案|118件 takes the verb of its neighbour."""
    context, shape = reader.context, reader.shape
    start, end = noun(shape, *left)
    words = reader.words((start, end))
    if len(words) == 1 and context.object:
        words += context.object
    shares_verb = joined or (stage.previous is None and token.unit == context.unit and stage.clause_index > 0)
    if shares_verb and context.verb and token.family == "count" and not _LEVEL_NOUN.search(words):
        name, rule = context.verb + words, "coordination_verb"
    else:
        name, rule = words, "attribute"
        if len(words) <= 3 and context.object and token.family in ("money", "measure"):
            name = context.object + words
        if not joined:
            context.verb = ""
    context.object = words
    return Draft(token, [name], plain_kind(token), rule)


def _elliptic(reader: Reader, token: Token, subject: Span, verb: Span, stage: Stage) -> Draft:
    """受理|91宗: the object was named before, by the last figure or by the same verb in an earlier clause."""
    words = reader.words(verb)
    if subject[1] > subject[0] and reader.shape[subject[0]] in "为向":  # 为企业减免: to whom it is done says enough
        return Draft(token, [reader.words(subject) + words], plain_kind(token), "verb_object")
    inherited = reader.object_before(words, verb, stage) or reader.context.object
    name = words + inherited if not words.endswith(inherited) or not inherited else words
    if inherited and words in ("结案", "胜诉", "败诉", "出庭"):
        name = inherited + words
    if not inherited:
        name = reader.words(subject) + words
    reader.context.verb = words
    return Draft(token, [name], plain_kind(token), "ellipsis", flags=("indicator_inherited",) if inherited else ())


# -- number first: 44家|高频失信主体完成治理 ---------------------------------------------------------------------------


def _first(reader: Reader, token: Token, left: Span, right: Span, joined: bool, stage: Stage) -> Draft:
    shape, context = reader.shape, reader.context
    begin, stop = left
    r_start, r_end = right
    if shape[r_start] == "的":
        r_start += 1
    thing_start, thing_end, said_start, said_end = _thing(reader, r_start, r_end, stage)
    thing = reader.words((thing_start, thing_end))
    verb = main_verb(shape, begin, stop) if stop > begin else None
    if outer := _outer_of(reader, token, thing, (thing_end, said_start), verb, begin, stop, stage):
        return outer
    if verb is not None and not _FRAME.match(shape, begin):
        if (relative := shape.rfind("的", said_start, said_end)) > 0 and relative + 2 < said_end:
            thing_end = said_of(shape, relative + 1, said_end)  # 办理|38宗|以区政府为被告的行政诉讼案件
            thing = reader.words((thing_start, thing_end))
        chain = verb_chain(shape, verb[1], stop)
        verb_words = _verb_words(reader, verb[0], chain, stop)
        between_start, between_end = noun(shape, chain, stop)
        if shape[between_end : between_end + 1] == "等" or shape[max(between_start, stop - 1) : stop] == "等":
            between_start = between_end
        between = _kept_between(reader, between_start, between_end)
        subject = reader.words((begin, verb[0])) if subject_kept(shape, begin, verb[0]) else ""
        context.verb, context.object = verb_words, between + thing
        return Draft(token, [subject + verb_words + between + thing], plain_kind(token), "verb_object")
    said = reader.words((said_start, said_end))
    if not thing and _TAKING_PART.match(said):
        about = context.object or reader.object_of_clause_before(stage)
        name = about + said[:2] + "人数" if said[2:] in about else about + said
        return Draft(token, [name], plain_kind(token), "taking_part")
    if shape[right[0]] == "的" and token.family in ("money", "measure", "time") and stop > begin:
        return _of_thing(reader, token, (begin, stop), thing, stage)
    if (_FRAME.match(shape, begin) and stop > begin) or (stop > begin and _FRAME.match(shape, stop - 1)):
        if (modifier := re.match(r".(.{1,12}的)\Z", shape[begin:stop])) and shape[begin] in "对将把":
            context.object = reader.words((begin + 1, begin + 1 + len(modifier[1]))) + thing
            return Draft(token, [context.object], plain_kind(token), "quantity_in_frame")
        context.object = thing
        done = _DONE_TO.match(said)
        said = said[done.end() :] if done else said
        return Draft(token, [said + thing], plain_kind(token), "quantity_in_frame")
    if joined and context.verb and not said:
        name = context.verb + thing
        context.object = thing
        return Draft(token, [name], plain_kind(token), "coordination_verb")
    if (
        context.verb
        and stage.previous is not None
        and reader.drafts
        and reader.drafts[-1].rule in ("outer_count", "amount_of_thing")
    ):
        context.object = thing  # 公布|33类|81项证明材料: the verb governs both
        return Draft(token, [context.verb + thing], plain_kind(token), "verb_object")
    prefix = reader.words(noun(shape, begin, stop)) if stop - begin >= 2 and subject_kept(shape, begin, stop) else ""
    context.object = thing
    context.verb = ""
    return Draft(token, [prefix + _said_of_thing(thing, said)], plain_kind(token), "quantity_first")


def _of_thing(reader: Reader, token: Token, left: Span, thing: str, stage: Stage) -> Draft:
    """实施总投资|1330亿元|的260个重点项目: an amount of the thing that follows."""
    shape, (begin, stop) = reader.shape, left
    verb = main_verb(shape, begin, stop)
    chain = verb_chain(shape, verb[1], stop) if verb else begin
    if stage.following is not None:
        thing = reader.thing_after(stage.following, stage)
        reader.context.verb = _verb_words(reader, verb[0], chain, stop) if verb else ""
    attribute = reader.words(noun(shape, chain, stop))
    return Draft(token, [thing + attribute], plain_kind(token), "amount_of_thing")


def _thing(reader: Reader, start: int, end: int, stage: Stage) -> tuple[int, int, int, int]:
    """The noun phrase behind the number, and what is said of it."""
    shape = reader.shape
    limit = end
    if stage.following is not None and (found := _JOIN_END.search(shape, start, end)):
        limit = found.start()
    stop = said_of(shape, start, limit)
    thing_start, thing_end = noun(shape, start, stop)
    said_start, said_end = stop, limit
    if stop == limit:  # coordinated: what is said stands behind the last of them
        said_start = said_end = limit
        if limit < end:
            said_start, said_end = reader.said_behind(stage)
    return thing_start, thing_end, said_start, said_end


def _outer_of(
    reader: Reader, token: Token, thing: str, rest: Span, verb: Span | None, begin: int, stop: int, stage: Stage
) -> Draft | None:
    """划转了|21个部门|193项行政许可事项: the first number counts those to whom the second belongs."""
    following = stage.following
    if following is None or stage.right[1] != following.start:
        return None
    shape = reader.shape
    between = shape[stage.right[0] : following.start].strip().removesuffix("的")
    container = next((word for word in _CONTAINERS if between.startswith(word)), "")
    sort = token.unit in ("类", "大类", "种", "批") and not between
    if not container and not sort:
        return None
    after = reader.thing_after(following, stage)
    inner = between[len(container) :] or after
    if not inner or _JOIN_END.search(between) or _JOINED.match(inner):
        return None
    if container and (inner_verb := verb_at(shape, stage.right[0] + len(container), following.start, VERBS)):
        at = stage.right[0] + len(container)
        inner = reader.words((at, inner_verb)) + after  # 在35个国家和地区|设立了|180家分支机构
    verb_words = _verb_words(reader, verb[0], verb_chain(shape, verb[1], stop), stop) if verb else ""
    reader.context.verb = verb_words
    if sort:
        return Draft(token, [verb_words + inner + _SORT_NOUN.get(token.unit, "")], plain_kind(token), "outer_count")
    joint = "的"
    name = f"{verb_words}{inner}{joint}{container}" if inner not in container else container
    return Draft(token, [name], plain_kind(token), "outer_count")


def _kept_between(reader: Reader, start: int, end: int) -> str:
    """Words between verb and number (社会矛盾|9个专项治理) without a region or a 共 before the number."""
    words = reader.words((start, end))
    return "" if len(words) > 12 or re.search(r"(?:[省市区县镇乡村州]|地区|辖区|境内|等)\Z", words) else words


def _said_of_thing(thing: str, said: str) -> str:
    """How the thing and what is said of it are put together."""
    if not said:
        return thing
    if found := _REACHED.match(said):
        return said[found.end() :] + thing
    if found := _AWARDED.match(said):
        rest = said[found.end() :]
        return said if len(rest) > 6 else said + thing
    if thing in _CONTAINERS or thing.endswith(("集体", "个人", "单位", "部门", "省份")):
        return said + "的" + thing
    return thing + said
