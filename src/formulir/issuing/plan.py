"""What goes to those who print: letters cut into parts, with all they are made from.

Everything here is a value that can travel to another process; nothing has an effect.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from formulir.issuing.production import Pesanan, Tugas
from formulir.letters.context import name_surat
from formulir.model import Surat
from formulir.office.kantor import make_kode
from formulir.press.finishing.finish import Penutup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from formulir.issuing.gather import Kumpulan
    from formulir.model import Baris
    from formulir.office.kantor import Kantor
    from formulir.press.printing.worker import Mesin

POTONGAN: Final = 50
"""How many letters are printed together."""
POTONGAN_BESAR: Final = 200
"""How many are, at most, when there are many: a document costs as much as ten letters.

More of them make it no cheaper, and LibreOffice larger.
"""
BAGIAN: Final = 4
"""A part of a large batch is at most this share of the rest: all end together."""
BANYAK: Final = 400
"""From so many letters on, they print from ODF, once that is proved to be the same."""
CONTOH: Final = 60
"""So many letters, evenly drawn, are those of which the proof chooses."""
_NOMOR_CONTOH: Final = "0000/XX0.00/XX/0000"
"""Stands for a number that is not reserved yet; as long as one."""


def cut_parts(daftar: Sequence[Surat], *, banyak: bool) -> Iterator[Sequence[Surat]]:
    """Part letters into those that are printed together, of one layout each."""
    for _, alike in groupby(daftar, key=lambda surat: surat.baris.golongan):
        rest = list(alike)
        while rest:
            most = min(POTONGAN_BESAR, len(rest) // BAGIAN) if banyak else 0
            size = max(POTONGAN, most)
            yield rest[:size]
            rest = rest[size:]


def plan(
    kantor: Kantor,
    kumpulan: Kumpulan,
    mesin: Mesin,
    daftar: Sequence[Surat],
    *,
    banyak: bool = False,
) -> Tugas:
    """Put together all that some letters are made from, ready to travel."""
    return Tugas(
        nama=kumpulan.templat.nama,
        docx=kumpulan.templat.docx,
        profil=kumpulan.profil[daftar[0].baris.golongan],
        judul=kumpulan.jenis.judul,
        mesin=mesin,
        daftar=tuple(_order(kantor, kumpulan, surat) for surat in daftar),
        banyak=banyak,
    )


def plan_contoh(
    kantor: Kantor,
    kumpulan: Kumpulan,
    mesin: Mesin,
    daftar: Sequence[Baris],
    *,
    banyak: bool,
) -> Tugas:
    """Put together some of the letters to come, to see how they will print.

    They were not looked through yet, and have no number. Of few letters one is enough.
    """
    alike = [baris for baris in daftar if baris.golongan == daftar[0].golongan]
    step = max(1, len(alike) // CONTOH) if banyak else len(alike)
    surat = [
        Surat(
            baris=replace(baris, lampiran=()),
            kode=make_kode(),
            nomor=_NOMOR_CONTOH if baris.seri else baris.nomor_luar,
            status="contoh",
        )
        for baris in alike[::step]
    ]
    return plan(kantor, kumpulan, mesin, surat, banyak=banyak)


def _order(kantor: Kantor, kumpulan: Kumpulan, surat: Surat) -> Pesanan:
    """Say what one letter shows, and what it is closed with."""
    gambar = kumpulan.gambar.get(surat.baris.instansi or "", {})
    penutup = Penutup(
        kode=surat.kode,
        nomor=surat.nomor,
        qr=kantor.qr_isi(surat.kode),
        cap=_picture(kantor, gambar.get("cap") if kumpulan.jenis.cap else None),
        lambang=_picture(kantor, gambar.get("lambang")),
        lampiran=tuple(
            (each.judul, kumpulan.lampiran[each.sha256])
            for each in surat.baris.lampiran
        ),
        judul=kumpulan.jenis.judul,
    )
    konteks = name_surat(surat.baris.konteks, nomor=surat.nomor, kode=surat.kode)
    return Pesanan(surat=surat, konteks=konteks, penutup=penutup)


def _picture(kantor: Kantor, stored: str | None) -> bytes | None:
    return None if stored is None else _read_picture(kantor.berkas / stored)


@cache
def _read_picture(path: Path) -> bytes:
    """Read a picture once; its name is its digest, so it never changes."""
    return path.read_bytes()
