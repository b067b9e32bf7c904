"""Normalised attachments lie on the disk until a letter takes them, layers and all."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.ground.workdir import sweep
from formulir.press.pdf.normal import NormalFiles, adopt_layers
from tests.press.conftest import has_ink, make_pdf, rasterise, to_bytes

MIDDLE = (590 / 2 - 10, 832 / 2, 590 / 2 + 20, 832 / 2 + 20)


def test_a_file_is_read_when_it_is_asked_for(workdir):
    files = NormalFiles(workdir)
    files.place("a").write_bytes(b"satu")
    assert "a" not in files
    files.add("a")
    assert (dict(files), len(files)) == ({"a": b"satu"}, 1)
    files.place("a").write_bytes(b"dua")
    assert files["a"] == b"dua"
    with pytest.raises(KeyError):
        files["b"]


def test_the_folder_goes_with_the_object_and_is_not_swept_before(workdir):
    files = NormalFiles(workdir)
    files.place("a").write_bytes(b"satu")
    files.add("a")
    sweep(workdir)
    assert files["a"] == b"satu"
    del files
    assert list(workdir.iterdir()) == []


def make_layered(*, off: bool, base_off: bool = False) -> bytes:
    """Make a page whose black square lies on a layer."""
    pdf = make_pdf()
    group = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Lapis"))
    )
    page = pdf.pages[0]
    page.add_resource(group, pikepdf.Name.Properties, pikepdf.Name.Lapis)
    page.contents_add(b"/OC /Lapis BDC ", prepend=True)
    page.contents_add(b" EMC")
    default = pikepdf.Dictionary(Name=pikepdf.String("Biasa"))
    if base_off:
        default.BaseState = pikepdf.Name.OFF
        default.ON = pikepdf.Array([] if off else [group])
    elif off:
        default.OFF = pikepdf.Array([group])
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=default)
    return to_bytes(pdf)


@pytest.mark.parametrize("base_off", [False, True])
@pytest.mark.parametrize("off", [False, True])
def test_a_layer_is_shown_or_hidden_as_in_its_own_file(off, base_off):
    layered = make_layered(off=off, base_off=base_off)
    assert has_ink(rasterise(layered), MIDDLE) is not off
    pdf = make_pdf()
    for data in (make_layered(off=not off), layered):
        with pikepdf.open(BytesIO(data)) as source:
            pdf.pages.extend(source.pages)
            adopt_layers(pdf, source)
            merged = BytesIO()
            pdf.save(merged)
    assert has_ink(rasterise(merged.getvalue(), 1), MIDDLE) is off
    assert has_ink(rasterise(merged.getvalue(), 2), MIDDLE) is not off


def test_a_file_without_layers_brings_none():
    pdf = make_pdf()
    adopt_layers(pdf, make_pdf())
    assert "/OCProperties" not in pdf.Root
