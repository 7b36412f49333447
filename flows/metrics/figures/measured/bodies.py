"""Of counts. Bodies and people that are counted by what was done of them or what they took part in.

印发|15家|单位的职责规定 → 印发职责规定的单位; 活动在|26个|县同步举行 → 举行活动的县; 有|12个|单位参加 → 参加活动的单位.
"""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import STRONG_VERBS, Span, closing, last_match, noun, said_of, verb_at, verb_chain
from flows.metrics.figures.quantities import Token

GENERIC = re.compile(
    r"(?:集体|个人|单位|部门|省份|省市|省区市|企业|公司|街道|乡镇|镇街|县区|区县|法院|检察院|国家|地区|地方|城市|学校|小学|中学|机构|幼儿园|法庭|司法所|派出所|律所|事务所|调委会|委员会"
    r"|村|社区|[县市区省镇]|(?:村|镇|县|区|乡镇)[(（](?:居|社区|街道|市|市、区)[)）]"
    r"|[员师官警长]|干部|群众|民警|干警|农民工|学生|师生|青少年|党员|居民|村民|农民|职工|老人|儿童|妇女|代表|负责人|当事人|申请人|代理人|带头人)\Z"
)
# Bodies with others in a row, and what is theirs: 3个|区和5个市直部门的督察.
_THEIRS = re.compile(
    r"\s?(?P<body>[^，。；、的\d和及与]{1,10})(?P<others>(?:、|和|及|与)\d+[余多]?[个家名所][^，。；、的\d]{1,10})*的(?P<deed>[^，。；\d]{2,20}?)(?=[，。；]|\Z|(?:、|和|及|与)\d)"
)
_OF_BODIES = ("个", "家", "名", "所", "户", "人", "位", "余家", "多家")
_REACHING = ("覆盖", "涉及", "涵盖", "惠及", "辐射", "来自", "服务", "建成", "形成")
_HELD = re.compile(
    r"(?P<thing>[^，。；\d]{1,24}?)(?:同步|同时|分别|陆续|相继|全面|共同)*(?P<verb>举行|举办|召开|开展|启动|实施|推行|推广|施行|开通|上线|试点)\s?\Z"
)
_WHERE = re.compile(r"在(?:全[国省市区县州盟旗]|辖区内?|市内|省内)?(?:的|范围内)?\Z")
_TAKE_PART = re.compile(r"(?P<thing>[^，。；\d]{1,16}?)(?:共同|一起|踊跃|积极|报名)*(?P<verb>参与|参加|参赛|参训)\s?\Z")
# 实现|36个|乡镇公共法律服务站全覆盖
_COVERED = re.compile(
    r"(?P<body>(?:区县|县区|县市|乡镇|镇街|街道|行政村|村居|村(?:[(（]社区[)）])?|社区|学校|中小学|园区|企业|部门|单位))(?P<deed>[^，。；\d]{2,12}全覆盖)\s?\Z"
)
_SPREAD = re.compile(r"(?P<thing>[^，。；\d]{1,12}?)(?:分别)?(?:在|到|深入|进驻|走进|共有?|合计)\Z")
_HAVE = re.compile(r"(?P<thing>[^，。；\d]{1,16}?)(?:共?有|、|和|及|与)\s?\Z")
_EVENT = re.compile(
    r"(?:此次|本次|这次|此项|该项?)(?P<event>[^，。；的\d]{0,12}?(?:活动|行动|会战|培训|比赛|竞赛|考试|测试|演练|评估|检查|讲座|评选)(?:活动)?)"
)
_HELPS = re.compile(r"(?:帮助|协助|督促|指导|支持|带动|动员|引导|助力)(?:了)?\Z")
TERRITORY_UNITS = frozenset("省市县区镇乡村旗州")
_RUN = re.compile(r"(?:\d+[省市县区镇乡村旗州])+")
_AND_BODIES = re.compile(
    r"(?:、|和|及|与)?\d+[个家][^，。；\d]{2,6}?(?:单位|部门|企业|机构|法院|学校|乡镇|街道|社区|园区)"
)
_BEFORE_RUN = re.compile(
    r"(?P<verb>覆盖|涉及|涵盖|辖|惠及|走访|抽查|督察|督查|检查|深入)(?:全[国省市])?(?:\d+[省市县区镇乡村旗州])*\Z"
)
# 对36件|不属于受案范围的申请|，依法|裁定不予受理
_OF_SORT = re.compile(r"[^，。；、\d]{2,20}的(?P<body>[\u4e00-\u9fff]{2,6})")
_LONGEST_DEED, _DONE_TO_THOSE = 16, ("对", "将", "把")
# 对36辆|车辆拦查后|开展教育
_AFTER = re.compile(r"(?P<thing>[\u4e00-\u9fff]{2,12}?)(?P<deed>[\u4e00-\u9fff]{2})后\Z")
_DONE_TO = re.compile(
    r"(?P<body>[^，。；、的\d]{2,12})的(?P<what>[^，。；、\d]{2,14}?)(?:进行|开展|实施|予以)了?(?P<deed>[\u4e00-\u9fff]{2,4})\Z"
)
_TO = re.compile(r"[将把对为给向]")
_FIRST = re.compile(r"\A(?:首届|第[一二三四五六七八九十]+届|年度|首次)+")


