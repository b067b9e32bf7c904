"""The codes that the program finds or makes, so that nobody has to think of one.

A row that is on record keeps its code: it is known by what a person knows it by, such
as a NIP or a name. Another gets the next free code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.records.cells.people import NO_NIP
from formulir.records.tasks.lookups import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.records.sheets.report import Record, Report
    from formulir.records.store import Store

    Finder = Callable[[Store, Mapping[str, Any], "frozenset[str]"], str]

_SAME_PERSON = (
    f"(:nip <> '{NO_NIP}' AND nip = :nip OR"
    f" (coalesce(:nip, '{NO_NIP}') = '{NO_NIP}' OR"
    f" coalesce(nip, '{NO_NIP}') = '{NO_NIP}')"
    " AND lower(trim(nama)) = lower(trim(:nama)))"
)
"""A person is known by the NIP; where one of the two has none, by the name."""
UNKNOWN = "?"
"""What begins the code of a row with a fault, which is never written."""


def give_codes(
    db: Store,
    tabel: str,
    records: Sequence[Record],
    *,
    given: tuple[str, str],
    report: Report,
) -> None:
    """Fill in the codes of rows, inside the transaction of the caller.

    Args:
        db: The record store.
        tabel: The table.
        records: The rows; those with a fault get a code that nothing else has.
        given: The column of the code, and the heading under which it is missed.
        report: Tells which rows have a fault, and is told of those without a name.
    """
    column, heading = given
    known: dict[tuple[Any, ...], str] = {}
    taken: set[str] = set()
    for record in records:
        if (code := record.values.get(column)) is not None:
            taken.add(str(code))
            if not report.is_rejected(record.row):
                known[_identify(tabel, record.values)] = str(code)
    for record in records:
        if record.values.get(column) is not None:
            continue
        if "nama" in record.values and record.values["nama"] is None:
            words = phrase(
                "{heading} is empty, and so is the name of somebody else",
                heading=heading,
            )
            report.reject(record.row, heading, words)
        if report.is_rejected(record.row) or column in record.unread:
            record.values[column] = f"{UNKNOWN}{record.row}"
            continue
        key = _identify(tabel, record.values)
        if key not in known:
            known[key] = _FINDERS[tabel](db, record.values, frozenset(taken))
            taken.add(known[key])
        record.values[column] = known[key]


def _identify(tabel: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what two rows have in common when they are about the same."""
    found = (values.get(name) for name in _list_identity(tabel, values))
    return tuple(fold(each) if isinstance(each, str) else each for each in found)


