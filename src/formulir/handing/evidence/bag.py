"""Writing a BagIt bag: files below ``data/``, and manifests that name each of them.

The bag is written in a folder of its own beside its place, and gets its name when it is
whole and on the disk: a crash leaves that folder, under a name that nobody has.

Source: RFC 8493; ``docs/archive-format.md`` §16.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.ground.disk import guard_disk, sync_path, write_file
from formulir.ground.flush import flushing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagTakenError(RecordError):
    """Something lies where a bag is to go."""

    folder: Path
    says = "{folder} is there already; name a folder that is not"


@dataclass(kw_only=True, slots=True)
class Bag:
    """A bag that is being written.

    Args:
        root: Where.
        digests: The digest of each file below ``data/``, by its path from the root.
        size_bytes: How many bytes these have.
    """

    root: Path
    digests: dict[str, str] = field(default_factory=dict)
    size_bytes: int = 0

    def add(self, name: str, data: bytes) -> None:
        """Add a file, by its path below ``data/``."""
        place = f"data/{name}"
        assert place not in self.digests  # noqa: S101 - names are made unique
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
        self.digests[place] = sha256(data).hexdigest()
        self.size_bytes += len(data)

    def close(self, info: Mapping[str, str]) -> str:
        """Write what describes the bag.

        Returns:
            The digest of the last manifest, which names all else.
        """
        facts = {**info, "Payload-Oxum": f"{self.size_bytes}.{len(self.digests)}"}
        lines = (f"{name}: {_one_line(value)}\n" for name, value in facts.items())
        tags = {
            "bagit.txt": BAGIT,
            "bag-info.txt": "".join(lines).encode(),
            "manifest-sha256.txt": _list_digests(self.digests),
        }
        for name, data in tags.items():
            write_file(self.root / name, data)
        digests = {name: sha256(data).hexdigest() for name, data in tags.items()}
        last = _list_digests(digests)
        write_file(self.root / "tagmanifest-sha256.txt", last)
        return sha256(last).hexdigest()


@contextmanager
def writing_bag(folder: Path) -> Iterator[Bag]:
    """Give a bag to fill that gets its name when all of it is on the disk.

    Raises:
        BagTakenError: Something lies there.
        DiskFailedError: The disk refuses.
    """
    with guard_disk(folder):
        place = folder.absolute()
        if place.is_symlink() or (place.exists() and not _is_empty(place)):
            raise BagTakenError(folder)
        temporary = Path(mkdtemp(prefix=".formulir-", dir=place.parent))
        try:
            temporary.chmod(0o755)
            yield Bag(root=temporary)
            _sync(temporary)
            if place.exists():
                place.rmdir()  # it is empty
            temporary.rename(place)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)  # nobody else has this name
            raise
        sync_path(place.parent)


def _sync(root: Path) -> None:
    """Wait until all that lies in a folder is on the disk."""
    paths = sorted(root.rglob("*"))
    folders = [root, *(path for path in paths if path.is_dir())]
    files = [path for path in paths if path.is_file()]
    with flushing(folders, count=len(files)) as flush:
        flush([*files, *folders])


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _list_digests(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def _one_line(value: str) -> str:
    return " ".join(value.split())
