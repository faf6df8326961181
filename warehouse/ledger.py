"""The ledger: which contents were offered where, which were processed by which code, and what each run did."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.connection import registered, transaction
from warehouse.errors import ContractError
from warehouse.sql import query

OFFER_SCHEMA = pa.schema(
    [
        pa.field("inbox", pa.string(), nullable=False),
        pa.field("source_uri", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("mtime_ns", pa.int64()),
    ]
)
"""What register_offers takes: one row per file that stands in an inbox, its bytes already archived."""


class Run(NamedTuple):
    """One run of a flow; its run_id is the data version of what it builds."""

    run_id: str
    run_no: int
    started_at: datetime
    extractor_version: str


class Selection(NamedTuple):
    """Which stored contents a re-reading takes; None selects everything in that respect."""

    not_by: str | None = None  # extractor version: only contents that another one processed
    year_from: int | None = None
    year_to: int | None = None
    places: tuple[str, ...] | None = None  # names or codes, of any level
    levels: tuple[str, ...] | None = None
    rejected: bool = False  # only refused contents, which have neither year nor place
    reject_codes: tuple[str, ...] | None = None  # of these only such
    offered_from: date | None = None  # only contents first offered on this day (UTC) or later
    pages_without_text: bool = False  # only documents of which pages, or all, are known to hold no text


def start_run(con: duckdb.DuckDBPyConnection, kind: str, extractor_version: str) -> Run:
    """Open a run. The caller holds the lock, so a run that still says `running` is dead: it becomes `interrupted`.

    What a run offered that did not get to the end of its inboxes counts as first offered by this one, which offers the
    rest: both halves are then loaded in one order, as if nothing had happened.
    """
    started = datetime.now(UTC)
    with transaction(con):
        con.execute("UPDATE ledger.runs SET outcome = 'interrupted' WHERE outcome = 'running'")
        run_no = con.execute("SELECT coalesce(max(run_no), 0) + 1 FROM ledger.runs").fetchall()[0][0]
        run = Run(f"{run_no:06d}-{started:%Y%m%dT%H%M%SZ}", run_no, started, extractor_version)
        con.execute(
            "INSERT INTO ledger.runs BY NAME SELECT ? AS run_id, ? AS run_no, ? AS kind, ?::TIMESTAMPTZ AS started_at, "
            "'running' AS outcome, MAP {} AS counts, ? AS extractor_version, FALSE AS taken_in",
            [run.run_id, run.run_no, kind, started, extractor_version],
        )
        con.execute(query("ledger/take_over"), {"run_no": run_no})
        con.execute("DELETE FROM ledger.build")
        con.execute("INSERT INTO ledger.build VALUES (?, ?)", [run.run_id, run.run_no])
    return run


def note_taken_in(con: duckdb.DuckDBPyConnection, run: Run, counts: Mapping[str, int]) -> None:
    """Note that all inboxes were taken in, with the counts so far: should the run die now, its offers stay its own."""
    with transaction(con):
        con.execute("UPDATE ledger.runs SET taken_in = TRUE WHERE run_id = ?", [run.run_id])
        _note_counts(con, run, counts)


def _note_counts(con: duckdb.DuckDBPyConnection, run: Run, counts: Mapping[str, int]) -> None:
    con.execute(
        "UPDATE ledger.runs SET counts = map(?::VARCHAR[], ?::BIGINT[]) WHERE run_id = ?",
        [list(counts), list(counts.values()), run.run_id],
    )


def finish_run(
    con: duckdb.DuckDBPyConnection, run: Run, outcome: str, counts: Mapping[str, int] | None, message: str | None
) -> None:
    """Close a run with its outcome; a success also notes the rows per year that the next release is compared with."""
    with transaction(con):
        if counts is not None:
            _note_counts(con, run, counts)
        con.execute(
            "UPDATE ledger.runs SET outcome = ?, finished_at = greatest(?::TIMESTAMPTZ, started_at), message = ? "
            "WHERE run_id = ?",
            [outcome, datetime.now(UTC), message, run.run_id],
        )
        if outcome == "success":
            con.execute("DELETE FROM ledger.year_counts WHERE run_no = ?", [run.run_no])
            con.execute(query("ledger/count_years"), {"run_no": run.run_no})


def register_offers(con: duckdb.DuckDBPyConnection, run: Run, offers: pa.Table) -> None:
    """Note the files that stand in an inbox (OFFER_SCHEMA), unchanged ones too; raises ContractError for other columns."""
    offered = conform(offers, OFFER_SCHEMA, "offers")
    with registered(con, "offered", offered):
        con.execute(query("ledger/offer"), {"run_no": run.run_no, "seen_at": run.started_at})


def close_listing(con: duckdb.DuckDBPyConnection, run: Run, inbox: str, left: Iterable[str]) -> None:
    """Note that this run saw the whole of `inbox`: spots not offered are gone, but for those that were `left` for later."""
    with transaction(con), registered(con, "waiting", pa.table({"source_uri": pa.array(left, pa.string())})):
        con.execute(query("ledger/touch_left"), {"run_no": run.run_no, "seen_at": run.started_at, "inbox": inbox})
        con.execute("DELETE FROM ledger.listings WHERE inbox = ?", [inbox])
        con.execute("INSERT INTO ledger.listings VALUES (?, ?)", [inbox, run.run_no])


def known_offers(con: duckdb.DuckDBPyConnection, inbox: str, places: Iterable[str]) -> pa.Table:
    """Return place, source_uri, sha256, size_bytes, mtime_ns (-1 where unknown) of what stood last at `places` of `inbox`.

    A place is a source_uri, or that of a zip, at which all of its members stand. By source_uri.
    """
    with registered(con, "wanted", pa.table({"place": pa.array(places, pa.string())})):
        return con.sql(query("ledger/known_offers"), params={"inbox": inbox}).to_arrow_table()


def pending(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return sha256, size_bytes, why (`new`, `unsettled`) of what waits for extraction, in loading order."""
    return con.sql(query("ledger/pending")).to_arrow_table()


def stored(con: duckdb.DuckDBPyConnection, selection: Selection) -> pa.Table:
    """Return sha256, size_bytes of processed contents that `selection` takes, in loading order."""
    wanted = {name: list(value) if isinstance(value, tuple) else value for name, value in selection._asdict().items()}
    return con.sql(query("ledger/stored"), params=wanted).to_arrow_table()


def conform(table: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    """Return `table` with the columns of `schema`, in its order and types; raises ContractError where that cannot be."""
    if missing := set(schema.names) - set(table.column_names):
        raise ContractError(f"Table {name} lacks the columns {', '.join(sorted(missing))}.")
    try:
        return table.select(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise ContractError(f"Table {name} does not have the declared columns: {error}.") from error
