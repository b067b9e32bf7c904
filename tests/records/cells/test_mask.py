"""What is masked of a person, and what is left to be seen."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from formulir.records.cells.mask import is_masked, mask, mask_people

PEOPLE = {
    "nama": "Contoh",
    "nip": "197005121995032000",
    "nik": "3319015205700000",
    "nuptk": "0844748650300000",
    "telepon": "081255501000",
    "hp": "0812 5550 2000",
    "posel": "contoh@contoh.example",
}


@given(st.text("0123456789+-() ", min_size=1, max_size=20))
def test_what_is_masked_shows_at_most_its_end(text):
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert is_masked(hidden)
    assert sum(char != "*" for char in hidden) <= 4


def test_the_numbers_of_people_are_masked_at_any_depth():
    hidden = PEOPLE | {
        "nik": "************0000",
        "nuptk": "************0000",
        "telepon": "********1000",
        "hp": "**********2000",
    }
    for wrap in (
        lambda one: one,
        lambda one: {"pernyataan": one},
        lambda one: {"kelas": [{"peserta": [[one, one]]}]},
    ):
        assert mask_people(wrap(PEOPLE)) == wrap(hidden)


def test_what_is_there_to_be_called_is_left_alone():
    konteks = {
        "kop": {"nama": "LPMP", "telepon": "024 5550100", "kontak": ["024 5550100"]},
        "pelatihan": {"tempat": "Hotel", "telepon_narahubung": "081255501000"},
        "calon": [{"nip": None, "telepon": None, "nik": ""}],
        "jumlah": 3,
    }
    assert mask_people(konteks) == konteks


def test_what_is_given_stays_as_it_is():
    konteks = {"calon": [dict(PEOPLE)]}
    before = copy.deepcopy(konteks)
    mask_people(konteks)
    assert konteks == before
