-- Piles of scans, and what became of each sheet. The archive has a pile before the
-- ledger: every row is read off the log.

CREATE TABLE tumpukan (
    sha256 TEXT PRIMARY KEY,
    ekstensi TEXT NOT NULL,
    halaman INTEGER NOT NULL CHECK (halaman >= 1),
    saat TEXT NOT NULL,
    entri INTEGER NOT NULL UNIQUE   -- where the archive records it
) STRICT, WITHOUT ROWID;

CREATE TABLE lembar (
    tumpukan TEXT NOT NULL REFERENCES tumpukan (sha256),
    ke INTEGER NOT NULL CHECK (ke >= 1),    -- which page of the pile
    keadaan TEXT NOT NULL,          -- what it is: of a letter, foreign, unreadable ...
    kode TEXT,                      -- the archive code of the letter that it names
    halaman INTEGER,                -- which page of that letter
    putar INTEGER NOT NULL CHECK (putar IN (0, 90, 180, 270)),
    entri INTEGER,                  -- the return, or the letter, that was cut from it
    PRIMARY KEY (tumpukan, ke)
) STRICT, WITHOUT ROWID;
CREATE INDEX lembar_menunggu ON lembar (kode) WHERE entri IS NULL;

CREATE TRIGGER tumpukan_kept BEFORE DELETE ON tumpukan BEGIN
    SELECT RAISE(ABORT, 'a pile is never deleted');
END;
CREATE TRIGGER tumpukan_fixed BEFORE UPDATE ON tumpukan BEGIN
    SELECT RAISE(ABORT, 'a pile is never rewritten');
END;
CREATE TRIGGER lembar_kept BEFORE DELETE ON lembar BEGIN
    SELECT RAISE(ABORT, 'a sheet of a pile is never deleted');
END;
CREATE TRIGGER lembar_fixed BEFORE UPDATE ON lembar
WHEN old.entri IS NOT NULL OR old.tumpukan <> new.tumpukan OR old.ke <> new.ke
    OR old.keadaan <> new.keadaan OR old.kode IS NOT new.kode
    OR old.halaman IS NOT new.halaman OR old.putar <> new.putar BEGIN
    SELECT RAISE(ABORT, 'what was read on a sheet is never rewritten');
END;
