"""Jobs: done once each, however often server and worker are killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from formulir.archive.find import iter_entries
from formulir.language import speaking
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import (
    TRIES,
    Order,
    ask,
    begin_next,
    find_job,
    give_back,
    list_open,
    note,
    stop,
)
from formulir.web.jobs.worker import NICER
from formulir.web.serving.supervise import Supervisor, end_worker
from tests.kantor import await_until, make_kantor, make_printer, slow_down
from tests.web.desk import Desk, send

ISI = {
    "formulir": "02.3",
    "tahun": 2016,
    "wilayah": None,
    "tanggal": "2016-03-14",
    "dijawab": [],
}


def order(jenis="terbit", **isi):
    return Order(jenis=jenis, judul="Menerbitkan 02.3", isi=ISI | isi, akun="siti")


KILLER = """\
#!{python} -IS
import os, signal, sys
if sys.argv[1:2] == ["--version"]:
    print("LibreOffice 7.4.7.2 stand-in")
    sys.exit()
pid = os.getpid()
while True:
    with open(f"/proc/{{pid}}/stat") as file:
        pid = int(file.read().rpartition(")")[2].split()[1])
    with open(f"/proc/{{pid}}/cmdline") as file:
        if "web.jobs.worker" in file.read():
            break
with open({marks!r}, "a") as file:
    file.write("x")
