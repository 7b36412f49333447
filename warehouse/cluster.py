"""Reprints: which articles are copies of one text, and which copy counts (comparability rule R9).

Articles of a batch are compared with the warehouse and with each other. Fingerprints find candidates, the full texts
decide (:mod:`similarity`). An article keeps the cluster it once joined; the origin may change when a better copy comes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from .batch import article_id
from .fingerprints import fingerprints_table, shared_marks
from .similarity import Copy, Text, origin, similarity
from .staging import given, with_ids

# An unlucky common phrase brings many candidates; a copy shares far more than these.
MIN_SHARED_FINGERPRINTS = 2
MIN_SHARED_SHARE = 0.3
MAX_CANDIDATES = 8
# A phrase that this many articles of one batch share tells none of them apart.
MAX_IN_COMMON = 50


@dataclass(frozen=True, slots=True)
class ClusterDecision:
    """What an article is among its copies.

    ``first_published`` is the origin's date (the earliest copy's where the origin tells none): periods hang on it.
    ``similarity`` is 1.0 for the article that founded the cluster.
    """

    article_id: str
    cluster_id: str
    origin_id: str
    is_origin: bool
    first_published: date | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article of the batch with its text; ``extracted`` where figures were taken from it."""

    copy: Copy
    text: Text
    comparable: bool
    extracted: bool


@dataclass(frozen=True, slots=True)
class _Member:
    copy: Copy
    extracted: bool
    cluster_id: str
    similarity: float


def incoming(articles: Iterable[Mapping[str, Any]], parts: Iterable[Mapping[str, Any]] = ()) -> list[Incoming]:
    """Articles as rows of a batch, with ``parts``; a row may hold its ``text`` itself instead."""
    texts: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        texts[part["article_id"]].append(part["text"] or "")
    return [_incoming(row, texts) for row in articles]


def _incoming(row: Mapping[str, Any], texts: Mapping[str, list[str]]) -> Incoming:
    ident = row.get("article_id") or article_id(row["url"])
    body = row["text"] if row.get("text") is not None else "\n".join(texts.get(ident, ()))
    text = Text(row.get("title") or "", body)
    copy = Copy(
        article_id=ident,
        url=row.get("url") or "",
        host=row.get("host") or "",
        site=row.get("site") or "",
        source_name=row.get("source_name") or "",
        published=row.get("published"),
        length=len(text.plain),
    )
    comparable = str(row.get("page_kind") or "article") == "article" and bool(text.plain)
    return Incoming(copy, text, comparable, bool(row.get("extractor_version")))


def decide(con: duckdb.DuckDBPyConnection, batch: Sequence[Incoming]) -> dict[str, ClusterDecision]:
    """Decisions for the articles of the batch *and* for the articles of the warehouse in the clusters they touch."""
    batch = sorted(batch, key=_oldest_first)
    held = _held(con, [entry.copy.article_id for entry in batch])
    candidates = _candidates(con, [entry for entry in batch if entry.comparable])
    stored = _stored_texts(con, {ident for idents in candidates.values() for ident in idents})
    texts = {ident: text for ident, (_, text) in stored.items()}
    texts |= {entry.copy.article_id: entry.text for entry in batch}
    clusters = {ident: cluster for ident, (cluster, _) in stored.items()}
    members: dict[str, _Member] = {}
    for entry in batch:
        ident = entry.copy.article_id
        known = held.get(ident)
        if known and (known.text_hash == entry.text.hash or known.cluster_id == ident):
            cluster, share = known.cluster_id, known.similarity  # read again: it stays where it is
        else:
            cluster, share = _best(entry, candidates.get(ident, ()), clusters, texts) or (ident, 1.0)
        clusters[ident] = cluster
        copy = replace(entry.copy, counts=known is not None and known.is_origin)
        members[ident] = _Member(copy, entry.extracted, cluster, share)
    for member in _stored_members(con, {member.cluster_id for member in members.values()}):
        members.setdefault(member.copy.article_id, member)
    return _choose_origins(members.values())


def _oldest_first(entry: Incoming) -> tuple[date, str]:
    return (entry.copy.published or date.max, entry.copy.url)


def _best(
    entry: Incoming, candidates: Iterable[str], clusters: Mapping[str, str], texts: Mapping[str, Text]
) -> tuple[str, float] | None:
    """The cluster of the most similar text among those already placed."""
    shares = [
        (similarity(entry.text, texts[other]), clusters[other])
        for other in candidates
        if other in clusters and other in texts and other != entry.copy.article_id
    ]
    share, cluster = max(shares, default=(0.0, ""))
    return (cluster, share) if share > 0 else None


def _choose_origins(members: Iterable[_Member]) -> dict[str, ClusterDecision]:
    clusters: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        clusters[member.cluster_id].append(member)
    decisions = {}
    for cluster_id, copies in clusters.items():
        # A copy that was never extracted does not take the place of one that was: its figures would vanish.
        eligible = [member.copy for member in copies if member.extracted] or [member.copy for member in copies]
        chosen = origin(eligible)
        dates = [member.copy.published for member in copies if member.copy.published]
        first_published = chosen.published or min(dates, default=None)
        for member in copies:
            ident = member.copy.article_id
            decisions[ident] = ClusterDecision(
                article_id=ident,
                cluster_id=cluster_id,
                origin_id=chosen.article_id,
                is_origin=ident == chosen.article_id,
                first_published=first_published,
                similarity=round(member.similarity, 4),
            )
    return decisions


