"""Several mentions of an indicator in one report become one value, as the catalogue declares."""

import pyarrow as pa
import pytest

from warehouse.warehouse import Warehouse


def resolve(desk, mentions, **indicator):
    """(value, low, high, modifier, resolution, quantity_nos) of one report with these mentions, None where it has no value."""
    desk.indicator("cases", **indicator)
    desk.put("a1", mentions=mentions)
    desk.night({"a.txt": "a1"})
    columns = "value, value_low, value_high, modifier, resolution, quantity_nos"
    rows = desk.ask(f"SELECT {columns} FROM marts.indicator_values")
    return rows[0] if rows else None


def said(desk, *values, words="办理"):
    return [desk.mention("cases", value, words=f"{words}第{number}类") for number, value in enumerate(values)]


def test_one_mention_is_the_value(desk):
    assert resolve(desk, said(desk, 7)) == (7, 7, 7, None, "single", [1])


def test_the_same_number_in_another_clause_is_the_same_fact(desk):
    assert resolve(desk, said(desk, 7, 7)) == (7, 7, 7, None, "single", [1])


def test_the_same_number_twice_in_one_clause_is_two_parts(desk):
    clause = "办理甲类7件、乙类7件"
    parts = [desk.mention("cases", 7, quote=clause) for _ in range(2)]
    desk.indicator("cases")
    desk.put("a1", mentions=parts)
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("ingest", desk.version)
        desk.offer(warehouse, {"a.txt": "a1"})
        chunk = desk.chunk(desk.sha("a1"))
        rows = chunk["quantities"].to_pylist()
        rows[1].update({"quote_start": rows[0]["quote_start"], "quote_end": rows[0]["quote_end"]})
        chunk["quantities"] = type(chunk["quantities"]).from_pylist(rows, chunk["quantities"].schema)
        warehouse.load_chunk(chunk)
        warehouse.settle()
        desk.build(warehouse)
    assert desk.ask("SELECT value, resolution FROM marts.indicator_values") == [(14, "sum")]


def test_a_stated_total_wins_over_the_parts(desk):
    mentions = [*said(desk, 20, 5), *said(desk, 30, words="共计办理")]
    assert resolve(desk, mentions)[:5] == (30, 30, 30, None, "total")


def test_of_two_stated_totals_the_greater_one_counts(desk):
    assert resolve(desk, said(desk, 12, 30, words="总计办理"))[0] == 30


def test_the_mention_that_the_others_add_up_to_is_the_total(desk):
    assert resolve(desk, said(desk, 28, 20, 5, 3))[:5] == (28, 28, 28, None, "total_of_parts")


def test_parts_are_left_out_where_a_whole_is_stated(desk):
    mentions = [*said(desk, 40), *said(desk, 11, 6, words="其中")]
    assert resolve(desk, mentions) == (40, 40, 40, None, "without_parts", [1])


def test_parts_alone_are_added(desk):
    assert resolve(desk, said(desk, 11, 6, words="其中")) == (17, 17, 17, None, "sum", [1, 2])


def test_mentions_without_a_total_are_added_with_their_bounds(desk):
    mentions = [
        *said(desk, 10),
        desk.mention("cases", 20, words="另办理", value_low=20, value_high=30, modifier="over"),
    ]
    assert resolve(desk, mentions) == (30, 30, 40, "about", "sum", [1, 2])


def test_an_open_bound_keeps_the_sum_open(desk):
    mentions = [*said(desk, 10), desk.mention("cases", 50, words="另办理", value_low=50, modifier="at_least")]
    assert resolve(desk, mentions)[:3] == (60, 60, None)


@pytest.mark.parametrize(("rule", "value"), [("last", 5), ("max", 9)])
def test_last_and_max(desk, rule, value):
    assert resolve(desk, said(desk, 4, 9, 5), within_report=rule)[0] == value


