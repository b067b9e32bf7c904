"""The styles of the shipped templates, under the names that staff see in Word.

Only the document defaults name a font and the size of running text, so that a
profile of letter rules changes both in one place.
"""

from __future__ import annotations

from dataclasses import dataclass

from naskah_ooxml import HEAD, ROOT, attribute, twips


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaya:
    """A paragraph style.

    Args:
        nama: As Word shows it.
        dasar: The identifier of the style that it is based on.
        pt: The size, where it is not that of running text.
        font: Looks of the letters, as OOXML.
        rata: ``left``, ``center``, ``right`` or ``both``.
        jarak: Space before and after, in points.
        draft: The line spacing, as OOXML attributes.
        inden: Left, right and first-line (negative: hanging) indent, in millimetres.
        tab: Places of tab stops, in millimetres from the margin.
        tab_kanan: Place of a last tab stop, whose text ends there.
        ikat: Whether it stays with the next paragraph and is never split.
        garis: A paragraph border, as OOXML.
    """

    nama: str
    dasar: str = "Normal"
    pt: float = 0
    font: str = ""
    rata: str = ""
    jarak: tuple[float, float] | None = None
    draft: str = ""
    inden: tuple[float, float, float] | None = None
    tab: tuple[float, ...] = ()
    tab_kanan: float = 0
    ikat: bool = False
    garis: str = ""

    @property
    def pengenal(self) -> str:
        """Return its identifier: the name without blanks."""
        return self.nama.replace(" ", "")


TEBAL = "<w:b/>"
KAPITAL = "<w:caps/>"
GARIS_KOP = '<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="4" w:color="auto"/>'
SATU = 'w:line="240" w:lineRule="auto"'
RENGGANG = 'w:line="248" w:lineRule="auto"'


def _exact(mm: float) -> str:
    return f'w:line="{twips(mm)}" w:lineRule="exact"'


