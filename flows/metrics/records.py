"""The records of the extractor: what goes in (:class:`Document`) and what comes out (:class:`Observation`).

Offsets are Unicode code points into one part's text: ``part.text[start:end] == span_text``, always.

Records are msgspec structs: frozen, compared and hashed by value, and made in a fifth of the time that a frozen
dataclass takes (a tenth of the extractor's). ``msgspec.structs.replace`` and ``asdict`` are for them what the functions
of these names are for dataclasses.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from warehouse.reference.vocabulary import (
    Bound,
    ChangeBase,
    Direction,
    Genre,
    Kind,
    PartKind,
    PeriodBasis,
    PeriodType,
    Role,
    Scope,
)


class Heading(Struct, frozen=True):
    """A heading line inside a part: its offset in the part's text and its level (1 = highest)."""

    offset: int
    level: int


class Cell(Struct, frozen=True):
    """A data cell of a table part, ``text[offset:end]``, with the headers of its row and column."""

    offset: int
    end: int
    row_header: str
    column_header: str


class Part(Struct, frozen=True):
    """A stretch of text in which spans are exact."""

    id: str
    text: str
    kind: PartKind = PartKind.BODY
    headings: tuple[Heading, ...] = ()
    cells: tuple[Cell, ...] = ()


class Document(Struct, frozen=True):
    """What extraction needs of an article.

    ``published`` is this copy's date; ``first_published`` the origin's, on which periods hang (a mirror's date is never
    an anchor). ``region_hint`` is a division code given by the caller, evidence like any other.
    """

    parts: tuple[Part, ...]
    title: str = ""
    published: date | None = None
    first_published: date | None = None
    source_name: str = ""
    host: str = ""
    site_id_code: str = ""
    column: str = ""
    issuer: str = ""
    region_hint: str | None = None

    @classmethod
    def of(cls, text: str, **facts: Any) -> "Document":
        """A document of one body part named ``body``."""
        return cls(parts=(Part("body", text),), **facts)


