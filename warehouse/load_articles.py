"""Articles, their texts and their clusters into the warehouse."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from .batch import Batch, Rejected
from .cluster import ClusterDecision, Incoming, decide, fingerprint_rows, incoming
from .staging import Job, arrow_rows, given, merge, with_ids


@dataclass(frozen=True, slots=True)
class StoredArticles:
    """What became of the batch's articles. ``copies`` are among the ``new``; ``fresh`` are origins of texts that no
    load before has taken figures from: only they may raise an alert."""

    new: int
    changed: int
    copies: int
    decisions: Mapping[str, ClusterDecision]
    fresh: frozenset[str]


def store_articles(job: Job, batch: Batch, rejected: list[Rejected]) -> StoredArticles:
    """Stores articles, parts and fingerprints, and moves origins."""
    con = job.con
    rows = arrow_rows("articles", batch.articles, rejected)
    parts = _positions(arrow_rows("parts", batch.parts, rejected))
    part_rows = parts.select(["article_id", "text"]).to_pylist()
    articles = rows.to_pylist()
    idents = [row["article_id"] for row in articles]
    compared = incoming(articles, [*part_rows, *_stored_parts(con, idents, {part["article_id"] for part in part_rows})])
    decisions = decide(con, compared)
    known = _known(con, decisions)
    new, changed = merge(job, "articles", _with_decisions(rows, compared, decisions))
    changed += _move_origins(job, decisions, set(idents))
    _replace_parts(job, parts)
    known_hashes = {ident: before.text_hash for ident, before in known.items()}
    _replace_fingerprints(con, [e for e in compared if known_hashes.get(e.copy.article_id) != e.text.hash])
    extracted_clusters = {before.cluster_id for before in known.values() if before.extracted}
    return StoredArticles(
        new=new,
        changed=changed,
        copies=sum(
            not decisions[entry.copy.article_id].is_origin
            for entry in compared
            if entry.comparable and entry.copy.article_id not in known
        ),
        decisions=decisions,
        fresh=frozenset(
            entry.copy.article_id
            for entry in compared
            if entry.extracted
            and decisions[entry.copy.article_id].is_origin
            and decisions[entry.copy.article_id].cluster_id not in extracted_clusters
        ),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What was known of an article before this load; ``extracted``: figures were taken from it."""

    cluster_id: str
    extracted: bool
    text_hash: str


def _known(con: duckdb.DuckDBPyConnection, decisions: Mapping[str, ClusterDecision]) -> dict[str, _Before]:
    rows = with_ids(
        con,
        "SELECT article_id, cluster_id, extractor_version IS NOT NULL, text_hash FROM articles "
        "WHERE article_id IN (FROM wanted)",
        decisions,
    )
    return {ident: _Before(cluster, extracted, text_hash) for ident, cluster, extracted, text_hash in rows}


def _positions(parts: pa.Table) -> pa.Table:
    """The parts with their place within their article, in the order given."""
    seen: dict[str, int] = defaultdict(int)
    positions = []
    for ident in parts.column("article_id").to_pylist():
        positions.append(seen[ident])
        seen[ident] += 1
    return parts.append_column("position", pa.array(positions, pa.int32()))


def _stored_parts(con: duckdb.DuckDBPyConnection, idents: Sequence[str], but: set[str]) -> list[dict[str, Any]]:
    wanted = [ident for ident in idents if ident not in but]
    rows = with_ids(
        con,
        "SELECT article_id, text FROM parts WHERE article_id IN (FROM wanted) ORDER BY article_id, position",
        wanted,
    )
    return [{"article_id": ident, "text": text} for ident, text in rows]


def _with_decisions(rows: pa.Table, compared: Sequence[Incoming], decisions: Mapping[str, ClusterDecision]) -> pa.Table:
    made = [decisions[entry.copy.article_id] for entry in compared]
    own = {
        "text_hash": pa.array([entry.text.hash for entry in compared], pa.string()),
        "text_length": pa.array([entry.copy.length for entry in compared], pa.int32()),
        "cluster_id": pa.array([decision.cluster_id for decision in made], pa.string()),
        "origin_id": pa.array([decision.origin_id for decision in made], pa.string()),
        "is_origin": pa.array([decision.is_origin for decision in made], pa.bool_()),
        "first_published": pa.array([decision.first_published for decision in made], pa.date32()),
        "similarity": pa.array([decision.similarity for decision in made], pa.float64()),
    }
    for name, column in own.items():
        rows = rows.append_column(name, column)
    return rows


def _move_origins(job: Job, decisions: Mapping[str, ClusterDecision], batch: set[str]) -> int:
    """Tells the articles held before, in clusters that got a better origin, which copy counts now."""
    others = [decision for ident, decision in decisions.items() if ident not in batch]
    if not others:
        return 0
    rows = pa.table(
        {
            "article_id": pa.array([decision.article_id for decision in others], pa.string()),
            "origin_id": pa.array([decision.origin_id for decision in others], pa.string()),
            "is_origin": pa.array([decision.is_origin for decision in others], pa.bool_()),
            "first_published": pa.array([decision.first_published for decision in others], pa.date32()),
        }
    )
    return merge(job, "articles", rows)[1]


def _replace_parts(job: Job, parts: pa.Table) -> None:
    """The parts of an article are replaced as a whole: a page that lost a table has no stale part."""
    merge(job, "parts", parts)
    with given(job.con, "given", parts.select(["article_id", "part_id"])):
        job.con.execute(
            "DELETE FROM parts p WHERE p.article_id IN (SELECT article_id FROM given) "
            "AND NOT EXISTS (FROM given g WHERE g.article_id = p.article_id AND g.part_id = p.part_id)"
        )


def _replace_fingerprints(con: duckdb.DuckDBPyConnection, changed: Sequence[Incoming]) -> None:
    with_ids(con, "DELETE FROM fingerprints WHERE article_id IN (FROM wanted)", {e.copy.article_id for e in changed})
    with given(con, "given", fingerprint_rows(changed)):
        con.execute("INSERT INTO fingerprints BY NAME FROM given")
