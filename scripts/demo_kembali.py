"""The demo's last part: two letters of demo/ come back signed, and one comes in.

One is printed, signed by hand (in thought) and scanned, crooked and noisy; its QR code
tells which it is. One is signed digitally with a certificate made on the spot. Then
``status`` shows both.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.tools.kembali import make_identity, scan_pdf, sign_pdf  # noqa: E402 - the path above

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
    scan = scan_pdf(pdf, chance=random.Random(SEED))  # noqa: S311 - noise, no secret
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
