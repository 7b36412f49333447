"""Numbers that a rule or a comparison is made of: what must be reached, what is threatened, what a rate is told per.

律师超过|1万人|的省有23个 counts provinces; 处|5万元以上20万元以下|罚款 threatens. Called by ``exclusions``.
"""

import re

from flows.metrics.figures.phrases import verb_in
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound

_REACHES = re.compile(r"(?:达到?|满|达成)\s?\Z")
_SUMMED = re.compile(r"(?:总[额量数投资]*|共|合计|累计)(?:达到?)?\s?\Z")
_RATE_BEFORE = re.compile(r"(?:[率度]|占比|比例|指数|感|水平)(?:达到?|均|都)?\s?\Z")
# The noun that a threshold qualifies, and what says how many of it there are.
_QUALIFIES = re.compile(
    r"\s?(?P<of>的)?(?P<noun>[^，。；:、\d]{1,14}?)"
    r"(?P<there>(?:现|共|已|就|只|仅|总|合)?(?:有|达到?|为|是|共|计|增[至到加])(?:了)?)?"
    r"(?:近|约|超过?|逾|不足|不到)?(?:\d|[一二三四五六七八九十两百千]+(?=[个家名人件起户处所条项位]))"
)
_NONE_OF = re.compile(r"(?:未|没有|无)(?:再|曾|有)?(?:发生|出现)?\Z")  # 未发生|50万元以上|案件
_OF_THOSE = re.compile(r"(?:^|[，。；、])\s?(?:针?对|凡)[\u4e00-\u9fff]{2,8}\Z")
_ARE_SO_MANY = re.compile(r"\s?的?有\d")  # 收案超|200件|有22个
# 发生一次死亡|3人以上|道路交通事故2起: what makes an accident a grave one.
_GRAVITY_BEFORE = re.compile(r"(?:死亡|伤亡|致死|身亡|[死致]亡人数)(?:人数)?\s?\Z")
_GRAVITY_AFTER = re.compile(r"[^，。；\d]{0,10}(?:事故|火灾|案件|事件)")
# 97个城市得分率在|60%以上|: what makes a city one of 97.
_OF_COUNTED = re.compile(r"\d[余多]?[个家名所户条项][^，。；\d]{1,12}[率度]在(?:了)?\s?\Z")
# 罚款|滞纳金|倍数: what a rule threatens, whichever end of it: 处5万元以上20万元以下罚款, 按日加收万分之五的滞纳金.
_THREATENS = re.compile(r"(?:处以?|并处|加收|罚款|罚金|滞纳金|违约金|罚息)[^，。；]{0,24}\Z")
_THREATENED = re.compile(
    r"[^，。；]{0,16}(?:以上|以下|以内)[^，。；]{0,6}(?:罚款|罚金|拘留|徒刑|拘役|滞纳金|加收)"
    r"|的?(?:罚款|罚金|滞纳金|违约金|罚息)|的?(?:有期徒刑|拘役|拘留)"
)
_PENALTY = re.compile(r"(?<=以上)、?[\d零一二三四五六七八九十百千万亿两.]+[\u4e00-\u9fff]{1,4}(?:以下|以内)")
_PENALTY_BEFORE = re.compile(r"[\d零一二三四五六七八九十百千万亿两.]+[\u4e00-\u9fff]{1,4}以上\Z")
_CONDITION = re.compile(r"(?:[)）])?的[，；]")  # 违法所得|五千元以上|的，并处…
_JOINS = re.compile(r"[和及与并或]")
_LONGEST_THRESHOLD = 28
# Named once: looking a member up costs as much as a check, and every token is asked.
_EXACT, _AT_LEAST, _AT_MOST = Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST
_ONE_SIDED = (_AT_LEAST, _AT_MOST)
_BOUNDED = (*_ONE_SIDED, Bound.RANGE)
_SHARES = ("fraction", "percent")
# 10万人命案发案率, 每万人律师拥有量: so many inhabitants are the denominator of a rate.
_PER_HEAD = re.compile(r"[一-鿿]{0,8}(?:率|拥有量|比例)(?!先)")
_ROUND = frozenset([1000, 10_000, 100_000, 1_000_000])
# 每平方米|45元|的税额, 每人每月|500元|标准: what is due for each.
_FOR_EACH = re.compile(
    r"每(?:一)?(?:平方米|立方米|公里|公斤|公顷|吨|斤|亩|人|月|年|户|天|日|次|件|学时|课时|小时|案)(?:每[年月日天次])?\s?\Z"
)
_BY_SIZE = re.compile(r"每(?:平方米|立方米|公斤|斤|吨)\s?\Z")
_TARIFF = re.compile(r"标准|收费|按照?|定额|税额|缴纳|计收|计费|计算")
# ≥|95%|：|10分|: how marks are given.
_MARKED_BEFORE = re.compile(r"(?:[≥≤<>]|\d%[:：])\s?\Z")
_MARKED_AFTER = re.compile(r"[:：]\s?\d{1,3}分")
# 满分|100分, |60分|合格, 执法占|30分|, 报名费|50元|: what an examination or a service asks.
_RULED_BEFORE = re.compile(r"(?:满分为?|限报|限购|报名费|工本费|押金|起付线|分值为?)\s?\Z")
# How these end: most numbers are asked by the character before them, and no pattern is tried.
_MARKED_ENDS, _RULED_ENDS = frozenset("≥≤<>:："), frozenset("分为报购费金线值")
_COUNTED_ENDS, _REACHED_ENDS = frozenset("在了"), frozenset("达到满成")
_MARKS_BEGIN, _SPREADS_BEGIN = frozenset(":："), frozenset("到至不")
_PASSES = re.compile(r"\s?(?:为)?(?:合格|及格|封顶|为止|制)")
# 从|3万元|到|1200万元|不等: no value at all.
_SPREAD = re.compile(r"(?:(?:到|至)[\d.,]+[十百千万亿]*[^，。；\d]{1,4})?不等")
# 少则|几百元|、多则|上万元
_FROM_FEW = ("少则", "多则", "短则", "长则", "低则", "高则")
# 36人|2次以上|被查处, 酒驾|2次以上|的有36人: how often it takes to be one of the class.
_OFTEN = re.compile(r"\s?(?:的(?!\d)|被|未|仍|拒|违|受|因|酒|醉|无)")
_REPEATED = 10
# 在|100个城市|中位居第12: the field of a rank.
_FIELD = re.compile(r"[^，。；\d]{1,8}[中里](?:，|位|排|名|第|居)")


