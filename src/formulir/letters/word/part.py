"""A part of a DOCX as a tree: how it is spelled, and how it is written again."""

from __future__ import annotations

from lxml import etree

from formulir.ground.package import W

_NAMESPACE = W.strip("{}")
_PLAIN = frozenset({"UTF-8", "UTF8", "US-ASCII", "ASCII"})


def has_doctype(root: etree._Element) -> bool:
    """Tell whether a part declares a type of documents, which may hold entities."""
    return bool(getattr(root.getroottree().docinfo, "doctype", ""))


def normalise(root: etree._Element) -> etree._Element:
    """Give the elements of Word the prefix ``w``, which tags are looked for under."""
    if all(node.prefix == "w" for node in root.iter(f"{W}*")):
        return root
    own = {p or "": uri for p, uri in root.nsmap.items() if p and uri != _NAMESPACE}
    new = etree.Element(root.tag, nsmap={**own, "w": _NAMESPACE})
    for name, value in root.attrib.items():
        new.set(name, value)
    new.extend(list(root))
    return new


def is_plain(root: etree._Element) -> bool:
    """Tell whether a part is written as Word writes it."""
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    renamed = root.prefix != "w" and root.tag.startswith(W)
    return encoding.upper() in _PLAIN and not renamed


def write_text(root: etree._Element) -> str:
    """Write a part as text."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return head + etree.tostring(root, encoding="unicode", with_tail=False)
