"""Whom a letter is about: the school, the person or the class that its data names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeGuard

if TYPE_CHECKING:
    from formulir.model import Konteks

PEOPLE: Final = ("calon", "peserta", "fasilitator", "orang")
"""The members of a context that are a person, where they are one object and no list."""
_ABOUT: Final = ("sekolah", *PEOPLE, "penerima")
"""The members of a context that say it, as an object with a name."""


def find_person(konteks: Konteks) -> Konteks | None:
    """Find the person whom a letter is about, under whichever word it names them.

    A letter about a school is about none, though it names who was there.

    >>> find_person({"calon": [{"nama": "A"}], "peserta": {"nama": "Contoh"}})
    {'nama': 'Contoh'}
    """
    if _names(konteks.get("sekolah")):
        return None
    said = (konteks.get(member) for member in PEOPLE)
    return next(
        (one for one in said if _names(one)),
        None,
    )


def name_subject(konteks: Konteks) -> str:
    """Name whom a letter is about; empty where it is about a region or a training.

    A kind of the office's own may name somebody in a member of its own that begins with
    ``nama``.

    >>> name_subject({"sekolah": {"nama": "SMA Negeri 2 Contoh Bae"}})
    'SMA Negeri 2 Contoh Bae'
    >>> name_subject({"peserta": {"nama": "Contoh B"}, "pelatihan": {"nama": "X"}})
    'Contoh B'
    >>> name_subject({"kelas": {"kode": "A"}}), name_subject({"nama_guru": "Contoh"})
    ('Kelas A', 'Contoh')
    >>> name_subject({"calon": []})
    ''
    """
    for member in _ABOUT:
        said = konteks.get(member)
        if _names(said):
            return str(said["nama"]).strip()
    kelas = konteks.get("kelas")
    if isinstance(kelas, dict) and _is_name(kelas.get("kode")):
        return f"Kelas {kelas['kode']}"
    own = (value for name, value in konteks.items() if name.startswith("nama"))
    return next((str(value).strip() for value in own if _is_name(value)), "")


def _names(value: Any) -> TypeGuard[Konteks]:  # noqa: ANN401 - whatever a context holds
    """Tell whether a member of a context is one thing with a name."""
    return isinstance(value, dict) and _is_name(value.get("nama"))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
