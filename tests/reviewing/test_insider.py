"""What somebody changes in the ledger by hand is found, column by column.

The columns are read off the schema, so that one that is added later is tried too.
Those that are no evidence stand in ``docs/archive-format.md``, with the reason.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from random import Random

import pytest

from formulir.archive.find import iter_entries
from formulir.archive.keys import load_key
from formulir.office.filing import (
    ActForgedError,
    ArsipOlderError,
    CatatanOlderError,
    KepalaForkedError,
    file_acts,
    reconcile,
)
from formulir.office.founding import act_of
from formulir.records.store import LEDGER, Store, memory_store
from formulir.reviewing.audit import verify_kantor
from formulir.reviewing.compare import compare
from tests.conftest import ROOT, Jam, make_baris
from tests.kantor import formulir
from tests.reviewing.book import Clerk, found_book, open_book
from tests.tools.page_mutants import Scene

PAGE = ROOT / "docs" / "archive-format.md"
STATES = {
    "surat": "status || (entri IS NULL) || (ganti IS NULL) || (nomor_luar IS NULL)",
    "nomor": "status || sisipan || (alasan IS NULL) || (terbit_pada IS NULL)",
    "riwayat": "tindakan || (entri IS NULL)",
    "lembar": "keadaan || (entri IS NULL) || (kode IS NULL)",
    "kembali": "sah || (entri IS NULL) || (disahkan IS NULL)",
}
"""What tells rows of a table apart that the program treats in different ways."""
OTHER = {
    "status": {
        "terbit": "batal",
        "batal": "terbit",
        "dipesan": "batal",
        "luar": "lewat",
    },
    "sisipan": {"": "z", "a": "b"},
}
"""Values that a clever hand would write."""


def list_columns():
    with closing(memory_store()) as db:
        return [
            (table, column)
            for table in LEDGER
            for column in db.values(f"SELECT name FROM pragma_table_info('{table}')")
        ]


def read_excused():
    """Read the columns that are no evidence off the page: column, and in which rows."""
    page = PAGE.read_text(encoding="utf-8")
    section = page.partition("### Columns that are no evidence")[2].partition("\n## ")[
        0
    ]
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| (all|`\w+`) \|", section, re.MULTILINE)
    return {(table, column): rows.strip("`") for table, column, rows in rows}


EXCUSED = read_excused()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return found_book(tmp_path_factory.mktemp("insider") / "kantor", Jam())


@pytest.fixture
def kantor(book, tmp_path):
    """A copy of the office that the test may spoil."""
    shutil.copytree(book.folder, tmp_path / "kantor")
    jam = Jam()
    jam.moment = book.saat.moment
    return open_book(tmp_path / "kantor", jam)


def change(value, column):
    """Return another value of the same sort."""
    if column in OTHER:
        return OTHER[column].get(value, "batal")
    if column == "putar":
        return 270 - value
    if isinstance(value, int):
        return 1 - value if column in ("sah", "pagar") else value + 1000
    if value is None:
        numbers = ("entri", "surat", "halaman", "disahkan")
        return 1007 if column in numbers else "x"
    if value.startswith("{"):
        return json.dumps({**json.loads(value), "x": "y"})
    return f"{value[:-1]}~"


def edit(conn, sql, params=()):
    """Edit the ledger by hand, and put the triggers back as they were."""
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("PRAGMA ignore_check_constraints = ON")
    asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    triggers = conn.execute(asked).fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    done = conn.execute(sql, params).rowcount
    for _, made in triggers:
        conn.execute(made)
    return done


def findings(kantor):
    proof = verify_kantor(kantor, progress=lambda _done, _total: None)
    return [str(fault) for fault in proof.findings]


def hand_edit(kantor, sql, params=()):
    """Edit the ledger of an office with another program."""
    with closing(sqlite3.connect(kantor.catatan, isolation_level=None)) as conn:
        assert edit(conn, sql, params)


def copy_rows(book):
    """Return the ledger in memory, which can be copied and spoilt at will."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with closing(sqlite3.connect(book.catatan)) as file:
        file.backup(conn)
    return conn


@pytest.fixture(scope="module")
def pristine(book):
    with closing(copy_rows(book)) as conn:
        yield conn


def judge(book, conn):
    """Hold an edited ledger against the archive; give what is no mere remark."""
    return [str(fault) for fault in compare(book, Store(conn)) if not fault.warning]


