from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageCms

from formulir.press.child.limits import Limits
from formulir.press.pdf.normal import read_normal
from tests.press.attach import examine
from tests.press.conftest import (
    encode,
    has_ink,
    make_pdf,
    rasterise,
    read_text,
    to_bytes,
)
from tests.press.pdf.test_normal import MIDDLE, make_layered
from tests.tools.corpus.gambar import write_png

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)
A4 = (595, 842)


def script(text="app.alert(1)"):
    return Dictionary(S=Name.JavaScript, JS=String(text))


def make_signed(*, indirect=True):
    pdf = make_pdf()
    value = Dictionary(
        Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String(b"\0" * 8)
    )
    field = Dictionary(
        FT=Name.Sig, T=String("ttd"), V=pdf.make_indirect(value) if indirect else value
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    return to_bytes(pdf)


def make_form(**entries):
    """Make a page with one text field whose appearance is a black bar."""
    pdf = make_pdf()
    bar = pdf.make_stream(b"0 g 0 0 100 20 re f")
    bar.Type, bar.Subtype = Name.XObject, Name.Form
    bar.BBox = Array([0, 0, 100, 20])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("nama"),
            V=String("Siti"),
            F=4,
            Rect=Array([50, 700, 150, 720]),
            AP=Dictionary(N=bar),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), **entries)
    return pdf


def make_dynamic():
    pdf = make_form(XFA=String("<xdp/>"))
    pdf.Root.NeedsRendering = True
    return to_bytes(pdf)


def make_picture(side=40, mode="RGB", colour="black"):
    return Image.new(mode, (side, side), colour)


def make_noise(width, height):
    return Image.effect_noise((width, height), 90)


def lock(**forbidden):
    """Restrict a file that opens without a password."""
    allow = pikepdf.Permissions(print_highres=False, modify_other=False, **forbidden)
    return pikepdf.Encryption(user="", owner="b", allow=allow)


def lock_by_certificate():
    data = to_bytes(
        make_pdf(),
        encryption=pikepdf.Encryption(user="", owner="b", R=4, aes=True),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return data.replace(b"/Filter /Standard", b"/Filter /Adobe.PubSec")


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


REFUSED = {
    "an encrypted file": (
        to_bytes(make_pdf(), encryption=pikepdf.Encryption(user="a", owner="b")),
        "pdf",
        "it is encrypted and does not open without a password",
    ),
    "a file that may not be printed": (
        to_bytes(make_pdf(), encryption=lock(print_lowres=False)),
        "pdf",
        "its author does not allow it to be printed; ask for a copy",
    ),
    "a file that is locked by a certificate": (
        lock_by_certificate(),
        "pdf",
        "it is encrypted and does not open without a password or a key; save",
    ),
    "a file without pages": (to_bytes(pikepdf.new()), "pdf", "it has no pages"),
    "a file with too many pages": (
        to_bytes(make_pdf(pages=501)),
        "pdf",
        "it has 501 pages and 500 are allowed; attach only",
    ),
    "a page as long as a house": (
        to_bytes(make_pdf(size=(595, 14_300))),
        "pdf",
        "page 1 is 5.0 m long and 5 m are allowed; print it to a paper size",
    ),
    "a damaged PDF": (b"%PDF-1.7\nrusak", "pdf", "it is damaged beyond repair"),
    "an empty file": (b"", "jpg", "it is empty; hand it in again"),
    "an old Word file": (
        b"\xd0\xcf\x11\xe0",
        "doc",
        "its contents are an old Word file, or one with a password; open it and save",
    ),
    "a program": (b"MZ", "pdf", "its name says .pdf but its contents are a Windows"),
    "a page that nobody can see": (
        to_bytes(make_pdf(size=(10, 10))),
        "pdf",
        "page 1 is 3.5 mm wide and at least 10 mm are needed",
    ),
    "a picture that unfolds": (
        write_png(60_000, 30_000, b""),
        "png",
        "the picture has 1800 megapixels and 1250 can be read; scan it at a lower",
    ),
    "a JPEG that breaks off": (
        cut(encode(make_noise(200, 200), "JPEG"), 0.5),
        "jpg",
        "the picture is damaged",
    ),
    "a PNG that breaks off": (
        cut(encode(make_noise(200, 200)), 0.5),
        "png",
        "the picture is damaged",
    ),
    "a dynamic form": (make_dynamic(), "pdf", "it is an XFA form that only"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_with_its_reason(case, workdir):
    data, ekstensi, reason = REFUSED[case]
    verdict = examine(data, ekstensi=ekstensi, workdir=workdir)
    assert not verdict.ok
    assert verdict.reason.startswith(reason)
    assert verdict.pdf is None


def test_a_file_over_the_time_limit_is_refused(workdir):
    limits = Limits(cpu_s=1)
    tile, page = make_noise(500, 500), Image.new("RGB", (8_000, 8_000))
    for at in range(0, page.width * page.height // 500, 500):
        page.paste(tile, (at % page.width, at // page.width * 500))
    heavy = encode(page, compress_level=1)
    verdict = examine(heavy, ekstensi="png", workdir=workdir, limits=limits)
    assert verdict.reason.startswith("it took more than 1 s of processor time; print")


def test_a_file_over_the_memory_limit_is_refused(workdir):
    # Enough to start, too little for the 64 million pixels of the picture.
    limits = Limits(memory_bytes=250 << 20)
    flat = encode(Image.new("RGB", (8_000, 8_000)), compress_level=1)
    verdict = examine(flat, ekstensi="png", workdir=workdir, limits=limits)
    assert verdict.reason.startswith("it took too much memory")
    small = encode(make_picture())
    assert examine(small, ekstensi="png", workdir=workdir, limits=limits).ok


def test_a_file_over_the_size_limit_is_not_even_opened(workdir):
    limits = Limits(size_bytes=100)
    verdict = examine(
        to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir, limits=limits
    )
    assert "MB are allowed; scan it at a lower resolution" in verdict.reason


def test_a_file_that_is_not_there_is_refused(workdir, tmp_path):
    verdict = examine(tmp_path / "tiada.pdf", ekstensi="pdf", workdir=workdir)
    assert verdict.reason.startswith("it cannot be read (No such file")


def test_a_file_is_taken_from_its_place_and_left_as_it_is(workdir, tmp_path):
    path, data = tmp_path / "a.pdf", to_bytes(make_pdf(pages=2))
    path.write_bytes(data)
    verdict = examine(path, ekstensi=".PDF", workdir=workdir)
    assert (verdict.ok, verdict.halaman, verdict.catatan) == (True, 2, ())
    assert path.read_bytes() == data
    assert list(workdir.iterdir()) == []


def test_a_page_looks_as_it_did(workdir):
    pdf = make_pdf(size=(400, 300))
    pdf.pages[0].obj.Rotate = 90
    pdf.pages[0].obj.CropBox = Array([10, 10, 390, 290])
    data = to_bytes(pdf)
    verdict = examine(data, ekstensi="pdf", workdir=workdir)
    assert rasterise(verdict.pdf).tobytes() == rasterise(data).tobytes()


def make_active():
    pdf = make_form(XFA=String("<xdp/>"))
    root, page = pdf.Root, pdf.pages[0].obj
    root.OpenAction = script()
    root.AA = Dictionary(WC=script())
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script("rahasia()")]))
    )
    pdf.attachments["jahat.exe"] = b"MZ"
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("http://contoh.invalid")),
    )
    page.Annots.append(pdf.make_indirect(link))
    return to_bytes(pdf)


