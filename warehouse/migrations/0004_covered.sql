-- What a report tells of: half a year's is no year's.
ALTER TABLE articles ADD COLUMN covered_start DATE;
ALTER TABLE articles ADD COLUMN covered_end DATE;
