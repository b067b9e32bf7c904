"""Piles of scans as an office's machine makes them, and what must come of each sheet.

``python -m tests.tools.piles sort FOLDER`` founds an office, issues 96 letters of 300
pages, scans them into a pile, receives it and holds each return against the pile.
``read`` only reads piles, as many as are asked for. ``kill`` cuts the power at random.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import img2pdf
import numpy as np
import pikepdf
import pypdfium2
from PIL import Image, ImageFilter

from formulir.issuing.archiving import archive
from formulir.model import Finished, FinishedPdf, Pdf
from formulir.office.founding import found_kantor
from formulir.office.kantor import make_kode, open_kantor
from formulir.press.finishing.fonts import find_font
from formulir.press.finishing.footer import draw_footer, format_left
from formulir.press.finishing.picture import draw_qr, embed_picture
from formulir.press.finishing.stamp import overlay
from formulir.press.pdf.paper import MM, save_pdf
from formulir.press.scans.scan import read_scan
from formulir.receiving.folder import receive_folder
from formulir.receiving.sheets import LetterPages, sort_sheets
from formulir.records.ledger.reserve import Reservation, reserve_surat
from tests.conftest import make_baris
from tests.reviewing.book import CHECKED
from tests.terima import Meja

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor

A4 = (595.28, 841.89)
SIGNER = "Kepala Contoh"
_HELVETICA = {
    "/Type": pikepdf.Name.Font,
    "/Subtype": pikepdf.Name.Type1,
    "/BaseFont": pikepdf.Name.Helvetica,
    "/Encoding": pikepdf.Name.WinAnsiEncoding,
}
FORK = multiprocessing.get_context("fork")
SAAT = datetime(2016, 3, 14, 3, 0, tzinfo=UTC)


def say(*lines: object) -> None:
    """Print some lines at once."""
    sys.stdout.write("\n  ".join(map(str, lines)) + "\n")
    sys.stdout.flush()


def draw_letter(
    kode: str,
    pages: int,
    *,
    old: int = 0,
    size: tuple[float, float] = A4,
    signer: str = "",
) -> bytes:
    """Draw a letter as it is issued: lines, the foot, and a code at the signature.

    Args:
        kode: Its archive code.
        pages: How many pages it has.
        old: Without a foot, as of version 0.1.0, the code being on this page alone.
        size: Of its pages, in points.
        signer: Who signs on the last page, above the name.
    """
    pdf = pikepdf.new()
    image = embed_picture(pdf, draw_qr(f"https://arsip.example/{kode}"))
    for at in range(pages):
        page = pdf.add_blank_page(page_size=size)
        lines = " ".join(
            f"70 {y} m {200 + (y * 37 + at * 91) % 320} {y} l"
            for y in range(120, int(size[1]) - 80, 16)
        )
        drawn = f"q 3 w 0.2 G [5 3 9 2] 0 d {lines} S Q"
        if at == (old or pages) - 1:
            page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Kode"))
            drawn += f" q 1 g 90 150 70 70 re f {22 * MM} 0 0 {22 * MM} 95 155 cm"
            drawn += " /Kode Do Q"
        if signer and at == pages - 1:
            page.Resources.Font = pikepdf.Dictionary(F=pikepdf.Dictionary(_HELVETICA))
            drawn += " q 1 g 300 110 260 110 re f 0 g BT /F 11 Tf"
            drawn += f" 320 205 Td (Kepala,) Tj 0 -80 Td ({signer})"
            drawn += " Tj ET Q"
        page.Contents = pdf.make_stream(drawn.encode())
    if not old:
        left = format_left(nomor="0394/E5.2/PL/2016", kode=kode)
        drawings, _ = draw_footer(pdf, left, kode=kode, font=find_font())
        overlay(pdf, [drawings])
    return save_pdf(pdf)


def found_office(
    folder: Path, counts: Sequence[int], *, old: Sequence[int] = (), signer: str = ""
) -> list[tuple[str, bytes]]:
    """Found an office and issue letters.

    Args:
        folder: Where.
        counts: How many pages each letter has.
        old: Of the last letters, on which page their only code stands.
        signer: Who signs each of them.

    Returns:
        Of each letter its archive code, and the file.
    """
    found_kantor(folder)
    kantor = replace(open_kantor(folder), saat=lambda: SAAT)
    return issue_drawn(kantor, counts, old=old, signer=signer)


def issue_drawn(
    kantor: Kantor, counts: Sequence[int], *, old: Sequence[int] = (), signer: str = ""
) -> list[tuple[str, bytes]]:
    """Issue letters that are drawn; what is given and returned is as above."""
    places = [0] * (len(counts) - len(old)) + list(old)
    with kantor.open_catatan() as db:
        reservation = Reservation(
            actor=kantor.actor(), kode_hal={}, make_kode=make_kode
        )
        drafts = [make_baris(f"k{at}", seri=None) for at in range(len(counts))]
        letters = reserve_surat(db, drafts, reservation=reservation)
        files = [
            draw_letter(surat.kode, count, old=place, signer=signer)
            for surat, count, place in zip(letters, counts, places, strict=True)
        ]
        finished = [
            Finished(
                surat=surat,
                konteks={
                    "naskah": {"kode": surat.kode},
                    **({"penandatangan": {"nama": signer}} if signer else {}),
                },
                file=FinishedPdf(pdf=Pdf(data), halaman=count, pdfa=True),
            )
            for surat, data, count in zip(letters, files, counts, strict=True)
        ]
        archive(kantor, db, CHECKED, finished, alasan=None)
    return [(s.kode, data) for s, data in zip(letters, files, strict=True)]


@cache
def _noise() -> np.ndarray:
    chance = np.random.default_rng(0)
    dots = chance.standard_normal((2600, 2600), dtype=np.float32)
    return (10 * dots).astype(np.int8)


def scan_page(
    page: pypdfium2.PdfPage,
    *,
    chance: random.Random,
    dpi: int = 150,
    turned: bool = False,
    degrees: float = 2.0,
    share: float = 1.0,
) -> bytes:
    """Print a page and scan it: skewed, soft, grey, noisy, perhaps upside down.

    Its paper is as large as the page, or has a share of its width and height.
    """
    picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    angle = chance.uniform(-degrees, degrees) + (180 if turned else 0)
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.5)))
    dots = np.asarray(picture).astype(np.int32) * 205 // 256 + chance.randrange(25, 45)
    noise = np.rot90(_noise(), chance.randrange(4))
    x, y = chance.randrange(200), chance.randrange(60)
    dots += noise[y : y + dots.shape[0], x : x + dots.shape[1]]
    out = io.BytesIO()
    made = Image.fromarray(dots.clip(0, 255).astype(np.uint8))
    made.save(out, "JPEG", quality=45, dpi=(round(dpi / share),) * 2)
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a sheet of a pile is: a page of a letter, its place, foreign or not."""

    kode: str
    halaman: int
    foreign: bool = False
    twice: bool = False
    turned: bool = False


