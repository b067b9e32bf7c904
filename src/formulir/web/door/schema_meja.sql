-- Accounts of the desk. An account is closed, never deleted: acts in the log name it.
CREATE TABLE akun (
    nama TEXT PRIMARY KEY,
    orang TEXT NOT NULL,
    peran TEXT NOT NULL
        CHECK (peran IN ('staf', 'pemeriksa', 'penanda tangan', 'auditor', 'pengelola')),
    wilayah TEXT,
    sandi TEXT NOT NULL,
    dibuat TEXT NOT NULL,
    ditutup TEXT
) STRICT;

-- A session; its token is in the browser alone, here is what it is known by.
CREATE TABLE sesi (
    sidik TEXT PRIMARY KEY,
    akun TEXT NOT NULL REFERENCES akun (nama),
    tanda TEXT NOT NULL,
    dibuat TEXT NOT NULL,
    terakhir TEXT NOT NULL,
    alamat TEXT NOT NULL,
    peramban TEXT NOT NULL,
    tahun INTEGER,
    wilayah TEXT
) STRICT;

-- Passwords that were wrong, until they are too old to count.
CREATE TABLE percobaan (
    akun TEXT NOT NULL,
    alamat TEXT NOT NULL,
    saat TEXT NOT NULL
) STRICT;
CREATE INDEX percobaan_saat ON percobaan (saat);

-- Work that was asked for on a page: 'isi' is what it is done with, 'hasil' what it
-- came to, both JSON.
CREATE TABLE pekerjaan (
    nomor INTEGER PRIMARY KEY AUTOINCREMENT,
    jenis TEXT NOT NULL,
    judul TEXT NOT NULL,
    isi TEXT NOT NULL,
    akun TEXT NOT NULL REFERENCES akun (nama),
    wilayah TEXT,
    keadaan TEXT NOT NULL DEFAULT 'menunggu'
        CHECK (keadaan IN ('menunggu', 'berjalan', 'selesai', 'gagal', 'berhenti')),
    dibuat TEXT NOT NULL,
    mulai TEXT,
    akhir TEXT,
    selesai INTEGER NOT NULL DEFAULT 0,
    jumlah INTEGER NOT NULL DEFAULT 0,
    hentikan INTEGER NOT NULL DEFAULT 0,
    dilihat INTEGER NOT NULL DEFAULT 0,
    hasil TEXT
) STRICT;
CREATE INDEX pekerjaan_keadaan ON pekerjaan (keadaan);
