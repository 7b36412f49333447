-- Every current figure that is an actual value of a catalogued indicator, with what speaks against comparing it at all.
-- The macros add what speaks against it in the company it is asked for.
CREATE OR REPLACE VIEW comparable AS
SELECT
    o.observation_id, o.region_code, r.full_name AS region_name, r.level AS region_level, r.parent_code,
    o.indicator_id, i.name_zh AS indicator_name, i.dimension, i.aggregation,
    CASE WHEN o.period_type = 'annual' THEN year(o.period_start) ELSE year(o.period_end) END::INTEGER AS period_year,
    o.period_type, o.period_start, o.period_end, o."scope",
    -- A figure whose scope is not told is taken for the region's own, at grade B; known scopes are never mixed (R3).
    CASE WHEN o."scope" = 'unknown' THEN 'whole_region' ELSE o."scope" END AS scope_group,
    o.denominator_variant, o."value", o.value_high, coalesce(u.canonical, o.unit) AS unit, o.unit AS printed_unit,
    o.bound, o.kind, o.parent, o.genre, o.confidence, o.flags, o.sentence, o.span_text, o.article_id,
    a.title, a.url, a.source_name, a.host, a.report_year, coalesce(a.first_published, a.published) AS published,
    -- R12: own yearly report, then statistics, then other official texts, then media; second-hand last.
    (CASE WHEN o.genre = 'annual_report' AND a.report_year IS NOT DISTINCT FROM period_year THEN 1
          WHEN o.genre = 'annual_report' THEN 2
          WHEN o.genre = 'statistics' THEN 3
          WHEN o.genre IN ('work_report', 'court_report') THEN 4
          WHEN a.host = 'gov.cn' OR a.host LIKE '%.gov.cn' THEN 5
          ELSE 6 END)
        + CASE WHEN a.region_code IS NOT NULL AND a.region_code <> o.region_code THEN 10 ELSE 0 END AS preference,
    CASE
        WHEN o.region_code IS NULL THEN 'region not told'
        WHEN o.kind <> i.kind THEN 'a ' || o.kind || ', the indicator is a ' || i.kind
        WHEN coalesce(u.canonical, o.unit) <> coalesce(iu.canonical, i.unit)
            THEN 'unit ' || o.unit || ', the indicator is kept in ' || i.unit
        WHEN o.period_type IN ('unspecified', 'event', 'plan') THEN 'period not told'
        WHEN o.period_end IS NULL THEN 'end of the period not told'
        WHEN o.period_start IS NULL AND o.period_type <> 'as_of' THEN 'start of the period not told'
        WHEN r.valid_from > period_year THEN 'the region came into being in ' || r.valid_from
        WHEN r.valid_to < period_year THEN 'the region ceased in ' || r.valid_to
    END AS unfit,
    -- A: same key and variant; B: a base is not told; C: derived, corrected or not exact. What is left out becomes D.
    CASE
        WHEN o.bound <> 'exact' OR len(list_filter(o.flags, lambda flag: contains(flag, 'derived') OR starts_with(flag, 'corrected'))) > 0 THEN 'C'
        WHEN o."scope" = 'unknown' OR len(o.period_alt) > 0
            OR (i.kind = 'rate' AND len(i.denominator_variants) > 0 AND o.denominator_variant IS NULL) THEN 'B'
        ELSE 'A'
    END AS own_grade
FROM observations_shown o
JOIN articles a USING (article_id)
JOIN indicators i USING (indicator_id)
LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN unit_names u ON u.unit = o.unit
LEFT JOIN unit_names iu ON iu.unit = i.unit
WHERE o."role" = 'actual' AND o.kind <> 'growth';
