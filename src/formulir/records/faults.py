"""What can be wrong with a request to the ledger, each in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import MachineError, RecordError

if TYPE_CHECKING:
    from collections.abc import Sequence


class NomorUnknownError(RecordError):
    """No letter, or more than one, has the number or code that was asked for."""

    def __init__(self, word: str, *, daftar_kode: Sequence[str]) -> None:
        """Keep what was asked for and the codes of the letters that have it."""
        super().__init__(word, daftar_kode)
        self.word, self.daftar_kode = word, list(daftar_kode)

    def __str__(self) -> str:
        """Tell none from several."""
        if not self.daftar_kode:
            return f"no letter has the number or archive code {self.word!r}"
        return (
            f"{len(self.daftar_kode)} letters have the number {self.word!r}; "
            f"name one by its archive code: {', '.join(self.daftar_kode[:5])}"
        )


class SeriMissingError(RecordError):
    """A series has no spelling that is valid at the date of a letter."""

    def __init__(self, seri: str, *, tanggal: str) -> None:
        """Keep the series and the date."""
        super().__init__(seri, tanggal)
        self.seri, self.tanggal = seri, tanggal

    def __str__(self) -> str:
        """Say what to import."""
        return (
            f"series {self.seri} has no spelling valid on {self.tanggal}; "
            "import one with an earlier berlaku_dari into table seri"
        )


class SuratChangedError(RecordError):
    """A letter was reserved for another date than is asked for."""

    def __init__(self, surat: str, *, reserved: str, asked: str) -> None:
        """Keep the letter and both dates."""
        super().__init__(surat, reserved, asked)
        self.surat, self.reserved, self.asked = surat, reserved, asked

    def __str__(self) -> str:
        """Say both ways out."""
        return (
            f"{self.surat} is reserved for {self.reserved}, not {self.asked}; "
            f"issue it with --tanggal {self.reserved}, or void it first"
        )


class TanggalBackwardError(RecordError):
    """A letter would be dated before the last one of its series."""

    def __init__(self, tanggal: str, *, seri: str, last: str) -> None:
        """Keep the date, the series and its last date."""
        super().__init__(tanggal, seri, last)
        self.tanggal, self.seri, self.last = tanggal, seri, last

    def __str__(self) -> str:
        """Say how to insist."""
        return (
            f"a letter of {self.tanggal} would follow one of {self.last} in series "
            f"{self.seri}; pass --mundur to do so all the same, which is recorded"
        )


class WaktuBackwardError(MachineError):
    """The clock runs behind the last recorded act."""

    def __init__(self, moment: str, *, last: str) -> None:
        """Keep both moments."""
        super().__init__(moment, last)
        self.moment, self.last = moment, last

    def __str__(self) -> str:
        """Say how to insist."""
        return (
            f"the clock says {self.moment}, but an act of {self.last} is recorded; set "
            "the clock right, or pass --jam-mundur to go on, which is recorded"
        )
