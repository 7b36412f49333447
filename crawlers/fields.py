"""The fields of a source's entry for people: what each means and what is legal, read off the schema itself.

``python -m crawlers.fields`` writes the table of ``docs/adding-a-source.md`` anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from crawlers.source import Overrides, Source

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "adding-a-source.md"
BEGIN, END = "<!-- fields: python -m crawlers.fields -->", "<!-- end of fields -->"


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


def as_markdown() -> str:
    """The table of ``docs/adding-a-source.md``."""
    rows = ["| field | legal values | default | meaning |", "|---|---|---|---|"]
    for row in field_table():
        cells = (f"`{row.name}`", row.legal, row.default, row.meaning)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def write(path: Path) -> None:
    """Puts the table into a document, in the place of the one that stands between the marks."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{as_markdown()}{END}{after}", encoding="utf-8")


def _rows(model: type[BaseModel], prefix: str = "") -> Iterator[FieldRow]:
    properties = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        default = "needed" if field.is_required() else _yaml(field.default)
        yield FieldRow(f"{prefix}{name}", _legal(properties[name]), default, field.description or "")


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "empty" if value in (None, (), "", Overrides()) else f"{value}"


_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "boolean": "true, false",
    "object": "names with values",
}


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
    words = {"date": "a day, 2026-03-01"}.get(schema.get("format", ""), _KINDS.get(schema.get("type", ""), "text"))
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{words}, {low:g} or more"
    return f"matches `{schema['pattern']}`" if "pattern" in schema else words


if __name__ == "__main__":
    write(DOCUMENT)
