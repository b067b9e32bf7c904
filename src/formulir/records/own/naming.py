"""Names of an office's own kinds: of their tables, and of what people call a column.

A name is made by a closed rule: small letters a to z, figures and underscores, never a
word of SQL or of a template. So it stands unquoted in a statement and in a tag, and no
heading of a sheet ever reaches either.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

KODE: Final = re.compile(r"[A-Za-z0-9]{1,12}(?:\.[A-Za-z0-9]{1,6}){0,2}")
"""How the code of a kind is spelled: ``T10``, ``05.2``; it is the name of a folder."""
NAME_LIMIT: Final = 50
"""How long a name may be."""
_APOSTROPHES: Final = re.compile("['`\u2018\u2019\u02bc]")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_DEVICES: Final = frozenset(
    {
        *("aux", "con", "nul", "prn"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
    }
)
"""What Windows takes for a device, whatever stands behind a point."""
OFFICE: Final = ("kop", "surat", "naskah", "penandatangan", "profil")
"""What every kind has from the office and the letter itself."""
_TEMPLATE: Final = frozenset(
    {
        *("loop", "self", "super", "caller", "varargs", "kwargs", "none", "true"),
        *("false", "and", "or", "not", "is", "in", "if", "else", "elif", "for"),
        *("recursive", "import", "from", "include", "block", "macro", "set", "with"),
        *("without", "context", "ignore", "missing", "as", "do", "call", "filter"),
        *("endif", "endfor", "range", "dict", "lipsum", "cycler", "joiner"),
    }
)
_SQL: Final = frozenset(
    {
        *("abort", "action", "add", "after", "all", "alter", "always", "analyze"),
        *("and", "as", "asc", "attach", "autoincrement", "before", "begin"),
        *("between", "by", "cascade", "case", "cast", "check", "collate", "column"),
        *("commit", "conflict", "constraint", "create", "cross", "current"),
        *("current_date", "current_time", "current_timestamp", "database", "default"),
        *("deferrable", "deferred", "delete", "desc", "detach", "distinct", "do"),
        *("drop", "each", "else", "end", "escape", "except", "exclude", "exclusive"),
        *("exists", "explain", "fail", "filter", "first", "following", "for"),
        *("foreign", "from", "full", "generated", "glob", "group", "groups"),
        *("having", "if", "ignore", "immediate", "in", "index", "indexed"),
        *("initially", "inner", "insert", "instead", "intersect", "into", "is"),
        *("isnull", "join", "key", "last", "left", "like", "limit", "match"),
        *("materialized", "natural", "no", "not", "nothing", "notnull", "null"),
        *("nulls", "of", "offset", "on", "or", "order", "others", "outer", "over"),
        *("partition", "plan", "pragma", "preceding", "primary", "query", "raise"),
        *("range", "recursive", "references", "regexp", "reindex", "release"),
        *("rename", "replace", "restrict", "returning", "right", "rollback", "row"),
        *("rows", "savepoint", "select", "set", "table", "temp", "temporary", "then"),
        *("ties", "to", "transaction", "trigger", "unbounded", "union", "unique"),
        *("update", "using", "vacuum", "values", "view", "virtual", "when", "where"),
        *("window", "with", "within", "without", "rowid", "oid", "_rowid_"),
    }
)
"""Words of SQL. Source: https://www.sqlite.org/lang_keywords.html; and row numbers."""


def make_name(words: str) -> str:
    """Make the name of what people call a column; empty where no letter is left.

    >>> make_name("Nama Lengkap & Gelar"), make_name("Kab./Kota"), make_name("Order")
    ('nama_lengkap_gelar', 'kab_kota', 'order_')
    >>> make_name("Ma'arif; DROP TABLE surat--"), make_name("2016"), make_name("-")
    ('maarif_drop_table_surat', 'kolom_2016', '')
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = _APOSTROPHES.sub("", plain).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if name[:1].isdigit():
        name = f"kolom_{name}"
    return f"{name}_" if name in _SQL | _TEMPLATE or name in OFFICE else name


def name_table(kode: str) -> str:
    """Name the table of a kind; no two kinds that differ in more than case share it.

    >>> name_table("T10"), name_table("05.2")
    ('jenis_t10', 'jenis_05_2')
    """
    return f"jenis_{kode.lower().replace('.', '_')}"


def is_name(word: str) -> bool:
    """Tell whether a word is a name that this module makes."""
    return bool(_NAME.fullmatch(word)) and len(word) <= NAME_LIMIT


def is_kode(word: str) -> bool:
    """Tell whether a word can be the code of a kind, and the name of a folder.

    >>> is_kode("T10"), is_kode("05.2"), is_kode("../x"), is_kode("CON")
    (True, True, False, False)
    """
    device = word.partition(".")[0].lower() in _DEVICES
    return bool(KODE.fullmatch(word)) and word.isascii() and not device
