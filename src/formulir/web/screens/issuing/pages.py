"""The page of issuing: four steps, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.language import translate
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.jobs.pictures import make_word
from formulir.web.jobs.table import mark_seen
from formulir.web.jobs.told import spell_faults
from formulir.web.parts.jobs import find_own
from formulir.web.parts.sheets import hand_sheet
from formulir.web.parts.states import are_known, read_states
from formulir.web.screens.issuing.choice import is_looked, look_through, read_choice
from formulir.web.screens.issuing.doubts import is_backward, list_doubts

if TYPE_CHECKING:
    from formulir.reviewing.next import KindState
    from formulir.reviewing.ready.marks import MarkedLetter, Readiness
    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.table import Job
    from formulir.web.screens.issuing.choice import Choice

PICTURES: Final = 4
"""So many letters are shown as pictures, if no more stand out."""
ROWS: Final = 200
"""So many letters are listed; the search finds the others."""
_REST: Final = ("q", "contoh", "pekerjaan")
"""What else the address may say."""
COLUMNS: Final = {
    name: name for name in ("tanda", "nama", "wilayah", "kunci", "alasan")
}


def show_issuing(visit: Visit) -> Reply:
    """Show the kinds, or the steps for the letters of one of them.

    What takes long is put into the page once it is there.
    """
    choice = read_choice(visit, visit.query)
    if choice is None:
        return _show_kinds(visit)
    if not (visit.is_part or "tunggu" in visit.query or is_looked(visit, choice)):
        rest = {name: visit.query[name] for name in _REST if name in visit.query}
        return show("terbitkan.html", choice=choice, steps=None, rest=rest)
    return _show_steps(visit, choice)


def _show_kinds(visit: Visit) -> Reply:
    if not (visit.is_part or are_known(visit)):
        return show("terbitkan.html", choice=None, kinds=None)
    seen = read_states(visit)
    kinds: dict[str, list[KindState]] = {"ready": [], "waiting": [], "done": []}
    for each in seen.value:
        if each.lacks or each.after or (each.pending and each.faults):
            kinds["waiting"].append(each)
        elif each.pending:
            kinds["ready"].append(each)
        elif each.expected:
            kinds["done"].append(each)
    template = "bagian/jenis.html" if visit.is_part else "terbitkan.html"
    return show(template, choice=None, kinds=kinds, lama=seen.saat)


def _show_steps(
    visit: Visit, choice: Choice, *, status: int = 200, said: str = ""
) -> Reply:
    """Show what was found, the pictures that were asked for, and what will be taken."""
    template = "bagian/langkah.html" if visit.is_part else "terbitkan.html"
    steps: dict[str, Any] = {"said": said, "none": "", "found": None}
    try:
        found = look_through(visit, choice)
    except RecordError as error:
        steps["none"] = translate(error.sentence)
        return show(template, choice=choice, steps=steps)
    stopped = _find_own(visit, "pekerjaan", choice)
    doubts = list_doubts(visit, choice, found, stopped)
    rows = _list_rows(found, visit.query.get("q", ""))
    steps |= {
        "found": found,
        "rows": [
            {**row, "salah": spell_faults(row["salah"], tahun=visit.tahun)}
            for row in rows[:ROWS]
        ],
        "more": max(0, len(rows) - ROWS),
        "general": spell_faults(found.general, tahun=visit.tahun),
        "looked": _find_own(visit, "contoh", choice),
        "doubts": doubts,
        "ticked": visit.form.get("dijawab", []),
        "q": visit.query.get("q", ""),
        "names": {each.kunci: each.nama for each in found.letters},
    }
    return show(template, status=status, choice=choice, steps=steps)


def _list_rows(found: Readiness, q: str) -> list[dict[str, Any]]:
    """List the letters that all words fit, with what is wrong or doubtful first."""
    words = q.casefold().split()
    rows = [_spell(each) for each in found.letters]
    rows = [
        row
        for row in rows
        if all(word in " ".join(row["cari"]).casefold() for word in words)
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row["tanda"]))


_ORDER: Final = ("✗", "!", "✓")


def _spell(letter: MarkedLetter) -> dict[str, Any]:
    tanda = "✗" if letter.is_held else "!" if letter.faults else "✓"
    return {
        "tanda": tanda,
        "nama": letter.nama,
        "wilayah": letter.wilayah,
        "kunci": letter.kunci,
        "tujuan": letter.tujuan,
        "salah": letter.faults,
        "cari": (letter.nama, letter.wilayah, letter.kunci),
    }


def _find_own(visit: Visit, name: str, choice: Choice) -> Job | None:
    """Find a job of one's own that the address names, about these very letters."""
    job = find_own(visit, visit.query.get(name, "") or visit.take(name, ""))
    if job is None:
        return None
    if not job.is_open:
        with visit.open_meja() as meja:
            mark_seen(meja, job.nomor)
    asked = _ask_for(choice)
    return job if job.isi.items() >= asked.items() else None


