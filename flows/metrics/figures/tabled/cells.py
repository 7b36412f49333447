"""What one cell of a table holds: nothing, one value with its sign, prose, or something that is no value."""

import re
from dataclasses import dataclass
from enum import Enum

from flows.metrics.figures.quantities import Token, scan
from flows.metrics.figures.shadow import shadow
from warehouse.reference.vocabulary import Bound

_EMPTY = re.compile(r"(?:[-/\\*.…_]+|无|空|暂无|N/?A|未统计|不适用|持平)?")
_UP = frozenset("+↑▲△") | {"上升", "增加", "增长", "提高", "升", "增"}
_DOWN = frozenset("-↓▼▽") | {"下降", "减少", "降低", "降", "减"}
_LEAD = re.compile(
    r"\s*(?P<sign>[+\-↑↓▲▼△▽]|上升|下降|增加|减少|增长|提高|降低|升|降|增|减)?了?\s*(?P<limit>[≥≤><])?\s*"
)
_LIMITS = {"≥": Bound.AT_LEAST, ">": Bound.AT_LEAST, "≤": Bound.AT_MOST, "<": Bound.AT_MOST}
_TRAIL = re.compile(r"\s*(?P<sign>[↑↓▲▼△▽])?\s*\Z")
_BRACKETED = re.compile(r"\s*\((?P<inside>[^()]{1,40})\)\s*\Z")
_PROSE = re.compile(r"[\u4e00-\u9fff][^，。；;]*[，。；;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MIN_PROSE = 10
_IDENTIFIER = re.compile(r"0\d|\d{9,}(?![\d.,])")


class Content(Enum):
    """What a cell is."""

    EMPTY = "empty"
    VALUE = "value"
    PROSE = "prose"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell read: ``start:end`` is the value with its sign in the cell; ``sign`` is 1, -1, or 0 where none is printed;
    ``inside`` the unit or remark in brackets behind it."""

    content: Content
    token: Token | None = None
    start: int = 0
    end: int = 0
    sign: int = 0
    inside: str = ""


def read_cell(text: str, unit: str = "") -> CellText:
    """Reads a cell; ``unit`` is what its headers tell, and holds where the cell prints none.

    562件, 1,234, -3.2%, ↑5.1%, ≥95%, 12（其中乡镇3）are values; 2024年3月5日, 甲政复〔2024〕3号, 3个部门12人 are not.
    """
    folded = shadow(text)
    if _EMPTY.fullmatch(folded.strip()):
        return CellText(Content.EMPTY)
    if is_prose(folded):
        return CellText(Content.PROSE)
    lead = _LEAD.match(folded)
    at = lead.end() if lead else 0
    rest = folded[at:]
    tokens = scan(rest)
    if not tokens or tokens[0].start != 0 or tokens[0].form in ("malformed", "vague"):
        return CellText(Content.OTHER)
    token = tokens[0]
    if _IDENTIFIER.match(rest) or (token.form == "fraction" and "/" in rest) or _is_date(token):
        return CellText(Content.OTHER)
    end, inside = token.end, ""
    if bracket := _BRACKETED.match(rest, end):
        inside = bracket["inside"]
    elif len(tokens) > 1:
        return CellText(Content.OTHER)
    trail = _TRAIL.match(rest, end)
    if trail is None and not inside:
        return CellText(Content.OTHER)
    if token.han and not token.unit:
        return CellText(Content.OTHER)
    if not token.unit and unit and token.form == "plain":
        token = _with_unit(rest, token, unit)
    sign = lead["sign"] if lead and lead["sign"] else trail["sign"] if trail and trail["sign"] else ""
    start = len(folded) - len(folded.lstrip())
    if limit := lead["limit"] if lead else None:
        token.bound = _LIMITS[limit]
    if trail and trail["sign"]:
        end = trail.end("sign")
    return CellText(Content.VALUE, token, start, at + end, _sign(sign), inside)


def is_prose(folded: str) -> bool:
    """Whether a cell speaks in sentences: pauses between words, and enough of these."""
    return bool(_PROSE.search(folded)) and len(_HAN.findall(folded)) >= _MIN_PROSE


def _sign(sign: str) -> int:
    return 1 if sign in _UP else -1 if sign in _DOWN else 0


def _is_date(token: Token) -> bool:
    return token.unit.startswith("年") and 1900 <= token.value <= 2100


def _with_unit(text: str, token: Token, unit: str) -> Token:
    """The token read with the unit of its header: 120.5 under 万元 is 1205000 元."""
    if token.high is not None:
        return token  # a range: the unit would be read for its beginning alone
    read = scan(text[: token.number_end] + unit)
    if len(read) != 1 or not read[0].unit:
        return token
    found = read[0]
    found.start, found.end, found.bound = token.start, token.end, token.bound
    return found
