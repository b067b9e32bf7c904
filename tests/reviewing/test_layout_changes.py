"""What a profile or a kind says is no correction of a record."""

from __future__ import annotations

import pytest

from formulir.reviewing.changed import _is_layout

SHOWN = {"profil": {"tampilkan_pangkat": True}}
HIDDEN = {"profil": {"tampilkan_pangkat": False}}


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("profil.label_hal", True, True),
        ("surat.sifat", True, True),
        ("surat.keamanan", True, True),
        ("surat.lampiran", True, True),
        ("surat.hal", False, False),
        ("penandatangan.pangkat", False, True),
        ("penandatangan.nama", False, False),
        ("calon[1].pangkat", False, False),
        ("kop.nama", False, False),
    ],
)
def test_a_field_of_the_layout_differs_without_a_correction(name, shown, hidden):
    assert (_is_layout(name, SHOWN), _is_layout(name, HIDDEN)) == (shown, hidden)
