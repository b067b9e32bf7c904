"""A signed attachment rides whole, byte for byte, in a letter that is PDF/A-3b."""

from __future__ import annotations

import hashlib
import subprocess
from io import BytesIO

import pikepdf
import pytest

from formulir.press.finishing.finish import Closing, finish
from tests.press.attach import examine
from tests.press.conftest import make_pdf, read_text, to_bytes
from tests.tools.corpus.tanda import sign_pdf
from tests.tools.verapdf import validate_pdfa

KODE = "K7QF-3M0T-9XWA"


def make_signed(pages=2):
    return sign_pdf(to_bytes(make_pdf(pages=pages)))


def close(printed, *lampiran):
    closing = Closing(kode=KODE, nomor="1/E5/2016", lampiran=tuple(lampiran))
    return finish(printed.open(), closing=closing)


def ask(*argv):
    answer = subprocess.run(
        argv, capture_output=True, text=True, timeout=60, check=False
    )
    return answer.stdout


@pytest.fixture(scope="module")
def signed():
    return make_signed()


def test_a_signed_file_is_embedded_and_said_so(signed, workdir):
    verdict = examine(signed, ekstensi="pdf", workdir=workdir)
    assert (verdict.putusan, verdict.halaman, verdict.pdfa) == ("embedded", 1, True)
    assert verdict.catatan == (
        "it is digitally signed and was embedded whole, byte for byte",
        "the embedded file keeps form fields",
    )


def test_a_signature_within_its_field_is_found_too(workdir):
    pdf = make_pdf()
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        ByteRange=pikepdf.Array([0, 1, 2, 3]),
        Contents=pikepdf.String(b"\0" * 8),
    )
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("ttd"), V=value)
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([pdf.make_indirect(field)]), SigFlags=3
    )
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert verdict.putusan == "embedded"
    assert verdict.catatan[1] == "the embedded file keeps form fields, JavaScript"


def test_a_signed_file_with_restrictions_but_no_password_is_embedded(workdir):
    # Nothing of it is printed, so its restrictions are kept with it.
    pdf = make_pdf()
    pdf.Root.Tanda = pikepdf.Dictionary(
        ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String("x")
    )
    data = to_bytes(pdf, encryption=pikepdf.Encryption(user="", owner="b"))
    assert examine(data, ekstensi="pdf", workdir=workdir).putusan == "embedded"


@pytest.mark.office
def test_a_signed_file_comes_out_bit_by_bit(signed, letters, workdir, tmp_path):
    one = examine(signed, ekstensi="pdf", workdir=workdir)
    other = make_signed(pages=1)
    two = examine(other, ekstensi="pdf", workdir=workdir)
    finished = close(letters["satu"], ("Ijazah", one.pdf), ("Surat “Sehat”", two.pdf))
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(finished.pdf)
    listed = ask("pdfdetach", "-list", letter)
    assert "2 embedded files" in listed
    for number, data in enumerate((signed, other), start=1):
        target = tmp_path / f"keluar-{number}.pdf"
        ask("pdfdetach", "-save", str(number), "-o", target, letter)
        assert target.read_bytes() == data
        assert "Signature is Valid" in ask("pdfsig", target)
        assert f"lampiran-{number}.pdf" in listed


@pytest.mark.office
def test_a_page_names_the_embedded_file(signed, letters, workdir):
    verdict = examine(signed, ekstensi="pdf", workdir=workdir)
    title = "Surat keterangan sehat calon fasilitator " * 4
    finished = close(letters["satu"], (title.strip(), verdict.pdf))
    page = " ".join(read_text(finished.pdf)[1].split())
    assert f"Lampiran: {title.strip()}" in page
    assert "disertakan sebagai berkas tertanam, bertanda tangan elektronik" in page
    assert "Nama berkas: lampiran-1.pdf" in page
    assert f"Ukuran: {len(signed):,} bita".replace(",", ".") in page
    assert "Jumlah halaman: 2" in page
    assert hashlib.sha256(signed).hexdigest() in page
    assert "halaman 2 dari 2" in page


@pytest.mark.office
def test_the_letter_is_pdfa_3b_then(signed, letters, workdir, tmp_path):
    verdict = examine(signed, ekstensi="pdf", workdir=workdir)
    plain = examine(letters["satu"].pdf, ekstensi="pdf", workdir=workdir)
    finished = close(letters["satu"], ("A", verdict.pdf), ("É", verdict.pdf))
    letter, mixed = tmp_path / "surat.pdf", tmp_path / "campur.pdf"
    letter.write_bytes(finished.pdf)
    mixed.write_bytes(close(letters["satu"], ("A", plain.pdf), ("B", verdict.pdf)).pdf)
    assert finished.pdfa
    with pikepdf.open(BytesIO(finished.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3B"
        assert [str(spec.AFRelationship) for spec in pdf.Root.AF.as_list()] == [
            "/Supplement"
        ] * 2
    faults = validate_pdfa([letter, mixed], flavour="PDFA-3B")
    assert faults == {letter: [], mixed: []}


@pytest.mark.office
def test_without_a_signed_file_it_stays_pdfa_2b(letters, workdir):
    plain = examine(letters["satu"].pdf, ekstensi="pdf", workdir=workdir)
    finished = close(letters["satu"], ("A", plain.pdf))
    with pikepdf.open(BytesIO(finished.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert "/AF" not in pdf.Root


@pytest.mark.office
def test_beside_an_attachment_that_is_no_pdfa_the_claim_is_dropped(
    signed, letters, workdir
):
    plain = examine(to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir)
    verdict = examine(signed, ekstensi="pdf", workdir=workdir)
    finished = close(letters["satu"], ("A", plain.pdf), ("B", verdict.pdf))
    assert not finished.pdfa
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert list(pdf.attachments) == ["lampiran-2.pdf"]
        assert pdf.attachments["lampiran-2.pdf"].get_file().read_bytes() == signed
