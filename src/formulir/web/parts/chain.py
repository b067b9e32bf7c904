"""What happened to a letter, step by step, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.acts import RETURNS
from formulir.language import phrase
from formulir.receiving.told import tell_return

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.language import Sentence
    from formulir.web.desk.visit import Visit

_UNTOLD: Final = frozenset({"pesan", "catat kembali", "catat masuk", "tanggal mundur"})
"""Acts that another one tells of, or that say nothing to whoever reads a letter."""
_MARKS: Final = {"diterima": "!", "batal": "✗", "urung": "✗"}
_SAID: Final = {"terbit": phrase("issued")}
_BACK: Final = {
    "tinta": phrase("came back signed in ink"),
    "elektronik": phrase("came back signed electronically"),
}
_HANDED: Final = {
    "folder": phrase("handed out as a file"),
    "zip": phrase("handed out in a ZIP"),
    "cetak": phrase("printed in a bundle"),
    "label": phrase("a label was printed"),
    "alamat": phrase("listed among the addressees"),
    "pesan": phrase("a message was written"),
    "surel": phrase("sent by e-mail"),
    "langsung": phrase("given by hand"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something that happened to a letter.

    Args:
        saat: When, as the log has it.
        said: What happened.
        oleh: Who did it, by name.
        mark: Whether it is good, to be heeded, or the end.
        entri: The act that brought a file which can be looked at; else nothing.
    """

    saat: str
    said: str
    oleh: str
    mark: str = "✓"
    entri: int | None = None


def name_people(visit: Visit) -> dict[str, str]:
    """Return the names of the people behind the accounts that acts name."""
    with visit.open_meja() as meja:
        rows = meja.rows("SELECT nama, orang FROM akun")
    return {row["nama"]: row["orang"] for row in rows}


def tell_steps(
    acts: Iterable[Mapping[str, Any]], people: Mapping[str, str]
) -> list[Step]:
    """Tell what happened to a letter, the oldest first.

    Args:
        acts: What ``reviewing.history`` gives of it.
        people: The names behind accounts.
    """
    return [
        Step(
            saat=act["saat"],
            said=said,
            oleh=people.get(act["oleh"], act["oleh"] or ""),
            mark=mark,
            entri=act["entri"] if act["tindakan"] in RETURNS else None,
        )
        for act in acts
        if act["tindakan"] not in _UNTOLD
        for said, mark in [_tell(act["tindakan"], act["rincian"])]
    ]


def _tell(act: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Say what an act was, and mark it."""
    said: str = _SAID.get(act, act)
    match act:
        case "terbit" if facts.get("ganti"):
            said = phrase("issued in the place of {ganti}", ganti=facts["ganti"])
        case "ditandatangani":
            said = _tell_signed(facts)
        case "diterima":
            why = tell_return(facts)
            said = phrase("came back, and does not count as signed: {why}", why=why)
        case "batal" | "urung":
            said = _tell_void(facts)
        case "serah" if facts.get("keterangan"):
            said = phrase("given by hand: {keterangan}", keterangan=facts["keterangan"])
        case "serah":
            cara = str(facts.get("cara"))
            said = _HANDED.get(cara, phrase("handed out: {cara}", cara=cara))
        case "masuk":
            agenda = facts.get("agenda")
            said = phrase("came in, number {agenda} of the book", agenda=agenda)
    return said, _MARKS.get(act, "✓")


def _tell_void(facts: Mapping[str, Any]) -> Sentence:
    alasan = facts.get("alasan") or "-"
    if pengganti := facts.get("pengganti"):
        return phrase(
            "replaced by {pengganti}: {alasan}", pengganti=pengganti, alasan=alasan
        )
    return phrase("made void: {alasan}", alasan=alasan)


def _tell_signed(facts: Mapping[str, Any]) -> Sentence:
    bukti = str(facts.get("bukti"))
    if bukti == "orang":
        return phrase("confirmed as signed: {alasan}", alasan=facts.get("alasan"))
    return _BACK.get(bukti, phrase("came back signed"))
