"""The seventh hop of the way of a letter: finished letters enter the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulir.archive.acts import Act
from formulir.archive.log import append
from formulir.archive.objects import StoredObject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.issuing.gather import Batch
    from formulir.model import Entri, Finished
    from formulir.office.kantor import Kantor


def archive(kantor: Kantor, batch: Batch, letters: Sequence[Finished]) -> list[Entri]:
    """Put finished letters into the archive: the commit of the whole way."""
    template = StoredObject(data=batch.template.docx, ekstensi="docx")
    acts = [_as_act(kantor, each, template=template) for each in letters]
    return append(kantor.archive, acts, key=kantor.key, saat=kantor.saat())


def _as_act(kantor: Kantor, finished: Finished, *, template: StoredObject) -> Act:
    surat = finished.surat
    draft = surat.draft
    text = json.dumps(finished.konteks, ensure_ascii=False, sort_keys=True)
    pdf = StoredObject(data=finished.pdf, ekstensi="pdf")
    konteks = StoredObject(data=text.encode("utf-8"), ekstensi="json")
    attached = [
        StoredObject(
            data=(kantor.berkas / f"{each.sha256}.{each.ekstensi}").read_bytes(),
            ekstensi=each.ekstensi,
        )
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
            "halaman": finished.halaman,
            "ukuran": len(finished.pdf),
            "sha256": pdf.nama.sha256,
            "konteks": konteks.nama.sha256,
            "templat": template.nama.sha256,
            "lampiran": [
                {"judul": e.judul, "sha256": e.sha256, "ekstensi": e.ekstensi}
                for e in draft.lampiran
            ],
            "pdfa": finished.pdfa,
            "catatan": list(finished.catatan),
        },
        objects=(pdf, konteks, template, *attached),
    )
