"""Phrases of a clause: where openings end, where the governing verb stands, where a noun phrase ends.

Stands on ``lexicon``; ``exclusions`` and ``measured`` stand on it. All functions take the masked shadow and offsets
into it, and return offsets: nothing is copied, and the words measured are cut from the text itself.
"""

import re
from collections import deque

from flows.metrics.figures.lexicon import Longest, alternation, words

Span = tuple[int, int]

STRONG = words("strong_verbs") - words("weak_verbs")
WEAK = words("weak_verbs")
VERBS = STRONG | WEAK
CAUSATIVES = words("causatives")
LIGHT = words("light_verbs")
OPENINGS = words("openings")
TERRITORIES = words("territories")
# 全市, 我省: the territory reported on; 市政府规章 keeps its 市政府.
_WHOLES = frozenset(word for word in TERRITORIES if word[0] in "全我本")
# The doers that belong to what is measured: a platform, a project, a profession – the reporting body never does.
_ACTOR = re.compile(rf"(?:{alternation('actors')})\Z|”")
MANNERS = words("manners")
STRONG_VERBS = Longest(STRONG)
# The end of the longest verb that begins at an index, or 0: of any verb, of those that govern wherever they stand.
verb_at, strong_verb_at = Longest(VERBS).at, STRONG_VERBS.at
_OPENING = Longest(word for word in OPENINGS | MANNERS | TERRITORIES if len(word) > 1)
# Openings only before a verb or another opening: 依法|查处, 省级|查处 – but 省级|荣誉21项.
_TENTATIVE = MANNERS | {word for word in TERRITORIES if word[-1] == "级" and word != "各级"}
# What tells one rate of a deed from another: 按时办结率 is not 办结率.
# With these behind it, 全国 is part of a title or a body's name.
_PROPER = ("模范", "优秀", "先进", "文明单位", "劳动模范", "五一", "三八", "十佳", "人大", "政协")
_OF_TERRITORY = ("面积", "人口", "总人口", "户数")
_RATE_MANNERS = words("rate_manners")
_OF_RATE = re.compile(r"[\u4e00-\u9fff]{1,4}率")
# 位居前三的依次是|甲罪36件, 数据显示|结案率98%
_IN_TURN_BEGINS = frozenset("表显意说的依分主其")
_IN_TURN = re.compile(
    r"(?:表明|显示|意味着|说明(?!书|会|义务|理由))|的?(?:依次|分别|主要|其中)(?:是|为)(?=[\u4e00-\u9fff]{2})"
)
_AFTER_OPENING = VERBS | OPENINGS | MANNERS

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
_BY_MEANS = re.compile(r"通过|以[^上下内]")
_TRAILING = re.compile(
    r"(?:共|累计|已经?|先后|全年|依法|成功|全部|(?<![人户年])均|都|共计|积极|主动|年内|又|也|还|每年|分别|直接|按时|按期|及时|如期|限期|当场|新|可|能够|就)+\Z"
)
# 在全市率先|下放职权; 市县乡村四级|人民调解组织
_IN_TERRITORY = r"在(?:全[国省市区县州]|国内|省内|我国)(?:范围内)?(?:率先|首创|首次|首家)?(?=[\u4e00-\u9fff]{3})"
_LEVELS = r"[省市区县乡镇村街组]{2,5}[三四五]级(?=[\u4e00-\u9fff]{4})"
_STANDING = re.compile(rf"(?:{_IN_TERRITORY}|{_LEVELS}|{_TIME})")
# How it begins, beside digits: most words begin otherwise, and the pattern is not tried.
_STANDING_BEGINS = frozenset("在省市区县乡镇村街组自从截到至今去当上本近过前一二三四五六七八九十两年开")
# 调解室, 服务中心: with these behind it a verb is the name of an institution.
_INSTITUTIONS = ("室", "站", "庭", "中心", "委员会")
_NO_OBJECTS = (*_INSTITUTIONS, "环节", "领域")  # 财政补贴|环节
_BODIES = ("组织", "机构", "平台", "窗口", "系统", "人员", "队伍")
# 人民调解组织|共|调解纠纷: behind such an adverb stands the verb, be it weak.
_DONE = re.compile(r"共(?<!公共)计?|累计|先后|成功(?!率)")
_NEGATION = ("不予", "不", "未")
_GLUE = re.compile(
    r"(?:[\s、或:“(]|(?<![参])[与]|(?<!涉)及|和|以及|并|了|共计|合计|总计|累计|共有|共|总共|约|大约|近|将近|超过|超|达到了?|高达|多达|达|均为|均|各|都|分别|(?<![认作行成])为|是|(?<![占具拥没持享])有|就|数?(?<=数)为|[两三四五]个|至|(?<![接收签遇达])到|了|已|全部|全|仅|只|也|则|先后|平均|保持在?|稳定在?|维持在|(?<=[率度])维持|仍|还|一直|始终|已经|在|于|以|从|由|突破|实现|目前|现在|如今|力争|争取|确保|预计|预期|计划|有望|也?将(?<![大上中少名干]将)|可(?:能|望)|(?<!许)可|(?<![主重需概摘])要|(?<=[率度感])获得?|等(?=共|$))+\Z"
)
_GLUE_CHARS = frozenset(_GLUE.pattern)  # glue ends in one of these: most words before a number do not
_LISTED = re.compile(
    r"(?<![一二三四平优高初中同对特])等(?:一批|一系列|各类|各种|[\s])?(?![级次待额于式离同位价保]|领域|环节|行业|其他|其它)(?=[\u4e00-\u9fff“《A-Za-z]{4})"
)
# 放火、爆炸等|犯罪嫌疑人: the examples are all that tells which are meant.
_TOO_BROAD = re.compile(r"(?:违法)?犯罪(?:嫌疑人|分子)|违法人员")
_LONGEST_LIST = 24
_PREPOSITIONS = (
    "通过",
    "依托",
    "根据",
    "按照",
    "围绕",
    "针对",
    "利用",
    "结合",
    "随着",
    "借助",
    "聚焦",
    "立足",
    "依据",
    "经过",
    "面向",
    "牵头",
    "协调",
    "指导",
    "督促",
    "推动",
    "以",
    "在",
    "经",
    "因",
    "从",
    "于",
    "对",
    "将",
    "把",
    "由",
    "每",
    "组织",
)
# A noun phrase ends where something is said of it (…企业|获评…, …纠纷|在基层得到化解).
_PREDICATE = re.compile(
    r"参加|参与|参训|受训|取得|获得|荣获|获评|入选|受到|得到|通过(?!率)|享受|报名|实现|受益|到场|办理了|完成了"
)
_SAID = re.compile(
    r"(?<=[员师者人官警长众])参与|得到|受到|因(?!素)|结合|围绕|依托|均|已|全部|全都|被(?![告执申征诉害评拐])|作为|获(?!奖)|(?<![内所现正存潜自旨实])在(?![册校建押岗职编读线])|达(?!标)|(?<![自理事缘])由|(?<![许认])可(?![持行视再回燃研])|(?<![行作认成视极较颇尤更甚])为|(?<![但于])是(?!否)|(?<![占评对同环])比(?!例|重|武)|到(?![期位案])|至(?!今)|较(?!大)|同比|环比|分别|(?<!所)占(?!比|地)|用于|进行|予以|(?<![没只持拥所具享含带附])有(?![关限效序机])|以(?!上|下|内|来|及)|当选|进(?=机关|校|入)|入(?=选|围|库|驻)|率先|让|使|能(?=够|办|在)|享受"
)


