"""The parsing process: what hangs, crashes or fills it costs it its life and no other document; the parent stays light."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from format_writers import write_docx
from hostile_files import PLAIN

from tasks.intake.decode import Unreadable
from tasks.intake.readers.magic import OOXML
from tasks.intake.readers.sandbox import Child

DOCX = OOXML + "wordprocessingml.document"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def child():
    process = Child(512 << 20)
    yield process
    process.close()


def test_one_process_serves_document_after_document(child):
    first = child.read(write_docx(PLAIN), DOCX, 20)
    pid = child.pid
    assert first == child.read(write_docx(PLAIN), DOCX, 20)
    assert child.pid == pid


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read(child):
    child.read(write_docx(PLAIN), DOCX, 20)
    slow = child.pid
    os.kill(slow, signal.SIGSTOP)  # however fast the machine, it will not answer
    with pytest.raises(Unreadable) as refusal:
        child.read(write_docx(PLAIN), DOCX, 0.3)
    assert refusal.value.code == "too_slow"
    assert "36件" in child.read(write_docx(PLAIN), DOCX, 20).text
    assert child.pid != slow


def test_a_process_that_dies_costs_one_document(child):
    child.read(write_docx(PLAIN), DOCX, 20)
    os.kill(child.pid, signal.SIGSTOP)  # it must be at work on the next document when it dies
    threading.Timer(0.3, os.kill, (child.pid, signal.SIGKILL)).start()
    with pytest.raises(Unreadable) as refusal:
        child.read(write_docx(PLAIN), DOCX, 20)
    assert refusal.value.code == "unreadable"
    assert "36件" in child.read(write_docx(PLAIN), DOCX, 20).text


def test_a_process_that_died_between_documents_is_replaced(child):
    child.read(write_docx(PLAIN), DOCX, 20)
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
    assert "36件" in child.read(write_docx(PLAIN), DOCX, 20).text


def test_threads_take_turns(child):
    texts = []
    threads = [threading.Thread(target=lambda: texts.append(child.read(write_docx(PLAIN), DOCX, 20).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 4
    assert len(set(texts)) == 1


@pytest.mark.parametrize("module", ["tasks.extract", "tasks.intake.fetch"])
def test_what_reads_text_loads_no_parser_of_documents(module):
    heavy = ("pypdfium2", "pdfplumber", "pdfminer", "python_calamine", "olefile", "tasks.intake.readers.parse")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
