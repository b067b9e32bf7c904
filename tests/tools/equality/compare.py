"""One template printed in every way, beside what LibreOffice makes of each letter."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from formulir.errors import FormulirError
from formulir.issuing.ways import FEW, Route
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import render
from formulir.model import FinishedPdf
from formulir.press.pdf.paper import open_pdf
from formulir.press.pdf.places import read_places
from tests.press.equality import look
from tests.tools.equality.press import (
    PROFIL,
    borrow_production,
    describe_way,
    make_job,
    prepare_job,
    print_job,
    spell_places,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.issuing import production
    from formulir.letters.profil import Profil
    from formulir.letters.reading.compile import Template
    from formulir.model import Docx
    from tests.tools.equality.press import CountingWorker

    Pages = list[tuple[str, np.ndarray]]

LIMIT_S = 120.0


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A template, and the letters that it is tried with."""

    nama: str
    docx: Docx
    letters: Sequence[Mapping[str, Any]]
    features: tuple[str, ...] = ()
    profil: Profil = PROFIL


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen of a letter: its pages, and where it is to be stamped."""

    pages: Pages
    places: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A letter that came out otherwise.

    Args:
        route: How it was printed: ``alone``, or such as ``docx 50``.
        letter: Its place among the letters that are tried; -1 for all of them.
        sort: ``pages``, ``text``, ``pixels``, ``places``, ``unprinted``, ``crashed``.
        detail: How many, or what was said.
    """

    route: str
    letter: int
    sort: str
    detail: str


@dataclass(kw_only=True)
class Outcome:
    """What was found out about a template."""

    subject: Subject
    ways: dict[str, tuple[str, str]] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    seconds: float = 0.0


def try_subject(
    subject: Subject,
    worker: CountingWorker,
    *,
    batches: Sequence[int],
    routes: Sequence[Route],
) -> Outcome:
    """Print letters alone and in company, and compare each with its plain document."""
    outcome = Outcome(subject=subject)
    begun = time.monotonic()
    with borrow_production(worker, finished=False):
        wanted = _print_plain(outcome, worker)
        if wanted is not None:
            outcome.pages = [len(sight.pages) for sight in wanted]
            _Trial(outcome=outcome, worker=worker, wanted=wanted).run(batches, routes)
            _print_again(outcome, worker, wanted)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _print_plain(outcome: Outcome, worker: CountingWorker) -> list[Sight] | None:
    """Fill each letter, and let LibreOffice convert it with nothing done to it."""
    try:
        return [
            _print_one(outcome.subject, worker, letter)
            for letter in range(len(outcome.subject.letters))
        ]
    except FormulirError as error:
        outcome.differences.append(
            Difference(route="plain", letter=-1, sort="unprinted", detail=str(error))
        )
        return None


def _print_one(subject: Subject, worker: CountingWorker, letter: int) -> Sight:
    template = _compile(subject.docx, subject.nama, subject.profil)
    docx = render(template, subject.letters[letter], kunci=str(letter))
    pdf = worker.convert(docx, limit_s=LIMIT_S)
    with open_pdf(pdf) as whole:
        places = spell_places(read_places(whole))
    return Sight(pages=look(pdf), places=places)


@lru_cache(maxsize=2)
def _compile(docx: Docx, nama: str, profil: Profil) -> Template:
    return compile_template(docx, nama=nama, profil=profil)


def _print_again(outcome: Outcome, worker: CountingWorker, wanted: list[Sight]) -> None:
    """See that what LibreOffice prints of a plain document is the same every time.

    Where it is not, the document is at fault and not the way that it was printed.
    """
    letters = sorted({one.letter for one in outcome.differences} - {-1})
    for letter in letters:
        again = _print_one(outcome.subject, worker, letter)
        found = find_difference(again, wanted[letter], route="plain", letter=letter)
        if found is not None:
            outcome.differences.append(found)


