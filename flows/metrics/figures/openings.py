"""Openings of a phrase: times, connectives, adverbs and the reporting territory that say nothing of what is measured.

Stands on ``lexicon``; ``phrases`` stands beside it. Offsets in, offsets out.
"""

import re

from flows.metrics.figures.lexicon import Longest, words

_VERBS = words("strong_verbs") | words("weak_verbs")
OPENINGS = words("openings")
TERRITORIES = words("territories")
# 全市, 我省: the territory reported on; 市政府规章 keeps its 市政府.
WHOLES = frozenset(word for word in TERRITORIES if word[0] in "全我本")
MANNERS = words("manners")
_VERB_AT = Longest(_VERBS).at
_OPENING = Longest(word for word in OPENINGS | MANNERS | TERRITORIES if len(word) > 1).beginnings()
# Openings only before a verb or another opening: 依法|查处, 省级|查处 – but 省级|荣誉21项.
_TENTATIVE = MANNERS | {word for word in TERRITORIES if word[-1] == "级" and word != "各级"}
# With these behind it, 全国 is part of a title or a body's name.
PROPER = ("模范", "优秀", "先进", "文明单位", "劳动模范", "五一", "三八", "十佳", "人大", "政协")
_OF_GOVERNMENT = ("常务会", "全体会", "领导", "党组", "规章", "绩效", "办公会", "负责人", "主要负责")
_OF_TERRITORY = ("面积", "人口", "总人口", "户数")
# What tells one rate of a deed from another: 按时办结率 is not 办结率.
_RATE_MANNERS = words("rate_manners")
_OF_RATE = re.compile(r"[\u4e00-\u9fff]{1,4}率")
# 位居前三的依次是|甲罪36件, 其次为|乙类12件, 结果分别为|驳回36件, 数据显示|结案率98%
_IN_TURN_BEGINS = frozenset("表显意说的依分主其再最首结情类原方构去")
_IN_TURN = re.compile(
    r"(?:表明|显示|意味着|说明(?!书|会|义务|理由))|的?(?:依次|分别|主要|其中|其次|再次|最后|首先)则?(?:是|为)(?=[\u4e00-\u9fff]{2})"
    r"|(?:结果|情况|类型|原因|方式|去向|构成)(?:依次|分别|主要)(?:是|为)(?=[\u4e00-\u9fff]{2})"
)
_SHORT_DEED = re.compile(r"结\Z|办(?![理结复件])[\u4e00-\u9fff]{2}")
_NO_OPENING = frozenset("率级")
_AFTER_OPENING = _VERBS | OPENINGS | MANNERS

_YEAR = r"(?:19|20)\d\d"
_TIME = (
    r"(?:自|从|截至|截止到?|到|至|在)?(?:"
    rf"(?:{_YEAR}年?(?:[-至~到]{_YEAR}年|[-至~到]\d\d年)?|{_YEAR}年度|今年|去年|当年|上年|本年)"
    r"(?:上半年|下半年|[第前]?[一二三四1-4]个?季度|前?\d{1,2}[-至~到]\d{1,2}月份?|前\d{1,2}个月)?(?:底|末|初)?"
    r"(?:\d{1,2}月(?:份|底|末|初|[上中下]旬)?)?(?:\d{1,2}[日号])?"
    rf"(?:[-至~到](?:{_YEAR}年)?\d{{1,2}}月份?(?:\d{{1,2}}[日号])?)?(?:底|末|初)?"
    r"(?:以来|来|起|间|期间|至今|以后|之后|之前|前)?"
    r"|\d{1,2}月(?:份|底|末)?(?:\d{1,2}[日号])?(?:以来|起|至今)?"
    r"|(?:近|过去|前)?(?:[一二三四五六七八九十两]|\d{1,2})(?:年|个月|季度|天|日|周|小时)(?:多?来|间|内|以来)"
    r"|前\d{1,2}个月|\d{1,2}[-至~到]\d{1,2}月份?|(?:年初|开年|去年底)(?:以来)?)"
)
# 党的十八大以来, 专项行动期间: any short opening that ends in a word of time.
_SINCE = re.compile(r"[^，。；、□“”\d]{2,14}?(?:以来|期间)(?=[^，。；、])")
_SINCE_REACH = 16
# 在全市率先|下放职权; 市县乡村四级|人民调解组织
_IN_TERRITORY = r"在(?:全[国省市区县州]|国内|省内|我国)(?:范围内)?(?:率先|首创|首次|首家)?(?=[\u4e00-\u9fff]{3})"
_LEVELS = r"[省市区县乡镇村街组]{2,5}[三四五]级(?=[\u4e00-\u9fff]{4})"
_STANDING = re.compile(rf"(?:{_IN_TERRITORY}|{_LEVELS}|{_TIME})")
# How it begins, beside digits: most words begin otherwise, and the pattern is not tried.
_STANDING_BEGINS = frozenset("在省市区县乡镇村街组自从截到至今去当上本近过前一二三四五六七八九十两年开")


