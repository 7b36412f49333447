-- Numbers that cannot be, or hardly: a part above its whole, the city hall above the city, a county above its city, a
-- lost or a surplus 万. What it names is held back from comparison until the alert is called a false alarm.
WITH fresh AS (
    SELECT c.* FROM comparable_of(
        (SELECT list(DISTINCT o.indicator_id) FROM observations o JOIN fresh_articles USING (article_id) WHERE o.indicator_id IS NOT NULL),
        (SELECT list(DISTINCT o.region_code) FROM observations o JOIN fresh_articles USING (article_id) WHERE o.region_code IS NOT NULL)) c
    WHERE c.unfit IS NULL AND c.kind IN ('count', 'amount') AND c.bound = 'exact' AND c.parent IS NULL
),
new AS (FROM fresh WHERE article_id IN (FROM fresh_articles)),
cities AS (
    SELECT c.* FROM comparable_of((SELECT list(DISTINCT n.indicator_id) FROM new n), (SELECT list(DISTINCT n.parent_code) FROM new n)) c
    WHERE c.unfit IS NULL AND c."scope" = 'whole_region' AND c.bound = 'exact' AND c.parent IS NULL AND c.region_level = 'prefecture'
    QUALIFY row_number() OVER (PARTITION BY c.region_code, c.indicator_id, c.unit, c.period_type, c.period_start, c.period_end
        ORDER BY c.preference, c.observation_id) = 1
),
-- The city's own level against the whole city, of one article.
level AS (
    SELECT n.observation_id, w.observation_id AS other, '市本级多于全域：' || format('{:.15g}', n."value"::DOUBLE) || ' > ' || format('{:.15g}', w."value"::DOUBLE) AS why,
        'own level above the whole: ' || format('{:.15g}', n."value"::DOUBLE) || ' > ' || format('{:.15g}', w."value"::DOUBLE) AS why_en
    FROM new n JOIN fresh w ON w.article_id = n.article_id AND w.indicator_id = n.indicator_id AND w.region_code = n.region_code
        AND w.unit = n.unit AND w.period_type = n.period_type AND w.period_start IS NOT DISTINCT FROM n.period_start
        AND w.period_end = n.period_end AND w."scope" = 'whole_region'
    WHERE n."scope" = 'own_level' AND n."value" > w."value"
),
-- Powers of ten against the years before: 587万条 read, or printed, as 587.
usual AS (
    SELECT n.observation_id, median(e."value") AS middle, count(*) AS years, min(e.observation_id) AS other, min(e."value") AS least, max(e."value") AS most
    FROM new n JOIN fresh e ON e.region_code = n.region_code AND e.indicator_id = n.indicator_id AND e.unit = n.unit
        AND e.period_type = 'annual' AND e.scope_group = n.scope_group AND e.period_year < n.period_year
    WHERE n.period_type = 'annual' AND n.aggregation = 'flow' GROUP BY n.observation_id
),
power AS (
    SELECT n.observation_id, u.other, '与往年相差约' || (10 ** abs(round(log10(n."value" / u.middle))))::BIGINT || '倍（往年中位数 '
        || format('{:.15g}', round(u.middle::DOUBLE, 4)) || '）' AS why,
        'about ' || (10 ** abs(round(log10(n."value" / u.middle))))::BIGINT || ' times apart from the years before (median '
        || format('{:.15g}', round(u.middle::DOUBLE, 4)) || ')' AS why_en
    FROM new n JOIN usual u USING (observation_id)
    WHERE u.years >= 2 AND u.least > 0 AND u.most < 3 * u.least AND n."value" > 0
      AND abs(round(log10(n."value" / u.middle))) IN (2, 3, 4) AND abs(log10(n."value" / u.middle) - round(log10(n."value" / u.middle))) <= 0.3
),
-- What arithmetic contradicts within one text: concluded above received, a rate above 100.
unsound AS (
    SELECT k.observation_id, list_filter(k.observation_ids, o -> o <> k.observation_id)[1] AS other,
        CASE k.kind WHEN 'stages' THEN '办结多于收案' ELSE '超出可能范围' END || '：' || format('{:.15g}', k.stated) || '，推算 ' || format('{:.15g}', round(k.computed, 4)) AS why,
        CASE k.kind WHEN 'stages' THEN 'more concluded than received' ELSE 'beyond what can be' END || ': ' || format('{:.15g}', k.stated)
            || ', computed ' || format('{:.15g}', round(k.computed, 4)) AS why_en
    FROM checks k WHERE k.kind IN ('stages', 'above_hundred') AND k.verdict = 'differs' AND k.article_id IN (FROM fresh_articles)
),
-- A county cannot have more cases than the city it lies in.
above AS (
    SELECT n.observation_id, w.observation_id AS other, '多于所属' || w.region_name || '：' || format('{:.15g}', n."value"::DOUBLE) || ' > '
        || format('{:.15g}', w."value"::DOUBLE) AS why,
        'more than ' || w.region_name || ' that it lies in: ' || format('{:.15g}', n."value"::DOUBLE) || ' > ' || format('{:.15g}', w."value"::DOUBLE) AS why_en
    FROM new n JOIN cities w ON w.region_code = n.parent_code AND w.indicator_id = n.indicator_id AND w.unit = n.unit
        AND w.period_type = n.period_type AND w.period_start IS NOT DISTINCT FROM n.period_start AND w.period_end = n.period_end
    WHERE n.region_level = 'county' AND n."scope" = 'whole_region' AND n.aggregation = 'flow' AND n."value" > w."value"
),
found AS (FROM level UNION ALL FROM power UNION ALL FROM unsound UNION ALL FROM above)
SELECT f.observation_id || '|' || min(f.why) AS dedupe_key, o.region_code, o.indicator_id, o.report_year, 'C' AS grade,
    '数据核对：' || coalesce(any_value(r.full_name), '地区未定') || '“' || coalesce(any_value(i.name_zh), any_value(o.indicator)) || '” ' || any_value(o.span_text) AS title,
    string_agg(DISTINCT f.why, '；') || '。核对前不参与比较。' AS message,
    'Data check: ' || coalesce(any_value(r.full_name), 'region unknown') || ', ' || coalesce(any_value(i.name_en), any_value(o.indicator)) || ' '
        || any_value(o.span_text) AS title_en,
    string_agg(DISTINCT f.why_en, '; ') || '. Kept out of comparisons until checked.' AS message_en,
    any_value(o."value") AS "value", any_value(o.unit) AS unit,
    any_value(o.sentence) AS quote, any_value(a.url) AS url, any_value(o.article_id) AS article_id,
    list_prepend(f.observation_id, list(DISTINCT f.other) FILTER (f.other IS NOT NULL)) AS observation_ids
FROM found f JOIN observations o USING (observation_id) JOIN articles a ON a.article_id = o.article_id
LEFT JOIN regions r ON r.region_code = o.region_code LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
GROUP BY f.observation_id, o.region_code, o.indicator_id, o.report_year
