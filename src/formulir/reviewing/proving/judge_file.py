"""An answer on a file in the hand: is it a letter of this office, and is it in force?

The file is told by its bytes, whose digest the log holds. Only where no line has them
is it read what codes it bears, in the child: then it may be a letter that was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.find import find_tindakan
from formulir.ground.workdir import work_in_folder
from formulir.language import phrase
from formulir.press.pdf.page_code import read_page_code
from formulir.press.scans.scan import read_scan
from formulir.records.ledger.kembali import list_bearing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.language import Sentence
    from formulir.model import Entri
    from formulir.office.kantor import Kantor

GENUINE: Final = "asli"
REPLACED: Final = "asli, digantikan"
VOIDED: Final = "dibatalkan"
CHANGED: Final = "berubah"
UNKNOWN: Final = "tidak dikenal"
SOUND: Final = frozenset({GENUINE, REPLACED})
"""The verdicts on a file that is what was archived, and not called off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileVerdict:
    """What is to be said of a file.

    Args:
        putusan: In a word.
        kode: The archive code of the letter, if it is known.
        reason: Why, in a sentence.
        facts: What the archive says of the letter.
    """

    putusan: str
    kode: str | None
    reason: Sentence
    facts: Mapping[str, Any]

    def as_json(self, nama: str) -> dict[str, Any]:
        """Return the facts for one JSON line."""
        return {
            "berkas": nama,
            "putusan": self.putusan,
            "kode": self.kode,
            "alasan": str(self.reason),
            **self.facts,
        }


def judge_file(kantor: Kantor, data: bytes) -> FileVerdict:
    """Tell what a file is to this office.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        ProgramUnstartableError: The system refuses to start the child.
    """
    digest = sha256(data).hexdigest()
    with kantor.open_catatan(read_only=True) as db:
        codes = list_bearing(db, digest)
    for kode, acts in find_tindakan(kantor.archive, codes).items():
        for act in acts:
            if act.isi.get("sha256") == digest:
                return _judge_known(kode, acts, act)
    return _judge_changed(kantor, data)


def _judge_known(kode: str, acts: Sequence[Entri], act: Entri) -> FileVerdict:
    """Judge a file whose bytes the archive holds."""
    facts = _tell(acts[0], act)
    void = next((each for each in acts if each.isi["tindakan"] == "batal"), None)
    what, saat = act.isi["tindakan"], act.isi["saat"]
    if void is None:
        reason = phrase(
            "it is to the byte what was archived ({what}, {saat})", what=what, saat=saat
        )
        return FileVerdict(putusan=GENUINE, kode=kode, reason=reason, facts=facts)
    alasan, other = void.isi.get("alasan") or "-", void.isi.get("pengganti")
    if other:
        reason = phrase(
            "it is what was archived, but since {saat} {other} stands in its place: "
            "{alasan}",
            saat=void.isi["saat"],
            other=other,
            alasan=alasan,
        )
        return FileVerdict(putusan=REPLACED, kode=kode, reason=reason, facts=facts)
    reason = phrase(
        "it is what was archived, but was voided on {saat}: {alasan}",
        saat=void.isi["saat"],
        alasan=alasan,
    )
    return FileVerdict(putusan=VOIDED, kode=kode, reason=reason, facts=facts)


def _judge_changed(kantor: Kantor, data: bytes) -> FileVerdict:
    """Judge a file of which no line tells, by the codes that it bears."""
    with work_in_folder(kantor.workdir) as place:
        copy = place / "berkas"
        copy.write_bytes(data)
        contents = read_scan(
            copy, workdir=kantor.workdir, trusted=kantor.trusted, saat=kantor.saat()
        )
    codes = _list_codes(text for sheet in contents.sheets for text in sheet.qr)
    found = {
        kode: acts
        for kode, acts in find_tindakan(kantor.archive, codes).items()
        if acts
    }
    if not found:
        reason = phrase(
            "no entry of the archive has these bytes, and it bears no code of a letter "
            "of this office"
        )
        if contents.reason:
            reason = phrase(
                "no entry of the archive has these bytes; {reason}",
                reason=contents.reason,
            )
        return FileVerdict(putusan=UNKNOWN, kode=None, reason=reason, facts={})
    kode, acts = next(iter(found.items()))
    reason = phrase(
        "it bears the code {kode}, but not the bytes of any file that was archived of "
        "that letter: it was changed, scanned or printed anew",
        kode=kode,
    )
    return FileVerdict(
        putusan=CHANGED, kode=kode, reason=reason, facts=_tell(acts[0], acts[0])
    )


def _list_codes(texts: Iterable[str]) -> list[str]:
    codes = (read_page_code(text) for text in texts)
    return list(dict.fromkeys(code.kode for code in codes if code is not None))


def _tell(first: Entri, act: Entri) -> dict[str, Any]:
    names = ("formulir", "nomor", "tanggal", "hal")
    return {"entri": act.entri, **{name: first.isi.get(name) for name in names}}
