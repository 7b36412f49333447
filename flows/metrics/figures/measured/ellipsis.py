"""Of counts. What is left unsaid: 受理|91宗, 解除矫正|36人, 需要整改的|12项 – the thing was named before.

The thing is that of the last count, of the same verb in an earlier clause, or – where the sentence itself has named
nothing yet – of the sentence before (全市法院受理案件3600件。其中市中院受理|120件).
"""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.lexicon import words as words_of
from flows.metrics.figures.measured import bodies, classes
from flows.metrics.figures.measured.drafts import Context, Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import VERBS, Span, noun, strong_verb_at, subject_kept
from flows.metrics.figures.quantities import Token

_THING = re.compile(rf"(?:{alternation('things')}|{alternation('heads')})\Z")
_PERSON_UNITS = ("人", "名")
# Units that count the same things: 受理…36件, 审结35宗.
_SORTS_OF_THINGS = ("件宗起例项个份", "家户个处所", "人名位", "场次期个")
INTRANSITIVE = ("结案", "立案", "胜诉", "败诉", "出庭", "撤诉", "上诉", "改判", "成功")
WITH_OBJECT = words_of("verbs_with_object")
# 公益诉讼|案件线索: what was a lead is a case of 公益诉讼 now.
_LEAD = re.compile(r"(?:案件)?线索\Z")
# 社会消费品零售总额|完成|36亿元: how high it got, nothing that was done.
_CAME_TO = ("完成", "实现", "达到", "达成")
# What is done with the same cases after one another, so that a sentence may go on with those of the last.
_GOES_ON_WITH = re.compile(
    r"(?:受理|办理|办结|审结|审理|结案|执结|调解|化解|调处|整改|完成|答复|回复|办复|处置|处理|解决|转办|交办|移送|立案|采纳|查处|反馈)+\Z"
)
# 受理诉求36件，平台答复|20件; 市民热线12345受理|36件
_ACTS = re.compile(r"(?:平台|机构|组织|热线|中心|系统)(?:\d{5})?\Z")
_IN_TIME = re.compile(r"(?:按时|按期|如期|限时|超时|超期|逾期|提前|当场|现场|自行|及时)\Z")
# 其余|需要长期整改的|10项
_REST = re.compile(r"(?:其余|其他|另有|另外|还有|尚有|剩余|曾经?)的?")
_PRINTS = ("印制", "印发", "印刷", "发放", "分发", "制作", "发行", "赠送", "派发", "编印")
_PRINTED_UNITS = ("册", "份", "本", "张", "幅", "套", "余册", "余份")
_PRINTED = re.compile(
    r"(?:读本|手册|[图丛小]书|资料|宣传[册单页品]|折页|口袋书|挂图|画册|年历|漫画|倡议书|指南|汇编)\Z"
)
_THING_OF_PART = re.compile(r"(?:场所|企业|项目|工程|设施|网站|车辆|房屋|合同|文书|证照|许可)\Z")
_IS_BODY = re.compile(r"(?:[院局厅部委办队所站]|[省市区县镇乡村州]|中心|机关|机构|部门|警方|组织)\Z")
_LONGEST_DOER, _LONGEST_DEED = 14, 16
_COUNTED_FIRST = ("quantity_first", "quantity_in_frame", "verb_object")
# 36家企业中，已有|12家; 36名逃犯已到案|12名
_AMONG = re.compile(
    r"的?(?P<thing>[^，。；()\d]{2,14}?)(?:(?:当中|之中|(?<![初高家途集其])中|里)，?(?:目前|现|其中)?(?:均|仍|还|尚)?(?:已经?)?|，?(?:目前|其中)?(?:已经?|仍|还|尚))"
    r"(?P<there>有)?(?P<deed>[^，。；\d有]{2,8})?"
)
# 其余需要整改的|10项|正抓紧推进
_SAID_BEGINS = frozenset("正已均全也仍目还其因经未尚被首评")
_SAID_OF_THEM = re.compile(
    r"(?P<empty>正(?=在|抓)|已经?|均|全部|也|仍|目前|还|其中)|(?:因|经(?![济营费验贸纪])|未|尚未|被|首次|评价为|评为)"
)
_FRAMES = tuple("为对给向将把在")  # 为36名|因案致贫群众: a noun follows
_OF_THEM = re.compile(r"[\s，]*(?:其余|剩余|其中|另|有|另有|余下)*")


