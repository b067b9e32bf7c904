"""To whom a letter is handed: a school, a person, an office, as records have them.

What stands on the paper says who it is: the archived context of the letter. Telephone
and e-mail are those of the records today, for a letter is sent today. In this order:

1. ``penerima`` of the context, where the kind says it: one, or a list of them. A word
   there names a member of the context that holds them, else an office.
2. ``sekolah`` with the letter's own key: the school whose form it is, which signs it.
3. ``calon``, ``peserta`` or another one person (``letters.subject``) likewise.
4. ``peserta``, where the letter has no addressee of its own: each of them.
5. ``tujuan``: one office or several, by the words under which its head signs.
6. Else the words that the book of letters has, and nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.letters.subject import find_person
from formulir.records.office.wilayah import seek_wilayah

if TYPE_CHECKING:
    from collections.abc import Mapping

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
ORDER BY kode = :kode DESC
"""
_SCHOOL = """
SELECT alamat, kecamatan, wilayah, telepon, posel FROM sekolah WHERE npsn = ?
"""
_WORDS = "tujuan/"
"""How the word begins for whom only the words of the letter are known."""
_LISTED = "terlampir"
"""What stands in the words for those whom a list in the letter names."""
_OF_PEOPLE = frozenset({"nip", "nuptk", "unit_kerja", "alamat_kantor"})
"""What a list says of people, and of nobody else."""


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
    """Find to whom a letter is handed; at least one, each once."""
    konteks = letter.konteks
    if said := _read_given(db, letter):
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


def is_list(addressee: Addressee) -> bool:
    """Tell whether somebody is no one, but words for a list that a letter holds."""
    office = addressee.id.startswith(_WORDS)
    return office and _LISTED in addressee.nama.casefold()


def tell_list(nama: str) -> str:
    """Say that those whom words stand for get nothing by themselves."""
    return phrase(
        "those whom {nama!r} means stand in the letter, and get no envelope or message "
        "of their own; let konteks.sql of the kind name the list in penerima",
        nama=nama,
    )


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


def _read_given(db: Store, letter: Letter) -> list[Addressee]:
    """Read what a kind says of its addressees, or where in the letter they stand."""
    found = dict[str, Addressee]()
    for given in _list(letter.konteks.get("penerima")):
        if isinstance(given, str):
            rows = _list(letter.konteks.get(given))
            named = [_name_one(db, letter, row) for row in rows if row]
        elif isinstance(given, dict) and _text(given, "nama"):
            named = [_take_given(given)]
        else:
            continue
        found |= {one.id: one for one in named if one.id not in found}
    return list(found.values())


def _take_given(row: Konteks) -> Addressee:
    """Take an addressee as a kind says it."""
    told = {name: _text(row, name) for name in ("nama", "telepon", "posel")}
    return Addressee(
        id=f"penerima/{row.get('id') or row['nama']}",
        **told,
        **_place(_text(row, "alamat"), _text(row, "tempat")),
    )


def _name_one(db: Store, letter: Letter, said: Any) -> Addressee:  # noqa: ANN401 - whatever a letter holds
    """Find a school, a person or an office, by what a letter says of it."""
    row = said if isinstance(said, dict) else {"nama": str(said)}
    if _text(row, "npsn"):
        return _name_school(db, row)
    if _OF_PEOPLE.intersection(row):
        return _name_person(db, letter, row)
    return _find_office(db, row)


def _find_school(db: Store, letter: Letter) -> Addressee | None:
    """Find the school whose form a letter is."""
    said = letter.konteks.get("sekolah")
    if not isinstance(said, dict) or str(said.get("npsn")) != letter.kunci:
        return None
    return _name_school(db, said)