def pick_rows(conn, table):
    """Pick a row of each sort: the last one, as a hand would."""
    key = STATES.get(table)
    group = f"GROUP BY {key}" if key else ""
    names = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    rows = conn.execute(
        f"SELECT *, max(rowid_) FROM (SELECT *, row_number() OVER ()"
        f" AS rowid_ FROM {table}) {group}"
        if key
        else f"SELECT * FROM {table}"
    )
    return [dict(zip(names, row, strict=False)) for row in rows]


def test_the_office_as_it_was_left_is_sound(kantor):
    assert findings(kantor) == []


HALVES = [(*each, number % 2) for number, each in enumerate(list_columns())]
"""Each column, and which half of the sorts of rows is tried: the other one is then
that of the next column."""
OTHERS = [
    pytest.param(table, column, 1 - half, marks=pytest.mark.thorough)
    for table, column, half in HALVES
    if (table, column) not in EXCUSED
]


@pytest.mark.parametrize(("table", "column", "half"), [*HALVES, *OTHERS])
def test_a_changed_value_is_found(book, pristine, table, column, half):
    excused = EXCUSED.get((table, column))
    rows, missed = pick_rows(pristine, table), []
    for row in rows if excused or len(rows) == 1 else rows[half::2]:
        conn = sqlite3.connect(":memory:", isolation_level=None)
        with closing(conn):
            pristine.backup(conn)
            where = " AND ".join(f"{name} IS :{name}" for name in row)
            value = change(row[column], column)
            sql = f"UPDATE {table} SET {column} = :value WHERE {where}"
            assert edit(conn, sql, {**row, "value": value}) == 1
            if not judge(book, conn):
                missed.append(row.get("status", "all"))
    if excused is None:
        assert missed == []
    else:
        assert missed  # else it is evidence, and the page should not excuse it
        assert excused == "all" or set(missed) == {excused}


@pytest.mark.parametrize("table", LEDGER)
def test_a_deleted_row_is_found(book, pristine, table):
    for row in pick_rows(pristine, table):
        conn = sqlite3.connect(":memory:", isolation_level=None)
        with closing(conn):
            pristine.backup(conn)
            where = " AND ".join(f"{name} IS :{name}" for name in row)
            assert edit(conn, f"DELETE FROM {table} WHERE {where}", row) == 1
            assert judge(book, conn), row


INVENTED = {
    "surat": "id, formulir, tahun, kunci, kode, tanggal, hal, tujuan, penanda_tangan,"
    " lampiran, status SELECT 99, formulir, tahun, 'z', 'K0DE-9999-9999', tanggal, hal,"
    " tujuan, penanda_tangan, lampiran, '{status}' FROM surat LIMIT 1",
    "nomor": "seri, tahun, urut, nomor, tanggal, surat, status, dipesan_pada SELECT"
    " seri, tahun, 99, '0099/X', tanggal, 5, '{status}', dipesan_pada FROM nomor"
    " LIMIT 1",
    "nomor_awal": "seri, tahun, urut VALUES ('LPMP', 2017, 9)",
    "riwayat": "id, saat, oleh, tindakan, rincian, peran, versi, segel SELECT 99, saat,"
    " oleh, tindakan, rincian, peran, versi, segel FROM riwayat WHERE id = 8",
    "kembali": "surat, sha256, sah, saat SELECT surat, 'ff', sah, saat FROM kembali"
    " LIMIT 1",
    "tumpukan": "sha256, ekstensi, halaman, saat, entri SELECT 'ff', ekstensi, halaman,"
    " saat, 99 FROM tumpukan",
    "lembar": "tumpukan, ke, keadaan, putar SELECT tumpukan, 99, keadaan, 0 FROM lembar"
    " WHERE kode IS NULL LIMIT 1",
    "masuk": "tahun, urut, kode, dari, nomor, tanggal, terima, hal, program, wilayah,"
    " sha256 SELECT tahun, 99, 'K0DE-MASK-9999', dari, nomor, tanggal, terima, hal,"
    " program, wilayah, sha256 FROM masuk LIMIT 1",
}


@pytest.mark.parametrize(
    ("table", "status"),
    [
        (table, status)
        for table, told in INVENTED.items()
        for status in (["dipesan", "terbit", "batal"] if "{status}" in told else [""])
    ],
)
def test_an_invented_row_is_found(book, pristine, table, status):
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with closing(conn):
        pristine.backup(conn)
        columns, _, rest = INVENTED[table].format(status=status).partition(" SELECT ")
        if not rest:
            columns, _, rest = INVENTED[table].partition(" VALUES ")
            rest = f"VALUES {rest}"
        else:
            rest = f"SELECT {rest}"
        assert edit(conn, f"INSERT INTO {table} ({columns}) {rest}") == 1
        assert judge(book, conn)


