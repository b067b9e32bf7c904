"""A pile of scans is sorted by sheet: what is whole is placed, the rest waits."""

from __future__ import annotations

import io
import random
import tracemalloc
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from formulir.press.pdf.page_code import SEPARATOR
from formulir.receiving.folder import receive_folder
from tests.terima import Meja, read_lines
from tests.tools.piles import (
    Truth,
    check_returns,
    draw_letter,
    found_office,
    join_pictures,
    kill_often,
    list_streams,
    scan_page,
    scan_pile,
)

COUNTS = [1, 2, 3, 2, 1, 3, 2, 1]
OLD = [1, 2, 1]
"""Of the last three letters, on which page their only code stands."""
CODED = dict(enumerate(OLD, start=len(COUNTS) - len(OLD)))
FOREIGN = "9999-9999-9999"


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Letters of an office, and ways to scan them."""

    meja: Meja
    letters: list[tuple[str, bytes]]

    @cached_property
    def files(self):
        return dict(self.letters) | {FOREIGN: draw_letter(FOREIGN, 1)}

    def kode(self, at):
        return self.letters[at][0]

    def scan(self, *sheets, seed=1, dpi=150, **more):
        """Scan sheets: a letter by its place, a page, perhaps upside down."""
        chance = random.Random(seed)
        scanned = []
        for sheet in sheets:
            if isinstance(sheet, bytes):
                scanned.append(sheet)
                continue
            at, page, *turned = sheet
            data = self.files[FOREIGN if at is None else self.kode(at)]
            document = pypdfium2.PdfDocument(data)
            bare = at is not None and page != CODED.get(at, page)
            scanned.append(
                scan_page(
                    document[page - 1],
                    chance=chance,
                    # Where there is no code it is looked for longest.
                    dpi=50 if bare else dpi,
                    share=0.5 if bare else 1,
                    turned=bool(turned),
                    **more,
                )
            )
        return scanned

    def pile(self, *sheets, **more):
        return join_pictures(self.scan(*sheets, **more))

    def receive(self, data, *words, name="tumpukan.pdf"):
        return self.meja.receive(name, data, *words)

    def states(self):
        rows = self.meja.rows("SELECT keadaan FROM lembar ORDER BY tumpukan, ke")
        return [row[0] for row in rows]

    def waiting(self, capfd):
        capfd.readouterr()
        assert self.meja.run("receive", "--menunggu", "--json") == 0
        return read_lines(capfd.readouterr().out)

    def find_return(self, at):
        acts = self.meja.acts(*BACK)
        (found,) = [act for act in acts if act["kode"] == self.kode(at)]
        return found

    def placed(self):
        return [act["kode"] for act in self.meja.acts(*BACK)]


LETTERS = {}
BACK = ("ditandatangani", "diterima")
"""A return; whether ink is seen on it is no matter of piles."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tumpukan") / "kantor"
    LETTERS[folder] = found_office(folder, COUNTS, old=OLD)
    return folder


@pytest.fixture
def pile(meja, office):
    return Pile(meja=meja, letters=LETTERS[office])


