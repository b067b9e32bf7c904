"""What a template prints is read from its syntax tree, through loops and variables."""

from __future__ import annotations

from formulir.letters.names.printed import list_printed
from formulir.letters.reading.compile import compile_template
from tests.letters.docx import make_docx


def read(*paragraphs, **parts):
    return list_printed(compile_template(make_docx(*paragraphs, **parts), nama="x"))


def test_a_field_is_named_with_the_list_that_it_stands_in():
    names = read(
        "{{ surat.hal }}",
        "{%p for m in model %}",
        "{{ m.nama }}: {% for i in m.imbas %}{{ i.nama }}{{ loop.index }}{% endfor %}",
        "{%p endfor %}",
    )
    assert names.fields == {"surat.hal", "model[].nama", "model[].imbas[].nama"}
    assert names.lists == {"model", "model[].imbas"}
    assert names.asked == set()


def test_what_is_only_asked_about_is_not_printed():
    names = read(
        "{% if kop.jenis == 'dinas' %}{{ kop.nama }}{% elif ada %}x{% endif %}",
        "{{ a if b else c }}",
        header="{{ kepala }}",
    )
    assert names.fields == {"kop.nama", "a", "c", "kepala"}
    assert names.asked == {"kop.jenis", "ada", "b"}
    assert names.compared == {"kop.jenis"}


def test_variables_filters_and_members_lead_to_what_they_stand_for():
    names = read(
        "{% set s = sekolah %}{{ s.nama|upper }} {{ s['npsn'] }}",
        "{{ daftar|join(', ') }} {{ daftar[0] }} {{ (daftar|first).x }}",
        "{% with k = kop.kota %}{{ k ~ tempat }}{% endwith %}",
        "{{ anggota|length }}",
        "{% for x in peserta if x.hadir %}{{ x }}{% endfor %}",
    )
    assert names.fields == {
        *("sekolah.nama", "sekolah.npsn", "daftar", "daftar[]", "daftar[].x"),
        *("kop.kota", "tempat", "peserta[]"),
    }
    assert names.lists == {"anggota", "peserta"}
    assert names.asked == {"peserta[].hadir"}


def test_a_value_concerns_a_template_that_prints_asks_or_goes_through_it():
    names = read(
        "{{ kop }} {% if surat.ada %}x{% endif %}",
        "{%p for o in orang %}",
        "{{ o.nama }} {{ (o.anak | selectattr('hadir') | list) | length }}",
        "{%p endfor %}",
        "{{ nilai[pilihan] }} {{ dinas | join(', ', attribute='kota') }}",
    )
    used = ("kop.nama", "surat.ada", "orang", "orang[].nama", "orang[].anak[].hadir")
    used += ("nilai.a", "pilihan", "dinas[].kota")
    assert [path for path in used if not names.concerns(path)] == []
    unused = ("surat.hal", "orang[].nip", "orang[].anak[].nip", "kopi", "lain")
    assert [path for path in unused if names.concerns(path)] == []
