"""What is chosen by name and stored by code: offices, regions, trainings, people.

Sheets of visits begin with schools that are named so; these rows stand here, too.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.language import phrase
from formulir.records.tasks.task import Due

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.store import Store

EVERY = "*"
"""What stands for every office."""
_REGIONS = """
SELECT w.nama AS label, w.entitas AS code, w.induk AS place,
    w.kode || char(10) || coalesce(w.dapodik, '') || char(10) || w.nama AS also
FROM wilayah AS w {where} ORDER BY w.berlaku_dari DESC
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """How something is chosen by name.

    Args:
        tabel: The table in which it stands.
        noun: What it is called in a sentence.
        sql: A query of ``label``, ``code``, ``also`` (other names of it by lines) and
            ``place`` (what tells it from another of its name); of a code that comes
            several times the first label is shown.
        shared: The columns of the row that narrow the choice, which are its parameters.
    """

    tabel: str
    noun: str
    sql: str
    shared: tuple[str, ...] = ()


LOOKUPS = {
    "instansi": Lookup(
        tabel="instansi",
        noun=phrase("office"),
        sql="SELECT i.nama AS label, i.kode AS code, i.kode || char(10) || i.nama AS"
        " also, (SELECT w.nama FROM wilayah AS w WHERE w.entitas = i.wilayah"
        " ORDER BY w.berlaku_dari DESC) AS place"
        " FROM instansi AS i ORDER BY i.berlaku_dari DESC, i.kode",
    ),
    "wilayah": Lookup(
        tabel="wilayah", noun=phrase("region"), sql=_REGIONS.format(where="WHERE 1")
    ),
    "kabkota": Lookup(
        tabel="wilayah",
        noun=phrase("kabupaten or kota"),
        sql=_REGIONS.format(where="WHERE w.tingkat = 'kabkota'"),
    ),
    "pelatihan": Lookup(
        tabel="pelatihan",
        noun=phrase("training"),
        sql="SELECT nama || coalesce(' angkatan ' || angkatan, '') || ' ' || tahun"
        " AS label, kode AS code, kode || char(10) || nama || char(10)"
        " || nama || coalesce(' angkatan ' || angkatan, '') AS also, tempat AS place"
        " FROM pelatihan ORDER BY tahun DESC, kode",
    ),
    "calon": Lookup(
        tabel="calon",
        noun=phrase("calon"),
        sql="SELECT c.nama AS label, c.kode AS code, c.kode || char(10)"
        " || coalesce(c.nip, '') AS also, c.unit_kerja AS place FROM calon AS c"
        " JOIN pelatihan AS t ON t.tahun = c.tahun AND t.jenis = 'fasda'"
        " WHERE t.kode = :pelatihan"
        " UNION SELECT p.kode, p.kode, p.kode, NULL FROM peserta_lengkap AS p"
        " WHERE p.pelatihan = :pelatihan AND p.calon IS NULL ORDER BY 1",
        shared=("pelatihan",),
    ),
    "peserta": Lookup(
        tabel="peserta",
        noun=phrase("participant"),
        sql="SELECT coalesce(nama, kode) AS label, kode AS code, kode || char(10)"
        " || coalesce(nip, '') AS also, unit_kerja AS place FROM peserta_lengkap"
        " WHERE pelatihan = :pelatihan ORDER BY 1",
        shared=("pelatihan",),
    ),
    "model": Lookup(
        tabel="usulan",
        noun=phrase("model school"),
        sql="SELECT DISTINCT s.nama AS label, s.npsn AS code, s.npsn AS also,"
        " s.kecamatan AS place FROM usulan_model AS m"
        " JOIN sekolah AS s ON s.npsn = m.npsn ORDER BY s.nama, s.npsn",
    ),
    "imbas": Lookup(
        tabel="usulan",
        noun=phrase("imbas school"),
        sql="SELECT DISTINCT s.nama AS label, s.npsn AS code, s.npsn AS also,"
        " s.kecamatan AS place FROM usulan_imbas AS i"
        " JOIN sekolah AS s ON s.npsn = i.npsn ORDER BY s.nama, s.npsn",
    ),
    "fasda": Lookup(
        tabel="penetapan",
        noun=phrase("facilitator"),
        sql="SELECT c.nama AS label, c.kode AS code, c.kode || char(10)"
        " || coalesce(c.nip, '') AS also, c.unit_kerja AS place"
        " FROM penetapan AS p JOIN calon AS c ON c.tahun = p.tahun"
        " AND c.kode = p.calon WHERE p.tahun = :tahun ORDER BY c.nama, c.kode",
        shared=("tahun",),
    ),
}
"""Every such choice, by its name."""
CONTEXTS = {
    "pelatihan": "SELECT kode FROM pelatihan ORDER BY kode",
    "tahun": "SELECT DISTINCT tahun FROM penetapan ORDER BY tahun",
}
"""What there is of a column that narrows a choice, by its name."""

