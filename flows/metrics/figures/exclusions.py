"""Numerals that are no metrics, each with the reason that names the phenomenon.

Stands between ``quantities``, whose tokens it judges, and ``measured``, which reads those that stay. Reasons are slugs;
``fazhi extract --explain`` prints them. The order of the checks is the order of certainty.
"""

import re
from functools import lru_cache

from flows.metrics.figures.lexicon import words
from flows.metrics.figures.phrases import verb_in
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound

# 12345 is a hotline whatever follows; 110 only where no unit does (110刑事警情).
_HOTLINES = words("hotlines")
_CLOCK_OR_DATE = re.compile(
    r"\s?(?:月(?!份?均)|[日号](?!均)|时(?!长)|点(?:\d|半|钟|整|[，、前后起许左])|[-/.]\d{1,2}[-/.]|年(?:\d|[，、。；)]|以来|来|底|初|末|中|上半|下半|[一二三四]季|第|度|至|间|起|前|后|开|全|[^\s间期来]))"
)
_SPAN_AFTER = re.compile(r"(?:间|内|以内|之内|以来|来|多来|期|后|以后|之后|前|以前|之前|里|左右|多|余)")
_DURATION_BEFORE = re.compile(
    r"(?:到|至|为|由|从|原来的?|压缩|缩短|减少|压减|平均|仅需|只需|需|用时|耗时|时间|时限|时长|天数|日数|期限|周期|不超过|节约|节省|提前|缩减|累计|提速|达|长达|快|学时|课时|服务|志愿服务|共)(?:了|约|近)?\s?\Z"
)
_RANK_BEFORE = re.compile(
    r"(?:全[国省市区县州球]|排名|排位|排|位居|位列|位次|名列|列|居|位|[东中西]部|[东西][南北]|长三角|珠三角|大湾区|稳居|荣获|获得|获|夺得|取得|评比|考核|考评|测评|评价|竞赛|比武|大赛|综合|总分|双|均为|并列|蝉联|保持|跻身|进入|升至|跃居|上升[至到]|成绩|率|量|数|度|额|幅)(?:为)?\s?\Z"
)
_RANK_AFTER = re.compile(r"\s?(?:[，、。；;!?！？)”]|\Z|的|并|和|且|位|名|方阵|梯队|强|$)")
_ORDINAL_NOUN = re.compile(
    r"\s?(?:批|届|次|条|章|节|款|项|期|号|季度|方|线|书记|责任|时间|步|巡|轮|个|种|类|道|课|场|年|产业|支柱|人|站|产|代|阶段|部分|手|家|把|大)"
)
_FORMULA = re.compile(r"\s?[+×xX*=](?:\s?[\dA-ZN一二三四五六七八九]|\s?[“\u4e00-\u9fff])")
_CHAPTERS = re.compile(r"[\d一二三四五六七八九十]章\s?\Z")
_FORMULA_BEFORE = re.compile(r"[+×*=]\s?\Z")
_IS_LETTER = re.compile(r"[A-Za-z_#@]")
_ATTRIBUTE_NOUN = re.compile(r"\s?[\u4e00-\u9fff“]")
_SMALL_UNITS = frozenset(
    ["件", "起", "名", "人", "宗", "场", "次", "人次", "份", "例", "户", "场次", "件次", "批次", "期"]
)
_LAST = re.compile(r"\s?(?:[，。；;)、!?！？\n]|$)")
_NUMBERING = re.compile(r"(?:^|[\n。；;：:，)])\s*[(]?\Z")
_NUMBERING_AFTER = re.compile(r"\s?(?:[、.．)]|是[^\d])")
_INHERITS = re.compile(r"\s?(?:[，。；;)、!?！？\n（(]|$)")
_PERSONS = re.compile(r"某某|某[甲乙丙丁]|某(?:、\w{1,3}某)*等\d*人")
# One person's doings where the sentence begins with him; 打掉以张某为首的团伙 still reports.
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方袁柳唐薛雷贺罗郝傅齐康余顾孟黄"
    "尹姚邵汪毛戴元原宋庞熊董梁杜贾江童颜郭林钟徐邱高夏蔡田樊胡霍卢莫丁邓洪石崔龚程邢陆段侯武刘龙叶黎白赖乔谭温廖曾"
)
_CASE = re.compile(
    rf"^\s*(?:[\d年月日]+，?)?(?:当事人|被告人?|原告|申请人|村民|居民|司机|男子|女子)?[{_SURNAMES}]某|某某|某[甲乙丙丁]|(?:[这该此]|本案)(?:家|起|宗|名|位)(?:公司|企业|案件|案|男子|女子|当事人|被告)|(?:该|此|本)(?:公司|案)(?![件例]均)"
)
_MEETING = re.compile(
    r"(?:参加|出席|列席)(?:了|此次|本次)?(?:会议|大会|座谈会|推进会|仪式|启动仪式|开幕式|动员会|发布会)"
)
_COUNTED_NOUN = re.compile(r"[“\u4e00-\u9fff]{2}")
_REACHES = re.compile(r"(?:达到?|满|达成)\s?\Z")
_SUMMED = re.compile(r"(?:总[额量数投资]*|共|合计|累计)(?:达到?)?\s?\Z")
_RATE_BEFORE = re.compile(r"(?:[率度]|占比|比例|指数|感|水平)(?:达到?|均|都)?\s?\Z")
# The noun that a threshold qualifies, and what says how many of it there are.
_QUALIFIES = re.compile(
    r"\s?(?P<of>的)?(?P<noun>[^，。；:、\d]{1,14}?)"
    r"(?P<there>(?:现|共|已|就|只|仅|总|合)?(?:有|达到?|为|是|共|计|增[至到加])(?:了)?)?"
    r"(?:近|约|超过?|逾|不足|不到)?(?:\d|[一二三四五六七八九十两百千]+(?=[个家名人件起户处所条项位]))"
)
_OF_THOSE = re.compile(r"(?:^|[，。；、])\s?(?:针?对|凡)[\u4e00-\u9fff]{2,8}\Z")
# 发生一次死亡|3人以上|道路交通事故2起: what makes an accident a grave one.
_GRAVITY_BEFORE = re.compile(r"(?:死亡|伤亡|致死|身亡|[死致]亡人数)(?:人数)?\s?\Z")
_GRAVITY_AFTER = re.compile(r"[^，。；\d]{0,10}(?:事故|火灾|案件|事件)")
# 97个城市得分率在|60%以上: what makes a city one of them.
_OF_COUNTED = re.compile(r"\d[余多]?[个家名所户条项][^，。；\d]{1,12}[率度]在(?:了)?\s?\Z")
# 10万人命案发案率, 每万人律师拥有量: so many inhabitants are the denominator of a rate.
_PER_HEAD = re.compile(r"[一-鿿]{0,8}(?:率|拥有量|比例)(?!先)")
_ISSUE = re.compile(r"\d{4}年第?\s?\Z")  # 《某刊》2023年|3期
_PENALTY = re.compile(r"(?<=以上)、?\d[\d.]*[百千万亿]?[\u4e00-\u9fff]{1,4}(?:以下|以内)")
_PENALTY_BEFORE = re.compile(r"\d[\d.]*[百千万亿]?[\u4e00-\u9fff]{1,4}以上\Z")
_JOINS = re.compile(r"[和及与并或]")
_LONGEST_THRESHOLD = 28
_YEAR_OPENS, _YEAR_CLOSES = ("〔", "[", "【"), ("〕", "]", "】")
_SIDES = 12


