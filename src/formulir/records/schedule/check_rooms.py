"""Classes against the source and their rooms; pure.

Source: as in ``jadwal_kelas``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.schedule.classes import (
    CALON_PER_KELAS,
    FASILITATOR_PER_KELAS,
    SEKOLAH_PER_KELAS,
    seats_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.records.schedule.jadwal import Jadwal, Kelas, Peserta


def check_kelas(jadwal: Jadwal) -> list[Fault]:
    """Check who sits in each class, who leads it, and whether its room holds them."""
    led = Counter(
        each.kelas for each in jadwal.fasilitator if each.pelatihan == jadwal.pelatihan
    )
    held = {sesi.kelas for sesi in jadwal.sesi}
    faults = []
    for kelas in jadwal.kelas:
        people = [each for each in jadwal.peserta if each.kelas == kelas.kode]
        place = f"kelas {jadwal.pelatihan}/{kelas.kode}"
        if jadwal.sesi and kelas.kode not in held:
            faults.append(
                Fault(place=place, reason=phrase("has no sessions; pass --ulang"))
            )
        faults += _check_leaders(place, led[kelas.kode])
        faults += _check_size(jadwal, place, people)
        faults += _check_room(jadwal, kelas, people, led=led[kelas.kode])
    return [*faults, *_check_peserta(jadwal), *_check_sekolah(jadwal)]


def _check_leaders(place: str, led: int) -> Iterator[Fault]:
    if led < FASILITATOR_PER_KELAS:
        reason = phrase(
            "has {led} facilitator(s), and must have {wanted}; "
            "import table fasilitator, then pass --ulang",
            led=led,
            wanted=FASILITATOR_PER_KELAS,
        )
        yield Fault(place=place, reason=reason, warning=True)


def _check_size(
    jadwal: Jadwal, place: str, people: Sequence[Peserta]
) -> Iterator[Fault]:
    if not people:
        reason = phrase("has no participants; import table peserta, then pass --ulang")
        yield Fault(place=place, reason=reason, warning=True)
    elif jadwal.jenis == "fasda" and len(people) > CALON_PER_KELAS:
        reason = phrase(
            "has {count} candidates, more than {limit}",
            count=len(people),
            limit=CALON_PER_KELAS,
        )
        yield Fault(place=place, reason=reason)
    elif jadwal.jenis == "spmi":
        least, most = SEKOLAH_PER_KELAS
        count = len({each.npsn or each.kode for each in people})
        if not least <= count <= most:
            reason = phrase(
                "has {count} school(s) instead of {least} to {most}",
                count=count,
                least=least,
                most=most,
            )
            yield Fault(place=place, reason=reason, warning=count < least)


def _check_room(
    jadwal: Jadwal, kelas: Kelas, people: Sequence[Peserta], *, led: int
) -> Iterator[Fault]:
    seats = seats_of(kelas, jenis=jadwal.jenis)
    present = len(people) + max(led, FASILITATOR_PER_KELAS)
    if people and seats is not None and present > seats:
        room = kelas.ruang or phrase("a room")
        reason = phrase(
            "{room} holds {seats} people, not {present} ({count} participants "
            "and their facilitators)",
            room=room,
            seats=seats,
            present=present,
            count=len(people),
        )
        yield Fault(place=f"kelas {jadwal.pelatihan}/{kelas.kode}", reason=reason)


def _check_peserta(jadwal: Jadwal) -> Iterator[Fault]:
    """Check that everybody has a class that there is."""
    known = {kelas.kode for kelas in jadwal.kelas}
    for each in jadwal.peserta:
        place = f"peserta {jadwal.pelatihan}/{each.kode}"
        if each.kelas is None:
            reason = phrase(
                "{nama} has no class; pass --ulang", nama=each.nama or each.kode
            )
            yield Fault(place=place, reason=reason)
        elif each.kelas not in known:
            reason = phrase(
                "kelas {kelas} is not on record; import table kelas", kelas=each.kelas
            )
            yield Fault(place=place, reason=reason)
        if jadwal.jenis == "spmi" and not each.npsn:
            reason = phrase(
                "{nama} is of no school; npsn is empty", nama=each.nama or each.kode
            )
            yield Fault(place=place, reason=reason, warning=True)


def _check_sekolah(jadwal: Jadwal) -> Iterator[Fault]:
    """Check that the people of a school stay together."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in jadwal.peserta:
        if jadwal.jenis == "spmi" and each.npsn and each.kelas:
            found[each.npsn].add(each.kelas)
    for npsn, classes in sorted(found.items()):
        if len(classes) > 1:
            reason = phrase(
                "its people sit in classes {classes}",
                classes=", ".join(sorted(classes)),
            )
            yield Fault(place=f"sekolah {npsn}", reason=reason)
