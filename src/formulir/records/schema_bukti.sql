-- What was seen of a signature on a return. A person may say later that one is signed.

ALTER TABLE kembali ADD COLUMN bukti TEXT;      -- elektronik, tinta, tidak ada; NULL
                                                -- where version 0.1.0 did not ask
ALTER TABLE kembali ADD COLUMN disahkan INTEGER;    -- where the archive records that a
                                                    -- person says so
CREATE UNIQUE INDEX kembali_disahkan ON kembali (disahkan);

DROP TRIGGER kembali_fixed;
CREATE TRIGGER kembali_fixed BEFORE UPDATE ON kembali
WHEN old.entri IS NOT NULL AND (
    old.surat <> new.surat OR old.sha256 <> new.sha256 OR old.sah <> new.sah
    OR old.saat <> new.saat OR old.bukti IS NOT new.bukti
    OR old.entri IS NOT new.entri OR old.disahkan IS NOT NULL
) BEGIN
    SELECT RAISE(ABORT, 'a return that is archived is never rewritten');
END;

-- What has become of a letter, by what it is known to be signed, and how many returns
-- of it do not count.
DROP VIEW surat_keadaan;
CREATE VIEW surat_keadaan AS
    SELECT
        s.*,
        CASE WHEN s.status = 'terbit' AND EXISTS (
            SELECT 1 FROM kembali AS k
            WHERE k.surat = s.id AND k.entri IS NOT NULL
                AND (k.sah = 1 OR k.disahkan IS NOT NULL)
        ) THEN 'ditandatangani' ELSE s.status END AS keadaan,
        (
            SELECT iif(k.sah = 1, k.bukti, 'orang') FROM kembali AS k
            WHERE k.surat = s.id AND k.entri IS NOT NULL
                AND (k.sah = 1 OR k.disahkan IS NOT NULL)
            ORDER BY k.sah DESC, k.bukti = 'elektronik' DESC, k.entri DESC LIMIT 1
        ) AS bukti,
        (
            SELECT count(*) FROM kembali AS k
            WHERE k.surat = s.id AND k.entri IS NOT NULL
                AND k.sah = 0 AND k.disahkan IS NULL
        ) AS diterima
    FROM surat AS s;
