"""Everything that is wrong with a TOML file is told at once, by its key."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.ground.toml import read_toml


class WrongError(Exception):
    def __init__(self, faults):
        super().__init__(faults)
        self.faults = faults


def read_all(table):
    inner = table.take_table("nomor")
    return {
        "nama": table.take("nama", str),
        "menit": table.take("menit", int, 60, fits=lambda n: n > 0, want="1 or more"),
        "bobot": table.take("bobot", float, 50),
        "cap": table.take("cap", bool, default=False),
        "sejak": table.take("sejak", date, date.max),
        "kata": table.take_words("kata"),
        "nomor": (inner.take("seri", str, ""), inner.take_rest(int)),
        "profil": [row.take("huruf", str) for row in table.take_tables("profil")],
    }


LEAST = 'nama = "a"\nprofil = []\n'


@pytest.fixture
def path(tmp_path):
    return tmp_path / "contoh.toml"


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return read_toml(path, read_all, refuse=WrongError)


def faults(path, text):
    with pytest.raises(WrongError) as caught:
        read(path, text)
    return [str(f).removeprefix(f"{path}:") for f in caught.value.faults]


def test_a_file_is_read_as_it_is_written_and_the_rest_is_as_usual(path):
    made = read(path, LEAST)
    assert made["menit"] == 60
    assert made["sejak"] == date.max
    assert made["kata"] == ()
    made = read(
        path,
        'nama = "a"\nmenit = 45\nbobot = 1\ncap = true\nsejak = 2016-03-14\n'
        'kata = ["x"]\n[nomor]\nseri = "s"\nsatu = 1\n[[profil]]\nhuruf = "Arial"\n',
    )
    assert made == {
        "nama": "a",
        "menit": 45,
        "bobot": 1,
        "cap": True,
        "sejak": date(2016, 3, 14),
        "kata": ("x",),
        "nomor": ("s", {"satu": 1}),
        "profil": ["Arial"],
    }


def test_several_mistakes_are_told_in_one_answer(path):
    text = """\
namaa = "a"
menit = true
bobot = "50"
cap = 1
sejak = "2016-14-03"
kata = ["x", 2]
[nomor]
seri = 7
satu = 1.5
[[profil]]
huruf = "Arial"
[[profil]]
hurup = "Arial"
"""
    assert faults(path, text) == [
        "nama: is missing (text in quotes)",
        "menit: must be 1 or more",
        "bobot: must be a number",
        "cap: must be true or false",
        "sejak: '2016-14-03' is not a date; write 2016-03-07 or 7 Maret 2016",
        "kata: must be a list of words in quotes",
        "nomor.seri: must be text in quotes",
        "nomor.satu: must be a whole number",
        "profil[2].huruf: is missing (text in quotes)",
        "namaa: is not known here, did you mean nama?",
        "profil[2].hurup: is not known here, did you mean huruf?",
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("menit = -1", "menit: must be 1 or more"),
        ("menit = 45.0", "menit: must be 1 or more"),
        ("bobot = true", "bobot: must be a number"),
        ("sejak = '1/2/2016'", "sejak: '1/2/2016' may be two days"),
        ("sejak = '1/2/16'", "sejak: '1/2/16' has a year of two digits"),
        ("sejak = 2016-03-14T01:00:00", "sejak: must be a date such as"),
        ("nomor = 3", "nomor: must be a table"),
        ("kata = 'x'", "kata: must be a list of words in quotes"),
        (
            "warna = 'merah'",
            "warna: is not known here, where the keys are nomor, nama, ",
        ),
        ("[warna]\nnama = 'x'", "warna: is not known here"),
    ],
)
def test_one_mistake_is_told_with_what_is_expected(path, line, fault):
    (told,) = faults(path, f"{LEAST}{line}\n")
    assert told.startswith(fault)


@pytest.mark.parametrize("value", ["3", "[1]", "{ huruf = 'Arial' }"])
def test_a_list_of_tables_is_nothing_else(path, value):
    told = faults(path, f'nama = "a"\nprofil = {value}\n')
    assert told == ["profil: must be a list of tables: [[profil]]"]


def test_a_file_that_is_no_toml_is_told_with_its_line_and_nothing_else(path):
    (told,) = faults(path, "nama = \nmenit = x")
    assert "line 1" in told


def test_a_file_that_is_no_utf_8_says_where_and_what_to_do(path):
    path.write_bytes(b'nama = "\xff"')
    with pytest.raises(WrongError) as caught:
        read_toml(path, read_all, refuse=WrongError)
    (fault,) = caught.value.faults
    assert str(fault) == f"{path}: byte 9 is not UTF-8; save the file as UTF-8"


def test_a_missing_file_is_told_once_by_its_name(path):
    with pytest.raises(WrongError) as caught:
        read_toml(path, read_all, refuse=WrongError)
    assert [str(f) for f in caught.value.faults] == [
        f"{path}: No such file or directory"
    ]
