"""Tables by header × row: each cell's value, named by its headers (行政复议 × 受理（件） → 行政复议受理, 件).

The order of it: what names the table, then line by line what its headers say, then cell by cell what stands there.
Knows a part's text and cells, not what they were read from. Cells that speak in sentences go to the rules for text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby, pairwise

from msgspec.structs import replace

from flows.metrics.figures.quantities import scan
from flows.metrics.figures.shadow import shadow
from flows.metrics.figures.tabled.cells import Content, is_prose, read_cell
from flows.metrics.figures.tabled.columns import OF_ANOTHER, Names, merged
from flows.metrics.figures.tabled.figure import Place, refusal, table_figure
from flows.metrics.figures.tabled.headers import Purpose, fold, name_of_table, noun_unit, rule, units_told
from flows.metrics.figures.tabled.totals import with_wholes
from flows.metrics.figures.targets import turns_to_plan
from flows.metrics.records import Cell, Figure, LeftOut, Part
from warehouse.reference.vocabulary import PartKind, Role

ReadText = Callable[[Part], tuple[Sequence[Figure], Sequence[LeftOut]]]
_DIGIT = re.compile(r"\d")
_NOTE = re.compile(r"\s*(?:注|备注|说明|数据来源)\s*[:：\d]")
# A row that names a document, a date or an identity is one case: its amounts are no figures of a region.
_CASE = re.compile(
    r"[〔\[(（]\d{4}[〕\])）]\s*第?\d+号|\d{4}[年./-]\d{1,2}[月./-]\d{1,2}|[0-9A-Z]{18}|某某|某[甲乙丙丁]"
)
_INDEX_NAMES = re.compile(r"[甲乙丙丁]?|栏次|行次|序号|项目")
_SHORTEST_INDEX = 3


def table_figures(part: Part, read_text: ReadText) -> tuple[tuple[Figure, ...], tuple[LeftOut, ...]]:
    """The figures of a table part and the numerals left out, both in text order.

    ``read_text`` reads a part of prose: cells of sentences are handed to it at their place in the text.
    """
    table = _Table.of(part)
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    prose: list[tuple[int, int, Role | None]] = []
    at = 0
    for line_start, line_end, cells in table.lines():
        left_out += _outside(part, at, cells[0].offset, prose)
        _read_line(table, (line_start, line_end), cells, figures, left_out, prose)
        for cell, following in pairwise(cells):
            left_out += _numerals(part, cell.end, following.offset, "table_header")
        at = cells[-1].end
    left_out += _outside(part, at, len(part.text), prose)
    told, unsaid = _read_prose(part, prose, read_text)
    return (
        tuple(sorted([*with_wholes(figures), *told], key=lambda figure: figure.start)),
        tuple(sorted([*left_out, *unsaid], key=lambda item: item.start)),
    )


def without_rows(part: Part, rows: frozenset[str]) -> tuple[Part, list[LeftOut]]:
    """A part in which the lines that stand in tables too are blank, and the numerals of these lines.

    ``rows`` are the lines of the document's tables; they are read there, with their headers.
    """
    if not rows or part.kind is PartKind.TABLE:
        return part, []
    pieces: list[str] = []
    left_out: list[LeftOut] = []
    at = 0
    for line in part.text.split("\n"):
        if line in rows:
            left_out += _numerals(part, at, at + len(line), "told_in_table")
            pieces.append(" " * len(line))
        else:
            pieces.append(line)
        at += len(line) + 1
    return replace(part, text="\n".join(pieces)), left_out


def rows_of(parts: Sequence[Part]) -> frozenset[str]:
    """The lines of all table parts from the first row on: what is said above a table belongs to the text."""
    tables = (part.text.split("\n") for part in parts if part.kind is PartKind.TABLE and part.cells)
    return frozenset(line for lines in tables for line in dropwhile(lambda line: "\t" not in line, lines) if line)


@dataclass(frozen=True, slots=True)
class _Table:
    """What holds for the whole table: its caption and units, whether rows are territories or cases, or all is plan."""

    part: Part
    caption: tuple[str, ...]
    units: tuple[str, ...]
    name: str
    territories: bool
    cases: bool
    planned: bool

    @classmethod
    def of(cls, part: Part) -> "_Table":
        """Reads the lines above the first cell: those of one piece name the table, the others are its header."""
        first = min((cell.offset for cell in part.cells), default=0)
        above = part.text[: part.text.rfind("\n", 0, first) + 1].split("\n")
        caption = tuple(
            line for line in above if line and "\t" not in line and not rule("article").fullmatch(fold(line))
        )
        header = [line for line in above if "\t" in line]
        corner = fold(header[-1].split("\t", 1)[0]) if header else ""
        units = next((told for line in reversed(caption) if (told := units_told(line))), [])
        return cls(
            part,
            caption,
            tuple(units),
            next((name for line in reversed(caption) if (name := name_of_table(line))), ""),
            bool(rule("territories").fullmatch(corner)),
            any(rule("cases").fullmatch(fold(piece)) for line in header for piece in line.split("\t")),
            any(turns_to_plan(line, False) for line in caption),
        )

    def lines(self) -> Iterator[tuple[int, int, list[Cell]]]:
        """The lines that hold cells, with these in order."""
        text = self.part.text
        ordered = sorted(self.part.cells, key=lambda cell: cell.offset)
        start, end = 0, -1

        def line_of(cell: Cell) -> int:
            nonlocal start, end
            if cell.offset > end:
                start = text.rfind("\n", 0, cell.offset) + 1
                end = text.find("\n", cell.offset)
                end = len(text) if end < 0 else end
            return start

        for begin, group in groupby(ordered, key=line_of):
            yield begin, end, list(group)

    def unit_of(self, names: Names, name: str) -> str:
        """The unit that headers tell, the nearest first; the caption's where the name does not speak against it."""
        if names.unit or names.purpose in OF_ANOTHER:
            return names.unit
        if noun := noun_unit(name):
            return noun
        if rule("rates").search(name):
            return ""
        money = bool(rule("money").search(name))
        fitting = (
            [unit for unit in self.units if unit.endswith("元") == money]
            if len(self.units) > 1 or money
            else self.units
        )
        return fitting[0] if len(fitting) == 1 else ""


