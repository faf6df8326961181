"""The warehouse of one home, as the flows use it: opened under a lock, loaded, built, checked, published."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from warehouse import changes, checks, exports, ledger, models, publish, rewrite
from warehouse.around import ModelRun
from warehouse.connection import first_line, open_published, open_work, transaction
from warehouse.errors import ContractError, WarehouseError, WarehouseLockedError
from warehouse.ledger import Run, Selection
from warehouse.load import ChunkResult, delete_reports, load_chunk, retire
from warehouse.schema import written_tables
from warehouse.signatures import sign_reports
from warehouse.sql import query

__all__ = ["Run", "Selection", "Summary", "Warehouse", "WarehouseLockedError", "open_published"]

WORK = "work.duckdb"
LOCK = "work.lock"


class Summary(NamedTuple):
    """What the warehouse holds: counts by name (files, loaded, ..., stale) and refused files by reject code."""

    counts: dict[str, int]
    rejects: dict[str, int]


class Warehouse:
    """The one writer of a home. Use as a context manager; one thread at a time."""

    def __init__(self, home: Path, con: duckdb.DuckDBPyConnection, lock: FileLock, memory_mb: int | None = None) -> None:
        """Take an open working file and the lock that guards it; `Warehouse.open` makes both."""
        self._memory_mb = memory_mb
        self.home = home
        self._con: duckdb.DuckDBPyConnection | None = con
        self._lock = lock
        self._run: Run | None = None
        self._finished = True
        self._build: models.Build | None = None  # the last one, where it followed what is published

    @classmethod
    def open(cls, home: Path, wait_seconds: float = 0, memory_mb: int | None = None) -> Self:
        """Open the warehouse of `home` for writing, made new where there is none; DuckDB keeps at most `memory_mb` in memory.

        Raises WarehouseLockedError where another process holds it for longer than `wait_seconds`.
        """
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / LOCK)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise WarehouseLockedError(f"Another run is writing to {home}: wait until it has ended.") from error
        except OSError as error:
            raise WarehouseError(f"{home} cannot be written to: {error.strerror}.") from error
        try:
            return cls(home, open_work(home / WORK, memory_mb), lock, memory_mb)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        """Return the warehouse."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the warehouse; a run that was not finished counts as failed."""
        self.close(f"{kind.__name__}: {error}" if kind else "ended without an outcome")

    def close(self, reason: str = "closed") -> None:
        """Close file and lock; an unfinished run is noted as failed with `reason`."""
        try:
            if self._con is not None:
                if not self._finished:
                    self.finish_run("failed", None, reason)
                self._con.close()
        finally:
            self._con = None
            self._lock.release()

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to the working file; WarehouseError once it is closed."""
        if self._con is None:
            raise WarehouseError("The warehouse is closed.")
        return self._con

    @property
    def run(self) -> Run:
        """The run at hand; WarehouseError where none was started."""
        if self._run is None:
            raise WarehouseError("No run was started.")
        return self._run

    def start_run(self, kind: str, extractor_version: str) -> Run:
        """Open a run of `kind` (ingest, backfill, rebuild, ...); what is built in it carries its run_id as data_version."""
        self._run = ledger.start_run(self.con, kind, extractor_version)
        self._finished = False
        return self._run

    def note_taken_in(self, counts: Mapping[str, int]) -> None:
        """Note that the run has taken in all of its inboxes, before it reads any of it; see ledger.note_taken_in."""
        ledger.note_taken_in(self.con, self.run, counts)

    def finish_run(self, outcome: str, counts: Mapping[str, int] | None, message: str | None = None) -> None:
        """Close the run as `success` or `failed`; with None for counts it keeps those it noted.

        A success is noted before it is published, so that the file says so.
        """
        ledger.finish_run(self.con, self.run, outcome, counts, message)
        self._finished = True

    def known_offers(self, inbox: str, places: Iterable[str]) -> pa.Table:
        """Return what stood last at `places` of `inbox`: place, source_uri, sha256, size_bytes, mtime_ns (-1: unknown)."""
        return ledger.known_offers(self.con, inbox, places)

    def register_offers(self, offers: pa.Table) -> None:
        """Note files that stand in inboxes (ledger.OFFER_SCHEMA), unchanged ones too, their bytes already archived."""
        ledger.register_offers(self.con, self.run, offers)

    def close_listing(self, inbox: str, left: Iterable[str] = ()) -> None:
        """Note that all of `inbox` was offered in this run, but for the source_uris that were `left` for a later one."""
        ledger.close_listing(self.con, self.run, inbox, left)

    def pending(self) -> pa.Table:
        """Return what waits for extraction, in loading order: sha256, size_bytes, why."""
        return ledger.pending(self.con)

    def stored(self, selection: Selection) -> pa.Table:
        """Return processed contents to read again, in loading order: sha256, size_bytes."""
        return ledger.stored(self.con, selection)

    def load_chunk(self, tables: Mapping[str, pa.Table]) -> ChunkResult:
        """Load one extracted chunk in one transaction; see load.load_chunk."""
        return load_chunk(self.con, self.run, tables)

    def settle(self) -> int:
        """After the last chunk: drop reports that nothing carries any more; return how many contents are pending again."""
        retire(self.con)
        waiting: int = self.pending().num_rows
        return waiting

    def drop_rows(self, report_ids: Iterable[str]) -> None:
        """Delete all rows of these reports, whatever table still holds some."""
        with transaction(self.con):
            delete_reports(self.con, report_ids)

    def load_reference(self, **tables: pa.Table) -> None:
        """Replace reference tables that differ: indicators, places, conversions, ... (columns as in the schema).

        Models that read one of these are made anew as a whole by the next build.
        """
        declared = {table.name: table for table in written_tables() if table.schema == "store"}
        with transaction(self.con):
            for name, rows in tables.items():
                if name not in declared:
                    raise ContractError(f"There is no reference table {name}.")
                table = declared[name]
                incoming = ledger.conform(rows, table.arrow(), name)
                self.con.register("incoming", incoming)
                if not rewrite.same_rows(self.con, table, "FROM incoming"):
                    models.forget_readers(self.con, table.full_name)
                    self.con.execute(f"DELETE FROM {table.full_name}")  # noqa: S608
                    self.con.execute(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM incoming")  # noqa: S608
                self.con.unregister("incoming")

    def build_models(self, whole: bool = False) -> list[ModelRun]:
        """Sign what is new, and build core and marts: what was touched or (`whole`) all; see models.build_models.

        Where nobody set how much memory DuckDB may use, a model that lacks some is made again with more.
        """
        sign_reports(self.con)
        build = models.build_models(self.con, whole, may_take_more=self._memory_mb is None)
        follows = self._run is not None and publish.follows_release(self.con, self._run.run_no, self.home)
        self._build = build if follows else None
        return build.runs

    def run_checks(self) -> list[checks.CheckResult]:
        """Run the data tests and note their outcome; `checks.require` turns failures into an error.

        After a build of a part, on top of what was released, they look at that part; else at everything.
        """
        return checks.run_checks(self.con, self.run, self._build)

    def changes_to_publish(self) -> changes.Changes:
        """Compare what was built with what is published; see changes.changes_to_publish."""
        return changes.changes_to_publish(self.con, self.home, self._build)

    def publish(self, whole: bool = False) -> Path:
        """Export what changed (or, `whole`, all) to Parquet, and swap a copy of the working file in as warehouse.duckdb.

        The run is finished before, so that what is published says so; where publishing fails it becomes `failed`.
        """
        try:
            exports.write_exports(self.con, self.home / exports.FOLDER, whole)
            self.con.execute("CHECKPOINT")
            publish.compact_file(self.con, self.home / WORK)
            self.con.close()
            self._build = None  # what lay near went with the connection
            self._con = None
            return publish.publish_file(self.home / WORK, self.home)
        except BaseException as error:
            self._reopen()
            self.finish_run("failed", None, f"could not publish: {first_line(error)}")
            raise
        finally:
            self._reopen()

    def _reopen(self) -> None:
        if self._con is None:
            self._con = open_work(self.home / WORK, self._memory_mb)

    def summary(self, extractor_version: str) -> Summary:
        """Count what the warehouse holds; `stale` are contents that another extractor version processed."""
        counts = dict(self.con.execute(query("ledger/summary"), {"extractor_version": extractor_version}).fetchall())
        rejects = self.con.execute(query("ledger/rejects")).fetchall()
        return Summary(counts, dict(rejects))

    def query(self, text: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Run one statement on the working file and return its rows."""
        return self.con.sql(text, params=list(parameters)).to_arrow_table()
