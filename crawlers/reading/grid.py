"""A grid of cells → rows of text, each value with the headers of its row and column. Knows nothing of HTML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAX_HEADER_ROWS = 5
_MAX_SECTION = 40
# A number, what limits it, and a unit; 2024年, 1月 and 12345热线 are names of columns.
_UNIT = (
    "[万亿千百余多件个项次人名家户处场起宗份条部批元倍位分天期例册本篇只台套辆间所亩平方米公里吨小时工作日百点]{0,6}"
)
_VALUE = re.compile(
    rf"^[-—–－/／]{{1,2}}$|^[约近超逾≥≤<>＜＞↑↓▲▼+＋\-－—–]?\s*\d[\d,，.．]*\s*(?:%|％|‰|{_UNIT})\s*[↑↓▲▼]?$|^无$"
)
_YEAR = re.compile(r"^(?:19|20)\d\d\s*年?度?$")
_NUMBERING = re.compile(r"^(?:序\s*号?|编\s*号|行次|No\.?|№)$", re.I)
_SHORTEST_COUNT = 2
_NOTE = re.compile(r"^(?:注|备注|说明|数据来源|填报|审核|制表)")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of a row: ``start`` and ``end`` are code points in the row's text."""

    start: int
    end: int
    row_header: str
    column_header: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a line of text (cells parted by tabs) with its values; ``table`` tells tables of a page apart."""

    table: int
    text: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid; ``own`` where the cell begins here, not merely reaches here by rowspan or colspan."""

    text: str
    own: bool
    head: bool
    link: bool = False

    @property
    def is_value(self) -> bool:
        """Whether the cell reads like a value: a number with a unit, a dash, 无; not a year, which names a column."""
        return not self.head and bool(_VALUE.match(self.text)) and not _YEAR.match(self.text)


GridRow = Sequence[Slot]


def squared(rows: Sequence[list[Slot]]) -> list[list[Slot]]:
    """Rows of one length: ragged ones end in empty slots."""
    width = max(map(len, rows), default=0)
    return [row + [Slot("", own=False, head=False)] * (width - len(row)) for row in rows]


def rows_of(grid: Sequence[GridRow], table: int) -> list[Row]:
    """The rows of a squared grid that hold text; ``table`` is a number no other table of the document has.

    Headers stand at the top (any number of rows, a caption over the whole width left out) and at the left, or in the
    last column where the left holds values. Inside a table a line over the whole width names the rows below it, and a
    second header replaces the first.
    """
    if not grid:
        return []
    tops = header_rows(grid)
    columns = _naming_columns(grid, tops)
    heads = [row for row in grid[:tops] if not is_caption(row)]
    blocks = _blocks(grid, tops, heads, columns)
    corner = next((slot.text for row in heads for slot in row if slot.text), "")
    rows = [_plain(table, row) for row in grid[:tops]]
    section, renewing, after_section = "", False, False
    for row in grid[tops:]:
        if _is_section(row):
            section = row[0].text
            rows.append(_plain(table, row))
        elif _is_header_again(row, corner, columns, after_section=after_section):
            heads = [*heads, row] if renewing else [row]
            rows.append(_plain(table, row))
            renewing, after_section = True, False
            continue
        else:
            rows.append(_row(table, row, heads, blocks, section))
        renewing, after_section = False, _is_section(row)
    return [row for row in rows if row.text]


def header_rows(grid: Sequence[GridRow]) -> int:
    """How many rows at the top are captions or headers: they hold no figures, and figures follow."""
    has_values = any(slot.is_value for row in grid for slot in row[1:])
    tops = 0
    for row in grid[:-1]:
        own = [slot for slot in row if slot.text]
        if any(slot.is_value for slot in own) or tops >= _MAX_HEADER_ROWS:
            break
        if _is_section(row) and any(not is_caption(above) and any(s.text for s in above) for above in grid[:tops]):
            break  # below a header it names rows
        tops += 1
        if len(own) >= 2 and not has_values:
            break  # a table of words: the first full row is its header
    return tops


def _naming_columns(grid: Sequence[GridRow], tops: int) -> tuple[int, ...]:
    """The columns that name the rows: those at the left without figures, but for running numbers (序号); else the last
    one, where it alone holds words."""
    body = grid[tops:]
    width = len(grid[0])
    lefts = 0
    for x in range(max(1, width - 1) if width else 0):
        column = [row[x] for row in body if row[x].text]
        figures = sum(slot.is_value for slot in column)
        numbers = _is_numbering(x, column, grid[:tops])
        if figures and not numbers and figures * 3 > len(column):
            break
        lefts += 1
    if lefts >= width - 1 and not any(row[-1].is_value for row in body):
        return (0,)  # a table of words: one name column, the rest is content
    if lefts == 0 and width > 1:
        last = [row[-1] for row in body if row[-1].text]
        if last and not any(slot.is_value for slot in last):
            return (width - 1,)
    return tuple(range(lefts))


