"""Letters in force whose records no longer give what is archived.

A letter keeps the data that it was made from. Asked again at the letter's own date, the
records say what they would give today; where the two differ, somebody has corrected a
record after the letter left.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_kode
from formulir.archive.objects import read_object
from formulir.errors import list_some
from formulir.issuing.gather import Request, SuratNoneError, gather
from formulir.language import Sentence, phrase
from formulir.letters.context import name_surat
from formulir.letters.jenis import list_jenis
from formulir.records.ledger.ledger import list_issued

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from formulir.model import Draft, Entri, Konteks
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

SHOWN = 8
"""So many fields of a letter are told in a sentence."""
_LONGEST = 60
_OF_LAYOUT = re.compile(r"profil\..*|surat\.(sifat|keamanan|lampiran)")
"""What a profile or a kind says, and no record: to change it corrects no letter."""
_PANGKAT = "penandatangan.pangkat"
"""A record that a profile may leave out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A field that the records give otherwise than the archived letter has it."""

    field: str
    old: str
    new: str

    def __str__(self) -> str:
        """Write it as a clerk reads it."""
        return f"{self.field}: {_cut(self.old)} → {_cut(self.new)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedLetter:
    """A letter in force, and how its records differ from it."""

    formulir: str
    kunci: str
    kode: str
    nomor: str | None
    changes: list[Change]

    def as_json(self) -> dict[str, Any]:
        """Return it for one JSON line."""
        names = ("formulir", "kunci", "kode", "nomor")
        fields = [
            {"field": each.field, "old": each.old, "new": each.new}
            for each in self.changes
        ]
        return {name: getattr(self, name) for name in names} | {"changes": fields}

    def __str__(self) -> str:
        """Say which letter it is, and what differs."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Return the same, to be told in a person's language."""
        return phrase(
            "{letter}: {changes}",
            letter=" ".join(filter(None, (self.formulir, self.kunci, self.nomor))),
            changes=list_some([str(each) for each in self.changes], shown=SHOWN),
        )


def find_changed(
    kantor: Kantor,
    db: Store,
    *,
    tahun: int,
    wilayah: str | None = None,
    formulir: str | None = None,
) -> Iterator[ChangedLetter]:
    """Give the letters in force that their records would make otherwise today.

    A letter that the records do not ask for any more is none of them; ``status`` tells
    it. What a newer version of the program has added to the data is no difference.

    Args:
        kantor: The office.
        db: Its record store.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        formulir: Only this kind.

    Raises:
        TemplateFaultyError: A kind's files are wrong.
        WilayahUnknownError: No region ever had the code.
    """
    groups: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in list_issued(db, tahun=tahun):
        if formulir in (None, row["formulir"]):
            groups[row["formulir"], row["tanggal"]].append(row)
    known = set(list_jenis(kantor.templates))
    for (kind, tanggal), rows in sorted(groups.items()):
        if kind not in known:
            continue
        request = Request(
            formulir=kind,
            tahun=tahun,
            tanggal=date.fromisoformat(tanggal),
            wilayah=wilayah,
        )
        try:
            drafts = gather(kantor, db, request).drafts
        except SuratNoneError:
            continue
        own = {draft.kunci: draft for draft in drafts}
        pairs = [(row, own[row["kunci"]]) for row in rows if row["kunci"] in own]
        archived = find_kode(kantor.archive, [row["kode"] for row, _ in pairs])
        for row, draft in pairs:
            entri = archived.get(row["kode"])
            changes = [] if entri is None else _compare(kantor, entri, draft)
            if entri is not None and changes:
                yield ChangedLetter(
                    formulir=kind,
                    kunci=row["kunci"],
                    kode=row["kode"],
                    nomor=entri.isi["nomor"],
                    changes=changes,
                )


def find_change(
    kantor: Kantor, db: Store, row: Mapping[str, Any]
) -> list[Change] | None:
    """Say how the records of one letter in force differ from it.

    Args:
        kantor: The office.
        db: Its record store.
        row: The letter, as the ledger has it.

    Returns:
        Nothing at all where the records ask for no such letter any more.

    Raises:
        TemplateFaultyError: The kind's files are wrong.
        RecordError: The records cannot give it.
    """
    request = Request(
        formulir=row["formulir"],
        tahun=row["tahun"],
        tanggal=date.fromisoformat(row["tanggal"]),
        kunci=frozenset({row["kunci"]}),
    )
    try:
        drafts = gather(kantor, db, request).drafts
    except SuratNoneError:
        return None
    archived = find_kode(kantor.archive, [row["kode"]])
    changes = [
        _compare(kantor, archived[row["kode"]], draft)
        for draft in drafts
        if draft.kunci == row["kunci"] and row["kode"] in archived
    ]
    return changes[0] if changes else None


def _compare(kantor: Kantor, entri: Entri, draft: Draft) -> list[Change]:
    """Compare what a letter was made from with what the records give for it today."""
    isi = entri.isi
    number = None if draft.nomor_luar else isi["nomor"]
    konteks = name_surat(draft.konteks, nomor=number, kode=isi["kode"])
    text = json.dumps(konteks, ensure_ascii=False, sort_keys=True)
    changes = []
    if sha256(text.encode("utf-8")).hexdigest() != isi["konteks"]:
        data = read_object(kantor.archive.root, isi["konteks"], "json")
        old, new = dict(flatten(json.loads(data))), dict(flatten(konteks))
        changes = [
            Change(field=name, old=value, new=new.get(name, ""))
            for name, value in old.items()
            if new.get(name, "") != value and not _is_layout(name, konteks)
        ]
        grown = {name.rpartition("[")[0] for name in old if "[" in name}
        changes += [
            Change(field=name, old="", new=value)
            for name, value in new.items()
            if name not in old and name.rpartition("[")[0] in grown
        ]
    before = [each["sha256"] for each in isi["lampiran"]]
    after = [str(each.sha256) for each in draft.lampiran]
    if before != after:
        changes.append(
            Change(field="lampiran", old=f"{len(before)} ", new=f"{len(after)} ")
        )
    return changes


def _is_layout(name: str, konteks: Konteks) -> bool:
    hidden = not konteks["profil"]["tampilkan_pangkat"]
    return bool(_OF_LAYOUT.fullmatch(name)) or (name == _PANGKAT and hidden)


def flatten(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give each text of a JSON value, with its place in it.

    >>> dict(flatten({"kop": {"nama": "A"}, "sesi": [{"jam": None}]}))
    {'kop.nama': 'A', 'sesi[1].jam': ''}
    """
    members: Iterable[tuple[str, object]]
    if isinstance(value, dict):
        members = (
            (f"{name}.{key}" if name else key, one) for key, one in value.items()
        )
    elif isinstance(value, list):
        members = ((f"{name}[{number}]", one) for number, one in enumerate(value, 1))
    else:
        yield name, "" if value is None else str(value)
        return
    for place, member in members:
        yield from flatten(member, place)


def _cut(text: str) -> str:
    word = text.strip() or "(kosong)"
    return word if len(word) <= _LONGEST else f"{word[: _LONGEST - 1]}…"
