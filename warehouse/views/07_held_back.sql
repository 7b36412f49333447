-- Figures that an alert on an impossible number names: out of every comparison until somebody calls it a false alarm.
CREATE OR REPLACE VIEW held_back AS
SELECT l.observation_ids[1] AS observation_id, min(l.alert_id) AS alert_id, min(l.message) AS why
FROM alerts l WHERE l.rule_id = 'impossible_number' AND l.state <> 'false_alarm' AND len(l.observation_ids) > 0
GROUP BY l.observation_ids[1];
