"""The whole that a table's breakdown is of: the value of its row, or of its column, that is headed 合计."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from flows.metrics.records import Figure, TableHeaders
from warehouse.reference.vocabulary import Kind, Role

_TOTAL = re.compile(r"(?:.*/ )?(?:合计|总计|共计)(?:[(（][^()（）]*[)）])?")
_SUMMED = (Kind.COUNT, Kind.AMOUNT)


def with_wholes(figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one table, each part with the key of its whole: the 合计 of its line where the table has one for
    columns of one unit (警告 | 罚款 | 合计), else the 合计 of its column. Wholes of which there are two are none; the
    rows of territories are wholes of their own."""
    by_line, by_column = _wholes(figures, "row", "column"), _wholes(figures, "column", "row")
    return [replace(figure, parent_key=_whole(figure, by_line, by_column)) for figure in figures]


def _wholes(figures: Sequence[Figure], alike: str, headed: str) -> dict[tuple[str, str], Figure | None]:
    """The figures whose header is 合计, by what they share with their parts and by unit."""
    found: dict[tuple[str, str], Figure | None] = {}
    for figure in figures:
        if _is_summed(figure) and _TOTAL.fullmatch(getattr(figure.headers, headed)):
            place = (_place(figure, alike), figure.unit)
            found[place] = None if place in found else figure
    return found


def _whole(
    figure: Figure,
    by_line: dict[tuple[str, str], Figure | None],
    by_column: dict[tuple[str, str], Figure | None],
) -> str | None:
    if not _is_summed(figure) or (figure.headers and figure.headers.place):
        return figure.parent_key  # a territory's value is the whole of that territory
    for wholes, alike in ((by_line, "row"), (by_column, "column")):
        whole = wholes.get((_place(figure, alike), figure.unit))
        if whole is not None and whole is not figure and figure.start != whole.start:
            return whole.key
    return figure.parent_key


def _place(figure: Figure, alike: str) -> str:
    """Where its fellows stand: the same line, or the same column."""
    headers = figure.headers or TableHeaders()
    return f"line {figure.sentence_start}" if alike == "row" else headers.column


def _is_summed(figure: Figure) -> bool:
    return figure.headers is not None and figure.kind in _SUMMED and figure.role is Role.ACTUAL
