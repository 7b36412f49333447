"""One spelling for the grammar: the text's shadow, further folded, with the words covered that only look like numerals.

The length never changes, so a span of the folded text is a span of the text.
"""

import re
from typing import NamedTuple

from flows.metrics.figures.bare.data import table
from flows.metrics.figures.shadow import shadow

# A covered character: no letter, no digit, no mark that the grammar knows.
COVER = "\x00"

_TABLE = str.maketrans("圆塊負貮弐弍錢倆\t", "元块负贰贰贰钱俩 ")
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
# 參 is a three among formal numerals only (參拾參 – but 參加); 参 is its simplified twin.
_THREE = re.compile(rf"[參参](?=[{_FORMAL}万亿])|(?<=[{_FORMAL}零])[參参]")
# 1,234 written with full-width commas between half-width digits: sure only in an amount with cents (82，225.00).
_WIDE_AMOUNT = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})+(?=\.\d{2,3}(?!\d))")
_ADDRESS = re.compile(r"https?://[!-~]+|www\.[!-~]+")
_NUMERAL = re.compile(r"[\d零一二三四五六七八九十百千万亿兆两俩廿卅半]|[壹贰叁肆伍陆柒捌玖拾佰仟]")


class Folded(NamedTuple):
    """A text in the spelling of the grammar, character for character. In ``numerals`` the numeral characters of words
    that are no numbers are covered; units and bounds are read in ``words``, where 12支队伍 still ends in 队伍."""

    words: str
    numerals: str


def fold(text: str) -> Folded:
    """The text in the spelling of the grammar."""
    text = shadow(_WIDE_AMOUNT.sub(lambda found: found[0].replace("，", ","), text)).translate(_TABLE)
    text = _THREE.sub("叁", text)
    text = _ADDRESS.sub(lambda found: COVER * len(found[0]), text)
    return Folded(text, _NO_NUMBER.sub(lambda found: _NUMERAL.sub(COVER, found[0]), text))


def _no_number() -> re.Pattern[str]:
    words: dict[str, str] = table("words")["no_number"]
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_unless_counted(word, words[word]) for word in ordered))


def _unless_counted(word: str, behind: str) -> str:
    """The word where it is one: not behind a numeral (四千万, 一百零一万一千), nor before what ``behind`` matches.

    What stands before it is looked at from behind its first character: a pattern whose alternatives all begin with
    plain characters is searched for at the speed of a character class.
    """
    first = word[0]
    before = rf"(?<![\d零一二三四五六七八九十百千万亿两几]{first})" if _NUMERAL.match(word) else ""
    return first + before + word[1:] + (f"(?!{behind})" if behind else "")


_NO_NUMBER = _no_number()
