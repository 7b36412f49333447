"""Of counts. What a sentence has said before completes words that are too bare to stand alone.

依托“…”平台…，覆盖乡镇|16个 → “…”平台覆盖乡镇; 开展普法讲座36场，服务群众|4000人次 → 普法讲座服务群众;
清理规范性文件后公布有效文件|60件 → 公布有效规范性文件.
"""

import re

from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import last_match, noun, strong_verb_at, verb_at

# What a platform does, not the one who reports on it.
_OF_PLATFORM = re.compile(r"(?:覆盖|汇聚|归集|集聚|入驻|接入|注册|访问|浏览|点击|授信)(?!率)")
_INTRODUCED = re.compile(
    r"(?:依托|利用|借助|通过|运用|建成|建设|搭建|建立|上线|开通|启用|打造|推出|开发|构建)(?:了)?"
    r"(?:[^，。；“”]{0,4}(?P<quoted>“[^”]{1,16}”)[^，。；“”\d]{0,10}?(?P<sort>平台|系统|网|热线|小程序|中心)"
    r"|(?P<plain>[^，。；、的“”\d]{2,10}(?:平台|系统|小程序)))"
)
_RANKED_BY = re.compile(
    r"(?:^|[，。；.、\d\s])(?P<level>[\u4e00-\u9fff]{1,8}?(?:[量数率]|总额))(?:(?:位[于居列]|排名?|居|列|排在)(?:全[省市区县])?(?:靠)?前|较[多高大]|最[多高大]|靠前)[^，。；:]{0,24}:"
)
_BODY_END = re.compile(
    r"(?:[省市区县镇乡村州旗局委办院厅部队站所]|街道|中心|办事处|社区|公司|集团|学校|大队|园区|开发区)\Z"
)
_PEOPLE_REACHED = re.compile(
    r"(?:受教育|参与|参加|参训)(?:人数|人次)\Z|(?:参训|受训)(?:人员|人数|干部)\Z|"
    r"(?:服务|覆盖|惠及)[^，。；\d]{0,6}?(?:群众|干部|群体|人员|学生|师生|居民|村民|青少年|职工|党员|市民|农民工?)\Z"
)
# 培训36场，覆盖|800余人次: reached by it, told by the unit alone.
_REACHED_BARE = re.compile(r"(?:累计|直接|间接)*(?:覆盖|惠及|参与|参加|参训|受益|受教育|服务|辐射|吸引|受众)\Z")
_SESSIONS = ("场", "次", "期", "场次", "堂", "节", "课", "班", "轮", "场(次)")
_SUM_OF = re.compile(r"(?P<deed>[\u4e00-\u9fff]{2})(?P<sum>总?(?:金额|额|款|资金))")
_ACTIVITY = re.compile(r"(?<=[\u4e00-\u9fff])活动\Z")
_NO_ACTIVITY = ("系列", "各类", "各项", "相关", "专项", "主题")
_CONCERNED = re.compile(r"涉及(?=[\u4e00-\u9fff]{2}|\Z)")
# Units that count other things than cases, goods or works do: whom or where these concern.
_SORTS = ("人名位", "个家户", "元")
_HEADS = ("文件", "案件", "事项", "信息", "问题", "线索", "隐患", "项目", "数据")
_HEAD = rf"(?P<head>{'|'.join(_HEADS)})"
_BARE = re.compile(rf"(?P<mark>相关|有关|上述|有效|失效|现行有效|[^的]{{2,6}}的)?{_HEAD}(?P<tail>数量?)?\Z")
_BARE_ENDS = tuple(head + tail for head in _HEADS for tail in ("", "数", "数量"))
_POINTING = ("相关", "有关", "上述")
_MODIFIED = {head: re.compile(rf"[\u4e00-\u9fff]{{1,16}}{head}") for head in _HEADS}
# 8日|全天共|受理案件: what is left of a date and what it counts over.
_OF_DATE = re.compile(r"(?:[年月日号]|年度|上半年|全[年天月]|当[日天])*(?:共计?(?![同享有建管治])|累计|已)?")
_CUT = re.compile(r".*[对将把及和与或的等在向]")
_PUBLIC = ("公示", "公开")  # the other weak verbs name a sort themselves: 执行|案件, 审批|事项
_PROCEEDS = re.compile(r"(?:受理|办理|承办|办结|审结|审理)+\Z")
_OF_REPORTER = re.compile(r"\A(?:[省市区县乡镇]级?)?(?:人民)?(?:政府)?(?:部门)?(?=[\u4e00-\u9fff]{2})")
_PROCEEDINGS = re.compile(r"法律援助|行政复议|行政诉讼|行政应诉|公益诉讼|国家赔偿|劳动争议|劳动仲裁|司法救助")
# 严惩杀人、抢劫等严重暴力犯罪，审结|案件: those that the clause before says were fought.
_CRIME = re.compile(
    r"(?:严惩|惩治|打击|惩处|惩戒|整治)(?:[^，。；]{0,30}等)?(?P<sort>[^，。；、等的]{2,10}犯罪)(?:活动|行为)?，(?=[^，。；]{0,12}\Z)"
)
# How words begin that a platform, an activity or a concern completes: most names begin otherwise.
_BARE_BEGINS = frozenset("覆汇归集入接注访浏点授服惠累直间参受辐吸涉")
_EVERY_SORT = re.compile(r"各种(?=[\u4e00-\u9fff]{2})")  # says nothing of what is counted
_OUTCOME = re.compile(r"(?:执行)?(?:到位|成功|完毕|完成)")
_LONGEST = 14


