"""What keeps an untrusted file's reader away from the network and from the disk.

The strongest is bubblewrap: no network, and of the disk only what the program itself
needs, read-only, and one folder. Where the machine does not let it run, a name space
without a network is tried through ``unshare``. Whether either works is found out by
running it, for a container may hold the program and forbid what it does.

The limits on memory, time and size (``limits.py``) hold beside each of them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from formulir.language import phrase
from formulir.press.child.children import ask_program

_TRUE: Final = "/usr/bin/true"

_ISOLATE: Final = (
    "/usr/bin/bwrap",
    *("--unshare-all", "--die-with-parent", "--cap-drop", "ALL"),
)
_SYSTEM: Final = (
    *("--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"),
    *("--tmpfs", "/tmp"),  # noqa: S108 - a new, private one
)
_LINKS: Final = ("/bin", "/sbin", "/lib", "/lib64")
"""Where these are links into ``/usr`` they are made anew; else they are shown."""

_SHOWN: Final = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/libreoffice",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
)
"""What LibreOffice needs beside ``/usr``: fonts, libraries, its own configuration."""

WORKDIR: Final = Path("/kerja")
"""What the one folder is called inside."""

_UNSHARE: Final = (
    ("/usr/bin/unshare", "--net", "--"),
    ("/usr/bin/unshare", "--map-current-user", "--net", "--"),
)
"""For root, and for everybody else."""


class Shield(StrEnum):
    """What protects, strongest first."""

    BWRAP = "bwrap"
    UNSHARE = "unshare"
    NONE = "none"

    @property
    def words(self) -> str:
        """Say what it does."""
        return {
            Shield.BWRAP: phrase("no network and no view of the disk (bubblewrap)"),
            Shield.UNSHARE: phrase(
                "no network (unshare), but a view of the disk; install "
                "bubblewrap to close it"
            ),
            Shield.NONE: phrase(
                "limits on memory and time only; install bubblewrap, and allow "
                "user namespaces, to close network and disk"
            ),
        }[self]


@cache
def probe_shield() -> Shield:
    """Find what protects on this machine, by trying it once."""
    if ask_program([*_ISOLATE, *_see_system(), "--", _TRUE]) is not None:
        return Shield.BWRAP
    if find_unshare() is not None:
        return Shield.UNSHARE
    return Shield.NONE


@cache
def find_unshare() -> tuple[str, ...] | None:
    """Find the form of ``unshare`` that this process may use."""
    return next(
        (form for form in _UNSHARE if ask_program([*form, _TRUE]) is not None), None
    )


def shield_program(
    shield: Shield, *, folder: Path, program: Path
) -> tuple[list[str | Path], Path]:
    """Return what stands before an outside program to shield it.

    Args:
        shield: What protects.
        folder: The one folder that it may read and write.
        program: The program's own folder, shown where it lies outside ``/usr``.

    Returns:
        The words before the command, and what the folder is called behind them.
    """
    if shield is Shield.BWRAP:
        outside = not program.is_relative_to("/usr")
        shown = ("--ro-bind", program, program) if outside else ()
        bind = ("--bind", folder, WORKDIR, "--chdir", WORKDIR)
        return [*_ISOLATE, *_see_system(), *shown, *bind, "--"], WORKDIR
    return [*_close_network(shield)], folder


def shield_python(shield: Shield, *, folder: Path) -> list[str | Path]:
    """Return what stands before a child of our own: it writes into its folder only.

    It sees the disk, for its libraries lie anywhere, but has no network to tell of it.
    """
    if shield is Shield.BWRAP:
        view = ("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")
        return [*_ISOLATE, *view, "--bind", folder, folder, "--"]
    return [*_close_network(shield)]


def _close_network(shield: Shield) -> tuple[str, ...]:
    if shield is Shield.NONE:
        return ()
    return find_unshare() or ()


@cache
def _see_system() -> tuple[str, ...]:
    """Show the system's programs and libraries, wherever this machine keeps them."""
    links = [
        ("--symlink", str(Path(path).readlink()), path)
        if Path(path).is_symlink()
        else ("--ro-bind-try", path, path)
        for path in _LINKS
    ]
    shown = [("--ro-bind-try", path, path) for path in _SHOWN]
    return (*_SYSTEM, *(word for words in (*links, *shown) for word in words))
