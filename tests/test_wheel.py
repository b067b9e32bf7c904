"""The wheel by itself: installed into an empty environment, it gives a working office.

The libraries beside it are those of the lock file, as uv keeps them on this machine;
what it does not keep, it fetches.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from formulir.web.helping.read import DOCUMENTS
from tests.conftest import ROOT

LIMIT_S = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Installed:
    """A wheel, and an environment that holds it and what it asks for."""

    wheel: Path
    programs: Path

    def run(self, name, *words, folder):
        """Run a program of the environment, with nothing of ours around it."""
        answer = subprocess.run(
            [self.programs / name, *words],
            capture_output=True,
            text=True,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            timeout=LIMIT_S,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
        return answer


def run_uv(*words, settings=()):
    """Run uv; the network is asked only when this machine's store is not enough."""
    beside = ROOT / ".alat" / "bin" / "uv"
    uv = shutil.which("uv") or beside
    assert Path(uv).exists(), "uv builds the wheel: run make setup"
    for network in (["--offline"], []):
        answer = subprocess.run(
            ["/usr/bin/env", *settings, uv, *words, *network],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=LIMIT_S,
            check=False,
        )
        if answer.returncode == 0:
            return
    pytest.fail(answer.stderr)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roda")
    run_uv("build", "--wheel", "--out-dir", str(folder))
    (wheel,) = folder.glob("*.whl")
    python = folder / "lain" / "bin" / "python"
    settings = (f"UV_PROJECT_ENVIRONMENT={folder / 'lain'}",)
    run_uv("sync", "--locked", "--no-dev", "--no-install-project", settings=settings)
    run_uv("pip", "install", "--no-deps", "--python", str(python), str(wheel))
    run_uv("pip", "check", "--python", str(python))
    return Installed(wheel=wheel, programs=python.parent)


@pytest.mark.slow
def test_the_wheel_carries_all_data_that_the_program_reads(installed):
    with zipfile.ZipFile(installed.wheel) as file:
        carried = set(file.namelist())
    places = {
        ROOT / "templates": "formulir/bawaan/templates",
        ROOT / "samples": "formulir/bawaan/samples",
        ROOT / "verifier": "formulir/bawaan/verifier",
        ROOT / "src" / "formulir": "formulir",
    }
    wanted = {
        f"{inside}/{path.relative_to(folder).as_posix()}"
        for folder, inside in places.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } | {f"formulir/bawaan/docs/{name}" for name in DOCUMENTS}
    assert "formulir/bawaan/templates/02.1/surat.docx" in wanted
    assert "formulir/records/wilayah.csv" in wanted
    assert "formulir/bawaan/verifier/periksa.html" in wanted
    assert wanted - carried == set()
    strangers = {name for name in carried - wanted if ".dist-info/" not in name}
    assert strangers == set()


@pytest.mark.slow
def test_an_office_is_founded_and_filled_from_the_wheel_alone(installed, tmp_path):
    code = "import formulir; print(formulir.__file__)"
    place = installed.run("python", "-I", "-c", code, folder=tmp_path).stdout.strip()
    assert Path(place).is_relative_to(installed.programs.parent)
    assert not Path(place).is_relative_to(ROOT)

    installed.run("formulir", "init", "K", "--sample", folder=tmp_path)
    office = ("--kantor", "K")
    asked = ("--tahun", "2016", "--wilayah", "33.19")
    said = installed.run(
        "formulir", *office, "propose", *asked, "--kuota", "6", folder=tmp_path
    )
    assert said.stdout.endswith("usulan 2  model 6  imbas 30\n")
    said = installed.run(
        *("formulir", *office, "context", "--formulir", "02.2", *asked),
        *("--tanggal", "2016-03-14"),
        folder=tmp_path,
    )
    names = [json.loads(line)["sekolah"]["nama"] for line in said.stdout.splitlines()]
    assert len(names) == 6
    assert all("Contoh" in name for name in names)
    said = installed.run(
        "formulir", *office, "check", "--formulir", "02.2", folder=tmp_path
    )
    assert said.stderr.endswith("1 kind(s) checked: 0 fault(s), 0 warning(s)\n")