def completed(sentence: Sentence, draft: Draft, stage: Stage) -> str:
    """The words of a draft, completed from the sentence where they are bare; else as they are."""
    name = draft.names[-1]
    if not name or stage.breakdown:
        return name
    if level := _by_header(sentence, name, draft, stage):
        return level
    if draft.token.family == "money" and (summed := _by_deed(sentence, name)):
        return summed
    if name[0] in _BARE_BEGINS:
        for complete in (_by_platform, _by_activity, _by_concern):
            if whole := complete(sentence, name, draft, stage):
                return whole
    if name.endswith(_BARE_ENDS) and (whole := _by_head(sentence, name, stage)):
        return name if _exceeds(sentence, draft, whole) else whole
    return _EVERY_SORT.sub("", name) if "各种" in name else name


def _by_deed(sentence: Sentence, name: str) -> str:
    """行政奖励36件，奖励|金额8万元 → 行政奖励金额: the sum of what was just counted."""
    last = sentence.drafts[-1] if sentence.drafts else None
    if last is None or last.token.family != "count" or (found := _SUM_OF.fullmatch(name)) is None:
        return ""
    deed = last.names[-1]
    return deed + found["sum"] if deed.endswith(found["deed"]) and len(found["deed"]) < len(deed) <= 8 else ""


def _by_header(sentence: Sentence, name: str, draft: Draft, stage: Stage) -> str:
    """受理量居前三位的部门：住建局|99件，城管局|68件: what those named in a list are ranked by."""
    if draft.rule != "attribute" or not 2 <= len(name) <= 10 or ":" not in sentence.shape:
        return ""
    header = last_match(_RANKED_BY, sentence.shape, 0, stage.clause.start)
    if header is None or header["level"] in name or not _BODY_END.search(name):
        return ""
    return name + sentence.words(header.span("level"))


def _by_platform(sentence: Sentence, name: str, draft: Draft, stage: Stage) -> str:
    """建成监管平台，汇聚|12类|数据: it is the platform that does."""
    if not _OF_PLATFORM.match(name) or "平台" in name:
        return ""
    found = last_match(_INTRODUCED, sentence.shape, 0, stage.clause.start)
    if found is None:
        return ""
    if found["plain"]:
        return sentence.words(found.span("plain")) + name
    return sentence.words(found.span("quoted")) + found["sort"] + name


def _by_activity(sentence: Sentence, name: str, draft: Draft, stage: Stage) -> str:
    """开展讲座36场，服务群众|4000人次; 开展培训，覆盖干部|200余人: by what they were reached."""
    bare = draft.token.unit in ("人", "人次", "名") and _REACHED_BARE.match(name)
    if not (bare or _PEOPLE_REACHED.match(name)) or stage.previous is not None or not stage.clause_index:
        return ""
    before = sentence.drafts[-1] if sentence.drafts else None
    clause = sentence.clauses[stage.clause_index - 1]
    if before is not None and before.token.start >= clause.start:
        activity = before.thing if before.token.unit in _SESSIONS else ""
    elif any(char.isdigit() for char in sentence.shape[clause.start : clause.end]):
        activity = ""
    else:
        activity = sentence.object_of_clause_before(stage)
    activity = _EVERY_SORT.sub("", _ACTIVITY.sub("", activity))
    if bare:
        name += "人次" if draft.token.unit == "人次" else "人数"
    if activity in _NO_ACTIVITY:  # 开展普法授课等系列活动36场
        activity = ""
    return activity + name if 2 <= len(activity) <= _LONGEST else name if bare else ""


