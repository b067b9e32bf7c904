"""Carbone as a peer, and its spelling of the template."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.children import ask, start, stop
from bench.peers import HERE, TEMPLATE
from bench.tools import PeerMissingError, install_carbone

if TYPE_CHECKING:
    from collections.abc import Sequence


class Carbone:
    """Carbone, with two LibreOffices that run already."""

    name = "(c) Carbone, two LibreOffices"

    def __init__(self, contexts: Sequence[dict[str, Any]], folder: Path) -> None:
        node, modules = install_carbone()
        self.count, self.folder = len(contexts), folder / "pdf"
        self.folder.mkdir(parents=True)
        template, data = folder / "surat.docx", folder / "konteks.jsonl"
        translate_template(template)
        data.write_text("\n".join(map(json.dumps, contexts)), encoding="utf-8")
        script = HERE / "carbone_peer.js"
        path = f"/usr/bin:{find_office()}:{os.environ['PATH']}"  # noqa: TID251 - Carbone looks for LibreOffice's program and a Python with UNO there
        self.child = start(
            [node, script, modules, template, data, self.folder],
            env={**os.environ, "PATH": path},  # noqa: TID251 - as above
        )

    def once(self) -> float:
        for path in self.folder.glob("*.pdf"):
            path.unlink()
        begin = time.perf_counter()
        ask(self.child)
        taken_s = time.perf_counter() - begin
        found = len(list(self.folder.glob("*.pdf")))
        assert found == self.count, f"{found} PDFs of {self.count} letters"
        return taken_s

    def close(self) -> None:
        stop(self.child)


def translate_template(target: Path) -> None:
    """Spell the template's tags as Carbone has them; its layout stays."""
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = translate(data.decode()).encode()
            file.writestr(name, data)


def translate(xml: str) -> str:
    """Translate the tags of a document's body.

    Paragraphs that hold only a ``{%p %}`` go: Carbone would leave them empty.
    """
    xml = re.sub(r"<w:p>(?:(?!</w:p>).)*\{%p .*?</w:p>", "", xml)
    opened: list[str] = []

    def spell(found: re.Match[str]) -> str:
        word, name = found[1], found[2]
        if word == "if":
            opened.append(name)
            return f"{{d.{name}:ifNEM:showBegin}}"
        return f"{{d.{opened.pop()}:showEnd}}"

    xml = re.sub(r"\{% (if|endif) ?([\w.]*) ?%\}", spell, xml)
    return re.sub(r"\{\{ ([\w.]+) \}\}", r"{d.\1}", xml)


def find_office() -> Path:
    """Return the folder of LibreOffice's own program."""
    found = shutil.which("soffice")
    if found is None:
        raise PeerMissingError("LibreOffice is not on this machine")
    return Path(found).resolve().parent
