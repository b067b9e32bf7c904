"""Help on the desk: a section for each page, safe, searched, and the words of all."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from formulir.web.desk.frame import WAYS
from formulir.web.helping.read import DOCUMENTS, find_help, read_sections
from formulir.web.screens.register import PAGES

ROOT = Path(__file__).parents[2]
WITHOUT = {"masuk", "mulai", "keluar", "pilihan", "sesi", "bantuan"}
"""Addresses that are no page of their own, or are before the door."""


def read(browser, page):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


@pytest.mark.parametrize("path", [path for _, ways in WAYS for path, _, _ in ways])
def test_each_way_through_the_desk_has_a_section_of_its_own(path):
    assert find_help(path) != "/bantuan", path


def test_each_page_leads_to_help():
    first = {page.path.split("/")[1] for page in PAGES} - WITHOUT
    assert [name for name in first if find_help(f"/{name}") == "/bantuan"] == []


def test_a_page_leads_to_its_section_and_that_says_what_to_do(desk):
    browser = desk.enter("siti", "pemeriksa", "33.19")
    assert 'rel="help" href="/bantuan/status"' in read(browser, "/status")
    page = read(browser, "/bantuan/kirim")
    assert "<strong>Di kertas.</strong>" in page
    assert "rel=" not in re.findall(r"<main.*</main>", page, re.DOTALL)[0]
    assert browser.get("/bantuan/tiada").status_code == 404
    assert 'rel="help"' in browser.get("/bantuan/tiada").text


def test_help_is_searched_by_words(desk):
    browser = desk.enter()
    page = read(browser, "/bantuan?q=tembusan+Salinan")
    assert 'href="/bantuan/kata"' in page
    assert 'href="/bantuan/jadwal"' not in page
    assert "Tidak ada bagian" in read(browser, "/bantuan?q=zzzz")


def test_sections_are_safe_html_and_lead_nowhere_outside():
    for section in read_sections().values():
        assert "<script" not in section.html
        links = re.findall(r'href="([^"]*)"', section.html)
        assert all(link.startswith("/bantuan/") for link in links), section.name
        assert section.first, section.name
        for link in links:
            assert link.removeprefix("/bantuan/") in read_sections()


def test_each_word_of_the_glossary_is_a_word_of_the_program():
    text = (ROOT / "docs" / "kata.md").read_text("utf-8")
    words = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    own = [word for word in words if word != "kata"]
    known = (ROOT / "docs" / "istilah.md").read_text("utf-8")
    assert len(own) > 30
    rows = re.findall(r"^\| ([^|]+) \|", known, re.MULTILINE)
    listed = {word.strip() for row in rows for word in row.split(",")}
    assert [word for word in own if word not in listed] == []


def test_the_documents_go_with_the_program():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in DOCUMENTS:
        assert f'"docs/{name}" = "formulir/bawaan/docs/{name}"' in text
