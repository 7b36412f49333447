"""Numerals: what a run of digits, Han numerals and multipliers is worth.

One numeral is Arabic (1,234), Han (三千二百), or mixed (12亿3000万, 6.8万); 万 and 亿 are part of it. Values are exact
decimals. Formal numerals (壹贰叁) and the positional style (二〇二一) are read too.
"""

import re
from decimal import Context, Decimal
from functools import lru_cache

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("0123456789", range(10), strict=True)),
    "两": 2, "俩": 2, "弍": 2, "廿": 20, "卅": 30,
}  # fmt: skip
MULTIPLIERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "亿": 8, "兆": 12}

# Longer digit runs are identifiers, never quantities; the limit also keeps any input cheap.
MAX_DIGITS = 30
_EXACT = Context(prec=2 * MAX_DIGITS)

# 1,234 and, where money follows, 1 234.
ARABIC = r"(?:\d{1,3}+(?:,\d{3})++(?!\d)(?:\.\d++)?|\d{1,3}+(?: \d{3})++(?= ?[万亿]?元)|\d++(?:\.\d++)?)"
_PIECE = re.compile(
    rf"(?P<arabic>{ARABIC})|(?P<power>[十拾百佰千仟万亿兆])|(?P<han>[零一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩弍廿卅])|点(?P<point>[零一二三四五六七八九]++)"
)
_PLAIN = re.compile(rf"({ARABIC})([百千万亿])?")
_ZERO = Decimal(0)


@lru_cache(maxsize=4096)  # years, days and small numbers come again and again
def numeral_value(text: str) -> Decimal | None:
    """The value of a numeral in shadow text (12亿3000万 → 1230000000), or None where it is no well-formed numeral."""
    if " " in text:
        text = text.replace(" ", "")
    if text in DIGITS:
        return Decimal(DIGITS[text])
    if len(text) > MAX_DIGITS + 12:
        return None
    if text.isdecimal():
        return Decimal(text)
    if found := _PLAIN.fullmatch(text):  # by far the most: 1926, 15.2万, 1.95亿
        value = Decimal(found[1].replace(",", "") if "," in text else found[1])
        return _EXACT.scaleb(value, MULTIPLIERS[found[2]]) + 0 if found[2] else value
    pieces = list(_PIECE.finditer(text))
    if not pieces or sum(len(piece.group()) for piece in pieces) != len(text):
        return None
    if all(piece["han"] for piece in pieces) and len(pieces) > 1:
        return _positional(text)
    return _Sum(pieces).value()


def _positional(text: str) -> Decimal | None:
    """二〇二一 → 2021: Han digits in a row without 十百千."""
    digits = "".join(str(DIGITS[char]) for char in text)
    return Decimal(digits)


class _Sum:
    """Adds up a numeral from left to right: units below 万 gather in ``section``, sections in ``total``."""

    def __init__(self, pieces: list[re.Match[str]]) -> None:
        self.pieces = pieces
        self.total = self.section = _ZERO
        self.digit: Decimal | None = None
        self.last_power = self.last_big = 0
        self.zero = False

    def value(self) -> Decimal | None:
        fraction = _ZERO
        for piece in self.pieces:
            if piece["power"]:
                self._multiply(MULTIPLIERS[piece["power"]])
            elif piece["point"]:
                fraction += Decimal("0." + "".join(str(DIGITS[char]) for char in piece["point"]))
            elif not self._digit(piece):
                return None
        return self.total + self.section + self._tail() + fraction

    def _digit(self, piece: re.Match[str]) -> bool:
        token = piece["arabic"] or piece["han"]
        if token == "零":
            self.zero, self.digit = True, self.digit if self.digit is not None else None
            if self.last_power == 0 and self.section == self.total == _ZERO:
                self.digit = _ZERO
            return True
        if self.digit is not None and self.digit != _ZERO:
            return False
        self.digit = Decimal(token.replace(",", "")) if piece["arabic"] else Decimal(DIGITS[token])
        return True

    def _multiply(self, power: int) -> None:
        scale = Decimal(1).scaleb(power)
        if power < 4:
            self.section = _EXACT.add(self.section, _EXACT.multiply(self.digit or Decimal(1), scale))
        else:
            held = self.section + (self.digit or _ZERO)
            if held == _ZERO:  # 万亿: the multiplier of what stands already
                held, self.total = self.total or Decimal(1), _ZERO
            elif self.total and power > self.last_big:  # 一千万零三千亿 multiplies the 一千万 too
                held, self.total = held + self.total, _ZERO
            self.total = _EXACT.add(self.total, _EXACT.multiply(held, scale))
            self.section, self.last_big = _ZERO, power
        self.digit, self.last_power, self.zero = None, power, False

    def _tail(self) -> Decimal:
        """The trailing digit: 九十二万四 is 924000, 一万零四 is 10004, 五千五 is 5500."""
        if self.digit is None:
            return _ZERO
        bare = self.pieces[-1]["han"] and self.last_power > 1 and not self.zero and self.digit < 10
        return self.digit.scaleb(self.last_power - 1) if bare else self.digit
