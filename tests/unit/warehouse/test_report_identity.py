"""Which report a content is, told as nights: what stands in the inbox, and what the warehouse then says of each file."""

import pytest

from warehouse.identity import Fate, Loaded, Offer, Surroundings
from warehouse.warehouse import Warehouse


def test_two_files_with_the_same_bytes_are_one_report(desk):
    desk.put("a1")
    desk.night({"one.txt": "a1", "two.txt": "a1"})
    assert desk.files() == {("one.txt", "a1"): ("loaded", desk.rid("a1")), ("two.txt", "a1"): ("duplicate", desk.rid("a1"))}
    assert desk.reports() == {desk.rid("a1"): "a1"}


def test_twins_in_one_run_are_the_report_of_the_smallest_hash(desk):
    desk.put("b1", fold="same")
    desk.put("a1", fold="same")
    desk.night({"first.txt": "b1", "second.txt": "a1"})
    assert desk.files() == {
        ("first.txt", "b1"): ("duplicate", desk.rid("a1")),
        ("second.txt", "a1"): ("loaded", desk.rid("a1")),
    }


def test_a_twin_of_a_later_night_joins_the_first_whatever_its_hash(desk):
    desk.put("b1", fold="same")
    desk.put("a1", fold="same")
    desk.night({"first.txt": "b1"})
    desk.night({"first.txt": "b1", "second.txt": "a1"})
    assert desk.reports() == {desk.rid("b1"): "b1"}
    assert desk.files()["second.txt", "a1"] == ("duplicate", desk.rid("b1"))


def test_a_new_version_takes_the_report_over_and_the_old_row_stays(desk):
    desk.put("b1")
    desk.put("a2")
    desk.night({"one.txt": "b1"})
    desk.night({"one.txt": "a2"})
    assert desk.reports() == {desk.rid("b1"): "a2"}
    assert desk.files() == {("one.txt", "b1"): ("superseded", desk.rid("b1")), ("one.txt", "a2"): ("loaded", desk.rid("b1"))}


def test_a_version_that_comes_back_is_loaded_again(desk):
    desk.put("a1")
    desk.put("b2")
    for name in ("a1", "b2", "a1"):
        desk.night({"one.txt": name})
    assert desk.reports() == {desk.rid("a1"): "a1"}
    assert desk.files() == {("one.txt", "a1"): ("loaded", desk.rid("a1")), ("one.txt", "b2"): ("superseded", desk.rid("a1"))}


def test_a_renamed_file_is_a_second_place_of_the_same_report(desk):
    desk.put("a1")
    desk.night({"old.txt": "a1"})
    desk.night({"new.txt": "a1"})
    assert desk.reports() == {desk.rid("a1"): "a1"}
    assert desk.files() == {("old.txt", "a1"): ("loaded", desk.rid("a1")), ("new.txt", "a1"): ("duplicate", desk.rid("a1"))}


def test_a_file_renamed_and_then_edited_is_still_one_report(desk):
    desk.put("a1")
    desk.put("b2")
    desk.night({"old.txt": "a1"})
    desk.night({"new.txt": "a1"})
    desk.night({"new.txt": "b2"})
    assert desk.reports() == {desk.rid("a1"): "b2"}
    assert desk.files()["new.txt", "b2"] == ("loaded", desk.rid("a1"))
    assert desk.files()["old.txt", "a1"] == ("superseded", desk.rid("a1"))


def test_last_years_report_moved_aside_for_the_new_one_stays_a_report(desk):
    desk.put("a1")
    desk.put("b2")
    desk.night({"latest.txt": "a1"})
    desk.night({"archive/2019.txt": "a1", "latest.txt": "b2"})
    assert desk.reports() == {desk.rid("a1"): "a1", desk.rid("b2"): "b2"}
    assert desk.files() == {
        ("archive/2019.txt", "a1"): ("loaded", desk.rid("a1")),
        ("latest.txt", "a1"): ("superseded", desk.rid("b2")),
        ("latest.txt", "b2"): ("loaded", desk.rid("b2")),
    }


def test_an_old_version_that_turns_up_elsewhere_is_a_report_with_an_id_of_its_own(desk):
    desk.put("a1")
    desk.put("b2")
    desk.night({"latest.txt": "a1"})
    desk.night({"latest.txt": "b2"})
    desk.night({"latest.txt": "b2", "archive/2019.txt": "a1"})
    assert desk.reports() == {desk.rid("a1"): "b2", desk.sha("a1")[16:32]: "a1"}
    assert desk.files()["archive/2019.txt", "a1"] == ("loaded", desk.sha("a1")[16:32])


