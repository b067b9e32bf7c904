from __future__ import annotations

import io
import random

import pikepdf
import pytest

from formulir.press.finishing.fonts import embed_font, find_font, read_font
from formulir.press.foreign.claim import keeps_claim
from tests.tools.corpus import klaim

FINE = {
    *("grey", "rgb", "device space", "intent", "not so deep", "inline", "text"),
    *("picture", "picture of a profile", "palette", "form", "form in a form", "group"),
    *("opaque", "half", "composite", "compact", "list of glyphs", "invisible text"),
}
ALL = [*klaim.PLAIN, *klaim.OBJECTS, *klaim.STATES, *klaim.FONTS]


@pytest.fixture(scope="module")
def font():
    return read_font(find_font())


def make(name, font):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(Biasa=embed_font(pdf, font))
    )
    page.Contents = pdf.make_stream(klaim.put(pdf, page, name))
    return pdf


@pytest.mark.parametrize("name", ALL)
def test_a_claim_is_kept_only_for_what_is_known_to_be_allowed(name, font):
    with make(name, font) as pdf:
        assert keeps_claim(pdf) is (name in FINE)


def test_what_is_damaged_claims_nothing(font):
    with make("text", font) as pdf:
        descriptor = pdf.pages[0].Resources.Font.Biasa.FontDescriptor
        descriptor.FontFile2 = pdf.make_stream(b"bukan fon")
        assert not keeps_claim(pdf)


def test_a_list_of_glyphs_is_dropped(font):
    with make("list of glyphs", font) as pdf:
        assert keeps_claim(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert b"CIDSet" not in out.getvalue()


def test_files_that_claim_are_made_anew_from_a_seed():
    things, data = klaim.make_claiming(random.Random(5))
    assert things
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/OutputIntents" in pdf.Root
