"""The seventh hop of the way of a letter: finished letters enter the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulir.archive.acts import Tindakan
from formulir.archive.log import append
from formulir.archive.objects import Objek
from formulir.model import Terbitan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.issuing.gather import Kumpulan
    from formulir.model import Entri, Terbitan
    from formulir.office.kantor import Kantor


def archive(
    kantor: Kantor, kumpulan: Kumpulan, daftar: Sequence[Terbitan]
) -> list[Entri]:
    """Put finished letters into the archive: the commit of the whole way."""
    templat = Objek(data=kumpulan.templat.docx, ekstensi="docx")
    acts = [_as_act(kantor, each, templat=templat) for each in daftar]
    return append(kantor.arsip, acts, kunci=kantor.kunci, saat=kantor.saat())


def _as_act(kantor: Kantor, terbitan: Terbitan, *, templat: Objek) -> Tindakan:
    surat = terbitan.surat
    baris = surat.baris
    text = json.dumps(terbitan.konteks, ensure_ascii=False, sort_keys=True)
    pdf = Objek(data=terbitan.pdf, ekstensi="pdf")
    konteks = Objek(data=text.encode("utf-8"), ekstensi="json")
    attached = [
        Objek(
            data=(kantor.berkas / f"{each.sha256}.{each.ekstensi}").read_bytes(),
            ekstensi=each.ekstensi,
        )
        for each in baris.lampiran
    ]
    return Tindakan(
        isi={
            "tindakan": "terbit",
            "formulir": baris.formulir,
            "tahun": baris.tahun,
            "kunci": baris.kunci,
            "kode": surat.kode,
            "nomor": surat.nomor,
            "tanggal": baris.tanggal.isoformat(),
            "tahap": baris.tahap,
            "wilayah": dict(baris.wilayah),
            "hal": baris.hal,
            "halaman": terbitan.halaman,
            "ukuran": len(terbitan.pdf),
            "sha256": pdf.nama.sha256,
            "konteks": konteks.nama.sha256,
            "templat": templat.nama.sha256,
            "lampiran": [
                {"judul": e.judul, "sha256": e.sha256, "ekstensi": e.ekstensi}
                for e in baris.lampiran
            ],
            "pdfa": terbitan.pdfa,
            "catatan": list(terbitan.catatan),
        },
        objek=(pdf, konteks, templat, *attached),
    )