def _by_concern(sentence: Sentence, name: str, draft: Draft, stage: Stage) -> str:
    """受理劳动仲裁36件，涉及职工|120人: whom or where they concern, told by a unit of another sort."""
    if not _CONCERNED.match(name):
        return ""
    unit = draft.token.unit[:1]
    sort = next((sort for sort in _SORTS if unit and unit in sort), "")
    families = ("count", "money") if name == "涉及" else ("count",)
    before = next((each for each in reversed(sentence.drafts) if each.token.family in families and each.thing), None)
    if not sort or before is None or before.token.unit[:1] in sort or _CONCERNED.match(before.names[-1]):
        return ""
    people = "人数" if name == "涉及" and sort == _SORTS[0] else ""
    return before.thing + name + people if 2 <= len(before.thing) <= _LONGEST else ""


def _by_head(sentence: Sentence, name: str, stage: Stage) -> str:
    """清理规范性文件后公布有效文件|60件: of what sort, where the sentence speaks of one sort alone."""
    at = 2 if name.startswith(_PUBLIC) else 0
    while stop := strong_verb_at(name, at, len(name)):
        at = stop
    found = _BARE.fullmatch(name, at)
    if found is None or (not at and not found["mark"]):
        return ""
    sort = _sort_of(sentence, found["head"], bool(_PROCEEDS.fullmatch(name, 0, at)), stage)
    if not sort:
        return ""
    mark = found["mark"] or ""
    thing = ("" if mark in _POINTING else mark) + sort + found["head"]
    sentence.context.object = thing
    return name[:at] + thing + (found["tail"] or "")


def _exceeds(sentence: Sentence, draft: Draft, whole: str) -> bool:
    """处理涉灾案件7万件；执结案件|46万件: more than were told of that sort are of no such sort."""
    same = (each for each in sentence.drafts if each.thing and whole.endswith(each.thing) and len(each.thing) > 2)
    return any(each.token.unit == draft.token.unit and each.token.value < draft.token.value for each in same)


def _sort_of(sentence: Sentence, head: str, proceeds: bool, stage: Stage) -> str:
    """The one modifier that a head noun has in the clauses before, or the one proceeding they speak of."""
    shape, end = sentence.shape, stage.clause.start
    if head == "案件" and proceeds and (crime := last_match(_CRIME, shape, 0, end)):
        return sentence.words(crime.span("sort"))
    sorts = {_modifier(sentence, found.span()) for found in _MODIFIED[head].finditer(shape, 0, end)} - {""}
    if len(sorts) == 1:
        return sorts.pop()
    if head != "案件" or sorts or not proceeds:
        return ""
    proceedings = {found[0] for found in _PROCEEDINGS.finditer(shape, 0, end)}
    return proceedings.pop() if len(proceedings) == 1 else ""


def _modifier(sentence: Sentence, span: tuple[int, int]) -> str:
    """开展|县级|行政规范性|文件: what stands between the verb and the head."""
    shape, (start, end) = sentence.shape, span
    stop = end - 2
    if start and shape[start - 1].isdigit() and (date := _OF_DATE.match(shape, start, stop)):
        start = date.end()
    whole = start
    if cut := _CUT.match(shape, start, stop):
        start = cut.end()
    begin = start
    for index in range(begin, stop - 1):
        public = index + 2 if shape.startswith(_PUBLIC, index) else 0
        if verb := strong_verb_at(shape, index, stop) or public:
            start = verb
    if start == begin and (verb := verb_at(shape, start, stop - 1)):
        start = verb
    if start == whole == span[0] and shape[start - 1 : start].isalpha():
        return ""  # the reach ends within a word, or at a bracket's
    start, stop = noun(shape, opening(shape, start, stop), stop)
    sort = _OF_REPORTER.sub("", sentence.words((start, stop))) if stop - start >= 2 else ""
    return "" if _OUTCOME.fullmatch(sort) else sort  # 执行|到位|案件款: no sort of cases
