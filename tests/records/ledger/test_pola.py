from __future__ import annotations

from datetime import date

import pytest

from formulir.records.ledger.pola import PolaMalformedError, check_pola, format_nomor

KODE = {"unit": "E5.2", "hal": "PL", "klasifikasi": "421.2"}


@pytest.mark.parametrize(
    ("pola", "nomor"),
    [
        ("{urut:04}/{unit}/{hal}/{tahun}", "0394/E5.2/PL/2013"),
        ("{klasifikasi}/{urut}/{tahun}", "421.2/394/2013"),
        ("{urut}/SD-1/{bulan_romawi}/{tahun}", "394/SD-1/V/2013"),
        ("B-{urut}/{unit}/{bulan:02}/{tahun}", "B-394/E5.2/05/2013"),
    ],
)
def test_a_number_is_written_in_the_spelling_of_its_series(pola, nomor):
    got = format_nomor(pola, urut=394, tanggal=date(2013, 5, 2), kode=KODE)
    assert got == nomor


@pytest.mark.parametrize(
    ("pola", "reason"),
    [
        ("{unit}/{tahun}", "leaves out"),
        ("{urut}/{rahasia}", "unknown token"),
        ("{urut", "expected"),
        ("{urut.__class__}", "only have a width"),
        ("{urut!r}", "only have a width"),
        ("{urut:{unit}}", "only have a width"),
        ("{urut}{bulan}", "separator"),
        ("{tahun}{urut}", "separator"),
        ("{urut}{klasifikasi}", "separator .* beside {klasifikasi}"),
        ("{unit}{urut}/{tahun}", "separator .* beside {unit}"),
        ("{klasifikasi}0{urut}", "separator .* beside {klasifikasi}"),
        ("{urut}{urut}", "separator"),
        ("{urut:10}", "width up to 9"),
        ("{urut:999999999}", "width up to 9"),
        ("{urut}/{tahun:0012}", "width up to 9"),
        pytest.param("{urut:" + "9" * 5000 + "}", "width up to 9", id="5000 digits"),
        ("{urut:\u0664}", "width up to 9"),
    ],
)
def test_a_pattern_that_could_fail_or_double_is_refused(pola, reason):
    with pytest.raises(PolaMalformedError, match=reason):
        check_pola(pola)


@pytest.mark.parametrize(
    "pola",
    ["{urut}{bulan_romawi}", "SK{urut}", "1{urut}", "{urut:9}", "{urut:009}-{sub}"],
)
def test_a_pattern_in_which_the_running_number_stands_apart_is_taken(pola):
    check_pola(pola)


def test_a_code_that_nobody_gives_is_named():
    with pytest.raises(PolaMalformedError, match="sub"):
        format_nomor("{urut}/{sub}", urut=1, tanggal=date(2016, 1, 1), kode=KODE)
