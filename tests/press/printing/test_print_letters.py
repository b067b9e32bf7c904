from __future__ import annotations

import pytest

from formulir.press.printing.print_letters import Failure, PrintRun, print_letters
from tests.press.conftest import read_text
from tests.press.equality import KONTEKS, fill_hazard, print_all
from tests.press.nasty import marks_everywhere
from tests.press.standin import KERANGKA, make_parts, read_runs


def measure(index, printed):
    """Return the letter's place in the batch, and the number that it was given."""
    (page,) = printed.pdf.pages
    return index, int(page.mediabox[3]) - 100


def print_texts(worker, *texts, joined=True, use=measure):
    print_run = PrintRun(
        skeleton=KERANGKA,
        letters=[make_parts(text) for text in texts],
        judul="Uji",
        joined=range(len(texts)) if joined else (),
    )
    return print_letters(print_run, worker, use=use)


def make_texts(count, **guilty):
    """Make texts of letters, some with a word that makes printing go wrong."""
    words = {int(key.removeprefix("n")): word for key, word in guilty.items()}
    return [f"surat{n} {words.get(n, '')}" for n in range(count)]


def test_letters_come_back_in_their_order_from_one_document(palsu):
    assert print_texts(palsu, *make_texts(30)) == [(n, n) for n in range(30)]
    assert [count for _, count in read_runs(palsu)] == [30]


FAULTS = {
    "JATUH": "LibreOffice did not print: it died",
    "TOLAK": "LibreOffice did not print: it cannot be read",
    "TIADA": "LibreOffice did not print: it wrote no PDF",
    "RACAU": "LibreOffice did not print: it answered",
    "RUSAK": "a PDF does not open",
    "KOSONG": "a PDF does not open: it has no pages",
}


@pytest.mark.parametrize("word", FAULTS)
def test_of_twenty_letters_exactly_the_two_guilty_fail(palsu, word):
    results = print_texts(palsu, *make_texts(20, n3=word, n16=word))
    failed = {n: r for n, r in enumerate(results) if isinstance(r, Failure)}
    assert set(failed) == {3, 16}
    assert all(failure.reason.startswith(FAULTS[word]) for failure in failed.values())
    good = [n for n in range(20) if n not in failed]
    assert [results[n] for n in good] == [(n, n) for n in good]


def test_a_letter_whose_page_proves_nothing_prints_alone(palsu):
    results = print_texts(palsu, *make_texts(16, n5="PENDEK"))
    shares = [count for _, count in read_runs(palsu)]
    assert sorted(shares, reverse=True) == [16, 8, 8, 4, 4, 2, 2, 1, 1]
    # Alone nothing is proved of it: its author's file gives what it gives.
    assert results.pop(5) == (5, -1)
    assert results == [(n, n) for n in range(16) if n != 5]


def test_different_faults_keep_their_own_reasons(palsu):
    results = print_texts(palsu, *make_texts(5, n0="TOLAK", n4="RUSAK"))
    assert results[0].reason.startswith(FAULTS["TOLAK"])
    assert results[4].reason.startswith(FAULTS["RUSAK"])
    assert results[1:4] == [(n, n) for n in (1, 2, 3)]


def test_when_all_are_guilty_all_fail(palsu):
    results = print_texts(palsu, *make_texts(3, n0="TOLAK", n1="TOLAK", n2="TOLAK"))
    assert all(isinstance(result, Failure) for result in results)


def test_halving_prints_few_letters_twice(palsu):
    print_texts(palsu, *make_texts(16, n5="TOLAK"))
    shares = [count for _, count in read_runs(palsu)]
    assert sorted(shares, reverse=True) == [16, 8, 8, 4, 4, 2, 2, 1, 1]


def test_letters_that_may_not_be_joined_print_one_by_one(palsu):
    texts = make_texts(4, n2="TOLAK")
    results = print_texts(palsu, *texts, joined=False)
    # The guilty one is tried twice: a printer may have been killed meanwhile.
    assert [count for _, count in read_runs(palsu)] == [1, 1, 1, 1, 1]
    assert isinstance(results.pop(2), Failure)
    assert sorted(results) == [(0, 0), (1, 1), (3, 3)]
    assert results == sorted(results)


def test_nothing_to_print_starts_nothing(palsu):
    assert print_texts(palsu) == []
    assert palsu.child is None


def test_a_fault_of_the_caller_is_not_taken_for_the_printers(palsu):
    def fail(_index, _lembar):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        print_texts(palsu, *make_texts(2), use=fail)
    assert len(read_runs(palsu)) == 1


@pytest.mark.office
@pytest.mark.parametrize("joined", [True, False])
def test_real_letters_come_back_in_their_order(worker, joined):
    skeleton, letters = fill_hazard(marks_everywhere, konteks=KONTEKS)
    printed = print_all(worker, skeleton, letters, joined=joined)
    for letter, konteks in zip(printed, KONTEKS, strict=True):
        texts = read_text(letter.pdf)
        assert f"Surat {konteks['nama']}" in texts[0]
        assert konteks["kode"] in texts[-1]
        assert set(letter.places) == {"lambang", "cap", "qr"}
        assert letter.places["lambang"].page == 0
        assert letter.places["qr"].page == len(texts) - 1
