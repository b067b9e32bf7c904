"""The steps that an office has to take, in Indonesian, each with its commands."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from formulir.dates import format_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from formulir.records.tasks.needs import Lack
    from formulir.reviewing.next import KindState

WIDTH = 100
"""The longest line of a list of kinds."""
SHOWN = 3
"""So many places that are wrong are named."""
COLUMNS_NEXT = (
    "tahap",
    "formulir",
    "diminta",
    "terbit",
    "kembali",
    "tenggat",
    "kurang",
)
"""The columns of the table of kinds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something to do.

    Args:
        formulir: The kinds that wait for it.
        sentences: What is lacking or ready, a sentence each.
        perintah: The commands that do it, in order.
    """

    formulir: tuple[str, ...]
    sentences: tuple[str, ...]
    perintah: tuple[str, ...]


def list_steps(
    states: Sequence[KindState], *, tahun: int, wilayah: str | None, today: date
) -> list[Step]:
    """List what is to be done, in the order of the programme.

    What several kinds lack is one step, and what a kind lacks after that is none yet.

    Args:
        states: Where the kinds stand.
        tahun: The programme year.
        wilayah: The region that is asked about.
        today: The day.
    """
    where = f" --tahun {tahun}" + (f" --wilayah {wilayah}" if wilayah else "")
    fills: dict[str, list[KindState]] = {}
    for each in states:
        if each.lacks:
            fills.setdefault(each.lacks[0].tugas, []).append(each)
    steps, told = [], set[str]()
    for each in states:
        if each.lacks and each.lacks[0].tugas not in told:
            told.add(each.lacks[0].tugas)
            steps.append(_fill(fills[each.lacks[0].tugas]))
        elif not each.lacks and each.after:
            steps.append(_wait(each))
        elif not each.lacks and each.pending:
            steps.append(_issue(each, where, today=today))
    steps += [_record(each, tahun) for each in states if each.unrecorded]
    if waiting := [each for each in states if each.unhanded]:
        steps.append(_hand(waiting, where))
    if out := [each for each in states if each.issued > each.signed]:
        steps.append(_receive(out))
    return steps


def _fill(kinds: Sequence[KindState]) -> Step:
    """Say what is to be filled first, for all kinds that wait for it."""
    tugas = kinds[0].lacks[0].tugas
    lacks = dict.fromkeys(
        lack for each in kinds for lack in each.lacks if lack.tugas == tugas
    )
    return Step(
        formulir=tuple(each.formulir for each in kinds),
        sentences=tuple(dict.fromkeys(map(_say_lack, lacks))),
        perintah=tuple(dict.fromkeys(c for lack in lacks for c in lack.perintah)),
    )


def _say_lack(lack: Lack) -> str:
    if lack.tabel == "usulan":
        return "Sekolah model dan sekolah imbas belum diusulkan."
    if lack.tabel == "sesi":
        return "Jadwal pelatihan belum disusun."
    if lack.isi:
        said = " atau ".join(lack.isi)
        return f"Lembar {lack.lembar}, kolom {lack.judul}: belum ada “{said}”."
    return f"Lembar {lack.lembar}, kolom {lack.judul}: belum ada yang terisi."


def _wait(kind: KindState) -> Step:
    """Say that letters come after those of other kinds."""
    sentence = f"{kind.pending} surat menunggu terbitnya {', '.join(kind.after)}."
    return Step(formulir=(kind.formulir,), sentences=(sentence,), perintah=())


def _issue(kind: KindState, where: str, *, today: date) -> Step:
    """Say that letters can be issued, or what must be corrected before."""
    late = _say_tenggat(kind, today)
    if kind.faults:
        places = list(dict.fromkeys(fault.place for fault in kind.faults))
        more = len(places) - SHOWN
        shown = "; ".join(places[:SHOWN])
        rest = f"; dan {more} lagi" if more > 0 else ""
        sentence = (
            f"{kind.pending} surat menunggu {len(kind.faults)} hal yang harus "
            f"dibetulkan dahulu, pada: {shown}{rest}."
        )
        command = f"formulir check --formulir {kind.formulir}{where}"
    else:
        sentence = f"{kind.pending} surat siap diterbitkan: {kind.judul}."
        command = f"formulir issue --formulir {kind.formulir}{where}"
    return Step(
        formulir=(kind.formulir,), sentences=(sentence, *late), perintah=(command,)
    )


def _say_tenggat(kind: KindState, today: date) -> Iterator[str]:
    if kind.tenggat is None:
        return
    day = format_tanggal(kind.tenggat)
    if today > kind.tenggat:
        yield f"Tenggatnya {day}, sudah lewat."
    else:
        yield f"Tenggatnya {day}."


def _record(kind: KindState, tahun: int) -> Step:
    """Say what is over by its plan and was never recorded, and by which sheet it is."""
    more = len(kind.unrecorded) - SHOWN
    shown = "; ".join(kind.unrecorded[:SHOWN])
    rest = f"; dan {more} lagi" if more > 0 else ""
    sentence = (
        f"{len(kind.unrecorded)} kunjungan yang direncanakan sudah lewat dan belum "
        f"dicatat: {shown}{rest}."
    )
    return Step(
        formulir=(kind.formulir,),
        sentences=(sentence,),
        perintah=(
            f"formulir form kunjungan -o kunjungan.xlsx --isi --tahun {tahun}",
            "formulir import kunjungan kunjungan.xlsx",
        ),
    )


def _hand(kinds: Sequence[KindState], where: str) -> Step:
    """Say how many letters of each kind nobody got yet, and how they leave."""
    waiting = {each.formulir: each.unhanded for each in kinds}
    each = ", ".join(f"{kode} {count}" for kode, count in waiting.items())
    sentence = (
        f"{sum(waiting.values())} surat yang sudah terbit belum tercatat diserahkan: "
        f"{each}."
    )
    which = "".join(f" --formulir {kode}" for kode in waiting) + where
    return Step(
        formulir=tuple(waiting),
        sentences=(sentence, "Dicetak, disimpan sebagai berkas, atau dikirim surel:"),
        perintah=(
            f"formulir bundle{which} -o cetak.pdf",
            f"formulir get{which} -d surat",
            f"formulir send{which}",
        ),
    )


def _receive(kinds: Sequence[KindState]) -> Step:
    """Say how many letters of each kind are not back yet: one pile may hold them."""
    waiting = {each.formulir: each.issued - each.signed for each in kinds}
    each = ", ".join(f"{kode} {count}" for kode, count in waiting.items())
    count = sum(waiting.values())
    sentence = f"{count} surat yang sudah terbit belum kembali ditandatangani: {each}."
    return Step(
        formulir=tuple(waiting),
        sentences=(sentence,),
        perintah=("formulir receive PINDAIAN.pdf",),
    )


def write_steps(steps: Sequence[Step]) -> Iterator[str]:
    """Write the steps as lines for a terminal: numbered, with their commands."""
    if not steps:
        yield "Tidak ada yang harus dikerjakan."
    for number, step in enumerate(steps, start=1):
        head = f"{number}. Untuk {', '.join(step.formulir)}:"
        yield from wrap(head, WIDTH, subsequent_indent="   ")
        yield from (f"   {sentence}" for sentence in step.sentences)
        yield from (f"   $ {command}" for command in step.perintah)


def write_states(states: Sequence[KindState]) -> list[dict[str, object]]:
    """Give a row for each kind, with ``COLUMNS_NEXT``."""
    return [
        {
            "tahap": each.tahap,
            "formulir": each.formulir,
            "diminta": each.expected,
            "terbit": each.issued,
            "kembali": each.signed,
            "tenggat": each.tenggat.isoformat() if each.tenggat else "-",
            "kurang": _name_lacks(each),
        }
        for each in states
    ]


def _name_lacks(kind: KindState) -> str:
    """Name the tasks that a kind waits for, or the kinds, or how much is wrong."""
    if kind.lacks or kind.after:
        names = dict.fromkeys(lack.tugas for lack in kind.lacks)
        return ", ".join([*names, *kind.after])
    return f"{len(kind.faults)} harus dibetulkan" if kind.faults else "-"
