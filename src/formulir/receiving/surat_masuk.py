"""Receiving letters of other offices: a number in our book, then the archive.

In this order: the file is read (in a child), the ledger gives a number and an archive
code, the archive records the letter, the ledger is completed. Killed anywhere, the same
command goes on with the number that was given, so the book has no gap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.dates import parse_tanggal
from formulir.errors import RecordError, list_some
from formulir.language import Sentence, phrase
from formulir.office.expected import read_expected
from formulir.office.filing import file_acts, reconcile
from formulir.office.kantor import make_kode
from formulir.office.lookup.choices import find_tahap
from formulir.receiving.piles import take_sheets
from formulir.receiving.received_file import Receipt, hold_received, open_received
from formulir.records.ledger.masuk import SuratMasuk, reserve_masuk
from formulir.records.office.instansi import find_wilayah_instansi
from formulir.records.office.wilayah import find_wilayah

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import ReceivedFile
    from formulir.records.store import Store

SHOWN = 5
"""So many keys are named in a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverNote:
    """What a clerk says of a letter that came in, beside the letter itself.

    Args:
        surat: What its page says; the digest of the file is filled in later.
        wilayah: The region that it is about: a code of any year.
        lagi: Enter another file of a letter that is in the book already.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
        lembar: The sheets of the file that are the letter, where it is a pile.
    """

    surat: SuratMasuk
    wilayah: str | None = None
    lagi: bool = False
    jam_mundur: bool = False
    lembar: tuple[int, ...] = ()


class HarapanUnknownError(RecordError):
    """A letter stands for none that the records expect, or for several."""

    surat: SuratMasuk
    keys: Sequence[str]

    @property
    def sentence(self) -> Sentence:
        """Say what to give."""
        what = phrase(
            "{formulir} of {program} from {dari}",
            formulir=self.surat.formulir,
            program=self.surat.program,
            dari=self.surat.dari,
        )
        if self.keys:
            named = ", ".join(self.keys[:SHOWN])
            return phrase(
                "the records expect {count} letters {what}; name one by its "
                "--kunci: {named}",
                count=len(self.keys),
                what=what,
                named=named,
            )
        return phrase(
            "the records expect no letter {what} with this key; import table "
            "usulan first, see that --dari is the instansi's code, or leave "
            "out --formulir",
            what=what,
        )


def receive_masuk(
    kantor: Kantor,
    path: Path,
    *,
    cover: CoverNote,
    after: Callable[[str], None] = lambda _step: None,
) -> Receipt:
    """Archive a letter of another office, and enter it into our book.

    Args:
        kantor: The office.
        path: The file.
        cover: What is said of it.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        BerkasRefusedError: The file cannot be read.
        HarapanUnknownError: It is said to stand for a letter that is not expected.
        SuratMasukDoubleError: It is in the book with another file.
        UsulanNumberedError: It is a proposal that has another number on record.
        WilayahUnknownError: No region ever had the code.
        JenisUnknownError: There is no such kind.
        PilihanUnknownError: There is no such stage.
    """
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        surat = _complete(kantor, db, cover)
        with hold_received(kantor) as place:
            received = (
                take_sheets(kantor, db, path, cover.lembar, place=place)
                if cover.lembar
                else open_received(kantor, path, place=place)
            )
            row = reserve_masuk(
                db,
                replace(surat, sha256=received.sha256),
                kode=make_kode(),
                lagi=cover.lagi,
                actor=kantor.actor(jam_mundur=cover.jam_mundur),
            )
            new = row["entri"] is None
            number = row["entri"]
            if new:
                number = _archive(kantor, db, received, row=row, after=after)
    return Receipt(
        nama=received.nama,
        hasil="masuk" if new else "sudah",
        kode=row["kode"],
        entri=number,
        sha256=received.sha256,
        keterangan=tuple(_list_notices(received)) if new else (),
        agenda=row["urut"],
    )


def _archive(
    kantor: Kantor,
    db: Store,
    received: ReceivedFile,
    *,
    row: Mapping[str, Any],
    after: Callable[[str], None],
) -> int:
    """Archive a letter that has its number, and complete the ledger."""
    after("numbered")  # a crash here leaves a number that waits for this file
    act = Act(isi=_as_isi(row, received), objects=(received.objects,))
    (entri,) = file_acts(kantor, db, [act], after=after)
    after("completed")
    return entri.entri


def _complete(kantor: Kantor, db: Store, cover: CoverNote) -> SuratMasuk:
    """Find the letter that it stands for, its stage, and its regions."""
    surat = cover.surat
    day = parse_tanggal(surat.tanggal)
    wilayah: dict[str, str] = {}
    penerbit = find_wilayah_instansi(db, surat.dari, tanggal=day)
    if penerbit:
        wilayah["penerbit"] = find_wilayah(db, penerbit, per=day).kode
    if cover.wilayah is not None:
        wilayah["subjek"] = find_wilayah(db, cover.wilayah, per=day).kode
    if surat.formulir is None:
        return replace(surat, tahap=find_tahap(db, surat.tahap), wilayah=wilayah)
    scope = kantor.scope(surat.program, day, wilayah=cover.wilayah)
    expected = [
        each
        for each in read_expected(kantor, db, scope, formulir=surat.formulir)
        if (each.kunci == surat.kunci if surat.kunci else each.instansi == surat.dari)
    ]
    if len(expected) != 1:
        raise HarapanUnknownError(surat, keys=[each.kunci for each in expected])
    (one,) = expected
    return replace(
        surat, kunci=one.kunci, tahap=one.tahap, wilayah={**wilayah, **one.wilayah}
    )


def _as_isi(row: Mapping[str, Any], received: ReceivedFile) -> dict[str, Any]:
    """Return what the archive records of the letter (``docs/archive-format.md`` §2)."""
    names = ["kode", "formulir", "kunci", "nomor", "tanggal", "hal", "tahap"]
    names += ["dari", "terima", "disposisi"]
    return {
        "tindakan": "masuk",
        **{name: row[name] for name in names},
        "tahun": row["program"],
        "wilayah": json.loads(row["wilayah"]),
        "agenda": row["urut"],
        **received.as_isi(),
    }


def _list_notices(received: ReceivedFile) -> list[str]:
    """Return what a clerk must know of the file."""
    codes = received.daftar_kode
    told = phrase(
        "it carries the code {codes}; a return goes with --surat",
        codes=list_some(codes),
    )
    return [*received.notices, told] if codes else received.notices
