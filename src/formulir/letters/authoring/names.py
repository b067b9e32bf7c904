"""The variables of a kind: what its template can name, learned from real contexts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.letters.jenis import Jenis
    from formulir.model import Konteks

DAFTAR, KELOMPOK, BOOLEAN = "daftar", "kelompok", "ya/tidak"
QUERY: Final = "konteks.sql"
"""Where a value comes from, as far as nothing closer is known."""
_OWN: Final = (
    (r"naskah\.(nomor|kode)", "diberi saat surat diterbitkan"),
    (r"naskah\.(tanggal|tahun)", "tanggal surat"),
    (r"profil\..*", "profil.toml"),
    (r"surat\.(sifat|keamanan)", "jenis.toml atau konteks.sql"),
)
"""What no query gives."""
_DOTS: Final = re.compile(r"[.\s-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """One name that a template can use.

    Args:
        nama: The dotted name; members of a list as ``model[].nama``.
        tipe: ``teks``, ``angka``, ``ya/tidak``, ``daftar`` or ``kelompok``.
        contoh: A value that it has, or how many members.
        boleh_kosong: Whether a letter is made although it is blank.
        sumber: The column that it comes from, as far as that shows.
        tag: How it is written in a template; of a list and of what is asked with an
            ``if``, the first tag.
    """

    nama: str
    tipe: str
    contoh: str
    boleh_kosong: bool
    sumber: str
    tag: str

    @property
    def is_printed(self) -> bool:
        """Tell whether it can stand in a ``{{ }}``."""
        return self.tipe not in {DAFTAR, KELOMPOK, BOOLEAN}


def list_variables(
    contexts: Sequence[Konteks], jenis: Jenis, *, sumber: Mapping[str, str]
) -> list[Variable]:
    """List every name that these contexts have between them, in their order.

    Args:
        contexts: What letters of the kind are filled with.
        jenis: The kind, which knows what may be blank.
        sumber: Where a value comes from, by dotted name.
    """
    blank = jenis.boleh_kosong.keys() | jenis.opsional
    return [
        replace(
            each,
            boleh_kosong=each.nama in blank,
            sumber=_find_sumber(each, sumber) if each.tipe != KELOMPOK else "",
        )
        for each in _describe("", "", contexts, frozenset())
    ]


def _find_sumber(variable: Variable, sumber: Mapping[str, str]) -> str:
    own = (said for rule, said in _OWN if re.fullmatch(rule, variable.nama))
    return next(own, sumber.get(variable.nama, QUERY))


def _describe(
    nama: str, spelled: str, values: Sequence[object], taken: frozenset[str]
) -> Iterator[Variable]:
    """Describe a value by what it is in every context, and all below it.

    Args:
        nama: Its dotted name.
        spelled: How it is reached in a template.
        values: What it was seen as.
        taken: The names of the loops around it.
    """
    groups = [value for value in values if isinstance(value, dict)]
    lists = [value for value in values if isinstance(value, list)]
    if groups:
        if nama and not nama.endswith("[]"):
            yield _make(nama, KELOMPOK, tag=spelled)
        names = dict.fromkeys(name for group in groups for name in group)
        for name in names:
            members = [group[name] for group in groups if name in group]
            dot = "." if nama else ""
            inner = f"{spelled}{dot}{name}"
            yield from _describe(f"{nama}{dot}{name}", inner, members, taken)
    elif lists:
        most = max(map(len, lists))
        member = _name_member(nama, taken)
        inside = [value for found in lists for value in found]
        rows = any(isinstance(value, dict) for value in inside)
        tag = f"{{%{'tr' if rows else 'p'} for {member} in {spelled} %}}"
        yield _make(nama, DAFTAR, contoh=f"{most} baris", tag=tag)
        yield from _describe(f"{nama}[]", member, inside, taken | {member})
    else:
        tipe = _name_tipe(values)
        asked = tipe == BOOLEAN
        tag = f"{{% if {spelled} %}}" if asked else f"{{{{ {spelled} }}}}"
        yield _make(nama, tipe, contoh=_find_contoh(values), tag=tag)


def _make(nama: str, tipe: str, *, contoh: str = "", tag: str) -> Variable:
    return Variable(
        nama=nama, tipe=tipe, contoh=contoh, boleh_kosong=False, sumber="", tag=tag
    )


def _name_member(nama: str, taken: frozenset[str]) -> str:
    """Name the member of a list after its first letters, unlike the loops around it.

    >>> _name_member("model", frozenset()), _name_member("m.materi", frozenset("m"))
    ('m', 'ma')
    """
    word = re.split(r"\W+", nama.strip("[]"))[-1]
    spelled = (word[:length] for length in range(1, len(word) + 1))
    return next((name for name in spelled if name not in taken), f"{word}_")


def _name_tipe(values: Sequence[object]) -> str:
    seen = [value for value in values if value is not None]
    if seen and all(isinstance(value, bool) for value in seen):
        return BOOLEAN
    numbers = all(isinstance(value, int | float) for value in seen)
    return "angka" if seen and numbers else "teks"


def _find_contoh(values: Sequence[object]) -> str:
    """Return a value that says something, before dots and blanks."""
    words = {True: "ya", False: "tidak"}
    spelled = [
        words[value] if isinstance(value, bool) else str(value)
        for value in values
        if value is not None
    ]
    said = (each for each in spelled if not _DOTS.fullmatch(each))
    return next(said, next(filter(None, spelled), ""))
