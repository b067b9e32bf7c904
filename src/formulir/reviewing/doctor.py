"""What this machine has and lacks for the work of an office."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from formulir.archive.folder import load_checkpoint
from formulir.archive.keys import describe_key
from formulir.dates import format_saat
from formulir.errors import FormulirError, TemplateFaultyError, list_some
from formulir.ground.disk import keeps_modes
from formulir.issuing.ways import translate
from formulir.language import chain, phrase, take_reason
from formulir.letters.drafts import compile_templates
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.letters.odf.odf_tags import OdfUnfitError
from formulir.letters.profil import load_profil
from formulir.letters.reading.raw import list_fonts
from formulir.office.kantor import find_libreoffice, read_clock, shipped
from formulir.office.modes import find_amiss
from formulir.office.owners import list_open
from formulir.press.child.shield import probe_shield
from formulir.press.finishing.fonts import is_font_substituted
from formulir.press.joining.obstacles import find_obstacles, is_fragile
from formulir.press.printing.libreoffice import (
    find_allocator,
    find_python,
    probe_libreoffice,
)
from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine
from formulir.records.ledger.acts import read_clock_mark
from formulir.records.ledger.notes import judge_backup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from formulir.letters.reading.compile import Template
    from formulir.office.kantor import Kantor

LEAST_FREE_BYTES = 1024**3
"""Free disk below which a batch of a region may not fit."""
_ALLOCATOR = phrase("LibreOffice's own; libtcmalloc-minimal4 would make it faster")
"""What is said where there is no better source of memory."""


BACKUP = phrase("backup")
"""What the check of the backup is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at.

    Args:
        name: What.
        good: Whether the work can go on with it.
        facts: What was found, and what to do where it is not good.
    """

    name: str
    good: bool
    facts: str


def diagnose(
    kantor: Kantor | None, *, refused: FormulirError | None = None
) -> list[Check]:
    """Look at everything that the work leans on; without an office, at the machine.

    Args:
        kantor: The office.
        refused: Why there is none, where one lies that is not obeyed.
    """
    folders = kantor.templates if kantor else (shipped("templates"),)
    # Three of the looks below take them, and to compile them all takes seconds.
    templates = cache(lambda: list(_list_templates(folders)))
    allocator = find_allocator()
    checks = [
        _try("LibreOffice", lambda: probe_libreoffice(_candidates(kantor)).version),
        _try(phrase("UNO bridge"), lambda: str(_find_uno(kantor)[1])),
        # What LibreOffice takes memory from costs time where it lacks, what shields the
        # readers of attachments safety; neither stops the work.
        Check(
            name=phrase("allocator"),
            good=True,
            facts=str(allocator) if allocator else _ALLOCATOR,
        ),
        Check(name=phrase("attachments"), good=True, facts=probe_shield().words),
        _try(phrase("fonts"), lambda: _look_at_fonts(templates())),
        _try(phrase("joining"), lambda: _look_at_joining(templates())),
        _try(phrase("many letters"), lambda: _look_at_odf(kantor, templates())),
        Check(name="SQLite", good=True, facts=sqlite3.sqlite_version),
    ]
    if kantor is not None:
        checks += _check_kantor(kantor)
    if refused is not None:
        checks.append(
            Check(name=phrase("permissions"), good=False, facts=refused.sentence)
        )
    return checks


def _try(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name=name, good=True, facts=look())
    except TemplateFaultyError:
        facts = phrase("a template is faulty; run 'formulir check'")
        return Check(name=name, good=False, facts=facts)
    except FormulirError as error:
        return Check(name=name, good=False, facts=take_reason(error))


def _look_at_fonts(templates: Sequence[tuple[str, Template]]) -> str:
    named: set[str] = set()
    for _kode, template in templates:
        texts = [template.members[name] for name in template.list_texts()]
        named |= list_fonts(texts, template.styles)
    lacking = sorted(font for font in named if is_font_substituted(font))
    if lacking:
        return phrase(
            "none with the widths of {lacking}: lines may break anew",
            lacking=", ".join(lacking),
        )
    return phrase(
        "all {count} that the templates name, or their metric twins", count=len(named)
    )


def _list_templates(folders: Sequence[Path]) -> Iterator[tuple[str, Template]]:
    """Compile each kind's template."""
    for kode in list_jenis(folders):
        jenis = load_jenis(folders, kode=kode)
        for golongan in jenis.list_golongan():
            tanggal = read_clock().date()
            profil = load_profil(folders, golongan=golongan, tanggal=tanggal)
            yield from (
                (kode, template)
                for template in compile_templates(jenis, {golongan: profil}).values()
            )


def _candidates(kantor: Kantor | None) -> tuple[Path, ...]:
    return kantor.libreoffice if kantor else find_libreoffice(None)


