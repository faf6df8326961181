"""The single writer: brings extracted chunks into the store, each in one transaction and with the same result every time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.connection import registered, transaction
from warehouse.errors import ContractError
from warehouse.identity import Fate, Loaded, Offer, Surroundings
from warehouse.ledger import Run, conform
from warehouse.schema import CHUNK_TABLES, chunk_schema
from warehouse.sql import query
from warehouse.tables.core import FACTS

REPORT_TABLES = ("reports", *FACTS)


class ChunkResult(NamedTuple):
    """What became of a chunk's contents: loaded as reports, twins of loaded ones, outdated versions, refused."""

    loaded: int = 0
    duplicates: int = 0
    outdated: int = 0
    rejected: int = 0


def load_chunk(con: duckdb.DuckDBPyConnection, run: Run, tables: Mapping[str, pa.Table]) -> ChunkResult:
    """Load one chunk (CHUNK_TABLES, keyed by sha256) in one transaction; loading it again changes nothing.

    Chunks come in the order of `ledger.pending`, which makes a resumed run end like one never disturbed. Raises
    ContractError where the tables are not those of the schema.
    """
    chunk = {name: conform(_table(tables, name), chunk_schema(name), name) for name in CHUNK_TABLES}
    contents = chunk["contents"].select(["sha256", "fold_hash"]).to_pylist()
    order = _loading_order(con, [row["sha256"] for row in contents])
    if len(order) != len(contents):
        raise ContractError("A chunk has one row per content, each of which has been offered.")
    folds = {row["sha256"]: row["fold_hash"] for row in contents}
    around = surroundings(con, folds)
    before = dict(around.reports)
    fates = {sha256: around.decide(sha256, folds[sha256]) for sha256 in order}
    gone = {key for key, loaded in before.items() if around.reports.get(key) != loaded or loaded.sha256 in folds}
    with transaction(con):
        if any(loaded.sha256 in folds for loaded in before.values()):
            _note_changes(con, run, chunk, fates)
        delete_reports(con, gone)
        _insert(con, run, chunk, fates)
    return _count(fates, folds)


def surroundings(con: duckdb.DuckDBPyConnection, folds: Mapping[str, str | None]) -> Surroundings:
    """Fetch what decides about these contents (sha256 -> fold_hash): their places, the reports near, who else carries those."""
    offers, known = _around(con, folds)
    near = {*known.values(), *(fold for fold in folds.values() if fold)}
    reports = _reports_near(con, near, folds)
    if reports:
        carriers = _carriers(con, reports)
        more, further = _around(con, [sha256 for sha256 in carriers if sha256 not in folds])
        offers = [*{*offers, *more}]
        known = {**known, **further}
    return Surroundings(offers, known, reports)


def delete_reports(con: duckdb.DuckDBPyConnection, report_ids: Iterable[str]) -> None:
    """Delete all rows of these reports; the caller holds a transaction."""
    if gone := sorted(report_ids):
        note_touched(con, gone)
        with registered(con, "gone", pa.table({"report_id": gone})):
            for name in REPORT_TABLES:
                con.execute(f"DELETE FROM store.{name} WHERE report_id IN (SELECT report_id FROM gone)")  # noqa: S608


def note_touched(con: duckdb.DuckDBPyConnection, report_ids: Iterable[str]) -> None:
    """Note reports whose rows change, for the next build of the models; the caller holds a transaction."""
    with registered(con, "changing", pa.table({"report_id": pa.array(report_ids, pa.string())})):
        con.execute("INSERT INTO ledger.touched SELECT report_id FROM changing")


def retire(con: duckdb.DuckDBPyConnection) -> int:
    """Delete reports whose text no place carries any more, and return how many there were."""
    gone = [row[0] for row in con.execute(query("ledger/retire")).fetchall()]
    with transaction(con):
        delete_reports(con, gone)
    return len(gone)


def _table(tables: Mapping[str, pa.Table], name: str) -> pa.Table:
    try:
        return tables[name]
    except KeyError:
        raise ContractError(f"A chunk must have the table {name}.") from None