def last_match(pattern: re.Pattern[str], shape: str, start: int, end: int) -> re.Match[str] | None:
    """The last match of a pattern within ``[start, end)``."""
    return next(iter(deque(pattern.finditer(shape, start, end), maxlen=1)), None)


def opening(shape: str, start: int, end: int) -> int:
    """Past the openings of a phrase: spaces, times, connectives, adverbs, the reporting territory (全市共 …)."""
    if shape[start : start + 1] in _IN_TURN_BEGINS and (in_turn := _IN_TURN.match(shape, start, end)):
        start = in_turn.end()
    while start < end:
        char = shape[start]
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


def _opening_step(shape: str, start: int, end: int) -> int:
    char = shape[start]
    if (char in _STANDING_BEGINS or char.isdecimal()) and (found := _STANDING.match(shape, start, end)):
        return found.end() - start
    for word in _OPENING.all_at(shape, start, end):
        stop = start + len(word)
        if shape.startswith("率", stop) or (word in _RATE_MANNERS and _OF_RATE.match(shape, stop, end)):
            continue  # 成功率, 实际|执行率
        if word in TERRITORIES and (shape[stop:end] in _OF_TERRITORY or shape.startswith(_PROPER, stop, end)):
            continue  # 辖区|面积, 全国|模范法官
        if word not in _TENTATIVE or _follows_opening(shape, stop, end):
            return len(word)
    if char in OPENINGS and _follows_opening(shape, start + 1, end):
        return 1
    near = start + _SINCE_REACH
    near = near if near < end else end
    since = shape.find("以来", start, near) >= 0 or shape.find("期间", start, near) >= 0
    if since and (found := _SINCE.match(shape, start, end)):
        return found.end() - start
    return 0