DAFTAR_GAYA = (
    Gaya(nama="Kop 1", pt=14, font=KAPITAL, rata="center", ikat=True),
    Gaya(nama="Kop 2", pt=16, font=TEBAL + KAPITAL, rata="center", ikat=True),
    Gaya(nama="Kop Induk", pt=15, font=KAPITAL, rata="center", ikat=True),
    Gaya(nama="Kop Unit", pt=13.5, font=TEBAL + KAPITAL, rata="center", ikat=True),
    Gaya(nama="Kop 3", pt=10, rata="center", ikat=True),
    Gaya(nama="Kop Garis", dasar="Kop3", garis=GARIS_KOP, jarak=(0, 8)),
    Gaya(nama="Kop Lambang", pt=2),
    Gaya(nama="Kode Formulir", pt=9, rata="right"),
    Gaya(
        nama="Judul Naskah",
        font=TEBAL + KAPITAL,
        rata="center",
        jarak=(0, 8),
        ikat=True,
    ),
    Gaya(
        nama="Judul Besar",
        pt=14,
        font=TEBAL + KAPITAL,
        rata="center",
        jarak=(2, 0),
        ikat=True,
    ),
    Gaya(nama="Nomor Naskah", rata="center", jarak=(0, 8), ikat=True),
    Gaya(nama="Tentang", font=TEBAL, rata="center", jarak=(0, 10), ikat=True),
    Gaya(nama="Baris Surat", inden=(28, 56, -28), tab=(24, 28)),
    Gaya(nama="Baris Nomor", inden=(28, 0, -28), tab=(24, 28), tab_kanan=160),
    Gaya(nama="Baris Kiri", inden=(26, 0, -26), tab=(22, 26)),
    Gaya(nama="Baris Kiri Nomor", dasar="BarisKiri", jarak=(6, 0)),
    Gaya(nama="Tujuan Kanan", inden=(9, 0, -9), tab=(9,)),
    Gaya(nama="Tujuan Kepada", dasar="TujuanKanan", jarak=(6, 0)),
    Gaya(nama="Tujuan Kanan Tempat", dasar="TujuanKanan", inden=(17, 0, 0)),
    Gaya(nama="Jarak Kepala", pt=10),
    Gaya(nama="Alamat Tujuan", jarak=(10, 10), inden=(10, 0, -10), tab=(10,)),
    Gaya(nama="Isi", rata="both", jarak=(0, 6), draft=RENGGANG, inden=(0, 0, 12.5)),
    Gaya(nama="Isi Akhir", dasar="Isi", jarak=(6, 18), draft=RENGGANG, ikat=True),
    Gaya(nama="Isi Lanjutan", dasar="Isi", jarak=(8, 6), draft=RENGGANG),
    Gaya(nama="Pembuka Pernyataan", jarak=(5, 4), tab=(143,), ikat=True),
    Gaya(nama="Pembuka Kesediaan", dasar="PembukaPernyataan", tab=(138,)),
    Gaya(nama="Isi Pernyataan", rata="both", jarak=(5, 4)),
    Gaya(
        nama="Butir",
        rata="both",
        jarak=(0, 2),
        inden=(7, 0, -7),
        tab=(7,),
    ),
    Gaya(nama="Isi Penutup", dasar="IsiPernyataan", jarak=(6, 8), ikat=True),
    Gaya(nama="Isian", inden=(40, 25, -40), tab=(36, 40)),
    Gaya(nama="Isian Lebar", inden=(52, 0, -52), tab=(48, 52)),
    Gaya(nama="Isian Kode", dasar="IsianLebar", tab=(48, 52, 138)),
    Gaya(nama="Isian Undangan", inden=(52, 0, -39.5), tab=(48, 52)),
    Gaya(nama="Tujuan Daftar", inden=(16, 0, -16), tab=(10, 16)),
    Gaya(nama="Pembuka Tujuan", dasar="TujuanDaftar", jarak=(10, 0)),
    Gaya(nama="Penutup Tujuan", dasar="TujuanDaftar", jarak=(0, 10)),
    Gaya(nama="Tabel", pt=10),
    Gaya(nama="Tabel Tengah", dasar="Tabel", rata="center"),
    Gaya(nama="Tabel Kepala", dasar="Tabel", rata="center", font=TEBAL, ikat=True),
    Gaya(nama="Daftar", pt=9),
    Gaya(nama="Daftar Tengah", dasar="Daftar", rata="center"),
    Gaya(nama="Daftar Ikat", dasar="Daftar", ikat=True),
    Gaya(nama="Daftar Ikat Tengah", dasar="DaftarIkat", rata="center"),
    Gaya(nama="Daftar Kepala", dasar="Daftar", rata="center", font=TEBAL, ikat=True),
    Gaya(nama="Daftar Model", dasar="Daftar", font=TEBAL, ikat=True),
    Gaya(nama="Daftar Model Tengah", dasar="DaftarModel", rata="center"),
    Gaya(nama="Daftar Hari", dasar="Daftar", font=TEBAL, ikat=True),
    Gaya(nama="Daftar Miring", dasar="Daftar", font="<w:i/>"),
    Gaya(nama="Daftar Ikat Miring", dasar="DaftarIkat", font="<w:i/>"),
    Gaya(nama="Daftar Hadir", pt=10, jarak=(6, 6), tab=(22,)),
    Gaya(nama="Daftar Hadir Tengah", dasar="DaftarHadir", rata="center", jarak=(7, 7)),
    Gaya(nama="Daftar Hadir Ikat", dasar="DaftarHadir", jarak=(6, 6), ikat=True),
    Gaya(
        nama="Daftar Hadir Ikat Tengah",
        dasar="DaftarHadirTengah",
        jarak=(7, 7),
        ikat=True,
    ),
    Gaya(nama="Kepala Lampiran Tegak", pt=10, inden=(90, 0, -22), tab=(86, 90)),
    Gaya(nama="Kepala Lampiran", pt=10, inden=(168, 0, -22), tab=(164, 168)),
    Gaya(
        nama="Judul Lampiran",
        font=TEBAL + KAPITAL,
        rata="center",
        jarak=(10, 0),
        ikat=True,
    ),
    Gaya(nama="Keterangan", pt=9, jarak=(4, 4), ikat=True),
    Gaya(nama="Butir Kriteria", pt=9, inden=(9, 0, -9), tab=(9,), ikat=True),
    Gaya(nama="Tanda Tangan", inden=(72, 0, 0), ikat=True),
    Gaya(nama="Atas Nama", dasar="TandaTangan", inden=(80, 0, -8), tab=(80,)),
    Gaya(nama="Tanda Tangan Lepas", dasar="TandaTangan", jarak=(14, 0), ikat=True),
    Gaya(
        nama="Ruang Tanda Tangan",
        dasar="TandaTangan",
        pt=8,
        jarak=(0, 45),
        inden=(0, 0, 0),
        tab=(72,),
    ),
    Gaya(nama="Nama Pejabat", dasar="TandaTangan", font=TEBAL),
    Gaya(nama="Tanda Tangan Kiri", tab=(175,), jarak=(2, 2), ikat=True),
    Gaya(nama="Ruang Pernyataan", dasar="TandaTangan", pt=8, jarak=(24, 24), ikat=True),
    Gaya(nama="Tanda Tangan Daftar", ikat=True),
    Gaya(
        nama="Atas Nama Daftar", dasar="TandaTanganDaftar", inden=(8, 0, -8), tab=(8,)
    ),
    Gaya(nama="Nama Pejabat Daftar", dasar="TandaTanganDaftar", font=TEBAL),
    Gaya(nama="Ruang Daftar", dasar="TandaTanganDaftar", pt=8, jarak=(0, 45)),
    Gaya(nama="Penanda", pt=11, inden=(110, 0, -110), tab=(55, 110), ikat=True),
    Gaya(nama="Penanda Dua", inden=(72, 0, -72), tab=(72,), ikat=True),
    Gaya(nama="Ruang Penanda", dasar="Penanda", pt=8, jarak=(27, 18)),
    Gaya(nama="Nama Penanda", pt=11, inden=(0, 2, 0), ikat=True),
    Gaya(nama="Tanda Tangan Lebar", inden=(150, 0, 0), ikat=True),
    Gaya(
        nama="Atas Nama Lebar", dasar="TandaTanganLebar", inden=(158, 0, -8), tab=(158,)
    ),
    Gaya(
        nama="Ruang Lebar",
        dasar="TandaTanganLebar",
        pt=8,
        jarak=(0, 45),
        inden=(0, 0, 0),
        tab=(150,),
    ),
    Gaya(nama="Nama Pejabat Lebar", dasar="TandaTanganLebar", font=TEBAL),
    Gaya(nama="Tim", pt=10, jarak=(3, 3)),
    Gaya(nama="Tim Tengah", dasar="Tim", rata="center", jarak=(3, 3)),
    Gaya(nama="Tim Ikat", dasar="Tim", jarak=(3, 3), ikat=True),
    Gaya(nama="Tim Ikat Tengah", dasar="TimTengah", jarak=(3, 3), ikat=True),
    Gaya(nama="Tembusan", pt=10, inden=(5, 0, -5), tab=(5,), ikat=True),
    Gaya(nama="Tembusan Kepala", dasar="Tembusan", jarak=(8, 0)),
    Gaya(nama="Kaki TTE", pt=8, rata="center", jarak=(6, 0)),
    Gaya(nama="Nomor Halaman", rata="center", jarak=(0, 8)),
    Gaya(
        nama="Batas Kop",
        pt=1,
        draft=_exact(1),
        inden=(-5, -5, 0),
        garis=GARIS_KOP.replace('w:space="4"', 'w:space="0"'),
        jarak=(0, 10),
    ),
    Gaya(nama="Batas Bagian", pt=1, draft='w:line="2" w:lineRule="exact"'),
)
"""Each style once; one that another is based on stands before it."""


