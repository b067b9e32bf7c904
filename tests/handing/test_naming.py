"""Names of files: what Windows, mail and shells take, and nothing of a path."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.handing.naming import LONGEST, clean_words, name_letter, name_letters

DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
DEVICES |= {f"{name}{digit}" for name in ("COM", "LPT") for digit in "0123456789¹²³"}
"""Source: Microsoft, "Naming Files, Paths, and Namespaces"."""
HOSTILE = [
    "../../../../etc/passwd",
    "..\\..\\Windows\\System32",
    "C:\\autoexec",
    "/absolut",
    "NUL",
    "con. ",
    "aux.x",
    'SMA: Negeri* 1? <Bae> | "A"',
    "SMA\u202efdp.exe",
    "SMA\x00\x1b[31m\n\tBae",
    "\u200bSMA\ufeff Bae\u2066",
    "Bae . . .",
    "   ",
    "....",
    "ÄÖ" * 200,
    "e\u0301" * 300,
    "\U0001f3eb" * 100,
    "=1+1|cmd",
    "-rf",
    "~",
    "",
]


def assert_safe(name):
    """Hold a name against the rules of Windows, and against our own length."""
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f]', name)
    assert not name.endswith((".", " "))
    assert not name.startswith((" ", ".", "-", "~", "=", "+", "@", "$"))
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert unicodedata.is_normalized("NFC", name)
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs"} for char in name)
    assert len(name.encode()) <= LONGEST
    assert name not in {"", ".", ".."}


@pytest.mark.parametrize("judul", HOSTILE)
@pytest.mark.parametrize("kunci", ["20317300", "33.19/DISDIK-33/1", "../..", "K" * 300])
def test_a_hostile_title_leaves_nothing_but_a_name(judul, kunci):
    name = name_letter("02.2", judul, kunci) + ".pdf"
    assert_safe(name)
    assert name.startswith("02.2 ")


@given(st.text(), st.text(), st.text(min_size=1), st.text(max_size=20))
def test_whatever_is_typed_makes_a_safe_name(formulir, judul, kunci, more):
    kind = clean_words(formulir)[:10] or "X"
    assert_safe(name_letter(kind, judul, kunci, more=more) + ".pdf")


@pytest.mark.parametrize("kind", ["CON", "aux.1", "nul", "COM1", "lpt³.a", "PRN"])
def test_a_kind_that_is_called_like_a_device_is_none(kind):
    assert_safe(name_letter(kind, "", "1") + ".pdf")
    assert name_letter(kind, "SD", "1").startswith("_" if "." in kind else kind)


def test_names_that_differ_in_case_or_accents_only_are_told_apart():
    facts = [
        ("02.2", "SD Bae", "a", "K7QF-3M0T-9XWA"),
        ("02.2", "sd bae", "A", "M1B2-0CDE-7RST"),
        ("02.2", "S\uff24 BAE", "a", "0001-0002-0003"),
        ("02.2", "SD Cafe\u0301", "b", "0001-0002-0004"),
        ("02.2", "SD Café", "b", "0001-0002-0005"),
        ("02.2", "SD Lain", "c", "0001-0002-0006"),
    ]
    names = name_letters(facts)
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    assert len(folded) == len(facts)
    assert names[-1] == "02.2 SD Lain (c).pdf"
    assert names[0] == "02.2 SD Bae (a) K7QF-3M0T-9XWA.pdf"


def test_two_long_titles_that_are_cut_alike_are_told_apart():
    long = "Sekolah Menengah Pertama Negeri Satu Atap " * 5
    names = name_letters(
        [("02.2", f"{long}A", "1", "K1"), ("02.2", f"{long}B", "1", "K2")]
    )
    assert len(set(names)) == 2
    for name in names:
        assert_safe(name)
