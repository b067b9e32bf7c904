from __future__ import annotations

from pathlib import Path

import pytest

from formulir.press.printing.libreoffice import (
    CANDIDATES,
    LibreOfficeMissingError,
    probe_libreoffice,
)


def test_a_missing_libreoffice_says_how_to_install_it(tmp_path):
    with pytest.raises(LibreOfficeMissingError, match="apt-get install") as caught:
        probe_libreoffice([tmp_path / "soffice", Path("/bin/true")])
    assert caught.value.candidates[1] == Path("/bin/true")
    assert caught.value.exit_code == 5


def test_the_first_that_answers_is_taken(tmp_path):
    answers = {"diam": "", "lama": "LibreOffice 5.2.7.2 20m0", "baru": "LibreOffice 9"}
    for name, answer in answers.items():
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\necho '{answer}'\n")
        script.chmod(0o755)
    found = probe_libreoffice([tmp_path / name for name in answers])
    assert (found.path.name, found.version) == ("lama", "5.2.7.2")


@pytest.mark.office
def test_the_program_is_found_behind_its_shell_script():
    libreoffice = probe_libreoffice(CANDIDATES)
    assert libreoffice.path.name == "soffice.bin"
    assert libreoffice.version[0].isdigit()
