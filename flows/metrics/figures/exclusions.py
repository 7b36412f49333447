"""Numerals that are no metrics, each with the reason that names the phenomenon.

Stands between ``quantities``, whose tokens it judges, and ``measured``, which reads those that stay. Reasons are slugs;
``fazhi extract --explain`` prints them. The order of the checks is the order of certainty.
"""

import re
import string

from flows.metrics.figures.cases import SURNAMES
from flows.metrics.figures.durations import duration_reason
from flows.metrics.figures.lexicon import words
from flows.metrics.figures.quantities import Token
from flows.metrics.figures.thresholds import threshold_reason
from warehouse.reference.vocabulary import Bound

# 12345 is a hotline whatever follows; 110 only where no unit does (110刑事警情).
_HOTLINES = words("hotlines")
_RANK_BEFORE = re.compile(
    r"(?:全[国省市区县州球院局](?:各级|同级|基层|两级|同类)?(?:法院|检察院|检察机关|公安机关|(?:政法|司法行政|法院|检察)?系统|县市区|县区|街道|乡镇|部门|单位|城市)?|排名|排位|排|位居|位列|位次|名列|列|居|位|[东中西]部|[东西][南北]|长三角|珠三角|大湾区|稳居|荣获|获得|获|夺得|取得|评比|考核|考评|测评|评价|竞赛|比武|大赛|综合|总分|双|均为|并列|蝉联|保持|跻身|进入|升至|跃居|上升[至到]|成绩|率|量|数|度|额|幅|第[一二三四五六七八九十\d]{1,3}[名位]?[、和])(?:为)?\s?\Z"
)
# 第二位|当选的科学家, 第二名|的3.3倍, 第二名|：15012票: one of a row, no rank of anything told of.
_NAMES_ONE = re.compile(
    r"\s?(?:[:：]|的[\d一-鿿]|(?!的|和|及|与|并|且|[县省市]|成绩|[上下提跃晋]?[升降到至]|前移|跃居|提[高前]|变|到)[一-鿿]{2})"
)
# 受理量|排名前三位|的依次是: the first of a row that is told, no place taken.
_ROW_BEFORE = re.compile(r"(?:^|[，。；:、\s中量数率度])(?:排[名在]|[位]?[居列])(?:于|在)?前\Z")
_ROW_AFTER = re.compile(r"\s?(?:的|(?:主要|依次|分别)(?:是|为|有|涉及)|是|为|类)")
_RANK_AFTER = re.compile(r"\s?(?:[，、。；;!?！？)”…]|\Z|的|并|和|且|位|名|方阵|梯队|强|$)")
_FORMULA = re.compile(r"\s?[+×xX*=](?:\s?[\dA-ZN一二三四五六七八九]|\s?[“\u4e00-\u9fff])")
_CHAPTERS = re.compile(r"[\d一二三四五六七八九十]章\s?\Z")
_FORMULA_BEFORE = re.compile(r"[+×*=]\s?\Z")
_LETTERS = frozenset(string.ascii_letters + "_#@")
# How words that some checks look for end or begin: most tokens are asked by one character, and no pattern is tried.
_LABEL_ENDS = frozenset("编码话真号Q:：图表件录释")
_FORMULA_SIGNS = frozenset("+×xX*=")
_NUMBERING_MARKS = frozenset("、.．)是")
_FORMS_APART = frozenset(["malformed", "vague", "ordinal"])
_SMALL_UNITS = frozenset(
    ["件", "起", "名", "人", "宗", "场", "次", "人次", "份", "例", "户", "场次", "件次", "批次", "期"]
)
_LAST = re.compile(r"\s?(?:[，。；;)、!?！？\n]|$)")
_NUMBERING = re.compile(r"(?:^|[\n。；;：:，)])\s*[(]?\Z")
_NUMBERING_AFTER = re.compile(r"\s?(?:[、.．)]|是[^\d])")
_INHERITS = re.compile(r"\s?(?:[，。；;)、!?！？\n（(]|$)")
_OF_SCENE = frozenset(["名", "人", "位", "辆", "个", "台"])
_ON_SCENE = re.compile(
    r"[一-鿿\d、]{1,9}?(?:列队|分[为成][两三四五六七八九十\d]+[路组队]|兵分|集结|整装|待命|出发|随即|赶赴|奔赴|奔向|冲向|驶向|驶出|赶到|来到|围坐|端坐|齐聚|身着|手持|驱车|登上|走上|一字排开)"
)
_PERSONS = frozenset(["名", "位"])
_BUSY = re.compile(r"[一-鿿]{1,6}?(?:正忙|忙着|笑着|正埋头|低头)")
# 跑了五六趟, 每天骑车走5公里
_ON_FOOT = frozenset(["趟", "公里", "里", "遍"])
_OF_SCENES = _OF_SCENE | _PERSONS | _ON_FOOT
_WALKS = re.compile(r"(?:跑|走|骑|往返)(?:了|过)?\Z")
_COUNTED_NOUN = re.compile(r"[\u4e00-\u9fff]{2}|“□")
# 4时|40分|许, 5点|30分|, 6:|30|
_CLOCK_BEFORE = re.compile(r"(?:\d[点时:]|[一二三四五六七八九十两][点时])\s?\Z")
_MINUTES_BEFORE = re.compile(r"(?<!\d)\d{1,2}:\Z")
# What a page says of itself: 本文共阅读|2176次|, 全文|375字, 浏览次数：36.
_OF_THE_PAGE = re.compile(
    r"(?:本文|本篇|全文|文章)[^，。；]{0,6}\Z|(?:阅读|浏览|点击|访问|字数|人气|评论|点赞|转发)(?:次数|人数|数|量|率)?[:：]\s?\Z"
)
_OF_READERS, _COLONS = frozenset(["字", "次", "人次", ""]), frozenset(":：")
_ASPECTS = re.compile(r"\s?方面(?!的)")  # 从|5个|方面推进 – but 整改17个方面的问题
_LABEL_BEFORE = re.compile(
    r"(?:(?:邮编|邮政编码|电话|传真|账号|帐号|备案号|标识码|QQ|微信号)[:：]?"
    r"|[见如上下附]图|[见如上下附]表|附件|附录|注释|编号|序号|图表)\s?\Z"
)
_SEX_AFTER = re.compile(r"\s*(?:[男女]|[，。；、)]|\Z)")
_ISSUE = re.compile(r"\d{4}年第?\s?\Z")  # 《某刊》2023年|3期
_OF_A_STRING = frozenset(string.ascii_letters + string.digits + "/_?&=")  # …/%E6%96|%9|
# 其中男|444| 女|230|: the sexes of a whole, parted by a space.
_SEX_BEFORE = re.compile(r"[男女](?:性|生|职工|干部|同志|的)?\s?\Z")
_YEAR_OPENS, _YEAR_CLOSES = frozenset("〔[【"), frozenset("〕]】")
_YEAR_EDGES = _YEAR_OPENS | _YEAR_CLOSES
_DAY_AFTER = re.compile(r"\s?(?:月|日|号|时(?!长)|点[钟半整前后许]|:\d)")
_SIDES = 12
_HOURS, _MINUTES = 24, 60
_EXACT = Bound.EXACT
# How the units of dates begin ("" for no unit), and the families of units that may date or describe.
_OF_DATES, _OF_LENGTHS = frozenset(["", *"年日月岁周点分版"]), frozenset(["time", "measure"])
_OF_YEARS = ("年", "版")  # 2022版目录: of that year


