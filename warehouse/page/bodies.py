"""The reporting bodies as the page names them, and the names of their files."""

import hashlib
from typing import NamedTuple

from warehouse.page.rows import Row

PLACES = ("province", "prefecture", "county", "township")


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
    own = row[row["level"]] if row["level"] in PLACES else None  # of a body that no list has only what lies above it is known
    name = own or row["issuer"] or row["title"] or row["body_key"]
    above = [row[part] for part in PLACES if row[part] and row[part] != own]
    return Body(
        row["body_key"], name, " ".join(above), row["level"], row["province"], row["years"], _file(row), row["fictional"]
    )


def report_file(report_id: str) -> str:
    """Return the file of a report's page; folders by the first two digits keep each of them small."""
    return f"report/{report_id[:2]}/{report_id}.html"


def _file(row: Row) -> str:
    # the code where it is all of the body's key; names are Chinese, which some web servers' paths do not survive
    if row["place_code"] and row["body_key"].count("|") == 1:
        return f"place/{row['level']}-{row['place_code']}.html"
    return f"place/{row['level'] or 'body'}-{hashlib.blake2s(row['body_key'].encode(), digest_size=6).hexdigest()}.html"
