"""One numeral: Arabic (1,234 · .5), Han (三千二百, 〇), formal (壹佰), or mixed (12亿3000万, 7 万5 千4 百, 15k).

:func:`read_numeral` reads the longest well-formed numeral that begins at a place. A piece that cannot go on is not
read: 五十千 is 五十, 一百二百 is 一百. Values are exact decimals.
"""

import re
from decimal import Context, Decimal, localcontext

from msgspec import Struct

from flows.metrics.figures.numerals import DIGITS, MAX_DIGITS, MULTIPLIERS

SUFFIXES = {"k": 3, "K": 3, "w": 4, "W": 4, "M": 6}
# Spaces inside a numeral: typesetting puts some between the characters (三千 八百 九十六 万).
_GAP = 4
GAP = f" {{0,{_GAP}}}"
# No numeral is longer; it keeps any input cheap.
REACH = 96

HAN = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩"
POWERS = "十拾百佰千仟万亿兆"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+|\.\d++"
_PIECE = re.compile(
    rf"(?P<gap>{GAP})(?:(?P<arabic>{_ARABIC})|(?P<tens>[廿卅])|(?P<digit>[{HAN}])|(?P<power>[{POWERS}])"
    rf"|(?P<some>[几余多来]|个(?=[万亿])))"
)
# By far the most: Arabic digits, with 万 or 亿 or without, and nothing behind them with which a numeral could go on;
# or one Han digit. A digit that follows without a multiplier between begins another numeral.
_MORE = rf"{GAP}[{POWERS}余多来]|{GAP}个[万亿]"
_PLAIN = re.compile(
    rf"(?P<arabic>\d++(?:\.\d++)?+)(?:(?![\d,]|{GAP}[kKwWM]|{_MORE})|(?P<power>[万亿])(?!{GAP}[\d廿卅{HAN}几点]|{_MORE}))"
    rf"|(?P<han>[{HAN.replace('零', '')}])(?![{HAN}]|{GAP}点|{_MORE})"
)
_DIGITS = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_POINT = re.compile(
    rf"{GAP}点(?P<digits>{GAP}[{_DIGITS}](?:{GAP}[{_DIGITS}])*+)(?!{GAP}[十拾百佰])(?P<power>[千万亿]*+)"
)
# 零点77 – but 8点30 is an hour.
_POINT_ARABIC = re.compile(r"点(\d++)(?![\d分:.])")
_POSITIONAL = re.compile(r"[零一二三四五六七八九]{2,}+")
_SUFFIX = re.compile(rf"{GAP}(?P<suffix>[kKwWM])(?![A-Za-z0-9²³])")
# Two neighbours name a span: 二三十 is twenty to thirty, 八九亿, 三五百.
_PAIR = re.compile(
    r"(?<![零一二三四五六七八九])(?:一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)(?![零一二三四五六七八九点])"
)
_RUN = re.compile(rf"[{HAN}{POWERS}]++")
# Units that begin with a multiplier: 12千米 is 12 kilometres, 五十兆字节 fifty megabytes.
_METRIC = re.compile(r"千(?:米|克|瓦|卡|赫兹|字节)|兆(?:瓦|赫兹|字节|比特)")
# 3万4000: digits that fill exactly the places below the multiplier.
_PLACES = {3: 3, 4: 4, 8: 8}
_DOTTED = re.compile(r"\d++(?:\.\d++){2}")
_ZERO = Decimal(0)
EXACT = Context(prec=4 * MAX_DIGITS)


