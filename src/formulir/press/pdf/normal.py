"""Normalised attachments: what an examination ends in, on its way to the letters.

They lie on the disk, not in memory; a refusal says why instead.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from shutil import rmtree
from typing import TYPE_CHECKING, Final
from weakref import finalize

import pikepdf

from formulir.errors import RecordError
from formulir.ground.workdir import take_folder
from formulir.model import Pdf
from formulir.press.pdf.paper import MM, save_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_PDFA: Final = "/FormulirPdfa"
_CATATAN: Final = "/FormulirCatatan"


class LampiranRefusedError(RecordError):
    """An attachment cannot be merged behind a letter.

    Its reason says what to do, too, behind a semicolon.
    """

    reason: str
    says = "{reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found.

    Args:
        putusan: ``ok``, ``repaired``, ``cleaned``, ``embedded`` or ``refused``.
        reason: Why it is refused, in one sentence that says what to do.
        halaman: The number of pages that it adds to a letter.
        pdfa: Whether it takes nothing from a letter's claim to PDF/A.
        catatan: What was done to it, a sentence each.
    """

    putusan: str
    reason: str = ""
    halaman: int = 0
    pdfa: bool = False
    catatan: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether it may be merged."""
        return self.putusan != "refused"


def write_normal(
    pdf: pikepdf.Pdf, target: Path, *, putusan: str, pdfa: bool, catatan: Sequence[str]
) -> Verdict:
    """Write a normalised file, with notes of what is to be known when it is merged.

    The notes stand in the catalogue, of which nothing is merged.

    Args:
        pdf: Pages and what they show, nothing else; or one that carries a file whole.
        target: Where it is to lie.
        putusan: The verdict on it: see ``Verdict``, as for the rest.
        pdfa: Likewise.
        catatan: Likewise.
    """
    pdf.Root[_PDFA] = pdfa
    pdf.Root[_CATATAN] = pikepdf.Array([pikepdf.String(text) for text in catatan])
    halaman, notes = len(pdf.pages), tuple(catatan)
    target.write_bytes(save_pdf(pdf))
    return Verdict(putusan=putusan, halaman=halaman, pdfa=pdfa, catatan=notes)


def read_normal(pdf: pikepdf.Pdf) -> tuple[bool, list[str]]:
    """Read the notes: whether it keeps a claim to PDF/A-2b, and what was done to it.

    A file without notes keeps no claim.
    """
    notes = pdf.Root.get(_CATATAN, pikepdf.Array())
    return bool(pdf.Root.get(_PDFA, False)), [str(text) for text in notes.as_list()]


_FEET: Final = "/FormulirKaki"


def note_feet(target: Path, feet: Sequence[int]) -> None:
    """Note in a normalised file which place of its foot is free on each page.

    Args:
        target: The file; it is written anew only where a page has no left one.
        feet: For each page: 0 the left one, 1 the right one, 2 neither.
    """
    if any(feet):
        with pikepdf.open(target, allow_overwriting_input=True) as pdf:
            pdf.Root[_FEET] = pikepdf.Array(feet)
            data = save_pdf(pdf)
        target.write_bytes(data)


def read_feet(pdf: pikepdf.Pdf) -> list[int]:
    """Read which place of its foot is free on each page; all left ones if not noted."""
    noted = pdf.Root.get(_FEET, pikepdf.Array())
    return [int(each) for each in noted.as_list()]


_MARK: Final = "/FormulirTertanam"
_A4: Final = (210 * MM, 297 * MM)


def wrap_whole(data: bytes, *, halaman: int) -> pikepdf.Pdf:
    """Make a file of one empty page that carries another file, byte for byte."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=_A4)
    params = pikepdf.Dictionary(Size=len(data))
    stream = pdf.make_stream(
        data,
        Type=pikepdf.Name.EmbeddedFile,
        Subtype=pikepdf.Name("/application/pdf"),
        Params=params,
    )
    pdf.Root[_MARK] = pikepdf.Dictionary(
        Berkas=stream,
        Sha256=pikepdf.String(hashlib.sha256(data).hexdigest()),
        Halaman=halaman,
    )
    return pdf


def adopt_layers(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Bring the layers of a file along with its pages.

    Without this a viewer shows every layer, also those that were switched off. To be
    called after the pages have been added: a group copied with its page is the same
    object as the group copied here.

    Source: ISO 32000-1, 8.11.4; ISO 19005-2, 6.9 (names and order of groups).
    """
    groups, hidden = read_layers(source)
    if not groups:
        return
    if "/OCProperties" not in pdf.Root:
        default = pikepdf.Dictionary(Name=pikepdf.String("Lapisan"))
        default.Order, default.OFF = pikepdf.Array(), pikepdf.Array()
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=default)
    layers = pdf.Root.OCProperties
    for group in groups:
        own = pdf.copy_foreign(group)
        layers.OCGs.append(own)
        layers.D.Order.append(own)
        if group.objgen in hidden:
            layers.D.OFF.append(own)


def read_layers(
    source: pikepdf.Pdf,
) -> tuple[list[pikepdf.Object], set[tuple[int, int]]]:
    """Return the groups of a file, and which of them are switched off."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return [], set()
    groups = [g for g in _list(layers, "/OCGs") if g.is_indirect]
    default = layers.get("/D", pikepdf.Dictionary())
    hidden = {g.objgen for g in _list(default, "/OFF")}
    if default.get("/BaseState") == pikepdf.Name.OFF:
        shown = {g.objgen for g in _list(default, "/ON")}
        hidden = {g.objgen for g in groups} - shown
    return groups, hidden


def _list(holder: pikepdf.Object, key: str) -> list[pikepdf.Object]:
    """Return the dictionaries of an array, or none when there is no such array."""
    array = holder.get(key)
    if not isinstance(array, pikepdf.Array):
        return []
    return [item for item in array.as_list() if isinstance(item, pikepdf.Dictionary)]


class NormalFiles(Mapping[str, Pdf]):
    """Normalised files by the digest of what they were made from, read when asked for.

    They lie in a folder that is removed with this object. A crash leaves the folder,
    which nobody has locked any more and the next ``sweep`` removes.
    """

    def __init__(self, workdir: Path) -> None:
        """Take a folder.

        Args:
            workdir: An existing folder for work that may be lost.
        """
        self._folder, hold = take_folder(workdir)
        self._names: dict[str, Path] = {}
        finalize(self, _clear, self._folder, hold)

    def place(self, digest: str) -> Path:
        """Say where the file of a digest is to be laid down."""
        return self._folder / f"{digest}.pdf"

    def add(self, digest: str) -> None:
        """Take note that the file has been laid down."""
        self._names[digest] = self.place(digest)

    def __getitem__(self, digest: str) -> Pdf:
        """Read a file."""
        return Pdf(self._names[digest].read_bytes())

    def __iter__(self) -> Iterator[str]:
        """Give the digests."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._names)


def _clear(folder: Path, hold: int) -> None:
    rmtree(folder, ignore_errors=True)
    os.close(hold)
