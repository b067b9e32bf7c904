"""Looking things up: by code, by search, one after the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from formulir.archive.acts import choose_status, read_line
from formulir.archive.asking.near import list_near
from formulir.archive.asking.terms import read_terms
from formulir.archive.folder import (
    LOG,
    LogTamperedError,
    Standing,
    iter_lines,
    load_checkpoint,
)
from formulir.archive.index.current import stand, with_index
from formulir.archive.index.queries import (
    find_acts,
    find_letters,
    find_place,
    list_beginning,
)
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.words import write_match
from formulir.language import phrase, take_reason
from formulir.model import Entri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulir.archive.folder import Archive
    from formulir.archive.index.catch_up import Current
    from formulir.archive.words import Search


def find_kode(archive: Archive, daftar_kode: Iterable[str]) -> dict[str, Entri]:
    """Find letters by their archive codes.

    Returns:
        By code, the first act on the letter as the log holds it, with ``status``, the
        last act on it, added. A code that the archive does not know is left out; what
        is not left out is covered by the checkpoint.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """
    found = {}
    for kode, acts in find_tindakan(archive, daftar_kode).items():
        if acts:
            status = choose_status([str(act.isi["tindakan"]) for act in acts])
            isi = {**acts[0].isi, "status": status}
            found[kode] = Entri(entri=acts[0].entri, isi=isi)
    return found


def find_entri(archive: Archive, entri: int) -> Entri | None:
    """Find one entry by its number, through the index.

    Returns:
        The act as the log holds it, or nothing when there is no such entry.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """

    def look_up(current: Current) -> Entri | None:
        place = find_place(current.conn, entri)
        return place and Entri(entri=entri, isi=current.load_line(place))

    return with_index(archive, look_up)


def find_tindakan(
    archive: Archive, daftar_kode: Iterable[str]
) -> dict[str, list[Entri]]:
    """Find all acts on letters by their archive codes.

    Returns:
        By code, the acts as the log holds them, the oldest one first.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """
    codes = list(daftar_kode)

    def look_up(current: Current) -> dict[str, list[Entri]]:
        return {
            kode: [
                Entri(entri=place.entri, isi=current.load_line(place))
                for place in find_acts(current.conn, kode)
            ]
            for kode in codes
        }

    return with_index(archive, look_up)


def find_entries(archive: Archive, search: Search) -> list[Entri]:
    """Find letters, the newest first.

    Returns:
        For each letter the first act on it as the log holds it, with ``status``, the
        last act on it, added.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """

    def look_up(current: Current) -> list[Entri]:
        return _search(current, search)

    return with_index(archive, look_up)


def count_entries(archive: Archive, search: Search) -> int:
    """Count the letters that a search finds, up to its limit; no line is read.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """
    return with_index(archive, lambda current: len(_find_numbers(current, search)))


def find_nearest(archive: Archive, search: Search) -> list[tuple[str, list[Entri]]]:
    """Find what may have been meant by words that no letter has.

    Returns:
        For each way to put words that the archive has, one letter away, in the place of
        those that it has not: the words, and the letters found by them; only those ways
        by which some are found, and nothing where each word is known.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """
    terms = read_terms(search.teks) or []

    def look_up(current: Current) -> list[tuple[str, list[Entri]]]:
        def has(word: str) -> bool:
            return list_beginning(current.conn, word, 1) == [word]

        ways = list_near(terms, has=has)
        found = [(way, _search(current, replace(search, teks=way))) for way in ways]
        return [(" ".join(way), letters) for way, letters in found if letters]

    return with_index(archive, look_up)


def _search(current: Current, search: Search) -> list[Entri]:
    """Find letters through an index that is in step, the newest first."""
    found = []
    for entri in _find_numbers(current, search)[search.skip :]:
        isi, status = current.load_first(entri)
        found.append(Entri(entri=entri, isi={**isi, "status": status}))
    return found


def _find_numbers(current: Current, search: Search) -> list[int]:
    """Find letters by the numbers of the first acts on them, the newest first."""
    match = write_match(search, partial(list_beginning, current.conn))
    if match is None:
        return []
    return find_letters(current.conn, match, limit=search.limit, entries=search.entries)


def read_news(archive: Archive, *, since: int) -> tuple[Standing, list[Entri]]:
    """Read what an archive holds, and its lines from a number on.

    Returns:
        What it holds, and the lines, all of one moment. Of its roots only that over
        the lines before the number is known, and the last.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """

    def look_up(current: Current) -> tuple[Standing, list[Entri]]:
        lines = enumerate(current.load_lines(since), since)
        now = stand(current)
        # The index is closed when the caller asks, so the one root is read here.
        root = now.root_at(since) if since <= now.size else b""
        standing = replace(now, root_at={since: root, now.size: now.root}.__getitem__)
        return standing, [Entri(entri=entri, isi=isi) for entri, isi in lines]

    return with_index(archive, look_up)


def iter_entries(archive: Archive) -> Iterator[Entri]:
    """Give every entry that the checkpoint covers, in order.

    Raises:
        LogTamperedError: A line is missing or misspelled, or, known only after the last
            one, the lines do not give the checkpoint's root.
        ArsipError: The checkpoint does not verify.
    """
    checkpoint, path = load_checkpoint(archive), archive.root / LOG
    frontier = Frontier()
    lines = iter_lines(path, first=0, last=checkpoint.size, at=0)
    for entri, line in enumerate(lines):
        frontier.add(hash_leaf(line))
        try:
            isi = read_line(line, entri=entri)
        except ValueError as error:
            raise LogTamperedError(
                path, reason=take_reason(error), entri=entri
            ) from error
        yield Entri(entri=entri, isi=isi)
    if frontier.root() != checkpoint.root:
        reason = phrase("its lines do not give the root of the checkpoint")
        raise LogTamperedError(path, reason=reason)
