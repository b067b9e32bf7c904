"""To whom a letter goes: what its context says first, the records for the rest."""

from __future__ import annotations

import pytest

from formulir.handing.addressees import find_addressees, list_copies
from formulir.handing.envelopes import fill_envelopes, tell_listed, tell_unknown
from formulir.handing.letters import Letter
from formulir.letters.subject import name_subject
from formulir.records.office.wilayah import load_wilayah


def make_letter(konteks, *, kunci="1", tujuan="Kepala Contoh", kode="K1"):
    isi = {"kode": kode, "formulir": "X.1", "kunci": kunci, "tahun": 2016}
    return Letter(isi={**isi, "tujuan": tujuan, "hal": "Contoh"}, konteks=konteks)


@pytest.fixture
def db(db):
    """A store with one school, one candidate, one office."""
    load_wilayah(db)
    db.conn.execute(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, wilayah, kecamatan, telepon,"
        " posel) VALUES ('20317300', 'SMA 1', 'SMA', 'N', '33.19', 'Bae', '0291 1',"
        " 'sma@x.id')"
    )
    db.conn.execute(
        "INSERT INTO calon (tahun, kode, pengusul, wilayah, nama, nip, jabatan,"
        " unit_kerja, telepon, posel) VALUES (2016, '33-01', 'D', '33', 'Contoh A',"
        " '1', 'Guru', 'SD 1', '0812', 'a@x.id')"
    )
    for dari, nama, posel in (
        ("2010-01-01", "Dinas", "l@x.id"),
        ("2017", "Dinas", "b@x.id"),
    ):
        db.conn.execute(
            "INSERT INTO instansi (kode, berlaku_dari, berlaku_sampai, jenis, wilayah,"
            " induk, nama, alamat, kota, kode_pos, posel) VALUES ('D', ?, ?, 'lain',"
            " '33', 'Pemprov', ?, 'Jalan 1', 'Semarang', '50000', ?)",
            (dari, "2016-12-31" if dari < "2017" else None, nama, posel),
        )
    db.conn.execute(
        "INSERT INTO pejabat (instansi, peran, berlaku_dari, jabatan, nama)"
        " VALUES ('D', 'kepala', '2010-01-01', 'Kepala Dinas Jateng', 'Contoh B')"
    )
    return db


def test_a_kind_may_say_itself_who_gets_it(db):
    konteks = {
        "penerima": [{"nama": "Ibu A", "posel": "ibu@x.id"}, {"nama": ""}, "x"],
        "sekolah": {"npsn": "20317300", "nama": "SMA 1"},
    }
    (one,) = find_addressees(db, make_letter(konteks, kunci="20317300"))
    assert (one.nama, one.posel, one.alamat) == ("Ibu A", "ibu@x.id", "")
    single = {"penerima": {"nama": "Pak B", "alamat": "Jalan 2", "tempat": "Kudus"}}
    (other,) = find_addressees(db, make_letter(single))
    assert other.lines == ["Yth. Pak B", "Jalan 2", "Kudus"]


def test_a_kind_may_say_where_in_the_letter_its_addressees_stand(db):
    people = [
        {"nama": "Contoh A", "nip": "1"},
        {"nama": "Contoh A", "nip": "1"},
        {"nama": "Contoh Q", "nip": None, "unit_kerja": "SD 9"},
    ]
    konteks = {
        "penerima": ["tujuan", "sekolah", "orang", "tidak_ada", {"nama": "Ibu A"}],
        "tujuan": {"jabatan": "Kepala Dinas Jateng"},
        "sekolah": [
            {"npsn": "20317300", "nama": "SMA 1"},
            {"npsn": "1", "nama": "SD 1"},
        ],
        "orang": people,
    }
    found = find_addressees(db, make_letter(konteks))
    assert [(one.id, one.nama, one.posel) for one in found] == [
        ("instansi/D", "Kepala Dinas Jateng", "b@x.id"),
        ("sekolah/20317300", "SMA 1", "sma@x.id"),
        ("sekolah/1", "SD 1", ""),
        ("orang/33-01", "Contoh A", "a@x.id"),
        ("orang/Contoh Q", "Contoh Q", ""),
        ("penerima/Ibu A", "Ibu A", ""),
    ]
    assert found[1].lines == ["Yth. Kepala SMA 1", "Kecamatan Bae, Kabupaten Kudus"]


@pytest.mark.parametrize("member", ["calon", "peserta", "fasilitator", "orang"])
def test_a_letter_of_one_person_goes_to_them_whatever_word_it_has(db, member):
    konteks = {member: {"nama": "Contoh A", "nip": "1"}, "pelatihan": {"nama": "X"}}
    (one,) = find_addressees(db, make_letter(konteks, kunci="KUD/1"))
    assert (one.id, one.posel) == ("orang/33-01", "a@x.id")
    assert name_subject(konteks) == "Contoh A"


def test_of_two_with_one_name_nobody_is_written_to(db):
    db.conn.execute(
        "INSERT INTO calon (tahun, kode, pengusul, wilayah, nama, jabatan, unit_kerja,"
        " posel) SELECT 2016, kode || 'x', 'D', '33', 'Contoh Kembar', 'Guru', 'SD 1',"
        " kode || '@x.id' FROM calon UNION ALL SELECT 2016, 'y', 'D', '33',"
        " 'Contoh Kembar', 'Guru', 'SD 2', 'y@x.id'"
    )
    (one,) = find_addressees(db, make_letter({"peserta": {"nama": "Contoh Kembar"}}))
    assert (one.nama, one.posel) == ("Contoh Kembar", "")
    konteks = {"calon": {"nama": "Contoh Kembar"}}
    (one,) = find_addressees(db, make_letter(konteks, kunci="y"))
    assert one.posel == "y@x.id"


