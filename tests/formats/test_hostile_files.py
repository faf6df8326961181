"""What is made to hang, fill, crash or fool a reader is rejected with its code, within its limits, and the next file is read."""

import time

import pytest
from format_writers import write_docx
from hostile_files import PLAIN, cases

from tasks.intake.decode import Unreadable
from tasks.intake.readers.read import Limits, read_bytes

LIMITS = Limits(seconds=8, memory_bytes=768 << 20)
CASES = list(cases())


def test_there_are_as_many_as_promised():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rejected_with_its_code_within_its_limits(case):
    raw = case.make()
    started = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        read_bytes(raw, LIMITS)
    assert time.perf_counter() - started < LIMITS.seconds + 4
    assert refusal.value.code in case.codes, refusal.value.message
    assert refusal.value.message.count("请") >= 1


def test_after_all_that_the_next_document_is_read():
    assert "36件" in read_bytes(write_docx(PLAIN), LIMITS).text
