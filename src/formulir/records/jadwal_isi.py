"""All that is known about the schedule of one training, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.jadwal import Materi, Sesi
    from formulir.records.jadwal_kelas import Kelas, Peserta
    from formulir.records.jadwal_waktu import TataHari


@dataclass(frozen=True, kw_only=True, slots=True)
class Fasilitator:
    """Somebody who leads a class of a training.

    Args:
        pelatihan: The training.
        kelas: The class.
        kode: The office's word for him or her.
        nama: The name.
        nip: The number of a civil servant, without blanks.
    """

    pelatihan: str
    kelas: str
    kode: str
    nama: str
    nip: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Jadwal:
    """All that is on record about the schedule of one training.

    Args:
        pelatihan: The office's word for the training.
        jenis: ``fasda`` or ``spmi``.
        judul: The training's name.
        wilayah: Where it is held.
        tempat: The house.
        tata: How its days are cut.
        materi: The curriculum, in its order.
        kelas: The classes.
        peserta: The participants.
        fasilitator: Who leads classes, of this training and of all others.
        sesi: Its sessions and breaks, by class and time.
        lain: Sessions of other trainings within its days that somebody leads.
    """

    pelatihan: str
    jenis: str
    judul: str
    wilayah: str
    tempat: str
    tata: TataHari
    materi: tuple[Materi, ...]
    kelas: tuple[Kelas, ...]
    peserta: tuple[Peserta, ...]
    fasilitator: tuple[Fasilitator, ...]
    sesi: tuple[Sesi, ...] = ()
    lain: tuple[Sesi, ...] = ()
