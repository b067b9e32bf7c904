"""Pictures that were only looked at: a warm press, folders that go by themselves."""

from __future__ import annotations

import pytest

from formulir.press.printing.worker import hold_worker
from formulir.web.jobs.pictures import choose_folder, make_word, sweep
from formulir.web.jobs.press import IDLE_S, HeldPress
from tests.kantor import let_age


def test_the_press_stays_warm_and_ends_when_it_was_idle(desk):
    press = HeldPress()
    first = press.hold(desk.kantor)
    assert press.hold(desk.kantor) is first
    machine = first.machine.result()
    child = hold_worker(machine).child
    assert child.poll() is None
    press.cool()
    assert press.press is first
    press.used -= IDLE_S + 1
    press.cool()
    assert press.press is None
    assert child.poll() is not None
    assert press.hold(desk.kantor) is not first
    press.end()
    assert press.press is None
    press.end()


def test_a_press_without_a_machine_is_tried_anew(desk, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    toml = desk.folder / "kantor.toml"
    text = toml.read_text(encoding="utf-8")
    lost = text.replace('libreoffice = "', 'libreoffice = "/nowhere')
    assert lost != text
    toml.write_text(lost, encoding="utf-8")
    with HeldPress().stack as stack:
        press = HeldPress(stack=stack)
        failed = press.hold(desk.kantor)
        assert failed.machine.exception() is not None
        toml.write_text(text, encoding="utf-8")
        assert press.hold(desk.kantor).machine.exception() is None


def test_only_folders_that_nobody_looks_at_any_more_are_swept(desk):
    workdir = desk.kantor.workdir
    old, new = (choose_folder(workdir, make_word()) for _ in range(2))
    other = workdir / "meja" / "unggahan"
    for folder in (old, new, other):
        folder.mkdir(parents=True)
    for folder in (old, other):
        let_age(folder, days=2)
    sweep(workdir)
    assert [folder.exists() for folder in (old, new, other)] == [False, True, True]


@pytest.mark.parametrize("word", ["../../etc", "", "A" * 16, "0" * 17])
def test_a_folder_has_a_word_of_ours(word, tmp_path):
    with pytest.raises(AssertionError):
        choose_folder(tmp_path, word)