def _follows_opening(shape: str, start: int, end: int) -> bool:
    """One-character adverbs are adverbs only before a verb, another opening or the end (共|查处, but 共享)."""
    if start >= end or shape[start - 1] in "而但却已":
        return True
    if shape[start - 1 : start + 1] in VERBS:
        return False
    if shape[start - 1] == "共":
        return shape[start] not in "享同建青产和识鸣赢治存"
    if shape[start - 1] == "有":
        return shape[start] not in "关限效序机利力害益的"
    if shape[start] in "“向为对":
        return True
    return any(shape[start : start + length] in _AFTER_OPENING for length in (2, 3, 4))


def closing(shape: str, start: int, end: int) -> int:
    """Back over the glue between words and number (…率|均达, …共|有)."""
    if shape[end - 1 : end] not in _GLUE_CHARS and not shape[end - 1 : end].isspace():
        return end
    found = _GLUE.search(shape, max(start, end - 14), end)
    return found.start() if found else end


def verb_in(shape: str, start: int, end: int) -> bool:
    """Whether a strong verb begins anywhere within ``[start, end)``."""
    return _strong_verb(shape, start, end) is not None


def main_verb(shape: str, start: int, end: int) -> Span | None:
    """The verb that governs a phrase: any verb at its start, else the first strong one, else a weak one at its end.

    A verb before 的 (保留的事项) or inside a noun (仲裁员) governs nothing; 指导…机构|办理: the second verb does.
    """
    stop = verb_at(shape, start, end)
    named = shape[start:stop] in WEAK and shape.startswith(_BODIES, stop)  # 调解组织, 执法人员: a name, no deed
    if stop and _governs(shape, stop, end) and not named:
        if shape[start:stop] not in CAUSATIVES or (later := _strong_verb(shape, stop + 2, end)) is None:
            return start, stop
        return later
    for prefix in _NEGATION:
        if shape.startswith(prefix, start) and (stop := verb_at(shape, start + len(prefix), end)):
            return start, stop
    for done in _DONE.finditer(shape, start + 2, end):
        if (stop := verb_at(shape, done.end(), end)) and stop < end and _governs(shape, stop, end):
            return done.end(), stop
    if found := _strong_verb(shape, start + 1, end):
        return found
    if shape[end - 2 : end] in WEAK and _BY_MEANS.search(shape, start, end - 2):
        return end - 2, end
    return None


def _strong_verb(shape: str, start: int, end: int) -> Span | None:
    verbs = STRONG_VERBS.each(shape, start, end, end)
    return next((verb for verb in verbs if _governs(shape, verb[1], end) and not _cuts(shape, verb, start, end)), None)


def _cuts(shape: str, verb: Span, start: int, end: int) -> bool:
    """核查|处置: 查处 is no word there."""
    return verb[0] > start and verb_at(shape, verb[0] - 1, end) == verb[0] + 1


def _governs(shape: str, stop: int, end: int) -> bool:
    if stop >= end:
        return True
    if shape[stop] == "类" and not shape.startswith("类案", stop):
        return False  # 咨询|类诉求: a kind of them
    return shape[stop] not in "的员者率数量额" and not shape.startswith(_NO_OBJECTS, stop)


