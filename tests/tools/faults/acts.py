"""One office, and the acts that are tried on it: each a call that may be cut short.

No act prints: a letter is a few bytes that are called a PDF. All else is the real way
of a letter from its reservation into archive and ledger, or the command itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from formulir.archive.find import iter_entries
from formulir.cli.main import _tell_error, run
from formulir.issuing.archiving import archive
from formulir.letters.jenis import list_jenis
from formulir.model import CODE_ALPHABET, Draft, Finished, FinishedPdf, Pdf, Surat
from formulir.office.filing import file_acts, reconcile
from formulir.office.founding import found_kantor, import_sheet
from formulir.office.kantor import open_kantor, shipped
from formulir.office.unfinished import list_waiting
from formulir.records.importing.ingest import ImportOptions
from formulir.records.ledger.reserve import Reservation, reserve_surat
from formulir.records.own.tables import list_own
from tests.letters.word.package import make_word, par

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

SHEETS = ("instansi", "seri", "sekolah")
ISSUED = ("A1", "A2", "A3", "A4")
"""The letters that the office has issued before anything happens to it."""
RESERVED = (("B", 1), ("C", 20))
"""Letters that have their numbers and no paper yet: a few, and a large batch."""
KODE = "kode.txt"
"""Where the archive code of one of them lies, beside the office."""
COPY = "cadangan"
"""Where a backup of the office lies, beside it."""
GONE = "99000051"
"""The school that is deleted; nothing depends on it."""
NEW = ("99000901", "99000902", "99000903")
NUMBER = "0026/CTH.33/PM/2016"
"""The number behind the last one that the office has given."""
SEKOLAH = "npsn,nama,bentuk,status,alamat,wilayah,lintang,bujur\n" + "".join(
    f"{npsn},SD {npsn} Contoh,SD,N,Jalan Contoh,33.19,-6.8,110.8\n" for npsn in NEW
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What an office holds: the lines of its log, and rows of its ledger."""

    log: list[dict[str, Any]]
    surat: list[dict[str, Any]]
    nomor: list[dict[str, Any]]
    sekolah: list[str]
    lampiran: list[str]
    jenis: list[str]

    def lines(self, tindakan: str, **wanted: object) -> int:
        """Count the lines of an act that say this."""
        return sum(
            isi["tindakan"] == tindakan
            and all(isi.get(name) == value for name, value in wanted.items())
            for isi in self.log
        )

    def first(self, kunci: str) -> int:
        """Count the lines that issue a letter that replaces none."""
        return self.lines("terbit", kunci=kunci) - sum(
            isi.get("kunci") == kunci and "ganti" in isi for isi in self.log
        )

    def named(self, member: str, name: str, value: str) -> int:
        """Count the elements of a list in all lines that say this."""
        every = [each for isi in self.log for each in isi.get(member, ())]
        return sum(isinstance(each, dict) and each.get(name) == value for each in every)

    def letters(self, kunci: str, *states: str, first: bool = False) -> int:
        """Count the letters of a key in the ledger, or those that replace none."""
        return sum(
            row["kunci"] == kunci
            and row["status"] in states
            and not (first and row["ganti"])
            for row in self.surat
        )


def see(folder: Path) -> Seen:
    """Read what an office holds, its ledger as a reader reads it."""
    kantor = open_kantor(folder)
    with kantor.open_catatan(read_only=True) as db:
        return Seen(
            log=[dict(entri.isi) for entri in iter_entries(kantor.archive)],
            surat=db.rows("SELECT kunci, kode, status, ganti FROM surat"),
            nomor=db.rows("SELECT nomor, status FROM nomor"),
            sekolah=db.values("SELECT npsn FROM sekolah"),
            lampiran=db.values("SELECT judul FROM lampiran"),
            jenis=_list_whole_kinds(kantor, db),
        )


