"""Gives models the patterns of store.role_patterns as constants: one that stands in a row is compiled again for each row.

The long pattern of parts takes 0.36 ms to compile and 0.12 µs to look for. A model asks for `getvariable('pattern_part')`
(part: the role), and counts as a reader of the table.
"""

import re

import duckdb

TABLE = "store.role_patterns"
_ASKED = re.compile(r"\bgetvariable\('pattern_\w+'\)")


def asks_for_patterns(text: str) -> bool:
    """Whether a model's SELECT depends on the patterns."""
    return bool(_ASKED.search(text))


def set_patterns(con: duckdb.DuckDBPyConnection) -> None:
    """Set `pattern_<role>` on this connection for each role; where a role has several patterns, any of them matches."""
    for (name,) in con.execute("SELECT name FROM duckdb_variables() WHERE name LIKE 'pattern\\_%' ESCAPE '\\'").fetchall():
        con.execute(f"RESET VARIABLE {name}")
    joined = f"SELECT role, string_agg(pattern, '|' ORDER BY pattern) FROM {TABLE} GROUP BY role"  # noqa: S608
    for role, pattern in con.execute(joined).fetchall():
        con.execute(f"SET VARIABLE pattern_{role} = ?", [pattern])
