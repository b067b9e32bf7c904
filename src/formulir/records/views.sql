-- What the queries of kinds draw on, beside the tables: what the records say on the
-- date of a letter, for the year and the region that are asked for. An office's own
-- konteks.sql may use them as well. They are made for a connection and are no part of
-- the file: they call functions that only a query of a kind has (ADR 4).

-- Candidates of the year, with the office that examines them.
CREATE TEMP VIEW calon_surat AS
    SELECT
        c.*,
        dalam_wilayah(c.wilayah, diminta('wilayah')) AS diminta,
        kode_wilayah(c.wilayah, diminta('tanggal')) AS kode_kabupaten,
        nama_wilayah(c.wilayah, diminta('tanggal')) AS kabupaten,
        provinsi(c.wilayah, diminta('tanggal')) AS kode_provinsi,
        lpmp(
            provinsi(c.wilayah, diminta('tanggal')), diminta('tanggal')
        ) AS lpmp
    FROM calon AS c
    WHERE c.tahun = diminta('tahun');

-- Those whose papers were examined, with what was found.
CREATE TEMP VIEW seleksi_surat AS
    SELECT
        c.*,
        e.tanggal AS dievaluasi,
        e.hasil,
        e.keterangan,
        e.diumumkan,
        coalesce(c.lpmp, 'LPMP-' || c.kode_provinsi) || '/' || c.gelombang AS kunci
    FROM calon_surat AS c
    INNER JOIN evaluasi AS e ON e.tahun = c.tahun AND e.calon = c.kode;

-- The papers of a candidate, as a sheet of examination tells them.
CREATE TEMP VIEW berkas_surat AS
    SELECT
        b.tahun,
        b.calon,
        max(b.keadaan) FILTER (WHERE b.jenis = 'CV') AS cv,
        max(b.keadaan) FILTER (WHERE b.jenis = '01.1') AS usulan,
        max(b.keadaan) FILTER (WHERE b.jenis = '01.2') AS pernyataan
    FROM (
        SELECT
            tahun, calon, jenis,
            iif(ada, iif(sah, 'ada, sah', 'ada, tidak sah'), 'tidak ada') AS keadaan
        FROM berkas
    ) AS b
    GROUP BY b.tahun, b.calon;

-- Trainings of the year, as letters tell them. ``wilayah_surat`` names the regions of
-- the letter; who its subject is, each kind says itself.
CREATE TEMP VIEW pelatihan_surat AS
    SELECT
        t.*,
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode) AS selesai,
        dalam_wilayah(t.wilayah, diminta('wilayah')) AS diminta,
        t.tempat || coalesce(', ' || t.kota, '') AS tempat_kota,
        zona_waktu(t.wilayah) AS zona,
        kop(t.penyelenggara, diminta('tanggal')) AS kop,
        pejabat(t.penyelenggara, 'kepala', diminta('tanggal')) AS penandatangan,
        penanda_tangan(
            t.penyelenggara, diminta('tanggal'), 'Kepala LPMP'
        ) AS penanda_tangan,
        json_object(
            'penerbit', provinsi(t.wilayah, diminta('tanggal')),
            'subjek', NULL,
            'pelatihan', kode_wilayah(t.wilayah, diminta('tanggal'))
        ) AS wilayah_surat
    FROM pelatihan AS t
    WHERE t.tahun = diminta('tahun');

-- Participants of the year, and whether their region is asked for.
CREATE TEMP VIEW peserta_surat AS
    SELECT
        p.*,
        dalam_wilayah(p.wilayah, diminta('wilayah')) AS diminta,
        kode_wilayah(p.wilayah, diminta('tanggal')) AS kode_kabupaten,
        nama_wilayah(p.wilayah, diminta('tanggal')) AS kabupaten,
        (
            SELECT c.nuptk FROM calon AS c
            WHERE c.tahun = p.tahun AND c.kode = p.calon
        ) AS nuptk
    FROM peserta_lengkap AS p
    WHERE p.tahun = diminta('tahun');

-- Classes of trainings where the place or a participant of the class is asked for.
CREATE TEMP VIEW kelas_surat AS
    SELECT
        t.*,
        k.kode AS kelas,
        k.ruang,
        t.kode || '/' || k.kode AS kunci,
        json_set(t.wilayah_surat, '$.subjek', json((
            SELECT json_group_array(DISTINCT p.kode_kabupaten)
            FROM peserta_surat AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
        ))) AS wilayah_kelas
    FROM pelatihan_surat AS t
    INNER JOIN kelas AS k ON k.pelatihan = t.kode
    WHERE t.diminta OR EXISTS (
        SELECT 1 FROM peserta_surat AS p
        WHERE p.pelatihan = t.kode AND p.kelas = k.kode AND p.diminta
    );

