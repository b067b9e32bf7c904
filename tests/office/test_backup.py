"""A backup is of one moment whoever writes meanwhile, and killed it leaves the last."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from dataclasses import dataclass
from datetime import timedelta

import pytest

from formulir.archive.find import iter_entries
from formulir.ground.workdir import take_folder
from formulir.office.copying.backup import CadanganNewerError, backup
from formulir.office.copying.restore import restore
from formulir.office.copying.shelf import (
    KEPT,
    CadanganForeignError,
    CadanganMissingError,
    read_shelf,
)
from formulir.office.kantor import make_kode, open_kantor
from formulir.records.ledger.agenda import prove_nomor
from formulir.records.ledger.notes import judge_backup, read_backup
from formulir.records.ledger.reserve import Reservation, reserve_surat
from formulir.reviewing.audit import verify_kantor
from tests.conftest import Jam, make_baris
from tests.kantor import formulir, make_kantor
from tests.reviewing.book import Clerk, found_book

FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Worker(Clerk):
    """A clerk beside others, who gives codes that no other one gives."""

    def reserve(self, *drafts, **more):
        reservation = Reservation(
            actor=self.kantor.actor(),
            kode_hal={"hal": "PM"},
            make_kode=make_kode,
            **more,
        )
        return reserve_surat(self.db, drafts, reservation=reservation)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """An office with a row of every sort; what was half done in it is ended."""
    folder = tmp_path_factory.mktemp("cadangan") / "kantor"
    found_book(folder, Jam())
    (folder / "templates" / "02.2").mkdir()
    (folder / "templates" / "02.2" / "catatan.txt").write_text("sendiri")
    issue(open_kantor(folder), "awal")
    return folder


@pytest.fixture
def kantor(book, tmp_path):
    shutil.copytree(book, tmp_path / "kantor")
    return open_kantor(tmp_path / "kantor")


def issue(kantor, *keys):
    with kantor.open_catatan() as db:
        for key in keys:
            Worker(kantor=kantor, db=db).issue(make_baris(key), mundur=True)


def prove(kantor):
    return verify_kantor(kantor).findings


def put_back(folder, new, **more):
    done = restore(folder, new, prove=prove, **more)
    assert prove(done.kantor) == []
    return done


def keys_of(kantor):
    return [e.isi["kunci"] for e in iter_entries(kantor.archive) if "kunci" in e.isi]


def list_files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_backup_holds_the_office_and_the_history_tells_of_it(kantor, tmp_path):
    assert formulir(kantor.folder, "backup", str(tmp_path / "lain")) == 0
    (state,) = read_shelf(tmp_path / "lain").states
    assert "kantor.toml" in state.berkas
    assert "templates/02.2/catatan.txt" in state.berkas
    assert not any(name.startswith("kunci") for name in state.berkas)
    with kantor.open_catatan(read_only=True) as db:
        told = read_backup(db)
        good, words = judge_backup(db, now=kantor.saat())
    assert (told["banyak"], told["keadaan"]) == (state.entri, 1)
    assert told["tempat"] == str(tmp_path / "lain")
    assert good
    assert "(0 day(s) ago)" in words
    assert prove(kantor) == []


def test_an_old_backup_is_a_problem_only_when_something_came_after_it(kantor, tmp_path):
    def judge(days):
        with kantor.open_catatan(read_only=True) as db:
            return judge_backup(db, now=kantor.saat() + timedelta(days=days))

    assert judge(0)[0] is False  # never, and there are letters
    backup(kantor, tmp_path / "lain")
    assert judge(400)[0] is True
    issue(kantor, "satu")
    good, words = judge(6)
    assert (good, words[-7:]) == (True, "1 since")
    good, words = judge(8)
    assert (good, "(8 day(s) ago)" in words) == (False, True)


def test_only_what_is_new_is_copied_and_what_is_right_is_not_written_again(
    kantor, tmp_path
):
    first = backup(kantor, tmp_path / "lain")
    assert first.kept == 0
    objects = sorted((tmp_path / "lain/objects").rglob("*.*"))
    assert len(objects) == first.copied
    before = {path: path.stat() for path in objects}
    issue(kantor, "satu")
    second = backup(kantor, tmp_path / "lain")
    assert (second.copied, second.kept) == (2, first.copied)  # its page, its context
    for path, stat in before.items():
        after = path.stat()
        assert (after.st_ino, after.st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)


def test_an_object_that_was_spoilt_in_the_backup_is_written_again(kantor, tmp_path):
    backup(kantor, tmp_path / "lain")
    path = next((tmp_path / "lain/objects").rglob("*.pdf"))
    good = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(good + b"x")
    assert backup(kantor, tmp_path / "lain").copied == 1
    assert path.read_bytes() == good


def test_the_last_states_stay_and_older_ones_go(kantor, tmp_path):
    for number in range(KEPT + 2):
        issue(kantor, f"s{number}")
        backup(kantor, tmp_path / "lain")
    numbers = [state.nomor for state in read_shelf(tmp_path / "lain").states]
    assert numbers == [5, 4, 3]
    places = sorted(path.name for path in (tmp_path / "lain/keadaan").iterdir())
    assert places == ["0003", "0004", "0005"]
    old = put_back(tmp_path / "lain", tmp_path / "lama", nomor=3)
    assert keys_of(old.kantor)[-1] == "s2"


def test_the_key_is_copied_only_when_that_is_said_and_closed(kantor, tmp_path, capfd):
    assert formulir(kantor.folder, "backup", str(tmp_path / "a")) == 0
    assert "keep a copy of" in capfd.readouterr().err
    words = ("backup", str(tmp_path / "b"), "--dengan-kunci")
    assert formulir(kantor.folder, *words) == 0
    assert "keep a copy" not in capfd.readouterr().err
    key = tmp_path / "b/keadaan/0001/kunci/arsip.pem"
    assert key.read_bytes() == kantor.key.read_bytes()
    assert [path.stat().st_mode & 0o777 for path in (key, key.parent)] == [0o600, 0o700]


def test_a_place_where_it_would_destroy_or_not_help_is_refused(kantor, tmp_path):
    (tmp_path / "penuh").mkdir()
    (tmp_path / "penuh" / "foto.jpg").write_bytes(b"x")
    (tmp_path / "berkas").write_bytes(b"x")
    other = tmp_path / "kantor-lain"
    assert formulir(tmp_path, "init", str(other)) == 0
    backup(open_kantor(other), tmp_path / "cadangan-lain")
    before = list_files(tmp_path)
    for name in ("kantor/cadangan", "kantor", "penuh", "berkas", "cadangan-lain"):
        with pytest.raises(CadanganForeignError):
            backup(kantor, tmp_path / name)
    with pytest.raises(CadanganForeignError):
        backup(kantor, tmp_path)  # it is above the office, and not empty
    assert list_files(tmp_path) == before


def test_an_older_or_another_copy_of_the_office_never_follows_a_newer_one(
    kantor, tmp_path
):
    shutil.copytree(kantor.folder, tmp_path / "kemarin")
    issue(kantor, "baru")
    backup(kantor, tmp_path / "lain")
    old = open_kantor(tmp_path / "kemarin")
    before = read_shelf(tmp_path / "lain")
    with pytest.raises(CadanganNewerError):
        backup(old, tmp_path / "lain")
    issue(old, "a1", "a2", "a3")  # longer, and forked
    with pytest.raises(CadanganNewerError):
        backup(old, tmp_path / "lain")
    assert read_shelf(tmp_path / "lain") == before
    put_back(tmp_path / "lain", tmp_path / "baru")


def test_a_stored_file_that_is_spoilt_is_told_and_all_else_is_copied(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=None)
    kantor = open_kantor(folder)
    issue(kantor, "x")
    with kantor.open_catatan(read_only=True) as db:
        cap = db.value("SELECT cap FROM instansi WHERE cap IS NOT NULL")
    (kantor.berkas / cap).write_bytes(b"spoilt")
    assert formulir(folder, "backup", str(tmp_path / "lain")) == 7
    (state,) = read_shelf(tmp_path / "lain").states
    assert list(state.kurang) == [cap]
    done = restore(tmp_path / "lain", tmp_path / "baru", prove=prove)
    assert not (done.kantor.berkas / cap).exists()
    assert all(cap in fault.reason for fault in prove(done.kantor))


def test_without_a_key_the_backup_is_whole_and_says_that_no_history_tells_of_it(
    kantor, tmp_path, capfd
):
    kantor.key.rename(tmp_path / "arsip.pem")
    assert formulir(kantor.folder, "backup", str(tmp_path / "lain")) == 0
    assert "the history does not tell of this backup" in capfd.readouterr().err
    put_back(tmp_path / "lain", tmp_path / "baru", key=tmp_path / "arsip.pem")


# --- While others write, and killed ---


def work(folder, name, stop):
    kantor = open_kantor(folder)
    number = 0
    with kantor.open_catatan() as db:
        clerk = Worker(kantor=kantor, db=db)
        while not stop.is_set():
            number += 1
            clerk.issue(make_baris(f"{name}-{number}"), mundur=True)
            clerk.reserve(make_baris(f"{name}-{number}-r"), mundur=True)
    os._exit(0)


def test_a_backup_beside_four_who_write_is_of_one_moment(kantor, tmp_path):
    stop = FORK.Event()
    workers = [
        FORK.Process(target=work, args=(kantor.folder, name, stop)) for name in "pqrs"
    ]
    for worker in workers:
        worker.start()
    sizes = [backup(kantor, tmp_path / "lain").state.entri for _ in range(KEPT)]
    stop.set()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    assert prove(kantor) == []
    for state in read_shelf(tmp_path / "lain").states:
        done = put_back(
            tmp_path / "lain",
            tmp_path / f"baru-{state.nomor}",
            nomor=state.nomor,
            key=kantor.key,
        )
        with done.kantor.open_catatan(read_only=True) as db:
            assert all(proof.sound for proof in prove_nomor(db))


def run_killed(function, at, *args, **more):
    """Run in a child that kills itself at a write; return how far it came."""

    def child():
        left = at

        def after(_step):
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        function(*args, after=after, **more)
        os._exit(0)

    process = FORK.Process(target=child)
    process.start()
    process.join()
    return process.exitcode


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.thorough)])
def test_a_backup_that_is_killed_anywhere_leaves_the_one_before(kantor, tmp_path, step):
    """Killed after each write, or after each second one."""
    folder = tmp_path / "lain"
    backup(kantor, folder)
    before = keys_of(kantor)
    issue(kantor, "sesudah")
    at, code = 1 - step, -signal.SIGKILL
    while code == -signal.SIGKILL:
        at += step
        shutil.copytree(folder, tmp_path / "percobaan")
        code = run_killed(backup, at, kantor, tmp_path / "percobaan")
        (newest, *_) = read_shelf(tmp_path / "percobaan").states
        done = put_back(tmp_path / "percobaan", tmp_path / "baru")
        assert keys_of(done.kantor)[: len(before)] == before
        assert ("sesudah" in keys_of(done.kantor)) == (newest.nomor == 2)
        again = backup(kantor, tmp_path / "percobaan")
        named = {state.place for state in read_shelf(tmp_path / "percobaan").states}
        lying = {
            f"keadaan/{path.name}"
            for path in (tmp_path / "percobaan/keadaan").iterdir()
        }
        assert named == lying
        assert again.state.nomor in {2, 3}
        shutil.rmtree(tmp_path / "percobaan")
        shutil.rmtree(tmp_path / "baru")
    assert (code, at) == (0, 13)


def test_the_first_backup_may_be_the_one_that_is_killed(kantor, tmp_path):
    assert run_killed(backup, 1, kantor, tmp_path / "lain") == -signal.SIGKILL
    with pytest.raises(CadanganMissingError):
        restore(tmp_path / "lain", tmp_path / "baru", prove=prove)
    backup(kantor, tmp_path / "lain")
    put_back(tmp_path / "lain", tmp_path / "baru")


def test_a_marker_that_no_backup_writes_is_refused(kantor, tmp_path):
    backup(kantor, tmp_path / "lain")
    marker = tmp_path / "lain/cadangan.json"
    good = json.loads(marker.read_bytes())
    for spoil in (
        lambda said: said.update(format="lain/9"),
        lambda said: said["keadaan"][0].update(nomor="../../etc"),
        lambda said: said["keadaan"][0]["berkas"].update({"../x": "0"}),
        lambda said: said["keadaan"][0]["berkas"].update({"/etc/passwd": "0"}),
        lambda said: said["keadaan"][0]["berkas"].update({"kerja/x": "0"}),
        lambda said: said.pop("keadaan"),
    ):
        said = json.loads(json.dumps(good))
        spoil(said)
        marker.write_text(json.dumps(said))
        with pytest.raises(CadanganMissingError):
            read_shelf(tmp_path / "lain")
    marker.write_bytes(b"{")
    with pytest.raises(CadanganMissingError):
        read_shelf(tmp_path / "lain")


def test_what_a_killed_backup_left_of_the_records_goes_with_the_next(kantor, tmp_path):
    kantor.workdir.mkdir(exist_ok=True)
    left, hold = take_folder(kantor.workdir)
    (left / "catatan.db").write_bytes(b"sebagian")
    os.close(hold)  # as the kernel does when its owner is killed
    backup(kantor, tmp_path / "percobaan")
    assert [*kantor.workdir.iterdir()] == []
