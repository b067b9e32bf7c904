"""The way that letters of a template are printed, and the proof that it is right.

Letters print in company only where that was shown to look as each does alone, pixel by
pixel: joined as ODF when there are many, else as DOCX. A letter that goes through the
template by a branch that was not looked at, or that has more pages, prints alone. So no
edit of a template, and no other version of LibreOffice, can change how a letter looks.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from formulir.issuing.verdicts import (
    Route,
    Verdict,
    hold,
    keep,
    name_verdict,
    read_verdict,
)
from formulir.language import phrase, take_reason
from formulir.letters.choice import SAMPLE, choose_places
from formulir.letters.odf.odf import OdfTemplate, compile_odf, fill_odf
from formulir.letters.odf.odf_tags import OdfUnfitError
from formulir.letters.reading.compile import Template, compile_template
from formulir.letters.reading.render import fill_traced, pack_unfilled
from formulir.press.joining.obstacles import find_obstacles, is_fragile
from formulir.press.joining.skeleton import (
    MARK,
    PLACES,
    OdfSkeleton,
    Skeleton,
    read_odf_skeleton,
    read_widths,
)
from formulir.press.pdf.paper import PdfUnreadableError
from formulir.press.printing.print_letters import BASE_LIMIT_S, OdfBodies, PrintRun
from formulir.press.printing.prove import (
    Looks,
    see_alone,
    see_company,
    tell_difference,
)
from formulir.press.printing.worker import CetakFailedError
from formulir.workers.sharing import Board

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.letters.profil import Profil
    from formulir.model import Docx, Konteks
    from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine

FEW: Final = 8
"""So few letters print alone sooner than a proof is made."""
TRIES: Final = 2
"""How often a proof is begun; what was killed in the middle proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A letter filled as DOCX: its parts, its context, the branches that it went."""

    parts: Mapping[str, str]
    konteks: Konteks
    branches: frozenset[str] = frozenset()

    @property
    def length(self) -> int:
        """Return how long it is."""
        return sum(map(len, self.parts.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class OdfBody:
    """A letter filled as ODF, and the branches that it went."""

    text: str
    branches: frozenset[str] = frozenset()


@dataclass(kw_only=True, slots=True)
class Way:
    """How the letters of a template are printed.

    Args:
        template: The compiled template.
        skeleton: What the DOCX of its letters have in common.
        obstacles: Why they print one by one whatever is tried.
        fastest: The fastest way that is to be tried.
        path: Where the verdict is kept.
        verdict: The way that was found, once one was.
        odf: The template as ODF, where that is the way.
        tries: How often a proof was begun.
    """

    template: Template
    skeleton: Skeleton
    obstacles: list[str]
    fastest: Route
    path: Path | None = None
    verdict: Verdict | None = None
    odf: tuple[OdfTemplate, OdfSkeleton] | None = None
    tries: int = 0

    @property
    def reason(self) -> str:
        """Say why they do not print the fastest way, where that is known."""
        told = self.verdict.reason if self.verdict else ""
        return next(iter(self.obstacles), told)

    @property
    def prints_odf(self) -> bool:
        """Tell whether letters print from ODF."""
        verdict = self.verdict
        return verdict is not None and verdict.route is Route.ODF

    def is_proved(self, branches: frozenset[str]) -> bool:
        """Tell whether a letter that went these branches may print in company."""
        verdict = self.verdict
        if verdict is None or self.obstacles or verdict.route is Route.ALONE:
            return False
        return branches <= verdict.branches

    def prove(
        self,
        letters: Sequence[Filled],
        worker: LibreOfficeWorker,
        board: Board | None = None,
    ) -> None:
        """Find out how letters print in company, unless that is known.

        Args:
            letters: Some of them.
            worker: What prints the proof.
            board: Where those meet who prove the same of the same letters, and share
                the work; without it who comes later waits.
        """
        if self.obstacles:
            return
        self.recall(worker)
        new = [one for one in letters if not self.is_proved(one.branches)]
        alone = self.verdict is not None and self.verdict.route is Route.ALONE
        if alone or len(new) <= FEW or self.tries >= TRIES:
            return
        if self.path is None or board is not None:
            self._try(letters, worker, board or Board())
            return
        with hold(self.path):
            self._take(read_verdict(self.path), worker)
            if not all(self.is_proved(one.branches) for one in new):
                self._try(letters, worker, Board())

    def recall(self, worker: LibreOfficeWorker) -> None:
        """Take the verdict that is kept, if nothing is known yet."""
        if self.verdict is None and self.path is not None and not self.obstacles:
            self._take(read_verdict(self.path), worker)

    def _take(self, verdict: Verdict | None, worker: LibreOfficeWorker) -> None:
        """Take a verdict over that was found before."""
        if verdict is None or verdict == self.verdict:
            return
        if verdict.route is Route.ODF and self.odf is None:
            try:
                self._translate(worker)
            except (OdfUnfitError, CetakFailedError):
                return
        self.verdict = verdict

    def _try(
        self, letters: Sequence[Filled], worker: LibreOfficeWorker, board: Board
    ) -> None:
        """Print a sample alone and in company, and keep what comes of it."""
        self.tries += 1
        known = self.verdict
        sample = choose_sample(letters)
        try:
            verdict = self._compare(sample, worker, board)
        except (CetakFailedError, PdfUnreadableError) as error:
            if self.tries == TRIES:
                self.verdict = known or Verdict(
                    route=Route.ALONE, reason=take_reason(error)
                )
            return
        if known is not None:
            if verdict.route is not known.route:
                return  # what these letters bring prints alone; the others go on
            branches = verdict.branches | known.branches
            sheets = max(verdict.sheets, known.sheets)
            verdict = replace(known, branches=branches, sheets=sheets)
        if self.path is not None:
            keep(self.path, verdict)
        self._take(verdict, worker)

    def _compare(
        self, sample: Sequence[Filled], worker: LibreOfficeWorker, board: Board
    ) -> Verdict:
        """Find the fastest way in which letters look as they do alone."""
        parts = [one.parts for one in sample]
        run = PrintRun(skeleton=self.skeleton, letters=parts, judul="")
        # The longest and the shortest come last, for those who try letters print them.
        named = {
            name_look(one): partial(see_alone, run, one, worker)
            for one in (*parts[1:], *parts[:1])
        }
        with_odf = self.fastest is Route.ODF
        routes = (Route.ODF, Route.DOCX) if with_odf else (Route.DOCX,)

        def see(route: Route, afresh: bool) -> dict[str, Looks]:  # noqa: FBT001 - as it is asked
            """Print letters in company, and alone while another one does that."""
            look = partial(self._see_company, run, sample, route, worker)
            return board.do({f"{route} {afresh}": partial(look, afresh), **named})

        def see_one(route: Route, afresh: bool) -> Looks:  # noqa: FBT001 - likewise
            return see(route, afresh)[f"{route} {afresh}"]

        seen = see(routes[0], False)  # noqa: FBT003 - as above
        alone = [seen[name_look(one)] for one in parts]
        found, reason = (
            Route.ALONE,
            "" if with_odf else phrase("they are to print as DOCX"),
        )
        for route in routes:
            told = tell_difference(alone, partial(see_one, route), what=route.name)
            if not told:
                found = route
                break
            reason = told
        return Verdict(
            route=found,
            reason=reason,
            branches=frozenset().union(*(one.branches for one in sample)),
            sheets=max(len(paper.sheets) for one in alone for _, paper in one.papers),
        )

    def _see_company(
        self,
        run: PrintRun,
        sample: Sequence[Filled],
        route: Route,
        worker: LibreOfficeWorker,
        afresh: bool,  # noqa: FBT001 - as it is asked
    ) -> Looks:
        """Print letters in one document, and look at them."""
        if route is Route.DOCX:
            return see_company(run, worker, afresh=afresh)
        try:
            template, skeleton = self._translate(worker)
            bodies = [_fill_body(template, one.konteks) for one in sample]
        except OdfUnfitError as error:
            return Looks(reason=error.reason)
        fit = [place for place, body in enumerate(bodies) if body]
        odf = OdfBodies(
            skeleton=skeleton, letters=[body.text for body in bodies if body]
        )
        own = replace(run, letters=[run.letters[place] for place in fit], odf=odf)
        looks = see_company(own, worker, afresh=afresh)
        papers = tuple((fit[place], paper) for place, paper in looks.papers)
        return replace(looks, papers=papers)

    def _translate(self, worker: LibreOfficeWorker) -> tuple[OdfTemplate, OdfSkeleton]:
        """Let LibreOffice write the template as ODF, and compile that.

        Raises:
            OdfUnfitError: It holds what might come out otherwise.
            CetakFailedError: LibreOffice failed.
        """
        if self.odf is None:
            template = translate(self.template, worker)
            skeleton = read_odf_skeleton(template.shell, first=template.first)
            if not read_widths(skeleton):
                raise OdfUnfitError(
                    phrase("its letters could not be told apart by their paper")
                )
            self.odf = template, skeleton
        return self.odf

    def fill(self, konteks: Konteks, *, kunci: str) -> Filled:
        """Fill a letter as DOCX.

        Raises:
            TemplatUnfillableError: It cannot be.
        """
        parts, branches = fill_traced(self.template, konteks, kunci=kunci)
        return Filled(parts=parts, konteks=konteks, branches=branches)

    def fill_odf(self, konteks: Konteks) -> OdfBody | None:
        """Fill a letter as ODF, if that is the way and it can be."""
        if self.odf is None or not self.prints_odf:
            return None
        try:
            return _fill_body(self.odf[0], konteks)
        except OdfUnfitError:
            return None


def _fill_body(template: OdfTemplate, konteks: Konteks) -> OdfBody | None:
    """Fill a letter's body; one without a paragraph is nothing that can be joined.

    Raises:
        OdfUnfitError: It cannot be filled.
    """
    text, branches = fill_odf(template, konteks)
    found = "<text:p" in text or "<text:h" in text
    return OdfBody(text=text, branches=branches) if found else None


def translate(template: Template, worker: LibreOfficeWorker) -> OdfTemplate:
    """Let LibreOffice write a template as ODF, and compile that.

    Raises:
        OdfUnfitError: It holds what might come out otherwise.
        CetakFailedError: LibreOffice failed.
    """
    fodt = worker.translate(pack_unfilled(template), limit_s=BASE_LIMIT_S)
    return compile_odf(fodt, template, places=PLACES, mark=MARK)


@lru_cache(maxsize=4)
def find_way(
    nama: str, docx: Docx, profil: Profil, route: Route, machine: PrintMachine
) -> Way:
    """Compile a template; how it prints is found out when there are letters.

    Raises:
        TemplateFaultyError: It is no template.
    """
    template = compile_template(docx, nama=nama, profil=profil)
    return make_way(
        template, fastest=route, path=name_verdict(machine, docx, profil, route)
    )


def make_way(
    template: Template, *, fastest: Route = Route.ODF, path: Path | None = None
) -> Way:
    """Begin with what the template itself tells."""
    members = template.read_members()
    return Way(
        template=template,
        skeleton=Skeleton(
            members=template.rest, order=template.order, fragile=is_fragile(members)
        ),
        obstacles=find_obstacles(members),
        fastest=fastest,
        path=path,
    )


def name_look(parts: Mapping[str, str]) -> str:
    """Name how a letter looks alone, by what it was filled with."""
    text = json.dumps(sorted(parts.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def choose_sample(letters: Sequence[Filled]) -> list[Filled]:
    """Choose letters that go every branch, and evenly from the shortest to the longest.

    Where they differ in nothing but their values, a few show what all show.
    """
    lengths = [one.length for one in letters]
    chosen = choose_places(lengths, [one.branches for one in letters], few=SAMPLE)
    return [letters[place] for place in sorted(chosen, key=lambda n: lengths[n])]
