"""Of counts. The number stands first: 44家|高频失信主体完成治理, 抽查了|1500余宗|案卷, 在|22个|重点行业实施监管."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.measured import bodies, frames
from flows.metrics.figures.measured.bodies import GENERIC
from flows.metrics.figures.measured.classes import casualties, is_casualty
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.frames import DONE_TO
from flows.metrics.figures.measured.outer import JOIN_END, RATE_ALONE, outer
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import OPENINGS
from flows.metrics.figures.phrases import (
    CAUSATIVES,
    STRONG,
    VERBS,
    Span,
    is_predicate,
    light_deed,
    main_verb,
    noun,
    said_of,
    subject_end,
    subject_kept,
    subject_repeats,
    verb_at,
    verb_chain,
    verb_words,
)
from flows.metrics.figures.quantities import Token

_FRAME = re.compile(r"(?:对|在|为|给|向|把|将)(?!象|此|外)")
_MODIFIED = re.compile(r"(?:对于?|针对|将|把)(?P<modifier>.{1,12}的)\Z")
_FOR = ("为", "给", "向")  # 为|36名|职工追回欠薪80万元: those for whom it was done
_REACHED = re.compile(r"(?:均|都|已|全部)?(?:实现了?|完成了?(?=[^治整改]{2,6}(?:办|改革)))")
_ASPECTS = re.compile(r"\A(?:方面|领域|环节)的(?=[\u4e00-\u9fff]{2})")  # 36个|方面的|问题
_AMONG = re.compile(r"(?:当中|之中|中)(?:位居|位列|名列|排名|居)?\Z")
_ALL_OF = re.compile(r"(?<=企业|单位|部门|案件|项目|问题|事项|纠纷|人员)中\Z")  # 在|60个|县区中排名第一
_TOLD = (
    "提出",
    "反馈",
    "报送",
    "提交",
    "申报",
    "制定",
    "出台",
    "负责",
    "承办",
    "办理",
    "存在",
    "发现",
    "反映",
    "确定",
    "交办",
)
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?<![初高家途集])中|(?<![万千百\d公哪这那])里)\Z")
_RATE_OF_NEXT = re.compile(rf"(?<=[\u4e00-\u9fff]{{2}}){RATE_ALONE.pattern}\Z")
_HAS_NOW = ("拥有", "现有", "设有", "建有", "配有")
_SHORT = 3
_MANNER_END = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:依法|从严|从快|及时|逐一|逐项|逐个|逐条|分类)+\Z"
)  # 36名|嫌疑人依法|从轻处理
# 15项指标|位居全区|第一
_TO_RANK = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:均|都|分别)?(?:位[居列]|名列|排名?|居|列|进入|获得?)?全[国省市区县州](?:排名|位[居列]|居|列)?\Z"
)
# 根据接报的|36起|警情进行研判
_OF_DEED = re.compile(r"(?P<deed>[\u4e00-\u9fff]{2})的\Z")
_WORKED_ON = re.compile(r"(?:均|都|全部|逐一|一一)?(?:进行|开展|予以|得到|得以)")
# 对办结的|36件|案件实行复核: a regime that holds for them; in …进行备案审查 the deed is what counts them.
_REGIME = re.compile(r"(?:均|都|全部)?(?:实行|实施)")
_PER_TIME = re.compile(r"(?P<per>(?:平均)?每个?(?:工作日|天|日|分钟|小时|周))(?:就|能|可|都|有|约|会)*\Z")
_AWARDED = re.compile(
    r"(?:被?评为|获评|入选|荣获|获得|获批|受到|被(?:评|列|命名|授予|确定|认定|表彰)为?|当选|获)(?:了)?"
)
_PRAISE = re.compile(r"(?:表彰|表扬|奖励|荣誉|通报)\Z")
_OF_TIME = re.compile(
    r"(?:目前|同时|同步|共同|先后|相继|陆续|均|都|全部|每年|已经|已|共(?=[参有开建受审办获]))+(?=[\u4e00-\u9fff]{2})"
)
# 36项|任务如期完成: that they were done counts none of them apart
_FINISHED = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:均|都|已|全部|全面|圆满|如期|按期|按时|顺利|基本)+(?:完成|落实|办结)(?:到位)?\Z"
)
_DONE_SO = re.compile(r"(?P<deed>[\u4e00-\u9fff]{2})了(?=[\u4e00-\u9fff]{2})")
_AT_MEETING = re.compile(
    r"\A在[^，。；的]{2,24}(?:会议|大会)上(?:作了?|进行)?(?=[\u4e00-\u9fff]{2})"
)  # 在全市会议上作|现场述法
_CARRIED_OUT = re.compile(r"\A进行了?(?=[\u4e00-\u9fff]{4})")
_DONE_ENDS = ("完成", "落实", "办结", "到位")
_ASPECT = re.compile(r"([\u4e00-\u9fff]{2})了")
_TAKEN_BY_PEOPLE = re.compile(r"被(?:广大)?(?:群众|市民|居民|村民|游客|观众|顾客|学生|读者)")
_TAKING_PART = re.compile(
    r"(?:参加|参与|参训|受训|到场|出席|列席)(?:了)?(?:培训|活动|学习|考试|测试|会议|比赛|竞赛)?\Z"
)
_TERRITORY_END = re.compile(r"(?:[省市区县镇乡村州]|地区|辖区|境内|等)\Z")


def number_first(sentence: Sentence, token: Token, left: Span, right: Span, joined: bool, stage: Stage) -> Draft:
    """The draft of a number that its noun follows."""
    shape, context = sentence.shape, sentence.context
    begin, stop = left
    r_start, r_end = right
    of = shape[r_start] == "的"
    if shape.endswith(_HAS_NOW, begin + 2, stop):
        begin, left = stop - 2, (stop - 2, stop)  # 发展到如今|拥有36个坐席
    verb = main_verb(shape, begin, stop) if stop > begin else None
    frame = stop > begin and bool(_FRAME.match(shape, begin) or _FRAME.match(shape, stop - 1))
    for_whom = shape[token.start - 1 : token.start] in _FOR and token.start > begin
    governed = verb is not None and not _FRAME.match(shape, begin)
    causes = verb is not None and shape[verb[0] : verb[1]] in CAUSATIVES
    thing_at, said_at = _thing(sentence, r_start + of, r_end, governed and not causes, stage)
    thing = _bare(sentence, token, thing_at, said_at, stage)
    if of and (token.family in ("money", "measure", "time") or not token.unit) and stop > begin:
        return _amount_of(sentence, token, left, thing, verb, stage)
    if found := (
        (bodies.dealt_with(sentence, token, thing_at) if frame else None)
        or bodies.counted(sentence, token, left, right, stage)
        or outer(sentence, token, verb, left, stage)
    ):
        return found
    if governed and (theirs := bodies.theirs(sentence, token, left, verb, stage)):
        return theirs
    if joined and (theirs := bodies.theirs(sentence, token, left, None, stage)):
        return theirs
    said = "" if _said_of_next(said_at, stage) and not (for_whom and GENERIC.search(thing)) else sentence.words(said_at)
    said = "" if said.startswith("作为") else said  # 确定60个突出问题|作为重点
    worked_on = not governed and (_REGIME.match(said) or (not frame and _WORKED_ON.match(said)))
    if worked_on and (deed := _deed_before(sentence, token, left)):
        return Draft(token, [deed + thing], plain_kind(token), "quantity_first", thing=thing)
    if governed and verb is not None and not (causes and said):
        return _governed(sentence, token, left, verb, thing, stage)
    if told := (
        (frames.repeated(sentence, token, left, (thing_at, said_at)) if token.unit in frames.TIMES else None)
        or (_taking_part(sentence, token, said, stage) if not thing else None)
        or _goes_on(sentence, token, thing + said, stage)
    ):
        return told
    context.object = thing
    framed_too = joined and stage.previous_rule == "quantity_in_frame" and len(thing) > 1 and thing not in OPENINGS
    if frame or (said and (for_whom or framed_too)):
        said = frames.said_by_next(sentence, sentence.words(said_at), stage) or said
        return _in_frame(sentence, token, (begin, stop), thing, said)
    if context.verb and not said and (joined or stage.previous_rule in ("outer_count", "amount_of_thing")):
        return Draft(token, [context.verb + thing], plain_kind(token), "coordination_verb")
    prefix = "" if causes else _subject(sentence, token, (begin, stop), r_start - (token.end - token.start))
    context.verb = ""
    if not said and is_casualty(token, thing):
        return Draft(token, [casualties(sentence, (begin, stop), thing)], plain_kind(token), "quantity_first")
    return Draft(token, [prefix + _said_of_thing(thing, said)], plain_kind(token), "quantity_first")


def _taking_part(sentence: Sentence, token: Token, said: str, stage: Stage) -> Draft | None:
    """举办培训班，|36人|参加: how many took part in what was told before."""
    if not _TAKING_PART.match(said):
        return None
    about = sentence.context.object or sentence.object_of_clause_before(stage)
    name = about + said[:2] + "人数" if not said[2:] or said[2:] in about else about + said
    return Draft(token, [name], plain_kind(token), "taking_part")


def _goes_on(sentence: Sentence, token: Token, deed: str, stage: Stage) -> Draft | None:
    """12家企业，2家已终结破产程序，|1家|进入重整阶段: what became of another of those."""
    last, thing = sentence.context.last, sentence.context.object
    if last is None or last.rule != "headless" or last.token.unit != token.unit or stage.following is not None:
        return None
    if not thing or GENERIC.search(deed) or not 3 <= len(deed) <= 16 or not last.names[-1].endswith(thing):
        return None
    flags = ("indicator_inherited",)
    return Draft(token, [f"{deed}的{thing}"], plain_kind(token), "headless", flags=flags, thing=thing)


def _in_frame(sentence: Sentence, token: Token, left: Span, thing: str, said: str) -> Draft:
    """在|22个|重点行业实施监管, 对各部门报送的|36件|文件…: what is done with those that a preposition names."""
    begin, stop = left
    if modified := _MODIFIED.match(sentence.shape, begin, stop):
        thing = sentence.context.object = sentence.words((modified.start("modifier"), stop)) + thing
        return Draft(token, [thing], plain_kind(token), "quantity_in_frame", thing=thing)
    done = DONE_TO.match(said)
    said = said[done.end() :] if done else said
    said = _without_aspect(said)  # 为12个|社区配备了顾问
    return Draft(token, [said + thing], plain_kind(token), "quantity_in_frame")


def _subject(sentence: Sentence, token: Token, left: Span, end: int) -> str:
    """The words before the number that belong to what it counts: an actor, 平均每天."""
    shape, (begin, stop) = sentence.shape, left
    if per := _PER_TIME.match(shape, begin, end):
        return sentence.words(per.span("per"))  # 平均每天有|36件|…
    if not subject_kept(shape, begin, stop) or JOIN_END.search(shape, max(begin, token.start - 8), token.start):
        return ""  # 一名调解员和|三名|先进个人
    return sentence.words(noun(shape, begin, stop))


def _deed_before(sentence: Sentence, token: Token, left: Span) -> str:
    """根据|接报的|36起警情进行研判: what was done with them before."""
    found = _OF_DEED.search(sentence.shape, left[0], token.start)
    return found["deed"] if found and found["deed"] in VERBS else ""


def _bare(sentence: Sentence, token: Token, thing_at: Span, said_at: Span, stage: Stage) -> str:
    """The noun without what says that it is a field or a whole: 36个|方面的问题, 60家|企业中, 21个|市级单位中，…."""
    thing = _ASPECTS.sub("", sentence.words(thing_at))
    if sentence.shape[token.start - 1 : token.start] == "在" or thing.endswith("当中"):
        thing = _AMONG.sub("", thing)
    thing = _MANNER_END.sub("", _ALL_OF.sub("", thing))
    if thing.endswith(_DONE_ENDS):
        thing = _FINISHED.sub("", thing)
    if stage.following is not None and stage.following.form == "ordinal":
        thing = _TO_RANK.sub("", thing)
    whole = sentence.context.object.removesuffix("中")
    if len(thing) <= _SHORT and whole != thing and whole.endswith(thing) and sentence.context.object_unit == token.unit:
        thing = whole  # 36项|质量指标|中，12项|指标|…
    return _WITHIN.sub("", thing) if said_at[0] == said_at[1] == stage.clause.end else thing


def _governed(sentence: Sentence, token: Token, left: Span, verb: Span, thing: str, stage: Stage) -> Draft:
    """抽查了|1500余宗|行政执法案卷: verb and noun around the number."""
    shape, (begin, stop) = sentence.shape, left
    chain = verb_chain(shape, verb[1], stop)
    verb_text = verb_words(shape, verb[0], chain)
    between = "" if "等" in shape[max(chain, stop - 1) : stop + 1] else sentence.words(noun(shape, chain, stop))
    between = "" if between == "到" else between  # 涉及到的|36家|单位
    if len(between) > 12 or _TERRITORY_END.search(between):
        between = ""
    if len(between) > 3 and shape[stop - 1] == "的" and any(between.endswith(each) for each in _TOLD):
        between += "的"  # 办理代表提出的|230件|书面建议
    subject = (begin, subject_end(shape, begin, verb[0]))
    before = sentence.words(subject) if subject_kept(shape, *subject) else ""
    before = "" if subject_repeats(before, verb_text + between + thing) else before
    sentence.context.verb, sentence.context.object = verb_text, between + thing
    light = "" if verb_text or stage.previous is not None else light_deed(shape, verb[0], chain, between + thing)
    verb_text = "" if len(thing) > len(verb_text) and thing.endswith(verb_text) else verb_text  # 清理36次|专项清理
    name, doer = before + (verb_text or light) + between + thing, "" if before else sentence.doer(*subject)
    return Draft(token, [name], plain_kind(token), "verb_object", thing=between + thing, doer=doer)


def _amount_of(sentence: Sentence, token: Token, left: Span, thing: str, verb: Span | None, stage: Stage) -> Draft:
    """实施总投资|1330亿元|的260个重点项目: an amount of the thing that follows."""
    shape, (begin, stop) = sentence.shape, left
    chain = verb_chain(shape, verb[1], stop) if verb else begin
    if stage.following is not None:
        thing = sentence.thing_after(stage.following, stage)
        sentence.context.verb = verb_words(shape, verb[0], chain) if verb else ""
    attribute = sentence.words(noun(shape, chain, stop))
    return Draft(token, [thing + attribute], plain_kind(token), "amount_of_thing")


def _thing(sentence: Sentence, start: int, end: int, governed: bool, stage: Stage) -> tuple[Span, Span]:
    """The noun phrase behind the number, and what is said of it."""
    shape, limit = sentence.shape, end
    if stage.following is not None and (found := JOIN_END.search(shape, start, end)):
        limit = found.start()
    if is_predicate(shape, start, limit):  # 59万人|参加培训
        return (start, start), (start, limit)
    if (
        stage.following is not None
        and stage.following.unit == "%"
        and (rate := _RATE_OF_NEXT.search(shape, start, limit))
    ):
        limit = end = rate.start()  # 办结36件复议案|纠错率达15%
    stop = said_of(shape, start, limit, verbs=not governed)
    if governed and stop < limit and (relative := shape.rfind("的", stop, limit)) > 0 and relative + 2 < limit:
        stop = said_of(shape, relative + 1, limit)  # 代理|7宗|以县政府为被告的案件
    if stage.following is not None and stop == limit == stage.following.start:
        pause = shape.rfind("、", start, stop)  # 4项|决策目录|、事项清单96项
        stop = pause if pause > 0 and shape[stop - 1] != "、" else _before_verb(shape, start, stop)
    done = (
        _DONE_SO.search(shape, start + 2, limit)
        if stop == limit and not governed and "了" in shape[start:limit]
        else None
    )
    if done is not None and done["deed"] in VERBS and GENERIC.search(shape[start : done.start()]):
        stop = done.start()  # 36个|村|建设了|工作室
    said = (stop, limit)
    if stop == limit:  # coordinated: what is said stands behind the last of them
        said = sentence.said_behind(stage) if limit < end else (limit, limit)
    return noun(shape, start, stop), said


def _before_verb(shape: str, start: int, end: int) -> int:
    """45家|律所|办理|360件案件, 12个|法庭|调解案件|360件: where the verb of the next number begins, or ``end``."""
    end -= shape[end - 1 : end] == "了"  # 360名|律师|担任了|120家单位的顾问
    for length in (4, 3, 2):
        if end - length > start + 1 and shape[end - length : end] in STRONG:
            return end - length
    deeds = (index for index in range(start + 2, end - 2) if verb_at(shape, index, end))
    return next((index for index in deeds if GENERIC.search(shape[start:index])), end)


def _said_of_next(said: Span, stage: Stage) -> bool:
    """45家|律所|办理案件|360件: what runs up to the next number is what that one counts."""
    return stage.following is not None and said[0] < said[1] == stage.following.start


def _said_of_thing(thing: str, said: str) -> str:
    """How the thing and what is said of it are put together."""
    said = said and _adverbs_off(said)
    said = _AT_MEETING.sub("", said)
    if not said or not thing or said.endswith(thing):
        return _without_aspect(said) or thing
    if _TAKEN_BY_PEOPLE.match(said):  # 宣传品|被市民领取一空: the things are what was counted
        return thing
    if (found := _REACHED.match(said)) and not GENERIC.search(thing):
        return said[found.end() :] + thing
    if found := _AWARDED.match(said):
        rest = said[found.end() :]
        return rest + thing if _PRAISE.search(rest) else said if len(rest) > 6 else said + thing
    if GENERIC.search(thing):
        said = _CARRIED_OUT.sub("", said)  # 干部|进行了|个别谈话
    return _without_aspect(said) + "的" + thing if GENERIC.search(thing) else thing + said


def _adverbs_off(said: str) -> str:
    """单位|共同|参与, 学校|同步|开展: how it was done is no part of what is measured."""
    found = _OF_TIME.match(said)
    return said[found.end() :] if found else said


def _without_aspect(said: str) -> str:
    """干部|参加|了|考试 → 参加考试的干部."""
    return _ASPECT.sub(r"\1", said, count=1) if _ASPECT.match(said) else said
