"""What a report claims about its own numbers against these numbers: totals with their parts, growth over the year before."""

import re

import pytest

CLAUSE = re.compile(r"[^，。；（）]+[，。；（）]?")
AMOUNT = re.compile(r"(近)?(\d+)(余)?([件次%])")


def amounts(desk, text, indicator="cases"):
    """Every amount of `text` where it stands; the first is the indicator's, the others are nobody's."""
    found = []
    for clause in CLAUSE.finditer(text):
        for at in AMOUNT.finditer(clause[0]):
            value, unit = int(at[2]), at[4]
            bounds = {"value_low": value, "value_high": 10 * value, "modifier": "over"} if at[3] else {}
            start = clause.start() + at.start()
            where = {"text_start": start, "text_end": start + len(at[0]), "quote_start": clause.start()}
            said = {"surface": at[0], "quote": clause[0], "unit": unit, "measured_entity": "案件", "quote_end": clause.end()}
            kind = {"value_kind": "percent_change"} if unit == "%" else {}
            ids = [indicator] if not found else []
            named = {"indicator_ids": ids, "indicator_id": ids[0] if ids else None}
            found.append(desk.mention(indicator, value, **bounds, **where, **said, **kind, **named))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理案件28件，其中甲类20件、乙类8件，", [(28, 28, [2, 3], False, False)]),
        ("办理案件28件（其中甲类20件，乙类8件），", [(28, 28, [2, 3], True, False)]),
        ("办理案件28件（甲类20件、乙类8件），", [(28, 28, [2, 3], False, False)]),
        ("办理案件28件，分别为甲类20件、乙类9件，", [(28, 29, [2, 3], False, True)]),
        ("办理案件28件，分别为甲类20件、乙类7件，", [(28, 27, [2, 3], False, True)]),
        # 其中 may leave some unnamed; more than all it cannot name
        ("办理案件28件，其中甲类20件、乙类5件，", [(28, 25, [2, 3], True, True)]),
        ("办理案件28件，其中甲类20件、乙类9件，", [(28, 29, [2, 3], False, True)]),
        # what follows the list is something else: after a clause of 、, after parts that are complete, with another unit
        ("办理案件28件，其中甲类20件、乙类8件，接待来访9件，", [(28, 28, [2, 3], False, False)]),
        ("办理案件28件，其中甲类20件，乙类8件，接待来访9件，", [(28, 28, [2, 3], True, False)]),
        ("办理案件28件，其中甲类20件，乙类6件，检查3次，丙类1件，", [(28, 26, [2, 3], True, True)]),
        # parts in clauses of their own may lie within each other; counters vary within one clause
        ("办理案件28件，其中受理20件，办结18件，", [(28, 38, [2, 3], True, True)]),
        ("办理案件28件，其中甲类20件、乙类6件、检查2次，", [(28, 28, [2, 3, 4], False, False)]),
        # 20余 may well be 22
        ("办理案件28件，其中甲类20余件、乙类6件，", [(28, 26, [2, 3], True, False)]),
        # no list: what is greater than the total, one part, parts of another sentence, a total that stands too far away
        ("办理案件28件，其中甲类60件、乙类80件，", []),
        ("办理案件28件，其中甲类20件，", []),
        ("办理案件28件，其中包括甲类。甲类20件、乙类8件，", []),
        ("办理案件28件，办案质量有所提高，其中甲类20件、乙类8件，", []),
    ],
)
def test_a_stated_total_is_held_against_its_parts(desk, text, expected):
    desk.indicator("cases")
    desk.put("a1", text=text, mentions=amounts(desk, text))
    desk.night({"a.txt": "a1"})
    columns = "claimed, computed, computed_from, parts_open, differs"
    assert desk.ask(f"SELECT {columns} FROM marts.claimed_vs_computed WHERE claim = 'total'") == expected
    if expected:
        assert desk.ask("SELECT what, quantity_no FROM marts.claimed_vs_computed") == [("cases", 1)]


