"""A frame. Claims of standing: ranks (位居全省第一, 前三, 全省唯一) and streaks (连续五年获评…)."""

import re

from flows.metrics.figures.measured import coordination, rate_names
from flows.metrics.figures.measured.change_words import WHO_IN, carries_on
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import closing, noun, verb_at
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound, Kind, Role

_STREAK = ("连续", "连续第", "连", "连第")
_UNIVERSE = re.compile(
    r"(?P<universe>(?:全[国省市区县州盟旗球](?:各(?:地级市|地市|县区|区县|县市区|市州|市|县)|(?:中级人民|中级|基层|高级)?法院|中院|检察院|检察机关|公安机关|系统|地级市|县级市|设区市|省会城市|同类城市)?|世界|国内|省内|市内|区内|[东中西]部(?:地区)?|长三角|珠三角|(?:(?![全排居列位名])[\u4e00-\u9fff]){1,6}(?:地级市|县级市|省份|省市区|设区市|区县|县区|县市|城市|城区|直辖市)))(?:[^，。；]{0,4}?)?(?:倒数|排名|排位|位居|位列|名列|排|居|列|位|位次|保持|稳居|并列)?(?:第|前)?\s?\Z"
)
_RANK_WORDS = re.compile(
    r"(?:(?:连续|已|均|分列|分居|分获|分别|均为|稳居|位居|位列|名列|排名|排位|位次|排|居|列|位|保持|荣获|获得|获|夺得|取得|进入|跻身|(?:提|上|跃|攀|晋)?升[至到]|跃居|成绩|全[国省市区县州](?:各级|两级)?(?:法院|检察院|检察机关|公安机关|政法系统|系统|同类城市)?|[东中西]部(?:地区)?|长三角|珠三角|[国省市区]内|倒数|双|并列|蝉联|为|在|的|继续|再次|又|，)\s?)+\Z"
)
_CONTEST = re.compile(r"(?:在)(?P<contest>[^，。；]{2,30}?)(?:中|上|里)(?:[^，。；]{0,6})\Z")
_HOLDS = re.compile(r"\A(?:蝉联|荣获|获得|夺得|取得|勇夺|荣膺)(?=[\u4e00-\u9fff]{2})")
_OF_NUMBER = re.compile(r"\A[个家]")
_WHOLE = re.compile(r"全[国省市区县州盟旗]")
# What goes on for years with what was told before, where the clause has no subject of its own.
_GOES_ON = re.compile(
    r"(?:同比|环比)?(?:持续|稳步|保持|稳居|位居|位列|名列|居|列|排名|高于|低于|超过?|领跑|领先|上升|下降|增长|提升|提高|攀升|递增|递减|回落|改善|正增长|负增长|零增长|双下降)"
)
_SINCE = re.compile(r"自(?:19|20)\d\d年(?:以来|起)?")
# 对窗口服务的满意度 → 窗口服务满意度
_TOWARDS = re.compile(r"\A对(?P<of>[\u4e00-\u9fff]{2,12})的(?P<level>满意度|满意率|知晓率|认可度|信任度|支持率)\Z")
# What may stand between two ranks of one field: no other field.
_SAME_FIELD = re.compile(r"[、，](?:(?!全[国省市区县州]|[省市区县]级|国内|省内|[东中西]部|世界|在)[^，。；\d])*")
# 降幅|位居全省前列、|全市第一
_AT_FRONT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:位居|位列|名列|居)[\u4e00-\u9fff]{2,6}前列、?[\u4e00-\u9fff]{0,4}\Z")
# 和2012年|连续两年被评为先进|的基础上
_YEARS_AHEAD = re.compile(r"\A(?:[和及、与]?(?:19|20)\d\d年度?)*[和及、与]?(?:19|20)\d\d年度?(?=[\u4e00-\u9fff])")
_GROUND = re.compile(r"的?(?:基础上|情况下|背景下|前提下)\Z")
# 收案连续6年|年均下降12.1%: by how much is a figure of its own
_BY_SO_MUCH = re.compile(r"(?:年均|平均每年)?((?:同比)?(?:上升|下降|增长|增加|减少))了?\d[\d.]*(?:%|个百分点)\Z")
# 在100个城市中|位居…: those ranked, no contest.
_RANKED = re.compile(r"(?:城市|省份|地区|[省市区县州]|单位|部门|机构|经济体)\Z")
_EACH = re.compile("[均都]")
_LEVEL = re.compile(r"(?:[率度数量额]|指数|总额|[增降涨]幅|增速|收入|排名|满意度)\Z")
_ENDS_IN_RANKING = re.compile(r"(?:排名|名次|位次)\Z")


