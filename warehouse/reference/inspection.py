"""A look at somebody's own indicators file before it is used: every fault with its line, field and what is legal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .catalogue import FILE, check_entry
from .errors import InvalidReferenceError, ReferenceDataError
from .files import PACKAGED, Entry, extra_files, read_yaml


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: ``line`` counts from 1; ``entry`` is the indicator's id, or its number in the list."""

    file: Path
    line: int
    entry: str
    field: str
    seen: str
    legal: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry}, {self.field}: found {self.seen}; expected {self.legal}"


def inspect_indicators(path: Path) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """The ids that the file holds, and its faults in order of lines; against the packaged catalogue and the other files
    of ``FAZHI_REFERENCE_DIRS``. Raises :class:`ReferenceDataError` where the file cannot be read at all."""
    text = _text(path)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = f"no YAML ({getattr(error, 'problem', None) or error})"
        return (), (Fault(path, line, "(file)", "(all)", problem, "YAML; mend this line or the one before it"),)
    rows = content.get("indicators") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return (), (
            Fault(
                path, 1, "(top)", "indicators", _kind(rows), "a list of indicators (indicators: and entries - id: …)"
            ),
        )
    nodes = _value(root, "indicators").value
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    known = _known_elsewhere(path)
    every_id = {*known, *(str(row.get("id")) for row in rows if isinstance(row, dict))}
    for number, (row, node) in enumerate(zip(rows, nodes, strict=True), 1):
        faults += _faults(path, number, row, node, every_id)
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            ident = row["id"]
            if ident in known or ident in seen:
                where = f"line {seen[ident]} of this file" if ident in seen else str(known[ident])
                legal = f"an id that no other indicator has ({where} has it)"
                faults.append(Fault(path, _line(node, "id"), ident, "id", repr(ident), legal))
            seen.setdefault(ident, _line(node, "id"))
    return tuple(seen), tuple(sorted(faults, key=lambda fault: fault.line))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}. Name a YAML file in UTF-8.") from error


def _known_elsewhere(path: Path) -> dict[str, Path]:
    """Ids of the catalogue without this file, which may lie in FAZHI_REFERENCE_DIRS already."""
    files = [PACKAGED / FILE, *(other for other in extra_files(FILE) if other.resolve() != path.resolve())]
    return {str(row["id"]): file for file in files for row in read_yaml(file)["indicators"]}


def _faults(path: Path, number: int, row: Any, node: yaml.Node, every_id: set[str]) -> Iterator[Fault]:
    packaged = read_yaml(PACKAGED / FILE)
    if not isinstance(row, dict):
        yield Fault(path, node.start_mark.line + 1, f"number {number}", "(entry)", repr(row), "a mapping of fields")
        return
    name = str(row.get("id") or f"number {number}")
    legal_fields = sorted({field for entry in packaged["indicators"] for field in entry})
    for field in row:
        if field not in legal_fields:
            yield Fault(path, _line(node, field), name, str(field), "a field of this name", ", ".join(legal_fields))
    wanted = dict(row)
    while True:  # one fault at a time is raised; each field is then put right to see the next
        try:
            check_entry(Entry(path, wanted, name), packaged["meta"]["dimensions"], every_id)
            return
        except InvalidReferenceError as error:
            yield Fault(path, _line(node, error.field), name, error.field, _seen(row, error.field), error.legal)
            wanted[error.field] = _fitting(packaged["indicators"][0], error.field)


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {'mapping' if isinstance(value, dict) else type(value).__name__}"


def _seen(row: Mapping[str, Any], field: str) -> str:
    return repr(row[field]) if field in row else "nothing"


def _fitting(example: Mapping[str, Any], field: str) -> Any:
    return [] if field == "not_to_confuse_with" else example.get(field)


def _value(node: yaml.Node | None, field: str) -> Any:
    assert isinstance(node, yaml.MappingNode)
    return next(value for key, value in node.value if key.value == field)


def _line(node: yaml.Node, field: object) -> int:
    """The line of the field, or of the entry where the field is missing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return int(next((key.start_mark.line for key, _ in pairs if key.value == field), node.start_mark.line)) + 1
