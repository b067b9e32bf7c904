"""Layout profiles: what the rules on official letters asked for at a letter's date."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.errors import TemplateFaultyError
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

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
    berlaku_sampai: date | None = None
    huruf: str
    ukuran_pt: float
    label_hal: str
    tampilkan_sifat: bool
    tampilkan_tempat: bool

    def as_konteks(self) -> dict[str, Any]:
        """Return what a template may ask of it."""
        values = asdict(self)
        for name in ("berlaku_dari", "berlaku_sampai", "golongan"):
            del values[name]
        return values


def load_profil(folders: Sequence[Path], *, golongan: str, tanggal: date) -> Profil:
    """Return the profile of a class of letters at a date.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong, or has none for that date.
    """
    path = next(
        (folder / BERKAS_PROFIL for folder in folders if _has_profil(folder)), None
    )
    if path is None:
        reason = "no folder of templates holds it"
        raise TemplateFaultyError([Fault(place=BERKAS_PROFIL, reason=reason)])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        profiles = [_make_profil(row) for row in data["profil"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise TemplateFaultyError([Fault(place=str(path), reason=str(error))]) from None
    for profil in profiles:
        until = profil.berlaku_sampai or date.max
        if profil.golongan == golongan and profil.berlaku_dari <= tanggal <= until:
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


def _make_profil(row: object) -> Profil:
    """Make a profile of a table; a TypeError says what is wrong with it."""
    if not isinstance(row, dict):
        raise TypeError("profil must be a list of tables: [[profil]]")
    known = {each.name: each for each in fields(Profil)}
    if strange := sorted(row.keys() - known.keys()):
        raise TypeError(f"{', '.join(strange)}: no key of a profile")
    lacking = [name for name in known if name not in row and name != "berlaku_sampai"]
    if lacking:
        raise TypeError(f"a profile has no {', '.join(lacking)}")
    for name in ("berlaku_dari", "berlaku_sampai"):
        if type(row.get(name, date.max)) is not date:
            raise TypeError(f"{name} must be a date such as 2016-03-14, without quotes")
    return Profil(**row)


def _has_profil(folder: Path) -> bool:
    return (folder / BERKAS_PROFIL).is_file()