def _loading_order(con: duckdb.DuckDBPyConnection, contents: list[str]) -> list[str]:
    with registered(con, "wanted", pa.table({"sha256": pa.array(contents, pa.string())})):
        return [row[0] for row in con.execute(query("ledger/loading_order")).fetchall()]


def _around(con: duckdb.DuckDBPyConnection, contents: Iterable[str]) -> tuple[list[Offer], dict[str, str]]:
    with registered(con, "wanted", pa.table({"sha256": pa.array(list(contents), pa.string())})):
        rows = con.execute(query("ledger/around")).fetchall()
    offers = [Offer((inbox, uri), sha256, last_run, live) for inbox, uri, sha256, last_run, live, _ in rows]
    return offers, {row[2]: row[5] for row in rows if row[5]}


def _reports_near(con: duckdb.DuckDBPyConnection, folds: Iterable[str], contents: Iterable[str]) -> dict[str, Loaded]:
    keys = [{"fold_hash": fold} for fold in folds]
    keys += [{"sha256": sha256, "report_id": sha256[:16]} for sha256 in contents]
    schema = pa.schema([("fold_hash", pa.string()), ("sha256", pa.string()), ("report_id", pa.string())])
    with registered(con, "near", pa.Table.from_pylist(keys, schema)):
        return {key: Loaded(sha256, fold) for key, sha256, fold in con.execute(query("ledger/reports_near")).fetchall()}


def _carriers(con: duckdb.DuckDBPyConnection, reports: Mapping[str, Loaded]) -> list[str]:
    with registered(con, "folds", pa.Table.from_pylist([loaded._asdict() for loaded in reports.values()])):
        return [row[0] for row in con.execute(query("ledger/carriers")).fetchall()]


def _note_changes(con: duckdb.DuckDBPyConnection, run: Run, chunk: Mapping[str, pa.Table], fates: Mapping[str, Fate]) -> None:
    """Keep what another extractor version had read from the same bytes, where this one reads something else."""
    with (
        registered(con, "loaded", _to_load(fates)),
        registered(con, "contents", chunk["contents"]),
        registered(con, "new_reports", chunk["reports"]),
        registered(con, "new_quantities", chunk["quantities"]),
    ):
        con.execute(query("ledger/insert_changes"), {"run_no": run.run_no})


def _decided(fates: Mapping[str, Fate]) -> pa.Table:
    return pa.table({"sha256": list(fates), "report_id": pa.array([fate.report_id for fate in fates.values()], pa.string())})


def _to_load(fates: Mapping[str, Fate]) -> pa.Table:
    return _decided(fates).filter(pa.array([fate.load for fate in fates.values()], pa.bool_()))


def _insert(con: duckdb.DuckDBPyConnection, run: Run, chunk: Mapping[str, pa.Table], fates: Mapping[str, Fate]) -> None:
    with (
        registered(con, "decided", _decided(fates)),
        registered(con, "loaded", _to_load(fates)),
        registered(con, "contents", chunk["contents"]),
    ):
        note_touched(con, [fate.report_id for fate in fates.values() if fate.load and fate.report_id])
        con.execute("DELETE FROM ledger.contents WHERE sha256 IN (SELECT sha256 FROM decided)")
        con.execute(query("ledger/insert_contents"), {"run_no": run.run_no})
        for name in REPORT_TABLES:
            with registered(con, "incoming", chunk[name]):
                con.execute(
                    query("ledger/insert_reports") if name == "reports" else query("ledger/insert_facts").format(table=name)
                )


def _count(fates: Mapping[str, Fate], folds: Mapping[str, str | None]) -> ChunkResult:
    read = [fate for sha256, fate in fates.items() if folds[sha256]]
    loaded = sum(fate.load for fate in read)
    twins = sum(not fate.load and fate.report_id is not None for fate in read)
    return ChunkResult(loaded, twins, len(read) - loaded - twins, len(fates) - len(read))
