-- What comes in: signed returns of our own letters, and letters of other offices.
-- A row is written before the archive has the file (entri NULL) and completed after.

CREATE TABLE kembali (
    surat INTEGER NOT NULL REFERENCES surat (id),
    sha256 TEXT NOT NULL,
    sah INTEGER NOT NULL CHECK (sah IN (0, 1)),  -- whether it counts as signed
    saat TEXT NOT NULL,
    entri INTEGER UNIQUE,           -- where the archive records it, once it does
    PRIMARY KEY (surat, sha256)
) STRICT;
CREATE INDEX kembali_sha256 ON kembali (sha256);

CREATE TRIGGER kembali_kept BEFORE DELETE ON kembali BEGIN
    SELECT RAISE(ABORT, 'a return is never deleted');
END;
CREATE TRIGGER kembali_fixed BEFORE UPDATE ON kembali WHEN old.entri IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a return that is archived is never rewritten');
END;

CREATE TABLE masuk (
    tahun INTEGER NOT NULL,         -- the calendar year of terima
    urut INTEGER NOT NULL CHECK (urut >= 1),     -- its number in our own book
    kode TEXT NOT NULL UNIQUE,      -- the archive code
    dari TEXT NOT NULL,             -- who sent it
    nomor TEXT NOT NULL,            -- the sender's own number, as it is spelled
    tanggal TEXT NOT NULL,          -- the date that it bears
    terima TEXT NOT NULL,           -- the day it came in
    hal TEXT NOT NULL,
    formulir TEXT,                  -- which letter of ours it stands for, if any:
    program INTEGER NOT NULL,       -- the programme year,
    kunci TEXT,                     -- and the key within the kind
    tahap TEXT,
    wilayah TEXT NOT NULL CHECK (json_valid(wilayah)),  -- code by role
    disposisi TEXT,
    sha256 TEXT NOT NULL,
    entri INTEGER UNIQUE,
    PRIMARY KEY (tahun, urut)
) STRICT, WITHOUT ROWID;
CREATE INDEX masuk_surat ON masuk (dari, nomor, tanggal);

CREATE TRIGGER masuk_kept BEFORE DELETE ON masuk BEGIN
    SELECT RAISE(ABORT, 'an incoming letter is never deleted');
END;
CREATE TRIGGER masuk_fixed BEFORE UPDATE ON masuk
WHEN old.entri IS NOT NULL OR old.tahun <> new.tahun OR old.urut <> new.urut
    OR old.kode <> new.kode OR old.dari <> new.dari OR old.nomor <> new.nomor
    OR old.tanggal <> new.tanggal OR old.sha256 <> new.sha256 BEGIN
    SELECT RAISE(ABORT, 'an incoming letter is never rewritten');
END;

-- What has become of a letter: its row says whether it is issued or void, its returns
-- whether it is signed. The row itself need never be rewritten for a return.
CREATE VIEW surat_keadaan AS
    SELECT
        s.*,
        CASE WHEN s.status = 'terbit' AND EXISTS (
            SELECT 1 FROM kembali AS k
            WHERE k.surat = s.id AND k.sah = 1 AND k.entri IS NOT NULL
        ) THEN 'ditandatangani' ELSE s.status END AS keadaan
    FROM surat AS s;
