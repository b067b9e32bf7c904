"""What comes back signed is archived to the byte, beside the letter that it returns."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import signal
import subprocess

import img2pdf
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from formulir.archive.find import find_kode
from formulir.office.kantor import make_kode, open_kantor
from formulir.receiving.returns import receive_surat
from formulir.records.ledger.agenda import Span, read_agenda
from formulir.records.ledger.ledger import find_surat
from tests.kantor import formulir, issue, make_batch
from tests.terima import Meja, found_office, read_lines
from tests.tools.kembali import (
    add_field,
    add_page,
    change_field,
    make_identity,
    replace_text,
    scan_pdf,
    sign_pdf,
)

STATUS = "SELECT kode FROM surat_keadaan WHERE keadaan = 'ditandatangani'"
FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def office():
    return found_office()


@pytest.fixture(scope="module")
def kepala():
    return make_identity("Kepala Sekolah Contoh")


def test_a_scan_goes_beside_its_letter_which_becomes_signed(meja, capfd):
    surat, *_ = meja.letters("02.2")
    scan = meja.scan(surat)
    assert meja.receive("scan.pdf", scan, "--surat", surat["kode"], "--json") == 0
    (done,) = read_lines(capfd.readouterr().out)
    assert (done["hasil"], done["kode"], done["keterangan"]) == (
        "ditandatangani",
        surat["kode"],
        ["no ink of komite (page 1), pengawas (page 1)"],
    )
    (act,) = meja.acts("ditandatangani")
    assert act["qr"] == [surat["kode"]]
    assert (act["ekstensi"], act["halaman"], act["ukuran"]) == ("pdf", 1, len(scan))
    assert act["tanda_tangan"] == []
    assert meja.object(act) == scan

    assert meja.run("find", "--status", "ditandatangani", "--json") == 0
    (found,) = read_lines(capfd.readouterr().out)
    assert (found["kode"], found["status"]) == (surat["kode"], "ditandatangani")
    assert meja.rows(STATUS) == [(surat["kode"],)]
    assert meja.sound() == []


def test_a_letter_may_be_named_by_its_number(meja):
    surat = next(isi for isi in meja.letters("02.1") if "33.19/1" in isi["kunci"])
    with meja.kantor.open_catatan() as db:
        db.conn.execute("DROP TRIGGER surat_fixed")
        db.conn.execute("UPDATE surat SET nomor_luar = 'a/B 7' WHERE formulir = '02.2'")
    scan = meja.scan(surat)
    assert meja.receive("scan.pdf", scan, "--surat", surat["nomor"]) == 3  # two have it
    assert meja.receive("scan.pdf", scan, "--surat", surat["kode"].lower()) == 0


def test_a_scan_whose_code_names_another_letter_is_refused(meja, capfd):
    surat, other, *_ = meja.letters("02.2")
    before = meja.log()
    assert meja.receive("s.pdf", meja.scan(other), "--surat", surat["kode"]) == 3
    told = capfd.readouterr().err
    assert told == (
        f"berkas-refused: s.pdf: its QR code names letter {other['kode']}, "
        f"not {surat['kode']}\n"
    )
    assert (meja.log(), meja.rows("SELECT * FROM kembali")) == (before, [])


def test_a_scan_without_a_code_is_taken_when_its_letter_is_named(meja, capfd):
    surat, *_ = meja.letters("02.2")
    blank = scan_pdf(_blank(meja, surat), chance=random.Random(3))
    assert meja.receive("kosong.pdf", blank, "--surat", surat["kode"]) == 0
    told = capfd.readouterr().out
    assert "no code could be read" in told
    assert "page 1 of the letter was not found again" in told
    assert meja.acts("diterima")[0]["qr"] == []


def test_the_same_bytes_for_the_same_letter_change_nothing(meja, capfd):
    surat, *_ = meja.letters("02.2")
    scan = meja.scan(surat)
    assert meja.receive("satu.pdf", scan, "--surat", surat["kode"]) == 0
    before, rows = meja.log(), meja.rows("SELECT * FROM kembali")
    assert meja.receive("dua.pdf", scan, "--surat", surat["kode"]) == 0
    assert "dua.pdf  sudah" in capfd.readouterr().out
    assert (meja.log(), meja.rows("SELECT * FROM kembali")) == (before, rows)


def test_each_return_stays_and_the_last_one_is_given_as_the_signed_letter(meja, kepala):
    surat, *_ = meja.letters("02.2")
    scans = [meja.scan(surat), sign_pdf(meja.object(surat), kepala)]
    for scan in scans:
        assert meja.receive("scan.pdf", scan, "--surat", surat["kode"]) == 0
    first, second = meja.acts("ditandatangani")
    target = meja.folder.parent / "hasil.pdf"
    for words, data in (
        ((str(first["entri"]),), scans[0]),
        ((str(second["entri"]),), scans[1]),
        ((surat["kode"], "--signed"), scans[1]),
        ((surat["kode"],), meja.object(surat)),
    ):
        assert meja.run("get", *words, "-o", str(target)) == 0
        assert target.read_bytes() == data


def test_what_was_never_made_or_never_came_back_cannot_be_had(meja, capfd):
    surat, other, *_ = meja.letters("02.2")
    assert meja.run("get", surat["kode"], "--signed") == 3
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", surat["kode"]) == 0
    (act,) = meja.acts("ditandatangani")
    assert meja.run("get", str(act["entri"]), "--context") == 3
    assert capfd.readouterr().err.count("bagian-missing: ") == 2
    assert meja.run("get", other["kode"], "--context") == 0


def test_a_void_letter_does_not_come_back(meja, capfd):
    surat, *_ = meja.letters("02.2")
    scan = meja.scan(surat)
    assert meja.run("void", surat["kode"], "--alasan", "keliru", "--ya") == 0
    assert meja.receive("s.pdf", scan, "--surat", surat["kode"]) == 3
    assert f"letter {surat['kode']} is void" in capfd.readouterr().err


def test_a_signed_letter_can_still_be_voided(meja, capfd):
    surat, *_ = meja.letters("02.2")
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", surat["kode"]) == 0
    assert meja.run("void", surat["kode"], "--alasan", "keliru", "--ya") == 0
    assert _status(meja, surat) == "batal"
    assert meja.run("find", "--status", "ditandatangani") == 0
    assert "0 letter(s)" in capfd.readouterr().err
    assert meja.sound() == []


def test_a_letter_that_is_only_reserved_does_not_come_back(meja, capfd):
    surat, *_ = meja.letters("02.2")
    kode = make_kode()
    with meja.kantor.open_catatan() as db:
        db.conn.execute(
            "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan,"
            " penanda_tangan, lampiran, status) VALUES ('02.2', 2016, 'x', ?,"
            " '2016-03-14', '', '', '', '-', 'dipesan')",
            (kode,),
        )
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", kode) == 3
    assert "only reserved" in capfd.readouterr().err


def test_the_issued_file_itself_is_no_return(meja, capfd):
    surat, *_ = meja.letters("02.2")
    assert meja.receive("s.pdf", meja.object(surat), "--surat", surat["kode"]) == 3
    assert "nobody has signed it" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"halo", "it is no PDF and no picture that is known"),
        ("a.pdf", b"%PDF-1.7 rusak", "it is damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe0 rusak", "the picture is damaged"),
        ("a.png", b"", "it is no PDF and no picture that is known"),
    ],
)
def test_what_cannot_be_opened_is_refused(meja, capfd, name, data, reason):
    surat, *_ = meja.letters("02.2")
    assert meja.receive(name, data, "--surat", surat["kode"]) == 3
    assert f"berkas-refused: {name}: {reason}" in capfd.readouterr().err


# Digital signatures.


def test_a_signed_pdf_stays_as_it_is_and_stays_valid(meja, kepala, tmp_path):
    surat, *_ = meja.letters("02.2")
    signed = sign_pdf(meja.object(surat), kepala)
    assert meja.receive("ttd.pdf", signed, "--surat", surat["kode"]) == 0
    (act,) = meja.acts("ditandatangani")
    (tanda,) = act["tanda_tangan"]
    assert (tanda["nama"], tanda["putusan"]) == ("Kepala Sekolah Contoh", "sah")
    assert "tepercaya" not in tanda  # the office keeps no list

    target = tmp_path / "keluar.pdf"
    assert meja.run("get", surat["kode"], "--signed", "-o", str(target)) == 0
    assert target.read_bytes() == signed == meja.object(act)
    told = subprocess.run(
        ["/usr/bin/pdfsig", target], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert meja.sound() == []


def _change_filled(pdf, kepala):
    return change_field(sign_pdf(add_field(pdf, "ya"), kepala), "tidak")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda pdf, who: add_page(sign_pdf(pdf, who)), id="a page added"),
        pytest.param(
            lambda pdf, who: replace_text(sign_pdf(pdf, who)), id="text replaced"
        ),
        pytest.param(_change_filled, id="a field changed"),
        pytest.param(
            lambda pdf, who: sign_pdf(pdf, who) + b"\n% lain\n", id="bytes added"
        ),
    ],
)
def test_what_was_changed_after_signing_is_recorded_as_such(
    meja, kepala, change, capfd
):
    surat, *_ = meja.letters("02.2")
    changed = change(meja.object(surat), kepala)
    assert meja.receive("ttd.pdf", changed, "--surat", surat["kode"]) == 0
    assert "the file was changed after it was signed" in capfd.readouterr().out
    (act,) = meja.acts("diterima")
    assert [tanda["putusan"] for tanda in act["tanda_tangan"]] == ["diubah"]
    assert meja.object(act) == changed
    assert meja.run("get", surat["kode"], "--signed") == 3
    assert _status(meja, surat) == "terbit"
    book = {row["kode"]: row["keterangan"] for row in _agenda(meja)}
    assert book[surat["kode"]] == "kembali, tanda tangan belum terbukti"
    assert meja.sound() == []


def test_a_broken_signature_is_archived_and_marked(meja, kepala):
    surat, *_ = meja.letters("02.2")
    signed = sign_pdf(meja.object(surat), kepala)
    at = signed.index(b"\n%") + 2  # in the remark of the second line
    broken = signed[:at] + b"\xff" + signed[at + 1 :]
    assert broken != signed
    assert meja.receive("ttd.pdf", broken, "--surat", surat["kode"]) == 0
    (act,) = meja.acts("diterima")
    (tanda,) = act["tanda_tangan"]
    assert (tanda["nama"], tanda["putusan"]) == ("Kepala Sekolah Contoh", "rusak")
    assert meja.run("get", surat["kode"], "--signed") == 3


def test_a_bad_return_takes_nothing_from_a_good_one(meja, kepala):
    surat, *_ = meja.letters("02.2")
    good = meja.scan(surat)
    bad = add_page(sign_pdf(meja.object(surat), kepala))
    assert meja.receive("baik.pdf", good, "--surat", surat["kode"]) == 0
    assert meja.receive("buruk.pdf", bad, "--surat", surat["kode"]) == 0
    assert meja.rows(STATUS) == [(surat["kode"],)]
    assert _status(meja, surat) == "ditandatangani"
    assert meja.sound() == []


def test_further_signatures_change_nothing_of_the_first(meja, kepala):
    surat, *_ = meja.letters("02.2")
    twice = sign_pdf(meja.object(surat), kepala)
    twice = sign_pdf(twice, make_identity("Ketua Komite Contoh"), field="Kedua")
    assert meja.receive("ttd.pdf", twice, "--surat", surat["kode"]) == 0
    (act,) = meja.acts("ditandatangani")
    assert [tanda["putusan"] for tanda in act["tanda_tangan"]] == ["sah", "sah"]


def test_whom_the_office_trusts_is_told_from_the_rest(meja, kepala, capfd):
    first, second, *_ = meja.letters("02.2")
    trusted = meja.folder / "tepercaya"
    trusted.mkdir()
    (trusted / "kepala.pem").write_bytes(kepala.pem)
    (trusted / "catatan.crt").write_bytes(b"bukan sertifikat")
    assert meja.receive("a.pdf", sign_pdf(meja.object(first), kepala)) == 0
    stranger = make_identity("Orang Lain")
    assert meja.receive("b.pdf", sign_pdf(meja.object(second), stranger)) == 0
    assert "certificate is not trusted here" in capfd.readouterr().out
    (sound,), (strange,) = meja.acts("ditandatangani"), meja.acts("diterima")
    assert (sound["kode"], sound["bukti"]) == (first["kode"], "elektronik")
    assert (strange["kode"], strange["bukti"]) == (second["kode"], "tidak ada")
    verdicts = [act["tanda_tangan"][0] for act in (sound, strange)]
    assert [verdict["tepercaya"] for verdict in verdicts] == [True, False]


# A folder.


def test_a_folder_is_sorted_and_what_cannot_be_placed_is_told(meja, kepala, capfd):
    first, second, third, *_ = meja.letters("02.3")
    scans = {
        "1.pdf": meja.scan(first),
        "2 salinan.PDF": meja.scan(first),
        "dalam/../dalam/3.pdf": sign_pdf(meja.object(second), kepala),
        "4.pdf": scan_pdf(_blank(meja, third), chance=random.Random(4)),
        "5.pdf": scan_pdf(_foreign(), chance=random.Random(5)),
        "6.txt": b"catatan",
        ".tersembunyi.pdf": b"%PDF-",
    }
    for name, data in scans.items():
        meja.put(f"masuk/{name}", data)
    folder = meja.folder.parent / "masuk"
    (folder / "7.pdf").symlink_to(meja.folder / "catatan.db")
    assert meja.run("receive", str(folder), "--json") == 7
    captured = capfd.readouterr()
    found = {row["nama"]: row for row in read_lines(captured.out)}
    assert {name: row["hasil"] for name, row in found.items()} == {
        "1.pdf": "ditandatangani",
        "2 salinan.PDF": "ditandatangani",
        "3.pdf": "ditandatangani",
        "4.pdf": "ditolak",
        "5.pdf": "ditolak",
        "6.txt": "ditolak",
        "7.pdf": "ditolak",
    }
    assert "no code of a letter can be read" in found["4.pdf"]["keterangan"][0]
    assert "of no letter of this office" in found["5.pdf"]["keterangan"][0]
    assert "is a link" in found["7.pdf"]["keterangan"][0]
    assert "3 file(s) placed, 0 were there before, 4 not placed" in captured.err
    acts = meja.acts("ditandatangani", "diterima")
    assert [act["kode"] for act in acts] == [first["kode"], second["kode"]]

    before, rows = meja.log(), meja.rows("SELECT * FROM kembali")
    assert meja.run("receive", str(folder)) == 7
    assert (meja.log(), meja.rows("SELECT * FROM kembali")) == (before, rows)
    assert "0 file(s) placed, 3 were there before" in capfd.readouterr().err
    assert meja.sound() == []


def test_a_scan_of_several_letters_comes_to_each_of_them(meja, capfd):
    first, second, *_ = meja.letters("02.3")
    joined = _join([meja.object(first), meja.object(second)])
    data = scan_pdf(joined, chance=random.Random(9))
    assert meja.receive("dua.pdf", data, "--surat", second["kode"]) == 3
    assert f"the code of letter {first['kode']} too" in capfd.readouterr().err
    assert meja.receive("dua.pdf", data) == 0
    acts = meja.acts("ditandatangani", "diterima")
    assert {act["kode"] for act in acts} == {first["kode"], second["kode"]}
    assert meja.sound() == []


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("models", "blank", "foreign"),
    [
        pytest.param(1, (1,), 3, id="five"),
        pytest.param(10, (7, 21, 40), 30, id="fifty", marks=pytest.mark.thorough),
    ],
)
def test_scans_of_real_letters_find_their_place(
    tmp_path, capfd, models, blank, foreign
):
    kantor = make_batch(tmp_path / "kantor", "X1", printer=None, models=models)
    assert issue(kantor, "X1") == 0
    meja = Meja(folder=kantor)
    letters = meja.letters("X1")
    assert len(letters) == 5 * models
    chance = random.Random(20160316)
    expected, folder = {}, tmp_path / "pindaian"
    for at, surat in enumerate(letters):
        name, pdf = f"pindaian-{at:03}.pdf", meja.object(surat)
        if at in blank:
            pdf = _blank(meja, surat)
        elif at == foreign:
            pdf = _foreign()
        else:
            expected[name] = surat["kode"]
        meja.put(f"pindaian/{name}", scan_pdf(pdf, chance=chance, pages=2))
    capfd.readouterr()
    assert formulir(kantor, "receive", str(folder), "--json") == 7
    found = read_lines(capfd.readouterr().out)
    assert len(found) == 5 * models
    placed = {row["nama"]: row["kode"] for row in found if row["hasil"] != "ditolak"}
    assert placed == expected
    before = meja.log()
    assert formulir(kantor, "receive", str(folder), "--json") == 7
    again = read_lines(capfd.readouterr().out)
    assert {r["nama"] for r in again if r["hasil"] == "sudah"} == set(expected)
    assert meja.log() == before
    assert meja.sound() == []


# Cut off.


FEW = ("object", "log", "checkpoint")
"""Before the lines, between them and the checkpoint, and before the ledger follows."""
MORE = ("noted", "tunda", "temporary object", "folders", "end", "completed")
STEPS = (*FEW, *(pytest.param(step, marks=pytest.mark.thorough) for step in MORE))


def _receive_and_die(folder, path, kode, step):
    def cut(done):
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    receive_surat(open_kantor(folder), path, surat=kode, after=cut)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_receive_is_finished_by_the_next_run(meja, kepala, step):
    surat, other, *_ = meja.letters("02.2")
    # How the act comes in is no matter: what is signed is looked at soonest.
    path = meja.put("ttd.pdf", sign_pdf(meja.object(surat), kepala))
    child = FORK.Process(
        target=_receive_and_die, args=(meja.folder, path, surat["kode"], step)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    committed = step in {"checkpoint", "end", "completed"}
    notices = meja.sound()
    assert bool(notices) == (step != "completed")

    # Whatever comes next mends it: here the return of another letter.
    signed = sign_pdf(meja.object(other), kepala)
    assert meja.receive("lain.pdf", signed, "--surat", other["kode"]) == 0
    notices = meja.sound()
    assert bool(notices) == (not committed)
    assert meja.run("receive", str(path), "--surat", surat["kode"]) == 0
    assert meja.sound() == []
    codes = [act["kode"] for act in meja.acts("ditandatangani")]
    assert sorted(codes) == sorted([surat["kode"], other["kode"]])


def test_a_return_that_only_the_archive_knows_is_found(meja):
    surat, *_ = meja.letters("02.2")
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", surat["kode"]) == 0
    with meja.kantor.open_catatan() as db:
        db.conn.execute("DROP TRIGGER kembali_kept")
        db.conn.execute("DELETE FROM kembali")
    assert meja.run("verify") == 6


def test_a_return_that_only_the_ledger_knows_is_found(meja):
    surat, *_ = meja.letters("02.2")
    with meja.kantor.open_catatan() as db:
        row = find_surat(db, surat["kode"])
        db.conn.execute(
            "INSERT INTO kembali (surat, sha256, sah, saat, entri)"
            " VALUES (?, ?, 1, '2016-03-14T00:00:00Z', 9)",
            (row["id"], "0" * 64),
        )
    assert meja.run("verify") == 6


def test_an_office_of_the_first_version_grows_its_tables_when_it_is_read(meja):
    with meja.kantor.open_catatan() as db:
        for name in ("kembali", "masuk"):
            db.conn.execute(f"DROP TABLE {name}")
        db.conn.execute("DROP VIEW surat_keadaan")
        for name in ("m003_terima", "m007_bukti"):
            db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (name,))
    assert meja.run("status", "--tahun", "2016") == 0
    assert meja.sound() == []


def _status(meja, surat):
    found = find_kode(meja.kantor.archive, [surat["kode"]])
    return found[surat["kode"]].isi["status"]


def _agenda(meja):
    with meja.kantor.open_catatan(read_only=True) as db:
        return read_agenda(db, Span.of(2016))


def _blank(meja, surat):
    """Return a letter whose QR code is gone: as many empty pages, small ones.

    What bears no code is looked at in every way there is.
    """
    with pikepdf.open(io.BytesIO(meja.object(surat))) as pdf:
        count = len(pdf.pages)
    made = pikepdf.new()
    for _ in range(count):
        made.add_blank_page(page_size=(298, 421))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _foreign():
    """Return a letter of another office, with a code like ours."""
    code = zxingcpp.create_barcode("7777-7777-7777", zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(code.to_image(scale=8))
    page = Image.new("L", (1240, 1754), 255)
    page.paste(picture.convert("L"), (200, 1200))
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(150, 150))
    return img2pdf.convert(out.getvalue(), rotation=img2pdf.Rotation.ifvalid)


def _join(daftar):
    made = pikepdf.new()
    for data in daftar:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            made.pages.extend(pdf.pages)
            out = io.BytesIO()
            made.save(out)
    return out.getvalue()
