"""Timestamps over the archive's checkpoints: asked for by file, filed, looked at again.

Source: ``docs/archive-format.md`` §18.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.archive.proof.timestamps import (
    FOLDER,
    LONGEST_ANSWER,
    asking,
    file_timestamp,
    is_own,
    keep_query,
    list_timestamps,
    load_query,
)
from formulir.archive.witness import judge_kept
from formulir.errors import MachineError, RecordError
from formulir.ground.disk import guard_disk, read_at_most, write_file
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase, take_reason
from formulir.model import Fault
from formulir.office.kantor import draw_numbers
from formulir.press.scans.timestamps import is_query, read_answers, write_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from formulir.archive.proof.timestamps import FiledAnswer
    from formulir.office.kantor import Kantor
    from formulir.press.scans.timestamps import ReadAnswer

_LEAST: Final = 1 << 56
_MOST: Final = 1 << 63
"""A nonce from the one up to the other has 8 bytes in DER."""


class CapWaktuUnreadableError(RecordError):
    """A file is no timestamp, or one that does not hold."""

    nama: str
    reason: str
    says = (
        "{nama}: {reason}; nothing was filed; ask the authority again with the same "
        "request, or ask another one"
    )


class CapWaktuRefusedError(RecordError):
    """An authority has answered that it gives no timestamp."""

    nama: str
    reason: str
    says = (
        "{nama}: the authority gave no timestamp, it says: {reason}; send it the same "
        "request again, or send it to another authority"
    )


class CapWaktuUnfitError(RecordError):
    """A timestamp is the answer to no request that was made here."""

    nama: str
    reason: str
    says = (
        "{nama}: {reason}: it answers no request of this archive; nothing was filed; "
        "make a request: formulir checkpoint --minta-cap-waktu -o FILE.tsq"
    )


_REFUSALS: Final[Mapping[str, type[RecordError]]] = {
    "broken": CapWaktuUnreadableError,
    "refused": CapWaktuRefusedError,
    "unfit": CapWaktuUnfitError,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Timestamp:
    """A timestamp over a checkpoint of the archive.

    Args:
        filed: Where it lies.
        saat: When the checkpoint was there, as the authority says.
        nama: The authority.
        trusted: Whether the office trusts it.
        reason: Why not, if it does not.
    """

    filed: FiledAnswer
    saat: str
    nama: str
    trusted: bool
    reason: str

    @property
    def sentence(self) -> Sentence:
        """Say what it shows."""
        facts = {"size": self.filed.size, "saat": self.saat, "nama": self.nama}
        if self.trusted:
            return phrase(
                "{size} entries existed at {saat}, says {nama} (trusted)", **facts
            )
        return phrase(
            "{size} entries existed at {saat}, says {nama} (untrusted: {reason})",
            reason=self.reason,
            **facts,
        )

    def as_json(self) -> dict[str, object]:
        """Return the facts for a JSON line."""
        return {
            "entries": self.filed.size,
            "saat": self.saat,
            "nama": self.nama,
            "tepercaya": self.trusted,
            "berkas": self.filed.place,
        }


def request_timestamp(kantor: Kantor) -> tuple[int, bytes]:
    """Make the request for a timestamp over the present checkpoint, or give it again.

    A crash leaves the checkpoint, or both; the same call gives the same request then.

    Returns:
        How many entries the checkpoint covers, and the request.

    Raises:
        ArsipError: The checkpoint does not verify, or is not the one sent before.
        DiskFailedError: It cannot be written.
    """
    with asking(kantor.archive) as (size, note, path):
        query = load_query(path)
        if not is_query(query, note):
            nonce = _LEAST + draw_numbers(_MOST - _LEAST, 1)[0]
            query = write_query(note, nonce=nonce)
            keep_query(path, query)
        return size, query


def take_timestamp(kantor: Kantor, path: Path) -> Timestamp:
    """Read an answer in the child, and file it if it counts, trusted or not.

    Raises:
        CapWaktuUnreadableError, CapWaktuRefusedError, CapWaktuUnfitError: It does not.
        MachineError: The machine does not let it be read or written.
    """
    root, nama = kantor.archive.root, str(path)
    data = read_at_most(path, LONGEST_ANSWER)
    if len(data) > LONGEST_ANSWER:
        reason = phrase("larger than {most} bytes", most=LONGEST_ANSWER)
        raise CapWaktuUnreadableError(nama, reason=reason)
    if not (root / FOLDER).is_dir():
        raise CapWaktuUnfitError(nama, reason=phrase("nothing was ever asked for"))
    with guard_disk(kantor.workdir), work_in_folder(kantor.workdir) as place:
        # What is read is what is filed: nobody else can change our own copy.
        write_file(place / "jawaban", data)
        (read,) = _read(kantor, [place / "jawaban"])
    if read.verdict in _REFUSALS:
        raise _REFUSALS[read.verdict](nama, reason=read.reason)
    if not is_own(kantor.archive, root / FOLDER / str(read.size)):
        reason = phrase("the archive's key has not signed what it is over")
        raise CapWaktuUnfitError(nama, reason=reason)
    filed = file_timestamp(root, read.size, data)
    return _make_timestamp(filed, read)


def judge_timestamps(kantor: Kantor) -> tuple[list[Timestamp], list[Fault]]:
    """Look at all that are filed again; damage is told, never raised.

    Returns:
        Those that count and belong to this archive, and what is wrong with others.
    """
    archive = kantor.archive
    filed = list_timestamps(archive.root)
    if not filed:
        return [], []
    notes = {f"{FOLDER}/{each.size}": _load(each.checkpoint) for each in filed}
    faults = judge_kept(archive, notes)[1]
    strange = {fault.place for fault in faults}
    found: list[Timestamp] = []
    try:
        read_all = _read(kantor, [each.path for each in filed])
    except MachineError as error:
        # Whoever may only read the office learns all the rest.
        why = phrase("they were not looked at: {reason}", reason=take_reason(error))
        return found, [*faults, Fault(place=FOLDER, reason=why, warning=True)]
    for each, read in zip(filed, read_all, strict=True):
        if reason := _judge(each, read):
            faults.append(Fault(place=each.place, reason=reason))
        elif f"{FOLDER}/{each.size}" not in strange:
            found.append(_make_timestamp(each, read))
    return found, faults


def choose_newest(found: Iterable[Timestamp]) -> Timestamp | None:
    """Choose the newest one, of those that are trusted if there are any."""
    return max(found, key=lambda each: (each.trusted, each.saat), default=None)


def _judge(filed: FiledAnswer, read: ReadAnswer) -> str:
    """Say what is wrong with a timestamp that is filed, if something is."""
    if read.verdict != "holds":
        reason = read.reason
    elif not filed.is_whole():
        reason = phrase("its bytes are not those that its name says")
    elif read.size != filed.size:
        reason = phrase("it is over {size} entries", size=read.size)
    else:
        return ""
    return phrase("{reason}; put it back from a copy, or remove it", reason=reason)


def _load(path: Path) -> bytes:
    """Read a checkpoint; nothing where there is none."""
    return read_at_most(path, LONGEST_ANSWER) if path.is_file() else b""


def _read(kantor: Kantor, sources: list[Path]) -> list[ReadAnswer]:
    return read_answers(
        sources,
        kept=kantor.archive.root / FOLDER,
        trusted=kantor.trusted,
        workdir=kantor.workdir,
    )


def _make_timestamp(filed: FiledAnswer, read: ReadAnswer) -> Timestamp:
    return Timestamp(
        filed=filed,
        saat=read.saat,
        nama=read.nama,
        trusted=read.trusted,
        reason=read.reason,
    )
