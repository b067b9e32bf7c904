"""The desk as it is served: its pages alone, beside streams, while letters print."""

from __future__ import annotations

import json
import random
import re
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Self

from bench.archive import fill
from bench.memory import TICKS, Sampler
from bench.office import DAY, KIND, YEAR, copy_office, formulir, issue_words
from bench.report import MB, describe_load, table
from formulir.archive.folder import load_checkpoint, spell_root
from formulir.ground.disk import hold_lock
from formulir.office.kantor import open_kantor
from formulir.web.desk.guard import COOKIE
from formulir.web.door.accounts import add_akun
from formulir.web.door.sessions import begin
from formulir.web.door.store import open_meja, prepare
from formulir.web.jobs.table import Job, Order, ask, find_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.office import Province

PEOPLE, STREAMS, EAGER = 10, 16, 4
THINK_S, RATE_S, QUICK_RATE_S = 1.0, 5.0, 1.0
LETTERS = 5
ENTRIES, QUICK_ENTRIES = 1_000_000, 10_000
AKUN, SANDI = "siti", "kuda hijau sembilan"
PAGES = (
    *("/", "/terbitkan", "/data", "/data/sekolah", "/cari", "/cari?q=sd+negeri"),
    *("/status", "/agenda", "/kembali", "/usulan", "/akun", "/kantor"),
)
WORDS = """\
## The desk

{command}. {load}
`formulir serve` of an office that asks for {letters:,} letters and has issued none of
them as this begins, but {entries:,} others. Time on the wall and, beside it, the
processor time of the server, which other work on the machine does not lengthen. A page
is the document alone; {people} people read random pages, each {think:g} s after the one
before.
"""


@dataclass
class Desk:
    """A served desk, and a person who is logged in."""

    office: Path
    process: subprocess.Popen[str] = field(init=False)
    port: int = 0
    cookie: str = ""

    def __enter__(self) -> Self:
        """Serve it, once there is an account."""
        prepare(self.office)
        kantor = open_kantor(self.office)
        facts = {"nama": AKUN, "orang": "Contoh", "peran": "pengelola"}
        with open_meja(self.office) as meja:
            add_akun(meja, kantor, facts, sandi=SANDI)
            self.cookie = begin(
                meja, AKUN, now=kantor.saat(), alamat="127.0.0.1", peramban="bench"
            )
        program = Path(sys.executable).with_name("formulir")
        words = ["--kantor", str(self.office), "serve", "--port", "0"]
        self.process = subprocess.Popen(
            [program, *words], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                return self
        raise SystemExit("the desk was not served")

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()

    def connect(self) -> HTTPConnection:
        """Open a connection, as a browser keeps one."""
        return HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, line: HTTPConnection, path: str) -> bytes:
        """Read a page."""
        headers = {"cookie": f"{COOKIE}={self.cookie}"}
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
        except (RemoteDisconnected, BrokenPipeError):  # it had been idle for long
            line.close()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
        data = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return data

    def ask(self, jenis: str, isi: dict[str, object]) -> int:
        """Ask for a job, as a page does."""
        order = Order(jenis=jenis, judul="bench", isi=isi, akun=AKUN)
        with open_meja(self.office) as meja:
            return ask(meja, order, saat=open_kantor(self.office).saat())

    def find_job(self, nomor: int) -> Job:
        """Return a job as it is."""
        with open_meja(self.office) as meja:
            job = find_job(meja, nomor)
        assert job is not None
        return job

    def spent_s(self) -> float:
        """Return the processor time of the server."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS

    def resident(self) -> int:
        """Return the memory of the server."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        assert found
        return int(found[1]) * 1024


