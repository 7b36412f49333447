"""Opening the warehouse: the one writer, and any number of readers of the published copy."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from . import alerts, arithmetic, corrections, fingerprints, health, load, reference_tables, reviews, views
from .batch import Batch
from .cluster import ClusterDecision, decide, incoming
from .errors import (
    DamagedWarehouseError,
    NewerWarehouseError,
    NotForReadersError,
    WarehouseBusyError,
    WarehouseError,
    WarehouseMissingError,
)
from .lock import WriterLock, lock_path
from .migrate import applied, open_migrated, steps
from .staging import Job

DATABASE = "warehouse.duckdb"
PUBLISHED = "published/fazhi.duckdb"


@dataclass(frozen=True, slots=True)
class KnownState:
    """What a crawl need not fetch again.

    ``seen_urls``: pages that were answered and read, or are gone (404, 410). ``validators``: URL → (ETag,
    Last-Modified) of its last good answer. ``listing_hashes``: listing's URL → hash of its links.
    ``given_up``: seen articles of which a page or a file failed too often (view ``missing_belongings``).
    """

    seen_urls: frozenset[str]
    validators: Mapping[str, tuple[str, str]]
    listing_hashes: Mapping[str, str]
    given_up: frozenset[str]


class Writer:
    """The one right to write. Made by :func:`open_writer`; a context manager."""

    def __init__(self, path: Path, con: duckdb.DuckDBPyConnection, lock: WriterLock) -> None:
        self.path = path
        self.con = con
        self._lock = lock

    def known(self) -> KnownState:
        """What has been seen so far, for the next crawl."""
        seen = self.con.execute(_SEEN_SQL).fetchall()
        validators = self.con.execute(_VALIDATORS_SQL).fetchall()
        hashes = self.con.execute(
            "SELECT url, arg_max(listing_hash, fetched_at) FROM fetches "
            "WHERE kind = 'listing' AND listing_hash <> '' GROUP BY url"
        ).fetchall()
        return KnownState(
            seen_urls=frozenset(url for (url,) in seen),
            validators={url: (etag or "", modified or "") for url, etag, modified in validators},
            listing_hashes=dict(hashes),
            given_up=frozenset(url for (url,) in self.con.execute(_GIVEN_UP_SQL).fetchall()),
        )

    def cluster(
        self, articles: Sequence[Mapping[str, Any]], parts: Sequence[Mapping[str, Any]] = ()
    ) -> dict[str, ClusterDecision]:
        """Which of these articles are copies, of what, and of which date: before extraction, as periods hang on it.

        ``articles`` and ``parts`` are rows as in a :class:`Batch`; an article may carry its ``text`` itself instead of
        parts. By article_id. Stores nothing: :meth:`load` decides the same again.
        """
        batch = incoming(articles, parts)
        decisions = decide(self.con, batch)
        return {entry.copy.article_id: decisions[entry.copy.article_id] for entry in batch}

    def load(self, batch: Batch, rules: Sequence[alerts.AlertRule] | None = None) -> load.LoadReport:
        """Stores a batch: see :func:`warehouse.load.load`."""
        return load.load(self.con, batch, rules)

    def pending_alerts(self) -> list[alerts.Alert]:
        """Alerts that are due: never sent, or tried and failed."""
        return alerts.read(self.con, ("pending", "failed"))

    def all_alerts(self) -> list[alerts.Alert]:
        """Every alert of the outbox, whatever became of it."""
        return alerts.read(self.con)

    def mark_alerts(
        self, ids: Sequence[str], state: str, error: str | None = None, delivered_to: Sequence[str] = ()
    ) -> int:
        """Notes that delivery of these alerts was tried: ``state`` is sent or failed."""
        return alerts.mark(self.con, ids, state, error, delivered_to)

    def review_queue(self, limit: int) -> list[Mapping[str, Any]]:
        """The figures that most want a person's mark: see :func:`warehouse.reviews.queue`."""
        return reviews.queue(self.con, limit)

    def review(
        self, observation_id: str, verdict: str, reason: str, reviewer: str, *, field: str = "", value: str = ""
    ) -> str:
        """Keeps a person's mark on a figure: see :func:`warehouse.reviews.mark`."""
        return reviews.mark(self.con, observation_id, verdict, reason, reviewer, field=field, value=value)

    def source_states(self) -> dict[str, health.SourceState]:
        """What decides which sources a run takes, by source: see :func:`warehouse.health.states`."""
        return health.states(self.con)

    def record_health(
        self,
        run_id: str,
        moment: datetime,
        watched: Collection[str] | None,
        rules: Sequence[alerts.AlertRule] | None = None,
    ) -> list[health.SourceHealth]:
        """Keeps how each source stands: see :func:`warehouse.health.record`."""
        return health.record(self.con, run_id, moment, watched, rules)

    def close(self) -> None:
        """Closes the database and gives the right to write back."""
        self.con.close()
        self._lock.release()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# The crawler says which pages are settled; one that could not be read for its site's fault is asked for again, and so