def _list_whole_kinds(kantor: Kantor, db: Store) -> list[str]:
    """List the tables of kinds, each as whole as the next writer makes it.

    A kind that is half there, files without a table or a table without files, is told
    by a name that nobody waits for.
    """
    tables = {own.formulir: own.tabel for own in list_own(db)}
    kinds = {*list_jenis(kantor.templates[:1])}
    waiting = {path.parent.name for path in list_waiting(kantor)}
    half = (kinds - {*tables}) | ({*tables} - kinds - waiting)
    assert half == set(), f"half a kind: {half}"
    rows = [db.values(f"SELECT kode FROM {tabel}") for tabel in tables.values()]
    return [
        f"{kode} {row}" for kode, own in zip(tables, rows, strict=True) for row in own
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """An act, and how it shows whether it has happened.

    Args:
        name: What it is called in the table.
        do: Does it in an office, the first time or once more; gives the exit code.
        log: Counts in the log what it leaves there: all 0 before, all 1 after.
        rows: The same of the ledger.
    """

    name: str
    do: Callable[[Path, int], int]
    log: Callable[[Seen], list[int]]
    rows: Callable[[Seen], list[int]]


def attempt(act: Act, folder: Path, number: int) -> int:
    """Do an act as the command line would, and give the exit code."""
    try:
        return act.do(folder, number)
    except Exception as error:  # noqa: BLE001 - as the outermost door of the program
        return _tell_error(error)


def make_draft(kunci: str) -> Draft:
    """Make a letter of an invented kind."""
    return Draft(
        formulir="X.1",
        tahun=2016,
        kunci=kunci,
        tanggal=date(2016, 3, 14),
        tahap="T02",
        golongan="kementerian",
        wilayah={"penerbit": "33.19", "subjek": "33.19"},
        instansi="LPMP",
        hal="Contoh",
        tujuan="Kepala Dinas",
        penanda_tangan="Kepala LPMP",
        seri="LPMP",
        nomor_luar=None,
        konteks={},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """Reserve letters and put them into the archive: what ``issue`` does but print.

    Args:
        keys: The keys of the letters.
        ganti: Replace the letters in force that have these keys.
        paper: Go on after the reservation.
    """

    keys: Sequence[str]
    ganti: bool = False
    paper: bool = True

    def __call__(self, folder: Path, number: int) -> int:
        """Do it; what has a number keeps it, what is issued is left alone."""
        kantor = open_kantor(folder)
        with kantor.open_catatan() as db:
            reconcile(kantor, db)
            drafts = [make_draft(kunci) for kunci in self.keys]
            daftar = reserve_surat(db, drafts, reservation=self._ask(kantor, db))
            todo = [surat for surat in daftar if surat.status != "terbit"]
            if self.paper and todo:
                letters = [make_paper(surat, number) for surat in todo]
                docx = f"PK templat {self.keys[0][0]}".encode()
                template = SimpleNamespace(docx=docx)
                golongan = {surat.draft.golongan for surat in todo}
                batch = SimpleNamespace(templates=dict.fromkeys(golongan, template))
                checked: Any = SimpleNamespace(batch=batch)
                archive(kantor, db, checked, letters, alasan="uji")
            else:
                file_acts(kantor, db)
        return 0

    def _ask(self, kantor: Kantor, db: Store) -> Reservation:
        # The same codes each time, so that the same act makes the same writes.
        chance = random.Random(self.keys[0] + "/" * self.ganti)
        return Reservation(
            actor=kantor.actor(),
            kode_hal={"hal": "PM"},
            make_kode=lambda: "".join(chance.choices(CODE_ALPHABET, k=12)),
            ganti={key: find_kode(db, key) for key in self.keys} if self.ganti else {},
            alasan="uji" if self.ganti else None,
        )


def find_kode(db: Store, kunci: str) -> str:
    """Find the archive code of the first letter with a key."""
    return str(
        db.value("SELECT kode FROM surat WHERE kunci = ? AND ganti IS NULL", (kunci,))
    )


def make_paper(surat: Surat, number: int) -> Finished:
    """Make what the press would: never twice the same bytes."""
    pdf = Pdf(f"%PDF-1.7 {surat.kode} {number}".encode())
    file = FinishedPdf(pdf=pdf, halaman=1, pdfa=True)
    return Finished(surat=surat, konteks={"kunci": surat.draft.kunci}, file=file)


def make_issue(name: str, keys: Sequence[str]) -> Act:
    """Make the act of issuing letters."""
    return Act(
        name=name,
        do=Issue(keys=keys),
        log=lambda seen: [seen.first(key) for key in keys],
        rows=lambda seen: [
            seen.letters(key, "terbit", "batal", first=True) for key in keys
        ],
    )


def make_reserve(name: str, keys: Sequence[str]) -> Act:
    """Make the act of reserving letters."""
    return Act(
        name=name,
        do=Issue(keys=keys, paper=False),
        log=lambda seen: [seen.named("surat", "kunci", key) for key in keys],
        rows=lambda seen: [seen.letters(key, "dipesan") for key in keys],
    )


def make_replace(name: str, kunci: str) -> Act:
    """Make the act of putting a corrected letter in the place of another."""

    def kode_of(seen: Seen) -> str:
        old = (kunci, None)
        codes = [r["kode"] for r in seen.surat if (r["kunci"], r["ganti"]) == old]
        return codes[0] if codes else ""  # not even that is there

    def in_ledger(seen: Seen) -> list[int]:
        return [seen.letters(kunci, "terbit") * seen.letters(kunci, "batal")]

    return Act(
        name=name,
        do=Issue(keys=(kunci,), ganti=True),
        log=lambda seen: [
            seen.lines("terbit", ganti=kode_of(seen)),
            seen.lines("batal", kode=kode_of(seen)),
        ],
        rows=in_ledger,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command of the program."""

    words: Sequence[str]
    where: Callable[[Path], Sequence[str]] = field(default=lambda _folder: ())

    def __call__(self, folder: Path, _number: int) -> int:
        """Run it."""
        return run(["--kantor", str(folder), *self.words, *self.where(folder)])


def make_void(name: str, kunci: str) -> Act:
    """Make the act of voiding an issued letter."""

    def void(folder: Path, _number: int) -> int:
        with open_kantor(folder).open_catatan(read_only=True) as db:
            kode = find_kode(db, kunci)
        return Command(words=("void", kode, "--alasan", "uji", "--ya"))(folder, 0)

    def in_log(seen: Seen) -> list[int]:
        codes = {row["kode"] for row in seen.surat if row["kunci"] == kunci}
        return [sum(seen.lines("batal", kode=kode) for kode in codes)]

    return Act(
        name=name, do=void, log=in_log, rows=lambda seen: [seen.letters(kunci, "batal")]
    )


def make_catat(name: str, nomor: str) -> Act:
    """Make the act of entering a number that was given outside."""
    said = ("--tanggal", "2016-03-14", "--hal", "Contoh", "--tujuan", "Dinas Contoh")
    words = ("numbers", "--catat", nomor, "--seri", "LPMP", *said)
    return Act(
        name=name,
        do=Command(words=words),
        log=lambda seen: [seen.named("nomor_dicatat", "nomor", nomor)],
        rows=lambda seen: [sum(row["nomor"] == nomor for row in seen.nomor)],
    )


def make_import(name: str, tabel: str, sheet: Path | str, *, rows: int) -> Act:
    """Make the act of importing a sheet of schools, or of files with letters."""

    def in_ledger(seen: Seen) -> list[int]:
        if tabel == "sekolah":
            return [seen.sekolah.count(npsn) for npsn in NEW]
        return [seen.lampiran.count(judul) for judul in sorted(set(seen.lampiran))] or [
            0
        ] * rows

    return Act(
        name=name,
        do=Command(
            words=("import", tabel),
            where=lambda folder: (str(folder.parent / sheet), "--ya"),
        ),
        # Each run of an import stands in the log, also one that changes nothing.
        log=lambda seen: [min(1, seen.lines("impor", berkas=Path(sheet).name))],
        rows=in_ledger,
    )


def make_delete(name: str) -> Act:
    """Make the act of deleting a school."""
    return Act(
        name=name,
        do=Command(words=("delete", "sekolah", GONE, "--alasan", "uji", "--ya")),
        log=lambda seen: [seen.lines("hapus", kunci=[GONE])],
        rows=lambda seen: [1 - seen.sekolah.count(GONE)],
    )


def make_kind_act(name: str) -> Act:
    """Make the act of making a kind of a Word file and a sheet of two rows."""
    return Act(
        name=name,
        do=Command(
            words=("kind", "new", "T10", "--tahun", "2016"),
            where=lambda folder: (
                *("--surat", str(folder.parent / "rapat.docx")),
                *("--data", str(folder.parent / "rapat.csv")),
            ),
        ),
        log=lambda seen: [
            seen.lines("jenis", formulir="T10"),
            seen.lines("impor", tabel="jenis_t10"),
        ],
        rows=lambda seen: [seen.jenis.count(f"T10 {row}") for row in ("a", "b")],
    )


SWEPT = {
    "kind": "kind new",
    "issue": "append, reserve",
    "import": "import",
    "void": "void",
    "replace": "replace",
    "numbers": "numbers --catat",
    "delete": "delete",
    "backup": "backup",
    "restore": "restore",
}
"""The commands that are swept, and as what; ``issue`` and ``replace`` do not print."""
UNSWEPT = {
    "init": "it writes beside an office, never in one: tests/office/test_founding.py",
    "propose": "one transaction of the records, as an import is",
    "assign": "one transaction of the records, as an import is",
    "schedule": "one transaction of the records, as an import is",
    "receive": "it files acts as voiding does: tests/receiving/test_returns.py",
    "key": "it is killed before each of its writes: tests/archive/test_keys.py",
    "form": "it writes a sheet, not the office",
    "check": "it writes what it can find out again",
    "names": "it writes a document, not the office",
    "preview": "it writes a folder of its own",
    "get": "it writes no office but an act, as voiding does: tests/handing",
    "bundle": "it files an act as voiding does: tests/handing/test_bundle.py",
    "send": "it is killed at each step of a mail: tests/handing/test_sending.py",
    "backup": "it is killed after each of its writes: tests/office/test_backup.py",
    "export": "it writes a folder of its own, and a look: tests/handing/evidence",
    "sample": "it files an act as voiding does: tests/handing/evidence",
    "witness": "it is killed at each write: tests/archive/proof/test_witnessing.py",
    "checkpoint": "it is killed at each write: tests/office/test_timestamps.py",
    "serve": "its jobs are killed: tests/web/test_jobs.py",
    "user": "one transaction of a store that is no evidence: tests/web/test_door.py",
    "restore": "it is killed after each of its writes: tests/office/test_restore.py",
}
"""The other commands that write, and why they are not swept."""
READING = {"doctor", "context", "examine", "status", "find", "verify"}
READING |= {"history", "agenda", "next", "monev", "tahun"}
"""The commands that only read."""


def make_acts() -> list[Act]:
    """Make every act that is swept."""
    few, many = (
        [f"{letter}{n}" for n in range(1, count + 1)] for letter, count in RESERVED
    )
    lampiran = shipped("samples") / "lampiran.csv"
    return [
        make_issue("append, 3 objects", few),
        make_issue("append, 41 objects", many),
        make_reserve("reserve", ("D1", "D2", "D3")),
        make_import("import", "sekolah", "sekolah-baru.csv", rows=len(NEW)),
        make_import("import with files", "lampiran", lampiran, rows=5),
        make_void("void", "A1"),
        make_replace("replace", "A2"),
        make_catat("numbers --catat", NUMBER),
        make_delete("delete"),
        make_kind_act("kind new"),
        make_backup("backup"),
        make_restore("restore"),
    ]


def make_backup(name: str) -> Act:
    """Make the act of copying the office where a copy of it lies already.

    What is acknowledged is the copy, which is put back and proved here; that the
    history tells of it is asked of none: where it could not be noted, that is said.
    """

    def do(folder: Path, number: int) -> int:
        copy = str(folder.parent / COPY)
        code = run(["--kantor", str(folder), "backup", copy])
        target = folder.parent / f"bukti-{number}"
        return code or (number > 1 and run(["restore", copy, str(target)])) or 0

    return Act(name=name, do=do, log=lambda _seen: [1], rows=lambda _seen: [1])


def make_restore(name: str) -> Act:
    """Make the act of making an office of the copy, and proving it once more."""

    def do(folder: Path, number: int) -> int:
        target = folder.parent / "pulih"
        # Done again where an office lies, it is refused: that is what is wanted then.
        if not (number > 1 and target.exists()):
            code = run(["restore", str(folder.parent / COPY), str(target)])
            if code:
                return code
        return run(["--kantor", str(target), "verify"])

    return Act(name=name, do=do, log=lambda _seen: [1], rows=lambda _seen: [1])


def make_office(home: Path) -> Path:
    """Make the office that every case is a copy of, with its sheets beside it."""
    folder = home / "kantor"
    found_kantor(folder)
    kantor = open_kantor(folder)
    for tabel in SHEETS:
        path = shipped("samples") / f"{tabel}.csv"
        assert import_sheet(kantor, tabel, path, options=ImportOptions()).written
    assert Issue(keys=ISSUED)(folder, 0) == 0
    for letter, count in RESERVED:
        keys = [f"{letter}{n}" for n in range(1, count + 1)]
        assert Issue(keys=keys, paper=False)(folder, 0) == 0
    with kantor.open_catatan(read_only=True) as db:
        (home / KODE).write_text(find_kode(db, ISSUED[-1]), encoding="utf-8")
    assert run(["--kantor", str(folder), "backup", str(home / COPY)]) == 0
    (home / "sekolah-baru.csv").write_text(SEKOLAH, encoding="utf-8")
    (home / "rapat.docx").write_bytes(make_word(par("[Nomor] Yth. [Nama]")))
    (home / "rapat.csv").write_text("Kode,Nama\na,Contoh\nb,Model\n", "utf-8")
    return folder
