"""To whom a letter is handed: a school, a person, an office, as records have them.

What stands on the paper says who it is: the archived context of the letter. Telephone
and e-mail are those of the records today, for a letter is sent today. In this order:

1. ``penerima`` of the context, where the kind says it: one, or a list of them.
2. ``sekolah`` with the letter's own key: the school whose form it is, which signs it.
3. ``calon`` likewise: the person.
4. ``peserta``, where the letter has no addressee of its own: each of them.
5. ``tujuan``: one office or several, by the words under which its head signs.
6. Else the words that the book of letters has, and nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.handing.letters import Letter
    from formulir.model import Konteks
    from formulir.records.store import Store

SCHOOL = "sekolah/"
"""How the word for a school begins."""
_OFFICE = """
SELECT i.kode, i.nama, i.alamat, i.kota, i.kode_pos, i.telepon, i.posel
FROM instansi AS i LEFT JOIN pejabat AS p ON p.instansi = i.kode
WHERE :words IN (p.jabatan, 'Kepala ' || i.nama, i.nama)
ORDER BY i.berlaku_sampai IS NULL DESC, i.berlaku_dari DESC LIMIT 1
"""
_PERSON = """
SELECT kode, nip, alamat_kantor, alamat_rumah, telepon, posel FROM calon
WHERE tahun = :tahun AND (kode = :kode OR (nama = :nama AND coalesce(nip, '') = :nip))
ORDER BY kode = :kode DESC LIMIT 1
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    """One to whom letters are handed; what is not known is empty.

    Args:
        id: What tells them from others, whatever their name: ``sekolah/20317300``.
        nama: As an envelope has it.
        alamat: Street and number.
        tempat: What stands below it: kecamatan, kabupaten, postal code.
        telepon: Their telephone.
        posel: Their e-mail.
    """

    id: str
    nama: str
    alamat: str = ""
    tempat: str = ""
    telepon: str = ""
    posel: str = ""

    @property
    def lines(self) -> list[str]:
        """Return the lines of an envelope; a school is written to by its head."""
        head = "Yth. Kepala" if self.id.startswith(SCHOOL) else "Yth."
        lines = (f"{head} {self.nama}", self.alamat, self.tempat)
        return [line for line in lines if line]


def find_addressees(db: Store, letter: Letter) -> list[Addressee]:
    """Find to whom a letter is handed; at least one."""
    konteks = letter.konteks
    if said := _read_given(konteks.get("penerima")):
        return said
    for find in (_find_school, _find_person):
        if (one := find(db, letter)) is not None:
            return [one]
    tujuan, peserta = konteks.get("tujuan"), konteks.get("peserta")
    if not tujuan and isinstance(peserta, list) and peserta:
        return [_name_person(db, letter, person) for person in peserta]
    if isinstance(tujuan, list) and tujuan:
        return [_find_office(db, {"nama": word}) for word in tujuan]
    if isinstance(tujuan, dict) and tujuan:
        return [_find_office(db, {"nama": letter.isi.get("tujuan"), **tujuan})]
    return [_find_office(db, {"nama": letter.isi.get("tujuan")})]


def list_copies(db: Store, letter: Letter) -> list[Addressee]:
    """Find who gets a copy of a letter: those that it names itself."""
    named = letter.konteks.get("tembusan")
    words = [str(word) for word in named] if isinstance(named, list) else []
    # What stands in brackets says what the copy is for, and is on no envelope.
    return [_find_office(db, {"nama": word.partition(" (")[0]}) for word in words]


def name_owner(db: Store, letter: Letter) -> str:
    """Say whose letter it is, for the name of its file."""
    addressees = find_addressees(db, letter)
    if len(addressees) == 1:
        return addressees[0].nama
    return str(letter.isi.get("hal") or "")


def _read_given(given: Any) -> list[Addressee]:  # noqa: ANN401 - whatever a kind says
    """Read what a kind says of its addressees."""
    rows = given if isinstance(given, list) else [given]
    return [
        Addressee(
            id=f"penerima/{row.get('id') or row['nama']}",
            **{
                name: _text(row, name)
                for name in ("nama", "alamat", "tempat", "telepon", "posel")
            },
        )
        for row in rows
        if isinstance(row, dict) and _text(row, "nama")
    ]


def _find_school(db: Store, letter: Letter) -> Addressee | None:
    """Find the school whose form a letter is."""
    said = letter.konteks.get("sekolah")
    if not isinstance(said, dict) or str(said.get("npsn")) != letter.kunci:
        return None
    asked = "SELECT telepon, posel FROM sekolah WHERE npsn = ?"
    rows = db.rows(asked, (letter.kunci,))
    kecamatan = _text(said, "kecamatan")
    place = [f"Kecamatan {kecamatan}" if kecamatan else "", _text(said, "kabupaten")]
    return Addressee(
        id=f"{SCHOOL}{letter.kunci}",
        nama=_text(said, "nama"),
        alamat=_text(said, "alamat").strip(". "),
        tempat=_join(place),
        **_reach(rows),
    )


def _find_person(db: Store, letter: Letter) -> Addressee | None:
    """Find the person whose form a letter is."""
    said = letter.konteks.get("calon")
    return _name_person(db, letter, said) if isinstance(said, dict) else None


def _name_person(db: Store, letter: Letter, said: Konteks) -> Addressee:
    """Find a person whom a letter names, among the candidates of its year."""
    nama, nip = _text(said, "nama"), _text(said, "nip")
    own = letter.kunci if isinstance(letter.konteks.get("calon"), dict) else ""
    facts = {"tahun": letter.isi.get("tahun"), "kode": own, "nama": nama, "nip": nip}
    rows = db.rows(_PERSON, facts)
    row: Mapping[str, Any] = rows[0] if rows else {}
    return Addressee(
        id=f"orang/{row.get('kode') or nip or nama}",
        nama=nama,
        alamat=_text(said, "unit_kerja") or _text(row, "alamat_kantor"),
        tempat=_text(said, "alamat_kantor") or _text(row, "alamat_kantor"),
        telepon=_text(row, "telepon") or _text(said, "telepon"),
        posel=_text(row, "posel") or _text(said, "posel"),
    )


def _find_office(db: Store, said: Konteks) -> Addressee:
    """Find an office by the words that a letter is addressed to."""
    words = _text(said, "jabatan") or _text(said, "nama")
    rows = db.rows(_OFFICE, {"words": words})
    if not rows:
        return Addressee(id=f"tujuan/{words}", nama=words, tempat=_text(said, "tempat"))
    row = rows[0]
    return Addressee(
        id=f"instansi/{row['kode']}",
        nama=words,
        alamat=_text(row, "alamat"),
        tempat=" ".join(filter(None, (_text(row, "kota"), _text(row, "kode_pos")))),
        **_reach(rows),
    )


def _reach(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Say how somebody is reached, if that is on record."""
    row = rows[0] if rows else {}
    return {name: _text(row, name) for name in ("telepon", "posel")}


def _text(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a row; nothing for what is no text, and for dots to fill in."""
    value = row.get(name)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if text.strip(".… ") else ""


def _join(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word)