def _ask_for(choice: Choice) -> dict[str, Any]:
    request = choice.request
    return {
        "formulir": request.formulir,
        "tahun": request.tahun,
        "wilayah": request.wilayah,
        "tanggal": request.tanggal.isoformat(),
    }


def _take_choice(visit: Visit) -> Choice:
    said = {"formulir": visit.take("formulir"), "tanggal": visit.take("tanggal")}
    choice = read_choice(visit, said)
    if choice is None:
        raise AbsentError
    visit.take_day("tanggal")
    return choice


def take_issuing(visit: Visit) -> Reply:
    """Ask for the letters that are ready, if they are those that were shown."""
    choice = _take_choice(visit)
    found = look_through(visit, choice)
    stopped = _find_own(visit, "pekerjaan", choice)
    groups = list_doubts(visit, choice, found, stopped)
    ticked = set(visit.form.get("dijawab", []))
    ready = found.ready
    if visit.take("banyak") != str(len(ready)) or not ready:
        return _show_steps(visit, choice, status=422, said="berubah")
    if any(group.mark not in ticked for group in groups):
        return _show_steps(visit, choice, status=422, said="belum dijawab")
    isi = {
        **_ask_for(choice),
        "kunci": [each.kunci for each in ready],
        "dijawab": [word for group in groups for word in group.words],
        "mundur": is_backward(ticked),
    }
    nomor = visit.ask(
        "terbit", isi, judul=f"Menerbitkan {len(ready)} surat {choice.formulir}"
    )
    return go(f"/pekerjaan/{nomor}")


def take_look(visit: Visit) -> Reply:
    """Ask for pictures of the worst letters."""
    choice = _take_choice(visit)
    isi = {**_ask_for(choice), "wadah": make_word(), "limit": PICTURES}
    nomor = visit.ask("pratinjau", isi, judul=f"Contoh {choice.formulir}")
    return go(f"{choice.spell(contoh=str(nomor))}#contoh")


def show_list(visit: Visit) -> Reply:
    """Hand out the list of the letters as a sheet."""
    choice = read_choice(visit, visit.query)
    if choice is None:
        raise AbsentError
    found = look_through(visit, choice)
    rows = [
        {
            **row,
            "alasan": "; ".join(translate(one.reason) for one in row["salah"]),
        }
        for row in _list_rows(found, visit.query.get("q", ""))
    ]
    judul = f"periksa {choice.formulir} {visit.tahun}"
    return hand_sheet(rows, COLUMNS, judul=judul, name=judul)


PAGES = (
    Page(
        path="/terbitkan",
        title="Terbitkan",
        deed="issue",
        reach="chosen",
        show=show_issuing,
        take=take_issuing,
    ),
    Page(
        path="/terbitkan/contoh",
        title="Lihat contoh",
        deed="issue",
        reach="chosen",
        take=take_look,
    ),
    Page(
        path="/terbitkan/daftar.xlsx",
        title="Unduh daftar surat",
        deed="issue",
        reach="chosen",
        show=show_list,
    ),
)
