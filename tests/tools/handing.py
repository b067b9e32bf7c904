"""How long it takes to hand letters out, and whether their pages are those issued.

``python -m tests.tools.handing [MODELS]`` issues the letters 02.2 and 02.3 of so many
model schools (16: 96 letters) by LibreOffice, hands them out in each way, and tells
wall and processor seconds, the size of each file, and the pages that differ.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import ImageChops

from formulir.archive.find import iter_entries
from formulir.archive.objects import read_object
from formulir.handing.bundle import BundleWish, LabelWish, hand_bundle
from formulir.handing.formats import find_format
from formulir.handing.handing import hand_folder, hand_zip
from formulir.handing.letters import Wanted
from formulir.handing.post.chat import hand_chat
from formulir.office.kantor import open_kantor
from tests.kantor import formulir, issue, make_kantor, write_schools

KINDS = ("02.2", "02.3")


def make_office(folder, models):
    """Issue the letters of a kabupaten with so many model schools."""
    place = make_kantor(folder / "kantor", printer=None)
    write_schools(folder / "sekolah.csv", models=models)
    where = ("--tahun", "2016", "--wilayah", "33.19", "--kuota", str(models))
    assert formulir(place, "import", "sekolah", str(folder / "sekolah.csv")) == 0
    assert formulir(place, "propose", *where) == 0
    for kind in KINDS:
        assert issue(place, kind) == 0
    return open_kantor(place)


def show(pdf):
    """Show each page of a file."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=1).to_pil().convert("L")
        page.close()
    document.close()


def count_unlike(kantor, bundle):
    """Count the pages of a bundle, and those that differ from the archived ones."""
    wanted = [
        page
        for kind in KINDS
        for entri in iter_entries(kantor.archive)
        if entri.isi.get("formulir") == kind and entri.isi["tindakan"] == "terbit"
        for page in show(read_object(kantor.archive.root, entri.isi["sha256"], "pdf"))
    ]
    shown = list(show(bundle))[-len(wanted) :]
    pairs = zip(shown, wanted, strict=True)
    unlike = sum(ImageChops.difference(a, b).getbbox() is not None for a, b in pairs)
    return len(wanted), unlike


def main(models):
    with TemporaryDirectory() as name:
        folder = Path(name)
        kantor = make_office(folder, models)
        wanted = Wanted(formulir=KINDS, tahun=2016)
        which = find_format(kantor.templates, "103")
        labels = LabelWish(path=folder / "label.pdf", which=which)
        ways = {
            "folder": lambda: hand_folder(kantor, wanted, folder / "surat"),
            "zip": lambda: hand_zip(kantor, wanted, folder / "surat.zip"),
            "bundle": lambda: hand_bundle(
                kantor, wanted, BundleWish(pdf=folder / "cetak.pdf")
            ),
            "bundle --duplex": lambda: hand_bundle(
                kantor, wanted, BundleWish(pdf=folder / "dua.pdf", duplex=True)
            ),
            "addressees": lambda: hand_bundle(
                kantor, wanted, BundleWish(addressees=folder / "alamat.xlsx")
            ),
            "labels": lambda: hand_bundle(kantor, wanted, BundleWish(labels=labels)),
            "chat": lambda: hand_chat(kantor, wanted, folder / "pesan.xlsx"),
        }
        for way, do in ways.items():
            wall, cpu = time.monotonic(), time.process_time()
            do()
            wall, cpu = time.monotonic() - wall, time.process_time() - cpu
            peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
            told = f"{way:16} {wall:6.2f} s  {cpu:6.2f} s of the processor"
            print(f"{told}, {peak} MB at most so far")  # noqa: T201 - its answer
        for path in sorted(folder.glob("*.*")):
            print(f"{path.name:16} {path.stat().st_size / 1000:8.0f} kB")  # noqa: T201 - its answer
        pages, unlike = count_unlike(kantor, (folder / "cetak.pdf").read_bytes())
        print(f"{pages} pages, {unlike} differ from those that were issued")  # noqa: T201 - its answer


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