def test_rates_that_differ_have_no_value(desk):
    rate = {"unit_class": "percent", "canonical_unit": "%", "aggregation": "mean", "flow": "rate"}
    words = {"unit": "%", "value_kind": "percent"}
    mentions = [desk.mention("cases", 90, words="甲率", **words), desk.mention("cases", 95, words="乙率", **words)]
    assert resolve(desk, mentions, **rate) is None
    assert desk.ask("SELECT reason FROM marts.gaps") == [("conflict",)]


@pytest.mark.parametrize("rule", ["total_else_disjoint_sum", "last", "max"])
@pytest.mark.parametrize("whole", ["全县办理", "全市办理", "全镇办理", "办理"])
def test_what_the_seat_itself_did_is_part_of_the_whole_territory(desk, whole, rule):
    mentions = [*said(desk, 210, words=whole), *said(desk, 36, words="县本级办理")]
    assert resolve(desk, mentions, within_report=rule)[0] == 210


def test_what_the_seat_itself_did_counts_where_nothing_else_is_said(desk):
    assert resolve(desk, said(desk, 36, words="市本级办理"))[0] == 36


def test_of_rates_that_of_the_whole_counts(desk):
    rate = {"unit_class": "percent", "canonical_unit": "%", "aggregation": "mean", "flow": "rate"}
    words = {"unit": "%", "value_kind": "percent"}
    mentions = [desk.mention("cases", 95, words="全市", **words), desk.mention("cases", 90, words="市本级", **words)]
    assert resolve(desk, mentions, **rate)[0] == 95


@pytest.mark.parametrize("rule", ["total_else_disjoint_sum", "last"])
@pytest.mark.parametrize("part", ["办结", "40名在编人员中专职的", "40件案卷中属于简易程序的"])
def test_some_of_those_counted_are_no_value_beside_them(desk, rule, part):
    mentions = [*said(desk, 40, words="受理"), *said(desk, 31, words=part)]
    assert resolve(desk, mentions, within_report=rule)[0] == 40


def test_what_was_closed_counts_where_nothing_else_is_said(desk):
    assert resolve(desk, said(desk, 31, words="办结"))[0] == 31


def test_the_rate_of_some_places_is_not_that_of_all(desk):
    rate = {"unit_class": "percent", "canonical_unit": "%", "aggregation": "mean", "flow": "rate"}
    words = {"unit": "%", "value_kind": "percent"}
    some = desk.mention("cases", 90, words="2个县负责人出庭率", **words)
    mentions = [desk.mention("cases", 98, words="出庭率", **words), some]
    assert resolve(desk, mentions, within_report="last", **rate)[0] == 98


@pytest.mark.parametrize(("unit", "value"), [("次", 3), ("件", 3), ("人", 320), ("人次", 320)])
def test_persons_and_acts_are_not_added(desk, unit, value):
    acts = [desk.mention("cases", 3, words="组织旁听", unit="场"), desk.mention("cases", 320, words="参加旁听", unit="人")]
    assert resolve(desk, acts, canonical_unit=unit)[0] == value


def test_persons_count_for_acts_where_nothing_else_is_said(desk):
    people = [desk.mention("cases", 30, words="组织甲类", unit="人"), desk.mention("cases", 20, words="组织乙类", unit="名")]
    assert resolve(desk, people, canonical_unit="件")[0] == 50


def test_a_plan_beside_a_figure_is_no_part_of_it(desk):
    assert resolve(desk, [*said(desk, 8), desk.mention("cases", 100, words="明年", scope="plan")])[0] == 8


def test_another_pattern_makes_what_asks_for_it_anew(desk):
    parts = [desk.mention("cases", 20, words="办理"), desk.mention("cases", 8, words="已转办")]
    assert resolve(desk, parts)[4] == "sum"
    patterns = [("part", "其中"), ("part", "转办"), ("total", "共计")]
    with Warehouse.open(desk.home) as warehouse:
        warehouse.load_reference(
            role_patterns=pa.table(dict(zip(("role", "pattern"), zip(*patterns, strict=True), strict=True)))
        )
        warehouse.build_models()
        assert warehouse.con.execute("SELECT value, resolution FROM built.indicator_values").fetchall() == [
            (20, "without_parts")
        ]
