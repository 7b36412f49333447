"""Source files: YAML lists of entries, and errors that name line, field, what was seen and the legal values."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError

from crawlers.errors import SourceError
from crawlers.source import Overrides, Source

PACKAGED = Path(__file__).parent / "sources"
"""The entries that come with the package."""


def load_sources(*paths: Path) -> tuple[Source, ...]:
    """The sources of these YAML files, in their order; without paths the packaged ones.

    A file holds a list of entries. Raises :class:`crawlers.errors.SourceError` for a file that cannot be read, wrong
    entries (all that are wrong in all files, each with its fields), and an id that occurs twice.
    """
    found: dict[str, Source] = {}
    wrong: list[SourceError] = []
    for path in map(Path, paths or sorted(PACKAGED.glob("*.yaml"))):
        for entry in _nodes(path):
            try:
                source = _source(path, entry)
                if source.id in found:
                    line = entry.start_mark.line + 1
                    raise SourceError(path, line, "id", source.id, "an id that no other entry has")
                found[source.id] = source
            except SourceError as error:
                wrong += (error, *error.others)
    if wrong:
        raise wrong[0].together_with(wrong[1:])
    return tuple(found.values())


def _nodes(path: Path) -> list[Any]:
    node = _node(path)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise SourceError(path, node.start_mark.line + 1, "", node.tag.rpartition(":")[2], "a list of sources")
    return list(node.value)


def _source(path: Path, entry: Any) -> Source:
    if not isinstance(entry, yaml.MappingNode):
        raise SourceError(path, entry.start_mark.line + 1, "", entry.value, "an entry with fields (id: …, name: …)")
    _refuse_twice(path, entry)
    _refuse_no_day(path, entry)
    try:
        return Source.model_validate(yaml.SafeLoader("").construct_document(entry))
    except ValidationError as error:
        found = [_error(path, entry, each) for each in error.errors()]
        raise found[0].together_with(found[1:]) from error


def _node(path: Path) -> Any:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SourceError(path, 0, "", error.strerror or str(error), "a file that can be read") from error
    except UnicodeDecodeError as error:
        raise SourceError(path, 0, "", str(error), "UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise SourceError(path, line, "", getattr(error, "problem", str(error)), "YAML") from error


def _refuse_twice(path: Path, entry: yaml.MappingNode) -> None:
    """YAML lets the later of two equal keys win in silence."""
    seen = set()
    for key, _ in entry.value:
        if key.value in seen:
            raise SourceError(path, key.start_mark.line + 1, key.value, "it twice", "each field once")
        seen.add(key.value)


def _refuse_no_day(path: Path, node: Any, field: str = "") -> None:
    """YAML reads 2025-02-30 as a date, and breaks down over it."""
    for key, value in node.value:
        name = f"{field}.{key.value}" if field else str(key.value)
        if isinstance(value, yaml.MappingNode):
            _refuse_no_day(path, value, name)
        elif value.tag == "tag:yaml.org,2002:timestamp":
            try:
                date.fromisoformat(value.value[:10])
            except ValueError as error:
                seen = value.value
                raise SourceError(path, value.start_mark.line + 1, name, seen, "a date such as 2025-01-31") from error


def _error(path: Path, entry: yaml.MappingNode, error: Any) -> SourceError:
    where = [str(part) for part in error["loc"]]
    return SourceError(path, _line(entry, where), ".".join(where), _seen(error), _expected(error, where))


def _seen(error: Any) -> object:
    return "nothing" if error["type"] == "missing" else error["input"]


def _expected(error: Any, where: list[str]) -> str:
    """Legal values in words, from what pydantic knows."""
    kind = error["type"]
    if kind == "extra_forbidden":
        model = Overrides if where[0] == "overrides" else Source
        return "no such field; there are " + ", ".join(model.model_fields)
    if kind == "missing":
        return "this field"
    if kind == "literal_error":
        return f"one of {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("String should match ")


def _line(entry: yaml.MappingNode, where: list[str]) -> int:
    """The line of the field, as deep as the file shows it; of the entry where the field is missing."""
    line, node = entry.start_mark.line, cast(yaml.Node, entry)
    for part in where:
        children: list[tuple[str, Any, Any]] = []
        if isinstance(node, yaml.MappingNode):
            children = [(str(key.value), key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(str(number), value, value) for number, value in enumerate(node.value)]
        match = next((child for child in children if child[0] == part), None)
        if match is None:
            break
        line, node = match[1].start_mark.line, match[2]
    return int(line) + 1
