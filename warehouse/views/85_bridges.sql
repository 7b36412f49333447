-- Former regions and what took their place (R10). renamed: one territory under a new name and code (蓟县 became 蓟州区); merged:
-- into a region that was there before, or together with others, whose figures are of another territory.
CREATE OR REPLACE VIEW region_bridges AS
SELECT f.region_code AS from_code, f.full_name AS from_name, t.region_code AS to_code, t.full_name AS to_name, f.valid_to AS "year",
    CASE WHEN count(*) OVER (PARTITION BY t.region_code, f.valid_to) = 1 AND t.valid_from >= f.valid_to THEN 'renamed' ELSE 'merged' END AS kind
FROM regions f JOIN regions t ON t.region_code = f.successor_code
WHERE f.valid_to IS NOT NULL;

-- The series of a region with those of the regions whose place it took: of one that was only renamed the points are joined, at
-- grade C and named in the flags; of merged ones they stand beside with the reason.
CREATE OR REPLACE MACRO series_across(region, indicator) AS TABLE
WITH asked AS (FROM region_codes(region)),
line AS (
    SELECT a.region_code, NULL AS kind, NULL AS told FROM asked a
    UNION ALL
    SELECT b.from_code, b.kind, b.from_name || ', until ' || b."year" || ' ' || b.kind FROM region_bridges b WHERE b.to_code IN (FROM asked)
),
bridged AS (
    SELECT s.* REPLACE (
        CASE WHEN s.left_out IS NULL AND l.kind = 'merged' THEN 'of another territory: ' || l.told ELSE s.left_out END AS left_out,
        CASE WHEN l.kind = 'renamed' THEN greatest(s.grade, 'C') ELSE s.grade END AS grade,
        CASE WHEN l.kind = 'renamed' THEN list_append(s.flags, 'bridged: ' || l.told) ELSE s.flags END AS flags), l.kind
    FROM series_of((SELECT list(indicator_id) FROM indicator_ids(indicator)), (SELECT list(region_code) FROM line)) s
    JOIN line l USING (region_code)
),
-- Figures of one kind only are joined: what the region itself tells decides, else the newest of those before.
main AS (
    SELECT arg_min({t: b.period_type, s: b."scope", u: b.unit, v: b.denominator_variant}, (b.kind IS NOT NULL, -year(b.period_end))) AS key
    FROM bridged b WHERE b.left_out IS NULL
),
joined AS (
    SELECT b.* EXCLUDE (kind) REPLACE (
        CASE WHEN b.left_out IS NULL AND b.kind = 'renamed' AND (b.period_type <> m.key.t OR b."scope" <> m.key.s OR b.unit <> m.key.u
                OR b.denominator_variant <> m.key.v)
            THEN 'period type, scope, unit or denominator are others than those of '
                || (SELECT min(r.name) FROM regions r SEMI JOIN asked a USING (region_code))
            ELSE b.left_out END AS left_out)
    FROM bridged b LEFT JOIN main m ON true
)
SELECT j.* REPLACE (CASE WHEN j.left_out IS NULL THEN j.grade ELSE 'D' END AS grade)
FROM joined j ORDER BY j.indicator_id, j.left_out IS NOT NULL, j.period_end, j.region_code, j.observation_id;