-- The schedule of each class that has one.
CREATE TEMP VIEW jadwal_surat AS
    SELECT
        l.*,
        'Jadwal ' || l.nama || ', Kelas ' || l.kelas AS hal,
        json_object(
            'kop', json(l.kop),
            'surat', json_object('tempat', l.kop ->> 'kota'),
            'pelatihan', json_object(
                'nama', l.nama,
                'angkatan', l.angkatan,
                'tanggal', rentang(min(s.tanggal), max(s.tanggal)),
                'tempat', l.tempat_kota,
                'zona', l.zona
            ),
            'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
            'jumlah', json(jumlah_jadwal(l.kode, l.kelas)),
            'fasilitator', json(fasilitator_kelas(l.kode, l.kelas)),
            'hari', json(jadwal(l.kode, l.kelas)),
            'penandatangan', json(l.penandatangan)
        ) AS konteks
    FROM kelas_surat AS l
    INNER JOIN sesi AS s ON s.pelatihan = l.kode AND s.kelas = l.kelas
    GROUP BY l.kode, l.kelas;

-- Offices that letters are copied to, by the name of their heads; not the LPMP itself.
CREATE TEMP VIEW dinas_surat AS
    SELECT
        i.kode,
        i.jenis,
        i.wilayah,
        coalesce(
            pejabat(i.kode, 'kepala', diminta('tanggal')) ->> 'jabatan',
            'Kepala ' || i.nama || ' ' || nama_wilayah(i.wilayah, diminta('tanggal'))
        ) AS kepala
    FROM instansi AS i
    WHERE i.jenis <> 'lpmp' AND diminta('tanggal')
        BETWEEN i.berlaku_dari AND coalesce(i.berlaku_sampai, '9999-12-31');

-- The dinas whose people come to meetings, with the name of the office and its head.
CREATE TEMP VIEW dinas_rapat AS
    SELECT
        d.kode,
        d.wilayah,
        kop(d.kode, diminta('tanggal')) ->> 'nama' || ' '
        || iif(d.jenis = 'dinas_provinsi', 'Provinsi ', '')
        || nama_wilayah(d.wilayah, diminta('tanggal')) AS nama,
        pejabat(d.kode, 'kepala', diminta('tanggal')) AS pejabat
    FROM dinas_surat AS d
    WHERE d.jenis IN ('dinas_kabkota', 'dinas_provinsi');

-- The dinas that a letter about a candidate goes to, or about an appointment, one row for
-- each cell that names it: ``baris`` is that cell, ``kepala`` is empty where no such
-- office is on record. The LPMP itself is no addressee.
CREATE TEMP VIEW dinas_pengusul AS
    SELECT
        c.tahun,
        c.kode AS calon,
        d.wilayah,
        d.kepala,
        json_object(
            'tabel', 'calon', 'kunci', c.tahun || ' ' || c.kode,
            'kolom', 'pengusul', 'nilai', c.pengusul
        ) AS baris
    FROM calon AS c
    LEFT JOIN dinas_surat AS d ON d.kode = c.pengusul
    WHERE c.pengusul NOT IN (SELECT kode FROM instansi WHERE jenis = 'lpmp');

CREATE TEMP VIEW dinas_penetapan AS
    SELECT
        k.tahun,
        k.calon,
        d.wilayah,
        d.kepala,
        json_object(
            'tabel', 'penetapan', 'kunci', k.tahun || ' ' || k.calon,
            'kolom', 'wilayah', 'nilai', k.wilayah
        ) AS baris
    FROM penetapan AS k
    LEFT JOIN dinas_surat AS d
        ON d.wilayah = k.wilayah AND d.jenis IN ('dinas_kabkota', 'dinas_provinsi');

