"""Attachments as the tests want them: examined, with the normalised file at hand."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace

from formulir.model import Pdf
from formulir.press.attachments.examine import examine as examine_file


def examine(berkas, *, ekstensi, workdir, **options):
    """Return the verdict, its file as ``pdf``, and leave nothing in the folder."""
    hasil = workdir / "hasil-uji.pdf"
    hasil.unlink(missing_ok=True)
    verdict = examine_file(
        berkas, ekstensi=ekstensi, workdir=workdir, result=hasil, **options
    )
    pdf = Pdf(hasil.read_bytes()) if hasil.exists() else None
    hasil.unlink(missing_ok=True)
    assert (pdf is not None) == verdict.ok
    return SimpleNamespace(**asdict(verdict), ok=verdict.ok, pdf=pdf)
