"""The way that letters of a template are printed, as this process has found it out.

They print from ODF when there are many, when nothing in the template speaks against it,
and when the first of them have been printed both ways and came out the same; else they
are joined as DOCX, or print one by one. So no edit of a template, and no other version
of LibreOffice, can change how a letter looks without being seen here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from formulir.letters.compile import Template, compile_template
from formulir.letters.odf import OdfTemplate, compile_odf, fill_odf
from formulir.letters.odf_tags import OdfUnfitError
from formulir.letters.render import pack_unfilled
from formulir.press.pdf.paper import PdfUnreadableError
from formulir.press.printing.print_letters import (
    BASE_LIMIT_S,
    LETTER_LIMIT_S,
    OdfBodies,
)
from formulir.press.printing.prove import prove_alike
from formulir.press.printing.skeleton import (
    MARK,
    PLACES,
    OdfSkeleton,
    Skeleton,
    find_obstacles,
    is_fragile,
    read_odf_skeleton,
)
from formulir.press.printing.worker import CetakFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.letters.profil import Profil
    from formulir.model import Docx, Konteks
    from formulir.press.printing.worker import LibreOfficeWorker

SAMPLE: Final = 12
"""How many letters are printed both ways: those that differ most in length."""
TRIES: Final = 2
"""How often the proof is begun; what was killed in the middle proves nothing."""


class Route(StrEnum):
    """What letters may be printed from."""

    DOCX = "docx"
    ODF = "odf"
    """From ODF, once that is proved to print alike."""


@dataclass(kw_only=True, slots=True)
class Way:
    """How the letters of a template are printed.

    Args:
        template: The compiled template.
        skeleton: What the DOCX of its letters have in common.
        obstacles: Why they print one by one, if they do.
        odf: The template as ODF, once it is proved to print alike.
        reason: Why they are joined as DOCX, where that is known.
        tries: How often the proof was begun.
    """

    template: Template
    skeleton: Skeleton
    obstacles: list[str]
    odf: tuple[OdfTemplate, OdfSkeleton] | None = None
    reason: str = ""
    tries: int = 0

    @property
    def undecided(self) -> bool:
        """Tell whether it is still to be found out how the letters print."""
        known = self.obstacles or self.odf is not None or self.reason
        return not known and self.tries < TRIES

    def prove(
        self,
        letters: Sequence[tuple[Mapping[str, str], Konteks]],
        worker: LibreOfficeWorker,
    ) -> None:
        """Find out whether ODF prints what DOCX prints, if that is undecided.

        Args:
            letters: The filled parts of each letter's DOCX, and its context.
            worker: What prints the proof.
        """
        if not (letters and self.undecided):
            return
        self.tries += 1
        limit_s = BASE_LIMIT_S + LETTER_LIMIT_S * SAMPLE
        sample = choose_sample(letters)
        try:
            template = translate(self.template, worker)
            skeleton = read_odf_skeleton(template.shell, first=template.first)
            bodies = [fill_odf(template, konteks) for _, konteks in sample]
            odf = OdfBodies(skeleton=skeleton, letters=bodies)
            parts = [parts for parts, _ in sample]
            prove = partial(prove_alike, self.skeleton, parts, odf, worker)
            alike = prove(limit_s=limit_s)
            if not alike:
                # One that was used for long is not held to be right: a fresh one says.
                worker.stop()
                alike = prove(limit_s=limit_s)
            if alike:
                self.odf = template, skeleton
            else:
                self.reason = "LibreOffice lays its ODF out otherwise than its DOCX"
        except OdfUnfitError as error:
            self.reason = error.reason
        except (CetakFailedError, PdfUnreadableError) as error:
            if self.tries == TRIES:
                self.reason = str(error)

    def fill_odf(self, letters: Sequence[Konteks]) -> OdfBodies | None:
        """Fill letters as ODF, if that is proved and all of them can be."""
        if self.odf is None:
            return None
        template, skeleton = self.odf
        try:
            bodies = [fill_odf(template, konteks) for konteks in letters]
        except OdfUnfitError:
            return None
        return OdfBodies(skeleton=skeleton, letters=bodies)


def translate(template: Template, worker: LibreOfficeWorker) -> OdfTemplate:
    """Let LibreOffice write a template as ODF, and compile that.

    Raises:
        OdfUnfitError: It holds what might come out otherwise.
        CetakFailedError: LibreOffice failed.
    """
    fodt = worker.translate(pack_unfilled(template), limit_s=BASE_LIMIT_S)
    return compile_odf(fodt, template, places=PLACES, mark=MARK)


@lru_cache(maxsize=4)
def find_way(nama: str, docx: Docx, profil: Profil, route: Route) -> Way:
    """Compile a template; how it prints is found out when there are letters.

    Where they may not print from ODF there is nothing to find out.

    Raises:
        TemplateFaultyError: It is no template.
    """
    way = make_way(compile_template(docx, nama=nama, profil=profil))
    if route is not Route.ODF:
        way.reason = "they are to print as DOCX"
    return way


def make_way(template: Template) -> Way:
    """Begin with what the template itself tells."""
    members = template.read_members()
    return Way(
        template=template,
        skeleton=Skeleton(
            members=template.rest, order=template.order, fragile=is_fragile(members)
        ),
        obstacles=find_obstacles(members),
    )


def choose_sample(
    letters: Sequence[tuple[Mapping[str, str], Konteks]],
) -> list[tuple[Mapping[str, str], Konteks]]:
    """Choose letters from the shortest to the longest, evenly."""
    by_length = sorted(letters, key=lambda one: sum(map(len, one[0].values())))
    count = min(SAMPLE, len(by_length))
    last = len(by_length) - 1
    places = {round(n * last / max(count - 1, 1)) for n in range(count)}
    return [by_length[place] for place in sorted(places)]
