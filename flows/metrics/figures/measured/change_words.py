"""The ground: words of change – direction, base, growth (下降了|12%) or level (降至|3%)."""

import re

from msgspec import Struct

from flows.metrics.figures.lexicon import alternation, words
from flows.metrics.figures.phrases import Span, last_match
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import ChangeBase, Direction

_UP, _DOWN = words("up"), words("down")
_VERB = rf"{alternation('up')}|{alternation('down')}"
_CHANGE = re.compile(
    rf"(?P<verb>{_VERB})(?P<to>了|到|至|为|是|达到?|的|幅度?|率?达|均?在)?(?:近|约|超过?|逾|不足|将近|\s)*\Z"
)
# A change ends in one of these, or in a space: most words before a number do not.
_CHANGE_ENDS = frozenset("".join(word[-1] for word in _UP | _DOWN) + "了到至为是达的幅度率近约超过逾足")
_THEN = re.compile(
    rf"\s?(?:以上|左右)?(?:逐步|大幅|逐年|稳步|进一步|均|持续|快速|迅速|一举|成功|显著|普遍|[一-鿿]然|[一-鿿]{{2}}地)?(?:{_VERB}|发展|变|跃升|调整)(?:到|至|为|成)"
)
_NOW = re.compile("承诺的?|规定的?|目前|现在|当前|今年|去年|如今|改革后|现有")
_FROM = re.compile(
    r"(?:由|从)(?:原来的?|原先的?|最初的?|过去的?|此前的?|去年的?|上年的?|(?:19|20)\d\d年的?|改革前的?|法定的?|承诺的?|规定的?|之前的?|目前的?|\d{1,2}月份?的|(?:19|20)\d\d年\d{1,2}月份?的|[一-鿿]{1,5}的)?(?:平均)?(?:每[个家]?[一-鿿]{1,4}?)?(?:[省市区县乡镇]{2,4}[两三四]级)?共?(?:近|约|超)?\s?\Z"
)
_ADVERBS = re.compile(
    r"(?:分别|均|都|再度|在?(?:19|20)\d\d年|大幅度?|显著|明显|持续|逐年|进一步|平均|普遍|连年|稳步|快速|整体|总体|累计|再|又|也|实际|共|已|了|实现|各|一举|有所|则|还|上|约|近|全部|普遍|双双|以上|的|(?<!\d)[一二三四五六七八九十两\d]{1,2}年(?:间|来|内))+\Z"
)
_BASE = re.compile(
    r"(?P<yoy>同比(?:(?:19|20)\d\d年(?:上半年|下半年|\d{1,2}-\d{1,2}月份?|第?[一二三四]季度|同期)?)?|[较比](?:上一年度?|上年度?|去年)(?:同期)?|与(?:上一年度?|上年度?|去年)(?:同期)?相比)|(?P<pop>环比|[较比](?:上月|上季度|上一季度))|(?P<named>(?:(?<![占评])比|较之?(?!大|重|高|低))[^，。；、之]{2,12}?(?:相比)?|与[^，。；、]{2,12}?相比)(?=分别|(?<!平)均|大幅|累计|提高|下降|增长|增加|减少|上升|降低|提升|压|缩|翻|新增|少|多|高|低|普遍|\Z)"
)
# 调解量以年均|12%|的速度增长: the pace is said before, what changed behind.
_BASE_CLAUSE = re.compile(
    r"(?:^|[，；。])\s?(?P<base>[与同和](?:上年|去年|上一年|上月|上季度|(?:19|20)\d\d年)[^，。；]{0,6}(?:相比|比较)|[较比](?:去年|上年)同期)，"
)
_PACE = re.compile(r"(?:以)?(?P<pace>年均|平均每年|月均)\s?\Z")
_PACED = re.compile(
    rf"\s?(?:的)?(?:(?P<noun>增幅|增速|降幅|涨幅|减幅)|速度|速率|幅度|比例|比率)(?:持续|快速|稳步|逐年|不断|高速|平稳)*(?P<verb>{_VERB})?"
)
# 高于全国|14.7个百分点: what stands between the comparison and the number is what it is compared with.
_COMPARED = re.compile(
    r"(?P<verb>高于|高出|低于|快于|慢于|优于|领先|落后于?)(?P<of>[\u4e00-\u9fff]{2,12}?)(?:约|近|超过?|逾)?\s?\Z"
)
# How a class fares, without a number: …突出, …增幅较大, …数量大幅增长, …占比上升.
_TREND = re.compile(
    r"(?P<of>数量|总数|总量|起数|件数|人数|增幅|涨幅|升幅|降幅|占比|所占比例|比例|比重|力度|势头)?"
    r"(?:仍然?|依然|相对|较为?|比较|最为?|尤为?|更为?|明显|大幅度?|持续|继续|有所|显著|快速|稳步|逐年|不断|进一步|同比|均|都|也|呈|居)*"
    r"(?:突出|多发|高发|频发|易发|集中|(?<![增减])[多少](?<!至[多少])|(?<![增加扩重])大|(?<![提增])高|(?<!加)快|严重|提高|提升|上升|下降|增长|增加|减少|增多|加大|降低|回落|攀升|首位|为主|次之|其次)(?:态势|趋势)?\Z"
)
OF_EFFORT = ("力度", "势头")
_SINCE = re.compile(r"自(?:19|20)?\d\d年[^，。；]{0,6}?(?:以来|起|开始)\Z")
_NOUNS = frozenset(("增幅", "增速", "涨幅", "升幅", "降幅", "减幅"))  # 降幅是|50%: the change, no level
# 县法院在|收案量连续增长的情况下: who is in that case is no part of what grows
WHO_IN = re.compile(r"[\u4e00-\u9fff]{0,16}[院局厅部门委会府区市县]在\s*(?=[\u4e00-\u9fff]{2})")
_GROWTH_UNITS = frozenset(("%", "个百分点", "倍", "番", "‰"))
_RATIO_BEFORE = re.compile(r"(?:是|为|相当于|达到?|占)(?P<base>[^，。；]{1,16})的\s?\Z")


