"""The reporting bodies as the page names them, and the names of their files."""

import hashlib
from typing import NamedTuple

from warehouse.page.rows import Row


class Body(NamedTuple):
    """One reporting body: `path` names its place in the hierarchy, `name` its lowest part; `file` is its page."""

    key: str
    name: str
    path: str
    level: str | None
    province: str | None
    years: list[int]
    file: str
    fictional: bool


def body_of(row: Row) -> Body:
    """Return the body of a row of sql/page/bodies.sql."""
    places = [row[part] for part in ("province", "prefecture", "county", "township") if row[part]]
    if row["level"] == "department" or not places:
        name = row["issuer"] or row["title"] or row["body_key"]
        above = places
    else:
        name, above = places[-1], places[:-1]
    return Body(
        row["body_key"], name, " ".join(above), row["level"], row["province"], row["years"], _file(row), row["fictional"]
    )


def report_file(report_id: str) -> str:
    """Return the file of a report's page; folders by the first two digits keep each of them small."""
    return f"report/{report_id[:2]}/{report_id}.html"


def _file(row: Row) -> str:
    # the code where it names one body alone; a department's name is Chinese, which some web servers' paths do not survive
    if row["place_code"] and row["level"] != "department":
        return f"place/{row['level']}-{row['place_code']}.html"
    return f"place/{row['level'] or 'body'}-{hashlib.blake2s(row['body_key'].encode(), digest_size=6).hexdigest()}.html"