def threshold_reason(token: Token, before: str, after: str, shape: str) -> str | None:
    """``threshold``, ``denominator``, ``standard`` or ``universe``, or None for a figure."""
    tail, head = before.rstrip()[-1:], after[:1]
    exact = token.bound is _EXACT
    if (not exact or token.form in _SHARES or token.family == "times") and _threatened(token, before, shape):
        return "threshold"
    inhabitants = exact and token.unit == "人" and token.value in _ROUND
    if inhabitants and (before.endswith("每") or _PER_HEAD.match(after)):
        return "denominator"
    if token.family == "money" and (_BY_SIZE.search(before) or (_FOR_EACH.search(before) and _TARIFF.search(shape))):
        return "standard"
    if token.family == "count" and before.endswith("在") and _FIELD.match(after):
        return "universe"
    if (
        (tail in _MARKED_ENDS and _MARKED_BEFORE.search(before))
        or (head in _MARKS_BEGIN and _MARKED_AFTER.match(after))
        or (tail in _RULED_ENDS and _RULED_BEFORE.search(before))
    ):
        return "standard"
    if token.unit == "分" and (_PASSES.match(after) or before.endswith(("占", "计", "扣", "加", "记"))):
        return "standard"
    if (head in _SPREADS_BEGIN and _SPREAD.match(shape, token.end)) or before.endswith(_FROM_FEW):
        return "spread"
    if token.unit == "次" and token.bound is _AT_LEAST and token.value <= _REPEATED and _OFTEN.match(after):
        return "threshold"
    if exact and tail not in _COUNTED_ENDS and tail not in _REACHED_ENDS:
        return None
    return _reached(token, before, after, shape, tail)


def _threatened(token: Token, before: str, shape: str) -> bool:
    """Whether a rule threatens it: either end of 以上…以下 behind 处, a multiple or a share behind 罚款."""
    if shape.startswith("以上", token.end - 2) and _PENALTY.match(shape, token.end):
        return True
    if token.bound is _AT_MOST and _PENALTY_BEFORE.search(before):
        return True
    if not (token.bound in _BOUNDED or token.family == "times" or token.form in _SHARES):
        return False
    threatens = _THREATENS.search(shape, max(0, token.start - 28), token.start)
    return bool(threatens and _THREATENED.match(shape, token.end))


def _reached(token: Token, before: str, after: str, shape: str, tail: str) -> str | None:
    """律师超过|1万人|的省有23个: what must be reached to be counted is no figure, the count behind it is."""
    if tail in _COUNTED_ENDS and _OF_COUNTED.search(shape, max(0, token.start - 20), token.start):
        return "threshold"
    bounded = token.bound in _ONE_SIDED or (tail in _REACHED_ENDS and _REACHES.search(before))
    if not bounded or token.form == "fraction" or _SUMMED.search(before):
        return None
    if _CONDITION.match(after) or (token.bound is Bound.AT_LEAST and _NONE_OF.search(before)):
        return "threshold"
    if token.form == "percent" and not _RATE_BEFORE.search(before):
        return None  # 超过九成的纠纷…: a share
    if _GRAVITY_BEFORE.search(before) and _GRAVITY_AFTER.match(after):
        return "threshold"
    if _OF_THOSE.search(before) and re.match(r"的[\u4e00-\u9fff]", after):
        return "threshold"
    if token.bound is _AT_LEAST and _ARE_SO_MANY.match(after):
        return "threshold"
    found = _QUALIFIES.match(shape, token.end, token.end + _LONGEST_THRESHOLD)
    if found is None or _JOINS.search(found["noun"]):
        return None
    if not found["of"] and shape[token.end - 1] not in "上下内":
        return None
    if not found["there"] and verb_in(shape, *found.span("noun")):
        return None
    return "threshold"
