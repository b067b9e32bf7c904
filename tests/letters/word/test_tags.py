"""Tags are read as people see them, whatever wrote the file."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from formulir.errors import TemplateFaultyError
from formulir.ground.package import W
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import TemplatUnfillableError, fill_parts
from formulir.model import Docx, Spot
from tests.letters.docx import make_docx, read_text
from tests.letters.word.package import (
    NAMES,
    document,
    fill_text,
    inspect,
    make_members,
    make_word,
    pack_docx,
    par,
    reasons,
    relations,
    run,
    table,
)

BODY = "word/document.xml"


def fill_xml(docx, konteks, part=BODY):
    template = compile_template(docx, nama="t.docx")
    return fill_parts(template, konteks, kunci="k")[part]


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ('{% if nama == "A &amp; B" %}ya{% else %}tidak{% endif %}', "ya"),
        ("{% if nama == 'A &amp; B' %}ya{% endif %}", "ya"),
        ("{% if nama == &quot;A &amp; B&quot; %}ya{% endif %}", "ya"),
        ("{% if nama == &apos;A &amp; B&apos; %}ya{% endif %}", "ya"),
        ("{% if nama == &#39;A &#38; B&#39; %}ya{% endif %}", "ya"),
        ("{% if n &gt; 1 and n &lt; 3 %}ya{% endif %}", "ya"),
        ("{% if n &gt;= 2 and n &lt;= 2 %}ya{% endif %}", "ya"),
        ('{{ nama | replace("&amp;", "dan") }}', "A dan B"),
        ('{{ tiada | default("A &amp; B") }}', "A & B"),
        ('{{ "&lt;b&gt; &amp; &quot;c&quot;" }}', "<b> & "),
        ('{{ "&amp;amp;" }}', "&amp;"),
        ("{{ nama ~ ' &amp; C' }}", "A & B & C"),
    ],
)
def test_an_escape_in_a_tag_is_the_character_that_is_read(tag, printed):
    if '"&lt;b' in tag:  # two texts side by side, as a quotation mark ends one
        tag, printed = "{{ '&lt;b&gt; &amp; &quot;c&quot;' }}", '<b> & "c"'
    assert fill_text(make_word(par(tag)), {"nama": "A & B", "n": 2}) == [printed]


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16BE", "ISO-8859-1", "US-ASCII"])
def test_a_part_is_read_in_whatever_encoding(encoding):
    members = make_members(par("Halo {{ nama }} é"), header=par("Kop {{ nama }}"))
    for name in (BODY, "word/header1.xml"):
        root = etree.fromstring(members[name])
        members[name] = etree.tostring(root, encoding=encoding, xml_declaration=True)
    docx = pack_docx(members)
    assert fill_text(docx, {"nama": "“Ü”"}) == ["Halo “Ü” é"]
    assert fill_text(docx, {"nama": "x"}, "word/header1.xml") == ["Kop x"]


def test_a_part_without_tags_that_is_in_another_encoding_prints_as_well():
    members = make_members(par("Halo"))
    root = etree.fromstring(members[BODY])
    members[BODY] = etree.tostring(root, encoding="UTF-16", xml_declaration=True)
    assert fill_text(pack_docx(members), {}) == ["Halo"]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_elements_of_word_may_have_another_prefix(prefix):
    body = document(par("{%p if a %}") + par("Halo {{ nama }}") + par("{%p endif %}"))
    own = "xmlns" if not prefix else "xmlns:x"
    body = body.replace("<w:", f"<{prefix}").replace("</w:", f"</{prefix}")
    body = body.replace("xmlns:w=", f"{own}=").replace(" w:", " q:")
    body = body.replace(f"{own}=", f'xmlns:q="{W.strip("{}")}" {own}=')
    docx = pack_docx(make_members() | {BODY: body})
    assert fill_text(docx, {"nama": "B", "a": 1}) == ["Halo B"]
    assert fill_text(docx, {"nama": "B", "a": 0}) == []


WHOLE = "a {{ nama | replace('x', 'y') }} b {% if n %}c{% endif %} d"


@settings(max_examples=40)
@given(st.lists(st.integers(1, len(WHOLE) - 1), max_size=5, unique=True))
def test_a_tag_is_whole_however_its_characters_are_cut_apart(cuts):
    at = [0, *sorted(cuts), len(WHOLE)]
    looks = ["", "<w:b/>", "<w:i/>"]
    runs = [run(WHOLE[a:b], looks[n % 3]) for n, (a, b) in enumerate(pairwise(at))]
    mark = '<w:bookmarkStart w:id="1" w:name="cap"/><w:bookmarkEnd w:id="1"/>'
    docx = make_word(par(mark.join(runs)))
    assert fill_text(docx, {"nama": "xx", "n": 1}) == ["a yy b c d"]
    # What stands between the pieces stays, and so does the format of what follows.
    filled = fill_xml(docx, {"nama": "xx", "n": 1})
    assert filled.count("bookmarkStart") == len(runs) - 1
    last = WHOLE[at[-2] :]
    if "}" not in last:
        assert run(last, looks[(len(runs) - 1) % 3]) in filled


@pytest.mark.parametrize(
    "middle",
    [
        "<w:r><w:tab/></w:r>",
        "<w:r><w:br/></w:r>",
        '<w:proofErr w:type="spellStart"/>',
        '<w:hyperlink w:tooltip="x"><w:r><w:t>na</w:t></w:r></w:hyperlink>',
        "<w:sdt><w:sdtContent><w:r><w:t>na</w:t></w:r></w:sdtContent></w:sdt>",
    ],
)
def test_a_tag_is_whole_across_whatever_stands_in_it(middle):
    pieces = ("{{ ", "ma }}") if ">na<" in middle else ("{{ na", "ma }}")
    docx = make_word(par(run(pieces[0]) + middle + run(pieces[1])))
    assert fill_text(docx, {"nama": "B"}) == ["B"]


def test_lone_braces_are_text_wherever_they_stand():
    lines = ["{", "}", "}", "100%", "}", "{#12", "#}x".replace("#}", "#"), "a}b{c", "{"]
    docx = make_word(*map(par, lines), par("{{ nama }}"))
    assert fill_text(docx, {"nama": "B"}) == [*lines, "B"]


@pytest.mark.parametrize("text", ["{#12", "Kode {#7 dan {#8", "{# {{ nama }}"])
def test_a_mark_of_a_comment_that_nothing_closes_is_text(text):
    docx = make_word(par(text), par("{{ nama }}"))
    assert fill_text(docx, {"nama": "B"}) == [text.replace("{{ nama }}", "B"), "B"]


def test_a_comment_is_no_text():
    docx = make_word(par("a{# catatan #}b{{ nama }}"))
    assert fill_text(docx, {"nama": "B"}) == ["abB"]


def test_a_comment_that_ends_in_another_paragraph_is_a_fault():
    (fault,) = inspect(make_word(par("a {# b"), par("c #}")))
    assert "not closed" in fault.reason
    assert fault.spot == Spot(part=BODY, paragraph=0, words="{# b")


def test_braces_of_another_program_in_a_code_are_no_tags():
    code = '{"a":[{"b":{"c":1}}],"d":"${x}"}'.replace('"', "&quot;")
    field = f"<w:r><w:instrText>ADDIN X {code}</w:instrText></w:r>"
    control = f'<w:r><w:drawing><wp:docPr id="1" descr="{code}"/></w:drawing></w:r>'
    docx = make_word(par(run("{{ nama }}") + field + control))
    assert inspect(docx, {"nama": "B"}) == []
    filled = etree.fromstring(fill_xml(docx, {"nama": "B"}).encode())
    said = code.replace("&quot;", '"')
    assert next(filled.iter(f"{W}instrText")).text == f"ADDIN X {said}"
    assert next(filled.iter("{*}docPr")).get("descr") == said


def test_raw_text_is_left_alone():
    docx = make_word(par("{% raw %}{{ nama }}{% endraw %} {{ nama }}"))
    assert fill_text(docx, {"nama": "B"}) == ["{{ nama }} B"]


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="%s"/></wp:inline>'
    "</w:drawing></w:r>"
)


def test_a_tag_in_an_attribute_is_filled():
    tag = "Foto {{ nama | default(&quot;-&quot;) }}"
    filled = fill_xml(make_word(par(PICTURE % tag)), {"nama": 'A & "B"\n<c>'})
    (node,) = etree.fromstring(filled.encode()).iter("{*}docPr")
    assert node.get("descr") == 'Foto A & "B" <c>'


def test_a_fault_in_an_attribute_has_its_place():
    docx = make_word(par("a"), par(run("b") + PICTURE % "Foto {{ nama"))
    (fault,) = inspect(docx)
    assert "not closed" in fault.reason
    assert "descr" in fault.reason
    assert fault.spot == Spot(part=BODY, paragraph=1, words="{{ nama")


def test_the_name_that_a_program_gives_a_control_is_no_tag():
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="{{ x }}"/><w:tag w:val="{% y"/></w:sdtPr>'
        f"<w:sdtContent>{par('{{ nama }}')}</w:sdtContent></w:sdt>"
    )
    assert fill_text(make_word(control), {"nama": "B"}) == ["B"]


def test_a_tag_in_the_address_of_a_link_is_refused_with_its_place():
    link = f'<w:hyperlink r:id="h1">{run("laman")}</w:hyperlink>'
    for target in ("https://a.example/%7B%7B%20npsn%20%7D%7D", "https://a/{{ npsn }}"):
        docx = make_word(par(link), leads=[("h1", "hyperlink", target, True)])
        (fault,) = inspect(docx)
        assert "address of the link" in fault.reason
        assert fault.spot == Spot(part=BODY, paragraph=0, words="laman")


MATH = "<m:oMath><m:r><m:t>x={{ kode }}</m:t></m:r></m:oMath>"


@pytest.mark.parametrize("value", ["1\n2", "1\t2", "1\r2"])
def test_a_value_stays_in_one_line_where_word_has_no_line_ends(value):
    docx = make_word(par(run("Nilai {{ kode }}") + MATH), par(PICTURE % "{{ kode }}"))
    root = etree.fromstring(fill_xml(docx, {"kode": value}).encode())
    assert [node.text for node in root.iter("{*}t")][-1] == "x=1 2"
    assert next(root.iter("{*}docPr")).get("descr") == "1 2"
    # In the text it breaks all the same.
    assert len(list(root.iter(f"{W}br", f"{W}tab"))) == (value[1] != "\r")


def test_the_title_of_a_document_stays_in_one_line():
    out = io.BytesIO(make_docx("a"))
    with zipfile.ZipFile(out) as file:
        members = {name: file.read(name) for name in file.namelist()}
    core = members["docProps/core.xml"]
    members["docProps/core.xml"] = core.replace(
        b"<dc:title>", b"<dc:title>{{ hal }}"
    ).replace(b"<dc:title/>", b"<dc:title>{{ hal }}</dc:title>")
    filled = fill_xml(pack_docx(members), {"hal": "A\nB"}, "docProps/core.xml")
    assert "A B" in filled


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ((par("Dengan hormat, {%p if ya %} kami"), par("{%p endif %}")), "hormat,"),
        ((par("{%p if ya %}"), par("{%p endif %} Harap hadir")), "Harap hadir"),
        ((par("{%p if ya %}{{ nama }}"), par("{%p endif %}")), "{{ nama }}"),
        (
            (
                table(
                    ("{%tr for a in b %}", "tetap"), ("x", "y"), ("{%tr endfor %}", "")
                ),
                par("z"),
            ),
            "tetap",
        ),
        ((table(("{%tc if ya %}tetap", "x", "{%tc endif %}")),), "tetap"),
        ((par("{#p catatan #} tetap"),), "tetap"),
        ((par(run("{%p if ya %}") + MATH), par("{%p endif %}")), "x={{ kode }}"),
    ],
)
def test_text_beside_a_tag_that_takes_the_whole_place_is_a_fault(blocks, words):
    konteks = {"ya": 1, "nama": "B", "b": [1], "kode": 1}
    found = inspect(make_word(*blocks), konteks)
    (fault,) = [fault for fault in found if "would vanish" in fault.reason]
    assert words in fault.spot.words
    assert words.split()[0] in fault.place or "x=" in words


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        (PICTURE % "x", "a picture"),
        ('<w:r><w:br w:type="page"/></w:r>', "a page break"),
        ('<w:bookmarkStart w:id="1" w:name="cap"/>', "a bookmark cap"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "a footnote"),
    ],
)
def test_what_is_no_text_is_not_lost_beside_a_tag_either(beside, name):
    docx = make_word(par(run("{%p if ya %}") + beside), par("{%p endif %}"))
    (told,) = reasons(docx, {"ya": 1})
    assert f"{name} would vanish" in told


def test_a_section_does_not_end_in_a_paragraph_that_vanishes():
    look = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    docx = make_word(par("{%p if ya %}", look=look), par("{%p endif %}"))
    assert "the end of a section would vanish" in reasons(docx, {"ya": 1})[0]


def test_blanks_and_automatic_bookmarks_may_stand_beside_such_a_tag():
    mark = '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
    docx = make_word(
        par(f"{mark}{run('  {%p if ya %} ')}"), par("x"), par("{%p endif %}")
    )
    assert fill_text(docx, {"ya": 1}) == ["x"]


def test_a_no_break_space_may_follow_the_letter_of_such_a_tag():
    docx = make_word(par("{%p\u00a0if ya %}"), par("x"), par("{%p endif %}"))
    assert fill_text(docx, {"ya": 0}) == []


def test_a_cell_is_never_left_without_a_paragraph():
    cell = par("{%p if ya %}") + par("isi") + par("{%p endif %}")
    docx = make_word(table((cell, "b")), par("z"))
    assert fill_text(docx, {"ya": 1}) == ["isi", "b", "z"]
    assert fill_text(docx, {"ya": 0}) == ["", "b", "z"]


@pytest.mark.parametrize(
    "blocks",
    [
        (par("{% if a %}"), table(("x",)), par("{% endif %}")),
        (table(("{% if a %}", "x"), ("y", "z")), par("{% endif %}")),
        (table(("{% for a in b %}", "x")), par("{% endfor %}")),
    ],
)
def test_a_block_that_crosses_a_table_is_told_at_its_beginning(blocks):
    found = inspect(make_word(*blocks), {"a": 1, "b": [1]})
    crossing = "{% if a %}" in blocks[0] + blocks[1] and blocks[0].startswith("<w:p>")
    if crossing:
        assert found == []  # paragraph to paragraph, the table whole between them
    else:
        (fault,) = found
        assert "begins in one place of the page" in fault.reason
        assert fault.spot.words.startswith("{%")


def test_a_block_may_begin_in_one_paragraph_and_end_in_another():
    docx = make_word(par("a{% if ya %}b"), par("c{% else %}d"), par("e{% endif %}f"))
    assert fill_text(docx, {"ya": 1}) == ["ab", "cf"]
    assert fill_text(docx, {"ya": 0}) == ["ad", "ef"]


def test_each_fault_has_the_spot_of_its_tag():
    box = (
        "<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}"
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        "<w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    docx = make_word(
        par("{{ benar }}"),
        par("{%p if salah1 %}"),
        par("{%p endif %}"),
        table(("a", "{{ salah2 }}"), (par("b"), par("x {{ benar }} {{ salah3 }}"))),
        par(run("c") + f"<w:r>{box.format(par('{{ salah4 }}'))}</w:r>"),
        header=par("h") + par("{{ salah5 }}"),
        footer=par("{{ salah6 }}"),
        footnotes=f'<w:footnote w:id="2">{par("{{ salah7 }}")}</w:footnote>',
    )
    found = inspect(docx, {"benar": "x"})
    spots = {(f.spot.part.split("/")[1], f.spot.paragraph, f.spot.words) for f in found}
    assert spots == {
        ("document.xml", 1, "{%p if salah1 %}"),
        ("document.xml", 4, "{{ salah2 }}"),
        ("document.xml", 6, "{{ salah3 }}"),
        ("document.xml", 8, "{{ salah4 }}"),
        ("header1.xml", 1, "{{ salah5 }}"),
        ("footer1.xml", 0, "{{ salah6 }}"),
        ("footnotes1.xml", 0, "{{ salah7 }}"),
    }


def test_an_unclosed_block_is_told_where_it_begins():
    docx = make_word(
        par("{% for a in b %}"), par("{% if a %}"), par("{% endif %}"), par("z {{ c }}")
    )
    (fault,) = inspect(docx, {"b": [1], "c": 1})
    assert fault.spot == Spot(part=BODY, paragraph=0, words="{% for a in b %}")


def test_faults_of_all_sorts_are_told_at_once():
    docx = make_word(par("{{ tiada }}"), par("x {%p if a %}"), par("{%p endif %}"))
    told = " ".join(reasons(docx, {"a": 1}))
    assert "tiada" in told
    assert "would vanish" in told


def test_a_value_that_is_missing_while_filling_has_its_spot():
    template = compile_template(make_word(par("a"), par("{{ x.y }}")), nama="t.docx")
    with pytest.raises(TemplatUnfillableError) as caught:
        fill_parts(template, {"x": {}}, kunci="k")
    assert caught.value.spot == Spot(part=BODY, paragraph=1, words="{{ x.y }}")


@pytest.mark.parametrize("value", ["a\x01b", "a\ud800b", "\x0b", "\ufffe"])
def test_a_character_that_no_document_can_hold_is_the_cause_that_is_named(value):
    template = compile_template(make_word(par("a"), par("{{ x }}")), nama="t.docx")
    with pytest.raises(TemplatUnfillableError, match=r"U\+\w{4}") as caught:
        fill_parts(template, {"x": value}, kunci="k")
    assert caught.value.spot == Spot(part=BODY, paragraph=1, words="{{ x }}")


@pytest.mark.parametrize("depth", [150, 5000])
def test_tags_that_are_nested_too_deep_are_a_fault(depth):
    tag = "{{ " + "(" * depth + "1" + ")" * depth + " }}"
    loops = "{% for a in b %}" * depth + "x" + "{% endfor %}" * depth
    for text in (tag, loops):
        try:
            compile_template(make_word(par(text)), nama="t.docx")
        except TemplateFaultyError as error:
            (fault,) = error.faults
            assert fault.spot.part == BODY


def test_a_part_of_a_damaged_file_is_named():
    members = make_members(par("{{ a }}"), header=par("x"))
    members["word/header1.xml"] = f"<w:hdr {NAMES}><w:p>"
    (fault,) = inspect(pack_docx(members), {"a": 1})
    assert "t.docx:header" in fault.place
    assert "damaged" in fault.reason
    members["word/header1.xml"] = '<!DOCTYPE x [<!ENTITY e "y">]><x>&e;</x>'
    assert "document type" in reasons(pack_docx(members), {"a": 1})[0]


def test_a_template_and_its_packed_text_are_alike():
    docx = make_docx("A & {{ nama }}", rows=(("{{ nama }}",),), header="{{ nama }}")
    template = compile_template(Docx(docx), nama="t")
    filled = fill_parts(template, {"nama": "<B>"}, kunci="k")
    members = {**template.rest, **filled}
    assert read_text(pack_docx(members)) == ["A & <B>", "<B>"]
    assert set(members) == set(template.read_members())


def test_relations_are_written_as_programs_do():
    assert 'Target="a"' in relations(("r", "x", "a", False))
