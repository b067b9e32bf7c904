"""What came back and what waits: files are handed in here, and sorted by a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_kode
from formulir.office.lookup.describe import describe_letters
from formulir.press.finishing.separator import draw_separator
from formulir.receiving.words import list_lacking
from formulir.records.ledger.kembali import list_doubtful
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, hand, show
from formulir.web.jobs.tray import lay_tray
from formulir.web.parts.letters import list_regions
from formulir.web.parts.waiting import list_pieces, regions_of_tray, require_tray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.web.desk.visit import Visit

MOST_BYTES, MOST_FILES = 512 << 20, 200
"""What one form may bring."""
SHOWN = 100
"""So many of each list are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A letter of which some pages are there.

    Args:
        surat: It, as people know it.
        ada: The pages that are there.
        kurang: Those that are lacking.
        jumlah: How many it has.
        sejak: When the first of them came in.
    """

    surat: dict[str, Any]
    ada: str
    kurang: str
    jumlah: int
    sejak: str


def describe_own(visit: Visit, codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Describe those of some letters that are of the visit's region, by their codes."""
    found = find_kode(visit.kantor.archive, codes)
    with visit.open_catatan() as db:
        own = visit.list_codes(db)
        kept = [
            entri
            for entri in found.values()
            if own is None or own & set(list_regions(entri.isi) or ())
        ]
        rows = describe_letters(visit.kantor, db, kept)
    return {row["kode"]: row for row in rows}


def list_waiting(visit: Visit) -> list[Waiting]:
    """List the letters of which some pages wait for the others."""
    with visit.open_catatan() as db:
        rows = [each for each in list_lacking(visit.kantor, db) if each.kode]
    known = describe_own(visit, [str(each.kode) for each in rows])
    return [
        Waiting(
            surat=known[each.kode],
            ada=each.ada,
            kurang=each.kurang,
            jumlah=known[each.kode]["halaman"],
            sejak=each.sejak,
        )
        for each in rows
        if each.kode in known
    ]


def list_unproved(visit: Visit) -> list[dict[str, Any]]:
    """List the letters that came back and do not count as signed."""
    with visit.open_catatan() as db:
        codes = list_doubtful(db)
    known = describe_own(visit, codes)
    return [known[kode] for kode in codes if kode in known]


def show_returns(visit: Visit, *, fault: str = "") -> Reply:
    """Show what waits, and the form for more."""
    pieces = list_pieces(visit)
    waiting, unproved = list_waiting(visit), list_unproved(visit)
    return show(
        "kembali.html",
        fault=fault,
        pieces=pieces[:SHOWN],
        waiting=waiting[:SHOWN],
        unproved=unproved[:SHOWN],
        counts=[len(pieces), len(waiting), len(unproved)],
        most_mb=MOST_BYTES >> 20,
        most_files=MOST_FILES,
    )


def take_returns(visit: Visit) -> Reply:
    """Keep the files that were handed in, and have them sorted."""
    files: Sequence[Any] = visit.files.get("berkas", ())
    if not files:
        return show_returns(visit, fault="Belum ada berkas yang dipilih.")
    tray = lay_tray(
        visit.kantor,
        [(each.name, each.path) for each in files],
        akun=visit.person.akun,
        wilayah=visit.person.wilayah,
    )
    return _ask(visit, tray.kode, len(files))


def take_again(visit: Visit) -> Reply:
    """Have a tray sorted once more, of which a job was stopped."""
    tray = require_tray(visit)
    return _ask(visit, tray.kode, len(tray.names))


def _ask(visit: Visit, kode: str, count: int) -> Reply:
    judul = f"Menerima {count} berkas"
    return go(f"/pekerjaan/{visit.ask('terima', {'baki': kode}, judul=judul)}")


def show_separator(_visit: Visit) -> Reply:
    """Hand out the sheet that parts letters of others in a pile."""
    return hand(draw_separator(), media="application/pdf", name="pemisah.pdf")


PAGES = (
    Page(
        path="/kembali",
        title="Kembali",
        deed="receive",
        reach="chosen",
        show=show_returns,
        take=take_returns,
        limit_bytes=MOST_BYTES,
        limit_files=MOST_FILES,
    ),
    Page(
        path="/kembali/pemisah",
        title="Lembar pemisah",
        deed="receive",
        reach="chosen",
        show=show_separator,
    ),
    Page(
        path="/kembali/baki/{baki}/periksa",
        title="Periksa lagi",
        deed="receive",
        reach="object",
        regions=regions_of_tray,
        take=take_again,
    ),
)
