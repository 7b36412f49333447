-- Every current figure that is an actual value of a catalogued indicator, with what speaks against comparing it at all.
-- The macros add what speaks against it in the company it is asked for.
CREATE OR REPLACE VIEW comparable AS
WITH figures_in AS (FROM observations_shown)
@include comparable.part
;

-- The same of some indicators in some regions (lists; without a list all of them, '' is a region that is not told). Narrowed before anything is joined, which a condition on the view
-- would not do: of millions of figures a few dozen are looked at.
CREATE OR REPLACE MACRO comparable_of(ids, codes) AS TABLE
WITH figures_in AS MATERIALIZED (
    SELECT o.* FROM observations o
    WHERE (ids IS NULL OR o.indicator_id IN (SELECT unnest(ids))) AND (codes IS NULL OR coalesce(o.region_code, '') IN (SELECT unnest(codes)))
      AND o.observation_id NOT IN (SELECT n.observation_id FROM observations_corrected n)
    UNION ALL
    SELECT n.* FROM observations_corrected n
    WHERE (ids IS NULL OR n.indicator_id IN (SELECT unnest(ids))) AND (codes IS NULL OR coalesce(n.region_code, '') IN (SELECT unnest(codes)))
)
@include comparable.part
;
