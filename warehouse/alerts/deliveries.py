"""Alerts on their way: which channel gets which and when (``deliveries``), and the messages they travel in.

A message is written down before it is sent. So what a crash between sending and noting repeats is that message, word by
word and with the same key, and never an alert in another one. Times are UTC, naive as in the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import pyarrow as pa

from warehouse.staging import given

from .outbox import Alert, read_some

LIVE = ("pending", "failed")
# A channel that refuses is asked again after so long, twice as long each time, at most half a day.
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert for a channel. ``send`` is ``immediate`` or ``digest``, ``due_at`` the earliest moment it may go."""

    alert_id: str
    channel: str
    subscription: str
    send: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is to send, of ``kind`` single, digest, summary or lines (the local file). ``message_id`` is the
    key in its text; of one alert it is the alert's id."""

    message_id: str
    channel: str
    kind: str
    title: str
    body: str
    alert_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message at ``at``; ``error`` is empty where the channel took it."""

    message_id: str
    channel: str
    error: str
    at: datetime


def unplanned(con: duckdb.DuckDBPyConnection) -> list[Alert]:
    """Alerts of which nobody has decided yet whom they reach."""
    rows = con.execute(
        "SELECT alert_id FROM alerts WHERE state IN ('pending', 'failed') "
        "AND alert_id NOT IN (SELECT alert_id FROM deliveries)"
    ).fetchall()
    return read_some(con, [ident for (ident,) in rows])


def plan(con: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
    """Keeps whom alerts are to reach, and when."""
    columns = {
        name: pa.array([getattr(entry, name) for entry in deliveries], kind)
        for name, kind in (("alert_id", pa.string()), ("channel", pa.string()), ("subscription", pa.string()))
    }
    columns["send"] = pa.array([entry.send for entry in deliveries], pa.string())
    columns["due_at"] = pa.array([entry.due_at for entry in deliveries], pa.timestamp("us"))
    with given(con, "given", pa.table(columns)):
        con.execute("INSERT INTO deliveries BY NAME FROM given")


def waiting(con: duckdb.DuckDBPyConnection, until: datetime) -> list[tuple[Delivery, Alert]]:
    """What is due by ``until`` and in no message yet; what was muted or called a false alarm meanwhile is left out."""
    rows = con.execute(
        "SELECT d.alert_id, d.channel, d.subscription, d.send, d.due_at FROM deliveries d "
        "WHERE d.message_id IS NULL AND d.due_at <= $until::TIMESTAMP ORDER BY ALL",
        {"until": until},
    ).fetchall()
    alerts = {alert.alert_id: alert for alert in read_some(con, {row[0] for row in rows}) if alert.state in LIVE}
    return [(Delivery(*row), alerts[row[0]]) for row in rows if row[0] in alerts]


def compose(con: duckdb.DuckDBPyConnection, messages: Sequence[Message], now: datetime) -> None:
    """Writes messages down, and with each delivery the message it goes in: in one transaction."""
    pairs = [(message, ident) for message in messages for ident in message.alert_ids]
    links = pa.table(
        {
            "message_id": pa.array([message.message_id for message, _ in pairs], pa.string()),
            "channel": pa.array([message.channel for message, _ in pairs], pa.string()),
            "alert_id": pa.array([ident for _, ident in pairs], pa.string()),
        }
    )
    con.execute("BEGIN")
    try:
        for entry in messages:
            con.execute(
                "INSERT INTO messages (message_id, channel, kind, title, body, alerts, state, attempts, next_try_at, "
                "error, created_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, '', ?)",
                [entry.message_id, entry.channel, entry.kind, entry.title, entry.body, len(entry.alert_ids), now, now],
            )
        with given(con, "given", links):
            con.execute(
                "UPDATE deliveries SET message_id = given.message_id FROM given "
                "WHERE deliveries.alert_id = given.alert_id AND deliveries.channel = given.channel"
            )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def due_messages(con: duckdb.DuckDBPyConnection, now: datetime, *, patient: bool = True) -> list[Message]:
    """Messages to be sent now, the oldest first; with ``patient`` those that were refused wait for their time. One of
    which every alert was muted or called a false alarm meanwhile is not sent."""
    sql = """
        SELECT m.message_id, m.channel, m.kind, m.title, m.body, list(d.alert_id ORDER BY d.alert_id)
        FROM messages m JOIN deliveries d ON d.message_id = m.message_id AND d.channel = m.channel
        JOIN alerts a ON a.alert_id = d.alert_id
        WHERE m.state IN ('pending', 'failed') AND (m.next_try_at <= $now::TIMESTAMP OR NOT $patient
            OR m.next_try_at > $now::TIMESTAMP + to_seconds($longest::BIGINT))
        GROUP BY ALL HAVING bool_or(a.state IN ('pending', 'failed'))
        ORDER BY min(m.created_at), m.channel, m.kind, m.message_id
    """
    longest = int(LONGEST_WAIT.total_seconds())  # what waits longer was written while the clock was ahead
    rows = con.execute(sql, {"now": now, "patient": patient, "longest": longest}).fetchall()
    return [_message(*row) for row in rows]


def _message(key: str, channel: str, kind: str, title: str, body: str, alert_ids: Sequence[str]) -> Message:
    return Message(key, channel, kind, title, body, tuple(alert_ids))


def fold(con: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome]) -> None:
    """Notes what became of messages, and in what state that leaves their alerts. Noting an outcome twice changes
    nothing, so that a journal may be read again after a crash."""
    if not outcomes:
        return
    con.execute("BEGIN")
    try:
        for outcome in outcomes:
            con.execute(_NOTE, _noted(outcome))
        ids = pa.array(sorted({outcome.message_id for outcome in outcomes}), pa.string())
        with given(con, "wanted", pa.table({"ident": ids})):
            con.execute(_SUM_UP, {"now": max(outcome.at for outcome in outcomes)})
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def _noted(outcome: Outcome) -> dict[str, object]:
    return {
        "id": outcome.message_id,
        "channel": outcome.channel,
        "error": outcome.error,
        "at": outcome.at,
        "first": int(FIRST_WAIT.total_seconds()),
        "longest": int(LONGEST_WAIT.total_seconds()),
    }


# What a channel took is noted whatever the clock says: one set back must not have a message sent again and again.
_NOTE = """
    UPDATE messages SET state = CASE WHEN $error = '' THEN 'sent' ELSE 'failed' END, attempts = attempts + 1,
        error = $error, tried_at = $at::TIMESTAMP,
        next_try_at = $at::TIMESTAMP
            + to_seconds(least($longest::BIGINT, $first::BIGINT * (2 ** least(attempts, 20))::BIGINT))
    WHERE message_id = $id AND channel = $channel AND state <> 'sent'
      AND ($error = '' OR coalesce(tried_at <> $at::TIMESTAMP, true))
