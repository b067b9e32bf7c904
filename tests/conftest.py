"""What all tests share: a store, an office, a clock that only moves when told."""

from __future__ import annotations

import gc
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from formulir.model import Draft
from formulir.records.store import memory_store, open_store
from tests.skips import pytest_sessionfinish, pytest_terminal_summary
from tests.users import common_place

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary"]  # hooks of the run

ROOT = Path(__file__).parents[1]
# How long an example takes says more of what else the machine does than of the code.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


def pytest_collection() -> None:
    """Let nothing be looked for to free while tests are gathered: all of it stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for what to free from here on, but not among what was gathered."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a process of tests may be large
    gc.enable()


class Jam:
    """A clock in a test's hand."""

    def __init__(self) -> None:
        self.moment = datetime(2016, 3, 14, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def jam():
    return Jam()


@pytest.fixture
def db():
    store = memory_store()
    yield store
    store.conn.close()


@pytest.fixture
def db_path(tmp_path):
    path = tmp_path / "catatan.db"
    open_store(path, new=True).conn.close()
    return path


@pytest.fixture
def place():
    """A folder that several users of the machine can enter."""
    with common_place() as folder:
        yield folder


@pytest.fixture
def meja(office, tmp_path):
    """A desk in a copy of the ``office`` that the module of the test has made."""
    from tests.terima import Meja  # noqa: PLC0415 - brings the whole program

    shutil.copytree(office, tmp_path / "kantor")
    return Meja(folder=tmp_path / "kantor")


def make_baris(kunci: str, **changes: object) -> Draft:
    """Make a letter of an invented kind."""
    facts = {
        "formulir": "X.1",
        "tahun": 2016,
        "kunci": kunci,
        "tanggal": date(2016, 3, 14),
        "tahap": "T02",
        "golongan": "kementerian",
        "wilayah": {"penerbit": "33.19", "subjek": "33.19", "tujuan": "33"},
        "instansi": "LPMP",
        "hal": "Contoh",
        "tujuan": "Kepala Dinas",
        "penanda_tangan": "Kepala LPMP",
        "seri": "LPMP",
        "nomor_luar": None,
        "konteks": {},
    }
    return Draft(**(facts | changes))