def elliptic(sentence: Sentence, token: Token, subject: Span, verb: Span, stage: Stage) -> Draft:
    """受理|91宗: a verb without its object."""
    shape, context = sentence.shape, sentence.context
    words, before = sentence.words(verb), sentence.words(subject)
    if before and shape[subject[0]] in "为向":  # 为企业减免: to whom it is done says enough
        return Draft(token, [before + words], plain_kind(token), "verb_object")
    if before and words in _CAME_TO and token.family in ("money", "measure"):
        context.verb, context.object = "", before
        return Draft(token, [before], plain_kind(token), "object_first", thing=before)
    acts = context.object and _ACTS.search(before) and alike(token.unit, context.object_unit)
    if not context.object and _ACTS.search(before):
        context.verb = ""  # 市级平台受理|36件: who did it is no thing that was counted
        return Draft(token, [before + words], plain_kind(token), "bare_verb")
    if (_THING.search(before) and not acts) or (not context.object and subject_kept(shape, *subject)):
        context.verb, context.object = "", before  # 法律援助案件办结|89件: the object stands before its verb
        timely = _IN_TIME.search(sentence.words((subject[1], verb[0])))  # 服务事项|按时|办结
        name = before + (timely[0] if timely else "") + words
        return Draft(token, [name], plain_kind(token), "object_first")
    if stage.breakdown and _names_part(before):
        return Draft(token, [before + words], plain_kind(token), "object_first", thing=before)
    if not before and not context.object and (of_class := classes.counted(sentence, words, token.unit, stage)):
        context.verb = words
        return Draft(token, [of_class], plain_kind(token), "ellipsis")
    inherited, doer = _unsaid(sentence, token, words, verb, stage), before if classes.set_apart(before) else ""
    if not inherited and words not in WITH_OBJECT and (inherited := of_earlier(sentence, token, words, stage)):
        context.object, context.object_unit = inherited, token.unit
        doer = doer or _of_part(before)
    context.verb = words
    context.object = context.object or inherited
    inherited = inherited.removeprefix("未结") if words == "已结" else inherited
    if inherited == "案件" and words.endswith("案"):
        return Draft(token, [words], plain_kind(token), "bare_verb", thing=inherited)  # 受理案件36件，结案|30件
    if not inherited:
        return _bare_verb(sentence, token, words, before)
    while (stop := strong_verb_at(inherited, 0, len(inherited))) and len(inherited) - stop > 1:
        inherited = inherited[stop:]  # 取消、下放职权事项36项，其中取消|12项: of 职权事项, not of 下放职权事项
    in_time = found[0] if (found := _IN_TIME.search(before)) else ""
    if words[-2:] in INTRANSITIVE:
        name = (_LEAD.sub("", inherited) if words == "立案" else inherited) + in_time + words
    else:
        name = doer + in_time + words + inherited
    flags, who = ("indicator_inherited",), "" if doer else sentence.doer(*subject)
    who = who if _IS_BODY.search(who) else ""
    return Draft(token, [name], plain_kind(token), "ellipsis", flags=flags, thing=inherited, doer=who)


def _unsaid(sentence: Sentence, token: Token, words: str, verb: Span, stage: Stage) -> str:
    """The object of a bare verb, where this sentence has named it."""
    if words in WITH_OBJECT:
        return ""
    inherited = sentence.object_before(words, verb, stage)
    if not inherited and alike(token.unit, sentence.context.object_unit):
        inherited = sentence.context.object
    if not inherited and words in _PRINTS and token.unit in _PRINTED_UNITS:
        inherited = _printed(sentence, stage)
    return inherited


def _printed(sentence: Sentence, stage: Stage) -> str:
    """编写法律读本，印制|3000册: what the clause before wrote, where it counted nothing."""
    if not stage.clause_index:
        return ""
    clause = sentence.clauses[stage.clause_index - 1]
    if any(char.isdigit() for char in sentence.shape[clause.start : clause.end]):
        return ""
    thing = sentence.object_of_clause_before(stage)
    return thing if len(thing) <= _LONGEST_DEED and _PRINTED.search(thing) else ""


def _names_part(before: str) -> bool:
    """办结事项36件，其中|娱乐场所设立|12件: a part told by its own noun and deed."""
    if not 4 <= len(before) <= _LONGEST_DOER or before in VERBS or classes.set_apart(before):
        return False
    return _THING_OF_PART.search(before) is not None


def _bare_verb(sentence: Sentence, token: Token, words: str, before: str) -> Draft:
    """专职律师|办理|36件: no thing was named; who did it is said, where that is short and no body."""
    who = before if len(before) <= _LONGEST_DOER else ""
    if who and words in VERBS and not _IS_BODY.search(who):
        sentence.context.verb = ""  # 专项|视察|15项: a noun
    doer = who if _IS_BODY.search(who) else ""
    return Draft(token, [who + words], plain_kind(token), "bare_verb", doer=doer)


def _of_part(before: str) -> str:
    """其中|市中院|受理: whose part it is, where that is said."""
    return before.removeprefix("其中") if 2 <= len(before) <= 8 else ""


