"""All that is known about the schedule of one training, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


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
        day_plan: How its days are cut.
        materi: The curriculum, in its order.
        kelas: The classes.
        peserta: The participants.
        fasilitator: Who leads classes, of this training and of all others.
        sesi: Its sessions and breaks, by class and time.
        others: Sessions of other trainings within its days that somebody leads.
    """

    pelatihan: str
    jenis: str
    judul: str
    wilayah: str
    tempat: str
    day_plan: DayPlan
    materi: tuple[Materi, ...]
    kelas: tuple[Kelas, ...]
    peserta: tuple[Peserta, ...]
    fasilitator: tuple[Fasilitator, ...]
    sesi: tuple[Sesi, ...] = ()
    others: tuple[Sesi, ...] = ()


def is_led(sesi: Sesi) -> bool:
    """Tell what facilitators lead from what the office leads, such as the opening."""
    return (sesi.pengampu or "").casefold().startswith("fasilitator")


class Menit(NamedTuple):
    """Minutes by what is done in them, in the order of ``SORTS``.

    Args:
        paparan: Presentation.
        praktik: Discussion and practice.
        evaluasi: Tests.
        umum: Opening, closing and the like.
    """

    paparan: int = 0
    praktik: int = 0
    evaluasi: int = 0
    umum: int = 0

    @property
    def total(self) -> int:
        """Return the sum."""
        return sum(self)

    def __add__(self, other: Menit) -> Menit:  # type: ignore[override]  # not joined
        """Add sort by sort."""
        return Menit(*map(add, self, other))


NO_MENIT = Menit()


@dataclass(frozen=True, kw_only=True, slots=True)
class Materi:
    """A subject of a curriculum.

    Args:
        kode: Its code, such as ``F05``.
        hari: The day of the training on which it is meant to begin, from 1.
        judul: Its title.
        menit: How long it takes.
        pengampu: Who leads it, in words.
    """

    kode: str
    hari: int
    judul: str
    menit: Menit
    pengampu: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sesi:
    """A part of a day of one class: a subject, a part of one, or a break.

    Args:
        tanggal: The day.
        mulai: Its first minute, since midnight.
        selesai: The minute after its last.
        judul: What stands on paper.
        materi: The code of the subject; nothing for a break.
        menit: What is done in it; nothing in a break.
        pengampu: Who leads it, in words.
        fasilitator: The codes of the people who lead it.
        pelatihan: The training.
        kelas: The class.
    """

    tanggal: date
    mulai: int
    selesai: int
    judul: str
    materi: str | None = None
    menit: Menit = NO_MENIT
    pengampu: str | None = None
    fasilitator: tuple[str, ...] = ()
    pelatihan: str = ""
    kelas: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kelas:
    """A class of a training.

    Args:
        kode: A, B, …
        ruang: Its room.
        kapasitas: How many people the room holds, when that is known.
    """

    kode: str
    ruang: str | None = None
    kapasitas: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Peserta:
    """A participant, as far as classes ask.

    Args:
        kode: The office's word for him or her.
        nama: The name.
        wilayah: The kabupaten or kota that he or she comes from.
        npsn: The school that sends him or her.
        kelas: The class, once there is one.
    """

    kode: str
    nama: str = ""
    wilayah: str = ""
    npsn: str | None = None
    kelas: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Istirahat:
    """A break, or any other stretch of a day, in minutes since midnight.

    Args:
        mulai: Its first minute.
        selesai: The minute after its last.
    """

    mulai: int
    selesai: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DayPlan:
    """How the days of a training are cut.

    Args:
        mulai: The first day.
        jam_mulai: When a day begins, in minutes since midnight.
        jam_mulai_awal: When the first day begins.
        menit_per_hari: Minutes of teaching that a day holds at most, without breaks.
        istirahat: The breaks of a day, in their order, one after the other.
        istirahat_jumat: Those of a Friday.
        menit_per_jp: Minutes of a lesson hour, at whose end breaks are held; with 1
            they are held at the minute.
        lewati: Whether Sundays and holidays are left out; else they are used.
        libur: Holidays by day, with their names.
    """

    mulai: date
    jam_mulai: int
    jam_mulai_awal: int
    menit_per_hari: int
    istirahat: tuple[Istirahat, ...]
    istirahat_jumat: tuple[Istirahat, ...]
    menit_per_jp: int = 1
    lewati: bool = True
    libur: Mapping[date, str] = field(default_factory=dict)
