"""Proposals on record: who proposes, what may still be replaced, and the writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from formulir.errors import RecordError, list_some
from formulir.language import Sentence, phrase
from formulir.records.ledger.masuk import KUNCI_USULAN, USULAN
from formulir.records.office.wilayah import find_wilayah, parent_province

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.selection.draft import Imbas
    from formulir.records.store import Store

JENJANG = ("SD", "SMP", "SMA", "SMK")
"""The forms of school that take part, in the order in which they are listed."""
_OF_KABKOTA = ("SD", "SMP")


@dataclass(frozen=True, kw_only=True, slots=True)
class UsulanModel:
    """A model school of a proposal with its imbas, the nearest first."""

    npsn: str
    luar_kuota: bool
    imbas: Sequence[Imbas]


class Usulan(NamedTuple):
    """What tells one dinas's proposal for one kabupaten or kota from another.

    Args:
        tahun: The programme year.
        wilayah: The kabupaten or kota, by its code of today.
        pengusul: The code of the dinas.
        usulan_ke: 1 for the first list, 2 for the one that replaces it, and so on.
    """

    tahun: int
    wilayah: str
    pengusul: str
    usulan_ke: int

    def __str__(self) -> str:
        """Name it as people do."""
        return f"{self.tahun} {self.wilayah}/{self.pengusul}/{self.usulan_ke}"


class UsulanLockedError(RecordError):
    """A proposal can no longer be replaced: letters or a number rest on it."""

    usulan: str
    grounds: Sequence[str]

    @property
    def sentence(self) -> Sentence:
        """Name what rests on it, and the ways out."""
        return phrase(
            "the proposal {usulan} rests in {grounds}; void these letters "
            "first, or import a list with the next usulan_ke",
            usulan=self.usulan,
            grounds=list_some(self.grounds),
        )


def hari_usulan(tahun: int) -> date:
    """Give the day that decides which codes and offices hold: the last one to propose.

    Source: Petunjuk Teknis Pengembangan Sekolah Model (2016) 3.2, the end of month 3.
    """
    return date(tahun, 3, 31)


def jenjang_of(bentuk: str) -> str | None:
    """Give the jenjang of a form of school; nothing for one that takes no part.

    >>> jenjang_of("smp"), jenjang_of("SMPLB")
    ('SMP', None)
    """
    word = bentuk.strip().upper()
    return word if word in JENJANG else None


def find_pengusul(
    db: Store, wilayah: str, *, jenjang: str, tahun: int
) -> tuple[str, bool]:
    """Give the office that proposes the schools of a jenjang in a kabupaten or kota.

    Dinas kabupaten/kota propose SD and SMP, dinas provinsi SMA and SMK. An office that
    is not on record gets the code under which it is expected, ``DISDIK-33.19``.

    Returns:
        The code of the office, and whether it is on record.

    Source: Petunjuk Teknis Pengembangan Sekolah Model (2016) 3.2; UU 23/2014.
    """
    per = hari_usulan(tahun)
    if jenjang in _OF_KABKOTA:
        jenis, entitas = "dinas_kabkota", find_wilayah(db, wilayah).entitas
    else:
        jenis, entitas = "dinas_provinsi", parent_province(db, wilayah, per).entitas
    kode = db.value(
        "SELECT kode FROM instansi WHERE jenis = :jenis "
        "AND wilayah IN (SELECT kode FROM wilayah WHERE entitas = :entitas) "
        "ORDER BY :per NOT BETWEEN berlaku_dari AND coalesce(berlaku_sampai, '9999'), "
        "berlaku_dari DESC, kode",
        {"jenis": jenis, "entitas": entitas, "per": per.isoformat()},
    )
    return kode or f"DISDIK-{entitas}", kode is not None


def find_grounds(db: Store, usulan: int) -> list[str]:
    """Name the living letters that rest on a proposal, such as ``02.2 20317300``."""
    return db.values(
        "SELECT s.formulir || ' ' || s.kunci || ' (' || s.kode || ')' "
        "FROM surat AS s, usulan "
        "WHERE usulan.id = :id AND s.tahun = usulan.tahun AND s.status <> 'batal' AND ("
        f" (s.formulir IN ('{USULAN}', 'LV') AND s.kunci = {KUNCI_USULAN})"
        " OR (s.formulir = 'SKS' AND s.kunci = usulan.wilayah)"
        " OR (s.formulir IN ('02.2', '02.3') AND s.kunci IN ("
        "   SELECT npsn FROM usulan_model WHERE usulan = :id"
        "   UNION SELECT npsn FROM usulan_imbas WHERE usulan = :id))) "
        "ORDER BY s.formulir, s.kunci",
        {"id": usulan},
    )


def insert_usulan(
    db: Store,
    usulan: Usulan,
    models: Sequence[UsulanModel],
    *,
    nomor: str | None = None,
    tanggal: str | None = None,
) -> int:
    """Write a proposal with its schools, inside the transaction of the caller.

    Returns:
        Its id.
    """
    key = int(
        db.value(
            "INSERT INTO usulan (tahun, wilayah, pengusul, usulan_ke, nomor, tanggal)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            (*usulan, nomor, tanggal),
        )
    )
    insert_models(db, key, models)
    return key


def insert_models(db: Store, usulan: int, models: Sequence[UsulanModel]) -> None:
    """Write the schools of a proposal that has none."""
    db.table("usulan_model").insert_all(
        {"usulan": usulan, "npsn": m.npsn, "urut": urut, "luar_kuota": m.luar_kuota}
        for urut, m in enumerate(models, start=1)
    )
    db.table("usulan_imbas").insert_all(
        {
            "usulan": usulan,
            "model": model.npsn,
            "npsn": npsn,
            "urut": urut,
            "jarak_km": jarak,
        }
        for model in models
        for urut, (npsn, jarak) in enumerate(model.imbas, start=1)
    )
