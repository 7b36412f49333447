-- Which regions lie in which, each in itself and in all above it, so that a question about a province need not climb the
-- tree again. Reference data are written anew, as this table is empty.
CREATE TABLE region_within (region_code VARCHAR, within_code VARCHAR);
UPDATE meta SET value = '' WHERE name = 'reference_version';
