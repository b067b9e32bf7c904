"""What the columns of tables on the terminal are called, in the language in use.

The keys of JSON are the same in every language; a heading is for whoever reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.language import phrase, translate

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADINGS: Final = {
    "ada": phrase("there"),
    "agenda": phrase("agenda"),
    "batal": phrase("void"),
    "berkas": phrase("file"),
    "boleh_kosong": phrase("optional"),
    "bulan": "J F M A M J J A S O N D",
    "check": phrase("check"),
    "confirmed": phrase("confirmed"),
    "contoh": phrase("example"),
    "count": phrase("count"),
    "dari": phrase("from"),
    "di_surat": phrase("in letter"),
    "dibuat": phrase("made"),
    "dipesan": phrase("reserved"),
    "diminta": phrase("expected"),
    "disposisi": phrase("disposition"),
    "ditutup": phrase("closed"),
    "doubles": phrase("doubles"),
    "electronic": phrase("electronic"),
    "entri": phrase("entry"),
    "expected": phrase("expected"),
    "facts": phrase("facts"),
    "fasilitator": phrase("fasilitator"),
    "first": phrase("first"),
    "formulir": phrase("kind"),
    "gaps": phrase("gaps"),
    "hal": phrase("subject"),
    "halaman": phrase("pages"),
    "hari": phrase("days"),
    "incoming": phrase("incoming"),
    "ink": phrase("ink"),
    "issued": phrase("issued"),
    "jam": phrase("hours"),
    "jp": phrase("JP"),
    "judul": phrase("title"),
    "jumlah": phrase("done"),
    "keadaan": phrase("state"),
    "kelas": phrase("kelas"),
    "kegiatan": phrase("activity"),
    "kembali": phrase("returned"),
    "keterangan": phrase("remarks"),
    "kode": phrase("code"),
    "kolom": phrase("column"),
    "kunci": phrase("key"),
    "kurang": phrase("lacking"),
    "lampiran": phrase("attachments"),
    "last": phrase("last"),
    "lewat": phrase("left out"),
    "luar": phrase("outside"),
    "menit": phrase("minutes"),
    "missing": phrase("missing"),
    "nama": phrase("name"),
    "no": phrase("no"),
    "nomor": phrase("number"),
    "oleh": phrase("by"),
    "orang": phrase("person"),
    "paparan": phrase("paparan"),
    "penanda_tangan": phrase("signed by"),
    "peran": phrase("role"),
    "pesan": phrase("message"),
    "peserta": phrase("peserta"),
    "posel": phrase("e-mail"),
    "received": phrase("received"),
    "reserved": phrase("reserved"),
    "rincian": phrase("details"),
    "saat": phrase("moment"),
    "sebab": phrase("reason"),
    "sejak": phrase("since"),
    "seri": phrase("seri"),
    "signed": phrase("signed"),
    "status": phrase("status"),
    "sumber": phrase("source"),
    "tabel": phrase("table"),
    "tag": phrase("tag"),
    "tahap": phrase("stage"),
    "tahun": phrase("year"),
    "tanggal": phrase("date"),
    "tenggat": phrase("deadline"),
    "terbit": phrase("issued"),
    "terima": phrase("came in"),
    "tindakan": phrase("act"),
    "tipe": phrase("type"),
    "tujuan": phrase("addressee"),
    "tumpukan": phrase("pile"),
    "urut": phrase("running"),
    "verdict": phrase("verdict"),
    "versi": phrase("version"),
    "wajib": phrase("required"),
    "wilayah": phrase("region"),
}
"""The heading of each column that a command prints."""


def name_columns(columns: Iterable[str]) -> dict[str, str]:
    """Give each column its heading in the language that is in use."""
    return {name: translate(HEADINGS[name]) for name in columns}
