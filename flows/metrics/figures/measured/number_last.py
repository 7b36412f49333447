"""Of counts. The number stands last: 审核政府议题、文件|1926件, 行政许可事项|363项, 受理|91宗."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.lexicon import words as words_of
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.ellipsis import elliptic, headless, of_those
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import (
    STRONG,
    VERBS,
    WEAK,
    Span,
    beneficiary,
    last_match,
    main_verb,
    noun,
    strong_verb_at,
    subject_end,
    subject_kept,
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
_LEVEL_NOUN = re.compile(r"(?:总量|总数|总额|数量|人数|数|量|额|用户|会员)\Z")
_LEVEL_OF = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:播种|种植|收获|收割)?(?:面积|产量|总量|总数|总额|数量|人数)\Z")
_RECEIVED = re.compile(r"收(?:到)?(?!费|入|案|购|养|容|回|支)[\u4e00-\u9fff]{1,14}(?:案件|申请|来信|建议)\Z")
_STATES = ("在册", "在押", "在矫", "在校", "在岗", "在职", "在编", "在站", "在管", "在教", "在帮")
_PERSONS = re.compile(r"(?:群众|人员|干部|学生|职工|党员|居民|村民)\Z")
_ABOVE = re.compile(r"\A[\u4e00-\u9fff]{1,3}以[上下]")
_LEVELS = re.compile(r"[省市区县乡镇村街]{2,5}[三四五]级(?=[\u4e00-\u9fff]{4})")
_HAPPENED = re.compile(r"发生在(?P<where>[^，。；的]{2,14}?)(?:中|内|里|之中)?的")
# 市八届人大三次会议|代表建议: at which meeting they were made.
_OF_MEETING = re.compile(
    r"(?:[全省市区县]国?)?第?[\d一二三四五六七八九十]+届(?:全国|[省市区县])?(?:人大|政协|党代会)(?:常委会)?(?:第?[\d一二三四五六七八九十]+次(?:全体)?会议)?(?:期间|以来|上)?(?:(?:收到|提出|交办|转办)的?)?的?(?=[\u4e00-\u9fff]{2})"
)
_OF_FIELD = re.compile(
    r"(?:方面|领域|环节|行业|类型?|区域|片区|[省市区县镇乡村]级?本级|各[省市区县镇乡](?:[(（][^()（）]{1,8}[)）])?)\Z"
)
# 直接纠错|96件: what was done with the things counted before.
_DEED = re.compile(rf"(?:{alternation('rate_stems')}){{1,3}}")
_EXISTS = re.compile(r"有")
_THRESHOLD = re.compile(r"以[上下内]\Z")
_DONE_BY = re.compile(r"[\u4e00-\u9fff]{2}(?:结案|胜诉|败诉|出庭|撤诉|上诉|改判|成功|办结)(?:应诉)?(?:案件)?\Z")
_OF_BODY = re.compile(r".*?(?:人大代表|政协委员|党代会?代表|人大|政协)")
_MODIFIERS = words_of("modifiers")
# 继续有效|36件、修改|12件: what became of the things is no thing that the next verb could take.
_STATE = re.compile(r"(?:继续|现行|保留)有效|失效|有效|合格|不合格|达标")
_PERSON_UNITS = ("人", "名", "人次")
_PER = ("日", "月", "年", "人", "户", "所", "村")
_BARE_HEADS = ("建议", "提案", "议案", "建议案")
_PLATFORM = re.compile(
    r"(?:依托|利用|借助|通过|运用)(?P<name>[^，。；]{0,4}“[^”]{1,16}”(?:平台|系统|网站|热线|小程序|中心)?)"
)


def number_last(sentence: Sentence, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    """The draft of a number that nothing follows."""
    shape, context = sentence.shape, sentence.context
    begin, stop = left
    if stop - begin < 1:
        return _sum(sentence, token, stage)
    if qualified := headless(sentence, token, left):
        return qualified
    begin = _last_segment(shape, begin, stop)
    verb = main_verb(shape, begin, stop)
    if joined and verb is not None and context.verb and verb != left and shape[verb[0] : verb[1]] not in STRONG:
        verb = None  # 取消政务服务事项18项、申请材料|525项: 申请 is a noun here
    if verb is None:
        return _per(sentence, token, (begin, stop)) or _attribute(sentence, token, (begin, stop), joined, stage)
    chain = verb_chain(shape, verb[1], stop)
    if (weak := verb_at(shape, chain, stop)) and shape[weak : weak + 1] in ("《", "以"):
        chain = weak  # 组织|学习|《…》等法律法规, 接受委托|参与|以…为被告的案件
    object_start, object_end = noun(shape, chain, stop)
    subject = (begin, subject_end(shape, begin, verb[0]))
    if object_end - object_start < 1:
        return elliptic(sentence, token, subject, (verb[0], chain), stage)
    doer = sentence.doer(*subject)
    if not beneficiary(shape, begin, verb[0]) and not subject_kept(shape, *subject):
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
    object_text = _with_whole(_object(sentence, object_start, object_end), stage, context.whole)
    context.verb = verb_text
    deed = _DEED.fullmatch(object_text) or object_text in VERBS  # 调解|结案: the next figures are of no 结案
    if verb_text != "涉及" and not deed:  # whom it concerns is not what the next figures are about
        context.object = object_text
    name = sentence.words(subject) + verb_text + object_text
    return Draft(token, [name], plain_kind(token), "verb_object", doer="" if name.startswith(doer) else doer)


def _object(sentence: Sentence, start: int, end: int) -> str:
    """建成|市县乡三级|调解中心, 查办|发生在|国企|中的|职务犯罪: without levels in a row and where it happened."""
    if levels := _LEVELS.match(sentence.shape, start, end):
        start = levels.end()
    if meeting := _OF_MEETING.match(sentence.shape, start, end):
        start = meeting.end()
    if found := _HAPPENED.match(sentence.shape, start, end):
        return sentence.words(found.span("where"), (found.end(), end))
    return sentence.words((start, end))


def _last_segment(shape: str, begin: int, stop: int) -> int:
    """部署集中收网、|捣毁诈骗窝点: of whole phrases in a row only the last is counted; bare verbs go together."""
    pause = shape.rfind("、", begin, stop)
    if pause < 0 or not (verb := strong_verb_at(shape, pause + 1, stop)) or stop - verb < 2:
        return begin
    segment = max(begin, shape.rfind("、", begin, pause) + 1)
    return pause + 1 if pause - segment > 4 and main_verb(shape, segment, pause) is not None else begin


def _with_whole(words: str, stage: Stage, whole: Draft | None) -> str:
    """其中时间跨度5年以上|101件: a part named by a threshold alone is a part of the whole's thing."""
    return words + whole.thing if stage.breakdown and whole is not None and _THRESHOLD.search(words) else words