def test_a_stated_growth_is_held_against_the_report_of_the_year_before(desk):
    desk.indicator("cases")
    place = {"place_code": "100101001"}
    desk.place("100101001", "township")
    said = {
        2019: "办理案件100件，",
        2020: "办理案件120件，同比增长20%，",
        2021: "办理案件90件，较上年下降25%，",
        2022: "办理案件99件，较上年下降10%，",
        2023: "办理案件110件，环比增长30%，",
        2025: "办理案件110件，同比增长30%，",
    }
    for year, text in said.items():
        desk.put(f"{year}0", text=text, mentions=amounts(desk, text), report_year=year, **place)
    desk.night({f"{year}.txt": f"{year}0" for year in said})
    columns = "claimed, round(computed, 6), numerator, denominator, denominator_is, other_report_id, differs"
    assert desk.ask(f"SELECT {columns} FROM marts.claimed_vs_computed WHERE claim = 'growth' ORDER BY denominator_is") == [
        (20, 20, 120, 100, "cases of 2019", desk.rid("20190"), False),
        (-25, -25, 90, 120, "cases of 2020", desk.rid("20200"), False),
        (-10, 10, 99, 90, "cases of 2021", desk.rid("20210"), True),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # 应出庭4件，实际出庭4件: what stands beside the rate fits, the catalogue's denominator does not
        ([("due", 4), ("won", 4), ("rate", 100)], [(100, 100, 4, 4, "due", [3, 2], False)]),
        ([("due", 4), ("won", 3), ("rate", 100)], [(100, 75, 3, 4, "due", [3, 2], True)]),
        # and the other way round
        ([("due", 6), ("won", 4), ("rate", 40)], [(40, 40, 4, 10, "all", [3, 1], False)]),
        ([("won", 5), ("rate", 50)], [(50, 50, 5, 10, "all", [2, 1], False)]),
        # more won than there were: the denominator does not fit
        ([("won", 40), ("rate", 50)], []),
    ],
)
def test_a_rate_takes_the_denominator_that_fits(desk, said, expected):
    for name in ("all", "due", "won"):
        desk.indicator(name)
    desk.indicator("rate", unit_class="percent", canonical_unit="%", aggregation="mean", numerator="won", denominator="all")
    percent = {"unit": "%", "value_kind": "percent"}
    mentions = [desk.mention(name, value, **(percent if name == "rate" else {})) for name, value in [("all", 10), *said]]
    desk.put("a1", mentions=mentions)
    desk.night({"a.txt": "a1"})
    columns = "claimed, computed, numerator, denominator, denominator_is, computed_from, differs"
    assert desk.ask(f"SELECT {columns} FROM marts.claimed_vs_computed") == expected


@pytest.mark.parametrize(
    ("rate", "won", "all_", "expected"),
    [
        ("90%", "9", "10", (90, 90, 90, 90, "agrees")),
        ("90%", "5", "10", (90, 90, 50, 50, "differs")),
        # 近 leaves open all that is less, 余 up to the next ten: neither proves that 90 % is right
        ("近90%", "5", "10", (0, 90, 50, 50, "not_decidable")),
        ("50%", "20余", "50", (50, 50, 40, 60, "not_decidable")),
        ("90%", "20余", "50", (90, 90, 40, 60, "differs")),
    ],
)
def test_what_only_its_bounds_could_explain_is_not_decidable(desk, rate, won, all_, expected):
    for name in ("all", "won"):
        desk.indicator(name)
    desk.indicator("rate", unit_class="percent", canonical_unit="%", aggregation="mean", numerator="won", denominator="all")
    percent = {"unit": "%", "value_kind": "percent"}
    bounds = {"value_low": None, "modifier": "nearly"} if rate.startswith("近") else {}
    more = {"value_low": 20, "value_high": 30, "modifier": "over"} if won.endswith("余") else {}
    mentions = [desk.mention("all", int(all_)), desk.mention("won", int(won.rstrip("余")), **more)]
    desk.put("a1", mentions=[*mentions, desk.mention("rate", int(rate.strip("近%")), **percent, **bounds)])
    desk.night({"a.txt": "a1"})
    columns = "claimed_low, claimed_high, computed_low, computed_high, verdict"
    assert desk.ask(f"SELECT {columns} FROM marts.claimed_vs_computed") == [expected]


def test_a_list_that_may_leave_parts_out_is_not_decidable(desk):
    desk.indicator("cases")
    text = "办理案件28件，其中甲类20件、乙类5件，"
    desk.put("a1", text=text, mentions=amounts(desk, text))
    desk.night({"a.txt": "a1"})
    assert desk.ask("SELECT differs, parts_open, verdict FROM marts.claimed_vs_computed") == [(True, True, "not_decidable")]