def test_active_content_is_removed_and_said_so(workdir):
    verdict = examine(make_active(), ekstensi="pdf", workdir=workdir)
    assert verdict.ok
    assert set(verdict.catatan) == {
        "JavaScript was removed",
        "a launch action was removed",
        "an XFA form was removed",
        "embedded files were removed",
        "form fields were fixed as they stood",
        "links to the web were removed",
    }
    with pikepdf.open(BytesIO(verdict.pdf)) as pdf:
        assert pdf.Root.keys() <= {
            "/Type",
            "/Pages",
            "/FormulirPdfa",
            "/FormulirCatatan",
        }
        assert pdf.pages[0].obj.keys().isdisjoint({"/AA", "/Annots"})
        raw = b"".join(
            bytes(str(o), "utf-8", "replace")
            for o in pdf.objects
            if isinstance(o, Dictionary) and o.get("/Type") != Name.Catalog
        )
    for word in (b"JavaScript", b"Launch", b"rahasia", b"/URI", b"xdp", b"MZ"):
        assert word not in raw


def test_what_a_field_showed_is_still_seen(workdir):
    verdict = examine(to_bytes(make_form()), ekstensi="pdf", workdir=workdir)
    assert has_ink(rasterise(verdict.pdf), (60, 842 - 718, 140, 842 - 702))


