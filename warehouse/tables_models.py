"""Every table and view that sql/ builds, and what each carries: the version of its build."""

from warehouse.columns import DATA_VERSION, Table
from warehouse.tables_bi import bi_tables
from warehouse.tables_marts import indicator_tables
from warehouse.tables_review import review_tables
from warehouse.tables_views import core_tables


def model_tables() -> tuple[Table, ...]:
    """Return every table or view that sql/ builds, each with `data_version` as its last column."""
    found = (*core_tables(), *indicator_tables(), *review_tables(), *bi_tables())
    return tuple(table._replace(columns=(*table.columns, DATA_VERSION)) for table in found)
