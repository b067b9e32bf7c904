"""PDFs as attachments, examined in this process, for what only looks at them."""

from __future__ import annotations

from types import SimpleNamespace

from formulir.press.attachments.pdf import normalise_pdf
from formulir.press.child.limits import Limits
from formulir.press.pdf.normal import LampiranRefusedError
from tests.tools.corpus.beda import FEW, count_strong, draw

LIMITS = Limits()


def normalise(data, folder, *, limits=LIMITS):
    """Return verdict, reason, remarks and the normalised file."""
    source, target = folder / "masukan", folder / "hasil.pdf"
    source.write_bytes(data)
    try:
        verdict = normalise_pdf(source, target, limits=limits)
    except LampiranRefusedError as error:
        return SimpleNamespace(putusan="refused", reason=str(error), catatan=())
    return SimpleNamespace(
        putusan=verdict.putusan,
        reason="",
        catatan=verdict.catatan,
        pdfa=verdict.pdfa,
        halaman=verdict.halaman,
        pdf=target.read_bytes(),
    )


def looks_alike(before: bytes, after: bytes) -> bool:
    """Tell whether a viewer shows the same pages."""
    pairs = zip(draw(before), draw(after), strict=True)
    return all(count_strong(*pair) <= FEW for pair in pairs)