def draw_picture(text, *, dpi=150, side_mm=40):
    """Draw a page that bears a code and nothing else."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 240)
    if text:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        side = round(side_mm / 25.4 * dpi)
        dots = Image.fromarray(code.to_image(scale=4)).convert("L")
        page.paste(dots.resize((side, side)), (page.width // 2, page.height // 3))
    return page


def as_jpeg(page, dpi=150):
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60, dpi=(dpi, dpi))
    return out.getvalue()


def write_words(page):
    """Cover a page with strokes, so that it is no blank one, and bears no code."""
    step = page.height // 40
    for row in range(4 * step, page.height - 4 * step, step):
        right = page.width * 3 // 5 + row % 31
        page.paste(60, (page.width // 8, row, right, row + step // 6 + 1))
    return page


def draw_unread():
    """Draw a slip of words; a small one, for it is looked at in every way there is."""
    return as_jpeg(write_words(draw_picture("", dpi=60)), dpi=240)


@pytest.mark.thorough
def test_memory_holds_neither_a_pile_nor_what_is_cut_from_it(pile):
    heavy = random.Random(1).randbytes(24 << 20)
    with pikepdf.open(io.BytesIO(pile.pile((0, 1), (1, 1), (1, 2)))) as pdf:
        for page in pdf.pages:
            page.obj.Beban = pdf.make_stream(heavy)
        out = io.BytesIO()
        pdf.save(out)
    path = pile.meja.put("tumpukan.pdf", out.getvalue())
    del heavy, out
    tracemalloc.start()
    try:
        receive_folder(pile.meja.kantor, [path], tell=lambda _: None)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 << 20 < path.stat().st_size
    assert sorted(pile.placed()) == sorted([pile.kode(0), pile.kode(1)])


def test_a_pile_in_any_order_comes_to_its_letters(pile, capfd):
    blank = as_jpeg(draw_picture(""))
    unread = draw_unread()
    sheets = [
        *((2, 3), (1, 2, "turned"), (0, 1), blank, (2, 1), (None, 1), (1, 1)),
        *((2, 2, "turned"), (0, 1, "turned"), unread, (3, 2)),
    ]
    data = pile.pile(*sheets)
    assert pile.receive(data, "--json") == 7
    captured = capfd.readouterr()
    first, *cut = read_lines(captured.out)
    assert first["hasil"] == "tumpukan"
    assert {each["kode"] for each in cut} == {pile.kode(at) for at in (0, 1, 2)}
    assert first["keterangan"] == [
        "sheet 9: a page that is there already; nothing is taken from it",
        f"sheet 6: the code of another office's letter ({FOREIGN})",
        "sheet 10: no code of a letter can be read; place it with --surat and --lembar",
        "sheet 4: blank",
    ]
    assert f"{pile.kode(3)} waits: page 2 is there, 1 lacking" in captured.err
    assert "lembar 10 waits for a person: tak terbaca" in captured.err

    (act,) = pile.meja.acts("tumpukan")
    assert pile.meja.object(act) == data
    streams = list_streams(data)
    for at, lembar in ((0, [3]), (1, [7, 2]), (2, [5, 8, 1])):
        back = pile.find_return(at)
        assert back["tumpukan"] == [{"sidik": act["sha256"], "lembar": lembar}]
        assert back["halaman"] == len(lembar)
        assert list_streams(pile.meja.object(back)) == [streams[n - 1] for n in lembar]
    with pikepdf.open(io.BytesIO(pile.meja.object(back))) as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [0, 180, 0]

    before, rows = pile.meja.log(), pile.meja.rows("SELECT * FROM lembar")
    assert pile.receive(data) == 7
    assert (pile.meja.log(), pile.meja.rows("SELECT * FROM lembar")) == (before, rows)
    assert pile.meja.sound() == []


def test_a_later_pile_brings_what_is_lacking(pile, capfd):
    first = pile.pile((2, 1), (2, 3), (0, 1))
    assert pile.receive(first, name="senin.pdf") == 7
    (row,) = pile.waiting(capfd)
    assert (row["kode"], row["ada"], row["kurang"]) == (pile.kode(2), "1, 3", "2")
    assert row["sejak"] >= "2016-03-14"

    # The pages that wait are no use twice; what is lacking completes the letter.
    second = pile.pile((2, 3), (2, 2, "turned"), seed=2)
    assert pile.receive(second, "--json", name="selasa.pdf") == 0
    told, cut = read_lines(capfd.readouterr().out)
    assert "sheet 1: a page that is there already" in told["keterangan"][0]
    assert (cut["nama"], cut["kode"]) == ("senin.pdf + selasa.pdf", pile.kode(2)) or (
        cut["nama"].endswith("selasa.pdf")
    )
    back = pile.meja.acts(*BACK)[-1]
    assert [each["lembar"] for each in back["tumpukan"]] == [[1], [2], [2]]
    streams = list_streams(first) + list_streams(second)
    assert list_streams(pile.meja.object(back)) == [streams[n] for n in (0, 4, 1)]
    assert pile.waiting(capfd) == []
    assert pile.meja.sound() == []


@pytest.mark.parametrize(
    "form", ["pdf", "jpg", pytest.param("png", marks=pytest.mark.thorough)]
)
def test_one_page_of_a_letter_is_no_return(pile, capfd, form):
    picture = Image.open(io.BytesIO(*pile.scan((2, 1))))
    out = io.BytesIO()
    if form == "pdf":
        out.write(pile.pile((2, 1)))
    else:
        picture.save(out, {"jpg": "JPEG", "png": "PNG"}[form], dpi=(150, 150))
    assert pile.receive(out.getvalue(), name=f"foto.{form}") == 7
    assert pile.placed() == []
    assert "page 1 is there, 2-3 lacking" in capfd.readouterr().err
    assert pile.receive(out.getvalue(), "--surat", pile.kode(2)) == 0
    assert "it has 1 of the letter's 3 pages" in capfd.readouterr().out


def test_photographs_of_the_pages_come_together(pile):
    photos = pile.scan((2, 2), (2, 3), (2, 1), seed=4)
    for at, data in enumerate(photos):
        pile.meja.put(f"masuk/IMG_{at}.jpg", data)
    folder = pile.meja.folder.parent / "masuk"
    assert pile.meja.run("receive", str(folder)) == 0
    (back,) = pile.meja.acts(*BACK)
    streams = list_streams(pile.meja.object(back))
    assert streams == [photos[at] for at in (2, 0, 1)]
    assert pile.meja.sound() == []


@pytest.mark.parametrize(
    "compression",
    ["group4", "tiff_lzw", pytest.param("jpeg", marks=pytest.mark.thorough)],
)
def test_a_tiff_is_a_pile_too_and_loses_nothing(pile, compression):
    pages = [Image.open(io.BytesIO(each)) for each in pile.scan((1, 2), (0, 1), (1, 1))]
    if compression == "group4":
        pages = [page.point(lambda v: 255 * (v > 140)).convert("1") for page in pages]
    out = io.BytesIO()
    more = {"compression": compression, "dpi": (150, 150)}
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], **more)
    assert pile.receive(out.getvalue(), name="pindaian.tif") == 0
    assert set(pile.placed()) == {pile.kode(0), pile.kode(1)}
    back = pile.find_return(1)
    kept = Image.open(io.BytesIO(out.getvalue()))
    with pikepdf.open(io.BytesIO(pile.meja.object(back))) as pdf:
        for page, at in zip(pdf.pages, (2, 0), strict=True):
            (image,) = page.get_images().values()
            kept.seek(at)
            assert (
                pikepdf.PdfImage(image).as_pil_image().convert("L").tobytes()
                == kept.convert("L").tobytes()
            )


def test_a_file_that_holds_one_letter_whole_is_kept_as_it_is(pile):
    data = pile.pile((2, 1), (2, 2), as_jpeg(draw_picture("")), (2, 3))
    assert pile.receive(data) == 0
    (act,) = pile.meja.acts(*BACK, "tumpukan")
    assert pile.meja.object(act) == data
    assert "tumpukan" not in act


def test_a_page_of_a_second_letter_that_is_hard_to_read_is_not_taken_along(pile):
    """The first letter is whole; what lies behind it may be anything."""
    soft = Image.open(io.BytesIO(*pile.scan((4, 1)))).filter(
        ImageFilter.GaussianBlur(6)
    )
    # Half as long and wide, it is as soft, and looked at in a fourth of the time.
    data = pile.pile((1, 1), (1, 2), as_jpeg(soft, dpi=300))
    assert pile.receive(data) == 7
    (act,) = pile.meja.acts(*BACK)
    assert (act["kode"], act["halaman"]) == (pile.kode(1), 2)
    assert pile.states() == ["menunggu", "menunggu", "tak terbaca"]


def loop_pages(data):
    """Let the tree of pages lead back to itself: it can be looked at, and not cut."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.Root.Pages.Kids.append(file.Root.Pages)
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_letter_that_cannot_be_cut_is_named_and_holds_up_no_other(pile, capfd):
    spoilt = loop_pages(pile.pile((2, 1), (2, 2), (2, 3), (3, 1)))
    for _ in range(2):
        assert pile.receive(spoilt) == 7
        said = capfd.readouterr()
        assert f"ditolak  {pile.kode(2)}: sheets 1-3: no page can be cut" in said.out
        assert "1 letter(s) cannot be cut" in said.err
        assert pile.placed() == []
    sound = pile.pile((1, 1), (4, 1), (1, 2), (7, 1))
    assert pile.receive(sound, name="lain.pdf") == 7
    assert set(pile.placed()) == {pile.kode(at) for at in (1, 4, 7)}
    said = capfd.readouterr()
    assert pile.kode(2) in said.out
    assert "3 letter(s) cut from piles" in said.err
    assert "1 letter(s) cannot be cut" in said.err
    # Its pages from another scan are taken for it, and once it counts that is all.
    again = pile.pile((2, 1), (2, 2), (2, 3))
    pile.receive(again, name="lagi.pdf")
    assert pile.kode(2) in pile.placed()
    words = ("--sahkan", pile.kode(2), "--alasan", "dilihat")
    if "diterima" in pile.find_return(2)["tindakan"]:
        assert pile.meja.run("receive", *words) == 0
    assert pile.receive(again, name="lagi.pdf") == 0


