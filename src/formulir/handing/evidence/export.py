"""Making a bundle of evidence: letters, receipts, lists, verifiers, in one bag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import RETURNS, spell_line
from formulir.archive.find import find_entri
from formulir.archive.folder import PUBLIC, spell_root
from formulir.archive.objects import read_object
from formulir.archive.proof.akses import list_looks
from formulir.archive.proof.making import make_receipts, prove_growth
from formulir.archive.proof.receipt import ENDING, read_receipt
from formulir.archive.proof.saksi import POLICY
from formulir.archive.proof.timestamps import FOLDER as CAP
from formulir.archive.proof.timestamps import GROWTH, QUERY
from formulir.dates import format_saat
from formulir.handing.evidence.bag import writing_bag
from formulir.handing.evidence.choose import find_proven
from formulir.handing.evidence.listing import (
    COLUMNS,
    COLUMNS_RIWAYAT,
    flatten_row,
    make_riwayat,
    make_row,
)
from formulir.handing.evidence.readme import NAME, describe_timestamp, write_readme
from formulir.office.kantor import read_version, shipped
from formulir.office.looks.akses import note_akses
from formulir.office.looks.timestamps import choose_newest, judge_timestamps
from formulir.records.sheets.write import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.handing.evidence.bag import Bag
    from formulir.handing.evidence.choose import Asked, Proven
    from formulir.model import Entri, Fault
    from formulir.office.kantor import Kantor
    from formulir.office.looks.timestamps import Timestamp
    from formulir.records.store import Store

VERIFIERS = ("periksa.html", "formulir_verify.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """What came of making a bundle.

    Args:
        letters: How many letters are in it.
        returned: How many files that came back.
        size: How many entries the checkpoint covers.
        sidik: The digest of its last manifest, which names all else.
        remarks: What to look at.
    """

    letters: int
    returned: int
    size: int
    sidik: str
    remarks: list[Fault]


def export_bag(
    kantor: Kantor,
    db: Store,
    asked: Asked,
    folder: Path,
    *,
    untuk: str = "",
    contoh: Mapping[str, Any] | None = None,
) -> Exported:
    """Write a bundle of evidence, and record that it was made.

    It is recorded when it is whole, before it has its name: a crash between the two
    leaves a line of a bundle that nobody got.

    Args:
        kantor: The office.
        db: Its record store.
        asked: Which letters.
        folder: Where to; nothing may lie there.
        untuk: For whom.
        contoh: How the letters were drawn, of a sample.

    Raises:
        BuktiNoneError: No letter is asked for.
        BagTakenError: Something lies there.
        ObjekMissingError, ObjekTamperedError: A file is not as it was archived.
        DiskFailedError: The disk refuses; nothing is left.
    """
    letters = find_proven(kantor, db, asked)
    with writing_bag(folder) as bag:
        numbers = [act.entri for letter in letters for act in letter.acts]
        receipts = make_receipts(kantor.archive, numbers)
        rows = [_add_letter(kantor, bag, letter, receipts) for letter in letters]
        if contoh is not None:
            bag.add("contoh.json", spell_line(contoh))
        _add_lists(kantor, bag, letters, rows)
        note = read_receipt(receipts[numbers[0]]).note
        stamps, faults = _add_proof(kantor, bag, note.write())
        head = note.checkpoint
        last = find_entri(kantor.archive, head.size - 1)
        _add_reader(
            kantor,
            bag,
            surat=len(letters),
            banyak=head.size,
            akar=spell_root(head.root),
            last=last.isi["saat"] if last else "-",
            cap=choose_newest(stamps),
        )
        sidik = bag.close(_describe(kantor, asked))
        facts = {
            "surat": [letter.kode for letter in letters],
            "berkas": [{"nama": folder.name, "sidik": sidik}],
            "syarat": asked.facts() or None,
        }
        remarks = [*faults, *note_akses(kantor, "bukti", facts, untuk=untuk)]
    returned = sum(len(row["kembali"]) for row in rows)
    return Exported(
        letters=len(letters),
        returned=returned,
        size=head.size,
        sidik=sidik,
        remarks=remarks,
    )


def _add_letter(
    kantor: Kantor, bag: Bag, letter: Proven, receipts: Mapping[int, bytes]
) -> dict[str, Any]:
    """Add a letter, what came back of it, and the receipts of all acts on it."""
    place, returned = "", []
    for act in letter.acts:
        if act.entri == letter.entri.entri:
            place = _add_file(kantor, bag, act, f"surat/{letter.stem}")
            bag.add(place + ENDING, receipts[act.entri])
        elif act.isi["tindakan"] in RETURNS:
            name = f"kembali/{letter.stem} {act.entri}"
            returned.append(_add_file(kantor, bag, act, name))
            bag.add(returned[-1] + ENDING, receipts[act.entri])
        else:
            bag.add(f"riwayat/{act.entri}{ENDING}", receipts[act.entri])
    return make_row(letter, berkas=place, returned=returned)


def _add_file(kantor: Kantor, bag: Bag, act: Entri, stem: str) -> str:
    """Add an archived file, after its hash was checked; return its place."""
    ekstensi = str(act.isi.get("ekstensi") or "pdf")
    data = read_object(kantor.archive.root, str(act.isi["sha256"]), ekstensi)
    bag.add(f"{stem}.{ekstensi}", data)
    return f"{stem}.{ekstensi}"


def _add_lists(
    kantor: Kantor, bag: Bag, letters: Sequence[Proven], rows: list[dict[str, Any]]
) -> None:
    bag.add("daftar.json", spell_line({"surat": rows}))
    flat = [flatten_row(row) for row in rows]
    bag.add("daftar.csv", write_csv(flat, columns=COLUMNS))
    bag.add("daftar.xlsx", write_xlsx(flat, columns=COLUMNS, judul="Daftar surat"))
    codes = {letter.kode for letter in letters}
    looks = [
        look for look in list_looks(kantor.archive) if codes & set(_list_codes(look))
    ]
    riwayat = make_riwayat(letters, looks)
    bag.add("riwayat.csv", write_csv(riwayat, columns=COLUMNS_RIWAYAT))


def _list_codes(look: Entri) -> list[str]:
    codes = look.isi.get("surat")
    return (
        [code for code in codes if isinstance(code, str)]
        if isinstance(codes, list)
        else []
    )


def _add_proof(
    kantor: Kantor, bag: Bag, note: bytes
) -> tuple[list[Timestamp], list[Fault]]:
    """Add key, head and policy, and the timestamps; tell of those that do not count."""
    root = kantor.archive.root
    bag.add("bukti/log.pub", (root / PUBLIC).read_bytes())
    bag.add("bukti/checkpoint", note)
    if (root / POLICY).is_file():
        bag.add(f"bukti/{POLICY}", (root / POLICY).read_bytes())
    stamps, faults = judge_timestamps(kantor)
    _add_timestamps(kantor, bag, stamps, note)
    return stamps, [replace(fault, warning=True) for fault in faults]


def _add_timestamps(
    kantor: Kantor, bag: Bag, stamps: Sequence[Timestamp], head: bytes
) -> None:
    """Add the timestamps that count, each with all that it takes to check it."""
    for size, group in groupby(stamps, key=lambda stamp: stamp.filed.size):
        answers = [stamp.filed for stamp in group]
        first, place = answers[0], f"{CAP}/{size}"
        note = first.checkpoint.read_bytes()
        bag.add(place, note)
        bag.add(place + QUERY, first.query.read_bytes())
        bag.add(place + GROWTH, prove_growth(kantor.archive, note, head))
        for each in answers:
            bag.add(each.place, each.path.read_bytes())


def _add_reader(
    kantor: Kantor, bag: Bag, *, cap: Timestamp | None, banyak: int, **facts: object
) -> None:
    for name in VERIFIERS:
        bag.add(name, (shipped("verifier") / name).read_bytes())
    policy = f"data/bukti/{POLICY}" in bag.digests
    bag.add(
        NAME,
        write_readme(
            nama=kantor.nama,
            saat=format_saat(kantor.saat()),
            kunci=kantor.archive.verifier.key.spelled,
            extra=", kunci para saksi (kebijakan)" if policy else "",
            cap=describe_timestamp(cap, banyak=banyak) if cap else "",
            banyak=banyak,
            **facts,
        ),
    )


def _describe(kantor: Kantor, asked: Asked) -> dict[str, str]:
    said = ", ".join(f"{name} {value}" for name, value in asked.facts().items())
    return {
        "Source-Organization": kantor.nama,
        "External-Identifier": kantor.asal,
        "External-Description": f"Berkas bukti surat: {said or 'semua'}",
        "Bagging-Date": kantor.hari_ini().isoformat(),
        "Bag-Software-Agent": f"formulir {read_version()}",
    }
