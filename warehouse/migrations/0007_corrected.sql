-- What a person puts in the place of what was read, said at review: the field and its value beside the mark.
ALTER TABLE reviews ADD COLUMN field VARCHAR;
ALTER TABLE reviews ADD COLUMN corrected VARCHAR;
