"""What shields the reader of an attachment holds what it promises."""

from __future__ import annotations

import subprocess

import pytest

from formulir.press.child.children import MINIMAL_ENV
from formulir.press.child.shield import (
    WORKDIR,
    Shield,
    shield_program,
    shield_python,
)
from tests.press.conftest import require_shield


def ask(shield, *argv):
    return subprocess.run(
        [*map(str, shield), *argv],
        env=dict(MINIMAL_ENV),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def bwrap(tmp_path):
    require_shield(Shield.BWRAP)
    (tmp_path / "kerja").mkdir()
    (tmp_path / "rahasia").write_text("isi", encoding="utf-8")
    return tmp_path


def test_a_program_sees_its_folder_and_nothing_else(bwrap):
    shield, seen = shield_program(Shield.BWRAP, folder=bwrap / "kerja", program=bwrap)
    assert seen == WORKDIR
    assert ask(shield, "/usr/bin/touch", "a").returncode == 0
    assert (bwrap / "kerja" / "a").exists()
    shield, _ = shield_program(
        Shield.BWRAP, folder=bwrap / "kerja", program=WORKDIR.parent / "usr"
    )
    assert ask(shield, "/usr/bin/cat", bwrap / "rahasia").returncode != 0
    assert ask(shield, "/usr/bin/ls", "/home").returncode != 0
    assert ask(shield, "/usr/bin/ls", "/etc/passwd").returncode != 0
    assert ask(shield, "/usr/bin/touch", "/usr/a").returncode != 0


def test_a_child_of_ours_writes_into_its_folder_only(bwrap):
    shield = shield_python(Shield.BWRAP, folder=bwrap / "kerja")
    assert ask(shield, "/usr/bin/touch", bwrap / "kerja" / "a").returncode == 0
    assert ask(shield, "/usr/bin/touch", bwrap / "b").returncode != 0
    assert not (bwrap / "b").exists()


@pytest.mark.parametrize("kind", [Shield.BWRAP, Shield.UNSHARE])
def test_there_is_no_network(kind, tmp_path):
    require_shield(kind)
    (tmp_path / "kerja").mkdir()
    shield = shield_python(kind, folder=tmp_path / "kerja")
    listing = ask(shield, "/usr/bin/cat", "/proc/self/net/dev").stdout.splitlines()
    assert [line.split(":")[0].strip() for line in listing[2:]] == ["lo"]


def test_without_anything_the_program_is_run_as_it_is(tmp_path):
    assert shield_python(Shield.NONE, folder=tmp_path) == []
    shield = shield_program(Shield.NONE, folder=tmp_path, program=tmp_path)
    assert shield == ([], tmp_path)


@pytest.mark.parametrize("kind", Shield)
def test_doctor_has_words_for_each(kind):
    assert ("no network" in kind.words) is (kind is not Shield.NONE)
    assert ("install bubblewrap" in kind.words) is (kind is not Shield.BWRAP)
