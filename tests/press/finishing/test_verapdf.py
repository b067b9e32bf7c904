"""The judge of PDF/A must be able to condemn, or its acquittals are worth nothing."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from tests.press.conftest import make_pdf
from tests.tools.verapdf import validate_pdfa


def write_in_helvetica(pdf):
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
    )
    pdf.pages[0].add_resource(font, pikepdf.Name.Font, pikepdf.Name.Asing)
    pdf.pages[0].contents_add(b" BT /Asing 9 Tf 50 50 Td (a) Tj ET")


def falsify_widths(pdf):
    font = next(iter(pdf.pages[0].resources.Font.as_dict().values()))
    font.Widths = pikepdf.Array([1] * len(font.Widths))


def paint_in_cmyk(pdf):
    pdf.pages[0].contents_add(b" 0 1 0 0 k 0 0 9 9 re f")


def forget_intent(pdf):
    del pdf.Root.OutputIntents


def forget_metadata(pdf):
    del pdf.Root.Metadata


def add_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("1")
    )


BROKEN = {
    write_in_helvetica: "6.2.11.4.1-1 ",
    falsify_widths: "6.2.11.5-1 ",
    paint_in_cmyk: "6.2.4.3-3 ",
    forget_intent: "6.2.4.3-2 ",
    forget_metadata: "6.6.2.1-1 ",
    add_script: "6.5.1-1 ",
}


@pytest.mark.office
def test_each_fault_is_found_by_its_rule_and_a_good_file_has_none(letters, tmp_path):
    good = tmp_path / "baik.pdf"
    good.write_bytes(letters["satu"].pdf)
    wanted = {good: []}
    for change, rule in BROKEN.items():
        path = tmp_path / f"{change.__name__}.pdf"
        with pikepdf.open(BytesIO(letters["satu"].pdf)) as pdf:
            change(pdf)
            pdf.save(path)
        wanted[path] = [rule]
    empty = tmp_path / "kosong.pdf"
    make_pdf().save(empty)
    other = tmp_path / "bukan.pdf"
    other.write_bytes(b"%PDF-1.7 bukan")
    none = tmp_path / "tiada.pdf"
    wanted |= {empty: ["6.6.2.1-1 "], other: ["unreadable"], none: ["unreadable"]}
    found = validate_pdfa(wanted)
    for path, rules in wanted.items():
        starts = [any(f.startswith(rule) for f in found[path]) for rule in rules]
        assert all(starts), (path.name, found[path])
        assert bool(found[path]) == bool(rules), (path.name, found[path])
