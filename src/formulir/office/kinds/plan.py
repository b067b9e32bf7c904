"""What a kind would be: its letter held against its sheet, and all that is decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.letters.authoring.adopt import Vocabulary, adopt_docx, set_mark
from formulir.model import Docx, Fault
from formulir.office.kinds.wish import (
    KindFaultyError,
    KindPlan,
    KindWish,
    KodeMalformedError,
)
from formulir.office.workbooks import open_workbook
from formulir.records.office.instansi import list_issuers
from formulir.records.own.guess import TableWish, guess_table, read_column_names
from formulir.records.own.naming import is_kode, make_name
from formulir.records.own.spell import KindText, write_jenis, write_konteks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.letters.authoring.adopt import Adopted
    from formulir.records.own.tables import OwnTable
    from formulir.records.store import Store

_NOMOR: Final = "naskah.nomor"
_SIGNED: Final = "penandatangan.nama"
_SAID: Final = {
    "naskah.nomor": ("nomor", "nomor surat", "no surat"),
    "naskah.tanggal": ("tanggal", "tanggal surat", "tgl surat"),
    "naskah.kode": ("kode arsip",),
    "surat.hal": ("hal", "perihal"),
    "surat.tempat": ("tempat surat", "kota surat"),
    "kop.nama": ("kop", "instansi", "nama instansi", "nama kantor"),
    "kop.induk": ("induk instansi",),
    "kop.alamat": ("alamat instansi", "alamat kantor"),
    "penandatangan.jabatan": ("jabatan pejabat", "jabatan penandatangan"),
    "penandatangan.nama": ("pejabat", "nama pejabat", "nama penandatangan"),
    "penandatangan.nip": ("nip pejabat", "nip penandatangan"),
    "penandatangan.pangkat": ("pangkat pejabat", "pangkat penandatangan"),
}
"""What the office and the letter give, and what people call it."""
OFFICE_NAMES: Final = {
    make_name(word): tag for tag, words in _SAID.items() for word in words
}
_MINISTRY: Final = frozenset({"lpmp", "kementerian"})
_ADDRESSEE: Final = ("tujuan", "kepada", "yth", "nama")


def plan_kind(db: Store, wish: KindWish) -> KindPlan:
    """Plan a kind; nothing is written.

    Args:
        db: The record store.
        wish: What is asked for.

    Raises:
        KodeMalformedError: The code is none.
        SheetUnreadableError: The sheet is none.
        TemplateFaultyError: The letter is no DOCX.
        KindFaultyError: The two do not fit; all faults are told.
    """
    if not is_kode(wish.kode):
        raise KodeMalformedError(wish.kode)
    wish = _complete(wish)
    columns = (
        None
        if wish.data is None
        else read_column_names(wish.data, open_workbook=open_workbook)
    )
    words = Vocabulary(make_name=make_name, columns=columns, office=OFFICE_NAMES)
    letter = adopt_docx(Docx(wish.surat.read_bytes()), words, nama=wish.surat.name)
    guess = guess_table(
        db, _ask_table(wish, letter), wish.data, open_workbook=open_workbook
    )
    faults = [*_check_words(wish), *letter.faults, *guess.faults]
    numbered = _NOMOR in letter.office if wish.nomor is None else wish.nomor
    faults += _check_names(wish, letter, columns or frozenset(), numbered=numbered)
    kode, jenis = _find_instansi(db, wish.instansi, faults)
    docx = _set_marks(wish, letter, faults)
    if guess.table is None or any(not fault.warning for fault in faults):
        raise KindFaultyError([*faults, *letter.remarks])
    text = KindText(
        table=guess.table,
        tahap=wish.tahap,
        golongan="kementerian" if jenis in _MINISTRY else "pemda",
        instansi=kode,
        hal=wish.hal,
        tujuan=_find_tujuan(wish, guess.table),
        nomor=numbered,
        kode_hal=wish.kode_hal,
        cap=wish.cap if wish.cap is not None else "cap" in letter.marks,
        qr=wish.qr if wish.qr is not None else "qr" in letter.marks,
        truths=letter.conditions,
    )
    return KindPlan(
        wish=wish,
        table=guess.table,
        shown=guess.shown,
        docx=docx,
        jenis=write_jenis(text),
        konteks=write_konteks(text),
        office=sorted(letter.office),
        facts=_tell(text),
        remarks=[*faults, *letter.remarks],
    )


def _ask_table(wish: KindWish, letter: Adopted) -> TableWish:
    return TableWish(
        formulir=wish.kode,
        judul=wish.judul,
        names=letter.names,
        kunci=wish.kunci,
        tipe=wish.tipe,
        kosong=wish.kosong,
    )


def _complete(wish: KindWish) -> KindWish:
    """Fill in the title and the subject where nobody said them."""
    judul = wish.judul or re.sub(r"[\s_-]+", " ", wish.surat.stem).strip()
    return replace(wish, judul=judul, hal=wish.hal or judul)


def _check_words(wish: KindWish) -> list[Fault]:
    """Refuse words for the files of the kind that do not fit on a line."""
    said = {
        "judul": wish.judul,
        "hal": wish.hal,
        "tujuan": wish.tujuan,
        "tahap": wish.tahap,
        "instansi": wish.instansi,
        "kode-hal": wish.kode_hal,
    }
    reason = phrase(
        "holds a line break or a character that cannot be printed; leave it out"
    )
    return [
        Fault(place=f"--{name}", reason=reason)
        for name, words in said.items()
        if not words.isprintable()
    ]


def _check_names(
    wish: KindWish, letter: Adopted, columns: frozenset[str], *, numbered: bool
) -> list[Fault]:
    """Tell names that both the sheet and the office have; the sheet's is printed."""
    faults = []
    for name in letter.names:
        tag = OFFICE_NAMES.get(name)
        if tag is None or name not in columns:
            continue
        place = f"{wish.surat.name}: {letter.names[name]}"
        if tag == _NOMOR and (numbered or wish.nomor is None):
            reason = phrase(
                "is a column of the sheet, and the number of the letter too; call "
                "the column otherwise, or pass --tanpa-nomor to print the sheet's"
            )
            faults.append(Fault(place=place, reason=reason))
        else:
            reason = phrase(
                "prints the column of the sheet; what the office has is {tag}", tag=tag
            )
            faults.append(Fault(place=place, reason=reason, warning=True))
    if numbered and _NOMOR not in letter.office and not faults:
        reason = phrase(
            "the letter is numbered, and prints no number; write [Nomor] into it"
        )
        faults.append(Fault(place=wish.surat.name, reason=reason, warning=True))
    return faults


