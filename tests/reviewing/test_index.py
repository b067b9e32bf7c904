"""An index that was taken away is a finding; when it is back, it leaves a trace."""

from __future__ import annotations

import shutil

import pytest

from formulir.archive.find import find_entri, iter_entries
from formulir.archive.folder import read_note
from formulir.office.filing import reconcile
from formulir.office.founding import found_kantor
from formulir.office.kantor import open_kantor
from formulir.reviewing.audit import verify_kantor
from tests.conftest import Jam
from tests.reviewing.book import found_book, open_book


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    kantor = found_book(tmp_path_factory.mktemp("indeks") / "kantor", Jam())
    settle(kantor)
    return kantor


@pytest.fixture
def kantor(book, tmp_path):
    shutil.copytree(book.folder, tmp_path / "kantor")
    jam = Jam()
    jam.moment = book.saat.moment
    return open_book(tmp_path / "kantor", jam)


def settle(kantor):
    with kantor.open_catatan() as db:
        reconcile(kantor, db)


def index(kantor):
    return kantor.archive.root / "index.db"


def told(kantor, **more):
    proof = verify_kantor(kantor, **more)
    return tuple(
        [fault.reason for fault in faults if fault.place == "index.db"]
        for faults in (proof.findings, proof.notices)
    )


def acts(kantor):
    found = [entri.isi for entri in iter_entries(kantor.archive)]
    return [isi["banyak"] for isi in found if isi["tindakan"] == "indeks"]


def test_an_index_that_has_grown_with_its_archive_is_not_spoken_of(kantor):
    settle(kantor)
    assert told(kantor) == ([], [])
    assert acts(kantor) == []


def test_verify_finds_that_it_is_gone_and_does_not_put_it_back(kantor):
    index(kantor).unlink()
    for _ in range(2):
        (finding,), _ = told(kantor)
        assert finding.startswith("it was removed")
        assert not index(kantor).exists()


def test_one_that_is_made_anew_says_so_and_the_next_run_signs_it_once(kantor):
    size = len([*iter_entries(kantor.archive)])
    index(kantor).unlink()
    find_entri(kantor.archive, 0)
    findings, (notice,) = told(kantor)
    assert findings == []
    assert f"made anew beside {size} entries" in notice
    for _ in range(3):
        settle(kantor)
        assert acts(kantor) == [size]
    assert told(kantor) == ([], [notice])


def test_the_act_remembers_it_when_a_clean_index_is_put_in_its_place(kantor):
    clean = index(kantor).read_bytes()
    index(kantor).unlink()
    settle(kantor)
    index(kantor).write_bytes(clean)  # lags, and says of itself that it has grown
    settle(kantor)
    findings, (notice,) = told(kantor)
    assert findings == []
    assert "made anew" in notice


def test_each_loss_is_signed(kantor):
    for count in range(1, 4):
        index(kantor).unlink()
        settle(kantor)
        assert len(acts(kantor)) == count
    assert acts(kantor) == sorted(set(acts(kantor)))


def test_a_kept_checkpoint_of_those_entries_answers_it(kantor):
    before = read_note(kantor.archive)
    index(kantor).unlink()
    settle(kantor)
    after = read_note(kantor.archive)
    assert told(kantor, since={"a": before}) == ([], [])
    assert told(kantor, since={"a": after}) == ([], [])
    early = b"formulir.example/kantor\n0\n"
    findings = verify_kantor(kantor, since={"a": early}).findings
    assert [fault.place for fault in findings] == ["a"]
    assert told(kantor, since={"a": early})[1] != []


def test_a_new_office_may_lack_it(tmp_path):
    found_kantor(tmp_path / "baru")
    kantor = open_kantor(tmp_path / "baru")
    assert told(kantor)[0] == []
    settle(kantor)
    assert told(kantor) == ([], [])
    assert acts(kantor) == []
