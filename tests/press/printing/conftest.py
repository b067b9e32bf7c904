"""What the tests of printing share: a worker that only pretends to print."""

from __future__ import annotations

import pytest

from tests.press.standin import make_worker


@pytest.fixture
def palsu(tmp_path):
    worker = make_worker(tmp_path)
    yield worker
    worker.stop()
