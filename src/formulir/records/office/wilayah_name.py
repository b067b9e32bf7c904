"""Finding regions by what people write: a name of any year, or a code without its dot.

A name is compared without its case, marks and abbreviations: ``Kab. Agam`` and
``KABUPATEN AGAM`` are one, ``Kota Solok`` and ``Kabupaten Solok`` are two, and plain
``Solok`` may be either. What may be several regions is never chosen from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROVINSI, KABUPATEN, KOTA = "provinsi", "kabupaten", "kota"
_SORTS = {
    PROVINSI: r"provinsi|propinsi|prov|prop",
    KABUPATEN: r"kabupaten administrasi|kabupaten|kab adm|kab administrasi|kab",
    KOTA: r"kota administrasi|kota adm|kotamadya|kodya|kota",
}
_SORT_OF = {sort: re.compile(rf"(?:{words}) (.+)") for sort, words in _SORTS.items()}
_SHORT = {
    "kep": "kepulauan",
    "sum": "sumatera",
    "sumatra": "sumatera",
    "kal": "kalimantan",
    "sul": "sulawesi",
}
_SAME = {
    "daerah khusus ibukota jakarta": "dki jakarta",
    "daerah khusus ibu kota jakarta": "dki jakarta",
    "daerah khusus jakarta": "dki jakarta",
    "d k i jakarta": "dki jakarta",
    "di yogyakarta": "daerah istimewa yogyakarta",
    "d i yogyakarta": "daerah istimewa yogyakarta",
    "diy": "daerah istimewa yogyakarta",
    "nanggroe aceh darussalam": "aceh",
    "daerah istimewa aceh": "aceh",
    "bangka belitung": "kepulauan bangka belitung",
    "humbang hasudutan": "humbang hasundutan",
    "lima puluh koto": "lima puluh kota",
    "bolaang mongondaw": "bolaang mongondow",
    "bolaang mongondaw timur": "bolaang mongondow timur",
    "bolaang mongondaw selatan": "bolaang mongondow selatan",
    "bolaang mongondaw utara": "bolaang mongondow utara",
    "kepulauan sitaro": "kepulauan siau tagulandang biaro",
    "siau tagulandang biaro": "kepulauan siau tagulandang biaro",
    "nagakeo": "nagekeo",
    "memberamo raya": "mamberamo raya",
    "membramo tengah": "mamberamo tengah",
    "kepulauan morotai": "pulau morotai",
    "pahuwato": "pohuwato",
}
"""Other names by which lists know a region, those of Dapodik among them."""
_DOTLESS = re.compile(r"(\d\d)(\d\d)", re.ASCII)


class Nama(NamedTuple):
    """What a name says.

    Args:
        sort: ``provinsi``, ``kabupaten`` or ``kota``; nothing where it does not say.
        bare: The name itself, as names are compared.
    """

    sort: str
    bare: str


def split_nama(text: str) -> Nama:
    """Split a name into what sort of region it is of, and the name itself.

    >>> split_nama("KAB. KEP. SERIBU"), split_nama("Bukit Tinggi")
    (Nama(sort='kabupaten', bare='kepulauanseribu'), Nama(sort='', bare='bukittinggi'))
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    word = " ".join(re.sub(r"['\u2019`]", "", plain).split())
    word = " ".join(re.sub(r"[\W_]+", " ", word).split())
    sort = ""
    for name, rule in _SORT_OF.items():
        if found := rule.fullmatch(word):
            sort, word = name, found[1]
            break
    word = _SAME.get(word, word)
    parts = [_SHORT.get(part, part) for part in word.split() if part != "dan"]
    return Nama(sort, "".join(parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A region as it was called in some years.

    Args:
        entitas: Its code of today.
        nama: Its name then.
        induk: The code of its province then; nothing for a province.
    """

    entitas: str
    nama: str
    induk: str | None


@dataclass(frozen=True, kw_only=True)
class NameIndex:
    """The regions by their names.

    Args:
        periods: Every region in every period of its name, the last one last.
        codes: The code of today of each code that a region ever had.
    """

    periods: Sequence[Period]
    codes: Mapping[str, str]

    @cached_property
    def last(self) -> dict[str, str]:
        """Return the last name of each region by its code of today."""
        return {each.entitas: each.nama for each in self.periods}

    @cached_property
    def _by_name(self) -> dict[str, dict[str, tuple[set[str], Period]]]:
        """Give the regions of each bare name: by code, their sorts and last period."""
        found: dict[str, dict[str, tuple[set[str], Period]]] = defaultdict(dict)
        for each in self.periods:
            name = split_nama(each.nama)
            sort = name.sort if each.induk is not None else PROVINSI
            old = found[name.bare].get(each.entitas, (set(), each))[0]
            found[name.bare][each.entitas] = (old | {sort}, each)
        return dict(found)

    def find(self, text: str, *, province: str = "") -> dict[str, str]:
        """Find the regions that a name may mean.

        Args:
            text: The name.
            province: The name or code of the province that stands beside it, which
                decides where several have the name.

        Returns:
            Their names, by their codes of today.
        """
        asked = split_nama(text)
        found = {
            kode: period
            for kode, (sorts, period) in self._by_name.get(asked.bare, {}).items()
            if not asked.sort or asked.sort in sorts
        }
        if len(found) > 1 and province:
            within = self._provinces(province)
            held = {
                kode: period
                for kode, period in found.items()
                if self.codes.get(period.induk or "", period.induk) in within
            }
            found = held or found
        return {kode: period.nama for kode, period in found.items()}

    def _provinces(self, text: str) -> set[str]:
        """Give the provinces that a name or a code means, by their codes of today."""
        if text in self.codes:
            return {self.codes[text]}
        name = split_nama(text)
        there = self._by_name.get(name.bare, {})
        return {kode for kode, (sorts, _) in there.items() if PROVINSI in sorts}


def add_dot(word: str) -> str | None:
    """Spell a code of a kabupaten or kota that lacks its dot, or nothing.

    >>> add_dot("1306"), add_dot("13.06")
    ('13.06', None)
    """
    found = _DOTLESS.fullmatch(word)
    return f"{found[1]}.{found[2]}" if found else None
