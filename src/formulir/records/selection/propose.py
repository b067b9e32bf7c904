"""Drafting a year's proposals from the school list.

What a draft rests on is explained in ``quota`` (how many models a jenjang gets) and in
``draft`` (which schools). A shortage is never silent and never stops the work: every
one is a warning with its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, list_some
from formulir.language import Sentence, chain, phrase
from formulir.records.office.wilayah import (
    KABKOTA,
    cover,
    find_wilayah,
    parent_province,
)
from formulir.records.selection.draft_wilayah import Plan, draft_models
from formulir.records.selection.usulan import (
    JENJANG,
    Usulan,
    UsulanLockedError,
    UsulanModel,
    find_grounds,
    find_pengusul,
    hari_usulan,
    insert_usulan,
    jenjang_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Fault
    from formulir.records.store import Store

_SHOWN = 10


class ModelUnknownError(RecordError):
    """Schools named as models, or to be left out, cannot be so here."""

    reasons: Mapping[str, str]

    @property
    def sentence(self) -> Sentence:
        """Name them all."""
        words = chain(
            [
                phrase("{npsn} {why}", npsn=npsn, why=why)
                for npsn, why in self.reasons.items()
            ]
        )
        return phrase(
            "these schools cannot be chosen so: {words}; nothing was proposed",
            words=words,
        )


class SekolahMissingError(RecordError):
    """A region has no school on record to propose."""

    wilayah: str
    says = (
        "no SD, SMP, SMA or SMK of {wilayah} is on record; import its school list "
        "with: formulir import sekolah FILE"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeResult:
    """What was drafted.

    Args:
        usulan: The ids of the proposals, one for each dinas and kabupaten or kota.
        models: How many model schools they hold.
        imbas: How many imbas schools.
        warnings: Every shortage and doubt, with its reason.
    """

    usulan: list[int]
    models: int
    imbas: int
    warnings: list[Fault]


def propose(
    db: Store,
    *,
    tahun: int,
    wilayah: str,
    kuota: int = 16,
    usulan_ke: int = 1,
    **named: Sequence[str],
) -> ProposeResult:
    """Draft the proposals of a year for every kabupaten and kota of a region.

    A draft of the same year, region and turn is replaced. One transaction; a crash
    leaves the proposals as they were.

    Args:
        db: The record store.
        tahun: The programme year.
        wilayah: A province, kabupaten or kota, by a code of any year.
        kuota: How many model schools each kabupaten or kota gets.
        usulan_ke: 1, or the turn of a list that replaces an earlier one.
        named: Schools by NPSN. ``model``: those that are to be models; the others are
            drafted, and those beyond the quota are marked ``luar_kuota``. ``tanpa``:
            those that take no part; what is closed takes none.

    Raises:
        WilayahUnknownError: No region ever had the code.
        SekolahMissingError: The region has no school on record.
        ModelUnknownError: A named model is not on record, elsewhere, or of a form
            that takes no part.
        UsulanLockedError: Letters or a number rest on a proposal to be replaced.
    """
    model, tanpa = (named.get(name, ()) for name in ("model", "tanpa"))
    plan = Plan(tahun=tahun, usulan_ke=usulan_ke, kuota=kuota, named=model)
    with db.writing():
        regions = _kabkota_under(db, wilayah, tahun=tahun)
        schools = _read_schools(db, regions, tahun=tahun, tanpa=tanpa)
        _check_named(db, schools, model)
        _warn_left_out(schools, wilayah, plan=plan)
        _clear(db, regions, plan=plan)
        drafts: dict[Usulan, list[UsulanModel]] = {}
        for kode in regions:
            drafts |= _draft_wilayah(db, kode, schools[kode], plan=plan)
        ids = [insert_usulan(db, *draft) for draft in drafts.items()]
    models = [one for those in drafts.values() for one in those]
    return ProposeResult(
        usulan=ids,
        models=len(models),
        imbas=sum(len(one.imbas) for one in models),
        warnings=list(plan.warnings),
    )


def read_drafted(db: Store, usulan: Sequence[int]) -> list[dict[str, Any]]:
    """Read the schools of proposals as people know them.

    Args:
        db: The record store.
        usulan: The ids of the proposals.

    Returns:
        A row an imbas, in the order of the lists: ``npsn``, ``nama`` and ``kecamatan``
        of the model, the same of the imbas with ``_imbas`` behind, ``jarak_km``.
    """
    return [
        row
        for key in usulan
        for row in db.rows(
            "SELECT a.npsn, a.nama, a.kecamatan, b.npsn AS npsn_imbas,"
            " b.nama AS nama_imbas, b.kecamatan AS kecamatan_imbas, i.jarak_km"
            " FROM usulan_model AS m JOIN sekolah AS a ON a.npsn = m.npsn"
            " LEFT JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn"
            " LEFT JOIN sekolah AS b ON b.npsn = i.npsn"
            " WHERE m.usulan = ? ORDER BY m.urut, i.urut",
            (key,),
        )
    ]


def _kabkota_under(db: Store, wilayah: str, *, tahun: int) -> list[str]:
    """Give the kabupaten and kota of a region by today's codes.

    Those count that a province had in the programme year; for a province that is
    younger than the year, those that it has today.
    """
    found = find_wilayah(db, wilayah)
    if found.tingkat == KABKOTA:
        return [found.entitas]
    codes = cover(db, wilayah)
    rows = db.rows("SELECT kode, entitas FROM wilayah WHERE tingkat = ?", (KABKOTA,))
    below = sorted({row["entitas"] for row in rows if row["kode"] in codes})
    per = hari_usulan(tahun)
    then = [
        kode
        for kode in below
        if parent_province(db, kode, per).entitas == found.entitas
    ]
    return then or below


def _read_schools(
    db: Store, regions: Sequence[str], *, tahun: int, tanpa: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Read the schools of each kabupaten and kota, whichever of its codes they bear.

    A school that is closed when the year begins, or is left out, is none of them.
    """
    schools: dict[str, list[dict[str, Any]]] = {kode: [] for kode in regions}
    rows = db.rows(
        "SELECT s.npsn, s.nama, s.bentuk, s.kecamatan, s.lintang, s.bujur, "
        "s.program_keahlian, w.entitas FROM sekolah AS s "
        "JOIN (SELECT DISTINCT kode, entitas FROM wilayah) AS w ON w.kode = s.wilayah "
        "WHERE coalesce(s.tutup, '9999') > :first ORDER BY s.npsn",
        {"first": f"{tahun:04}-01-01"},
    )
    if strange := sorted(set(tanpa) - set(db.values("SELECT npsn FROM sekolah"))):
        raise ModelUnknownError(dict.fromkeys(strange, phrase("is not on record")))
    for row in rows:
        if row["entitas"] in schools and row["npsn"] not in tanpa:
            schools[row["entitas"]].append(row)
    return schools


