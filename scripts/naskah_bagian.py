"""The parts that letters share: letterhead, lines of a letter, signature, package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naskah_gaya import write_styles
from naskah_ooxml import (
    DASH,
    HEAD,
    ROOT,
    bookmark,
    cell,
    field,
    pack,
    paragraph,
    row,
    run,
    section,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOMOR_HALAMAN, KAKI = "rId3", "rId4"
"""The relations to the header that bears the page number, and to the footer that says
how the letter is signed."""
SURAT, LAMPIRAN = (13, 20, 25, 30), (20, 20, 25, 30)
"""The margins of a letter and of an upright attachment in millimetres: top, right,
bottom, left."""
CAP, QR, LAMBANG, GRAFIK = (
    bookmark(nama, number=nomor)
    for nomor, nama in enumerate(("cap", "qr", "lambang", "grafik"), start=1)
)
PENANDA_TANGAN = (
    "{% if penandatangan.awalan %}{{ penandatangan.awalan }} {% endif %}"
    "{{ penandatangan.jabatan }}"
)


TANGGAL = (
    "{% if profil.tampilkan_tempat %}{{ surat.tempat }}, {% endif %}"
    "{{ naskah.tanggal }}"
)
"""The date of a letter, with the place where the rules ask for it."""
DI = "{% if tujuan.tempat and profil.yth_di %}\ndi {{ tujuan.tempat }}{% endif %}"
"""Where the addressee is, where the rules ask for it."""
ANGKATAN = "{% if pelatihan.angkatan %}, Angkatan {{ pelatihan.angkatan }}{% endif %}"
NAMA_PELATIHAN = "{{ pelatihan.nama }}" + ANGKATAN


def write_kop_instansi(*, width: float = 170) -> str:
    """Write the letterhead of an office: emblem, two names, address, double rule.

    Args:
        width: In millimetres; a landscape page has more.
    """
    widths = (26.0, width - 26)
    kontak = (
        "{{ kop.alamat }}{% if kop.kota %}, {{ kop.kota }}{% endif %}"
        "{% if kop.kode_pos %} {{ kop.kode_pos }}{% endif %}"
    )
    # A ministry is written larger than its technical unit, a region smaller than its
    # dinas. Source: SE Sesjen Kemdikbud 0677/A.A5/SE/2012; Permendagri 54/2009.
    names = (
        paragraph("KopInduk", '{%p if kop.jenis == "lpmp" %}'),
        paragraph("KopInduk", "{{ kop.induk }}"),
        paragraph("KopUnit", "{{ kop.judul or kop.nama }}"),
        paragraph("Kop1", "{%p else %}"),
        paragraph("Kop1", "{{ kop.induk }}"),
        paragraph("Kop2", "{{ kop.judul or kop.nama }}"),
        paragraph("Kop2", "{%p endif %}"),
        paragraph("Kop3", kontak),
        paragraph("Kop3", "{%p if kop.kontak %}"),
        paragraph("Kop3", "{{ kop.kontak }}"),
        paragraph("Kop3", "{%p endif %}"),
        paragraph("Kop3", "{%p if kop.daring %}"),
        paragraph("Kop3", "{{ kop.daring }}"),
        paragraph("Kop3", "{%p endif %}"),
    )
    emblem = cell(paragraph("KopLambang", LAMBANG), width=widths[0])
    text = cell(*names, width=widths[1], align="center")
    head = table(row(emblem, text, height=23), widths=widths, indent=-5)
    return head + paragraph("BatasKop")


def write_kop_sekolah() -> str:
    """Write the letterhead of a school; a private one has no government above it."""
    induk = "{{ kop.induk }}{% if kop.instansi %}\n{{ kop.instansi }}{% endif %}"
    kontak = "NPSN {{ kop.npsn }}{% if kop.kontak %}, {{ kop.kontak }}{% endif %}"
    alamat = (
        "{% if kop.alamat %}{{ kop.alamat }}, {% endif %}"
        "{% if kop.kecamatan %}Kecamatan {{ kop.kecamatan }}, {% endif %}"
        "{{ kop.kabupaten }}"
    )
    return "".join(
        (
            paragraph("Kop1", "{%p if kop.induk %}"),
            paragraph("Kop1", induk),
            paragraph("Kop1", "{%p endif %}"),
            paragraph("Kop2", "{{ kop.nama }}"),
            paragraph("KopGaris", f"{kontak}\n{alamat}"),
        )
    )


def write_baris_surat() -> str:
    """Write the lines that begin a letter, with place and date at the right."""
    nomor = f"Nomor\t:\t{{{{ naskah.nomor }}}}\t{TANGGAL}"
    return paragraph("BarisNomor", nomor) + "".join(_write_baris("BarisSurat"))


def _write_baris(style: str) -> tuple[str, ...]:
    """Write the lines below the number: urgency, attachments, subject."""
    keamanan = "{% if surat.keamanan %}/{{ surat.keamanan }}{% endif %}"
    return (
        paragraph(style, "{%p if profil.tampilkan_sifat or surat.keamanan %}"),
        paragraph(style, f"Sifat\t:\t{{{{ surat.sifat }}}}{keamanan}"),
        paragraph(style, "{%p endif %}"),
        paragraph(style, "{%p if surat.lampiran %}"),
        paragraph(style, "Lampiran\t:\t{{ surat.lampiran }}"),
        paragraph(style, "{%p endif %}"),
        paragraph(style, "{{ profil.label_hal }}\t:\t{{ surat.hal }}"),
    )


def write_kepala_pemda(*, kanan: tuple[str, ...], kiri: str) -> str:
    """Write the head of a letter of a regional government.

    The date stands at the right with the addressee below it, the lines of the letter
    at the left. Where the profile puts the addressee at the left, it is the head of all
    other letters.

    Args:
        kanan: The addressee, written for the right.
        kiri: The same, written for the left.

    Source: practice under Permendagri 54/2009 (ppdb-purworejo.blogspot.com, 2011).
    """
    widths = (92.0, 68.0)
    lines = (
        paragraph("BarisKiriNomor", "Nomor\t:\t{{ naskah.nomor }}"),
        *_write_baris("BarisKiri"),
    )
    heading = (
        row(
            cell(paragraph("BarisKiri"), width=widths[0]),
            cell(paragraph("TujuanKanan", TANGGAL), width=widths[1]),
        ),
        row(cell(*lines, width=widths[0]), cell(*kanan, width=widths[1])),
    )
    return "".join(
        (
            paragraph("BatasBagian", '{%p if profil.yth_letak == "kanan" %}'),
            table(*heading, widths=widths),
            paragraph("JarakKepala"),
            paragraph("BatasBagian", "{%p else %}"),
            write_baris_surat(),
            kiri,
            paragraph("BatasBagian", "{%p endif %}"),
        )
    )


def write_tujuan_kanan(melalui: str = "") -> tuple[str, ...]:
    """Write an addressee at the right: to whom, through whom, and where.

    Args:
        melalui: What is written below the addressee's post.
    """
    return (
        paragraph("TujuanKepada", "Kepada"),
        paragraph("TujuanKanan", f"Yth.\t{{{{ tujuan.jabatan }}}}{melalui}"),
        paragraph("TujuanKanan", "{%p if tujuan.tempat and profil.yth_di %}"),
        paragraph("TujuanKanan", "\tdi"),
        paragraph("TujuanKananTempat", "{{ tujuan.tempat }}"),
        paragraph("TujuanKanan", "{%p endif %}"),
    )


def write_daftar_tujuan(lain: str = "") -> tuple[str, ...]:
    """Write addressees that are many, each with its number.

    Args:
        lain: Who else gets the letter, behind those that the context lists.
    """
    asal = f"\t{{{{ tujuan | length + 1 }}}}.\t{lain}"
    closing = f"{{% if not tujuan %}}Yth.{{% endif %}}{asal}"
    return (
        paragraph("PembukaTujuan", "{%p for penerima in tujuan %}"),
        paragraph("PembukaTujuan", "{%p if loop.first %}"),
        paragraph("PembukaTujuan", "Yth.\t{{ loop.index }}.\t{{ penerima }}"),
        paragraph("PembukaTujuan", "{%p else %}"),
        paragraph("TujuanDaftar", "\t{{ loop.index }}.\t{{ penerima }}"),
        paragraph("TujuanDaftar", "{%p endif %}"),
        paragraph("TujuanDaftar", "{%p endfor %}"),
        paragraph("PenutupTujuan", closing if lain else ""),
    )


def write_blok_tanda_tangan() -> str:
    """Write a signature at the right, the code at its left, and who gets a copy."""
    return write_utuh(
        *write_jabatan("TandaTangan"),
        paragraph("RuangTandaTangan", QR, run("\t"), CAP),
        *write_nama_pejabat("TandaTangan", nama="NamaPejabat"),
        *write_tembusan(),
    )


def write_tembusan() -> tuple[str, ...]:
    """Write who gets a copy, if anybody does."""
    return (
        paragraph("Tembusan", "{%p if tembusan %}"),
        paragraph("TembusanKepala", "Tembusan:"),
        paragraph("Tembusan", "{%p for penerima in tembusan %}"),
        paragraph("Tembusan", "{{ loop.index }}.\t{{ penerima }}"),
        paragraph("Tembusan", "{%p endfor %}"),
        paragraph("Tembusan", "{%p endif %}"),
    )


def end_letter() -> str:
    """End the pages of a letter behind which an attachment stands."""
    return paragraph(
        "BatasBagian",
        section=section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
    )


def end_lampiran() -> tuple[str, str]:
    """End the upright pages of an attachment, the last of a file."""
    return (
        paragraph("BatasBagian"),
        section(margins=LAMPIRAN, header=NOMOR_HALAMAN, footer=KAKI, kop=False),
    )


def write_tanda_tangan_bertanggal(*, tanggal: str = "TandaTangan") -> tuple[str, ...]:
    """Write date, office and name: an announcement is dated here, without a place.

    Args:
        tanggal: The style of the date; ``TandaTanganLepas`` keeps the stamp clear of a
            text that stands close above.

    Source: Permendikbud 3/2021 (pengumuman).
    """
    return (
        paragraph(tanggal, "{{ naskah.tanggal }}"),
        *write_jabatan("TandaTangan"),
        paragraph("RuangTandaTangan", QR, run("\t"), CAP),
        *write_nama_pejabat("TandaTangan", nama="NamaPejabat"),
    )


def write_utuh(*paragraphs: str, width: float = 160) -> str:
    """Write paragraphs that no page tears apart, as the one cell of a bare table.

    "Keep with next" alone does not do it: LibreOffice lets go of a long chain of such
    paragraphs when another section follows. A row that may not be split holds in both
    programs, and the last paragraph before it still keeps with it.

    Args:
        paragraphs: What belongs together.
        width: Of the text, in millimetres.
    """
    return table(row(cell(*paragraphs, width=width)), widths=(width,))


def write_jabatan(style: str) -> tuple[str, ...]:
    """Write as what an official signs, and for whom.

    The name of a higher office goes on below itself, not below its ``a.n.``.
    """
    atas_nama = style.replace("TandaTangan", "AtasNama")
    return (
        paragraph(style, "{%p if penandatangan.atas_nama %}"),
        paragraph(atas_nama, "a.n.\t{{ penandatangan.atas_nama }}"),
        paragraph(style, "{%p endif %}"),
        paragraph(style, PENANDA_TANGAN + ","),
    )


def write_nama_pejabat(style: str, *, nama: str) -> tuple[str, ...]:
    """Write name, rank and NIP of who signs, the name in a style of its own."""
    return (
        paragraph(nama, "{{ penandatangan.nama }}"),
        paragraph(style, "{%p if penandatangan.pangkat %}"),
        paragraph(style, "{{ penandatangan.pangkat }}"),
        paragraph(style, "{%p endif %}"),
        paragraph(style, "{%p if penandatangan.nip %}"),
        paragraph(style, "NIP {{ penandatangan.nip }}"),
        paragraph(style, "{%p endif %}"),
    )


def write_docx(body: str, *, judul: str) -> bytes:
    """Pack a body with styles and page numbers into a file.

    Args:
        body: Paragraphs, tables and, last, the properties of the last section.
        judul: The title in the file's properties.
    """
    relations = [("styles", "styles.xml"), ("settings", "settings.xml")]
    edges = {}
    if NOMOR_HALAMAN in body:
        relations.append(("header", "header1.xml"))
        edges["word/header1.xml"] = f"{HEAD}<w:hdr {ROOT}>{_write_number()}</w:hdr>"
    if KAKI in body:
        relations.append(("footer", "footer1.xml"))
        kaki = paragraph("KakiTTE", "{{ profil.kaki_tte }}")
        edges["word/footer1.xml"] = f"{HEAD}<w:ftr {ROOT}>{kaki}</w:ftr>"
    return pack(
        {
            "[Content_Types].xml": _write_types(edges),
            "_rels/.rels": _write_relations(
                ("officeDocument", "word/document.xml"),
                ("metadata/core-properties", "docProps/core.xml"),
            ),
            "docProps/core.xml": _write_core(judul),
            "word/_rels/document.xml.rels": _write_relations(*relations),
            "word/document.xml": (
                f"{HEAD}<w:document {ROOT}><w:body>{body}</w:body></w:document>"
            ),
            **edges,
            "word/settings.xml": _write_settings(),
            "word/styles.xml": write_styles(body),
        }
    )


def _write_number() -> str:
    """Write the page number at the head, where the profile counts pages there."""
    return paragraph(
        "NomorHalaman",
        run('{% if profil.nomor_halaman == "atas" %}' + f"{DASH} "),
        field("PAGE"),
        run(f" {DASH}" + "{% endif %}"),
    )


def _write_types(edges: Iterable[str]) -> str:
    parts = {
        "/word/document.xml": f"{TYPES}.document.main+xml",
        "/word/styles.xml": f"{TYPES}.styles+xml",
        "/word/settings.xml": f"{TYPES}.settings+xml",
        **{
            f"/{name}": f"{TYPES}.{'header' if 'header' in name else 'footer'}+xml"
            for name in edges
        },
        "/docProps/core.xml": "application/vnd.openxmlformats-package"
        ".core-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _write_relations(*targets: tuple[str, str]) -> str:
    base = {"metadata/core-properties": f"{PACKAGE}/relationships"}
    relations = "".join(
        f'<Relationship Id="rId{number}" '
        f'Type="{base.get(kind, RELATIONS)}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>"
    )


def _write_core(judul: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{judul}</dc:title><dc:language>id-ID</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2016-01-01T00:00:00Z'
        '</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">'
        "2016-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )


def _write_settings() -> str:
    mode = (
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f'{HEAD}<w:settings {ROOT}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl '
        'w:val="doNotCompress"/>'
        f"<w:compat>{mode}</w:compat></w:settings>"
    )
