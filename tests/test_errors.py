"""Errors: facts with one sentence, whole on the far side of a process too."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from string import Formatter

import pytest

from formulir.errors import (
    ArsipError,
    FormulirError,
    MachineError,
    RecordError,
    RecordFaultyError,
    TemplateError,
)
from formulir.issuing.gather import Request
from formulir.letters.jenis import JenisUnknownError
from formulir.model import Fault, Spot
from formulir.records.ledger.book import SeriMissingError
from formulir.records.ledger.masuk import SuratMasuk
from formulir.records.ledger.pola import PolaMalformedError, check_pola
from tests.test_docs import errors

FAMILIES = {RecordError, TemplateError, MachineError, ArsipError}
LEAVES = sorted(errors(), key=lambda leaf: leaf.__name__)
LETTER = SuratMasuk(
    dari="{dari}",
    nomor="421/{nomor}",
    tanggal="2016-03-07",
    terima="2016-03-09",
    hal="Usulan",
    program=2016,
    sha256="0" * 64,
)
SAMPLES = {
    "str": "{reason} of 100 % {0}",
    "int": 7,
    "int | None": 7,
    "bool": True,
    "Path": Path("/srv/{path}"),
    "Path | None": Path("/srv/{path}"),
    "Sequence[str]": ["{known}", "b"],
    "Sequence[Path]": (Path("/usr/{x}"), Path("/opt")),
    "Mapping[str, str]": {"20300001": "is {closed}"},
    "list[Fault]": [Fault(place="{row}", reason="{}")],
    "SuratMasuk": LETTER,
    "Spot | None": Spot(part="word/{a}.xml", paragraph=3, words="{{ x }}"),
    "Request": Request(
        formulir="01.1",
        tahun=2016,
        tanggal=date(2016, 3, 7),
        wilayah="{33}",
        kunci=frozenset({"{a}"}),
    ),
}
"""A fact of each type; most hold braces, which no sentence may take for its own."""


def facts_of(leaf):
    return {name: SAMPLES[kind] for name, kind in leaf.__annotations__.items()}


def pickle_over(error):
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - what we pickled ourselves


def fields_of(sentence):
    names = (name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    return {name.partition(".")[0] for name in names}


def test_a_leaf_keeps_its_facts_and_tells_them_in_one_sentence():
    for leaf in LEAVES:
        facts = facts_of(leaf)
        error = leaf(**facts)
        assert {name: getattr(error, name) for name in facts} == facts
        assert list(error.args) == list(facts.values())
        assert str(error)
        assert "\n" not in str(error)
        assert all(f"{name}=" in repr(error) for name in facts)


def test_a_leaf_takes_its_facts_in_their_order_too():
    for leaf in LEAVES:
        facts = facts_of(leaf)
        assert str(leaf(*facts.values())) == str(leaf(**facts))


@pytest.mark.parametrize(
    "pass_on",
    [pickle_over, copy.copy, copy.deepcopy],
    ids=lambda pass_on: pass_on.__name__,
)
def test_a_leaf_that_is_passed_on_says_the_same(pass_on):
    for leaf in LEAVES:
        error = leaf(**facts_of(leaf))
        other = pass_on(error)
        assert type(other) is leaf
        assert vars(other) == vars(error)
        assert other.args == error.args
        assert (str(other), repr(other)) == (str(error), repr(error))


def test_a_sentence_names_only_facts_that_there_are():
    for leaf in LEAVES:
        assert fields_of(leaf.says) <= set(leaf.__annotations__)
        assert bool(leaf.says) != ("sentence" in vars(leaf))
        assert "__str__" not in vars(leaf)


def test_a_leaf_stands_right_under_the_family_of_who_can_cure_it():
    for leaf in LEAVES:
        assert set(leaf.__bases__) <= FAMILIES
        assert leaf.__doc__ != leaf.__base__.__doc__


def test_an_error_from_another_process_is_whole():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        waiting = pool.submit(check_pola, "{tahun}")
        with pytest.raises(PolaMalformedError) as caught:
            waiting.result()
    here = PolaMalformedError("{tahun}", reason="it leaves out {urut}")
    assert (caught.value.args, str(caught.value)) == (here.args, str(here))


@pytest.mark.parametrize(
    ("given", "named", "reason"),
    [
        (["e1"], {}, "missing a required argument: 'tanggal'"),
        ([], {"tanggal": "2016-03-07"}, "missing a required argument: 'seri'"),
        (["e1", "2016-03-07", "b"], {}, "too many positional arguments"),
        (["e1"], {"tanggal": "b", "hal": "c"}, "unexpected keyword argument 'hal'"),
        (["e1"], {"seri": "e2", "tanggal": "b"}, "multiple values for argument 'seri'"),
    ],
)
def test_a_missing_an_extra_and_a_doubled_fact_are_refused(given, named, reason):
    with pytest.raises(TypeError, match=reason):
        SeriMissingError(*given, **named)


def test_a_family_has_no_facts():
    assert str(RecordError()) == ""
    with pytest.raises(TypeError, match="too many"):
        RecordError("a sentence without a leaf")


def test_a_fact_may_be_given_by_default():
    class PintuShutError(MachineError):
        pintu: str
        since: str | None = None
        says = "{pintu} is shut since {since}"

    assert PintuShutError("east").args == ("east", None)
    assert str(PintuShutError("east", since="noon")) == "east is shut since noon"


def test_braces_in_a_fact_stay_as_they_are():
    error = SeriMissingError("{seri!r} {x} {", tanggal="{0}}")
    assert str(error).startswith("series {seri!r} {x} { has no spelling valid on {0}};")


def test_a_list_of_facts_is_told_with_commas():
    error = JenisUnknownError("09.9", known=["01.1", "01.2"])
    assert str(error) == "there is no kind '09.9'; the kinds are 01.1, 01.2"
    assert error.known == ["01.1", "01.2"]


def test_faults_that_only_warn_are_not_counted():
    faults = [Fault(place="a", reason="b"), Fault(place="a", reason="c", warning=True)]
    assert str(RecordFaultyError(faults)).startswith("1 fault(s)")


def test_a_code_is_the_name_in_kebab_case():
    for leaf in LEAVES:
        code = leaf(**facts_of(leaf)).code
        assert code == code.lower()
        assert leaf.__name__ == "".join(map(str.capitalize, code.split("-"))) + "Error"


def test_the_exit_code_is_that_of_the_family():
    codes = {family: family.exit_code for family in FAMILIES}
    assert sorted(codes.values()) == [3, 4, 5, 6]
    assert FormulirError.exit_code == 1
    assert all(leaf.exit_code == codes[leaf.__base__] for leaf in LEAVES)