def test_a_truncated_file_is_repaired_and_said_so(workdir):
    data = to_bytes(
        make_pdf(pages=3), object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    verdict = examine(data[: data.rindex(b"xref")], ekstensi="pdf", workdir=workdir)
    assert (verdict.ok, verdict.halaman, verdict.pdfa) == (True, 3, False)
    assert "repaired" in verdict.catatan[-1]


def test_contents_that_cannot_be_read_are_told_with_their_page(workdir):
    pdf = make_pdf(pages=2)
    bad = pdf.make_stream(b"")
    bad.write(b"bukan flate", filter=Name.FlateDecode)
    pdf.pages[1].obj.Contents = bad
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert verdict.ok
    assert any("page 2" in remark or "repaired" in remark for remark in verdict.catatan)


def test_a_state_left_open_is_closed(workdir):
    pdf = make_pdf()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q q 1 0 0 1 5 5 cm Q q")
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    with pikepdf.open(BytesIO(verdict.pdf)) as normal:
        names = [str(i.operator) for i in pikepdf.parse_content_stream(normal.pages[0])]
    assert names.count("q") == names.count("Q") == 3


@pytest.mark.parametrize("off", [False, True])
def test_a_hidden_layer_stays_hidden(workdir, off):
    verdict = examine(make_layered(off=off), ekstensi="pdf", workdir=workdir)
    assert has_ink(rasterise(verdict.pdf), MIDDLE) is not off


@pytest.mark.office
def test_a_pdfa_in_srgb_keeps_the_claim_and_another_does_not(workdir, letters):
    claims = {
        "a letter": letters["satu"].pdf,
        "a letter with a script": add(letters["satu"].pdf, OpenAction=script()),
        "a letter in printing colours": change_intent(letters["satu"].pdf),
        "no PDF/A": to_bytes(make_pdf()),
    }
    kept = {
        name: examine(data, ekstensi="pdf", workdir=workdir).pdfa
        for name, data in claims.items()
    }
    assert [name for name, pdfa in kept.items() if pdfa] == ["a letter"]


def add(data, **entries):
    pdf = pikepdf.open(BytesIO(data))
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value
    return to_bytes(pdf)


def change_intent(data):
    pdf = pikepdf.open(BytesIO(data))
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4
    return to_bytes(pdf)


def page_of(verdict):
    with pikepdf.open(BytesIO(verdict.pdf)) as pdf:
        return tuple(float(n) for n in pdf.pages[0].mediabox)


def examine_picture(image, workdir, kind="PNG", **options):
    data = encode(image, kind, **options)
    ekstensi = {"PNG": "png", "JPEG": "jpeg"}[kind]
    return examine(data, ekstensi=ekstensi, workdir=workdir)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_page_of_a4(workdir, kind):
    lying = examine_picture(make_noise(1600, 400), workdir, kind)
    standing = examine_picture(make_noise(400, 1600), workdir, kind)
    assert (lying.halaman, lying.pdfa, lying.catatan) == (1, True, ())
    assert page_of(standing) == pytest.approx((0, 0, *A4), abs=1)
    assert page_of(lying) == pytest.approx((0, 0, *A4[::-1]), abs=1)


def test_a_picture_leaves_the_foot_of_the_page_free(workdir):
    big = examine_picture(make_picture(3000), workdir)
    image = rasterise(big.pdf)
    assert has_ink(image, (280, 400, 300, 420))
    assert not has_ink(image, (0, image.height - 40, image.width, image.height))


def test_a_plain_jpeg_is_taken_over_bit_by_bit(workdir):
    data = encode(make_noise(300, 300).convert("RGB"), "JPEG", quality=70)
    verdict = examine(data, ekstensi="jpg", workdir=workdir)
    with pikepdf.open(BytesIO(verdict.pdf)) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        assert data in [image.read_raw_bytes() for image in images]


def test_a_picture_is_turned_upright_as_its_camera_noted(workdir):
    image = Image.new("RGB", (200, 100), "white")
    image.paste("black", (0, 0, 100, 100))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: left becomes top
    verdict = examine_picture(image, workdir, "JPEG", exif=exif)
    assert verdict.catatan == ("the picture was turned upright as its camera noted",)
    sheet = rasterise(verdict.pdf)
    middle = (sheet.width / 2, sheet.height / 2)
    assert has_ink(
        sheet, (middle[0] - 5, middle[1] - 40, middle[0] + 5, middle[1] - 30)
    )
    assert not has_ink(
        sheet, (middle[0] - 5, middle[1] + 30, middle[0] + 5, middle[1] + 40)
    )


def test_transparency_is_laid_on_white(workdir):
    verdict = examine_picture(Image.new("RGBA", (400, 400)), workdir)
    assert verdict.catatan == ("the transparency of the picture was laid on white",)
    assert not has_ink(rasterise(verdict.pdf), (0, 0, *A4))


def test_printing_colours_are_turned_into_rgb(workdir):
    red = Image.new("CMYK", (400, 400), (0, 255, 255, 0))
    verdict = examine_picture(red, workdir, "JPEG")
    assert verdict.catatan == (
        "the printing colours of the picture were turned into RGB",
    )
    r, g, b = rasterise(verdict.pdf).getpixel((297, 421))
    assert r > 200
    assert max(g, b) < 80
    assert b"DeviceCMYK" not in verdict.pdf


def test_colours_of_another_profile_are_turned_into_srgb(workdir):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    green = make_picture(400, colour=(10, 200, 30))
    for icc in (srgb, profile.tobytes(), b"rusak"):
        verdict = examine_picture(green, workdir, icc_profile=icc)
        assert rasterise(verdict.pdf).getpixel((297, 421)) == pytest.approx(
            (10, 200, 30), abs=3
        )
        assert b"ICCBased" not in verdict.pdf


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_kind_of_png_is_seen_in_its_own_greys(workdir, mode):
    levels = {"1": 1, "L": 128, "LA": (128, 255), "P": 0, "I;16": 128 * 256}
    image = Image.new(mode, (400, 400), levels[mode])
    if mode == "P":
        image.putpalette([128, 128, 128])
    verdict = examine_picture(image, workdir)
    seen = rasterise(verdict.pdf).getpixel((297, 421))[0]
    assert seen == pytest.approx(255 if mode == "1" else 128, abs=2)


def test_the_normalised_file_remembers_its_verdict(workdir):
    verdict = examine(make_active(), ekstensi="pdf", workdir=workdir)
    with pikepdf.open(BytesIO(verdict.pdf)) as pdf:
        assert read_normal(pdf) == (verdict.pdfa, list(verdict.catatan))
    with make_pdf() as plain:
        assert read_normal(plain) == (False, [])


@pytest.mark.office
def test_text_of_a_page_survives(workdir, letters):
    verdict = examine(letters["tiga"].pdf, ekstensi="pdf", workdir=workdir)
    assert [text.split()[0] for text in read_text(verdict.pdf)][1:] == ["lanjutan"] * 2


def make_tiff(*images, **options):
    return encode(images[0], "TIFF", save_all=True, append_images=images[1:], **options)


def test_every_page_of_a_tiff_rides_along(workdir):
    pages = [make_noise(400, 200), make_noise(200, 400), make_picture(90, "1", 0)]
    verdict = examine(make_tiff(*pages), ekstensi="tiff", workdir=workdir)
    assert (verdict.putusan, verdict.halaman, verdict.pdfa) == ("ok", 3, True)
    with pikepdf.open(BytesIO(verdict.pdf)) as pdf:
        lying = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert lying == [True, False, False]


def test_each_page_of_a_tiff_counts_by_itself(workdir):
    limits = Limits(picture_bytes=4_000, decoded_bytes=5_000)
    pages = [make_picture(60, "L", 0)] * 9
    assert examine(make_tiff(*pages), ekstensi="tif", workdir=workdir, limits=limits).ok
    pages.append(make_picture(90, "L", 0))
    verdict = examine(make_tiff(*pages), ekstensi="tif", workdir=workdir, limits=limits)
    assert verdict.reason.startswith("the picture has 1 megapixels and")


def test_of_a_moving_picture_the_first_is_kept_and_said_so(workdir):
    data = encode(
        make_picture(), save_all=True, append_images=[make_picture(colour="white")]
    )
    verdict = examine(data, ekstensi="png", workdir=workdir)
    assert (verdict.putusan, verdict.halaman) == ("cleaned", 1)
    assert "of which the first was kept" in verdict.catatan[0]


def test_sizes_and_turned_pages_are_told(workdir):
    pdf = make_pdf(pages=2)
    pdf.add_blank_page(page_size=(842, 1191))
    pdf.pages[1].obj.Rotate = 90
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert verdict.putusan == "ok"
    assert verdict.catatan == ("its pages are of 2 sizes", "1 of its 3 pages lie")


def test_a_portfolio_is_refused(workdir):
    pdf = make_pdf()
    pdf.attachments["isi.txt"] = b"isi"
    pdf.Root.Collection = Dictionary()
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert verdict.reason.startswith("it is a portfolio, whose contents are other")


def test_a_picture_within_a_pdf_may_not_unfold_either(workdir):
    pdf = make_pdf()
    picture = pdf.make_stream(b"\0", Subtype=Name.Image, Width=30_000, Height=30_000)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=picture))
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert verdict.reason.startswith(
        "a picture in it has 900 megapixels, 3600 MB when it is unfolded"
    )


def test_a_file_of_too_many_parts_is_refused(workdir):
    limits = Limits(objects=50, elements=1_000)
    many = to_bytes(make_pdf(pages=40))
    verdict = examine(many, ekstensi="pdf", workdir=workdir, limits=limits)
    assert "parts and 50 are allowed" in verdict.reason
    pdf = make_pdf()
    pdf.pages[0].obj.Resources = Dictionary(A=Array(range(2_000)))
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir, limits=limits)
    assert "parts and 1000 are allowed" in verdict.reason


@pytest.mark.office
def test_a_claim_that_its_fonts_belie_is_not_believed(workdir, letters):
    pdf = pikepdf.open(BytesIO(letters["satu"].pdf))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name.F99)
    verdict = examine(to_bytes(pdf), ekstensi="pdf", workdir=workdir)
    assert (verdict.ok, verdict.pdfa) == (True, False)
