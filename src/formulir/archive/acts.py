"""An act and its line in the log; no file is touched here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from formulir.archive.keys import check_signature
from formulir.archive.objects import ObjectName, read_object_name
from formulir.archive.spelling import (
    LONGEST_LINE,
    read_base64,
    read_json,
    write_base64,
    write_json,
)
from formulir.dates import format_saat
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.archive.keys import SigningKey
    from formulir.archive.objects import StoredObject

SEAL = b"formulir riwayat\n"
"""What a seal is over begins with this, so that it can never sign anything else."""
OURS = frozenset({"entri", "saat", "status"})
"""Members that the archive itself gives; ``status`` is given when a letter is found."""
ONCE = frozenset({"terbit", "masuk", "batal"})
"""Acts that happen to a letter once: recorded again, they are the same act."""
RETURNS = frozenset({"ditandatangani", "diterima"})
"""Acts that happen to a letter once for each file that comes back."""
ASIDE = "diterima"
"""The act that leaves the status of a letter as it was."""
_SAAT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """An act to be recorded.

    Args:
        isi: What its line shall say, but for ``entri`` and ``saat``: JSON values,
            ``tindakan`` among them (``docs/archive-format.md`` §2).
        objects: The files that the line refers to; those that the archive already has
            may be left out.
    """

    isi: Mapping[str, Any]
    objects: Sequence[StoredObject] = ()


def seal_act(isi: Mapping[str, Any], key: SigningKey) -> str:
    """Seal an act before it is in the log: base64 of the signature over it.

    Raises:
        ValueError: It says something that no line can.
    """
    return write_base64(key.sign(SEAL + write_json(isi)))


def has_seal(isi: Mapping[str, Any], seal: str | None, *, public: bytes) -> bool:
    """Tell whether an act bears the seal of a key."""
    try:
        signature, data = read_base64(seal or ""), SEAL + write_json(isi)
    except ValueError:
        return False
    return check_signature(public, signature=signature, data=data)


def spell_line(isi: Mapping[str, Any]) -> bytes:
    """Write a JSON object as lines are spelled, whatever it says.

    Raises:
        ValueError: It says something that no line can.
    """
    return write_json(isi)


def write_line(
    isi: Mapping[str, Any], *, entri: int, saat: datetime
) -> tuple[bytes, dict[str, Any]]:
    """Write the line of an act.

    Returns:
        It, without its line feed, and what it says to whoever reads it.

    Raises:
        ValueError: It says something that no line can (``docs/archive-format.md`` §2).
    """
    if taken := OURS & isi.keys():
        raise ValueError(
            phrase(
                "{names} cannot be given, the archive gives them", names=sorted(taken)
            )
        )
    line = write_json({**isi, "entri": entri, "saat": format_saat(saat)})
    if len(line) > LONGEST_LINE:
        raise ValueError(phrase("it is longer than {most} bytes", most=LONGEST_LINE))
    # What was just spelled canonically need not be held against that spelling again.
    said = json.loads(line)
    _judge_line(said, entri=entri)
    return line, said


def read_line(line: bytes, *, entri: int) -> dict[str, Any]:
    """Read the line of an act.

    Members and acts that are not known are accepted: later versions add some.

    Raises:
        ValueError: It is not in canonical spelling, is not the line of that number, or
            lacks what every line has.
    """
    return read_with_references(line, entri=entri)[0]


def read_with_references(
    line: bytes, *, entri: int
) -> tuple[dict[str, Any], list[ObjectName]]:
    """Read the line of an act, as ``read_line`` does, and list what it refers to."""
    isi = read_json(line)
    return isi, _judge_line(isi, entri=entri)


def _judge_line(isi: dict[str, Any], *, entri: int) -> list[ObjectName]:
    """Refuse a line that lacks what every line has; list what it refers to."""
    if type(isi.get("entri")) is not int or isi["entri"] != entri:
        raise ValueError(
            phrase("it carries the number {entri!r}", entri=isi.get("entri"))
        )
    if "status" in isi:
        raise ValueError(phrase("it carries a status, which is never recorded"))
    if not _is_saat(isi.get("saat")):
        raise ValueError(phrase("{saat!r} is no moment", saat=isi.get("saat")))
    act, kode = isi.get("tindakan"), isi.get("kode")
    if not (isinstance(act, str) and act):
        raise ValueError(phrase("{act!r} is no act", act=act))
    if not (kode is None or (isinstance(kode, str) and kode)):
        raise ValueError(phrase("{kode!r} is no code", kode=kode))
    return list_references(isi)


def name_act(isi: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return what tells an act from others, if it is one that happens once.

    >>> name_act({"tindakan": "terbit", "kode": "K7QF"})
    ('terbit', 'K7QF')
    >>> name_act({"tindakan": "ditandatangani", "kode": "K7QF", "sha256": "0716"})
    ('ditandatangani', 'K7QF', '0716')
    """
    act, kode, sha = (isi.get(name) for name in ("tindakan", "kode", "sha256"))
    if not (isinstance(act, str) and isinstance(kode, str) and kode):
        return None
    if act in RETURNS and isinstance(sha, str):
        return (act, kode, sha)
    return (act, kode) if act in ONCE else None