def test_an_address_stands_once_on_a_label(db):
    db.conn.execute("UPDATE calon SET alamat_kantor = 'Jalan 7, Bae'")
    for said, lines in (
        ({"nip": "1"}, ["Jalan 7, Bae"]),
        ({"nip": "1", "unit_kerja": "SD 1"}, ["SD 1", "Jalan 7, Bae"]),
        ({"nip": "1", "unit_kerja": "jalan 7"}, ["Jalan 7, Bae"]),
    ):
        konteks = {"calon": {"nama": "Contoh A", **said}}
        (one,) = find_addressees(db, make_letter(konteks))
        assert one.lines == ["Yth. Contoh A", *lines]
    db.conn.execute("UPDATE instansi SET alamat = 'Jalan 1, Semarang 50000'")
    (one,) = find_addressees(db, make_letter({"tujuan": ["Dinas"]}))
    assert one.lines == ["Yth. Dinas", "Jalan 1, Semarang 50000"]


def test_a_list_in_the_letter_that_gets_no_envelope_is_told(db):
    letters = [make_letter({}, tujuan="Calon peserta (daftar terlampir)")]
    (fault,) = tell_listed(fill_envelopes(db, letters))
    assert "stand in the letter" in fault.reason
    assert "penerima" in fault.reason
    assert tell_listed(fill_envelopes(db, [make_letter({})])) == []


def test_a_school_s_form_goes_to_the_school_as_its_paper_names_it(db):
    said = {"npsn": "20317300", "nama": "SMA Negeri 1 Bae", "alamat": "........"}
    konteks = {"sekolah": {**said, "kecamatan": "Bae", "kabupaten": "Kabupaten Kudus"}}
    (one,) = find_addressees(db, make_letter(konteks, kunci="20317300"))
    assert one.lines == [
        "Yth. Kepala SMA Negeri 1 Bae",
        "Kecamatan Bae, Kabupaten Kudus",
    ]
    assert (one.telepon, one.posel) == ("0291 1", "sma@x.id")
    (other,) = find_addressees(db, make_letter(konteks, kunci="20317301"))
    assert other.nama == "Kepala Contoh"


def test_a_candidate_s_form_goes_to_the_person(db):
    konteks = {"calon": {"nama": "Contoh A, M.Pd.", "unit_kerja": "SD 1", "nip": "1"}}
    (one,) = find_addressees(db, make_letter(konteks, kunci="33-01"))
    assert (one.id, one.nama, one.posel) == ("orang/33-01", "Contoh A, M.Pd.", "a@x.id")


def test_an_invitation_without_an_addressee_goes_to_each_participant(db):
    people = [{"nama": "Contoh A", "nip": "1"}, {"nama": "Contoh Z", "nip": ""}]
    found = find_addressees(db, make_letter({"peserta": people}))
    assert [(one.nama, one.posel) for one in found] == [
        *(("Contoh A", "a@x.id"), ("Contoh Z", ""))
    ]
    konteks = {"peserta": people, "tujuan": {"jabatan": "Kepala LPMP"}}
    (one,) = find_addressees(db, make_letter(konteks))
    assert one.nama == "Kepala LPMP"


def test_an_office_is_found_by_its_head_or_its_name_as_it_is_today(db):
    for words in ("Kepala Dinas Jateng", "Kepala Dinas", "Dinas"):
        (one,) = find_addressees(db, make_letter({"tujuan": {"jabatan": words}}))
        assert (one.id, one.nama, one.posel) == ("instansi/D", words, "b@x.id")
        assert one.tempat == "Semarang 50000"
    konteks = {"tujuan": {"jabatan": "Dirjen", "tempat": "Jakarta"}}
    (one,) = find_addressees(db, make_letter(konteks))
    assert one.lines == ["Yth. Dirjen", "Jakarta"]
    found = find_addressees(db, make_letter({"tujuan": ["Kepala Dinas", "Bupati"]}))
    assert [one.nama for one in found] == ["Kepala Dinas", "Bupati"]


def test_letters_of_one_addressee_lie_in_one_envelope_and_copies_behind_all(db):
    letters = [
        make_letter(
            {"tujuan": ["A", "B"], "tembusan": ["B", "C (laporan)"]}, kode="K1"
        ),
        make_letter({"tujuan": ["A"]}, kode="K2"),
    ]
    assert [one.nama for one in list_copies(db, letters[0])] == ["B", "C"]
    heap = [
        (each.addressee.nama, [(item.letter.kode, item.copy) for item in each.items])
        for each in fill_envelopes(db, letters, copies=True)
    ]
    assert heap == [
        ("A", [("K1", False), ("K2", False)]),
        ("B", [("K1", False), ("K1", True)]),
        ("C", [("K1", True)]),
    ]
    (fault,) = tell_unknown(fill_envelopes(db, letters), "posel")
    assert "2 of 2 addressees have no e-mail on record, the first is A" in str(fault)