def _read_line(
    table: _Table,
    line: tuple[int, int],
    cells: Sequence[Cell],
    figures: list[Figure],
    left_out: list[LeftOut],
    prose: list[tuple[int, int, Role | None]],
) -> None:
    part = table.part
    reason = _line_is_none(table, cells)
    header = cells[0].row_header
    row = merged(header, territories=table.territories)
    row_unit = _unit_beside(part, cells)
    left = _ToTheLeft()
    for cell in cells:
        text = part.text[cell.offset : cell.end]
        if cell.row_header != header:  # two narrow tables side by side: 受理数 | 120 | 审结数 | 110
            header, left = cell.row_header, _ToTheLeft()
            row = merged(header, territories=table.territories)
        column = merged(cell.column_header)
        names = row.over(column, left.borrowed)
        lost = left.passes(column)
        if row_unit and not names.unit:
            names = replace(names, unit=row_unit)
        if is_prose(shadow(text)):
            prose.append((cell.offset, cell.end, Role.TARGET if names.purpose is Purpose.TARGET else None))
            continue
        name = names.composed() or table.name
        read = read_cell(text, table.unit_of(names, name))
        if read.content is Content.EMPTY:
            continue
        why = reason or lost or refusal(names, name, read)
        if why or read.token is None:
            left_out += _numerals(part, cell.offset, cell.end, why or "no_value")
            continue
        place = Place(part, cell, line, table.caption, table.planned)
        figures.append(table_figure(place, names, name, read))
        left_out += _numerals(part, cell.offset + read.end, cell.end, "behind_value")