-- What is planned in a stage and has a place: letters invite to it, or send there.
-- ``kepala`` names the heads of the dinas of its region, ``baris`` is the cell that names
-- the region, where none of them is on record.
CREATE TEMP VIEW kegiatan_surat AS
    WITH giat AS (
        SELECT
            k.*,
            provinsi(k.wilayah, diminta('tanggal')) AS kode_provinsi,
            lpmp(
                provinsi(k.wilayah, diminta('tanggal')), diminta('tanggal')
            ) AS lpmp,
            zona_waktu(k.wilayah) AS zona,
            coalesce(k.nama, k.keterangan) AS judul
        FROM kegiatan AS k
        WHERE k.tahun = diminta('tahun') AND k.tempat IS NOT NULL
            AND dalam_wilayah(k.wilayah, diminta('wilayah'))
    ),
    alamat AS (
        SELECT g.tahap, g.wilayah, g.urut, d.kode, d.kepala
        FROM giat AS g
        INNER JOIN dinas_surat AS d
            ON d.jenis IN ('dinas_kabkota', 'dinas_provinsi')
            AND (dalam_wilayah(d.wilayah, g.wilayah) OR d.wilayah = g.kode_provinsi)
    )
    SELECT
        g.*,
        g.wilayah || '/' || g.urut AS kunci,
        kop(g.lpmp, diminta('tanggal')) AS kop,
        pejabat(g.lpmp, 'kepala', diminta('tanggal')) AS penandatangan,
        penanda_tangan(g.lpmp, diminta('tanggal'), 'Kepala LPMP') AS penanda_tangan,
        json_object(
            'penerbit', g.kode_provinsi,
            'subjek', kode_wilayah(g.wilayah, diminta('tanggal'))
        ) AS wilayah_surat,
        json_object(
            'nama', g.judul,
            'hari', CASE WHEN g.selesai IS NULL OR g.selesai = g.mulai
                THEN hari(g.mulai)
                ELSE hari(g.mulai) || ' s.d. ' || hari(g.selesai) END,
            'tanggal', rentang(g.mulai, coalesce(g.selesai, g.mulai)),
            'waktu', g.jam || ' ' || g.zona || ' s.d. selesai',
            'tempat', g.tempat,
            'alamat', g.alamat,
            'biaya', g.biaya,
            'narahubung', g.narahubung,
            'telepon_narahubung', g.telepon_narahubung,
            'daerah', nama_wilayah(g.wilayah, diminta('tanggal')),
            'tahun', cast(g.tahun AS TEXT)
        ) AS kegiatan,
        (
            SELECT json_group_array(a.kepala) FROM (
                SELECT * FROM alamat AS a
                WHERE a.tahap = g.tahap AND a.wilayah = g.wilayah AND a.urut = g.urut
                ORDER BY a.kode
            ) AS a
        ) AS kepala,
        (
            SELECT json_group_array(a.nama) FROM (
                SELECT kepala_daerah(g.wilayah, diminta('tanggal')) AS nama
            ) AS a
            WHERE a.nama IS NOT NULL
        ) AS kepala_daerah,
        (
            SELECT json_group_array(json(x.baris)) FROM (
                SELECT kurang_lpmp(g.kode_provinsi, diminta('tanggal')) AS baris
                UNION ALL
                SELECT json_object(
                    'tabel', 'kegiatan',
                    'kunci', g.tahun || ' ' || g.tahap || ' ' || g.wilayah || ' ' || g.urut,
                    'kolom', 'wilayah', 'nilai', g.wilayah
                )
                WHERE NOT EXISTS (
                    SELECT 1 FROM dinas_surat AS d
                    WHERE d.jenis IN ('dinas_kabkota', 'dinas_provinsi')
                        AND dalam_wilayah(d.wilayah, g.wilayah)
                )
            ) AS x
            WHERE x.baris IS NOT NULL
        ) AS kurang
    FROM giat AS g;

-- The model schools in force of a year, and the imbas of each, in the order of the list.
CREATE TEMP VIEW sekolah_program AS
    SELECT
        u.tahun, u.wilayah, u.id AS usulan, m.urut AS urut_model, 0 AS urut_imbas,
        m.npsn, NULL AS model
    FROM usulan_berlaku AS u
    INNER JOIN usulan_model AS m ON m.usulan = u.id
    UNION ALL
    SELECT
        u.tahun, u.wilayah, u.id, m.urut, i.urut, i.npsn, i.model
    FROM usulan_berlaku AS u
    INNER JOIN usulan_model AS m ON m.usulan = u.id
    INNER JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn;

-- What verification last said of a school in a year.
CREATE TEMP VIEW verval_terakhir AS
    SELECT v.* FROM verval AS v
    WHERE v.usulan_ke = (
        SELECT max(w.usulan_ke) FROM verval AS w
        WHERE w.tahun = v.tahun AND w.npsn = v.npsn
    );

-- The schools of the lists in force that can be appointed: they passed verification,
-- and so did the model of an imbas. Columns and order are those of sekolah_program.
CREATE TEMP VIEW sekolah_ditetapkan AS
    SELECT p.* FROM sekolah_program AS p
    INNER JOIN verval_terakhir AS v
        ON v.tahun = p.tahun AND v.npsn = p.npsn AND v.hasil = 'memenuhi'
    WHERE p.model IS NULL OR EXISTS (
        SELECT 1 FROM verval_terakhir AS w
        WHERE w.tahun = p.tahun AND w.npsn = p.model AND w.hasil = 'memenuhi'
    );