class Numeral(Struct, frozen=True):
    """A numeral ``text[start:end]``. ``high`` is the upper value of a spoken span (七八), ``least`` says that 几, 多 or
    余 stands in it, ``bare`` that it is a multiplier without a digit (百)."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    least: bool = False
    bare: bool = False


def read_numeral(text: str, start: int) -> Numeral | None:
    """The numeral at ``start`` of a folded text; None where none begins or a run of digits is too long for one."""
    if (plain := _PLAIN.match(text, start)) is not None and plain.end() - start <= MAX_DIGITS:
        arabic, power, han = plain.groups()
        value = Decimal(DIGITS[han] if han else arabic)
        return Numeral(start, plain.end(), EXACT.scaleb(value, MULTIPLIERS[power]) if power else value)
    run = _RUN.match(text, start, start + REACH)
    if run is not None and (pair := _PAIR.search(run[0])) is not None:
        spoken = _spoken_span(text, start, start + pair.start())
        if spoken is not None:
            return spoken
    if run is not None and (found := _POSITIONAL.match(text, start)) is not None:
        return _positional(text, found)
    with localcontext(EXACT):
        return _Reader(text, start).read()


def _spoken_span(text: str, start: int, pair: int) -> Numeral | None:
    """二三十: once read without its second digit, once without its first."""
    window = text[start : start + REACH]
    at = pair - start
    low = read_numeral(window[: at + 1] + window[at + 2 :], 0)
    high = read_numeral(window[:at] + window[at + 1 :], 0)
    if low is None or high is None or low.end != high.end or low.end < at + 1 or low.value >= high.value:
        return None
    return Numeral(start, start + low.end + 1, low.value, high.value, low.least)


def _positional(text: str, found: re.Match[str]) -> Numeral | None:
    """二〇二一: digits in a row. Two digits without a zero are a word or a name (九九), and no number."""
    digits = found[0]
    if len(digits) > MAX_DIGITS or (len(digits) == 2 and digits[1] != "零"):
        return None
    if text[found.end() : found.end() + 1] in (*POWERS,):
        return None
    return Numeral(found.start(), found.end(), Decimal("".join(str(DIGITS[char]) for char in digits)))


class _Reader:
    """Reads piece by piece. ``parts`` are finished sections with their 万 or 亿; ``section`` gathers what is below."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.at = text, start, start
        self.limit = start + REACH
        self.parts: list[tuple[Decimal, int]] = []
        self.section = _ZERO
        self.below = 99  # the multipliers still allowed in this section are smaller
        self.pending: Decimal | None = None
        self.han = self.zero = self.least = self.digits = False
        self.power = 0  # of the piece just read
        self.before_pending = self.before_zero = start

    def read(self) -> Numeral | None:
        """The numeral, as far as it is well formed."""
        while (piece := _PIECE.match(self.text, self.at, self.limit)) is not None:
            if (self.at == self.start and piece["gap"]) or not self._take(piece):
                break
            self.at = piece.end()
        if self.at == self.start:
            return None
        value = self._suffix(self._point(self._value()))
        if value.adjusted() > 2 * MAX_DIGITS:
            return None
        return Numeral(self.start, self.at, value, None, self.least, not self.digits)

    def _take(self, piece: re.Match[str]) -> bool:
        if piece["power"]:
            return self._multiply(piece)
        if piece["some"]:
            return self._some(piece)
        if piece["tens"]:
            return self._tens(piece)
        return self._arabic(piece) if piece["arabic"] else self._han(piece)

    def _han(self, piece: re.Match[str]) -> bool:
        digit = piece["digit"]
        if digit == "零":
            if self.pending is not None or self.zero:
                return False
            self.zero, self.before_zero = True, self.at
            self.digits = self.digits or (not self.parts and not self.section)
            return True
        if self.pending is not None:
            return False
        return self._pend(piece, Decimal(DIGITS[digit]), han=True)

    def _arabic(self, piece: re.Match[str]) -> bool:
        written = piece["arabic"].replace(",", "")
        if len(written) > MAX_DIGITS or self.pending is not None:
            return False
        begun = self.at != self.start
        if begun and "." in written:
            return False
        if begun and not (self.zero or self._multiplier_follows(piece) or self._fills_places(piece)):
            return False
        return self._pend(piece, Decimal(written), han=False)

    def _fills_places(self, piece: re.Match[str]) -> bool:
        """3万4000 – but 3万 4000, 3万400 and 3万2024年 are two numbers."""
        year = self.text[piece.end() : piece.end() + 1] == "年"
        return not piece["gap"] and not year and len(piece["arabic"]) == _PLACES.get(self.power)

    def _multiplier_follows(self, piece: re.Match[str]) -> bool:
        following = _PIECE.match(self.text, piece.end(), self.limit)
        return following is not None and following["power"] is not None

    def _pend(self, piece: re.Match[str], value: Decimal, *, han: bool) -> bool:
        if piece["gap"] and self.at != self.start and not self.power and not self.zero:
            return False
        self.before_pending, self.pending, self.han, self.digits = self.at, value, han, True
        return True

    def _tens(self, piece: re.Match[str]) -> bool:
        if self.pending is not None or self.below <= 1:
            return False
        self.section += DIGITS[piece["tens"]]
        self.below, self.power, self.digits, self.zero = 1, 1, True, False
        return True

    def _some(self, piece: re.Match[str]) -> bool:
        """几, 余, 多 inside a numeral (五百余万, 二十几万), and the idle 个 of 两个亿."""
        some = piece["some"]
        following = _PIECE.match(self.text, piece.end(), self.limit)
        big = following is not None and following["power"] is not None and MULTIPLIERS[following["power"]] > 1
        if some == "个":
            return self.at != self.start and bool(self.pending)
        if self.at == self.start or not (self.power or self.pending is not None):
            return False
        if some == "几":
            if self.pending is not None or not (big or self.power):
                return False
        elif not big:
            return False
        self.least = True
        return True

    def _multiply(self, piece: re.Match[str]) -> bool:
        power = MULTIPLIERS[piece["power"]]
        if self._is_unit(piece):
            return False
        done = self._small(power) if power < 4 else self._big(power)
        if done:
            self.pending, self.zero, self.power = None, False, power
        elif self.pending is not None and self.at != self.start and self.before_pending > self.start:
            self.at, self.pending = self.before_pending, None  # 一百二百: 二 heads the next numeral
        return done

    def _is_unit(self, piece: re.Match[str]) -> bool:
        """Whether the multiplier begins a unit: 12千米 – but 三千米 is three thousand metres."""
        if _METRIC.match(self.text, piece.start("power")) is None:
            return False
        if piece["power"] == "兆":
            return self.at != self.start
        return not self.han and self.pending is not None and not self.section

    def _small(self, power: int) -> bool:
        if power >= self.below:
            return False
        if self.pending is None and not self.zero and (self.section or self.parts):
            return False
        self.digits = self.digits or power == 1
        self.section += (self.pending if self.pending is not None else Decimal(1)).scaleb(power)
        self.below = power
        return True

    def _big(self, power: int) -> bool:
        held = self.section + (self._left_over() if self.section else self.pending or _ZERO)
        if held or self.pending is not None:
            while self.parts and self.parts[-1][1] < power:
                held += self.parts.pop()[0]
            if self.parts and self.parts[-1][1] == power:
                return False
        elif self.parts and self.power >= 4:  # 万亿, 万万: a multiplier of what stands already
            held = self.parts.pop()[0]
            while self.parts and self.parts[-1][1] < power + self.power:
                held += self.parts.pop()[0]
        elif self.at == self.start:
            held = Decimal(1)
        else:
            return False
        self.parts.append((held.scaleb(power), power))
        self.section, self.below = _ZERO, 99
        return True

    def _value(self) -> Decimal:
        """The sum with the digit left over: 九十二万四 is 924000, 一万零四 is 10004, 五千五 is 5500."""
        total = self.section
        for part, _ in self.parts:
            total += part
        if self.zero and self.pending is None and self.digits and self.before_zero > self.start:
            self.at = self.before_zero  # 一百零。
        if self.pending is None:
            return total
        if self.han and self.text[self.at - 1] in "两俩" and (self.parts or self.section):
            self.at = self.before_pending  # 三千两百两: the weight
            return total
        return total + self._left_over()

    def _left_over(self) -> Decimal:
        """The digit behind the last multiplier: of its next place, unless a zero stands between."""
        if self.pending is None:
            return _ZERO
        return self.pending.scaleb(self.power - 1) if self.han and self.power > 1 and not self.zero else self.pending

    def _suffix(self, value: Decimal) -> Decimal:
        """15k, 30w."""
        found = _SUFFIX.match(self.text, self.at) if self.text[self.at - 1].isdigit() else None
        if found is None:
            return value
        self.at = found.end()
        return value.scaleb(SUFFIXES[found["suffix"]])

    def _point(self, value: Decimal) -> Decimal:
        """三点一四, 三点二万, 零点77; the hour of 八点三十分 is no decimal."""
        last = self.text[self.at - 1]
        if last not in HAN + POWERS or last in "两俩":
            return value
        if last == "零" and (found := _POINT_ARABIC.match(self.text, self.at, self.limit)) is not None:
            self.at = found.end()
            return value + Decimal(f"0.{found[1]}")
        found = _POINT.match(self.text, self.at, self.limit)
        if found is None:
            return value
        digits = "".join(str(DIGITS[char]) for char in found["digits"].replace(" ", ""))
        power = sum(MULTIPLIERS[char] for char in found["power"])
        self.at, self.digits = found.end(), True
        return (value + Decimal(f"0.{digits}")).scaleb(power)


def last_before(text: str, at: int) -> str:
    """The character before a place, past the few spaces that may stand between; ``""`` where there is none."""
    char = text[at - 1 : at]
    return text[max(0, at - _GAP - 1) : at].rstrip(" ")[-1:] if char == " " else char


def first_behind(text: str, at: int) -> str:
    """The character at a place or behind the few spaces that stand there; ``""`` where there is none."""
    char = text[at : at + 1]
    return text[at : at + _GAP + 1].lstrip(" ")[:1] if char == " " else char


def digit_runs_apart(text: str, start: int) -> bool:
    """Whether a digit run belongs to a dotted row (1.2.3, 2222.2222.222), whose members are whole numbers."""
    if _DOTTED.match(text, start) is not None:
        return True
    behind = text[start - 1 : start] == "." and text[start - 2 : start - 1].isdigit()
    return behind and text[start : start + 1].isdigit()  # 3.千: no row
