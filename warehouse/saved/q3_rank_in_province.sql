-- title: 省内各地某年某指标排名，附未列入者及原因 / Regions of a province ranked by an indicator, with those left out and why
-- question: 3
-- parameter indicator: 新收行政复议申请
-- parameter year: 2024
-- parameter province: 河南
SELECT "rank", region, "level", "value", unit, grade, left_out, period_type, "scope", published, sentence, url, observation_id
FROM compare($indicator, $year, province := $province);
