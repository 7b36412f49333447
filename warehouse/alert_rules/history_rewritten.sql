-- A report tells an earlier period anew, for the same key, and differs by more than $share % from what was told of it before.
WITH restated AS (
    SELECT o.region_code, o.indicator_id FROM observations o JOIN fresh_articles USING (article_id) JOIN articles a USING (article_id)
    WHERE o.region_code IS NOT NULL AND o.indicator_id IS NOT NULL AND year(o.period_end) < a.report_year GROUP BY ALL
),
tellings AS (
    SELECT c.*, c.article_id IN (FROM fresh_articles) AS fresh
    FROM comparable_of((SELECT list(DISTINCT indicator_id) FROM restated), (SELECT list(DISTINCT region_code) FROM restated)) c
    WHERE c.unfit IS NULL AND c.parent IS NULL AND c.bound = 'exact' AND c.kind <> 'rank'
),
pairs AS (
    SELECT n.*, e."value" AS value_before, e.observation_id AS observation_before, e.published AS published_before,
        e.title AS title_before, greatest(n.own_grade, e.own_grade) AS pair_grade
    FROM tellings n JOIN tellings e ON e.region_code = n.region_code AND e.indicator_id = n.indicator_id AND e.unit = n.unit
        AND e.kind = n.kind AND e.period_type = n.period_type AND e.period_start IS NOT DISTINCT FROM n.period_start
        AND e.period_end = n.period_end AND e.scope_group = n.scope_group
        AND coalesce(e.denominator_variant, '') = coalesce(n.denominator_variant, '') AND e.article_id <> n.article_id
    WHERE n.fresh AND NOT e.fresh AND n.published > e.published AND n.period_year < n.report_year
      AND abs(n."value" - e."value") > $share / 100.0 * abs(e."value")
    -- Of several earlier tellings the preferred one is the history; of several new ones, the preferred rewrites it.
    QUALIFY row_number() OVER (PARTITION BY n.region_code, n.indicator_id, n.scope_group, n.period_type, n.period_end
        ORDER BY e.preference, n.preference, e.published, e.observation_id, n.observation_id) = 1
)
SELECT p.region_code || '|' || p.indicator_id || '|' || p.scope_group || '|' || p.period_type || '|' || p.period_end || '|'
        || (p."value"::DOUBLE) AS dedupe_key,
    p.region_code, p.indicator_id, p.report_year, p.pair_grade AS grade,
    CASE WHEN p.pair_grade = 'C' THEN '核对：' ELSE '' END || p.region_name || '“' || p.indicator_name || '”' || p.period_year || '年的数被改写' AS title,
    '《' || p.title_before || '》' || coalesce('（' || p.published_before || '）', '') || '：' || format('{:.15g}', p.value_before::DOUBLE) || p.printed_unit
        || ' → 现称 ' || format('{:.15g}', p."value"::DOUBLE) || p.printed_unit || '，可比等级' || p.pair_grade || '。' AS message,
    CASE WHEN p.pair_grade = 'C' THEN 'Check: ' ELSE '' END || p.region_name || ', ' || i.name_en || ': ' || p.period_year || ' is told anew' AS title_en,
    '《' || p.title_before || '》' || coalesce(' (' || p.published_before || ')', '') || ': ' || format('{:.15g}', p.value_before::DOUBLE) || ' ' || p.printed_unit
        || ' → now ' || format('{:.15g}', p."value"::DOUBLE) || ' ' || p.printed_unit || ', comparability ' || p.pair_grade || '.' AS message_en,
    p."value", p.value_before, p.printed_unit AS unit, p.period_year AS period, p.period_year AS period_before,
    p.sentence AS quote, p.url, p.article_id, [p.observation_id, p.observation_before] AS observation_ids
FROM pairs p JOIN indicators i USING (indicator_id)
