"""Ways in which a printed document of many letters may be lost, doubled or mixed up.

Each is done to a document whose pages were labelled with the truth beforehand: whose
they are, and the how-manieth. The split does not know the labels; they tell whether
what it gives is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf

from formulir.press.joining.identity import END, measure, widen
from formulir.press.joining.split import JoinedFacts
from formulir.press.pdf.places import read_places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.press.joining.split import PrintedLetter

SIZES = (2, 3, 1, 4, 3, 1, 2)
"""How many pages the letters of a made document have; the damage is done to the second,
the fourth and their neighbours."""
UPRIGHT, LYING = (11906, 842), (16838, 595)
"""How wide pages are in twips, and how high in points."""
_TRUTH = re.compile(rb"% surat (\d+) halaman (\d+)\n")
_HOME = ("lambang", "cap", "qr")
"""The marks that a letter may have beside the one where it begins."""


@dataclass(kw_only=True)
class Joined:
    """A printed document, and where its letters begin in truth.

    Args:
        pdf: The document, open.
        sizes: How many pages each letter has.
        places: Where each letter is stamped: its page, and the point on it.
        widths: How wide the paper of letters is, in twips.
    """

    pdf: pikepdf.Pdf
    sizes: Sequence[int]
    widths: frozenset[int] = frozenset({UPRIGHT[0], LYING[0]})
    places: list[dict[str, tuple[int, float, float]]] = field(default_factory=list)

    @property
    def facts(self) -> JoinedFacts:
        """Return what the document is held against."""
        return JoinedFacts(
            widths=self.widths,
            count=len(self.sizes),
            pages=sum(self.sizes) + sum(size % 2 for size in self.sizes[:-1]),
            anew=True,
        )

    def start(self, letter: int) -> int:
        """Return the place of a letter's first page."""
        return sum(self.sizes[:letter])

    def end(self, letter: int) -> int:
        """Return the place of a letter's last page."""
        return self.start(letter + 1) - 1

    def page(self, number: int) -> pikepdf.Object:
        """Return a page, to be pointed to or changed."""
        return self.pdf.pages[number].obj

    def aim(self, name: str, number: int) -> None:
        """Let a mark point to another page."""
        array = list(self.pdf.Root.Dests[f"/{name}"].as_list())
        array[0] = self.page(number)
        self.pdf.Root.Dests[f"/{name}"] = pikepdf.Array(array)

    def swap_marks(self, one: str, other: str) -> None:
        """Let two marks change their places."""
        marks = self.pdf.Root.Dests
        first, second = marks[f"/{one}"], marks[f"/{other}"]
        marks[f"/{one}"], marks[f"/{other}"] = second, first

    def lose_mark(self, name: str) -> None:
        """Take a mark away."""
        del self.pdf.Root.Dests[f"/{name}"]

    def order(self, numbers: Sequence[int]) -> None:
        """Put the pages in another order, of which some may lack."""
        sheets = list(self.pdf.pages)
        del self.pdf.pages[:]
        for number in numbers:
            self.pdf.pages.append(sheets[number])


def extra_width(letter: int) -> float:
    """Return how much wider the pages of a letter are than they print, in points."""
    return widen(letter) / 20


def make_joined(sizes: Sequence[int] = SIZES) -> Joined:
    """Make a document as LibreOffice writes it, with every mark and width in place.

    Every third letter has a last page that lies.
    """
    pdf = pikepdf.new()
    names = pikepdf.Dictionary()
    joined = Joined(pdf=pdf, sizes=sizes)
    for letter, size in enumerate(sizes):
        for number in range(size):
            lying = letter % 3 == 1 and number == size - 1
            width, height = LYING if lying else UPRIGHT
            size_pt = (measure(width + widen(letter)), height)
            pdf.add_blank_page(page_size=size_pt)
        ends = ((END, size - 1),) if letter < len(sizes) - 1 else ()
        for suffix, at in (("", 0), ("cap", size - 1), ("qr", size - 1), *ends):
            page = pdf.pages[joined.start(letter) + at].obj
            point = (50.0 + letter, 700.0 - len(suffix))
            names[f"/b{letter:05}{suffix}"] = pikepdf.Array(
                [page, pikepdf.Name.XYZ, *point, 0]
            )
    pdf.Root.Dests = names
    return label(joined)


def label(joined: Joined) -> Joined:
    """Write on each page whose it is, where nobody sees it; note the places."""
    for letter, size in enumerate(joined.sizes):
        for number in range(size):
            page = joined.pdf.pages[joined.start(letter) + number]
            truth = f"\n% surat {letter} halaman {number}\n".encode()
            page.contents_add(joined.pdf.make_stream(truth))
    marks = read_places(joined.pdf)
    for letter in range(len(joined.sizes)):
        own = {}
        for name in _HOME:
            if place := marks.get(f"b{letter:05}{name}"):
                page = place.page - joined.start(letter)
                own[name] = (page, place.x_pt, place.y_pt)
        joined.places.append(own)
    return joined


