"""Rules between the forms of the facilitator family, from proposal to appointment.

Each form names people whom the form before it let through. What contradicts that is
told by name, all at once, before a number is spent.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.4: papers, evaluation,
announcement and invitation, training, evaluation of competence, appointment. That
taking part in the training does not mean passing it is its own sentence (3.4, 4.b).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.language import Sentence, mark, phrase
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store

BERKAS_WAJIB = ("CV", "01.1", "01.2")
"""The papers of a candidate.

Source: Petunjuk Teknis (2016), 3.4, 1.c.
"""


def check_evaluasi(db: Store, scope: Scope) -> list[Fault]:
    """Look whether who passed the evaluation had all papers and required criteria."""
    faults = []
    for row in _ask(db, scope, f"{_CALON} ORDER BY c.kode"):
        if row["hasil"] is None:
            reason = phrase(
                "was proposed on 01.1, but 01.3 does not name him or her yet"
            )
            faults.append(_about(row, reason, warning=True))
        elif row["hasil"] == "memenuhi":
            faults += [_about(row, reason) for reason in _list_lacks(db, row)]
        elif not row["keterangan"]:
            reason = phrase("did not pass on 01.3, and no reason is on record")
            faults.append(_about(row, reason))
    return faults


def check_pengumuman(db: Store, scope: Scope) -> list[Fault]:
    """Look whether who is announced on 01.4 is who passed on 01.3."""
    faults = []
    for row in _ask(db, scope, f"{_CALON} AND e.calon IS NOT NULL ORDER BY c.kode"):
        passed = row["hasil"] == "memenuhi"
        if row["diumumkan"] and not passed:
            faults.append(
                _about(row, phrase("is announced on 01.4, but did not pass on 01.3"))
            )
        elif passed and not row["diumumkan"]:
            reason = phrase("passed on 01.3, but is not announced on 01.4")
            faults.append(_about(row, reason, warning=True))
    return faults


def check_undangan(db: Store, scope: Scope) -> list[Fault]:
    """Look whether who is invited on 01.5 is exactly who was announced on 01.4."""
    strangers = (
        "SELECT p.kode AS calon, coalesce(p.nama, '') AS nama, p.pelatihan"
        " FROM peserta_lengkap AS p LEFT JOIN evaluasi AS e"
        " ON e.tahun = p.tahun AND e.calon = p.kode"
        " WHERE p.tahun = :tahun AND p.jenis = 'fasda'"
        " AND coalesce(e.diumumkan, 0) = 0 ORDER BY p.pelatihan, p.kode"
    )
    left_out = (
        f"{_CALON} AND e.diumumkan = 1 AND NOT EXISTS (SELECT 1 FROM peserta_lengkap"
        " AS p WHERE p.tahun = c.tahun AND p.jenis = 'fasda' AND p.kode = c.kode)"
        " ORDER BY c.kode"
    )
    return [
        *_tell(
            db,
            scope,
            strangers,
            mark("is invited to {pelatihan}, but was never announced"),
        ),
        *_tell(db, scope, left_out, mark("was announced on 01.4, but is not invited")),
    ]


def check_penilaian(db: Store, scope: Scope) -> list[Fault]:
    """Look whether who is evaluated on 01.6 attended the training."""
    rows = _ask(
        db,
        scope,
        "SELECT p.kode AS calon, coalesce(p.nama, '') AS nama, p.pelatihan, p.hadir,"
        " n.peserta IS NOT NULL AS dinilai, n.rekomendasi, n.akhir, n.catatan"
        " FROM peserta_lengkap AS p LEFT JOIN nilai AS n"
        " ON n.pelatihan = p.pelatihan AND n.peserta = p.kode"
        " WHERE p.tahun = :tahun AND p.jenis = 'fasda' ORDER BY p.pelatihan, p.kode",
    )
    faults = []
    for row in rows:
        if row["dinilai"] and row["hadir"] is None:
            reason = phrase(
                "is evaluated on 01.6, but whether he or she attended {pelatihan} "
                "is not recorded: fill column hadir of sheet peserta",
                pelatihan=row["pelatihan"],
            )
            faults.append(_about(row, reason))
        elif row["dinilai"] and row["hadir"] != 1:
            reason = phrase(
                "is evaluated on 01.6, but did not attend {pelatihan}",
                pelatihan=row["pelatihan"],
            )
            faults.append(_about(row, reason))
        elif row["hadir"] == 1 and not row["dinilai"]:
            reason = phrase(
                "attended {pelatihan}, but has no marks of it on 01.6",
                pelatihan=row["pelatihan"],
            )
            faults.append(_about(row, reason, warning=True))
        faults += _check_mark(row, nilai_lulus=scope.settings.nilai_lulus)
    return faults


def _check_mark(row: dict[str, Any], *, nilai_lulus: float) -> list[Fault]:
    """See whether the recommendation agrees with the mark, or gives a reason."""
    akhir, passed = row["akhir"], row["rekomendasi"]
    if akhir is None or passed is None:
        return []
    if passed and akhir < nilai_lulus:
        reason = phrase(
            "is recommended with {akhir:g}, below the office's mark of {nilai_lulus:g}",
            akhir=akhir,
            nilai_lulus=nilai_lulus,
        )
        return [_about(row, reason, warning=True)]
    if not passed and akhir >= nilai_lulus and not row["catatan"]:
        reason = phrase(
            "is not recommended with {akhir:g}, though the office's mark is "
            "{nilai_lulus:g}, and no reason is on record; write it in column "
            "catatan of sheet nilai",
            akhir=akhir,
            nilai_lulus=nilai_lulus,
        )
        return [_about(row, reason, warning=True)]
    return []


def check_penetapan(db: Store, scope: Scope) -> list[Fault]:
    """Look whether who is appointed on 01.7 is exactly who 01.6 recommended."""
    recommended = (
        "SELECT 1 FROM nilai AS n JOIN pelatihan AS t ON t.kode = n.pelatihan"
        " WHERE t.jenis = 'fasda' AND t.tahun = c.tahun AND n.peserta = c.kode"
        " AND n.rekomendasi = 1"
    )
    same = f"{recommended} AND n.pelatihan = k.pelatihan"
    appointed = "FROM penetapan AS k WHERE k.tahun = c.tahun AND k.calon = c.kode"
    wrong = (
        f"{_CALON} AND EXISTS (SELECT 1 {appointed} AND NOT EXISTS ({same}))"
        " ORDER BY c.kode"
    )
    left_out = (
        f"{_CALON} AND EXISTS ({recommended}) AND NOT EXISTS (SELECT 1 {appointed})"
        " ORDER BY c.kode"
    )
    words = mark("is appointed on 01.7, but 01.6 does not recommend him or her")
    left = mark("is recommended on 01.6, but not appointed on 01.7")
    return [*_tell(db, scope, wrong, words), *_tell(db, scope, left_out, left)]


_CALON = """
    SELECT c.tahun, c.kode AS calon, c.nama, c.wilayah,
        e.hasil, e.keterangan, e.diumumkan
    FROM calon AS c LEFT JOIN evaluasi AS e
        ON e.tahun = c.tahun AND e.calon = c.kode
    WHERE c.tahun = :tahun
