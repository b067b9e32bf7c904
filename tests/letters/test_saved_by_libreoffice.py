"""A template that LibreOffice opened and saved is the template that it was."""

from __future__ import annotations

import subprocess

import pytest

from formulir.ground.package import BODY
from formulir.letters.drafts import check_marks, list_marks
from formulir.letters.profil import load_profil
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.render import list_branches, render
from formulir.letters.reading.shape import infer
from formulir.model import Docx
from tests.letters.docx import make_docx, read_text
from tests.letters.shipped import TANGGAL, TEMPLATES
from tests.letters.word.package import fill_text, inspect
from tests.press.shipped import PARTS

MOST = 4
"""Letters of a kind; they differ in names more than in what is read of a template."""

pytestmark = [pytest.mark.office, pytest.mark.slow]


KONTEKS = {"nama": 'A & "B"', "k": "K & L", "n": 2, "daftar": ["x", "y"]}
TEXTS = {
    "kutip": (
        '{{ nama | default("-") }} {% if k == "K & L" %}A{% else %}B{% endif %}',
    ),
    "tunggal": (
        "{% if k == 'K & L' and n > 1 %}{{ nama | replace('&', '<') }}{% endif %}",
    ),
    "alinea": ("{%p for n in daftar %}", "{{ loop.index }}. {{ n }}", "{%p endfor %}"),
    "kurung": ("{#12 } { 100%", "{{ nama }}"),
}
"""What is read of quotes, escapes and whole paragraphs must be as it was."""


@pytest.fixture(scope="module")
def save(tmp_path_factory):
    """Let LibreOffice open and save DOCX files; gives them back by their names."""
    folder = tmp_path_factory.mktemp("simpan")

    def save_all(files):
        paths = [folder / f"{name}.docx" for name in files]
        for path, docx in zip(paths, files.values(), strict=True):
            path.write_bytes(docx)
        command = ["soffice", f"-env:UserInstallation={(folder / 'p').as_uri()}"]
        command += ["--headless", "--convert-to", "docx", "--outdir"]
        command += [str(folder / "baru"), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return {
            name: Docx((folder / "baru" / f"{name}.docx").read_bytes())
            for name in files
        }

    return save_all


@pytest.mark.parametrize("kodes", PARTS)
def test_each_template_checks_and_fills_equal(contoh, save, kodes):
    """The shipped ones and the invented ones, all in one start of LibreOffice."""
    kinds = {
        f"{kode} {golongan}": (golongan, jenis, rows)
        for kode in sorted(kodes)
        for jenis, rows in [contoh.gather(kode, wilayah="33")]
        for golongan in jenis.list_golongan()
    }
    invented = {name: make_docx(*texts) for name, texts in TEXTS.items()}
    shipped = {kode: one.read_docx(own) for kode, (own, one, _) in kinds.items()}
    saved = save(shipped | invented)
    for name, docx in invented.items():
        assert inspect(saved[name], KONTEKS) == []
        assert fill_text(saved[name], KONTEKS) == fill_text(docx, KONTEKS), name
    for kode, (golongan, jenis, every) in kinds.items():
        rows = [row for row in every if row["golongan"] == golongan]
        own = compile_template(jenis.read_docx(golongan), nama=kode)
        other = compile_template(saved[kode], nama=kode)
        shape = infer(row["utuh"] for row in rows)
        assert lint_template(other, shape=shape) == []
        assert other.remarks == ()
        profil = load_profil(TEMPLATES, golongan=golongan, tanggal=TANGGAL)
        assert check_marks(jenis, other, profil) == []
        assert list_marks(other) == list_marks(own)
        # LibreOffice writes the header of each section once more, under its own name.
        ways = [
            {way for way in list_branches(one) if way.startswith(BODY)}
            for one in (other, own)
        ]
        assert ways[0] == ways[1]
        for row in rows[:MOST]:
            letters = (render(one, row["utuh"], kunci="k") for one in (own, other))
            first, second = map(read_text, letters)
            assert first == second, (kode, row["kunci"])
