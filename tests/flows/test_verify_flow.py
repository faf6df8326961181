"""Verify finds what is broken, mends what the raw bytes can rebuild, and says what they cannot."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from flows.console import SaidError
from flows.ingest import ingest
from flows.verify import Verified, verify
from tasks.intake.archive import Archive
from warehouse.warehouse import Warehouse

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")

WriteInto = Callable[..., Path]

FACTS = "SELECT * EXCLUDE (data_version) FROM core.quantities ORDER BY ALL"


def facts(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(FACTS).fetchall()


def damage(home: Path, *statements: str) -> None:
    with Warehouse.open(home) as warehouse:
        for statement in statements:
            warehouse.con.execute(statement)


def checks(done: Verified) -> list[str]:
    return [one.check for one in done.found]


def archived(home: Path) -> Path:
    return next(path for path in sorted((home / "archive").glob("??/??/*")))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, prefect_server_for_tests: None, write_into: WriteInto) -> Path:
    """A home of three reports, filled once, and the inbox that they came from."""
    folder = tmp_path_factory.mktemp("template")
    for year in (2020, 2021, 2022):
        write_into(folder / "inbox", f"{year}.txt", year=year, lectures=year - 2000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAZHI_HOME", str(folder / "home"))
        ingest([str(folder / "inbox")])
    return folder


@pytest.fixture
def filled(home: Path, template: Path) -> Path:
    shutil.copytree(template / "home", home, dirs_exist_ok=True)
    return home


def test_a_sound_home_is_whole_and_stays_as_it_is(filled: Path) -> None:
    before = (filled / "warehouse.duckdb").stat().st_ino
    done = verify()
    assert (done.found, done.left, done.contents, done.reports) == ((), (), 3, 3)
    assert (filled / "warehouse.duckdb").stat().st_ino == before


BY_YEAR = "report_id = (SELECT report_id FROM store.reports WHERE report_year = {})"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            [
                f"DELETE FROM store.quantities WHERE quantity_no = 2 AND {BY_YEAR.format(2020)}",
                f"DELETE FROM store.report_texts WHERE {BY_YEAR.format(2021)}",
                f"DELETE FROM store.sections WHERE section_path = '1' AND {BY_YEAR.format(2022)}",
                "UPDATE built.source_files SET status = 'duplicate'",
            ],
            ["reports that lost rows", "published tables that differ from the working file"],
        ),
        (
            ["DELETE FROM store.reports WHERE report_year > 2020", "DELETE FROM ledger.contents"],
            ["contents that wait to be read", "rows without a report", "reports that lost rows"],
        ),
    ],
)
def test_rows_are_made_again_from_the_bytes(filled: Path, statements: list[str], expected: list[str]) -> None:
    before = facts(filled)
    damage(filled, *statements)
    told = verify(repair=False)
    assert set(expected) <= set(checks(told))
    assert told.left == told.found
    assert verify().left == ()
    assert facts(filled) == before
    assert verify().found == ()


@pytest.mark.parametrize("name", ["warehouse.duckdb", "work.duckdb"])
def test_a_broken_database_file_is_made_again(filled: Path, name: str) -> None:
    before, path = facts(filled), filled / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    done = verify()
    assert done.found
    assert done.left == ()
    assert facts(filled) == before


def test_from_the_archive_alone_all_reports_come_back(filled: Path) -> None:
    before = facts(filled)
    for name in ("warehouse.duckdb", "work.duckdb"):
        (filled / name).unlink()
    assert checks(verify()) == ["archived contents that the ledger does not know", "nothing is published"]
    assert facts(filled) == before


def test_what_was_archived_and_never_entered_is_read(filled: Path, write_into: WriteInto, tmp_path: Path) -> None:
    archive = Archive(filled / "archive")
    archive.put(write_into(tmp_path, "vanished.txt", year=2019).read_bytes())
    archive.seal()  # and here the run was killed, and the file taken away
    done = verify()
    assert (checks(done), done.left) == (["archived contents that the ledger does not know"], ())
    with duckdb.connect(str(filled / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT min(report_year), count(*) FROM core.reports").fetchall() == [(2019, 4)]


def restored(backup: Path, home: Path) -> Result:
    return CliRunner().invoke(app, ["restore", str(backup), "--home", str(home)])


def test_a_home_is_restored_from_a_copy(filled: Path, tmp_path: Path) -> None:
    before = facts(filled)
    for name in ("work.duckdb", "export", "prefect"):  # a backup of the two that matter
        shutil.rmtree(filled / name) if (filled / name).is_dir() else (filled / name).unlink(missing_ok=True)
    told = restored(filled, tmp_path / "new")
    assert told.exit_code == 0, told.stderr
    assert "Copied 3 contents and warehouse.duckdb" in told.stdout
    assert "repaired: 1 missing folder of exports" in told.stdout
    assert "differ" not in told.stdout
    assert "All is whole." in told.stdout
    assert facts(tmp_path / "new") == before
    assert list((tmp_path / "new" / "export").rglob("*.parquet"))


def test_restore_overwrites_nothing_and_takes_no_other_folder(filled: Path, tmp_path: Path) -> None:
    before = (filled / "warehouse.duckdb").read_bytes()
    (tmp_path / "other").mkdir()
    for backup, home, says in (
        (filled, filled, "is the home itself"),
        (tmp_path / "other", tmp_path / "new", "is no copy of a home"),
        (shutil.copytree(filled, tmp_path / "copy"), filled, "is not empty (warehouse.duckdb is there)"),
    ):
        told = restored(Path(backup), home)
        assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
        assert says in told.stderr
    assert (filled / "warehouse.duckdb").read_bytes() == before


def copied_as_far(monkeypatch: pytest.MonkeyPatch, failure: BaseException, after: int) -> None:
    """Let the disk fail, or the person stop it, when `after` files are copied."""
    copies, copyfile = iter(range(after)), shutil.copyfile

    def copy(source: Path, target: Path) -> Path:
        if next(copies, None) is None:
            Path(target).write_bytes(b"half")
            raise failure
        return copyfile(source, target)

    monkeypatch.setattr("flows.restore.shutil.copyfile", copy)


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/backup/warehouse.duckdb"), "is full ("),
        (OSError(errno.EIO, "Input/output error", "/backup/warehouse.duckdb"), "/backup/warehouse.duckdb: Input/output error."),
        (KeyboardInterrupt(), "Stopped."),
    ],
)
@pytest.mark.parametrize("after", [0, 3])
def test_a_restore_that_fails_leaves_nothing_half(filled, tmp_path, failure, says, after) -> None:
    with pytest.MonkeyPatch.context() as patch:
        copied_as_far(patch, failure, after)
        told = restored(filled, tmp_path / "new")
    assert told.exit_code in (2, 130)
    assert says in told.stderr
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["work.lock"]


def test_a_disk_without_room_for_the_backup_is_told_before_anything_is_copied(filled, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("flows.restore.shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    told = restored(filled, tmp_path / "new")
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "1 MB are free: nothing was restored. Make room, or choose a home on another disk" in told.stderr
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["work.lock"]


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param([], marks=pytest.mark.long),
        ["archive"],
        pytest.param(["archive", "warehouse.duckdb"], marks=pytest.mark.long),
    ],
)
def test_a_restore_that_was_killed_is_begun_anew_or_brought_to_its_end(filled, tmp_path, monkeypatch, moved) -> None:
    before, home = facts(filled), tmp_path / "new"
    home.mkdir()
    monkeypatch.setenv("FAZHI_HOME", str(home))
    monkeypatch.setenv("FAZHI_INBOX", str(tmp_path))
    shutil.copytree(filled / "archive", home / ".restored" / "archive")
    shutil.copy(filled / "warehouse.duckdb", home / ".restored")
    for name in moved:
        (home / ".restored" / name).rename(home / name)
    (home / ".restoring").mkdir()
    with pytest.raises(SaidError, match="was stopped on its way"):  # it is no empty home to start a new warehouse in
        ingest([])
    assert not (home / "work.duckdb").exists()
    told = restored(filled, home)
    assert told.exit_code == 0, told.stderr
    assert "it is brought to its end" in told.stdout
    assert facts(home) == before
    assert not (home / ".restored").exists()


def test_a_damaged_backup_is_restored_as_far_as_it_goes(filled: Path, tmp_path: Path) -> None:
    archived(filled).write_bytes(b"rotten")
    told = restored(filled, tmp_path / "new")
    assert told.exit_code == 1
    assert "not repaired: 1 raw bytes that are damaged" in told.stdout


def test_exports_are_written_again(filled: Path) -> None:
    export = next((filled / "export" / "core" / "quantities").rglob("*.parquet"))
    export.write_bytes(export.read_bytes()[:-100])
    next((filled / "export" / "marts" / "gaps").rglob("*.parquet")).unlink()
    done = verify()
    assert [(one.check, one.cases) for one in done.found] == [("exports that differ from the published file", 2)]
    assert done.left == ()


def test_files_that_no_table_writes_are_set_aside_from_the_exports(filled: Path, tmp_path: Path) -> None:
    part = next((filled / "export" / "core" / "quantities").glob("*/*"))
    strangers = [Path("old.parquet"), Path("marts", "dropped", "in_year=2020", "data_0.parquet"), Path("marts", "notes.txt")]
    strangers += [(part / "mine.parquet").relative_to(filled / "export"), Path("core", "places", "data_0.parquet")]
    for path in strangers:
        (filled / "export" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(next(part.glob("data_*")), filled / "export" / path)
    (filled / "export" / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    (filled / "export" / ".drafts" / "marts.gaps").mkdir(parents=True)  # of a release that was killed
    before, published = facts(filled), (filled / "warehouse.duckdb").stat().st_ino
    told = verify(repair=False)
    assert [one.cases for one in told.left if one.check == FOREIGN] == [6]
    assert not list(filled.glob("export.foreign-*"))
    done = verify()
    assert [(one.check, one.cases) for one in done.found] == [(FOREIGN, 6)]
    assert (done.left, done.repaired, facts(filled)) == ((), True, before)
    assert (filled / "warehouse.duckdb").stat().st_ino == published  # nothing else was in need of repair
    aside = next(filled.glob("export.foreign-*"))
    assert done.found[0].example.endswith(f"now in {aside.name}/")
    assert all((aside / path).is_file() for path in strangers)
    assert (aside / "elsewhere").is_symlink()
    assert verify().found == ()


FOREIGN = "files in export/ that no table writes"


def test_lost_bytes_are_named_and_taken_from_the_inbox_again(filled: Path, template: Path) -> None:
    before, path = facts(filled), archived(filled)
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + b"?")
    done = verify()
    assert checks(done) == ["raw bytes that are damaged"]
    assert [one.check for one in done.left] == ["raw bytes that are missing from the archive"]
    assert not done.left[0].repairable
    assert facts(filled) == before  # what was read from them stays
    ingest([str(template / "inbox")])
    assert path.read_bytes() == raw
    assert verify().found == ()


APART = "reports whose copies differ, which the raw bytes decide: read again"
WRONG = "UPDATE store.quantities SET value = 9999, value_low = 9999, value_high = 9999 WHERE quantity_no = 1"
LATER = "UPDATE store.reports SET report_year = 2018 WHERE report_year = 2020"


def copies(home: Path) -> list[object]:
    """What the working file, the published file and the exports say: amounts, the years of reports, and values."""
    found: list[object] = []
    parts = {name: f"read_parquet('{home}/export/{name.replace('.', '/')}/**/*.parquet')" for name in WATCHED}
    for file, of in (("work.duckdb", {}), ("warehouse.duckdb", {}), ("warehouse.duckdb", parts)):
        with duckdb.connect(str(home / file), read_only=True) as connection:
            for name, columns in WATCHED.items():
                rows = connection.execute(f"SELECT {columns} FROM {of.get(name, name)} ORDER BY ALL")
                found.append(rows.fetchall())
    return found


WATCHED = {
    "core.quantities": "report_id, quantity_no, value",
    "core.reports": "report_id, report_year",
    "marts.indicator_values": "report_id, indicator_id, value",
}


def edit_export(home: Path) -> None:
    export = next((home / "export" / "core" / "quantities").rglob("*.parquet"))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE held AS SELECT * REPLACE (9999::DOUBLE AS value) FROM '{export}'")
        connection.execute(f"COPY held TO '{export}' (FORMAT parquet)")


def edit_published(home: Path, *statements: str) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("where", [damage, pytest.param(edit_published, marks=pytest.mark.long)])
def test_of_two_copies_that_differ_the_bytes_decide(filled: Path, where: Callable[..., None]) -> None:
    before = copies(filled)
    where(filled, WRONG, LATER, f"DELETE FROM store.quantities WHERE {BY_YEAR.format(2021)}")
    assert APART in checks(verify(repair=False))
    done = verify()
    assert APART in checks(done)
    assert done.left == ()
    assert copies(filled) == before
    assert verify().found == ()


def test_a_wrong_value_in_both_databases_is_told_by_the_exports(filled: Path) -> None:
    before = copies(filled)
    damage(filled, WRONG)
    edit_published(filled, WRONG)
    assert checks(verify()) == [APART, "exports that differ from the published file"]
    assert copies(filled) == before


def test_a_wrong_value_in_the_exports_alone_is_told_by_the_bytes(filled: Path) -> None:
    before = copies(filled)
    edit_export(filled)
    assert checks(verify()) == [APART, "exports that differ from the published file"]
    assert copies(filled) == before


def test_nothing_is_published_where_the_bytes_cannot_decide(filled: Path) -> None:
    before = copies(filled)[len(WATCHED) :]
    damage(filled, WRONG)
    archived(filled).write_bytes(b"rotten")
    told = CliRunner().invoke(app, ["verify"])
    assert told.exit_code == 1
    assert "not repaired: 1 reports whose copies differ and their bytes are lost: nothing is published" in told.stdout
    assert "\nrepaired" not in told.stdout
    assert copies(filled)[len(WATCHED) :] == before
