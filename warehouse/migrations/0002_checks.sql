-- What follows from the stated figures, and what people put in their place. Beside the facts, never in them.

CREATE TABLE checks (
    check_id VARCHAR, kind VARCHAR, observation_id VARCHAR, observation_ids VARCHAR[], article_id VARCHAR,
    region_code VARCHAR, indicator_id VARCHAR, period_start DATE, period_end DATE, stated DOUBLE, computed DOUBLE,
    unit VARCHAR, difference DOUBLE, tolerance DOUBLE, verdict VARCHAR, reason VARCHAR, load_id VARCHAR,
    recorded_at TIMESTAMP
);

CREATE TABLE ratios (rate_id VARCHAR, part_id VARCHAR, denominator_variant VARCHAR, whole_id VARCHAR);

CREATE TABLE subsets (part_id VARCHAR, whole_id VARCHAR, carry_over BOOLEAN);

-- What a correction makes of a figure, whole rows: views need not put them together each time.
CREATE TABLE observations_corrected AS FROM observations LIMIT 0;

CREATE TABLE corrections (
    correction_id VARCHAR, url VARCHAR, span_text VARCHAR, indicator VARCHAR, field VARCHAR, expected VARCHAR,
    corrected VARCHAR, reason VARCHAR, corrected_by VARCHAR, corrected_on DATE, file VARCHAR, observation_id VARCHAR,
    found VARCHAR, state VARCHAR
);
