"""The words that may stand in a field, one enum each: the extractor writes them, the warehouse checks them.

This module imports nothing of ours. Every enum is a :class:`enum.StrEnum`, so a member *is* the string kept in DuckDB.
"""

from enum import StrEnum


class Bound(StrEnum):
    """How the printed figure limits the true one (6.8万余 is ``at_least``, 约299亿 is ``approx``)."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class Kind(StrEnum):
    """What sort of quantity a figure is; two kinds are never compared."""

    COUNT = "count"
    AMOUNT = "amount"
    RATE = "rate"
    GROWTH = "growth"
    RANK = "rank"
    DURATION = "duration"
    SCORE = "score"
    OTHER = "other"


class Role(StrEnum):
    """What the text does with the figure: only ``actual`` enters a series."""

    ACTUAL = "actual"
    TARGET = "target"
    CHANGE = "change"
    CLAIM = "claim"


class Direction(StrEnum):
    """Which way a change goes; the magnitude is kept as printed."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class ChangeBase(StrEnum):
    """What a change is measured against (``named_period``: 较2020年)."""

    YEAR_ON_YEAR = "同比"
    PERIOD_ON_PERIOD = "环比"
    NAMED_PERIOD = "named_period"
    UNKNOWN = "unknown"


class PeriodType(StrEnum):
    """The shape of the time a figure covers: part of the key of a series (comparability rule R1)."""

    ANNUAL = "annual"
    YTD = "ytd"
    RANGE = "range"
    CUMULATIVE_SINCE = "cumulative_since"
    AS_OF = "as_of"
    STREAK = "streak"
    PLAN = "plan"
    EVENT = "event"
    UNSPECIFIED = "unspecified"


class PeriodBasis(StrEnum):
    """Where a period's dates come from; ``unknown`` is an honest answer."""

    EXPLICIT = "explicit"
    INFERRED_TITLE = "inferred_title"
    INFERRED_ANCHOR = "inferred_anchor"
    LAW_TABLE = "law_table"
    INHERITED = "inherited"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """Which part of the region a figure counts: part of the key of a series (comparability rule R3)."""

    WHOLE_REGION = "whole_region"
    OWN_LEVEL = "own_level"
    SUBORDINATES = "subordinates"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    COURT = "court"
    PLATFORM = "platform"
    UNKNOWN = "unknown"


class Genre(StrEnum):
    """What kind of document a figure was told in; decided once, in ``flows.metrics``."""

    ANNUAL_REPORT = "annual_report"
    WORK_REPORT = "work_report"
    FEATURE = "feature"
    STATISTICS = "statistics"
    NEWS = "news"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    COURT_REPORT = "court_report"
    OTHER = "other"


class PartKind(StrEnum):
    """What a part of an article or document is."""

    BODY = "body"
    TABLE = "table"
    ATTACHMENT_PAGE = "attachment_page"