GAYA_SERTIFIKAT = (
    Gaya(
        nama="Judul Sertifikat",
        pt=28,
        font=TEBAL + KAPITAL,
        rata="center",
        jarak=(10, 2),
        ikat=True,
    ),
    Gaya(nama="Isi Sertifikat", pt=13, rata="center", jarak=(4, 4), ikat=True),
    Gaya(nama="Nama Sertifikat", pt=22, font=TEBAL, rata="center", jarak=(4, 2)),
    Gaya(nama="Tanggal Sertifikat", dasar="TandaTanganLebar", jarak=(26, 0), ikat=True),
)
"""What a certificate alone needs, and no letter is to offer."""
GAYA_GAMBAR = (
    Gaya(nama="Tempat Gambar", pt=2, inden=(2, 0, 0), ikat=True),
    Gaya(nama="Tempat Grafik", pt=2),
)
"""What letters with a picture in a row of a table need."""


GAYA_KUNJUNGAN = (
    Gaya(nama="Isian Samping", dasar="IsianLebar", inden=(52, 24, -52), tab=(48, 52)),
    Gaya(nama="Nama Samping", dasar="NamaPejabatDaftar", inden=(0, 6, 0), ikat=True),
    Gaya(
        nama="Judul Bagian",
        font=TEBAL,
        jarak=(8, 3),
        inden=(7, 0, -7),
        tab=(7,),
        ikat=True,
    ),
)
"""What papers of visits alone need: lines that leave room for the code at the right,
and headings of parts."""


