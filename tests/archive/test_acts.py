"""An act and its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from formulir.archive.acts import (
    Act,
    check_references,
    list_references,
    read_line,
    write_line,
)
from formulir.archive.objects import StoredObject

SAAT = datetime(2016, 3, 14, 1, 2, 3, tzinfo=UTC)
SHA = "ab" * 32
GOOD = b'{"entri":3,"saat":"2016-03-14T01:02:03Z","tindakan":"lain"}'


def test_a_line_carries_its_number_and_its_moment():
    line, _ = write_line({"tindakan": "lain"}, entri=3, saat=SAAT)
    assert line == GOOD
    assert read_line(line, entri=3)["tindakan"] == "lain"


@pytest.mark.parametrize("name", ["entri", "saat", "status"])
def test_what_the_archive_gives_cannot_be_given(name):
    with pytest.raises(ValueError, match=name):
        write_line({"tindakan": "lain", name: 1}, entri=3, saat=SAAT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"entri":3', b'"entri":4'),
        (b'"entri":3', b'"entri":true'),
        (b'"entri":3', b'"entri":"3"'),
        (b"03Z", b"03"),
        (b"03Z", b"03+00:00"),
        (b"03-14", b"02-30"),
        (b"01:02:03Z", b"25:02:03Z"),
        (b"01:02:03Z", b"24:00:00Z"),
        (b"01:02:03Z", b"01:02:60Z"),
        (b"2016-03", b"2016-13"),
        (b"2016-03-14", b"0000-03-14"),
        (b"2016-03-14T01:02:03Z", b""),
        (b'"2016-03-14T01:02:03Z"', b"5"),
        (b'"lain"', b'""'),
        (b'"lain"', b"1"),
        (b'"entri"', b'"kode":5,"entri"'),
        (b'"entri"', b'"kode":"","entri"'),
        (b'"saat"', b'"lampiran":5,"saat"'),
        (b'"saat"', b'"lampiran":[5],"saat"'),
        (b'"saat"', b'"lampiran":[{"sha256":5}],"saat"'),
        (b'"tindakan"', b'"status":"batal","tindakan"'),
        (b'"saat"', b'"konteks":"../../etc","saat"'),
        (b'"entri"', b'"ekstensi":"../x","entri"'),
        (b'"entri"', b'"ekstensi":"baru","entri"'),
    ],
)
def test_a_line_that_lacks_what_every_line_has_is_refused(old, new):
    line = GOOD.replace(old, new)
    if b"ekstensi" in line:
        line = line.replace(b'"tindakan"', f'"sha256":"{SHA}","tindakan"'.encode())
    with pytest.raises(ValueError):
        read_line(line, entri=3)


@pytest.mark.parametrize("moment", [b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z"])
def test_any_moment_that_is_real_is_one(moment):
    read_line(GOOD.replace(b"2016-03-14T01:02:03Z", moment), entri=3)


def test_a_line_refers_to_objects_in_the_ways_the_format_lists():
    isi = {
        "sha256": SHA,
        "konteks": "01" * 32,
        "templat": "02" * 32,
        "lampiran": [{"judul": "x", "sha256": "03" * 32, "ekstensi": "jpg"}, {}],
        "lain": {"sha256": "04" * 32},
    }
    assert [str(nama) for nama in list_references(isi)] == [
        f"{SHA}.pdf",
        f"{'03' * 32}.jpg",
        f"{'01' * 32}.json",
        f"{'02' * 32}.docx",
    ]
    assert str(list_references({"sha256": SHA, "ekstensi": "png"})[0]) == f"{SHA}.png"


def test_null_says_the_same_as_leaving_out():
    names = ("sha256", "konteks", "templat", "lampiran", "ekstensi")
    assert list_references(dict.fromkeys(names)) == []
    (nama,) = list_references({"sha256": SHA, "ekstensi": None})
    assert nama.ekstensi == "pdf"


def test_a_file_must_be_named_by_the_act_that_it_comes_with():
    objek = StoredObject(data=b"x", ekstensi="pdf")
    isi = {"tindakan": "terima", "sha256": objek.nama.sha256}
    assert check_references([Act(isi=isi, objects=[objek])]) == set()
    assert check_references([Act(isi=isi)]) == {objek.nama}
    with pytest.raises(ValueError, match="does not name it"):
        check_references([Act(isi={"tindakan": "terima"}, objects=[objek])])
