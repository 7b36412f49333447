"""What the headers of a table say: a name, and besides it a unit, a time, a territory, or what the column is for."""

import re
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from flows.metrics.figures.shadow import shadow
from flows.metrics.figures.units import unit_pattern

_DATA = Path(__file__).with_name("headers.yaml")
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|#|[①-⑳])+")
_PARTS = re.compile(r"(?:其中|含)[:：]?")
_REMARK = re.compile(r"\([^()]{11,}\)")
_EDGES = "、:：，,·/-—()（）_ "
_LONGEST = 60


class Purpose(Enum):
    """What the values under a header are."""

    VALUE = "value"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    TARGET = "target"
    NUMBERING = "numbering"
    ASIDE = "aside"


class Header(Struct, frozen=True):
    """One header, taken apart.

    ``name`` is what it names ("" for 合计, 数量, 2023年); ``words`` are those of a change (同比增长); ``part`` says
    that it names a part by its own words (其中, 小计).
    """

    name: str = ""
    unit: str = ""
    time: str = ""
    place: str = ""
    purpose: Purpose = Purpose.VALUE
    words: str = ""
    part: bool = False


@lru_cache(maxsize=4096)
def header(text: str) -> Header:
    """A header's text, taken apart. 2024年受理（件） → name 受理, unit 件, time 2024年."""
    folded = fold(text)
    unit, folded = _unit(folded)
    if rule("numbering").fullmatch(folded):
        return Header(purpose=Purpose.NUMBERING)
    if rule("aside").fullmatch(folded) and not unit:
        return Header(purpose=Purpose.ASIDE)
    if rule("form").fullmatch(folded) or rule("article").fullmatch(folded):
        return Header(unit=unit, time=_time(folded)[0])
    if re.fullmatch(_units_alone(), folded):
        return Header(unit=folded)
    part = bool(_PARTS.match(folded) or rule("subtotal").fullmatch(folded))
    folded = _PARTS.sub("", folded)
    if is_place(folded):
        return Header(place=folded, unit=unit, part=part)
    purpose, words, folded = _purpose(folded)
    time, folded = _time(folded)
    name = "" if rule("blank").fullmatch(folded) else folded
    if words and rule("blank").fullmatch(words):
        words = ""
    return Header(name[:_LONGEST], unit, time, "", purpose, words, part)


def fold(text: str) -> str:
    """A header in one width without the spaces that line breaks left (行政 处罚), numbering and long remarks."""
    folded = _REMARK.sub("", _SPACE.sub("", shadow(text)).replace("（", "(").replace("）", ")"))
    return _NUMBER.sub("", folded, count=1) if _NUMBER.match(folded) else folded


def is_place(folded: str) -> bool:
    """Whether a folded header has the shape of a territory's name (甲县, 市本级, 全市)."""
    return bool(rule("place").fullmatch(folded)) and not rule("not_place").search(folded)


def units_told(text: str) -> list[str]:
    """The units that a caption tells: 单位：件 → [件]; 单位：人、万元 → [人, 万元]; none → []."""
    folded = fold(text)
    found = _told().search(folded)
    if found is None:
        found = None if len(folded) > _LONGEST else _bracketed().search(folded)
        return [found["unit"]] if found else []
    return [unit for unit in re.split(r"[、,，/;]", found["units"]) if re.fullmatch(_units_alone(), unit)]


def name_of_table(text: str) -> str:
    """What a caption says the table is of, without number, year, unit and 情况统计表; "" where that is nothing."""
    _, folded = _unit(fold(text))
    folded = re.sub(r"^附?表[\d一二三四五六七八九十]*[:：.]?|\(续\)|单位[:：].*$", "", folded)
    _, folded = _time(folded)
    folded = re.sub(r"(?:的)?(?:基本|有关|主要)?(?:情况)?(?:统计|汇总|一览|明细|数据|分析)*表?$", "", folded)
    folded = re.sub(r"^.{0,8}?(?:各[省市区县州盟旗()、]{1,6}|各部门|各单位|[省市区县州盟旗])(?=[一-鿿]{2})", "", folded)
    return folded.strip(_EDGES)


def noun_unit(name: str) -> str:
    """The unit that a name itself tells: 受援人数 → 人; "" where it tells none."""
    units: dict[str, str] = _data()["units"]
    return next((unit for end, unit in units.items() if name.endswith(end)), "")


@lru_cache(maxsize=32)
def rule(name: str) -> re.Pattern[str]:
    """One pattern of ``headers.yaml``; ``blank`` is all that names nothing: totals, generic words, brackets."""
    if name == "blank":
        data = _data()
        return re.compile(
            rf"(?:{data['total']}|{data['subtotal']}|{data['generic']}|{data['result']}|[{re.escape(_EDGES)}])*"
        )
    return re.compile(re.sub(r"\s+", "", str(_data()[name])))


def _unit(folded: str) -> tuple[str, str]:
    """The unit in brackets and the rest: 受理(件), 金额(单位:万元)."""
    found = _bracketed().search(folded)
    if found is None:
        return "", folded
    return found["unit"], folded[: found.start()] + folded[found.end() :]


def _time(folded: str) -> tuple[str, str]:
    found = rule("time").search(folded)
    if found is None:
        return "", folded.strip(_EDGES)
    time = found[0] + "年" if re.fullmatch(r"\d{4}(?:[-~至]\d{4})?", found[0]) else found[0]
    return time, (folded[: found.start()] + folded[found.end() :]).strip(_EDGES)


def _purpose(folded: str) -> tuple[Purpose, str, str]:
    """What the values are for, the words that say so, and the rest. 完成率 is a value, 目标完成率 too."""
    if rule("rates").search(folded) and not rule("share").search(folded) and not rule("change").search(folded):
        return Purpose.VALUE, "", folded
    for purpose in (Purpose.CHANGE, Purpose.SHARE, Purpose.RANK, Purpose.TARGET):
        found = next(
            (m for m in rule(purpose.value).finditer(folded) if m[0] and m.end() == len(folded.rstrip("%)"))), None
        )
        if found is not None:
            return purpose, found[0], folded[: found.start()]
    found = rule("result").fullmatch(folded)
    return Purpose.VALUE, "", "" if found else folded


@lru_cache(maxsize=1)
def _units_alone() -> str:
    return rf"[百千万亿]*(?:{unit_pattern()})"


@lru_cache(maxsize=1)
def _bracketed() -> re.Pattern[str]:
    return re.compile(rf"\((?:(?:计量|金额)?单位[:：]?)?(?P<unit>{_units_alone()})\)")


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    return re.compile(rf"(?:计量|金额)?单位[:：](?P<units>{_units_alone()}(?:[、,，/;]{_units_alone()})*)")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data