@dataclass(slots=True)
class _ToTheLeft:
    """The columns of values passed on the way through a line, since the last that told of another."""

    borrowed: Names = field(default_factory=Names)
    seen: frozenset[tuple[str, ...]] = frozenset()
    behind: bool = False

    def passes(self, column: Names) -> str:
        """Goes on by one column; a reason where it tells of another and nobody can say which: 受理 | 审结 | 同比."""
        if column.purpose not in OF_ANOTHER:
            if self.behind:
                self.seen, self.behind = frozenset(), False
            self.borrowed, self.seen = column, self.seen | {column.names}
            return ""
        self.behind = True
        return "column_ambiguous" if not column.names and len(self.seen) > 1 else ""


def _line_is_none(table: _Table, cells: Sequence[Cell]) -> str:
    """Why no cell of a line is a figure: one case of a list, or the numbers of the columns (甲 1 2 3)."""
    if table.cases or _CASE.search(cells[0].row_header):
        return "single_case"
    texts = [table.part.text[cell.offset : cell.end].strip() for cell in cells]
    counting = texts == [str(number) for number in range(1, len(texts) + 1)]
    if counting and len(texts) >= _SHORTEST_INDEX and _INDEX_NAMES.fullmatch(fold(cells[0].row_header)):
        return "numbering"
    return ""


def _unit_beside(part: Part, cells: Sequence[Cell]) -> str:
    """指标 | 2024年 | 单位: the unit stands in a cell of its own."""
    for cell in cells:
        if fold(cell.column_header) in ("单位", "计量单位"):
            return merged(part.text[cell.offset : cell.end]).unit
    return ""


def _outside(part: Part, start: int, end: int, prose: list[tuple[int, int, Role | None]]) -> list[LeftOut]:
    """Numerals of headers, captions and notes; a line of sentences between the rows is prose."""
    found: list[LeftOut] = []
    at = start
    for line in part.text[start:end].split("\n"):
        stop = at + len(line)
        whole = (at == 0 or part.text[at - 1] == "\n") and (stop == len(part.text) or part.text[stop] == "\n")
        if whole and "\t" not in line and "。" in line and is_prose(shadow(line)) and not _NOTE.match(line):
            prose.append((at, stop, None))
        else:
            found += _numerals(part, at, stop, "table_note" if _NOTE.match(line) else "table_header")
        at = stop + 1
    return found


def _numerals(part: Part, start: int, end: int, reason: str) -> list[LeftOut]:
    piece = part.text[start:end]
    if not _DIGIT.search(piece):
        return []
    spans = [(start + token.start, start + token.end) for token in scan(shadow(piece))]
    return [LeftOut(part.id, begin, stop, part.text[begin:stop], reason) for begin, stop in spans]


def _read_prose(
    part: Part, prose: Sequence[tuple[int, int, Role | None]], read_text: ReadText
) -> tuple[list[Figure], Sequence[LeftOut]]:
    """Reads all prose of the table at once, everything else blank, so that spans stay those of the part."""
    if not prose:
        return [], ()
    pieces: list[str] = []
    at = 0
    for start, end, _ in prose:
        pieces += [" " * (start - at - 1) + "\n" if start > at else "", part.text[start:end]]
        at = end
    pieces.append("\n" + " " * (len(part.text) - at - 1) if at < len(part.text) else "")
    figures, left_out = read_text(replace(part, text="".join(pieces), kind=PartKind.BODY, cells=(), headings=()))
    wanted = [span for span in prose if span[2]]
    return [_with_role(figure, wanted) for figure in figures], left_out


def _with_role(figure: Figure, wanted: Sequence[tuple[int, int, Role | None]]) -> Figure:
    """What stands in a column of targets is wanted, however the cell puts it."""
    place = bisect_right(wanted, figure.start, key=lambda span: span[0]) - 1
    if place < 0 or figure.start >= wanted[place][1]:
        return figure
    return replace(figure, role=wanted[place][2] or figure.role)