os.kill(pid, signal.SIGKILL)
"""
"""A printer that does to its worker what a machine does that runs out of memory."""


def start_worker(desk):
    command = [sys.executable, "-m", "formulir.web.jobs.worker", str(desk.folder)]
    return subprocess.Popen(command, start_new_session=True)


def ask_for(desk, wanted):
    desk.add("siti")
    with open_meja(desk.folder) as meja:
        return ask(meja, wanted, saat=desk.kantor.saat())


def read(desk, nomor):
    with open_meja(desk.folder) as meja:
        return find_job(meja, nomor)


def list_made(desk):
    entries = [entri.isi for entri in iter_entries(desk.kantor.archive)]
    issued = [isi for isi in entries if isi.get("tindakan") == "terbit"]
    return [isi for isi in issued if isi["formulir"] == "02.3"]


def test_a_job_is_done_in_the_name_and_role_of_whoever_asked(desk):
    nomor = ask_for(desk, order())
    assert desk.work().keadaan == "selesai"
    made = list_made(desk)
    assert made
    assert {(isi["oleh"], isi["peran"]) for isi in made} == {("siti", "staf")}
    job = read(desk, nomor)
    assert len(job.hasil["terbit"]) == len(made)
    assert job.jumlah == job.selesai == len(made)


def test_a_doubt_that_was_not_shown_stops_before_a_number(tmp_path, desk):
    ask_for(desk, order(formulir="02.2"))
    desk.work()
    shutil.copytree(desk.folder, tmp_path / "salinan")
    copy = Desk(folder=tmp_path / "salinan")  # of which numbers would be given twice
    before = len(list_made(copy))
    nomor = ask_for(copy, order())
    assert copy.work().keadaan == "gagal"
    hasil = read(copy, nomor).hasil
    assert hasil["kode"] == "doubts-untold"
    assert "restore" in hasil["kalimat"]
    assert len(list_made(copy)) == before


def test_a_fault_is_told_with_its_place_and_the_worker_goes_on(desk):
    ask_for(desk, order(formulir="99.9"))
    nomor = ask_for(desk, order())
    desk.work()
    with open_meja(desk.folder) as meja:
        first = list_open(meja, "siti")[0]
    assert first.keadaan == "gagal"
    assert "99.9" in first.hasil["kalimat"]
    assert read(desk, nomor).keadaan == "selesai"


def test_what_an_audit_found_is_told_in_indonesian(desk):
    nomor = ask_for(desk, order(jenis="periksa"))
    with speaking("id"):
        assert desk.work().keadaan == "selesai"
    assert read(desk, nomor).hasil["kalimat"].startswith("terbukti: ")


def test_a_job_that_waits_is_stopped_at_once(desk):
    nomor = ask_for(desk, order())
    browser = desk.enter()
    send(browser, f"/pekerjaan/{nomor}/hentikan")
    assert read(desk, nomor).keadaan == "berhenti"
    assert desk.work() is None
    assert "Dihentikan" in browser.get(f"/pekerjaan/{nomor}").text


def test_a_job_that_runs_is_stopped_after_the_part_that_is_made(desk):
    nomor = ask_for(desk, order())
    with open_meja(desk.folder) as meja:
        stop(meja, nomor, saat=desk.kantor.saat())
        meja.run("UPDATE pekerjaan SET keadaan = 'berjalan', hentikan = 1")
    assert desk.work().keadaan == "berhenti"


def test_the_end_of_a_job_stays_on_every_page_until_it_was_seen(desk):
    nomor = ask_for(desk, order())
    browser = desk.enter()
    assert "Menerbitkan 02.3" in browser.get("/akun").text
    desk.work()
    assert "Menerbitkan 02.3" in browser.get("/akun").text
    page = browser.get(f"/pekerjaan/{nomor}").text
    assert "Selesai" in page
    assert "Menerbitkan 02.3" not in browser.get("/akun").text


def test_the_stream_of_a_job_ends_with_it(desk):
    nomor = ask_for(desk, order())
    desk.work()
    answer = desk.enter().get(f"/pekerjaan/{nomor}/aliran")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: akhir" in answer.text


def test_two_workers_never_do_one_job(desk):
    nomor = ask_for(desk, order())
    workers = [start_worker(desk) for _ in range(2)]
    try:
        await_until(lambda: not read(desk, nomor).is_open)
    finally:
        for each in workers:
            each.kill()
            each.wait()
    assert read(desk, nomor).keadaan == "selesai"
    codes = read(desk, nomor).hasil["terbit"]
    assert len(codes) == len(set(codes))


def test_the_worker_and_what_it_starts_stand_back_for_the_pages(tmp_path):
    marks, printer = tmp_path / "marks", make_printer(tmp_path)
    text = printer.read_text().replace(
        "import json,",
        f"import os; open({str(marks)!r}, 'a').write(f'{{os.nice(0)}} ')\nimport json,",
    )
    printer.write_text(text)
    desk = Desk(folder=make_kantor(tmp_path / "kantor", printer=printer))
    nomor = ask_for(desk, order())
    worker = start_worker(desk)
    try:
        await_until(lambda: not read(desk, nomor).is_open)
        nicer = min(os.nice(0) + NICER, 19)
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == nicer
        assert set(marks.read_text().split()) == {str(nicer)}
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.thorough)])
def test_a_worker_killed_anywhere_leaves_a_job_that_the_next_one_ends(tmp_path, kills):
    """At random moments; each letter is there once, and the page is right."""
    printer = slow_down(make_printer(tmp_path), letter_s=0.02)
    kantor = make_kantor(tmp_path / "kantor", printer=printer)
    desk = Desk(folder=kantor)
    nomor = ask_for(desk, order())
    chance = random.Random(8016)
    for _ in range(kills):
        worker = start_worker(desk)
        await_until(lambda: read(desk, nomor).keadaan != "menunggu")
        time.sleep(chance.uniform(0, 0.6))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        with open_meja(desk.folder) as meja:
            give_back(meja)  # it was not killed by its job
    worker = start_worker(desk)
    try:
        await_until(lambda: not read(desk, nomor).is_open, limit_s=60)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    job = read(desk, nomor)
    assert job.keadaan == "selesai", job.hasil
    keys = [isi["kunci"] for isi in list_made(desk)]
    assert len(keys) == len(set(keys)) == len(job.hasil["terbit"])


def test_what_a_worker_left_comes_before_what_waits(desk):
    first, second = ask_for(desk, order()), ask_for(desk, order())
    with open_meja(desk.folder) as meja:
        assert begin_next(meja, saat=desk.kantor.saat()).nomor == first
        assert begin_next(meja, saat=desk.kantor.saat()).nomor == first
        meja.run("UPDATE pekerjaan SET keadaan = 'selesai' WHERE nomor = ?", (first,))
        assert begin_next(meja, saat=desk.kantor.saat()).nomor == second


def test_a_job_that_kills_its_worker_is_given_up_and_the_next_one_is_done(tmp_path):
    marks, printer = tmp_path / "marks", tmp_path / "cetak"
    printer.write_text(KILLER.format(python=sys.executable, marks=str(marks)))
    printer.chmod(0o755)
    desk = Desk(folder=make_kantor(tmp_path / "kantor", printer=printer))
    bad, fine = ask_for(desk, order()), ask_for(desk, order(jenis="periksa"))
    with open_meja(desk.folder) as meja:
        meja.run("UPDATE pekerjaan SET percobaan = ? WHERE nomor = ?", (TRIES - 2, bad))
    supervisor = Supervisor(desk.folder)
    supervisor.start()
    try:
        await_until(lambda: not read(desk, fine).is_open, limit_s=120)
    finally:
        supervisor.stop()
    job = read(desk, bad)
    assert (job.keadaan, job.hasil["kode"]) == ("gagal", "pekerjaan-killed")
    assert read(desk, fine).keadaan == "selesai"
    assert len(marks.read_text()) >= 2
    page = desk.enter().get(f"/pekerjaan/{bad}").text
    assert f"{TRIES} kali" in page
    assert "memori" in page
    assert "minta lagi" in page


def test_a_job_that_gets_further_is_taken_up_again_and_one_that_does_not_is_not(desk):
    ask_for(desk, order())
    with open_meja(desk.folder) as meja:
        for done in range(3 * TRIES):
            job = begin_next(meja, saat=desk.kantor.saat())
            assert job.percobaan <= 2
            note(meja, job.nomor, done, 96)
        for _ in range(TRIES - 1):
            job = begin_next(meja, saat=desk.kantor.saat())
            note(meja, job.nomor, done, 96)  # where it has been before
    assert job.percobaan == TRIES
    assert desk.work().hasil["kode"] == "pekerjaan-killed"


def test_a_worker_whose_server_ended_before_it_began_ends_too(desk):
    nomor = ask_for(desk, order())
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    command = [sys.executable, "-m", "formulir.web.jobs.worker", str(desk.folder)]
    done = subprocess.run([*command, str(gone.pid)], timeout=60, check=False)
    assert done.returncode == 1
    assert read(desk, nomor).keadaan == "menunggu"


def test_a_server_that_ends_leaves_its_job_no_try_the_poorer(tmp_path):
    printer = slow_down(make_printer(tmp_path), letter_s=5)
    desk = Desk(folder=make_kantor(tmp_path / "kantor", printer=printer))
    nomor = ask_for(desk, order())
    supervisor = Supervisor(desk.folder)
    supervisor.start()
    await_until(lambda: read(desk, nomor).percobaan == 1)
    supervisor.stop()
    assert read(desk, nomor).percobaan == 0
    for sign, left in ((signal.SIGTERM, 0), (signal.SIGKILL, 1)):
        worker = start_worker(desk)
        await_until(lambda: read(desk, nomor).percobaan == 1)
        worker.send_signal(sign)
        worker.wait()
        end_worker(worker, desk.folder)
        assert read(desk, nomor).percobaan == left
