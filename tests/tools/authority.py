"""A throw-away authority for timestamps, made with openssl: root, signer, answers."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
[ req ]
distinguished_name = nama
prompt = no
[ nama ]
CN = Otoritas Contoh
[ akar ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[ penera ]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = cap
[ cap ]
serial = {folder}/serial
signer_cert = {folder}/penera.pem
certs = {folder}/akar.pem
signer_key = {folder}/penera.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """An authority in a folder."""

    folder: Path

    @property
    def root(self) -> Path:
        """Return the certificate that one must trust."""
        return self.folder / "akar.pem"

    def answer(self, query: bytes) -> bytes:
        """Answer a request."""
        (self.folder / "tanya.tsq").write_bytes(query)
        words = ("-config", "cap.cnf", "-queryfile", "tanya.tsq", "-out", "jawab.tsr")
        openssl("ts", "-reply", *words, folder=self.folder)
        return (self.folder / "jawab.tsr").read_bytes()


def make_authority(folder: Path) -> Authority:
    """Make an authority, valid from now on, in a folder that is made."""
    folder.mkdir()
    config = CONFIG.format(folder=folder)
    (folder / "cap.cnf").write_text(config, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = ("-newkey", "rsa:2048", "-nodes", "-config", "cap.cnf")
    root = ("-x509", "-days", "30", "-extensions", "akar", "-subj", "/CN=Akar Contoh")
    openssl(
        *("req", *root, *new, "-keyout", "akar.key", "-out", "akar.pem"), folder=folder
    )
    openssl("req", *new, "-keyout", "penera.key", "-out", "penera.csr", folder=folder)
    by = ("-CA", "akar.pem", "-CAkey", "akar.key", "-CAcreateserial", "-days", "30")
    more = ("-extfile", "cap.cnf", "-extensions", "penera")
    files = ("-req", "-in", "penera.csr", "-out", "penera.pem")
    openssl("x509", *files, *by, *more, folder=folder)
    return Authority(folder)


def openssl(*words: str | Path, folder: Path) -> str:
    """Run openssl; return what it says."""
    command = ["openssl", *words]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
