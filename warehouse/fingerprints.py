"""Fingerprints of texts in the database: rows for it, which texts share some, and making them anew for a new kind."""

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .similarity import FINGERPRINT_VERSION, Text
from .staging import given

# Texts that are read at a time when all fingerprints are made anew.
_AT_ONCE = 2000


def fingerprints_table(texts: Mapping[str, Text]) -> pa.Table:
    """Rows of the table ``fingerprints`` for texts by article_id."""
    marks, owners = _marks(list(texts.values()))
    idents = pa.array(texts.keys(), pa.string())
    return pa.table({"article_id": idents.take(pa.array(owners)), "fingerprint": pa.array(marks)})


def shared_marks(texts: Sequence[Text]) -> list[NDArray[np.int64]]:
    """For every fingerprint that several texts have: the places of those texts, in order."""
    marks, owners = _marks(texts)
    order = np.argsort(marks, kind="stable")
    marks, owners = marks[order], owners[order]
    starts = np.append(0, np.flatnonzero(np.diff(marks)) + 1)
    ends = np.append(starts[1:], len(marks))
    several = ends - starts > 1
    return [owners[start:end] for start, end in zip(starts[several], ends[several], strict=True)]


def _marks(texts: Sequence[Text]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All fingerprints of these texts, and beside each the place of its text."""
    marks = [text.fingerprints if text.plain else np.empty(0, np.int64) for text in texts]
    owners = np.repeat(np.arange(len(marks)), np.array([len(found) for found in marks], dtype=np.int64))
    return np.concatenate([*marks, np.empty(0, np.int64)]), owners


def refresh(con: duckdb.DuckDBPyConnection) -> bool:
    """Makes all fingerprints anew where :mod:`similarity` makes others now; in one transaction."""
    if con.execute("SELECT value FROM meta WHERE name = 'fingerprint_version'").fetchall() == [(FINGERPRINT_VERSION,)]:
        return False
    idents = con.execute("SELECT article_id FROM articles WHERE page_kind = 'article' ORDER BY article_id").fetchall()
    con.execute("BEGIN")
    try:
        con.execute("DELETE FROM fingerprints")
        for at in range(0, len(idents), _AT_ONCE):
            first, last = idents[at][0], idents[min(at + _AT_ONCE, len(idents)) - 1][0]
            bodies = con.execute(_BODIES, {"first": first, "last": last}).fetchall()
            with given(con, "made", fingerprints_table({ident: Text("", body) for ident, body in bodies})):
                con.execute("INSERT INTO fingerprints BY NAME FROM made")
        con.execute("DELETE FROM meta WHERE name = 'fingerprint_version'")
        con.execute("INSERT INTO meta VALUES ('fingerprint_version', ?)", [FINGERPRINT_VERSION])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return True


_BODIES = """
    SELECT article_id, string_agg(text, chr(10) ORDER BY position)
    FROM parts JOIN articles USING (article_id)
    WHERE article_id BETWEEN $first AND $last AND page_kind = 'article' AND text IS NOT NULL GROUP BY article_id
"""
