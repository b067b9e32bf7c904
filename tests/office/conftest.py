"""What tests of offices share: a program that comes with one kind of letters."""

from __future__ import annotations

import pytest

from formulir.office import kantor as office
from formulir.reviewing import doctor
from tests.conftest import ROOT
from tests.kantor import make_printer


@pytest.fixture
def one_kind(tmp_path, monkeypatch):
    """Let doctor look at one shipped kind: at all of them it looks for seconds."""
    few = tmp_path / "bawaan"
    few.mkdir()
    for path in (ROOT / "templates/02.3", *ROOT.glob("templates/*.t*")):
        (few / path.name).symlink_to(path)
    true = office.shipped
    for module in (office, doctor):
        monkeypatch.setattr(
            module, "shipped", lambda name: few if name == "templates" else true(name)
        )


@pytest.fixture
def name_printer(tmp_path):
    """Let an office print with the stand-in."""

    def name(folder):
        printer = make_printer(tmp_path)
        with (folder / "kantor.toml").open("a", encoding="utf-8") as file:
            file.write(f'libreoffice = "{printer}"\npython_uno = "{printer}"\n')

    return name