def find_sizes(pdf: pikepdf.Pdf, *, count: int) -> list[int]:
    """Find out how long the letters of an undamaged document are."""
    marks = read_places(pdf)
    starts = [marks[f"b{letter:05}"].page for letter in range(count)]
    return [stop - start for start, stop in pairwise([*starts, len(pdf.pages)])]


def is_right(letters: Sequence[PrintedLetter], joined: Joined) -> bool:
    """Tell whether letters are what they were before the damage was done.

    A place that is lost is told by whoever stamps; one that is wrong, by nobody.
    """
    if len(letters) != len(joined.sizes):
        return False
    for letter, printed in enumerate(letters):
        wanted = [(letter, number) for number in range(joined.sizes[letter])]
        if [_read_truth(page) for page in printed.pdf.pages] != wanted:
            return False
        for name, place in printed.places.items():
            found = (place.page, place.x_pt, place.y_pt)
            if found != joined.places[letter].get(name):
                return False
    return True


def _read_truth(page: pikepdf.Page) -> tuple[int, int] | None:
    contents = page.obj.get("/Contents")
    streams = [contents] if isinstance(contents, pikepdf.Stream) else contents or []
    found = _TRUTH.search(b"\n".join(stream.read_bytes() for stream in streams))
    return None if found is None else (int(found[1]), int(found[2]))


# --- Pages that are lost ---


def lose_a_first_page(joined: Joined) -> None:
    del joined.pdf.pages[joined.start(3)]


def lose_an_inner_page(joined: Joined) -> None:
    del joined.pdf.pages[joined.start(3) + 1]


def lose_a_last_page(joined: Joined) -> None:
    del joined.pdf.pages[joined.end(3)]


def lose_a_last_page_whose_marks_stand_before(joined: Joined) -> None:
    for name in _HOME:
        mark = f"b00003{name}"
        if f"/{mark}" in joined.pdf.Root.Dests:
            joined.aim(mark, joined.start(3))
            joined.places[3][name] = (0, *joined.places[3][name][1:])
    del joined.pdf.pages[joined.end(3)]


def lose_a_whole_letter(joined: Joined) -> None:
    del joined.pdf.pages[joined.start(2) : joined.end(2) + 1]


def lose_all_that_follows(joined: Joined) -> None:
    del joined.pdf.pages[joined.start(4) + 1 :]


# --- Pages that are doubled, or that nobody asked for ---


def _copy_page(joined: Joined, number: int, *, to: int) -> None:
    joined.pdf.pages.insert(to, joined.pdf.pages[number])


def double_a_first_page(joined: Joined) -> None:
    _copy_page(joined, joined.start(1), to=joined.start(1) + 1)


def double_an_inner_page(joined: Joined) -> None:
    _copy_page(joined, joined.start(3) + 1, to=joined.start(3) + 2)


def double_a_last_page_into_the_next(joined: Joined) -> None:
    _copy_page(joined, joined.end(1), to=joined.start(2) + 1)


def double_a_page_before_its_letter(joined: Joined) -> None:
    _copy_page(joined, joined.start(3), to=joined.start(3))


def blank_between(joined: Joined) -> None:
    page = pikepdf.Page(pikepdf.Dictionary(Type=pikepdf.Name.Page))
    page.MediaBox = pikepdf.Array([0, 0, 595, 842])
    joined.pdf.pages.insert(joined.start(3), page)


def blank_at_the_end(joined: Joined) -> None:
    joined.pdf.add_blank_page(page_size=(595, 842))


def blank_at_the_beginning(joined: Joined) -> None:
    blank_at_the_end(joined)
    last = len(joined.pdf.pages) - 1
    joined.order([last, *range(last)])


# --- Pages in another order ---


def swap_inner_pages(joined: Joined) -> None:
    numbers = list(range(len(joined.pdf.pages)))
    one = joined.start(3) + 1
    numbers[one], numbers[one + 1] = numbers[one + 1], numbers[one]
    joined.order(numbers)


def swap_pages_of_neighbours(joined: Joined) -> None:
    numbers = list(range(len(joined.pdf.pages)))
    one, other = joined.end(3), joined.end(4)
    numbers[one], numbers[other] = numbers[other], numbers[one]
    joined.order(numbers)


def swap_letters(joined: Joined) -> None:
    first, second = (
        list(range(joined.start(letter), joined.end(letter) + 1)) for letter in (3, 4)
    )
    before, after = range(first[0]), range(second[-1] + 1, len(joined.pdf.pages))
    joined.order([*before, *second, *first, *after])


def move_a_page_to_the_end(joined: Joined) -> None:
    numbers = list(range(len(joined.pdf.pages)))
    numbers.append(numbers.pop(joined.end(1)))
    joined.order(numbers)


