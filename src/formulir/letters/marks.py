"""The marks of a template: bookmarks at which the press stamps what a kind wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.letters.raw import list_bookmarks
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.letters.compile import Template
    from formulir.letters.jenis import Jenis


def list_marks(template: Template) -> frozenset[str]:
    """List the bookmarks of a template, in its body, headers and footers."""
    members = template.read_members()
    parts = (name for name in members if name.startswith("word/"))
    return frozenset().union(
        *(list_bookmarks(members[name]) for name in parts if name.endswith(".xml"))
    )


def check_marks(jenis: Jenis, template: Template) -> list[Fault]:
    """Tell which marks a kind wants and its template has no place for.

    Without its bookmark a stamp would be left out of the letter.
    """
    marks = list_marks(template)
    wanted = {"cap": jenis.cap, "qr": jenis.qr}
    return [
        Fault(
            place=str(jenis.docx),
            reason=f"it has no bookmark {name}, so the letter has no place for its "
            f"{name}; set the bookmark in Word (Insert, Bookmark), or say [{name}] "
            "gambar = false in jenis.toml",
        )
        for name, wants in wanted.items()
        if wants and name not in marks
    ]
