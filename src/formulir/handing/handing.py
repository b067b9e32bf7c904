"""Letters that leave the archive as files: each time an act says which, how and who."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest
from typing import TYPE_CHECKING

from formulir.ground.disk import publishing
from formulir.handing.addressees import name_owner
from formulir.handing.letters import find_letters_of, read_pdf
from formulir.handing.naming import name_letters
from formulir.handing.package import check_folder, write_folder, write_zip
from formulir.office.filing import open_ledger
from formulir.records.post.handed import note_handed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from formulir.handing.letters import Letter, Wanted
    from formulir.model import Fault, Pdf
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """What was handed out.

    Args:
        names: The names of the files of the letters.
        written: How many were written; the others were there already.
        remarks: What is left out, and what to look at.
    """

    names: list[str]
    written: int
    remarks: list[Fault]


def hand_folder(kantor: Kantor, wanted: Wanted, folder: Path) -> Handed:
    """Write the letters that are asked for into a folder, under readable names.

    The act is recorded before the first file is written; a crash behind it leaves some
    of the files, each one whole, and the same command writes the rest.

    Raises:
        SerahNoneError: There is none.
        FolderTakenError: Files of others lie under their names; nothing is written.
    """
    with open_ledger(kantor) as db:
        found = find_letters_of(kantor, db, wanted)
        names = name_all(db, found.letters)
        missing = check_folder(folder, names, found.letters)
        chosen = [found.letters[place] for place in missing]
        for letter in chosen:
            read_pdf(kantor, letter)  # all of them are sound before one is written
        if chosen:
            note_letters(kantor, db, "folder", chosen, berkas=[{"nama": folder.name}])
    files = [
        (names[place], partial(read_pdf, kantor, found.letters[place]))
        for place in missing
    ]
    write_folder(folder, files)
    return Handed(names=names, written=len(files), remarks=found.remarks)


def hand_zip(
    kantor: Kantor,
    wanted: Wanted,
    path: Path,
    *,
    tell: Callable[[int, int], None] | None = None,
) -> Handed:
    """Write the letters that are asked for into one ZIP.

    Args:
        kantor: The office.
        wanted: The letters.
        path: The file.
        tell: Is told how many letters are read, of how many; where it raises, nothing
            is handed out.

    Raises:
        SerahNoneError: There is none.
        DiskFailedError: The disk refuses; what was there is there.
    """
    with open_ledger(kantor) as db:
        found = find_letters_of(kantor, db, wanted)
        names = name_all(db, found.letters)

        def write(out: BinaryIO) -> None:
            read = count_reading(kantor, len(found.letters), tell)
            write_zip(out, names, found.letters, read)

        output = Output(path=path, write=write)
        hand_files(kantor, db, [output], cara="zip", letters=found.letters)
    return Handed(names=names, written=len(names), remarks=found.remarks)


def count_reading(
    kantor: Kantor, total: int, tell: Callable[[int, int], None] | None
) -> Callable[[Letter], Pdf]:
    """Give what reads the file of a letter, and tells how many were read before it."""
    done = 0

    def read(letter: Letter) -> Pdf:
        nonlocal done
        if tell is not None:
            tell(done, total)
        done += 1
        return read_pdf(kantor, letter)

    return read


def hand_over(
    kantor: Kantor, wanted: Wanted, daftar_kode: Collection[str], *, keterangan: str
) -> int:
    """Record that letters were handed to whom they are for, by hand.

    One act names all of them; a crash leaves it whole, or nothing.

    Args:
        kantor: The office.
        wanted: The letters among which they are.
        daftar_kode: Their codes; what is not among those letters is passed over.
        keterangan: What whoever did it says of it; empty for nothing.

    Returns:
        How many there were.

    Raises:
        SerahNoneError: There is no such letter.
    """
    with open_ledger(kantor) as db:
        found = find_letters_of(kantor, db, wanted)
        letters = [each for each in found.letters if each.kode in daftar_kode]
        if letters:
            said = {"keterangan": keterangan} if keterangan else {}
            note_letters(kantor, db, "langsung", letters, berkas=[], **said)
    return len(letters)


def name_all(db: Store, letters: Sequence[Letter]) -> list[str]:
    """Name the files of letters, by whose they are."""
    return name_letters(
        [
            (letter.formulir, name_owner(db, letter), letter.kunci, letter.kode)
            for letter in letters
        ]
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """A file that is to leave the office.

    Args:
        path: Where it goes, in the place of one that is there.
        write: Writes it.
    """

    path: Path
    write: Callable[[BinaryIO], object]


def hand_files(
    kantor: Kantor,
    db: Store,
    outputs: Sequence[Output],
    *,
    cara: str,
    letters: Sequence[Letter],
) -> None:
    """Write files of letters, record that they are handed out, and give them names.

    A crash before the act leaves nothing but files under names that nobody has; one
    behind it an act of files of which some may be missing: the command is run again.

    Args:
        kantor: The office.
        db: Its record store, outside a transaction.
        outputs: The files.
        cara: How the letters are handed out.
        letters: They.

    Raises:
        DiskFailedError: The disk refuses; what was there is there.
    """
    with ExitStack() as stack:
        berkas = []
        for output in outputs:
            out = stack.enter_context(publishing(output.path))
            output.write(out)
            out.seek(0)
            sidik = file_digest(out, "sha256").hexdigest()
            berkas.append({"nama": output.path.name, "sidik": sidik})
        note_letters(kantor, db, cara, letters, berkas=berkas)


def note_letters(
    kantor: Kantor, db: Store, cara: str, letters: Sequence[Letter], **more: object
) -> None:
    """Record that letters are handed out in some way."""
    kinds = sorted({letter.formulir for letter in letters})
    years = sorted({int(letter.isi["tahun"]) for letter in letters})
    note_handed(
        db,
        kantor.actor(),
        cara=cara,
        daftar_kode=[letter.kode for letter in letters],
        more={"formulir": kinds, "tahun": years, **more},
    )
