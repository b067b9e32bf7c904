"""Checking templates and records without issuing anything."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.ground.package import BODY
from formulir.issuing.gather import Batch, Request, SuratNoneError, gather
from formulir.issuing.preflight import preflight
from formulir.issuing.trial import try_batch
from formulir.language import phrase, take_reason
from formulir.letters.context import complete_konteks
from formulir.letters.drafts import (
    check_letters,
    check_marks,
    compile_templates,
    make_drafts,
)
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import list_profil, load_profil, load_profiles
from formulir.letters.reading.compile import (
    Template,
    inspect_template,
)
from formulir.letters.reading.raw import is_signature_bound, list_fonts, split_tags
from formulir.letters.reading.shape import infer
from formulir.model import Docx, Fault, Scope, Spot
from formulir.office.expected import ask_kind
from formulir.office.founding import load_samples
from formulir.press.finishing.fonts import is_font_substituted
from formulir.press.printing.libreoffice import LibreOfficeMissingError, UnoMissingError
from formulir.records.office.wilayah import load_wilayah
from formulir.records.own.tables import copy_own
from formulir.records.schedule.make import schedule
from formulir.records.schedule.store import list_pelatihan
from formulir.records.selection.propose import propose
from formulir.records.store import memory_store
from formulir.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.model import Konteks
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

SAMPLE_TAHUN, SAMPLE_TANGGAL, SAMPLE_WILAYAH = 2016, date(2016, 3, 14), "33.19"


@dataclass(kw_only=True, slots=True)
class Findings:
    """What a check found, sorted by who can cure it.

    Args:
        template: What the author of a template can cure.
        record: What the clerk can.
        none: Whether the records ask for no letter.
    """

    template: list[Fault] = field(default_factory=list)
    record: list[Fault] = field(default_factory=list)
    none: bool = False


def make_sample(kantor: Kantor | None = None) -> Store:
    """Make a store in memory that holds the sample office and its proposal.

    Args:
        kantor: The office whose own kinds it is to know, with some rows of each.
    """
    db = memory_store(_pack_sample())
    if kantor is not None:
        with kantor.open_catatan(read_only=True) as own:
            copy_own(own, db, tahun=SAMPLE_TAHUN)
    return db


@cache
def _pack_sample() -> bytes:
    """Make the sample office and its proposal, which take half a second."""
    with closing(memory_store()) as db:
        load_wilayah(db)
        load_samples(db)
        propose(db, tahun=SAMPLE_TAHUN, wilayah=SAMPLE_WILAYAH, kuota=6)
        for pelatihan in list_pelatihan(db):
            schedule(db, pelatihan, menit_per_jp=Settings().menit_per_jp)
        return db.pack()


def check_jenis(
    folders: Sequence[Path], sample: Store, *, kode: str, kantor: Kantor | None = None
) -> list[Fault]:
    """Look one kind through with the letters that the sample office has of it.

    Args:
        folders: Where the kind is looked for.
        sample: The records of the sample office.
        kode: The kind.
        kantor: The office in whose work folder some of these letters are printed; none
            are without it.
    """
    try:
        batch = gather_sample(folders, sample, kode)
        traces = check_letters(batch.jenis, batch.templates, batch.drafts, batch.profil)
        remarks = [
            remark
            for template in batch.templates.values()
            for remark in (*template.remarks, *_remark(template))
        ]
        remarks += _check_tte(folders, batch.jenis)
        if kantor is not None and batch.drafts:
            remarks += try_batch(kantor, batch, traces)
    except TemplateFaultyError as error:
        return error.faults
    except (LibreOfficeMissingError, UnoMissingError) as error:
        reason = phrase("no letter was printed to be looked at: {error}", error=error)
        remarks.append(
            Fault(place=str(batch.jenis.find_docx()), reason=reason, warning=True)
        )
    return remarks


def _check_tte(folders: Sequence[Path], jenis: Jenis) -> list[Fault]:
    """Tell what a kind lacks in the periods in which it is signed with a certificate.

    The letters of the sample office are of one day, which may lie in none of them.

    Raises:
        TemplateFaultyError: ``profil.toml`` is wrong.
    """
    classes = jenis.list_golongan()
    periods = [one for one in list_profil(folders) if one.is_tte]
    return [
        fault
        for profil in periods
        if profil.golongan in classes
        for template in compile_templates(jenis, {profil.golongan: profil}).values()
        for fault in check_marks(jenis, template, profil)
    ]


def read_sample_contexts(
    folders: Sequence[Path], sample: Store, jenis: Jenis
) -> list[Konteks]:
    """Read what each letter of a kind that the sample office has is filled with."""
    scope, rows, profil = _ask_sample(folders, sample, jenis)
    return [
        complete_konteks(row, jenis, scope=scope, profil=profil[row["golongan"]])
        for row in rows
    ]


def _ask_sample(
    folders: Sequence[Path], sample: Store, jenis: Jenis
) -> tuple[Scope, list[dict[str, Any]], Mapping[str, Profil]]:
    scope = Scope(tahun=SAMPLE_TAHUN, tanggal=SAMPLE_TANGGAL, settings=Settings())
    rows = ask_kind(sample, jenis, scope)
    return scope, rows, load_profiles(folders, rows, tanggal=SAMPLE_TANGGAL)


def gather_sample(folders: Sequence[Path], sample: Store, kode: str) -> Batch:
    """Gather the letters that the sample office has of a kind.

    Args:
        folders: Where the kind is looked for.
        sample: The records of the sample office.
        kode: The kind.

    Raises:
        TemplateFaultyError: The kind's files are wrong.
    """
    jenis = load_jenis(folders, kode=kode)
    scope, rows, profil = _ask_sample(folders, sample, jenis)
    # A class of which the sample office has no letter is compiled all the same.
    profil = {
        golongan: load_profil(folders, golongan=golongan, tanggal=SAMPLE_TANGGAL)
        for golongan in jenis.list_golongan()
    } | dict(profil)
    try:
        templates = compile_templates(jenis, profil)
    except TemplateFaultyError:
        if not rows:
            raise
        # What was compiled in part is looked through all the same.
        shape = infer(read_sample_contexts(folders, sample, jenis))
        paths = dict.fromkeys(map(jenis.find_docx, profil))
        faults = [
            fault
            for path in paths
            for fault in inspect_template(
                Docx(path.read_bytes()), nama=str(path), shape=shape
            )
        ]
        raise TemplateFaultyError(faults) from None
    drafts = make_drafts(rows, jenis, scope, profil=profil, seri={}, lampiran={})
    return Batch(
        scope=scope,
        jenis=jenis,
        profil=profil,
        templates=templates,
        drafts=drafts,
        pictures={},
        faults=[],
        whole=True,
    )


def check_surat(kantor: Kantor, request: Request) -> Findings:
    """Take letters through the preflight, and tell what it finds."""
    found = Findings()
    with kantor.open_catatan(read_only=True) as db:
        try:
            found.record = preflight(kantor, db, gather(kantor, db, request)).warnings
        except TemplateFaultyError as error:
            found.template = error.faults
        except RecordFaultyError as error:
            found.record = error.faults
        except SuratNoneError:
            found.none = True
        except RecordError as error:
            place = f"{request.formulir} {request.tahun}"
            found.record = [Fault(place=place, reason=take_reason(error))]
    return found


def _remark(template: Template) -> list[Fault]:
    """Tell what prints, but perhaps not as its author meant."""
    found = [
        Fault(
            place=template.nama,
            reason=phrase(
                "the tag {tag} is formatted in pieces; format it as a whole", tag=tag
            ),
            warning=True,
            spot=Spot(part=template.name_authored(name), paragraph=number, words=tag),
        )
        for name in template.list_texts()
        for number, tag in split_tags(template.members[name])
    ]
    texts = [template.members[name] for name in template.list_texts()]
    words = [
        phrase(
            "the font {font} is not on this machine, and none has its widths", font=font
        )
        for font in sorted(list_fonts(texts, template.styles))
        if is_font_substituted(font)
    ]
    if not is_signature_bound(template.members[BODY], template.styles):
        words.append(
            phrase(
                "the signature block may be left alone on a page; set 'Keep with "
                "next' on the paragraphs before it"
            )
        )
    place = template.nama
    return [*found, *(Fault(place=place, reason=word, warning=True) for word in words)]