@dataclass(kw_only=True)
class _Trial:
    outcome: Outcome
    worker: CountingWorker
    wanted: list[Sight]
    seen: dict[tuple[int, bytes, str], Difference | None] = field(default_factory=dict)

    def run(self, batches: Sequence[int], routes: Sequence[Route]) -> None:
        """Print every letter alone, then batches by each route."""
        subject, count = self.outcome.subject, len(self.wanted)
        for which in range(count):
            self._print("alone", [which], Route.DOCX)
        for route in routes:
            # A few letters print alone sooner than a proof is made.
            many = max(2 * count, FEW + 1)
            every = self._make_job([n % count for n in range(many)], route)
            if fault := prepare_job(every):
                name = f"{route.value} prepared"
                self._tell(
                    Difference(route=name, letter=-1, sort="crashed", detail=fault)
                )
            way, why = describe_way(every)
            if route is Route.ODF and way != "odf" and self.outcome.ways:
                # What is not proved to print alike from ODF prints as DOCX, and has.
                self.outcome.ways[route.value] = f"as docx, {way}", why
                continue
            self.outcome.ways[route.value] = way, why
            apart = way == "alone"
            for batch in batches:
                # Where all print one by one, a larger batch shows nothing else.
                size = min(batch, count) if apart else batch
                order = _mix(f"{subject.nama} {route} {size}", count=count, size=size)
                name = f"{route.value} {batch}"
                documents = self._print(name, order, route)
                self.outcome.documents[name] = documents

    def _make_job(self, order: Sequence[int], route: Route) -> production.Job:
        subject = self.outcome.subject
        return make_job(
            subject.docx,
            [subject.letters[which] for which in order],
            machine=self.worker.machine,
            nama=subject.nama,
            route=route,
            profil=subject.profil,
        )

    def _print(self, name: str, order: Sequence[int], route: Route) -> int:
        """Print letters together, and compare; return how many documents it took."""
        before = self.worker.printed.total()
        made = print_job(self._make_job(order, route))
        documents = self.worker.printed.total() - before
        if isinstance(made, str):
            self._tell(Difference(route=name, letter=-1, sort="crashed", detail=made))
            return documents
        for which, one in zip(order, made, strict=True):
            self.outcome.compared += 1
            if not isinstance(one, FinishedPdf):
                detail = one.reason
                self._tell(
                    Difference(
                        route=name, letter=which, sort="unprinted", detail=detail
                    )
                )
                continue
            # The same bytes look the same, so they are rasterised once.
            key = (which, bytes(one.pdf), one.catatan[0])
            if key not in self.seen:
                sight = Sight(pages=look(one.pdf), places=one.catatan[0])
                self.seen[key] = find_difference(
                    sight, self.wanted[which], route=name, letter=which
                )
            found = self.seen[key]
            if found is not None:
                self._tell(replace(found, route=name))
        return documents

    def _tell(self, found: Difference) -> None:
        if found not in self.outcome.differences:
            self.outcome.differences.append(found)


def find_difference(
    found: Sight, wanted: Sight, *, route: str, letter: int
) -> Difference | None:
    """Compare pages by number, text and pixels, and tell the first difference."""

    def tell(sort: str, detail: str) -> Difference:
        return Difference(route=route, letter=letter, sort=sort, detail=detail)

    if len(found.pages) != len(wanted.pages):
        return tell("pages", f"{len(found.pages)} instead of {len(wanted.pages)}")
    pairs = list(enumerate(zip(found.pages, wanted.pages, strict=True), start=1))
    seen = [
        f"page {number}: {_count_pixels(one, other)} pixels"
        for number, ((_, one), (_, other)) in pairs
        if not np.array_equal(one, other)
    ]
    for number, ((one, _), (other, _)) in pairs:
        if one != other:
            quoted = f"page {number}: {_quote_difference(one, other)}"
            # What looks the same and reads otherwise is a fault of the fonts' tables.
            return tell("text" if seen else "text, not pixels", quoted)
    if seen:
        return tell("pixels", ", ".join(seen))
    if found.places != wanted.places:
        return tell("places", f"{found.places!r} instead of {wanted.places!r}")
    return None


def _count_pixels(one: np.ndarray, other: np.ndarray) -> int | str:
    if one.shape != other.shape:
        return f"{one.shape} instead of {other.shape}"
    return int(np.any(one != other, axis=-1).sum())


def _quote_difference(one: str, other: str) -> str:
    """Quote the first place where two texts part."""
    place = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
        min(len(one), len(other)),
    )
    begin = max(place - 12, 0)
    return f"{one[begin : place + 24]!r} instead of {other[begin : place + 24]!r}"


def _mix(seed: str, *, count: int, size: int) -> list[int]:
    """Put letters in an order in which neighbours change, each as often as the rest."""
    rng = random.Random(seed)
    order: list[int] = []
    while len(order) < size:
        order += rng.sample(range(count), count)
    return order[:size]


def count_by_feature(
    outcomes: Sequence[Outcome], *, holds: Callable[[Outcome], bool]
) -> list[tuple[str, int, int]]:
    """Count templates with each feature, and those of them that something holds of."""
    with_it: Counter[str] = Counter()
    of_them: Counter[str] = Counter()
    for outcome in outcomes:
        with_it.update(outcome.subject.features)
        if holds(outcome):
            of_them.update(outcome.subject.features)
    rows = [(name, of_them[name], count) for name, count in with_it.items()]
    return sorted(rows, key=lambda row: (-row[1] / row[2], -row[1], row[0]))
