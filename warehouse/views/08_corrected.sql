-- The figures as views and macros take them: as stated, but for the fields that a correction that applies names.
CREATE OR REPLACE VIEW observations_shown AS
WITH fixed AS (
    SELECT k.observation_id, map_from_entries(list((k.field, k.corrected))) AS fields,
        list('corrected: ' || k.field || ' ' || coalesce(k.found, '(none)') || ' -> ' || coalesce(k.corrected, '(none)') || ', '
            || k.reason ORDER BY k.field) AS told
    FROM corrections k WHERE k.state = 'applied' GROUP BY k.observation_id
)
SELECT o.* FROM observations o ANTI JOIN fixed f USING (observation_id)
UNION ALL
SELECT o.* REPLACE (
    CASE WHEN map_contains(f.fields, 'value') THEN f.fields['value']::DECIMAL(24, 6) ELSE o."value" END AS "value",
    CASE WHEN map_contains(f.fields, 'value_high') THEN f.fields['value_high']::DECIMAL(24, 6) ELSE o.value_high END AS value_high,
    CASE WHEN map_contains(f.fields, 'unit') THEN f.fields['unit'] ELSE o.unit END AS unit,
    CASE WHEN map_contains(f.fields, 'indicator_id') THEN f.fields['indicator_id'] ELSE o.indicator_id END AS indicator_id,
    CASE WHEN map_contains(f.fields, 'denominator_variant') THEN f.fields['denominator_variant'] ELSE o.denominator_variant END
        AS denominator_variant,
    CASE WHEN map_contains(f.fields, 'region_code') THEN f.fields['region_code'] ELSE o.region_code END AS region_code,
    CASE WHEN map_contains(f.fields, 'bound') THEN f.fields['bound'] ELSE o.bound END AS bound,
    CASE WHEN map_contains(f.fields, 'kind') THEN f.fields['kind'] ELSE o.kind END AS kind,
    CASE WHEN map_contains(f.fields, 'role') THEN f.fields['role'] ELSE o."role" END AS "role",
    CASE WHEN map_contains(f.fields, 'period_type') THEN f.fields['period_type'] ELSE o.period_type END AS period_type,
    CASE WHEN map_contains(f.fields, 'scope') THEN f.fields['scope'] ELSE o."scope" END AS "scope",
    CASE WHEN map_contains(f.fields, 'period_start') THEN f.fields['period_start']::DATE ELSE o.period_start END AS period_start,
    CASE WHEN map_contains(f.fields, 'period_end') THEN f.fields['period_end']::DATE ELSE o.period_end END AS period_end,
    list_concat(o.flags, f.told) AS flags
)
FROM observations o JOIN fixed f USING (observation_id);

-- Every correction with what became of it; those that do not apply come first, as somebody should look at them.
CREATE OR REPLACE VIEW corrections_listed AS
SELECT k.correction_id, k.state, r.full_name AS region, i.name_zh AS indicator, k.span_text, k.field, k.expected, k.found, k.corrected,
    k.reason, k.corrected_by, k.corrected_on, o.sentence, k.url, k.observation_id, k.file
FROM corrections k
LEFT JOIN observations o USING (observation_id)
LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
ORDER BY k.state = 'applied', k.correction_id;
