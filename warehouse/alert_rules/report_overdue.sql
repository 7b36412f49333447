-- Regions whose report came in each of the two years before and is not there by $day: one list a province and year.
WITH this AS (SELECT today, year(today)::INTEGER - 1 AS report_year FROM this_run),
missing AS (
    SELECT m.*, left(m.region_code, 2) || '0000' AS province_code
    FROM this, missing_reports((SELECT report_year FROM this)) m
    WHERE this.today >= (this.report_year + 1 || '-' || $day)::DATE
      AND EXISTS (FROM yearly_reports y WHERE y.region_code = m.region_code AND y.report_year = this.report_year - 1)
      AND EXISTS (FROM yearly_reports y WHERE y.region_code = m.region_code AND y.report_year = this.report_year - 2)
)
SELECT m.province_code || '|' || m."year" AS dedupe_key, m.province_code AS region_code, NULL::VARCHAR AS indicator_id,
    m."year" AS report_year, NULL::VARCHAR AS grade,
    coalesce(any_value(r.full_name), '') || '：' || count(*) || '个地区未见' || m."year" || '年度报告' AS title,
    string_agg(m.region || '（往年：' || array_to_string([coalesce(strftime(d, '%Y-%m-%d'), '日期不详') FOR d IN m.earlier_dates[:3]], '、') || '）', '；'
        ORDER BY m.region_code) || '。法定公开时限：' || any_value(strftime(m.due, '%Y-%m-%d')) || '。' AS message,
    coalesce(any_value(r.full_name), '') || ': no report on ' || m."year" || ' from ' || count(*) || ' regions' AS title_en,
    string_agg(m.region || ' (came ' || array_to_string([coalesce(strftime(d, '%Y-%m-%d'), 'on a day unknown') FOR d IN m.earlier_dates[:3]], ', ') || ')', '; '
        ORDER BY m.region_code) || '. Due by law: ' || any_value(strftime(m.due, '%Y-%m-%d')) || '.' AS message_en,
    '' AS quote, '' AS url, NULL::VARCHAR AS article_id, []::VARCHAR[] AS observation_ids
FROM missing m LEFT JOIN regions r ON r.region_code = m.province_code
GROUP BY m.province_code, m."year"
