"""Pages of the generators of government sites: the report without furniture, its title, dates and issuer, and no others."""

import pytest
from format_facts import facts
from generator_pages import BODY, PAGES, TITLE

from tasks.extract import read_report
from tasks.intake.readers.read import read_bytes
from tasks.model import Reading


@pytest.fixture(scope="module", params=PAGES)
def page(request, knowledge):
    made = PAGES[request.param]()
    reading = read_report("0" * 64, made.markup.encode(), knowledge)
    assert isinstance(reading, Reading), reading
    return made, reading


def test_the_body_is_the_report_and_nothing_else(page):
    _, reading = page
    meta = reading.metadata
    lines = [line.strip() for line in reading.text.text[meta.body_start : meta.body_end].split("\n") if line.strip()]
    assert lines == list(BODY)


def test_its_title_dates_and_issuer_are_those_that_the_page_states(page):
    made, reading = page
    meta = reading.metadata
    assert meta.title.endswith("情况报告" if meta.title == TITLE else "情况的报告")
    assert (str(meta.published_on), str(meta.issued_on)) == (made.published, str(made.written))
    assert meta.issuer == made.issuer
    assert (meta.report_year, meta.truncated) == (2023, False)


def test_its_amounts_and_sections_are_those_of_the_text(page, knowledge):
    _, reading = page
    plain = read_report("0" * 64, "\n".join((TITLE, *BODY)).encode(), knowledge)
    assert isinstance(plain, Reading)
    assert (facts(reading).amounts, facts(reading).sections) == (facts(plain).amounts, facts(plain).sections)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("codec", ["gb18030", "utf-16"])
def test_whatever_the_page_is_coded_in(name, codec):
    decoded = read_bytes(PAGES[name]().markup.encode(codec))
    assert all(line in decoded.text for line in BODY)
