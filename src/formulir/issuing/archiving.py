"""The seventh hop of the way of a letter: finished letters enter the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulir.archive.acts import Act
from formulir.archive.find import find_kode
from formulir.archive.objects import StoredObject
from formulir.ground.stored import judge_stored
from formulir.office.filing import file_acts
from formulir.records.cells.berkas import BerkasSpoiltError
from formulir.records.ledger.ledger import find_surat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formulir.issuing.preflight import Checked
    from formulir.model import Entri, Finished, Surat
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


def archive(
    kantor: Kantor,
    db: Store,
    checked: Checked,
    letters: Sequence[Finished],
    *,
    alasan: str | None,
) -> list[Entri]:
    """Put finished letters into the archive: the commit of the whole way.

    The ledger follows: the letters are issued in it. A letter that replaces another one
    and the voiding of that one are one append: there is no moment with neither.

    Args:
        kantor: The office.
        db: Its record store.
        checked: The batch.
        letters: Those of it that are finished.
        alasan: Why letters are replaced, if they replace others.
    """
    templates = {
        golongan: StoredObject(data=template.docx, ekstensi="docx")
        for golongan, template in checked.batch.templates.items()
    }
    void = [act for each in letters if (act := _void_replaced(db, each.surat, alasan))]
    acts = [
        _as_act(kantor, each, template=templates[each.surat.draft.golongan])
        for each in letters
    ]
    return file_acts(kantor, db, [*void, *acts])[len(void) :]


def find_archived(kantor: Kantor, reserved: Sequence[Surat]) -> list[Entri]:
    """Find the letters that an earlier run has issued, in their order."""
    issued = [surat.kode for surat in reserved if surat.status == "terbit"]
    found = find_kode(kantor.archive, issued)
    return [found[kode] for kode in issued if kode in found]


def _void_replaced(db: Store, surat: Surat, alasan: str | None) -> Act | None:
    """Return the act that voids the letter which a letter replaces, if it does."""
    if surat.ganti is None:
        return None
    old = find_surat(db, surat.ganti)
    return Act(
        isi={
            "tindakan": "batal",
            "kode": surat.ganti,
            "nomor": old["nomor"] or old["nomor_luar"],
            "alasan": alasan or "",
            "pengganti": surat.kode,
        }
    )


def _read_attached(path: Path) -> StoredObject:
    """Read an attachment as it was handed in.

    Raises:
        BerkasSpoiltError: It is not what it was when the letter was looked through.
    """
    if spoilt := judge_stored(path):
        raise BerkasSpoiltError(spoilt, tabel="lampiran")
    return StoredObject(data=path.read_bytes(), ekstensi=path.suffix[1:])


def _as_act(kantor: Kantor, finished: Finished, *, template: StoredObject) -> Act:
    surat, file = finished.surat, finished.file
    draft = surat.draft
    text = json.dumps(finished.konteks, ensure_ascii=False, sort_keys=True)
    pdf = StoredObject(data=file.pdf, ekstensi="pdf")
    konteks = StoredObject(data=text.encode("utf-8"), ekstensi="json")
    attached = [
        _read_attached(kantor.berkas / f"{each.sha256}.{each.ekstensi}")
        for each in draft.lampiran
    ]
    return Act(
        isi={
            "tindakan": "terbit",
            "formulir": draft.formulir,
            "tahun": draft.tahun,
            "kunci": draft.kunci,
            "kode": surat.kode,
            "nomor": surat.nomor,
            "tanggal": draft.tanggal.isoformat(),
            "tahap": draft.tahap,
            "wilayah": dict(draft.wilayah),
            "hal": draft.hal,
            "tujuan": draft.tujuan,
            "penanda_tangan": draft.penanda_tangan,
            "sertaan": draft.lampiran_teks,
            **({"ganti": surat.ganti} if surat.ganti else {}),
            "halaman": file.halaman,
            "ukuran": len(file.pdf),
            "sha256": pdf.nama.sha256,
            "konteks": konteks.nama.sha256,
            "templat": template.nama.sha256,
            "lampiran": [
                {"judul": e.judul, "sha256": e.sha256, "ekstensi": e.ekstensi}
                for e in draft.lampiran
            ],
            "pdfa": file.pdfa,
            "catatan": file.remarks,
        },
        objects=(pdf, konteks, template, *attached),
    )