class Change(Struct, frozen=True):
    """A change verb before a number: ``start`` is where it begins; ``level`` means it leads to the value (下降到)."""

    start: int
    verb: str
    level: bool

    @property
    def direction(self) -> Direction:
        return Direction.UP if self.verb in _UP else Direction.DOWN


def change_before(shape: str, start: int, end: int) -> Change | None:
    """The change verb that ends at ``end``, if any: 下降|12.2%, 压减至|2个."""
    last = shape[end - 1 : end]
    found = _CHANGE.search(shape, max(start, end - 12), end) if last in _CHANGE_ENDS or last.isspace() else None
    if found is None:
        return None
    to = found["to"] or ""
    return Change(
        found.start("verb"),
        found["verb"],
        (to in ("到", "至", "为", "是") and found["verb"] not in _NOUNS)
        or (to.startswith("达") and found["verb"] in ("高", "提升", "提高", "增加", "上升")),
    )


def trend_of(shape: str, start: int, end: int) -> re.Match[str] | None:
    """酒驾|最多, 超速案件|数量大幅增长: how what was named before ``end`` fares, with ``of`` (数量) or None."""
    return _TREND.search(shape, max(start, end - 40), end)


def leads_from(shape: str, start: int, number: int, end: int) -> int | None:
    """由5家发展到…: where the beginning value's 由 or 从 stands, or None."""
    low = max(start, number - 14)
    if shape.find("由", low, number) < 0 and shape.find("从", low, number) < 0:
        return None
    found = _FROM.search(shape, low, number)
    return found.start() if found and _THEN.match(shape, end) else None


def carries_on(shape: str, start: int, end: int) -> bool:
    """…5家|发展到|20家: between two numbers stands only the change from the first to the second."""
    return (
        start < end
        and (found := _THEN.match(shape, start, end)) is not None
        and not _NOW.sub("", shape[found.end() : end]).strip("了约近超过的年月份底末0123456789")
    )


def adverbs_off(shape: str, start: int, end: int) -> int:
    """The end of the words measured, with the adverbs of the change off (…|大幅, …|分别)."""
    while found := _ADVERBS.search(shape, max(start, end - 12), end):
        end = found.start()
    return end


def base_of(shape: str, start: int, end: int) -> tuple[int, ChangeBase, int, int] | None:
    """The base of a change within ``[start, end)``: (where it begins, which, its span)."""
    found = last_match(_BASE, shape, max(start, end - 24), end)
    if found is None or end - found.end() > 6:
        return None
    which = (
        ChangeBase.YEAR_ON_YEAR
        if found["yoy"]
        else ChangeBase.PERIOD_ON_PERIOD
        if found["pop"]
        else ChangeBase.NAMED_PERIOD
    )
    return found.start(), which, found.start(), found.end()


def base_clause(shape: str, end: int) -> tuple[int, ChangeBase, int, int] | None:
    """与去年同期相比，…事故数减少|260起: the base that holds for the clauses behind it, as :func:`base_of` gives it."""
    found = last_match(_BASE_CLAUSE, shape, 0, end)
    if found is None:
        return None
    which = ChangeBase.YEAR_ON_YEAR if re.search("去年|上年|上一年", found["base"]) else ChangeBase.NAMED_PERIOD
    return found.start("base"), which, *found.span("base")


def pace_around(shape: str, start: int, token: Token) -> tuple[int, str, Direction] | None:
    """以年均|12%|的增幅增长: (where the words measured end, 年均增幅, which way), or None."""
    before = _PACE.search(shape, max(start, token.start - 6), token.start)
    after = _PACED.match(shape, token.end) if before else None
    if before is None or after is None or not (after["noun"] or after["verb"]):
        return None
    end = before.start()
    if since := _SINCE.search(shape, max(start, end - 16), end):
        end = since.start()
    said = after["noun"] or after["verb"]
    way = Direction.DOWN if (after["verb"] or said) in _DOWN else Direction.UP
    return end, before["pace"] + said, way


def compared_with(shape: str, start: int, number: int) -> re.Match[str] | None:
    """高于全国|14.7个百分点: groups ``verb`` and ``of``, or None."""
    return _COMPARED.search(shape, max(start, number - 18), number)


def is_growth_unit(token: Token) -> bool:
    return token.unit in _GROWTH_UNITS


def ratio_to(shape: str, start: int, number: int) -> Span | None:
    """是2023年的|4.4倍: a ratio to another value, no growth; where its base is said."""
    found = _RATIO_BEFORE.search(shape, max(start, number - 22), number)
    return found.span() if found else None