def verb_chain(shape: str, stop: int, end: int) -> int:
    """Past verbs that follow one another (修订|废止, 组织|开展) and what they came to (调解|成功)."""
    while (following := strong_verb_at(shape, stop + (shape[stop : stop + 1] == "和"), end)) and following < end:
        if shape[following] == "在":
            break  # 查办|发生在…的案件
        stop = following  # 修改|和|废止|规章
    return stop + 2 if shape.startswith("成功", stop) and stop + 2 == end else stop


def verb_words(shape: str, start: int, chain: int) -> str:
    """The verb; empty where it says only that something is there (建成, 组织|开展)."""
    while start < chain:
        stop = verb_at(shape, start, chain)
        if not stop or shape[start:stop] not in LIGHT:
            words = shape[start:chain].strip(" 、")
            return words.removesuffix("完成") or words  # 办理|完成
        start = stop
    return ""


def subject_kept(shape: str, start: int, end: int) -> bool:
    """Whether the words before the verb belong to what is measured: a platform does, the reporter does not."""
    if start >= end:
        return False
    phrase = _TRAILING.sub("", shape[start:end].strip(" 、"))
    if phrase in _EACH_TIME:
        return True
    if not 1 < len(phrase) <= 24 or phrase.startswith(_PREPOSITIONS):
        return False
    return _ACTOR.search(phrase) is not None


def subject_end(shape: str, start: int, end: int) -> int:
    """Where a subject ends before 共, 全年, 依法 and the like."""
    found = _TRAILING.search(shape, start, end)
    return found.start() if found else end


def beneficiary(shape: str, start: int, verb: int) -> bool:
    """为企业|减免, 向街道|下放: to whom it is done belongs to the words."""
    return shape[start : start + 1] in ("为", "向") and verb - start <= 14


_EACH_TIME = ("人均", "户均", "平均", "年", "日均", "月均", "周均", "每日", "每天")
_WHOLE_WORDS = ("其他", "其它", "其余", "出庭", "出口", "出境", "出租", "出生", "出院", "出警", "出台", "过错", "过程")


def noun(shape: str, start: int, end: int) -> Span:
    """A noun phrase without what introduces it: 了, regions, and the examples before 等 (甲、乙等|法治教育基地)."""
    while start < end and shape[start] in "了过的出其该 、:" and not shape.startswith(_WHOLE_WORDS, start):
        if shape[start] == "出" and shape[start - 2 : start] not in VERBS:
            break  # 解读|出, but 36人|出行
        start += 1
    for length in (4, 3, 2):
        whole = shape[start : start + length] in _WHOLES and not shape.startswith(_PROPER, start + length, end)
        if whole and start + length < end:
            start += length
            break
    if shape.find("等", start, end) >= 0 and (listed := last_match(_LISTED, shape, start, end)):
        told_by_list = listed.start() - start <= _LONGEST_LIST and _TOO_BROAD.fullmatch(shape, listed.end(), end)
        start = start if told_by_list else listed.end()
    while end > start and shape[end - 1] in " 、的:（(“等" and not shape.endswith("标的", start, end):
        end -= 1
    return start, end


def is_predicate(shape: str, start: int, end: int) -> bool:
    """Whether a predicate, no noun, begins at ``start`` (59万人|参加培训)."""
    return _PREDICATE.match(shape, start, end) is not None


def said_of(shape: str, start: int, end: int, verbs: bool = True) -> int:
    """Where a noun phrase that begins at ``start`` ends because something is said of it, or ``end``.

    ``verbs`` = False where a verb governs the phrase: then a verb inside it is part of a noun (4轮|执法案卷评查活动).
    """
    first = start + 1
    if stop := verb_at(shape, start, end):
        first = stop
    found = _SAID.search(shape, first, end)
    limit = found.start() if found else end
    for done in _DONE.finditer(shape, first, limit):
        if verb_at(shape, done.end(), end):
            limit = done.start()
            break
    if not verbs:
        return limit
    for index, stop in STRONG_VERBS.each(shape, first, limit, end):
        if stop + 1 < end and shape[stop] not in "点站室部队员处所的率量数额":
            return index - (shape[index - 1] == "被")  # 单位|被评为…
    return limit
