"""Being a witness: of each log one head is remembered, and only growth is signed.

The folder of a witness holds ``saksi.pub``, its key under its name; ``kunci/``, the
private half; and for each log that it knows a folder, named by the SHA-256 of the log's
origin, with its ``log.pub``, the last ``checkpoint`` that was signed, and ``bukti/``:
what was shown and refused. A remembered head is written before the answer leaves: a
crash between the two leaves a head that nobody got a signature of, and the same file
is answered again.

Source: https://c2sp.org/tlog-witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from formulir.archive.checkpoint import (
    COSIGNED,
    ED25519,
    Checkpoint,
    NoteKey,
    is_asal,
)
from formulir.archive.keys import create_key, load_key
from formulir.archive.merkle import EMPTY_ROOT
from formulir.archive.proof.growth import has_grown, read_growth
from formulir.archive.proof.notes import (
    cosign,
    find_signed,
    parse_key,
    parse_note,
)
from formulir.errors import ArsipError, MachineError, RecordError
from formulir.ground.disk import guard_disk, hold_lock, make_folder, replace_file
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.archive.keys import KeyFile
    from formulir.archive.proof.growth import Growth

PUBLIC: Final = "saksi.pub"
LOG_KEY: Final = "log.pub"
HEAD: Final = "checkpoint"
EVIDENCE: Final = "bukti"
LOCK: Final = "lock"
MOST_EVIDENCE: Final = 1000
"""So many refused heads of a log are kept; each of them its key has signed."""


class WitnessMissingError(MachineError):
    """A folder is not that of a witness."""

    folder: Path
    says = (
        "{folder} is not the folder of a witness; make it one with: formulir witness "
        "{folder} --nama NAMA"
    )


class WitnessMalformedError(MachineError):
    """What a witness remembers cannot be read; it signs nothing before it can."""

    path: Path
    reason: str
    says = "{path}: {reason}; put the file back from a copy, it is what you remember"


class SaksiMalformedError(RecordError):
    """A witness cannot bear that name."""

    nama: str
    says = (
        "{nama!r} cannot name a witness: it takes letters, digits, dots and slashes, "
        "such as dinas.example/saksi, no spaces and no plus"
    )


class RequestMalformedError(RecordError):
    """A file is not what a witness can be sent."""

    nama: str
    reason: str
    says = "{nama}: {reason}; ask for the file again"


class LogUnknownError(RecordError):
    """A log is not one that the witness looks after."""

    nama: str
    asal: str
    says = (
        "{nama}: nothing is known of {asal}; get its log.pub by a way that you trust "
        "and run: formulir witness DIR --kenal log.pub"
    )


class GrowthUnfitError(RecordError):
    """A proof begins at another size than the witness remembers."""

    nama: str
    old: int
    size: int
    says = (
        "{nama}: the proof begins at {old} entries, this witness has seen {size}; "
        "nothing was signed; the answer tells the size"
    )


class LogForkedError(ArsipError):
    """A log that was signed before shows a head that has not grown from it."""

    nama: str
    asal: str
    size: int
    seen: int
    path: Path
    says = (
        "{nama}: {asal} shows {size} entries that have not grown from the {seen} that "
        "this witness has signed: an older or another log was put in its place; "
        "nothing was signed; both heads are kept in {path}: call the auditor"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a witness answers.

    Args:
        asal: The log.
        size: How many entries it signed.
        seen: How many it had seen before.
        data: The file to send back.
    """

    asal: str
    size: int
    seen: int
    data: bytes


def key_path(folder: Path) -> Path:
    """Return where the private key of a witness lies."""
    return folder / "kunci" / "saksi.pem"


def found_witness(folder: Path, *, nama: str) -> NoteKey:
    """Make a folder that of a witness, with a key of its own.

    A crash leaves a key of which nobody knows; the same call refuses then, and says
    where it lies.

    Raises:
        SaksiMalformedError: It cannot bear that name.
        KunciExistsError: There is one.
        DiskFailedError: It cannot be written.
    """
    if not is_asal(nama):
        raise SaksiMalformedError(nama)
    private = create_key(key_path(folder))
    key = NoteKey(nama=nama, kind=COSIGNED, public=private.public)
    with guard_disk(folder):
        replace_file(folder / PUBLIC, f"{key.spelled}\n".encode())
    return key


def load_witness(folder: Path) -> NoteKey:
    """Read the key under which a witness signs.

    Raises:
        WitnessMissingError: The folder is not that of a witness.
        WitnessMalformedError: The key is misspelled.
    """
    path = folder / PUBLIC
    with guard_disk(path):
        try:
            return _load_key(path)
        except FileNotFoundError:
            raise WitnessMissingError(folder) from None


