"""A county of three townships on a desk of invented contents: its codes, and its reports written in short."""

from warehouse.warehouse import Warehouse

COUNTY = "100101"
TOWNS = {"east": "100101001", "west": "100101002", "large": "100101003"}


def publish(desk, *reports):
    """Load (town, year, mentions) as one report each."""
    standing = {}
    for number, (town, year, mentions) in enumerate(reports):
        name = desk.put(f"{number:x}0", mentions=mentions, place_code=TOWNS.get(town), report_year=year)
        standing[f"{name}.txt"] = name
    desk.night(standing)
    return desk


def exact(desk, value, **other):
    return desk.mention("cases", value, **other)


def over(desk, value, high):
    return desk.mention("cases", value, value_low=value, value_high=high, modifier="over")


def trend(desk, year, indicator="cases", code=COUNTY):
    sql = "SELECT * FROM marts.indicator_trend WHERE indicator_id = ? AND report_year = ? AND region_code = ?"
    with Warehouse.open(desk.home) as warehouse:
        (row,) = warehouse.query(sql, [indicator, year, code]).to_pylist()
    return row