def reason_to_leave(shape: str, token: Token) -> str | None:
    """Why a token is no metric, or None. ``shape`` is a sentence of the masked shadow text.

    What stands before a check is what it cannot do without: most are spared a call.
    """
    before = shape[max(0, token.start - _SIDES) : token.start]
    after = shape[token.end : token.end + _SIDES]
    issued = token.unit == "期" or before[-1:] in _YEAR_EDGES or after[:1] in _YEAR_CLOSES
    return (
        (token.form in _FORMS_APART and _form(token, before, after))
        or (issued and _document_number(token, before, after, shape))
        or (token.form == "plain" and token.unit[:1] in _OF_DATES and _date(token, before, shape))
        or (before[-1:] == "前" and _ROW_BEFORE.search(before) and _ROW_AFTER.match(after) and "one_of_a_row")
        or _code(token, before, after, shape)
        or (token.family in _OF_LENGTHS and duration_reason(token, before, after))
        or threshold_reason(token, before, after, shape)
        or (token.unit in _OF_SCENES and _scene(token, before, after))
        or ((token.han or token.unit == "届") and _name(token, before, shape))
        or (token.han and _han(token, before, after))
        or (not token.unit and _unitless(token, before, after, shape))
        or None
    )


def is_rank(token: Token, before: str, after: str) -> bool:
    """第N as a place in a field: 位居全省第一, 荣获第一名 – not 第一批, 第二次."""
    if token.unit in ("名", "位", "名次"):
        return _RANK_BEFORE.search(before) is not None or _NAMES_ONE.match(after) is None
    return bool(not token.unit and _RANK_BEFORE.search(before) and _RANK_AFTER.match(after))


