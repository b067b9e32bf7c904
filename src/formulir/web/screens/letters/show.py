"""Showing a letter: the picture of its paper, and all that is known of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import RETURNS
from formulir.archive.find import find_tindakan
from formulir.archive.objects import find_object, read_object
from formulir.office.lookup.describe import describe_letters
from formulir.records.cells.mask import mask_people
from formulir.reviewing.audit import get_file
from formulir.reviewing.changed import flatten
from formulir.reviewing.history import read_history
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, hand, show
from formulir.web.parts.chain import name_people, tell_steps
from formulir.web.parts.forms import ask_number
from formulir.web.parts.letters import find_letter, list_regions, regions_of
from formulir.web.parts.pictures import MOST_PAGES, Paper, hand_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Entri
    from formulir.web.desk.visit import Visit

MEDIA = {"pdf": "application/pdf", "json": "application/json"}
VALID = frozenset({"terbit", "ditandatangani"})
"""What a letter of ours is that can be replaced or made void."""


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file of a letter that can be looked at: as issued, or as it came back.

    Args:
        entri: The act that brought it.
        tindakan: Which.
        saat: When.
        halaman: How many pages it has.
    """

    entri: int
    tindakan: str
    saat: str
    halaman: int


def list_files(acts: Sequence[Entri]) -> list[File]:
    """List what can be looked at of a letter, the first as issued; each file once."""
    seen: dict[str, File] = {}
    for act in acts:
        isi = act.isi
        if isi["tindakan"] in {"terbit", "masuk", *RETURNS}:
            file = File(
                entri=act.entri,
                tindakan=isi["tindakan"],
                saat=isi["saat"],
                halaman=int(isi.get("halaman") or 1),
            )
            seen.setdefault(isi["sha256"], file)
    return list(seen.values())


def read_konteks(visit: Visit, isi: Mapping[str, Any], *, plain: bool) -> list[Any]:
    """Read what a letter was made from, each text by its name.

    Args:
        visit: The visit.
        isi: The letter.
        plain: Whether numbers of people are shown whole.
    """
    if not isi.get("konteks"):
        return []
    data = read_object(visit.kantor.archive.root, isi["konteks"], "json")
    konteks = json.loads(data)
    rows = flatten(konteks if plain else mask_people(konteks))
    return [(name, value) for name, value in rows if value]


def show_letter(visit: Visit) -> Reply:
    """Show a letter."""
    kantor, entri = visit.kantor, find_letter(visit)
    kode = entri.isi["kode"]
    with visit.open_catatan() as db:
        surat = describe_letters(kantor, db, [entri])[0]
        acts = read_history(kantor, db, [kode])
    own_acts = find_tindakan(kantor.archive, [kode])[kode]
    files = list_files(own_acts)
    other = (act.isi.get("pengganti") for act in own_acts)
    wanted = visit.query.get("berkas", "")
    file = next((each for each in files if str(each.entri) == wanted), files[0])
    page = ask_number(visit, "hal", least=1, most=MOST_PAGES) or 1
    plain = visit.query.get("terang") == "1" and visit.may("read")
    regions = list_regions(entri.isi)
    own = entri.isi["tindakan"] == "terbit" and surat["status"] in VALID
    return show(
        "surat.html",
        surat=surat,
        isi=entri.isi,
        steps=tell_steps(acts, name_people(visit)),
        pengganti=next(filter(None, other), None),
        files=files,
        file=file,
        page=min(page, file.halaman),
        konteks=read_konteks(visit, entri.isi, plain=plain),
        plain=plain,
        can_replace=own and visit.may("issue", regions),
        can_void=own and visit.may("void", regions),
        can_confirm=surat["status"] == "terbit"
        and any(each.tindakan == "diterima" for each in files)
        and visit.may("receive", regions),
        can_get=visit.may("hand", regions),
        signed=[each for each in files if each.tindakan == "ditandatangani"],
        title=surat["nomor"] or surat["hal"],
    )


def show_picture(visit: Visit) -> Reply:
    """Answer with the picture of a page of one of the letter's files."""
    kantor, kode = visit.kantor, find_letter(visit).isi["kode"]
    acts = find_tindakan(kantor.archive, [kode])[kode]
    found = [act for act in acts if str(act.entri) == visit.names["entri"]]
    if not list_files(found):
        raise AbsentError
    isi = found[0].isi
    sha256, ekstensi = isi["sha256"], isi.get("ekstensi") or "pdf"
    paper = Paper(
        source=find_object(kantor.archive.root, sha256, ekstensi),
        sha256=sha256,
        ekstensi=ekstensi,
        # What strangers attached is bound into a letter, too.
        own=isi["tindakan"] == "terbit" and not isi.get("lampiran"),
    )
    return hand_page(visit, paper)


def show_file(visit: Visit) -> Reply:
    """Hand out the letter as it was archived, or a copy marked BATAL."""
    tanda = visit.query.get("tanda") == "1"
    return _hand(visit, tanda=tanda)


def show_signed(visit: Visit) -> Reply:
    """Hand out the last signed return."""
    return _hand(visit, signed=True)


def show_data(visit: Visit) -> Reply:
    """Hand out what the letter was made from."""
    found = get_file(visit.kantor, visit.names["kode"], context=True)
    data = found.data
    if visit.query.get("terang") != "1" or not visit.may("read"):
        said = mask_people(json.loads(data))
        data = json.dumps(said, ensure_ascii=False, indent=1).encode()
    return hand(data, media=MEDIA["json"], name=found.nama)


def _hand(visit: Visit, **which: bool) -> Reply:
    found = get_file(visit.kantor, visit.names["kode"], **which)
    ekstensi = found.nama.rpartition(".")[2]
    media = MEDIA.get(ekstensi, "application/octet-stream")
    return hand(found.data, media=media, name=found.nama)


PAGES = (
    Page(
        path="/surat/{kode}",
        title="Surat",
        deed="look",
        reach="object",
        regions=regions_of,
        show=show_letter,
    ),
    Page(
        path="/surat/{kode}/gambar/{entri}/{halaman}",
        title="Gambar halaman",
        deed="look",
        reach="object",
        regions=regions_of,
        show=show_picture,
    ),
    Page(
        path="/surat/{kode}/pdf",
        title="Unduh surat",
        deed="hand",
        reach="object",
        regions=regions_of,
        show=show_file,
    ),
    Page(
        path="/surat/{kode}/bertanda-tangan",
        title="Unduh yang bertanda tangan",
        deed="hand",
        reach="object",
        regions=regions_of,
        show=show_signed,
    ),
    Page(
        path="/surat/{kode}/data",
        title="Unduh data surat",
        deed="hand",
        reach="object",
        regions=regions_of,
        show=show_data,
    ),
)
