"""Charts drawn for letters: in a child, and each once however often it is wanted.

matplotlib takes longer to load than a letter to print, reads settings and fonts from
wherever it finds them, and writes into the home of who runs it. So it is loaded in a
child only, which is shown an empty folder for a home, and which is started for letters
with a chart alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.press.child.ask import ask_child, is_plain_file
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.press.charts.grafik import Grafik

_CHILD: Final = "formulir.press.charts.child"
_START_S: Final = 60
"""What loading matplotlib may cost on the slowest machine."""
_CHART_S: Final = 2
_KEPT: Final = 2_000
"""So many charts are kept, of ten kilobytes each."""


class GrafikUndrawnError(MachineError):
    """Charts could not be drawn."""

    reason: str
    says = (
        "the charts of letters could not be drawn: {reason}; run 'uv sync', which "
        "installs matplotlib, and try again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A chart as it goes into a letter.

    Args:
        pdf: One page that is the chart.
        alt: What it shows, in words.
    """

    pdf: bytes
    alt: str


_drawn: dict[tuple[Grafik, Path], Drawing] = {}


def draw_grafik(wanted: Iterable[Grafik], *, font: Path) -> dict[Grafik, Drawing]:
    """Draw charts; those that were drawn before are only handed out.

    Args:
        wanted: The charts.
        font: What they are lettered in.

    Raises:
        GrafikUndrawnError: The machine does not let them be drawn.
    """
    charts = list(dict.fromkeys(wanted))
    new = [each for each in charts if (each, font) not in _drawn]
    if new:
        if len(_drawn) + len(new) > _KEPT:
            _drawn.clear()
            new = charts
        for each, pdf in zip(new, _draw_all(new, font=font), strict=True):
            _drawn[each, font] = Drawing(pdf=pdf, alt=each.alt)
    return {each: _drawn[each, font] for each in charts}


def _draw_all(charts: Sequence[Grafik], *, font: Path) -> list[bytes]:
    """Draw charts in one child.

    A crash leaves a folder of the system's for passing files.

    Raises:
        GrafikUndrawnError: The child did not draw them.
    """
    cpu_s = _START_S + _CHART_S * len(charts)
    with TemporaryDirectory(prefix="formulir-grafik-") as name:
        folder = Path(name).resolve()
        asked = folder / "asked.json"
        asked.write_text(json.dumps([_tell(each) for each in charts]), "utf-8")
        end = ask_child(
            _CHILD,
            (asked, font),
            folder=folder,
            form={"gambar": int},
            limits=Limits(cpu_s=cpu_s),
        )
        files = [folder / f"{number}.pdf" for number in range(len(charts))]
        if end.said != {"gambar": len(charts)} or not all(map(is_plain_file, files)):
            raise GrafikUndrawnError(end.excuse)
        return [path.read_bytes() for path in files]


def _tell(grafik: Grafik) -> dict[str, object]:
    """Write a chart as the child reads it, and as a context has it."""
    told = asdict(grafik)
    told["deret"] = [{"nama": nama, "nilai": nilai} for nama, nilai in grafik.deret]
    return told