def _form(token: Token, before: str, after: str) -> str | None:
    if token.form == "malformed":
        return "no_number"
    if token.form == "vague":
        return "vague"
    if token.family == "time" and before.endswith("连续"):
        return None  # 连续第六年
    if token.start == token.number and token.number_end == token.end:
        return None  # 位居全省首位
    return None if is_rank(token, before, after) else "ordinal"


def _document_number(token: Token, before: str, after: str, shape: str) -> str | None:
    """Both numbers of 某政发〔2022〕15号."""
    previous = before[-1:]
    if previous in _YEAR_OPENS or after[:1] in _YEAR_CLOSES:
        return "document_number"
    if token.unit == "期" and _ISSUE.search(before):
        return "document_number"
    numbered = previous in _YEAR_CLOSES and shape[token.number_end : token.number_end + 1] == "号"
    return "document_number" if numbered else None


def _date(token: Token, before: str, shape: str) -> str | None:
    rest = shape[token.number_end : token.number_end + 6]
    if (
        1900 <= token.value <= 2100
        and token.value == int(token.value)
        and (not token.unit or token.unit.startswith(_OF_YEARS))
        and "," not in shape[token.number : token.number_end]
    ):
        if token.unit or not rest[:1].strip() or rest[:1] in "-~至年/.、)）" or token.high is not None:
            return "date"
        return "year_or_code"
    if token.unit in ("日", "月", "岁", "周岁", "周年", "年度", "年代"):
        return "age_or_anniversary" if token.unit in ("岁", "周岁", "周年") else "date"
    clock = (token.unit == "点" and token.value <= _HOURS) or (token.unit == "分" and _CLOCK_BEFORE.search(before))
    if clock or (not token.unit and before.endswith(":") and token.value < _MINUTES and _MINUTES_BEFORE.search(before)):
        return "date"
    if not token.unit and token.value <= 31 and _DAY_AFTER.match(rest):
        return "date"
    return None


