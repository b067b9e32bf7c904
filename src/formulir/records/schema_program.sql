-- What comes after the proposal: verification of the schools, who is away and when
-- schools cannot be visited, visits with the imbas that came, monitoring, minutes.

CREATE TABLE kriteria_sekolah (     -- what is asked of a school (Tabel 3.1)
    kode TEXT NOT NULL PRIMARY KEY,
    urut INTEGER NOT NULL,
    untuk TEXT NOT NULL DEFAULT 'keduanya'
        CHECK (untuk IN ('model', 'imbas', 'keduanya')),
    uraian TEXT NOT NULL,
    wajib INTEGER NOT NULL DEFAULT 1 CHECK (wajib IN (0, 1))
) STRICT;

CREATE TABLE verval (               -- the verdict on a school of a list
    tahun INTEGER NOT NULL,
    usulan_ke INTEGER NOT NULL DEFAULT 1,
    npsn TEXT NOT NULL REFERENCES sekolah (npsn),
    tanggal TEXT NOT NULL,
    cara TEXT NOT NULL
        CHECK (cara IN ('kunjungan', 'pencocokan data', 'survei', 'diskusi')),
    hasil TEXT NOT NULL CHECK (hasil IN ('memenuhi', 'tidak memenuhi')),
    keterangan TEXT,                -- the reason
    petugas TEXT,                   -- who looked, parted by semicolons
    PRIMARY KEY (tahun, usulan_ke, npsn)
) STRICT;
CREATE INDEX verval_npsn ON verval (npsn, tahun);

CREATE TABLE verval_kriteria (      -- a criterion that was looked at, one by one
    tahun INTEGER NOT NULL,
    usulan_ke INTEGER NOT NULL DEFAULT 1,
    npsn TEXT NOT NULL,
    kriteria TEXT NOT NULL REFERENCES kriteria_sekolah (kode),
    memenuhi INTEGER NOT NULL CHECK (memenuhi IN (0, 1)),
    keterangan TEXT,
    PRIMARY KEY (tahun, usulan_ke, npsn, kriteria),
    FOREIGN KEY (tahun, usulan_ke, npsn) REFERENCES verval (tahun, usulan_ke, npsn)
) STRICT;

CREATE TABLE penutupan (            -- the LPMP takes no further list of a region
    tahun INTEGER NOT NULL,
    wilayah TEXT NOT NULL,          -- kabupaten or kota
    tanggal TEXT NOT NULL,
    keterangan TEXT,
    PRIMARY KEY (tahun, wilayah)
) STRICT;