def list_guards():
    with closing(memory_store()) as db:
        return db.values(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN"
            " (SELECT value FROM json_each(?))",
            (json.dumps(LEDGER),),
        )


@pytest.mark.parametrize("name", list_guards())
def test_a_trigger_that_was_dropped_is_found(book, pristine, name):
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with closing(conn):
        pristine.backup(conn)
        conn.execute(f"DROP TRIGGER {name}")
        assert any(name in told for told in judge(book, conn))


@pytest.mark.parametrize(
    "sql",
    [
        (
            "CREATE TRIGGER helpful AFTER INSERT ON sekolah BEGIN"
            " UPDATE surat SET hal = 'x'; END"
        ),
        (
            "DROP VIEW surat_keadaan; CREATE VIEW surat_keadaan AS SELECT *,"
            " 'terbit' AS keadaan FROM surat"
        ),
        "DROP INDEX surat_ganti",
    ],
)
def test_what_acts_by_itself_or_shows_something_else_is_found(book, pristine, sql):
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with closing(conn):
        pristine.backup(conn)
        conn.executescript(sql)
        assert any("schema" in told for told in judge(book, conn))


def test_numbers_of_two_letters_that_were_exchanged_are_found(book, pristine):
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with closing(conn):
        pristine.backup(conn)
        edit(conn, "UPDATE nomor SET surat = -surat WHERE surat IN (3, 10)")
        edit(conn, "UPDATE nomor SET surat = 13 + surat WHERE surat < 0")
        assert len(judge(book, conn)) > 1


@pytest.mark.parametrize("table", LEDGER)
def test_an_edit_of_the_file_is_found_by_verify(kantor, table):
    column = {
        "kembali": "saat",
        "masuk": "disposisi",
        "kepala": "saat",
        "riwayat": "oleh",
        "tumpukan": "ekstensi",
        "lembar": "keadaan",
    }.get(table, "tahun")
    value = 2015 if column == "tahun" else "x"
    hand_edit(kantor, f"UPDATE {table} SET {column} = ?", (value,))
    assert any(f"catatan.db: {table}" in told for told in findings(kantor))
    assert formulir(kantor.folder, "verify") == 6


FORGED = {
    "without a seal": "NULL",
    "with a seal of chance": f"'{'A' * 86}=='",
    "with a seal copied from another act": "(SELECT segel FROM riwayat WHERE id = 4)",
}


@pytest.mark.parametrize("seal", FORGED.values(), ids=FORGED)
def test_a_forged_voiding_is_found_and_never_signed(kantor, seal):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        kode = db.value("SELECT kode FROM surat WHERE kunci = 'd'")
    hand_edit(
        kantor,
        "INSERT INTO riwayat (id, saat, oleh, tindakan, rincian, peran, versi, segel)"
        " SELECT max(id) + 1, max(saat), 'budi', 'batal', ?, 'petugas', '0.2.0',"
        f" {seal} FROM riwayat",
        (json.dumps({"kode": kode, "nomor": None, "alasan": "dijual"}),),
    )
    hand_edit(
        kantor,
        "UPDATE surat SET status = 'batal', alasan = 'dijual', pembatal = 'budi'"
        " WHERE kode = ?",
        (kode,),
    )
    before = (kantor.folder / "archive/log.jsonl").read_bytes()
    assert any("riwayat" in told for told in findings(kantor))
    with kantor.open_catatan() as db, pytest.raises(ActForgedError) as caught:
        reconcile(kantor, db)
    assert caught.value.exit_code == 6
    with kantor.open_catatan() as db, pytest.raises(ActForgedError):
        Clerk(kantor=kantor, db=db).issue(make_baris("zz"))
    assert formulir(kantor.folder, "void", kode, "--alasan", "x") == 6
    assert (kantor.folder / "archive/log.jsonl").read_bytes() == before


def issue_one(kantor, kunci):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        Clerk(kantor=kantor, db=db).issue(make_baris(kunci))


