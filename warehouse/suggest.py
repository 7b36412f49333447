"""Frequent names of figures that no indicator of the catalogue fits: how a catalogue grows.

Names are gathered under one that is free of what varies: the region's own name, 全市 and the like, quotation marks.
"""

import difflib
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from . import reference

_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉（）()、，,·]+")
_LEADING = re.compile(r"^(?:[全我本][国省市区县州]|各级|共|累计|全年|年内)+")
_AGGREGATIONS = {"rate": "point", "rank": "point", "score": "point"}
MIN_NAME = 2
NEAREST = 3
_SQL = """
    SELECT o.indicator, coalesce(u.canonical, o.unit) AS unit, o.kind, o.region_code, r.name, r.short_name,
        o.article_id, o.period_type, o.candidates, o.sentence, a.url
    FROM observations o
    JOIN articles a USING (article_id)
    LEFT JOIN regions r ON r.region_code = o.region_code
    LEFT JOIN unit_names u ON u.unit = o.unit
    WHERE o.indicator_id IS NULL AND o."role" = 'actual' AND o.parent IS NULL
    ORDER BY o.observation_id
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name of several figures without an indicator. ``wordings`` are its printed forms, the frequent first;
    ``nearest`` are ids of the catalogue, the near first, of the same unit before others."""

    name: str
    unit: str
    kind: str
    wordings: tuple[str, ...]
    figures: int
    articles: int
    regions: int
    sentence: str
    url: str
    nearest: tuple[str, ...]
    aggregation: str

    @property
    def stub(self) -> str:
        """An entry for an indicators.yaml of one's own that passes the check as it stands."""
        near = reference.indicator(self.nearest[0]) if self.nearest else None
        lines = [
            f"- id: own_{hashlib.sha256(f'{self.name}|{self.unit}'.encode()).hexdigest()[:8]}"
            "   # choose one in lower case that tells what is counted; it stays for good",
            f"  name_zh: {_quoted(self.name)}",
            f"  dimension: {near.dimension if near else 'organization'}   # a guess; one of meta.dimensions",
            f"  unit: {_quoted(self.unit or '个')}",
            f"  kind: {self.kind}",
            f"  aggregation: {self.aggregation}   # flow (done in a time), stock (there at a date), point",
            "  direction: neutral",
            f"  additive_over_time: {'true' if self.aggregation == 'flow' else 'false'}",
            f"  additive_over_regions: {'false' if self.aggregation == 'point' else 'same_scope_only'}",
            f"  synonyms_zh: [{', '.join(map(_quoted, self.wordings))}]",
            "  definition: ''   # what is counted, in a sentence",
            "  pitfalls: ''     # what goes wrong when it is compared",
            f"  not_to_confuse_with: [{', '.join(self.nearest)}]",
            "  tier: extended",
        ]
        return "\n".join(lines)


def suggestions(con: duckdb.DuckDBPyConnection, *, at_least: int = 2) -> tuple[Suggestion, ...]:
    """Names that stand in ``at_least`` figures, the most frequent first; from the published copy or the writer's."""
    groups: dict[tuple[str, str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in con.execute(_SQL).fetchall():
        name = normalised(row[0], (row[4], row[5]))
        if len(name) >= MIN_NAME:
            groups[name, row[1] or "", row[2]].append(row)
    found = [_suggestion(key, rows) for key, rows in groups.items() if len(rows) >= at_least]
    return tuple(sorted(found, key=lambda entry: (-entry.figures, -entry.regions, entry.name, entry.unit)))


def normalised(indicator: str, region_names: Iterable[str | None] = ()) -> str:
    """The name without what varies from place to place: 青砚市“一门式”窗口 → 一门式窗口."""
    name = _MARKS.sub("", indicator)
    for region in sorted(filter(None, region_names), key=len, reverse=True):
        name = name.removeprefix(region)
    return _LEADING.sub("", name)


def _suggestion(key: tuple[str, str, str], rows: Sequence[tuple[str, ...]]) -> Suggestion:
    name, unit, kind = key
    wordings = Counter(_MARKS.sub("", row[0]) for row in rows)
    types = Counter(row[7] for row in rows)
    usual = "stock" if types["as_of"] > types["annual"] else "flow"
    return Suggestion(
        name=name,
        unit=unit,
        kind=kind,
        wordings=tuple(dict.fromkeys([name, *(word for word, _ in wordings.most_common(4))])),
        figures=len(rows),
        articles=len({row[6] for row in rows}),
        regions=len({row[3] for row in rows if row[3]}),
        sentence=rows[0][9],
        url=rows[0][10],
        nearest=_nearest(name, unit, Counter(candidate for row in rows for candidate in row[8] or ())),
        aggregation=_AGGREGATIONS.get(kind, usual),
    )


def _nearest(name: str, unit: str, candidates: Counter[str]) -> tuple[str, ...]:
    """What the extractor named as near comes first; then indicators whose words look alike."""
    known = reference.catalogue()
    alike = []
    for indicator in known.indicators.values():
        words = (indicator.name_zh, *indicator.synonyms_zh)
        likeness = max(difflib.SequenceMatcher(None, name, word).ratio() for word in words)
        same_unit = known.units.canonical(indicator.unit) == unit
        if likeness >= (0.5 if same_unit else 0.7):
            alike.append((not same_unit, -likeness, indicator.id))
    named = [ident for ident, _ in candidates.most_common() if ident in known.indicators]
    return tuple(dict.fromkeys([*named, *(ident for *_, ident in sorted(alike))]))[:NEAREST]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
