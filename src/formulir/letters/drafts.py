"""From the rows of a kind's query to letters that may be reserved, and their faults.

The marks of a template are bookmarks at which the press stamps what the kind wants.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from formulir.errors import TemplateFaultyError
from formulir.letters.context import check_row, complete_konteks
from formulir.letters.names.printed import list_printed
from formulir.letters.reading.compile import lint_template
from formulir.letters.reading.raw import list_bookmarks
from formulir.letters.reading.render import TemplatUnfillableError, fill_traced
from formulir.letters.reading.shape import infer
from formulir.model import Draft, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.letters.reading.compile import Template
    from formulir.model import Konteks, Lampiran, Scope


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
        )
        for row in rows
    ]


def check_rows(
    rows: Sequence[Mapping[str, Any]],
    jenis: Jenis,
    *,
    template: Template,
    seri: Mapping[str, list[str]],
) -> Iterator[Fault]:
    """Tell blank fields, keys that come twice, and series to choose among.

    What the template has no place for may be blank.
    """
    concerns = list_printed(template).concerns
    counts = Counter(str(row["kunci"] or "") for row in rows)
    for kunci, count in counts.items():
        if count > 1:
            reason = f"{jenis.sql} gives this key {count} times"
            yield Fault(place=f"{jenis.kode} {kunci}", reason=reason)
    for row in rows:
        yield from check_row(row, jenis, concerns=concerns)
        own = seri.get(row["instansi"] or "", [])
        if len(own) > 1:
            reason = f"office {row['instansi']} has several series: {', '.join(own)}"
            yield Fault(place=f"{jenis.kode} {row['kunci']}", reason=reason)


def check_letters(
    jenis: Jenis, template: Template, drafts: Sequence[Draft]
) -> list[frozenset[str]]:
    """Lint a template against its letters, and fill each of them once for nothing.

    What fails must fail before a number.

    Returns:
        The branches of the template that each letter goes.

    Raises:
        TemplateFaultyError: The template names what no context has, lacks the place
            of a mark that the kind wants, or cannot be filled.
    """
    shape = infer(draft.konteks for draft in drafts)
    faults = [*lint_template(template, shape=shape), *check_marks(jenis, template)]
    traces: list[frozenset[str]] = []
    for draft in () if faults else drafts:
        try:
            _, gone = fill_traced(template, draft.konteks, kunci=draft.kunci)
            traces.append(gone)
        except TemplatUnfillableError as error:
            reason = f"letter {error.kunci}: {error.reason}"
            faults.append(Fault(place=error.place, reason=reason, spot=error.spot))
    if faults:
        raise TemplateFaultyError([*faults, *template.remarks])
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
            reason = (
                f"says that {promised} files are attached, and binds {bound}; "
                "name them in table lampiran, or put the papers behind it by hand"
            )
            yield Fault(place=draft.place, reason=reason, warning=True)


def list_marks(template: Template) -> frozenset[str]:
    """List the bookmarks of a template, in its body, headers and footers."""
    texts = (template.members[name] for name in template.list_texts())
    return frozenset().union(*map(list_bookmarks, texts))


def check_marks(jenis: Jenis, template: Template) -> list[Fault]:
    """Tell which marks a kind wants and its template has no place for.

    Without its bookmark a stamp would be left out of the letter.
    """
    marks = list_marks(template)
    wanted = {"cap": jenis.cap, "qr": jenis.qr}
    return [
        Fault(
            place=str(jenis.docx),
            reason=f"it has no bookmark {name}, so the letter has no place for its "
            f"{name}; set the bookmark in Word (Insert, Bookmark), or say [{name}] "
            "gambar = false in jenis.toml",
        )
        for name, wants in wanted.items()
        if wants and name not in marks
    ]


def _spell_lampiran(konteks: Konteks) -> str:
    """Return what the letter itself says of its attachments, where it says it."""
    surat = konteks.get("surat")
    return str((surat.get("lampiran") if isinstance(surat, dict) else None) or "-")
