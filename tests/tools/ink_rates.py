"""How often a return is judged rightly: many of them, signed and not, of every kind.

``python -m tests.tools.ink_rates FOLDER [COUNT] [SEED]`` issues the letters of the
sample office with LibreOffice into FOLDER, unless they are there, makes COUNT returns
of each sort, and tells the rates and each one that was judged wrongly. It opens files
in this process, for they are its own; all behind the child's door is what an office
runs.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2

from formulir.office.kantor import open_kantor
from formulir.press.child.limits import Limits
from formulir.press.inking.areas import find_areas
from formulir.press.inking.child import _compare
from formulir.press.inking.inked import Comparison
from formulir.press.scans.signatures import examine_tanda_tangan
from formulir.receiving.evidence import MAIN, Evidence, judge, list_signers
from formulir.records.schedule.make import schedule
from tests.kantor import issue, make_kantor
from tests.terima import Meja
from tests.tools import ink
from tests.tools.kembali import (
    make_identity,
    make_stamper,
    prepare_pdf,
    save_anew,
    sign_pdf,
    stamp_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from formulir.press.inking.areas import Area

KINDS = (
    *("01.1", "01.2", "01.3", "01.4", "01.5", "01.6", "01.7"),
    *("02.1", "02.2", "02.3", "DH", "J3.3", "J4.1"),
)
LONGEST = 4
"""Letters with more pages are left out: they only take longer."""
SAAT = datetime(2026, 6, 1, tzinfo=UTC)
UNSIGNED = (
    *("blank", "photocopy", "highlighter", "coffee", "missing page", "other letter"),
    *("saved anew", "linearized", "empty field", "timestamp", "untrusted", "expired"),
)
SIGNED = ("pen", "pen", "pen", "pen", "pen", "trusted", "stamped in time")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter as it was issued."""

    formulir: str
    kode: str
    pdf: bytes
    konteks: bytes
    halaman: int

    @property
    def main(self) -> list[Area]:
        """Return where the main signer signs."""
        areas = find_areas(pypdfium2.PdfDocument(self.pdf), list_signers(self.konteks))
        for role in MAIN:
            if found := [area for area in areas if area.signer.peran == role]:
                return found
        return areas


def read_letters(folder: Path) -> list[Letter]:
    """Issue the letters of the sample office, and read them."""
    kantor = folder / "kantor"
    if not kantor.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_kantor(kantor, printer=None)
        with open_kantor(kantor).open_catatan() as db:
            for row in db.rows("SELECT kode FROM pelatihan"):
                schedule(db, row["kode"], menit_per_jp=60)
        for kode in KINDS:
            issue(kantor, kode)
    meja = Meja(folder=kantor)
    return [
        Letter(
            formulir=isi["formulir"],
            kode=isi["kode"],
            pdf=meja.object(isi),
            konteks=meja.object({"sha256": isi["konteks"], "ekstensi": "json"}),
            halaman=isi["halaman"],
        )
        for isi in meja.acts("terbit")
        if isi["halaman"] <= LONGEST
    ]