def reason_to_leave(shape: str, token: Token) -> str | None:
    """Why a token is no metric, or None. ``shape`` is a sentence of the masked shadow text."""
    before = shape[max(0, token.start - _SIDES) : token.start]
    after = shape[token.end : token.end + _SIDES]
    for check in (_form, _document_number, _date, _code, _duration, _denominator, _threshold, _name, _han, _unitless):
        if reason := check(token, before, after, shape):
            return reason
    return None


def is_single_case(sentence: str) -> bool:
    """Whether a sentence tells the facts of one case: 刘某某等人…, 该公司…, 这起案件…."""
    return bool(_CASE.search(sentence))


def tells_of_persons(sentence: str) -> bool:
    """Whether what follows in the paragraph is one case too: its people are named 某某."""
    return bool(_PERSONS.search(sentence))


def is_attendance(sentence: str, token: Token) -> bool:
    """Who came to a meeting says nothing of a region's work."""
    return token.unit in ("人", "名", "个", "位") and token.value < 1000 and _tells_of_meeting(sentence)


@lru_cache(maxsize=8)  # asked of every number of a sentence
def _tells_of_meeting(sentence: str) -> bool:
    return bool(_MEETING.search(sentence))


def is_rank(token: Token, before: str, after: str) -> bool:
    """第N as a place in a field: 位居全省第一, 荣获第一名 – not 第一批, 第二次."""
    if token.unit in ("名", "位", "名次"):
        return True
    return bool(not token.unit and _RANK_BEFORE.search(before) and _RANK_AFTER.match(after))