def _code(token: Token, before: str, after: str, shape: str) -> str | None:
    previous, following = before[-1:], after[:1]
    tail, head = before.rstrip()[-1:], after.lstrip()[:1]
    if token.unit == "个" and _ASPECTS.match(after):
        return "aspects"
    if (
        token.unit in _OF_READERS
        and ("文" in before or "本篇" in before or tail in _COLONS)
        and _OF_THE_PAGE.search(before)
    ):
        return "of_the_page"
    if not token.unit and tail in _LABEL_ENDS and _LABEL_BEFORE.search(before):
        return "label"
    if token.form in ("percent", "fraction") and (following in _OF_A_STRING or previous in ("%", "/")):
        return "code"
    if (
        not token.unit
        and token.form == "plain"
        and token.bound is _EXACT
        and shape[token.number : token.number_end] in _HOTLINES
    ):
        return "hotline"
    if previous in _LETTERS or previous == ".":
        return "code"
    if not token.unit and head in _NUMBERING_MARKS and _NUMBERING_AFTER.match(after) and _NUMBERING.search(before):
        return "numbering"
    if not token.unit and (following in _LETTERS or following in ("+", ".")):
        return "code"
    if (head in _FORMULA_SIGNS and _FORMULA.match(after)) or (
        tail in _FORMULA_SIGNS and _FORMULA_BEFORE.search(before)
    ):
        return "formula"
    if token.unit in ("条", "款", "节") and _CHAPTERS.search(before):
        return "document_part"  # 《…条例》共7章|56条
    if previous == "第" or (previous == "-" and not token.unit):
        return "code"
    return None


def _scene(token: Token, before: str, after: str) -> str | None:
    """39名|干警列队出发, 跑了|五六趟: who acts on a scene that is told."""
    if token.unit in _OF_SCENE and _ON_SCENE.match(after):
        return "scene"
    if token.unit in _PERSONS and _BUSY.match(after):
        return "scene"
    return "scene" if token.unit in _ON_FOOT and _WALKS.search(before) else None


def _name(token: Token, before: str, shape: str) -> str | None:
    """党的|二十届|三中全会 is a meeting's name, 王|九成| a person's."""
    if token.unit == "届" and not before.endswith("连续"):
        return "name"
    tenths = token.han and token.form == "percent" and shape[token.end - 1] == "成" and token.bound is _EXACT
    return "name" if tenths and before[-1:] and before[-1] in SURNAMES else None


def _han(token: Token, before: str, after: str) -> str | None:
    """Han numerals count only when they are large, bounded or last: 三项制度, 两级, 四张清单 are words."""
    if token.form in ("percent", "fraction", "ordinal") or token.family in ("times", "percent"):
        return None
    if not token.unit:
        return None if before.endswith("前") and _RANK_BEFORE.search(before[:-1]) else "word"
    if before.endswith("连续") or token.bound is not _EXACT:
        return None
    if before.endswith("前") and token.unit in ("名", "位") and _RANK_BEFORE.search(before[:-1]):
        return None  # 位居前十名
    if token.value < 20 and not (
        token.unit in _SMALL_UNITS and _LAST.match(after) and token.value > 1 and "\u4e00" <= before[-1:] <= "\u9fff"
    ):
        return "word"
    if before.endswith(("每", "一", "这", "那", "该", "上", "下", "某", "任", "各", "头", "前")):
        return "word"
    return None


def _unitless(token: Token, before: str, after: str, shape: str) -> str | None:
    """A bare numeral is a metric only at the end of its words, where it takes the unit of its whole (其中男444)."""
    if token.form in ("percent", "fraction", "ordinal"):
        return None
    if before.endswith("前") and _RANK_BEFORE.search(before[:-1]):
        return None
    if _SEX_BEFORE.search(before) and _SEX_AFTER.match(after):
        return None
    if (
        _INHERITS.match(after)
        and before[-1:].strip()
        and ("\u4e00" <= before[-1] <= "\u9fff" or token.start != token.number)
    ):
        return None if token.value < 10**12 and not before.endswith(("第", "年", "之", "十", "—")) else "no_unit"
    if (
        token.value >= 10000
        and not token.han
        and not shape[token.number_end - 1].isdigit()
        and _COUNTED_NOUN.match(after)
    ):
        return None  # 800万|农民: 万 makes it a count without a classifier
    return "no_unit"