def shuffle_pages(
    letters: Sequence[tuple[str, int]],
    foreign: Sequence[tuple[str, int]],
    *,
    chance: random.Random,
    missing: int = 2,
) -> list[Truth]:
    """Lay the pages of letters on a pile, in any order: a tenth of them upside down.

    A twentieth of them is there twice, some are missing, some are of another office.
    """
    pages = [Truth(kode=k, halaman=n + 1) for k, count in letters for n in range(count)]
    chance.shuffle(pages)
    pages = pages[missing:]
    again = [replace(page, twice=True) for page in pages[::20]]
    pages += again
    pages += [Truth(kode=k, halaman=1, foreign=True) for k, _ in foreign]
    chance.shuffle(pages)
    return [replace(page, turned=chance.random() < 0.1) for page in pages]


def scan_pile(
    truth: Sequence[Truth], files: dict[str, bytes], *, chance: random.Random, dpi: int
) -> bytes:
    """Scan a pile into one PDF of pictures."""
    opened = {kode: pypdfium2.PdfDocument(data) for kode, data in files.items()}
    pictures = [
        scan_page(
            opened[each.kode][each.halaman - 1],
            chance=chance,
            dpi=dpi,
            turned=each.turned,
        )
        for each in truth
    ]
    return join_pictures(pictures)


def join_pictures(pictures: Sequence[bytes]) -> bytes:
    """Put pictures into one PDF as they are."""
    made = img2pdf.convert(
        list(pictures),
        rotation=img2pdf.Rotation.ifvalid,
        nodate=True,
        engine=img2pdf.Engine.internal,
    )
    return bytes(made)


