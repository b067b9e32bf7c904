from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.model import Entri
from formulir.records.ledger.acts import (
    Actor,
    WaktuBackwardError,
    list_acts,
    record_act,
    take_moment,
)
from formulir.records.ledger.agenda import Span, prove_nomor, read_agenda
from formulir.records.ledger.book import SeriMissingError, tell_codes
from formulir.records.ledger.head import Head, follow_log
from formulir.records.ledger.ledger import NomorUnknownError, find_surat, void_surat
from formulir.records.ledger.reserve import (
    Reservation,
    SuratChangedError,
    TanggalBackwardError,
    find_unissued,
    reserve_surat,
)
from formulir.records.store import memory_store, open_store
from tests.conftest import make_baris


def add_seri(
    db, pola="{urut:04}/{unit}/{hal}/{tahun}", *, kode="LPMP", dari="2010-01-01"
):
    db.conn.execute(
        "INSERT INTO seri (kode, berlaku_dari, instansi, pola, isi)"
        " VALUES (?, ?, 'LPMP', ?, '{\"unit\": \"E5.2\"}')",
        (kode, dari, pola),
    )


def make_actor(saat=datetime(2016, 3, 14, 1, tzinfo=UTC), *, jam_mundur=False):
    return Actor(
        oleh="juru tulis",
        peran="petugas",
        versi="0",
        clock=lambda: saat,
        seal=lambda _isi: "segel",
        jam_mundur=jam_mundur,
    )


def reservation(
    saat=datetime(2016, 3, 14, 1, tzinfo=UTC),
    *,
    start=0,
    jam_mundur=False,
    **changes,
):
    numbers = count(start)
    return Reservation(
        actor=make_actor(saat, jam_mundur=jam_mundur),
        kode_hal={"hal": "PL"},
        make_kode=lambda: f"KODE-{next(numbers):04}",
        **changes,
    )


def issue_all(db, daftar, saat=datetime(2016, 3, 14, 2, tzinfo=UTC)):
    moment = f"{saat:%Y-%m-%dT%H:%M:%SZ}"
    said = {"tindakan": "terbit", "sha256": "00", "saat": moment}
    entries = [
        Entri(entri=n, isi=said | {"kode": s.kode}) for n, s in enumerate(daftar)
    ]
    follow_log(db, entries, Head(entri=len(entries), akar="x"))


def test_a_batch_gets_one_contiguous_block_in_order(db):
    add_seri(db)
    daftar = reserve_surat(
        db, [make_baris(k) for k in "abc"], reservation=reservation()
    )
    assert [s.nomor for s in daftar] == [
        "0001/E5.2/PL/2016",
        "0002/E5.2/PL/2016",
        "0003/E5.2/PL/2016",
    ]


def test_asking_again_gives_the_same_numbers_and_only_new_letters_get_new_ones(db):
    add_seri(db)
    first = reserve_surat(
        db, [make_baris("a"), make_baris("b")], reservation=reservation()
    )
    again = reserve_surat(
        db,
        [make_baris("c"), make_baris("a"), make_baris("b")],
        reservation=reservation(start=9),
    )
    assert [again[1], again[2]] == first
    assert again[0].nomor == "0003/E5.2/PL/2016"


def test_numbers_restart_in_the_calendar_year_of_the_letter_not_of_the_programme(db):
    add_seri(db)
    old = make_baris("a", tanggal=date(2016, 12, 31))
    new = make_baris("b", tanggal=date(2017, 1, 1))
    daftar = reserve_surat(
        db, [old, new], reservation=reservation(datetime(2016, 12, 31, 23, tzinfo=UTC))
    )
    assert [s.nomor for s in daftar] == ["0001/E5.2/PL/2016", "0001/E5.2/PL/2017"]


def test_a_new_spelling_in_the_middle_of_a_year_goes_on_counting(db):
    add_seri(db)
    add_seri(db, "{urut}/{unit}/{tahun}", dari="2016-07-01")
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    later = make_baris("b", tanggal=date(2016, 7, 1))
    assert (
        reserve_surat(db, [later], reservation=reservation(start=5))[0].nomor
        == "2/E5.2/2016"
    )


def test_a_letter_that_is_not_numbered_has_no_number_and_takes_none(db):
    add_seri(db)
    plain = reserve_surat(db, [make_baris("a", seri=None)], reservation=reservation())[
        0
    ]
    outer = reserve_surat(
        db, [make_baris("b", nomor_luar="421.2 / 7")], reservation=reservation(start=2)
    )[0]
    assert (plain.nomor, outer.nomor) == (None, "421.2 / 7")
    assert db.rows("SELECT * FROM nomor") == []


