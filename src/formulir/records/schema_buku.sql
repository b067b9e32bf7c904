-- The book of numbers as an office has it: it begins in the middle of a year, some of
-- its numbers are given by hand, and every act in it says who, in what role, with which
-- version, and bears the seal of the archive's key.

ALTER TABLE seri ADD COLUMN mulai INTEGER;  -- the first number of the first year
ALTER TABLE surat ADD COLUMN ganti TEXT;    -- the code of the letter that it replaces
ALTER TABLE surat ADD COLUMN alasan TEXT;   -- why it is void
ALTER TABLE surat ADD COLUMN pembatal TEXT; -- and who said so
UPDATE surat SET (alasan, pembatal) = (
    SELECT json_extract(r.rincian, '$.alasan'), r.oleh FROM riwayat AS r
    WHERE r.tindakan = 'batal' AND json_extract(r.rincian, '$.kode') = surat.kode
    ORDER BY r.id LIMIT 1
) WHERE status = 'batal';

ALTER TABLE sekolah ADD COLUMN tutup TEXT;  -- the day from which it is no school

-- One living letter a key; beside it perhaps the one that is to replace it.
DROP INDEX surat_kunci;
CREATE UNIQUE INDEX surat_kunci ON surat (formulir, tahun, kunci)
    WHERE status <> 'batal' AND NOT (status = 'dipesan' AND ganti IS NOT NULL);
CREATE UNIQUE INDEX surat_ganti ON surat (ganti) WHERE ganti IS NOT NULL
    AND status <> 'batal';
CREATE INDEX surat_asal ON surat (formulir, tahun, kunci);
CREATE INDEX surat_status ON surat (status);
CREATE TRIGGER surat_fixed BEFORE UPDATE ON surat
WHEN old.id <> new.id OR old.formulir <> new.formulir OR old.tahun <> new.tahun
    OR old.kunci <> new.kunci OR old.kode <> new.kode OR old.tanggal <> new.tanggal
    OR (old.status <> 'dipesan' AND (old.hal <> new.hal OR old.tujuan <> new.tujuan
        OR old.penanda_tangan <> new.penanda_tangan OR old.lampiran <> new.lampiran))
    OR old.nomor_luar IS NOT new.nomor_luar OR old.ganti IS NOT new.ganti
    OR (old.entri IS NOT NULL AND old.entri IS NOT new.entri)
    OR (old.sha256 IS NOT NULL AND old.sha256 IS NOT new.sha256) BEGIN
    SELECT RAISE(ABORT, 'a letter is never rewritten in the ledger');
END;
CREATE TRIGGER surat_forward BEFORE UPDATE OF status ON surat
WHEN (old.status = 'batal' AND new.status <> 'batal')
    OR (old.status = 'terbit' AND new.status = 'dipesan') BEGIN
    SELECT RAISE(ABORT, 'the state of a letter only goes forward');
END;

-- SQLite cannot widen a CHECK or a key in place: the table is made anew.
CREATE TABLE nomor_buku (
    seri TEXT NOT NULL,
    tahun INTEGER NOT NULL,         -- the calendar year of the letter's date
    urut INTEGER NOT NULL CHECK (urut >= 1),
    sisipan TEXT NOT NULL DEFAULT '' CHECK (
        sisipan = '' OR (length(sisipan) = 1 AND sisipan BETWEEN 'a' AND 'z')
    ),                              -- the a of 0123a, inserted behind 0123
    nomor TEXT NOT NULL,            -- as spelled on paper
    tanggal TEXT NOT NULL,
    surat INTEGER REFERENCES surat (id),    -- NULL: no letter of this program
    hal TEXT,                       -- of a letter that was numbered outside
    tujuan TEXT,
    status TEXT NOT NULL CHECK (
        status IN ('dipesan', 'terbit', 'batal', 'luar', 'lewat')
    ),
    dipesan_pada TEXT NOT NULL,
    terbit_pada TEXT,
    batal_pada TEXT,
    alasan TEXT,
    oleh TEXT,
    PRIMARY KEY (seri, tahun, urut, sisipan),
    UNIQUE (seri, tahun, nomor),
    UNIQUE (surat),
    CHECK ((surat IS NULL) = (status IN ('luar', 'lewat')))
) STRICT, WITHOUT ROWID;
INSERT INTO nomor_buku (seri, tahun, urut, nomor, tanggal, surat, status,
    dipesan_pada, terbit_pada, batal_pada, alasan, oleh)
    SELECT seri, tahun, urut, nomor, tanggal, surat, status,
        dipesan_pada, terbit_pada, batal_pada, alasan, oleh FROM nomor;
DROP TABLE nomor;
ALTER TABLE nomor_buku RENAME TO nomor;
CREATE INDEX nomor_tanggal ON nomor (seri, tahun, tanggal);
CREATE INDEX nomor_nomor ON nomor (nomor);

