"""Letters that were divided from one document are PDF/A-2b, as a judge sees it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from formulir.press.finishing.finish import Closing, finish
from formulir.press.pdf.paper import save_pdf
from formulir.press.pdf.pdfa import claim_pdfa
from tests.press.attach import examine
from tests.press.conftest import encode, make_cap
from tests.press.equality import KONTEKS, fill_hazard, print_all
from tests.press.nasty import JOINED
from tests.press.shipped import KINDS, LAYOUTS, fill_kind
from tests.tools.verapdf import validate_pdfa

KODE = "K7QF-3M0T-9XWA"
PICTURES = [hazard for hazard in JOINED if "image" in hazard.__name__]


def close(letter, **changes):
    """Stamp a letter everywhere that it has a place for."""
    cap = make_cap()
    closing = Closing(kode=KODE, nomor="1", qr=KODE, cap=cap, lambang=cap, **changes)
    finished = finish(letter.open(), closing=closing)
    assert finished.pdfa
    return finished.pdf


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("hazards", "kinds"),
    [
        pytest.param(PICTURES, sorted(LAYOUTS)[2::3], id="layouts"),
        pytest.param(JOINED, KINDS, id="kinds", marks=pytest.mark.thorough),
    ],
)
def test_letters_are_pdfa_when_divided_and_stamped_and_with_pictures(
    worker, workdir, tmp_path, hazards, kinds
):
    """Everything is judged in one start of the validator."""
    picture = encode(Image.effect_noise((300, 200), 90), "JPEG")
    foto = (("Foto", examine(picture, ekstensi="jpg", workdir=workdir).pdf),)
    batches = {
        hazard.__name__: (*fill_hazard(hazard, konteks=KONTEKS[:2]), [])
        for hazard in hazards
    }
    batches |= {kode: fill_kind(kode) for kode in kinds}
    files = {}
    for name, (skeleton, letters, obstacles) in batches.items():
        printed = print_all(worker, skeleton, letters[:2], joined=not obstacles)
        for number, letter in enumerate(printed):
            files[f"{name}-{number}-printed"] = letter.pdf
        files[f"{name}-stamped"] = close(printed[0])
        files[f"{name}-merged"] = close(printed[-1], lampiran=foto)
    paths = {}
    for name, data in files.items():
        paths[name] = tmp_path / f"{name}.pdf"
        paths[name].write_bytes(data)
    faults = validate_pdfa(paths.values())
    assert {path.stem: broken for path, broken in faults.items() if broken} == {}


@pytest.mark.office
def test_a_printed_letter_claims_pdfa_and_embeds_its_fonts(letters):
    for letter in letters.values():
        with pikepdf.open(BytesIO(letter.pdf)) as pdf:
            assert pdf.open_metadata().pdfa_status == "2B"
            fonts = pdf.pages[0].resources.Font.as_dict().values()
            assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_a_title_may_hold_what_xml_reserves(tmp_path):
    judul = 'Usulan <SD & SMP> "é" ]]>'
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    claim_pdfa(pdf, judul=judul)
    path = tmp_path / "judul.pdf"
    path.write_bytes(save_pdf(pdf))
    with pikepdf.open(path) as claimed:
        assert claimed.open_metadata()["dc:title"] == judul
    assert validate_pdfa([path]) == {path: []}
