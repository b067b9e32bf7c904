"""Asking for a timestamp, and reading what an authority answers, in the child.

An answer is a stranger's file, also one that is filed: it is opened in a limited,
shielded child only (``timestamps_child.py``), which tells what it is worth.

Source: RFC 3161; ``docs/archive-format.md`` §18.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from formulir.ground.disk import guard_disk, probe_folder
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence
from formulir.press.child.ask import ask_child
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TOKEN_LIMITS: Final = Limits(size_bytes=1 << 20, cpu_s=30)
"""What reading answers may cost one child."""
AT_ONCE: Final = 50
"""So many answers one child reads."""
VERDICTS: Final = frozenset({"holds", "refused", "unfit", "broken"})
_FORM: Final = {
    "answers": [
        {
            "verdict": VERDICTS,
            "reason": Sentence,
            "size": str,
            "saat": str,
            "nama": str,
            "trusted": bool,
        }
    ]
}
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_NONCE: Final = slice(-11, -3)
"""Where the 8 bytes of the nonce lie in a request: ``certReq`` follows them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAnswer:
    """What was read in an answer.

    Args:
        verdict: ``holds``; ``refused`` by the authority; ``unfit``, to another request
            than those kept here; or ``broken``.
        reason: Why it does not count; of one that counts, why nobody here trusts it.
        size: How many entries the checkpoint covers that it is over.
        saat: When that was there, as the authority says.
        nama: The authority, as its certificate says.
        trusted: Whether the office trusts it.
    """

    verdict: str
    reason: str
    size: int = 0
    saat: str = ""
    nama: str = ""
    trusted: bool = False


def write_query(note: bytes, *, nonce: int) -> bytes:
    """Write the request for a timestamp.

    Args:
        note: What it is over.
        nonce: Of exactly 8 bytes, and above nothing.

    Source: RFC 3161 §2.4.1.
    """
    from asn1crypto import tsp  # noqa: PLC0415 - reading in the child needs none here

    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": sha256(note).digest(),
    }
    query = {"version": "v1", "message_imprint": imprint, "nonce": nonce}
    return bytes(tsp.TimeStampReq({**query, "cert_req": True}).dump())


def is_query(data: bytes, note: bytes) -> bool:
    """Tell whether bytes are a request over something, as it is written here."""
    nonce = int.from_bytes(data[_NONCE], "big")
    return data == write_query(note, nonce=nonce)


def read_answers(
    sources: Sequence[Path], *, kept: Path, trusted: Path, workdir: Path
) -> list[ReadAnswer]:
    """Read answers to requests that were kept.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        sources: The answers; nobody may change them meanwhile.
        kept: The folder of the checkpoints and requests.
        trusted: A folder of certificates that the office trusts; it may be missing.
        workdir: A folder for work that may be lost.

    Raises:
        MachineError: The machine does not let it work.
    """
    found: list[ReadAnswer] = []
    with guard_disk(workdir), work_in_folder(workdir) as place:
        for start in range(0, len(sources), AT_ONCE):
            words = (kept.resolve(), trusted.resolve())
            part = sources[start : start + AT_ONCE]
            read = _read_part(part, words, place / f"cap-{start}")
            if len(read) != len(part):
                # One of them may have ended the child for all.
                for number, each in enumerate(part, start):
                    alone = _read_part([each], words, place / f"cap-{number}-lagi")
                    found += alone[:1]
            else:
                found += read
    return found


def _read_part(
    sources: Sequence[Path], words: tuple[Path, Path], folder: Path
) -> list[ReadAnswer]:
    """Let a child read some answers; one alone is always told of."""
    folder.mkdir()
    end = ask_child(
        "formulir.press.scans.timestamps_child",
        [*(path.resolve() for path in sources), *words],
        folder=folder,
        form=_FORM,
        limits=TOKEN_LIMITS,
    )
    if end.fault:
        probe_folder(folder)  # a full disk is nothing that is wrong with a file
    said = () if end.said is None else end.said["answers"]
    if len(said) != len(sources) or not all(map(_is_fit, said)):
        return [ReadAnswer(verdict="broken", reason=end.excuse)] * (len(sources) == 1)
    return [ReadAnswer(**{**each, "size": int(each["size"])}) for each in said]


def _is_fit(said: dict[str, Any]) -> bool:
    """Tell whether a child speaks of a size that there can be."""
    return _SIZE.fullmatch(said["size"]) is not None
