-- What a person types, to codes: a code, a full or short name, an alias; an indicator's id, name or synonym.
-- The surest kind of match wins; of regions that share it, all are meant (and the answer tells them apart).
CREATE OR REPLACE MACRO region_codes(wanted) AS TABLE
WITH hits AS (
    SELECT n.region_code, CASE n.kind WHEN 'code' THEN 0 WHEN 'full' THEN 1 WHEN 'former' THEN 2 WHEN 'alias' THEN 3
                                      WHEN 'short' THEN 4 ELSE 5 END AS rank
    FROM region_names n WHERE n.name = trim(wanted)
    UNION ALL
    SELECT r.region_code, 1 FROM regions r WHERE r.full_name = trim(wanted)
)
SELECT region_code FROM hits WHERE rank = (SELECT min(rank) FROM hits) GROUP BY region_code
UNION ALL
SELECT error('没有地区「' || wanted || '」: no region of that code or name. '
             'See: SELECT region_code, full_name FROM regions WHERE contains(full_name, ''' || wanted || ''')')
WHERE NOT EXISTS (FROM hits);

CREATE OR REPLACE MACRO indicator_ids(wanted) AS TABLE
WITH hits AS (
    SELECT s.indicator_id, CASE s.origin WHEN 'id' THEN 0 WHEN 'name' THEN 1 WHEN 'synonym' THEN 2 ELSE 3 END AS rank
    FROM synonyms s WHERE s.name = trim(wanted) OR lower(s.name) = lower(trim(wanted))
)
SELECT indicator_id FROM hits WHERE rank = (SELECT min(rank) FROM hits) GROUP BY indicator_id
UNION ALL
SELECT error('没有指标「' || wanted || '」: no indicator of that id, name or synonym. '
             'See: SELECT indicator_id, name_zh FROM indicators WHERE contains(name_zh, ''' || wanted || ''')')
WHERE NOT EXISTS (FROM hits);