def _check_named(
    db: Store, schools: Mapping[str, Sequence[dict[str, Any]]], model: Sequence[str]
) -> None:
    """Refuse named models that cannot be models, all at once."""
    here = {row["npsn"]: row["bentuk"] for rows in schools.values() for row in rows}
    reasons: dict[str, str] = {}
    for npsn, count in Counter(model).items():
        if npsn not in here:
            where = db.value("SELECT wilayah FROM sekolah WHERE npsn = ?", (npsn,))
            reasons[npsn] = (
                phrase("lies in {where}", where=where)
                if where
                else phrase("is not on record")
            )
        elif jenjang_of(here[npsn]) is None:
            reasons[npsn] = phrase(
                "is {jenjang}, not {wanted}",
                jenjang=here[npsn],
                wanted=", ".join(JENJANG),
            )
        elif count > 1:
            reasons[npsn] = phrase("is named twice")
    if reasons:
        raise ModelUnknownError(reasons)


def _warn_left_out(
    schools: Mapping[str, Sequence[dict[str, Any]]], wilayah: str, *, plan: Plan
) -> None:
    """Count the schools that take no part, and name the regions without any."""
    forms = Counter(row["bentuk"] for rows in schools.values() for row in rows)
    others = {form: n for form, n in forms.items() if jenjang_of(form) is None}
    if forms.total() == sum(others.values()):
        raise SekolahMissingError(wilayah)
    if others:
        words = ", ".join(f"{form} {n}" for form, n in sorted(others.items()))
        plan.warn(
            f"wilayah:{wilayah}",
            phrase(
                "{others} schools of other forms are left out: {words}",
                others=sum(others.values()),
                words=words,
            ),
        )
    empty = [kode for kode, rows in schools.items() if not rows]
    if empty:
        plan.warn(
            f"wilayah:{wilayah}",
            phrase(
                "no school on record, so nothing is proposed: {empty}",
                empty=list_some(empty, shown=_SHOWN),
            ),
        )


def _clear(db: Store, regions: Sequence[str], *, plan: Plan) -> None:
    """Take away the drafts to be replaced, unless something rests on one."""
    rows = db.rows(
        "SELECT id, wilayah, pengusul, nomor FROM usulan "
        "WHERE tahun = ? AND usulan_ke = ?",
        (plan.tahun, plan.usulan_ke),
    )
    old = [row for row in rows if find_wilayah(db, row["wilayah"]).entitas in regions]
    grounds = [
        ground
        for row in old
        for ground in (
            *(
                [phrase("the dinas's number {nomor}", nomor=row["nomor"])]
                if row["nomor"]
                else []
            ),
            *find_grounds(db, row["id"]),
        )
    ]
    if grounds:
        locked = ", ".join(sorted({row["wilayah"] for row in old}))
        which = phrase("{tahun} of {locked}", tahun=plan.tahun, locked=locked)
        raise UsulanLockedError(which, grounds=grounds)
    db.run_many("DELETE FROM usulan WHERE id = ?", [(row["id"],) for row in old])


def _draft_wilayah(
    db: Store, kode: str, rows: Sequence[dict[str, Any]], *, plan: Plan
) -> dict[Usulan, list[UsulanModel]]:
    """Draft one kabupaten or kota: one proposal for each dinas."""
    drafts: dict[Usulan, list[UsulanModel]] = defaultdict(list)
    for jenjang, models in draft_models(kode, rows, plan=plan).items():
        if not models:
            continue
        pengusul, known = find_pengusul(db, kode, jenjang=jenjang, tahun=plan.tahun)
        if not known:
            plan.warn(
                f"instansi:{pengusul}",
                phrase("not on record; import its letterhead before 02.1 is issued"),
            )
        drafts[Usulan(plan.tahun, kode, pengusul, plan.usulan_ke)] += models
    return drafts
