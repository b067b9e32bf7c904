"""A sheet for chat programs: a name, a number, a text, and the file that goes along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from formulir.handing.addressees import find_addressees
from formulir.handing.handing import Output, hand_files, name_all
from formulir.handing.letters import find_letters_of
from formulir.handing.office_name import name_office
from formulir.handing.post.message import list_names
from formulir.language import phrase
from formulir.letters.mail import read_text
from formulir.model import Fault
from formulir.office.filing import open_ledger
from formulir.records.sheets.write import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.handing.letters import Found, Letter, Wanted
    from formulir.letters.mail import MessageText
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

COLUMNS_CHAT = ("nama", "nomor", "pesan", "berkas", "keterangan")
"""The columns of the sheet, in order."""
SHORTEST, LONGEST = 10, 15
"""Digits of a number with its country (ITU-T E.164)."""
_MOBILE = "628"
_PARTS = re.compile(r"[/;,]|\bdan\b|\batau\b")


def international(telepon: str) -> str:
    """Write a telephone number as chat programs want it; nothing for what is none.

    Of several numbers the first of a mobile telephone is taken, else the first.

    >>> international("0812 5550 0013"), international("(0291) 5550100")
    ('6281255500013', '622915550100')
    >>> international("0291-555 01 / +62 812-5550-0013"), international("-")
    ('6281255500013', '')
    """
    found = [number for part in _PARTS.split(telepon) if (number := _read(part))]
    mobile = [number for number in found if number.startswith(_MOBILE)]
    return next(iter([*mobile, *found]), "")


def _read(part: str) -> str:
    """Read one number."""
    if re.search(r"[^\d\s().+-]", part, re.ASCII):
        return ""
    digits = re.sub(r"\D", "", part.replace("(0)", ""))
    if digits.startswith("0") and not digits.startswith("00"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    digits = digits.removeprefix("00")
    whole = digits.startswith("62") or part.strip().startswith(("+", "00"))
    return digits if whole and SHORTEST <= len(digits) <= LONGEST else ""


def hand_chat(
    kantor: Kantor, wanted: Wanted, path: Path
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Write the sheet, and record that it is handed out.

    Returns:
        Its rows, and who has no number.

    Raises:
        SerahNoneError: There is no such letter.
        TemplateFaultyError: The text of a kind cannot be filled.
        DiskFailedError: The disk refuses; what was there is there.
    """
    with open_ledger(kantor) as db:
        found = find_letters_of(kantor, db, wanted)
        rows, remarks = _list_all(kantor, db, found)
        data = write_xlsx(rows, columns=COLUMNS_CHAT, judul="Pesan")

        def write(out: BinaryIO) -> None:
            out.write(data)

        output = Output(path=path, write=write)
        hand_files(kantor, db, [output], cara="pesan", letters=found.letters)
    return rows, remarks


def foresee_chat(
    kantor: Kantor, wanted: Wanted
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Give the rows that the sheet would have, and who has no number; write nothing.

    Raises:
        SerahNoneError: There is no such letter.
        TemplateFaultyError: The text of a kind cannot be filled.
    """
    with kantor.open_catatan(read_only=True) as db:
        return _list_all(kantor, db, find_letters_of(kantor, db, wanted))


def _list_all(
    kantor: Kantor, db: Store, found: Found
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Give the rows, and what to look at."""
    office_name, remarks = name_office(kantor, db)
    names = name_all(db, found.letters)
    texts = {
        kind: read_text(kantor.templates, formulir=kind, nama="pesan.txt")
        for kind in {letter.formulir for letter in found.letters}
    }
    rows = [
        row
        for letter, name in zip(found.letters, names, strict=True)
        for row in _list_rows(db, letter, name, texts[letter.formulir], office_name)
    ]
    return rows, [*found.remarks, *remarks, *_tell(rows)]


def _list_rows(
    db: Store, letter: Letter, name: str, text: MessageText, office_name: str
) -> list[dict[str, Any]]:
    rows = []
    for addressee in find_addressees(db, letter):
        number = international(addressee.telepon)
        remark = "nomor tidak ada atau tidak terbaca" if not number else None
        if number and not number.startswith(_MOBILE):
            remark = "bukan nomor telepon seluler"
        rows.append(
            {
                "nama": addressee.nama,
                "nomor": number or None,
                "pesan": text.fill(
                    list_names(office_name, letter, addressee.nama)
                ).strip(),
                "berkas": name,
                "keterangan": remark,
            }
        )
    return rows


def _tell(rows: list[dict[str, Any]]) -> list[Fault]:
    """Tell how many have no number, or none of a mobile telephone."""
    lacking = [row["nama"] for row in rows if row["nomor"] is None]
    fixed = [row["nama"] for row in rows if row["nomor"] and row["keterangan"]]
    reasons = []
    if lacking:
        reasons.append(
            phrase(
                "{count} of {total} have no number on record, the first is {first}",
                count=len(lacking),
                total=len(rows),
                first=lacking[0],
            )
        )
    if fixed:
        reasons.append(
            phrase(
                "{count} of {total} have no number of a mobile telephone, the "
                "first is {first}",
                count=len(fixed),
                total=len(rows),
                first=fixed[0],
            )
        )
    return [Fault(place="nomor", reason=reason, warning=True) for reason in reasons]
