"""What goes to those who print: letters cut into parts, with all they are made from.

Everything here is a value that can travel to another process; nothing has an effect.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from formulir.issuing.production import Job, JobLetter
from formulir.letters.context import name_surat
from formulir.model import Surat
from formulir.office.kantor import make_kode
from formulir.press.finishing.finish import Closing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from formulir.issuing.gather import Batch
    from formulir.model import Draft
    from formulir.office.kantor import Kantor
    from formulir.press.printing.worker import PrintMachine

PART: Final = 50
"""How many letters are printed together."""
LARGE_PART: Final = 200
"""How many are, at most, when there are many: a document costs as much as ten letters.

More of them make it no cheaper, and LibreOffice larger.
"""
SHARE: Final = 4
"""A part of a large batch is at most this share of the rest: all end together."""
MANY_LETTERS: Final = 400
"""From so many letters on, they print from ODF, once that is proved to be the same."""
PROOF_LETTERS: Final = 60
"""So many letters, evenly drawn, are those of which the proof chooses."""
_SAMPLE_NOMOR: Final = "0000/XX0.00/XX/0000"
"""Stands for a number that is not reserved yet; as long as one."""


def cut_parts(letters: Sequence[Surat], *, many: bool) -> Iterator[Sequence[Surat]]:
    """Part letters into those that are printed together, of one layout each."""
    for _, alike in groupby(letters, key=lambda surat: surat.draft.golongan):
        rest = list(alike)
        while rest:
            most = min(LARGE_PART, len(rest) // SHARE) if many else 0
            size = max(PART, most)
            yield rest[:size]
            rest = rest[size:]


def plan(
    kantor: Kantor,
    batch: Batch,
    machine: PrintMachine,
    letters: Sequence[Surat],
    *,
    many: bool = False,
) -> Job:
    """Put together all that some letters are made from, ready to travel."""
    return Job(
        nama=batch.template.nama,
        docx=batch.template.docx,
        profil=batch.profil[letters[0].draft.golongan],
        judul=batch.jenis.judul,
        machine=machine,
        letters=tuple(_order(kantor, batch, surat) for surat in letters),
        many=many,
    )


def plan_sample(
    kantor: Kantor,
    batch: Batch,
    machine: PrintMachine,
    letters: Sequence[Draft],
    *,
    many: bool,
) -> Job:
    """Put together some of the letters to come, to see how they will print.

    They were not looked through yet, and have no number. Of few letters one is enough.
    """
    alike = [draft for draft in letters if draft.golongan == letters[0].golongan]
    step = max(1, len(alike) // PROOF_LETTERS) if many else len(alike)
    surat = [
        Surat(
            draft=replace(draft, lampiran=()),
            kode=make_kode(),
            nomor=_SAMPLE_NOMOR if draft.seri else draft.nomor_luar,
            status="contoh",
        )
        for draft in alike[::step]
    ]
    return plan(kantor, batch, machine, surat, many=many)


def _order(kantor: Kantor, batch: Batch, surat: Surat) -> JobLetter:
    """Say what one letter shows, and what it is closed with."""
    pictures = batch.pictures.get(surat.draft.instansi or "", {})
    closing = Closing(
        kode=surat.kode,
        nomor=surat.nomor,
        qr=kantor.qr_isi(surat.kode),
        cap=_picture(kantor, pictures.get("cap") if batch.jenis.cap else None),
        lambang=_picture(kantor, pictures.get("lambang")),
        lampiran=tuple(
            (each.judul, batch.lampiran[each.sha256]) for each in surat.draft.lampiran
        ),
        judul=batch.jenis.judul,
    )
    konteks = name_surat(surat.draft.konteks, nomor=surat.nomor, kode=surat.kode)
    return JobLetter(surat=surat, konteks=konteks, closing=closing)


def _picture(kantor: Kantor, stored: str | None) -> bytes | None:
    return None if stored is None else _read_picture(kantor.berkas / stored)


@cache
def _read_picture(path: Path) -> bytes:
    """Read a picture once; its name is its digest, so it never changes."""
    return path.read_bytes()