def _sum(sentence: Sentence, token: Token, stage: Stage) -> Draft:
    """成立队伍1309支，共计|35710人: another measure of what was just counted."""
    context = sentence.context
    if level := sentence.level_of_clause_before(stage):
        context.object = level
        return Draft(token, [level], plain_kind(token), "sum_of_topic", thing=level)
    topic = context.verb + context.object if context.object else context.topic
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


def _attribute(sentence: Sentence, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    """行政许可事项|363项, 授信金额|约299亿元; 、政协提案|118件 takes the verb of its neighbour."""
    context, shape = sentence.context, sentence.shape
    start, end = noun(shape, *left)
    words = sentence.words((start, end))
    whole = context.whole
    if received := _RECEIVED.match(words):  # 共收|复议案件|36件: a verb of one character
        context.verb, context.object = "收", words[1:]
        return Draft(token, [received[0]], plain_kind(token), "verb_object", thing=words[1:])
    if words in _STATES and of_those(token, context) and not stage.breakdown:
        return Draft(token, [words + context.object], plain_kind(token), "ellipsis", thing=context.object)
    if stage.breakdown:
        words = _with_whole(words.removeprefix("含"), stage, whole)
        if whole is not None and whole.thing and (len(words) == 1 or (sentence.bracket >= 0 and len(words) <= 2)):
            words += _ABOVE.sub("", whole.thing)  # 其中男|444; (旧存|343件); 副职以上负责人出庭…(正职|25宗)
            context.verb = ""
        elif whole is not None and words in _MODIFIERS:
            words += whole.thing  # 其中刑事|1200件
        elif whole is not None and _is_field(words, whole, token):
            words, context.verb = words + whole.thing, ""  # 其中环保方面|13件
    if words in _BARE_HEADS and (body := _OF_BODY.match(context.object)):
        words = body[0] + words  # 办理人大议案2件、建议|426件
    if stage.previous_rule == "outer_count" and context.verb:
        words = words.removeprefix(sentence.container)  # 调整37个|部门|行政职权事项|4620项
        joined = True
    if deed := _DEED.fullmatch(words):
        return Draft(token, [deed[0]], plain_kind(token), "bare_verb", thing=context.object)
    existing = bool(_EXISTS.search(shape, stage.left[0], start))  # 尚有未结案2453件 is done by nobody
    done = _DONE_BY.search(words)  # 审结案件60件，其中行政机关败诉|6件
    shares_verb = joined or (stage.previous is None and token.unit == context.unit and stage.clause_index > 0)
    if (
        shares_verb
        and not existing
        and not done
        and context.verb
        and token.family == "count"
        and not _LEVEL_NOUN.search(words)
    ):
        name, rule = context.verb + words, "coordination_verb"
    else:
        name, rule = words, "attribute"
        if len(words) <= 3 and context.object and token.family in ("money", "measure"):
            name = _LEVEL_OF.sub("", context.object) + words  # 夏粮种植面积20万亩，总产|3.6万吨
        elif stage.previous is None and (_LEVEL_NOUN.search(words) or token.family == "money"):
            name = _of_platform(sentence, stage) + words
        if not joined:
            context.verb = ""
    deed_to_people = token.unit in _PERSON_UNITS and words[-2:] in VERBS  # 行政拘留|36人
    context.object = context.object if _STATE.fullmatch(words) or deed_to_people else words
    return Draft(token, [name], plain_kind(token), rule, thing=words)


def _is_field(words: str, whole: Draft, token: Token) -> bool:
    """Whether a part is named by its field alone (其中：环保方面|13件)."""
    return (
        _OF_FIELD.search(words) is not None and token.unit == whole.token.unit and _OF_FIELD.search(whole.thing) is None
    )


def _of_platform(sentence: Sentence, stage: Stage) -> str:
    """依托“…”平台开展服务，注册用户|超4万家: the users are the platform's."""
    found = last_match(_PLATFORM, sentence.shape, max(0, stage.clause.start - 80), stage.clause.start)
    return sentence.words((found.start("name"), found.end("name"))) if found else ""
