"""Letters by the way that the product finds, beside their author's file alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from formulir.issuing.verdicts import Route
from formulir.issuing.ways import Way, make_way
from formulir.letters.reading.compile import compile_template
from formulir.press.printing.print_letters import OdfBodies, PrintRun, print_letters
from tests.press.alone import PrintsOnce, look_alone
from tests.press.conftest import keep
from tests.press.equality import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.press.printing.worker import LibreOfficeWorker


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a batch.

    Args:
        way: How its letters print.
        joined: How many of them printed in company.
        wrong: The places of those that do not look as their author's file does.
    """

    way: Way
    joined: int
    wrong: list[int]

    @property
    def route(self) -> Route:
        verdict = self.way.verdict
        return verdict.route if verdict and not self.way.obstacles else Route.ALONE


def print_in_company(
    worker: LibreOfficeWorker,
    docx: bytes,
    letters: Sequence[Mapping[str, object]],
    *,
    route: Route = Route.ODF,
    batch: int = 50,
) -> Outcome:
    """Print letters over and over as one batch, and look at each of them."""
    worker = PrintsOnce(worker)
    way = make_way(compile_template(docx, nama="uji"), fastest=route)
    repeated = [letters[n % len(letters)] for n in range(batch)]
    filled = [way.fill(konteks, kunci="k") for konteks in repeated]
    way.prove(filled, worker)
    fit = [n for n, one in enumerate(filled) if way.is_proved(one.branches)]
    print_run = PrintRun(
        skeleton=way.skeleton,
        letters=[one.parts for one in filled],
        judul="Uji",
        joined=fit,
        sheets=way.verdict.sheets if way.verdict else 0,
    )
    if way.odf is not None and way.prints_odf:
        bodies = [way.fill_odf(konteks) for konteks in repeated]
        texts = [body.text if body else "" for body in bodies]
        odf = OdfBodies(skeleton=way.odf[1], letters=texts)
        fit = [place for place in fit if texts[place]]
        print_run = replace(print_run, odf=odf, joined=fit)
    printed = print_letters(print_run, worker, use=keep)
    wanted = [look_alone(worker, way.template, konteks) for konteks in letters]
    known: dict[tuple[int, bytes], bool] = {}
    for n, letter in enumerate(printed):
        which = n % len(letters)
        key = which, letter.pdf
        if key not in known:
            known[key] = _is_same(look(letter.pdf), wanted[which])
    keys = [(n % len(letters), letter.pdf) for n, letter in enumerate(printed)]
    wrong = [n for n, key in enumerate(keys) if not known[key]]
    return Outcome(way=way, joined=len(fit), wrong=wrong)


def _is_same(
    found: Sequence[tuple[str, np.ndarray]], wanted: Sequence[tuple[str, np.ndarray]]
) -> bool:
    return len(found) == len(wanted) and all(
        text == other and np.array_equal(pixels, likewise)
        for (text, pixels), (other, likewise) in zip(found, wanted, strict=True)
    )
