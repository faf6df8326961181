"""A build of what a night touched ends with the same rows, and the same exports, as a build of everything."""

import shutil
from random import Random

import pytest

from warehouse import checks, exports, rewrite, slices
from warehouse.around import Around
from warehouse.exports import FOLDER, source, write_exports
from warehouse.sql import read_models
from warehouse.warehouse import WORK, Warehouse

SENTENCES = (
    "组织机关干部集中学习行政处罚法并开展了多种形式的考核。",
    "司法所会同各村居委员会排查邻里纠纷并逐件登记造册归档。",
    "聘请法律顾问对重大行政决策和规范性文件进行合法性审查。",
    "在集市和学校门口设点发放普法宣传资料并解答群众咨询。",
)
PLACES = {"110000": None, "110101": "110000", "110101001": "110101", "110101002": "110101", "120000": None, "120101": "120000"}
TOWNS = {"110101001": "东山镇", "110101002": "西山镇"}
LEVELS = {6: "county", 9: "township"}


def night_of(desk, random, standing):
    """What stands after one more night: files added, changed, copied under another name, and removed."""
    for _ in range(random.randint(1, 5)):
        spot = f"{random.randint(0, 24):02}.txt"
        chance = random.random()
        if chance < 0.15 and standing:
            standing.pop(random.choice(sorted(standing)))
        elif chance < 0.3 and standing:
            standing[spot] = standing[random.choice(sorted(standing))]
        elif chance < 0.45:
            spot = f"{random.choice((2019, 2020))}年{random.choice(sorted(TOWNS.values()))}.pdf"
            standing[spot] = desk.put(f"{len(desk.contents) + 1:x}a", fold=None, reject_code="unreadable")
        else:
            standing[spot] = _report(desk, random)
    return standing


def _report(desk, random):
    name = f"{len(desk.contents) + 1:x}a"
    place = random.choice([code for code in PLACES if len(code) > 6 or not code.endswith("0000")])
    mentions = [
        desk.mention(indicator, random.choice((3, 40, 44, 500)), words=random.choice(("办理", "其中办理", "共计办理")))
        for indicator in random.sample(("cases", "visits", "losses"), random.randint(0, 3) or 1)
    ]
    growth = {"value_kind": "percent_change", "indicator_id": None, "indicator_ids": [], "unit": "%"}
    if random.random() < 0.8:
        mentions.append(desk.mention("", 10, words="比上年增长", **growth) | {"indicator_id": None, "indicator_ids": []})
    return desk.put(
        name,
        mentions=mentions,
        text="".join(random.sample(SENTENCES, random.randint(1, 4))),
        level=LEVELS[len(place)],
        township=TOWNS.get(place),
        place_code=random.choice((place, place, place, None)),
        report_year=random.choice((2019, 2020, 2020, 2021, None)),
        truncated=random.random() < 0.1,
    )


@pytest.fixture
def country(desk):
    """Two provinces, places at every level, three indicators."""
    for code, parent in PLACES.items():
        desk.place(code, "province" if parent is None else LEVELS[len(code)], parent)
    for name in ("cases", "visits", "losses"):
        desk.indicator(name)
    return desk


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_random_nights_built_in_part_equal_a_whole_build(country, tmp_path, monkeypatch, seed):
    monkeypatch.setattr(rewrite, "most_reports", lambda con: 6)  # years are made in groups of indicators
    random, standing, ways = Random(seed), {}, set()
    for number in range(5):
        # the first night fills the warehouse, so that a later one touches a small share of it
        for _ in range(15 if number == 0 else 1):
            standing = night_of(country, random, standing)
        country.night(standing, build=False)
        with Warehouse.open(country.home) as warehouse:
            warehouse.start_run("rebuild", country.version)
            ways |= {run.how for run in country.build(warehouse)}
            write_exports(warehouse.con, country.home / FOLDER)
            in_part = rows(warehouse)
            assert rows(warehouse, country.home / FOLDER) == in_part
            checks.require(warehouse.run_checks())
        twin = tmp_path / f"twin-{number}"
        twin.mkdir()
        shutil.copyfile(country.home / WORK, twin / WORK)
        with Warehouse.open(twin) as warehouse:
            country.build(warehouse, whole=True)
            assert rows(warehouse) == in_part
    assert ways == {"part", "whole", "kept", "view"}


def test_a_build_of_all_in_small_pieces_equals_one_in_large_pieces(country, monkeypatch):
    random, standing = Random(5), {}
    for _ in range(20):
        standing = night_of(country, random, standing)
    country.night(standing, build=False)
    with Warehouse.open(country.home) as warehouse:
        warehouse.start_run("rebuild", country.version)
        country.build(warehouse, whole=True)
        whole = rows(warehouse)
        monkeypatch.setattr(slices, "most_reports", lambda con: 3)
        country.build(warehouse, whole=True)
        assert rows(warehouse) == whole
    assert all(whole[name] for name in ("marts.gaps", "marts.body_trend", "marts.indicator_trend", "marts.copied_text"))


