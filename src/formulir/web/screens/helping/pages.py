"""Bantuan: what each page is for, step by step, and the words of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, show
from formulir.web.helping.read import read_sections

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit


def show_help(visit: Visit) -> Reply:
    """Show all sections, or those in which all words are."""
    q = visit.query.get("q", "").strip()
    words = q.casefold().split()
    found = [
        each
        for each in read_sections().values()
        if all(word in f"{each.title} {each.text}".casefold() for word in words)
    ]
    return show("bantuan.html", sections=found, q=q, section=None)


def show_section(visit: Visit) -> Reply:
    """Show a section.

    Raises:
        AbsentError: There is none.
    """
    sections = read_sections()
    section = sections.get(visit.names["bagian"])
    if section is None:
        raise AbsentError
    return show(
        "bantuan.html",
        sections=list(sections.values()),
        q="",
        section=section,
        title=f"Bantuan: {section.title}",
    )


PAGES = (
    Page(path="/bantuan", title="Bantuan", deed="own", reach="chosen", show=show_help),
    Page(
        path="/bantuan/{bagian}",
        title="Bantuan",
        deed="own",
        reach="chosen",
        show=show_section,
    ),
)