def test_a_pile_of_which_nothing_can_be_cut_is_not_tried_letter_by_letter(pile, capfd):
    whole = [(at, n + 1) for at in (0, 1, 3, 4, 7) for n in range(COUNTS[at])]
    spoilt = loop_pages(pile.pile(*whole))
    assert pile.receive(spoilt) == 7
    said = capfd.readouterr()
    for at in (0, 1, 3, 4, 7):
        assert f"ditolak  {pile.kode(at)}: sheets" in said.out
    assert "5 letter(s) cannot be cut" in said.err


@pytest.mark.parametrize(
    ("dpi", "blur"),
    [
        (200, 2.0),
        pytest.param(150, 1.2, marks=pytest.mark.thorough),
        pytest.param(200, 1.6, marks=pytest.mark.thorough),
    ],
)
def test_a_sharp_code_of_others_hides_no_soft_one_of_ours(pile, dpi, blur):
    (scan,) = pile.scan((7, 1), dpi=dpi)
    page = Image.open(io.BytesIO(scan)).filter(ImageFilter.GaussianBlur(blur))
    for at, text in enumerate(("https://tte.example/verify/1", "https://wa.me/62")):
        dots = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        mark = Image.fromarray(dots.to_image(scale=4)).convert("L")
        page.paste(mark, (700 + 200 * at, 150))
    assert pile.receive(as_jpeg(page), name="foto.jpg") == 0
    assert pile.placed() == [pile.kode(7)]


