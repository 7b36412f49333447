-- title: 某地区某指标逐年序列 / An indicator of a region over the years, with breaks and what is not joined
-- question: 4
-- parameter region: 鹤壁
-- parameter indicator: 新收行政复议申请
SELECT "year", period_type, period_start, period_end, "value", unit, bound, "scope", grade, left_out, break_before, published, url,
    observation_id
FROM series($region, $indicator);
