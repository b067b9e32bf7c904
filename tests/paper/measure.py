"""What is wrong with a printed letter, measured on its raster and its words."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2 as pdfium
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.model import Docx, Pdf
    from formulir.press.pdf.places import Place

DASH = "\N{EN DASH}"
DPI = 72
MM = DPI / 25.4
INK = 200
"""What is darker than this is ink."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS = 25.4 / 1440
SLACK_MM = 0.7
"""A pixel at each end, and the half of a line that lies outside a table."""
KOP_MM, KOP_OUTSIDE_MM = 75, 5.5
"""How deep a letterhead reaches, and how far its rule goes beyond the text."""
QR_MM = 22
LEAST_ROWS = 3
TALL_ROWS = 10
"""A list with no page of more rows has tall ones: one of them is not lost on a page."""
LEAST_USED = 1 / 3
"""What a page bears at least, before another one of its section: three long rows."""
_HEAD_MM = 19
"""Above this a page bears nothing but its number."""
_NUMBER = re.compile(r"\bUrut\d+\b")
_HOURS = re.compile(rf"\d\d\.\d\d{DASH}\d\d\.\d\d")
_DAY = re.compile(r"\b(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d+ \w+ \d{4}")
_LAMPIRAN = re.compile(rf"({DASH} \d+ {DASH} )?Lampiran( [IVX]+)? : ")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section's paper, in millimetres: its size, its margins."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A printed page: its ink, its words, and the section that it belongs to.

    ``part`` counts the sections, which may look alike.
    """

    ink: np.ndarray
    text: str
    section: Section
    first: bool
    part: int = 0


def read_sections(docx: Docx) -> list[Section]:
    """Read the sections of a letter, in their order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found = []
    for each in root.iter(f"{W}sectPr"):
        size, margins = each.find(f"{W}pgSz"), each.find(f"{W}pgMar")
        facts = {k: int(size.get(f"{W}{k[0]}")) * TWIPS for k in ("width", "height")}
        facts |= {
            side: int(margins.get(f"{W}{side}")) * TWIPS
            for side in ("top", "right", "bottom", "left")
        }
        found.append(Section(**facts))
    return found


def check_grids(docx: Docx) -> Iterator[str]:
    """Tell tables that are wider than the text of their section."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    sections, index = read_sections(docx), 0
    for each in body:
        if each.tag == f"{W}tbl":
            grid = sum(int(x.get(f"{W}w")) for x in each.iter(f"{W}gridCol")) * TWIPS
            indent = int(each.find(f".//{W}tblInd").get(f"{W}w")) * TWIPS
            section = sections[index]
            room = section.width - section.left - section.right
            # A letterhead reaches as far beyond the text as the rule below it.
            room += 2 * KOP_OUTSIDE_MM if indent < 0 else 0
            if grid + max(indent, 0) > room + 0.1:
                yield f"a table of {grid:.1f} mm in a text of {room:.1f} mm"
        index += each.find(f".//{W}sectPr") is not None


def read_pages(pdf: Pdf, docx: Docx) -> list[Page]:
    """Read the pages of a letter; an attachment's head begins the next section."""
    sections, index, found = read_sections(docx), 0, []
    with pdfium.PdfDocument(pdf) as file:
        for number, page in enumerate(file):
            grey = page.render(scale=DPI / 72, grayscale=True).to_numpy()
            text = " ".join(page.get_textpage().get_text_range().split())
            turned = number > 0 and _LAMPIRAN.match(text) is not None
            index = min(index + turned, len(sections) - 1)
            found.append(
                Page(
                    ink=grey.reshape(grey.shape[:2]) < INK,
                    text=text,
                    section=sections[index],
                    first=number == 0,
                    part=index,
                )
            )
    return found


def check_pages(pages: Sequence[Page], konteks: dict[str, Any]) -> Iterator[str]:
    """Tell all that is wrong with the pages of a letter."""
    for number, page in enumerate(pages, start=1):
        for fault in (*_check_margins(page), *_check_lonely(page, konteks)):
            yield f"page {number}: {fault}"
    yield from _check_used(pages)
    yield from _check_rows(pages)
    yield from _check_hours(pages)


def check_places(places: dict[str, Place], pages: Sequence[Page]) -> Iterator[str]:
    """Tell marks that reach out of the text."""
    for name, place in places.items():
        section = pages[place.page].section
        x, y = place.x_pt * 25.4 / 72, section.height - place.y_pt * 25.4 / 72
        if name == "qr" and x + QR_MM > section.width - section.right + SLACK_MM:
            yield f"the code ends {x + QR_MM:.1f} mm from the left"
        if name in {"qr", "cap"} and y + QR_MM > section.height - section.bottom + 5:
            yield f"{name} begins {y:.1f} mm from the top"


