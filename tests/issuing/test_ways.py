"""What prints from ODF prints as its author's DOCX alone; all else stays DOCX."""

from __future__ import annotations

import pytest

from formulir.issuing.verdicts import Route
from formulir.issuing.ways import FEW, TRIES, Filled, choose_sample, make_way
from formulir.letters.choice import SAMPLE
from formulir.letters.reading.compile import compile_template
from formulir.workers.sharing import Board
from tests.press import nasty
from tests.press.alone import assert_odf_prints_as_docx_alone, prove_and_fill
from tests.press.equality import KONTEKS
from tests.press.shipped import read_kind, spread
from tests.press.standin import make_worker

BATCH, MOST = 9, 3
"""More letters than print alone sooner than a proof is made, and different ones."""
LONG = KONTEKS[::2]
"""Letters of one page, of two and of four."""
BLANKS = [
    {**each, "nama": nama, "alinea": each["alinea"][:9]}
    for each, nama in zip(
        KONTEKS,
        (
            "  dua  di muka",
            "baris\nkedua  \tdan tab",
            "",
            " di belakang ",
            "\t\t& <b>\n\n",
        ),
        strict=True,
    )
]


def fill(way, konteks=LONG):
    """Fill more letters than print alone sooner than a proof is made."""
    return [way.fill(each, kunci="k") for each in [*konteks, *konteks, *konteks]]


def name(hazard):
    return hazard.__name__


def values_among_blanks(letter):
    """Put values where only blanks stand beside them, or nothing."""
    letter.add_paragraph("{% if kode == nama %}x{% endif %} muka {{ nama }} {{ kode }}")
    paragraph = letter.add_paragraph("{{ nama }}")
    paragraph.add_run(" tebal ").bold = True
    paragraph.add_run("{{ nama }} {{ kode }}  ").italic = True
    letter.add_paragraph("\t{{ nama }}\t{% if kode %} {% endif %}\t.")
    letter.add_paragraph("Pada {{ nama }}, {{ kode }}; {{ nama }}")


def tag_in_two_formats(letter):
    paragraph = letter.add_paragraph("{{ na")
    paragraph.add_run("ma }} {{ kode }}  ").italic = True


AS_DOCX = {
    tag_in_two_formats,
    nasty.only_an_image_at_the_end,
    nasty.image,
    nasty.image_for_some,
    nasty.headers_that_differ,
    nasty.first_page_different,
}
"""Hazards of which the ODF would not be certain to be the same."""
ALSO_DOCX = {nasty.only_an_image_at_the_end, nasty.image}
"""Those of which ``image_for_some`` is a harder case."""
ONLY_ODF = {
    nasty.table_end,
    nasty.list_numbering,
    nasty.marks_everywhere,
    nasty.landscape_inside,
    nasty.repeated_headings,
    values_among_blanks,
}
"""Hazards of which the suite asks whether ODF says the same: the others are of pages,
which test_equality.py looks at, and are tried in thorough."""
KINDS = {"02.1", "J3.3", "RM"}
AS_ODF = [hazard for hazard in nasty.JOINED if hazard not in AS_DOCX]


@pytest.fixture(autouse=True)
def all_in_one_worker(worker):
    """Begin with a worker that is not due to be replaced in the middle."""
    worker.make_room()


def pair_all():
    """Give each hazard with long values and with blanks, the suite one of the two."""
    for number, hazard in enumerate([*AS_ODF, values_among_blanks]):
        for at, (konteks, word) in enumerate(((LONG, "long"), (BLANKS, "blanks"))):
            both = hazard is nasty.table_end
            own = hazard in ONLY_ODF and (both or (number + at) % 2)
            marks = () if own else pytest.mark.thorough
            yield pytest.param(
                hazard, konteks, id=f"{name(hazard)}-{word}", marks=marks
            )


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(("hazard", "konteks"), list(pair_all()))
def test_a_batch_from_odf_looks_as_each_docx_alone(worker, hazard, konteks):
    way = make_way(compile_template(nasty.make_template(hazard), nama=name(hazard)))
    ours = assert_odf_prints_as_docx_alone(worker, way, konteks, batch=BATCH)
    # LibreOffice drops a blank that ends a DOCX's cell. No eye sees it; the proof does.
    dropped = konteks is BLANKS and hazard is nasty.table_end
    assert ours != dropped, way.reason


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kode", spread(KINDS))
def test_a_shipped_kind_from_odf_looks_as_each_docx_alone(worker, kode):
    template, letters = read_kind(kode)
    way = make_way(template)
    letters = letters[:MOST]
    ours = assert_odf_prints_as_docx_alone(worker, way, letters, batch=BATCH)
    assert ours or way.obstacles or way.reason


