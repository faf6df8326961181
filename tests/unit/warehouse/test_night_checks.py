"""After a night on top of a release, data tests and comparison look at what the night touched; else at everything."""

import pytest

from warehouse import checks
from warehouse.changes import changes_to_publish
from warehouse.warehouse import Warehouse

BUILT = "Built by models of a test."
OLD, NEW = [f"{number:x}a" for number in range(1, 13)], "2b"
# damage to the rows of one report, and the test that finds it
DAMAGE = {
    "accepted_reasons": "UPDATE built.gaps SET reason = 'who knows' WHERE report_id = ?",
    "accepted_values": "UPDATE store.quantities SET scope = 'some_day' WHERE report_id = ?",
    "bounds_hold_the_value": "UPDATE store.quantities SET value_low = value + 1 WHERE report_id = ?",
    "bounds_of_marts_hold_the_value": "UPDATE built.indicator_values SET value_high = value - 1 WHERE report_id = ?",
    "calendar_has_every_report": "DELETE FROM built.duty_calendar WHERE report_id = ?",
    "facts_have_their_report": "DELETE FROM store.report_texts WHERE report_id = ?",
    "quantities_stand_in_a_section": "UPDATE store.quantities SET section_path = '9.9' WHERE report_id = ?",
    "unique_keys:core.sentences": "INSERT INTO built.sentences FROM built.sentences WHERE report_id = ?",
    "unique_keys:marts.indicator_values": "INSERT INTO built.indicator_values FROM built.indicator_values WHERE report_id = ?",
    "unique_keys:store.quantities": "INSERT INTO store.quantities FROM store.quantities WHERE report_id = ?",
}


@pytest.fixture
def released(desk):
    """Twelve reports, a text and an amount each, built and published."""
    desk.indicator("cases")
    desk.indicator("visits")
    for name in OLD:
        desk.put(name, mentions=[desk.mention("cases", 3)], text="镇里的调解员走访了全部村组并逐户登记。")
    desk.night({f"{name}.txt": name for name in OLD}, build=False)
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("ingest", desk.version)
        desk.build(warehouse)
        warehouse.finish_run("success", {}, BUILT)
        warehouse.publish()
    return desk


def one_night(desk, warehouse, released=True):
    """One report more; on top of a run that ended in time, or (`released` false) of one that built and failed."""
    if not released:
        warehouse.start_run("ingest", desk.version)
        warehouse.finish_run("failed", {}, "Data tests failed.")
    desk.put(NEW, mentions=[desk.mention("cases", 5)], text="新来的一份报告。")
    warehouse.start_run("ingest", desk.version)
    desk.offer(warehouse, {f"{name}.txt": name for name in (*OLD, NEW)})
    warehouse.load_chunk(desk.chunk(desk.sha(NEW)))
    warehouse.settle()
    assert "part" in {run.how for run in desk.build(warehouse)}


def failed(warehouse):
    return {result.name for result in warehouse.run_checks() if result.failed_rows}


def test_a_sound_night_passes(released):
    with Warehouse.open(released.home) as warehouse:
        one_night(released, warehouse)
        checks.require(warehouse.run_checks())


def test_damage_in_what_a_night_touched_is_found(released):
    with Warehouse.open(released.home) as warehouse:
        one_night(released, warehouse)
        for text in DAMAGE.values():
            warehouse.con.execute(text, [released.rid(NEW)])
        assert failed(warehouse) >= DAMAGE.keys()


def test_what_a_night_did_not_touch_is_not_looked_at_again(released):
    with Warehouse.open(released.home) as warehouse:
        one_night(released, warehouse)
        for text in DAMAGE.values():
            warehouse.con.execute(text, [released.rid(OLD[-1])])
        assert not failed(warehouse) & DAMAGE.keys()


def test_all_is_looked_at_where_the_run_before_was_not_released(released):
    with Warehouse.open(released.home) as warehouse:
        one_night(released, warehouse, released=False)
        for text in DAMAGE.values():
            warehouse.con.execute(text, [released.rid(OLD[-1])])
        assert failed(warehouse) >= DAMAGE.keys()


def test_a_night_counts_the_changes_that_a_comparison_of_everything_counts(released):
    with Warehouse.open(released.home) as warehouse:
        name, other = OLD[3], {"cases": 4, "visits": 7}
        released.put(name, mentions=[released.mention(*one) for one in other.items()])
        warehouse.start_run("backfill", released.version)
        warehouse.load_chunk(released.chunk(released.sha(name)))
        assert "part" in {run.how for run in released.build(warehouse)}
        found = warehouse.changes_to_publish()
        assert found == changes_to_publish(warehouse.con, released.home)
    assert (found.values, found.added, found.removed, found.changed) == (13, 1, 0, 1)
    assert [(row["indicator_id"], row["value_before"], row["value_after"]) for row in found.examples] == [
        ("visits", None, 7),
        ("cases", 3, 4),
    ]
