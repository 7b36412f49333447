-- title: 某地区某指标：数值、原句、链接 / What a region reports for an indicator, with sentence and link
-- question: 1
-- parameter region: 鹤壁
-- parameter indicator: 行政机关负责人出庭应诉率
SELECT region, indicator, "year", period_type, "value", unit, bound, "scope", grade, left_out, sentence, title, published, url,
    observation_id
FROM series($region, $indicator)
UNION ALL BY NAME
-- ranks and claims that hang on the same indicator are attributes, no values of it
SELECT r.full_name AS region, i.name_zh AS indicator, o.report_year AS "year", o.period_type, o."value", o.unit, o.bound, o."scope",
    'D' AS grade, o."role" || ' (' || o.kind || ')' || coalesce(', ' || o.rank_universe, '') AS left_out, o.sentence, a.title,
    a.first_published AS published, a.url, o.observation_id
FROM observations o JOIN articles a USING (article_id) JOIN indicators i USING (indicator_id)
JOIN regions r ON r.region_code = o.region_code
WHERE o."role" IN ('claim', 'change') AND o.indicator_id IN (FROM indicator_ids($indicator))
    AND o.region_code IN (FROM region_codes($region));
