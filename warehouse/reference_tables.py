"""The reference data as tables, so that a question can be put in names people use. Refreshed with its version."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from . import reference

_STRING, _INTEGER, _FLAG = pa.string(), pa.int32(), pa.bool_()


def refresh(con: duckdb.DuckDBPyConnection) -> bool:
    """Writes the reference tables anew if they are of another version; says whether it did. In one transaction."""
    version = reference.version()
    held = con.execute("SELECT value FROM meta WHERE name = 'reference_version'").fetchall()
    if held == [(version,)]:
        return False
    tables = {
        "regions": _regions(),
        "region_names": _region_names(),
        "region_within": _region_within(),
        "indicators": _indicators(),
        "synonyms": _synonyms(),
        "unit_names": _unit_names(),
        "breaks": _breaks(),
        "ratios": _ratios(),
        "subsets": _subsets(),
        "corrections": _corrections(),
        "denominators": _denominators(),
    }
    con.execute("BEGIN")
    try:
        for name, rows in tables.items():
            con.register("reference_rows", rows)
            con.execute(f"DELETE FROM {name}")
            con.execute(f"INSERT INTO {name} BY NAME FROM reference_rows")
            con.unregister("reference_rows")
        con.execute("UPDATE meta SET value = ? WHERE name = 'reference_version'", [version])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return True


def _regions() -> pa.Table:
    """One row a code: a code that was given to another place is its present holder's, the former is a name of it."""
    regions = reference.regions()
    held = {region.code: region for region in regions if regions.get(region.code) == region}.values()

    return pa.table(
        {
            "region_code": pa.array([region.code for region in held], _STRING),
            "name": pa.array([region.name for region in held], _STRING),
            "short_name": pa.array([region.short_name for region in held], _STRING),
            "full_name": pa.array([regions.full_name(region) for region in held], _STRING),
            "level": pa.array([region.level for region in held], _STRING),
            "parent_code": pa.array([region.parent_code or None for region in held], _STRING),
            "valid_from": pa.array([region.valid_from for region in held], _INTEGER),
            "valid_to": pa.array([region.valid_to for region in held], _INTEGER),
            "successor_code": pa.array([region.successor_code for region in held], _STRING),
            "fictitious": pa.array([region.fictitious for region in held], _FLAG),
            "functional_zone": pa.array([region.functional_zone for region in held], _FLAG),
        }
    )


def _region_within() -> pa.Table:
    regions = reference.regions()
    rows = {(region.code, above.code) for region in regions for above in (region, *regions.ancestors(region))}
    rows |= {(region.code, reference.COUNTRY) for region in regions}
    pairs = sorted(rows)
    return pa.table(
        {
            "region_code": pa.array([code for code, _ in pairs], _STRING),
            "within_code": pa.array([code for _, code in pairs], _STRING),
        }
    )


def _region_names() -> pa.Table:
    regions = reference.regions()
    rows: dict[tuple[str, str], str] = {}
    for text in sorted(regions.names()):
        for name in regions.readings(text):
            rows.setdefault((text, name.region.code), str(name.kind))
    for region in regions:
        rows.setdefault((region.code, region.code), "code")
    return _pairs("name", "region_code", "kind", rows)


def _indicators() -> pa.Table:
    held = reference.indicators()
    return pa.table(
        {
            "indicator_id": pa.array([indicator.id for indicator in held], _STRING),
            "name_zh": pa.array([indicator.name_zh for indicator in held], _STRING),
            "name_en": pa.array([indicator.name_en for indicator in held], _STRING),
            "dimension": pa.array([indicator.dimension for indicator in held], _STRING),
            "unit": pa.array([indicator.unit for indicator in held], _STRING),
            "display_unit": pa.array([indicator.display_unit for indicator in held], _STRING),
            "kind": pa.array([str(indicator.kind) for indicator in held], _STRING),
            "aggregation": pa.array([indicator.aggregation for indicator in held], _STRING),
            "direction": pa.array([indicator.direction for indicator in held], _STRING),
            "additive_over_time": pa.array([indicator.additive_over_time for indicator in held], _FLAG),
            "additive_over_regions": pa.array([indicator.additive_over_regions for indicator in held], _FLAG),
            "valid_low": pa.array([(indicator.valid_range or (None, None))[0] for indicator in held], pa.float64()),
            "valid_high": pa.array([(indicator.valid_range or (None, None))[1] for indicator in held], pa.float64()),
            "tier": pa.array([indicator.tier for indicator in held], _STRING),
            "denominator_variants": pa.array(
                [list(indicator.denominator_variants) for indicator in held], pa.list_(_STRING)
            ),
            "definition": pa.array([indicator.definition for indicator in held], _STRING),
            "pitfalls": pa.array([indicator.pitfalls for indicator in held], _STRING),
        }
    )


