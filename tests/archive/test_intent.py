"""The intent of an append, and what recovery makes of it."""

from __future__ import annotations

import pytest

from formulir.archive.intent import (
    TundaMalformedError,
    parse_intent,
    read_intent,
    settle_intent,
    write_intent,
)
from formulir.archive.objects import (
    ObjectName,
    StoredObject,
    object_path,
    write_objects,
)

A, B = ObjectName("aa" * 32, "pdf"), ObjectName("bb" * 32, "json")


def test_an_intent_is_read_back(tmp_path):
    write_intent(tmp_path, size=7, objects=[B, A])
    assert (tmp_path / "tunda").read_text() == f"7\n{A}\n{B}\n"
    tunda = read_intent(tmp_path)
    assert tunda is not None
    assert (tunda.size, tunda.objects) == (7, {A, B})


def test_no_intent_is_no_fault(tmp_path):
    assert read_intent(tmp_path) is None
    settle_intent(tmp_path, size=0)


@pytest.mark.parametrize(
    "data",
    [b"", b"7", b"7\n" + b"\n", b"07\n", f"7\n{B}\n{A}\n", f"7\n{A}\n{A}\n", f"7\n{A}"],
)
def test_an_intent_in_another_spelling_is_refused(tmp_path, data):
    data = data if isinstance(data, bytes) else data.encode()
    with pytest.raises(ValueError) as caught:
        parse_intent(data)
    assert "unpack" not in str(caught.value)
    assert "codec" not in str(caught.value)
    (tmp_path / "tunda").write_bytes(data)
    with pytest.raises(TundaMalformedError, match="run formulir verify"):
        settle_intent(tmp_path, size=7)


def leave(root, *, size):
    """Leave what an append leaves that was interrupted after its objects."""
    objek = StoredObject(data=b"x", ekstensi="pdf")
    (root / "objects").mkdir()
    write_intent(root, size=size, objects=[objek.nama])
    write_objects(root, {objek.nama: objek.data}, after=lambda _step: None)
    return object_path(root, *objek.nama)


def test_objects_of_an_append_that_was_not_committed_are_deleted(tmp_path):
    path = leave(tmp_path, size=7)
    settle_intent(tmp_path, size=7)
    assert not path.exists()
    assert not (tmp_path / "tunda").exists()


def test_objects_of_an_append_that_was_committed_stay(tmp_path):
    path = leave(tmp_path, size=7)
    settle_intent(tmp_path, size=9)
    assert path.exists()
    assert not (tmp_path / "tunda").exists()


def test_an_intent_from_the_future_deletes_nothing(tmp_path):
    path = leave(tmp_path, size=8)
    with pytest.raises(TundaMalformedError, match="builds on 8"):
        settle_intent(tmp_path, size=7)
    assert path.exists()
