-- What happened at the door: who came in, who was refused what, whose account changed.
-- Of what happens again within the hour one row counts how often.
CREATE TABLE kejadian (
    nomor INTEGER PRIMARY KEY AUTOINCREMENT,
    saat TEXT NOT NULL,
    terakhir TEXT NOT NULL,
    kali INTEGER NOT NULL DEFAULT 1,
    apa TEXT NOT NULL,
    oleh TEXT NOT NULL,
    alamat TEXT NOT NULL,
    tentang TEXT NOT NULL
) STRICT;
CREATE INDEX kejadian_saat ON kejadian (saat);
