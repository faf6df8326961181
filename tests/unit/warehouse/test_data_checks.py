"""The data tests of sql/tests: each passes on a sound warehouse and finds the damage it is there for."""

import pytest

from warehouse import checks
from warehouse.errors import ChecksFailedError
from warehouse.sql import SQL
from warehouse.warehouse import Warehouse

# what is done to a sound warehouse, and which test must find it
DAMAGE = {
    "accepted_reasons": "UPDATE built.gaps SET reason = 'who knows'",
    "accepted_values": "UPDATE store.quantities SET scope = 'some_day'",
    "bounds_hold_the_value": "UPDATE store.quantities SET value_low = value + 1",
    "bounds_of_marts_hold_the_value": "UPDATE built.indicator_values SET value_high = value - 1",
    "calendar_has_every_report": "UPDATE built.duty_calendar SET in_time = TRUE, days_late = 3",
    "changes_are_changes": "INSERT INTO store.changes BY NAME SELECT report_id, sha256, 1 AS run_no, 'v' AS extractor_version, "
    "'w' AS extractor_version_before, 'changed' AS change, 'value' AS field, '3' AS before, '3' AS after FROM store.reports",
    "claims_rest_on_amounts": "INSERT INTO built.claimed_vs_computed BY NAME SELECT report_id, 'total' AS claim, 'a' AS what, "
    "1 AS quantity_no, 3 AS claimed, 3 AS computed, [98] AS computed_from, FALSE AS parts_open, FALSE AS differs, "
    "'agrees' AS verdict FROM core.reports",
    "copied_pairs_are_traceable": "INSERT INTO built.copied_text BY NAME SELECT report_id, 'x' AS other_report_id, "
    "'same_year' AS relation, 7 AS sentences, 5 AS shared_sentences, 0.7 AS share, 0 AS numbers_compared, "
    "0 AS numbers_repeated FROM core.reports",
    "corrections_hold": "UPDATE built.corrections SET status = 'guard_failed'",
    "facts_have_their_report": "DELETE FROM built.reports",
    "files_add_up": "DELETE FROM built.source_files WHERE status = 'rejected'",
    "numerals_are_accounted_for": "INSERT INTO store.numerals BY NAME SELECT report_id, i AS text_start, i + 1 AS text_end, "
    "'7' AS surface, 'unknown' AS reason FROM store.reports, range(1000, 1200) AS numbers (i)",
    "offsets_hold_the_surface": "UPDATE store.quantities SET text_start = text_start + 1",
    "one_report_in_use_per_body_and_year": "UPDATE built.reports SET body_key = 'one and the same'",
    "quantities_name_known_indicators": "UPDATE store.quantities SET indicator_ids = ['no_such'], indicator_id = 'no_such'",
    "quantities_stand_in_a_section": "UPDATE store.quantities SET section_path = '9.9'",
    "rejects_say_why": "UPDATE built.source_files SET reject_code = NULL",
    "reports_have_their_file": "UPDATE built.source_files SET status = 'duplicate' WHERE status = 'loaded'",
    "sentences_cover_the_text": "UPDATE built.sentences SET text_end = text_end - 1",
    "shares_are_shares": "UPDATE built.duty_shares SET n_met = n_judged + 1",
    "unique_keys:store.quantities": "INSERT INTO store.quantities SELECT * FROM store.quantities",
    "unique_keys:marts.indicator_values": "INSERT INTO built.indicator_values SELECT * FROM built.indicator_values",
    "values_and_gaps_add_up": "DELETE FROM built.gaps",
    "years_do_not_shrink": "DELETE FROM built.reports",
}


@pytest.fixture
def sound(desk):
    """A warehouse of one released night with three reports and a refused file, and a second run open on it."""
    desk.indicator("cases")
    desk.indicator("other")
    for name in ("a1", "b1", "c1"):
        desk.put(name, mentions=[desk.mention("cases", 3)])
    desk.put("d1", fold=None)
    desk.correct("a1", "cases", expect=3, value=4)
    desk.night({f"{name}.txt": name for name in ("a1", "b1", "c1", "d1")})
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("rebuild", desk.version)
        warehouse.load_chunk(desk.chunk(*map(desk.sha, ("a1", "b1", "c1"))))
        warehouse.settle()
        desk.build(warehouse)
        yield warehouse


def test_a_sound_warehouse_passes_every_test(sound):
    results = sound.run_checks()
    assert {path.stem for path in (SQL / "tests").glob("*.sql")} <= {result.name for result in results}
    checks.require(results)


def test_every_file_of_sql_tests_is_shown_to_find_something():
    assert {path.stem for path in (SQL / "tests").glob("*.sql")} == {name for name in DAMAGE if ":" not in name}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_stops_the_release(sound, name):
    sound.con.execute(DAMAGE[name])
    results = sound.run_checks()
    failed = {result.name: result for result in results if result.failed_rows}
    assert name in failed
    assert failed[name].example
    with pytest.raises(ChecksFailedError, match=name):
        checks.require(results)


def test_outcomes_stand_in_data_quality(sound):
    sound.con.execute(DAMAGE["bounds_hold_the_value"])
    sound.run_checks()
    rows = sound.con.execute(
        "SELECT run_id, failed_rows FROM marts.data_quality WHERE check_name = 'bounds_hold_the_value'"
    ).fetchall()
    assert rows == [(sound.run.run_id, 3)]


def test_a_test_that_cannot_run_counts_as_failed(sound):
    sound.con.execute("DROP VIEW marts.gaps")
    failed = {result.name: result.example for result in sound.run_checks() if result.failed_rows}
    assert "gaps does not exist" in failed["values_and_gaps_add_up"]


def test_fewer_rows_are_no_alarm_when_another_extractor_read_them(desk, sound):
    sound.finish_run("success", {})
    sound.start_run("backfill", "extractor-2")
    sound.con.execute("DELETE FROM built.reports")
    results = {result.name: result.failed_rows for result in sound.run_checks()}
    assert results["years_do_not_shrink"] == 0
