-- How often people found the figures of an indicator and rule right: marks that hold for a figure held now.
CREATE OR REPLACE VIEW review_precision AS
SELECT v.indicator_id, v."rule", count(*) AS marked, count(*) FILTER (v.verdict = 'confirmed') AS confirmed,
    round(count(*) FILTER (v.verdict = 'confirmed') / count(*), 3) AS measured_precision
FROM reviews v WHERE v.observation_id IS NOT NULL GROUP BY ALL ORDER BY measured_precision, marked DESC;
