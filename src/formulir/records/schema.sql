-- The record store. Identifiers that look like numbers (NPSN, NIP, kode) are text.
-- Dates are ISO text; an open validity ends NULL. Codes of regions are those of
-- the Kemendagri.

CREATE TABLE wilayah (
    kode TEXT NOT NULL,
    berlaku_dari TEXT NOT NULL,
    berlaku_sampai TEXT,
    nama TEXT NOT NULL,
    tingkat TEXT NOT NULL CHECK (tingkat IN ('provinsi', 'kabkota')),
    induk TEXT,                     -- the province's code in that period
    entitas TEXT NOT NULL,          -- the code of today: one region, all its codes
    dapodik TEXT,                   -- alias, six digits
    bps TEXT,                       -- alias, two or four digits
    PRIMARY KEY (kode, berlaku_dari)
) STRICT;
CREATE INDEX wilayah_entitas ON wilayah (entitas);
CREATE INDEX wilayah_dapodik ON wilayah (dapodik);

CREATE TABLE instansi (
    kode TEXT NOT NULL,             -- the office's own word for it: LPMP, DISDIK-33.19
    berlaku_dari TEXT NOT NULL,     -- a letterhead is chosen by the letter's date
    berlaku_sampai TEXT,
    jenis TEXT NOT NULL CHECK (
        jenis IN ('lpmp', 'dinas_provinsi', 'dinas_kabkota', 'kementerian', 'lain')
    ),
    wilayah TEXT NOT NULL,          -- the region that it serves
    induk TEXT NOT NULL,            -- first line of the letterhead, the body above it
    nama TEXT NOT NULL,
    alamat TEXT NOT NULL,
    kota TEXT NOT NULL,             -- where its letters are dated
    kode_pos TEXT,
    telepon TEXT,
    faks TEXT,
    laman TEXT,
    posel TEXT,
    cap TEXT,                       -- picture of the stamp: a name in berkas/
    lambang TEXT,                   -- picture of the emblem: a name in berkas/
    PRIMARY KEY (kode, berlaku_dari)
) STRICT;

CREATE TABLE pejabat (
    instansi TEXT NOT NULL,
    peran TEXT NOT NULL,            -- 'kepala' signs for the office
    berlaku_dari TEXT NOT NULL,
    berlaku_sampai TEXT,
    jabatan TEXT NOT NULL,          -- as under a letter: Kepala Dinas Pendidikan …
    nama TEXT NOT NULL,             -- with titles
    nip TEXT,
    pangkat TEXT,
    awalan TEXT CHECK (awalan IN ('Plt.', 'Plh.', 'Pj.')),
    atas_nama TEXT,                 -- the office in whose name is signed (a.n.)
    PRIMARY KEY (instansi, peran, berlaku_dari)
) STRICT;

CREATE TABLE sekolah (
    npsn TEXT NOT NULL PRIMARY KEY, -- usually eight digits, not always
    nama TEXT NOT NULL,
    bentuk TEXT NOT NULL,           -- as listed: SD, SMP, SMA, SMK, SDLB, SLB, …
    status TEXT NOT NULL CHECK (status IN ('N', 'S')),
    alamat TEXT,
    kecamatan TEXT,
    wilayah TEXT NOT NULL,          -- kabupaten or kota
    lintang REAL,
    bujur REAL,
    kepala TEXT,
    nip_kepala TEXT,
    komite TEXT,                    -- chair of the school committee
    pengawas TEXT,
    nip_pengawas TEXT,
    telepon TEXT,
    posel TEXT,
    gugus TEXT,
    program_keahlian TEXT
) STRICT;
CREATE INDEX sekolah_wilayah ON sekolah (wilayah, bentuk);

CREATE TABLE usulan (
    id INTEGER PRIMARY KEY,
    tahun INTEGER NOT NULL,
    wilayah TEXT NOT NULL,          -- kabupaten or kota of the schools
    pengusul TEXT NOT NULL,         -- instansi.kode of the dinas
    usulan_ke INTEGER NOT NULL DEFAULT 1,
    nomor TEXT,                     -- the dinas's own number and date, once known
    tanggal TEXT,
    UNIQUE (tahun, wilayah, pengusul, usulan_ke)
) STRICT;

CREATE TABLE usulan_model (
    usulan INTEGER NOT NULL REFERENCES usulan (id) ON DELETE CASCADE,
    npsn TEXT NOT NULL REFERENCES sekolah (npsn),
    urut INTEGER NOT NULL,
    luar_kuota INTEGER NOT NULL DEFAULT 0 CHECK (luar_kuota IN (0, 1)),
    PRIMARY KEY (usulan, npsn)
) STRICT;

CREATE TABLE usulan_imbas (
    usulan INTEGER NOT NULL,
    model TEXT NOT NULL,
    npsn TEXT NOT NULL REFERENCES sekolah (npsn),
    urut INTEGER NOT NULL,
    jarak_km REAL,                  -- great-circle distance, when both are known
    PRIMARY KEY (usulan, model, npsn),
    FOREIGN KEY (usulan, model) REFERENCES usulan_model (usulan, npsn)
        ON DELETE CASCADE
) STRICT;

