-- The outbox: a row a message, which is one letter to one addressee. What became of it
-- only goes forward, and nothing is sent twice by itself.

CREATE TABLE kiriman (
    id INTEGER PRIMARY KEY,
    surat INTEGER NOT NULL REFERENCES surat (id),
    penerima TEXT NOT NULL,         -- who, whatever the name or address is
    nama TEXT NOT NULL,
    posel TEXT NOT NULL,
    pesan TEXT NOT NULL UNIQUE,     -- the Message-ID, the same at every try
    keadaan TEXT NOT NULL CHECK (
        keadaan IN ('antre', 'mengirim', 'terkirim', 'ditolak', 'ragu')
    ),
    saat TEXT NOT NULL,             -- since when it is in that state
    sebab TEXT,                     -- what the server said, or why
    riwayat INTEGER,                -- the act that tells that it was sent
    UNIQUE (surat, penerima)
) STRICT;
CREATE INDEX kiriman_keadaan ON kiriman (keadaan);

CREATE TRIGGER kiriman_kept BEFORE DELETE ON kiriman BEGIN
    SELECT RAISE(ABORT, 'what became of a message is never forgotten');
END;
CREATE TRIGGER kiriman_fixed BEFORE UPDATE ON kiriman
WHEN old.surat <> new.surat OR old.penerima <> new.penerima OR old.pesan <> new.pesan
    OR (old.keadaan = 'terkirim' AND (new.keadaan <> 'terkirim'
        OR old.posel <> new.posel OR old.saat <> new.saat))
    OR (old.riwayat IS NOT NULL AND old.riwayat IS NOT new.riwayat) BEGIN
    SELECT RAISE(ABORT, 'a message that was sent is never sent again');
END;
