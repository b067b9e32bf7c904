"""Acts of several clerks reach the log, each once and in order."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from formulir.archive.find import iter_entries
from formulir.office.filing import file_acts, reconcile
from formulir.office.founding import act_of, found_kantor
from formulir.office.kantor import Kantor, open_kantor
from formulir.reviewing.audit import verify_kantor


@dataclass(frozen=True, kw_only=True)
class Interrupted(Kantor):
    """An office in which another clerk acts, just while one appends."""

    meanwhile: list[Any]

    def actor(self, **more):
        if self.meanwhile:
            self.meanwhile.pop()()
        return super().actor(**more)


def test_an_act_that_is_done_while_another_is_appended_is_appended_too(tmp_path):
    found_kantor(tmp_path / "kantor")
    kantor = open_kantor(tmp_path / "kantor")
    act = act_of(kantor)
    with kantor.open_catatan() as db, kantor.open_catatan() as other:
        with db.writing():
            act(db, "impor", {"tabel": "sekolah", "baru": 1})

        def meanwhile():
            with other.writing():
                act(other, "impor", {"tabel": "sekolah", "baru": 2})

        facts = {each.name: getattr(kantor, each.name) for each in fields(kantor)}
        file_acts(Interrupted(**facts, meanwhile=[meanwhile]), db)
        reconcile(kantor, db)
    isi = [entri.isi for entri in iter_entries(kantor.archive)]
    assert [each.get("baru") for each in isi] == [None, 1, 2]
    assert [each["buku"] for each in isi] == [2, 2, 3]
    proof = verify_kantor(kantor)
    assert (proof.findings, proof.notices) == ([], [])