def theirs(sentence: Sentence, token: Token, left: Span, verb: Span | None, stage: Stage) -> Draft | None:
    """印发|15家|单位的职责规定: the bodies whose rules were issued."""
    shape, (begin, stop) = sentence.shape, left
    found = _THEIRS.match(shape, stage.right[0], min(stage.clause.end, stage.right[0] + 60))
    if (
        found is None
        or token.unit not in _OF_BODIES
        or not GENERIC.search(shape[found.start("body") : found.end("body")])
    ):
        return None
    if verb is not None and stop > begin:
        words = sentence.words((verb[0], verb_chain(shape, verb[1], stop)))
    elif stop <= begin and stage.previous_rule == "bodies":
        words = sentence.context.verb
    else:
        return None
    if not words or words in _REACHING:
        return None
    deed = sentence.words(noun(shape, *found.span("deed")))
    body = sentence.words(found.span("body"))
    sentence.context.verb, sentence.context.object = words, deed
    return Draft(token, [words + deed + "的" + body], plain_kind(token), "bodies", thing=body)


def counted(sentence: Sentence, token: Token, left: Span, right: Span, stage: Stage) -> Draft | None:
    """The draft of the first of the ways that fits."""
    return (
        done_to(sentence, token, left, right)
        or then_done(sentence, token, left, right, stage)
        or helped(sentence, token, left, right, stage)
        or times_of(sentence, token, right, stage)
        or held(sentence, token, left, right)
        or took_part(sentence, token, right, stage)
        or covered(sentence, token, right)
        or spread(sentence, token, right, stage)
    )


def territories(sentence: Sentence, token: Token, stage: Stage) -> Draft | None:
    """对|2市|4县6个省直单位开展督察 → 开展督察的市; 覆盖|3市|12县 → 覆盖市."""
    shape = sentence.shape
    if (run := _RUN.match(shape, token.start)) is None:
        return None
    stop = run.end()
    while (more := _AND_BODIES.match(shape, stop)) is not None:
        stop = more.end()
    said = sentence.words((stop, min(stage.clause.end, stop + 20)))
    if 3 <= len(said) <= 16 and not any(char.isdigit() for char in said):
        return Draft(token, [f"{said}的{token.unit}"], plain_kind(token), "bodies", thing=token.unit)
    before = _BEFORE_RUN.search(shape, stage.clause.start, token.start)
    name = sentence.words(before.span("verb")) + token.unit if before else ""  # 联合全市10县1市: told of nothing
    return Draft(token, [name], plain_kind(token), "bodies", thing=token.unit)


def done_to(sentence: Sentence, token: Token, left: Span, right: Span) -> Draft | None:
    """对|88个|地方和单位的实施情况进行督查 → 督查实施情况的地方和单位."""
    shape = sentence.shape
    if not shape.startswith(("对", "就", "将"), left[0]) or (found := _DONE_TO.match(shape, *right)) is None:
        return None
    if not GENERIC.search(shape[right[0] : found.end("body")]):
        return None
    body = sentence.words(found.span("body"))
    name = sentence.words(found.span("deed"), found.span("what")) + "的" + body
    return Draft(token, [name], plain_kind(token), "bodies", thing=body)


def then_done(sentence: Sentence, token: Token, left: Span, right: Span, stage: Stage) -> Draft | None:
    """对|36件|不属于受案范围的申请，依法裁定不予受理 → 裁定不予受理的申请: what was done stands in the next clause."""
    shape, index = sentence.shape, stage.clause_index + 1
    if shape[left[0] : left[0] + 1] not in _DONE_TO_THOSE or stage.following or index >= len(sentence.clauses):
        return None
    found, clause = _OF_SORT.fullmatch(shape, right[0], stage.clause.end), sentence.clauses[index]
    if found is None or shape[stage.clause.end : clause.start] != "，":
        return None
    begin = opening(shape, clause.start, clause.end)
    deed = sentence.words((begin, clause.end))
    if not verb_at(shape, begin, clause.end) or len(deed) > _LONGEST_DEED or any(char.isdigit() for char in deed):
        return None
    return Draft(token, [f"{deed}的{sentence.words(found.span('body'))}"], plain_kind(token), "bodies")