def is_streak(shape: str, token: Token) -> bool:
    """连续五年, 连续5个季度."""
    if token.form == "streak":
        return True
    return token.family in ("time", "count") and shape.endswith(_STREAK, 0, token.number)


def is_top(shape: str, token: Token) -> bool:
    """前三 as a place: the number follows 前."""
    return token.unit in ("", "名", "位") and token.form == "plain" and shape[token.number - 1 : token.number] == "前"


def streak_start(shape: str, token: Token) -> int:
    return next((token.number - len(word) for word in _STREAK if shape.endswith(word, 0, token.number)), token.start)


def streak(sentence: Sentence, token: Token, stage: Stage) -> Draft:
    """The whole clause without the streak is what went on: 营商环境评价|连续五年|全省优秀."""
    begin, previous = stage.left[0], stage.previous
    if previous is not None and previous.form == "streak":
        begin = max(begin, sentence.shape.find("、", previous.end, token.start) + 1)
    begin = opening(sentence.shape, begin, stage.clause.end)
    subject = sentence.words((begin, token.start)) if begin < token.start else ""
    last = sentence.context.last
    goes_on = not subject and last is not None and last.rule == "streak" and stage.clause_index > 0
    subject = last.doer if goes_on and last is not None else subject
    stop = _next_streak(sentence, token, stage)
    indicator = _SINCE.sub("", sentence.words((begin, stop))).removeprefix("已")
    indicator = _YEARS_AHEAD.sub("", indicator)
    if ground := _GROUND.search(indicator):
        indicator = WHO_IN.sub("", indicator[: ground.start()])
    indicator = _BY_SO_MUCH.sub(r"\1", indicator)
    if goes_on and verb_at(sentence.shape, opening(sentence.shape, token.end, stage.clause.end), stage.clause.end):
        indicator = subject + indicator  # 监狱连续9年未发生事故，|连续12年|实现安全生产
    topic = _without_change(sentence.context.topic)
    if _LEVEL.search(subject):
        sentence.context.topic = subject  # 收案数连续3年下降，2023年下降|9.8%
    if len(indicator) < 2:
        indicator = topic
    elif topic and _GOES_ON.match(indicator):
        indicator = topic + indicator  # 满意率为95%，连续5年|上升
    unit = token.unit
    if unit in ("年度", "年"):
        token.unit = "年"
    return Draft(token, [indicator], Kind.DURATION, "streak", Role.CLAIM, doer=subject if len(subject) <= 12 else "")


def _next_streak(sentence: Sentence, token: Token, stage: Stage) -> int:
    """连续三年考核优秀、|2022年和2023年连续两年获评先进: where the words of a streak end."""
    shape, end = sentence.shape, stage.clause.end
    pause = shape.find("、", token.end, end)
    return pause if pause > 0 and _YEARS_AHEAD.match(shape[pause + 1 : pause + 14]) else end


def ranks(sentence: Sentence, group: list[Token], stage: Stage) -> None:
    """Adds the drafts of ranks in a row: 办结率、服判率分列全省|第一、第二."""
    if len(group) == 1 and (each := _each_ranked(sentence, group[0], stage)):
        sentence.add(each)
        return
    for position, token in enumerate(group):
        sentence.add(rank(sentence, token, stage, (position, len(group))))


