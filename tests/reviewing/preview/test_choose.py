"""The letters that are shown: few, the worst, each with why; no overflow is missed."""

from __future__ import annotations

import random

import pytest

from formulir.letters.names.printed import PrintedNames
from formulir.press.specimen.width import make_width
from formulir.reviewing.preview.choose import LIMIT, MOST, choose
from formulir.reviewing.preview.measure import Ruler, list_traits, measure_letters

WORDS = ("Mekarsari", "Sidamukti", "Tirtajaya", "Wanasari", "Jatiluhur", "Kertaraharja")
FIELDS = ("sekolah.nama", "sekolah.alamat", "kepala.nama", "kepala.nip", "kop.kontak")
NAMES = PrintedNames(
    fields=frozenset({*FIELDS, "imbas[].nama", "tembusan[]"}),
    lists=frozenset({"imbas", "tembusan"}),
    asked=frozenset({"kop.kontak", "kop.jenis"}),
    compared=frozenset({"kop.jenis"}),
)


def make_letter(chance, number):
    """Make what an ordinary letter is filled with."""
    place = chance.choice(WORDS)
    return {
        "sekolah": {
            "nama": f"SD Negeri {number} Contoh {place}",
            "alamat": f"Jalan Contoh {chance.choice(WORDS)} Nomor {number}",
            "rahasia": "tidak dicetak",
        },
        "kepala": {"nama": f"Contoh {place}, S.Pd.", "nip": "19610910198603" + "1000"},
        "kop": {"kontak": "Telepon (024) 555", "jenis": chance.choice("ab")},
        "imbas": [{"nama": f"SD {n} {place}"} for n in range(chance.randint(4, 6))],
        "tembusan": ["Bupati", "Arsip"],
    }


def look(letters, **options):
    measures = measure_letters(letters, NAMES, Ruler(width_pt=make_width()))
    return choose(measures, list_traits(letters, NAMES), **options)


def told(selection):
    return {one.index: "\n".join(one.alasan) for one in selection.choices}


def plant(letter, sort, chance):
    """Make a letter overflow in one of five ways, of many sizes."""
    size = chance.uniform(1, 3)
    section, _, field = chance.choice(FIELDS[:3]).partition(".")
    long = " ".join(chance.choices(WORDS, k=int(10 * size)))
    if sort == "name":
        letter[section][field] = f"SD {long}"
    elif sort == "word":
        letter[section][field] = "SD " + long.replace(" ", "")[: int(40 * size)]
    elif sort == "rows":
        letter["imbas"] *= 1 + int(2 * size)
    elif sort == "row":
        letter["imbas"][-1]["nama"] = f"SD {long}"
    elif sort == "blank":
        letter["kepala"][chance.choice(["nama", "nip"])] = "." * 20


@pytest.mark.parametrize("seed", range(12))
def test_twenty_of_twenty_planted_overflows_are_found_among_three_hundred(seed):
    chance = random.Random(seed)
    letters = [make_letter(chance, number) for number in range(300)]
    planted = chance.sample(range(300), 20)
    sorts = ("name", "word", "rows", "row", "blank") * 4
    for index, sort in zip(planted, sorts, strict=True):
        plant(letters[index], sort, chance)
    chosen = told(look(letters))
    assert set(planted) - chosen.keys() == set()
    assert len(chosen) <= 24 + 2


def test_without_overflow_a_handful_shows_every_extreme_and_both_branches():
    chance = random.Random(1)
    letters = [make_letter(chance, number) for number in range(300)]
    selection = look(letters)
    assert len(selection.choices) <= LIMIT
    assert selection.unseen == []
    why = "\n".join(told(selection).values())
    for one in (
        *("sekolah.nama terpanjang", "kepala.nama terpanjang", "imbas terbanyak"),
        *("imbas tersedikit: “4 baris”", "isi terbanyak", "kata terpanjang"),
        *("cabang kop.jenis = a", "cabang kop.jenis = b"),
    ):
        assert one in why, one
    assert "tidak dicetak" not in why
    assert "tembusan" not in why  # alike on all letters