GAYA_KEPUTUSAN = (
    Gaya(
        nama="Konsideran",
        rata="both",
        jarak=(0, 4),
        draft=SATU,
        inden=(43, 0, -43),
        tab=(32, 36, 43),
    ),
    Gaya(
        nama="Diktum",
        rata="both",
        jarak=(0, 6),
        draft=SATU,
        inden=(36, 0, -36),
        tab=(32, 36),
    ),
    Gaya(nama="Memutuskan", dasar="JudulNaskah", jarak=(6, 8), ikat=True),
    Gaya(nama="Diktum Akhir", dasar="Diktum", jarak=(0, 14), ikat=True),
)
"""What a decree alone needs."""


GAYA_RAPAT = (
    Gaya(nama="Isian Sempit", dasar="IsianLebar", inden=(52, 25, -52), tab=(48, 52)),
)
"""What the papers of meetings alone need: lines that keep clear of a code."""


def write_styles(body: str = "") -> str:
    """Write ``styles.xml``.

    Args:
        body: The letter, which may use what most letters do not.
    """
    rare = (
        *(*GAYA_SERTIFIKAT, *GAYA_GAMBAR, *GAYA_KUNJUNGAN, *GAYA_KEPUTUSAN),
        *GAYA_RAPAT,
    )
    more = [gaya for gaya in rare if f'"{gaya.pengenal}"' in body]
    font = "Times New Roman"
    return (
        f"{HEAD}<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" '
        f'w:cs="{font}"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
        '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="Huruf">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Tebal">'
        '<w:name w:val="Tebal"/><w:basedOn w:val="Huruf"/><w:qFormat/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        f"{''.join(_write_style(gaya) for gaya in (*DAFTAR_GAYA, *more))}"
        f"{_write_table_styles()}</w:styles>"
    )


def _write_style(gaya: Gaya) -> str:
    size = f'<w:sz w:val="{round(gaya.pt * 2)}"/><w:szCs w:val="{round(gaya.pt * 2)}"/>'
    looks = gaya.font + (size if gaya.pt else "")
    return (
        '<w:style w:type="paragraph" w:customStyle="1" '
        f"w:styleId={attribute(gaya.pengenal)}><w:name w:val={attribute(gaya.nama)}/>"
        f'<w:basedOn w:val="{gaya.dasar}"/><w:qFormat/>'
        f"<w:pPr>{_write_layout(gaya)}</w:pPr><w:rPr>{looks}</w:rPr></w:style>"
    )


def _write_layout(gaya: Gaya) -> str:
    layout = "<w:keepNext/><w:keepLines/>" if gaya.ikat else ""
    layout += f"<w:pBdr>{gaya.garis}</w:pBdr>" if gaya.garis else ""
    if gaya.tab:
        stops = "".join(f'<w:tab w:val="left" w:pos="{twips(x)}"/>' for x in gaya.tab)
        if gaya.tab_kanan:
            stops += f'<w:tab w:val="right" w:pos="{twips(gaya.tab_kanan)}"/>'
        layout += f"<w:tabs>{stops}</w:tabs>"
    if gaya.jarak or gaya.draft:
        before, after = gaya.jarak or (0, 0)
        space = f'w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
        layout += f"<w:spacing {space} {gaya.draft or SATU}/>"
    if gaya.inden:
        left, right, first = (twips(mm) for mm in gaya.inden)
        first_line = f'w:hanging="{-first}"' if first < 0 else f'w:firstLine="{first}"'
        layout += f'<w:ind w:left="{left}" w:right="{right}" {first_line}/>'
    return layout + (f'<w:jc w:val="{gaya.rata}"/>' if gaya.rata else "")


def _write_table_styles() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in edges
    )
    margins = (
        '<w:tblCellMar><w:top w:w="{y}" w:type="dxa"/><w:left w:w="{x}" w:type="dxa"/>'
        '<w:bottom w:w="{y}" w:type="dxa"/><w:right w:w="{x}" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TabelPolos">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        f"<w:tblPr>{margins.format(x=0, y=0)}</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="TabelBergaris">'
        '<w:name w:val="Tabel Bergaris"/><w:basedOn w:val="TabelPolos"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>"
        f"{margins.format(x=twips(1.2), y=twips(0.3))}</w:tblPr></w:style>"
    )
