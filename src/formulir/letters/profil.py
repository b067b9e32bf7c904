"""Layout profiles: what the rules on official letters asked for at a letter's date."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.errors import TemplateFaultyError
from formulir.ground.toml import read_toml
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from formulir.ground.toml import TomlTable

BERKAS_PROFIL = "profil.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Profil:
    """How letters of one class look in one period.

    Args:
        huruf: The font of the body.
        ukuran_pt: Its size.
        label_hal: What the subject line is called: ``Hal`` or ``Perihal``.
    """

    golongan: str
    berlaku_dari: date
    berlaku_sampai: date = date.max
    huruf: str
    ukuran_pt: float
    label_hal: str
    tampilkan_sifat: bool
    tampilkan_tempat: bool

    def as_konteks(self) -> dict[str, Any]:
        """Return what a template may ask of it."""
        own = {"berlaku_dari", "berlaku_sampai", "golongan"}
        return {name: value for name, value in asdict(self).items() if name not in own}


def load_profil(folders: Sequence[Path], *, golongan: str, tanggal: date) -> Profil:
    """Return the profile of a class of letters at a date.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong, or has none for that date.
    """
    paths = [folder / BERKAS_PROFIL for folder in folders]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        reason = "no folder of templates holds it"
        raise TemplateFaultyError([Fault(place=BERKAS_PROFIL, reason=reason)])
    for profil in read_toml(path, _read, refuse=TemplateFaultyError):
        since, until = profil.berlaku_dari, profil.berlaku_sampai
        if profil.golongan == golongan and since <= tanggal <= until:
            return profil
    reason = f"has no profile of golongan {golongan} for {tanggal.isoformat()}"
    raise TemplateFaultyError([Fault(place=str(path), reason=reason)])


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


def _read(table: TomlTable) -> list[Profil]:
    return [
        Profil(
            golongan=row.take("golongan", str),
            berlaku_dari=row.take("berlaku_dari", date),
            berlaku_sampai=row.take("berlaku_sampai", date, date.max),
            huruf=row.take("huruf", str),
            ukuran_pt=row.take(
                "ukuran_pt", float, fits=lambda size: size > 0, want="a size in points"
            ),
            label_hal=row.take("label_hal", str),
            tampilkan_sifat=row.take("tampilkan_sifat", bool),
            tampilkan_tempat=row.take("tampilkan_tempat", bool),
        )
        for row in table.take_tables("profil")
    ]
