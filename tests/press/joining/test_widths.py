"""How LibreOffice takes the width that a page of a DOCX asks for.

A width that is near one of the papers it knows is taken for that paper; all others
come out as they were asked for, a twentieth of a point from the next.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.press.joining.identity import MOST, widen
from tests.tools.templates.paper import Paper, paragraph

A4, LYING, A5, FOLIO = (11906, 16838), (16838, 11906), (8391, 11906), (12240, 18720)
NEAR = 11
"""Twentieths of a point within which a width is taken for a paper's."""


def print_widths(worker, size, extras):
    """Print a page of each width; return how much wider than the size it came out."""
    paper = Paper(rng=None)
    for number, extra in enumerate(extras):
        if number:
            paper.end_section("isi", kind="nextPage")
        width, height = size
        paper.section["pgSz"] = f'<w:pgSz w:w="{width + extra}" w:h="{height}"/>'
    paper.add(paragraph("isi"))
    with pikepdf.open(BytesIO(worker.convert(paper.write(), limit_s=60))) as pdf:
        return [float(page.mediabox[2]) * 20 - size[0] for page in pdf.pages]


@pytest.mark.office
@pytest.mark.parametrize("size", [A4, LYING, A5, FOLIO])
def test_a_width_near_a_paper_is_taken_for_the_paper(worker, size):
    found = print_widths(worker, size, range(NEAR + 1))
    assert len(found) == NEAR + 1
    assert len({round(width) for width in found}) == 1


@pytest.mark.office
@pytest.mark.parametrize("size", [A4, LYING, A5, FOLIO])
def test_widths_away_from_every_paper_are_told_apart(worker, size):
    extras = [widen(index) for index in range(MOST)]
    assert [round(width) for width in print_widths(worker, size, extras)] == [*extras]