def _name_school(db: Store, said: Konteks) -> Addressee:
    """Find a school that a letter names; what it does not say, the records do."""
    npsn = str(said["npsn"])
    rows = db.rows(_SCHOOL, (npsn,))
    row = rows[0] if rows and "alamat" not in said else {}
    kecamatan = _text(said, "kecamatan") or _text(row, "kecamatan")
    place = [
        f"Kecamatan {kecamatan}" if kecamatan else "",
        _text(said, "kabupaten") or _name_wilayah(db, _text(row, "wilayah")),
    ]
    street = _text(said, "alamat") or _text(row, "alamat")
    return Addressee(
        id=f"{SCHOOL}{npsn}",
        nama=_text(said, "nama"),
        **_place(street.strip(". "), ", ".join(filter(None, place))),
        **_reach(rows),
    )


def _name_wilayah(db: Store, kode: str) -> str:
    """Name a region as it is today; nothing where no region has the code."""
    found = seek_wilayah(db, kode)
    return "" if found is None else found.nama


def _find_person(db: Store, letter: Letter) -> Addressee | None:
    """Find the person whose form a letter is."""
    said = find_person(letter.konteks)
    return None if said is None else _name_person(db, letter, said)


def _name_person(db: Store, letter: Letter, said: Konteks) -> Addressee:
    """Find a person whom a letter names, among the candidates of its year.

    Of two who have the name, and no number, nobody knows which one it is.
    """
    nama, nip = _text(said, "nama"), _text(said, "nip")
    own = letter.kunci if isinstance(letter.konteks.get("calon"), dict) else ""
    facts = {"tahun": letter.isi.get("tahun"), "kode": own, "nama": nama, "nip": nip}
    rows = db.rows(_PERSON, facts)
    known = len(rows) == 1 or (rows and rows[0]["kode"] == own)
    row: Mapping[str, Any] = rows[0] if known else {}
    street = _text(said, "alamat_kantor") or _text(row, "alamat_kantor")
    return Addressee(
        id=f"orang/{row.get('kode') or nip or nama}",
        nama=nama,
        telepon=_text(row, "telepon") or _text(said, "telepon"),
        posel=_text(row, "posel") or _text(said, "posel"),
        **_place(_text(said, "unit_kerja"), street),
    )


def _find_office(db: Store, said: Konteks) -> Addressee:
    """Find an office by the words that a letter is addressed to."""
    words = _text(said, "jabatan") or _text(said, "nama")
    rows = db.rows(_OFFICE, {"words": words})
    if not rows:
        place = _place(_text(said, "alamat"), _text(said, "tempat"))
        return Addressee(id=f"{_WORDS}{words}", nama=words, **place)
    row = rows[0]
    town = " ".join(filter(None, (_text(row, "kota"), _text(row, "kode_pos"))))
    return Addressee(
        id=f"instansi/{row['kode']}",
        nama=words,
        **_place(_text(row, "alamat"), town),
        **_reach(rows),
    )


def _place(alamat: str, tempat: str) -> dict[str, str]:
    """Say where somebody is, each thing once.

    >>> [list(_place(*told).values()) for told in (("Jalan 1, Bae", "BAE"), ("A", "A"))]
    [['Jalan 1, Bae', ''], ['A', '']]
    >>> [list(_place(*told).values()) for told in (("SD 1", "SD 1, Bae"), ("", "Bae"))]
    [['SD 1, Bae', ''], ['', 'Bae']]
    """
    street, town = (f", {word.casefold()}," for word in (alamat, tempat))
    if alamat and town.startswith(street):
        return {"alamat": tempat, "tempat": ""}
    return {"alamat": alamat, "tempat": "" if street.endswith(town) else tempat}


def _reach(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Say how somebody is reached, if that is on record."""
    row = rows[0] if rows else {}
    return {name: _text(row, name) for name in ("telepon", "posel")}


def _text(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a row; nothing for what is no text, and for dots to fill in."""
    value = row.get(name)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if text.strip(".… ") else ""


def _list(said: Any) -> list[Any]:  # noqa: ANN401 - whatever a kind says
    """Take one as a list of one, and nothing as an empty one."""
    return said if isinstance(said, list) else [said] if said else []