def choose_status(acts: Sequence[str]) -> str:
    """Return the status that acts leave a letter in, the oldest one first.

    >>> choose_status(["terbit", "ditandatangani", "diterima"])
    'ditandatangani'
    """
    return next((act for act in reversed(acts) if act != ASIDE), acts[-1])


def list_references(isi: Mapping[str, Any]) -> list[ObjectName]:
    """List the objects that a line refers to (``docs/archive-format.md`` §3).

    Raises:
        ValueError: A digest or an extension is misspelled.
    """
    lampiran = _get(isi, "lampiran", [])
    if not (
        isinstance(lampiran, list | tuple)
        and all(isinstance(part, Mapping) for part in lampiran)
    ):
        raise ValueError(phrase("its attachments are no list of objects"))
    names = [
        _read_name(part["sha256"], _get(part, "ekstensi", "pdf"))
        for part in (isi, *lampiran)
        if part.get("sha256") is not None
    ]
    for member, ekstensi in (("konteks", "json"), ("templat", "docx")):
        if isi.get(member) is not None:
            names.append(_read_name(isi[member], ekstensi))
    return names


def check_references(acts: Iterable[Act]) -> set[ObjectName]:
    """Compare what acts refer to with the files that come with them.

    Returns:
        The references that come without a file: the archive must have them.

    Raises:
        ValueError: A file comes that its act does not refer to.
    """
    awaited: set[ObjectName] = set()
    brought: set[ObjectName] = set()
    for act in acts:
        named = set(list_references(act.isi))
        own = {objects.nama for objects in act.objects}
        if stray := own - named:
            raise ValueError(
                phrase(
                    "{name} comes with an act that does not name it",
                    name=str(min(stray)),
                )
            )
        awaited |= named
        brought |= own
    return awaited - brought


def _get(part: Mapping[str, Any], name: str, default: object) -> Any:  # noqa: ANN401 - any JSON value
    """Read a member; ``null`` says the same as leaving it out."""
    value = part.get(name)
    return default if value is None else value


def _read_name(sha: object, ekstensi: object) -> ObjectName:
    """Make the name of an object of two members of a line."""
    if {type(sha), type(ekstensi)} != {str}:
        raise ValueError(
            phrase(
                "{sha!r} and {ekstensi!r} name no object", sha=sha, ekstensi=ekstensi
            )
        )
    return read_object_name(f"{sha}.{ekstensi}")


def _is_saat(text: object) -> bool:
    """Tell whether a text is a moment in the one spelling.

    That moments do not go back is not checked: clocks are set, and the order of acts is
    that of the lines.
    """
    match = _SAAT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return False
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return True
