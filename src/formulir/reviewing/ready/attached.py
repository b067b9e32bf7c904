"""Attachments of letters; one that can be bound is examined once a process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from formulir.ground.disk import mark_file
from formulir.language import phrase
from formulir.model import Fault
from formulir.press.attachments.examine import examine_lampiran

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from formulir.model import Draft
    from formulir.office.kantor import Kantor

_Mark: TypeAlias = tuple["Path", int, int, int]

_MOST: Final = 20_000
_sound: set[_Mark] = set()
"""The files that can be bound, as they lay there when they were examined."""


def tell_refused(kantor: Kantor, drafts: Iterable[Draft]) -> Iterator[Fault]:
    """Tell the attachments of letters that cannot be bound to them."""
    told: dict[Path, str | None] = {}
    for draft in drafts:
        for lampiran in draft.lampiran:
            path = kantor.berkas / f"{lampiran.sha256}.{lampiran.ekstensi}"
            if path not in told:
                told[path] = _judge(kantor, path, replace(draft, lampiran=(lampiran,)))
            if reason := told[path]:
                place = phrase(
                    "{surat}: attachment “{judul}”",
                    surat=draft.place,
                    judul=lampiran.judul,
                )
                yield Fault(place=place, reason=reason)


def _judge(kantor: Kantor, path: Path, draft: Draft) -> str | None:
    """Say why the one attachment of a letter is refused, if it is.

    A refusal is not remembered: the file may be put back, or the machine put right.
    """
    mark = _mark(path)
    if mark in _sound:
        return None
    _, faults = examine_lampiran(
        [draft],
        berkas=kantor.berkas,
        workdir=kantor.workdir,
        libreoffice=kantor.libreoffice,
    )
    if faults:
        return faults[0].reason
    if len(_sound) >= _MOST:
        _sound.clear()
    if mark is not None:
        _sound.add(mark)
    return None


def _mark(path: Path) -> _Mark | None:
    """Tell a file as it lies there from one in its place."""
    try:
        return (path, *mark_file(path))
    except OSError:
        return None
