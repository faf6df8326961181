"""Headings and mandated parts by the cases in tests/cases/sections.yaml."""

from pathlib import Path

import pytest
import yaml

from tasks.clean.spans import Spans
from tasks.knowledge import read_config
from tasks.model import Text
from tasks.parse.sections import compile_sections, split_sections

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "sections.yaml").read_text("utf-8"))
RULES = compile_sections(read_config("sections"))


def split(body: str, year: int | None = None, breaks: tuple[int, ...] = ()):
    text = Text(body, body, Spans(), breaks, {}, "simplified")
    return split_sections(text, 0, len(body), year, RULES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    sections, _ = split(case["text"].replace("|", "\n"), case.get("year"))
    got = [[s.depth, s.marker, s.heading, sorted(s.kinds)] for s in sections if s.marker]
    assert got == case["sections"]


def test_sections_tile_the_text():
    body = "前言。\n一、甲\n（一）乙\n文。\n二、丙\n文。"
    sections, _ = split(body)
    assert [s.section_path for s in sections] == ["0", "1", "1.1", "2"]
    own_ends = [s.text_start for s in sections[1:]] + [len(body)]
    assert [(s.text_start, end) for s, end in zip(sections, own_ends, strict=True)] == [(0, 4), (4, 8), (8, 16), (16, 22)]
    assert sections[1].text_end == sections[3].text_start  # a section holds its children


def test_a_heading_whose_line_broke_ends_at_the_comma_before_the_break():
    body = "一、工作\n（一）强本领，提能力，通过党委会、中心组学习和自学的方式对法律法规进行系统学习并开展多次集中研讨交流。"
    at = body.index("过党委会")
    sections, _ = split(body, breaks=(at,))
    assert sections[2].heading == "强本领，提能力"


def test_doubts_become_problems():
    _, problems = split("一、甲\n三、乙")
    assert {p.code for p in problems} >= {"section_sequence", "part_missing"}
