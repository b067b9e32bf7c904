"""Verifiers written from the page alone agree with the program's own."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.tools import page_mutants, page_verifier

STANDS_ALONE = {"__future__", "base64", "cryptography", "datetime", "hashlib"}
STANDS_ALONE |= {"json", "pathlib", "re", "sys", "unicodedata"}


def test_the_page_s_verifier_knows_nothing_of_formulir():
    tree = ast.parse(Path(page_verifier.__file__).read_text(encoding="utf-8"))
    named = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert named <= STANDS_ALONE


def test_all_agree_on_archives_that_were_tampered_with():
    """The first of a thousand, which ``python -m tests.tools.page_mutants`` tries."""
    said = Counter()
    for each in page_mutants.judge_mutants(range(152)):
        assert each.agree, each
        said[each.way, bool(each.formulir)] += 1
    assert len({way for way, _ in said}) == len(set(page_mutants.WAYS))
    refused = sum(count for (_, bad), count in said.items() if bad)
    assert 76 < refused < 140  # both verdicts occur