def weigh(letter: Letter, data: bytes, *, trusted: Path) -> Evidence:
    """Weigh a return as the office does, in this process."""
    with TemporaryDirectory() as name:
        source, issued = Path(name, "masukan"), Path(name, "surat")
        source.write_bytes(data)
        issued.write_bytes(letter.pdf)
        question = {
            "berkas": str(source),
            "ekstensi": "pdf",
            "surat": str(issued),
            "kode": letter.kode,
            "bernama": [],
            "penanda": [
                {"peran": each.peran, "nama": each.nama, "listed": each.listed}
                for each in list_signers(letter.konteks)
            ],
        }
        compared = Comparison(**_compare(question, Limits(halaman=100)))
        tanda = []
        if b"/ByteRange" in data or b"/Sig" in data:
            tanda = examine_tanda_tangan(source, trusted=trusted, saat=SAAT)
    return judge(
        tanda,
        compared,
        halaman=letter.halaman,
        came=len(pypdfium2.PdfDocument(data)),
        own=data.startswith(letter.pdf),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Who signs digitally: one who is trusted, one who is not, one too old."""

    folder: Path

    def __post_init__(self) -> None:
        """Lay out whom the office trusts."""
        for name in ("good", "old", "clock"):
            (self.folder / f"{name}.pem").write_bytes(make_people()[name].pem)


@cache
def make_people() -> dict:
    """Make the certificates of those who sign: good, unknown, too old, a clock."""
    old = {"start": datetime(2016, 1, 1, tzinfo=UTC), "days": 700}
    return {
        "good": make_identity("Kepala Contoh"),
        "stranger": make_identity("Orang Lain"),
        "old": make_identity("Kepala Lama", **old),
        "clock": make_identity("Waktu Contoh", stamps=True),
    }


def make_unsigned(
    letter: Letter, others: list[Letter], sort: str, *, chance: random.Random
) -> tuple[bytes, str]:
    """Make a return that nobody signed, and say how."""
    people = make_people()
    then = make_stamper(people["clock"], datetime(2016, 5, 1, tzinfo=UTC))
    digital = {
        "saved anew": save_anew,
        "linearized": lambda pdf: save_anew(pdf, linearize=True),
        "empty field": prepare_pdf,
        "timestamp": lambda pdf: stamp_pdf(pdf, then),
        "untrusted": lambda pdf: sign_pdf(pdf, people["stranger"]),
        "expired": lambda pdf: sign_pdf(pdf, people["old"]),
    }
    if sort in digital:
        return digital[sort](letter.pdf), sort
    dpi = chance.choice((150, 200, 300))
    pages = ink.draw_pages(letter.pdf, dpi=dpi)
    area = chance.choice(letter.main)
    if sort in ("missing page", "other letter"):
        # Somebody did sign; what is wrong is a page.
        pages = _sign(pages, letter, chance=chance, dpi=dpi)
        at = chance.randrange(len(pages))
        if sort == "other letter":
            other = chance.choice(others)
            pages[at] = ink.draw_page(other.pdf, at % other.halaman, dpi=dpi)
            if len(pages) == 1 or at == area.page:
                pen = ink.choose_pen(chance)
                pages[at] = ink.sign(pages[at], area.box, pen, chance=chance, dpi=dpi)
        elif len(pages) > 1:
            del pages[at]
        else:
            pages = ink.draw_pages(letter.pdf, dpi=dpi)
    left, top, _, _ = area.box
    soiled = {
        "photocopy": lambda page: ink.photocopy(page, chance=chance),
        "highlighter": lambda page: ink.highlight(
            page, (60, top - 70, 400, 0), chance=chance, dpi=dpi
        ),
        "coffee": lambda page: ink.stain(
            page, (left - 40, top - 125), chance=chance, dpi=dpi
        ),
    }
    if sort in soiled:
        pages[area.page] = soiled[sort](pages[area.page])
    return _send(pages, chance=chance, dpi=dpi)


def make_signed(
    letter: Letter, sort: str, *, chance: random.Random
) -> tuple[bytes, str]:
    """Make a return that somebody signed, and say how."""
    people = make_people()
    if sort == "trusted":
        certify = chance.random() < 0.3
        return sign_pdf(letter.pdf, people["good"], certify=certify), sort
    if sort == "stamped in time":
        then = make_stamper(people["clock"], datetime(2016, 5, 1, tzinfo=UTC))
        return sign_pdf(letter.pdf, people["old"], stamper=then), sort
    dpi = chance.choice((150, 200, 300))
    pages = ink.draw_pages(letter.pdf, dpi=dpi)
    return _send(_sign(pages, letter, chance=chance, dpi=dpi), chance=chance, dpi=dpi)


def _sign(
    pages: list[Image.Image], letter: Letter, *, chance: random.Random, dpi: int
) -> list[Image.Image]:
    """Let the main signer sign in one place."""
    area, pen = chance.choice(letter.main), ink.choose_pen(chance)
    return [
        ink.sign(page, area.box, pen, chance=chance, dpi=dpi)
        if number == area.page
        else page
        for number, page in enumerate(pages)
    ]


def _send(
    pages: list[Image.Image], *, chance: random.Random, dpi: int
) -> tuple[bytes, str]:
    """Scan or photograph pages."""
    mode, quality = chance.choice(ink.MODES), chance.choice((30, 45, 60, 80))
    if chance.random() < 0.25:
        pages = [ink.fold(page, chance=chance) for page in pages]
    if mode in ("grey", "colour") and chance.random() < 0.3:
        # In black and white nothing would be left of what lies in a shadow.
        pages = [ink.shade(page, chance=chance) for page in pages]
    scanned = [ink.scan(page, mode, chance=chance) for page in pages]
    return ink.pack(scanned, quality=quality, dpi=dpi), f"{mode} {dpi} q{quality}"


def run(folder: Path, count: int, seed: int) -> Iterator[tuple[str, bool, str]]:
    """Make and weigh returns; give each one's sort, whether it is right, and how."""
    letters = read_letters(folder)
    with TemporaryDirectory() as name:
        trusted = Path(name)
        People(folder=trusted)
        for number in range(2 * count):
            chance = random.Random(seed + number)
            kind = chance.choice(sorted({letter.formulir for letter in letters}))
            own = [letter for letter in letters if letter.formulir == kind]
            letter = chance.choice(own)
            signed = number % 2 == 1
            if signed:
                sort = chance.choice(SIGNED)
                data, how = make_signed(letter, sort, chance=chance)
            else:
                sort = chance.choice(UNSIGNED)
                others = [each for each in own if each is not letter] or [
                    each for each in letters if each is not letter
                ]
                data, how = make_unsigned(letter, others, sort, chance=chance)
            found = weigh(letter, data, trusted=trusted)
            right = (found.bukti != "tidak ada") == signed
            ink_found = [each["luas"] for each in found.tinta or ()]
            what = f"{seed + number} {kind} {how}: {found.bukti} {ink_found}"
            yield sort, right, f"{what} {list(found.sebab)}"


def main() -> None:
    """Tell the rates."""
    folder, count, seed = (*sys.argv[1:], "60", "0")[:3]
    tallies: dict[str, list[bool]] = defaultdict(list)
    start = time.process_time()
    for sort, right, what in run(Path(folder), int(count), int(seed)):
        tallies[sort].append(right)
        print(end=".", file=sys.stderr, flush=True)  # noqa: T201 - its progress
        if not right:
            print(f"WRONG {sort}: {what}", flush=True)  # noqa: T201 - its answer
    for sort, found in sorted(tallies.items()):
        print(f"{sort}: {found.count(False)} wrong of {len(found)}")  # noqa: T201 - its answer
    wrong = {
        name: [each for sort in sorts for each in tallies.get(sort, [])].count(False)
        for name, sorts in (("unsigned", UNSIGNED), ("signed", set(SIGNED)))
    }
    took = time.process_time() - start
    print(json.dumps({"wrong": wrong, "of": int(count), "cpu_s": round(took)}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