def test_the_longest_is_measured_in_widths_and_not_in_letters():
    letters = [make_letter(random.Random(1), 1) for _ in range(3)]
    letters[1]["sekolah"]["nama"] = "WWWWWWWWWWWWWWWWWWWWWWWWWWWW"
    letters[2]["sekolah"]["nama"] = "illlllllllllllllllllllllllllllllllllllllll"
    assert "sekolah.nama terpanjang: “WWW" in told(look(letters))[1]


def test_a_run_that_cannot_break_is_longer_than_more_words():
    letters = [make_letter(random.Random(1), 1) for _ in range(3)]
    letters[1]["kepala"]["nama"] = "Contoh\u00a0Mekarsari\u00a0Wanasari"
    letters[2]["kepala"]["nama"] = "Contoh Mekarsari-Wanasari, Doktor"
    why = told(look(letters))[1]
    assert "kata terpanjang: “Contoh Mekarsari Wanasari”" in why


def test_more_that_stand_out_are_shown_up_to_a_limit_field_by_field():
    chance = random.Random(2)
    letters = [make_letter(chance, number) for number in range(1000)]
    for index in range(60):
        letters[index]["sekolah"]["nama"] = f"SD {index} " + "Mekarsari " * 20
    letters[80]["kepala"]["nama"] = "Contoh " * 20
    for index in (58, 59):  # the worst, and the last of them
        letters[index]["sekolah"]["nama"] = "Mekarsari " * (index - 30)
    selection = look(letters)
    assert MOST <= len(selection.choices) <= MOST + 4
    assert {58, 59, 80} <= told(selection).keys()
    assert "sekolah.nama jauh lebih panjang daripada biasanya" in selection.unseen


def test_branches_are_shown_beside_letters_that_stand_out():
    chance = random.Random(7)
    letters = [
        make_letter(chance, number) | {"kop": {"jenis": "a"}} for number in range(300)
    ]
    for index in range(LIMIT):
        letters[index]["sekolah"]["nama"] = f"SD {index} " + "Mekarsari " * 20
    letters[200]["kop"] = {"jenis": "b"}
    selection = look(letters)
    assert LIMIT < len(selection.choices) <= LIMIT + 4
    assert "cabang kop.jenis = b" in told(selection)[200]


def test_a_limit_is_kept_and_what_is_not_seen_is_told():
    chance = random.Random(3)
    letters = [make_letter(chance, number) for number in range(50)]
    selection = look(letters, limit=1)
    assert len(selection.choices) == 1
    assert selection.unseen


def test_letters_that_are_alike_are_shown_by_one():
    letters = [make_letter(random.Random(4), 1) for _ in range(20)]
    assert told(look(letters)) == {0: "semua surat serupa"}
    assert told(look(letters[:1])) == {0: "semua surat serupa"}


def test_a_value_cannot_steer_a_terminal_or_fill_a_screen():
    letters = [make_letter(random.Random(1), 1) for _ in range(3)]
    letters[1]["sekolah"]["nama"] = "SD \x1b[31m merah\n\n" + "Contoh " * 30
    why = told(look(letters))[1]
    assert all(char.isprintable() for line in why.splitlines() for char in line)
    assert max(map(len, why.splitlines())) < 120


def test_ways_through_the_template_are_given_from_outside():
    letters = [make_letter(random.Random(5), 1) for _ in range(6)]
    measures = measure_letters(letters, NAMES, Ruler(width_pt=make_width()))
    ways = [frozenset({("if", 3, n > 0), ("for", n // 3)}) for n in range(6)]
    chosen = [one.index for one in choose(measures, ways).choices]
    assert {way for n in chosen for way in ways[n]} == frozenset().union(*ways)
    assert len(chosen) == 2


def test_the_numbers_of_people_are_told_masked():
    letters = [make_letter(random.Random(6), 1) for _ in range(3)]
    for number, letter in enumerate(letters):
        letter["kepala"]["nuptk"] = "1234567890123456" * (number + 1)
    names = PrintedNames(
        fields=frozenset({"kepala.nuptk"}),
        lists=frozenset(),
        asked=frozenset(),
        compared=frozenset(),
    )
    measures = measure_letters(letters, names, Ruler(width_pt=make_width()))
    why = "\n".join(told(choose(measures, list_traits(letters, names))).values())
    assert "kepala.nuptk terpanjang" in why
    assert "12345" not in why