-- Every school of the lists in force with what verification said of it: how it was looked
-- at, the verdict, and why it did not pass. ``urut`` counts models, and imbas behind their
-- model; ``ditetapkan`` tells whether it can be appointed.
CREATE TEMP VIEW sekolah_verval AS
    WITH
    model AS MATERIALIZED (
        SELECT
            m.usulan, m.npsn, m.luar_kuota,
            row_number() OVER (PARTITION BY m.usulan ORDER BY m.urut, m.npsn) AS urut
        FROM usulan_model AS m
    ),
    alasan AS (
        SELECT
            c.tahun, c.usulan_ke, c.npsn,
            group_concat(coalesce(c.keterangan, k.uraian), '; ') AS alasan
        FROM verval_kriteria AS c
        INNER JOIN kriteria_sekolah AS k ON k.kode = c.kriteria
        WHERE c.memenuhi = 0
        GROUP BY c.tahun, c.usulan_ke, c.npsn
    )
    SELECT
        p.*,
        m.luar_kuota,
        m.urut || iif(
            p.model IS NULL, '', '.' || row_number() OVER (
                PARTITION BY p.usulan, coalesce(p.model, p.npsn)
                ORDER BY p.model IS NULL, p.urut_imbas, p.npsn
            )
        ) AS urut,
        v.tanggal,
        v.cara,
        v.hasil,
        coalesce(v.keterangan, iif(v.hasil = 'memenuhi', NULL, a.alasan)) AS alasan,
        EXISTS (
            SELECT 1 FROM sekolah_ditetapkan AS d
            WHERE d.usulan = p.usulan AND d.npsn = p.npsn
        ) AS ditetapkan
    FROM sekolah_program AS p
    INNER JOIN model AS m ON m.usulan = p.usulan AND m.npsn = coalesce(p.model, p.npsn)
    LEFT JOIN verval_terakhir AS v ON v.tahun = p.tahun AND v.npsn = p.npsn
    LEFT JOIN alasan AS a
        ON a.tahun = v.tahun AND a.usulan_ke = v.usulan_ke AND a.npsn = v.npsn;

-- Schools as letters tell them: a cell of blanks is an empty one.
CREATE TEMP VIEW sekolah_surat AS
    SELECT
        s.npsn,
        s.nama,
        s.bentuk,
        s.status,
        nullif(trim(s.alamat), '') AS alamat,
        CASE WHEN s.kecamatan LIKE 'Kec. %' THEN substr(s.kecamatan, 6)
            ELSE nullif(trim(s.kecamatan), '') END AS kecamatan,
        nullif(trim(s.kepala), '') AS kepala,
        nullif(trim(s.nip_kepala), '') AS nip_kepala,
        nullif(trim(s.komite), '') AS komite,
        nullif(trim(s.pengawas), '') AS pengawas,
        nullif(trim(s.nip_pengawas), '') AS nip_pengawas,
        nullif(trim(s.gugus), '') AS gugus,
        nullif(trim(s.program_keahlian), '') AS program_keahlian,
        s.telepon,
        s.posel
    FROM sekolah AS s;

-- The list in force of each dinas that proposes, and the dinas itself: it runs the
-- schools, a dinas kabupaten/kota SD and SMP, a dinas provinsi SMA and SMK.
-- Each list is told once (MATERIALIZED), not once for every school on it.
CREATE TEMP VIEW usulan_surat AS
    WITH
    usul AS (
        SELECT
            u.*,
            nama_wilayah(u.wilayah, diminta('tanggal')) AS kabupaten,
            provinsi(u.wilayah, diminta('tanggal')) AS kode_provinsi,
            kop(u.pengusul, diminta('tanggal')) AS kop
        FROM usulan_berlaku AS u
        WHERE u.tahun = diminta('tahun')
            AND dalam_wilayah(u.wilayah, diminta('wilayah'))
    ),
    dinas AS (
        SELECT
            u.*,
            u.kop ->> 'nama' AS dinas,
            u.kop ->> 'induk' AS induk,
            nama_daerah(u.kode_provinsi, diminta('tanggal')) AS provinsi,
            kop(
                lpmp(u.kode_provinsi, diminta('tanggal')), diminta('tanggal')
            ) AS kop_lpmp,
            CASE WHEN u.kop ->> 'jenis' = 'dinas_provinsi'
                THEN 'Provinsi ' || nama_daerah(u.kode_provinsi, diminta('tanggal'))
                ELSE u.kabupaten END AS daerah
        FROM usul AS u
    ),
    lengkap AS MATERIALIZED (
        SELECT
            d.*,
            nama_daerah(d.wilayah, diminta('tanggal')) AS tempat,
            'Kepala ' || coalesce(d.kop_lpmp ->> 'nama', 'LPMP ' || d.provinsi)
            AS tujuan,
            d.dinas || iif(
                instr(lower(d.dinas), lower(d.daerah)), '', ' ' || d.daerah
            ) AS melalui,
            json_object(
                'penerbit', kode_wilayah(d.wilayah, diminta('tanggal')),
                'subjek', kode_wilayah(d.wilayah, diminta('tanggal')),
                'tujuan', d.kode_provinsi
            ) AS wilayah_surat
        FROM dinas AS d
    )
    SELECT * FROM lengkap;

-- Number and date of the letter of each list: as the dinas told them, or as they were
-- given here where this office numbers for the dinas.
CREATE TEMP VIEW surat_usulan AS
    SELECT
        u.id AS usulan,
        coalesce(u.nomor, n.nomor) AS nomor,
        coalesce(u.tanggal, n.tanggal) AS tanggal
    FROM usulan AS u
    LEFT JOIN surat AS s
        ON s.formulir = '02.1' AND s.tahun = u.tahun AND s.status = 'terbit'
        AND s.kunci = u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke
    LEFT JOIN nomor AS n ON n.surat = s.id;

