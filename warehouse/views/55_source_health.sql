-- Looks at sources. A run that was finished later than it began looked when it began.
CREATE OR REPLACE VIEW source_looks AS
SELECT o.source_id, o.run_id, coalesce(r.started_at, o.recorded_at) AS looked_at, o.status, o.reason, o.listings, o.links,
    o.new_pages, o.failures, coalesce(o.empty_listings, 0) AS empty_listings, coalesce(o.deep, false) AS deep,
    o.status IN ('blocked', 'unreachable', 'failed') AS trouble
FROM outcomes o LEFT JOIN runs r USING (run_id);

-- What decides whether a run takes a source. A first walk goes to the end as a deep one does, unless it was cut off. Once a source asks to be left
-- alone (Retry-After), it is: for as long as it says, at most 14 days.
CREATE OR REPLACE VIEW source_state AS
WITH looks AS (
    SELECT l.*, max(l.looked_at) FILTER (NOT l.trouble) OVER (PARTITION BY l.source_id) AS last_ok FROM source_looks l
),
asked AS (
    SELECT f.source_id, max(f.fetched_at + to_seconds(least(f.retry_after, 1209600))) AS left_alone_until
    FROM fetches f WHERE f.retry_after > 0 GROUP BY ALL
)
SELECT l.source_id, max(l.looked_at) AS last_look, any_value(l.last_ok) AS last_ok,
    coalesce(
        max(l.looked_at) FILTER (l.deep AND NOT l.trouble AND l.status <> 'interrupted'),
        min(l.looked_at) FILTER (NOT l.trouble AND l.status <> 'interrupted')
    ) AS last_deep,
    count(*) FILTER (l.trouble AND (l.last_ok IS NULL OR l.looked_at > l.last_ok)) AS troubles,
    arg_max(l.reason, l.looked_at) AS reason, arg_max(l.status = 'interrupted', l.looked_at) AS interrupted, any_value(a.left_alone_until) AS left_alone_until
FROM looks l LEFT JOIN asked a USING (source_id) GROUP BY l.source_id;

-- Pages that a source brought. What its first walk found had appeared before, on the day it states, also where that walk was
-- cut off and a later look ended it; what a later look found appeared then, whatever day it states: reports are backdated.
CREATE OR REPLACE VIEW source_items AS
WITH firsts AS (
    SELECT l.source_id, coalesce(min(l.looked_at) FILTER (l.status <> 'interrupted' AND NOT l.trouble), max(l.looked_at)) AS first_walk
    FROM source_looks l GROUP BY ALL
),
found AS (
    SELECT f.source_id, f.url, min(f.fetched_at) AS found_at, any_value(f.link_date) AS link_date,
        bool_or(s.looked_at <= firsts.first_walk) AS at_first
    FROM fetches f
    JOIN firsts USING (source_id)
    LEFT JOIN source_looks s USING (source_id, run_id)
    WHERE f.kind IN ('article', 'attachment') AND f.error = ''
    GROUP BY ALL
)
SELECT a.source_id, a.article_id, a.page_kind, f.found_at, (f.found_at + INTERVAL 8 HOUR)::DATE AS found_on,
    CASE WHEN f.at_first THEN least(coalesce(a.published, f.link_date, (f.found_at + INTERVAL 8 HOUR)::DATE), (f.found_at + INTERVAL 8 HOUR)::DATE)
         ELSE (f.found_at + INTERVAL 8 HOUR)::DATE END AS appeared,
    coalesce(a.title, '') <> '' AS has_title, a.published IS NOT NULL AS has_date, coalesce(a.source_name, '') <> '' AS has_origin,
    a.text_length
FROM articles a JOIN found f ON f.source_id = a.source_id AND f.url = a.url;

-- Day by day, so that a day without anything is a zero and not a gap. Days are China's.
CREATE OR REPLACE MACRO source_days(moment, days) AS TABLE
WITH until AS (
    SELECT (moment::TIMESTAMP + INTERVAL 8 HOUR)::DATE AS today
),
calendar AS (
    SELECT s.source_id, unnest(generate_series(
        greatest(u.today - (days - 1), (min(l.looked_at) + INTERVAL 8 HOUR)::DATE)::TIMESTAMP, u.today::TIMESTAMP, INTERVAL 1 DAY
    ))::DATE AS "day"
    FROM sources s JOIN source_looks l USING (source_id), until u
    WHERE s.enabled AND l.looked_at <= moment::TIMESTAMP
    GROUP BY s.source_id, u.today
),
asked AS (
    SELECT f.source_id, (f.fetched_at + INTERVAL 8 HOUR)::DATE AS "day", count(*) AS requests,
        count(*) FILTER (f.error = '') AS answered
    FROM fetches f WHERE f.kind NOT IN ('redirect', 'retry') AND f.fetched_at <= moment::TIMESTAMP GROUP BY ALL
),
found AS (
    SELECT i.source_id, i.found_on AS "day", count(*) AS new_items FROM source_items i
    WHERE i.found_at <= moment::TIMESTAMP GROUP BY ALL
)
SELECT c.source_id, c."day", coalesce(a.requests, 0) AS requests, coalesce(a.answered, 0) AS answered,
    coalesce(f.new_items, 0) AS new_items