def _synonyms() -> pa.Table:
    """Every word by which people may call an indicator; ``origin`` tells an id from a name from a synonym."""
    rows: dict[tuple[str, str], str] = {}
    for indicator in reference.indicators():
        names: Iterable[tuple[str, str]] = [
            (indicator.id, "id"),
            (indicator.name_zh, "name"),
            (indicator.name_en, "name"),
            *((synonym, "synonym") for synonym in indicator.synonyms_zh),
        ]
        for name, origin in names:
            if name:
                rows.setdefault((name, indicator.id), origin)
    for reading in reference.catalogue().ambiguous:
        rows.setdefault((reading.name, reading.indicator_id), "ambiguous")
    return _pairs("name", "indicator_id", "origin", rows)


def _unit_names() -> pa.Table:
    units = reference.unit_rules().equivalents
    rows = [(head, head) for head in units] + [(other, head) for head, others in units.items() for other in others]
    return pa.table({"unit": [unit for unit, _ in rows], "canonical": [head for _, head in rows]})


def _breaks() -> pa.Table:
    rows = [(entry, indicator) for entry in reference.breaks() for indicator in entry.indicators]
    return pa.table(
        {
            "break_id": pa.array([entry.id for entry, _ in rows], _STRING),
            "indicator_id": pa.array([indicator for _, indicator in rows], _STRING),
            "break_date": pa.array([entry.date for entry, _ in rows], pa.date32()),
            "reason": pa.array([entry.reason for entry, _ in rows], _STRING),
        }
    )


def _ratios() -> pa.Table:
    rows = [(ratio, variant, whole) for ratio in reference.ratios() for variant, whole in ratio.wholes.items()]
    return pa.table(
        {
            "rate_id": pa.array([ratio.rate_id for ratio, _, _ in rows], _STRING),
            "part_id": pa.array([ratio.part_id for ratio, _, _ in rows], _STRING),
            "denominator_variant": pa.array([variant for _, variant, _ in rows], _STRING),
            "whole_id": pa.array([whole for _, _, whole in rows], _STRING),
        }
    )


def _subsets() -> pa.Table:
    held = reference.subsets()
    return pa.table(
        {
            "part_id": pa.array([subset.part_id for subset in held], _STRING),
            "whole_id": pa.array([subset.whole_id for subset in held], _STRING),
            "carry_over": pa.array([subset.carry_over for subset in held], _FLAG),
        }
    )


def _corrections() -> pa.Table:
    held = reference.corrections()
    names = {
        "correction_id": "id",
        "url": "url",
        "span_text": "span_text",
        "indicator": "indicator",
        "field": "field",
        "expected": "expect",
        "corrected": "value",
        "reason": "reason",
        "corrected_by": "by",
        "file": "file",
    }
    columns = {column: pa.array([getattr(entry, name) for entry in held], _STRING) for column, name in names.items()}
    return pa.table(columns | {"corrected_on": pa.array([entry.date for entry in held], pa.date32())})


def _denominators() -> pa.Table:
    held = reference.denominators()
    return pa.table(
        {
            "region_code": pa.array([entry.region_code for entry in held], _STRING),
            "year": pa.array([entry.year for entry in held], _INTEGER),
            "name": pa.array([entry.name for entry in held], _STRING),
            "value": pa.array([entry.value for entry in held], pa.float64()),
            "source": pa.array([entry.source for entry in held], _STRING),
        }
    )


def _pairs(first: str, second: str, third: str, rows: dict[tuple[str, str], str]) -> pa.Table:
    return pa.table(
        {
            first: pa.array([pair[0] for pair in rows], _STRING),
            second: pa.array([pair[1] for pair in rows], _STRING),
            third: pa.array(list(rows.values()), _STRING),
        }
    )
