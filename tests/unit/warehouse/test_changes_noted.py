"""What a re-reading by another extractor version changed is kept, value by value."""

from warehouse.warehouse import Selection, Warehouse

CHANGES = "SELECT change, surface, field, before, after FROM marts.changes ORDER BY ALL"


def read_again(desk, version="extractor-2"):
    desk.version = version
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("backfill", desk.version)
        hashes = warehouse.stored(Selection(not_by=version))["sha256"].to_pylist()
        for sha256 in hashes:
            warehouse.load_chunk(desk.chunk(sha256))
        warehouse.settle()
        desk.build(warehouse)
        warehouse.finish_run("success", {})


def test_values_read_otherwise_are_listed_and_nothing_else(desk):
    desk.indicator("cases")
    same, gone = desk.mention("cases", 3), desk.mention("cases", 30)
    desk.put("a1", mentions=[same, desk.mention("cases", 12), gone], report_year=2020)
    desk.put("b1", mentions=[same])
    desk.night({"a.txt": "a1", "b.txt": "b1"})
    assert desk.ask(CHANGES) == []
    other = desk.mention("cases", 12, scope="plan", indicator_ids=[], indicator_id=None)
    new = desk.mention("cases", 50, quote="另外办理了更多的50件", surface="50件")
    desk.put("a1", mentions=[same, other, new], report_year=2021)
    read_again(desk)
    assert desk.ask(CHANGES) == [
        ("added", "50件", "indicator_ids", None, "cases"),
        ("added", "50件", "unit", None, "件"),
        ("added", "50件", "value", None, "50.0"),
        ("changed", "12件", "indicator_ids", "cases", ""),
        ("changed", "12件", "scope", "annual", "plan"),
        ("changed", None, "report_year", "2020", "2021"),
        ("removed", "30件", "indicator_ids", "cases", None),
        ("removed", "30件", "unit", "件", None),
        ("removed", "30件", "value", "30.0", None),
    ]
    assert desk.ask("SELECT DISTINCT report_id, run_no, extractor_version_before, extractor_version FROM marts.changes") == [
        (desk.rid("a1"), 2, "extractor-1", "extractor-2")
    ]


def test_the_same_version_changes_nothing_and_a_new_content_is_no_re_reading(desk):
    desk.indicator("cases")
    desk.put("a1", mentions=[desk.mention("cases", 3)])
    desk.night({"a.txt": "a1"})
    desk.put("a1", mentions=[desk.mention("cases", 4)])
    read_again(desk, desk.version)
    desk.put("b1", mentions=[desk.mention("cases", 5)])
    desk.night({"a.txt": "b1"})
    assert desk.reports() == {desk.rid("a1"): "b1"}
    assert desk.ask(CHANGES) == []