def _check_margins(page: Page) -> Iterator[str]:
    """Tell ink outside the margins; the page number and the foot stand outside."""
    section = page.section
    body = page.ink[round(_HEAD_MM * MM) : round((section.height - 18) * MM)]
    if page.first:
        outside = round((section.left - KOP_OUTSIDE_MM) * MM)
        body = body.copy()
        kop = body[: round((KOP_MM - _HEAD_MM) * MM)]
        margin = slice(outside, round((section.left + 1) * MM))
        kop[:, margin] = False
        edge = round((section.width - section.right) * MM)
        kop[:, edge - 1 : round(edge + KOP_OUTSIDE_MM * MM)] = False
    columns, rows = np.flatnonzero(body.any(0)), np.flatnonzero(body.any(1))
    if not columns.size:
        yield "is empty"
        return
    high, wide = page.ink.shape
    left, right = columns[0] / MM, (wide - columns[-1] - 1) / MM
    bottom = (high - rows[-1] - 1) / MM - _HEAD_MM
    for side, found, least in (
        ("left", left, section.left),
        ("right", right, section.right),
        ("bottom", bottom, section.bottom),
    ):
        if found < least - SLACK_MM:
            yield f"ink {found:.1f} mm from the {side}, not {least:.0f}"


def _check_used(pages: Sequence[Page]) -> Iterator[str]:
    """Tell pages that are left nearly empty, although what they begin goes on."""
    for number, (page, after) in enumerate(pairwise(pages), start=1):
        body = page.ink[: round((page.section.height - 18) * MM)]
        rows = np.flatnonzero(body.any(1))
        used = (rows[-1] + 1) / MM if rows.size else 0
        if page.part == after.part and used < page.section.height * LEAST_USED:
            yield f"page {number}: ends {used:.0f} mm below its upper edge"


def _check_lonely(page: Page, konteks: dict[str, Any]) -> Iterator[str]:
    """Tell a page on which stands nothing but who signs and who gets a copy."""
    signer = konteks.get("penandatangan") or {}
    people = [*konteks.get("tim", []), *_list(konteks.get("fasilitator"))]
    names = [str(each["nama"]) for each in (signer, *people) if each.get("nama")]
    if page.first or not any(name in page.text for name in names):
        return
    signed = " ".join(str(value) for value in signer.values() if value)
    copies = konteks.get("tembusan", [])
    others = " ".join([signed, *copies, *(str(v) for p in people for v in p.values())])
    known = set(_WORD.findall(others + " NIP Tembusan Mengesahkan halaman dari"))
    months = {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"}
    words = [w for w in _WORD.findall(page.text) if w not in known | months]
    if len(words) < 10:
        yield f"holds a signature and only {' '.join(words) or 'that'}"


def _list(value: object) -> list[dict[str, Any]]:
    """Return facilitators that sign; those that are appointed are a list's rows."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows if not str(row.get("nama", "")).startswith("Urut")]


def _check_rows(pages: Sequence[Page]) -> Iterator[str]:
    """Tell lists that leave a row or two alone, or lose their heading."""
    counts = [len(set(_NUMBER.findall(page.text))) for page in pages]
    holding = [number for number, count in enumerate(counts) if count]
    if not holding:
        return
    least = LEAST_ROWS if max(counts) > TALL_ROWS else 1
    if len(holding) > 1:
        if counts[holding[0]] < least - 1:
            yield f"the list begins with {counts[holding[0]]} row(s)"
        if counts[holding[-1]] < least:
            yield f"the list ends with {counts[holding[-1]]} row(s)"
    for number in holding:
        if "No." not in pages[number].text:
            yield f"page {number + 1}: rows without a heading"


def _check_hours(pages: Sequence[Page]) -> Iterator[str]:
    """Tell days that are torn without their date, and a page of a session or two."""
    counts = [len(_HOURS.findall(page.text)) for page in pages]
    holding = [
        n for n, count in enumerate(counts) if count and "Materi" in pages[n].text
    ]
    for number in holding:
        text = pages[number].text
        day, hour = _DAY.search(text), _HOURS.search(text)
        begins = [m.start() for m in _DAY.finditer(text) if m.start() < hour.start()]
        if day is None or not begins:
            yield f"page {number + 1}: sessions without their day"
        if "Pengampu" not in text:
            yield f"page {number + 1}: sessions without a heading"
    if len(holding) > 1 and counts[holding[-1]] < LEAST_ROWS:
        yield f"the schedule ends with {counts[holding[-1]]} session(s)"
