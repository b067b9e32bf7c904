"""Says in Indonesian what is wrong with a template: each reason has a twin.

The command line speaks English, and what goes into files for people is Indonesian. The
twins stand in ``sentences.txt``; a test holds that no reason is without one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from formulir.ground.package import W

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from formulir.model import Fault

_PARTS: Final = {
    "hdr": "kepala halaman (header)",
    "ftr": "kaki halaman (footer)",
    "footnotes": "catatan kaki",
    "endnotes": "catatan akhir",
    "document": "isi surat",
}
_FACT: Final = re.compile(r"\{(\w+)\}")
_TOKENS: Final = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "end of template": "akhir berkas",
    "name": "sebuah nama",
    "string": "sebuah teks",
    "integer": "sebuah angka",
}
"""What Jinja calls some marks, and how they are typed."""
_NESTED: Final = frozenset({"hint", "reason", "cure", "what", "where", "whole"})


def say(fault: Fault) -> str:
    """Say a fault in Indonesian."""
    said = translate(fault.reason)
    head = "Peringatan" if fault.warning else "Salah"
    return f"{head}: {said[:1].upper()}{said[1:]}"


def name_part(part: str, root: etree._Element | None) -> str:
    """Name a part of the file as people do: by what it holds, not by its name.

    >>> name_part("word/charts/chart1.xml", None)
    'bagian word/charts/chart1.xml'
    """
    if part.startswith("docProps/"):
        return "properti dokumen"
    kind = "" if root is None else str(root.tag).removeprefix(W)
    return _PARTS.get(kind, f"bagian {part}")


def translate(reason: str) -> str:
    """Return a reason in Indonesian; one without a twin stays as it is.

    >>> translate("m has no 'nmaa'; did you mean nama?")
    '“m” tidak mempunyai “nmaa”. Maksudnya “nama”?'
    """
    for rule, twin in _read_rules():
        match = rule.fullmatch(reason)
        if match is not None:
            facts = {
                name: _nest(fact.strip()) if name in _NESTED else _spell(fact)
                for name, fact in match.groupdict().items()
            }
            return " ".join(_fill(twin, facts).split())
    return reason


def _nest(fact: str) -> str:
    """Say a fact that may have a twin of its own."""
    said = translate(fact)
    return _spell(fact) if said == fact else said


def _fill(sentence: str, facts: Mapping[str, str]) -> str:
    """Fill facts into a sentence; not by str.format, for it holds braces of its own."""
    return _FACT.sub(lambda fact: facts.get(fact[1], fact[0]), sentence)


def _spell(fact: str) -> str:
    """Spell a fact as people do: no quotes of Python, no tokens of Jinja.

    >>> _spell("'endfor' or 'else'"), _spell("'end of statement block'")
    ('endfor atau else', '%}')
    """
    bare = re.sub(r"(?<!\w)(['\"])(.+?)\1(?!\w)", r"\2", fact)
    return _TOKENS.get(bare, bare).replace(" or ", " atau ")


def read_twins() -> list[tuple[str, str]]:
    """Read each English sentence with its twin, in the order of the file."""
    text = resources.files(__package__).joinpath("sentences.txt").read_text("utf-8")
    blocks = (
        " ".join(line.strip() for line in block.splitlines() if line[0] != "#")
        for block in re.split(r"\n\n+", text.strip())
    )
    pairs = (block.split(" = ", 1) for block in blocks if block)
    return [(english, twin) for english, twin in pairs]


@cache
def _read_rules() -> list[tuple[re.Pattern[str], str]]:
    return [(_read_rule(english), twin) for english, twin in read_twins()]


def _read_rule(english: str) -> re.Pattern[str]:
    """Make a rule of a sentence; a fact that comes twice is the same both times."""
    seen: set[str] = set()
    pieces: list[str] = []
    for index, piece in enumerate(_FACT.split(english)):
        if index % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in seen:
            pieces.append(f"(?P={piece})")
        else:
            many = ".*" if piece in _NESTED else ".+?"
            pieces.append(f"(?P<{piece}>{many})")
            seen.add(piece)
    return re.compile("".join(pieces), re.DOTALL)