def _find_instansi(db: Store, asked: str, faults: list[Fault]) -> tuple[str, str]:
    """Find the office that issues the kind: the one that is named, or the one LPMP."""
    known = list_issuers(db)
    lpmp = [kode for kode, jenis in known.items() if jenis == "lpmp"]
    fit = [asked] if asked in known else [] if asked else lpmp or [*known]
    if len(fit) == 1:
        return fit[0], known[fit[0]]
    there = [*known] or phrase("none")
    reason = (
        phrase(
            "no instansi {asked!r} is on record to issue the kind; pass --instansi "
            "KODE: {there}",
            asked=asked,
            there=there,
        )
        if asked
        else phrase(
            "not one LPMP alone is on record to issue the kind; pass --instansi KODE: "
            "{there}",
            there=there,
        )
    )
    faults.append(Fault(place="--instansi", reason=reason))
    return "", ""


def _set_marks(wish: KindWish, letter: Adopted, faults: list[Fault]) -> Docx:
    """Set the bookmark of the stamp above the name that is signed, if it has none."""
    nama = wish.surat.name
    if wish.qr and "qr" not in letter.marks:
        reason = phrase(
            "has no bookmark qr for the code; set it in Word (Insert, "
            "Bookmark) where the code is to stand, or leave --qr out: each "
            "foot has one"
        )
        faults.append(Fault(place=nama, reason=reason))
    if not wish.cap or "cap" in letter.marks:
        return letter.docx
    marked = set_mark(letter.docx, "cap", above=_SIGNED, nama=nama)
    if marked is None:
        reason = phrase(
            "has no place for the stamp: nothing prints the name of who signs; "
            "write [Nama Pejabat] below the space for the signature"
        )
        faults.append(Fault(place=nama, reason=reason))
    return marked or letter.docx


def _find_tujuan(wish: KindWish, table: OwnTable) -> str:
    """Find the column that names the addressee; words, where none is meant."""
    names = [column.nama for column in table.kolom]
    if wish.tujuan:
        own = make_name(wish.tujuan)
        return own if own in names else wish.tujuan
    return _pick(names) or table.kunci[0]


def _pick(names: Sequence[str]) -> str | None:
    for word in _ADDRESSEE:
        for name in names:
            if word in name.split("_"):
                return name
    return None


def _tell(text: KindText) -> Mapping[str, str]:
    return {
        "instansi": text.instansi,
        "golongan": text.golongan,
        "tahap": text.tahap,
        "hal": text.hal,
        "tujuan": text.tujuan,
        "kunci": ", ".join(text.table.kunci),
        "nomor": f"ya ({text.kode_hal})" if text.nomor else "tidak",
        "cap": "ya" if text.cap else "tidak",
        "qr": "ya" if text.qr else "tidak",
    }
