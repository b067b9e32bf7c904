"""Plain letters of Word become kinds, and nothing hostile gets in."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from docx import Document

from formulir.office.kantor import open_kantor
from formulir.records.own.tables import list_own
from tests.kantor import formulir, issue, make_kantor, make_printer
from tests.office.kinds.letters import LETTERS, sign, write_book

WHERE = ("--tahun", "2016", "--tanggal", "2016-03-14")
PRINTED = {
    "K1": ["Kabupaten Kudus", "4 April 2016", "Dra. Siti Ma'rifah", "12"],
    "K2": ["197005121995032000", "Contoh Kinanthi", "SD 3 Contoh"],
    "K3": ['SMP "Taman" Contoh', "1.500.000", "20300001"],
    "K4": ["Contoh Pramesti", "92,5", "juara I"],
    "K5.1": ["Contoh Satu", "guru"],
    "K6": ["{{ 7 * 7 }}", "'; DROP TABLE surat; --", "09.00"],
}
"""What the letters of each kind are filled with, in the spelling of the paper."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in which all six letters have become kinds."""
    folder = tmp_path_factory.mktemp("jenis")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    for kode, write in LETTERS.items():
        assert make(kantor, kode, *write(folder)) == 0
    return kantor


@pytest.fixture
def kantor(tmp_path):
    return make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))


def make(kantor, kode, surat, data=None, *more):
    sheet = () if data is None else ("--data", str(data))
    words = ("--surat", str(surat), *sheet, "--tahun", "2016")
    return formulir(kantor, "kind", "new", kode, *words, *more)