"""
# An alert is sent once every channel it is for took it; failed while one refuses; pending while one waits for its hour.
_SUM_UP = """
    WITH touched AS (SELECT DISTINCT alert_id FROM deliveries WHERE message_id IN (FROM wanted)),
    standing AS (
        SELECT d.alert_id, list(d.channel ORDER BY d.channel) FILTER (m.state = 'sent') AS took,
            string_agg(m.error, '; ' ORDER BY d.channel) FILTER (m.state = 'failed') AS refused,
            bool_and(coalesce(m.state = 'sent', false)) AS everywhere, max(m.attempts) AS attempts
        FROM deliveries d JOIN touched USING (alert_id)
        LEFT JOIN messages m ON m.message_id = d.message_id AND m.channel = d.channel GROUP BY d.alert_id
    )
    UPDATE alerts SET attempts = standing.attempts, updated_at = $now::TIMESTAMP,
        delivered_to = list_distinct(list_concat(delivered_to, standing.took)),
        error = CASE WHEN state IN ('pending', 'failed', 'sent') THEN standing.refused ELSE error END,
        state = CASE WHEN state NOT IN ('pending', 'failed') THEN state WHEN standing.refused IS NOT NULL THEN 'failed'
                     WHEN standing.everywhere THEN 'sent' ELSE 'pending' END
    FROM standing WHERE standing.alert_id = alerts.alert_id
"""


def messages_of(con: duckdb.DuckDBPyConnection, alert_id: str) -> list[dict[str, object]]:
    """The channels an alert is for, with when it was or is due, and what became of it there."""
    rows = con.execute(
        "SELECT d.channel, d.subscription, d.send, d.due_at, m.message_id, coalesce(m.state, 'waiting'), "
        "coalesce(m.attempts, 0), m.tried_at, m.next_try_at, coalesce(m.error, '') FROM deliveries d "
        "LEFT JOIN messages m ON m.message_id = d.message_id AND m.channel = d.channel WHERE d.alert_id = ? ORDER BY 1",
        [alert_id],
    ).fetchall()
    names = ("channel", "subscription", "send", "due_at", "message_id", "state", "attempts", "tried_at", "next_try_at")
    return [dict(zip((*names, "error"), row, strict=True)) for row in rows]


def drop_channel(con: duckdb.DuckDBPyConnection, channel: str) -> int:
    """Gives up what waits for a channel, e.g. one that was taken out of the settings; how many deliveries that were.

    Alerts that only waited for it count as sent.
    """
    con.execute("BEGIN")
    try:
        [(dropped,)] = con.execute(
            "SELECT count(*) FROM deliveries d LEFT JOIN messages m ON m.message_id = d.message_id "
            "AND m.channel = d.channel WHERE d.channel = ? AND coalesce(m.state, 'waiting') <> 'sent'",
            [channel],
        ).fetchall()
        touched = con.execute("SELECT DISTINCT alert_id FROM deliveries WHERE channel = ?", [channel]).fetchall()
        con.execute(
            "DELETE FROM deliveries WHERE channel = $channel AND coalesce(message_id, '') NOT IN "
            "(SELECT message_id FROM messages WHERE channel = $channel AND state = 'sent')",
            {"channel": channel},
        )
        con.execute("DELETE FROM messages WHERE channel = ? AND state <> 'sent'", [channel])
        with given(con, "wanted", pa.table({"ident": pa.array([ident for (ident,) in touched], pa.string())})):
            con.execute(
                "UPDATE alerts SET state = 'sent', error = NULL WHERE state IN ('pending', 'failed') "
                "AND alert_id IN (FROM wanted) AND NOT EXISTS (FROM deliveries d LEFT JOIN messages m "
                "ON m.message_id = d.message_id AND m.channel = d.channel "
                "WHERE d.alert_id = alerts.alert_id AND coalesce(m.state, 'waiting') <> 'sent')"
            )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return int(dropped)


def channels_waited_for(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Channels that something waits for: name → alerts."""
    return dict(
        con.execute(
            "SELECT d.channel, count(*) FROM deliveries d JOIN alerts a USING (alert_id) LEFT JOIN messages m "
            "ON m.message_id = d.message_id AND m.channel = d.channel "
            "WHERE coalesce(m.state, 'waiting') <> 'sent' AND a.state IN ('pending', 'failed') GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