CREATE TRIGGER nomor_kept BEFORE DELETE ON nomor BEGIN
    SELECT RAISE(ABORT, 'a number is never deleted');
END;
CREATE TRIGGER nomor_fixed BEFORE UPDATE ON nomor
WHEN old.seri <> new.seri OR old.tahun <> new.tahun OR old.urut <> new.urut
    OR old.sisipan <> new.sisipan OR old.nomor <> new.nomor
    OR old.tanggal <> new.tanggal OR old.surat IS NOT new.surat
    OR old.hal IS NOT new.hal OR old.tujuan IS NOT new.tujuan
    OR old.dipesan_pada <> new.dipesan_pada BEGIN
    SELECT RAISE(ABORT, 'a number is never respelled');
END;
CREATE TRIGGER nomor_forward BEFORE UPDATE OF status ON nomor
WHEN old.status IN ('batal', 'luar', 'lewat')
    OR (old.status = 'terbit' AND new.status = 'dipesan') BEGIN
    SELECT RAISE(ABORT, 'the state of a number only goes forward');
END;

-- What was given outside, as its sheet lists it.
CREATE VIEW nomor_luar AS
    SELECT seri, nomor, tanggal, hal, tujuan, oleh, urut || sisipan AS urut
    FROM nomor WHERE status = 'luar';

CREATE TABLE nomor_awal (           -- where the numbers of a year begin, if not at 1
    seri TEXT NOT NULL,
    tahun INTEGER NOT NULL,
    urut INTEGER NOT NULL CHECK (urut >= 1),
    PRIMARY KEY (seri, tahun)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER nomor_awal_kept BEFORE DELETE ON nomor_awal BEGIN
    SELECT RAISE(ABORT, 'where a year begins is never deleted');
END;
CREATE TRIGGER nomor_awal_fixed BEFORE UPDATE ON nomor_awal BEGIN
    SELECT RAISE(ABORT, 'where a year begins is never changed');
END;

-- Every act is written here first, then into the archive's log.
ALTER TABLE riwayat ADD COLUMN peran TEXT;  -- in what role
ALTER TABLE riwayat ADD COLUMN versi TEXT;  -- with which version of the program
ALTER TABLE riwayat ADD COLUMN segel TEXT;  -- signature over the act; NULL before 0.2
ALTER TABLE riwayat ADD COLUMN entri INTEGER;   -- where the archive records it
CREATE INDEX riwayat_tunda ON riwayat (id) WHERE entri IS NULL;
DROP TRIGGER riwayat_fixed;
CREATE TRIGGER riwayat_fixed BEFORE UPDATE ON riwayat
WHEN old.id <> new.id OR old.saat <> new.saat OR old.oleh <> new.oleh
    OR old.tindakan <> new.tindakan OR old.rincian <> new.rincian
    OR old.peran IS NOT new.peran OR old.versi IS NOT new.versi
    OR old.segel IS NOT new.segel OR old.entri IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'an act is never rewritten');
END;

CREATE TABLE kepala (               -- one row: what the ledger saw of the archive
    id INTEGER PRIMARY KEY CHECK (id = 1),
    entri INTEGER NOT NULL DEFAULT 0,   -- the size of the last checkpoint
    akar TEXT,                      -- its root, base64; NULL before the first
    saat TEXT NOT NULL,             -- the moment of the last act, by our clock
    riwayat INTEGER NOT NULL,       -- so many acts are older than seals,
    surat INTEGER NOT NULL,         -- and letters up to this row
    tempat TEXT,                    -- the folder in which it was last written
    pagar INTEGER NOT NULL DEFAULT 0 CHECK (pagar IN (0, 1))
                                    -- 1: restored, and nobody has told the numbers
) STRICT;
INSERT INTO kepala (id, saat, riwayat, surat) SELECT 1,
    max(coalesce((SELECT max(dipesan_pada) FROM nomor), ''),
        coalesce((SELECT max(terbit_pada) FROM nomor), ''),
        coalesce((SELECT max(saat) FROM riwayat), '')),
    coalesce((SELECT max(id) FROM riwayat), 0),
    coalesce((SELECT max(id) FROM surat), 0);
CREATE TRIGGER kepala_kept BEFORE DELETE ON kepala BEGIN
    SELECT RAISE(ABORT, 'what was seen of the archive is never forgotten');
END;

CREATE TABLE kode_hal (             -- which code of the subject a number carries
    formulir TEXT NOT NULL,
    golongan TEXT NOT NULL DEFAULT '*',     -- * any class of letters
    instansi TEXT NOT NULL DEFAULT '*',     -- * any office
    token TEXT NOT NULL,            -- the token of the pattern that it fills
    berlaku_dari TEXT NOT NULL,
    nilai TEXT NOT NULL,
    PRIMARY KEY (formulir, golongan, instansi, token, berlaku_dari)
) STRICT;
