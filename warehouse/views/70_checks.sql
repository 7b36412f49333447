-- What a person should look at: stated figures that arithmetic contradicts, with every sentence that bears on them.
CREATE OR REPLACE VIEW checks_open AS
WITH inputs AS (
    SELECT c.check_id, unnest(c.observation_ids) AS observation_id, generate_subscripts(c.observation_ids, 1) AS place
    FROM checks c WHERE c.verdict = 'differs'
),
told AS (
    SELECT n.check_id, list({figure: o.span_text, period_start: o.period_start, period_end: o.period_end,
        sentence: o.sentence, url: a.url, observation_id: o.observation_id} ORDER BY n.place) AS figures
    FROM inputs n JOIN observations o USING (observation_id) JOIN articles a USING (article_id)
    GROUP BY n.check_id
)
SELECT c.kind, r.full_name AS region, i.name_zh AS indicator, year(c.period_end)::INTEGER AS "year", o.span_text AS stated_text,
    c.stated, c.computed, c.difference, c.tolerance, c.unit, c.reason, o.sentence, a.title, a.first_published AS published, a.url,
    t.figures, c.check_id, c.observation_id, c.region_code, c.indicator_id
FROM checks c
JOIN observations o USING (observation_id)
JOIN articles a ON a.article_id = o.article_id
LEFT JOIN told t USING (check_id)
LEFT JOIN regions r ON r.region_code = c.region_code
LEFT JOIN indicators i ON i.indicator_id = c.indicator_id
WHERE c.verdict = 'differs'
ORDER BY abs(c.difference) - c.tolerance DESC, c.check_id;
