"""Where a row stands in the partitioned exports: by the year reported on, and within it by the region of the place."""

from warehouse.schema import literal, models
from warehouse.sql import Model

PLACED = "coalesce(report_year::VARCHAR, 'unknown') AS in_year, coalesce(left(place_code, 1), '0') AS in_region"
_NOWHERE = "coalesce(left(place_code, 1), '0') = '0'"
REPORTS_PLACED = f"(SELECT report_id, {PLACED} FROM core.reports)"  # noqa: S608


def divided_by(model: Model) -> tuple[str, ...]:
    """The partition columns of a model's export, none where it is one file."""
    names = {column.name for column in models()[model.name].columns}
    if model.is_whole or not names & {"report_id", "report_year"}:
        return ()
    return ("in_year", "in_region") if "report_id" in names else ("in_year",)


def stands_alone(model: Model) -> bool:
    """Whether each row says by itself in which year and at which place it stands."""
    return {"report_year", "place_code"} <= {column.name for column in models()[model.name].columns}


def in_part(year: str, region: str | None) -> str:
    """The condition that a row stands in the part, where the row itself says so; a region of None is all of the year.

    It is said of the columns as they are, so that blocks of other years and places are not read.
    """
    where = "report_year IS NULL" if year == "unknown" else f"report_year = {year}"
    if region is None:
        return where
    return f"{where} AND {f'left(place_code, 1) = {literal(region)}' if region != '0' else _NOWHERE}"


def names_body(model: Model) -> bool:
    """Whether a row of the model says which body it is of: some of these are of no report (marts.gaps)."""
    return "body_key" in {column.name for column in models()[model.name].columns}


def located(model: Model, rows: str, reports: str = REPORTS_PLACED) -> str | None:
    """Return a SELECT of `rows` of a model with the columns in_year and in_region; None where its export is one file.

    `reports` says where each report stands: rows that name no year and place of their own stand with their report.
    """
    if not divided_by(model):
        return None
    names = {column.name for column in models()[model.name].columns}
    if stands_alone(model):
        return f"SELECT *, {PLACED} FROM {rows}"  # noqa: S608
    if "report_id" in names:
        named = "SELECT found.*, placed.in_year, placed.in_region"
        return f"{named} FROM {rows} AS found INNER JOIN {reports} AS placed ON placed.report_id = found.report_id"
    return f"SELECT *, coalesce(report_year::VARCHAR, 'unknown') AS in_year, NULL::VARCHAR AS in_region FROM {rows}"  # noqa: S608