def _candidates(con: duckdb.DuckDBPyConnection, batch: Sequence[Incoming]) -> dict[str, list[str]]:
    """For each article the ids of those that share its text hash or enough fingerprints, nearest first."""
    shared: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sizes = {entry.copy.article_id: len(entry.text.fingerprints) for entry in batch}
    for ident, other, count, size in _shared_with_warehouse(con, batch):
        shared[ident][other] = count
        sizes.setdefault(other, size)
    for ident, other, count in _shared_in_batch(batch):
        shared[ident][other] = max(count, shared[ident][other])
    found = {}
    for ident, others in shared.items():
        near = [
            (count, other)
            for other, count in others.items()
            if count >= MIN_SHARED_FINGERPRINTS and count >= MIN_SHARED_SHARE * min(sizes[ident], sizes[other])
        ]
        found[ident] = [other for _, other in sorted(near, reverse=True)[:MAX_CANDIDATES]]
    return found


_SAME_HASH = 1 << 30


def fingerprint_rows(batch: Iterable[Incoming]) -> pa.Table:
    """Rows of the table ``fingerprints``."""
    return fingerprints_table({entry.copy.article_id: entry.text for entry in batch if entry.comparable})


def _shared_with_warehouse(
    con: duckdb.DuckDBPyConnection, batch: Sequence[Incoming]
) -> list[tuple[str, str, int, int]]:
    hashes = pa.table(
        {
            "article_id": pa.array([entry.copy.article_id for entry in batch], pa.string()),
            "text_hash": pa.array([entry.text.hash for entry in batch], pa.string()),
        }
    )
    with given(con, "batch_fingerprints", fingerprint_rows(batch)), given(con, "batch_hashes", hashes):
        return con.execute(_SHARED_SQL).fetchall()


_SHARED_SQL = f"""
        WITH shared AS (
            SELECT b.article_id, f.article_id AS other, count(*) AS shared
            FROM fingerprints f JOIN batch_fingerprints b USING (fingerprint)
            WHERE f.article_id <> b.article_id GROUP BY ALL HAVING count(*) >= {MIN_SHARED_FINGERPRINTS}
        ),
        sizes AS (
            SELECT article_id AS other, count(*) AS size FROM fingerprints
            WHERE article_id IN (SELECT other FROM shared) GROUP BY ALL
        )
        SELECT article_id, other, shared, size FROM shared JOIN sizes USING (other)
        UNION ALL
        SELECT b.article_id, a.article_id, {_SAME_HASH}, 0
        FROM articles a JOIN batch_hashes b USING (text_hash) WHERE a.article_id <> b.article_id
        """


def _shared_in_batch(batch: Sequence[Incoming]) -> Iterable[tuple[str, str, int]]:
    """Pairs (article, earlier article of the batch, shared fingerprints)."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    first_of_hash: dict[str, str] = {}
    for entry in batch:
        first = first_of_hash.setdefault(entry.text.hash, entry.copy.article_id)
        if first != entry.copy.article_id:
            counts[entry.copy.article_id, first] = _SAME_HASH
    for owners in shared_marks([entry.text for entry in batch]):
        idents = [batch[owner].copy.article_id for owner in owners]
        for place, ident in enumerate(idents):
            for other in idents[: min(place, MAX_IN_COMMON)]:
                counts[ident, other] += 1
    return ((ident, other, count) for (ident, other), count in counts.items())


@dataclass(frozen=True, slots=True)
class _Held:
    cluster_id: str
    similarity: float
    text_hash: str
    is_origin: bool


def _held(con: duckdb.DuckDBPyConnection, idents: Sequence[str]) -> dict[str, _Held]:
    rows = with_ids(
        con,
        "SELECT article_id, cluster_id, similarity, text_hash, is_origin FROM articles "
        "WHERE article_id IN (FROM wanted)",
        idents,
    )
    return {ident: _Held(*facts) for ident, *facts in rows}


def _stored_texts(con: duckdb.DuckDBPyConnection, idents: Iterable[str]) -> dict[str, tuple[str, Text]]:
    rows = with_ids(
        con,
        """
        SELECT article_id, any_value(cluster_id), any_value(title), string_agg(text, chr(10) ORDER BY position)
        FROM articles JOIN parts USING (article_id)
        WHERE article_id IN (FROM wanted) AND page_kind = 'article' GROUP BY article_id
        """,
        idents,
    )
    return {ident: (cluster, Text(title or "", body or "")) for ident, cluster, title, body in rows}


def _stored_members(con: duckdb.DuckDBPyConnection, clusters: Iterable[str]) -> list[_Member]:
    rows = with_ids(
        con,
        """
        SELECT article_id, url, host, site, source_name, published, text_length, extractor_version IS NOT NULL,
               cluster_id, similarity, is_origin
        FROM articles WHERE cluster_id IN (FROM wanted)
        """,
        clusters,
    )
    return [
        _Member(
            Copy(ident, url or "", host or "", site or "", source or "", published, length or 0, bool(counts)),
            bool(extracted),
            cluster,
            share,
        )
        for ident, url, host, site, source, published, length, extracted, cluster, share, counts in rows
    ]
