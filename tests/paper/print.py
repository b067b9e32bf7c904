"""Print letters as the press does: by LibreOffice, with stamp, code and foot."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from formulir.model import Pdf
from formulir.press.charts.draw import draw_grafik
from formulir.press.charts.grafik import read_grafik
from formulir.press.finishing.finish import Closing, finish
from formulir.press.finishing.fonts import find_font
from formulir.press.joining.split import take_alone
from formulir.press.pdf.paper import open_pdf
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from formulir.press.pdf.places import Place
    from tests.paper.letters import Letter

FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":'
    '{"type":"boolean","value":"true"}}'
)
GAMBAR = ROOT / "samples" / "gambar"


def print_all(
    letters: Mapping[str, Letter], folder: Path
) -> Iterator[tuple[str, Pdf, dict[str, Place]]]:
    """Print letters in one run; give each finished, and where its marks belong.

    Args:
        letters: The letters by name; each bears the marks that its profile prints.
        folder: Where they are printed.
    """
    paths = {name: folder / f"{name}.docx" for name in letters}
    for name, path in paths.items():
        path.write_bytes(letters[name].docx)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profil').as_uri()}"]
    command += ["--headless", "--convert-to", FILTER, "--outdir", str(folder)]
    command += [str(path) for path in paths.values()]
    subprocess.run(command, check=True, capture_output=True, timeout=1200)
    for name, path in paths.items():
        with open_pdf(Pdf(path.with_suffix(".pdf").read_bytes())) as whole:
            printed = take_alone(whole, judul=name)
            places = dict(printed.places)
            closing = _make_closing(letters[name])
            done = finish(printed, closing=closing).pdf
        path.with_suffix(".pdf").write_bytes(done)
        yield name, done, places


def _make_closing(letter: Letter) -> Closing:
    """Close a letter as an office does that has a picture of stamp and emblem."""
    marks, grafik = letter.marks, None
    if told := letter.konteks.get("grafik"):
        (grafik,) = draw_grafik([read_grafik(told)], font=find_font()).values()
    return Closing(
        grafik=grafik,
        kode="K7QF-3M0T-9XWA",
        nomor="0394/E5.2/PL/2016",
        qr="K7QF-3M0T-9XWA" if "qr" in marks else None,
        cap=(GAMBAR / "cap-lpmp.png").read_bytes() if "cap" in marks else None,
        lambang=(GAMBAR / "lambang-kementerian.png").read_bytes(),
    )
