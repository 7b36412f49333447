-- How sources fare: what a run saw of each, and what follows for how often it is asked.
DROP VIEW IF EXISTS source_health;

ALTER TABLE sources ADD COLUMN night VARCHAR;
ALTER TABLE sources ADD COLUMN look_hours INTEGER;
ALTER TABLE sources ADD COLUMN silent_days INTEGER;

ALTER TABLE fetches ADD COLUMN retry_after INTEGER;

ALTER TABLE outcomes ADD COLUMN empty_listings INTEGER;
ALTER TABLE outcomes ADD COLUMN deep BOOLEAN;

CREATE TABLE source_health (
    run_id VARCHAR, checked_at TIMESTAMP, source_id VARCHAR, state VARCHAR, why VARCHAR, last_look TIMESTAMP,
    last_ok TIMESTAMP, troubles INTEGER, requests BIGINT, answered_share DOUBLE, links INTEGER, new_items BIGINT,
    zero_days BIGINT, last_new DATE, days_since_new BIGINT, allowed_days BIGINT, articles BIGINT, title_share DOUBLE,
    date_share DOUBLE, origin_share DOUBLE, earlier_title_share DOUBLE, earlier_date_share DOUBLE,
    earlier_origin_share DOUBLE, text_length DOUBLE, length_ratio DOUBLE
);
