-- Alerts reach people by subscriptions: which channel gets which alert and when, the messages they travel in, and what is
-- silent for a while. An alert tells its figures as columns and its words in English too.
ALTER TABLE alerts ADD COLUMN title_en VARCHAR;
ALTER TABLE alerts ADD COLUMN message_en VARCHAR;
ALTER TABLE alerts ADD COLUMN "value" DOUBLE;
ALTER TABLE alerts ADD COLUMN value_before DOUBLE;
ALTER TABLE alerts ADD COLUMN unit VARCHAR;
ALTER TABLE alerts ADD COLUMN period VARCHAR;
ALTER TABLE alerts ADD COLUMN period_before VARCHAR;
ALTER TABLE alerts ADD COLUMN first_run BOOLEAN;
ALTER TABLE alerts ADD COLUMN cause VARCHAR;
-- What was called muted until now was marked as a false alarm.
UPDATE alerts SET state = 'false_alarm' WHERE state = 'muted';

CREATE TABLE mutes (
    mute_id VARCHAR, alert_id VARCHAR, rule_id VARCHAR, region_code VARCHAR, indicator_id VARCHAR, held_year INTEGER,
    until DATE, reason VARCHAR, created_at TIMESTAMP
);

CREATE TABLE deliveries (
    alert_id VARCHAR, channel VARCHAR, subscription VARCHAR, send VARCHAR, due_at TIMESTAMP, message_id VARCHAR
);

CREATE TABLE messages (
    message_id VARCHAR, channel VARCHAR, kind VARCHAR, title VARCHAR, body VARCHAR, alerts INTEGER, state VARCHAR,
    attempts INTEGER, next_try_at TIMESTAMP, tried_at TIMESTAMP, error VARCHAR, created_at TIMESTAMP
);
