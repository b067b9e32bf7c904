"""Files as offices hand them in: scanned, photographed, saved by other programs.

They are letters of sample offices, printed and taken in again. Pictures are in grey, so
that they are small; what made each one hard to read is still in it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from formulir.press.scans.scan import read_scan
from formulir.receiving.sheets import read_codes
from tests.conftest import ROOT

FILES = ROOT / "tests" / "data" / "kembali"
CODES = {
    "soft-with-foreign.jpg": [["W28H-ZG4K-QN9K"]],
    "pile-second-soft.pdf": [["VV3F-6M6M-EA0H"], ["VTMQ-BBTW-BQ5Z"]],
    "pile-of-six.pdf": [
        *(["08ZP-2VMP-N77X"], ["0NE7-P9MY-SKH8"], ["2A3V-XWQP-E04W"]),
        *(["343R-XK53-SQBW"], ["3DEN-0W22-HFVX"], ["4PAE-2HKC-FX1P"]),
    ],
    "page-1-of-6.jpg": [["7KN8-5RMK-942D"]],
    "unsigned-resaved.pdf": [["7KJC-F8VR-7XF8"]],
    "empty-signature-field.pdf": [["7GX0-PYKA-3KEZ"]],
}
"""By file: the codes of ours on each of its pages."""


def read(name, folder):
    return read_scan(
        FILES / name,
        workdir=folder / "kerja",
        trusted=folder / "tepercaya",
        saat=datetime(2016, 3, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", CODES)
def test_the_code_of_each_page_is_read_and_nothing_else_is_taken_for_ours(
    name, tmp_path
):
    contents = read(name, tmp_path)
    found = [[code.kode for code in read_codes(sheet)] for sheet in contents.sheets]
    assert found == CODES[name]
    assert contents.reason == ""


def test_a_sharp_code_of_others_beside_a_soft_one_of_ours_is_read_too(tmp_path):
    contents = read("soft-with-foreign.jpg", tmp_path)
    assert "https://tte.example.go.id/verify/8f1c0aa2" in contents.qr


def test_a_file_that_was_only_saved_again_bears_no_signature(tmp_path):
    assert read("unsigned-resaved.pdf", tmp_path).tanda_tangan == ()


def test_a_field_that_nobody_has_signed_is_told_and_is_no_signature(tmp_path):
    (field,) = read("empty-signature-field.pdf", tmp_path).tanda_tangan
    assert field == {"jenis": "kolom kosong", "putusan": "tidak terbaca"}


def test_every_file_is_looked_at():
    assert {path.name for path in FILES.iterdir()} == set(CODES)