class Quantity(Struct, frozen=True):
    """A number with its unit as it stands in the text: the bare grammar, no filters.

    ``value`` is expanded (1.95亿 → 195000000; 近八成 → 80 with unit %). ``start:end`` covers bound words, number and
    unit that belong together (``6.8万余场次``).
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    bound: Bound = Bound.EXACT
    value_high: Decimal | None = None


class TableHeaders(Struct, frozen=True):
    """The headers over and beside a table's figure, as far as its name does not hold them.

    ``caption`` is what names the table, a line each; ``row`` and ``column`` the headers as printed; ``names`` the
    headers of which the indicator is composed; ``times`` words of time, the nearest last; ``place`` the header that
    names a territory (甲县, 市本级); ``part`` says that a header makes it a part of something (其中, 小计).
    """

    caption: tuple[str, ...] = ()
    row: str = ""
    column: str = ""
    names: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    place: str = ""
    part: bool = False


class Figure(Struct, frozen=True):
    """A quantity that is a metric, and the words it measures: what the text *states*, before it is given meaning.

    ``sentence_start:sentence_end`` is the sentence the figure stands in (offsets in the part). ``universe`` is the
    wording of a rank's field (全省, 全国). ``base_text`` is the wording of a change's base (同比, 较2020年, 2023年的).
    ``parent_key`` is the :attr:`key` of the whole of which this is a part, or of the value that a rank belongs to.
    ``headers`` are those of a table's cell; its sentence is the line of its row.
    """

    part_id: str
    start: int
    end: int
    span_text: str
    sentence_start: int
    sentence_end: int
    value: Decimal
    value_high: Decimal | None
    unit: str
    bound: Bound
    kind: Kind
    role: Role
    indicator: str
    direction: Direction | None = None
    change_base: ChangeBase | None = None
    base_text: str = ""
    universe: str = ""
    parent_key: str | None = None
    rule: str = ""
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    headers: TableHeaders | None = None

    @property
    def key(self) -> str:
        """Names the figure within its document: the span and what it measures (coordinated names share a span)."""
        return figure_key(self.part_id, self.start, self.end, self.indicator)


class LeftOut(Struct, frozen=True):
    """A numeral that is no metric, and why (``fazhi extract --explain`` shows it)."""

    part_id: str
    start: int
    end: int
    text: str
    reason: str


class Period(Struct, frozen=True):
    """The time a figure covers; ``start`` and ``end`` are inclusive, None where unknown. ``alternatives`` are readings
    that the text equally allows."""

    text: str = ""
    type: PeriodType = PeriodType.UNSPECIFIED
    start: date | None = None
    end: date | None = None
    basis: PeriodBasis = PeriodBasis.UNKNOWN
    alternatives: tuple["Period", ...] = ()


class DocumentFacts(Struct, frozen=True):
    """What a document is about, decided once before its figures are read. ``covered`` is what a report tells of: its
    year, or the part of it that the title names (2024年7月, 上半年)."""

    genre: Genre = Genre.OTHER
    report_year: int | None = None
    covered: Period | None = None
    region_code: str | None = None
    region_basis: str = ""
    anchor: date | None = None
    anchor_basis: str = ""
    department: bool = False
    flags: tuple[str, ...] = ()


class Meaning(Struct, frozen=True):
    """Which canonical indicator a figure is of; ``candidates`` are the nearest where none fits surely."""

    indicator_id: str | None = None
    candidates: tuple[str, ...] = ()
    denominator_variant: str = ""


class Place(Struct, frozen=True):
    """Whose territory a figure counts and which part of it; ``rank_universe`` is the field of a rank."""

    region_code: str | None = None
    scope: Scope = Scope.UNKNOWN
    rank_universe: str = ""


class Observation(Struct, frozen=True):
    """A figure with its meaning: the unit of the warehouse. :meth:`as_row` gives the flat names people query."""

    figure: Figure
    sentence: str
    meaning: Meaning = field(default_factory=Meaning)
    period: Period = field(default_factory=Period)
    base_period: Period | None = None
    place: Place = field(default_factory=Place)
    genre: Genre = Genre.OTHER
    report_year: int | None = None
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """See :attr:`Figure.key`."""
        return self.figure.key

    def as_row(self) -> dict[str, Any]:
        """The flat dict under the column names of the table ``observations``; enums become strings."""
        figure, period, base = self.figure, self.period, self.base_period
        return {
            "key": self.key,
            "part_id": figure.part_id,
            "start": figure.start,
            "end": figure.end,
            "span_text": figure.span_text,
            "sentence": self.sentence,
            "value": figure.value,
            "value_high": figure.value_high,
            "unit": figure.unit,
            "bound": figure.bound.value,
            "kind": figure.kind.value,
            "role": figure.role.value,
            "direction": figure.direction.value if figure.direction else None,
            "change_base": figure.change_base.value if figure.change_base else None,
            "base_period_start": base.start if base else None,
            "base_period_end": base.end if base else None,
            "indicator": figure.indicator,
            "indicator_id": self.meaning.indicator_id,
            "candidates": list(self.meaning.candidates),
            "denominator_variant": self.meaning.denominator_variant or None,
            "period_text": period.text or None,
            "period_type": period.type.value,
            "period_start": period.start,
            "period_end": period.end,
            "period_basis": period.basis.value,
            "period_alt": [f"{alt.type.value}:{alt.start or ''}..{alt.end or ''}" for alt in period.alternatives],
            "region_code": self.place.region_code,
            "scope": self.place.scope.value,
            "rank_universe": self.place.rank_universe or None,
            "parent": figure.parent_key,
            "genre": self.genre.value,
            "report_year": self.report_year,
            "rule": figure.rule,
            "confidence": figure.confidence,
            "flags": list(figure.flags + self.flags),
        }


def figure_key(part_id: str, start: int, end: int, indicator: str) -> str:
    """The key of a figure within its document."""
    return f"{part_id}:{start}:{end}:{indicator}"
