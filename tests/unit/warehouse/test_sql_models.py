"""The runner of sql/: order, headers, contracts, and the old build that stays where a new one fails."""

import re

import pytest

from warehouse import models as runner
from warehouse.errors import ContractError
from warehouse.graph import in_order, reads
from warehouse.schema import models
from warehouse.sql import SQL, Model, read_model, read_models
from warehouse.warehouse import Warehouse


def model(name, text):
    return Model(name, "table", (), (), text)


def test_models_come_after_what_they_read():
    found = [
        model("marts.c", "SELECT * FROM marts.b AS b JOIN core.a AS a ON a.x = b.x"),
        model("marts.b", "WITH one AS (SELECT x FROM core.a) SELECT x FROM one"),
        model("core.a", "SELECT 1 AS x"),
    ]
    assert [one.name for one in in_order(found)] == ["core.a", "marts.b", "marts.c"]


def test_names_of_a_with_clause_are_no_tables():
    assert reads(model("m.x", "WITH a AS (SELECT 1 FROM core.t) SELECT * FROM a, (SELECT 2 FROM store.s) AS b")) == {
        "core.t",
        "store.s",
    }


def test_a_circle_is_an_error_that_names_it():
    with pytest.raises(ContractError, match=r"circle: .*core\.a.*core\.b"):
        in_order([model("core.a", "SELECT * FROM core.b"), model("core.b", "SELECT * FROM core.a")])


def test_every_file_is_declared_and_every_declaration_has_its_file():
    assert {one.name for one in read_models()} == set(models())


@pytest.mark.parametrize(
    "path", sorted((SQL / "core").glob("*.sql")) + sorted((SQL / "marts").glob("*.sql")), ids=lambda path: path.stem
)
def test_each_model_is_one_select_whose_header_names_its_tests(path):
    found = read_model(path)
    tests = {test.stem for test in (SQL / "tests").glob("*.sql")} | {"unique_keys"}
    assert found.tests
    assert set(found.tests) <= tests
    assert ";" not in re.sub(r"--.*|'[^']*'", "", found.text)
    assert re.search(r"^(WITH|SELECT)\b", found.text, re.MULTILINE)


def test_a_file_without_a_whole_header_is_refused(tmp_path):
    path = tmp_path / "core" / "half.sql"
    path.parent.mkdir()
    path.write_text("-- materialized: table\nSELECT 1 AS x\n", "utf-8")
    with pytest.raises(ContractError, match=r"half\.sql must begin with"):
        read_model(path)


@pytest.fixture
def built(desk):
    """A desk whose warehouse was built once."""
    desk.put("a1")
    desk.night({"a.txt": "a1"})
    return desk


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SELECT\n  id,", "SELECT\n  id AS identity,", r"\('id', 'VARCHAR'\) declared, \('identity', 'VARCHAR'\) found"),
        ("SELECT\n  id,", "SELECT\n  7 AS id,", r"\('id', 'VARCHAR'\) declared, \('id', 'INTEGER'\) found"),
        ("-- key: id", "-- key: name_zh", "has the key"),
    ],
)
def test_a_model_that_breaks_its_contract_leaves_the_old_build(built, monkeypatch, old, new, message):
    broken = [one if one.name != "core.indicators" else _changed(one, old, new) for one in read_models()]
    monkeypatch.setattr(runner, "read_models", lambda: broken)
    with Warehouse.open(built.home) as warehouse:
        warehouse.start_run("rebuild", built.version)
        with pytest.raises(ContractError, match=message):
            warehouse.build_models()
        assert warehouse.con.execute("SELECT count(*) FROM core.reports").fetchall() == [(1,)]


def _changed(found, old, new):
    assert old in found.text
    text = found.text.replace(old, new)
    key = ("name_zh",) if "key: name_zh" in new else found.key
    return found._replace(text=text, key=key)


def test_null_where_the_contract_forbids_it_fails_the_build(built, monkeypatch):
    broken = [
        one
        if one.name != "core.source_files"
        else one._replace(text=one.text.replace("offers.size_bytes,", "NULL::BIGINT AS size_bytes,"))
        for one in read_models()
    ]
    monkeypatch.setattr(runner, "read_models", lambda: broken)
    with Warehouse.open(built.home) as warehouse:
        warehouse.start_run("rebuild", built.version)
        with pytest.raises(Exception, match="NOT NULL constraint"):
            warehouse.build_models()


def test_a_model_that_nobody_declared_is_refused(built, monkeypatch):
    monkeypatch.setattr(runner, "read_models", lambda: [*read_models(), model("marts.stray", "SELECT 1 AS x")])
    with Warehouse.open(built.home) as warehouse:
        warehouse.start_run("rebuild", built.version)
        with pytest.raises(ContractError, match=r"disagree about marts\.stray"):
            warehouse.build_models()


def test_rows_of_a_build_that_was_killed_are_not_kept(built, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    half = "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'next%'"
    with Warehouse.open(built.home) as warehouse:
        warehouse.start_run("rebuild", built.version)
        with monkeypatch.context() as patch:
            patch.setattr(runner, "_take_names", killed)
            with pytest.raises(KeyboardInterrupt):
                warehouse.build_models(whole=True)
        assert warehouse.con.execute(half).fetchall()[0][0] > 20
        assert {one.how for one in warehouse.build_models()} <= {"part", "kept", "view"}
        assert warehouse.con.execute(half).fetchall() == [(0,)]
