"""Of counts. A noun that is counted without a verb of its own: 行政许可事项|363项, 其中刑事|1200件, 总产|3.6万吨."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.lexicon import words as words_of
from flows.metrics.figures.measured.classes import is_casualty
from flows.metrics.figures.measured.drafts import Context, Draft, Stage
from flows.metrics.figures.measured.ellipsis import INTRANSITIVE, WITH_OBJECT, of_those
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import FIELDS, VERBS, WEAK, Span, last_match, noun, verb_at
from flows.metrics.figures.quantities import Token

_LEVEL_NOUN = re.compile(r"(?:总量|总数|总额|数量|人数|数|量|额|用户|会员)\Z")
_LEVEL_OF = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:播种|种植|收获|收割)?(?:面积|产量|总量|总数|总额|数量|人数)\Z")
_RECEIVED = re.compile(
    r"(?P<verb>收|立(?=[^，。；]*案\Z))(?:到)?(?![费入案购养容回支法足项即场])[\u4e00-\u9fff]{1,14}(?:案件?|申请|来信|建议)\Z"
)
POINTS_BACK = re.compile(r"(?:这个|这一|该|此|上述|其)(?:数字|数据|数值|比例|占比|指标|数量|比率)\Z")
_OPEN_CASES = ("未结", "未审结", "在办", "存案")
_STATES = ("在册", "在押", "在矫", "在校", "在岗", "在职", "在编", "在站", "在管", "在教", "在帮")
_ABOVE = re.compile(r"\A[\u4e00-\u9fff]{1,3}以[上下]")
_OF_FIELD = re.compile(
    r"(?:方面|领域|环节|行业|类型?|区域|片区|[省市区县镇乡村]级?本级|各[省市区县镇乡](?:[(（][^()（）]{1,8}[)）])?)\Z"
)
# 直接纠错|96件: what was done with the things counted before.
DEED = re.compile(rf"(?:{alternation('rate_stems')}){{1,3}}")
_PEOPLE_OF = ("人员", "对象")  # 打击处理人员36人，惩戒|人员: another deed, no 打击惩戒人员
_REPORTER_DONE = re.compile(
    r"[\u4e00-\u9fff]{2,10}[院关局委会厅](?:共计?|累计)(?=[\u4e00-\u9fff]{2})"
)  # 全市法院共|办案
# 全市法院|诉前调解结案: what the courts did is measured, not they.
_COURTS_DONE = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}?(?:全[省市区县州]|两级|三级|各级)(?:人民)?(?:法院|检察院|检察机关|公安机关)"
    rf"(?=[\u4e00-\u9fff]{{2,8}}(?:{'|'.join(INTRANSITIVE)})\Z)"
)
# 全市法院|行政诉讼案件
_COURTS_OWN = re.compile(r"(?:法院|检察院|检察机关|公安机关)(?=[^，。；]{3,20}案件(?:数量|总数)?\Z)")
_COURTS_BEGIN = ("法", "检", "公")
_EXISTS = re.compile(r"有")
_THRESHOLD = re.compile(r"以[上下内]\Z")
_DONE_BY = re.compile(r"[\u4e00-\u9fff]{2}(?:结案|胜诉|败诉|出庭|撤诉|上诉|改判|成功|办结)(?:应诉)?(?:案件)?\Z")
_OF_BODY = re.compile(r".*?(?:人大代表|政协委员|党代会?代表|人大|政协)")
_MODIFIERS = words_of("modifiers")
# 继续有效|36件、修改|12件: what became of the things is no thing that the next verb could take.
_STATE = re.compile(r"(?:继续|现行|保留)有效|失效|有效|合格|不合格|达标")
_IN_ALL = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<!公)共(?![享同建有治识产青和])(?=[\u4e00-\u9fff]{2}\Z)"
)  # 客车|共|肇事
_CAUSED = re.compile(r"\A[因由](?=..)|导致|造成|引发|引起")
# 限期改正或限期治理|36家: deeds alone, told with their term.
DEED_WITH_MANNER = re.compile(
    r"(?:(?:限期|按期|当场|就地|依法|责令)(?:改正|治理|整改|拆除|搬迁|关闭|恢复|补办|退还|清理|停产)(?:或者?|、|和|并)?)+"
)
PUNISHED = re.compile(r"(?:拘留|逮捕|刑拘|批捕|公诉|起诉|判刑|处罚|拘传|取保候审|训诫|惩戒)\Z")
_OPINION = re.compile(r"(?:不|基本|非常|较|比较|很)?满意|一般|不知情")
_PERSON_UNITS = ("人", "名", "人次")
_SUMS = ("总金额", "金额", "总额")
_BATCH = re.compile(r"\A(?:第?[一二三四五六七八九十]批|前[两三四五]批)")
_DONE_WITH = (*INTRANSITIVE, "已结")
_STANDING = re.compile(r"现行有效(?=[\u4e00-\u9fff]{2})")
_CASES = ("复议", "应诉")  # 处理诉讼36宗、行政复议|12宗
HEADS = ("申请", "案件", "事项", "文件", "项目", "建议", "提案", "问题", "诉求", "线索", "纠纷", "隐患")
_BARE_HEADS = ("建议", "提案", "议案", "建议案")
_OF_TERRITORY = ("面积", "总面积", "人口", "总人口", "常住人口", "户籍人口")
_PLATFORM = re.compile(
    r"(?:(?:依托|利用|借助|运用)(?P<name>[^，。；]{0,4}“[^”]{1,16}”(?:平台|系统|网站|热线|小程序|中心)?)"
    r"|通过(?P<by>[^，。；]{0,4}“[^”]{1,16}”(?:平台|系统|网站|热线|小程序|中心)))"
)


def attribute(sentence: Sentence, token: Token, left: Span, joined: bool, stage: Stage) -> Draft:
    """行政许可事项|363项, 授信金额|约299亿元; 、政协提案|118件 takes the verb of its neighbour."""
    context, shape = sentence.context, sentence.shape
    start, end = noun(shape, *left)
    if shape[start : start + 1] in _COURTS_BEGIN and (body := _COURTS_OWN.match(shape, start, end)):
        start = body.end()
    if reporter := (
        _REPORTER_DONE.match(shape, start, end)
        or (shape[end - 2 : end] in INTRANSITIVE and _COURTS_DONE.match(shape, start, end))
    ):
        start = reporter.end()
    words = sentence.words((start, end))
    if is_casualty(token, words):
        return Draft(token, [words + "人数"], plain_kind(token), "attribute", thing=words)
    words = _whole_words(context, words)
    if POINTS_BACK.match(words) and context.topic:  # 受理诉求36件，今年这个数字将达|40件
        return Draft(token, [context.topic], plain_kind(token), "sum_of_topic", thing=context.object)
    if received := _RECEIVED.match(words):  # 共收|复议案件|36件: a verb of one character
        context.verb, context.object = received["verb"], words[1:]
        return Draft(token, [received[0]], plain_kind(token), "verb_object", thing=words[1:])
    if _stands_so(words, token, stage, context):
        return Draft(token, [words + context.object], plain_kind(token), "ellipsis", thing=context.object)
    if stage.breakdown:
        words = _part(sentence, token, words, stage)
    if words in _BARE_HEADS and (body := _OF_BODY.match(context.object)):
        words = body[0] + words  # 办理人大议案2件、建议|426件
    if stage.previous_rule == "outer_count" and context.verb:
        words = words.removeprefix(sentence.container)  # 调整37个|部门|行政职权事项|4620项
        joined = True
    if deed := DEED.fullmatch(words):
        return Draft(token, [deed[0]], plain_kind(token), "bare_verb", thing=context.object)
    existing = bool(_EXISTS.search(shape, stage.left[0], start))  # 尚有未结案2453件 is done by nobody
    if not existing and _shares_verb(sentence, token, words, joined, stage):
        name, rule = context.verb + words, "coordination_verb"
    else:
        name, rule = (_in_force(sentence, joined) or _of_what(sentence, token, words, stage)) + words, "attribute"
        context.verb = context.verb if joined else ""
    deed_to_people = token.unit in _PERSON_UNITS and words[-2:] in VERBS  # 行政拘留|36人
    kept = _STATE.fullmatch(words) or deed_to_people or (joined and DEED_WITH_MANNER.fullmatch(words))
    context.object = context.object if kept else words
    return Draft(token, [name], plain_kind(token), rule, thing=words)


def _stands_so(words: str, token: Token, stage: Stage, context: Context) -> bool:
    """在册|24人, 旧存36件，未结|12件: how those counted before stand."""
    if words in _OPEN_CASES:
        return bool(context.object)
    return words in _STATES and of_those(token, context) and not stage.breakdown


def _whole_words(context: Context, words: str) -> str:
    """Without 共 and 因 (因|超速导致事故), and of what a batch is (前两批线索36件，第三批|12件)."""
    words = _IN_ALL.sub("", words)
    if words[:1] == "因" and _CAUSED.search(words, 1):
        return words[1:]
    if words[-1:] != "批" or not context.object or not _BATCH.fullmatch(words):
        return words
    return words + _BATCH.sub("", context.object)


def _in_force(sentence: Sentence, joined: bool) -> str:
    """现行有效法规12件、|规章|6件: of the same standing."""
    found = _STANDING.match(sentence.drafts[-1].names[-1]) if joined and sentence.drafts else None
    return found[0] if found else ""


def _part(sentence: Sentence, token: Token, words: str, stage: Stage) -> str:
    """A part with the noun of its whole: 其中男|444, (旧存|343件), (正职|25宗), 其中刑事|1200件, 环保方面|13件."""
    context, whole = sentence.context, sentence.context.whole
    words = with_whole(words.removeprefix("含"), stage, whole)
    if whole is None:
        return words
    if whole.thing in _SUMS and _is_field(words, whole, token):
        return words + whole.names[-1]  # 罚款总金额36万元(市本级12万元)
    if whole.thing and (len(words) == 1 or (sentence.bracket >= 0 and len(words) <= 2)):
        context.verb = ""
        return words + _ABOVE.sub("", whole.thing)  # 副职以上负责人出庭…(正职|25宗)
    if words in _MODIFIERS:
        return words + whole.thing
    if _is_field(words, whole, token):
        context.verb = ""
        return words + whole.thing
    return words


def _shares_verb(sentence: Sentence, token: Token, words: str, joined: bool, stage: Stage) -> bool:
    """Whether the verb of the count before governs this noun too: 办理议案36件、|提案|118件."""
    context = sentence.context
    shares = joined or (stage.previous is None and token.unit == context.unit and stage.clause_index > 0)
    if not shares or not context.verb or context.verb in WITH_OBJECT or context.verb.endswith(_DONE_WITH):
        return False  # 立案36件，行政处罚|12件
    if stage.clause.start and sentence.shape[stage.clause.start - 1] == ";" and stage.previous is None:
        return False  # 审查合同36件；行政裁决|12件
    if _DONE_BY.search(words) or _LEVEL_NOUN.search(words):
        return False  # 审结案件60件，其中行政机关败诉|6件
    if _CAUSED.search(words) or _OPINION.fullmatch(words) or words.endswith("率"):
        return False  # 查处超速36起，因超速造成事故|12起 is done by nobody
    last = sentence.drafts[-1].thing if sentence.drafts else ""
    if words[:2] in VERBS and words[2:] == last:
        return False  # 保留事项36项、规范|事项|12项
    if (stop := verb_at(words, 0, len(words))) and words.startswith("的", stop):
        return False  # 查封扣押36起、移送的|案件|12起
    if DEED_WITH_MANNER.fullmatch(words) or (words[:2] in FIELDS and words[2:] in VERBS and words[2:] not in _CASES):
        return False  # 起诉36人，司法救助|12人; 关停36家、限期整改|12家: deeds of their own
    if token.unit in _PERSON_UNITS and PUNISHED.search(words):
        return False  # 抓获嫌疑人36名，其中行政拘留|12名: another deed
    if (words[:2] in WEAK and words[2:] in _PEOPLE_OF) or words[-2:] in WITH_OBJECT:
        return False  # 访问36万人次，法律咨询|12万人次
    return token.family == "count" or (token.family == "measure" and joined)


def _of_what(sentence: Sentence, token: Token, words: str, stage: Stage) -> str:
    """What a bare amount or level is of: 夏粮种植面积20万亩，总产|3.6万吨; 依托“…”平台…，注册用户|4万家."""
    if words in _OF_TERRITORY and "辖" in sentence.shape[: token.start]:
        return ""  # 下辖17个村，总面积|126平方公里
    if words[:1] in "缴查收扣追罚铲":
        return ""  # 查处人员36名，缴毒|1.67吨: a deed of its own
    if len(words) <= 3 and sentence.context.object and token.family in ("money", "measure"):
        if sentence.context.object.endswith(words[:2]):
            return sentence.context.object[:-2]  # 网络拍卖成交36件，成交额|12亿元
        return _LEVEL_OF.sub("", sentence.context.object)
    if stage.previous is None and (_LEVEL_NOUN.search(words) or token.family == "money"):
        return _of_platform(sentence, stage)
    return ""


def with_whole(words: str, stage: Stage, whole: Draft | None) -> str:
    """其中时间跨度5年以上|101件: a part named by a threshold alone is a part of the whole's thing."""
    if not stage.breakdown or whole is None:
        return words
    if words in HEADS and len(whole.thing) > 2 and whole.thing.endswith(words):
        return whole.thing  # 收到复议申请36件，其中驳回|申请|12件
    return words + whole.thing if _THRESHOLD.search(words) else words


def _is_field(words: str, whole: Draft, token: Token) -> bool:
    """Whether a part is named by its field alone (其中：环保方面|13件)."""
    return (
        _OF_FIELD.search(words) is not None and token.unit == whole.token.unit and _OF_FIELD.search(whole.thing) is None
    )


def _of_platform(sentence: Sentence, stage: Stage) -> str:
    """依托“…”平台开展服务，注册用户|超4万家: the users are the platform's."""
    found = last_match(_PLATFORM, sentence.shape, max(0, stage.clause.start - 80), stage.clause.start)
    return sentence.words(found.span("name" if found["name"] else "by")) if found else ""
