"""Spans are compared in arrays as Python would slice: every offset, also those that lie outside."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from warehouse.spans import check

TEXTS = st.text(alphabet="甲乙𠮷a1。", max_size=12)
OFFSETS = st.one_of(st.none(), st.integers(-3, 14))


@given(
    st.dictionaries(st.sampled_from(["body", "table-1", "table-2"]), TEXTS),
    st.lists(st.tuples(st.sampled_from(["body", "table-1", "none"]), OFFSETS, OFFSETS, st.none() | TEXTS), max_size=8),
)
def test_as_python_slices(texts: dict[str, str], rows: list[tuple[str, int | None, int | None, str | None]]) -> None:
    told = [(part, start, end, span) for part, start, end, span in rows]
    # what stands there is what is printed, in half of the rows
    told += [(part, start, end, (texts.get(part) or "")[start:end]) for part, start, end, _ in rows]
    parts = pa.table({"article_id": ["a"] * len(texts), "part_id": list(texts), "text": list(texts.values())}, PARTS)
    found = check(pa.table([["a"] * len(told), *([row[at] for row in told] for at in range(4))], schema=ROWS), parts)
    assert found.to_pylist() == [_expected(texts, *row) for row in told]


ROWS = pa.schema({"article_id": "string", "part_id": "string", "start": "int32", "end": "int32", "span_text": "string"})
PARTS = pa.schema([("article_id", pa.string()), ("part_id", pa.string()), ("text", pa.string())])


def _expected(texts: dict[str, str], part: str, start: int | None, end: int | None, span: str | None) -> str:
    if part not in texts:
        return "no_text"
    if start is None or end is None or not 0 <= start < end:
        return "wrong"
    # a span that ends behind the text would be cut short by Python
    return "ok" if texts[part][start:end] == span and len(span or "") == end - start else "wrong"
