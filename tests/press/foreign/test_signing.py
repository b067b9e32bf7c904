from __future__ import annotations

import pikepdf
import pytest

from tests.press.conftest import make_pdf, to_bytes
from tests.press.foreign.normal import normalise

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)


def make_signature(pdf, *, method="", **entries):
    value = Dictionary(Type=Name.Sig, Contents=String("x" * 20), **entries)
    value.ByteRange = Array([0, 100, 200, 100])
    if method:
        value.Reference = Array([Dictionary(TransformMethod=Name(f"/{method}"))])
    return pdf.make_indirect(value)


def sign(pdf, value, name="ttd"):
    field = Dictionary(FT=Name.Sig, T=String(name))
    if value is not None:
        field.V = value
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), SigFlags=3)
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))
    return pdf


def give_rights(pdf, key="UR3", **entries):
    pdf.Root.Perms = Dictionary({f"/{key}": make_signature(pdf, **entries)})
    return pdf


def certify(pdf):
    value = make_signature(pdf, method="DocMDP")
    pdf.Root.Perms = Dictionary(DocMDP=value)
    return sign(pdf, value)


NONE = {
    "rights": give_rights,
    "rights of an older kind": lambda pdf: give_rights(pdf, "UR"),
    "rights that say so themselves": lambda pdf: give_rights(pdf, method="UR3"),
    "an empty field": lambda pdf: sign(pdf, None),
    "only the name of a key": lambda pdf: give_rights(pdf, ByteRange=Array()),
}
SIGNED = {
    "approved": (
        lambda pdf: sign(pdf, make_signature(pdf)),
        "it is digitally signed and was embedded whole, byte for byte",
    ),
    "certified": (
        certify,
        "it is certified by a digital signature and was embedded whole, byte for byte",
    ),
    "stamped with a time": (
        lambda pdf: sign(pdf, make_signature(pdf, SubFilter=Name("/ETSI.RFC3161"))),
        "it carries a document timestamp and was embedded whole, byte for byte",
    ),
    "certified, then approved": (
        lambda pdf: sign(certify(pdf), make_signature(pdf), "dua"),
        "it is digitally signed, is certified by a digital signature and was embedded",
    ),
    "rights and a signature": (
        lambda pdf: sign(give_rights(pdf), make_signature(pdf)),
        "it is digitally signed and was embedded whole",
    ),
    "rights that stand in a field": (
        lambda pdf: sign(pdf, make_signature(pdf, method="UR3")),
        "it is digitally signed and was embedded whole",
    ),
    "a signature in no field": (
        lambda pdf: give_rights(pdf, "Lain"),
        "it holds a digital signature that stands in no field and was embedded",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_signature_rides_along_by_its_pages(tmp_path, name):
    verdict = normalise(to_bytes(NONE[name](make_pdf(pages=2))), tmp_path)
    assert (verdict.putusan, verdict.halaman) == ("cleaned", 2)
    wanted = "nobody has signed" if "field" in name else "usage rights for Adobe Reader"
    assert any(wanted in text for text in verdict.catatan)


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_is_called_what_it_is(tmp_path, name):
    make, sentence = SIGNED[name]
    verdict = normalise(to_bytes(make(make_pdf())), tmp_path)
    assert verdict.putusan == "embedded"
    assert verdict.catatan[0].startswith(sentence)


@pytest.mark.parametrize("kind", [3, 4, 6])
def test_a_signed_file_with_restrictions_rides_whole(tmp_path, kind):
    lock = pikepdf.Encryption(
        user="", owner="b", R=kind, aes=kind > 3, metadata=kind > 3
    )
    pdf = sign(make_pdf(), None)
    pdf.Root.AcroForm.Fields[0].V = make_signature(pdf)
    assert normalise(to_bytes(pdf, encryption=lock), tmp_path).putusan == "embedded"
