-- What a user brings to divide by: inhabitants and the like.
CREATE TABLE denominators (region_code VARCHAR, "year" INTEGER, name VARCHAR, "value" DOUBLE, source VARCHAR);
