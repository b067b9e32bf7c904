"""A DOCX that reaches out reaches nothing, whichever one of three layers is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from formulir.press.attachments import docx_print
from formulir.press.attachments.docx_clean import clean_docx
from formulir.press.attachments.docx_print import CLEAN, print_docx
from formulir.press.child.limits import Limits
from formulir.press.child.shield import Shield
from tests.press.attach import examine
from tests.press.conftest import rasterise, read_text, require_shield
from tests.tools.corpus.tautan import ELSEWHERE, WAYS, make_docx

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.office

PATIENT = Limits(cpu_s=100)
ALIVE = ["linked_picture", "disguised_svg", "nested_chunk"]
"""Ways that this LibreOffice goes when nothing holds it back."""
KENARI = "KENARI-7391"
RED = (255, 0, 0)


@pytest.fixture
def kenari(tmp_path):
    """A picture and a text that must not be seen in any PDF."""
    folder = tmp_path / "rahasia"
    folder.mkdir()
    Image.new("RGB", (200, 200), RED).save(folder / "kenari.png")
    (folder / "kenari.txt").write_text(f"{KENARI}\n", encoding="utf-8")
    return folder


def addresses(telinga, kenari):
    return [
        f"http://127.0.0.1:{telinga.port}/x.png",
        (kenari / "kenari.png").as_uri(),
        (kenari / "kenari.txt").as_uri(),
    ]


def shows_canary(pdf: bytes) -> bool:
    if any(KENARI in text for text in read_text(pdf)):
        return True
    colours = rasterise(pdf).getcolors(1 << 24)
    return any(r > 230 and g < 40 and b < 40 for _, (r, g, b) in colours)


@pytest.fixture
def bare_profile(monkeypatch):
    """Let LibreOffice run with its own settings instead of ours."""

    def make(folder: Path) -> None:
        (folder / "user").mkdir(parents=True)

    monkeypatch.setattr(docx_print, "make_profile", make)


@pytest.fixture
def press(workdir, libreoffice):
    """Return what prints a document with some of the layers only."""

    def press(data, *, cleaned, shield):
        if shield is Shield.BWRAP:
            require_shield(shield)
        (workdir / CLEAN).write_bytes(data)
        if cleaned:
            (workdir / "asli.docx").write_bytes(data)
            clean_docx(workdir / "asli.docx", workdir / CLEAN, limits=PATIENT)
        return print_docx(
            workdir, program=libreoffice.path, shield=shield, limits=PATIENT
        ).read_bytes()

    return press


def test_nothing_is_reached_with_all_layers(telinga, kenari, workdir, libreoffice):
    verdict = examine(
        make_docx(WAYS, addresses(telinga, kenari)),
        ekstensi="docx",
        workdir=workdir,
        limits=PATIENT,
        libreoffice=(libreoffice.path,),
    )
    assert (verdict.putusan, verdict.pdfa) == ("cleaned", True)
    assert set(verdict.catatan) == {
        "pictures that lie in other files were left out; look at its pages",
        "pictures that can refer to other files were left out",
        "fields that bring in other files were fixed as they stood",
        "a link to a template was removed",
        "a link to a data source was removed",
        "embedded objects were reduced to their pictures",
        "links to other files were removed",
        "links to the web were removed",
        "a film was removed",
    }
    text = " ".join(read_text(verdict.pdf))
    assert "Dokumen aneh" in text
    assert "hasil" in text  # what a field showed
    assert not shows_canary(verdict.pdf)
    assert telinga.heard == []


@pytest.mark.parametrize("way", ELSEWHERE)
def test_a_text_that_lies_elsewhere_is_refused(way, telinga, kenari, workdir):
    data = make_docx([way], addresses(telinga, kenari))
    verdict = examine(data, ekstensi="docx", workdir=workdir, limits=PATIENT)
    assert verdict.reason.startswith("a part of its text is another document")
    assert telinga.heard == []


@pytest.mark.parametrize(
    "ways",
    [
        list(WAYS),
        *(pytest.param([way], marks=pytest.mark.thorough) for way in ELSEWHERE),
    ],
)
def test_nothing_is_reached_without_cleaning(ways, telinga, kenari, press):
    data = make_docx(ways, addresses(telinga, kenari))
    pdf = press(data, cleaned=False, shield=Shield.BWRAP)
    assert not shows_canary(pdf)
    assert telinga.heard == []


@pytest.mark.thorough  # cleaning holds without a shield, too
@pytest.mark.usefixtures("bare_profile")
def test_nothing_is_reached_without_our_settings(telinga, kenari, press):
    data = make_docx(WAYS, addresses(telinga, kenari))
    pdf = press(data, cleaned=True, shield=Shield.BWRAP)
    assert not shows_canary(pdf)
    assert telinga.heard == []


@pytest.mark.thorough  # cleaning holds without our settings, too
def test_nothing_is_reached_without_a_shield(telinga, kenari, press):
    data = make_docx(WAYS, addresses(telinga, kenari))
    pdf = press(data, cleaned=True, shield=Shield.NONE)
    assert not shows_canary(pdf)
    assert telinga.heard == []


@pytest.mark.usefixtures("bare_profile")
def test_cleaning_holds_alone(telinga, kenari, press):
    data = make_docx(WAYS, addresses(telinga, kenari))
    pdf = press(data, cleaned=True, shield=Shield.NONE)
    assert not shows_canary(pdf)
    assert telinga.heard == []


@pytest.mark.usefixtures("bare_profile")
@pytest.mark.parametrize(
    "ways",
    [ALIVE, *(pytest.param([way], marks=pytest.mark.thorough) for way in ALIVE)],
)
def test_the_shield_holds_alone(ways, telinga, kenari, press):
    data = make_docx(ways, addresses(telinga, kenari))
    pdf = press(data, cleaned=False, shield=Shield.BWRAP)
    assert not shows_canary(pdf)
    assert telinga.heard == []


@pytest.mark.usefixtures("bare_profile")
def test_a_network_closed_by_unshare_is_closed(telinga, kenari, press):
    require_shield(Shield.UNSHARE)
    data = make_docx(["linked_picture"], addresses(telinga, kenari)[:1])
    press(data, cleaned=False, shield=Shield.UNSHARE)
    assert telinga.heard == []


@pytest.mark.usefixtures("bare_profile")
def test_without_any_layer_the_ear_hears_and_the_canary_is_seen(telinga, kenari, press):
    """What catches nothing would prove nothing: the traps themselves work."""
    data = make_docx(ALIVE, addresses(telinga, kenari))
    pdf = press(data, cleaned=False, shield=Shield.NONE)
    assert shows_canary(pdf)
    assert any(b"/x.png" in said for said in telinga.heard)
