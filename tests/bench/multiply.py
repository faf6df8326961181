"""Makes a large warehouse out of a small one: its reports once more under real places, their words changed a little."""

import duckdb

FACTS = ("report_texts", "sections", "quantities", "numerals", "blocks", "problems")

HOMES = """
CREATE OR REPLACE TEMP TABLE homes AS
SELECT towns.code, towns.name AS township, counties.name AS county, above.name AS prefecture, provinces.name AS province,
  row_number() OVER (ORDER BY hash(towns.code)) - 1 AS n, count(*) OVER () AS homes
FROM store.places AS towns
INNER JOIN store.places AS counties ON counties.code = towns.parent_code
INNER JOIN store.places AS above ON above.code = counties.parent_code
INNER JOIN store.places AS provinces ON provinces.code = above.parent_code
WHERE towns.level = 'township' AND towns.same_as IS NULL AND towns.valid_to IS NULL AND contains(towns.code_source, 'mca')
"""
BASE = """
CREATE OR REPLACE TEMP TABLE base AS
SELECT reports.*, dense_rank() OVER (ORDER BY built.body_key) AS body_no, count(DISTINCT built.body_key) OVER () AS bodies
FROM store.reports AS reports
INNER JOIN core.reports AS built USING (report_id)
WHERE
  reports.report_year IS NOT NULL
  AND reports.place_code IS NOT NULL
  AND reports.sha256 NOT IN (SELECT sha256 FROM ledger.offers WHERE inbox = 'copies')
"""
# each body of a copy is a township of its own
MOVED = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT base.report_id AS was, base.sha256 AS was_content, sha256(concat($copy, base.sha256)) AS sha256,
  left(sha256(concat($copy, base.sha256)), 16) AS report_id, homes.*
FROM base
INNER JOIN homes ON homes.n = (base.body_no + $copy * base.bodies) % homes.homes
WHERE $year IS NULL OR base.report_year = $year
LIMIT $limit
"""
REPORTS = """
INSERT INTO store.reports BY NAME
SELECT base.* EXCLUDE (body_no, bodies) REPLACE (
  moved.report_id AS report_id, moved.sha256 AS sha256, sha256(concat($copy, base.fold_hash)) AS fold_hash,
  moved.code AS place_code, moved.province AS province, moved.prefecture AS prefecture, moved.county AS county,
  moved.township AS township, [] AS place_candidates, base.issuer || $copy AS issuer,
  CASE base.level WHEN 'department' THEN 'department' ELSE 'township' END AS level
)
FROM base INNER JOIN moved ON moved.was = base.report_id
"""
WORDED = {"report_texts": ("source_text", "text"), "quantities": ("surface", "quote")}
# a character for six frequent ones: sentences of two copies are no copies of each other, and no offset moves
TEXTS = "translate(facts.{0}, '的了和及在为', repeat(chr(19968 + 7 * $copy), 6)) AS {0}"
CONTENTS = """
INSERT INTO ledger.contents BY NAME
SELECT contents.* REPLACE (
  moved.sha256 AS sha256, moved.report_id AS report_id, $run_no AS run_no,
  sha256(concat($copy, contents.fold_hash)) AS fold_hash
)
FROM base_contents AS contents INNER JOIN moved ON moved.was_content = contents.sha256
"""
OFFERS = """
INSERT INTO ledger.offers BY NAME
SELECT offers.* REPLACE (moved.sha256 AS sha256, $copy || '/' || offers.source_uri AS source_uri, 'copies' AS inbox)
FROM base_offers AS offers INNER JOIN moved ON moved.was_content = offers.sha256
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Look up, on this connection, the reports that copies are made of: those that are none; the models must be built.

    Their rows are set apart, so that a copy costs the same however many were made before.
    """
    con.execute(HOMES)
    con.execute(BASE)
    for fact in FACTS:
        con.execute(f"CREATE OR REPLACE TEMP TABLE base_{fact} AS FROM store.{fact} SEMI JOIN base USING (report_id)")
    for name in ("contents", "offers"):
        con.execute(f"CREATE OR REPLACE TEMP TABLE base_{name} AS FROM ledger.{name} SEMI JOIN base USING (sha256)")


def add_copy(con: duckdb.DuckDBPyConnection, copy: int, run_no: int, year: int | None = None, limit: int = 10**9) -> int:
    """Add the copy of that number, of one year only or at most `limit` reports; return how many reports were added."""
    con.execute("BEGIN")
    con.execute(MOVED, {"copy": copy, "year": year, "limit": limit})
    con.execute(REPORTS, {"copy": copy})
    for fact in FACTS:
        texts = ", ".join(TEXTS.format(name) for name in WORDED.get(fact, ()))
        replaced = "moved.report_id AS report_id" + (f", {texts}" if texts else "")
        con.execute(
            f"INSERT INTO store.{fact} BY NAME SELECT facts.* REPLACE ({replaced}) "
            f"FROM base_{fact} AS facts INNER JOIN moved ON moved.was = facts.report_id",
            {"copy": copy} if texts else None,
        )
    con.execute(CONTENTS, {"copy": copy, "run_no": run_no})
    con.execute(OFFERS, {"copy": copy})
    con.execute("INSERT INTO ledger.touched SELECT report_id FROM moved")
    added: int = con.execute("SELECT count(*) FROM moved").fetchall()[0][0]
    con.execute("COMMIT")
    return added
