-- Tables of the office's own kinds of letters: which there are, and of what columns.
-- The tables themselves are made with the kind.
CREATE TABLE tabel_jenis (
    formulir TEXT NOT NULL PRIMARY KEY, -- the code of the kind
    tabel TEXT NOT NULL UNIQUE,         -- jenis_t10
    isi TEXT NOT NULL CHECK (json_valid(isi)) -- its title, key and columns
) STRICT;

-- What a letter says of something planned: an invitation, or an order to go there.
ALTER TABLE kegiatan ADD COLUMN nama TEXT;
ALTER TABLE kegiatan ADD COLUMN jam TEXT;
ALTER TABLE kegiatan ADD COLUMN tempat TEXT;    -- where it is filled, letters are made
ALTER TABLE kegiatan ADD COLUMN alamat TEXT;
ALTER TABLE kegiatan ADD COLUMN acara TEXT;     -- the agenda, with semicolons between
ALTER TABLE kegiatan ADD COLUMN biaya TEXT;
ALTER TABLE kegiatan ADD COLUMN narahubung TEXT;
ALTER TABLE kegiatan ADD COLUMN telepon_narahubung TEXT;
