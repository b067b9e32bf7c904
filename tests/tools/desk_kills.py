"""Kill the server and the worker of a desk at random moments while they do jobs.

``python -m tests.tools.desk_kills [--kills 200] [--minutes 30]``. It is no test of the
suite, which kills ten workers only. Each life is an office of its own with four jobs:
letters issued, a sheet saved, returns taken in, a backup made. The server or its worker
is killed by SIGKILL, the server is started again at once, and its page is asked until
it says what the store says and somebody works on what is open. A job whose worker was
killed too often is given up, and is asked for again, as its page says. At the end each
letter, row and return must be there once.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2

from formulir.archive.acts import RETURNS
from formulir.archive.find import iter_entries
from formulir.reviewing.audit import verify_kantor
from formulir.web.desk.guard import COOKIE
from formulir.web.door.sessions import begin
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import Job, Order, ask, find_job
from formulir.web.jobs.worker import PekerjaanKilledError
from tests.kantor import find_processes, issue, make_kantor, make_printer, slow_down
from tests.web.desk import Desk, send
from tests.web.letters import list_letters, read_pdf

if TYPE_CHECKING:
    from formulir.records.store import Store

KILLS, MINUTES, SEED = 200, 30, 8016
PER_LIFE = 6
LIMIT_S = 240.0
RETURNED = 4
SHEET = "NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah\n" + "".join(
    f"{99000500 + n};SD {n} Contoh Baru;SD;N;Kab. Kudus;Contoh Kepala\n"
    for n in range(200)
)
SAID = {
    "selesai": "✓ Selesai.",
    "gagal": "✗ Tidak berhasil.",
    "berhenti": "! Dihentikan",
    "menunggu": "Menunggu giliran.",
}
JOBS = ("terbit", "impor", "terima", "cadangan")


@dataclass
class Served:
    """A served desk: killed, and started again at the same port."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    cookie: str = ""
    truths: list[float] = field(default_factory=list)
    again: int = 0
    struck: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        """Start the server."""
        program = Path(sys.executable).with_name("formulir")
        words = ["--kantor", str(self.folder), "serve", "--port", str(self.port)]
        with self.folder.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, *words], stderr=log, stdout=log, start_new_session=True
            )

    def kill_server(self) -> None:
        """Kill the server; its worker dies with it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def find_workers(self) -> list[int]:
        """Return the workers that live, of which there may be one."""
        found = find_processes(str(self.folder))
        return [pid for pid, line in found.items() if "web.jobs.worker" in line]

    def strike(self, chance: random.Random) -> None:
        """Kill one of the two, and wait until the desk tells the truth again."""
        workers = self.find_workers()
        both = ("server", "worker") if workers else ("server",)
        victim = chance.choice(both)
        self.struck[victim] += 1
        if victim == "worker":
            os.kill(workers[0], signal.SIGKILL)
            start = time.monotonic()
        else:
            self.kill_server()
            start = time.monotonic()
            self.start()
        while not self.tells_the_truth():
            assert time.monotonic() - start < LIMIT_S, "the desk does not come back"
            time.sleep(0.02)
        self.truths.append(time.monotonic() - start)

    def read_page(self, nomor: int) -> str:
        """Return the page of a job; nothing where nobody answers."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/pekerjaan/{nomor}",
            headers={"cookie": f"{COOKIE}={self.cookie}", "hx-request": "true"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - likewise
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def tells_the_truth(self) -> bool:
        """Tell whether the pages say what is so, and what is open is worked on."""
        rows = self.read_jobs()
        for nomor, before in rows.items():
            page = self.read_page(nomor)
            after = self.read_jobs()[nomor]
            said = {SAID.get(each, "<progress") for each in (before, after)}
            if not any(each in page for each in said):
                return False
        is_open = any(each in {"menunggu", "berjalan"} for each in rows.values())
        return not is_open or bool(self.find_workers())

    def ask_again(self, desk: Desk) -> None:
        """Ask again for the jobs that were given up, and are not asked for yet."""
        with open_meja(self.folder) as meja:
            for job in list_jobs(meja):
                later = "SELECT 1 FROM pekerjaan WHERE jenis = ? AND nomor > ?"
                if is_given_up(job) and not meja.value(later, (job.jenis, job.nomor)):
                    facts = (job.jenis, job.judul, job.isi, job.akun, job.wilayah)
                    names = ("jenis", "judul", "isi", "akun", "wilayah")
                    order = Order(**dict(zip(names, facts, strict=True)))
                    ask(meja, order, saat=desk.kantor.saat())
                    self.again += 1

    def read_jobs(self) -> dict[int, str]:
        """Return what the store says of each job."""
        with open_meja(self.folder) as meja:
            rows = meja.rows("SELECT nomor, keadaan FROM pekerjaan")
        return {row["nomor"]: row["keadaan"] for row in rows}


def list_jobs(meja: Store) -> list[Job]:
    """List all jobs, the first one first."""
    numbers = meja.values("SELECT nomor FROM pekerjaan ORDER BY nomor")
    return [job for each in numbers if (job := find_job(meja, each))]


def is_given_up(job: Job) -> bool:
    """Tell whether a job was given up, for its worker was killed too often."""
    return bool(job.hasil.get("kode") == PekerjaanKilledError(0).code)


def make_base(folder: Path) -> Path:
    """Make the office that each life is a copy of: with letters to be returned."""
    printer = slow_down(make_printer(folder), letter_s=0.03)
    kantor = make_kantor(folder / "dasar", printer=printer)
    for kode in ("02.1", "02.2"):
        assert issue(kantor, kode) == 0
    return kantor


def begin_life(base: Path, folder: Path) -> Desk:
    """Copy the office, and ask for the jobs as the pages do."""
    shutil.copytree(base, folder)
    desk = Desk(folder=folder)
    with desk.kantor.open_catatan() as db, db.writing():
        db.run("UPDATE kepala SET tempat = NULL")  # it is meant to be a copy
    browser = desk.enter("siti", "pengelola")
    data = {"lembar": ("sekolah.csv", io.BytesIO(SHEET.encode()))}
    sent = send(browser, "/data/lembar", page="/data", files=data)
    place = sent.headers["location"]
    if place.startswith("/pekerjaan"):
        desk.work()
        place = browser.get(place).headers.get("location", place)
    page = browser.get(place).text
    sidik = page.partition('name="sidik" value="')[2].partition('"')[0]
    assert sidik, page
    _ask(desk, "terbit")
    send(browser, place, page=place, perbuatan="simpan", sidik=sidik)
    files = [
        ("berkas", (f"{entri.isi['kode']}.pdf", _scan(read_pdf(desk, entri))))
        for entri in list_letters(desk)[-RETURNED:]
    ]
    send(browser, "/kembali", page="/kembali", files=files)
    _ask(desk, "cadangan")
    for each in desk.clients:
        each.close()
    return desk


def _scan(pdf: bytes) -> bytes:
    """Make of a letter what a scanner makes of its first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("L")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def _ask(desk: Desk, jenis: str) -> None:
    """Ask for one of the jobs that need no form."""
    issued = {"formulir": "02.3", "tahun": 2016, "wilayah": None, "dijawab": []}
    copied = {"tempat": f"{desk.folder}-cadangan", "dengan_kunci": False}
    isi = issued | {"tanggal": "2016-03-14"} if jenis == "terbit" else copied
    order = Order(jenis=jenis, judul=jenis, isi=isi, akun="siti")
    with open_meja(desk.folder) as meja:
        ask(meja, order, saat=desk.kantor.saat())


def judge(desk: Desk) -> list[str]:
    """Say what is not as it would be had nobody killed anything."""
    wrong = []
    with open_meja(desk.folder) as meja:
        jobs = [job for job in list_jobs(meja) if not is_given_up(job)]
    if sorted(job.jenis for job in jobs if job.jenis in JOBS) != sorted(JOBS):
        wrong.append(f"jobs {[job.jenis for job in jobs]}")
    wrong += [
        f"{job.jenis} {job.keadaan}: {job.hasil}"
        for job in jobs
        if job.keadaan != "selesai"
    ]
    acts = [entri.isi for entri in iter_entries(desk.kantor.archive)]
    made = Counter(
        (isi["formulir"], isi["kunci"]) for isi in acts if isi["tindakan"] == "terbit"
    )
    wrong += [f"{key} issued {count} times" for key, count in made.items() if count > 1]
    new = sum(count for (formulir, _), count in made.items() if formulir == "02.3")
    named = {code for job in jobs for code in job.hasil.get("terbit", ())}
    if not new:
        wrong.append("no letter was issued")
    if not named <= {isi.get("kode") for isi in acts}:
        wrong.append("the page names letters that are not in the archive")
    back = Counter(isi["sha256"] for isi in acts if isi["tindakan"] in RETURNS)
    if len(back) != RETURNED or set(back.values()) != {1}:
        told = [job.hasil for job in jobs if job.jenis == "terima"]
        wrong.append(f"returns {sorted(back.values())}: {told}")
    with desk.kantor.open_catatan(read_only=True) as db:
        rows = db.value(
            "SELECT count(*) FROM sekolah WHERE npsn LIKE '990005%'"
            " OR npsn LIKE '990006%'"
        )
        if rows != SHEET.count("\n") - 1:
            wrong.append(f"{rows} rows were saved")
    if not Path(f"{desk.folder}-cadangan").is_dir():
        wrong.append("there is no backup")
    wrong += map(str, verify_kantor(desk.kantor, since={}).findings)
    return wrong


def live(base: Path, folder: Path, chance: random.Random, port: int) -> Served:
    """Live one life: jobs asked for, killed at random, ended, judged."""
    desk = begin_life(base, folder)
    with open_meja(folder) as meja:
        token = begin(
            meja, "siti", now=desk.kantor.saat(), alamat="127.0.0.1", peramban="uji"
        )
    served = Served(folder=folder, port=port, cookie=token)
    served.start()
    try:
        while not served.tells_the_truth():
            time.sleep(0.05)
        for _ in range(PER_LIFE):
            time.sleep(chance.uniform(0, 2.5))
            served.strike(chance)
        start = time.monotonic()
        served.ask_again(desk)
        while any(
            each in {"menunggu", "berjalan"} for each in served.read_jobs().values()
        ):
            assert time.monotonic() - start < LIMIT_S, "the jobs do not end"
            time.sleep(0.1)
            served.ask_again(desk)
        assert served.tells_the_truth()
    finally:
        served.kill_server()
    wrong = judge(desk)
    assert not wrong, wrong
    return served


def main() -> None:
    """Kill as often as was asked for, or as time allows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--port", type=int, default=8026)
    given = parser.parse_args()
    chance, truths, struck = random.Random(given.seed), [], Counter[str]()
    again = 0
    end = time.monotonic() + 60 * given.minutes
    with TemporaryDirectory(prefix="formulir-kills-") as name:
        base = make_base(Path(name))
        lives = 0
        while len(truths) < given.kills and time.monotonic() < end:
            lives += 1
            folder = Path(name) / f"kantor-{lives}"
            served = live(base, folder, chance, given.port)
            truths += served.truths
            struck += served.struck
            again += served.again
            shutil.rmtree(folder)
            shutil.rmtree(f"{folder}-cadangan")
            late = sum(each > 3 for each in truths)
            print(
                f"{len(truths)} kills ({dict(struck)}) in {lives} lives, all jobs "
                f"ended right, {again} given up and asked for again; "
                f"the truth after {median(truths):.2f} s (median), "
                f"{max(truths):.2f} s (most), {late} after more than 3 s; "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
