"""The child that draws charts with matplotlib: ``draw.py`` starts it.

It takes a folder, a file with the charts, the font and the limits, and leaves a PDF a
chart in the folder. What matplotlib would find in a person's home, settings and a list
of fonts, it looks for in the folder, where there is none: the same chart is the same
bytes on every machine that has the font.
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

from formulir.press.charts.grafik import HEIGHT_MM, WIDTH_MM
from formulir.press.child.ask import answering, write_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

_INCH: Final = 25.4
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"facecolor": "white", "hatch": "/////"},
    {"facecolor": "0.3"},
    {"facecolor": "0.85", "hatch": "....."},
)
"""Of each series, told apart by a copier that knows black and white only."""
_LABEL: Final = 34
"""A longer name goes on in a second line, and ends there."""
_LEGEND_MM: Final = 9.0
_MOST_PT, _LEAST_PT = 8.5, 6.0
_FILL: Final = 0.78
"""Of the room of a category, that its bars take."""
_POINT_MM: Final = 72 / _INCH


def draw_charts(argv: Sequence[str]) -> None:
    """Draw the charts; an end without an answer is the parent's to explain."""
    folder, asked, font = map(Path, argv[:3])
    font_manager.fontManager.addfont(font)
    family = font_manager.FontProperties(fname=str(font)).get_name()
    charts = json.loads(asked.read_bytes())
    # What the font lacks is drawn in the one that comes with matplotlib.
    looks: dict[Any, Any] = {
        "font.family": [family, "DejaVu Sans"],
        "text.parse_math": False,
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.5,
        "axes.linewidth": 0.6,
    }
    with rc_context(looks):
        for number, chart in enumerate(charts):
            figure = _draw(chart)
            figure.savefig(
                folder / f"{number}.pdf",
                metadata={"Creator": None, "Producer": None, "CreationDate": None},
            )
    write_answer(folder, {"gambar": len(charts)})


def _draw(chart: Mapping[str, Any]) -> Figure:
    """Draw one chart."""
    figure = Figure(figsize=(WIDTH_MM / _INCH, HEIGHT_MM / _INCH))
    FigureCanvasPdf(figure)
    names = [_wrap(name) for name in chart["kategori"]]
    longest = max(len(line) for name in names for line in name.split("\n"))
    room_mm = (HEIGHT_MM - 2 * _LEGEND_MM) / len(names)
    size = max(_LEAST_PT, min(_MOST_PT, 0.36 * room_mm * _POINT_MM))
    left = min(0.42, (longest * size * 0.52 / _POINT_MM + 6) / WIDTH_MM)
    low, high = (_LEGEND_MM + 2) / HEIGHT_MM, 1 - _LEGEND_MM / HEIGHT_MM
    axes = figure.add_axes((left, low, 0.975 - left, high - low))
    handles: list[Any] = _draw_bars(axes, chart, size=size)
    axes.set_yticks(range(len(names)), names, fontsize=size)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, chart["terbesar"] * 1.08)
    axes.set_xlabel(chart["satuan"], fontsize=_MOST_PT, loc="right", labelpad=1)
    axes.tick_params(axis="x", labelsize=_MOST_PT, length=2)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.grid(visible=True, color="0.8", linewidth=0.4)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(
        handles,
        [each["nama"] for each in chart["deret"]],
        loc="upper right",
        bbox_to_anchor=(0.98, 1.0),
        ncols=len(chart["deret"]),
        fontsize=_MOST_PT,
        frameon=False,
        handleheight=1.2,
        handlelength=2.4,
    )
    return figure


def _draw_bars(
    axes: Axes, chart: Mapping[str, Any], *, size: float
) -> list[BarContainer]:
    """Draw the bars of each series, each with its figure at the end; return them."""
    drawn = []
    thick = _FILL / len(chart["deret"])
    for number, (each, look) in enumerate(zip(chart["deret"], _LOOKS, strict=False)):
        shift = (number + 0.5) * thick - _FILL / 2
        places = [place + shift for place in range(len(each["nilai"]))]
        lengths = [value or 0.0 for value in each["nilai"]]
        bars = axes.barh(
            places,
            lengths,
            height=thick * 0.9,
            edgecolor="black",
            linewidth=0.6,
            **look,
        )
        drawn.append(bars)
        for place, value in zip(places, each["nilai"], strict=True):
            axes.text(
                (value or 0.0) + chart["terbesar"] * 0.008,
                place,
                "\N{EN DASH}" if value is None else f"{value:.1f}".replace(".", ","),
                va="center_baseline",
                fontsize=max(_LEAST_PT - 0.5, size - 1),
            )
    return drawn


def _wrap(name: str) -> str:
    """Write a name on at most two lines; the table beside the chart has it whole.

    >>> _wrap("Organisasi")
    'Organisasi'
    """
    lines = textwrap.wrap(
        name, _LABEL, max_lines=2, placeholder=" \N{HORIZONTAL ELLIPSIS}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    with answering():
        draw_charts(sys.argv[1:])
