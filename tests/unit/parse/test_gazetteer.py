"""The gazetteer: its rows, its index, names in running text, and that more places do not slow it down."""

import time
from collections import Counter

import pyarrow.parquet as pq
import pytest

from tasks.knowledge import read_config
from tasks.parse.gazetteer import PARQUET, Gazetteer, load_gazetteer
from tasks.parse.places import chains_in

ROW = {"code_source": "fiction", "valid_from": None, "valid_to": None, "aliases": []}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(read_config("places"), read_config("places_overlay")["places"])


def names_in(text: str, gazetteer: Gazetteer) -> list[str]:
    return ["/".join(mention.name for mention in chain.mentions) for chain in chains_in(text, gazetteer)]


def test_every_code_stands_once_and_every_parent_exists():
    rows = pq.read_table(PARQUET).to_pylist()
    codes = Counter(row["code"] for row in rows)
    assert max(codes.values()) == 1
    assert {row["parent_code"] for row in rows if row["parent_code"]} <= codes.keys()
    assert {row["same_as"] for row in rows if row["same_as"]} <= codes.keys()
    assert {row["level"] for row in rows if row["parent_code"] is None} == {"province"}


def test_the_file_stays_small():
    assert PARQUET.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("code", "name", "alias"),
    [
        ("110115007", "西红门镇", "西红门地区"),
        ("530426", "峨山彝族自治县", "峨山县"),
        ("532300", "楚雄彝族自治州", "楚雄州"),
        ("450000", "广西壮族自治区", "广西"),
    ],
)
def test_other_names_lead_to_the_same_place(gazetteer, code, name, alias):
    place = gazetteer.codes.index(code)
    assert gazetteer.names[place] == name
    assert place in gazetteer.named(alias)


def test_both_code_books_are_kept():
    rows = {row["code"]: row for row in pq.read_table(PARQUET, filters=[("name", "=", "雍溪镇")]).to_pylist()}
    assert rows["500111113"]["same_as"] is None
    assert rows["500111115000"]["same_as"] == "500111113"
    assert rows["500111115000"]["code_source"] == "mca2026"


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("在景德镇市和浮梁县召开会议", ["景德镇市", "浮梁县"]),
        ("济南市市中区开展检查", ["济南市/市中区"]),
        ("佳木斯市郊区四丰镇报送材料", ["佳木斯市/郊区/四丰镇"]),
        ("重庆市大足区雍溪镇人民政府", ["重庆市/大足区/雍溪镇"]),
        ("鲤城区人民政府金龙街道办事处", ["鲤城区/金龙街道"]),
        ("各乡镇（街道）、全市中区域、县乡和县直部门", []),
        ("提高县域治理水平，创新县级机制，建成县城示范", []),
        ("与城区、郊区、开发区联动", []),
    ],
)
def test_names_in_running_text(gazetteer, text, chains):
    assert names_in(text, gazetteer) == chains


def test_a_township_under_a_former_county_is_held_by_its_stem(gazetteer):
    former, town = gazetteer.named("汀安县")[0], gazetteer.named("雁汊镇")[0]
    assert gazetteer.holds(former, town)
    assert not gazetteer.holds(gazetteer.named("松陂县")[0], town)


@pytest.mark.parametrize(
    ("name", "stem"), [("西红门地区", "西红门"), ("金龙街道办事处", "金龙"), ("峨山彝族自治县", "峨山彝族"), ("镇", "镇")]
)
def test_stems(gazetteer, name, stem):
    assert gazetteer.stem(name) == stem


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        load_gazetteer(read_config("places"), parquet=tmp_path / "nowhere.parquet")


def test_a_thousand_more_places_do_not_slow_the_search(gazetteer):
    overlay = [
        ROW | {"code": f"99{i:07d}", "name": f"新增{i}镇", "level": "township", "parent_code": "990101"} for i in range(1000)
    ]
    larger = load_gazetteer(read_config("places"), [*read_config("places_overlay")["places"], *overlay])
    text = "2023年，汀安区雁汊镇认真落实上级部署，各村社区、镇直部门共同推进。" * 80

    def seconds(known: Gazetteer) -> float:
        started = time.process_time()
        for _ in range(20):
            known.mentions(text)
        return time.process_time() - started

    assert min(seconds(larger) for _ in range(5)) < 1.5 * min(seconds(gazetteer) for _ in range(5))
