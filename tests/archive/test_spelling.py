"""One spelling for everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.archive.spelling import (
    DEEPEST,
    LARGEST,
    read_base64,
    read_decimal,
    read_json,
    write_base64,
    write_json,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z0-9_]{1,4}", fullmatch=True), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.from_regex(r"[a-z0-9_]{1,4}", fullmatch=True), VALUES))
def test_what_is_written_is_read_and_is_ordinary_json(value):
    line = write_json(value)
    assert b"\n" not in line
    assert read_json(line) == value == json.loads(line)


def test_strings_escape_what_rfc_8785_escapes_and_nothing_else():
    line = write_json({"a": '"\\\b\t\n\f\r\x00\x1f\x7f/é\u2028😀'})
    assert line == b'{"a":"\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\x7f/' + (
        "é\u2028😀".encode() + b'"}'
    )


@pytest.mark.parametrize(
    "line",
    [
        '{"b":1,"a":1}',
        '{"a":1,"a":1}',
        '{ "a":1}',
        '{"a":1} ',
        '{"a":1.0}',
        '{"a":1e2}',
        '{"a":-0}',
        '{"a":01}',
        '{"a":NaN}',
        '{"a":9007199254740992}',
        r'{"a":"\u00e9"}',
        r'{"a":"\/"}',
        r'{"a":"\u001F"}',
        r'{"a":"\ud800"}',
        '{"A":1}',
        '{"a":{"é":1}}',
        "[1]",
        "1",
        "",
        "\ufeff{}",
        '{"a":' + "[" * 5000 + "]" * 5000 + "}",
        '{"a":' + "1" * 5000 + "}",
    ],
)
def test_any_other_spelling_is_refused(line):
    with pytest.raises(ValueError):
        read_json(line.encode())


@pytest.mark.parametrize("around", ["[{}]", '{{"a":{}}}'])
def test_nesting_is_followed_as_deep_as_the_format_says_and_no_deeper(around):
    text = "1"
    for _ in range(DEEPEST - 1):
        text = around.format(text)
    assert read_json(f'{{"a":{text}}}'.encode())
    with pytest.raises(ValueError, match="nested more than 64 deep"):
        read_json(f'{{"a":{around.format(text)}}}'.encode())


def test_bytes_that_are_no_text_are_refused_with_their_place():
    with pytest.raises(ValueError, match="byte 6"):
        read_json(b'{"a":"\xff"}')


@pytest.mark.parametrize("value", [1.5, 2**53, {"A": 1}, {1: 1}, b"x", "\ud800"])
def test_what_has_no_spelling_is_not_written(value):
    with pytest.raises(ValueError):
        write_json({"a": value})


@given(st.binary(max_size=12))
def test_base64_has_an_inverse(data):
    assert read_base64(write_base64(data)) == data


@pytest.mark.parametrize("text", ["AB==", "AA=", "AA", "AA==\n", "A A=", "-_==", "é"])
def test_base64_in_another_spelling_is_refused(text):
    with pytest.raises(ValueError, match=r"not base64|not in canonical base64"):
        read_base64(text)


@pytest.mark.parametrize(
    "text", ["", "01", "+1", "-1", " 1", "1_0", "²", "٣", "9" * 17]
)
def test_a_number_in_another_spelling_is_refused(text):
    with pytest.raises(ValueError, match="not a plain decimal number"):
        read_decimal(text)