-- What every statement of a school on such a list says (02.2, 02.3). The school
-- signs under a letterhead of its own, a state school under that of its dinas.
-- A head without NIP, as at private schools, fills in the NUPTK, once.
CREATE TEMP VIEW pernyataan_surat AS
    SELECT
        u.id AS usulan,
        u.tahun,
        u.wilayah AS kode_kabupaten,
        u.pengusul,
        u.wilayah_surat,
        u.tujuan,
        s.npsn,
        'Kepala ' || s.nama AS penanda_tangan,
        kurang_lpmp(u.kode_provinsi, diminta('tanggal')) AS kurang,
        json_object(
            'kop', json_object(
                'induk', CASE WHEN s.status = 'N' THEN coalesce(
                    u.induk,
                    'Pemerintah ' || iif(
                        s.bentuk IN ('SD', 'SMP'), u.kabupaten, 'Provinsi ' || u.provinsi
                    )
                ) END,
                'instansi', CASE WHEN s.status = 'N' THEN u.dinas END,
                'nama', s.nama,
                'npsn', s.npsn,
                'alamat', s.alamat,
                'kecamatan', s.kecamatan,
                'kabupaten', u.kabupaten,
                'kontak', nullif(ltrim(
                    coalesce(', Telepon' || char(160) || s.telepon, '')
                    || coalesce(', Posel' || char(160) || s.posel, ''),
                    ', '
                ), '')
            ),
            'surat', json_object(
                'tempat', u.tempat,
                'meterai', meterai(diminta('tanggal')),
                'kepala_bernip', s.status = 'N' OR s.nip_kepala IS NOT NULL
            ),
            'tujuan', json_object('jabatan', u.tujuan, 'melalui', u.melalui),
            'program', json_object('tahun', cast(u.tahun AS TEXT)),
            'sekolah', json_object(
                'npsn', s.npsn,
                'nama', s.nama,
                'bentuk', s.bentuk,
                'status', s.status,
                'alamat', s.alamat,
                'kecamatan', s.kecamatan,
                'kabupaten', u.kabupaten
            ),
            'kepala', json_object('nama', s.kepala, 'nip', s.nip_kepala),
            'komite', json_object('nama', s.komite),
            'pengawas', json_object('nama', s.pengawas, 'nip', s.nip_pengawas)
        ) AS konteks
    FROM usulan_surat AS u
    CROSS JOIN sekolah_surat AS s;

-- The instrument of monitoring as it was asked in a year: what any school answered. An
-- indicator that came later is none of it, and one that is asked no more still is.
CREATE TEMP VIEW instrumen_monev AS
    SELECT n.tahun, i.*
    FROM (SELECT DISTINCT tahun, indikator FROM monev_nilai) AS n
    INNER JOIN indikator AS i ON i.kode = n.indikator;

-- Its aspects, in the order of their first indicators.
CREATE TEMP VIEW aspek_monev AS
    SELECT tahun, aspek AS nama, min(urut) AS urut
    FROM instrumen_monev
    GROUP BY tahun, aspek;

-- Answers of monitoring; ``capaian`` is the share of the highest answer of the scale, in
-- per cent, so that answers of both scales have a mean.
CREATE TEMP VIEW jawaban_monev AS
    SELECT
        n.tahun, n.npsn, n.ke, n.indikator AS kode, i.aspek, i.skala, n.nilai,
        n.catatan,
        n.nilai * CASE i.skala WHEN 'ya' THEN 100.0 ELSE 25.0 END AS capaian
    FROM monev_nilai AS n
    INNER JOIN indikator AS i ON i.kode = n.indikator;

-- When a school is due to be monitored: one month and three after its people began
-- their training, the last day of that month where it is shorter; two weeks about it.
CREATE TEMP VIEW tenggat_monev AS
    WITH latihan AS (
        SELECT t.tahun, p.npsn, min(t.mulai) AS mulai
        FROM pelatihan AS t
        INNER JOIN peserta AS p ON p.pelatihan = t.kode
        WHERE t.jenis = 'spmi' AND p.npsn IS NOT NULL
        GROUP BY t.tahun, p.npsn
    ),
    hari AS (
        SELECT l.*, k.ke, min(
            date(l.mulai, '+' || k.bulan || ' months'),
            date(l.mulai, 'start of month', '+' || (k.bulan + 1) || ' months', '-1 day')
        ) AS tanggal
        FROM latihan AS l
        CROSS JOIN (SELECT 1 AS ke, 1 AS bulan UNION ALL SELECT 2, 3) AS k
    )
    SELECT
        h.*,
        date(h.tanggal, '-14 days') AS paling_awal,
        date(h.tanggal, '+14 days') AS paling_lambat
    FROM hari AS h;

