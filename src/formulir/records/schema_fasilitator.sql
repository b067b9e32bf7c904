-- Candidates for regional facilitators, trainings with classes, sessions and marks.
-- A candidate is told by the office's own word for him or her, the same in all sheets.

CREATE TABLE kriteria (             -- what is asked of a candidate (Tabel 3.2)
    kode TEXT NOT NULL PRIMARY KEY,
    urut INTEGER NOT NULL,
    uraian TEXT NOT NULL,
    wajib INTEGER NOT NULL DEFAULT 1 CHECK (wajib IN (0, 1))
) STRICT;

CREATE TABLE calon (
    tahun INTEGER NOT NULL,         -- the programme year
    kode TEXT NOT NULL,             -- the office's own word: 33.19-01
    gelombang INTEGER NOT NULL DEFAULT 1,
    pengusul TEXT NOT NULL,         -- instansi.kode of the dinas, or of the LPMP itself
    wilayah TEXT NOT NULL,          -- kabupaten or kota that he or she comes from
    nama TEXT NOT NULL,             -- with titles
    nip TEXT,
    nik TEXT,
    nuptk TEXT,
    jenis_kelamin TEXT CHECK (jenis_kelamin IN ('L', 'P')),
    tempat_lahir TEXT,
    tanggal_lahir TEXT,
    pangkat TEXT,
    jabatan TEXT NOT NULL,
    unit_kerja TEXT NOT NULL,
    pendidikan TEXT,
    alamat_kantor TEXT,
    alamat_rumah TEXT,
    telepon TEXT,
    posel TEXT,
    PRIMARY KEY (tahun, kode)
) STRICT;