CREATE TABLE ketersediaan (         -- when a facilitator cannot go
    tahun INTEGER NOT NULL,
    calon TEXT NOT NULL,
    dari TEXT NOT NULL,
    sampai TEXT NOT NULL,
    jenis TEXT NOT NULL DEFAULT 'berhalangan' -- a wish is kept where it can be
        CHECK (jenis IN ('berhalangan', 'keinginan')),
    sebab TEXT,
    PRIMARY KEY (tahun, calon, dari),
    FOREIGN KEY (tahun, calon) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE kalender_sekolah (     -- semesters, and the days without visits in them
    tahun INTEGER NOT NULL,
    wilayah TEXT NOT NULL,          -- provinsi, kabupaten or kota
    bentuk TEXT NOT NULL DEFAULT '*', -- SD, SMP, SMA, SMK; * for all
    jenis TEXT NOT NULL
        CHECK (jenis IN ('semester', 'ujian', 'puasa', 'libur')),
    dari TEXT NOT NULL,
    sampai TEXT NOT NULL,
    keterangan TEXT,
    PRIMARY KEY (tahun, wilayah, bentuk, jenis, dari)
) STRICT;

CREATE TABLE kunjungan (            -- a visit to a model school, planned and held
    tahun INTEGER NOT NULL,
    npsn TEXT NOT NULL REFERENCES sekolah (npsn),
    ke INTEGER NOT NULL CHECK (ke IN (1, 2)), -- the stage of accompaniment
    rencana TEXT,                   -- the day that is planned
    jam TEXT,
    fasilitator_1 TEXT,             -- calon.kode
    fasilitator_2 TEXT,
    tetap INTEGER NOT NULL DEFAULT 0 CHECK (tetap IN (0, 1)), -- planned by hand
    tanggal TEXT,                   -- the day on which it was held
    hadir_kepala INTEGER CHECK (hadir_kepala >= 0),
    hadir_guru INTEGER CHECK (hadir_guru >= 0),
    hadir_tendik INTEGER CHECK (hadir_tendik >= 0),
    hadir_komite INTEGER CHECK (hadir_komite >= 0),
    hadir_pengawas INTEGER CHECK (hadir_pengawas >= 0),
    kegiatan TEXT,                  -- what was done, parted by semicolons
    kesepakatan TEXT,               -- what was agreed, parted by semicolons
    tenggat TEXT,                   -- when that is due
    keterangan TEXT,
    PRIMARY KEY (tahun, npsn, ke),
    FOREIGN KEY (tahun, fasilitator_1) REFERENCES calon (tahun, kode),
    FOREIGN KEY (tahun, fasilitator_2) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE pengimbasan (          -- an imbas at a visit to its model
    tahun INTEGER NOT NULL,
    model TEXT NOT NULL,            -- whose visit it is
    ke INTEGER NOT NULL CHECK (ke IN (1, 2)),
    npsn TEXT NOT NULL REFERENCES sekolah (npsn), -- the imbas
    hadir INTEGER NOT NULL CHECK (hadir IN (0, 1)),
    orang INTEGER CHECK (orang >= 0),
    perwakilan TEXT,                -- who came, parted by semicolons
    hasil TEXT,                     -- what the imbas takes home
    PRIMARY KEY (tahun, model, ke, npsn),
    FOREIGN KEY (tahun, model, ke) REFERENCES kunjungan (tahun, npsn, ke)
) STRICT;
CREATE INDEX pengimbasan_npsn ON pengimbasan (npsn, tahun);

CREATE TABLE indikator (            -- the instrument of monitoring (Tabel 5.1)
    kode TEXT NOT NULL PRIMARY KEY,
    urut INTEGER NOT NULL,
    aspek TEXT NOT NULL,
    uraian TEXT NOT NULL,
    sumber TEXT,                    -- what is looked at
    skala TEXT NOT NULL DEFAULT '1-4' CHECK (skala IN ('1-4', 'ya')),
    responden TEXT,                 -- who is asked
    dipakai INTEGER NOT NULL DEFAULT 1 CHECK (dipakai IN (0, 1)) -- asked from now on
) STRICT;

CREATE TABLE monev (                -- a round of monitoring at a model school
    tahun INTEGER NOT NULL,
    npsn TEXT NOT NULL REFERENCES sekolah (npsn),
    ke INTEGER NOT NULL CHECK (ke IN (1, 2)), -- after one month, after three
    tanggal TEXT NOT NULL,
    fasilitator TEXT,               -- calon.kode
    responden TEXT,                 -- who answered, parted by semicolons
    simpulan TEXT,
    tindak_lanjut TEXT,             -- parted by semicolons
    PRIMARY KEY (tahun, npsn, ke),
    FOREIGN KEY (tahun, fasilitator) REFERENCES calon (tahun, kode)
) STRICT;

CREATE TABLE monev_nilai (          -- an answer to an indicator
    tahun INTEGER NOT NULL,
    npsn TEXT NOT NULL,
    ke INTEGER NOT NULL,
    indikator TEXT NOT NULL REFERENCES indikator (kode),
    nilai INTEGER NOT NULL CHECK (nilai BETWEEN 0 AND 4), -- of ya: 1, of tidak: 0
    catatan TEXT,
    PRIMARY KEY (tahun, npsn, ke, indikator),
    FOREIGN KEY (tahun, npsn, ke) REFERENCES monev (tahun, npsn, ke)
) STRICT;

CREATE TABLE notula (               -- the minutes of a meeting
    tahun INTEGER NOT NULL,
    tahap TEXT NOT NULL,
    wilayah TEXT NOT NULL,
    urut INTEGER NOT NULL DEFAULT 1,
    pemimpin TEXT NOT NULL,         -- who led it
    jabatan_pemimpin TEXT,
    notulis TEXT NOT NULL,
    hadir INTEGER CHECK (hadir >= 0), -- so many people
    pembahasan TEXT NOT NULL,       -- parted by semicolons
    keputusan TEXT,                 -- parted by semicolons
    PRIMARY KEY (tahun, tahap, wilayah, urut),
    FOREIGN KEY (tahun, tahap, wilayah, urut)
        REFERENCES kegiatan (tahun, tahap, wilayah, urut)
) STRICT;

-- So many visits a year a facilitator makes at most; the office's own number if empty.
ALTER TABLE penetapan ADD COLUMN kapasitas INTEGER CHECK (kapasitas >= 0);
