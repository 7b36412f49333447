-- The facts. No key, check, sequence, index or enum: DuckLake has none of them, so ids are hashes and the loader checks.
-- Times are UTC. load_id and recorded_at tell which load wrote the row, and when we learned it.

CREATE TABLE meta (name VARCHAR, value VARCHAR);
INSERT INTO meta VALUES ('role', 'writer'), ('reference_version', '');

CREATE TABLE regions (
    region_code VARCHAR, name VARCHAR, short_name VARCHAR, full_name VARCHAR, level VARCHAR, parent_code VARCHAR,
    valid_from INTEGER, valid_to INTEGER, successor_code VARCHAR, fictitious BOOLEAN, functional_zone BOOLEAN
);

CREATE TABLE region_names (name VARCHAR, region_code VARCHAR, kind VARCHAR);

CREATE TABLE indicators (
    indicator_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, dimension VARCHAR, unit VARCHAR, display_unit VARCHAR,
    kind VARCHAR, aggregation VARCHAR, direction VARCHAR, additive_over_time BOOLEAN, additive_over_regions BOOLEAN,
    valid_low DOUBLE, valid_high DOUBLE, tier VARCHAR, denominator_variants VARCHAR[],
    definition VARCHAR, pitfalls VARCHAR
);

CREATE TABLE synonyms (name VARCHAR, indicator_id VARCHAR, origin VARCHAR);

CREATE TABLE unit_names (unit VARCHAR, canonical VARCHAR);

CREATE TABLE breaks (break_id VARCHAR, indicator_id VARCHAR, break_date DATE, reason VARCHAR);

CREATE TABLE runs (
    run_id VARCHAR, kind VARCHAR, started_at TIMESTAMP, finished_at TIMESTAMP, status VARCHAR, parameters VARCHAR,
    fazhi_version VARCHAR, load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE loads (
    load_id VARCHAR, run_id VARCHAR, recorded_at TIMESTAMP, new_articles INTEGER, changed_articles INTEGER, copies INTEGER,
    new_observations INTEGER, unchanged_observations INTEGER, superseded_observations INTEGER, quarantined INTEGER,
    alerts_raised INTEGER, seconds DOUBLE
);

CREATE TABLE sources (
    source_id VARCHAR, name VARCHAR, region_code VARCHAR, level VARCHAR, scope VARCHAR, start_urls VARCHAR[], family VARCHAR,
    cadence VARCHAR, season VARCHAR, enabled BOOLEAN, verified_on DATE, note VARCHAR,
    load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE fetches (
    fetch_id VARCHAR, run_id VARCHAR, source_id VARCHAR, url VARCHAR, final_url VARCHAR, kind VARCHAR, status INTEGER,
    error VARCHAR, label VARCHAR, fetched_at TIMESTAMP, content_type VARCHAR, body_bytes BIGINT, body_hash VARCHAR,
    etag VARCHAR, last_modified VARCHAR, warc_file VARCHAR, warc_offset BIGINT, link_title VARCHAR, link_date DATE,
    listing_hash VARCHAR, from_url VARCHAR, settled BOOLEAN, load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE outcomes (
    run_id VARCHAR, source_id VARCHAR, status VARCHAR, listings INTEGER, links INTEGER, new_pages INTEGER, failures INTEGER,
    reason VARCHAR, load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE failures (
    run_id VARCHAR, source_id VARCHAR, url VARCHAR, stage VARCHAR, reason VARCHAR, detail VARCHAR,
    load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE articles (
    article_id VARCHAR, url VARCHAR, source_id VARCHAR, fetch_id VARCHAR, page_kind VARCHAR, relevant BOOLEAN, reason VARCHAR,
    title VARCHAR, published DATE, published_rung VARCHAR, source_name VARCHAR, author VARCHAR, site VARCHAR, host VARCHAR,
    site_column VARCHAR, site_id_code VARCHAR, issuer VARCHAR, document_number VARCHAR, attachments VARCHAR[], rung VARCHAR,
    charset VARCHAR, genre VARCHAR, region_code VARCHAR, region_basis VARCHAR, report_year INTEGER, anchor DATE,
    anchor_basis VARCHAR, department BOOLEAN, extractor_version VARCHAR, reference_version VARCHAR, flags VARCHAR[],
    text_hash VARCHAR, text_length INTEGER, cluster_id VARCHAR, origin_id VARCHAR, is_origin BOOLEAN, first_published DATE,
    similarity DOUBLE, load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE parts (
    article_id VARCHAR, part_id VARCHAR, position INTEGER, kind VARCHAR, text VARCHAR,
    headings STRUCT("offset" INTEGER, "level" INTEGER)[],
    cells STRUCT("offset" INTEGER, "end" INTEGER, row_header VARCHAR, column_header VARCHAR)[],
    load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE fingerprints (article_id VARCHAR, fingerprint BIGINT);

CREATE TABLE observations (
    observation_id VARCHAR, article_id VARCHAR, "key" VARCHAR, part_id VARCHAR, "start" INTEGER, "end" INTEGER,
    span_text VARCHAR, sentence VARCHAR, "value" DECIMAL(24, 6), value_high DECIMAL(24, 6), unit VARCHAR, bound VARCHAR,
    kind VARCHAR, "role" VARCHAR, direction VARCHAR, change_base VARCHAR, base_period_start DATE, base_period_end DATE,
    indicator VARCHAR, indicator_id VARCHAR, candidates VARCHAR[], denominator_variant VARCHAR, period_text VARCHAR,
    period_type VARCHAR, period_start DATE, period_end DATE, period_basis VARCHAR, period_alt VARCHAR[], region_code VARCHAR,
    "scope" VARCHAR, rank_universe VARCHAR, parent VARCHAR, genre VARCHAR, report_year INTEGER, "rule" VARCHAR,
    confidence DOUBLE, flags VARCHAR[], extractor_version VARCHAR, reference_version VARCHAR,
    load_id VARCHAR, recorded_at TIMESTAMP
);

-- Same columns: what observations held once and holds no more. So a query on observations never meets an outdated figure.
CREATE TABLE observations_history AS FROM observations LIMIT 0;
ALTER TABLE observations_history ADD COLUMN superseded_at TIMESTAMP;
ALTER TABLE observations_history ADD COLUMN superseded_by VARCHAR;

CREATE TABLE quarantine (
    quarantine_id VARCHAR, table_name VARCHAR, article_id VARCHAR, "key" VARCHAR, reason VARCHAR, detail VARCHAR,
    "row" VARCHAR, run_id VARCHAR, load_id VARCHAR, recorded_at TIMESTAMP
);

CREATE TABLE alerts (
    alert_id VARCHAR, dedupe_key VARCHAR, rule_id VARCHAR, severity VARCHAR, region_code VARCHAR, indicator_id VARCHAR,
    report_year INTEGER, grade VARCHAR, title VARCHAR, message VARCHAR, quote VARCHAR, url VARCHAR, article_id VARCHAR,
    observation_ids VARCHAR[], state VARCHAR, attempts INTEGER, error VARCHAR, delivered_to VARCHAR[],
    created_at TIMESTAMP, updated_at TIMESTAMP,
    run_id VARCHAR, load_id VARCHAR
);
