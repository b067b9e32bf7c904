"""Measure the archive: appending to a small and a large one, searching the large one.

Run it with ``.venv/bin/python bench/archive.py [ENTRIES]``; a million take some minutes
to fill and about 3 GiB of disk in a temporary folder.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from formulir.archive.acts import Act, write_line
from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.find import find_entries, find_kode
from formulir.archive.folder import (
    CHECKPOINT,
    LOG,
    Archive,
    create_archive,
    load_checkpoint,
)
from formulir.archive.index.catch_up import rebuild
from formulir.archive.keys import load_key
from formulir.archive.log import append
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.objects import StoredObject
from formulir.archive.words import Search

SAAT = datetime(2016, 3, 14, tzinfo=UTC)
SMALL, LARGE = 1_000, 1_000_000
KINDS = ("01.1", "01.2", "01.4", "02.1", "02.2", "02.3")
WORDS = ("negeri", "swasta", "merdeka", "kartini", "jati", "bae", "dawe", "gebog")
PDF = random.Random(1).randbytes(28_000)


def make_isi(entri: int, rng: random.Random) -> dict[str, object]:
    """Make up an act; every hundredth one voids the letter before it."""
    if entri % 100 == 99:
        return {
            "tindakan": "batal",
            "kode": f"B{entri - 1:07}-X",
            "nomor": None,
            "alasan": "salah sekolah",
            "oleh": "petugas",
        }
    hal = " ".join(["Pernyataan sekolah dasar", *rng.choices(WORDS, k=12), f"n{entri}"])
    return {
        "tindakan": "terbit",
        "formulir": rng.choice(KINDS),
        "kunci": str(20_000_000 + entri),
        "tahun": 2016 + entri % 8,
        "kode": f"B{entri:07}-X",
        "nomor": f"{entri:04}/E5.2/PL/2016",
        "tanggal": "2016-03-14",
        "tahap": f"T0{1 + entri % 9}",
        "wilayah": {"penerbit": "33", "subjek": f"33.{entri % 35:02}"},
        "hal": hal,
        "halaman": 1,
        "lampiran": [],
    }


def make_letter(entri: int, rng: random.Random) -> Act:
    """Make up a letter with its files, as large as real ones."""
    pdf = StoredObject(data=PDF + str(entri).encode(), ekstensi="pdf")
    konteks = {"sekolah": {"nama": f"SD {entri}", "alamat": " ".join(WORDS)}}
    data = StoredObject(data=json.dumps(konteks).encode(), ekstensi="json")
    template = StoredObject(data=PDF, ekstensi="docx")
    isi = make_isi(entri, rng)
    isi |= {
        "sha256": pdf.nama.sha256,
        "konteks": data.nama.sha256,
        "templat": template.nama.sha256,
    }
    return Act(isi=isi, objects=(pdf, data, template))


def fill(arsip: Archive, key: Path, count: int) -> None:
    """Write a log at once, sign it, and let the index be rebuilt."""
    rng, frontier = random.Random(2), Frontier()
    with (arsip.root / LOG).open("wb") as file:
        for entri in range(count):
            line, _ = write_line(make_isi(entri, rng), entri=entri, saat=SAAT)
            frontier.add(hash_leaf(line))
            file.write(line + b"\n")
    head = Checkpoint(asal=arsip.verifier.asal, size=count, root=frontier.root())
    (arsip.root / CHECKPOINT).write_bytes(sign_checkpoint(head, load_key(key)))
    rebuild(arsip.root, load_checkpoint(arsip))


def measure_append(arsip: Archive, key: Path, *, batch: int, times: int) -> float:
    """Return the median time of an append, in milliseconds."""
    rng, taken = random.Random(batch), []
    for turn in range(times):
        # Numbers that no other append uses, and none of a voiding act.
        first = 10_000_000 * batch + turn * batch
        letters = [make_letter((first + n) * 100, rng) for n in range(batch)]
        start = time.perf_counter()
        append(arsip, letters, key=key, saat=SAAT)
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def measure_find(arsip: Archive) -> None:
    """Print the median time of searches of every sort."""
    kudus = frozenset({"33.19"})
    java = frozenset(f"33.{n:02}" for n in range(35))
    for name, search in {
        "everything": Search(limit=50),
        "a word of every letter": Search(teks=("sekolah",), limit=50),
        "the beginning of that word": Search(teks=("sekol",), limit=50),
        "three common words": Search(teks=("jati", "bae", "dawe"), limit=50),
        "a word of one letter": Search(teks=("n500001",), limit=50),
        "a number": Search(teks=("500001/E5.2/PL/2016",), limit=50),
        "a word of none": Search(teks=("sekolah", "tiada"), limit=50),
        "form, stage, region, year": Search(
            formulir="02.2", tahap="T02", wilayah=kudus, tahun=2017, limit=50
        ),
        "form, a region never in that role": Search(
            formulir="02.2", wilayah=frozenset({"33.07"}), peran="penerbit"
        ),
        "a province": Search(wilayah=java, teks=("kartini",), limit=50),
        "void": Search(status="batal", limit=50),
        "void, a year that has none": Search(status="batal", tahun=2017),
        "void, region, word": Search(
            status="batal", wilayah=kudus, teks=("gebog",), limit=50
        ),
    }.items():
        taken = []
        for _ in range(9):
            start = time.perf_counter()
            found = find_entries(arsip, search)
            taken.append(time.perf_counter() - start)
        print(f"  {name:34} {median(taken) * 1000:8.1f} ms  {len(found):5} found")
    start = time.perf_counter()
    found_kode = find_kode(arsip, [f"B{n * 331:07}-X" for n in range(1000)])
    taken_ms = (time.perf_counter() - start) * 1000
    print(f"  {'1,000 codes':34} {taken_ms:8.1f} ms  {len(found_kode):5} found")


def main(large: int) -> None:
    """Fill, append, search, print."""
    with tempfile.TemporaryDirectory() as folder:
        for count in (SMALL, large):
            root, key = Path(folder) / str(count), Path(folder) / f"{count}.pem"
            arsip = create_archive(root, asal="bench.example/arsip", key=key)
            start = time.perf_counter()
            fill(arsip, key, count)
            print(f"{count:,} entries, filled in {time.perf_counter() - start:.0f} s")
            size_mb = (root / "index.db").stat().st_size / 1e6
            print(f"  {'index.db':34} {size_mb:8.1f} MB")
            for batch, times in ((1, 51), (100, 15), (1000, 5)):
                taken_ms = measure_append(arsip, key, batch=batch, times=times)
                print(f"  {f'append {batch} letter(s)':34} {taken_ms:8.1f} ms")
        measure_find(arsip)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE)