def _find_uno(kantor: Kantor | None) -> tuple[Path, Path]:
    """Find LibreOffice, and the Python that reaches it."""
    program = probe_libreoffice(_candidates(kantor)).path
    return program, find_python(program, named=kantor.python_uno if kantor else None)


def _look_at_joining(templates: Sequence[tuple[str, Template]]) -> str:
    """Tell which kinds print one by one, and why: they are right, but slow."""
    slow, fragile = [], []
    for kode, template in templates:
        members = template.read_members()
        if obstacles := find_obstacles(members):
            slow.append(
                phrase(
                    "{kode} prints one by one: {obstacles}",
                    kode=kode,
                    obstacles=chain(obstacles),
                )
            )
        elif is_fragile(members):
            fragile.append(kode)
    words = chain(slow) if slow else phrase("all kinds print in batches")
    if fragile:
        return phrase(
            "{words}; letters of {fragile} again alone if over a page",
            words=words,
            fragile=fragile,
        )
    return words


def _look_at_odf(
    kantor: Kantor | None, templates: Sequence[tuple[str, Template]]
) -> str:
    """Tell which kinds cannot go the fastest way, and why: they are right all the same.

    That the others come out the same is proved by the first letters of every run.
    """
    program, python = _find_uno(kantor)
    with TemporaryDirectory(prefix="formulir-") as name, ExitStack() as stack:
        machine = PrintMachine(program=program, python=python, workdir=Path(name))
        worker = LibreOfficeWorker(machine=machine)
        stack.callback(worker.stop)
        kept = [
            phrase("{kode} as DOCX: {reason}", kode=kode, reason=reason)
            for kode, template in templates
            if (reason := _find_reason(template, worker))
        ]
    return chain(kept or [phrase("all kinds from ODF, proved by the first letters")])


def _find_reason(template: Template, worker: LibreOfficeWorker) -> str:
    """Say why letters of a template do not print from ODF, if they do not."""
    try:
        if not find_obstacles(template.read_members()):
            translate(template, worker)
    except OdfUnfitError as error:
        return error.reason
    return ""


def _check_kantor(kantor: Kantor) -> list[Check]:
    free = shutil.disk_usage(kantor.folder).free
    facts, good = f"{free / 1024**3:.1f} GiB", free >= LEAST_FREE_BYTES
    return [
        _try(phrase("record store"), lambda: _look_at_store(kantor)),
        Check(name=phrase("free disk"), good=good, facts=facts),
        _check_open(kantor),
        _try(phrase("archive key"), lambda: describe_key(kantor.keyfile)),
        _try(phrase("archive"), lambda: _look_at_archive(kantor)),
        _check_clock(kantor),
        _check_backup(kantor),
    ]


def _check_open(kantor: Kantor) -> Check:
    """Tell whether others could change the office, and whoever shares it can."""
    name, folder, gid = phrase("permissions"), kantor.folder, kantor.gid
    if kantor.kelompok and gid is None:
        facts = phrase(
            "kantor.toml: there is no group {kelompok} on this machine",
            kelompok=kantor.kelompok,
        )
        return Check(name=name, good=False, facts=facts)
    if found := [str(path) for path in list_open(folder, gid=gid)]:
        facts = phrase(
            "others may write {found}; close with chmod go-w or chown",
            found=list_some(found),
        )
        return Check(name=name, good=False, facts=facts)
    found = [f"{path} ({change})" for path, change in find_amiss(folder, gid=gid)]
    if found and keeps_modes(folder):
        facts = phrase(
            "{found}; mend with 'formulir doctor --betulkan'",
            found=list_some(found, shown=2),
        )
        return Check(name=name, good=False, facts=facts)
    alone = phrase("nobody else may write the office")
    if kantor.kelompok:
        alone = phrase(
            "group {kelompok} shares the office, nobody else may write the office",
            kelompok=kantor.kelompok,
        )
    return Check(name=name, good=True, facts=alone)


def _look_at_archive(kantor: Kantor) -> str:
    size = load_checkpoint(kantor.archive).size
    return phrase("{size} entries", size=size)


def _look_at_store(kantor: Kantor) -> str:
    with kantor.open_catatan() as db:
        return db.describe()


def _check_clock(kantor: Kantor) -> Check:
    try:
        with kantor.open_catatan(read_only=True) as db:
            last = read_clock_mark(db)
    except FormulirError as error:
        return Check(name=phrase("clock"), good=False, facts=take_reason(error))
    now = format_saat(read_clock())
    facts = phrase("{now}, last act {last}", now=now, last=last or phrase("never"))
    return Check(name=phrase("clock"), good=now >= last, facts=facts)


def _check_backup(kantor: Kantor) -> Check:
    try:
        with kantor.open_catatan(read_only=True) as db:
            good, facts = judge_backup(db, now=kantor.saat())
    except FormulirError as error:
        return Check(name=BACKUP, good=False, facts=take_reason(error))
    return Check(name=BACKUP, good=good, facts=facts)