def _form(token: Token, before: str, after: str, shape: str) -> str | None:
    if token.form == "malformed":
        return "no_number"
    if token.form == "vague":
        return "vague"
    if token.form == "ordinal":
        return None if is_rank(token, before, after) else "ordinal"
    return None


def _document_number(token: Token, before: str, after: str, shape: str) -> str | None:
    """Both numbers of 某政发〔2022〕15号."""
    if before.endswith(_YEAR_OPENS) or after.startswith(_YEAR_CLOSES):
        return "document_number"
    if token.unit == "期" and _ISSUE.search(before):
        return "document_number"
    numbered = shape[token.number_end : token.number_end + 1] == "号" and before.endswith(_YEAR_CLOSES)
    return "document_number" if numbered else None


def _date(token: Token, before: str, after: str, shape: str) -> str | None:
    if token.form != "plain":
        return None
    rest = shape[token.number_end : token.number_end + 6]
    if (
        1900 <= token.value <= 2100
        and token.value == int(token.value)
        and (not token.unit or token.unit.startswith("年"))
        and "," not in shape[token.number : token.number_end]
    ):
        if token.unit or not rest[:1].strip() or rest[:1] in "-~至年/.、)）" or token.high is not None:
            return "date"
        return "year_or_code"
    if token.unit in ("日", "月", "岁", "周岁", "周年", "年度", "年代"):
        return "age_or_anniversary" if token.unit in ("岁", "周岁", "周年") else "date"
    if not token.unit and token.value <= 31 and re.match(r"\s?(?:月|日|号|时(?!长)|点[钟半整前后许]|:\d)", rest):
        return "date"
    return None


def _code(token: Token, before: str, after: str, shape: str) -> str | None:
    previous, following = before[-1:], after[:1]
    digits = shape[token.number : token.number_end]
    if (
        digits in _HOTLINES
        and (not token.unit or not _LAST.match(after))
        and token.form == "plain"
        and token.bound is Bound.EXACT
        and not token.unit
    ):
        return "hotline"
    if previous and (_IS_LETTER.match(previous) or previous == "."):
        return "code"
    if not token.unit and _NUMBERING_AFTER.match(after) and _NUMBERING.search(before):
        return "numbering"
    if not token.unit and following and (_IS_LETTER.match(following) or following in "+."):
        return "code"
    if _FORMULA.match(after) or _FORMULA_BEFORE.search(before):
        return "formula"
    if token.unit in ("条", "款", "节") and _CHAPTERS.search(before):
        return "document_part"  # 《…条例》共7章|56条
    if previous == "第" or (previous == "-" and not token.unit):
        return "code"
    return None


def _duration(token: Token, before: str, after: str, shape: str) -> str | None:
    """A length of time is a metric only where something takes it (压缩至2个工作日); else it dates (5年间, 前8个月)."""
    if token.family == "time":
        if before.endswith("连续"):
            return None
        if before.endswith(("前", "近", "过去", "每", "为期", "首", "后", "最近", "未来", "今后")) or _SPAN_AFTER.match(
            after
        ):
            return None if _DURATION_BEFORE.search(before) and not _SPAN_AFTER.match(after) else "period"
        if token.unit.startswith(("年", "个月")) and not re.search(r"(?:由|缩短|压缩|平均|时间|期限).{0,8}\Z", before):
            return "period"
        if not _DURATION_BEFORE.search(before):
            return "period"
        if _ATTRIBUTE_NOUN.match(after) and not re.match(
            r"(?:缩短|压缩|减少|压减|降|缩减|以|减|提|，|的|办|完|内|左|就|即)", after
        ):
            return "attributive"
    if (
        token.family == "measure"
        and _ATTRIBUTE_NOUN.match(after)
        and token.unit in ("米", "公里", "千米", "里", "度", "克", "厘米")
        and not re.match(r"[，、的和及以增提下]", after)
    ):
        return "attributive"
    return None


