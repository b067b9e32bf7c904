from __future__ import annotations

import io
import zipfile

from lxml import etree

from formulir.ground.package import BODY, TAG, TYPES, W, pack, write_xml

MEMBERS = {BODY: "<w>isi</w>", TYPES: b"<Types/>"}


def test_equal_parts_give_equal_bytes_whenever_they_are_packed():
    packed = pack(MEMBERS, [TYPES, BODY])
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert [info.date_time for info in file.infolist()] == [
            (1980, 1, 1, 0, 0, 0)
        ] * 2
    assert packed == pack(dict(reversed(MEMBERS.items())), iter([TYPES, BODY]))


def test_members_stand_in_the_order_that_is_asked_for_and_are_not_deflated():
    with zipfile.ZipFile(io.BytesIO(pack(MEMBERS, [TYPES, BODY]))) as file:
        assert file.namelist() == [TYPES, BODY]
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
        assert file.read(BODY) == b"<w>isi</w>"


def test_a_part_is_written_as_word_writes_it():
    assert write_xml(etree.Element(f"{W}p")).splitlines()[0] == (
        b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    )


def test_tags_of_each_sort_are_found_whole():
    assert TAG.findall("a {{ b }} {%p if c\n%}{# d #} {e}") == [
        "{{ b }}",
        "{%p if c\n%}",
        "{# d #}",
    ]