def turn_the_order_round(joined: Joined) -> None:
    joined.order(range(len(joined.pdf.pages) - 1, -1, -1))


# --- Marks that are lost, shifted, swapped ---


def lose_a_beginning(joined: Joined) -> None:
    joined.lose_mark("b00003")


def lose_every_mark(joined: Joined) -> None:
    joined.pdf.Root.Dests = pikepdf.Dictionary()


def lose_a_stamp(joined: Joined) -> None:
    if "/b00003qr" in joined.pdf.Root.Dests:
        joined.lose_mark("b00003qr")


def shift_a_beginning_forward(joined: Joined) -> None:
    """Let a letter begin on its second page, as where its first block is dropped."""
    joined.aim("b00003", joined.start(3) + 1)


def shift_a_beginning_back(joined: Joined) -> None:
    joined.aim("b00003", joined.end(1))


def shift_a_beginning_to_its_end(joined: Joined) -> None:
    """Let a heading that is repeated take the mark to the last page."""
    joined.aim("b00003", joined.end(3))


def shift_every_beginning_forward(joined: Joined) -> None:
    """Let each letter but the first begin a page too late: all are still in order."""
    for letter, size in enumerate(joined.sizes):
        if letter and size > 1:
            joined.aim(f"b{letter:05}", joined.start(letter) + 1)


def shift_names_by_one(joined: Joined) -> None:
    """Let each letter bear the name of the one before."""
    last = len(joined.sizes) - 1
    for letter in range(last):
        joined.swap_marks(f"b{letter:05}", f"b{letter + 1:05}")


def swap_beginnings(joined: Joined) -> None:
    joined.swap_marks("b00003", "b00004")


def two_begin_on_one_page(joined: Joined) -> None:
    joined.aim("b00003", joined.start(4))


def begin_on_no_page(joined: Joined) -> None:
    """Let a mark point to a page that the document does not hold."""
    joined.pdf.add_blank_page(page_size=(595, 842))
    joined.aim("b00003", len(joined.pdf.pages) - 1)
    del joined.pdf.pages[-1]


def swap_stamps_of_neighbours(joined: Joined) -> None:
    for name in _HOME:
        if f"/b00003{name}" in joined.pdf.Root.Dests:
            joined.swap_marks(f"b00003{name}", f"b00004{name}")


def shift_a_stamp_to_the_next_letter(joined: Joined) -> None:
    if "/b00003cap" in joined.pdf.Root.Dests:
        joined.aim("b00003cap", joined.start(4))
    else:
        joined.aim("b00003", joined.start(4))


# --- Pages of another width ---


def _widen(joined: Joined, number: int, *, by: float) -> None:
    page = joined.page(number)
    left, low, right, high = map(float, page.MediaBox.as_list())
    page.MediaBox = pikepdf.Array([left, low, round(right + by, 4), high])


def one_page_of_the_next_letters_width(joined: Joined) -> None:
    _widen(joined, joined.end(3), by=extra_width(4) - extra_width(3))


def one_page_of_no_letters_width(joined: Joined) -> None:
    _widen(joined, joined.start(3) + 1, by=-extra_width(3))


def every_page_of_one_width(joined: Joined) -> None:
    for letter in range(len(joined.sizes)):
        for number in range(joined.start(letter), joined.end(letter) + 1):
            _widen(joined, number, by=-extra_width(letter))


def widths_of_neighbours_swapped(joined: Joined) -> None:
    step = extra_width(4) - extra_width(3)
    for letter, by in ((3, step), (4, -step)):
        for number in range(joined.start(letter), joined.end(letter) + 1):
            _widen(joined, number, by=by)


DAMAGES: tuple[Callable[[Joined], None], ...] = (
    lose_a_first_page,
    lose_an_inner_page,
    lose_a_last_page,
    lose_a_last_page_whose_marks_stand_before,
    lose_a_whole_letter,
    lose_all_that_follows,
    double_a_first_page,
    double_an_inner_page,
    double_a_last_page_into_the_next,
    double_a_page_before_its_letter,
    blank_between,
    blank_at_the_end,
    blank_at_the_beginning,
    swap_inner_pages,
    swap_pages_of_neighbours,
    swap_letters,
    move_a_page_to_the_end,
    turn_the_order_round,
    lose_a_beginning,
    lose_every_mark,
    lose_a_stamp,
    shift_a_beginning_forward,
    shift_a_beginning_back,
    shift_a_beginning_to_its_end,
    shift_every_beginning_forward,
    shift_names_by_one,
    swap_beginnings,
    two_begin_on_one_page,
    begin_on_no_page,
    swap_stamps_of_neighbours,
    shift_a_stamp_to_the_next_letter,
    one_page_of_the_next_letters_width,
    one_page_of_no_letters_width,
    every_page_of_one_width,
    widths_of_neighbours_swapped,
)
"""All of them; they need four letters and more, the fourth and fifth of three pages."""
