#!/usr/bin/env python3
"""Memeriksa arsip, surat, dan berkas bukti formulir tanpa formulir.

Satu berkas, hanya pustaka standar Python 3.8 ke atas. Ditulis dari halaman
docs/archive-format.md; nomor § di bawah menunjuk halaman itu.

    python3 -I formulir_verify.py BERKAS…

BERKAS adalah salah satu dari:

    FOLDER          arsip (berisi log.jsonl dan checkpoint) atau berkas bukti (bagit.txt)
    SURAT.pdf       dengan tanda terimanya di sebelahnya: SURAT.pdf.tlog-proof
    LAMA BARU       dua checkpoint; BARU boleh folder arsip, atau bukti pertumbuhan

Pilihan:

    --kunci FILE      log.pub yang Anda percaya, diperoleh di luar berkas ini
    --kebijakan FILE  kunci log dan saksi, dan berapa saksi yang harus ikut menandatangani
    --json            jawaban untuk program

Kode keluar: 0 sah, 1 tidak sah, 2 salah ketik.
"""

import base64
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from datetime import datetime

try:  # lebih cepat bila ada; tanpa ini pun jawabannya sama
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

DALAM = 64  # §2: tumpukan objek dan daftar JSON
BILANGAN = 2**53 - 1
BARIS = 1 << 26  # §2: baris terpanjang
CATATAN = 1 << 16  # §12: checkpoint dengan semua tanda tangannya
TERIMA = 1 << 20  # §12: tanda terima
DAFTAR = 1 << 28  # §16: manifes dan daftar
LAPIS = 8  # §16: folder di dalam folder
BANYAK = 2_000_000  # §16: berkas dalam satu berkas bukti
SEKALI = ("terbit", "masuk", "batal")
KEMBALI = ("ditandatangani", "diterima")
AWAL = "c2sp.org/tlog-proof@v1"
UJUNG = ".tlog-proof"
KOSONG = hashlib.sha256(b"").digest()


class Salah(Exception):
    """Sesuatu tidak seperti yang dikatakan halaman."""


def perlu(syarat, sebab):
    if not syarat:
        raise Salah(sebab)


def sidik(data):
    return hashlib.sha256(data).digest()


