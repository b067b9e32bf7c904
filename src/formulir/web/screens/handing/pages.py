"""Kirim: which letters, in which way, and who got them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.archive.words import Search
from formulir.handing.formats import read_formats
from formulir.handing.handing import hand_over
from formulir.handing.letters import find_valid
from formulir.office.lookup.describe import describe_letters
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show
from formulir.web.jobs.pictures import make_word
from formulir.web.parts.forms import read_line, read_number
from formulir.web.parts.paging import choose_sheaf
from formulir.web.screens.handing.choice import (
    ask_for,
    list_kinds,
    make_wanted,
    name_file,
    read_letters,
    take_choice,
)

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit
    from formulir.web.screens.handing.choice import HandChoice

MAKES: Final = ("cetak", "alamat", "label")
"""What a bundle may hold."""
USUAL: Final = "a4-24"
"""The sheet of labels that is proposed."""


def show_handing(visit: Visit) -> Reply:
    """Show the kinds, or the ways for the letters of one of them."""
    choice = read_letters(visit, visit.query)
    if choice is None:
        return show("kirim.html", choice=None, kinds=list_kinds(visit))
    return _show_ways(visit, choice)


def _show_ways(visit: Visit, choice: HandChoice, *, fault: str = "") -> Reply:
    """Show the ways, and a page of the letters."""
    q = visit.query.get("q", "").strip()
    entries = choice.entries
    with visit.open_catatan() as db:
        if q:
            entries = find_valid(
                visit.kantor,
                db,
                Search(
                    teks=tuple(q.split()), tahun=visit.tahun, formulir=choice.formulir
                ),
                wilayah=visit.wilayah,
            )
        if choice.which:
            entries = [each for each in entries if each.isi["kode"] in choice.unhanded]
        sheaf = choose_sheaf(visit, len(entries))
        rows = describe_letters(visit.kantor, db, sheaf.cut(entries))
    return show(
        "kirim.html",
        choice=choice,
        fault=fault,
        rows=rows,
        sheaf=sheaf,
        q=q,
        formats=read_formats(visit.kantor.templates),
        usual=USUAL,
        has_mail=visit.kantor.surel is not None,
    )


def take_bundle(visit: Visit) -> Reply:
    """Ask for what is printed: letters, addressees, labels."""
    choice = take_choice(visit)
    makes = [each for each in MAKES if each in visit.form.get("buat", ())]
    if not choice.chosen:
        return _show_ways(visit, choice, fault="Tidak ada surat yang dipilih.")
    if not makes:
        return _show_ways(
            visit, choice, fault="Centang apa yang dibuat: surat, alamat, atau label."
        )
    more: dict[str, Any] = {}
    if "label" in makes:
        formats = read_formats(visit.kantor.templates)
        lembar = visit.take("lembar", "")
        if lembar not in formats:
            return _show_ways(visit, choice, fault="Pilih lembar label atau amplop.")
        most = formats[lembar].count
        first = read_number(visit.take("mulai", "1"), least=1, most=most)
        if first is None:
            fault = f"Label pertama yang kosong: angka dari 1 sampai {most}."
            return _show_ways(visit, choice, fault=fault)
        more = {"lembar": lembar, "mulai": first}
    isi = ask_for(
        visit,
        choice,
        buat=makes,
        bolak_balik=visit.take("bolak_balik", "") == "ya",
        salinan=visit.take("salinan", "") == "ya",
        garis=visit.take("garis", "") == "ya",
        **more,
    )
    return _ask(visit, choice, "cetak", isi, "Menyiapkan cetakan")


def take_zip(visit: Visit) -> Reply:
    """Ask for a ZIP of the letters."""
    choice = take_choice(visit)
    return _ask(visit, choice, "zip", ask_for(visit, choice), "Menyiapkan ZIP")


def take_chat(visit: Visit) -> Reply:
    """Ask for the sheet of texts for chat programs."""
    choice = take_choice(visit)
    isi = ask_for(visit, choice)
    return _ask(visit, choice, "pesan", isi, "Menyiapkan lembar pesan")


def _ask(
    visit: Visit, choice: HandChoice, jenis: str, isi: dict[str, Any], judul: str
) -> Reply:
    if not choice.chosen:
        return _show_ways(visit, choice, fault="Tidak ada surat yang dipilih.")
    isi |= {"wadah": make_word(), "nama": name_file(visit, choice)}
    count = len(choice.chosen)
    nomor = visit.ask(jenis, isi, judul=f"{judul} {count} surat {choice.formulir}")
    return go(f"/pekerjaan/{nomor}")


def take_handed(visit: Visit) -> Reply:
    """Record of the letters that are ticked that they were handed over by hand."""
    choice = take_choice(visit)
    own = {str(each.isi["kode"]): str(each.isi["kunci"]) for each in choice.entries}
    ticked = [kode for kode in visit.form.get("kode", ()) if kode in own]
    said = visit.take("keterangan", "")
    keterangan = read_line(said)
    if not ticked:
        fault = "Centang dahulu surat yang sudah diserahkan."
        return _show_ways(visit, choice, fault=fault)
    if said and not keterangan:
        fault = "Keterangan ditulis pada satu baris, paling panjang 500 huruf."
        return _show_ways(visit, choice, fault=fault)
    wanted = make_wanted(visit, choice)
    hand_over(visit.kantor, wanted, ticked, keterangan=keterangan)
    return go(choice.spell(banyak=str(len(ticked))) + "#siapa")


PAGES = (
    Page(path="/kirim", title="Kirim", deed="hand", reach="chosen", show=show_handing),
    Page(
        path="/kirim/cetak",
        title="Siapkan cetakan",
        deed="hand",
        reach="chosen",
        take=take_bundle,
    ),
    Page(
        path="/kirim/zip",
        title="Siapkan ZIP",
        deed="hand",
        reach="chosen",
        take=take_zip,
    ),
    Page(
        path="/kirim/pesan",
        title="Siapkan lembar pesan",
        deed="hand",
        reach="chosen",
        take=take_chat,
    ),
    Page(
        path="/kirim/serah",
        title="Catat penyerahan",
        deed="send",
        reach="chosen",
        take=take_handed,
    ),
)
