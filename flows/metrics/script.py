"""Texts in traditional characters are read through a simplified twin of the same length.

``twin.text[i]`` stands for ``part.text[i]``, so that every offset found in the twin is one of the text as stored: spans
and sentences are cut from the stored text; the words of an indicator stay simplified, and its series are one.

The table is OpenCC's TSCharacters (Apache-2.0), as far as it maps one character to one.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from msgspec.structs import replace

from flows.metrics.records import Cell, Document, LeftOut, Observation

_SHARE = 0.02
"""Of a text's characters: a name or a quotation in traditional characters makes no traditional text."""


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    lines = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    found = {one: several.split()[0] for one, several in pairs}
    return {ord(one): other for one, other in found.items() if len(one) == len(other) == 1 and one != other}


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _table()))


@lru_cache(maxsize=1)
def _suspects() -> re.Pattern[str]:
    """Finds every traditional character; the rare ones as one range, for lists of them are searched for slowly."""
    common = (char for char in _traditional() if char < "\U00010000")
    return re.compile(f"[{''.join(sorted(common))}\U00010000-\U0010ffff]")


def twin(document: Document) -> Document | None:
    """The document in simplified characters; None where it is not in traditional ones."""
    text = "".join(part.text for part in document.parts)
    if sum(map(_traditional().__contains__, _suspects().findall(text))) <= _SHARE * len(text):
        return None
    table = _table()
    parts = tuple(replace(part, text=part.text.translate(table), cells=_cells(part.cells)) for part in document.parts)
    words = {name: getattr(document, name).translate(table) for name in ("title", "source_name", "column", "issuer")}
    return replace(document, parts=parts, **words)


def _cells(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    def simplified(cell: Cell) -> Cell:
        heads = {name: getattr(cell, name).translate(_table()) for name in ("row_header", "column_header")}
        return replace(cell, **heads)

    return tuple(map(simplified, cells))


def restored(document: Document, read: Iterable[Observation]) -> list[Observation]:
    """The observations of a twin with spans and sentences as they are stored."""
    texts = {part.id: part.text for part in document.parts}
    return [_restored(texts[item.figure.part_id], item) for item in read]


def _restored(text: str, item: Observation) -> Observation:
    figure = item.figure
    sentence = text[figure.sentence_start : figure.sentence_end]
    same = sentence.translate(_table()).strip() == item.sentence.strip()
    return replace(
        item,
        figure=replace(figure, span_text=text[figure.start : figure.end]),
        sentence=sentence.strip() if same else item.sentence,
    )


def left_out(document: Document, read: Iterable[LeftOut]) -> list[LeftOut]:
    """What was left out, with its text as it is stored."""
    texts = {part.id: part.text for part in document.parts}
    return [replace(item, text=texts[item.part_id][item.start : item.end]) for item in read]
