"""What receipts, witnesses and verifying cost in a large archive.

Run it with ``.venv/bin/python -m bench.proof [ENTRIES] [LETTERS]``: a log of so many
entries (a million) for proofs, and so many letters with files of real size (5,000) for
verifying, held against the time in which their bytes are hashed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.archive import SAAT, fill, make_letter
from formulir.archive.acts import Act
from formulir.archive.folder import create_archive
from formulir.archive.keys import KeyFile
from formulir.archive.log import append
from formulir.archive.objects import StoredObject
from formulir.archive.proof.making import make_receipts, make_request
from formulir.archive.proof.sampling import verify_sample
from formulir.archive.proof.witnessing import (
    answer_request,
    found_witness,
    key_path,
    learn_log,
)
from formulir.archive.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

ASAL = "bench.example/arsip"
SHEET = random.Random(5).randbytes(350_000)
"""A scanned sheet: so large one is in ``docs/tumpukan.md``, 999 in 341 MiB."""


def time_ms(work: Callable[[int], object], *, times: int) -> float:
    """Return the median time of some work."""
    taken = []
    for turn in range(times):
        start = time.perf_counter()
        work(turn)
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def measure_proofs(folder: Path, entries: int) -> None:
    """Print what proofs of a large log cost."""
    key = folder / "kunci" / "arsip.pem"
    archive = create_archive(folder / "archive", asal=ASAL, key=key)
    fill(archive, key, entries)
    rng = random.Random(3)
    sizes = []

    def receipt(_turn: int) -> None:
        number = rng.randrange(entries)
        sizes.append(len(make_receipts(archive, [number])[number]))

    print(f"a receipt: {time_ms(receipt, times=51):.1f} ms, {max(sizes)} bytes at most")
    many = time_ms(lambda _turn: make_receipts(archive, range(1000)), times=3)
    print(f"1,000 receipts: {many:.0f} ms")
    witness = folder / "saksi"
    found_witness(witness, nama="saksi.example")
    learn_log(witness, (archive.root / "log.pub").read_bytes(), nama="log.pub")
    own = KeyFile(path=key_path(witness))
    request = time_ms(lambda _t: make_request(archive, old=entries - 9), times=21)
    print(f"a request: {request:.1f} ms")
    _, data = make_request(archive, old=0)
    answer = time_ms(
        lambda _t: answer_request(witness, data, key=own, moment=1, nama="x"), times=21
    )
    print(f"a witness's answer: {answer:.1f} ms")
    count = entries // 100
    start = time.perf_counter()
    done = verify_sample(
        archive,
        lambda size: sorted(rng.sample(range(size), count)),
        progress=lambda _d, _t: None,
    )
    taken = time.perf_counter() - start
    print(f"verify --sample 1/100: {done.drawn} entries in {taken:.1f} s")
    start = time.perf_counter()
    report = verify(archive.root, asal=ASAL)
    taken = time.perf_counter() - start
    print(f"verify of the log: {report.entri} entries in {taken:.1f} s")


def make_return(letter: Act, rng: random.Random) -> Act:
    """Make up the scan that comes back of a letter."""
    scan = StoredObject(data=rng.randbytes(8) + SHEET, ekstensi="pdf")
    isi = {
        "tindakan": "ditandatangani",
        "kode": letter.isi["kode"],
        "sha256": scan.nama.sha256,
        "oleh": "petugas",
    }
    return Act(isi=isi, objects=(scan,))


def measure_verify(folder: Path, letters: int, *, returned: bool) -> None:
    """Print how fast verifying is, held against hashing the same bytes."""
    key = folder / "kunci" / "arsip.pem"
    archive = create_archive(folder / "archive", asal=ASAL, key=key)
    rng = random.Random(4)
    for first in range(0, letters, 500):
        acts = [make_letter((first + n) * 100, rng) for n in range(500)]
        if returned:
            acts += [make_return(letter, rng) for letter in acts]
        append(archive, acts, key=key, saat=SAAT)
    paths = [p for p in sorted(archive.root.rglob("*")) if p.is_file()]
    size = sum(path.stat().st_size for path in paths)

    def hash_all(_turn: int) -> None:
        for path in paths:
            sha256(path.read_bytes()).hexdigest()

    hashing = time_ms(hash_all, times=3)
    whole = time_ms(lambda _t: verify(archive.root, asal=ASAL), times=3)
    what = "each with its return" if returned else "none returned"
    print(
        f"verify: {letters} letters, {what}, {size / 1e6:.0f} MB: {whole:.0f} ms; "
        f"hashing the bytes {hashing:.0f} ms: {hashing / whole:.0%} of its speed"
    )


def main(entries: str = "1000000", letters: str = "5000") -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        measure_verify(Path(folder) / "dua", int(letters), returned=False)
        measure_verify(Path(folder) / "tiga", int(letters), returned=True)
        measure_proofs(Path(folder) / "satu", int(entries))


if __name__ == "__main__":
    main(*sys.argv[1:])
