from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from formulir.model import Pdf
from formulir.press.finishing.finish import Closing, finish
from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.paper import PdfUnreadableError
from tests.press.attach import examine
from tests.press.conftest import (
    encode,
    has_ink,
    make_cap,
    make_pdf,
    rasterise,
    read_text,
    to_bytes,
)
from tests.press.pdf.test_normal import MIDDLE, make_layered
from tests.press.stamps import FIT
from tests.tools.verapdf import validate_pdfa

pytestmark = pytest.mark.office

KODE = "K7QF-3M0T-9XWA"
QR = f"https://contoh.invalid/periksa/{KODE}"
PLAIN = Closing(kode=KODE, nomor="0394/E5.2/PL/2013")


def stamped(**changes):
    cap = make_cap()
    facts = {"kode": KODE, "nomor": PLAIN.nomor, "qr": QR, "cap": cap, "lambang": cap}
    return Closing(**(facts | changes))


def attach(workdir, **files):
    """Examine files, named by their titles, and return what is merged."""
    normal = []
    for title, (ekstensi, data) in files.items():
        verdict = examine(data, ekstensi=ekstensi, workdir=workdir)
        assert verdict.ok, verdict.reason
        normal.append((title, verdict.pdf))
    return tuple(normal)


def read_outline(data):
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
        return [
            (item.title, numbers[item.destination[0].objgen]) for item in outline.root
        ]


JPEG = ("jpg", encode(Image.effect_noise((300, 200), 90), "JPEG"))
PNG = ("png", make_cap())
PDF = ("pdf", to_bytes(make_pdf(pages=2)))


def test_a_code_is_read_back_from_a_scan(letters):
    finished = finish(letters["satu"].open(), closing=stamped())
    found = zxingcpp.read_barcodes(rasterise(finished.pdf, dpi=150))
    assert {code.text for code in found} == {QR, f"{KODE}/1/1"}
    assert found[0].ec_level == "M"


def test_marks_without_a_place_are_named(letters):
    finished = finish(PrintedLetter(pdf=make_pdf(), places={}), closing=stamped())
    assert finished.unplaced == ("cap", "lambang", "qr")
    assert finish(letters["satu"].open(), closing=stamped()).unplaced == ()


def test_every_page_carries_the_foot_attachments_included(letters, workdir):
    files = attach(workdir, Foto=JPEG, Daftar=PDF, Cap=PNG)
    finished = finish(letters["tiga"].open(), closing=stamped(lampiran=files))
    texts = read_text(finished.pdf)
    assert finished.halaman == len(texts) == 7
    for number, text in enumerate(texts, start=1):
        assert f"0394/E5.2/PL/2013 | {KODE}" in text
        assert f"halaman {number} dari 7" in text


def test_a_letter_without_a_number_carries_its_code_alone(letters):
    finished = finish(letters["satu"].open(), closing=Closing(kode=KODE))
    assert re.search(rf"(?m)^{KODE}", read_text(finished.pdf)[0])


def test_the_outline_leads_to_the_letter_and_each_attachment(letters, workdir):
    files = attach(workdir, Foto=JPEG, Daftar=PDF, Cap=PNG)
    finished = finish(
        letters["tiga"].open(), closing=stamped(lampiran=files, judul="Usulan")
    )
    assert read_outline(finished.pdf) == [
        ("Usulan", 0),
        ("Foto", 3),
        ("Daftar", 4),
        ("Cap", 6),
    ]


def test_a_letter_alone_needs_no_outline(letters):
    assert read_outline(finish(letters["satu"].open(), closing=PLAIN).pdf) == []


def test_pages_of_an_attachment_look_as_they_did_above_the_foot(letters, workdir):
    turned = make_pdf()
    turned.pages[0].obj.Rotate = 270
    files = attach(workdir, Putar=("pdf", to_bytes(turned)))
    finished = finish(letters["satu"].open(), closing=stamped(lampiran=files))
    before, after = rasterise(files[0][1]), rasterise(finished.pdf, 1)
    assert before.size == after.size
    above = (0, 0, after.width, after.height - 45)
    assert before.crop(above).tobytes() == after.crop(above).tobytes()
    assert has_ink(after, (0, after.height - 40, after.width, after.height))


def test_a_layer_that_an_attachment_hides_stays_hidden(letters, workdir):
    files = attach(
        workdir,
        Ada=("pdf", make_layered(off=False)),
        Tiada=("pdf", make_layered(off=True)),
    )
    finished = finish(letters["satu"].open(), closing=stamped(lampiran=files))
    assert has_ink(rasterise(finished.pdf, 1), MIDDLE)
    assert not has_ink(rasterise(finished.pdf, 2), MIDDLE)


