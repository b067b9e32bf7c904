"""Take every file of a folder through ``examine`` and a merge, and say how it went.

``python -m tests.tools.corpus.run FOLDER KERJA`` prints a line of JSON a file, and last
of all the most memory that this process ever had. It is a process of its own so that
this figure is its own.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from formulir.model import Pdf
from formulir.press.attachments.examine import Verdict, examine
from formulir.press.finishing.finish import Closing, finish
from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.pdf.pdfa import claim_pdfa
from tests.tools.corpus.dokumen import A4, make_pages


def make_letter() -> Pdf:
    """Make a letter of one page that claims PDF/A-2b."""
    pdf = make_pages([A4])
    claim_pdfa(pdf, judul="Surat")
    return save_pdf(pdf)


def take_through(berkas: Path, workdir: Path, letter: Pdf) -> dict[str, object]:
    """Examine a file and merge it behind a letter."""
    before = read_used_s()
    hasil = workdir / "hasil.pdf"
    verdict: Verdict = examine(
        berkas, ekstensi=berkas.suffix, workdir=workdir, result=hasil
    )
    halaman, pdfa = 0, False
    if verdict.ok:
        lampiran = (("Lampiran", Pdf(hasil.read_bytes())),)
        printed = PrintedLetter(pdf=open_pdf(letter), places={})
        closing = Closing(kode="K7QF-3M0T-9XWA", lampiran=lampiran)
        finished = finish(printed, closing=closing)
        hasil.unlink()
        halaman, pdfa = finished.halaman, finished.pdfa
    return {
        "berkas": berkas.name,
        "putusan": verdict.putusan,
        "alasan": verdict.reason,
        "catatan": list(verdict.catatan),
        "halaman": halaman,
        "pdfa": pdfa,
        "lama_s": round(read_used_s() - before, 2),
    }


def read_used_s() -> float:
    """Return the processor time that this process and its children used."""
    return sum(os.times()[:4])


def main(folder: Path, workdir: Path) -> None:
    """Print a line a file, then the peak."""
    letter = make_letter()
    for berkas in sorted(path for path in folder.iterdir() if path.is_file()):
        line = json.dumps(take_through(berkas, workdir, letter), ensure_ascii=False)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps({"puncak_mib": read_peak_mib()}) + "\n")


def read_peak_mib() -> int:
    """Read the most memory that this program had; ``getrusage`` counts its parent's."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
