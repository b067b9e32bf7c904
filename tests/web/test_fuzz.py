"""What no page would send and nobody should have stored: never a fault nor markup.

The tool beside this, ``tests/tools/desk_fuzz.py``, sends thousands.
"""

from __future__ import annotations

import html
import random
import re
import sqlite3

from tests.tools.desk_fuzz import BAD, MARKUP, PICTURE, Fuzzer

REQUESTS, WALKED = 40, 50
SPECIAL = re.compile(r"\d{4}-\d\d-\d\d.*|[{\[].*", re.DOTALL)
"""Days, moments and JSON, in whose columns nothing else can stand."""


def test_what_no_page_would_send_is_answered_and_never_a_fault(desk):
    fuzzer = Fuzzer(desk=desk, chance=random.Random(8016), most=WALKED)
    assert len(fuzzer.forms) > 10
    fuzzer.run(REQUESTS)
    assert not fuzzer.faults
    assert fuzzer.counts[200] > WALKED // 2
    assert fuzzer.counts.keys() & {303, 404, 422}


def list_free(conn):
    """List the columns of text in which a person's words may stand."""
    tables = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
    )
    for (table,) in conn.execute(tables).fetchall():
        tied = {row[3] for row in conn.execute(f"PRAGMA foreign_key_list({table})")}
        for index in conn.execute(f"PRAGMA index_list({table})").fetchall():
            if index[2]:
                names = conn.execute(f"PRAGMA index_info({index[1]})")
                tied |= {row[2] for row in names}
        for column in conn.execute(f"PRAGMA table_info({table})").fetchall():
            name = column[1]
            if column[2] != "TEXT" or column[5] or name in tied:
                continue
            held = conn.execute(f"SELECT {name} FROM {table} WHERE {name} <> ''")
            if not any(SPECIAL.fullmatch(row[0]) for row in held):
                yield table, name


def test_script_in_every_column_of_text_stays_text(desk):
    conn = sqlite3.connect(desk.folder / "catatan.db", isolation_level=None)
    for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type='trigger'"):
        conn.execute(f"DROP TRIGGER {name}")
    spoilt = []
    for number, (table, name) in enumerate(list_free(conn)):
        word = f"{(MARKUP, PICTURE)[number % 2]}{name}"
        try:
            conn.execute(f"UPDATE {table} SET {name} = ?", (word,))
            spoilt.append((table, name))
        except sqlite3.IntegrityError:
            continue  # the table itself knows all that may stand there
    conn.close()
    assert len(spoilt) > 60
    fuzzer = Fuzzer(desk=desk, chance=random.Random(8016), most=WALKED)
    assert not fuzzer.faults
    assert len(fuzzer.seen) > 40
    shown = "".join(fuzzer.browser.get(path).text for path in WITH_WORDS)
    assert html.escape(MARKUP, quote=False)[3:30] in shown
    assert not BAD.search(shown)


WITH_WORDS = ("/data/sekolah", "/agenda", "/kantor", "/cari", "/usulan")
"""Pages that show words of the records."""
