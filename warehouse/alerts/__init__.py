"""Alerts due: rules as data (:mod:`rules`), evaluated in the transaction that stores the facts (:mod:`raising`), kept
in the outbox ``alerts`` (:mod:`outbox`), and on their way to channels (:mod:`deliveries`).

What an alert says and when it fires is decided here; whom it reaches, and how, is decided by the flows.
"""

from .deliveries import (
    Delivery,
    Message,
    Outcome,
    channels_waited_for,
    compose,
    drop_channel,
    due_messages,
    fold,
    messages_of,
    plan,
    unplanned,
    waiting,
)
from .outbox import STATES, Alert, call_false, mark, mute, read, read_some
from .raising import evaluate, in_spite_of_broken_rules
from .rules import FOLDER, SEVERITIES, SHANGHAI, AlertRule, rules

__all__ = [
    "FOLDER",
    "SEVERITIES",
    "SHANGHAI",
    "STATES",
    "Alert",
    "AlertRule",
    "Delivery",
    "Message",
    "Outcome",
    "call_false",
    "channels_waited_for",
    "compose",
    "drop_channel",
    "due_messages",
    "evaluate",
    "fold",
    "in_spite_of_broken_rules",
    "mark",
    "messages_of",
    "mute",
    "plan",
    "read",
    "read_some",
    "rules",
    "unplanned",
    "waiting",
]
