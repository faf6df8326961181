"""The same report in any format and either script is one report: its folded text is equal."""

from random import Random

import pytest
from fiction.damage import to_traditional
from fiction.marked import Marked
from format_writers import WRITERS, reports, write_docx, write_html

from tasks.extract import read_report
from tasks.model import Reading

TEXTS = dict(reports(4, seed=23))


def fold_hash(raw, knowledge):
    outcome = read_report("0" * 64, raw, knowledge)
    assert isinstance(outcome, Reading)
    return outcome.fold_hash


@pytest.mark.parametrize("name", TEXTS)
def test_formats(name, knowledge):
    wanted = fold_hash(TEXTS[name].encode(), knowledge)
    assert {label: fold_hash(write(TEXTS[name]), knowledge) == wanted for label, write in WRITERS.items()} == dict.fromkeys(
        WRITERS, True
    )


@pytest.mark.parametrize("name", TEXTS)
def test_scripts(name, knowledge):
    traditional = to_traditional(Marked(TEXTS[name]), Random(1)).text
    assert traditional != TEXTS[name]
    assert fold_hash(write_html(traditional), knowledge) == fold_hash(write_docx(TEXTS[name]), knowledge)