@pytest.mark.office
@pytest.mark.parametrize(
    "hazard",
    [
        pytest.param(hazard, marks=pytest.mark.thorough if hazard in ALSO_DOCX else ())
        for hazard in sorted(AS_DOCX, key=name)
    ],
    ids=name,
)
def test_what_odf_may_get_wrong_stays_docx_and_says_why(worker, hazard):
    way = make_way(compile_template(nasty.make_template(hazard), nama=name(hazard)))
    filled = fill(way)
    assert prove_and_fill(way, filled, worker) is None
    assert len(way.reason.split()) > 3
    used = worker.used
    assert prove_and_fill(way, filled, worker) is None
    assert worker.used == used


def test_a_kind_that_prints_one_by_one_is_not_tried(tmp_path):
    docx = nasty.make_template(nasty.total_pages)
    way = make_way(compile_template(docx, nama="jumlah"))
    palsu = make_worker(tmp_path)
    filled = fill(way)
    assert prove_and_fill(way, filled, palsu) is None
    assert palsu.child is None


def test_a_proof_that_was_killed_is_begun_once_more_and_then_no_more(tmp_path):
    way = make_way(compile_template(nasty.make_template(nasty.plain), nama="biasa"))
    palsu = make_worker(tmp_path, start="sys.exit(3)")
    filled = fill(way)
    for tries in range(1, TRIES + 1):
        assert way.reason == ""
        assert prove_and_fill(way, filled, palsu) is None
        assert way.tries == tries
    assert prove_and_fill(way, filled, palsu) is None
    assert way.tries == TRIES
    assert "it died" in way.reason


def test_a_few_letters_print_alone_sooner_than_a_proof_is_made(tmp_path):
    way = make_way(compile_template(nasty.make_template(nasty.plain), nama="biasa"))
    palsu = make_worker(tmp_path)
    way.prove(fill(way)[:FEW], palsu)
    assert (way.verdict, palsu.child) == (None, None)


def write(n, *branches):
    return Filled(
        parts={"isi": "x" * n}, konteks={"n": n}, branches=frozenset(branches)
    )


def numbers(sample):
    return [one.konteks["n"] for one in sample]


def test_the_sample_reaches_from_the_shortest_to_the_longest():
    letters = [write(n) for n in range(50)]
    chosen = numbers(choose_sample(letters))
    assert len(chosen) == SAMPLE
    assert (chosen[0], chosen[-1]) == (0, 49)
    assert numbers(choose_sample(letters[:3])) == [0, 1, 2]


def test_the_sample_goes_every_branch_however_rare():
    letters = [write(n, "biasa") for n in range(50)]
    for n in (7, 23, 41):
        letters[n] = write(n, "biasa", f"jarang {n}")
    chosen = numbers(choose_sample(letters))
    assert {0, 7, 23, 41, 49} <= set(chosen)
    assert len(chosen) == SAMPLE


@pytest.mark.office
def test_a_look_that_was_taken_before_is_not_taken_again(worker):
    way = make_way(
        compile_template(nasty.make_template(nasty.plain), nama="biasa"),
        fastest=Route.DOCX,
    )
    filled, board = fill(way), Board()
    way.prove(filled, worker, board)
    assert way.verdict is not None
    assert way.verdict.route is Route.DOCX
    assert way.is_proved(way.verdict.branches)
    assert not way.is_proved(way.verdict.branches | {"lain"})
    used, way.verdict = worker.used, None
    way.prove(filled, worker, board)
    assert way.verdict.route is Route.DOCX
    assert worker.used == used


@pytest.mark.parametrize(
    "route", [pytest.param(Route.DOCX, marks=pytest.mark.thorough), Route.ODF]
)
@pytest.mark.office
def test_a_branch_that_nobody_looked_at_prints_alone(worker, route):
    docx = nasty.make_template(nasty.plain)
    way = make_way(compile_template(docx, nama="biasa"), fastest=route)
    way.prove(fill(way), worker)
    assert way.verdict is not None
    assert way.verdict.route is route
    assert way.is_proved(way.verdict.branches)
    assert not way.is_proved(way.verdict.branches | {"lain"})
