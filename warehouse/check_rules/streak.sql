-- 连续五年 against an earlier report's streak of the same thing: each year that passes makes it a year longer. A streak
-- that is short enough to have begun anew contradicts nothing.
WITH streaks AS (
    SELECT f.* FROM figures f
    WHERE f.period_type = 'streak' AND f."role" = 'claim' AND f.unit = '年' AND f.indicator_id IS NOT NULL
      AND f.region_code IS NOT NULL AND f.period_end IS NOT NULL AND f.parent IS NULL
),
pairs AS (
    SELECT s.*, e.observation_id AS earlier_id, e."value" AS earlier, year(s.period_end) - year(e.period_end) AS years_between,
        e.indicator = s.indicator AS same_words, e.genre = 'annual_report' AND s.genre = 'annual_report' AS same_genre,
        row_number() OVER (PARTITION BY s.observation_id ORDER BY e.indicator <> s.indicator, e.period_end DESC, e.observation_id) AS nearest
    FROM streaks s
    JOIN streaks e ON e.indicator_id = s.indicator_id AND e.region_code = s.region_code AND e.scope_group = s.scope_group
        AND e.article_id <> s.article_id AND e.period_end < s.period_end
)
SELECT p.observation_id, [p.observation_id, p.earlier_id] AS observation_ids, p.unit,
    -- Which year is the last of a streak is read off the date of the text; a feature may be a year off.
    p."value" AS stated, p."value" - CASE WHEN p.same_genre THEN 0 ELSE 1 END AS stated_low,
    p."value" + CASE WHEN p.same_genre THEN 0 ELSE 1 END AS stated_high,
    p.earlier + p.years_between AS computed, p.earlier + p.years_between AS computed_low, p.earlier + p.years_between AS computed_high,
    CASE WHEN NOT p.same_words THEN 'the streaks may be of different things'
         WHEN p."value" <= p.years_between THEN 'the streak may have begun anew' END AS doubt,
    'the earlier report told ' || p.earlier::INTEGER || ', ' || p.years_between || ' years before' AS note
FROM pairs p WHERE p.nearest = 1