def learn_log(folder: Path, data: bytes, *, nama: str) -> NoteKey:
    """Look after a log from here on.

    Args:
        folder: That of the witness.
        data: The bytes of the log's ``log.pub``.
        nama: The name of the file, for faults.

    Raises:
        RequestMalformedError: It is no such key, or another one is known by its name.
    """
    load_witness(folder)
    try:
        key = parse_key(data)
        if key.kind != ED25519:
            raise ValueError(phrase("it is not the key of a log"))  # noqa: TRY301 - one way out for each fault of the file
    except ValueError as error:
        raise RequestMalformedError(nama, reason=take_reason(error)) from error
    path = place_of(folder, key.nama) / LOG_KEY
    with guard_disk(path):
        if path.exists() and _load_key(path) != key:
            reason = phrase("{asal} is known by another key", asal=key.nama)
            raise RequestMalformedError(nama, reason=reason)
        make_folder(path.parent)
        replace_file(path, f"{key.spelled}\n".encode())
    return key


def place_of(folder: Path, asal: str) -> Path:
    """Return where a witness remembers a log: its name never becomes a path."""
    return folder / sha256(asal.encode()).hexdigest()


def answer_request(
    folder: Path, data: bytes, *, key: KeyFile, moment: int, nama: str
) -> Answer:
    """Sign a head if it has grown from the one that is remembered.

    Args:
        folder: That of the witness.
        data: What was sent.
        key: The private key of the witness.
        moment: Seconds since 1970, UTC.
        nama: The name of the file, for faults.

    Raises:
        RequestMalformedError: It is spelled in another way, or not signed by its log.
        LogUnknownError: The log is not one that is looked after.
        GrowthUnfitError: The proof begins elsewhere.
        LogForkedError: The head has not grown; both heads are kept.
        WitnessMalformedError: What is remembered cannot be read.
    """
    witness, private = load_witness(folder), load_key(key)
    growth = _read_request(data, nama)
    head = growth.note.checkpoint
    place = place_of(folder, head.asal)
    if not (place / LOG_KEY).is_file():
        raise LogUnknownError(nama, asal=head.asal)
    with guard_disk(place), hold_lock(place / LOCK):
        log = _load_key(place / LOG_KEY)
        try:
            if find_signed(growth.note, log) is None:
                raise ValueError(phrase("{asal} has not signed it", asal=head.asal))  # noqa: TRY301 - one way out for each fault of the file
        except ValueError as error:
            raise RequestMalformedError(nama, reason=take_reason(error)) from error
        kept = _load_head(place, log)
        _refuse(place, growth, data, kept, nama=nama)
        line = cosign(growth.note.text, private, nama=witness.nama, moment=moment)
        own = next(each for each in growth.note.lines if each.key_id == log.key_id)
        text = growth.note.text.decode()
        note = f"{text}\n{own.spelled}\n{line.spelled}\n".encode()
        replace_file(place / HEAD, note)  # remembered before it is told
    data = f"{line.spelled}\n".encode()
    return Answer(asal=head.asal, size=head.size, seen=kept.size, data=data)


def _refuse(
    place: Path, growth: Growth, data: bytes, kept: Checkpoint, *, nama: str
) -> None:
    """Refuse a head that has not grown, after both heads were put away."""
    head = growth.note.checkpoint
    if growth.old > head.size:
        reason = phrase("it claims to grow from more entries than it has")
        raise RequestMalformedError(nama, reason=reason)
    if head.size == kept.size:
        grown = head.root == kept.root
    elif head.size > kept.size and growth.old != kept.size:
        raise GrowthUnfitError(nama, old=growth.old, size=kept.size)
    else:
        grown = head.size > kept.size and has_grown(growth, kept.root)
    if not grown:
        path = _keep_evidence(place, data)
        raise LogForkedError(
            nama, asal=head.asal, size=head.size, seen=kept.size, path=path
        )


def _keep_evidence(place: Path, data: bytes) -> Path:
    """Keep what was shown beside what is remembered: two heads that one key signed."""
    folder = place / EVIDENCE
    make_folder(folder)
    name = sha256(data).hexdigest()[:16]
    if len(list(folder.iterdir())) < 2 * MOST_EVIDENCE:
        replace_file(folder / f"{name}.diingat", (place / HEAD).read_bytes())
        replace_file(folder / f"{name}.ditunjukkan", data)
    return folder / f"{name}.ditunjukkan"


def _read_request(data: bytes, nama: str) -> Growth:
    try:
        return read_growth(data)
    except ValueError as error:
        raise RequestMalformedError(nama, reason=take_reason(error)) from error


def _load_key(path: Path) -> NoteKey:
    try:
        return parse_key(path.read_bytes())
    except ValueError as error:
        raise WitnessMalformedError(path, reason=take_reason(error)) from error


def _load_head(place: Path, log: NoteKey) -> Checkpoint:
    """Read the head that is remembered; nothing is remembered of a new log."""
    path = place / HEAD
    if not path.exists():
        return Checkpoint(asal=log.nama, size=0, root=EMPTY_ROOT)
    try:
        note = parse_note(path.read_bytes())
        if find_signed(note, log) is None:
            raise ValueError(phrase("{asal} has not signed it", asal=log.nama))  # noqa: TRY301 - one way out for each fault of the file
    except ValueError as error:
        raise WitnessMalformedError(path, reason=take_reason(error)) from error
    return note.checkpoint
