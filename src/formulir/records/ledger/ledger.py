"""The ledger: a number has one row for ever, and its state only goes forward.

``dipesan`` (reserved, before the paper) becomes ``terbit`` (issued, after the archive)
or ``batal`` (void). Nothing deletes or respells a row: triggers of the schema refuse
it. Every function that writes is one transaction that begins with the write; a crash
in the middle leaves nothing of it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.ledger.head import PRINTED, mark_void

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store


def void_surat(db: Store, word: str, *, alasan: str, actor: Actor) -> dict[str, Any]:
    """Void a letter by its number or archive code; its row stays for ever.

    A letter that is void already stays as it is, so that an interrupted voiding can
    be run again.

    Returns:
        The row of the letter as it was before.

    Raises:
        NomorUnknownError: No letter has this number, or more than one has.
        WaktuBackwardError: The clock is behind the last recorded act.
    """
    with db.writing():
        moment = take_moment(db, actor)
        surat = find_surat(db, word)
        if surat["status"] == "batal":
            return surat
        nomor = surat["nomor"] or surat["nomor_luar"]
        kode = surat["kode"]
        mark_void(db, kode, alasan=alasan, oleh=actor.oleh, moment=moment)
        if surat["status"] == "terbit":
            facts = {"kode": kode, "nomor": nomor, "alasan": alasan}
            record_act(db, actor, "batal", facts, moment=moment)
        else:
            # The archive knows no such letter; the act names it by another member,
            # and says what the book says of it.
            facts = {"surat": kode, "nomor": nomor, "alasan": alasan}
            facts |= {member: surat[column] for member, column in PRINTED.items()}
            record_act(db, actor, "urung", facts, moment=moment)
    return surat


def find_surat(db: Store, word: str) -> dict[str, Any]:
    """Return the one letter with this number or archive code.

    Raises:
        NomorUnknownError: None or several have it.
    """
    rows = db.rows(
        "SELECT s.*, n.nomor, n.seri FROM surat AS s"
        " LEFT JOIN nomor AS n ON n.surat = s.id"
        " WHERE s.kode = :word OR n.nomor = :word OR s.nomor_luar = :word",
        {"word": word},
    )
    if len(rows) != 1:
        raise NomorUnknownError(word, daftar_kode=[row["kode"] for row in rows])
    return rows[0]


def list_kode(db: Store, word: str) -> list[str]:
    """List the archive codes of the letters with a number, or this very code.

    Letters of ours come before those of other offices, and a number that is spelled as
    it was typed before one that is spelled otherwise: each is asked for only when there
    is none of the one before.
    """
    key = key_nomor(word)
    for rows in (
        (
            "SELECT s.kode FROM surat AS s LEFT JOIN nomor AS n ON n.surat = s.id"
            " WHERE s.kode = :word OR n.nomor = :word OR s.nomor_luar = :word"
        ),
        "SELECT kode FROM masuk WHERE nomor = :word OR kode = :word",
    ):
        if codes := db.values(f"{rows} ORDER BY 1", {"word": word.strip()}):
            return codes
    # All spellings share their figures, so few numbers are looked at one by one.
    figures = max(re.findall("[0-9]+", key), key=len, default="")
    for rows in (
        (
            "SELECT s.kode, coalesce(n.nomor, s.nomor_luar) AS nomor FROM surat AS s"
            " LEFT JOIN nomor AS n ON n.surat = s.id"
            " WHERE instr(replace(coalesce(n.nomor, s.nomor_luar), ' ', ''), ?)"
            " ORDER BY s.id"
        ),
        (
            "SELECT kode, nomor FROM masuk WHERE instr(replace(nomor, ' ', ''), ?)"
            " ORDER BY tahun, urut"
        ),
    ):
        some = db.rows(rows, (figures,))
        found = [row for row in some if key_nomor(row["nomor"]) == key]
        if found:
            return [row["kode"] for row in found]
    return []


def key_nomor(nomor: str) -> str:
    """Bring a number to what all its spellings share: case, blanks, zeros before it.

    >>> key_nomor(" 0003 / D7.2/UN/ 2016 "), key_nomor("B-0012/DM.01.02/2021")
    ('3/d7.2/un/2016', 'b-12/dm.01.02/2021')
    """
    return _ZEROS.sub("", "".join(nomor.split()).casefold())


_ZEROS = re.compile(r"(?<![^/-])0+(?=\d)", re.ASCII)


def list_entries(db: Store, *, first: str, last: str) -> list[int]:
    """List the acts with which letters dated in a range, ISO, came into the archive."""
    asked = (
        "SELECT entri FROM surat WHERE entri IS NOT NULL AND tanggal BETWEEN :a AND :z"
        " UNION ALL"
        " SELECT entri FROM masuk WHERE entri IS NOT NULL AND tanggal BETWEEN :a AND :z"
    )
    return db.values(asked, {"a": first, "z": last})


def find_issued(db: Store, word: str) -> dict[str, Any]:
    """Return the one letter in force with this number or archive code.

    Raises:
        NomorUnknownError: None or several have it.
        SuratUnissuedError: It is reserved or void.
    """
    row = find_surat(db, word.strip())
    if row["status"] == "terbit":
        return row
    other = db.rows(
        "SELECT kode FROM surat WHERE ganti = ? AND status = 'terbit'", (row["kode"],)
    )
    state = STATES[row["status"]]
    if other:
        state = phrase(
            "{state}; {kode} stands in its place", state=state, kode=other[0]["kode"]
        )
    raise SuratUnissuedError(word, state=state)


def name_row(row: Mapping[str, Any]) -> str:
    """Name a letter as people do: kind, key, number, subject, addressee, date."""
    nomor = row["nomor"] or row["nomor_luar"]
    words = [row["formulir"], row["kunci"], nomor, row["kode"]]
    head = " ".join(str(word) for word in words if word)
    return phrase(
        "{head} ({hal}, to {tujuan}, {tanggal})",
        head=head,
        hal=row["hal"],
        tujuan=row["tujuan"],
        tanggal=row["tanggal"],
    )


class SuratUnissuedError(RecordError):
    """A letter is not in force, so it cannot be replaced."""

    word: str
    state: str
    says = "letter {word} cannot be replaced: it is {state}"


STATES = {"dipesan": phrase("only reserved: issue it"), "batal": phrase("void")}
"""What a letter is that is not in force."""


def list_surat(
    db: Store, daftar_kode: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Return all letters, or those with these archive codes as far as there are any.

    ``nomor`` is the number of this office, else that of another one.
    """
    asked = "1" if daftar_kode is None else "s.kode IN (SELECT value FROM json_each(?))"
    return db.rows(
        "SELECT s.*, coalesce(n.nomor, s.nomor_luar) AS nomor, n.seri FROM surat AS s"
        f" LEFT JOIN nomor AS n ON n.surat = s.id WHERE {asked} ORDER BY s.id",
        () if daftar_kode is None else (json.dumps(list(daftar_kode)),),
    )