-- A later list replaces the earlier one without deleting it.
CREATE VIEW usulan_berlaku AS
    SELECT * FROM usulan AS u
    WHERE usulan_ke = (
        SELECT max(v.usulan_ke) FROM usulan AS v
        WHERE v.tahun = u.tahun AND v.wilayah = u.wilayah
          AND v.pengusul = u.pengusul
    );

CREATE TABLE seri (
    kode TEXT NOT NULL,             -- one running number for all its spellings
    berlaku_dari TEXT NOT NULL,     -- a spelling is chosen by the letter's date
    instansi TEXT NOT NULL,         -- who numbers
    pola TEXT NOT NULL,             -- {urut:04}/{unit}/{hal}/{tahun}
    isi TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(isi)),  -- {"unit": "E5.2"}
    PRIMARY KEY (kode, berlaku_dari)
) STRICT;

CREATE TABLE surat (
    id INTEGER PRIMARY KEY,
    formulir TEXT NOT NULL,
    tahun INTEGER NOT NULL,         -- the programme year
    kunci TEXT NOT NULL,
    kode TEXT NOT NULL UNIQUE,      -- the archive code
    tanggal TEXT NOT NULL,
    hal TEXT NOT NULL,
    tujuan TEXT NOT NULL,
    penanda_tangan TEXT NOT NULL,
    lampiran TEXT NOT NULL,
    nomor_luar TEXT,                -- the number that another office gave
    status TEXT NOT NULL CHECK (status IN ('dipesan', 'terbit', 'batal')),
    entri INTEGER,
    sha256 TEXT
) STRICT;
-- One living letter a key; a void one stays beside it.
CREATE UNIQUE INDEX surat_kunci ON surat (formulir, tahun, kunci)
    WHERE status <> 'batal';

CREATE TABLE nomor (
    seri TEXT NOT NULL,
    tahun INTEGER NOT NULL,         -- the calendar year of the letter's date
    urut INTEGER NOT NULL CHECK (urut >= 1),
    nomor TEXT NOT NULL,            -- as spelled on paper
    tanggal TEXT NOT NULL,
    surat INTEGER NOT NULL REFERENCES surat (id),
    status TEXT NOT NULL CHECK (status IN ('dipesan', 'terbit', 'batal')),
    dipesan_pada TEXT NOT NULL,
    terbit_pada TEXT,
    batal_pada TEXT,
    alasan TEXT,
    oleh TEXT,
    PRIMARY KEY (seri, tahun, urut),
    UNIQUE (seri, tahun, nomor),
    UNIQUE (surat)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER nomor_kept BEFORE DELETE ON nomor BEGIN
    SELECT RAISE(ABORT, 'a number is never deleted');
END;
CREATE TRIGGER nomor_fixed BEFORE UPDATE ON nomor
WHEN old.seri <> new.seri OR old.tahun <> new.tahun OR old.urut <> new.urut
    OR old.nomor <> new.nomor OR old.tanggal <> new.tanggal
    OR old.surat <> new.surat OR old.dipesan_pada <> new.dipesan_pada BEGIN
    SELECT RAISE(ABORT, 'a number is never respelled');
END;
CREATE TRIGGER nomor_forward BEFORE UPDATE OF status ON nomor
WHEN old.status = 'batal'
    OR (old.status = 'terbit' AND new.status = 'dipesan') BEGIN
    SELECT RAISE(ABORT, 'the state of a number only goes forward');
END;
CREATE TRIGGER surat_kept BEFORE DELETE ON surat BEGIN
    SELECT RAISE(ABORT, 'a letter is never deleted from the ledger');
END;

CREATE TABLE riwayat (              -- acts out of the ordinary, and by whom
    id INTEGER PRIMARY KEY,
    saat TEXT NOT NULL,
    oleh TEXT NOT NULL,
    tindakan TEXT NOT NULL,
    rincian TEXT NOT NULL CHECK (json_valid(rincian))
) STRICT;
CREATE TRIGGER riwayat_kept BEFORE DELETE ON riwayat BEGIN
    SELECT RAISE(ABORT, 'an act is never deleted');
END;
CREATE TRIGGER riwayat_fixed BEFORE UPDATE ON riwayat BEGIN
    SELECT RAISE(ABORT, 'an act is never rewritten');
END;

CREATE TABLE lampiran (             -- attachments that ride behind a letter
    formulir TEXT NOT NULL,
    tahun INTEGER NOT NULL,
    kunci TEXT NOT NULL,
    urut INTEGER NOT NULL,
    judul TEXT NOT NULL,
    berkas TEXT NOT NULL,           -- a name in berkas/: digest and extension
    PRIMARY KEY (formulir, tahun, kunci, urut)
) STRICT;

CREATE TABLE tahap (
    kode TEXT NOT NULL PRIMARY KEY, -- T01 … T09, T04.1 …
    nama TEXT NOT NULL,
    bab TEXT,
    tenggat TEXT
) STRICT;