def rows(warehouse, exported=None):
    """All rows of all exported models but for what tells of runs; twelve digits of a sum, for threads add in any order."""
    found = {}
    for name in {model.name for model in read_models() if model.is_exported} - {"core.runs", "marts.data_quality"}:
        held = name if exported is None else source(exported, name)
        cells = warehouse.con.execute(f"SELECT * EXCLUDE (data_version) FROM {held}").fetchall()
        found[name] = sorted(str([f"{cell:.12g}" if isinstance(cell, float) else cell for cell in row]) for row in cells)
    return found


def test_a_night_of_few_writes_only_their_parts_of_the_exports(country):
    def report(name, year, place):
        country.put(name, report_year=year, place_code=place, mentions=[country.mention("cases", 3)])
        return {f"{name}.txt": name}

    standing = {}
    for number in range(1, 9):
        standing |= report(f"{number}a", 2015 + number // 2, "110101001" if number % 2 else "120101")
    country.night(standing)
    written(country)
    assert written(country) == set()
    country.night(standing | report("9a", 2019, "110101002"))
    changed = written(country)
    (added,) = (path for path in changed if path.startswith("core/quantities/"))
    assert added.startswith("core/quantities/in_year=2019/in_region=1/added_")
    assert "marts/indicator_yearly/in_year=2019" in changed
    of_other_years = {path for path in changed if "in_year=2016" in path}
    assert {path.split("/added_")[0] for path in of_other_years} == {"marts/gaps/in_year=2016/in_region=1"}  # of the new body
    assert "core/places.parquet" not in changed


def test_parts_that_many_nights_added_to_are_written_anew(country, monkeypatch):
    monkeypatch.setattr(exports, "_MOST_FILES", 3)
    standing, files = {}, []
    for number in range(1, 17):
        name = f"{number:x}a"
        body = {"level": "department", "issuer": f"第{number}局", "place_code": "110101"}
        country.put(name, report_year=2020, mentions=[country.mention("cases", number)], **body)
        standing |= {f"{name}.txt": name}
        if number > 10:
            country.night(standing)
            written(country)
            files.append(len([*(country.home / FOLDER / "core/quantities/in_year=2020/in_region=1").iterdir()]))
    assert files == [1, 2, 3, 1, 2, 3]
    with Warehouse.open(country.home) as warehouse:
        assert rows(warehouse) == rows(warehouse, country.home / FOLDER)


def test_exports_that_another_release_left_are_written_anew(country):
    for number in range(1, 9):
        country.put(f"{number}a", report_year=2020, place_code="110101001", mentions=[country.mention("cases", 3)])
    standing = {f"{number}a.txt": f"{number}a" for number in range(1, 8)}
    country.night(standing)
    written(country)
    with Warehouse.open(country.home) as warehouse:
        warehouse.con.execute("UPDATE ledger.exported SET data_version = 'of a copy that was restored'")
    country.night(standing | {"8a.txt": "8a"})
    assert "core/quantities" in written(country)
    with Warehouse.open(country.home) as warehouse:
        assert rows(warehouse) == rows(warehouse, country.home / FOLDER)


def written(country):
    """What a release writes of the exports, but for the ledger's own tables, which every build changes."""
    with Warehouse.open(country.home) as warehouse:
        paths = write_exports(warehouse.con, country.home / FOLDER)
    return {str(path.relative_to(country.home / FOLDER)) for path in paths}


def test_a_build_in_part_that_is_killed_is_made_good_by_one_of_all(country, monkeypatch):
    random, standing = Random(3), {}
    for _ in range(15):
        standing = night_of(country, random, standing)
    country.night(standing)
    country.night(standing | {"new.txt": _report(country, random)}, build=False)
    whole_make = Around._make

    def killed(self, model):
        if model.name == "marts.indicator_yearly":
            raise KeyboardInterrupt
        return whole_make(self, model)

    with Warehouse.open(country.home) as warehouse:
        warehouse.start_run("rebuild", country.version)
        with monkeypatch.context() as patch:
            patch.setattr(Around, "_make", killed)
            with pytest.raises(KeyboardInterrupt):
                country.build(warehouse)
        assert {run.how for run in country.build(warehouse)} == {"whole", "view"}
        once = rows(warehouse)
        assert "whole" not in {run.how for run in country.build(warehouse)}
        country.build(warehouse, whole=True)
        assert rows(warehouse) == once
