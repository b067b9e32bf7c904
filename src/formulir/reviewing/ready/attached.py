"""Attachments of letters, examined once a process: a file is known by its digest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.model import Fault
from formulir.press.attachments.examine import examine_lampiran

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulir.model import Draft, Lampiran
    from formulir.office.kantor import Kantor

_MOST: Final = 20_000
_known: dict[tuple[str, str], str | None] = {}
"""Why a file is refused, or nothing, by what it is known by."""


def tell_refused(kantor: Kantor, drafts: Iterable[Draft]) -> Iterator[Fault]:
    """Tell the attachments of letters that cannot be bound to them."""
    for draft in drafts:
        for lampiran in draft.lampiran:
            key = (lampiran.sha256, lampiran.ekstensi)
            if key not in _known:
                if len(_known) >= _MOST:
                    _known.clear()
                _known[key] = _examine(kantor, draft, lampiran)
            if reason := _known[key]:
                place = phrase(
                    "{surat}: attachment “{judul}”",
                    surat=draft.place,
                    judul=lampiran.judul,
                )
                yield Fault(place=place, reason=reason)


def _examine(kantor: Kantor, draft: Draft, lampiran: Lampiran) -> str | None:
    _, faults = examine_lampiran(
        [replace(draft, lampiran=(lampiran,))],
        berkas=kantor.berkas,
        workdir=kantor.workdir,
        libreoffice=kantor.libreoffice,
    )
    return faults[0].reason if faults else None
