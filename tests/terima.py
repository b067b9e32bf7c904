"""An office whose letters are issued, and short ways to let them come back."""

from __future__ import annotations

import atexit
import json
import random
import shutil
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from formulir.archive.find import iter_entries
from formulir.office.kantor import open_kantor
from formulir.reviewing.audit import verify_kantor
from tests.kantor import formulir, issue, make_kantor, make_printer
from tests.tools.ink import sign_letter
from tests.tools.kembali import DPI, scan_pdf

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor

KINDS = ("02.1", "02.2", "02.3")
FASILITATOR = (
    *("monev_nilai", "monev", "notula", "ketersediaan"),
    *("pengimbasan", "kunjungan", "kegiatan"),
    *("penetapan", "nilai", "sesi", "peserta", "fasilitator", "kelas", "pelatihan"),
    *("evaluasi_kriteria", "evaluasi", "berkas", "calon"),
)
"""The records of the facilitator family, those that lean on others first."""


@cache
def found_office() -> Path:
    """Make an office in which two proposals, and 36 statements, are issued.

    Its records ask for no other letters, so that what is missing can be counted. It is
    made once for all tests of a process, which work on copies of it.
    """
    folder = Path(mkdtemp(prefix="terima-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder, legible=True))
    with open_kantor(kantor).open_catatan() as db:
        for tabel in FASILITATOR:
            db.conn.execute(f"DELETE FROM {tabel}")
    for kode in KINDS:
        assert issue(kantor, kode) == 0
    return kantor


@dataclass(frozen=True, kw_only=True)
class Meja:
    """A desk: an office, and files beside it."""

    folder: Path

    @property
    def kantor(self) -> Kantor:
        return open_kantor(self.folder)

    def run(self, *words: str) -> int:
        return formulir(self.folder, *words)

    def letters(self, formulir_kode: str) -> list[dict]:
        """Return what the log says of the letters of a kind."""
        return [
            dict(entri.isi)
            for entri in iter_entries(self.kantor.archive)
            if entri.isi.get("formulir") == formulir_kode
            and entri.isi["tindakan"] == "terbit"
        ]

    def acts(self, *names: str) -> list[dict]:
        """Return the acts of some sorts."""
        found = [dict(entri.isi) for entri in iter_entries(self.kantor.archive)]
        return [isi for isi in found if isi["tindakan"] in names]

    def object(self, isi: dict) -> bytes:
        """Return the file that a line of the log names."""
        digest, ekstensi = isi["sha256"], isi.get("ekstensi", "pdf")
        path = self.folder / "archive/objects" / digest[:2]
        return (path / f"{digest[2:]}.{ekstensi}").read_bytes()

    def scan(
        self, isi: dict, *, seed: int = 1, pages: int | None = None, pen: bool = True
    ) -> bytes:
        """Print a letter, let its main signer sign it with a pen, and scan it."""
        konteks = self.object({"sha256": isi["konteks"], "ekstensi": "json"})
        return _scan(self.object(isi), konteks if pen else b"", seed, pages)

    def put(self, name: str, data: bytes) -> Path:
        """Lay a file on the desk."""
        path = self.folder.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def receive(self, name: str, data: bytes, *words: str) -> int:
        return self.run("receive", str(self.put(name, data)), *words)

    def log(self) -> bytes:
        return (self.folder / "archive/log.jsonl").read_bytes()

    def sound(self) -> list[str]:
        """Verify; return what there is to remark."""
        proof = verify_kantor(self.kantor, progress=lambda _done, _total: None)
        told = [str(fault) for fault in proof.findings]
        assert not told, told
        return [str(fault) for fault in proof.notices]

    def rows(self, sql: str) -> list[tuple]:
        with self.kantor.open_catatan(read_only=True) as db:
            return db.conn.execute(sql).fetchall()


@lru_cache(maxsize=32)
def _scan(pdf: bytes, konteks: bytes, seed: int, pages: int | None) -> bytes:
    """Scan a letter; with its data its main signer signs it before, with a pen.

    Many tests scan the same letter of the office that a process has made.
    """
    chance = random.Random(seed)
    if not konteks:
        return scan_pdf(pdf, chance=chance, pages=pages)
    paper = sign_letter(pdf, konteks, chance=chance, dpi=DPI)
    return scan_pdf(paper, chance=chance, pages=pages)


def read_lines(text: str) -> list[dict]:
    """Read JSON lines."""
    return [json.loads(line) for line in text.splitlines()]