def test_letters_with_one_code_take_the_sheets_around_it(pile):
    """One bears its code on the first of three pages, one on the second of two."""
    data = pile.pile((5, 1), (5, 2), (5, 3), (6, 1), (6, 2), (7, 1), dpi=100)
    assert pile.receive(data) == 0
    assert set(pile.placed()) == {pile.kode(at) for at in (5, 6, 7)}
    for at, lembar in ((5, [1, 2, 3]), (6, [4, 5])):
        assert pile.find_return(at)["tumpukan"][0]["lembar"] == lembar


@pytest.mark.parametrize(
    "sheets",
    [
        # How these are told apart is tried in test_sheets.py, without a scan.
        pytest.param(
            [(5, 1), (5, 2), (7, 1)],
            id="one is lacking",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            [(5, 1), (5, 2), (5, 3), (6, 1), (7, 1)],
            id="one too many",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            [(7, 1), (5, 2), (5, 1), (5, 3)],
            id="out of order",
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_sheets_that_may_belong_elsewhere_are_not_guessed_at(pile, capfd, sheets):
    assert pile.receive(pile.pile(*sheets, dpi=100)) == 7
    assert pile.placed() == [pile.kode(7)]
    capfd.readouterr()
    letter, *rest = pile.waiting(capfd)
    assert (letter["kode"], letter["ada"]) == (pile.kode(5), "1")
    assert [row["kurang"] for row in rest] == ["tak terbaca"]


def test_a_person_places_what_could_not_be_read(pile, capfd):
    sheets = ((0, 1), (5, 1), (5, 3), (5, 2), draw_unread())
    data = join_pictures([*pile.scan(*sheets, dpi=100), *pile.scan((3, 1))])
    assert pile.receive(data) == 7
    words = ("--surat", pile.kode(5), "--lembar")
    capfd.readouterr()
    assert pile.receive(data, *words, "2,4,3", "--json") == 0
    done = read_lines(capfd.readouterr().out)[-1]
    assert "sheets 2, 4, 3" in done["keterangan"]
    back = pile.meja.acts(*BACK)[-1]
    streams = list_streams(data)
    assert list_streams(pile.meja.object(back)) == [streams[n] for n in (1, 3, 2)]
    row, loose = pile.waiting(capfd)
    assert (row["kode"], loose["ada"]) == (pile.kode(3), "lembar 5")
    assert pile.receive(data, *words, "3-4") == 3
    assert "sheet 3-4 is placed already" in capfd.readouterr().err
    assert pile.receive(data, *words, "7") == 3
    assert pile.receive(data, "--surat", pile.kode(4), "--lembar", "6") == 3
    assert f"names letter {pile.kode(3)}" in capfd.readouterr().err
    for wrong in ("5-3", "x", "1,1", "0"):
        assert pile.receive(data, *words, wrong) == 2
    assert pile.meja.sound() == []


def test_letters_of_others_lie_behind_separators(pile, capfd, tmp_path):
    sheet = tmp_path / "pemisah.pdf"
    assert pile.meja.run("receive", "--pemisah", str(sheet)) == 0
    divider = scan_page(
        pypdfium2.PdfDocument(sheet)[0], chance=random.Random(3), turned=True
    )
    other = [draw_unread() for _ in range(3)]
    data = pile.pile((1, 1), (1, 2), divider, *other[:2], divider, other[2], (0, 1))
    assert pile.receive(data) == 7
    assert set(pile.placed()) == {pile.kode(0), pile.kode(1)}
    (row,) = pile.waiting(capfd)
    assert (row["ada"], row["kurang"]) == ("lembar 4-5, 7", "lain")
    facts = ("--dari", "Dinas Contoh", "--nomor", "1/A", "--hal", "Undangan")
    facts += ("--tanggal", "2016-03-10", "--terima", "2016-03-14")
    assert pile.receive(data, *facts, "--lembar", "4-5") == 0
    (act,) = pile.meja.acts("masuk")
    assert act["tumpukan"][0]["lembar"] == [4, 5]
    assert list_streams(pile.meja.object(act)) == list_streams(data)[3:5]
    (row,) = pile.waiting(capfd)
    assert row["ada"] == "lembar 7"
    assert pile.meja.sound() == []


def test_two_letters_on_one_sheet_are_told(pile, capfd):
    one, other = (Image.open(io.BytesIO(each)) for each in pile.scan((0, 1), (4, 1)))
    both = Image.new("L", (one.width * 2, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    turned = both.rotate(90, expand=True)
    for at, page in enumerate((both, turned)):
        assert pile.receive(as_jpeg(page), name=f"dua-{at}.jpg") == 7
        told = capfd.readouterr().out
        assert "pages of two letters" in told
        assert pile.kode(0) in told
        assert pile.kode(4) in told
    assert pile.placed() == []


def test_a_page_of_a_letter_that_is_void_is_told(pile, capfd):
    assert pile.meja.run("void", pile.kode(1), "--alasan", "keliru", "--ya") == 0
    data = pile.pile((0, 1), (1, 2), (1, 1))
    assert pile.receive(data) == 0
    told = capfd.readouterr().out
    assert (
        f"sheet 2-3: a letter that cannot come back (letter {pile.kode(1)} is" in told
    )
    assert pile.placed() == [pile.kode(0)]


def test_a_letter_that_waits_and_is_void_then_waits_no_more(pile, capfd):
    assert pile.receive(pile.pile((0, 1), (1, 2))) == 7
    assert pile.meja.run("void", pile.kode(1), "--alasan", "keliru", "--ya") == 0
    assert pile.waiting(capfd) == []
    assert pile.receive(pile.pile((1, 1), (4, 1), seed=5)) == 0
    assert set(pile.placed()) == {pile.kode(0), pile.kode(4)}


def test_a_sheet_of_a_letter_that_is_back_whole_is_a_double(pile, capfd):
    assert pile.receive(pile.pile((1, 1), (1, 2))) == 0
    sahkan = ("--sahkan", pile.kode(1), "--alasan", "dilihat pada kertas")
    assert pile.meja.run("receive", *sahkan) == 0
    assert pile.receive(pile.pile((1, 2), (0, 1), seed=6), name="lagi.pdf") == 0
    assert pile.states() == ["ganda", "menunggu"]
    assert pile.waiting(capfd) == []


def test_a_pile_that_was_changed_in_the_archive_gives_nothing(pile):
    assert pile.receive(pile.pile((1, 1), (0, 1))) == 7
    (act,) = pile.meja.acts("tumpukan")
    digest = act["sha256"]
    path = pile.meja.folder / f"archive/objects/{digest[:2]}/{digest[2:]}.pdf"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")
    before = pile.meja.log()
    assert pile.receive(pile.pile((1, 2), (4, 1)), name="lain.pdf") == 6
    assert len(pile.meja.log()) > len(before)  # the second pile itself is archived
    assert pile.placed() == [pile.kode(0)]


def test_a_signed_pdf_is_never_cut(pile, capfd):
    from tests.tools.kembali import make_identity, sign_pdf  # noqa: PLC0415 - dear

    signed = sign_pdf(pile.pile((0, 1), (4, 1)), make_identity("Kepala Contoh"))
    assert pile.receive(signed) == 7
    assert "is digitally signed, so it is not cut" in capfd.readouterr().out
    assert pile.meja.acts("tumpukan") == []


def test_a_code_that_is_forged_to_name_more_pages_is_refused(pile, capfd):
    forged = as_jpeg(draw_picture(f"{pile.kode(0)}/1/2"))
    data = pile.pile(forged, (4, 1))
    assert pile.receive(data) == 0
    told = capfd.readouterr().out
    assert "the letter has 1 pages, the code says 2" in told
    assert pile.placed() == [pile.kode(4)]


def test_a_separator_alone_is_no_letter(pile):
    page = as_jpeg(draw_picture(SEPARATOR))
    other = draw_unread()
    assert pile.receive(join_pictures([page, other])) == 7
    assert pile.states() == ["pemisah", "lain"]


@pytest.mark.slow
@pytest.mark.parametrize("kills", [1, pytest.param(6, marks=pytest.mark.thorough)])
def test_power_cuts_double_nothing_and_lose_nothing(tmp_path, kills):
    assert kill_often(tmp_path, kills=kills, seed=7)


@pytest.mark.thorough
def test_a_generated_pile_is_sorted_to_the_last_sheet(pile):
    """A short form of ``tests/tools/piles.py``, which tells of thousands."""
    counts = dict(zip([k for k, _ in pile.letters[:5]], COUNTS[:5], strict=True))
    truth = [Truth(kode=k, halaman=n + 1) for k, c in counts.items() for n in range(c)]
    random.Random(8).shuffle(truth)
    data = scan_pile(truth, pile.files, chance=random.Random(9), dpi=200)
    assert pile.receive(data) == 0
    assert check_returns(pile.meja, data, truth, counts) == []


@pytest.mark.thorough
def test_a_picture_with_clear_parts_that_was_turned_is_held_upright(pile):
    """No PDF can hold it as it is: it is laid on white, and loses nothing else."""
    photos = []
    for at, data in enumerate(pile.scan((1, 2), (1, 1), seed=12)):
        photo = Image.open(io.BytesIO(data)).rotate(90 * at, expand=True)
        photo.putalpha(255)
        photos.append(photo)
        out = io.BytesIO()
        photo.save(out, "PNG", dpi=(150, 150))
        pile.meja.put(f"masuk/{at}.png", out.getvalue())
    folder = pile.meja.folder.parent / "masuk"
    assert pile.meja.run("receive", str(folder)) == 0
    with pikepdf.open(io.BytesIO(pile.meja.object(pile.find_return(1)))) as pdf:
        for page, photo, turn in zip(pdf.pages, photos[::-1], (90, 0), strict=True):
            (image,) = page.get_images().values()
            kept = pikepdf.PdfImage(image).as_pil_image().convert("L")
            assert kept.tobytes() == photo.convert("L").tobytes()
            assert int(page.obj.get("/Rotate", 0)) == turn
