"""Letters on paper: one file to print, in the order of envelopes, with what goes along.

The first pages are an index, then come the letters, by addressee. With it go the list
of addressees, and their labels or envelopes, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from formulir.handing.envelopes import fill_envelopes, tell_listed, tell_unknown
from formulir.handing.handing import Output, count_reading, hand_files
from formulir.handing.letters import find_letters_of
from formulir.handing.office_name import name_office
from formulir.language import phrase
from formulir.model import Fault
from formulir.office.filing import open_ledger
from formulir.press.binding.bind import bind
from formulir.press.binding.index import IndexRow, draw_index
from formulir.press.binding.labels import draw_labels
from formulir.records.sheets.write import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from formulir.handing.envelopes import Envelope, Item
    from formulir.handing.letters import Letter, Wanted
    from formulir.model import Pdf
    from formulir.office.kantor import Kantor
    from formulir.press.binding.labels import LabelFormat

COLUMNS_ADDRESSEES = (
    *("amplop", "nama", "alamat", "tempat", "telepon", "posel"),
    *("formulir", "nomor", "hal", "kode", "halaman", "keterangan"),
)
"""The columns of the list of addressees, in order."""
COPY = "tembusan"
"""What is said of a letter that goes to somebody as a copy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelWish:
    """The labels that are asked for.

    Args:
        path: Where they go.
        which: On which sheet, or which envelope.
        first: On which label of the first sheet to begin, from 1.
        frames: Whether the edges of the labels are drawn.
    """

    path: Path
    which: LabelFormat
    first: int = 1
    frames: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BundleWish:
    """What of a bundle is asked for.

    Args:
        pdf: Where the letters go, if anywhere.
        duplex: Whether each letter begins on the front of a sheet.
        copies: Whether those under tembusan get a copy.
        addressees: Where the list of addressees goes, if anywhere.
        labels: The labels, if any.
    """

    pdf: Path | None = None
    duplex: bool = False
    copies: bool = False
    addressees: Path | None = None
    labels: LabelWish | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundled:
    """What was made.

    Args:
        envelopes: How many addressees there are.
        letters: How many letters, copies not counted.
        halaman: Pages of the bundle, index and blank ones included; 0 without one.
        remarks: What is left out or not known, and what to look at.
    """

    envelopes: int
    letters: int
    halaman: int
    remarks: list[Fault]


def hand_bundle(
    kantor: Kantor,
    wanted: Wanted,
    wish: BundleWish,
    *,
    tell: Callable[[int, int], None] | None = None,
) -> Bundled:
    """Make what is asked for of a bundle, and record that it is handed out.

    A crash leaves no file that is not whole (``handing.hand_files``).

    Args:
        kantor: The office.
        wanted: The letters.
        wish: What is asked for.
        tell: Is told how many letters are read, of how many; where it raises, nothing
            is handed out.

    Raises:
        SerahNoneError: There is no such letter.
        FontMissingError: There is no font for the index and the labels.
        DiskFailedError: The disk refuses.
    """
    with open_ledger(kantor) as db:
        found = find_letters_of(kantor, db, wanted)
        envelopes = fill_envelopes(db, found.letters, copies=wish.copies)
        office_name, remarks = name_office(kantor, db)
        remarks += [*found.remarks, *tell_listed(envelopes)]
        outputs, halaman = list[Output](), 0
        if wish.pdf is not None:
            count = sum(len(each.items) for each in envelopes)
            pdf, halaman, told = bind_bundle(
                count_reading(kantor, count, tell),
                envelopes,
                wanted,
                wish,
                office_name,
            )
            outputs.append(Output(path=wish.pdf, write=_writes(pdf)))
            remarks += told
        if wish.addressees is not None:
            rows = list_addressees(envelopes)
            sheet = write_xlsx(rows, columns=COLUMNS_ADDRESSEES, judul="Alamat")
            outputs.append(Output(path=wish.addressees, write=_writes(sheet)))
            remarks += tell_unknown(envelopes, "telepon", "posel")
        if wish.labels is not None:
            labels, told = _make_labels(office_name, envelopes, wish.labels)
            outputs.append(Output(path=wish.labels.path, write=_writes(labels)))
            remarks += told
        if wish.addressees is not None or wish.labels is not None:
            remarks += tell_unknown(envelopes, "alamat")
        cara = "cetak" if wish.pdf else "alamat" if wish.addressees else "label"
        hand_files(kantor, db, outputs, cara=cara, letters=found.letters)
    return Bundled(
        envelopes=len(envelopes),
        letters=len(found.letters),
        halaman=halaman,
        remarks=remarks,
    )