def list_streams(data: bytes) -> list[bytes]:
    """Return the encoded bytes of the picture on each page of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            bytes(image.read_raw_bytes())
            for page in pdf.pages
            for image in page.get_images().values()
        ]


def check_returns(
    meja: Meja, pile: bytes, truth: Sequence[Truth], counts: dict[str, int]
) -> list[str]:
    """Hold the returns against the pile; return what is wrong."""
    streams = list_streams(pile)
    by_page: dict[tuple[str, int], list[bytes]] = {}
    for each, stream in zip(truth, streams, strict=True):
        if not each.foreign:
            by_page.setdefault((each.kode, each.halaman), []).append(stream)
    whole = {
        kode
        for kode, count in counts.items()
        if all((kode, page) in by_page for page in range(1, count + 1))
    }
    wrong = []
    acts = meja.acts("ditandatangani", "diterima")
    times = Counter(act["kode"] for act in acts)
    wrong += [f"{kode}: returned {n} times" for kode, n in times.items() if n > 1]
    wrong += [f"{kode}: not returned" for kode in whole - times.keys()]
    wrong += [f"{kode}: returned in part" for kode in times.keys() - whole]
    for act in acts:
        for at, stream in enumerate(list_streams(meja.object(act)), start=1):
            if stream not in by_page.get((act["kode"], at), []):
                wrong.append(f"{act['kode']}: page {at} is another, or encoded anew")
    return wrong


class Memory(threading.Thread):
    """Watches how much memory a process and its children hold together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0, False

    def run(self) -> None:
        while not self.ended:
            self.most = max(self.most, self.measure())
            time.sleep(0.05)

    def measure(self) -> int:
        parents, sizes = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
                parents[int(folder.name)] = int(fields[1])
                sizes[int(folder.name)] = int(fields[21]) * resource.getpagesize()
        ours = {self.pid}
        for _ in range(6):
            ours |= {pid for pid, parent in parents.items() if parent in ours}
        return sum(sizes.get(pid, 0) for pid in ours)


def choose_counts(chance: random.Random, *, letters: int, pages: int) -> list[int]:
    """Choose how many pages each letter has, so many together."""
    counts = [1] * letters
    for _ in range(pages - letters):
        counts[chance.randrange(letters)] += 1
    return counts