FROM calendar c LEFT JOIN asked a USING (source_id, "day") LEFT JOIN found f USING (source_id, "day")
ORDER BY c.source_id, c."day";

-- How each enabled source stands. What it tells apart: nobody asked it, it is out of reach, it refuses, it fails, its page
-- holds no link, its pages are read worse than before, and nothing new came for longer than is usual for it.
CREATE OR REPLACE MACRO source_health_at(moment) AS TABLE
WITH now AS (
    SELECT moment::TIMESTAMP AS at, (moment::TIMESTAMP + INTERVAL 8 HOUR)::DATE AS today
),
looks AS MATERIALIZED (
    SELECT l.* FROM source_looks l, now WHERE l.looked_at <= now.at
),
oks AS (
    SELECT l.source_id, max(l.looked_at) FILTER (NOT l.trouble) AS last_ok, min(l.looked_at) AS first_look
    FROM looks l GROUP BY ALL
),
last AS (
    SELECT l.*, o.last_ok, o.first_look FROM looks l JOIN oks o USING (source_id)
    QUALIFY row_number() OVER (PARTITION BY l.source_id ORDER BY l.looked_at DESC, l.run_id DESC) = 1
),
troubles AS (
    SELECT l.source_id, count(*) AS troubles FROM looks l JOIN oks o USING (source_id)
    WHERE l.trouble AND (o.last_ok IS NULL OR l.looked_at > o.last_ok) GROUP BY ALL
),
month AS (
    SELECT d.source_id, sum(d.requests)::BIGINT AS requests, sum(d.answered) / nullif(sum(d.requests), 0) AS answered_share,
        sum(d.new_items)::BIGINT AS new_items, count(*) FILTER (d.new_items = 0) AS zero_days
    FROM source_days(moment, 30) d GROUP BY ALL
),
items AS MATERIALIZED (
    SELECT i.*, row_number() OVER (PARTITION BY i.source_id ORDER BY i.found_at DESC, i.article_id) AS place
    FROM source_items i, now WHERE i.found_at <= now.at
),
-- The rhythm of its own: nine of ten pauses between days with something new are no longer than this.
pauses AS (
    SELECT p.source_id, count(p.pause) AS pauses, quantile_disc(p.pause, 0.9) AS usual FROM (
        SELECT d.source_id, date_diff('day', lag(d.appeared) OVER (PARTITION BY d.source_id ORDER BY d.appeared), d.appeared) AS pause
        FROM (SELECT DISTINCT i.source_id, i.appeared FROM items i, now WHERE i.appeared > now.today - 1100) d
    ) p GROUP BY ALL
),
newest AS (
    SELECT i.source_id, max(i.appeared) AS last_new FROM items i GROUP BY ALL
),
fields AS (
    SELECT i.source_id, count(*) FILTER (i.recent) AS articles,
        avg(i.has_title::INT) FILTER (i.recent) AS title_share, avg(i.has_date::INT) FILTER (i.recent) AS date_share,
        avg(i.has_origin::INT) FILTER (i.recent) AS origin_share, median(i.text_length) FILTER (i.recent) AS text_length,
        count(*) FILTER (NOT i.recent) AS earlier, avg(i.has_title::INT) FILTER (NOT i.recent) AS earlier_title_share,
        avg(i.has_date::INT) FILTER (NOT i.recent) AS earlier_date_share,
        avg(i.has_origin::INT) FILTER (NOT i.recent) AS earlier_origin_share,
        median(i.text_length) FILTER (NOT i.recent) AS earlier_length
    FROM (
        SELECT a.*, row_number() OVER (PARTITION BY a.source_id ORDER BY a.place) <= 20 AS recent FROM items a
        WHERE a.page_kind = 'article'
    ) i GROUP BY ALL
),
-- The latest season that has begun: its first day, and the day after its last.
seasons AS (
    SELECT s.source_id, begun.first_day,
        (begun.first_day + to_months(((split_part(s.season, '-', 2)::INT - split_part(s.season, '-', 1)::INT + 12) % 12) + 1))::DATE AS over
    FROM sources s, now,
    LATERAL (SELECT make_date(year(now.today), split_part(s.season, '-', 1)::INT, 1) AS this_year) y,
    LATERAL (SELECT CASE WHEN y.this_year <= now.today THEN y.this_year ELSE (y.this_year - INTERVAL 1 YEAR)::DATE END AS first_day) begun
    WHERE s.season <> ''
),
told AS (
    SELECT now.at AS checked_at, s.source_id, s.look_hours, l.looked_at AS last_look, l.last_ok, coalesce(t.troubles, 0) AS troubles,
        l.status, l.reason, l.failures, l.listings, l.new_pages, l.links, l.empty_listings,
        m.requests, m.answered_share, coalesce(m.new_items, 0) AS new_items, coalesce(m.zero_days, 0) AS zero_days,
        n.last_new, date_diff('day', coalesce(n.last_new, (l.first_look + INTERVAL 8 HOUR)::DATE), now.today) AS days_since_new,
        CASE WHEN z.first_day IS NULL AND p.pauses >= 5 THEN least(greatest(3 * p.usual, 10), 430) ELSE s.silent_days END AS allowed_days,
        z.first_day, z.over, now.today, coalesce(f.articles, 0) AS articles, f.title_share, f.date_share, f.origin_share,
        CASE WHEN f.earlier >= 10 THEN f.earlier_title_share END AS earlier_title_share,
        CASE WHEN f.earlier >= 10 THEN f.earlier_date_share END AS earlier_date_share,
        CASE WHEN f.earlier >= 10 THEN f.earlier_origin_share END AS earlier_origin_share, f.text_length,
        CASE WHEN f.earlier >= 10 AND f.articles >= 10 THEN f.text_length / nullif(f.earlier_length, 0) END AS length_ratio
    FROM sources s CROSS JOIN now
    LEFT JOIN last l USING (source_id) LEFT JOIN troubles t USING (source_id) LEFT JOIN month m USING (source_id)
    LEFT JOIN newest n USING (source_id) LEFT JOIN pauses p USING (source_id) LEFT JOIN fields f USING (source_id)
    LEFT JOIN seasons z USING (source_id)
    WHERE s.enabled
),
judged AS (
    SELECT t.*,
        -- Out of season nothing is expected; a season is silent once it is over, or once more days than usual of it are gone.
        CASE WHEN t.first_day IS NULL THEN t.days_since_new > t.allowed_days
             ELSE coalesce(t.last_new < t.first_day, true)
                  AND (t.today >= t.over OR date_diff('day', t.first_day, t.today) > t.allowed_days) END AS silent,
        t.articles >= 5 AND (
            t.title_share < 0.5 OR t.date_share < 0.5 OR t.title_share < t.earlier_title_share - 0.3
            OR t.date_share < t.earlier_date_share - 0.3 OR t.origin_share < t.earlier_origin_share - 0.5
        ) AS fields_missing
    FROM told t
),
stated AS (
    SELECT j.*, CASE
        WHEN j.last_look IS NULL THEN 'never_looked'
        WHEN j.troubles = 0 AND date_diff('hour', j.last_look, j.checked_at) > greatest(3 * coalesce(j.look_hours, 24), 50) THEN 'not_asked'
        WHEN j.status = 'unreachable' THEN 'unreachable_from_here'
        WHEN j.status = 'blocked' THEN 'blocked'
        WHEN j.status = 'failed' OR (j.status <> 'interrupted' AND j.failures >= 3 AND j.failures >= j.new_pages) THEN 'failing'
        WHEN j.empty_listings > 0 THEN 'no_links'
        WHEN j.fields_missing THEN 'fields_missing'
        WHEN j.length_ratio < 0.33 OR j.length_ratio > 3 THEN 'text_drift'
        WHEN j.silent THEN 'silent'
        ELSE 'ok' END AS state
    FROM judged j
)
SELECT s.source_id, s.state, CASE s.state
        WHEN 'never_looked' THEN 'no run has asked it yet'
        WHEN 'not_asked' THEN format('last asked {} hours ago, due every {}', date_diff('hour', s.last_look, s.checked_at), coalesce(s.look_hours, 24))
        WHEN 'no_links' THEN format('{} listing(s) parsed and held no link: has the site been rebuilt?', s.empty_listings)
        WHEN 'fields_missing' THEN format('of the last {} articles {:.0f} % have a title, {:.0f} % a date, {:.0f} % a 来源',
            s.articles, 100 * s.title_share, 100 * s.date_share, 100 * s.origin_share)
        WHEN 'text_drift' THEN format('texts are {:.2f} times as long as before', s.length_ratio)
        WHEN 'silent' THEN CASE
            WHEN s.first_day IS NULL THEN format('nothing new for {} days, usual are {} at most', s.days_since_new, s.allowed_days)
            ELSE format('nothing new in the season that began on {}', s.first_day) END
        WHEN 'ok' THEN CASE WHEN s.status IN ('partial', 'interrupted') THEN s.reason ELSE '' END
        ELSE CASE WHEN s.troubles > 1 THEN format('{} looks in a row, the last: ', s.troubles) ELSE '' END || s.reason END AS why,
    s.checked_at, s.last_look, s.last_ok, s.troubles, s.requests, s.answered_share, s.links, s.new_items, s.zero_days, s.last_new,
    s.days_since_new, s.allowed_days, s.articles, s.title_share, s.date_share, s.origin_share, s.earlier_title_share,
    s.earlier_date_share, s.earlier_origin_share, s.text_length, s.length_ratio
FROM stated s ORDER BY s.state = 'ok', s.state, s.source_id;
