"""The demo's last part: two letters of demo/ come back signed, and one comes in.

One is printed, signed with a pen and scanned, crooked and noisy; its QR code tells
which it is, and its ink that it is signed. One is signed digitally with a certificate
made on the spot. Then ``status`` shows both.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.tools.ink import sign_letter  # noqa: E402 - the path above
from tests.tools.kembali import (  # noqa: E402 - likewise
    DPI,
    make_identity,
    scan_pdf,
    sign_pdf,
)

FORMULIR = (str(ROOT / ".venv" / "bin" / "formulir"), "--kantor", str(ROOT / "demo"))
SEED = 2016


def run(*words: str) -> str:
    """Run a command on the demo's office and return what it prints."""
    answer = subprocess.run(
        [*FORMULIR, *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return answer.stdout


def main() -> None:
    """Let two letters come back, and tell what that has changed."""
    lines = run("find", "--formulir", "02.2", "--json").splitlines()
    scanned, signed = (json.loads(line) for line in lines[:2])
    folder = ROOT / "demo" / "kembali"
    scans = folder / "pindaian"
    scans.mkdir(parents=True, exist_ok=True)

    pdf = (ROOT / "demo" / scanned["berkas"]).read_bytes()
    konteks = folder / "konteks.json"
    run("get", scanned["kode"], "--context", "-o", str(konteks))
    chance = random.Random(SEED)  # noqa: S311 - noise, no secret
    paper = sign_letter(pdf, konteks.read_bytes(), chance=chance, dpi=DPI)
    scan = scan_pdf(paper, chance=chance)
    (scans / "pindaian-001.pdf").write_bytes(scan)
    print(run("receive", str(scans)), end="")

    pdf = (ROOT / "demo" / signed["berkas"]).read_bytes()
    path = folder / "tertanda.pdf"
    path.write_bytes(sign_pdf(pdf, make_identity("Kepala Sekolah Contoh")))
    print(run("receive", str(path), "--surat", signed["kode"]), end="")

    print(run("status", "--tahun", "2016"), end="")
    print(run("verify"), end="")


if __name__ == "__main__":
    main()
