"""The stores that a desk holds open: records to read, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.office.kantor import BERKAS_MEJA
from formulir.records.store import Store, open_store
from formulir.web.door.held import Held
from formulir.web.door.store import open_path

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


class Stores:
    """Connections to the stores of an office, from one request to the next.

    Attributes:
        catatan: Those to the records, for reading.
        meja: Those to the desk's own store.
    """

    def __init__(self) -> None:
        """Hold none yet."""
        self.catatan: Held[Store] = Held(_read)
        self.meja: Held[Store] = Held(open_path)

    def open_meja(self, folder: Path) -> AbstractContextManager[Store]:
        """Lend the desk's store of an office."""
        return self.meja.lend(folder / BERKAS_MEJA)


def _read(path: Path) -> Store:
    return open_store(path, read_only=True)
