"""A template and its translation have the same branches, and letters go the same."""

from __future__ import annotations

import pytest

from formulir.ground.package import BODY
from formulir.issuing.ways import translate
from formulir.letters.odf.odf import fill_odf
from formulir.letters.reading.render import fill_traced, list_branches
from tests.press.shipped import FEW, read_kind

MOST = 20


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kode", FEW)
def test_letters_of_a_shipped_kind_go_the_same_branches_either_way(worker, kode):
    template, letters = read_kind(kode)
    odf = translate(template, worker)
    every = list_branches(template)
    for konteks in letters[:MOST]:
        _, gone = fill_traced(template, konteks, kunci="k")
        _, other = fill_odf(odf, konteks)
        assert {branch for branch in gone if branch.startswith(f"{BODY}:")} == other
        assert gone <= every