-- What monitoring found in every region that is asked for, kabupaten and provinces: the
-- model schools that were appointed, with both rounds as far as they are on record, and
-- which rounds and visits are lacking or late.
CREATE TEMP VIEW rekap_model AS
    WITH
    capai AS MATERIALIZED (
        SELECT tahun, npsn, ke, avg(capaian) AS capaian
        FROM jawaban_monev GROUP BY tahun, npsn, ke
    ),
    putaran AS MATERIALIZED (
        SELECT m.*, c.capaian
        FROM monev AS m
        INNER JOIN capai AS c ON c.tahun = m.tahun AND c.npsn = m.npsn AND c.ke = m.ke
        WHERE m.tahun = diminta('tahun')
    ),
    model AS MATERIALIZED (
        SELECT
            p.*,
            s.nama,
            provinsi(p.wilayah, diminta('tanggal')) AS provinsi,
            m.tanggal AS satu,
            n.tanggal AS dua,
            m.capaian AS capaian_satu,
            n.capaian AS capaian_dua,
            a.paling_lambat AS lambat_satu,
            b.paling_lambat AS lambat_dua,
            (
                SELECT group_concat(x.apa || iif(
                    x.tanggal IS NULL,
                    ' belum tercatat' || coalesce(x.tenggat, ''),
                    ' terlambat: ' || tanggal(x.tanggal) || x.tenggat
                ), '; ')
                FROM (
                    SELECT
                        'monev I' AS apa,
                        m.tanggal,
                        a.paling_lambat AS hari,
                        ', paling lambat ' || tanggal(a.paling_lambat) AS tenggat
                    UNION ALL
                    SELECT
                        'monev II',
                        n.tanggal,
                        b.paling_lambat,
                        ', paling lambat ' || tanggal(b.paling_lambat)
                    UNION ALL
                    SELECT * FROM (
                        SELECT
                            'kunjungan tahap ' || iif(k.ke = 1, 'pertama', 'kedua'),
                            k.tanggal,
                            k.rencana,
                            ', direncanakan ' || tanggal(k.rencana)
                        FROM kunjungan AS k
                        WHERE k.tahun = p.tahun AND k.npsn = p.npsn
                            AND k.rencana IS NOT NULL
                        ORDER BY k.ke
                    )
                ) AS x
                WHERE iif(
                    x.tanggal IS NULL,
                    coalesce(x.hari, '') < diminta('tanggal'),
                    x.tanggal > x.hari
                )
            ) AS perhatian
        FROM sekolah_ditetapkan AS p
        INNER JOIN sekolah_surat AS s ON s.npsn = p.npsn
        LEFT JOIN putaran AS m ON m.npsn = p.npsn AND m.ke = 1
        LEFT JOIN putaran AS n ON n.npsn = p.npsn AND n.ke = 2
        LEFT JOIN tenggat_monev AS a
            ON a.tahun = p.tahun AND a.npsn = p.npsn AND a.ke = 1
        LEFT JOIN tenggat_monev AS b
            ON b.tahun = p.tahun AND b.npsn = p.npsn AND b.ke = 2
        WHERE p.tahun = diminta('tahun') AND p.model IS NULL
    )
    SELECT 'kabkota' AS tingkat, m.wilayah AS daerah, m.* FROM model AS m
    WHERE dalam_wilayah(m.wilayah, diminta('wilayah'))
    UNION ALL
    SELECT 'provinsi', m.provinsi, m.* FROM model AS m
    WHERE dalam_wilayah(m.provinsi, diminta('wilayah'));

-- The sums of a region: schools, days, means, and the change at the schools that were
-- monitored twice.
CREATE TEMP VIEW rekap_daerah AS
    SELECT
        r.daerah,
        r.tingkat,
        r.tahun,
        min(r.provinsi) AS provinsi,
        count(*) AS ditetapkan,
        count(r.satu) AS dimonitor_satu,
        count(r.dua) AS dimonitor_dua,
        sum(r.satu IS NOT NULL AND r.dua IS NOT NULL) AS dua_kali,
        min(r.satu) AS mulai_satu,
        max(r.satu) AS selesai_satu,
        min(r.dua) AS mulai_dua,
        max(r.dua) AS selesai_dua
    FROM rekap_model AS r
    GROUP BY r.daerah
    HAVING count(r.satu) + count(r.dua) > 0;

