"""Every table and view that sql/ builds, and what each carries: the version of its build."""

from warehouse.tables.bi import bi_tables
from warehouse.tables.columns import DATA_VERSION, Table
from warehouse.tables.marts import indicator_tables
from warehouse.tables.review import review_tables
from warehouse.tables.views import core_tables


def model_tables() -> tuple[Table, ...]:
    """Return every table or view that sql/ builds, each with `data_version` as its last column."""
    found = (*core_tables(), *indicator_tables(), *review_tables(), *bi_tables())
    return tuple(table._replace(columns=(*table.columns, DATA_VERSION)) for table in found)