def rank(sentence: Sentence, token: Token, stage: Stage, place: tuple[int, int] = (0, 1)) -> Draft:
    """…结案率|全市|第二, 在全省…比武中荣获|第一名; a rank alone belongs to the value before it."""
    shape, last = sentence.shape, sentence.context.last
    start, end = stage.left
    if is_top(shape, token):
        token.start, token.bound, end = token.number - 1, Bound.AT_MOST, token.number - 1
    if last is not None and last.kind is Kind.RANK and carries_on(shape, start, end):
        last.flags = ("earlier_value",)  # 由第12位上升到|第5位
        return Draft(token, last.names[:], Kind.RANK, "change_to", Role.CLAIM)
    found = _UNIVERSE.search(shape, max(start, end - 20), end)
    universe = _OF_NUMBER.sub("", found["universe"]) if found else ""
    if (
        not universe
        and last is not None
        and last.kind is Kind.RANK
        and _SAME_FIELD.fullmatch(shape, last.token.end, end)
    ):
        universe = last.universe  # 满意度全省第一、知晓率|第二
    subject, parent = _contest(sentence, start, end, universe), None
    if subject and not universe and (whole := _WHOLE.match(subject)):
        universe = whole[0]
    if not subject:
        stop = found.start() if found and not _RANK_WORDS.match(shape, found.start(), end) else end
        tail = _RANK_WORDS.search(shape, start, stop)
        subject, parent = _ranked(sentence, start, tail.start() if tail else stop, place)
    ranking = "" if _ENDS_IN_RANKING.search(subject) else "排名"
    if parent is None:
        sentence.context.topic = subject
    if shape.endswith("倒数", 0, end):
        ranking = "倒数排名"
    indicator = subject + (universe if universe not in subject else "") + ranking
    return Draft(token, [indicator], Kind.RANK, "rank", Role.CLAIM, universe=universe, parent=parent)


def _each_ranked(sentence: Sentence, token: Token, stage: Stage) -> Draft | None:
    """办结率、人均结案数均居全市|第一: as many ranks as names."""
    shape, (start, end) = sentence.shape, stage.left
    tail = _RANK_WORDS.search(shape, start, end)
    if tail is None or _EACH.search(shape, tail.start(), end) is None or is_top(shape, token):
        return None
    begin = opening(shape, start, tail.start())
    items = coordination.split(shape, begin, tail.start(), 0)
    if len(items) < 2 or not all(_LEVEL.search(shape, max(first, stop - 3), stop) for first, stop in items):
        return None
    found = _UNIVERSE.search(shape, max(start, end - 20), end)
    universe = found["universe"] if found else ""
    names = [sentence.words(*pieces) + universe + "排名" for pieces in rate_names.with_tail(shape, items)]
    return Draft(token, names, Kind.RANK, "rank_each", Role.CLAIM, universe=universe)


def _contest(sentence: Sentence, start: int, end: int, universe: str) -> str:
    """在全省…比武中荣获|第一名 → 全省…比武; in 在100个城市中 stand those ranked, who is told before or not at all."""
    shape = sentence.shape
    found = _CONTEST.search(shape, start, end)
    if found is None:
        return ""
    begin, stop = found.span("contest")
    if _RANKED.search(shape, begin, stop):
        return sentence.words((opening(shape, start, found.start()), found.start())) or sentence.context.topic
    keeps = universe or shape[begin] == "全"
    return sentence.words((begin if keeps else opening(shape, begin, stop), stop))


def _ranked(sentence: Sentence, start: int, stop: int, place: tuple[int, int]) -> tuple[str, Draft | None]:
    """What is ranked, and the draft before where a rank alone says nothing of it."""
    shape, context = sentence.shape, sentence.context
    begin = opening(shape, start, stop)
    begin, stop = noun(shape, begin, closing(shape, begin, stop))
    items = coordination.split(shape, begin, stop, place[1]) if place[1] > 1 else []
    if items and len(items) == place[1]:
        return sentence.words(*rate_names.with_tail(shape, items)[place[0]]), None
    subject = _HOLDS.sub("", _AT_FRONT.sub("", _TOWARDS.sub(r"\g<of>\g<level>", sentence.words((begin, stop)))))
    if len(subject) < 2:
        return context.topic, context.last
    if subject in ("降幅", "增幅", "增速", "涨幅", "总量", "数量"):
        return _without_change(context.topic) + subject, context.last
    if len(subject) <= 3 and context.object.endswith(subject):
        return context.object, None  # 15项|质量指标|全区第一
    return (context.object if len(subject) <= 3 else "") + subject, None


def _without_change(topic: str) -> str:
    return re.sub(r"(?:同比|环比)?(?:下降|增长|减少|增加|上升)\Z", "", topic)