"""


def _ask(db: Store, scope: Scope, sql: str) -> list[dict[str, Any]]:
    """Ask about a whole year: a chain that is broken elsewhere is broken, too."""
    return db.rows(sql, {"tahun": scope.tahun})


def _tell(db: Store, scope: Scope, sql: str, words: str) -> list[Fault]:
    """Say the same of everybody whom a query finds."""
    return [_about(row, Sentence(words, row)) for row in _ask(db, scope, sql)]


def _about(row: dict[str, Any], reason: str, *, warning: bool = False) -> Fault:
    place = f"calon {row['calon']} {row['nama']}".rstrip()
    return Fault(place=place, reason=reason, warning=warning)


def _list_lacks(db: Store, row: dict[str, Any]) -> list[str]:
    """Tell what a candidate who passed lacks: papers, and required criteria."""
    who = {"tahun": row["tahun"], "calon": row["calon"]}
    papers = db.values(
        "SELECT jenis FROM berkas WHERE tahun = :tahun AND calon = :calon"
        " AND ada = 1 AND sah = 1",
        who,
    )
    unmet = db.rows(
        "SELECT k.kode, k.uraian"
        " FROM evaluasi_kriteria AS e JOIN kriteria AS k ON k.kode = e.kriteria"
        " WHERE e.tahun = :tahun AND e.calon = :calon AND e.memenuhi = 0"
        " AND k.wajib = 1 ORDER BY k.urut",
        who,
    )
    lacks: list[str] = [
        phrase("passed on 01.3 without a valid {jenis}", jenis=jenis)
        for jenis in BERKAS_WAJIB
        if jenis not in papers
    ]
    return lacks + [
        phrase("passed on 01.3 without meeting {kode} ({uraian})", **criterion)
        for criterion in unmet
    ]
