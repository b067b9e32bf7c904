-- A job that kills its worker is not taken up for ever: 'percobaan' counts how often it
-- was since it last got further, 'sisa' is the fewest parts that ever were left.
ALTER TABLE pekerjaan ADD COLUMN percobaan INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pekerjaan ADD COLUMN sisa INTEGER;