def test_a_series_without_a_spelling_at_the_date_takes_nothing(db):
    add_seri(db, dari="2017-01-01")
    with pytest.raises(SeriMissingError, match="no spelling valid on 2016-03-14"):
        reserve_surat(db, [make_baris("a")], reservation=reservation())
    assert db.rows("SELECT * FROM surat") == []


def test_a_date_before_the_last_one_is_refused_unless_asked_for_and_then_recorded(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    early = make_baris("b", tanggal=date(2016, 3, 1))
    with pytest.raises(TanggalBackwardError, match="pass --mundur"):
        reserve_surat(db, [early], reservation=reservation(start=5))
    assert len(db.rows("SELECT * FROM nomor")) == 1
    reserve_surat(db, [early], reservation=reservation(start=5, mundur=True))
    acts = [(r["tindakan"], r["oleh"]) for r in list_acts(db)]
    assert acts[2:] == [("tanggal mundur", "juru tulis"), ("pesan", "juru tulis")]


def test_a_clock_behind_the_last_act_is_refused_unless_asked_for_and_then_recorded(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    yesterday = datetime(2016, 3, 13, tzinfo=UTC)
    with pytest.raises(WaktuBackwardError, match="pass --jam-mundur"):
        reserve_surat(
            db, [make_baris("b")], reservation=reservation(yesterday, start=5)
        )
    reserve_surat(
        db,
        [make_baris("b")],
        reservation=reservation(yesterday, start=5, jam_mundur=True),
    )
    acts = [r["tindakan"] for r in list_acts(db)]
    assert acts == ["buku", "pesan", "jam mundur", "pesan"]
    # From then on the clock counts again, as it is.
    reserve_surat(db, [make_baris("c")], reservation=reservation(yesterday, start=7))


def give_act(db):
    actor = make_actor(datetime(2016, 3, 14, 5, tzinfo=UTC))
    with db.writing():
        record_act(db, actor, "pernyataan", {}, moment=take_moment(db, actor))


def give_number(db):
    reserve_surat(
        db,
        [make_baris("a")],
        reservation=reservation(datetime(2016, 3, 14, 5, tzinfo=UTC)),
    )


def give_issue(db):
    daftar = reserve_surat(db, [make_baris("a")], reservation=reservation())
    issue_all(db, daftar, saat=datetime(2016, 3, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize("give_moment", [give_act, give_number, give_issue])
def test_the_clock_is_held_against_each_kind_of_moment_alone(db, give_moment):
    add_seri(db)
    give_moment(db)
    before = datetime(2016, 3, 14, 4, 59, 59, tzinfo=UTC)
    with pytest.raises(WaktuBackwardError, match=r"04:59:59.*05:00:00"):
        reserve_surat(db, [make_baris("b")], reservation=reservation(before, start=5))
    same = datetime(2016, 3, 14, 5, tzinfo=UTC)
    reserve_surat(db, [make_baris("b")], reservation=reservation(same, start=5))


def test_leave_for_a_date_is_no_leave_for_the_clock_nor_the_other_way_round(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    yesterday = reservation(datetime(2016, 3, 13, tzinfo=UTC), start=5, mundur=True)
    with pytest.raises(WaktuBackwardError, match="pass --jam-mundur"):
        reserve_surat(db, [make_baris("b")], reservation=yesterday)
    early = make_baris("b", tanggal=date(2016, 3, 13))
    with pytest.raises(TanggalBackwardError, match="pass --mundur"):
        reserve_surat(db, [early], reservation=reservation(start=5, jam_mundur=True))


def test_one_early_letter_is_seen_among_later_ones_wherever_it_stands(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    early = make_baris("b", tanggal=date(2016, 3, 13))
    late = make_baris("c", tanggal=date(2016, 3, 15))
    for batch in ([early, late], [late, early]):
        with pytest.raises(TanggalBackwardError, match="2016-03-13"):
            reserve_surat(db, batch, reservation=reservation(start=5))


def test_dates_of_other_series_and_other_years_are_not_held_against_a_letter(db):
    add_seri(db)
    add_seri(db, kode="DINAS")
    reserve_surat(
        db,
        [make_baris("a", tanggal=date(2017, 3, 14)), make_baris("b")],
        reservation=reservation(),
    )
    other = make_baris("c", seri="DINAS", tanggal=date(2016, 3, 1))
    older = make_baris("d", tanggal=date(2015, 12, 31))
    same = make_baris("e")
    daftar = reserve_surat(db, [other, older, same], reservation=reservation(start=5))
    assert [surat.nomor for surat in daftar] == [
        "0001/E5.2/PL/2016",
        "0001/E5.2/PL/2015",
        "0002/E5.2/PL/2016",
    ]


def test_a_code_of_the_series_goes_before_that_of_the_kind_and_this_is_told(db):
    add_seri(db, "{urut}/{unit}/{hal}")
    asked = replace(reservation(), kode_hal={"hal": "PL", "unit": "KIND"})
    (surat,) = reserve_surat(db, [make_baris("a")], reservation=asked)
    assert surat.nomor == "1/E5.2/PL"
    (told,) = tell_codes(db, [make_baris("b")], asked.kode_hal)
    assert "the code of X.1, KIND, has no effect" in told.reason


def test_a_ministry_number_carries_the_classification_of_its_kind(db):
    seri = {"kode": "LPMP", "berlaku_dari": "2021-01-01", "instansi": "LPMP"}
    pola = {"pola": "{urut}/{unit}/{klasifikasi}/{tahun}", "mulai": 1967}
    db.insert("seri", {**seri, **pola, "isi": '{"unit": "C4"}'})
    draft = make_baris("a", golongan="kementerian", tanggal=date(2021, 6, 29))
    asked = reservation(datetime(2021, 6, 29, 1, tzinfo=UTC))
    (lack,) = tell_codes(db, [draft], asked.kode_hal)
    assert not lack.warning
    assert lack.place == "seri LPMP: pola"
    assert "{klasifikasi} has no code for X.1 of golongan kementerian" in lack.reason
    of = {"formulir": "X.1", "golongan": "kementerian", "instansi": "*"}
    code = {"token": "klasifikasi", "nilai": "DM.01.02"}
    db.insert("kode_hal", {**of, **code, "berlaku_dari": "2021-02-01"})
    assert list(tell_codes(db, [draft], asked.kode_hal)) == []
    (surat,) = reserve_surat(db, [draft], reservation=asked)
    assert surat.nomor == "1967/C4/DM.01.02/2021"


def test_a_code_of_another_class_stands_on_no_letter_of_this_one(db):
    add_seri(db, "{urut}/{klasifikasi}/{tahun}")
    pemda = make_baris("a", golongan="pemda", kode_hal={"klasifikasi": "421"})
    other = make_baris("b", golongan="kementerian")
    told = [one for one in tell_codes(db, [pemda, other], {}) if not one.warning]
    assert ["of golongan kementerian on" in one.reason for one in told] == [True]
    (surat,) = reserve_surat(db, [pemda], reservation=reservation())
    assert surat.nomor == "1/421/2016"


def test_there_is_work_for_new_and_reserved_letters_and_none_for_issued_ones(db):
    add_seri(db)
    drafts = [make_baris(kunci) for kunci in "abc"]
    daftar = reserve_surat(db, drafts[:2], reservation=reservation())
    issue_all(db, daftar[:1])
    assert find_unissued(db, drafts, ganti={}) == drafts[1:]


def test_an_issued_letter_stays_what_it_is_whatever_date_is_asked_for(db):
    add_seri(db)
    daftar = reserve_surat(db, [make_baris("a")], reservation=reservation())
    issue_all(db, daftar)
    later = datetime(2016, 3, 15, tzinfo=UTC)
    asked = make_baris("a", tanggal=date(2016, 3, 15))
    (again,) = reserve_surat(db, [asked], reservation=reservation(later, start=5))
    assert (again.kode, again.nomor, again.status) == (
        daftar[0].kode,
        daftar[0].nomor,
        "terbit",
    )


@pytest.mark.parametrize("day", [13, 15])
def test_a_reserved_letter_is_not_silently_given_another_date(db, day):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    with pytest.raises(SuratChangedError, match="2016-03-14"):
        reserve_surat(
            db,
            [make_baris("a", tanggal=date(2016, 3, day))],
            reservation=reservation(start=5),
        )


def test_a_void_number_stays_and_the_key_gets_the_next_one(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    actor = make_actor(datetime(2016, 3, 14, 3, tzinfo=UTC))
    void_surat(db, "0001/E5.2/PL/2016", alasan="salah tujuan", actor=actor)
    later = datetime(2016, 3, 14, 4, tzinfo=UTC)
    again = reserve_surat(
        db, [make_baris("a")], reservation=reservation(later, start=5)
    )
    assert again[0].nomor == "0002/E5.2/PL/2016"
    proof = prove_nomor(db, tahun=2016)[0]
    assert (proof.count, proof.batal, proof.dipesan, proof.sound) == (2, 1, 1, True)
    book = read_agenda(db, Span.of(2016))
    assert [r["keterangan"] for r in book] == ["batal: salah tujuan", ""]
    (act,) = [r for r in list_acts(db) if r["tindakan"] == "urung"]
    assert "salah tujuan" in act["rincian"]


def test_voiding_twice_keeps_the_first_reason(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    actor = make_actor(datetime(2016, 3, 14, 3, tzinfo=UTC))
    for alasan in ("pertama", "kedua"):
        void_surat(db, "KODE-0000", alasan=alasan, actor=actor)
    assert db.rows("SELECT alasan FROM nomor") == [{"alasan": "pertama"}]
    assert [r["tindakan"] for r in list_acts(db)] == ["buku", "pesan", "urung"]


def test_an_unknown_number_and_an_ambiguous_one_are_told_apart(db):
    for kunci in "ab":
        reserve_surat(
            db,
            [make_baris(kunci, nomor_luar="421/1")],
            reservation=reservation(start=ord(kunci)),
        )
    with pytest.raises(NomorUnknownError, match="no letter"):
        find_surat(db, "nihil")
    with pytest.raises(NomorUnknownError, match="2 letters"):
        find_surat(db, "421/1")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM nomor",
        "DELETE FROM surat",
        "UPDATE nomor SET nomor = 'x'",
        "UPDATE nomor SET urut = 9",
        "UPDATE nomor SET status = 'dipesan'",
    ],
)
def test_the_ledger_refuses_to_forget_or_to_respell(db, sql):
    add_seri(db)
    issue_all(db, reserve_surat(db, [make_baris("a")], reservation=reservation()))
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute(sql)


def test_issuing_twice_changes_nothing(db):
    add_seri(db)
    daftar = reserve_surat(db, [make_baris("a")], reservation=reservation())
    issue_all(db, daftar)
    before = db.rows("SELECT * FROM nomor")
    issue_all(db, daftar, saat=datetime(2016, 3, 15, tzinfo=UTC))
    assert db.rows("SELECT * FROM nomor") == before
    assert before[0]["status"] == "terbit"


def test_the_proof_sees_a_gap_and_a_double_that_another_program_made(db):
    add_seri(db)
    reserve_surat(db, [make_baris(k) for k in "abc"], reservation=reservation())
    db.conn.execute("DROP TRIGGER nomor_fixed")
    db.conn.execute("UPDATE nomor SET urut = 7 WHERE urut = 2")
    proof = prove_nomor(db, tahun=2016)[0]
    assert (proof.gaps, proof.sound) == ([2, 4, 5, 6], False)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=8))
def test_whatever_is_asked_in_whatever_order_there_is_no_gap_and_no_double(batches):
    db = memory_store()
    add_seri(db)
    for n, batch in enumerate(batches):
        keys = list(dict.fromkeys(batch))
        reserve_surat(
            db,
            [make_baris(str(key)) for key in keys],
            reservation=reservation(
                datetime(2016, 3, 14, 1, n, tzinfo=UTC), start=100 * n
            ),
        )
    asked = {key for batch in batches for key in batch}
    proofs = prove_nomor(db, tahun=2016)
    assert sum(proof.count for proof in proofs) == len(asked)
    assert all(proof.sound for proof in proofs)
    db.conn.close()


def _reserve_many(path, who, times):
    db = open_store(path)
    for n in range(times):
        numbers = count(n)
        asked = Reservation(
            actor=make_actor(),
            kode_hal={"hal": "PL"},
            make_kode=lambda numbers=numbers: f"{who}-{next(numbers)}",
        )
        reserve_surat(db, [make_baris(f"{who}{n}")], reservation=asked)
    db.conn.close()


def test_four_clerks_at_once_are_never_given_the_same_number(db_path):
    db = open_store(db_path)
    add_seri(db)
    context = multiprocessing.get_context("fork")
    clerks = [
        context.Process(target=_reserve_many, args=(db_path, who, 10)) for who in "abcd"
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert [clerk.exitcode for clerk in clerks] == [0, 0, 0, 0]
    proof = prove_nomor(db, tahun=2016)[0]
    assert (proof.count, proof.sound) == (40, True)
    db.conn.close()


def test_one_more_reservation_reads_through_indexes_only(db):
    add_seri(db)
    reserve_surat(db, [make_baris("a")], reservation=reservation())
    said = []
    db.conn.set_trace_callback(said.append)
    reserve_surat(db, [make_baris("b")], reservation=reservation(start=5))
    db.conn.set_trace_callback(None)
    asked = [sql for sql in said if sql.startswith(("SELECT", "UPDATE", "INSERT"))]
    assert any("INSERT INTO nomor" in sql for sql in asked)
    for sql in asked:
        details = [row["detail"] for row in db.rows(f"EXPLAIN QUERY PLAN {sql}")]
        for detail in details:
            walks = detail.startswith(("SCAN surat", "SCAN nomor", "SCAN riwayat"))
            assert not walks, (sql, detail)