def measure_web(province: Province, folder: Path, *, command: str, quick: bool) -> str:
    """Measure the desk, and return its section."""
    load = describe_load()
    rate_s = QUICK_RATE_S if quick else RATE_S
    office = copy_office(province.part if quick else province.whole, folder / "meja")
    entries = QUICK_ENTRIES if quick else ENTRIES
    grow_archive(office, entries)
    alone = copy_office(office, folder / "meja-perintah")
    printed = formulir(alone, *issue_words())
    letters = len(printed.stdout.splitlines())
    with Desk(office) as desk:
        rows = [*_measure_light(desk), *_measure_streams(desk, rate_s)]
        rows += _measure_printing(desk, letters, alone_s=printed.taken_s)
        rows += _measure_click(desk)
        rows.append(("memory of the server at last, MB", f"{desk.resident() / MB:.0f}"))
    text = WORDS.format(
        command=command,
        load=load,
        letters=letters,
        entries=entries,
        people=PEOPLE,
        think=THINK_S,
    )
    return "\n".join([text, table(("what", "measured"), rows)])


def grow_archive(office: Path, entries: int) -> None:
    """Let the archive of an office hold so many letters, in the place of what it has.

    Its records are told of the new head as if they had seen it grow.
    """
    kantor = open_kantor(office)
    fill(kantor.archive, kantor.key, entries)
    head = load_checkpoint(kantor.archive)
    seen = (head.size, spell_root(head.root))
    with kantor.open_catatan() as db, db.writing():
        db.run("UPDATE kepala SET entri = ?, akar = ?", seen)


def _measure_light(desk: Desk) -> Iterator[tuple[str, str]]:
    """Measure memory and sizes before anybody works."""
    with closing(desk.connect()) as line:
        first = desk.get(line, "/").decode()
        static = re.findall(r'(?:href|src)="(/static/[^"]+)"', first)
        sizes = [len(desk.get(line, path)) for path in dict.fromkeys(static)]
        after = max(len(desk.get(line, path)) for path in PAGES)
        time.sleep(1)
    yield "memory of the server at first, MB", f"{desk.resident() / MB:.0f}"
    yield "first page with all it needs, kB", f"{(len(first) + sum(sizes)) / 1000:.0f}"
    yield "largest of the next pages, kB", f"{after / 1000:.0f}"


def _measure_streams(desk: Desk, rate_s: float) -> Iterator[tuple[str, str]]:
    """Measure how many pages are answered, without and with streams beside them."""
    rates: dict[int, list[float]] = {0: [], STREAMS: []}
    (desk.office / "kerja").mkdir(exist_ok=True)
    with hold_lock(desk.office / "kerja" / "meja.lock"):  # so that no job is done
        nomor = _ask_picture(desk, None)
        for streams in (0, STREAMS, 0, STREAMS):
            with ExitStack() as stack:
                for _ in range(streams):
                    line = stack.enter_context(closing(desk.connect()))
                    path = f"/pekerjaan/{nomor}/aliran"
                    line.request(
                        "GET", path, headers={"cookie": f"{COOKIE}={desk.cookie}"}
                    )
                    assert line.getresponse().read(10)
                rates[streams].append(_read_eagerly(desk, rate_s))
    await_end(desk, nomor)
    free, beside = median(rates[0]), median(rates[STREAMS])
    yield "pages a second, without streams", f"{free:.0f}"
    yield f"the same beside {STREAMS} streams", f"{beside:.0f} ({beside / free:.0%})"


def _read_eagerly(desk: Desk, rate_s: float) -> float:
    """Read one small page again and again; return how many a second."""

    def read(_: int) -> int:
        count, end = 0, time.monotonic() + rate_s
        with closing(desk.connect()) as line:
            while time.monotonic() < end:
                desk.get(line, "/akun")
                count += 1
        return count

    with ThreadPoolExecutor(EAGER) as pool:
        return sum(pool.map(read, range(EAGER))) / rate_s


