"""A restored office is proved first, and numbers past all that either one gave."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from formulir.archive.folder import read_note
from formulir.archive.keys import KunciMissingError
from formulir.archive.log import KunciForeignError
from formulir.office.copying.backup import backup
from formulir.office.copying.restore import (
    UNFINISHED,
    CadanganDamagedError,
    restore,
    tell_numbers,
)
from formulir.office.founding import FolderOccupiedError, list_unfinished
from formulir.office.kantor import open_kantor
from formulir.records.ledger.notes import list_untold
from formulir.records.ledger.outside import LewatRefusedError
from formulir.records.ledger.reserve import PagarError
from formulir.reviewing.audit import verify_kantor
from tests.conftest import Jam
from tests.kantor import formulir
from tests.office.test_backup import (
    issue,
    keys_of,
    list_files,
    prove,
    run_killed,
)
from tests.reviewing.book import found_book


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """An office, and a backup of it with its key; the office went on after it."""
    folder = tmp_path_factory.mktemp("pulih")
    found_book(folder / "kantor", Jam())
    kantor = open_kantor(folder / "kantor")
    issue(kantor, "sebelum")
    backup(kantor, folder / "cadangan", with_key=True)
    issue(kantor, "sesudah-1", "sesudah-2")
    return folder


@pytest.fixture
def folder(laid, tmp_path):
    shutil.copytree(laid, tmp_path / "meja")
    return tmp_path / "meja"


def numbers(kantor):
    with kantor.open_catatan(read_only=True) as db:
        asked = "SELECT urut FROM nomor WHERE seri = 'LPMP' AND status <> 'lewat'"
        return db.values(f"{asked} ORDER BY urut")


def test_a_restored_office_verifies_and_gives_no_number_until_it_is_told(folder, capfd):
    lost = open_kantor(folder / "kantor")
    words = ("restore", str(folder / "cadangan"), str(folder / "baru"))
    assert formulir(folder, *words) == 0
    told = capfd.readouterr()
    assert "formulir numbers --tahun 2016 --pagar LPMP=N" in told.err
    assert "formulir numbers --tahun 20" in told.err.partition("2016")[2]
    new = open_kantor(folder / "baru")
    assert prove(new) == []
    assert keys_of(new) == keys_of(lost)[:-2]
    with pytest.raises(PagarError, match="--tahun 2016 --pagar SERI=N and"):
        issue(new, "a")
    last = max(numbers(lost))
    with new.open_catatan(read_only=True) as db:
        first, *rest = list_untold(db)
    assert first == 2016
    assert rest
    tell = ("numbers", "--pagar", f"LPMP={last}", "--tahun", "2016")
    assert formulir(folder / "baru", *tell) == 0
    with pytest.raises(PagarError):
        issue(new, "a")  # another year may have had numbers, too
    for tahun in rest:
        words = ("numbers", "--pagar", "LPMP=0", "--tahun", str(tahun))
        assert formulir(folder / "baru", *words) == 0
    issue(new, "baru-1", "baru-2")
    given = numbers(new)
    assert given[-2:] == [last + 1, last + 2]
    assert prove(new) == []


def test_a_restore_that_is_told_all_numbers_lifts_the_fence(folder, capfd):
    last = max(numbers(open_kantor(folder / "kantor")))
    words = ("restore", str(folder / "cadangan"), str(folder / "baru"))
    assert formulir(folder, *words, "--nomor", f"LPMP={last}") == 0
    told = capfd.readouterr().err
    (year,) = {
        word.partition(":")[2].partition("=")[0]
        for word in told.split()
        if word.startswith("LPMP:") and not word.startswith("LPMP:2016")
    }
    assert "tell it with" in told
    shutil.rmtree(folder / "baru")
    more = ("--nomor", f"LPMP:2016={last}", "--nomor", f"LPMP:{year}=0")
    assert formulir(folder, *words, *more) == 0
    assert "it gives numbers again" in capfd.readouterr().err
    new = open_kantor(folder / "baru")
    issue(new, "baru")
    assert numbers(new)[-1] == last + 1
    proof = verify_kantor(new)
    assert proof.findings == []
    assert formulir(folder / "baru", "numbers", "--tahun", "2016") == 0


def test_every_series_is_to_be_told(folder):
    done = restore(folder / "cadangan", folder / "baru", prove=prove)
    with pytest.raises(LewatRefusedError):
        tell_numbers(done.kantor, {}, tahun=2016)
    with pytest.raises(LewatRefusedError):
        tell_numbers(done.kantor, {"LPMP": 60, "LAIN": 1}, tahun=2016)
    with pytest.raises(PagarError):
        issue(done.kantor, "a")


def test_the_act_says_of_what_backup_the_office_was_made(folder):
    done = restore(folder / "cadangan", folder / "baru", prove=prove)
    with done.kantor.open_catatan(read_only=True) as db:
        rows = db.rows("SELECT * FROM riwayat WHERE tindakan = 'pulih'")
    (row,) = rows
    assert f'"banyak": {done.state.entri}' in row["rincian"]
    assert done.state.saat in row["rincian"]
    assert row["entri"] is not None
    assert not (folder / "baru" / "pulih.json").exists()


def test_a_checkpoint_of_the_lost_office_tells_what_the_backup_lacks(folder):
    note = read_note(open_kantor(folder / "kantor").archive)
    done = restore(folder / "cadangan", folder / "baru", prove=prove)
    (fault,) = verify_kantor(done.kantor, since={"disket": note}).findings
    assert fault.place == "disket"
    assert "covers" in fault.reason


def test_without_its_key_it_can_be_read_and_the_fence_waits_for_the_key(folder, capfd):
    key = folder / "cadangan/keadaan/0001/kunci/arsip.pem"
    kept = folder / "kantor/kunci/arsip.pem"
    shutil.rmtree(folder / "cadangan")
    backup(open_kantor(folder / "kantor"), folder / "cadangan")
    assert not key.exists()
    words = ("restore", str(folder / "cadangan"), str(folder / "baru"))
    assert formulir(folder, *words) == 0
    assert "it can only be read until its key lies at" in capfd.readouterr().err
    new = open_kantor(folder / "baru")
    assert prove(new) == []
    assert formulir(folder / "baru", "find") == 0
    with pytest.raises(KunciMissingError):
        issue(new, "a")
    assert formulir(folder / "baru", "verify") == 0
    shutil.copyfile(kept, new.key)
    new.key.chmod(0o600)
    assert (
        formulir(folder / "baru", "numbers", "--tahun", "2016", "--pagar", "X=1") == 3
    )
    with pytest.raises(PagarError):
        issue(new, "a")
    assert prove(new) == []


def test_a_key_is_taken_from_elsewhere_and_must_be_the_right_one(folder, tmp_path):
    shutil.rmtree(folder / "cadangan")
    backup(open_kantor(folder / "kantor"), folder / "cadangan")
    other = tmp_path / "asing"
    assert formulir(tmp_path, "init", str(other)) == 0
    with pytest.raises(KunciForeignError):
        restore(
            folder / "cadangan",
            folder / "baru",
            prove=prove,
            key=other / "kunci/arsip.pem",
        )
    assert not (folder / "baru").exists()
    key = folder / "kantor/kunci/arsip.pem"
    done = restore(folder / "cadangan", folder / "baru", prove=prove, key=key)
    assert done.has_key
    places = (done.kantor.key, done.kantor.key.parent)
    assert [path.stat().st_mode & 0o777 for path in places] == [0o600, 0o700]


def spoil(path):
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def test_whatever_was_changed_in_a_backup_is_refused_and_nothing_is_left(folder):
    cadangan = folder / "cadangan"
    files = [path for path in sorted(cadangan.rglob("*")) if path.is_file()]
    tried = [path for path in files if path.parent.name != "cadangan"]
    some = {path.suffix + str("objects" in path.parts): path for path in tried}
    assert len(some) > 6
    for path in some.values():
        for harm in (spoil, lambda path: path.unlink()):
            good, mode = path.read_bytes(), path.stat().st_mode
            harm(path)
            with pytest.raises(CadanganDamagedError) as caught:
                restore(cadangan, folder / "baru", prove=prove)
            assert path.stem[:8] in str(caught.value.faults[0].place) + str(
                caught.value.faults[0].reason
            )
            assert sorted(each.name for each in folder.iterdir()) == [
                "cadangan",
                "kantor",
            ]
            path.unlink(missing_ok=True)
            path.write_bytes(good)
            path.chmod(mode)
    restore(cadangan, folder / "baru", prove=prove)


def test_a_place_that_is_taken_is_refused_and_stays(folder):
    before = list_files(folder)
    for taken in (folder / "kantor", folder / "cadangan", folder):
        with pytest.raises(FolderOccupiedError):
            restore(folder / "cadangan", taken, prove=prove)
    assert list_files(folder) == before
    (folder / "baru").mkdir()
    restore(folder / "cadangan", folder / "baru", prove=prove)


def test_a_restore_that_is_killed_anywhere_leaves_no_office_without_a_fence(folder):
    cadangan, before = folder / "cadangan", list_files(folder / "cadangan")
    last, code = 0, -signal.SIGKILL
    for at in (1, 2, 5, 40, 70, 90, 10_000):
        code = run_killed(restore, at, cadangan, folder / "baru", prove=prove)
        if code == -signal.SIGKILL:
            last = at
        if (folder / "baru").exists():
            break
        assert list_unfinished(folder / "baru", mark=UNFINISHED) != []
        for half in list_unfinished(folder / "baru", mark=UNFINISHED):
            shutil.rmtree(half)
    assert last >= 5
    assert code == 0
    assert list_files(cadangan) == before
    new = open_kantor(folder / "baru")
    assert prove(new) == []
    with pytest.raises(PagarError):
        issue(new, "a")


def test_the_moment_between_fence_and_name_is_safe_too(folder):
    steps = []
    restore(folder / "cadangan", folder / "a", prove=prove, after=steps.append)
    fence = steps.index("fence")
    for at in range(fence - 1, len(steps) + 1):
        run_killed(restore, at, folder / "cadangan", folder / "baru", prove=prove)
        if (folder / "baru").exists():
            with pytest.raises(PagarError):
                issue(open_kantor(folder / "baru"), "a")
            shutil.rmtree(folder / "baru")


def test_the_years_from_the_backup_on_are_asked_for_and_the_last_on_record(folder):
    done = restore(folder / "cadangan", folder / "baru", prove=prove)
    with done.kantor.open_catatan(read_only=True) as db:
        years = list_untold(db)
    since = int(done.state.saat[:4])
    assert years == sorted({2016, *range(since, done.kantor.hari_ini().year + 1)})


def test_at_a_terminal_each_number_is_asked_for(folder):
    last = max(numbers(open_kantor(folder / "kantor")))
    program = Path(sys.executable).with_name("formulir")
    ours, theirs = os.openpty()
    command = subprocess.Popen(
        [program, "restore", folder / "cadangan", folder / "baru"],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    os.write(ours, f"{last}\n\n".encode())  # the second is taken as it is on record
    _, told = command.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert command.returncode == 0
    assert b"last number of LPMP in 2016 that is known on paper [56]" in told
    assert told.rstrip().endswith(b"it gives numbers again")
    new = open_kantor(folder / "baru")
    issue(new, "baru")
    assert numbers(new)[-1] == last + 1