def dealt_with(sentence: Sentence, token: Token, thing: Span) -> Draft | None:
    """对|36辆|车辆拦查后开展教育 → 拦查车辆: what was done with them first is what counts them."""
    found = _AFTER.fullmatch(sentence.shape, *thing)
    if found is None:
        return None
    name = sentence.words(found.span("deed"), found.span("thing"))
    return Draft(token, [name], plain_kind(token), "quantity_in_frame")


def helped(sentence: Sentence, token: Token, left: Span, right: Span, stage: Stage) -> Draft | None:
    """帮助|36名|农民工追回工资12万元: those for whom the next number was done."""
    shape, following = sentence.shape, stage.following
    if following is None or following.start != right[1] or (help_ := _HELPS.search(shape, *left)) is None:
        return None
    deeds = STRONG_VERBS.each(shape, right[0] + 2, right[1] - 2, right[1])
    at = next((at for at, _ in deeds if GENERIC.search(shape[right[0] : at])), 0)
    if not at:
        return None
    thing = sentence.words((right[0], at))
    deed = sentence.words((at, closing(shape, at, right[1])))
    return Draft(token, [f"{help_[0]}{deed}的{thing}"], plain_kind(token), "bodies", thing=thing)


def times_of(sentence: Sentence, token: Token, right: Span, stage: Stage) -> Draft | None:
    """先后|14次|将36名嫌疑人押解回国: how often something was done to those counted next."""
    following = stage.following
    if token.unit not in ("次", "批次", "轮", "批") or following is None or following.start != right[1]:
        return None
    if _TO.fullmatch(sentence.shape, *right) is None:
        return None
    stop = min(stage.clause.end, following.end + 30)
    if any(char.isdigit() for char in sentence.shape[following.end : stop]):
        return None
    name = sentence.words(right, (following.end, stop))
    return Draft(token, [name], plain_kind(token), "bodies")


def held(sentence: Sentence, token: Token, left: Span, right: Span) -> Draft | None:
    """开放日活动在|26个|县同步举行: where something took place."""
    shape = sentence.shape
    where = _WHERE.search(shape, *left)
    done = _HELD.match(shape, *right) if where else None
    if where is None or done is None:
        return None
    begin, stop = noun(shape, opening(shape, left[0], where.start()), where.start())
    event = _FIRST.sub("", sentence.words((begin, stop)))
    if not 2 <= len(event) <= 20 or verb_at(shape, begin, stop) == stop:
        return None
    thing = sentence.words(done.span("thing"))
    return Draft(token, [done["verb"] + event + "的" + thing], plain_kind(token), "bodies", thing=thing)


def took_part(sentence: Sentence, token: Token, right: Span, stage: Stage) -> Draft | None:
    """此次演练有|12个|单位共同参与, |36个|法院共有900名干警参与: the event that the sentence tells of."""
    shape = sentence.shape
    if shape.find("参", token.end, stage.clause.end) < 0:
        return None
    found = done = _TAKE_PART.match(shape, *right)
    if done is None and stage.following is not None and stage.following.start == right[1]:
        found, done = _HAVE.match(shape, *right), _TAKE_PART.match(shape, stage.following.end, stage.clause.end)
    event = last_match(_EVENT, shape, 0, token.start) if done and found else None
    if done is None or found is None or event is None:
        return None
    thing = sentence.words(found.span("thing"))
    name = done["verb"] + sentence.words(event.span("event")) + "的" + thing
    return Draft(token, [name], plain_kind(token), "bodies", thing=thing)


def covered(sentence: Sentence, token: Token, right: Span) -> Draft | None:
    """实现|36个|乡镇法律服务站全覆盖: the bodies that have it now."""
    found = _COVERED.match(sentence.shape, *right) if sentence.shape.endswith("实现", 0, token.start) else None
    if found is None:
        return None
    body = sentence.words(found.span("body"))
    name = "实现" + sentence.words(found.span("deed")) + "的" + body
    return Draft(token, [name], plain_kind(token), "bodies", thing=body)


def spread(sentence: Sentence, token: Token, right: Span, stage: Stage) -> Draft | None:
    """|360名|律师在120个村担任法律顾问: people told by what they do in the bodies counted next."""
    if stage.following is None or stage.following.start != right[1]:
        return None
    if (found := _SPREAD.match(sentence.shape, *right)) is None:
        return None
    if not GENERIC.search(sentence.shape[found.start("thing") : found.end("thing")]):
        return None
    start, end = stage.following.end, stage.clause.end
    done = said_of(sentence.shape, start, end)
    if not start < done < end or not verb_at(sentence.shape, done, end):
        return None
    thing = sentence.words(found.span("thing"))
    return Draft(token, [sentence.words((done, end)) + "的" + thing], plain_kind(token), "bodies", thing=thing)
