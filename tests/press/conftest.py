"""What the tests of the press share: letters, printed once, and small pictures."""

from __future__ import annotations

import shutil
import socket
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from PIL import Image, ImageDraw

from formulir.ground.package import BODY
from formulir.model import Docx, Pdf
from formulir.office.kantor import find_libreoffice
from formulir.press.child.shield import Shield, find_unshare, probe_shield
from formulir.press.joining.skeleton import Skeleton
from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.printing.libreoffice import (
    find_program,
    find_python,
    probe_libreoffice,
)
from formulir.press.printing.print_letters import PrintRun, print_letters
from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine
from tests.press.nasty import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.press.pdf.places import Place

VIOLET = (90, 40, 150, 255)


def make_letter(text: str, *, pages: int = 1, lying: bool = False) -> Docx:
    """Make a letter on A4 with places for the emblem, the stamp and the code."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if lying:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.top_margin = Mm(30), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    mark(document.add_paragraph(), "lambang", 1)
    for _ in range(6):
        document.add_paragraph()
    document.add_paragraph(text)
    for _ in range(pages - 1):
        document.add_page_break()
        document.add_paragraph("lanjutan")
    place = document.add_paragraph("Kepala,")
    place.paragraph_format.left_indent = Mm(80)
    place = document.add_paragraph()
    place.paragraph_format.left_indent = Mm(80)
    mark(place, "cap", 2)
    for _ in range(4):
        document.add_paragraph()
    mark(document.add_paragraph(), "qr", 3)
    out = BytesIO()
    document.save(out)
    return Docx(out.getvalue())


def make_cap(side: int = 300) -> bytes:
    """Draw an office stamp: two violet rings on nothing."""
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, side - 1, side - 1), outline=VIOLET, width=side // 20)
    inner = side // 6
    pen.ellipse((inner, inner, side - inner, side - inner), outline=VIOLET, width=3)
    return encode(image)


def encode(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    """Write a picture as the bytes of a file."""
    out = BytesIO()
    quick = {"compress_level": 1} if kind == "PNG" else {}
    image.save(out, kind, **(quick | options))
    return out.getvalue()


def make_pdf(pages: int = 1, size: tuple[float, float] = (595, 842)) -> pikepdf.Pdf:
    """Make a file of pages with a black square in the middle and nothing else."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        square = f"0 g {size[0] / 2 - 20} {size[1] / 2 - 20} 40 40 re f"
        page.Contents = pdf.make_stream(square.encode())
    return pdf


def to_bytes(pdf: pikepdf.Pdf, **options) -> Pdf:
    """Write a file and close it."""
    out = BytesIO()
    with pdf:
        pdf.save(out, **options)
    return Pdf(out.getvalue())


def read_text(pdf: bytes) -> list[str]:
    """Extract the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return texts


def rasterise(pdf: bytes, page: int = 0, *, dpi: int = 72) -> Image.Image:
    """Show a page as a viewer does, at so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page]
    image = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
    sheet.close()
    document.close()
    return image


def has_ink(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Tell whether anything in a box is darker than paper."""
    darkest, _ = image.convert("L").crop(tuple(map(round, box))).getextrema()
    return darkest < 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Cetakan:
    """A printed letter as bytes, so that each test may open a copy of its own."""

    pdf: Pdf
    places: dict[str, Place]

    def open(self) -> PrintedLetter:
        return PrintedLetter(pdf=open_pdf(self.pdf), places=self.places)


def keep(_index: int, printed: PrintedLetter) -> Cetakan:
    """Keep what was printed beyond the time that it is open."""
    return Cetakan(pdf=save_pdf(printed.pdf), places=printed.places)


def unzip(docx: Docx) -> dict[str, bytes]:
    """Return the members of a letter."""
    with zipfile.ZipFile(BytesIO(docx)) as file:
        return {name: file.read(name) for name in file.namelist()}


def take_apart(docx: Docx) -> tuple[Skeleton, dict[str, str]]:
    """Divide a finished letter into what its kind shares and what is its own."""
    members = unzip(docx)
    order = tuple(members)
    body = members.pop(BODY).decode()
    return Skeleton(members=members, order=order), {BODY: body}


def print_docx(worker: LibreOfficeWorker, letters: Sequence[Docx]) -> list[Cetakan]:
    """Print letters that differ in their bodies only, all in one document."""
    apart = [take_apart(docx) for docx in letters]
    print_run = PrintRun(
        skeleton=apart[0][0], letters=[own for _, own in apart], judul="Surat Contoh"
    )
    return print_letters(print_run, worker, use=keep)


class Telinga:
    """A socket that listens on this machine, and counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self._heard: list[bytes] = []
        self.thread = Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            caller, _ = self.socket.accept()
            with caller:
                caller.settimeout(5)
                try:
                    said = caller.recv(1000)
                except TimeoutError:
                    said = b"?"
                if said == b"selesai":
                    return
                self._heard.append(said)
                caller.sendall(b"HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n")

    @property
    def heard(self) -> list[bytes]:
        """What those said who came until now; nobody is listened to afterwards.

        Who knocks has gone on before the knock is taken note of.
        """
        self.stop()
        return self._heard

    def stop(self) -> None:
        if not self.thread.is_alive():
            return
        with socket.create_connection(("127.0.0.1", self.port)) as caller:
            caller.sendall(b"selesai")
        self.thread.join()
        self.socket.close()


@pytest.fixture
def telinga():
    ear = Telinga()
    yield ear
    ear.stop()


def require_shield(shield: Shield) -> None:
    """Skip where the machine forbids what this shield is made of."""
    works = find_unshare() if shield is Shield.UNSHARE else probe_shield() is shield
    if not works:
        assert shutil.which("bwrap"), "bubblewrap is missing: run make setup"
        pytest.skip("name spaces are forbidden here")


class SteadyWorker(LibreOfficeWorker):
    """A LibreOffice that is held for more documents than in an office.

    The tests print small ones by the hundred, and each start costs as much as ten.
    """

    __slots__ = ()
    most = 240

    @property
    def spent(self) -> bool:
        return self.used >= self.most

    def make_room(self) -> None:
        """Start anew now, rather than in the middle of what comes."""
        if self.used > self.most - 60:
            self.stop()


@cache
def hold_press(folder: Path) -> SteadyWorker:
    """Hold one LibreOffice for all rooms of tests that take the fixtures below."""
    program = find_program(find_libreoffice(None))
    workdir = folder / "kerja"
    workdir.mkdir()
    machine = PrintMachine(
        program=program, python=find_python(program), workdir=workdir
    )
    return SteadyWorker(machine=machine)


@pytest.fixture(scope="session")
def libreoffice():
    return probe_libreoffice(find_libreoffice(None))


@pytest.fixture(scope="session")
def mesin(tmp_path_factory) -> PrintMachine:
    return hold_press(tmp_path_factory.getbasetemp()).machine


@pytest.fixture(scope="session")
def worker(tmp_path_factory):
    """Hold one LibreOffice open for all tests that only want something printed."""
    worker = hold_press(tmp_path_factory.getbasetemp())
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def letters(worker) -> Mapping[str, Cetakan]:
    """Print a few letters, all in one document."""
    drafts = {
        "satu": make_letter("Satu halaman"),
        "tiga": make_letter("Tiga halaman", pages=3),
        "rebah": make_letter("Rebah", lying=True),
    }
    printed = print_docx(worker, list(drafts.values()))
    return dict(zip(drafts, printed, strict=True))


@pytest.fixture
def workdir(tmp_path) -> Path:
    folder = tmp_path / "kerja"
    folder.mkdir()
    return folder
