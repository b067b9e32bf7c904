"""What tests of offices share: a program that comes with one kind of letters."""

from __future__ import annotations

import pytest

from formulir.office import kantor as office
from formulir.reviewing import doctor
from tests.conftest import ROOT


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