def refuse(kantor, error):
    """See that whoever writes is refused, and nothing is written."""
    log = (kantor.folder / "archive/log.jsonl").read_bytes()
    with kantor.open_catatan() as db, pytest.raises(error) as caught:
        reconcile(kantor, db)
    assert caught.value.exit_code == 6
    assert (kantor.folder / "archive/log.jsonl").read_bytes() == log


def put_back(kantor, copy, *names):
    """Put back what was copied of an office."""
    for name in names:
        shutil.rmtree(kantor.folder / name, ignore_errors=True)
        if (copy / name).is_dir():
            shutil.copytree(copy / name, kantor.folder / name)
        else:
            shutil.copyfile(copy / name, kantor.folder / name)


def test_an_older_ledger_that_was_put_back_is_found_and_refused(kantor, tmp_path):
    copy = shutil.copytree(kantor.folder, tmp_path / "copy")
    issue_one(kantor, "x1")
    put_back(kantor, copy, "catatan.db")
    assert any("an older ledger was put back" in told for told in findings(kantor))
    refuse(kantor, CatatanOlderError)


def test_an_older_archive_that_was_put_back_is_found_and_refused(kantor, tmp_path):
    copy = shutil.copytree(kantor.folder, tmp_path / "copy")
    issue_one(kantor, "x1")
    put_back(kantor, copy, "archive")
    assert any("an older archive was put back" in told for told in findings(kantor))
    refuse(kantor, ArsipOlderError)


def test_the_archive_of_another_copy_is_found_and_refused(kantor, tmp_path):
    copy = shutil.copytree(kantor.folder, tmp_path / "copy")
    issue_one(kantor, "x1")
    other = open_book(copy, kantor.saat)
    issue_one(other, "x2")
    put_back(kantor, copy, "archive")
    assert any("went another way" in told for told in findings(kantor))
    refuse(kantor, KepalaForkedError)


def test_a_log_that_was_changed_and_signed_with_the_key_is_found(kantor):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
    root = kantor.folder / "archive"
    scene = Scene(
        root=root, chance=Random(1), key=load_key(kantor.key), asal=kantor.asal
    )
    scene.sign([line.replace(b'"33.19"', b'"33.20"') for line in scene.lines])
    (root / "index.db").unlink()
    assert any("went another way" in told for told in findings(kantor))
    refuse(kantor, KepalaForkedError)


def test_an_act_in_the_middle_of_those_that_wait_is_missed(kantor):
    with kantor.open_catatan() as db, db.writing():
        for tabel in ("sekolah", "pejabat"):
            act_of(kantor)(db, "impor", {"tabel": tabel, "baru": 3})
    hand_edit(
        kantor, "DELETE FROM riwayat WHERE rincian LIKE '%sekolah%' AND entri IS NULL"
    )
    assert any("riwayat" in told for told in findings(kantor))


def test_a_number_respelled_before_it_was_issued_is_found_after_it_was(kantor):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
    hand_edit(
        kantor,
        "UPDATE nomor SET nomor = '0099/X' WHERE status = 'dipesan' AND urut = 55",
    )
    with kantor.open_catatan() as db:
        Clerk(kantor=kantor, db=db).issue(make_baris("m"))
    told = findings(kantor)
    assert any("was reserved as '0055/E5.2/PM/2016'" in each for each in told)


def test_an_incoming_letter_changed_before_it_was_archived_is_found(kantor):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
    hand_edit(kantor, "UPDATE masuk SET disposisi = 'x' WHERE entri IS NULL")
    assert any("disposisi" in told for told in findings(kantor))


def test_the_next_run_finishes_what_waits_and_all_is_sound(kantor):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        clerk = Clerk(kantor=kantor, db=db)
        clerk.issue(make_baris("m"), make_baris("n", nomor_luar="6/X/2016"))
        act = clerk.enter("2/B", b"%PDF masuk 3")
        file_acts(kantor, db, [act])
    proof = verify_kantor(kantor, progress=lambda _done, _total: None)
    assert proof.findings == []
    assert len(proof.notices) == 1  # the return that was noted


def test_a_ledger_that_lags_is_a_remark(kantor):
    old = kantor.catatan.read_bytes()
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        size = len([*iter_entries(kantor.archive)])
    # As a crash leaves it: the archive has the acts, the ledger has not followed.
    kantor.catatan.write_bytes(old)
    proof = verify_kantor(kantor, progress=lambda _done, _total: None)
    assert proof.findings == []
    assert any(f"of {size} entries" in str(fault) for fault in proof.notices)