def test_deleting_a_file_loses_nothing(desk):
    desk.put("a1")
    desk.put("b1")
    desk.night({"one.txt": "a1", "two.txt": "b1"})
    desk.night({"two.txt": "b1"})
    assert desk.reports() == {desk.rid("a1"): "a1", desk.rid("b1"): "b1"}
    assert desk.files()["one.txt", "a1"][0] == "loaded"


def test_a_twin_takes_over_when_the_loaded_file_becomes_another_report(desk):
    desk.put("a1", fold="same")
    desk.put("b1", fold="same")
    desk.put("c1")
    desk.night({"one.txt": "a1", "two.txt": "b1"})
    desk.night({"one.txt": "c1", "two.txt": "b1"})
    assert desk.reports() == {desk.rid("a1"): "b1", desk.rid("c1"): "c1"}
    assert desk.files()["two.txt", "b1"] == ("loaded", desk.rid("a1"))


def test_a_file_that_becomes_the_twin_of_another_leaves_one_report(desk):
    desk.put("a1", fold="same")
    desk.put("b1")
    desk.put("c2", fold="same")
    desk.night({"one.txt": "a1", "two.txt": "b1"})
    desk.night({"one.txt": "a1", "two.txt": "c2"})
    assert desk.reports() == {desk.rid("a1"): "a1"}
    assert desk.files()["two.txt", "b1"] == ("superseded", desk.rid("a1"))
    assert desk.files()["two.txt", "c2"] == ("duplicate", desk.rid("a1"))


def test_a_rejected_new_version_leaves_the_old_one_loaded(desk):
    desk.put("a1")
    desk.put("b2", fold=None)
    desk.night({"one.txt": "a1"})
    desk.night({"one.txt": "b2"})
    assert desk.files() == {("one.txt", "a1"): ("loaded", desk.rid("a1")), ("one.txt", "b2"): ("rejected", None)}


def test_a_rejected_file_that_later_code_reads_becomes_the_newer_version(desk):
    desk.put("a1")
    desk.put("b2", fold=None)
    desk.night({"one.txt": "a1"})
    desk.night({"one.txt": "b2"})
    desk.put("b2")
    _read_again(desk, "b2")
    assert desk.reports() == {desk.rid("a1"): "b2"}


def test_a_version_that_later_code_rejects_gives_the_place_back_to_the_one_before(desk):
    desk.put("a1")
    desk.put("b2")
    desk.night({"one.txt": "a1"})
    desk.night({"one.txt": "b2"})
    desk.put("b2", fold=None)
    _read_again(desk, "b2")
    desk.night({"one.txt": "b2"})
    assert list(desk.reports().values()) == ["a1"]
    assert desk.files()["one.txt", "b2"] == ("rejected", None)


def test_files_that_were_left_for_later_still_stand(desk):
    desk.put("a1")
    desk.put("b2")
    desk.night({"one.txt": "a1", "copy.txt": "a1"})
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("ingest", desk.version)
        desk.offer(warehouse, {"one.txt": "b2"})
        warehouse.close_listing("inbox", left=["copy.txt"])
        warehouse.load_chunk(desk.chunk(desk.sha("b2")))
        assert warehouse.settle() == 0
        desk.build(warehouse)
    assert desk.reports() == {desk.rid("a1"): "a1", desk.rid("b2"): "b2"}


def test_the_same_name_in_two_inboxes_is_two_places(desk):
    desk.put("a1")
    desk.put("b1")
    desk.night({"one.txt": "a1"}, inbox="north")
    desk.night({"one.txt": "b1"}, inbox="south")
    assert desk.reports() == {desk.rid("a1"): "a1", desk.rid("b1"): "b1"}


def _read_again(desk, *names):
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("backfill", desk.version)
        warehouse.load_chunk(desk.chunk(*map(desk.sha, names)))
        warehouse.settle()
        desk.build(warehouse)


@pytest.mark.parametrize(
    ("fold", "fate"),
    [("known", Fate("report", False)), ("new", Fate("cccc", True)), (None, Fate(None, False))],
)
def test_one_content_is_decided_by_its_text(fold, fate):
    offers = [Offer(("i", "old"), "a", 1, True), Offer(("i", "new"), "cccc", 2, True)]
    around = Surroundings(offers, {"a": "known"}, {"report": Loaded("a", "known")})
    assert around.decide("cccc", fold) == fate
