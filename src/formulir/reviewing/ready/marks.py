"""The letters that are to be issued, by name, each with what stands in its way.

What is told of no letter in particular, such as a rule between records, is asked again
for the letters of each group of regions: so the others need not wait.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.issuing.gather import gather
from formulir.issuing.preflight import list_faults
from formulir.language import take_reason
from formulir.letters.subject import name_subject
from formulir.model import Fault
from formulir.office.lookup.describe import make_namer
from formulir.records.ledger.reserve import (
    SuratChangedError,
    find_reserved,
    find_unissued,
    refuse_fenced,
)
from formulir.records.rules.registry import ABOUT, check_records
from formulir.reviewing.ready.attached import tell_refused
from formulir.reviewing.ready.foreseen import foresee_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.issuing.gather import Batch, Request
    from formulir.model import Draft
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.reviewing.ready.foreseen import Foreseen


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkedLetter:
    """A letter that is not issued yet.

    Args:
        kunci: Its key.
        nama: Whom it is about, or its subject.
        tujuan: Who gets it, where that tells it from others.
        wilayah: The region by name.
        faults: What is wrong with it, or doubtful.
    """

    kunci: str
    nama: str
    tujuan: str
    wilayah: str
    faults: tuple[Fault, ...]

    @property
    def label(self) -> str:
        """Return what tells it from others."""
        return f"{self.nama} ({self.tujuan})" if self.tujuan else self.nama

    @property
    def is_held(self) -> bool:
        """Tell whether it waits until something is corrected."""
        return _holds(self.faults)


@dataclass(frozen=True, kw_only=True, slots=True)
class Readiness:
    """What can be issued of what was asked for.

    Args:
        letters: The letters that are not issued yet, in order.
        issued: So many are issued already.
        general: What is wrong with all letters, or doubtful of the whole.
        numbers: The numbers that the letters that do not wait will take.
        elsewhere: Whether more is wrong that is not told here.
    """

    letters: list[MarkedLetter]
    issued: int
    general: list[Fault]
    numbers: list[Foreseen]
    elsewhere: bool = False

    @property
    def is_held(self) -> bool:
        """Tell whether all letters wait until something is corrected."""
        return self.elsewhere or _holds(self.general)

    @property
    def ready(self) -> list[MarkedLetter]:
        """Return the letters that can be issued."""
        return [] if self.is_held else [one for one in self.letters if not one.is_held]

    @property
    def held(self) -> list[MarkedLetter]:
        """Return the letters that wait."""
        return [one for one in self.letters if one.is_held]

    @property
    def doubts(self) -> list[Fault]:
        """Return what is to be answered before the ready ones are issued."""
        own = (fault for one in self.ready for fault in one.faults)
        return list(dict.fromkeys([*self.general, *own]))


def read_marks(kantor: Kantor, request: Request) -> Readiness:
    """Look through the letters of a request, and mark each.

    Nothing is printed: what shows on paper only is told when they are issued, before
    a number is spent.

    Raises:
        SuratNoneError: The records ask for no such letter.
        WilayahUnknownError: No region ever had the code.
    """
    with kantor.open_catatan(read_only=True) as db:
        try:
            batch = gather(kantor, db, request)
            total = len(batch.drafts)
            waiting = find_unissued(db, batch.drafts, ganti=request.ganti)
            batch = replace(batch, drafts=waiting)
            faults = list_faults(kantor, db, batch)[1] if waiting else []
        except (TemplateFaultyError, RecordFaultyError) as error:
            general = list(error.faults)
            return Readiness(letters=[], issued=0, general=general, numbers=[])
        faults += tell_refused(kantor, waiting)
        reserved = find_reserved(db, waiting, ganti=request.ganti)
        faults += _tell_reserved(request, reserved)
        own, general = _share_out(db, batch, faults)
        new = [
            one
            for one in waiting
            if one.place not in reserved and not _holds(own[one.place])
        ]
        numbers, lacks = _foresee(db, batch, new)
        name, day = make_namer(db), request.tanggal.isoformat()
        return Readiness(
            letters=[
                _mark(one, own[one.place], name(one.wilayah, day)) for one in waiting
            ],
            issued=total - len(waiting),
            general=[*general, *lacks],
            numbers=numbers,
        )


def _mark(draft: Draft, faults: Sequence[Fault], wilayah: str | None) -> MarkedLetter:
    about = name_subject(draft.konteks)
    return MarkedLetter(
        kunci=draft.kunci,
        nama=about or draft.hal,
        tujuan="" if about else f"{draft.penanda_tangan} → {draft.tujuan}",
        wilayah=wilayah or "",
        faults=tuple(faults),
    )


def _holds(faults: Iterable[Fault]) -> bool:
    return not all(fault.warning for fault in faults)


def _tell_reserved(request: Request, reserved: Mapping[str, str]) -> list[Fault]:
    """Tell the letters that have a number already, of another date."""
    asked = request.tanggal.isoformat()
    return [
        Fault(
            place=place,
            reason=SuratChangedError(place, reserved=tanggal, asked=asked).sentence,
        )
        for place, tanggal in reserved.items()
        if tanggal != asked
    ]


def _foresee(
    db: Store, batch: Batch, new: Sequence[Draft]
) -> tuple[list[Foreseen], list[Fault]]:
    """Say which numbers letters that have none will take, or why none can be."""
    try:
        refuse_fenced(db)
        return foresee_numbers(db, new, kode_hal=batch.jenis.kode_nomor), []
    except RecordError as error:
        return [], [Fault(place=batch.jenis.kode, reason=take_reason(error))]


def _share_out(
    db: Store, batch: Batch, faults: Iterable[Fault]
) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Give each fault to the letters that it concerns.

    Returns:
        The faults of each letter, by its place, and those of the whole.
    """
    own: dict[str, list[Fault]] = {draft.place: [] for draft in batch.drafts}
    general: list[Fault] = []
    for fault in faults:
        named = [place for place in fault.surat or _name_letter(fault) if place in own]
        for place in named:
            own[place].append(fault)
        if not named:
            general.append(fault)
    if _holds(general):
        for fault, places in _ask_again(db, batch, general).items():
            general = [each for each in general if each != fault]
            for place in places:
                own[place].append(fault)
    return own, general


def _ask_again(
    db: Store, batch: Batch, general: Sequence[Fault]
) -> dict[Fault, list[str]]:
    """Find the letters that faults of the whole concern, where these are not all."""
    wrong: dict[Fault, list[str]] = {one: [] for one in general if not one.warning}
    for drafts in _group(batch.drafts):
        for fault in set(
            check_records(db, batch.scope, drafts, aturan=batch.jenis.aturan)
        ):
            if fault in wrong:
                wrong[fault] += [draft.place for draft in drafts]
    return {
        fault: places
        for fault, places in wrong.items()
        if 0 < len(places) < len(batch.drafts)
    }


def _name_letter(fault: Fault) -> tuple[str, ...]:
    """Give what may be the letter that a fault's place begins with."""
    return (fault.place.partition(":")[0],)


def _group(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Put letters together that concern the same regions."""
    groups: defaultdict[frozenset[str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        about = (kode for peran, kode in draft.roles if peran in ABOUT)
        groups[frozenset(about)].append(draft)
    return list(groups.values())
