"""Letters of the office that the tests of the desk share."""

from __future__ import annotations

from formulir.archive.find import find_entries
from formulir.archive.objects import read_object
from formulir.archive.words import Search


def list_letters(desk, **given):
    """Return letters of the office, the newest first."""
    return find_entries(desk.kantor.archive, Search(**given))


def find_one(desk, formulir="02.2"):
    """Return one letter of a kind."""
    return list_letters(desk, formulir=formulir)[0]


def read_pdf(desk, entri):
    """Return the file of a letter."""
    return read_object(desk.kantor.archive.root, entri.isi["sha256"], "pdf")