# is an article of which a further page or a file failed in a way that may pass, until it has failed too often.
_SEEN_SQL = """
    SELECT unnest([url, final_url]) AS url FROM fetches WHERE kind IN ('article', 'attachment', 'file') AND settled
    EXCEPT SELECT NULL
    UNION SELECT url FROM articles WHERE page_kind NOT IN ('blocked', 'error')
    EXCEPT SELECT url FROM articles WHERE page_kind IN ('blocked', 'error')
    EXCEPT SELECT article_url FROM missing_belongings WHERE NOT given_up
"""
_GIVEN_UP_SQL = """
    SELECT article_url FROM missing_belongings WHERE given_up AND article_url <> ''
    EXCEPT SELECT article_url FROM missing_belongings WHERE NOT given_up
"""
_VALIDATORS_SQL = """
    SELECT url, arg_max(etag, fetched_at), arg_max(last_modified, fetched_at) FROM fetches
    WHERE status BETWEEN 200 AND 299 AND (etag <> '' OR last_modified <> '') GROUP BY url
"""


def open_writer(path: Path, *, wait: float = 30.0) -> Writer:
    """Opens (or makes) the warehouse for writing, brings its schema and reference tables up to date.

    Waits ``wait`` seconds for another writer to end, then raises :class:`WarehouseBusyError` naming it. Raises
    :class:`NewerWarehouseError` for a file of a later fazhi, :class:`DamagedWarehouseError` for what is no warehouse.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(path, wait)
    except OSError as error:
        raise WarehouseError(
            f"cannot write in {path.parent}: {error.strerror}. Expected a directory that this user may write; "
            "set FAZHI_HOME to one, or mend its rights."
        ) from error
    try:
        con = _open_for_writing(path)
        try:
            reference_tables.refresh(con)
            views.refresh(con)
            _refresh_derived(con)
        except BaseException:
            con.close()
            raise
    except BaseException:
        lock.release()
        raise
    return Writer(path, con, lock)


def _refresh_derived(con: duckdb.DuckDBPyConnection) -> None:
    """Checks and corrections follow the rules and reference data that are installed now."""
    now = datetime.now(UTC).replace(tzinfo=None)
    arithmetic.refresh(Job(con, f"checks-{arithmetic.version()}", now, "", "refresh"))
    reviews.apply(con)
    corrections.apply(con)
    fingerprints.refresh(con)


def _open_for_writing(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        con = open_migrated(path)
        if con.execute("SELECT value FROM meta WHERE name = 'role'").fetchall() != [("writer",)]:
            con.close()
            raise WarehouseError(
                f"{path} is a published copy, made for readers. Give the writer's file ({DATABASE} in FAZHI_HOME)."
            )
    except duckdb.IOException as error:
        if re.search(r"\block\b", str(error)):  # not: Corrupt database file … in block
            raise WarehouseBusyError(path, f"a program that opened it without asking ({error})", 0) from error
        raise _damaged(path, error) from error
    except duckdb.Error as error:
        raise _damaged(path, error) from error
    return con


def _damaged(path: Path, error: duckdb.Error) -> DamagedWarehouseError:
    return DamagedWarehouseError(
        path,
        str(error).splitlines()[0],
        "Put a backup in its place (*.backup-* beside it), or move it away and run again.",
    )


def open_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a published copy, which can reach neither files nor the network.

    Raises :class:`WarehouseMissingError` where there is none, :class:`NotForReadersError` for the writer's file.
    """
    path = Path(path)
    if not path.is_file():
        raise WarehouseMissingError(
            path, "A run makes it (fazhi run, fazhi demo); fazhi publish makes it from what is held."
        )
    copy = path.parent / PUBLISHED
    if lock_path(path).exists():
        raise NotForReadersError(path, copy)
    con = attach(path)
    try:
        _check_published(con, path, copy)
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


def attach(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to what lies at ``path`` *now*. Opened by name, DuckDB would hand out the file that this
    process opened under that name before, though another has taken its place since."""
    con = duckdb.connect(config={"python_enable_replacements": False})
    try:
        quoted = str(path).replace("'", "''")
        con.execute(f"ATTACH '{quoted}' AS fazhi (READ_ONLY)")
        con.execute("USE fazhi")
    except duckdb.Error as error:
        con.close()
        raise _unreadable(path, error) from error
    return con


def _check_published(con: duckdb.DuckDBPyConnection, path: Path, copy: Path) -> None:
    seen, known = applied(con), steps()[-1].number
    if seen > known:
        raise NewerWarehouseError(path, seen, known)
    role = con.execute("SELECT value FROM meta WHERE name = 'role'").fetchall() if seen else []
    if role != [("published",)]:
        raise NotForReadersError(path, copy)


def _unreadable(path: Path, error: duckdb.Error) -> DamagedWarehouseError:
    return DamagedWarehouseError(path, str(error).splitlines()[0], "Make the published copy anew: fazhi publish.")
