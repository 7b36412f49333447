"""A frame. Claims of standing: ranks (位居全省第一, 前三, 全省唯一) and streaks (连续五年获评…)."""

import re

from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import closing, noun, opening
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound, Kind, Role

_STREAK = ("连续", "连续第", "连", "连第")
_UNIVERSE = re.compile(
    r"(?P<universe>(?:全[国省市区县州盟旗球]|世界|国内|省内|市内|区内|[\u4e00-\u9fff]{1,6}(?:地级市|县级市|省份|省市区|设区市|区县|县区|县市|城市|直辖市)))(?:[^，。；]{0,4}?)?(?:排名|排位|位居|位列|名列|排|居|列|位|位次|保持|稳居|并列)?(?:第|前)?\s?\Z"
)
_RANK_WORDS = re.compile(
    r"(?:(?:连续|已|均|均为|稳居|位居|位列|名列|排名|排位|位次|排|居|列|位|保持|荣获|获得|获|夺得|取得|进入|跻身|升至|跃居|成绩|全[国省市区县州]|双|并列|蝉联|为|在|的|继续|再次|又|，)\s?)+\Z"
)
_CONTEST = re.compile(r"(?:在)(?P<contest>[^，。；]{2,30}?)(?:中|上|里)(?:[^，。；]{0,6})\Z")
_ENDS_IN_RANKING = re.compile(r"(?:排名|名次|位次)\Z")


def is_streak(shape: str, token: Token) -> bool:
    """连续五年, 连续5个季度."""
    if token.form == "streak":
        return True
    return token.family in ("time", "count") and shape.endswith(_STREAK, 0, token.number)


def is_top(shape: str, token: Token) -> bool:
    """前三 as a place: the number follows 前."""
    return not token.unit and token.form == "plain" and shape[token.number - 1 : token.number] == "前"


def streak_start(shape: str, token: Token) -> int:
    return next((token.number - len(word) for word in _STREAK if shape.endswith(word, 0, token.number)), token.start)


def streak(sentence: Sentence, token: Token, stage: Stage) -> Draft:
    """The whole clause without the streak is what went on: 营商环境评价|连续五年|全省优秀."""
    begin = opening(sentence.shape, stage.left[0], stage.clause.end)
    indicator = sentence.words((begin, stage.clause.end))
    if len(indicator) < 2:
        indicator = sentence.context.topic
    unit = token.unit
    if unit in ("年度", "年"):
        token.unit = "年"
    return Draft(token, [indicator], Kind.DURATION, "streak", Role.CLAIM)


def rank(sentence: Sentence, token: Token, stage: Stage) -> Draft:
    """…结案率|全市|第二, 在全省…比武中荣获|第一名; a rank alone belongs to the value before it."""
    shape = sentence.shape
    start, end = stage.left
    if is_top(shape, token):
        token.start, token.bound, end = token.number - 1, Bound.AT_MOST, token.number - 1
    found = _UNIVERSE.search(shape, max(start, end - 20), end)
    universe = found["universe"] if found else ""
    tail = _RANK_WORDS.search(shape, start, end)
    stop = tail.start() if tail else end
    contest = _CONTEST.search(shape, start, end)
    parent = None
    if contest:
        begin = opening(shape, contest.start("contest"), contest.end("contest"))
        subject = sentence.words((contest.start("contest") if universe else begin, contest.end("contest")))
    else:
        begin = opening(shape, start, stop)
        begin, stop = noun(shape, begin, closing(shape, begin, stop))
        subject = sentence.words((begin, stop))
        if len(subject) < 2:
            parent, subject = sentence.context.last, sentence.context.topic
        elif subject in ("降幅", "增幅", "增速", "涨幅", "总量", "数量"):
            parent, subject = sentence.context.last, _without_change(sentence.context.topic) + subject
        elif len(subject) <= 3 and sentence.context.object:
            subject = sentence.context.object + subject
    ranking = "" if _ENDS_IN_RANKING.search(subject) else "排名"
    indicator = subject + (universe if universe not in subject else "") + ranking
    return Draft(token, [indicator], Kind.RANK, "rank", Role.CLAIM, universe=universe, parent=parent)


def _without_change(topic: str) -> str:
    return re.sub(r"(?:同比|环比)?(?:下降|增长|减少|增加|上升)\Z", "", topic)
