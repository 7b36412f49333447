"""One cell → one figure: its kind, role and direction, and why a cell with a number is none."""

import re
from dataclasses import dataclass

from flows.metrics.figures.confidence import confidence
from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.tabled.cells import CellText, Content
from flows.metrics.figures.tabled.columns import Names
from flows.metrics.figures.tabled.headers import Purpose, rule
from flows.metrics.records import Cell, Figure, Part, TableHeaders
from warehouse.reference.vocabulary import Bound, ChangeBase, Direction, Kind, Role

_HAN = re.compile(r"[\u4e00-\u9fff]")
_RISES, _FALLS = re.compile("增|升|涨"), re.compile("减|降")
_YEAR_ON_YEAR, _PERIOD_ON_PERIOD = re.compile("同比|上一?年|去年|同期"), re.compile("环比|上月|上期|上季度")
_NAMED_BASE = re.compile(r"(?:与|较|比)(?P<base>\d{4}年)")
_UNIVERSE = re.compile("全[国省市区县州]")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: its part, its line, what names the table, and whether the chapter is a plan."""

    part: Part
    cell: Cell
    line: tuple[int, int]
    caption: tuple[str, ...]
    planned: bool


def refusal(names: Names, name: str, read: CellText) -> str:
    """Why a cell's number is no figure; "" where it is one."""
    token = read.token
    if names.purpose in (Purpose.NUMBERING, Purpose.ASIDE):
        return "numbering" if names.purpose is Purpose.NUMBERING else "not_measured"
    if read.content is not Content.VALUE or token is None:
        return "no_value"
    if not _HAN.search(name):
        return "nothing_measured"
    if names.purpose is Purpose.RANK:
        fits = token.unit in ("", "名", "位") and token.value == int(token.value) and not read.sign
        return "" if fits else "no_value"
    if token.form == "ordinal":
        return "ordinal"
    if names.purpose is Purpose.CHANGE:
        if not token.unit:
            return "unit_unknown"
        return "sign_ambiguous" if read.sign and _direction_told(names.words) is Direction.DOWN else ""
    if read.sign:
        return "sign_without_change"
    needs_unit = names.purpose is Purpose.SHARE or rule("rates").search(name) or rule("money").search(name)
    return "unit_unknown" if needs_unit and not token.unit else ""


def table_figure(place: Place, names: Names, name: str, read: CellText) -> Figure:
    """The figure of a cell that :func:`refusal` has nothing against."""
    token, cell, part = read.token, place.cell, place.part
    assert token is not None
    start, end = cell.offset + read.start, cell.offset + read.end
    change = names.purpose is Purpose.CHANGE
    direction = _direction(names.words, read) if change else None
    kind = _kind(names.purpose, read)
    flags = [] if token.unit or kind is Kind.RANK else ["unit_not_told"]
    return Figure(
        part_id=part.id,
        start=start,
        end=end,
        span_text=part.text[start:end],
        sentence_start=place.line[0],
        sentence_end=place.line[1],
        value=token.value,
        value_high=token.high,
        unit="" if kind is Kind.RANK else token.unit,
        bound=Bound.EXACT if kind is Kind.RANK else token.bound,
        kind=kind,
        role=_role(names.purpose, place.planned),
        indicator=_indicator(names, name, direction)[:_LONGEST_NAME],
        direction=direction,
        change_base=_base(names.words) if change else None,
        base_text=names.words if change else "",
        universe=found[0] if names.purpose is Purpose.RANK and (found := _UNIVERSE.search(names.words)) else "",
        rule="table_change" if change else "table_cell",
        confidence=confidence("table_change" if change else "table_cell"),
        flags=tuple(flags),
        headers=TableHeaders(
            place.caption, cell.row_header, cell.column_header, names.names, names.times, names.place, names.part
        ),
    )


def _kind(purpose: Purpose, read: CellText) -> Kind:
    if purpose is Purpose.CHANGE:
        return Kind.GROWTH
    if purpose is Purpose.RANK:
        return Kind.RANK
    assert read.token is not None
    return plain_kind(read.token)


def _role(purpose: Purpose, planned: bool) -> Role:
    if purpose is Purpose.CHANGE:
        return Role.CHANGE
    if purpose is Purpose.RANK:
        return Role.CLAIM
    return Role.TARGET if planned or purpose is Purpose.TARGET else Role.ACTUAL


def _indicator(names: Names, name: str, direction: Direction | None) -> str:
    """The name with what the column says of it: …同比增长, …占比, …排名."""
    if names.purpose is Purpose.CHANGE:
        base = "同比" if _YEAR_ON_YEAR.search(names.words) else "环比" if _PERIOD_ON_PERIOD.search(names.words) else ""
        return name + base + ("下降" if direction is Direction.DOWN else "增长")
    if names.purpose is Purpose.SHARE:
        return name + "占比"
    if names.purpose is Purpose.RANK:
        return name + (names.words or "排名")
    return name


def _direction_told(words: str) -> Direction | None:
    rises, falls = bool(_RISES.search(words)), bool(_FALLS.search(words))
    return None if rises == falls else Direction.UP if rises else Direction.DOWN


def _direction(words: str, read: CellText) -> Direction:
    """By the sign, else by the header (降幅), else up: an unsigned 12.3% under 同比 is a rise."""
    assert read.token is not None
    if read.token.value == 0:
        return Direction.FLAT
    if read.sign:
        return Direction.UP if read.sign > 0 else Direction.DOWN
    return _direction_told(words) or Direction.UP


def _base(words: str) -> ChangeBase:
    if _NAMED_BASE.search(words):
        return ChangeBase.NAMED_PERIOD
    if _YEAR_ON_YEAR.search(words):
        return ChangeBase.YEAR_ON_YEAR
    return ChangeBase.PERIOD_ON_PERIOD if _PERIOD_ON_PERIOD.search(words) else ChangeBase.UNKNOWN
