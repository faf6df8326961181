"""Any place of the gazetteer, named in full in a title, is found again under its own code."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.spans import Spans
from tasks.knowledge import read_config
from tasks.model import Metadata, Text
from tasks.parse.gazetteer import Gazetteer, load_gazetteer
from tasks.parse.metadata import MetadataRules, compile_rules, read_metadata
from tasks.parse.places import COUNTY, TOWNSHIP

BODY = "\n2023年，按照上级部署推进依法行政，现将有关情况报告如下：\n一、主要举措\n（一）加强领导。召开会议4次。\n"
PLAIN = {TOWNSHIP: re.compile(r"^[一-鿿]+(?:镇|乡|街道|苏木)$"), COUNTY: re.compile(r"^[一-鿿]+[县区市旗]$")}


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer(read_config("places"))


@cache
def rules() -> MetadataRules:
    return compile_rules({"metadata": read_config("metadata"), "places": read_config("places")}, gazetteer())


@cache
def places_of(level: int) -> tuple[int, ...]:
    """Today's places of a level whose names end in the name of a tier and are no mere word (街道).

    A zone that has the name of the only place in it (some are listed so) stands for both, and is left out.
    """
    known = gazetteer()
    eponymous = {above for place, above in enumerate(known.parents) if above >= 0 and known.names[place] == known.names[above]}
    return tuple(
        place
        for place, name in enumerate(known.names)
        if known.levels[place] == level and known.todays[place] == place and name not in known.weak and place not in eponymous
        if PLAIN[level].match(name)
    )


def chain(place: int, upper: int) -> str:
    """The name of `place` with the names of so many places above it."""
    above = list(gazetteer().above(place))[:upper]
    return "".join(gazetteer().names[p] for p in (*reversed(above), place))


def read(title: str) -> Metadata:
    text = title + BODY
    found = read_metadata(Text(text, text, Spans(), (), {}, "simplified"), rules())
    assert isinstance(found, Metadata), found
    return found


@settings(max_examples=400, deadline=None)
@given(st.deferred(lambda: st.sampled_from(places_of(TOWNSHIP))))
def test_a_township_in_its_full_chain(place):
    known = gazetteer()
    found = read(f"{chain(place, 3)}人民政府2023年度法治政府建设情况报告")
    assert found.level == "township"
    assert found.place.township == known.names[place]
    assert found.place.place_code == known.codes[place]


@settings(max_examples=400, deadline=None)
@given(st.deferred(lambda: st.sampled_from(places_of(TOWNSHIP))))
def test_a_township_behind_its_county_is_found_or_among_the_candidates(place):
    known = gazetteer()
    found = read(f"{chain(place, 1)}2023年度法治政府建设工作报告").place
    assert found.township == known.names[place]
    assert known.codes[place] in (found.place_code, *found.place_candidates)


@settings(max_examples=300, deadline=None)
@given(st.deferred(lambda: st.sampled_from(places_of(TOWNSHIP))))
def test_a_bare_township_is_never_given_to_another(place):
    known = gazetteer()
    found = read(f"{known.names[place]}2023年度法治政府建设情况报告").place
    fits = {found.place_code, *found.place_candidates}
    assert known.codes[place] in fits
    assert found.place_code is None or len(found.place_candidates) == 0


@settings(max_examples=200, deadline=None)
@given(st.deferred(lambda: st.sampled_from(places_of(COUNTY))), st.sampled_from(["司法局", "教育体育局", "卫生健康委员会"]))
def test_a_county_s_department(place, department):
    known = gazetteer()
    found = read(f"{chain(place, 2)}{department}关于2023年度法治政府建设情况的报告")
    assert found.level == "department"
    assert found.issuer == f"{chain(place, 2)}{department}"
    assert found.place.county == known.names[place]
    assert found.place.township is None
    assert known.codes[place] in (found.place.place_code, *found.place.place_candidates)