def sort_pile(folder: Path, *, letters: int, pages: int, dpi: int, seed: int) -> bool:
    """Found an office, receive a pile, print the figures; tell whether all is right."""
    chance = random.Random(seed)
    issued = found_office(
        folder / "kantor",
        choose_counts(chance, letters=letters, pages=pages),
        signer=SIGNER,
    )
    files = dict(issued)
    foreign = {make_kode(): b"" for _ in range(3)}
    foreign = {kode: draw_letter(kode, 1) for kode in foreign}
    counts = {kode: len(pypdfium2.PdfDocument(data)) for kode, data in files.items()}
    truth = shuffle_pages(
        list(counts.items()), [(kode, 1) for kode in foreign], chance=chance
    )
    pile = scan_pile(truth, files | foreign, chance=chance, dpi=dpi)
    meja = Meja(folder=folder / "kantor")
    path = meja.put("tumpukan.pdf", pile)
    began = time.perf_counter()
    program = Path(sys.executable).with_name("formulir")
    command = [program, "--kantor", meja.folder, "receive", path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watch = Memory(process.pid)
        watch.start()
    took = time.perf_counter() - began
    watch.ended = True
    wrong = check_returns(meja, pile, truth, counts) + judge_sheets(meja, truth)
    remarks = meja.sound()
    size = len(pile) / 2**20
    say(
        f"seed {seed}, {dpi} dpi: {len(truth)} sheets, {size:.0f} MiB, {took:.1f} s, "
        f"{len(truth) / took:.1f} pages/s, {watch.most / 2**20:.0f} MiB of memory, "
        f"{len(wrong)} wrong, {len(remarks)} remarks",
        *wrong[:20],
    )
    return not wrong


def judge_sheets(meja: Meja, truth: Sequence[Truth]) -> list[str]:
    """Hold what the ledger says of each sheet against what it is."""
    rows = meja.rows("SELECT ke, keadaan, kode, halaman, putar FROM lembar ORDER BY ke")
    wrong = []
    for each, (ke, keadaan, kode, halaman, putar) in zip(truth, rows, strict=True):
        if each.foreign:
            fits = keadaan == "asing"
        else:
            fits = keadaan in {"menunggu", "ganda"} and (kode, halaman, putar) == (
                each.kode,
                each.halaman,
                180 * each.turned,
            )
        if not fits:
            wrong.append(f"sheet {ke} is {each}, told as {keadaan} {kode} {halaman}")
    return wrong


def read_piles(folder: Path, *, sheets: int, dpi: int, seed: int) -> bool:
    """Read so many generated sheets, and print how many were wrong or unread."""
    chance = random.Random(seed)
    wrong = unread = done = 0
    spent = 0.0
    while done < sheets:
        files = {make_kode(): 0 for _ in range(60)}
        counts = {kode: chance.choice((1, 2, 3, 6)) for kode in files}
        drawn = {kode: draw_letter(kode, count) for kode, count in counts.items()}
        truth = shuffle_pages(list(counts.items()), [], chance=chance)
        pile = scan_pile(truth, drawn, chance=chance, dpi=dpi)
        began = time.perf_counter()
        source = folder / "tumpukan.pdf"
        source.write_bytes(pile)
        contents = read_scan(source, workdir=folder, trusted=folder / "t", saat=SAAT)
        spent += time.perf_counter() - began
        if len(contents.sheets) != len(truth):
            say("not read:", contents.reason, len(contents.sheets))
            return False
        letters = {k: LetterPages(kode=k, jumlah=n) for k, n in counts.items()}
        for each, found in zip(
            truth, sort_sheets(contents.sheets, letters), strict=True
        ):
            if found.keadaan == "tak terbaca":
                unread += 1
            elif (found.kode, found.halaman, found.putar) != (
                each.kode,
                each.halaman,
                180 * each.turned,
            ):
                wrong += 1
                say("wrong:", each, found)
        done += len(truth)
        say(
            f"seed {seed}, {dpi} dpi: {done} sheets, {wrong} wrong, {unread} unread, "
            f"{done / spent:.1f} pages/s"
        )
    return not wrong


def receive_and_die(folder: Path, path: Path, *, left: int) -> None:
    """Receive a pile, and be killed after so many writes."""
    count = [left]

    def cut(_step: str) -> None:
        count[0] -= 1
        if count[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    receive_folder(open_kantor(folder), [path], tell=lambda _: None, after=cut)


def kill_often(folder: Path, *, kills: int, seed: int) -> bool:
    """Kill what receives a pile after every write, and finish it each time."""
    chance = random.Random(seed)
    issued = found_office(folder / "kantor", [1, 2, 3, 2, 1])
    counts = {kode: len(pypdfium2.PdfDocument(data)) for kode, data in issued}
    truth = shuffle_pages(list(counts.items()), [], chance=chance, missing=1)
    pile = scan_pile(truth, dict(issued), chance=chance, dpi=150)
    wrong: list[str] = []
    for at in range(kills):
        copy = folder / f"salinan-{at}"
        shutil.copytree(folder / "kantor", copy)
        meja = Meja(folder=copy)
        path = meja.put("tumpukan.pdf", pile)
        # Twice in a row, so that what goes on is killed too.
        for left in (at % 40, chance.randrange(12)):
            child = FORK.Process(
                target=receive_and_die, args=(copy, path), kwargs={"left": left}
            )
            child.start()
            child.join()
        meja.sound()
        receive_folder(meja.kantor, [path], tell=lambda _: None)
        before = meja.log()
        receive_folder(meja.kantor, [path], tell=lambda _: None)
        found = check_returns(meja, pile, truth, counts)
        found += ["the second run wrote"] if meja.log() != before else []
        found += meja.sound()
        found += ["several piles"] if len(meja.acts("tumpukan")) != 1 else []
        wrong += [f"kill {at}: {each}" for each in found]
        shutil.rmtree(copy)
        if at % 10 == 9 or at == kills - 1:
            say(f"{2 * (at + 1)} kills, {len(wrong)} wrong", *wrong[:20])
    return not wrong


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["sort", "read", "kill"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--letters", type=int, default=96)
    parser.add_argument("--sheets", type=int, default=300)
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    given: Any = parser.parse_args()
    more = {"dpi": given.dpi, "seed": given.seed}
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.what == "sort":
        fine = sort_pile(
            given.folder, letters=given.letters, pages=given.sheets, **more
        )
    elif given.what == "read":
        fine = read_piles(given.folder, sheets=given.sheets, **more)
    else:
        fine = kill_often(given.folder, kills=given.sheets, seed=given.seed)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
