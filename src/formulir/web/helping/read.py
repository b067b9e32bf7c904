"""Help as sections: read from the documents that come with the program, as safe HTML.

This package is the door of markdown-it. Whatever looks like HTML in a document is shown
as it is spelled, and a link leads to another section or nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from formulir.office.kantor import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

DESK: Final = "meja.md"
"""The document of the desk: each of its sections is about one page."""
GLOSSARY: Final = "kata.md"
"""The document of words."""
DOCUMENTS: Final = (DESK, GLOSSARY)
FRONT: Final = "hari-ini"
"""The section about the first page, whose address has no name."""
WORDS: Final = "kata"
"""The section of the glossary, which is one as a whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section of the help.

    Args:
        name: How its address ends.
        title: Its heading.
        text: What it says, as it is written.
        html: The same as safe HTML, without its heading.
    """

    name: str
    title: str
    text: str
    html: str

    @property
    def first(self) -> str:
        """Return its first sentence, without marks."""
        line = next((p for p in self.text.split("\n\n") if p[:1] not in "#|"), "")
        plain = re.sub(r"[*`]|\[([^]]*)\]\([^)]*\)", r"\1", " ".join(line.split()))
        return re.split(r"(?<=[.]) ", plain)[0].rstrip(":")


def name_section(title: str) -> str:
    """Name a section as its address does.

    >>> name_section("Hari ini"), name_section("  Kirim & Kembali ")
    ('hari-ini', 'kirim-kembali')
    """
    return "-".join(re.findall(r"\w+", title.casefold()))


@cache
def read_sections() -> dict[str, Section]:
    """Read the help: the sections of the desk in their order, then the glossary."""
    found = {each.name: each for each in _cut(_read(DESK))}
    text = _read(GLOSSARY)
    title, _, rest = text.removeprefix("# ").partition("\n")
    words = Section(name=WORDS, title=title, text=rest, html=render(rest))
    return {**found, WORDS: words}


def _read(document: str) -> str:
    return (shipped("docs") / document).read_text(encoding="utf-8")


def _cut(text: str) -> Iterator[Section]:
    """Cut a document at its headings of the second level."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        yield Section(
            name=name_section(title),
            title=title.strip(),
            text=rest.strip(),
            html=render(rest),
        )


def render(text: str) -> str:
    """Render a text as safe HTML: no tags of its own, no link that leads outside.

    >>> render("<script>x</script> [a](javascript:x) [b](https://b.example)").strip()
    '<p>&lt;script&gt;x&lt;/script&gt; [a](javascript:x) b</p>'
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_keep_own(token.children))
    return str(reader.renderer.render(tokens, reader.options, {}))


def _keep_own(tokens: list[Token]) -> Iterator[Token]:
    """Drop pictures, and of each link that leads out of the help all but its words."""
    dropped: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            to = _lead(str(token.attrGet("href") or ""))
            dropped.append(not to)
            token.attrSet("href", to)
        if token.type in {"link_open", "link_close"}:
            is_out = dropped[-1] if token.type == "link_open" else dropped.pop()
            if not is_out:
                yield token
        elif token.type != "image":
            yield token


def _lead(href: str) -> str:
    """Say where a link of a document leads within the help; nothing for elsewhere.

    >>> _lead("meja.md#hari-ini"), _lead("#kirim"), _lead("kata.md"), _lead("x.md")
    ('/bantuan/hari-ini', '/bantuan/kirim', '/bantuan/kata', '')
    """
    document, _, name = href.partition("#")
    if document == GLOSSARY:
        return f"/bantuan/{WORDS}"
    return f"/bantuan/{name}" if document in {"", DESK} and name else ""


def find_help(path: str) -> str:
    """Return the address of the help for a page.

    >>> find_help("/"), find_help("/kirim/surel"), find_help("/tiada"), find_help("")
    ('/bantuan/hari-ini', '/bantuan/kirim', '/bantuan', '/bantuan/hari-ini')
    """
    name = path.removeprefix("/").partition("/")[0] or FRONT
    return f"/bantuan/{name}" if name in read_sections() else "/bantuan"
