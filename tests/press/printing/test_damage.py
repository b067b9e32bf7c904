"""A printed document that was damaged gives the right letters, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
import pytest

from formulir.errors import MachineError
from formulir.press.printing.split import split
from formulir.press.printing.worker import LibreOfficeWorker
from tests.press.printing.damage import (
    DAMAGES,
    SIZES,
    Joined,
    find_sizes,
    is_right,
    label,
    make_joined,
)
from tests.tools.equality.press import borrow_production, make_job, print_job
from tests.tools.templates.paper import Paper, paragraph
from tests.tools.templates.things import stamp_places

UNPROVED = frozenset(
    {
        *("lose_an_inner_page", "lose_a_last_page"),
        "lose_a_last_page_whose_marks_stand_before",
        *("double_a_first_page", "double_an_inner_page"),
        *("double_a_last_page_into_the_next", "double_a_page_before_its_letter"),
        *("blank_between", "blank_at_the_end", "swap_inner_pages"),
        *("shift_a_beginning_forward", "shift_a_beginning_to_its_end"),
        "shift_every_beginning_forward",
    }
)
"""What the marks by themselves do not show."""
CASES = [
    pytest.param(
        damage,
        id=damage.__name__,
        marks=pytest.mark.xfail(strict=True) if damage.__name__ in UNPROVED else (),
    )
    for damage in DAMAGES
]


def take_apart(joined):
    """Split a document; nothing comes of one that is refused."""
    try:
        return list(split(joined.pdf, count=len(joined.sizes), judul="Uji"))
    except MachineError:
        return None


def test_there_are_many_ways_to_damage_a_document():
    assert len({damage.__name__ for damage in DAMAGES}) == len(DAMAGES) >= 20


def test_a_document_that_was_made_and_not_damaged_is_split():
    joined = make_joined()
    assert is_right(take_apart(joined), joined)


@pytest.mark.parametrize("damage", CASES)
def test_a_damaged_document_is_refused_or_gives_the_right_letters(damage):
    joined = make_joined()
    damage(joined)
    letters = take_apart(joined)
    assert letters is None or is_right(letters, joined)


@dataclass(kw_only=True, slots=True)
class KeepingWorker(LibreOfficeWorker):
    """A LibreOffice whose documents are kept, too."""

    kept: list[bytes] = field(default_factory=list)

    def _make(self, data, source, target, *, limit_s):
        made = LibreOfficeWorker._make(self, data, source, target, limit_s=limit_s)
        self.kept.append(made)
        return made


@pytest.fixture(scope="module")
def printed(mesin):
    """Print letters of known lengths, joined by the product."""
    paper = Paper(rng=None)
    paper.add(paragraph("Surat {{ kunci }}"), paragraph("{%p for n in lanjutan %}"))
    paper.add(paragraph("Halaman {{ n }}", ppr="<w:pageBreakBefore/>"))
    paper.add(paragraph("{%p endfor %}"))
    stamp_places(paper)
    letters = [
        {"kunci": f"Q{number:05}", "lanjutan": list(range(size - 1))}
        for number, size in enumerate(SIZES)
    ]
    worker = KeepingWorker(machine=mesin)
    job = make_job(paper.write(), letters, machine=mesin, nama="rusak")
    with borrow_production(worker, finished=False):
        made = print_job(job)
    worker.stop()
    assert [one.halaman for one in made] == list(SIZES)
    (whole,) = worker.kept
    return whole


def open_printed(whole):
    pdf = pikepdf.open(BytesIO(whole))
    sizes = find_sizes(pdf, count=len(SIZES))
    assert sizes == list(SIZES)
    return label(Joined(pdf=pdf, sizes=SIZES))


@pytest.mark.office
def test_a_printed_document_that_is_not_damaged_is_split(printed):
    joined = open_printed(printed)
    assert all({"cap", "qr"} <= own.keys() for own in joined.places)
    assert is_right(take_apart(joined), joined)


@pytest.mark.office
@pytest.mark.parametrize("damage", CASES)
def test_a_damaged_print_is_refused_or_gives_the_right_letters(printed, damage):
    joined = open_printed(printed)
    damage(joined)
    letters = take_apart(joined)
    assert letters is None or is_right(letters, joined)
