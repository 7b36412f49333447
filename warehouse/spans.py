"""Does every figure stand where it says? ``text[start:end] == span_text`` for a whole batch at once, in code points.

Texts and spans are laid out as arrays of code points, so that one comparison of arrays does what a slice and a
comparison of strings would do for each figure.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

OK, WRONG, NO_TEXT = "ok", "wrong", "no_text"
# Between the parts of a key: no id holds it.
_BETWEEN = "\x1f"


def check(rows: pa.Table, parts: pa.Table) -> pa.Array:
    """For every row :data:`OK`, :data:`WRONG`, or :data:`NO_TEXT` where its part is not among ``parts``.

    ``rows``: article_id, part_id, start, end, span_text; ``parts``: article_id, part_id, text.
    """
    if not rows.num_rows:
        return pa.array([], pa.string())
    place = pc.index_in(_keys(rows), value_set=_keys(parts))
    found = place.is_valid().to_numpy(zero_copy_only=False)
    where = place.fill_null(0).to_numpy(zero_copy_only=False)
    texts, sizes = _code_points(parts.column("text"))
    spans, widths = _code_points(rows.column("span_text"))
    starts, ends = (_offsets(rows.column(name)) for name in ("start", "end"))
    # A negative offset would count from the end: Python's slice, not a span.
    fits = found & (starts >= 0) & (starts < ends) & (ends - starts == widths)
    fits[fits] = ends[fits] <= sizes[where[fits]]
    first_of_text, first_of_span = (np.cumsum(lengths) - lengths for lengths in (sizes, widths))
    told, width = np.flatnonzero(fits), widths[fits]
    within = np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
    there = texts[np.repeat(first_of_text[where[told]] + starts[told], width) + within]
    printed = spans[np.repeat(first_of_span[told], width) + within]
    fits[np.repeat(told, width)[there != printed]] = False
    return pa.array(np.where(found, np.where(fits, OK, WRONG), NO_TEXT), pa.string())


def _keys(rows: pa.Table) -> pa.Array:
    keys = pc.binary_join_element_wise(rows.column("article_id"), rows.column("part_id"), _BETWEEN)
    return keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys


def _offsets(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(column.cast(pa.int64()).fill_null(-1).to_numpy(), np.int64)


def _code_points(column: pa.ChunkedArray) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of all texts one after another, and how many each has."""
    filled = pc.fill_null(column, "")
    text = "".join(filled.to_pylist())
    lengths = pc.utf8_length(filled).cast(pa.int64()).to_numpy()
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4"), lengths