UNVISITED = Due(
    columns=("npsn", "ke", "tahun"),
    sql="SELECT p.npsn, x.column1 AS ke, p.tahun FROM sekolah_ditetapkan AS p"
    " JOIN (VALUES (1), (2)) AS x WHERE p.model IS NULL"
    " AND (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM kunjungan AS k WHERE k.tahun = p.tahun AND k.npsn = p.npsn"
    " AND k.ke = x.column1) ORDER BY p.tahun, p.wilayah, p.usulan, p.urut_model, ke",
)
"""The stages of appointed model schools of which there is no visit."""
UNSAID = Due(
    columns=("model", "ke", "npsn", "tahun"),
    sql="SELECT p.model, x.column1 AS ke, p.npsn, p.tahun FROM sekolah_ditetapkan AS p"
    " JOIN (VALUES (1), (2)) AS x WHERE p.model IS NOT NULL"
    " AND (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM pengimbasan AS b WHERE b.tahun = p.tahun AND b.model = p.model"
    " AND b.ke = x.column1 AND b.npsn = p.npsn)"
    " ORDER BY p.tahun, p.wilayah, p.usulan, p.urut_model, ke, p.urut_imbas",
)
"""The imbas of which nothing is recorded at a stage of their model."""


@dataclass(kw_only=True, slots=True)
class Names:
    """The names and codes of one choice in the place of one row.

    Args:
        noun: What is chosen.
        labels: The name that is shown, by code; those of two codes are told apart.
        codes: The code by each way of naming it that means one only.
        doubled: What is known of each way that means several.
    """

    noun: str
    labels: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    doubled: dict[str, list[str]] = field(default_factory=dict)

    def find(self, text: str) -> str:
        """Return the code of what is named.

        Raises:
            ValueError: Nothing, or more than one thing, is called so.
        """
        word = fold(text)
        if code := self.codes.get(word):
            return code
        if several := self.doubled.get(word):
            told = list_some(several)
            raise ValueError(
                phrase(
                    "{text!r} may be several {noun}s: {told}; say which",
                    text=text,
                    noun=self.noun,
                    told=told,
                )
            )
        shown = sorted(set(self.labels.values()))
        near = difflib.get_close_matches(word, [fold(each) for each in shown], n=1)
        if near:
            meant = next(each for each in shown if fold(each) == near[0])
            hint = phrase("did you mean {meant!r}?", meant=meant)
        else:
            hint = (
                phrase("there are {shown}", shown=list_some(shown))
                if shown
                else phrase("there is none yet")
            )
        raise ValueError(
            phrase(
                "no {noun} is called {text!r}; {hint}",
                noun=self.noun,
                text=text,
                hint=hint,
            )
        )


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared.

    >>> fold(" Dinas  Pendidikan, Kab. Kudus ")
    'dinas pendidikan kab kudus'
    """
    return re.sub(r"[^\w*]+", " ", text.casefold()).strip()


def list_names(db: Store, lookup: Lookup, context: Mapping[str, Any]) -> Names:
    """Read what can be chosen in the place of a row.

    Args:
        db: The record store.
        lookup: What is chosen.
        context: What the shared columns of the row hold.
    """
    rows = db.rows(lookup.sql, {name: context.get(name) for name in lookup.shared})
    names, shown = Names(noun=lookup.noun), dict[str, tuple[str, str]]()
    meant: dict[str, dict[str, None]] = {}
    for row in rows:
        shown.setdefault(row["code"], (row["label"], row["place"] or row["code"]))
        for word in {fold(row["label"]), *map(fold, row["also"].splitlines())} - {""}:
            meant.setdefault(word, {})[row["code"]] = None
    for code, (label, place) in shown.items():
        meant.setdefault(fold(f"{label} {place}"), {})[code] = None
    for code, label in _tell_apart(shown).items():
        names.labels[code] = label
        meant[fold(label)] = meant[fold(code)] = {code: None}
    for word, found in meant.items():
        if len(found) == 1:
            names.codes[word] = next(iter(found))
        else:
            names.doubled[word] = [names.labels[code] for code in found]
    return names


def list_everywhere(db: Store, name: str) -> list[tuple[str, str]]:
    """List what can be chosen in any row, whatever narrows the choice there.

    Args:
        db: The record store.
        name: The choice, as ``LOOKUPS`` calls it.

    Returns:
        Pairs of a code and its name, in the order of names; a code that means several
        things in different rows comes with each.
    """
    lookup = LOOKUPS[name]
    contexts: list[dict[str, Any]] = [{}]
    for shared in lookup.shared:
        known = db.values(CONTEXTS[shared])
        contexts = [{**each, shared: one} for each in contexts for one in known]
    pairs = [
        pair
        for context in contexts
        for pair in sorted(
            list_names(db, lookup, context).labels.items(), key=lambda pair: pair[1]
        )
    ]
    return list(dict.fromkeys(pairs))


def _tell_apart(shown: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Give each code a name of its own: with its place or its code, if need be."""
    spelled = {code: label for code, (label, _) in shown.items()}
    for more in ({c: place for c, (_, place) in shown.items()}, {c: c for c in shown}):
        counts = Counter(spelled.values())
        spelled = {
            code: label if counts[label] == 1 else f"{label} ({more[code]})"
            for code, label in spelled.items()
        }
    return spelled
