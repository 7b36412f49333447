"""Quantities in words without a numeral: 位居全省首位 (a first place), 占比过半 (a half), 经费零增长 (no growth).

Stands beside ``quantities``, whose tokens it makes. 放在首位 ranks nothing, 任务过半 and 半数 alone tell no share.
"""

import re
from decimal import Decimal

from flows.metrics.figures.quantities import Token
from flows.metrics.figures.units import PERCENT
from warehouse.reference.vocabulary import Bound

NO_GROWTH = "no_growth"  # the form of 零增长
_SIGN = re.compile("过半|超半|半数|一半|首位|榜首|零增长")  # no 首次, no 上半年
_FIRST = re.compile(
    r"(?:(?:位居|居|位列|列|排名|排|蝉联|稳居|保持|跃居|升至|荣登|登上|高居|名列|并列)(?:全[国省市区县州盟旗球院]?[^，。；、放摆]{0,6}?|世界|国内|省内)?"
    r"|全[国省市区县州盟旗][^，。；、放摆在]{0,4}?)(?P<first>首位|榜首)"
)
_HALF = re.compile(
    r"(?:占比|比例|比重|率|占)(?:已|均|也)?(?P<over>[过超]半)(?!数|[年天个月小])"
    r"|(?P<half>(?P<near>近)?(?:超过?|过|逾)?(?:半数|一半)(?:以上)?)(?=的?[一-鿿]{2})(?!时间|任务|个|年|的?(?:业主|代表|委员|成员|会员|股东|同意|通过|出席|到会|表决|组成|投票))"
)
_NO_GROWTH = re.compile(r"(?<=[一-鿿”])零增长")


def spoken(text: str) -> list[Token]:
    """The tokens of a shadow text that have no numeral, in order."""
    tokens = [_token(*found.span("first"), Decimal(1), "", "ordinal", Bound.EXACT) for found in _FIRST.finditer(text)]
    for found in _NO_GROWTH.finditer(text):
        tokens.append(_token(*found.span(), Decimal(0), PERCENT, NO_GROWTH, Bound.EXACT))
    for found in _HALF.finditer(text):
        start, end = found.span("over") if found["over"] else found.span("half")
        if found["over"] or len(found["half"]) > 2:  # 半数 alone names a rule of voting as often
            bound = Bound.APPROX if found["near"] else Bound.AT_LEAST
            tokens.append(_token(start, end, Decimal(50), PERCENT, "percent", bound))
    return sorted(tokens, key=lambda token: token.start)


def _token(start: int, end: int, value: Decimal, unit: str, form: str, bound: Bound) -> Token:
    family = "percent" if unit else ""
    return Token(start, end, start, end, value, None, unit, family, bound, form, True)


def with_spoken(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens of a sentence and those in words, in order, none within another."""
    if not ("半" in text or "首" in text or "零增长" in text):  # each holds one of these, most sentences none
        return tokens
    if _SIGN.search(text) is None or not (more := spoken(text)):
        return tokens
    apart = [token for token in tokens if not any(_overlap(token, each) and each.form == NO_GROWTH for each in more)]
    more = [each for each in more if not any(_overlap(token, each) for token in apart)]
    return sorted([*apart, *more], key=lambda token: token.start)


def _overlap(one: Token, other: Token) -> bool:
    return one.start < other.end and other.start < one.end
