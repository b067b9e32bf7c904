"""Nothing counts as signed by default: what was seen is told, and what was not."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from formulir.press.inking.inked import Comparison
from formulir.receiving.evidence import LEAST, begins_with, judge, list_signers
from tests.terima import found_office, read_lines
from tests.tools import ink
from tests.tools.ink_rates import make_people
from tests.tools.kembali import (
    make_stamper,
    prepare_pdf,
    save_anew,
    scan_pdf,
    sign_pdf,
    stamp_pdf,
)

THEN = datetime(2016, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("size", [0, 1, 2 << 20])
def test_what_is_appended_to_is_known_by_all_of_its_bytes(size, tmp_path):
    letter, came = tmp_path / "surat", tmp_path / "kembali"
    letter.write_bytes(bytes(size) + b"%%EOF")
    for data, own in ((b"%%EOF", True), (b"%%EOF more", True), (b"%%EO", False)):
        came.write_bytes(bytes(size) + data)
        assert begins_with(came, letter) is own
    came.write_bytes(bytes(size) + b"%%FOE more")
    assert not begins_with(came, letter)


@pytest.fixture(scope="module")
def office():
    return found_office()


@pytest.fixture(scope="module")
def people():
    return make_people()


def trust(meja, people, *names):
    trusted = meja.folder / "tepercaya"
    trusted.mkdir(exist_ok=True)
    for name in names:
        (trusted / f"{name}.pem").write_bytes(people[name].pem)


def receive(meja, capfd, surat, data):
    """Receive a return and give what the archive says of it."""
    capfd.readouterr()
    assert meja.receive("k.pdf", data, "--surat", surat["kode"], "--json") == 0
    (done,) = read_lines(capfd.readouterr().out)
    (act,) = [
        isi
        for isi in meja.acts("ditandatangani", "diterima")
        if isi["entri"] == done["entri"]
    ]
    assert done["keterangan"][: len(act["sebab"])] == act["sebab"]
    return act


UNSIGNED = {
    "a blank print, scanned": (
        lambda pdf, _: scan_pdf(pdf, chance=random.Random(1)),
        "no ink was found where kepala (page 1) signs",
    ),
    "a resaved file": (
        lambda pdf, _: save_anew(pdf),
        "it is no picture of a paper, and holds no digital signature",
    ),
    "a linearized file": (
        lambda pdf, _: save_anew(pdf, linearize=True),
        "it is no picture of a paper, and holds no digital signature",
    ),
    "an empty field": (
        lambda pdf, _: prepare_pdf(pdf),
        "it holds a signature field that nobody has signed",
    ),
    "a timestamp alone": (
        lambda pdf, people: stamp_pdf(pdf, make_stamper(people["clock"], THEN)),
        "it holds a timestamp, which is nobody's signature",
    ),
    "somebody who is not trusted": (
        lambda pdf, people: sign_pdf(pdf, people["stranger"]),
        "it leads to none of those in tepercaya/",
    ),
    "a certificate that is too old": (
        lambda pdf, people: sign_pdf(pdf, people["old"]),
        "it was valid until 2017-12-01",
    ),
}


@pytest.mark.parametrize(
    "case",
    [
        *(case for case in UNSIGNED if case != "a linearized file"),
        pytest.param("a linearized file", marks=pytest.mark.thorough),
    ],
)
def test_what_nobody_signed_does_not_count(meja, people, capfd, case):
    trust(meja, people, "good", "old", "clock")
    surat, *_ = meja.letters("02.2")
    make, reason = UNSIGNED[case]
    act = receive(meja, capfd, surat, make(meja.object(surat), people))
    assert (act["tindakan"], act["bukti"]) == ("diterima", "tidak ada")
    assert any(reason in each for each in act["sebab"]), act["sebab"]
    assert meja.sound() == []


def test_a_timestamp_that_is_trusted_says_when_it_was_signed(meja, people, capfd):
    trust(meja, people, "old", "clock")
    first, second, *_ = meja.letters("02.2")
    stamper = make_stamper(people["clock"], THEN)
    signed = sign_pdf(meja.object(first), people["old"], stamper=stamper)
    act = receive(meja, capfd, first, signed)
    assert (act["tindakan"], act["bukti"]) == ("ditandatangani", "elektronik")
    (tanda,) = act["tanda_tangan"]
    assert (tanda["cap"], tanda["tepercaya"]) == ("2016-05-01T00:00:00Z", True)

    # One over the whole file says it as well.
    later = stamp_pdf(sign_pdf(meja.object(second), people["old"]), stamper)
    act = receive(meja, capfd, second, later)
    assert act["bukti"] == "elektronik"
    kinds = [each["jenis"] for each in act["tanda_tangan"]]
    assert kinds == ["persetujuan", "cap waktu"]


def test_a_timestamp_of_a_stranger_says_nothing(meja, people, capfd):
    trust(meja, people, "old")
    surat, *_ = meja.letters("02.2")
    stamper = make_stamper(people["clock"], THEN)
    signed = sign_pdf(meja.object(surat), people["old"], stamper=stamper)
    act = receive(meja, capfd, surat, signed)
    assert act["bukti"] == "tidak ada"
    assert "cap" not in act["tanda_tangan"][0]


def test_a_certification_is_called_so(meja, people, capfd):
    trust(meja, people, "good")
    surat, *_ = meja.letters("02.2")
    signed = sign_pdf(meja.object(surat), people["good"], certify=True)
    act = receive(meja, capfd, surat, signed)
    assert act["bukti"] == "elektronik"
    assert act["tanda_tangan"][0]["jenis"] == "sertifikasi"


def test_without_a_list_of_whom_one_trusts_that_is_said(meja, people, capfd):
    surat, other, *_ = meja.letters("02.2")
    act = receive(meja, capfd, surat, sign_pdf(meja.object(surat), people["good"]))
    assert act["bukti"] == "elektronik"
    assert "the office keeps no list of whom it trusts" in act["sebab"][0]
    # That a certificate is too old can be judged all the same.
    act = receive(meja, capfd, other, sign_pdf(meja.object(other), people["old"]))
    assert act["bukti"] == "tidak ada"


FEW = ("bilevel", "photo")
"""The poorest of the pictures, and the one that is no scan."""
MODES = (
    *FEW,
    *(
        pytest.param(mode, marks=pytest.mark.thorough)
        for mode in ink.MODES
        if mode not in FEW
    ),
)


DPI = 120
"""Of the prints that are signed: finer ones take longer to draw and to bend."""


@pytest.mark.parametrize("mode", MODES)
def test_a_pen_is_seen_however_the_paper_came_in(meja, capfd, mode):
    surat, *_ = meja.letters("02.3")
    pdf, chance = meja.object(surat), random.Random(mode)
    konteks = meja.object({"sha256": surat["konteks"], "ekstensi": "json"})
    (page,) = ink.draw_pages(pdf, dpi=DPI)
    blank = ink.scan(page, mode, chance=chance)
    area = ink.find_main(pdf, konteks)
    pen = ink.choose_pen(chance)
    page = ink.sign(page, area.box, pen, chance=chance, dpi=DPI)
    signed = ink.scan(page, mode, chance=chance)
    for picture, bukti in ((blank, "tidak ada"), (signed, "tinta")):
        data = ink.pack([picture], quality=45, dpi=DPI)
        act = receive(meja, capfd, surat, data)
        assert act["bukti"] == bukti, act["tinta"]
    assert {each["peran"] for each in act["tinta"]} == {"kepala", "komite", "pengawas"}


def test_another_letters_page_is_not_this_letters(meja, capfd):
    surat, other, *_ = meja.letters("02.3")
    pdf = meja.object(other)
    konteks = meja.object({"sha256": other["konteks"], "ekstensi": "json"})
    chance = random.Random(4)
    (page,) = ink.draw_pages(pdf, dpi=150)
    area, pen = ink.find_main(pdf, konteks), ink.choose_pen(chance)
    page = ink.sign(page, area.box, pen, chance=chance, dpi=150)
    # Its code lies under a blot: so it is put where somebody says it belongs.
    page.paste("black", (400, 700, 1240, 1000))
    page.paste("black", (0, 1050, 420, 1300))
    page.paste("black", (40, 1630, 130, 1740))
    data = ink.pack([ink.scan(page, "grey", chance=chance)], quality=60, dpi=150)
    act = receive(meja, capfd, surat, data)
    assert act["tindakan"] == "diterima"


def test_a_person_can_say_with_a_name_that_it_is_signed(meja, capfd):
    surat, *_ = meja.letters("02.2")
    kode = surat["kode"]
    confirm = ("receive", "--sahkan", kode, "--alasan", "dilihat pada kertas")
    assert meja.run(*confirm) == 3
    assert "no return of it waits to be confirmed" in capfd.readouterr().err
    blank = meja.scan(surat, pen=False)
    first = receive(meja, capfd, surat, blank)
    assert _count(meja, capfd) == {"signed": 0, "confirmed": 0, "received": 1}
    assert meja.run(*confirm, "--json") == 0
    (done,) = read_lines(capfd.readouterr().out)
    assert (done["hasil"], done["kode"]) == ("ditandatangani", kode)
    (act,) = meja.acts("ditandatangani")
    assert (act["bukti"], act["alasan"]) == ("orang", "dilihat pada kertas")
    assert (act["sha256"], act["oleh"]) == (first["sha256"], first["oleh"])
    assert _count(meja, capfd) == {"signed": 1, "confirmed": 1, "received": 0}
    assert meja.run("get", kode, "--signed", "-o", str(meja.folder / "k.pdf")) == 0
    assert (meja.folder / "k.pdf").read_bytes() == blank
    before = meja.log()
    assert meja.run(*confirm) == 3
    assert meja.log() == before
    assert meja.sound() == []


def test_a_void_letter_is_not_confirmed(meja, capfd):
    surat, *_ = meja.letters("02.2")
    receive(meja, capfd, surat, meja.scan(surat, pen=False))
    assert meja.run("void", surat["kode"], "--alasan", "keliru", "--ya") == 0
    confirm = ("receive", "--sahkan", surat["kode"], "--alasan", "dilihat")
    assert meja.run(*confirm) == 3
    assert "it is void" in capfd.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--sahkan", "X"),
        ("--alasan", "x"),
        ("--sahkan", "X", "--alasan", " "),
        ("--sahkan", "X", "--alasan", "x", "--surat", "Y"),
        (),
    ],
)
def test_what_is_confirmed_is_said_whole_and_alone(meja, words):
    assert meja.run("receive", *words) == 2


def _count(meja, capfd):
    capfd.readouterr()
    assert meja.run("status", "--tahun", "2016", "--json") == 0
    rows = read_lines(capfd.readouterr().out)
    names = ("signed", "confirmed", "received")
    return {name: sum(row[name] for row in rows) for name in names}


# The judgement alone.

PLACES = tuple(
    {"peran": peran, "nama": "Contoh", "halaman": 2, "tinta": 0}
    for peran in ("komite", "kepala")
)


def _inked(**ink_of):
    tinta = tuple({**each, "tinta": ink_of.get(each["peran"], 0)} for each in PLACES)
    return Comparison(halaman=(1, 2), scanned=2, tinta=tinta)


def _judge(compared, *, tanda=(), came=2):
    return judge(tanda, compared, halaman=2, came=came, own=False)


def test_the_main_signer_must_have_signed_and_others_are_told():
    found = _judge(_inked(kepala=LEAST))
    assert (found.bukti, found.sebab) == ("tinta", ("no ink of komite (page 2)",))
    found = _judge(_inked(komite=LEAST, kepala=LEAST - 1))
    assert found.bukti == "tidak ada"
    assert found.sebab == ("no ink was found where kepala (page 2) signs",)


def test_pages_that_are_missing_count_more_than_ink():
    assert _judge(_inked(kepala=900), came=1).sebab == ("1 page(s) came back of 2",)
    compared = Comparison(halaman=(1, 0), scanned=2, tinta=PLACES)
    (reason,) = _judge(compared).sebab
    assert reason.startswith("page 2 of the letter was not found again")


def test_pages_that_are_missing_count_more_than_a_signature():
    tanda = [{"jenis": "persetujuan", "putusan": "sah", "tepercaya": True}]
    assert _judge(_inked(), tanda=tanda).bukti == "elektronik"
    assert _judge(_inked(), tanda=tanda, came=1).bukti == "tidak ada"


def test_what_could_not_be_compared_does_not_count():
    found = _judge(Comparison(reason="it could not be compared with the letter: x"))
    assert (found.bukti, found.sebab) == (
        "tidak ada",
        ("it could not be compared with the letter: x",),
    )


@pytest.mark.parametrize("konteks", [b"", b"[]", b"rusak", b'{"kepala": 3}'])
def test_data_that_names_nobody_has_no_signers(konteks):
    assert list_signers(konteks) == []
