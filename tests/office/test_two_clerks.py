"""What one clerk writes while another one looks is not taken for an older copy."""

from __future__ import annotations

import pytest

from formulir.office import filing
from formulir.office.filing import reconcile
from formulir.office.founding import act_of, found_kantor
from formulir.office.kantor import open_kantor
from formulir.reviewing.audit import verify_kantor


def act(kantor, baru):
    """Do an act whole, as one command does."""
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        with db.writing():
            act_of(kantor)(db, "impor", {"tabel": "sekolah", "baru": baru})
        filing.file_acts(kantor, db)


@pytest.mark.parametrize("lags", [False, True])
def test_an_act_while_the_ledger_follows_the_log_is_no_older_archive(
    tmp_path, monkeypatch, lags
):
    found_kantor(tmp_path / "kantor")
    kantor = open_kantor(tmp_path / "kantor")
    act(kantor, 1)
    if lags:  # it was killed behind the checkpoint
        with monkeypatch.context() as killed:
            killed.setattr(filing, "follow_log", lambda *_: None)
            act(kantor, 2)
    read_news, others = filing.read_news, [lambda: act(kantor, 3)]

    def read_and_wait(*words, **more):
        found = read_news(*words, **more)
        if others:
            others.pop()()
        return found

    monkeypatch.setattr(filing, "read_news", read_and_wait)
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
    proof = verify_kantor(kantor, progress=lambda _done, _total: None)
    assert (proof.findings, proof.notices) == ([], [])
