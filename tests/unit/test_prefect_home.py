"""A new home's database of Prefect is a whole copy of the one kept, or is left to Prefect."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL, temporary_settings

from flows.prefect_home import DATABASE, kept, lay_out


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a database, and an environment that keeps none."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    kept().parent.mkdir(parents=True)
    home = tmp_path / "home"
    home.mkdir()
    return home


def _database(path: Path, word: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE said AS SELECT ? AS word", [word])
        database.commit()


def _said(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        (word,) = database.execute("SELECT word FROM said").fetchone()
        return str(word)


def _laid_out(home: Path, url: str | None = None) -> bool:
    with temporary_settings({PREFECT_SERVER_DATABASE_CONNECTION_URL: url or f"sqlite+aiosqlite:///{home / DATABASE}"}):
        return lay_out(home)


def test_a_new_home_gets_a_copy_of_the_kept_database(home: Path) -> None:
    _database(kept(), "empty")
    assert _laid_out(home)
    assert _said(home / DATABASE) == "empty"
    assert [path.name for path in home.iterdir()] == [DATABASE]


def test_a_home_keeps_the_database_that_it_has(home: Path) -> None:
    _database(kept(), "empty")
    _database(home / DATABASE, "history")
    assert not _laid_out(home)
    assert _said(home / DATABASE) == "history"


@pytest.mark.parametrize("kept_bytes", [None, b"SQLite format 3\x00 and then nothing of a database" * 40])
def test_a_missing_or_damaged_copy_is_left_to_the_server(home: Path, kept_bytes: bytes | None) -> None:
    if kept_bytes:
        kept().write_bytes(kept_bytes)
    assert not _laid_out(home)
    assert not list(home.iterdir())


def test_a_copy_that_breaks_off_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    _database(kept(), "empty")
    monkeypatch.setattr(Path, "replace", broken)
    assert not _laid_out(home)
    assert not list(home.iterdir())


@pytest.mark.parametrize("url", ["postgresql+asyncpg://prefect@db/prefect", "sqlite+aiosqlite:////elsewhere/prefect.db"])
def test_another_database_that_the_operator_chose_is_not_touched(home: Path, url: str) -> None:
    _database(kept(), "empty")
    assert not _laid_out(home, url)
    assert not list(home.iterdir())


def test_what_setup_keeps_is_what_this_prefect_would_lay_out() -> None:
    from alembic.script import ScriptDirectory
    from prefect.server.database import alembic_commands

    migrations = Path(alembic_commands.__file__).with_name("_migrations")
    scripts = ScriptDirectory(migrations, version_locations=[str(migrations / "versions" / "sqlite")])
    with closing(sqlite3.connect(f"file:{kept()}?mode=ro", uri=True)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (head,) for head in scripts.get_heads()
        ]