def _blocks(
    grid: Sequence[GridRow], tops: int, heads: Sequence[GridRow], columns: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """The columns that name the values right of them, block by block: a narrow table is often set twice side by side
    (受理数 | 120 | 审结数 | 110), with its headers repeated (项目 | 数量 | 项目 | 数量) or without any. Words that come
    again in every row (受理数 | 120 | 同比增长 | 10%) say more of the name at the left."""
    blocks = [columns]
    names = [tuple(head[x].text for head in heads) for x in range(len(grid[0]))]
    first = {names[x] for x in columns if any(names[x])}
    for x in range(max(columns, default=len(grid[0])) + 1, len(grid[0]) - 1):
        words = [] if heads else _words_before_values(grid[tops:], x)
        if names[x] in first and len(blocks) > 1 and blocks[-1][-1] == x - 1:
            blocks[-1] = (*blocks[-1], x)
        elif names[x] in first or words:
            blocks.append((x,) if len(set(words)) == len(words) else (*blocks[-1], x))
    return blocks


def _words_before_values(body: Sequence[GridRow], x: int) -> list[str]:
    """The words of a column that holds nothing else, each of them before a value; else none."""
    pairs = [(row[x], row[x + 1]) for row in body if row[x].own and row[x].text]
    named = all(value.own and value.is_value and not word.is_value for word, value in pairs)
    return [word.text for word, _ in pairs] if named else []


def _is_numbering(x: int, column: Sequence[Slot], heads: Sequence[GridRow]) -> bool:
    """Running numbers: a column called so, or a first one that counts its rows."""
    if any(_NUMBERING.match(row[x].text) for row in heads):
        return True
    own = [slot.text for slot in column if slot.own]
    return x == 0 and len(own) >= _SHORTEST_COUNT and own == [str(n) for n in range(1, len(own) + 1)]


def is_caption(row: GridRow) -> bool:
    """One cell over the whole width names the table, not a column."""
    return len(row) > 1 and len({slot.text for slot in row}) == 1 and sum(slot.own for slot in row) == 1


def _is_section(row: GridRow) -> bool:
    """A short line over the whole width inside a table names the rows below it (二、行政诉讼); a note does not."""
    return is_caption(row) and 0 < len(row[0].text) <= _MAX_SECTION and not _NOTE.match(row[0].text)


def _is_header_again(row: GridRow, corner: str, columns: Sequence[int], *, after_section: bool) -> bool:
    """A second header inside a table: it repeats the corner of the first, follows a section's name or is marked up."""
    own = [slot for slot in row if slot.own and slot.text]
    if len(own) < 2 or any(slot.is_value for slot in own):
        return False
    if not any(slot.text for x, slot in enumerate(row) if x not in columns):
        return False
    return all(slot.head for slot in own) or after_section or (bool(corner) and own[0].text == corner)


def _plain(table: int, row: GridRow) -> Row:
    """A row of headers, a section's name: text without values."""
    return Row(table, "\t".join(slot.text for slot in row if slot.own and slot.text), ())


def _row(table: int, row: GridRow, heads: Sequence[GridRow], blocks: Sequence[tuple[int, ...]], section: str) -> Row:
    if is_caption(row):  # a note over the whole width is nobody's value
        return _plain(table, row)
    naming = {x for block in blocks for x in block}
    text, values, names = "", [], _names(row, blocks[0], section)
    for x, slot in enumerate(row):
        if begun := next((block for block in blocks[1:] if x == block[-1]), None):
            names = _names(row, begun, section)
        if not slot.own or not slot.text:
            continue
        text += "\t" if text else ""
        if x not in naming:
            above = distinct(head[x].text for head in heads)
            values.append(Value(len(text), len(text) + len(slot.text), names, above))
        text += slot.text
    return Row(table, text, tuple(values))


def _names(row: GridRow, columns: Sequence[int], section: str) -> str:
    return distinct([section, *(row[x].text for x in columns if not row[x].text.isdigit())])


def distinct(texts: Iterable[str]) -> str:
    """Header texts from the outer to the inner one, each once."""
    return " / ".join(dict.fromkeys(text for text in texts if text))