def bind_bundle(
    read: Callable[[Letter], Pdf],
    envelopes: Sequence[Envelope],
    wanted: Wanted,
    wish: BundleWish,
    office_name: str,
) -> tuple[Pdf, int, list[Fault]]:
    """Bind the letters of envelopes, as they are read, behind their index.

    Returns:
        The file, its pages, and what to look at.
    """
    items = list(_list_items(envelopes))
    judul = f"Daftar isi: formulir {', '.join(wanted.formulir)} tahun {wanted.tahun}"

    def draw(starts: Sequence[int], halaman: int) -> Pdf:
        facts = (
            f"{office_name}: {len(envelopes)} amplop, {len(items)} surat, "
            f"{halaman} halaman di belakang daftar ini"
        )
        catatan = f"{facts}, dicetak bolak-balik." if wish.duplex else f"{facts}."
        rows = _index_rows(items, starts)
        return draw_index(rows, judul=judul, catatan=catatan, duplex=wish.duplex)

    parts = (read(item.letter) for _, _, item in items)
    whole = bind(parts, duplex=wish.duplex, front=draw)
    remarks = [
        Fault(
            place=items[number][2].letter.place,
            reason=(
                phrase(
                    "carries {count} file(s) that stand on none of its pages; print "
                    "them from 'formulir get {kode}'",
                    count=count,
                    kode=items[number][2].letter.kode,
                )
            ),
            warning=True,
        )
        for number, count in whole.embedded.items()
    ]
    return whole.pdf, whole.halaman, remarks


def _list_items(
    envelopes: Sequence[Envelope],
) -> Iterator[tuple[int, Envelope, Item]]:
    """Give each letter with its envelope and that one's number."""
    for number, envelope in enumerate(envelopes, start=1):
        for item in envelope.items:
            yield number, envelope, item


def _index_rows(
    items: Sequence[tuple[int, Envelope, Item]], starts: Sequence[int]
) -> list[IndexRow]:
    return [
        IndexRow(
            amplop=number,
            tujuan=envelope.addressee.nama,
            formulir=item.letter.formulir + (f", {COPY}" if item.copy else ""),
            nomor=item.letter.nomor,
            kode=item.letter.kode,
            halaman=item.letter.halaman,
            mulai=start,
        )
        for (number, envelope, item), start in zip(items, starts, strict=True)
    ]


def list_addressees(envelopes: Sequence[Envelope]) -> list[dict[str, Any]]:
    """List addressees with their letters, a row a letter; what is unknown is empty."""
    return [
        {
            "amplop": number,
            **{
                name: getattr(envelope.addressee, name) or None
                for name in COLUMNS_ADDRESSEES[1:6]
            },
            **_tell_letter(item.letter),
            "keterangan": COPY if item.copy else None,
        }
        for number, envelope, item in _list_items(envelopes)
    ]


def _tell_letter(letter: Letter) -> dict[str, Any]:
    return {
        "formulir": letter.formulir,
        "nomor": letter.nomor if letter.nomor != "-" else None,
        "hal": letter.isi.get("hal"),
        "kode": letter.kode,
        "halaman": letter.halaman,
    }


def _make_labels(
    office_name: str, envelopes: Sequence[Envelope], wish: LabelWish
) -> tuple[Pdf, list[Fault]]:
    """Draw the labels of envelopes, and tell what is not on them."""
    labels = draw_labels(
        [each.addressee.lines for each in envelopes],
        wish.which,
        dari=[office_name],
        first=wish.first,
        frames=wish.frames,
    )
    remarks = [
        Fault(place=envelopes[at].addressee.nama, reason=reason, warning=True)
        for at, reason in labels.remarks.items()
    ]
    return labels.pdf, remarks


def _writes(data: bytes) -> Callable[[BinaryIO], object]:
    """Give what writes these bytes."""

    def write(out: BinaryIO) -> None:
        out.write(data)

    return write
