"""What witnesses have said of our heads: their lines, filed beside the archive.

``saksi/`` holds the checkpoints that were sent to witnesses, each under its size, with
the lines that came back; ``kebijakan`` holds the witnesses' keys. Neither is evidence
to us: a witness signs what we show. To others both are, for we have not those keys.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from formulir.archive.checkpoint import COSIGNED, ED25519
from formulir.archive.proof.notes import (
    LONGEST_NOTE,
    Note,
    SignedLine,
    find_signed,
    holds,
    parse_key,
    parse_note,
    read_signed,
)
from formulir.archive.proof.policy import (
    NONE,
    Policy,
    read_policy,
    trust_log,
    write_policy,
)
from formulir.archive.spelling import read_text
from formulir.errors import MachineError, RecordError
from formulir.ground.disk import guard_disk, make_folder, replace_file
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from formulir.archive.checkpoint import NoteKey
    from formulir.archive.folder import Archive

FOLDER: Final = "saksi"
POLICY: Final = "kebijakan"
NEWEST: Final = 16
"""So many filed checkpoints are looked at, the newest ones."""
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


class KebijakanMalformedError(MachineError):
    """The policy of an archive cannot be read."""

    path: Path
    reason: str
    says = "{path}: {reason}; mend the line, or put the file back from a copy"


class SaksiUnreadableError(RecordError):
    """A file is not what a witness answers, or not its key."""

    nama: str
    reason: str
    says = "{nama}: {reason}; ask the witness for the file again"


class SaksiUnknownError(RecordError):
    """A witness has answered whose key is not known."""

    nama: str
    who: str
    says = (
        "{nama}: signed by {who}, of which no key is known; get its saksi.pub by a way "
        "that you trust and run: formulir checkpoint --kenal saksi.pub"
    )


class SaksiUnfitError(RecordError):
    """A witness has signed something that was not sent to it from here."""

    nama: str
    who: str
    says = (
        "{nama}: the line of {who} is over none of the checkpoints that were sent to "
        "it; make a new request: formulir checkpoint --minta {who} -o FILE"
    )


class SaksiBehindError(RecordError):
    """A witness has answered with the size that it knows, and signed nothing."""

    nama: str
    size: int
    says = (
        "{nama}: the witness has seen {size} entries, and signs only what grows from "
        "them; run: formulir checkpoint --minta NAMA --lama {size} -o FILE"
    )


def load_known(archive: Archive) -> Policy:
    """Read whom the office knows as witnesses; nobody where no file says so.

    Raises:
        KebijakanMalformedError: The file is misspelled.
    """
    path = archive.root / POLICY
    with guard_disk(path):
        if not path.is_file():
            return trust_log(archive.verifier)
        try:
            return read_policy(path.read_bytes())
        except ValueError as error:
            raise KebijakanMalformedError(path, reason=take_reason(error)) from error


def learn_witness(archive: Archive, data: bytes, *, nama: str) -> NoteKey:
    """Know the key of a witness from here on.

    Args:
        archive: The archive.
        data: The key as the witness spells it: a line.
        nama: The name of the file, for faults.

    Raises:
        SaksiUnreadableError: It is no such key, or another one is known by its name.
    """
    policy = load_known(archive)
    try:
        key = _read_line(data)
        known = policy.witnesses.get(key.nama)
        if known is not None and known != key:
            raise ValueError(phrase("{who} is known by another key", who=key.nama))  # noqa: TRY301 - one way out for each fault of the file
    except ValueError as error:
        raise SaksiUnreadableError(nama, reason=take_reason(error)) from error
    policy.witnesses[key.nama] = key
    policy.quorum = policy.quorum or NONE
    with guard_disk(archive.root):
        replace_file(archive.root / POLICY, write_policy(policy))
    return key


def list_notes(root: Path) -> list[Note]:
    """List the checkpoints that were sent to witnesses, the newest one first.

    What cannot be read is passed over: it proves nothing to anybody.
    """
    folder, found = root / FOLDER, []
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    sizes = sorted((int(name) for name in names if _SIZE.fullmatch(name)), reverse=True)
    for size in sizes[:NEWEST]:
        path = folder / str(size)
        with suppress(ValueError, OSError):
            if path.is_file() and not path.is_symlink():
                found.append(parse_note(path.read_bytes()[: LONGEST_NOTE + 1]))
    return found


def choose_note(notes: Iterable[Note], known: Policy, *, covers: int) -> Note:
    """Choose the checkpoint that most witnesses have signed, then the newest."""
    fit = [note for note in notes if note.checkpoint.size > covers]
    return max(
        fit, key=lambda note: (len(list_signers(note, known)), note.checkpoint.size)
    )


def list_signers(note: Note, known: Policy) -> list[str]:
    """List the witnesses that are known and have signed a checkpoint."""
    found = []
    for name, key in known.witnesses.items():
        with suppress(ValueError):
            if find_signed(note, key) is not None:
                found.append(name)
    return found


def keep_note(root: Path, note: Note) -> None:
    """Keep a checkpoint that is sent to a witness, to file its answer with.

    A crash leaves it or not; then the request is made again.
    """
    path = root / FOLDER / str(note.checkpoint.size)
    with guard_disk(path):
        make_folder(path.parent)
        if not path.exists():
            replace_file(path, note.write())


def last_seen(root: Path, known: Policy, *, nama: str) -> int:
    """Return how many entries a witness has seen, as far as its answers were filed."""
    sizes = (
        note.checkpoint.size
        for note in list_notes(root)
        if nama in list_signers(note, known)
    )
    return max(sizes, default=0)


def file_answer(archive: Archive, data: bytes, *, nama: str) -> dict[str, int]:
    """File the lines of witnesses with the checkpoints that they have signed.

    A line that no witness known here has signed is refused, and so is one that holds
    over nothing that was sent. A crash leaves some of the lines filed.

    Args:
        archive: The archive.
        data: What the witness answered: lines, or the size that it knows.
        nama: The name of the file, for faults.

    Returns:
        How many entries each of them has signed.

    Raises:
        SaksiBehindError, SaksiUnreadableError, SaksiUnknownError, SaksiUnfitError: As
            said above.
    """
    known = load_known(archive)
    try:
        lines = _read_answer(data, nama)
    except ValueError as error:
        raise SaksiUnreadableError(nama, reason=take_reason(error)) from error
    signed = {}
    for line in lines:
        keys = [
            (name, key)
            for name, key in known.witnesses.items()
            if (key.nama, key.key_id) == (line.nama, line.key_id)
        ]
        if not keys:
            raise SaksiUnknownError(nama, who=line.nama)
        name, key = keys[0]
        for note in list_notes(archive.root):
            if holds(line, key, text=note.text):
                signed[name] = note.checkpoint.size
                _add_line(archive, note, line.spelled)
                break
        else:
            raise SaksiUnfitError(nama, who=line.nama)
    return signed


def _add_line(archive: Archive, note: Note, spelled: str) -> None:
    """Add a line to a checkpoint that was kept, unless it is there."""
    lines = [line.spelled for line in note.lines]
    if spelled in lines:
        return
    path = archive.root / FOLDER / str(note.checkpoint.size)
    with guard_disk(path):
        replace_file(path, note.write() + f"{spelled}\n".encode())


def _read_answer(data: bytes, nama: str) -> Sequence[SignedLine]:
    """Read the lines of an answer."""
    text = read_text(data[: LONGEST_NOTE + 1])
    if _SIZE.fullmatch(text.removesuffix("\n")):
        raise SaksiBehindError(nama, size=int(text))
    if not text.endswith("\n") or len(data) > LONGEST_NOTE:
        raise ValueError(phrase("no lines with signatures"))
    return [read_signed(line) for line in text.removesuffix("\n").split("\n")]


def _read_line(data: bytes) -> NoteKey:
    """Read the key of a witness."""
    key = parse_key(data)
    if key.kind == ED25519:
        raise ValueError(phrase("it is the key of a log, not of a witness"))
    if key.kind != COSIGNED:
        raise ValueError(phrase("a key of a type that is not known here"))
    return key