CREATE TABLE berkas (               -- the three papers of a candidate, as received
    tahun INTEGER NOT NULL,
    calon TEXT NOT NULL,
    jenis TEXT NOT NULL CHECK (jenis IN ('CV', '01.1', '01.2')),
    ada INTEGER NOT NULL CHECK (ada IN (0, 1)),
    sah INTEGER NOT NULL CHECK (sah IN (0, 1)),
    diterima TEXT,                  -- the day it came in
    keterangan TEXT,                -- why it is not valid
    PRIMARY KEY (tahun, calon, jenis),
    FOREIGN KEY (tahun, calon) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE evaluasi (             -- the verdict on a candidate's papers (01.3)
    tahun INTEGER NOT NULL,
    calon TEXT NOT NULL,
    tanggal TEXT NOT NULL,
    hasil TEXT NOT NULL CHECK (hasil IN ('memenuhi', 'tidak memenuhi')),
    keterangan TEXT,                -- the reason
    diumumkan INTEGER NOT NULL DEFAULT 0 CHECK (diumumkan IN (0, 1)),  -- on 01.4
    PRIMARY KEY (tahun, calon),
    FOREIGN KEY (tahun, calon) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE evaluasi_kriteria (    -- a criterion that was looked at, one by one
    tahun INTEGER NOT NULL,
    calon TEXT NOT NULL,
    kriteria TEXT NOT NULL REFERENCES kriteria (kode),
    memenuhi INTEGER NOT NULL CHECK (memenuhi IN (0, 1)),
    keterangan TEXT,
    PRIMARY KEY (tahun, calon, kriteria),
    FOREIGN KEY (tahun, calon) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE tim (                  -- who evaluates the papers (01.3)
    tahun INTEGER NOT NULL,
    gelombang INTEGER NOT NULL DEFAULT 1,
    urut INTEGER NOT NULL,
    peran TEXT NOT NULL DEFAULT 'Anggota',
    nama TEXT NOT NULL,
    nip TEXT,
    PRIMARY KEY (tahun, gelombang, urut)
) STRICT;

CREATE TABLE materi (               -- the curricula behind the schedules
    kurikulum TEXT NOT NULL,        -- 3.3 or 4.1, or an office's own
    kode TEXT NOT NULL,             -- F00, S01
    urut INTEGER NOT NULL,
    hari INTEGER NOT NULL,          -- the day on which it is meant to begin
    judul TEXT NOT NULL,
    menit_paparan INTEGER NOT NULL DEFAULT 0 CHECK (menit_paparan >= 0),
    menit_praktik INTEGER NOT NULL DEFAULT 0 CHECK (menit_praktik >= 0),
    menit_evaluasi INTEGER NOT NULL DEFAULT 0 CHECK (menit_evaluasi >= 0),
    menit_umum INTEGER NOT NULL DEFAULT 0 CHECK (menit_umum >= 0),
    pengampu TEXT,
    PRIMARY KEY (kurikulum, kode)
) STRICT;

CREATE TABLE pelatihan (
    kode TEXT NOT NULL PRIMARY KEY, -- the office's own word: FASDA-2016-1
    tahun INTEGER NOT NULL,
    jenis TEXT NOT NULL CHECK (jenis IN ('fasda', 'spmi')),
    kurikulum TEXT NOT NULL,        -- materi.kurikulum
    nama TEXT NOT NULL,
    angkatan TEXT,                  -- I, II, …
    penyelenggara TEXT NOT NULL,    -- instansi.kode
    wilayah TEXT NOT NULL,          -- where it is held
    tempat TEXT NOT NULL,
    alamat TEXT,
    kota TEXT,
    telepon TEXT,
    mulai TEXT NOT NULL,            -- the first day
    jam_mulai TEXT NOT NULL DEFAULT '08.00',
    jam_mulai_awal TEXT,            -- on the first day, when that is another
    menit_per_hari INTEGER NOT NULL DEFAULT 480,
    istirahat TEXT NOT NULL DEFAULT '10.00-10.15; 12.00-13.00; 15.00-15.15',
    istirahat_jumat TEXT NOT NULL DEFAULT '10.00-10.15; 11.30-13.00; 15.00-15.15',
    hari_libur TEXT NOT NULL DEFAULT 'lewati'
        CHECK (hari_libur IN ('lewati', 'tandai')),  -- Sundays and holidays
    lapor_masuk TEXT,               -- check-in, as it stands on the invitation
    lapor_keluar TEXT,
    biaya TEXT,                     -- whose budget bears it
    bawaan TEXT,                    -- what to bring, parted by semicolons
    narahubung TEXT,
    telepon_narahubung TEXT
) STRICT;

CREATE TABLE kelas (
    pelatihan TEXT NOT NULL REFERENCES pelatihan (kode),
    kode TEXT NOT NULL,             -- A, B, …
    ruang TEXT,
    kapasitas INTEGER CHECK (kapasitas > 0),
    PRIMARY KEY (pelatihan, kode)
) STRICT;

CREATE TABLE fasilitator (          -- who leads a class
    pelatihan TEXT NOT NULL,
    kelas TEXT NOT NULL,
    kode TEXT NOT NULL,             -- the same person has the same word everywhere
    urut INTEGER NOT NULL DEFAULT 1,
    nama TEXT NOT NULL,
    nip TEXT,
    asal TEXT,                      -- the office or school that he or she comes from
    PRIMARY KEY (pelatihan, kelas, kode),
    FOREIGN KEY (pelatihan, kelas) REFERENCES kelas (pelatihan, kode)
) STRICT;

CREATE TABLE peserta (
    pelatihan TEXT NOT NULL REFERENCES pelatihan (kode),
    kode TEXT NOT NULL,             -- calon.kode of the same year, or the office's own
    kelas TEXT,                     -- kelas.kode, once classes are made
    npsn TEXT,                      -- the school that sends him or her (SPMI)
    nama TEXT,                      -- empty for a candidate, whose name is on record
    nip TEXT,
    jabatan TEXT,
    unit_kerja TEXT,
    hadir INTEGER CHECK (hadir IN (0, 1)),  -- attended, once that is known
    PRIMARY KEY (pelatihan, kode)
) STRICT;

CREATE TABLE sesi (                 -- a part of a day, of one class
    pelatihan TEXT NOT NULL,
    kelas TEXT NOT NULL,
    tanggal TEXT NOT NULL,
    mulai TEXT NOT NULL,            -- 08.00
    selesai TEXT NOT NULL,
    materi TEXT,                    -- materi.kode; empty for a break
    judul TEXT NOT NULL,
    menit_paparan INTEGER NOT NULL DEFAULT 0 CHECK (menit_paparan >= 0),
    menit_praktik INTEGER NOT NULL DEFAULT 0 CHECK (menit_praktik >= 0),
    menit_evaluasi INTEGER NOT NULL DEFAULT 0 CHECK (menit_evaluasi >= 0),
    menit_umum INTEGER NOT NULL DEFAULT 0 CHECK (menit_umum >= 0),
    pengampu TEXT,                  -- words for the paper
    fasilitator TEXT,               -- fasilitator.kode, parted by semicolons
    PRIMARY KEY (pelatihan, kelas, tanggal, mulai),
    FOREIGN KEY (pelatihan, kelas) REFERENCES kelas (pelatihan, kode)
) STRICT;

CREATE TABLE hari_libur (           -- what the calendar of the library has wrong
    tanggal TEXT NOT NULL PRIMARY KEY,
    libur INTEGER NOT NULL CHECK (libur IN (0, 1)),
    nama TEXT NOT NULL
) STRICT;

CREATE TABLE nilai (                -- what the national facilitators found (01.6)
    pelatihan TEXT NOT NULL,
    peserta TEXT NOT NULL,
    kehadiran INTEGER,              -- days attended
    pratest REAL,
    pascates REAL,
    praktik REAL,
    sikap REAL,
    akhir REAL,
    rekomendasi INTEGER NOT NULL CHECK (rekomendasi IN (0, 1)),
    catatan TEXT,
    PRIMARY KEY (pelatihan, peserta),
    FOREIGN KEY (pelatihan, peserta) REFERENCES peserta (pelatihan, kode)
) STRICT;

CREATE TABLE penetapan (            -- who is appointed (01.7), and for which schools
    tahun INTEGER NOT NULL,
    calon TEXT NOT NULL,
    pelatihan TEXT NOT NULL REFERENCES pelatihan (kode),
    wilayah TEXT NOT NULL,          -- where he or she will work
    kelompok TEXT,                  -- the group of schools
    PRIMARY KEY (tahun, calon),
    FOREIGN KEY (tahun, calon) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE kegiatan (             -- what is planned or done without a form of its own
    tahun INTEGER NOT NULL,
    tahap TEXT NOT NULL,            -- T01 … T09
    wilayah TEXT NOT NULL,
    urut INTEGER NOT NULL DEFAULT 1,
    mulai TEXT NOT NULL,
    selesai TEXT,
    keterangan TEXT,
    PRIMARY KEY (tahun, tahap, wilayah, urut)
) STRICT;

-- A participant with the name and office that stand on paper.
CREATE VIEW peserta_lengkap AS
    SELECT
        p.pelatihan, p.kode, p.kelas, p.hadir, p.npsn, t.tahun, t.jenis,
        coalesce(p.nama, c.nama) AS nama,
        coalesce(p.nip, c.nip) AS nip,
        coalesce(p.jabatan, c.jabatan) AS jabatan,
        coalesce(p.unit_kerja, s.nama, c.unit_kerja) AS unit_kerja,
        coalesce(s.wilayah, c.wilayah, t.wilayah) AS wilayah,
        c.pangkat AS pangkat,
        c.kode AS calon
    FROM peserta AS p
    JOIN pelatihan AS t ON t.kode = p.pelatihan
    LEFT JOIN calon AS c
        ON t.jenis = 'fasda' AND c.tahun = t.tahun AND c.kode = p.kode
    LEFT JOIN sekolah AS s ON s.npsn = p.npsn;
