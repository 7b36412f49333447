-- How far the true figure may lie from the printed one. Reports round and cut off alike, so a printed digit leaves one
-- unit of its place open: 28.1万 is 28.0万 to 28.2万, 8.6% is 8.5 to 8.7, but 168件 was counted. A bound leaves the place
-- of its last digit that is not 0: 260余 is 260 to 270; 超过260 has no upper end (empty).
-- `ids` names a table of the figures (observation_id) that are wanted.
CREATE OR REPLACE MACRO printed_ranges_of(ids) AS TABLE
WITH wanted AS MATERIALIZED (
    SELECT o.* FROM observations o SEMI JOIN query_table(ids) w ON w.observation_id = o.observation_id
),
spans AS (
    SELECT o.* REPLACE (o."value"::DOUBLE AS "value", o.value_high::DOUBLE AS value_high),
        replace(replace(regexp_extract(translate(o.span_text, '０１２３４５６７８９．，', '0123456789.,'),
                                       '[0-9][0-9,]*(?:\.[0-9]+)?'), ',', ''), ' ', '') AS digits,
        rtrim(o."value"::VARCHAR, '0') AS shortest
    FROM wanted o
),
places AS (
    SELECT s.*, length(regexp_extract(s.digits, '\.([0-9]+)', 1)) AS decimals,
        CASE WHEN TRY_CAST(s.digits AS DOUBLE) > 0 AND s."value" > 0
             THEN pow(10, round(log10(s."value" / TRY_CAST(s.digits AS DOUBLE)))) ELSE 1 END AS multiplier,
        CASE WHEN s."value" = 0 THEN 1
             WHEN NOT ends_with(s.shortest, '.') THEN pow(10, -length(split_part(s.shortest, '.', 2)))
             ELSE pow(10, length(s.shortest) - 1 - length(rtrim(s.shortest, '0.'))) END AS last_digit
    FROM spans s
),
steps AS (
    SELECT p.*, CASE
        WHEN p.digits = '' AND p.bound = 'exact' THEN CASE WHEN p.last_digit > 1 THEN p.last_digit ELSE 0 END
        WHEN p.bound = 'exact' THEN CASE WHEN p.decimals > 0 OR p.multiplier > 1 OR p.unit IN ('%', '百分点', '个百分点')
                                         THEN p.multiplier * pow(10, -p.decimals) ELSE 0 END
        WHEN p.digits <> '' AND p.decimals > 0 THEN p.multiplier * pow(10, -p.decimals)
        ELSE p.last_digit END AS step
    FROM places p
)
SELECT s.* EXCLUDE (digits, shortest, decimals, multiplier, last_digit, step),
    CASE WHEN s.bound IN ('exact', 'approx') THEN s."value" - s.step WHEN s.bound = 'at_most' THEN NULL ELSE s."value" END AS low,
    CASE WHEN s.bound = 'exact' THEN s."value" + s.step
         WHEN s.bound = 'approx' THEN CASE WHEN regexp_matches(s.span_text, '近') THEN s."value" ELSE s."value" + s.step END
         WHEN s.bound = 'at_most' THEN s."value"
         WHEN s.bound = 'range' THEN coalesce(s.value_high, s."value")
         WHEN regexp_matches(s.span_text, '[余多]') THEN s."value" + s.step END AS high
FROM steps s;

CREATE OR REPLACE VIEW printed_ranges AS FROM printed_ranges_of('observations');
