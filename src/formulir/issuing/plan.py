"""What goes to those who print: letters cut into parts, with all they are made from.

Everything made here is a value that can travel to another process. Pictures are read
from the disk, and letters that are only tried get a code that nobody keeps.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from formulir.ground.stored import judge_stored
from formulir.issuing.production import Job, JobLetter
from formulir.issuing.verdicts import Route
from formulir.letters.context import name_surat
from formulir.letters.drafts import list_marks
from formulir.model import Surat
from formulir.office.kantor import make_kode
from formulir.press.charts.draw import draw_grafik
from formulir.press.charts.grafik import read_grafik
from formulir.press.finishing.finish import Closing
from formulir.press.finishing.fonts import find_font
from formulir.records.cells.berkas import BerkasSpoiltError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.issuing.gather import Batch
    from formulir.model import Draft, Pdf
    from formulir.office.kantor import Kantor
    from formulir.press.charts.draw import Drawing
    from formulir.press.printing.worker import PrintMachine

PART: Final = 50
"""How many letters are printed together."""
SHARE: Final = 4
"""A part of a large batch is at most this share of the rest: all end together."""
MANY_LETTERS: Final = 400
"""From so many letters on, they print from ODF, once that is proved to be the same."""
_SAMPLE_NOMOR: Final = "0000/XX0.00/XX/0000"
"""Stands for a number that is not reserved yet; as long as one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """How a number of letters is printed.

    Args:
        route: The way that they may take to the printer.
        largest: How many are printed together at most.
        samples: How many, evenly drawn, are tried before there are numbers.
    """

    route: Route
    largest: int
    samples: int


FEW: Final = Scale(route=Route.DOCX, largest=PART, samples=60)
# A document costs as much as ten letters; of more than 200 it is no cheaper, and
# LibreOffice larger. Of 60 letters the proof chooses its own.
MANY: Final = Scale(route=Route.ODF, largest=200, samples=60)


def choose_scale(count: int) -> Scale:
    """Choose how so many letters are printed."""
    return MANY if count >= MANY_LETTERS else FEW


def cut_parts(letters: Sequence[Surat], scale: Scale) -> Iterator[Sequence[Surat]]:
    """Part letters into those that are printed together, of one layout each."""
    for _, alike in groupby(letters, key=lambda surat: surat.draft.golongan):
        rest = list(alike)
        while rest:
            size = max(PART, min(scale.largest, len(rest) // SHARE))
            yield rest[:size]
            rest = rest[size:]


@dataclass(frozen=True, kw_only=True, slots=True)
class Planner:
    """Puts together all that the letters of a batch are made from, ready to travel.

    Args:
        kantor: The office.
        batch: The letters, and what they have in common.
        machine: What prints.
        scale: How so many letters are printed.
        marks: The bookmarks of the template of each class, read once for all letters.
    """

    kantor: Kantor
    batch: Batch
    machine: PrintMachine
    scale: Scale
    marks: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Read the bookmarks, which is to unzip and parse the templates."""
        templates = self.batch.templates.items()
        marks = {golongan: list_marks(template) for golongan, template in templates}
        object.__setattr__(self, "marks", marks)

    def plan(self, letters: Sequence[Surat], *, lampiran: Mapping[str, Pdf]) -> Job:
        """Plan letters of one layout, with their examined attachments by digest."""
        golongan = letters[0].draft.golongan
        template = self.batch.templates[golongan]
        charts = self._draw(letters) if "grafik" in self.marks[golongan] else {}
        return Job(
            nama=template.nama,
            docx=template.docx,
            profil=self.batch.profil[golongan],
            judul=self.batch.jenis.judul,
            machine=self.machine,
            letters=tuple(
                self._order(one, lampiran, charts.get(one.draft.place))
                for one in letters
            ),
            route=self.scale.route,
        )

    def plan_sample(self, drafts: Sequence[Draft]) -> Job:
        """Plan some of the letters to come, to see how they will print.

        They were not looked through yet, and have no number.
        """
        alike = [one for one in drafts if one.golongan == drafts[0].golongan]
        step = max(1, len(alike) // self.scale.samples)
        letters = [
            make_sample_surat(draft, kode=make_kode()) for draft in alike[::step]
        ]
        return self.plan(letters, lampiran={})

    def _draw(self, letters: Sequence[Surat]) -> dict[str, Drawing]:
        """Draw the charts of letters, those of all together."""
        told = {}
        for surat in letters:
            # Some letters are tried before they are looked through; that tells faults.
            with suppress(ValueError):
                if grafik := surat.draft.konteks.get("grafik"):
                    told[surat.draft.place] = read_grafik(grafik)
        drawn = draw_grafik(told.values(), font=find_font()) if told else {}
        return {place: drawn[grafik] for place, grafik in told.items()}

    def _order(
        self, surat: Surat, lampiran: Mapping[str, Pdf], grafik: Drawing | None
    ) -> JobLetter:
        """Say what one letter shows, and what it is closed with."""
        pictures = self.batch.pictures.get(surat.draft.instansi or "", {})
        jenis, golongan = self.batch.jenis, surat.draft.golongan
        profil, marks = self.batch.profil[golongan], self.marks[golongan]
        has_cap = jenis.cap and profil.cap == "cetak"
        has_qr = jenis.qr and profil.qr_letak == "tanda_tangan"
        cap = pictures.get("cap") if has_cap else None
        lambang = pictures.get("lambang") if "lambang" in marks else None
        closing = Closing(
            kode=surat.kode,
            nomor=surat.nomor,
            qr=self.kantor.qr_isi(surat.kode) if has_qr else None,
            cap=_picture(self.kantor, cap),
            lambang=_picture(self.kantor, lambang),
            grafik=grafik,
            lampiran=tuple(
                (each.judul, lampiran[each.sha256]) for each in surat.draft.lampiran
            ),
            judul=jenis.judul,
        )
        konteks = name_surat(surat.draft.konteks, nomor=surat.nomor, kode=surat.kode)
        return JobLetter(surat=surat, konteks=konteks, closing=closing)


def make_sample_surat(draft: Draft, *, kode: str) -> Surat:
    """Make a letter that is only looked at, without a number and attachments."""
    return Surat(
        draft=replace(draft, lampiran=()),
        kode=kode,
        nomor=_SAMPLE_NOMOR if draft.seri else draft.nomor_luar,
        status="contoh",
    )


def _picture(kantor: Kantor, stored: str | None) -> bytes | None:
    return None if stored is None else _read_picture(kantor.berkas / stored)


@cache
def _read_picture(path: Path) -> bytes:
    """Read a picture once; its name is its digest, so it never changes.

    Raises:
        BerkasSpoiltError: It has been changed all the same.
    """
    if spoilt := judge_stored(path):
        raise BerkasSpoiltError(spoilt, tabel="instansi")
    return path.read_bytes()
