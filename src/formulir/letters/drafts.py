"""From the rows of a kind's query to letters that may be reserved, and their faults.

The marks of a template are bookmarks at which the press stamps what the kind wants.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from formulir.errors import TemplateFaultyError
from formulir.language import phrase
from formulir.letters.blanks import NO_COLUMNS, check_row
from formulir.letters.context import complete_konteks
from formulir.letters.names.printed import list_printed
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.raw import list_bookmarks
from formulir.letters.reading.render import TemplatUnfillableError, fill_traced
from formulir.letters.reading.shape import infer
from formulir.model import Draft, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.letters.blanks import Columns
    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.letters.reading.compile import Template
    from formulir.model import Konteks, Lampiran, Scope


def compile_templates(
    jenis: Jenis, profil: Mapping[str, Profil], *, folder: str | None = None
) -> dict[str, Template]:
    """Compile the template of each class of letters, as its profile dresses it.

    Args:
        jenis: The kind.
        profil: The profile of each class.
        folder: What to call the folder of the kind in a fault; its path without it.

    Raises:
        TemplateFaultyError: One of them cannot be compiled; all faults of all are told.
    """
    made: dict[str, Template] = {}
    faults: list[Fault] = []
    for golongan, own in profil.items():
        path = jenis.find_docx(golongan)
        nama = f"{folder or path.parent}/{path.name}"
        docx = jenis.read_docx(golongan)
        try:
            made[golongan] = compile_template(docx, nama=nama, profil=own)
        except TemplateFaultyError as error:
            faults += error.faults
    if faults:
        raise TemplateFaultyError(list(dict.fromkeys(faults)))
    return made


def make_drafts(
    rows: Sequence[Mapping[str, Any]],
    jenis: Jenis,
    scope: Scope,
    *,
    profil: Mapping[str, Profil],
    seri: Mapping[str, list[str]],
    lampiran: Mapping[str, tuple[Lampiran, ...]],
) -> list[Draft]:
    """Make a letter of each row, its context whole.

    Args:
        rows: The rows of the kind's query.
        jenis: The kind.
        scope: What the query was asked about.
        profil: The layout profile of each class of letters among them.
        seri: The series in which each office numbers such letters.
        lampiran: The attachments by key of the letter.
    """
    return [
        Draft(
            formulir=jenis.kode,
            tahun=scope.tahun,
            kunci=str(row["kunci"] or ""),
            tanggal=scope.tanggal,
            tahap=row["tahap"],
            golongan=row["golongan"],
            wilayah=row["wilayah"],
            instansi=row["instansi"],
            hal=row["hal"] or "",
            tujuan=row["tujuan"] or "",
            penanda_tangan=row["penanda_tangan"] or "",
            seri=next(iter(seri.get(row["instansi"] or "", ())), None),
            nomor_luar=row["nomor_luar"],
            konteks=complete_konteks(
                row, jenis, scope=scope, profil=profil[row["golongan"]]
            ),
            lampiran=lampiran.get(str(row["kunci"]), ()),
            lampiran_teks=_spell_lampiran(row["konteks"]),
            kode_hal=jenis.kode_golongan.get(row["golongan"], {}),
        )
        for row in rows
    ]


def check_rows(
    rows: Sequence[Mapping[str, Any]],
    jenis: Jenis,
    *,
    templates: Mapping[str, Template],
    seri: Mapping[str, list[str]],
    columns: Columns = NO_COLUMNS,
) -> Iterator[Fault]:
    """Tell blank fields, keys that come twice, and series to choose among.

    What the template of a letter's class has no place for may be blank.
    """
    concerns = {name: list_printed(each).concerns for name, each in templates.items()}
    counts = Counter(str(row["kunci"] or "") for row in rows)
    for kunci, count in counts.items():
        if count > 1:
            reason = phrase(
                "{berkas} gives this key {count} times", berkas=jenis.sql, count=count
            )
            yield Fault(place=f"{jenis.kode} {kunci}", reason=reason)
    for row in rows:
        asked = concerns[row["golongan"]]
        yield from check_row(row, jenis, concerns=asked, columns=columns)
        own = seri.get(row["instansi"] or "", [])
        if len(own) > 1:
            reason = phrase(
                "office {office} has several series: {seri}",
                office=row["instansi"],
                seri=own,
            )
            yield Fault(place=f"{jenis.kode} {row['kunci']}", reason=reason)


def check_letters(
    jenis: Jenis,
    templates: Mapping[str, Template],
    drafts: Sequence[Draft],
    profil: Mapping[str, Profil],
) -> list[frozenset[str]]:
    """Lint templates against their letters, and fill each letter once for nothing.

    What fails must fail before a number.

    Args:
        jenis: The kind.
        templates: The template of each class of letters.
        drafts: The letters.
        profil: The layout profile of each class.

    Returns:
        The branches of the template that each letter goes.

    Raises:
        TemplateFaultyError: A template names what no context has, lacks the place of
            a mark that the kind wants, or cannot be filled.
    """
    faults: list[Fault] = []
    for golongan, template in templates.items():
        shape = infer(one.konteks for one in drafts if one.golongan == golongan)
        faults += lint_template(template, shape=shape)
        faults += check_marks(jenis, template, profil[golongan])
    traces: list[frozenset[str]] = []
    for draft in () if faults else drafts:
        template = templates[draft.golongan]
        try:
            _, gone = fill_traced(template, draft.konteks, kunci=draft.kunci)
            traces.append(gone)
        except TemplatUnfillableError as error:
            reason = phrase(
                "letter {kunci}: {reason}", kunci=error.kunci, reason=error.reason
            )
            faults.append(Fault(place=error.place, reason=reason, spot=error.spot))
    if faults:
        remarks = [one for each in templates.values() for one in each.remarks]
        raise TemplateFaultyError(list(dict.fromkeys([*faults, *remarks])))
    return traces


def check_promises(jenis: Jenis, drafts: Sequence[Draft]) -> Iterator[Fault]:
    """Warn of letters that promise more files than are bound to them.

    One file may hold several papers, and papers may be put behind a letter by hand, so
    the letter is made all the same.
    """
    names = jenis.dijanjikan.split(".") if jenis.dijanjikan else []
    for draft in drafts if names else ():
        value: Any = draft.konteks
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        promised = value if isinstance(value, int) else 0
        if (bound := len(draft.lampiran)) < promised:
            reason = phrase(
                "says that {promised} files are attached, and binds "
                "{bound}; name them in table lampiran, or put the papers "
                "behind it by hand",
                promised=promised,
                bound=bound,
            )
            yield Fault(place=draft.place, reason=reason, warning=True)


def list_marks(template: Template) -> frozenset[str]:
    """List the bookmarks of a template, in its body, headers and footers."""
    texts = (template.members[name] for name in template.list_texts())
    return frozenset().union(*map(list_bookmarks, texts))


def check_marks(jenis: Jenis, template: Template, profil: Profil) -> list[Fault]:
    """Tell which marks a kind wants and its template has no place for.

    Without its bookmark a stamp would be left out of the letter, and without its tag
    what the foot of a letter signed with a certificate must say.
    """
    marks = list_marks(template)
    wanted = {
        "cap": jenis.cap and profil.cap == "cetak",
        "qr": jenis.qr and profil.qr_letak == "tanda_tangan",
    }
    faults = [
        Fault(
            place=template.nama,
            reason=phrase(
                "it has no bookmark {name}, so the letter has no place for its "
                "{name}; set the bookmark in Word (Insert, Bookmark), or say "
                "[{name}] gambar = false in jenis.toml",
                name=name,
            ),
        )
        for name, wants in wanted.items()
        if wants and name not in marks
    ]
    # Who sets a stamp signs for the office, and so with its certificate.
    if profil.is_tte and jenis.cap and not _says(template, profil.kaki_tte):
        reason = phrase(
            "its footer does not print profil.kaki_tte, which a letter that "
            "is signed with a certificate (tanda_tangan in profil.toml) "
            "says on every page; put the tag into the footer in Word, that "
            "of the first page too"
        )
        faults.append(Fault(place=template.nama, reason=reason))
    return faults


def _says(template: Template, sentence: str) -> bool:
    """Tell whether a header or footer that is filled once says a sentence."""
    texts = (template.rest.get(name, b"") for name in template.list_texts())
    return any(escape(sentence).encode() in text for text in texts)


def _spell_lampiran(konteks: Konteks) -> str:
    """Return what the letter itself says of its attachments, where it says it."""
    surat = konteks.get("surat")
    return str((surat.get("lampiran") if isinstance(surat, dict) else None) or "-")
