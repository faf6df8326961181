"""The flat views for BI tools: columns of other tables, each declared there, with the names that people filter by."""

from collections.abc import Iterable

from warehouse.tables.columns import Column, Table
from warehouse.tables.columns_core import INDICATOR_COLUMNS, STORED_REPORT_COLUMNS
from warehouse.tables.marts import BODY_TREND_COLUMNS, TREND_COLUMNS, VALUE_COLUMNS
from warehouse.tables.review import CALENDAR_COLUMNS

_NAMES = "name_zh name_en canonical_unit pillar"


def bi_tables() -> tuple[Table, ...]:
    """Return these views, without their `data_version`."""
    (wanted,) = _of(INDICATOR_COLUMNS, "direction")
    group = "report_year level region_level region_code region n_places figure figure_low figure_high share_approximate"
    values = (
        *_of(VALUE_COLUMNS, "report_id indicator_id"),
        *_of(INDICATOR_COLUMNS, _NAMES),
        *_of(VALUE_COLUMNS, "report_year level issuer province prefecture county township place_code"),
        *_of(VALUE_COLUMNS, "value value_low value_high approximate corrected apart"),
        *_maybe(_of(BODY_TREND_COLUMNS, "value_before change change_pct direction")),
        *_of(STORED_REPORT_COLUMNS, "title"),
        *_of(CALENDAR_COLUMNS, "dated days_late"),
        *_of(VALUE_COLUMNS, "fictional"),
    )
    trend = (
        *_of(TREND_COLUMNS, "indicator_id"),
        *_of(INDICATOR_COLUMNS, _NAMES),
        wanted._replace(name="wanted_direction"),
        *_of(TREND_COLUMNS, f"{group} matched_places matched_change matched_change_pct direction n_apart sum_apart"),
    )
    key = ("indicator_id", "report_year", "level", "region_level", "region_code")
    return (
        Table(
            "marts",
            "bi_values",
            ("report_id", "indicator_id"),
            "every value in one flat row, for BI tools",
            "指标值宽表",
            values,
        ),
        Table("marts", "bi_trend", key, "yearly figures with names and units, for BI tools", "趋势宽表", trend),
    )


def _of(columns: Iterable[Column], names: str) -> tuple[Column, ...]:
    declared = {column.name: column for column in columns}
    return tuple(declared[name] for name in names.split())


def _maybe(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(column._replace(nullable=True) for column in columns)
