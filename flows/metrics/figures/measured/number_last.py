"""Of counts. The number stands last: 审核政府议题、文件|1926件, 行政许可事项|363项, 受理|91宗."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured.attributes import DEED, HEADS, PUNISHED, attribute, with_whole
from flows.metrics.figures.measured.change_words import change_before
from flows.metrics.figures.measured.classes import set_apart, told_before
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.ellipsis import WITH_OBJECT, elliptic, headless, of_those
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import past_time
from flows.metrics.figures.phrases import (
    STRONG,
    VERBS,
    WEAK,
    Span,
    beneficiary,
    light_deed,
    main_verb,
    noun,
    strong_verb_at,
    subject_end,
    subject_kept,
    subject_repeats,
    verb_at,
    verb_chain,
    verb_words,
)
from flows.metrics.figures.quantities import Token

_SUM_NOUN = {
    **dict.fromkeys(("人", "名", "余人"), "人数"),
    **dict.fromkeys(("平方米", "㎡", "m²", "亩", "平方公里", "公顷"), "面积"),
    "人次": "人次",
    "元": "金额",
}
# 提请省人大常委会|审议法规草案: the body between the verbs is no part of what is counted.
_OF_REVIEW = re.compile(
    r"(?P<verb>提请|报请|提交|报)(?P<body>[^，。；]{2,14}?)(?P<second>审议|审查|审定|审批|批准|备案)"
)
_RULES = ("决定", "裁定", "判决")
_ABOUT, _HOLDS = ("针对", "围绕", "聚焦", "紧扣"), ("开展", "举办", "组织")
_ONLINE = ("在线", "网上", "线上")
_PERSONS = re.compile(r"(?:群众|人员|干部|学生|职工|党员|居民|村民)\Z")
_LEVELS = re.compile(r"[省市区县乡镇村街]{2,5}[三四五]级(?=[\u4e00-\u9fff]{4})")
_HAPPENED = re.compile(r"发生在(?P<where>[^，。；的]{2,14}?)(?:中|内|里|之中)?的")
# 市八届人大三次会议|代表建议: at which meeting they were made.
_OF_MEETING = re.compile(
    r"(?:[全省市区县]国?)?第?[\d一二三四五六七八九十]+届(?:全国|[省市区县])?(?:人大|政协|党代会)(?:常委会)?(?:第?[\d一二三四五六七八九十]+次(?:全体)?会议)?(?:期间|以来|上)?(?:(?:收到|提出|交办|转办)的?)?的?(?=[\u4e00-\u9fff]{2})"
)
# 以各镇、市政府各部门为被申请人的|复议案件: against all there are, which tells no kind of cases.
_AGAINST_ALL = re.compile(
    r"以[^，。；的]{0,12}各[^，。；的]{1,24}?作?为(?:被申请人|被告|被申请机关)的(?=[\u4e00-\u9fff]{2})"
)
_PASSIVE = re.compile(r"(?:受到|得到|获得)[^，。；、]{0,10}\Z|(?<=[\u4e00-\u9fff]{2})被\Z")
_PER = ("日", "月", "年", "人", "户", "所", "村")


def number_last(sentence: Sentence, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    """The draft of a number that nothing follows."""
    shape, context = sentence.shape, sentence.context
    begin, stop = left
    if stop - begin < 1:
        return _sum(sentence, token, stage)
    if qualified := headless(sentence, token, left):
        return qualified
    begin = _last_segment(shape, begin, stop)
    verb = _verb(sentence, (begin, stop), left, token.start, joined)
    if verb is None:
        begin += shape[begin] in "将把"  # 将|办理时间压缩至5个工作日
        return _per(sentence, token, (begin, stop)) or attribute(sentence, token, (begin, stop), joined, stage)
    chain = _chain(shape, verb, stop)
    object_start, object_end = noun(shape, chain, stop)
    subject = (begin, subject_end(shape, begin, verb[0]))
    if object_end - object_start < 1:
        return elliptic(sentence, token, subject, (verb[0], chain), stage)
    doer = sentence.doer(*subject)
    kept = beneficiary(shape, begin, verb[0]) or subject_kept(shape, *subject)
    if not kept and not set_apart(sentence.words(subject)):
        subject = (begin, begin)
    verb_text = verb_words(shape, verb[0], chain)
    if verb_text == "涉及" and verb_at(shape, object_start, object_end) == object_end:
        return elliptic(sentence, token, (begin, begin), (object_start, object_end), stage)  # 涉及|取消|12项
    if stage.breakdown and verb_text in ("涉及", "包括", "包含"):
        verb_text = ""
    if review := _OF_REVIEW.match(shape, verb[0], object_end):
        verb_text, object_start = review["verb"] + review["second"], review.end()
    if shape[object_start:object_end] in WEAK and of_those(token, context):
        verb_text, object_text = verb_text + shape[object_start:object_end], context.object  # 解除矫正|36人
        return Draft(token, [verb_text + object_text], plain_kind(token), "ellipsis", thing=object_text)
    object_text = with_whole(_object(sentence, object_start, object_end), stage, context.whole)
    object_text = _fuller(sentence, object_text, token) if object_text in HEADS else object_text
    if verb_text in _RULES and object_text in VERBS and stage.breakdown and context.whole is not None:
        verb_text, object_text = verb_text + object_text, context.whole.thing  # 决定维持|36件 of the applications
    deed = (
        DEED.fullmatch(object_text) or object_text in VERBS or PUNISHED.search(object_text)
    )  # 调解|结案: the next figures are of no 结案
    compound = verb_text in WITH_OBJECT and bool(verb_at(object_text, 0, len(object_text)))  # 投诉|举报工单: a noun
    context.verb = (
        "" if compound or (deed and (verb_text in WEAK or object_text in STRONG)) else verb_text
    )  # 执法|检查|2项、专题询问|3次: no 执法专题询问
    if verb_text != "涉及" and not deed:  # whom it concerns is not what the next figures are about
        context.object = object_text
    pause = "、" if verb_text and shape[chain : chain + 1] == "、" else ""  # 查封|、|扣押现金
    light = "" if verb_text or stage.breakdown else light_deed(shape, verb[0], chain, object_text)
    name = (_way(shape, verb[0], left[0]) + verb_text if verb_text else light) + pause + object_text
    if (who := sentence.words(subject)) and not subject_repeats(who, name):
        name = who + name
    return Draft(token, [name], plain_kind(token), "verb_object", doer="" if name.startswith(doer) else doer)


def _way(shape: str, verb: int, begin: int) -> str:
    """热线|在线|解答诉求: by which way, which tells one deed from another."""
    return shape[verb - 2 : verb] if verb >= begin + 2 and shape.startswith(_ONLINE, verb - 2) else ""


def _chain(shape: str, verb: Span, stop: int) -> int:
    """Where the verbs end that govern one object together."""
    if shape.startswith(("作出", "做出"), verb[0]) and shape.find("等", verb[1], stop) > 0:
        return verb[1]  # 作出|撤销、变更等纠错决定
    chain = verb_chain(shape, verb[1], stop)
    if shape[chain : chain + 1] == "、" and shape.find("等", chain, stop) < 0:
        while shape[chain : chain + 1] == "、" and (more := verb_at(shape, chain + 1, stop)) and more < stop:
            chain = more  # 查封、扣押、冻结|现金, 关停、整治|养殖场
    if (weak := verb_at(shape, chain, stop)) and shape[weak : weak + 1] in ("《", "以"):
        chain = weak  # 组织|学习|《…》等法律法规, 接受委托|参与|以…为被告的案件
    return chain


def _verb(sentence: Sentence, at: Span, left: Span, number: int, joined: bool) -> Span | None:
    """The verb of the words before a number, where it governs them."""
    shape = sentence.shape
    verb = main_verb(shape, *at)
    if verb is None or _PASSIVE.search(shape, at[0], verb[0]):
        return None  # 个人受到上级|表彰, 行政处罚被|提起行政诉讼
    if verb[0] > at[0] and change_before(shape, at[1], number) is not None:
        return None  # 企业开办流程|压缩至|2个工作日: how long it takes, nothing that was opened
    if not joined or not sentence.context.verb or verb == left:
        return verb
    within = at[0] + 2 <= verb[0] and verb[1] < at[1]
    if shape[verb[0] : verb[1]] not in STRONG or within:
        return (
            None  # 取消政务服务事项18项、申请材料|525项: 申请 is a noun here; 办理医疗救助36人次、残疾人补助救助|12人次
        )
    return verb


def _object(sentence: Sentence, start: int, end: int) -> str:
    """建成|市县乡三级|调解中心, 查办|发生在|国企|中的|职务犯罪: without levels in a row and where it happened."""
    if sentence.shape[start] in "近自从今去前过" and (past := past_time(sentence.shape, start, end)) > start:
        start = noun(sentence.shape, past, end)[0]
    if levels := _LEVELS.match(sentence.shape, start, end):
        start = levels.end()
    if meeting := _OF_MEETING.match(sentence.shape, start, end):
        start = meeting.end()
    if sentence.shape[start] == "以" and (against := _AGAINST_ALL.match(sentence.shape, start, end)):
        start = against.end()
    if found := _HAPPENED.match(sentence.shape, start, end):
        return sentence.words(found.span("where"), (found.end(), end))
    return sentence.words((start, end))


def _fuller(sentence: Sentence, thing: str, token: Token) -> str:
    """收到复议申请36件，其中维持12件，驳回|申请|8件: of the whole told first, where that is named in full."""
    first = sentence.drafts[0] if sentence.drafts else None
    of = first.thing if first is not None else sentence.earlier.object if sentence.earlier is not None else ""
    if not of.endswith(thing) or "其中" not in sentence.shape[: token.start]:
        return thing
    return of


def _last_segment(shape: str, begin: int, stop: int) -> int:
    """部署集中收网、|捣毁诈骗窝点: of whole phrases in a row only the last is counted; bare verbs go together."""
    if shape.startswith(_ABOUT, begin) and (held := max(shape.rfind(word, begin, stop) for word in _HOLDS)) > begin:
        return held  # 针对落实…情况等|开展专项督察
    pause = shape.rfind("、", begin, stop)
    if pause < 0 or not (verb := strong_verb_at(shape, pause + 1, stop)) or stop - verb < 2:
        return begin
    segment = max(begin, shape.rfind("、", begin, pause) + 1)
    return pause + 1 if pause - segment > 4 and main_verb(shape, segment, pause) is not None else begin


def _sum(sentence: Sentence, token: Token, stage: Stage) -> Draft:
    """成立队伍1309支，共计|35710人: another measure of what was just counted."""
    context = sentence.context
    if level := sentence.level_of_clause_before(stage):
        context.object = level
        return Draft(token, [level], plain_kind(token), "sum_of_topic", thing=level)
    if of_class := told_before(sentence, token.unit, stage):
        return Draft(token, [of_class], plain_kind(token), "sum_of_topic", thing=of_class)
    topic = context.verb + context.object if context.object else context.topic
    if topic and sentence.shape.endswith("成功", stage.left[0], token.start):
        return Draft(token, [topic + "成功"], plain_kind(token), "sum_of_topic", flags=("indicator_inherited",))
    suffix = _SUM_NOUN.get(token.unit, "")
    if topic.endswith(suffix) or (suffix in ("人数", "人次") and _PERSONS.search(topic)):
        suffix = ""  # 接待群众360批|900人次
    name = topic + suffix
    return Draft(token, [name], plain_kind(token), "sum_of_topic", flags=("indicator_inherited",))


def _per(sentence: Sentence, token: Token, left: Span) -> Draft | None:
    """受理诉求3600件，日均|36件: of what was just counted, so many a day."""
    start, end = noun(sentence.shape, *left)
    unit, topic = sentence.words((start, end)), sentence.context.topic
    if unit not in _PER or not sentence.shape.startswith("均", end):
        return None
    return Draft(token, [unit + "均" + topic if topic else ""], plain_kind(token), "per_of_topic")