def list_issued(db: Store, *, tahun: int) -> list[dict[str, Any]]:
    """Return the rows of the issued letters of a programme year that are not void."""
    asked = "SELECT * FROM surat WHERE status = 'terbit' AND tahun = ? ORDER BY id"
    return db.rows(asked, (tahun,))


def has_letter(db: Store, formulir: str, tahun: int, kunci: str) -> bool:
    """Tell whether a letter with a key, or one below it, is in force or came in."""
    asked = (
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM surat WHERE status = 'terbit'"
        " AND formulir = :f AND tahun = :t"
        " AND (kunci = :k OR substr(kunci, 1, length(:k) + 1) = :k || '/'))"
        " OR EXISTS (SELECT 1 FROM masuk WHERE formulir = :f AND program = :t"
        " AND (kunci = :k OR substr(kunci, 1, length(:k) + 1) = :k || '/'))"
    )
    return db.value(asked, {"f": formulir, "t": tahun, "k": kunci}) is not None


def list_states(db: Store, *, tahun: int) -> list[dict[str, Any]]:
    """Return the living letters of a programme year, with what has become of each."""
    return db.rows(
        "SELECT formulir, kunci, kode, hal, keadaan, bukti, diterima FROM surat_keadaan"
        " WHERE tahun = ? AND keadaan <> 'batal'"
        " AND NOT (keadaan = 'dipesan' AND ganti IS NOT NULL) ORDER BY id",
        (tahun,),
    )


class NomorUnknownError(RecordError):
    """No letter, or more than one, has the number or code that was asked for."""

    word: str
    daftar_kode: Sequence[str]
    near: Sequence[str] = ()

    @property
    def sentence(self) -> Sentence:
        """Tell none from several."""
        if not self.daftar_kode:
            if self.near:
                return phrase(
                    "no letter has the number, code or words {word!r}; nearest: {near}",
                    word=self.word,
                    near="; ".join(self.near),
                )
            return phrase(
                "no letter has the number, code or words {word!r}", word=self.word
            )
        return phrase(
            "{count} letters have the number {word!r}; name one by its archive "
            "code: {codes}",
            count=len(self.daftar_kode),
            word=self.word,
            codes=", ".join(self.daftar_kode[:5]),
        )
