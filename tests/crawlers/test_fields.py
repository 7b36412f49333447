"""docs/adding-a-source.md tells every field of an entry as the schema has it, and its example is one."""

import re
from pathlib import Path

from crawlers.fields import BEGIN, DOCUMENT, END, as_markdown, field_table
from crawlers.source import Overrides, Source
from crawlers.source_files import load_sources

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_table_is_the_schema_s() -> None:
    assert f"{BEGIN}\n{as_markdown()}{END}" in TEXT, "python -m crawlers.fields writes it anew"


def test_every_field_has_a_meaning_and_legal_values() -> None:
    rows = field_table()
    names = [*Source.model_fields, *(f"overrides.{name}" for name in Overrides.model_fields)]
    assert [row.name for row in rows] == names
    assert all(len(row.meaning) > 10 and row.legal and row.default for row in rows)
    legal = {row.name: row.legal for row in rows}
    assert legal["scope"] == "government, department, media"
    assert legal["season"] == "[1 to 12, 1 to 12]" and legal["delay"] == "0 to 3600"
    assert {row.name: row.default for row in rows}["region_code"] == "needed"


def test_the_example_is_an_entry(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    (source,) = load_sources(path)
    assert (source.season, source.overrides.page_base) == ((1, 4), 1)