-- Means by aspect, and over all aspects where ``aspek`` is empty.
CREATE TEMP VIEW rekap_aspek AS
    WITH
    jawab AS MATERIALIZED (
        SELECT
            r.daerah, j.aspek, j.ke, j.capaian,
            r.satu IS NOT NULL AND r.dua IS NOT NULL AS dua_kali
        FROM rekap_model AS r
        INNER JOIN jawaban_monev AS j ON j.tahun = r.tahun AND j.npsn = r.npsn
            AND iif(j.ke = 1, r.satu, r.dua) IS NOT NULL
    ),
    rata AS (
        SELECT
            j.daerah,
            j.aspek,
            round(avg(j.capaian) FILTER (WHERE j.ke = 1), 1) AS satu,
            round(avg(j.capaian) FILTER (WHERE j.ke = 2), 1) AS dua,
            round(avg(j.capaian) FILTER (WHERE j.ke = 1 AND j.dua_kali), 1) AS dari,
            round(avg(j.capaian) FILTER (WHERE j.ke = 2 AND j.dua_kali), 1) AS ke
        FROM (
            SELECT daerah, aspek, ke, capaian, dua_kali FROM jawab
            UNION ALL
            SELECT daerah, NULL, ke, capaian, dua_kali FROM jawab
        ) AS j
        GROUP BY j.daerah, j.aspek
    )
    SELECT
        r.daerah,
        r.aspek,
        a.urut,
        r.satu,
        r.dua,
        round(r.ke - r.dari, 1) AS perubahan
    FROM rata AS r
    LEFT JOIN aspek_monev AS a ON a.tahun = diminta('tahun') AND a.nama = r.aspek;

-- How often each answer was given, by indicator and round.
CREATE TEMP VIEW rekap_jawaban AS
    SELECT
        r.daerah,
        j.ke,
        j.kode,
        count(*) AS dijawab,
        sum(j.nilai = 0) AS nol,
        sum(j.nilai = 1) AS satu,
        sum(j.nilai = 2) AS dua,
        sum(j.nilai = 3) AS tiga,
        sum(j.nilai = 4) AS empat,
        round(avg(j.capaian), 1) AS capaian
    FROM rekap_model AS r
    INNER JOIN jawaban_monev AS j ON j.tahun = r.tahun AND j.npsn = r.npsn
        AND iif(j.ke = 1, r.satu, r.dua) IS NOT NULL
    GROUP BY r.daerah, j.ke, j.kode;

-- Visits of the year to schools, planned or held, as letters tell them: when, where,
-- and who goes.
CREATE TEMP VIEW kunjungan_surat AS
    WITH datang AS (
        SELECT
            k.*,
            s.wilayah,
            s.bentuk,
            k.npsn || '/' || k.ke AS kunci,
            iif(k.ke = 1, 'Pertama', 'Kedua') AS tahap_ke,
            coalesce(k.tanggal, k.rencana) AS hari,
            provinsi(s.wilayah, diminta('tanggal')) AS kode_provinsi,
            kode_wilayah(s.wilayah, diminta('tanggal')) AS kode_kabupaten,
            nama_wilayah(s.wilayah, diminta('tanggal')) AS kabupaten,
            zona_waktu(s.wilayah) AS zona,
            lpmp(
                provinsi(s.wilayah, diminta('tanggal')), diminta('tanggal')
            ) AS lpmp
        FROM kunjungan AS k
        INNER JOIN sekolah AS s ON s.npsn = k.npsn
        WHERE k.tahun = diminta('tahun')
            AND dalam_wilayah(s.wilayah, diminta('wilayah'))
    )
    SELECT
        d.*,
        s.nama,
        kop(d.lpmp, diminta('tanggal')) AS kop,
        pejabat(d.lpmp, 'kepala', diminta('tanggal')) AS penandatangan,
        penanda_tangan(d.lpmp, diminta('tanggal'), 'Kepala LPMP') AS penanda_tangan,
        json_object(
            'penerbit', d.kode_provinsi, 'subjek', d.kode_kabupaten
        ) AS wilayah_surat,
        json_object(
            'npsn', s.npsn,
            'nama', s.nama,
            'alamat', s.alamat,
            'kecamatan', s.kecamatan,
            'kabupaten', d.kabupaten
        ) AS sekolah,
        json_object('nama', s.kepala, 'nip', s.nip_kepala) AS kepala,
        json_object(
            'ke', d.ke,
            'tahap', d.tahap_ke,
            'tahun', cast(d.tahun AS TEXT),
            'hari', hari(d.hari),
            'tanggal', tanggal(d.hari),
            'waktu', d.jam || ' ' || d.zona || ' s.d. selesai'
        ) AS kunjungan,
        (
            SELECT json_group_array(json_object(
                'nama', c.nama,
                'nip', c.nip,
                'nuptk', c.nuptk,
                'jabatan', c.jabatan,
                'unit_kerja', c.unit_kerja
            ))
            FROM (
                SELECT c.*, c.kode = d.fasilitator_2 AS kedua
                FROM calon AS c
                WHERE c.tahun = d.tahun AND c.kode IN (d.fasilitator_1, d.fasilitator_2)
                ORDER BY kedua
            ) AS c
        ) AS fasilitator
    FROM datang AS d
    INNER JOIN sekolah_surat AS s ON s.npsn = d.npsn;