def _threshold(token: Token, before: str, after: str, shape: str) -> str | None:
    """律师超过|1万人|的省有23个: what must be reached to be counted is no figure, the count behind it is."""
    among = before.endswith(("在", "了")) or before[-1:].isspace()
    if among and _OF_COUNTED.search(shape, max(0, token.start - 20), token.start):
        return "threshold"
    bounded = token.bound in (Bound.AT_LEAST, Bound.AT_MOST) or _REACHES.search(before)
    if not bounded or token.form == "fraction" or _SUMMED.search(before):
        return None
    if _PENALTY.match(shape, token.end) or _PENALTY_BEFORE.search(before):
        return "threshold"  # 处5万元以上20万元以下罚款
    if token.form == "percent" and not _RATE_BEFORE.search(before):
        return None  # 超过九成的纠纷…: a share
    if _GRAVITY_BEFORE.search(before) and _GRAVITY_AFTER.match(after):
        return "threshold"
    if _OF_THOSE.search(before) and re.match(r"的[\u4e00-\u9fff]", after):
        return "threshold"
    found = _QUALIFIES.match(shape, token.end, token.end + _LONGEST_THRESHOLD)
    if found is None or _JOINS.search(found["noun"]):
        return None
    if not found["of"] and shape[token.end - 1] not in "上下内":
        return None
    if not found["there"] and verb_in(shape, *found.span("noun")):
        return None
    return "threshold"


def _denominator(token: Token, before: str, after: str, shape: str) -> str | None:
    """全省|10万人|命案发案率: a round number of inhabitants that a rate is told per."""
    round_number = token.value in (1000, 10_000, 100_000, 1_000_000) and token.bound is Bound.EXACT
    return "denominator" if round_number and token.unit == "人" and _PER_HEAD.match(after) else None


def _name(token: Token, before: str, after: str, shape: str) -> str | None:
    """党的|二十届|三中全会 is a meeting's name, 王|九成| a person's."""
    if token.unit == "届" and not before.endswith("连续"):
        return "name"
    tenths = token.han and token.form == "percent" and shape[token.end - 1] == "成" and token.bound is Bound.EXACT
    return "name" if tenths and before[-1:] and before[-1] in _SURNAMES else None


def _han(token: Token, before: str, after: str, shape: str) -> str | None:
    """Han numerals count only when they are large, bounded or last: 三项制度, 两级, 四张清单 are words."""
    if not token.han or token.form in ("percent", "fraction", "ordinal") or token.family in ("times", "percent"):
        return None
    if not token.unit:
        return None if before.endswith("前") and _RANK_BEFORE.search(before[:-1]) else "word"
    if before.endswith("连续") or token.bound is not Bound.EXACT:
        return None
    if before.endswith("前") and token.unit in ("名", "位") and _RANK_BEFORE.search(before[:-1]):
        return None  # 位居前十名
    if token.value < 20 and not (
        token.unit in _SMALL_UNITS
        and _LAST.match(after)
        and token.value > 1
        and re.search(r"[\u4e00-\u9fff]\Z", before)
    ):
        return "word"
    if before.endswith(("每", "一", "这", "那", "该", "上", "下", "某", "任", "各", "头", "前")):
        return "word"
    return None


def _unitless(token: Token, before: str, after: str, shape: str) -> str | None:
    """A bare numeral is a metric only at the end of its words, where it takes the unit of its whole (其中男444)."""
    if token.unit or token.form in ("percent", "fraction", "ordinal"):
        return None
    if before.endswith("前") and _RANK_BEFORE.search(before[:-1]):
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