def _measure_printing(
    desk: Desk, letters: int, *, alone_s: float
) -> Iterator[tuple[str, str]]:
    """Measure pages while letters print, and the letters while people read."""
    before = desk.spent_s()
    isi = {"formulir": KIND, "tahun": int(YEAR), "wilayah": None}
    start = time.monotonic()
    nomor = desk.ask("terbit", isi | {"tanggal": DAY, "dijawab": []})
    with Sampler(desk.process.pid), ThreadPoolExecutor(PEOPLE) as pool:
        people = [
            pool.submit(_read_calmly, desk, nomor, each) for each in range(PEOPLE)
        ]
        await_end(desk, nomor)
        taken_s = time.monotonic() - start
    read = [each for person in people for each in person.result()]
    times = [each for each, _ in read]
    job = desk.find_job(nomor)
    assert job.selesai == letters, f"{job.keadaan}: {job.hasil}"
    cuts = quantiles(times, n=20)
    spent_ms = (desk.spent_s() - before) / len(times) * 1000
    yield f"a page while {letters:,} letters print: median, ms", f"{cuts[9] * 1000:.0f}"
    yield "the same: 95 of 100, ms", f"{cuts[18] * 1000:.0f} (of {len(times):,})"
    yield "the same: processor time of the server a page, ms", f"{spent_ms:.1f}"
    worst = [f"{path} {each * 1000:.0f}" for each, path in sorted(read)[-1:-9:-1]]
    yield "the same: the slowest, ms", ", ".join(worst)
    share = alone_s / taken_s
    words = f"{share:.0%} ({taken_s:.1f} s, {alone_s:.1f} s)"
    yield "printing beside these people, of the command alone", words


def _read_calmly(desk: Desk, nomor: int, person: int) -> list[tuple[float, str]]:
    """Read random pages as a person does, until a job has ended; each with its time."""
    chance = random.Random(person)
    times: list[tuple[float, str]] = []
    with closing(desk.connect()) as line:
        while not times or desk.find_job(nomor).is_open:
            time.sleep(chance.expovariate(1 / THINK_S))
            path, start = chance.choice(PAGES), time.perf_counter()
            desk.get(line, path)
            times.append((time.perf_counter() - start, path))
    return times


def _measure_click(desk: Desk) -> Iterator[tuple[str, str]]:
    """Measure how long it takes from asking for a letter to its picture.

    The letter is chosen among all of its region: a kabupaten, and the whole province.
    """
    with open_kantor(desk.office).open_catatan(read_only=True) as db:
        kabupaten = db.value("SELECT min(wilayah) FROM usulan")
    first, warm = _click(desk, kabupaten)
    yield "from click to picture, the first, s", f"{first:.2f}"
    yield "the same, warm: a letter of a kabupaten, s", f"{warm:.2f}"
    yield "the same: the worst of all letters, s", f"{_click(desk, None)[1]:.2f}"


def _click(desk: Desk, wilayah: str | None) -> tuple[float, float]:
    """Return the first time in seconds, and the median of the others."""
    taken: list[float] = []
    with closing(desk.connect()) as line:
        for _ in range(LETTERS + 1):
            start = time.perf_counter()
            nomor = _ask_picture(desk, wilayah)
            await_end(desk, nomor)
            page = desk.get(line, f"/pekerjaan/{nomor}").decode()
            found = re.search(rf"/pekerjaan/{nomor}/gambar/[^\"]+\.png", page)
            assert found, json.dumps(desk.find_job(nomor).hasil)[:2000]
            assert desk.get(line, found[0]).startswith(b"\x89PNG")
            taken.append(time.perf_counter() - start)
    return taken[0], median(taken[1:])


def _ask_picture(desk: Desk, wilayah: str | None) -> int:
    """Ask to see one letter of a region, and return the number of that job."""
    isi = {"formulir": KIND, "tahun": int(YEAR), "wilayah": wilayah, "tanggal": DAY}
    more = {"wadah": secrets.token_hex(8), "limit": 1}
    return desk.ask("pratinjau", isi | more)


def await_end(desk: Desk, nomor: int) -> None:
    """Wait until a job has ended."""
    while desk.find_job(nomor).is_open:
        time.sleep(0.02)
