"""The page that an auditor reads first; Indonesian, as all that leaves for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.archive.proof.timestamps import GROWTH

if TYPE_CHECKING:
    from formulir.office.looks.timestamps import Timestamp

NAME: Final = "BACA-SAYA.txt"
_TEXT: Final = """\
BERKAS BUKTI DARI {nama}
dibuat {saat}, berisi {surat} surat

Apa ini
  Setiap surat di sini disertai tanda terima yang membuktikan bahwa surat itu, persis
  seperti ini, tercatat dalam arsip kantor. Anda dapat memeriksanya sendiri, tanpa
  jaringan, tanpa program kantor, dan tanpa mempercayai kantor.

Isi
  surat/      surat, dengan nama yang dapat dibaca; kode arsip di akhir nama
  kembali/    surat yang kembali, bertanda tangan atau belum
  riwayat/    bukti tindakan lain atas surat itu, misalnya pembatalan
  *.tlog-proof  tanda terima dari berkas di sebelahnya
  daftar.xlsx, daftar.csv, daftar.json   daftar surat
  riwayat.csv   siapa berbuat apa, kapan, dan siapa yang pernah melihat
  bukti/      kunci arsip (log.pub), kepala arsip (checkpoint){extra}
  periksa.html, formulir_verify.py   dua pemeriksa yang saling lepas

Cara memeriksa
  1. Mintalah log.pub kepada kantor lewat jalan lain (kertas, surel lama, kantor
     saksi), dan pakailah itu, bukan yang di sini. Kuncinya seharusnya:
     {kunci}
  2. Klik dua kali periksa.html; pilih log.pub milik Anda, lalu folder ini. Peramban:
     Chromium, Chrome, atau Edge; peramban baru lain biasanya dapat juga.
  3. Atau: python3 -I formulir_verify.py --kunci LOG.PUB-ANDA FOLDER-INI
     Keduanya harus menjawab SAH. Pemeriksa yang Anda peroleh sendiri lebih baik
     daripada yang dibawa berkas ini.
  4. Bandingkan kepala arsip dengan yang pernah Anda simpan atau yang dicetak pada
     buku agenda:
     {banyak} entri, akar {akar}, {last}
{cap}
Yang terbukti
  Surat dan tindakannya ada di dalam {banyak} entri itu, tidak berubah satu byte pun.
Yang tidak terbukti
  Bahwa tidak ada surat lain; bahwa tidak ada tindakan lain sesudah kepala itu; bahwa
  isi surat benar. Daftar XLSX dan CSV hanya untuk dibaca; yang terbukti adalah tanda
  terima dan daftar.json. Bahwa arsip hanya tumbuh, ditunjukkan oleh kepala lama yang
  Anda simpan: formulir verify --since, atau periksa.html dengan bukti pertumbuhan.
"""
_CAP: Final = """\
  5. {size} entri sudah ada pada {saat}, kata {nama} ({known}): cap waktu
     di cap-waktu/. Tanyakan dengan sertifikat akar otoritas itu, AKAR.pem, yang Anda
     peroleh sendiri; perintah pertama harus menjawab "Verification: OK", yang kedua,
     bahwa kepala itu dan kepala di sini satu arsip yang hanya tumbuh, SAH:
     openssl ts -verify -data {place} -in {answer} -CAfile AKAR.pem
     python3 -I formulir_verify.py --kunci LOG.PUB-ANDA {small} {growth}
     Bila sertifikatnya sudah lewat waktu: tambahkan -attime DETIK (sejak 1970).
"""


def describe_timestamp(stamp: Timestamp, *, banyak: int) -> str:
    """Say what the newest timestamp shows, and with what it is checked.

    Args:
        stamp: It.
        banyak: How many entries the head of the bundle covers.
    """
    size = stamp.filed.size
    place = f"cap-waktu/{size}"
    return _CAP.format(
        size=size,
        saat=stamp.saat,
        nama=stamp.nama,
        known="dipercaya kantor" if stamp.trusted else "tidak dikenal kantor",
        place=place,
        answer=stamp.filed.place,
        small=place if size <= banyak else "bukti/checkpoint",
        growth=place + GROWTH,
    )


def write_readme(*, extra: str, cap: str, **facts: object) -> bytes:
    """Write it.

    Args:
        extra: What else lies in ``bukti/``.
        cap: What is said of timestamps, if there are any; else nothing.
        facts: what the page says of this bundle, by name.
    """
    return _TEXT.format(extra=extra, cap=cap, **facts).encode()
