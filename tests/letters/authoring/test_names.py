from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from formulir.letters.authoring.names import list_variables
from formulir.letters.authoring.names_docx import write_names
from formulir.letters.jenis import Jenis, load_jenis
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.render import render
from formulir.letters.reading.shape import infer
from tests.letters.docx import make_docx, read_text
from tests.letters.shipped import TEMPLATES
from tests.press.shipped import SPREAD

JENIS = Jenis(
    kode="X.1",
    judul="Contoh",
    tahap="T02",
    golongan="pemda",
    seri="",
    kode_nomor={},
    peran=(),
    aturan=(),
    sesudah=(),
    boleh_kosong={"kepala.nip": 18, "model[].kepala": 40},
    opsional=frozenset({"kop.kontak"}),
    cap=False,
    qr=False,
    docx={"kementerian": Path("x/surat.docx")},
    sql=Path("x/konteks.sql"),
)
KONTEKS = [
    {
        "kop": {"nama": "Dinas", "kontak": ""},
        "kepala": {"nip": "." * 18},
        "jumlah": {"model": 2, "jarak": 3.5},
        "penuh": False,
        "model": [
            {"nama": "SD 1", "imbas": [{"nama": "SD 3"}], "murid": [{"m": "a"}]},
        ],
        "tembusan": ["Gubernur", "Arsip"],
    },
    {
        "kop": {"nama": "Dinas Lain", "kontak": "Telepon 1"},
        "kepala": {"nip": "196003041985031000"},
        "jumlah": {"model": 1, "jarak": None},
        "penuh": True,
        "model": [],
        "tembusan": [],
    },
]


def list_rows():
    sumber = {"kop.nama": "instansi.nama"}
    return {each.nama: each for each in list_variables(KONTEKS, JENIS, sumber=sumber)}


def test_each_name_has_its_type_its_tag_and_an_example():
    rows = list_rows()
    told = {name: (each.tipe, each.tag, each.contoh) for name, each in rows.items()}
    assert told == {
        "kop": ("kelompok", "kop", ""),
        "kop.nama": ("teks", "{{ kop.nama }}", "Dinas"),
        "kop.kontak": ("teks", "{{ kop.kontak }}", "Telepon 1"),
        "kepala": ("kelompok", "kepala", ""),
        "kepala.nip": ("teks", "{{ kepala.nip }}", "196003041985031000"),
        "jumlah": ("kelompok", "jumlah", ""),
        "jumlah.model": ("angka", "{{ jumlah.model }}", "2"),
        "jumlah.jarak": ("angka", "{{ jumlah.jarak }}", "3.5"),
        "penuh": ("ya/tidak", "{% if penuh %}", "tidak"),
        "model": ("daftar", "{%tr for m in model %}", "1 baris"),
        "model[].nama": ("teks", "{{ m.nama }}", "SD 1"),
        "model[].imbas": ("daftar", "{%tr for i in m.imbas %}", "1 baris"),
        "model[].imbas[].nama": ("teks", "{{ i.nama }}", "SD 3"),
        "model[].murid": ("daftar", "{%tr for mu in m.murid %}", "1 baris"),
        "model[].murid[].m": ("teks", "{{ mu.m }}", "a"),
        "tembusan": ("daftar", "{%p for t in tembusan %}", "2 baris"),
        "tembusan[]": ("teks", "{{ t }}", "Gubernur"),
    }


def test_what_may_be_blank_is_what_the_kind_says():
    blank = [name for name, each in list_rows().items() if each.boleh_kosong]
    assert blank == ["kop.kontak", "kepala.nip"]


def test_where_a_value_comes_from_is_told_as_far_as_it_is_known():
    konteks = {"naskah": {"nomor": "1", "tanggal": "x"}, "profil": {"huruf": "Arial"}}
    rows = list_variables(
        [{**KONTEKS[0], **konteks}], JENIS, sumber={"kop.nama": "a.b"}
    )
    sumber = {each.nama: each.sumber for each in rows}
    assert sumber["kop"] == ""
    assert sumber["kop.nama"] == "a.b"
    assert sumber["kop.kontak"] == "konteks.sql"
    assert sumber["naskah.nomor"] == "diberi saat surat diterbitkan"
    assert sumber["naskah.tanggal"] == "tanggal surat"
    assert sumber["profil.huruf"] == "profil.toml"


def read_tables(docx):
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(docx)).tables
    ]


def test_the_word_file_holds_every_tag_and_rows_that_are_ready():
    variables = list(list_rows().values())
    docx = write_names(JENIS, variables)
    tables = read_tables(docx)
    cells = {cell for table in tables for row in table for cell in row}
    for each in variables:
        if each.is_printed:
            assert each.tag in cells
    ready = next(t for t in tables if t[1][0] == "{%tr for m in model %}")
    assert ready[0] == ["Nama"]
    assert [row[0] for row in ready[1:]] == [
        "{%tr for m in model %}",
        "{{ m.nama }}",
        "{%tr endfor %}",
    ]
    texts = read_text(docx)
    assert "Siap disalin, di dalam {%tr for m in model %}" in texts
    at = texts.index("{%p for t in tembusan %}")
    assert texts[at : at + 3] == [
        "{%p for t in tembusan %}",
        "{{ t }}",
        "{%p endfor %}",
    ]


def test_what_is_copied_from_it_fills():
    tables = read_tables(write_names(JENIS, list(list_rows().values())))
    ready = next(t for t in tables if t[1][0] == "{%tr for m in model %}")
    template = compile_template(
        make_docx("{{ kop.nama }}", rows=tuple(tuple(row) for row in ready)), nama="t"
    )
    assert lint_template(template, shape=infer(KONTEKS)) == []
    assert "SD 1" in read_text(render(template, KONTEKS[0], kunci="k"))


@pytest.mark.parametrize("kode", SPREAD)
def test_every_name_of_a_shipped_kind_is_listed_and_its_tag_is_right(contoh, kode):
    _, rows = contoh.gather(kode)
    contexts = [row["utuh"] for row in rows]
    shape = infer(contexts)
    variables = list_variables(contexts, load_jenis(TEMPLATES, kode=kode), sumber={})
    assert {each.nama.removesuffix("[]") for each in variables} == set(shape.names())
    loops = {each.nama: each.tag for each in variables if each.tipe == "daftar"}
    texts = []
    for each in variables:
        if each.is_printed:
            around = [
                tag.replace("%tr", "%").replace("%p", "%")
                for name, tag in loops.items()
                if each.nama.startswith(f"{name}[]")
            ]
            texts.append("".join(around) + each.tag + "{% endfor %}" * len(around))
    template = compile_template(make_docx(*texts), nama="t")
    assert lint_template(template, shape=shape) == []
