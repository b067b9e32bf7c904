"""Files of everyday: nothing of them is lost, and none is refused without need."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PIL import Image

from formulir.press.child.limits import Limits
from formulir.press.scans.scan import read_scan
from tests.conftest import ROOT
from tests.press.attach import examine
from tests.press.conftest import encode, make_pdf, read_text, to_bytes
from tests.press.foreign.normal import looks_alike

DATA = ROOT / "tests/data/lampiran"
CASES = {
    "annotations-no-appearance.pdf": ("ok", "drawn plainly: a line, a text box"),
    "bw-scan-83mp.pdf": ("ok", ""),
    "form-filled-no-appearance.pdf": ("cleaned", "2 fields and marks without a look"),
    "photo.jfif": ("ok", ""),
    "phone-heic.heic": ("ok", ""),
    "restricted-only.pdf": ("ok", "printing is allowed, so its pages ride along"),
    "usage-rights-not-signed.pdf": ("cleaned", "usage rights for Adobe Reader"),
    "xmp-empty-description.pdf": ("ok", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_everyday_rides_along(workdir, name):
    putusan, remark = CASES[name]
    verdict = examine(DATA / name, ekstensi=name.rpartition(".")[2], workdir=workdir)
    assert (verdict.putusan, verdict.halaman) == (putusan, 1)
    assert remark in "\n".join(verdict.catatan)
    assert bool(remark) is bool(verdict.catatan)
    if name.startswith("form"):
        assert looks_alike((DATA / name).read_bytes(), verdict.pdf)
    text = read_text(verdict.pdf)[0]
    for word in {"form": ["Lulus", "Nilai 87"], "anno": ["DISETUJUI"]}.get(
        name[:4], ()
    ):
        assert word in text


PICTURE = Image.effect_noise((300, 200), 60).convert("RGB")
NAMES = {
    "a PNG that calls itself PDF": (
        encode(PICTURE),
        "pdf",
        ".pdf but it is a PNG picture",
    ),
    "a JPEG that calls itself PNG": (
        encode(PICTURE, "JPEG"),
        "png",
        ".png but it is a JPEG picture",
    ),
    "a PDF that calls itself JPEG": (
        to_bytes(make_pdf()),
        "jpg",
        ".jpg but it is a PDF",
    ),
    "a JPEG without a name's end": (encode(PICTURE, "JPEG"), "", ""),
    "a WebP of a messenger": (encode(PICTURE, "WEBP"), "webp", ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_taken_as_what_it_is_and_said_so(workdir, name):
    data, ekstensi, words = NAMES[name]
    verdict = examine(data, ekstensi=ekstensi, workdir=workdir)
    assert (verdict.putusan, verdict.halaman) == ("ok", 1)
    told = f"its name says {words} and was taken as that"
    assert verdict.catatan == ((told,) if words else ())


def test_one_rule_holds_for_what_is_attached_and_what_comes_in(workdir):
    saat = datetime(2016, 3, 14, tzinfo=UTC)
    limits = Limits(picture_bytes=20_000)
    for kind in ("JPEG", "BMP"):
        data = encode(PICTURE.resize((600, 400)), kind)
        attached = examine(data, ekstensi="", workdir=workdir, limits=limits)
        source = workdir.with_name("masukan")
        source.write_bytes(data)
        received = read_scan(
            source, workdir=workdir, trusted=workdir / "t", saat=saat, limits=limits
        )
        assert (attached.ok, attached.halaman) == (True, 1)
        assert (received.reason, received.halaman) == ("", 1)


def test_a_dozen_scanned_sheets_in_one_tiff_are_taken(workdir):
    sheet = Image.new("1", (2480, 3508), 1)
    sheet.paste(0, (300, 300, 2000, 3000))
    data = encode(
        sheet,
        "TIFF",
        save_all=True,
        append_images=[sheet] * 11,
        compression="group4",
        dpi=(300, 300),
    )
    verdict = examine(data, ekstensi="tif", workdir=workdir)
    assert (verdict.putusan, verdict.halaman, verdict.catatan) == ("ok", 12, ())