# ---- Ed25519 (RFC 8032 §5.1) ---------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
AKAR = pow(2, (P - 1) // 4, P)


def _tambah(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _kali(angka, titik):
    hasil = (0, 1, 1, 0)
    while angka:
        if angka & 1:
            hasil = _tambah(hasil, titik)
        titik = _tambah(titik, titik)
        angka >>= 1
    return hasil


def _titik(data):
    y = int.from_bytes(data, "little")
    tanda, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if tanda else (0, y, 1, 0)
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * AKAR % P
    if (x * x - x2) % P:
        return None
    if x & 1 != tanda:
        x = P - x
    return (x, y, 1, x * y % P)


def _tulis(titik):
    z = pow(titik[2], P - 2, P)
    x, y = titik[0] * z % P, titik[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


DASAR = _titik((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def _sah_murni(kunci, tanda, data):
    titik = _titik(kunci)
    s = int.from_bytes(tanda[32:], "little")
    if titik is None or s >= L:
        return False
    campur = hashlib.sha512(tanda[:32] + kunci + data).digest()
    h = int.from_bytes(campur, "little") % L
    balik = (P - titik[0], titik[1], 1, P - titik[3])
    return _tulis(_tambah(_kali(s, DASAR), _kali(h, balik))) == tanda[:32]


def sah(kunci, tanda, data):
    """Apakah tanda tangan ini berlaku?"""
    if len(kunci) != 32 or len(tanda) != 64:
        return False
    if Ed25519PublicKey is None:
        return _sah_murni(kunci, tanda, data)
    try:
        Ed25519PublicKey.from_public_bytes(kunci).verify(tanda, data)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---- Ejaan (§2, §5) ------------------------------------------------------------------


def baca64(teks):
    try:
        data = base64.b64decode(teks.encode("ascii"), validate=True)
    except ValueError:
        raise Salah("bukan base64") from None
    perlu(base64.b64encode(data).decode() == teks, "base64 dieja lain")
    return data


def baca_angka(teks):
    perlu(re.fullmatch("0|[1-9][0-9]{0,15}", teks), "bukan bilangan")
    return int(teks)


def baca_teks(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Salah("bukan UTF-8") from None


def nama_sah(nama):
    return bool(nama) and all(
        sign != "+" and unicodedata.category(sign)[0] not in "CZ" for sign in nama
    )


def eja(nilai, lapis=1):
    """Tulis nilai JSON dalam satu-satunya ejaan."""
    if nilai is None or nilai is True or nilai is False:
        return {None: "null", True: "true", False: "false"}[nilai]
    if isinstance(nilai, str):
        return json.dumps(nilai, ensure_ascii=False)
    if isinstance(nilai, int):
        perlu(abs(nilai) <= BILANGAN, "bilangan terlalu besar")
        return str(nilai)
    perlu(isinstance(nilai, (dict, list)), "bukan bilangan bulat")
    perlu(lapis <= DALAM, "bertumpuk terlalu dalam")
    if isinstance(nilai, list):
        return "[" + ",".join(eja(isi, lapis + 1) for isi in nilai) + "]"
    perlu(
        all(re.fullmatch("[a-z0-9_]+", nama) for nama in nilai),
        "nama anggota dieja lain",
    )
    return (
        "{" + ",".join(f'"{n}":{eja(nilai[n], lapis + 1)}' for n in sorted(nilai)) + "}"
    )


def baca_json(data):
    try:
        nilai = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Salah("bukan JSON") from None
    perlu(isinstance(nilai, dict), "bukan objek JSON")
    try:
        perlu(eja(nilai).encode("utf-8") == data, "JSON dieja lain")
    except (UnicodeEncodeError, RecursionError):
        raise Salah("JSON dieja lain") from None
    return nilai


def saat_sah(teks):
    bentuk = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
    if not (isinstance(teks, str) and re.fullmatch(bentuk, teks)):
        return False
    try:
        datetime(
            *(
                int(teks[a:b])
                for a, b in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
            )
        )
    except ValueError:
        return False
    return True


def baca_baris(baris, nomor):
    """Baca satu baris catatan (§2)."""
    isi = baca_json(baris)
    entri = isi.get("entri")
    perlu(type(entri) is int and entri == nomor, "nomor baris (entri) lain")
    perlu("status" not in isi, "memuat status, yang tidak pernah dicatat")
    perlu(saat_sah(isi.get("saat")), "saat bukan waktu yang ada")
    perlu(
        isinstance(isi.get("tindakan"), str) and isi["tindakan"],
        "tidak menyebut tindakan",
    )
    kode = isi.get("kode")
    perlu(kode is None or (isinstance(kode, str) and kode), "kode dieja lain")
    rujukan(isi)
    return isi


def rujukan(isi):
    """Berkas yang dirujuk satu baris (§3)."""
    lampiran = isi.get("lampiran")
    lampiran = [] if lampiran is None else lampiran
    perlu(isinstance(lampiran, list), "lampiran bukan daftar")
    dirujuk = []
    for bagian in [isi, *lampiran]:
        perlu(isinstance(bagian, dict), "lampiran bukan daftar objek")
        if bagian.get("sha256") is not None:
            ekor = bagian.get("ekstensi")
            dirujuk.append((bagian["sha256"], "pdf" if ekor is None else ekor))
    for anggota, ekor in (("konteks", "json"), ("templat", "docx")):
        if isi.get(anggota) is not None:
            dirujuk.append((isi[anggota], ekor))
    for digest, ekor in dirujuk:
        perlu(
            isinstance(digest, str) and isinstance(ekor, str),
            "rujukan berkas dieja lain",
        )
        perlu(re.fullmatch("[0-9a-f]{64}", digest), "rujukan berkas dieja lain")
        perlu(
            re.fullmatch("[a-z0-9]{1,8}", ekor) and ekor != "baru",
            "rujukan berkas dieja lain",
        )
    return [f"{digest}.{ekor}" for digest, ekor in dirujuk]


def sekali(isi):
    """Tindakan yang hanya terjadi sekali (§2), atau None."""
    kode, tindakan, digest = isi.get("kode"), isi["tindakan"], isi.get("sha256")
    if kode is None:
        return None
    if tindakan in SEKALI:
        return (tindakan, kode)
    if tindakan in KEMBALI and digest is not None:
        return (tindakan, kode, digest)
    return None


# ---- Pohon (§4) ----------------------------------------------------------------------


def daun(baris):
    return sidik(b"\0" + baris)


def simpul(kiri, kanan):
    return sidik(b"\1" + kiri + kanan)


class Tepi:
    """Tepi kanan pohon yang tumbuh."""

    def __init__(self):
        self.banyak, self.puncak = 0, []

    def tambah(self, hash_daun):
        sisa = self.banyak
        while sisa & 1:
            hash_daun = simpul(self.puncak.pop(), hash_daun)
            sisa >>= 1
        self.puncak.append(hash_daun)
        self.banyak += 1

    def akar(self):
        if not self.puncak:
            return KOSONG
        hasil = self.puncak[-1]
        for puncak in reversed(self.puncak[:-1]):
            hasil = simpul(puncak, hasil)
        return hasil


def termuat(hash_daun, nomor, banyak, bukti, akar):
    """RFC 9162 §2.1.3.2."""
    if not 0 <= nomor < banyak or any(len(h) != 32 for h in (hash_daun, akar, *bukti)):
        return False
    fn, sn, r = nomor, banyak - 1, hash_daun
    for p in bukti:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = simpul(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = simpul(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == akar


def tumbuh(lama, baru, akar_lama, akar_baru, bukti):
    """RFC 9162 §2.1.4.2; dari pohon kosong apa pun tumbuh tanpa bukti (§14)."""
    if not 0 <= lama <= baru or any(
        len(h) != 32 for h in (akar_lama, akar_baru, *bukti)
    ):
        return False
    if lama == 0:
        return not bukti and akar_lama == KOSONG and (baru > 0 or akar_baru == KOSONG)
    if lama == baru:
        return not bukti and akar_lama == akar_baru
    jalan = [akar_lama, *bukti] if lama & (lama - 1) == 0 else list(bukti)
    if not bukti:
        return False
    fn, sn = lama - 1, baru - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = jalan[0]
    for c in jalan[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = simpul(c, fr), simpul(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = simpul(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == akar_lama and sr == akar_baru


# ---- Kunci, checkpoint, tanda tangan (§5, §12) ---------------------------------------


def baca_kunci(baris):
    bagian = baris.split("+", 2)
    perlu(len(bagian) == 3 and nama_sah(bagian[0]), "kunci dieja lain")
    nama, tanda, isi = bagian
    data = baca64(isi)
    perlu(len(data) > 1, "kunci dieja lain")
    if data[0] in (1, 4):
        perlu(len(data) == 33, "bukan kunci Ed25519")
    nomor = sidik(nama.encode() + b"\n" + data)[:4]
    perlu(tanda == nomor.hex(), "tanda pengenal kunci tidak cocok")
    return {"nama": nama, "nomor": nomor, "jenis": data[0], "kunci": data[1:]}


def baca_kunci_log(data):
    teks = baca_teks(data)
    perlu(teks.endswith("\n") and teks.count("\n") == 1, "bukan satu baris kunci")
    kunci = baca_kunci(teks[:-1])
    perlu(kunci["jenis"] == 1, "bukan kunci log")
    return kunci


def baca_catatan(data):
    """Checkpoint dengan sejumlah tanda tangan (§12)."""
    perlu(len(data) <= CATATAN, "checkpoint terlalu besar")
    kepala, ada, ekor = data.partition(b"\n\n")
    perlu(ada and b"\n\n" not in ekor and ekor.endswith(b"\n"), "checkpoint dieja lain")
    teks, tanda = baca_teks(kepala + b"\n"), baca_teks(ekor)
    perlu(
        all(c >= " " or c == "\n" for c in teks + tanda),
        "ada tanda kendali di checkpoint",
    )
    baris = teks[:-1].split("\n")
    perlu(len(baris) == 3 and nama_sah(baris[0]), "checkpoint dieja lain")
    banyak, akar = baca_angka(baris[1]), baca64(baris[2])
    perlu(len(akar) == 32, "akar bukan 32 byte")
    tangan = []
    for satu in tanda[:-1].split("\n"):
        perlu(satu.startswith("\u2014 "), "baris tanda tangan dieja lain")
        nama, ada, isi = satu[2:].partition(" ")
        perlu(ada and nama_sah(nama), "baris tanda tangan dieja lain")
        isi = baca64(isi)
        perlu(len(isi) > 4, "tanda tangan terlalu pendek")
        tangan.append((nama, isi[:4], isi[4:]))
    perlu(len(tangan) <= 64, "terlalu banyak tanda tangan")
    return {
        "asal": baris[0],
        "banyak": banyak,
        "akar": akar,
        "teks": teks.encode(),
        "tangan": tangan,
    }


def ditandatangani(catatan, kunci):
    """Baris dari kunci ini: None bila tidak ada; salah bila ada dan tidak berlaku."""
    jumpa = None
    if kunci["jenis"] not in (1, 4):
        return None
    for nama, nomor, isi in catatan["tangan"]:
        if (nama, nomor) != (kunci["nama"], kunci["nomor"]):
            continue
        teks, saat = catatan["teks"], 0
        if kunci["jenis"] == 4:
            saat = int.from_bytes(isi[:8], "big")
            teks = f"cosignature/v1\ntime {saat}\n".encode() + teks
            isi = isi[8:] if len(isi) == 72 else b""
        perlu(sah(kunci["kunci"], isi, teks), f"tanda tangan {nama} tidak berlaku")
        jumpa = saat if jumpa is None else jumpa
    return jumpa


# ---- Kebijakan (§13) -----------------------------------------------------------------


def percaya(kunci):
    return {
        "log": {kunci["nama"]: kunci},
        "saksi": {},
        "kelompok": {},
        "kuorum": "none",
    }


def baca_kebijakan(data):
    perlu(len(data) <= CATATAN, "kebijakan terlalu besar")
    isi = {"log": {}, "saksi": {}, "kelompok": {}, "kuorum": None}
    for nomor, baris in enumerate(baca_teks(data).split("\n"), 1):
        kata = [k for k in re.split("[ \t]+", baris) if k]
        if not kata or kata[0].startswith("#"):
            continue
        try:
            _baris_kebijakan(isi, kata)
        except Salah as salah:
            raise Salah(f"baris {nomor}: {salah}") from None
    perlu(isi["kuorum"] is not None, "tidak ada baris quorum")
    return isi


def _baris_kebijakan(isi, kata):
    jenis, sisa = kata[0], kata[1:]
    perlu(
        jenis in ("log", "witness", "group", "quorum"), "baris kebijakan tidak dikenal"
    )
    if jenis == "log":
        perlu(1 <= len(sisa) <= 2, "banyaknya kata lain")
        kunci = baca_kunci(sisa[0])
        _bukan_ganda(kunci, isi["log"])
        isi["log"][kunci["nama"]] = kunci
    elif jenis == "witness":
        perlu(2 <= len(sisa) <= 3, "banyaknya kata lain")
        _bukan_terpakai(isi, sisa[0])
        kunci = baca_kunci(sisa[1])
        _bukan_ganda(kunci, isi["saksi"])
        isi["saksi"][sisa[0]] = kunci
    elif jenis == "group":
        perlu(len(sisa) >= 3, "banyaknya kata lain")
        nama, kata_banyak, anggota = sisa[0], sisa[1], sisa[2:]
        _bukan_terpakai(isi, nama)
        for satu in anggota:
            _dikenal(isi, satu)
        perlu(len(set(anggota)) == len(anggota), "anggota disebut dua kali")
        banyak = {"any": 1, "all": len(anggota)}.get(kata_banyak)
        if banyak is None:
            perlu(
                re.fullmatch("[1-9][0-9]{0,5}", kata_banyak),
                "banyaknya anggota dieja lain",
            )
            banyak = int(kata_banyak)
        perlu(1 <= banyak <= len(anggota), "banyaknya anggota dieja lain")
        isi["kelompok"][nama] = (banyak, anggota)
    else:
        perlu(len(sisa) == 1 and isi["kuorum"] is None, "baris quorum dieja lain")
        if sisa[0] != "none":
            _dikenal(isi, sisa[0])
        isi["kuorum"] = sisa[0]


def _dikenal(isi, nama):
    perlu(nama in isi["saksi"] or nama in isi["kelompok"], f"{nama} belum disebut")


def _bukan_terpakai(isi, nama):
    bebas = nama != "none" and nama not in isi["saksi"] and nama not in isi["kelompok"]
    perlu(bebas, f"nama {nama} sudah terpakai")


def _bukan_ganda(kunci, dikenal):
    for lain in dikenal.values():
        perlu(
            lain["kunci"] != kunci["kunci"] and lain["nama"] != kunci["nama"],
            "kunci disebut dua kali",
        )


def _cukup(kebijakan, nama, tanda):
    if nama == "none" or nama in tanda:
        return True
    if nama not in kebijakan["kelompok"]:
        return False
    banyak, anggota = kebijakan["kelompok"][nama]
    return sum(_cukup(kebijakan, satu, tanda) for satu in anggota) >= banyak


def periksa_catatan(catatan, kebijakan):
    """Kembalikan saksi yang ikut menandatangani, dengan waktunya."""
    log = kebijakan["log"].get(catatan["asal"])
    perlu(log is not None, f"log {catatan['asal']} bukan yang dipercaya")
    perlu(
        ditandatangani(catatan, log) is not None,
        "checkpoint tidak ditandatangani kunci yang dipercaya",
    )
    tanda = {}
    for nama, kunci in kebijakan["saksi"].items():
        saat = ditandatangani(catatan, kunci)
        if saat is not None:
            tanda[nama] = saat
    perlu(
        _cukup(kebijakan, kebijakan["kuorum"], tanda),
        "terlalu sedikit saksi yang menandatangani",
    )
    return tanda


# ---- Tanda terima (§12) --------------------------------------------------------------


def baca_terima(data):
    perlu(len(data) <= TERIMA, "tanda terima terlalu besar")
    kepala, ada, catatan = data.partition(b"\n\n")
    try:
        baris = kepala.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Salah("tanda terima dieja lain") from None
    perlu(ada and baris[0] == AWAL, "bukan tanda terima")
    perlu(
        len(baris) >= 3 and baris[1].startswith("extra "),
        "baris 2: tanpa baris catatan",
    )
    perlu(baris[2].startswith("index "), "baris 3: tanpa nomor")
    bukti = [baca64(satu) for satu in baris[3:]]
    perlu(len(bukti) <= 63 and all(len(h) == 32 for h in bukti), "bukan hash 32 byte")
    return {
        "baris": baca64(baris[1][6:]),
        "nomor": baca_angka(baris[2][6:]),
        "bukti": bukti,
        "catatan": catatan,
    }


def periksa_terima(data, kebijakan, kenal=None):
    """Kembalikan isi baris, bila tanda terima membuktikannya.

    kenal menyimpan checkpoint yang sudah diperiksa: biasanya sama untuk semua.
    """
    terima = baca_terima(data)
    isi = baca_baris(terima["baris"], terima["nomor"])
    kenal = {} if kenal is None else kenal
    if terima["catatan"] not in kenal:
        catatan = baca_catatan(terima["catatan"])
        kenal[terima["catatan"]] = (catatan, periksa_catatan(catatan, kebijakan))
    catatan, saksi = kenal[terima["catatan"]]
    perlu(
        termuat(
            daun(terima["baris"]),
            terima["nomor"],
            catatan["banyak"],
            terima["bukti"],
            catatan["akar"],
        ),
        "hash-nya tidak menuju akar yang ditandatangani",
    )
    return {"isi": isi, "catatan": catatan, "saksi": saksi, "asli": terima["catatan"]}


# ---- Membaca berkas orang lain -------------------------------------------------------


def buka(jalan):
    """Buka berkas biasa, bukan tautan, tanpa menunggu siapa pun."""
    cara = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        pegang = os.open(jalan, cara | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        raise Salah("tidak ada, atau tidak dapat dibaca") from None
    if not stat.S_ISREG(os.fstat(pegang).st_mode):
        os.close(pegang)
        raise Salah("bukan berkas biasa")
    return os.fdopen(pegang, "rb")


def baca_berkas(jalan, paling):
    """Baca berkas biasa, bukan tautan, paling banyak sekian byte."""
    with buka(jalan) as berkas:
        try:
            data = berkas.read(paling + 1)
        except OSError:
            raise Salah("tidak dapat dibaca") from None
    perlu(len(data) <= paling, f"lebih besar dari {paling} byte")
    return data


def sidik_berkas(jalan):
    """SHA-256 berkas biasa, bukan tautan."""
    hitung = hashlib.sha256()
    with buka(jalan) as berkas:
        try:
            while True:
                data = berkas.read(1 << 20)
                if not data:
                    break
                hitung.update(data)
        except OSError:
            raise Salah("tidak dapat dibaca") from None
    return hitung.hexdigest()


def susuri(akar, paling_dalam):
    """Semua berkas di bawah folder: (jalan dengan garis miring, tautan atau bukan biasa?)."""
    tumpuk, banyak = [("", 0)], 0
    while tumpuk:
        folder, lapis = tumpuk.pop()
        try:
            isi = sorted(
                os.scandir(os.path.join(akar, folder)), key=lambda satu: satu.name
            )
        except OSError:
            raise Salah(f"{folder or akar}: folder tidak dapat dibaca") from None
        for satu in isi:
            jalan = f"{folder}/{satu.name}" if folder else satu.name
            banyak += 1
            perlu(banyak <= BANYAK, "terlalu banyak berkas")
            if satu.is_dir(follow_symlinks=False):
                perlu(lapis < paling_dalam, f"{jalan}: folder terlalu dalam")
                tumpuk.append((jalan, lapis + 1))
            else:
                yield (
                    jalan,
                    satu.is_symlink() or not satu.is_file(follow_symlinks=False),
                )


# ---- Arsip (§8, §15) -----------------------------------------------------------------


class Temuan:
    """Yang salah, dengan tempatnya, dan yang sekadar diberitahukan."""

    def __init__(self):
        self.salah, self.tahu = [], []

    def catat(self, tempat, sebab):
        self.salah.append((tempat, str(sebab)))

    def beri_tahu(self, kalimat):
        self.tahu.append(kalimat)


def baris_demi_baris(jalan):
    """Baris utuh berkas catatan, tanpa akhir barisnya; yang tidak diakhiri bukan baris."""
    with open(jalan, "rb") as berkas:
        while True:
            baris = berkas.readline(BARIS + 1)
            if not baris.endswith(b"\n"):
                perlu(len(baris) <= BARIS, "baris terlalu panjang")
                return
            yield baris[:-1]


def kepala_arsip(akar, temuan, kunci=None):
    """Periksa log.pub dan checkpoint; kembalikan kunci dan checkpoint."""
    try:
        log = baca_kunci_log(baca_isi(akar, "log.pub", CATATAN))
        if kunci is not None:
            perlu(log == kunci, "bukan kunci yang Anda percaya")
    except Salah as salah:
        temuan.catat("log.pub", salah)
        return None, None
    try:
        catatan = baca_catatan(baca_isi(akar, "checkpoint", CATATAN))
        perlu(len(catatan["tangan"]) == 1, "checkpoint arsip bertanda tangan satu")
        perlu(catatan["asal"] == log["nama"], "checkpoint milik arsip lain")
        perlu(ditandatangani(catatan, log) is not None, "ditandatangani kunci lain")
    except Salah as salah:
        temuan.catat("checkpoint", salah)
        return log, None
    return log, catatan


def baca_isi(akar, nama, paling):
    """Baca berkas langsung di bawah arsip; di sana tautan tidak dilarang (§1)."""
    jalan = os.path.join(akar, nama)
    perlu(os.path.isfile(jalan), "tidak ada, atau tidak dapat dibaca")
    try:
        with open(jalan, "rb") as berkas:
            data = berkas.read(paling + 1)
    except OSError:
        raise Salah("tidak dapat dibaca") from None
    perlu(len(data) <= paling, f"lebih besar dari {paling} byte")
    return data


def periksa_log(akar, nama, catatan, temuan, pada=()):
    """Baca semua baris yang dicakup checkpoint; kembalikan rujukan dan akar pada ukuran tertentu."""
    tepi, dirujuk, pernah, akar_pada = Tepi(), {}, set(), {0: KOSONG}
    jalan = os.path.join(akar, nama)
    try:
        baris2 = (
            baris_demi_baris(jalan)
            if os.path.isfile(jalan) and catatan["banyak"]
            else ()
        )
        for baris in baris2:
            nomor = tepi.banyak
            tepi.tambah(daun(baris))
            if tepi.banyak in pada:
                akar_pada[tepi.banyak] = tepi.akar()
            try:
                isi = baca_baris(baris, nomor)
                satu = sekali(isi)
                perlu(
                    satu is None or satu not in pernah,
                    "tindakan yang sama untuk kedua kali",
                )
                pernah.add(satu)
                for berkas in rujukan(isi):
                    dirujuk.setdefault(berkas, nomor)
            except Salah as salah:
                temuan.catat(f"{nama}, entri {nomor}", salah)
            if tepi.banyak == catatan["banyak"]:
                break
    except (Salah, OSError) as salah:
        temuan.catat(f"{nama}, entri {tepi.banyak}", salah)
    if tepi.banyak < catatan["banyak"]:
        temuan.catat(
            f"{nama}, entri {tepi.banyak}",
            f"catatan berakhir di sini; checkpoint mencakup {catatan['banyak']} baris",
        )
    elif tepi.akar() != catatan["akar"]:
        temuan.catat(nama, "baris-barisnya tidak memberi akar yang ditandatangani")
    return dirujuk, akar_pada


def periksa_arsip(akar, temuan, kunci=None, lama=()):
    """Periksa folder arsip (§8); lama adalah checkpoint yang disimpan di luar."""
    log, catatan = kepala_arsip(akar, temuan, kunci)
    if catatan is None:
        return None
    pada = {satu["banyak"] for _, satu in lama}
    dirujuk, akar_pada = periksa_log(akar, "log.jsonl", catatan, temuan, pada)
    sehat = not temuan.salah
    for nama, satu in lama:
        periksa_lama(nama, satu, catatan, akar_pada, log, temuan)
    if sehat:
        periksa_objek(akar, dirujuk, temuan)
    periksa_akses(akar, log, temuan)
    return catatan


def periksa_lama(nama, lama, baru, akar_pada, log, temuan):
    """Satu checkpoint lama terhadap baris-baris arsip (§11)."""
    try:
        perlu(lama["asal"] == log["nama"], "checkpoint milik log lain")
        perlu(ditandatangani(lama, log) is not None, "ditandatangani kunci lain")
        perlu(
            lama["banyak"] <= baru["banyak"],
            f"mencakup {lama['banyak']} entri, arsip hanya {baru['banyak']}: arsip lama dipasang kembali",
        )
        perlu(
            akar_pada.get(lama["banyak"]) == lama["akar"],
            f"{lama['banyak']} entri pertama bukan yang dulu ditandatangani: ada yang diubah",
        )
    except Salah as salah:
        temuan.catat(nama, salah)


def periksa_objek(akar, dirujuk, temuan):
    for nama in sorted(dirujuk):
        tempat = f"objects/{nama[:2]}/{nama[2:]}"
        jalan = os.path.join(akar, "objects", nama[:2], nama[2:])
        try:
            perlu(
                sidik_berkas(jalan) == nama[:64],
                f"berubah: SHA-256-nya lain; entri {dirujuk[nama]} merujuknya",
            )
        except Salah as salah:
            temuan.catat(tempat, salah)
    tunda = baca_tunda(akar)
    folder = os.path.join(akar, "objects")
    if not os.path.isdir(folder):
        return
    try:
        for jalan, tautan in susuri(folder, 64):
            bagian = jalan.split("/")
            nama = "".join(bagian)
            tepat = len(bagian) == 2 and len(bagian[0]) == 2
            dasar = nama[:-5] if nama.endswith(".baru") else nama
            tautan = tautan or any(
                os.path.islink(os.path.join(folder, *bagian[:n]))
                for n in range(1, len(bagian))
            )
            if tautan or not tepat or (nama not in dirujuk and dasar not in tunda):
                temuan.catat(
                    f"objects/{jalan}", "diselipkan: tidak ada entri yang merujuknya"
                )
    except Salah as salah:
        temuan.catat("objects", salah)


def baca_tunda(akar):
    """Berkas yang mungkin ditinggalkan penambahan yang terputus (§6)."""
    try:
        data = baca_isi(akar, "tunda", DAFTAR)
        teks = data.decode("ascii")
        perlu(teks.endswith("\n"), "")
        ukuran, *nama = teks[:-1].split("\n")
        baca_angka(ukuran)
        pasang = [tuple(satu.split(".")) for satu in nama]
        perlu(
            all(
                len(satu) == 2 and re.fullmatch("[0-9a-f]{64}", satu[0])
                for satu in pasang
            ),
            "",
        )
        perlu(
            all(
                re.fullmatch("[a-z0-9]{1,8}", satu[1]) and satu[1] != "baru"
                for satu in pasang
            ),
            "",
        )
        perlu(pasang == sorted(set(pasang)), "")
    except (Salah, ValueError):
        return set()
    return set(nama)


def periksa_akses(akar, log, temuan):
    """Catatan kedua: siapa melihat dan siapa diberi (§15)."""
    if not os.path.exists(os.path.join(akar, "akses.checkpoint")):
        return
    try:
        catatan = baca_catatan(baca_isi(akar, "akses.checkpoint", CATATAN))
        nama = log["nama"] + "/akses"
        nomor = sidik(nama.encode() + b"\n\1" + log["kunci"])[:4]
        kunci = {"nama": nama, "nomor": nomor, "jenis": 1, "kunci": log["kunci"]}
        perlu(
            len(catatan["tangan"]) == 1 and catatan["asal"] == nama,
            "bukan milik arsip ini",
        )
        perlu(ditandatangani(catatan, kunci) is not None, "ditandatangani kunci lain")
    except Salah as salah:
        temuan.catat("akses.checkpoint", salah)
        return
    periksa_log(akar, "akses.jsonl", catatan, temuan)


# ---- Berkas bukti (§16) --------------------------------------------------------------

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LUAR = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
TETAP = (
    "data/BACA-SAYA.txt",
    "data/periksa.html",
    "data/formulir_verify.py",
    "data/bukti/log.pub",
    "data/bukti/checkpoint",
    "data/bukti/kebijakan",
    "data/daftar.json",
    "data/daftar.csv",
    "data/daftar.xlsx",
    "data/riwayat.csv",
    "data/contoh.json",
)
CAP = re.compile(
    "data/cap-waktu/(0|[1-9][0-9]{0,15})([.]tsq|[.]tumbuh|[.][0-9a-f]{16}[.]tsr)?"
)  # §18
WAJIB = ("data/bukti/log.pub", "data/bukti/checkpoint", "data/daftar.json")
COCOK = (
    "entri",
    "kode",
    "formulir",
    "kunci",
    "tahun",
    "nomor",
    "tanggal",
    "tahap",
    "hal",
    "sha256",
)


def jalan_sah(jalan):
    """Bolehkah nama ini disebut manifes? Tidak ke luar folder, tidak dieja dua cara."""
    return all(
        bagian not in ("", ".", "..")
        and not any(c in '\\%:*?"<>|' or ord(c) < 32 or ord(c) == 127 for c in bagian)
        for bagian in jalan.split("/")
    )


def baca_manifes(data):
    """Nama dan SHA-256 dari satu manifes."""
    teks, daftar = baca_teks(data), {}
    perlu(teks == "" or teks.endswith("\n"), "baris terakhir tidak diakhiri")
    for nomor, baris in enumerate(teks.split("\n")[:-1], 1):
        jumpa = re.fullmatch("([0-9a-f]{64})  (.+)", baris)
        perlu(jumpa and jalan_sah(jumpa[2]), f"baris {nomor} dieja lain")
        perlu(jumpa[2] not in daftar, f"baris {nomor}: disebut dua kali")
        daftar[jumpa[2]] = jumpa[1]
    return daftar


def periksa_bukti(akar, temuan, kunci=None, kebijakan=None):
    """Periksa satu berkas bukti; kembalikan banyaknya surat."""
    sidik_isi = periksa_bag(akar, temuan)
    if temuan.salah:
        return 0
    return periksa_dalam(
        {
            jalan: digest
            for jalan, digest in sidik_isi.items()
            if jalan.startswith("data/")
        },
        lambda jalan, paling: baca_berkas(
            os.path.join(akar, *jalan.split("/")), paling
        ),
        temuan,
        kunci,
        kebijakan,
    )


def periksa_bag(akar, temuan):
    """Periksa wadah BagIt: setiap berkas disebut sekali, dan isinya seperti disebut."""
    ada = {}
    try:
        for jalan, aneh in susuri(akar, LAPIS):
            if aneh:
                temuan.catat(jalan, "tautan, atau bukan berkas biasa")
            ada[jalan] = None
    except Salah as salah:
        temuan.catat(".", salah)
        return {}
    manifes = {}
    for nama in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
        try:
            manifes[nama] = baca_manifes(baca_berkas(os.path.join(akar, nama), DAFTAR))
        except Salah as salah:
            temuan.catat(nama, salah)
    if len(manifes) < 2:
        return {}
    disebut = {}
    for nama, dalam in (
        ("tagmanifest-sha256.txt", False),
        ("manifest-sha256.txt", True),
    ):
        for jalan, digest in manifes[nama].items():
            tepat = jalan.startswith("data/") if dalam else jalan in LUAR
            if not tepat:
                temuan.catat(jalan, f"tidak boleh disebut {nama}")
            elif jalan not in ada:
                temuan.catat(jalan, f"hilang; {nama} menyebutnya")
            disebut[jalan] = digest
    for jalan in LUAR:
        if jalan not in manifes["tagmanifest-sha256.txt"]:
            temuan.catat(jalan, "tidak disebut tagmanifest-sha256.txt")
    for jalan in sorted(ada):
        if jalan == "tagmanifest-sha256.txt" or jalan not in disebut:
            if jalan != "tagmanifest-sha256.txt":
                temuan.catat(jalan, "diselipkan: tidak disebut manifes")
            continue
        try:
            perlu(
                sidik_berkas(os.path.join(akar, *jalan.split("/"))) == disebut[jalan],
                "berubah: SHA-256-nya bukan yang disebut manifes",
            )
        except Salah as salah:
            temuan.catat(jalan, salah)
    try:
        perlu(
            baca_berkas(os.path.join(akar, "bagit.txt"), CATATAN) == BAGIT,
            "bukan BagIt 1.0",
        )
    except Salah as salah:
        temuan.catat("bagit.txt", salah)
    return disebut


def periksa_dalam(isi, baca, temuan, kunci=None, kebijakan=None):
    """Periksa yang ada di dalam data/ (§16): tanda terima, surat, daftar."""
    for jalan in WAJIB:
        if jalan not in isi:
            temuan.catat(jalan, "hilang")
    for jalan in sorted(isi):
        folder = jalan.split("/")[1]
        dalam = jalan.count("/") == 2
        if (
            jalan not in TETAP
            and not CAP.fullmatch(jalan)
            and not (dalam and folder in ("surat", "kembali", "riwayat"))
        ):
            temuan.catat(jalan, "tidak ada tempatnya dalam berkas bukti")
    if temuan.salah:
        return 0
    if any(CAP.fullmatch(jalan) for jalan in isi):
        temuan.beri_tahu("cap waktu tidak dinilai di sini: lihat BACA-SAYA.txt")
    kepala = kepala_bukti(isi, baca, temuan, kunci, kebijakan)
    if kepala is None:
        return 0
    aturan, catatan = kepala
    terbukti = periksa_terima2(isi, baca, temuan, aturan, catatan)
    if not temuan.salah:
        periksa_berkas2(isi, temuan, terbukti)
    if not temuan.salah:
        periksa_daftar(baca, temuan, terbukti)
    return sum(jalan.startswith("data/surat/") for jalan in terbukti)


def kepala_bukti(isi, baca, temuan, kunci, kebijakan):
    """Kunci, checkpoint, dan kebijakan: yang dibawa, atau yang Anda percaya."""
    tempat = "data/bukti/log.pub"
    try:
        log = baca_kunci_log(baca(tempat, CATATAN))
        if kunci is not None:
            perlu(log == kunci, "bukan kunci yang Anda percaya")
        aturan = percaya(log)
        tempat = "data/bukti/kebijakan"
        if tempat in isi:
            aturan = baca_kebijakan(baca(tempat, CATATAN))
            perlu(list(aturan["log"].values()) == [log], "menyebut log lain")
        if kebijakan is not None:
            aturan = kebijakan
        tempat = "data/bukti/checkpoint"
        data = baca(tempat, CATATAN)
        catatan = baca_catatan(data)
        perlu(catatan["asal"] == log["nama"], "checkpoint milik log lain")
        periksa_catatan(catatan, aturan)
    except Salah as salah:
        temuan.catat(tempat, salah)
        return None
    return aturan, data


def periksa_terima2(isi, baca, temuan, aturan, kepala):
    """Periksa semua tanda terima: semuanya di bawah checkpoint yang sama."""
    terbukti, pernah, kenal = {}, {}, {}
    for jalan in sorted(isi):
        if not jalan.endswith(UJUNG):
            continue
        try:
            bukti = periksa_terima(baca(jalan, TERIMA), aturan, kenal)
            perlu(
                bukti["asli"] == kepala,
                "checkpoint-nya lain dari data/bukti/checkpoint",
            )
            baris = bukti["isi"]
            perlu(
                baris["entri"] not in pernah,
                f"entri {baris['entri']} sudah ada di {pernah.get(baris['entri'])}",
            )
            pernah[baris["entri"]] = jalan
            terbukti[jalan] = baris
        except Salah as salah:
            temuan.catat(jalan, salah)
    return terbukti


def periksa_berkas2(isi, temuan, terbukti):
    """Periksa bahwa setiap berkas dan tanda terimanya saling menyebut."""
    kode2 = {
        baris.get("kode")
        for jalan, baris in terbukti.items()
        if jalan.startswith("data/surat/")
    }
    for jalan in sorted(isi):
        folder = jalan.split("/")[1]
        if jalan in TETAP or CAP.fullmatch(jalan):
            continue
        try:
            if jalan.endswith(UJUNG):
                baris = terbukti[jalan]
                perlu(baris.get("kode") is not None, "barisnya tanpa kode")
                perlu(
                    baris["kode"] in kode2, "tindakan atas surat yang tidak ada di sini"
                )
                if folder == "riwayat":
                    perlu(
                        jalan == f"data/riwayat/{baris['entri']}{UJUNG}",
                        "nama berkas bukan nomor entrinya",
                    )
                else:
                    perlu(jalan[: -len(UJUNG)] in isi, "berkasnya tidak ada")
                continue
            perlu(folder != "riwayat", "hanya tanda terima ada di sini")
            perlu(jalan + UJUNG in terbukti, "tanpa tanda terima")
            periksa_satu(jalan, folder, isi[jalan], terbukti[jalan + UJUNG])
        except Salah as salah:
            temuan.catat(jalan, salah)


def periksa_satu(jalan, folder, digest, baris):
    """Satu berkas terhadap barisnya."""
    perlu(baris.get("sha256") == digest, "bukan berkas yang disebut tanda terimanya")
    wajar = ("terbit", "masuk") if folder == "surat" else KEMBALI
    perlu(
        baris["tindakan"] in wajar, f"tindakan {baris['tindakan']} bukan di folder ini"
    )
    ekor = baris.get("ekstensi")
    akhir = f"{baris['kode']}.{'pdf' if ekor is None else ekor}"
    if folder == "kembali":
        akhir = f"{baris['kode']} {baris['entri']}.{'pdf' if ekor is None else ekor}"
    nama = jalan.split("/")[2]
    perlu(
        nama == akhir or nama.endswith(" " + akhir),
        "nama berkas tidak berakhir dengan kodenya",
    )


def keadaan(baris2):
    """Keadaan surat: tindakan terakhir, diterima dikesampingkan (§2)."""
    urut = [b["tindakan"] for b in sorted(baris2, key=lambda b: b["entri"])]
    lain = [t for t in urut if t != "diterima"]
    return lain[-1] if lain else urut[-1]


def periksa_daftar(baca, temuan, terbukti):
    """Periksa daftar.json terhadap baris-baris yang terbukti."""
    tempat = "data/daftar.json"
    atas = {}
    for baris in terbukti.values():
        atas.setdefault(baris["kode"], []).append(baris)
    sisa = {
        jalan[: -len(UJUNG)] for jalan in terbukti if jalan.startswith("data/surat/")
    }
    try:
        daftar = baca_json(baca(tempat, DAFTAR))
        surat2 = daftar.get("surat")
        perlu(isinstance(surat2, list), "tanpa daftar surat")
        for nomor, surat in enumerate(surat2):
            perlu(isinstance(surat, dict), f"surat {nomor} dieja lain")
            berkas = surat.get("berkas")
            jalan = f"data/{berkas}" if isinstance(berkas, str) else ""
            perlu(
                jalan in sisa,
                f"surat {nomor}: berkasnya tidak ada, atau disebut dua kali",
            )
            sisa.discard(jalan)
            baris = terbukti[jalan + UJUNG]
            for anggota in COCOK:
                perlu(
                    sama(surat.get(anggota), baris.get(anggota)),
                    f"surat {nomor}: {anggota} lain dari yang tercatat",
                )
            perlu(
                surat.get("status") == keadaan(atas[baris["kode"]]),
                f"surat {nomor}: status lain dari yang tercatat",
            )
            kembali = sorted(
                (satu["entri"], lain[len("data/") : -len(UJUNG)])
                for lain, satu in terbukti.items()
                if lain.startswith("data/kembali/") and satu["kode"] == baris["kode"]
            )
            perlu(
                sama(surat.get("kembali"), [lain for _, lain in kembali]),
                f"surat {nomor}: kembali lain dari yang ada di sini",
            )
        perlu(not sisa, "tidak menyebut semua surat")
    except Salah as salah:
        temuan.catat(tempat, salah)


def sama(satu, lain):
    """Nilai JSON yang sama: true bukan 1."""
    return eja(satu) == eja(lain)


# ---- Perintah ------------------------------------------------------------------------


def waktu(detik):
    try:
        return datetime.utcfromtimestamp(detik).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return str(detik)


def ceritakan(isi):
    """Satu surat dalam satu kalimat."""
    bagian = [
        str(isi.get(nama))
        for nama in ("kode", "nomor", "tanggal", "hal")
        if isi.get(nama)
    ]
    return f"{isi['tindakan']} {isi['saat']}: " + ", ".join(bagian)


def jalankan_surat(jalan, terima, temuan, kebijakan):
    """Satu berkas dengan tanda terimanya."""
    try:
        bukti = periksa_terima(baca_berkas(terima, TERIMA), kebijakan)
    except Salah as salah:
        temuan.catat(terima, salah)
        return
    isi, catatan = bukti["isi"], bukti["catatan"]
    try:
        perlu(
            sidik_berkas(jalan) == isi.get("sha256"),
            "berubah: bukan berkas yang disebut tanda terimanya",
        )
    except Salah as salah:
        temuan.catat(jalan, salah)
        return
    temuan.beri_tahu(ceritakan(isi))
    temuan.beri_tahu(
        f"entri {isi['entri']} dari {catatan['banyak']} dalam {catatan['asal']}"
    )
    for nama, saat in bukti["saksi"].items():
        temuan.beri_tahu(f"disaksikan {nama} pada {waktu(saat)}")
    temuan.beri_tahu(
        "tanda terima tidak mengatakan apakah surat kemudian dibatalkan: tanyakan arsipnya"
    )


def jalankan_tumbuh(lama, baru, temuan, kunci, kebijakan):
    """Dua checkpoint: yang lama dipegang, yang baru ditunjukkan."""
    if os.path.isdir(baru):
        try:
            satu = baca_catatan(baca_berkas(lama, CATATAN))
        except Salah as salah:
            temuan.catat(lama, salah)
            return
        periksa_arsip(baru, temuan, kunci, [(lama, satu)])
        return
    tempat = lama
    try:
        satu = baca_catatan(baca_berkas(lama, CATATAN))
        tempat = baru
        data = baca_berkas(baru, CATATAN + 4096)
        bukti, dari = None, 0
        if data.startswith(b"old "):
            kepala, _, data = data.partition(b"\n\n")
            baris = kepala.decode("ascii", "replace").split("\n")
            dari, bukti = baca_angka(baris[0][4:]), [baca64(h) for h in baris[1:]]
            perlu(len(bukti) <= 63, "terlalu banyak hash")
        dua = baca_catatan(data)
        for nama, catatan in ((lama, satu), (baru, dua)):
            tempat = nama
            periksa_catatan(catatan, kebijakan)
        tempat = baru
        perlu(satu["asal"] == dua["asal"], "checkpoint milik log lain")
        perlu(
            dua["banyak"] >= satu["banyak"],
            f"lebih kecil: {dua['banyak']} entri, dulu {satu['banyak']}; arsip lama dipasang kembali",
        )
        if dua["banyak"] == satu["banyak"]:
            perlu(
                dua["akar"] == satu["akar"],
                "akarnya lain pada ukuran yang sama: arsip bercabang",
            )
        else:
            perlu(
                bukti is not None,
                "tanpa bukti pertumbuhan; mintalah: formulir checkpoint --lama N -o FILE",
            )
            perlu(
                dari == satu["banyak"],
                f"bukti mulai dari {dari} entri, bukan {satu['banyak']}",
            )
            perlu(
                tumbuh(dari, dua["banyak"], satu["akar"], dua["akar"], bukti),
                "tidak tumbuh dari yang lama: entri lama diubah",
            )
        temuan.beri_tahu(
            f"{dua['asal']} tumbuh dari {satu['banyak']} menjadi {dua['banyak']} entri"
        )
    except Salah as salah:
        temuan.catat(tempat, salah)


def pilih_kebijakan(pilihan, kunci):
    """Siapa yang dipercaya untuk surat dan checkpoint."""
    if pilihan.get("--kebijakan"):
        return baca_kebijakan(baca_berkas(pilihan["--kebijakan"], CATATAN))
    if kunci is not None:
        return percaya(kunci)
    raise Salah("siapa yang dipercaya? sebutkan --kunci log.pub atau --kebijakan FILE")


def mirip_terima(jalan):
    """Apakah berkas ini mengaku tanda terima?"""
    if jalan.endswith(UJUNG):
        return True
    try:
        return baca_berkas(jalan, TERIMA).startswith(AWAL.encode())
    except Salah:
        return False


def periksa(jalan2, pilihan, temuan):
    """Pilih cara memeriksa dari bentuk berkasnya."""
    kunci = None
    if pilihan.get("--kunci"):
        kunci = baca_kunci_log(baca_berkas(pilihan["--kunci"], CATATAN))
    pertama = jalan2[0]
    if os.path.isdir(pertama):
        if os.path.lexists(os.path.join(pertama, "bagit.txt")) or os.path.lexists(
            os.path.join(pertama, "manifest-sha256.txt")
        ):
            kebijakan = (
                pilih_kebijakan(pilihan, kunci) if pilihan.get("--kebijakan") else None
            )
            banyak = periksa_bukti(pertama, temuan, kunci, kebijakan)
            temuan.beri_tahu(f"berkas bukti dengan {banyak} surat")
        else:
            catatan = periksa_arsip(pertama, temuan, kunci)
            if catatan is not None:
                temuan.beri_tahu(
                    f"arsip {catatan['asal']} dengan {catatan['banyak']} entri"
                )
        if kunci is None and not pilihan.get("--kebijakan"):
            temuan.beri_tahu(
                "kuncinya dari folder ini sendiri; bandingkan dengan log.pub yang Anda percaya: --kunci"
            )
        return
    if len(jalan2) == 2 and not mirip_terima(jalan2[1]):
        folder = os.path.isdir(jalan2[1])
        kebijakan = None if folder else pilih_kebijakan(pilihan, kunci)
        jalankan_tumbuh(jalan2[0], jalan2[1], temuan, kunci, kebijakan)
        return
    terima = jalan2[1] if len(jalan2) == 2 else pertama + UJUNG
    if len(jalan2) == 1 and pertama.endswith(UJUNG):
        pertama, terima = pertama[: -len(UJUNG)], pertama
    jalankan_surat(pertama, terima, temuan, pilih_kebijakan(pilihan, kunci))


def utama(kata):
    pilihan, jalan2 = {}, []
    urut = iter(kata)
    for satu in urut:
        if satu in ("--kunci", "--kebijakan"):
            pilihan[satu] = next(urut, None)
        elif satu == "--json":
            pilihan[satu] = True
        elif satu.startswith("--"):
            sys.stderr.write(__doc__)
            return 2
        else:
            jalan2.append(satu)
    if not 1 <= len(jalan2) <= 2 or None in pilihan.values():
        sys.stderr.write(__doc__)
        return 2
    temuan = Temuan()
    try:
        periksa(jalan2, pilihan, temuan)
    except Salah as salah:
        temuan.catat("-", salah)
    if pilihan.get("--json"):
        sys.stdout.write(
            json.dumps(
                {"sah": not temuan.salah, "salah": temuan.salah, "tahu": temuan.tahu},
                ensure_ascii=False,
            )
            + "\n"
        )
        return 1 if temuan.salah else 0
    for tempat, sebab in temuan.salah[:20]:
        sys.stdout.write(f"{tempat}: {sebab}\n")
    if len(temuan.salah) > 20:
        sys.stdout.write(f"dan {len(temuan.salah) - 20} lagi\n")
    for kalimat in temuan.tahu:
        sys.stdout.write(f"{kalimat}\n")
    sys.stdout.write("TIDAK SAH\n" if temuan.salah else "SAH\n")
    return 1 if temuan.salah else 0


if __name__ == "__main__":
    sys.exit(utama(sys.argv[1:]))
