"""Show what commands print: ``uv run python scripts/gambar_terminal.py KANTOR``.

Each command is run at a terminal of 100 columns, on an office in which the sample
letters were issued, and what it prints becomes a picture of the README.
"""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import struct
import sys
import termios
from pathlib import Path

from lembar_kontak import GAMBAR
from PIL import Image, ImageDraw, ImageFont

COLUMNS = 100
SHOWN = {
    "next": ("next --tahun 2016 --wilayah 33.74",),
    "find": (
        "find --formulir 02.2",
        "find 421/1/2016",
        "find mekarsri",
        "get mekarsari",
    ),
    "status": ("status --tahun 2016", "status --tahun 2016 --missing --wilayah 33.74"),
}
"""By picture: the commands whose output it shows."""
FONT, SIZE = "DejaVuSansMono.ttf", 14
GAP, MARGIN = 5, 14
GROUND, TYPED, PRINTED = "#1e1e1e", "#8fd18f", "#e4e4e4"
PROGRAM = Path(sys.executable).with_name("formulir")


def main() -> None:
    """Write the pictures."""
    kantor = Path(sys.argv[1])
    for name, commands in SHOWN.items():
        shown = [line for command in commands for line in show(kantor, command)]
        draw(shown).quantize(48).save(GAMBAR / f"{name}.png", optimize=True)


def show(kantor: Path, command: str) -> list[tuple[str, str]]:
    """Run a command, and give its lines, each with a colour."""
    lines = [
        line[at : at + COLUMNS]  # as a terminal wraps what is longer
        for line in look(kantor, command).rstrip().split("\n")
        for at in range(0, len(line), COLUMNS)
    ]
    return [(f"$ formulir {command}", TYPED), *((line, PRINTED) for line in lines)]


def draw(lines: list[tuple[str, str]]) -> Image.Image:
    """Draw lines as a terminal shows them."""
    font = ImageFont.truetype(FONT, SIZE)
    wide, high = font.getbbox("M" * COLUMNS)[2], SIZE + GAP
    size = (round(wide) + 2 * MARGIN, high * len(lines) + 2 * MARGIN)
    picture = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(picture)
    for at, (line, colour) in enumerate(lines):
        pen.text((MARGIN, MARGIN + high * at), line, font=font, fill=colour)
    return picture


def look(kantor: Path, command: str) -> str:
    """Run a command at a terminal, and return what appears there."""
    pid, master = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        words = [str(PROGRAM), "--kantor", str(kantor), *shlex.split(command)]
        words = ["env", "FORMULIR_BAHASA=id", *words]  # as the office reads it
        os.execvp("env", words)  # noqa: S606, S607 - our own program, and our words
    shown = b""
    while True:
        try:
            data = os.read(master, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.waitpid(pid, 0)
    return shown.decode("utf-8").replace("\r\n", "\n")


if __name__ == "__main__":
    main()
