"""Letters of the office that the tests of the desk share."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from formulir.archive.acts import ASIDE, Act
from formulir.archive.find import find_entries, find_kode
from formulir.archive.objects import read_object
from formulir.archive.words import Search
from formulir.office.filing import as_kembali, file_acts
from formulir.press.scans.scan import FileContents, SeenPage
from formulir.receiving.piles import record_pile
from formulir.receiving.received_file import ReceivedFile
from formulir.receiving.sheets import SortedSheet
from formulir.records.ledger.kembali import note_kembali
from formulir.records.piles.tumpukan import UNREAD
from formulir.web.jobs.tray import lay_tray


def list_letters(desk, **given):
    """Return letters of the office, the newest first."""
    return find_entries(desk.kantor.archive, Search(**given))


def find_one(desk, formulir="02.2"):
    """Return one letter of a kind."""
    return list_letters(desk, formulir=formulir)[0]


def read_pdf(desk, entri):
    """Return the file of a letter."""
    return read_object(desk.kantor.archive.root, entri.isi["sha256"], "pdf")


def bring_back(desk, kode, *, akun, wilayah):
    """Let a letter come back unproved, and lay out what waits for a person.

    It is filed without being looked at, which takes a child each time.

    Returns:
        What stands for the names in addresses.
    """
    kantor = replace(desk.kantor, oleh=akun)
    entri = find_kode(kantor.archive, [kode])[kode]
    data = read_pdf(desk, entri) + b"\n"
    path = desk.folder.with_name("pindai.pdf")
    path.write_bytes(data)
    seen = (SeenPage(number=1),)
    file = ReceivedFile(
        nama="pindai.pdf",
        path=path,
        sha256=sha256(data).hexdigest(),
        contents=FileContents(ekstensi="pdf", halaman=1, sheets=seen),
    )
    isi = {"tindakan": ASIDE, "kode": kode, "nomor": entri.isi["nomor"]}
    isi |= {**file.as_isi(), "bukti": "tidak ada", "sebab": ["none"]}
    with kantor.open_catatan() as db:
        note_kembali(db, [as_kembali(isi)], actor=kantor.actor())
        file_acts(kantor, db, [Act(isi=isi, objects=(file.objects,))])
        pile = record_pile(kantor, db, file, [SortedSheet(ke=1, keadaan=UNREAD)])
    tray = lay_tray(kantor, [("pindai.pdf", path)], akun=akun, wilayah=wilayah)
    named = {"baki": tray.kode, "berkas": "0001", "tumpukan": str(pile), "ke": "1"}
    return {"kode": kode, "entri": str(entri.entri), "halaman": "1", **named}
