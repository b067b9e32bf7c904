"""Layout profiles: what the rules on official letters asked for at a letter's date."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import TemplateFaultyError
from formulir.ground.disk import mark_file
from formulir.ground.toml import read_toml
from formulir.language import phrase
from formulir.letters.jenis import GOLONGAN
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.ground.toml import TomlTable

BERKAS_PROFIL = "profil.toml"

KAKI_TTE: Final = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat "
    "elektronik yang diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), "
    "Badan Siber dan Sandi Negara."
)
"""What stands at the foot of a letter that is signed electronically."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kop_garis": ("ganda", "tunggal", "tanpa"),
    "lampiran_gaya": ("angka-huruf", "huruf"),
    "lampiran_kosong": ("garis", "tanpa"),
    "yth_letak": ("kiri", "kanan"),
    "tanda_tangan": ("basah", "tte"),
    "cap": ("cetak", "tidak"),
    "qr_letak": ("tanda_tangan", "kaki"),
    "nomor_halaman": ("atas", "bawah"),
}
"""The keys that choose among words; the first is what an office's profile that leaves
the key out has always printed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Profil:
    """How letters of one class look in one period.

    Args:
        huruf: The font of the body.
        ukuran_pt: Its size.
        label_hal: What the subject line is called: ``Hal`` or ``Perihal``.
        dasar: The rule that asks for this layout.
        kop_huruf: The font of the letterhead; that of the body where it is blank.
        kop_ukuran_induk: The size of its first name, in points; 0: the template's own.
        kop_ukuran_nama: The size of the office's own name, likewise.
        kop_ukuran_alamat: The size of its address, likewise.
        kop_garis: The line that closes it: as the template has it, single, or none.
        tampilkan_pangkat: Whether the rank of who signs is printed.
        nama_tebal: Whether the name of who signs is bold.
        lampiran_gaya: ``1 (satu) berkas``, or ``Satu berkas``.
        lampiran_kosong: What says that there is no attachment: a dash, or no line.
        yth_letak: On which side the addressee stands.
        yth_di: Whether the addressee's place is printed.
        tanda_tangan: With the hand, or with a certificate.
        cap: Whether the picture of the stamp is printed.
        qr_letak: Where our own code stands: beside the signature, or in the foot.
        kaki_tte: What stands at the foot of each page of a letter that is signed with a
            certificate; blank for all others.
        nomor_halaman: Where pages are counted: at their head too, or in the foot alone.
    """

    golongan: str
    berlaku_dari: date
    berlaku_sampai: date = date.max
    huruf: str
    ukuran_pt: float
    label_hal: str
    tampilkan_sifat: bool
    tampilkan_tempat: bool
    dasar: str = ""
    kop_huruf: str = ""
    kop_ukuran_induk: float = 0
    kop_ukuran_nama: float = 0
    kop_ukuran_alamat: float = 0
    kop_garis: str = "ganda"
    tampilkan_pangkat: bool = True
    nama_tebal: bool = True
    lampiran_gaya: str = "angka-huruf"
    lampiran_kosong: str = "garis"
    yth_letak: str = "kiri"
    yth_di: bool = True
    tanda_tangan: str = "basah"
    cap: str = "cetak"
    qr_letak: str = "tanda_tangan"
    kaki_tte: str = ""
    nomor_halaman: str = "atas"

    @property
    def is_tte(self) -> bool:
        """Tell whether its letters are signed with a certificate."""
        return self.tanda_tangan == "tte"

    def as_konteks(self) -> dict[str, Any]:
        """Return what a template may ask of it."""
        own = {"berlaku_dari", "berlaku_sampai", "golongan"}
        return {name: value for name, value in asdict(self).items() if name not in own}


def load_profil(folders: Sequence[Path], *, golongan: str, tanggal: date) -> Profil:
    """Return the profile of a class of letters at a date.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong, or has none for that date.
    """
    for profil in list_profil(folders):
        since, until = profil.berlaku_dari, profil.berlaku_sampai
        if profil.golongan == golongan and since <= tanggal <= until:
            return profil
    reason = phrase(
        "has no profile of golongan {golongan} for {tanggal}",
        golongan=golongan,
        tanggal=tanggal.isoformat(),
    )
    raise TemplateFaultyError([Fault(place=str(_find(folders)), reason=reason)])


def load_profiles(
    folders: Sequence[Path], rows: Iterable[Mapping[str, Any]], *, tanggal: date
) -> dict[str, Profil]:
    """Return the profile of each class of letters that rows of a kind follow.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong, or has none for that date.
    """
    return {
        golongan: load_profil(folders, golongan=golongan, tanggal=tanggal)
        for golongan in sorted({str(row["golongan"]) for row in rows})
    }


def list_profil(folders: Sequence[Path]) -> list[Profil]:
    """Read the profiles of all classes and periods.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong, or there is none.
    """
    path = _find(folders)
    return list(_load(path, mark_file(path)))


def check_profil(folders: Sequence[Path]) -> list[Fault]:
    """Tell all that is wrong with ``profil.toml``, and the days that it leaves out."""
    try:
        path, profiles = _find(folders), list_profil(folders)
    except TemplateFaultyError as error:
        return error.faults
    return [
        Fault(
            place=f"{path}:profil[{number}].berlaku_dari",
            reason=phrase(
                "leaves a gap: golongan {golongan} has no profile from {first} "
                "to {last}, and letters of these days are refused",
                golongan=later.golongan,
                first=earlier.berlaku_sampai + timedelta(1),
                last=later.berlaku_dari - timedelta(1),
            ),
            warning=True,
        )
        for (_, earlier), (number, later) in _list_neighbours(profiles)
        if later.berlaku_dari - earlier.berlaku_sampai > timedelta(1)
    ]


def _find(folders: Sequence[Path]) -> Path:
    """Find the file that counts: the first one.

    Raises:
        TemplateFaultyError: There is none.
    """
    paths = [folder / BERKAS_PROFIL for folder in folders]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        reason = phrase("no folder of templates holds it")
        raise TemplateFaultyError([Fault(place=BERKAS_PROFIL, reason=reason)])
    return path


@lru_cache(maxsize=16)
def _load(path: Path, _mark: tuple[int, int, int]) -> list[Profil]:
    """Read a file, once for as long as it stays as it is."""
    return read_toml(path, _read, refuse=TemplateFaultyError)


def _read(table: TomlTable) -> list[Profil]:
    rows = table.take_tables("profil")
    profiles = [_read_profil(row) for row in rows]
    for (first, earlier), (second, later) in _list_neighbours(profiles):
        if earlier.berlaku_sampai >= later.berlaku_dari:
            rows[second - 1].fault("berlaku_dari", _tell_overlap(first, earlier))
    return profiles


def _tell_overlap(number: int, earlier: Profil) -> str:
    golongan, until = earlier.golongan, earlier.berlaku_sampai
    if until == date.max:
        return phrase(
            "overlaps profil[{number}] of golongan {golongan}, which has no end; "
            "end that one on the day before",
            number=number,
            golongan=golongan,
        )
    return phrase(
        "overlaps profil[{number}] of golongan {golongan}, which ends on {until}; "
        "end that one on the day before",
        number=number,
        golongan=golongan,
        until=until,
    )


def _list_neighbours(
    profiles: Sequence[Profil],
) -> Iterator[tuple[tuple[int, Profil], tuple[int, Profil]]]:
    """Give periods of one class that follow each other, counted as in the file."""
    for golongan in GOLONGAN:
        own = [
            (number, profil)
            for number, profil in enumerate(profiles, start=1)
            # What is faulty itself has the first day of the calendar.
            if profil.golongan == golongan and profil.berlaku_dari > date.min
        ]
        yield from pairwise(sorted(own, key=lambda each: each[1].berlaku_dari))


def _read_profil(row: TomlTable) -> Profil:
    since = row.take("berlaku_dari", date)
    return Profil(
        golongan=_take_word(row, "golongan", GOLONGAN),
        berlaku_dari=since,
        berlaku_sampai=row.take(
            "berlaku_sampai",
            date,
            date.max,
            fits=lambda day: day >= since,
            want=phrase("a day that is not before berlaku_dari"),
        ),
        huruf=row.take("huruf", str),
        ukuran_pt=row.take("ukuran_pt", float, fits=_is_size, want=_SIZE),
        label_hal=row.take("label_hal", str),
        tampilkan_sifat=row.take("tampilkan_sifat", bool),
        tampilkan_tempat=row.take("tampilkan_tempat", bool),
        dasar=row.take("dasar", str, ""),
        **_read_kop(row),
        tampilkan_pangkat=row.take("tampilkan_pangkat", bool, default=True),
        nama_tebal=row.take("nama_tebal", bool, default=True),
        lampiran_gaya=_take_known(row, "lampiran_gaya"),
        lampiran_kosong=_take_known(row, "lampiran_kosong"),
        yth_letak=_take_known(row, "yth_letak"),
        yth_di=row.take("yth_di", bool, default=True),
        nomor_halaman=_take_known(row, "nomor_halaman"),
        **_read_signature(row),
    )


def _read_kop(row: TomlTable) -> dict[str, Any]:
    sizes = {
        key: row.take(key, float, 0.0, fits=_is_size, want=_SIZE)
        for key in ("kop_ukuran_induk", "kop_ukuran_nama", "kop_ukuran_alamat")
    }
    garis = _take_known(row, "kop_garis")
    return {"kop_huruf": row.take("kop_huruf", str, ""), "kop_garis": garis, **sizes}


def _read_signature(row: TomlTable) -> dict[str, Any]:
    """Read how letters are signed; a certificate rules out what is set by hand.

    The stamp and our own code would stand where the mark of the certificate belongs.
    """
    tanda_tangan = _take_known(row, "tanda_tangan")
    own = {key: _take_known(row, key) for key in ("cap", "qr_letak")}
    kaki = row.take(
        "kaki_tte", str, KAKI_TTE, fits=str.strip, want=phrase("a sentence in quotes")
    )
    if tanda_tangan != "tte":
        return {"tanda_tangan": tanda_tangan, **own, "kaki_tte": ""}
    for key, wanted in (("cap", "tidak"), ("qr_letak", "kaki")):
        if key in row.data and row.data[key] != wanted:
            reason = phrase(
                'must be "{wanted}" where tanda_tangan is "tte": the mark of the '
                "certificate stands there",
                wanted=wanted,
            )
            row.fault(key, reason)
    return {
        "tanda_tangan": tanda_tangan,
        "cap": "tidak",
        "qr_letak": "kaki",
        "kaki_tte": kaki,
    }


def _take_known(row: TomlTable, key: str) -> str:
    return _take_word(row, key, WORDS[key], WORDS[key][0])


def _take_word(
    row: TomlTable, key: str, words: Sequence[str], default: str | None = None
) -> str:
    want = phrase("one of {words}", words=words)
    return row.take(key, str, default, fits=lambda word: word in words, want=want)


_SIZE: Final = phrase("a size in points")


def _is_size(size: float) -> bool:
    return size > 0