-- The appointed imbas of each visited model, in the order of the list, and whoever
-- else was recorded there (``urut`` is empty), with what is recorded of each.
CREATE TEMP VIEW pengimbasan_tercatat AS
    SELECT
        k.tahun, k.npsn AS model, k.ke, p.urut_imbas AS urut, p.npsn,
        b.hadir, b.orang, b.perwakilan, b.hasil
    FROM kunjungan AS k
    INNER JOIN sekolah_ditetapkan AS p ON p.tahun = k.tahun AND p.model = k.npsn
    LEFT JOIN pengimbasan AS b
        ON b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
        AND b.npsn = p.npsn
    UNION ALL
    SELECT
        b.tahun, b.model, b.ke, NULL, b.npsn,
        b.hadir, b.orang, b.perwakilan, b.hasil
    FROM pengimbasan AS b
    WHERE NOT EXISTS (
        SELECT 1 FROM sekolah_ditetapkan AS p
        WHERE p.tahun = b.tahun AND p.model = b.model AND p.npsn = b.npsn
    );

-- The same for letters: ``kabar`` says whether a school came, and who.
CREATE TEMP VIEW pengimbasan_surat AS
    SELECT
        t.*,
        json_object(
            'kehadiran', CASE t.hadir WHEN 1 THEN 'hadir' WHEN 0 THEN 'tidak hadir' END,
            'orang', iif(t.hadir, t.orang, NULL),
            'perwakilan', json(pecah(iif(t.hadir, t.perwakilan, NULL)))
        ) AS kabar
    FROM pengimbasan_tercatat AS t;

-- The visits of a year that have a day, with the school and who goes.
CREATE TEMP VIEW kunjungan_rencana AS
    SELECT
        k.tahun, t.wilayah, k.npsn, k.ke,
        coalesce(k.rencana, k.tanggal) AS rencana,
        coalesce(k.jam, '08.00') AS jam,
        k.fasilitator_1, k.fasilitator_2,
        s.nama, s.alamat, s.kecamatan
    FROM kunjungan AS k
    INNER JOIN sekolah AS t ON t.npsn = k.npsn
    INNER JOIN sekolah_surat AS s ON s.npsn = k.npsn
    WHERE k.tahun = diminta('tahun')
        AND dalam_wilayah(t.wilayah, diminta('wilayah'))
        AND coalesce(k.rencana, k.tanggal) IS NOT NULL;

-- Each kabupaten or kota that has such visits, with the LPMP and the heads of the dinas
-- that run its schools. ``kurang`` is as in kegiatan_surat.
CREATE TEMP VIEW pendampingan_surat AS
    WITH daerah AS (
        SELECT
            k.tahun, k.wilayah, min(k.npsn) AS npsn,
            min(k.rencana) AS mulai, max(k.rencana) AS selesai,
            count(*) AS kunjungan, count(DISTINCT k.npsn) AS model,
            provinsi(k.wilayah, diminta('tanggal')) AS kode_provinsi
        FROM kunjungan_rencana AS k
        GROUP BY k.wilayah
    ),
    lengkap AS (
        SELECT d.*, lpmp(d.kode_provinsi, diminta('tanggal')) AS lpmp FROM daerah AS d
    )
    SELECT
        d.*,
        kop(d.lpmp, diminta('tanggal')) AS kop,
        pejabat(d.lpmp, 'kepala', diminta('tanggal')) AS penandatangan,
        penanda_tangan(d.lpmp, diminta('tanggal'), 'Kepala LPMP') AS penanda_tangan,
        json_object(
            'penerbit', d.kode_provinsi,
            'subjek', kode_wilayah(d.wilayah, diminta('tanggal'))
        ) AS wilayah_surat,
        nama_wilayah(d.wilayah, diminta('tanggal')) AS daerah,
        zona_waktu(d.wilayah) AS zona,
        (
            SELECT json_group_array(a.kepala) FROM (
                SELECT * FROM dinas_surat AS a
                WHERE a.jenis IN ('dinas_kabkota', 'dinas_provinsi')
                    AND (dalam_wilayah(a.wilayah, d.wilayah)
                        OR a.wilayah = d.kode_provinsi)
                ORDER BY a.jenis, a.kode
            ) AS a
        ) AS kepala,
        (
            SELECT json_group_array(json(x.baris)) FROM (
                SELECT kurang_lpmp(d.kode_provinsi, diminta('tanggal')) AS baris
                UNION ALL
                SELECT json_object(
                    'tabel', 'sekolah', 'kunci', d.npsn,
                    'kolom', 'wilayah', 'nilai', d.wilayah
                )
                WHERE NOT EXISTS (
                    SELECT 1 FROM dinas_surat AS a
                    WHERE a.jenis IN ('dinas_kabkota', 'dinas_provinsi')
                        AND dalam_wilayah(a.wilayah, d.wilayah)
                )
            ) AS x
            WHERE x.baris IS NOT NULL
        ) AS kurang
    FROM lengkap AS d;