def _list_identity(tabel: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the columns by which two rows of one sheet are known to be the same."""
    if tabel == "instansi":
        several = values["jenis"] in _SEVERAL
        return ("jenis", "wilayah", "nama") if several else ("jenis", "wilayah")
    where = _WHERE[tabel]
    if tabel in _PEOPLE:
        has_nip = values.get("nip") not in {None, NO_NIP}
        return (*where, "nip") if has_nip else (*where, *_PEOPLE[tabel])
    return where


_SEVERAL = frozenset({"lain", "kementerian"})
"""The kinds of office of which a region can have several."""
_WHERE: Mapping[str, tuple[str, ...]] = {
    "seri": ("instansi",),
    "calon": ("tahun",),
    "pelatihan": ("tahun", "jenis", "nama", "angkatan"),
    "fasilitator": (),
    "peserta": ("pelatihan",),
}
_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "calon": ("nama", "wilayah"),
    "fasilitator": ("nama",),
    "peserta": ("nama", "npsn"),
}
"""By table of people, what tells those apart who have no NIP."""


def _find_instansi(db: Store, values: Mapping[str, Any], taken: frozenset[str]) -> str:
    """Know an office by its name, else by its kind and region: it was renamed."""
    jenis, wilayah = values["jenis"], values["wilayah"]
    asked = {"jenis": jenis, "wilayah": wilayah, "nama": values["nama"]}
    for same in ("nama = :nama AND jenis = :jenis AND wilayah = :wilayah", _ALONE):
        known = db.value(f"SELECT DISTINCT kode FROM instansi WHERE {same}", asked)
        if known is not None:
            return str(known)
    if jenis == "lpmp":
        return _first_free(db, "instansi", ("LPMP", f"LPMP-{wilayah}"), taken)
    prefix = "DISDIK" if jenis.startswith("dinas") else jenis.upper()
    return _first_free(db, "instansi", (f"{prefix}-{wilayah}",), taken)


_ALONE = (
    "jenis = :jenis AND wilayah = :wilayah AND jenis NOT IN ('lain', 'kementerian')"
)


def _find_seri(db: Store, values: Mapping[str, Any], taken: frozenset[str]) -> str:
    """Know a series by its office, which has one of its own."""
    office = values["instansi"]
    known = db.value(
        "SELECT DISTINCT kode FROM seri WHERE instansi = ? ORDER BY kode", (office,)
    )
    if known is not None:
        return str(known)
    return _first_free(db, "seri", (office,), taken)


def _find_calon(db: Store, values: Mapping[str, Any], taken: frozenset[str]) -> str:
    known = db.value(
        f"SELECT kode FROM calon WHERE tahun = :tahun AND {_SAME_PERSON}"
        " AND (nip IS NOT NULL AND nip = :nip OR wilayah = :wilayah) ORDER BY kode",
        _ask(values, "tahun", "nip", "nama", "wilayah"),
    )
    if known is not None:
        return str(known)
    used = db.values("SELECT kode FROM calon WHERE tahun = ?", (values["tahun"],))
    return _next(values["wilayah"], {*used, *taken})


def _find_pelatihan(db: Store, values: Mapping[str, Any], taken: frozenset[str]) -> str:
    known = db.value(
        "SELECT kode FROM pelatihan WHERE tahun = :tahun AND jenis = :jenis"
        " AND lower(trim(nama)) = lower(trim(:nama)) AND angkatan IS :angkatan",
        _ask(values, "tahun", "jenis", "nama", "angkatan"),
    )
    if known is not None:
        return str(known)
    used = db.values("SELECT kode FROM pelatihan")
    prefix = f"{values['jenis'].upper()}-{values['tahun']}"
    return _next(prefix, {*used, *taken}, width=1)


def _find_fasilitator(
    db: Store, values: Mapping[str, Any], taken: frozenset[str]
) -> str:
    """Know who leads a class by any class that he or she has led."""
    known = db.value(
        f"SELECT DISTINCT kode FROM fasilitator WHERE {_SAME_PERSON} ORDER BY kode",
        _ask(values, "nip", "nama"),
    )
    if known is not None:
        return str(known)
    used = db.values("SELECT kode FROM fasilitator")
    return _next("FN", {*used, *taken})


def _find_peserta(db: Store, values: Mapping[str, Any], taken: frozenset[str]) -> str:
    known = db.value(
        f"SELECT kode FROM peserta WHERE pelatihan = :pelatihan AND {_SAME_PERSON}"
        " AND npsn IS :npsn ORDER BY kode",
        _ask(values, "pelatihan", "nip", "nama", "npsn"),
    )
    if known is not None:
        return str(known)
    used = db.values(
        "SELECT kode FROM peserta WHERE pelatihan = ?", (values["pelatihan"],)
    )
    return _next("P", {*used, *taken})


_FINDERS: Mapping[str, Finder] = {
    "instansi": _find_instansi,
    "seri": _find_seri,
    "calon": _find_calon,
    "pelatihan": _find_pelatihan,
    "fasilitator": _find_fasilitator,
    "peserta": _find_peserta,
}


def _ask(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.get(name) for name in names}


def _first_free(
    db: Store, tabel: str, wanted: tuple[str, ...], taken: frozenset[str]
) -> str:
    used = {*db.values(f"SELECT kode FROM {tabel}"), *taken}
    free = [code for code in wanted if code not in used]
    return free[0] if free else _next(wanted[-1], used, width=1)


def _next(prefix: str, used: set[str], *, width: int = 2) -> str:
    """Give the first code behind those of a prefix that are used.

    >>> _next("33.19", {"33.19-01", "33.19-07", "33.19-x", "13.06-09"})
    '33.19-08'
    """
    ends = [code.removeprefix(f"{prefix}-") for code in used if code.startswith(prefix)]
    last = max((int(end) for end in ends if end.isdecimal()), default=0)
    return f"{prefix}-{last + 1:0{width}}"