def write_plain(folder, *lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    sign(document)
    document.save(folder / "surat.docx")
    return folder / "surat.docx"


def read_tables(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        names = db.values("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return sorted(names), [own.formulir for own in list_own(db)]


def read_kinds(kantor):
    return sorted(
        path.name for path in (kantor / "templates").iterdir() if path.is_dir()
    )


@pytest.mark.parametrize("kode", LETTERS)
def test_a_plain_letter_is_a_kind_whose_letters_are_filled(office, kode, capsys):
    assert formulir(office, "context", "--formulir", kode, *WHERE) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    words = json.dumps([*map(json.loads, lines)], ensure_ascii=False)
    for told in PRINTED[kode]:
        assert json.dumps(told, ensure_ascii=False)[1:-1] in words


@pytest.mark.parametrize("kode", LETTERS)
def test_check_finds_nothing_wrong_with_it(office, kode, capsys):
    assert formulir(office, "check", "--formulir", kode, *WHERE) == 0
    assert " 0 fault(s)" in capsys.readouterr().err


def test_names_tells_the_columns_of_its_table(office, capsys):
    assert formulir(office, "names", "--formulir", "K1") == 0
    told = capsys.readouterr().out
    assert "{{ nama_lengkap }}" in told
    assert "jenis_k1.nama_lengkap" in told


def test_a_field_of_a_merge_keeps_its_look_and_is_a_tag(office):
    docx = (office / "templates" / "K3" / "surat.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        body = file.read("word/document.xml").decode()
    assert "fldChar" not in body
    assert "MERGEFIELD" not in body
    for name in ("nama_kepala", "nama_sekolah", "npsn", "dana"):
        assert body.count(f"{{{{ {name} }}}}") == 1
    bold = body[: body.index("{{ nama_kepala }}")].rpartition("<w:r>")[2]
    assert "<w:b/>" in bold


def test_what_is_no_place_stays_and_is_told(tmp_path, kantor, capsys):
    surat, data = LETTERS["K5.1"](tmp_path)
    assert make(kantor, "K5", surat, data) == 0
    told = capsys.readouterr().err
    assert "'[sic]' is no column of the sheet" in told
    assert "the dots stay" in told
    assert "from the office: kop.alamat, kop.nama, naskah.nomor" in told


def test_a_place_in_single_braces_is_a_fault_with_its_cure(tmp_path, kantor, capsys):
    surat = write_plain(tmp_path, "Yth. {Nama}, {{ Kota }}, { nomor }, {Lain} {1}")
    data = write_book(tmp_path / "a.xlsx", ("Nama", "Kota"), ("A", "B"), ("C", "D"))
    before = read_kinds(kantor)
    assert make(kantor, "Z7", surat, data) == 4
    told = capsys.readouterr().err
    assert "'{Nama}' would be printed as it stands; a place has two braces" in told
    assert "write {{ Nama }} or [Nama]" in told
    assert "'{ nomor }' would be printed as it stands" in told
    assert "warning" in next(line for line in told.splitlines() if "{Lain}'" in line)
    assert "{1}'" not in told
    assert read_kinds(kantor) == before
    assert make(kantor, "Z7", surat) == 4
    assert "'{Lain}' would be printed" in capsys.readouterr().err


def test_a_place_in_two_brackets_leaves_none_of_them(tmp_path, kantor):
    surat = write_plain(tmp_path, "Yth. <<Nama>>, [[ Kota ]], [Kota] dan <Nama>. {1}")
    data = write_book(tmp_path / "a.xlsx", ("Nama", "Kota"), ("A", "B"), ("C", "D"))
    assert make(kantor, "Z8", surat, data) == 0
    docx = kantor / "templates" / "Z8" / "surat.docx"
    text = "\n".join(each.text for each in Document(docx).paragraphs)
    tags = ("nama", "kota", "kota", "nama")
    line = "Yth. {{{{ {} }}}}, {{{{ {} }}}}, {{{{ {} }}}} dan {{{{ {} }}}}. {{1}}"
    assert line.format(*tags) in text


def test_its_letters_are_issued_found_and_kept(tmp_path, kantor, capsys):
    surat, data = LETTERS["K1"](tmp_path)
    assert make(kantor, "K1", surat, data) == 0
    where = ("--wilayah", "33", "--tahun", "2016", "--tanggal", "2016-03-14")
    assert formulir(kantor, "issue", "--formulir", "K1", *where) == 0
    assert "2 letter(s) issued" in capsys.readouterr().err
    assert formulir(kantor, "find", "--formulir", "K1") == 0
    assert "0001/CTH.33/UM/2016" in capsys.readouterr().out
    # One region has one of them, and it is there already.
    assert issue(kantor, "K1") == 0
    assert "1 were issued before" in capsys.readouterr().err
    assert formulir(kantor, "delete", "K1", "2016", "K1", "--alasan", "x", "--ya") == 3
    assert "row-needed: K1" in capsys.readouterr().err.replace("jenis_k1", "K1")
    assert formulir(kantor, "verify") == 0


def test_rows_are_corrected_by_an_import_and_the_letter_is_told(
    tmp_path, kantor, capsys
):
    surat, data = LETTERS["K2"](tmp_path)
    assert make(kantor, "K2", surat, data) == 0
    assert formulir(kantor, "issue", "--formulir", "K2", *WHERE) == 0
    sheet = tmp_path / "k2.xlsx"
    assert formulir(kantor, "form", "K2", "-o", str(sheet), "--isi") == 0
    assert formulir(kantor, "import", "K2", str(sheet)) == 0
    assert "same 2" in capsys.readouterr().out
    data.write_text(data.read_text("utf-8-sig").replace("SD 3", "SD 33"), "utf-8")
    assert make(kantor, "K2", surat, data) == 3
    assert "rows: 0 new, 1 changed, 0 bad" in capsys.readouterr().err
    year = open_kantor(kantor).hari_ini().year
    with_year = data.read_text("utf-8").replace("NIP;", "Tahun;NIP;")
    data.write_text(with_year.replace("\n19", "\n2016;19"), "utf-8")
    assert formulir(kantor, "import", "K2", str(data)) == 0
    assert "changed 1  same 1" in capsys.readouterr().out
    assert year != 2016
    assert formulir(kantor, "check", "--berubah", "--formulir", "K2", *WHERE[:2]) == 3
    assert formulir(kantor, "history", "K2", "2016", "x") == 0
    assert "impor" in capsys.readouterr().out


def test_the_same_again_says_that_nothing_differs(tmp_path, kantor, capsys):
    surat, data = LETTERS["K4"](tmp_path)
    assert make(kantor, "K4", surat, data) == 0
    before = read_tables(kantor)
    assert make(kantor, "K4", surat, data) == 0
    assert "nothing differs" in capsys.readouterr().err
    assert make(kantor, "K4", surat, data, "--tipe", "Peran=tanggal") == 3
    other = write_plain(tmp_path, "<Nama Peserta>")
    assert make(kantor, "K4", other, data) == 3
    assert "surat.docx is another" in capsys.readouterr().err
    assert read_tables(kantor) == before


def test_a_dry_run_shows_all_and_writes_nothing(tmp_path, kantor, capsys):
    before = read_tables(kantor), read_kinds(kantor)
    assert make(kantor, "K1", *LETTERS["K1"](tmp_path), "--dry-run") == 0
    shown = capsys.readouterr()
    assert "hari_kunjungan" in shown.out
    assert "tanggal" in shown.out
    assert "dry run" in shown.err
    assert (read_tables(kantor), read_kinds(kantor)) == before


@pytest.mark.parametrize(
    ("kode", "code"),
    [
        ("../x", "kode-malformed"),
        ("", "kode-malformed"),
        ("A B", "kode-malformed"),
        ("T1;DROP", "kode-malformed"),
        ("con", "kode-malformed"),
        ("T1\n", "kode-malformed"),
        ("٣٣", "kode-malformed"),
        ("02.3", "kind-taken"),
        ("dh", "kind-taken"),
    ],
)
def test_a_code_that_is_none_or_taken_is_refused(tmp_path, kantor, capsys, kode, code):
    before = read_tables(kantor), read_kinds(kantor)
    surat = write_plain(tmp_path, "Yth. [Nama]")
    data = write_book(tmp_path / "a.xlsx", ("Nama",), ("Contoh",))
    assert make(kantor, kode, surat, data) == 4
    assert f"{code}:" in capsys.readouterr().err
    assert (read_tables(kantor), read_kinds(kantor)) == before


HOSTILE = {
    "heading twice": (("Nama", "NAMA "), ("a", "b"), "are both nama"),
    "no letter": (("Nama", "***"), ("a", "b"), "gives no name"),
    "long": (("Nama", "x" * 80), ("a", "b"), "gives no name"),
    "300 columns": (
        ("Nama", *(f"k{n}" for n in range(299))),
        ("a",) * 300,
        "300 columns",
    ),
    "no such column": (("Orang",), ("a",), "asks for 'Nama'"),
    "empty key": (("Nama", "B"), (None, "b"), "no single column"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_sheet_that_does_not_fit_is_told_and_leaves_nothing(
    tmp_path, kantor, capsys, case
):
    before = read_tables(kantor), read_kinds(kantor)
    heading, row, told = HOSTILE[case]
    rows = [row, ("a", "b")] if case == "empty key" else [row]
    data = write_book(tmp_path / "a.xlsx", heading, *rows)
    assert make(kantor, "Z1", write_plain(tmp_path, "Yth. «Nama»"), data) == 4
    shown = capsys.readouterr().err
    assert told in shown
    assert "kind-faulty: " in shown
    assert (read_tables(kantor), read_kinds(kantor)) == before


def test_all_faults_are_told_at_once(tmp_path, kantor, capsys):
    surat = write_plain(tmp_path, "Yth. «Nama», «Umur», {{ Hobi }}, [Nomor]")
    heading = ("Nomor", "Kota", "kota!")
    data = write_book(tmp_path / "a.xlsx", heading, (1, "a", "b"))
    assert make(kantor, "Z1", surat, data, "--instansi", "LPMPX") == 4
    told = capsys.readouterr().err
    for words in ("'Nama'", "'Umur'", "'Hobi'", "are both kota", "--tanpa-nomor"):
        assert words in told
    assert "no instansi 'LPMPX'" in told


def test_headings_of_sql_and_words_of_people_are_names_and_text(
    tmp_path, kantor, capsys
):
    surat = write_plain(tmp_path, "«Nama», «x'; DROP TABLE surat; --», «Select»")
    heading = ("Nama", "x'; DROP TABLE surat; --", "Select")
    rows = (("Jum'at", "' OR 1=1 --", "{% raw %}"), ('Nur"aini', "{{ kop }}", "\u2019"))
    data = write_book(tmp_path / "a.xlsx", heading, *rows)
    words = ("--judul", "Sur\"at 'x'", "--hal", "a'; DROP TABLE seri; --")
    assert make(kantor, "Z1", surat, data, *words) == 0
    assert "x_drop_table_surat" in capsys.readouterr().out
    assert formulir(kantor, "context", "--formulir", "Z1", *WHERE) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    konteks = {
        each["nama"]: each for each in (one.get("konteks", one) for one in found)
    }
    assert konteks["Jum'at"]["x_drop_table_surat"] == "' OR 1=1 --"
    assert konteks['Nur"aini']["select_"] == "\u2019"
    assert konteks["Jum'at"]["surat"]["hal"] == "a'; DROP TABLE seri; --"
    assert formulir(kantor, "issue", "--formulir", "Z1", *WHERE) == 0
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0


@pytest.mark.parametrize("words", ["a\nb", "a\x00b"])
def test_words_with_a_line_break_do_not_get_into_the_files(tmp_path, kantor, words):
    surat = write_plain(tmp_path, "«Nama»")
    data = write_book(tmp_path / "a.xlsx", ("Nama",), ("Contoh",))
    assert make(kantor, "Z1", surat, data, "--hal", words) == 4
    assert read_kinds(kantor) == []


def test_a_file_that_is_no_letter_is_called_what_it_is(tmp_path, kantor, capsys):
    surat = tmp_path / "surat.docx"
    surat.write_bytes(b"%PDF-1.7")
    data = write_book(tmp_path / "a.xlsx", ("Nama",), ("Contoh",))
    assert make(kantor, "Z1", surat, data) == 4
    assert "is a PDF" in capsys.readouterr().err
    empty = tmp_path / "kosong.csv"
    empty.write_text("Nama\n", encoding="utf-8")
    assert make(kantor, "Z1", write_plain(tmp_path, "«Nama»"), empty) == 3
    assert "no row below it" in capsys.readouterr().err


def test_a_letter_that_the_linter_refuses_is_no_kind(tmp_path, kantor, capsys):
    surat = write_plain(tmp_path, "«Nama»", "{% if nama %}x", "{{ kop.nmaa }}")
    data = write_book(tmp_path / "a.xlsx", ("Nama",), ("Contoh",))
    assert make(kantor, "Z1", surat, data) == 4
    assert "endif" in capsys.readouterr().err
    assert read_tables(kantor)[1] == []


def test_a_bad_cell_is_told_with_its_place_and_makes_no_kind(tmp_path, kantor, capsys):
    surat = write_plain(tmp_path, "«Nama» NIP «NIP»")
    rows = (("Nama", "NIP"), ("a", "197005121995032000"), ("b", "12"), ("c", "x"))
    data = write_book(tmp_path / "a.xlsx", *rows)
    assert make(kantor, "Z1", surat, data) == 3
    told = capsys.readouterr().err
    assert "a.xlsx:B3:NIP" in told
    assert "a.xlsx:B4:NIP" in told
    assert read_tables(kantor)[1] == []
    assert make(kantor, "Z1", surat, data, "--tipe", "NIP=teks") == 0


def test_a_column_that_is_almost_one_of_dates_is_told(tmp_path, kantor, capsys):
    days = ("1 Maret 2016", "2 Maret 2016", "segera", "4 Maret 2016")
    rows = [(f"o{n}", day) for n, day in enumerate(days)]
    data = write_book(tmp_path / "a.xlsx", ("Nama", "Hari Sidang"), *rows)
    surat = write_plain(tmp_path, "«Nama» «Hari Sidang»")
    assert make(kantor, "Z1", surat, data, "--dry-run") == 0
    assert "3 of 4 cells are dates, but 'segera' is none" in capsys.readouterr().err
    assert make(kantor, "Z1", surat, data, "--tipe", "Hari Sidang=tanggal") == 3
    assert "a.xlsx:B4:Hari Sidang" in capsys.readouterr().err


def test_numbers_of_people_are_not_shown(tmp_path, kantor, capsys):
    rows = (("Nama", "HP"), ("Contoh", "081255501000"))
    data = write_book(tmp_path / "a.xlsx", *rows)
    surat = write_plain(tmp_path, "«Nama» «HP»")
    assert make(kantor, "Z1", surat, data, "--kunci", "Nama", "--kunci", "Tahun") == 0
    shown = capsys.readouterr()
    assert "081255501000" not in shown.out + shown.err
    assert formulir(kantor, "import", "z1", str(data)) == 0


def test_a_letter_alone_makes_a_kind_whose_sheet_is_filled_later(
    tmp_path, kantor, capsys
):
    assert (
        make(kantor, "Z1", write_plain(tmp_path, "{{ Nama }}"), None, "--kunci", "Nama")
        == 0
    )
    data = write_book(tmp_path / "a.xlsx", ("Tahun", "Nama"), (2016, "Contoh"))
    assert formulir(kantor, "import", "Z1", str(data)) == 0
    assert formulir(kantor, "check", "--formulir", "Z1", *WHERE) == 0
    assert formulir(kantor, "issue", "--formulir", "Z1", *WHERE) == 0
    assert "1 letter(s) issued" in capsys.readouterr().err


def test_somebodys_folder_is_not_taken(tmp_path, kantor, capsys):
    folder = kantor / "templates" / "Z1"
    folder.mkdir()
    (folder / "surat.docx").write_bytes(b"punya orang")
    data = write_book(tmp_path / "a.xlsx", ("Nama",), ("Contoh",))
    assert make(kantor, "Z1", write_plain(tmp_path, "«Nama»"), data) == 4
    assert "kind-taken" in capsys.readouterr().err
    assert (folder / "surat.docx").read_bytes() == b"punya orang"


def test_a_backup_holds_the_kind_and_its_rows(tmp_path, kantor, capsys):
    assert make(kantor, "K2", *LETTERS["K2"](tmp_path)) == 0
    assert formulir(kantor, "backup", str(tmp_path / "cadangan")) == 0
    restored = tmp_path / "pulih"
    assert formulir(kantor, "restore", str(tmp_path / "cadangan"), str(restored)) == 0
    capsys.readouterr()
    assert formulir(restored, "context", "--formulir", "K2", *WHERE) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_kind_that_lacks_its_last_name_is_finished_by_the_next_writer(
    tmp_path, kantor, capsys
):
    assert make(kantor, "K2", *LETTERS["K2"](tmp_path)) == 0
    folder = kantor / "templates" / "K2"
    (folder / "jenis.toml").rename(folder / "jenis.toml.tunda")
    assert formulir(kantor, "context", "--formulir", "K2", *WHERE) == 2
    assert formulir(kantor, "kind", "list") == 0
    assert "jenis_k2" in capsys.readouterr().out
    assert formulir(kantor, "context", "--formulir", "K2", *WHERE) == 0


def test_files_that_no_record_knows_are_no_kind_and_are_replaced(tmp_path, kantor):
    folder = kantor / "templates" / "K2"
    folder.mkdir()
    (folder / "jenis.toml.tunda").write_text("apa saja", encoding="utf-8")
    assert formulir(kantor, "kind", "list") == 0
    assert (folder / "jenis.toml.tunda").exists()
    assert make(kantor, "K2", *LETTERS["K2"](tmp_path)) == 0
    assert not (folder / "jenis.toml.tunda").exists()


@pytest.mark.office
def test_a_plain_letter_is_really_printed(tmp_path):
    kantor = make_kantor(tmp_path / "kantor", printer=None)
    assert make(kantor, "K3", *LETTERS["K3"](tmp_path), "--cap") == 0
    assert formulir(kantor, "issue", "--formulir", "K3", *WHERE) == 0
