"""A YAML file into a pydantic model, with errors that name file, line, field and what is legal there."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from flows.errors import AlertConfigError

Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str | int, ...]


class MarkedFile:
    """A YAML file whose fields know their lines."""

    def __init__(self, path: Path) -> None:
        """Raises :class:`AlertConfigError` for a file that cannot be read, is no YAML, or gives a field twice."""
        self.path = path
        try:
            self._root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except OSError as error:
            raise AlertConfigError(path, 0, "", error.strerror or str(error), "a file that can be read") from error
        except UnicodeDecodeError as error:
            raise AlertConfigError(path, 0, "", str(error), "UTF-8") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 0
            raise AlertConfigError(path, line, "", getattr(error, "problem", str(error)), "YAML") from error
        for key, name in _twice(self._root):
            raise AlertConfigError(path, key.start_mark.line + 1, name, "it twice", "each field once")

    def validated(self, model: type[Model]) -> Model:
        """The content as ``model``.

        Raises:
            AlertConfigError: the first field that does not fit.
        """
        try:
            content = {} if self._root is None else yaml.SafeLoader("").construct_document(self._root)
            return model.model_validate(content)
        except ValidationError as error:
            raise self._error(error, model) from None  # pydantic's own words show the value, which may be a secret
        except ValueError as error:  # a date such as 2026-02-30, which YAML itself reads
            raise AlertConfigError(self.path, 0, "", str(error), "values that exist") from error

    def wrong(self, where: Where, seen: object, expected: str) -> AlertConfigError:
        """The error for a field of this file."""
        return AlertConfigError(self.path, self._line(where), ".".join(map(str, where)), seen, expected)

    def place(self, where: Where) -> str:
        """File and line of a field."""
        return f"{self.path}:{self._line(where)}"

    def _error(self, error: ValidationError, model: type[BaseModel]) -> AlertConfigError:
        first = error.errors(include_url=False)[0]
        where = tuple(first["loc"])
        seen = "nothing" if first["type"] == "missing" else first["input"]
        if where[:1] != ("site",) and ("address" in where or "://" in repr(seen)):
            seen = "a value that is not shown"  # it may be an address with its token
        return self.wrong(where, seen, _expected(first, model))

    def _line(self, where: Where) -> int:
        """The line of the field, as deep as the file shows it; of what holds it where the field is missing."""
        if self._root is None:
            return 1
        line, node = self._root.start_mark.line, self._root
        for part in where:
            match = next((child for child in _children(node) if child[0] == str(part)), None)
            if match is None:
                break
            line, node = match[1].start_mark.line, match[2]
        return int(line) + 1


def _children(node: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(number), value, value) for number, value in enumerate(node.value))


def _twice(node: Any) -> Iterator[tuple[Any, str]]:
    """YAML lets the later of two equal keys win in silence."""
    seen = set()
    for name, key, value in _children(node):
        if name in seen:
            yield key, name
        seen.add(name)
        yield from _twice(value)


def _expected(error: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Legal values in words, from what pydantic knows."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return "no such field; there are " + ", ".join(_fields_at(model, error["loc"][:-1]))
    if kind == "missing":
        return "this field"
    if kind == "literal_error":
        return f"one of {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("String should match ")


def _fields_at(model: type[BaseModel], where: Where) -> list[str]:
    """The fields of the model that stands at this place below ``model``."""
    for part in where:
        field = model.model_fields.get(str(part))
        inner = field and _model_in(field.annotation)
        if inner:
            model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in found if model), None)
