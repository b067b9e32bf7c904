"""Whom a letter is about: the school, the person or the class that its data names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from formulir.model import Konteks

_ABOUT: Final = ("sekolah", "calon", "penerima", "orang")
"""The members of a context that say it, as an object with a name."""


def name_subject(konteks: Konteks) -> str:
    """Name whom a letter is about; empty where it is about a region or a training.

    A kind of the office's own may name somebody in a member of its own that begins with
    ``nama``.

    >>> name_subject({"sekolah": {"nama": "SMA Negeri 2 Contoh Bae"}})
    'SMA Negeri 2 Contoh Bae'
    >>> name_subject({"kelas": {"kode": "A"}}), name_subject({"nama_guru": "Contoh"})
    ('Kelas A', 'Contoh')
    >>> name_subject({"calon": []})
    ''
    """
    for member in _ABOUT:
        said = konteks.get(member)
        if isinstance(said, dict) and _is_name(said.get("nama")):
            return str(said["nama"]).strip()
    kelas = konteks.get("kelas")
    if isinstance(kelas, dict) and _is_name(kelas.get("kode")):
        return f"Kelas {kelas['kode']}"
    own = (value for name, value in konteks.items() if name.startswith("nama"))
    return next((str(value).strip() for value in own if _is_name(value)), "")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
