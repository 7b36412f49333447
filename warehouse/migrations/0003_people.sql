-- What people bring: figures to divide by, and marks on figures.

-- Inhabitants and the like.
CREATE TABLE denominators (region_code VARCHAR, "year" INTEGER, name VARCHAR, "value" DOUBLE, source VARCHAR);

-- Marks of people on figures. What was judged stands beside the mark, so that it holds for the figure wherever it is read
-- again with the same meaning, and for no other.
CREATE TABLE reviews (
    review_id VARCHAR, verdict VARCHAR, reason VARCHAR, reviewer VARCHAR, reviewed_at TIMESTAMP, article_id VARCHAR,
    span_text VARCHAR, sentence VARCHAR, indicator_id VARCHAR, "value" DECIMAL(24, 6), unit VARCHAR, period_type VARCHAR,
    period_start DATE, period_end DATE, region_code VARCHAR, "scope" VARCHAR, "rule" VARCHAR, judged_id VARCHAR,
    observation_id VARCHAR
);