def opening(shape: str, start: int, end: int) -> int:
    """Past the openings of a phrase: spaces, times, connectives, adverbs, the reporting territory (全市共 …)."""
    while start < end:
        char = shape[start]
        if char in _IN_TURN_BEGINS and (in_turn := _IN_TURN.match(shape, start, end)):
            start = in_turn.end()
            continue
        if (
            (char in " 、·:“（(]●■◆▲★※▪◇○•" and char != "“")
            or (char == "-" and not shape[start + 1 : start + 2].isdigit())
            or (char == "度" and shape.startswith("年", start - 1))
        ):  # 2023年|度
            start += 1
            continue
        step = _opening_step(shape, start, end)
        if not step:
            break
        start += step
    return start


def past_time(shape: str, start: int, end: int) -> int:
    """Past the times and whole territories that a noun phrase begins with: 近五年来|全市|诈骗案件."""
    while (found := _STANDING.match(shape, start, end)) and found.end() > start and end - found.end() > 1:
        start = found.end()
    return start


def _opening_step(shape: str, start: int, end: int) -> int:
    char = shape[start]
    if (char in _STANDING_BEGINS or char.isdecimal()) and (found := _STANDING.match(shape, start, end)):
        return found.end() - start
    for word in _OPENING.get(char, ()):
        if not shape.startswith(word, start, end):
            continue
        stop = start + len(word)
        following = shape[stop : stop + 1]
        if following in _NO_OPENING or (following == "期" and word == "有效"):
            continue  # 自治区|级, 成功|率, 有效|期
        if word in _TENTATIVE and _VERB_AT(shape, start, end) > stop:
            return 0  # 公平|竞争审查
        if word in _RATE_MANNERS and _OF_RATE.match(shape, stop, end):
            continue  # 实际|执行率
        if word in TERRITORIES and (shape[stop:end] in _OF_TERRITORY or shape.startswith(PROPER, stop, end)):
            continue  # 辖区|面积, 全国|模范法官
        if word[-1] in "府委" and shape.startswith(_OF_GOVERNMENT, stop, end):
            continue  # 区政府|常务会议: whose meeting it is
        if word not in _TENTATIVE or _follows_opening(shape, stop, end):
            return len(word)
    if char in OPENINGS and _follows_opening(shape, start + 1, end):
        return 1
    near = shape[start : start + _SINCE_REACH]
    if ("以来" in near or "期间" in near) and (found := _SINCE.match(shape, start, end)):
        return found.end() - start
    return 0


def _follows_opening(shape: str, start: int, end: int) -> bool:
    """One-character adverbs are adverbs only before a verb, another opening or the end (共|查处, but 共享)."""
    if shape[start - 1] == "已" and _SHORT_DEED.match(shape, start, end):
        return False  # 已结|36件, 已办建议|36件
    if start >= end or shape[start - 1] in "而但却已":
        return True
    if shape[start - 1 : start + 1] in _VERBS:
        return False
    if shape[start - 1] == "共":
        return shape[start] not in "享同建青产和识鸣赢治存"
    if shape[start - 1] == "有":
        return shape[start] not in "关限效序机利力害益的"
    if shape[start] in "“向为对":
        return True
    return any(shape[start : start + length] in _AFTER_OPENING for length in (2, 3, 4))
