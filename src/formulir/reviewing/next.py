"""What the office has to do, kind by kind in the order of the programme.

Nothing here is known of a kind but what it declares: what must be on record before its
letters are (``perlu``), what its query gives, which rules it obeys, and after which
other kinds it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.issuing.gather import Request, gather
from formulir.issuing.preflight import list_faults
from formulir.language import take_reason
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.model import Fault
from formulir.records.post.handed import list_handed
from formulir.records.rules.registry import find_tenggat, find_unrecorded
from formulir.records.tasks.needs import list_lacks
from formulir.reviewing.status import day_of, read_status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from formulir.letters.jenis import Jenis
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.records.tasks.needs import Lack
    from formulir.reviewing.status import LetterState


@dataclass(frozen=True, kw_only=True, slots=True)
class KindState:
    """Where the letters of one kind stand.

    Args:
        formulir: The kind.
        judul: Its title.
        tahap: Its stage.
        expected: So many letters the records ask for.
        issued: So many of them are issued, or came in.
        signed: So many of these are back, signed, or came in.
        unhanded: So many are not back, and no act says that they were handed out.
        lacks: What its letters need and is not on record, while some are not issued.
        after: The kinds of which letters must be issued before.
        faults: What must be corrected before the others can be issued.
        tenggat: The last day on which they are in time; nothing once they are issued.
        unrecorded: What they report, was planned for a day that is over, and of which
            nobody recorded whether it was done.
    """

    formulir: str
    judul: str
    tahap: str
    expected: int
    issued: int
    signed: int
    unhanded: int
    lacks: tuple[Lack, ...]
    after: tuple[str, ...]
    faults: tuple[Fault, ...]
    tenggat: date | None
    unrecorded: tuple[str, ...]

    @property
    def pending(self) -> int:
        """Return how many letters are to be issued."""
        return self.expected - self.issued


def read_next(
    kantor: Kantor,
    *,
    tahun: int,
    wilayah: str | None = None,
    formulir: Collection[str] = (),
) -> list[KindState]:
    """Read where each kind stands in a programme year.

    Args:
        kantor: The office.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        formulir: Only these kinds; or all.

    Raises:
        TemplateFaultyError: A kind's query or what it declares is wrong.
        WilayahUnknownError: No region ever had the code.
    """
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    kinds = [
        load_jenis(kantor.templates, kode=kode)
        for kode in list_jenis(kantor.templates)
        if not formulir or kode in formulir
    ]
    kinds.sort(key=lambda jenis: (jenis.tahap, jenis.kode))
    day = day_of(kantor, tahun)
    with kantor.open_catatan(read_only=True) as db:
        out = {one.kode for one in states if one.status == "terbit"}
        unhanded = out - list_handed(db) if out else out
        return [
            _read_kind(
                kantor,
                db,
                jenis,
                states,
                Request(formulir=jenis.kode, tahun=tahun, wilayah=wilayah, tanggal=day),
                unhanded=unhanded,
            )
            for jenis in kinds
        ]


def _read_kind(
    kantor: Kantor,
    db: Store,
    jenis: Jenis,
    states: Sequence[LetterState],
    request: Request,
    *,
    unhanded: Collection[str | None],
) -> KindState:
    """Read where a kind stands; the codes are of letters that nobody got yet."""
    expected = [one for one in states if one.expected and one.formulir == jenis.kode]
    signed = sum(one.status in _BACK for one in expected)
    issued = sum(_is_issued(one) for one in expected)
    open_ = not expected or issued < len(expected)
    waits = {one.formulir for one in states if one.expected and not _is_issued(one)}
    after = tuple(kode for kode in jenis.sesudah if open_ and kode in waits)
    scope = kantor.scope(request.tahun, request.tanggal, wilayah=request.wilayah)
    place = f"templates/{jenis.kode}"
    lacks = list_lacks(db, jenis.perlu, scope, place=place) if open_ else []
    ready = open_ and expected and not after
    faults = _list_faults(kantor, db, request) if ready else []
    return KindState(
        formulir=jenis.kode,
        judul=jenis.judul,
        tahap=jenis.tahap,
        expected=len(expected),
        issued=issued,
        signed=signed,
        unhanded=sum(one.kode in unhanded for one in expected),
        lacks=tuple(lacks),
        after=after,
        faults=tuple(faults),
        tenggat=find_tenggat(db, request.tahun, jenis.aturan) if open_ else None,
        unrecorded=tuple(
            find_unrecorded(
                db,
                request.tahun,
                jenis.aturan,
                wilayah=request.wilayah,
                today=kantor.hari_ini(),
            )
        ),
    )


_BACK = frozenset({"ditandatangani", "masuk"})
"""What is said of letters that are back, or came in."""


def _is_issued(state: LetterState) -> bool:
    return state.status == "terbit" or state.status in _BACK


def _list_faults(kantor: Kantor, db: Store, request: Request) -> list[Fault]:
    """List what stands in the way of letters that the records ask for."""
    try:
        _, faults = list_faults(kantor, db, gather(kantor, db, request))
    except (RecordFaultyError, TemplateFaultyError) as error:
        faults = list(error.faults)
    except RecordError as error:
        faults = [
            Fault(
                place=f"{request.formulir} {request.tahun}", reason=take_reason(error)
            )
        ]
    return [fault for fault in faults if not fault.warning]
