-- Tables of the office's own kinds of letters: which there are, and of what columns.
-- The tables themselves are made with the kind.
CREATE TABLE tabel_jenis (
    formulir TEXT NOT NULL PRIMARY KEY, -- the code of the kind
    tabel TEXT NOT NULL UNIQUE,         -- jenis_t10
    isi TEXT NOT NULL CHECK (json_valid(isi)) -- its title, key and columns
) STRICT;
