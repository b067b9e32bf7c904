"""The third hop of the way of a letter: each takes its place, and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.office.kantor import make_kode
from formulir.records.ledger.head import settle_in
from formulir.records.ledger.reserve import Reservation, reserve_surat

if TYPE_CHECKING:
    from formulir.issuing.gather import Request
    from formulir.issuing.preflight import Checked
    from formulir.model import Surat
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


def reserve(
    kantor: Kantor, db: Store, checked: Checked, request: Request
) -> list[Surat]:
    """Take the numbers: one transaction for the whole batch.

    A crash leaves all of them or none; what is reserved is printed by the next run.
    """
    actor = kantor.actor(jam_mundur=request.jam_mundur)
    settle_in(db, actor, kantor.place)
    reservation = Reservation(
        actor=actor,
        kode_hal=checked.batch.jenis.kode_nomor,
        make_kode=make_kode,
        mundur=request.mundur,
        sisipan=request.sisipan,
        ganti=request.ganti,
        alasan=request.alasan,
    )
    return reserve_surat(db, checked.batch.drafts, reservation=reservation)
