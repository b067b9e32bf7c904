"""The second hop of the way of a letter: all faults of all letters, at once.

Nothing here has an effect; what is wrong is told before a number is spent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.letters.compile import lint_templat
from formulir.letters.jenis import list_jenis
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.letters.shape import infer
from formulir.model import Fault
from formulir.press.attachments.examine import examine
from formulir.press.finishing.picture import GambarUnreadableError, read_gambar
from formulir.press.pdf.normal import NormalFiles
from formulir.records.office.instansi import list_lampiran
from formulir.records.office.wilayah import cover, find_wilayah
from formulir.records.rules.registry import ATURAN
from formulir.records.scope import Lingkup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from formulir.issuing.gather import Kumpulan
    from formulir.model import Baris, Pdf
    from formulir.office.kantor import Kantor


def preflight(kantor: Kantor, db: Database, kumpulan: Kumpulan) -> Kumpulan:
    """Tell every fault of every letter at once, and make attachments safe.

    Returns:
        What was gathered, with its attachments examined; its faults are warnings.

    Raises:
        TemplateFaultyError: The template names what no context has.
        RecordFaultyError: Records must be corrected.
    """
    shape = infer(baris.konteks for baris in kumpulan.daftar)
    template_faults = lint_templat(kumpulan.templat, shape=shape)
    if template_faults:
        raise TemplateFaultyError(template_faults)
    faults = [
        *kumpulan.faults,
        *_check_doubles(kumpulan),
        *_check_wilayah(db, kumpulan.daftar),
        *_check_rules(kantor, db, kumpulan),
        *_check_gambar(kantor, kumpulan),
        *_check_homeless(kantor, db, kumpulan),
    ]
    lampiran, refused = _examine_lampiran(kantor, kumpulan.daftar)
    faults += refused
    if any(not fault.warning for fault in faults):
        raise RecordFaultyError(faults)
    _fill_dry(kumpulan)
    return replace(kumpulan, lampiran=lampiran, faults=faults)


def _check_doubles(kumpulan: Kumpulan) -> list[Fault]:
    counts = Counter(baris.kunci for baris in kumpulan.daftar)
    return [
        Fault(
            place=f"{kumpulan.jenis.kode} {kunci}",
            reason=f"{kumpulan.jenis.sql} gives this key {count} times",
        )
        for kunci, count in counts.items()
        if count > 1
    ]


def _check_wilayah(db: Database, daftar: Iterable[Baris]) -> list[Fault]:
    """Look up every region code that a letter names, each code once."""
    seen: dict[str, str] = {}
    for baris in daftar:
        for peran in baris.wilayah:
            place = f"{baris.formulir} {baris.kunci}: wilayah.{peran}"
            for kode in baris.list_wilayah(peran):
                seen.setdefault(kode, place)
    faults: list[Fault] = []
    for kode, place in seen.items():
        try:
            find_wilayah(db, kode)
        except RecordError as error:
            faults.append(Fault(place=place, reason=str(error)))
    return faults


def _check_rules(kantor: Kantor, db: Database, kumpulan: Kumpulan) -> list[Fault]:
    """Ask the rules between records that the kind names."""
    faults: list[Fault] = []
    about = {
        kode
        for baris in kumpulan.daftar
        for peran in ("subjek", "pelatihan")
        for kode in baris.list_wilayah(peran)
    }
    codes = frozenset().union(*(cover(db, kode) for kode in about))
    for name in kumpulan.jenis.aturan:
        rule = ATURAN.get(name)
        if rule is None:
            reason = f"names an unknown rule {name!r}; there are {', '.join(ATURAN)}"
            raise TemplateFaultyError(
                [Fault(place=f"templates/{kumpulan.jenis.kode}", reason=reason)]
            )
        first = kumpulan.daftar[0]
        lingkup = Lingkup(
            tahun=first.tahun,
            wilayah=codes,
            tanggal=first.tanggal,
            nilai_lulus=kantor.setelan.nilai_lulus,
        )
        faults += rule(db, lingkup)
    return faults


def _check_gambar(kantor: Kantor, kumpulan: Kumpulan) -> list[Fault]:
    """Look whether the pictures of the issuing offices are there and can be read."""
    faults: list[Fault] = []
    for kode, pictures in kumpulan.gambar.items():
        for name, stored in pictures.items():
            place = f"instansi {kode}: {name}"
            try:
                read_gambar((kantor.berkas / stored).read_bytes(), side_mm=45)
            except FileNotFoundError:
                reason = f"berkas/{stored} is missing; import the office again"
                faults.append(Fault(place=place, reason=reason))
            except GambarUnreadableError as error:
                faults.append(Fault(place=place, reason=str(error)))
    return faults


def _check_homeless(kantor: Kantor, db: Database, kumpulan: Kumpulan) -> list[Fault]:
    """Warn of attachments that no letter takes: a mistyped form or key loses them."""
    kinds = set(list_jenis(kantor.templates))
    keys = {baris.kunci for baris in kumpulan.daftar}
    return [
        Fault(
            place=f"lampiran {formulir} {kunci}",
            reason="no letter has this form and key, so nothing takes the attachment; "
            "correct the sheet and import it again",
            warning=True,
        )
        for formulir, kunci in list_lampiran(db, tahun=kumpulan.daftar[0].tahun)
        if formulir not in kinds
        or (kumpulan.whole and formulir == kumpulan.jenis.kode and kunci not in keys)
    ]


def _examine_lampiran(
    kantor: Kantor, daftar: Iterable[Baris]
) -> tuple[Mapping[str, Pdf], list[Fault]]:
    """Examine each attachment once, in its limited child process."""
    wanted = {each.sha256: (each, b) for b in daftar for each in b.lampiran}
    if not wanted:
        return {}, []
    kantor.kerja.mkdir(exist_ok=True)
    fit = NormalFiles(kantor.kerja)
    faults: list[Fault] = []
    for digest, (lampiran, baris) in wanted.items():
        verdict = examine(
            kantor.berkas / f"{digest}.{lampiran.ekstensi}",
            ekstensi=lampiran.ekstensi,
            kerja=kantor.kerja,
            hasil=fit.place(digest),
            libreoffice=kantor.libreoffice,
        )
        if verdict.ok:
            fit.add(digest)
        else:
            place = f"{baris.formulir} {baris.kunci}: lampiran “{lampiran.judul}”"
            faults.append(Fault(place=place, reason=verdict.reason))
    return fit, faults


def _fill_dry(kumpulan: Kumpulan) -> None:
    """Fill every letter once for nothing: what fails must fail before a number."""
    faults: list[Fault] = []
    for baris in kumpulan.daftar:
        try:
            fill_parts(kumpulan.templat, baris.konteks, kunci=baris.kunci)
        except TemplatUnfillableError as error:
            faults.append(Fault(place=error.place, reason=str(error)))
    if faults:
        raise TemplateFaultyError(faults)
