from __future__ import annotations

import pytest

from formulir.errors import TemplateFaultyError
from formulir.letters.jenis import JenisUnknownError, list_jenis, load_jenis
from formulir.office.kantor import shipped

TOML = """\
kode = "X1"
judul = "Contoh"
tahap = "T02"
golongan = "sekolah"
[nomor]
seri = "instansi"
hal = "PM"
[wilayah]
peran = ["subjek"]
[boleh_kosong]
"kepala.nama" = 40
"""


@pytest.fixture
def folder(tmp_path):
    kind = tmp_path / "templates" / "X1"
    kind.mkdir(parents=True)
    (kind / "jenis.toml").write_text(TOML, encoding="utf-8")
    (kind / "surat.docx").write_bytes(b"PK")
    (kind / "konteks.sql").write_text("SELECT 1", encoding="utf-8")
    return tmp_path / "templates"


def faults(folder):
    with pytest.raises(TemplateFaultyError) as caught:
        load_jenis([folder], kode="X1")
    return [str(fault).rpartition("jenis.toml:")[2] for fault in caught.value.faults]


def test_a_kind_is_read_as_its_folder_says(folder):
    jenis = load_jenis([folder], kode="X1")
    assert (jenis.seri, jenis.kode_nomor, jenis.peran) == (
        "instansi",
        {"hal": "PM"},
        ("subjek",),
    )
    assert jenis.boleh_kosong == {"kepala.nama": 40}


def test_an_offices_file_shadows_the_shipped_one_and_the_rest_stays(tmp_path):
    own = tmp_path / "02.3"
    own.mkdir()
    (own / "surat.docx").write_bytes(b"milik kantor")
    jenis = load_jenis([tmp_path, shipped("templates")], kode="02.3")
    assert jenis.read_docx() == b"milik kantor"
    assert jenis.sql == shipped("templates") / "02.3" / "konteks.sql"


def test_an_unknown_kind_names_the_kinds_there_are(folder):
    with pytest.raises(JenisUnknownError, match="the kinds are X1"):
        load_jenis([folder], kode="X2")


def test_every_fault_of_a_kind_is_told_at_once(folder):
    text = TOML.replace('golongan = "sekolah"', 'golongan = "swasta"\nwarna = "merah"')
    text = text.replace('seri = "instansi"', 'seri = "acak"').replace("40", "0")
    (folder / "X1" / "jenis.toml").write_text(text, encoding="utf-8")
    assert [fault.partition(":")[0] for fault in faults(folder)] == [
        "golongan",
        "nomor.seri",
        "boleh_kosong.kepala.nama",
        "warna",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TOML.replace('kode = "X1"\n', ""), "kode: is missing"),
        (TOML.replace('"X1"', "7"), 'kode: must be "X1", as its folder is called'),
        (TOML.replace('"X1"', '"X9"'), 'kode: must be "X1", as its folder is called'),
    ],
)
def test_a_wrong_value_is_told_by_its_key(folder, text, reason):
    (folder / "X1" / "jenis.toml").write_text(text, encoding="utf-8")
    assert any(reason in fault for fault in faults(folder))


def test_what_is_no_toml_is_told_with_its_line(folder):
    (folder / "X1" / "jenis.toml").write_text("kode = \n", encoding="utf-8")
    with pytest.raises(TemplateFaultyError) as caught:
        load_jenis([folder], kode="X1")
    assert "line 1" in str(caught.value.faults[0])


def test_a_missing_file_of_a_kind_is_named(folder):
    (folder / "X1" / "konteks.sql").unlink()
    with pytest.raises(TemplateFaultyError) as caught:
        load_jenis([folder], kode="X1")
    assert "konteks.sql" in str(caught.value.faults[0])


def test_the_school_family_is_shipped():
    assert {"02.1", "02.2", "02.3"} <= set(list_jenis([shipped("templates")]))
