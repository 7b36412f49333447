"""The fields of a source's entry for people: what each means and what is legal, read off the schema itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from crawlers.source import Overrides, Source


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of an entry for people; ``overrides.page_base`` is the name of one below ``overrides``."""

    name: str
    legal: str
    default: str
    meaning: str


def field_table() -> tuple[FieldRow, ...]:
    """Every field of an entry, read off the schema itself."""
    return (*_rows(Source), *_rows(Overrides, "overrides."))


def _rows(model: type[BaseModel], prefix: str = "") -> Iterator[FieldRow]:
    properties = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        default = "needed" if field.is_required() else _yaml(field.default)
        yield FieldRow(f"{prefix}{name}", _legal(properties[name]), default, field.description or "")


def _yaml(value: Any) -> str:
    if isinstance(value, Overrides):
        return "none"
    return {None: "empty", True: "true", False: "false", (): "empty", "": "empty"}.get(value, f"{value}")


def _legal(schema: dict[str, Any]) -> str:
    """What JSON Schema allows, in words."""
    if "anyOf" in schema:
        return " or ".join(_legal(entry) for entry in schema["anyOf"] if entry.get("type") != "null")
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "prefixItems" in schema:
        return f"[{', '.join(_legal(entry) for entry in schema['prefixItems'])}]"
    if "$ref" in schema or "allOf" in schema:
        return "fields below"
    kind = {"integer": "a whole number", "number": "a number", "array": "a list", "boolean": "true, false"}
    words = {"date": "a day, 2026-03-01"}.get(schema.get("format", ""), kind.get(schema.get("type", ""), "text"))
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{words}, {low:g} or more"
    return f"matches `{schema['pattern']}`" if "pattern" in schema else words
