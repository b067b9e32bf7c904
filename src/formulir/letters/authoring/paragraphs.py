"""Paragraphs of a part: reads their letters, and cuts runs so that words stand alone.

Word splits a sentence into runs as it was typed, so words have no element of their own.
Each letter is therefore read with the place it has in the file.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.ground.package import STRAIGHT, TAG, W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

TEXT_BOX: Final = f"{W}txbxContent"
_SHOWN: Final = (f"{W}t",)
_HIDDEN: Final = (*_SHOWN, f"{W}delText", f"{W}instrText")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One character of a paragraph.

    Args:
        char: The character.
        node: The element that holds it.
        offset: Which character of that element it is.
    """

    char: str
    node: etree._Element
    offset: int


def list_paragraphs(root: etree._Element) -> list[etree._Element]:
    """Return every paragraph of a part, in the order in which spots count them."""
    return list(root.iter(f"{W}p"))


def read_letters(paragraph: etree._Element, *, hidden: bool = False) -> list[Letter]:
    """Read the letters of a paragraph; those of a text box in it are not its own.

    Args:
        paragraph: The paragraph.
        hidden: Read deleted text and the codes of fields too.
    """
    return [
        Letter(char=char, node=node, offset=offset)
        for node in paragraph.iter(*(_HIDDEN if hidden else _SHOWN))
        if next(node.iterancestors(f"{W}p"), None) is paragraph
        for offset, char in enumerate(node.text or "")
    ]


def read_words(paragraph: etree._Element) -> str:
    """Return the text of a paragraph."""
    return "".join(letter.char for letter in read_letters(paragraph))


def find_words(letters: Sequence[Letter], words: str) -> Sequence[Letter]:
    """Find words among letters, however they are spaced; nothing when not there.

    Words inside a tag come before those outside, and whole words before parts of one:
    a name that is wrong in a tag may stand in the sentence too.
    """
    wanted = _squeeze(words.removesuffix("…"))
    kept = [at for at, letter in enumerate(letters) if not letter.char.isspace()]
    text = "".join(letters[at].char for at in kept).translate(STRAIGHT)
    found = [match.start() for match in re.finditer(re.escape(wanted), text)]
    if not wanted or not found:
        return ()
    tags = [match.span() for match in TAG.finditer(text)]

    def rank(start: int) -> tuple[bool, bool]:
        end = start + len(wanted)
        inside = any(since <= start and end <= until for since, until in tags)
        around = (text[start - 1 : start], text[end : end + 1])
        whole = not any(char.isalnum() or char in "_." for char in "".join(around))
        return (not inside, not whole)

    first = min(found, key=rank)
    return letters[kept[first] : kept[first + len(wanted) - 1] + 1]


def _squeeze(words: str) -> str:
    """Leave out the blanks, and straighten the quotes that Word has bent."""
    return re.sub(r"\s", "", words).translate(STRAIGHT)


def cut_out(letters: Sequence[Letter]) -> tuple[etree._Element, etree._Element]:
    """Cut runs so that these letters fill whole runs; return the first and the last."""
    first, last = letters[0], letters[-1]
    end, _rest = _cut(last.node, last.offset + 1)
    run, start = _cut(first.node, first.offset)
    # Where both lie in one run, the first cut has left the end behind.
    return start, start if end is run else end


def _cut(node: etree._Element, offset: int) -> tuple[etree._Element, etree._Element]:
    """Cut the run of a text element before a character; return both halves."""
    run = next(node.iterancestors(f"{W}r"))
    text, children = node.text or "", list(run)
    at = children.index(node)
    starts = offset == 0 and all(child.tag == f"{W}rPr" for child in children[:at])
    if starts or (offset == len(text) and children[-1] is node):
        return run, run
    rest = copy.copy(run)
    rest[:] = [copy.deepcopy(look) for look in run.iterchildren(f"{W}rPr")]
    following = children[at + 1 :]
    if offset == 0:
        following.insert(0, node)
    elif offset < len(text):
        other = copy.copy(node)
        other.text, node.text = text[offset:], text[:offset]
        for half in (node, other):
            half.set(_SPACE, "preserve")
        rest.append(other)
    rest.extend(following)
    run.addnext(rest)
    return run, rest