def test_the_same_attachment_may_ride_twice(letters, workdir):
    files = attach(workdir, Foto=JPEG) * 2
    assert finish(letters["satu"].open(), closing=stamped(lampiran=files)).halaman == 3


def test_a_finished_letter_may_itself_be_attached(letters, workdir):
    first = finish(letters["satu"].open(), closing=stamped())
    files = attach(workdir, Asal=("pdf", first.pdf))
    finished = finish(
        letters["satu"].open(),
        closing=stamped(kode="LAIN", nomor="é·1", lampiran=files),
    )
    own, attached = read_text(finished.pdf)
    assert "é·1 | LAIN" in own
    assert "é·1 | LAIN" in attached
    assert f"0394/E5.2/PL/2013 | {KODE}" in attached


def test_remarks_name_the_attachment(letters, workdir):
    files = attach(workdir, Cap=PNG, Daftar=PDF)
    finished = finish(letters["satu"].open(), closing=stamped(lampiran=files))
    assert not finished.pdfa
    white, claim = finished.catatan
    assert white == "Cap: the transparency of the picture was laid on white"
    assert claim.startswith("Daftar: it is not PDF/A-1 or PDF/A-2 in sRGB, so the")
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert pdf.open_metadata().pdfa_status == ""


def test_the_places_of_stamps_are_not_left_in_the_file(letters):
    with pikepdf.open(
        BytesIO(finish(letters["satu"].open(), closing=PLAIN).pdf)
    ) as pdf:
        assert "/Dests" not in pdf.Root


def test_equal_letters_are_finished_to_equal_bytes(letters):
    first, again = (finish(letters["satu"].open(), closing=stamped()) for _ in range(2))
    assert first == again


def test_an_attachment_that_does_not_open_is_a_machine_error(letters):
    closing = stamped(lampiran=(("Foto", Pdf(b"bukan")),))
    with pytest.raises(PdfUnreadableError, match="does not open"):
        finish(letters["satu"].open(), closing=closing)


def test_what_claims_pdfa_is_pdfa(letters, workdir, tmp_path):
    """One start of the validator judges every way in which a file is made."""
    srgb = attach(
        workdir, Surat=("pdf", finish(letters["tiga"].open(), closing=stamped()).pdf)
    )
    pictures = {
        "rgb": ("jpg", encode(Image.new("RGB", (200, 100), "red"), "JPEG")),
        "cmyk": ("jpg", encode(Image.new("CMYK", (200, 100)), "JPEG")),
        "hitam": ("png", encode(Image.new("1", (200, 100)))),
        "abu": ("png", encode(Image.new("I;16", (200, 100), 9000))),
        "bening": PNG,
    }
    finished = {
        "printed": letters["satu"].pdf,
        "plain": finish(letters["satu"].open(), closing=PLAIN),
        "stamped": finish(letters["tiga"].open(), closing=stamped()),
        "scanned": finish(
            letters["satu"].open(), closing=stamped(cap=FIT["scan on grey"])
        ),
        "lying": finish(letters["rebah"].open(), closing=stamped()),
        "western": finish(letters["satu"].open(), closing=stamped(nomor="é·1")),
        "pictures": finish(
            letters["satu"].open(),
            closing=stamped(lampiran=attach(workdir, **pictures)),
        ),
        "letter": finish(letters["satu"].open(), closing=stamped(lampiran=srgb)),
    }
    paths = {}
    for name, file in finished.items():
        paths[name] = tmp_path / f"{name}.pdf"
        paths[name].write_bytes(file if isinstance(file, bytes) else file.pdf)
        assert isinstance(file, bytes) or file.pdfa
    faults = validate_pdfa(paths.values())
    assert {path.stem: broken for path, broken in faults.items() if broken} == {}
    assert len(faults) == len(finished)


@pytest.mark.parametrize(
    ("drawn", "right", "remarked"),
    [
        ("50 500 100 50 re f", False, False),
        ("20 20 60 30 re f", True, False),
        ("0 0 595 60 re f", False, True),
        ("q 0.97 g 0 0 595 842 re f Q", False, False),
    ],
)
def test_the_code_of_a_foot_stands_where_an_attachment_leaves_room(
    letters, workdir, drawn, right, remarked
):
    source = make_pdf()
    source.pages[0].Contents = source.make_stream(drawn.encode())
    files = attach(workdir, Isi=("pdf", to_bytes(source)))
    finished = finish(letters["satu"].open(), closing=stamped(lampiran=files))
    told = [each for each in finished.catatan if "the code of its foot" in each]
    assert bool(told) == remarked
    if not remarked:
        picture = rasterise(finished.pdf, 1, dpi=150).convert("L")
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == f"{KODE}/2/2"
        assert (code.position.top_left.x > picture.width / 2) == right
