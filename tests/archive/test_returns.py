"""What comes in, in the archive: each file once, and the status that it leaves."""

from __future__ import annotations

import pytest

from formulir.archive.acts import Act, write_line
from formulir.archive.find import find_entries, find_kode, find_tindakan
from formulir.archive.objects import StoredObject
from formulir.archive.verdict import LogCheck
from formulir.archive.words import Search


def make_return(number, data, *, act="ditandatangani", ekstensi="png"):
    objek = StoredObject(data=data, ekstensi=ekstensi)
    isi = {
        "tindakan": act,
        "kode": f"KODE-{number:04}",
        "sha256": objek.nama.sha256,
        "ekstensi": ekstensi,
        "tanda_tangan": [],
    }
    return Act(isi=isi, objects=(objek,))


def make_masuk(data=b"%PDF-1.4"):
    objek = StoredObject(data=data, ekstensi="pdf")
    isi = {
        "tindakan": "masuk",
        "kode": "MASUK-1",
        "formulir": None,
        "nomor": "421.1/ 0394 /2016",
        "dari": "Dinas Pendidikan Contoh",
        "hal": "Usulan",
        "wilayah": {"penerbit": "33.19"},
        "sha256": objek.nama.sha256,
        "ekstensi": "pdf",
    }
    return Act(isi=isi, objects=(objek,))


def status(office, number=1):
    kode = f"KODE-{number:04}"
    return find_kode(office.archive, [kode])[kode].isi["status"]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (("ditandatangani",), "ditandatangani"),
        (("diterima",), "terbit"),
        (("ditandatangani", "diterima"), "ditandatangani"),
        (("diterima", "ditandatangani"), "ditandatangani"),
        (("ditandatangani", "batal"), "batal"),
        (("diterima", "batal"), "batal"),
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_acts_leave_a_status_whether_recorded_together_or_not(
    office, surat, acts, expected, apart
):
    daftar = [surat.terbit(1)]
    for at, act in enumerate(acts):
        made = (
            surat.batal(1) if act == "batal" else make_return(1, bytes([at]), act=act)
        )
        daftar.append(made)
    for part in [[each] for each in daftar] if apart else [daftar]:
        office.append(*part)
    assert status(office) == expected
    assert office.find(status=expected) == ["KODE-0001"]
    for other in {"terbit", "ditandatangani", "diterima", "batal"} - {expected}:
        assert office.find(status=other) == []
    report = office.verify()
    assert (report.findings, report.notices) == ((), ())

    (office.root / "index.db").unlink()
    assert office.find(status=expected) == ["KODE-0001"]
    assert office.verify().findings == ()


def test_a_file_comes_back_to_a_letter_once(office, surat):
    office.append(surat.terbit(1), surat.terbit(2))
    first, again, other, second = office.append(
        make_return(1, b"a"),
        make_return(1, b"a"),
        make_return(1, b"b"),
        make_return(2, b"a"),
    )
    assert [e.entri for e in (first, again, other, second)] == [2, 2, 3, 4]
    assert office.append(make_return(1, b"b"))[0].entri == 3
    acts = find_tindakan(office.archive, ["KODE-0001", "KODE-9999"])
    assert [each.entri for each in acts["KODE-0001"]] == [0, 2, 3]
    assert acts["KODE-9999"] == []
    assert len(office.objects()) == 2 * 2 + 1 + 2  # letters, their template, two files


def test_a_file_recorded_a_second_time_is_found(surat):
    log = LogCheck(checkpoint=None)
    for entri, data in enumerate((b"a", b"b", b"a")):
        isi = make_return(1, data).isi
        log.read(write_line(isi, entri=entri, saat=surat.saat)[0], None)
    (fault,) = log.judge()
    assert str(fault) == "log.jsonl, entri 2: a second ditandatangani of KODE-0001"


def test_an_incoming_letter_is_found_by_its_sender_and_number(office):
    office.append(make_masuk(), make_masuk())
    for teks in (("dinas", "contoh"), ("0394",), ("usulan",)):
        (found,) = find_entries(office.archive, Search(teks=teks))
        assert (found.isi["kode"], found.isi["status"]) == ("MASUK-1", "masuk")
    assert office.find(wilayah=frozenset({"33.19"})) == ["MASUK-1"]
    assert office.verify().findings == ()


def test_a_return_that_was_changed_is_found_and_located(office, surat):
    office.append(surat.terbit(1), make_return(1, b"pindaian"))
    (path,) = office.root.glob("objects/*/*.png")
    path.chmod(0o644)
    path.write_bytes(b"pindaiaN")
    (finding,) = office.verify().findings
    assert path.name in finding.place
    assert "entri 1" in finding.reason
