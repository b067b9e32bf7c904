"""A printed document that was damaged gives the right letters, or none."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.errors import MachineError
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_parts
from formulir.press.joining.join import join
from formulir.press.joining.skeleton import Skeleton
from formulir.press.joining.split import split
from formulir.press.printing.worker import LibreOfficeWorker
from tests.press.joining.damage import (
    DAMAGES,
    SIZES,
    Joined,
    find_sizes,
    is_right,
    label,
    make_joined,
)
from tests.tools.templates.paper import Paper, paragraph
from tests.tools.templates.things import stamp_places

CASES = [pytest.param(damage, id=damage.__name__) for damage in DAMAGES]


def take_apart(joined):
    """Split a document; nothing comes of one that is refused."""
    try:
        return list(split(joined.pdf, joined.facts, judul="Uji"))
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


@pytest.fixture(scope="module")
def printed(mesin):
    """Join letters of known lengths, and print them."""
    paper = Paper(rng=None)
    paper.add(paragraph("Surat {{ kunci }}"), paragraph("{%p for n in lanjutan %}"))
    paper.add(paragraph("Halaman {{ n }}", ppr="<w:pageBreakBefore/>"))
    paper.add(paragraph("{%p endfor %}"))
    stamp_places(paper)
    template = compile_template(paper.write(), nama="rusak")
    skeleton = Skeleton(members=template.rest, order=template.order)
    letters = [
        {"kunci": f"Q{number:05}", "lanjutan": list(range(size - 1))}
        for number, size in enumerate(SIZES)
    ]
    filled = [fill_parts(template, letter, kunci="k") for letter in letters]
    joined = join(skeleton, filled)
    assert len(joined.members) == len(SIZES)
    worker = LibreOfficeWorker(machine=mesin)
    whole = worker.convert(joined.docx, limit_s=60)
    pages = worker.pages
    worker.stop()
    free = sum(size % 2 for size in SIZES[:-1])
    assert pages == sum(SIZES) + free
    assert joined.anew
    return whole, joined.widths


def open_printed(printed):
    whole, widths = printed
    pdf = pikepdf.open(BytesIO(whole))
    sizes = find_sizes(pdf, count=len(SIZES))
    assert sizes == list(SIZES)
    return label(Joined(pdf=pdf, sizes=SIZES, widths=widths))


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