def of_earlier(sentence: Sentence, token: Token, words: str, stage: Stage) -> str:
    """What the sentence before counted, where ``words`` begin a sentence that goes on with that."""
    earlier, start = sentence.earlier, stage.clause.start
    if earlier is None or sentence.context.object or _GOES_ON_WITH.search(words) is None:
        return ""
    if sentence.shape[:start].strip(" ，,:") not in ("", "其中"):
        return ""  # 2023年，各级机构结案|3600件: of its own
    return earlier.object if earlier.object and alike(token.unit, earlier.object_unit) else ""


def headless(sentence: Sentence, token: Token, left: Span) -> Draft | None:
    """反馈的具体问题36项，…其余需要长期整改的|10项; 已经解决的|43件(甲类): what the last count was of, so qualified."""
    shape, context = sentence.shape, sentence.context
    begin, stop = left
    if stop - begin < 3 or shape[stop - 1] != "的":
        return None
    if rest := _REST.match(shape, begin, stop):
        begin = opening(shape, rest.end(), stop)
    of = context if context.object else sentence.earlier
    if of is None or not of.object or not alike(token.unit, of.object_unit):
        return None
    begin, end = noun(shape, begin, stop)
    quality = sentence.words((begin, end))
    if not 2 <= len(quality) <= 24:
        return None
    thing = of.object
    context.object, context.object_unit = thing, token.unit
    name = f"{quality}的{thing}"
    return Draft(token, [name], plain_kind(token), "headless", flags=("indicator_inherited",), thing=thing)


def among(sentence: Sentence, token: Token, right: Span, stage: Stage) -> Draft | None:
    """36名目标逃犯中已到案|24名; 悬赏的36名嫌疑人已有|24人|到案; 36家企业中，有|12家|完成整改: so many of those."""
    last, shape = (sentence.drafts[-1] if sentence.drafts else None), sentence.shape
    if last is None or last.rule not in _COUNTED_FIRST or not alike(token.unit, last.token.unit):
        return None
    if last.token.family != "count" or token.family != "count" or token.value > last.token.value:
        return None
    found = _AMONG.fullmatch(shape, last.token.end, token.start)
    if found is None or not (found["deed"] or found["there"]) or (found["deed"] or "").endswith("等"):
        return None
    deed, stop = sentence.words(found.span("deed")), right[1]
    if not deed:
        if stop - right[0] > _LONGEST_DEED or stage.following is not None:
            return None
        deed = sentence.words(right)
    if len(deed) < 2:
        return None
    thing = sentence.words(found.span("thing"))
    if last.rule == "quantity_first":
        last.names = [last.names[-1].removesuffix("中").split(thing)[0] + thing]
    deed = deed.removeprefix(thing)  # 36个一级指标中，有8个一级指标实现增长
    if (deed in VERBS and deed[-2:] not in INTRANSITIVE) or deed.endswith("类"):
        name = deed + thing  # 32项问题，已整改|22项
    else:
        name = f"{deed}的{thing}" if bodies.GENERIC.search(thing) else thing + deed
    return Draft(token, [name], plain_kind(token), "among", flags=("indicator_inherited",), thing=thing)


def told_of_the_rest(sentence: Sentence, token: Token, left: Span, right: Span, stage: Stage) -> Draft | None:
    """其余需要整改的|10项|正抓紧推进, 其余|18件|因涉密未公开: what is said of them is no thing that was counted."""
    shape = sentence.shape
    if shape[right[0] : right[0] + 1] not in _SAID_BEGINS:
        return None
    if (said := _SAID_OF_THEM.match(shape, *right)) is None or shape[token.start - 1 : token.start] in _FRAMES:
        return None
    if draft := headless(sentence, token, left):
        return draft
    of = sentence.context if sentence.context.object else sentence.earlier
    if of is None or not of.object or not alike(token.unit, of.object_unit) or not _OF_THEM.fullmatch(shape, *left):
        return None
    end = min(stage.clause.end, right[1])
    deed = sentence.words((said.end() if said["empty"] else right[0], end))
    if stage.following is not None or not 2 <= len(deed) <= _LONGEST_DEED or _THING.search(deed):
        return None  # 36件|未结破产案件: a noun
    return Draft(
        token, [f"{deed}的{of.object}"], plain_kind(token), "headless", flags=("indicator_inherited",), thing=of.object
    )


def of_those(token: Token, context: Context) -> bool:
    """接收矫正对象60人，解除矫正|36人，在册|24人: people counted before, and again by what became of them."""
    return token.unit[:1] in _PERSON_UNITS and bool(context.object) and alike(token.unit, context.object_unit)


def alike(unit: str, other: str) -> bool:
    """Whether two units may count the same things: 检查企业1800家次，立案|36起 is of no 企业."""
    if not unit or not other or unit[0] == other[0]:
        return True
    return any(unit[0] in sort and other[0] in sort for sort in _SORTS_OF_THINGS)
