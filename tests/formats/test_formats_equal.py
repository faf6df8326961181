"""The facts read from each format equal those of the text, whoever wrote the file."""

import os
import shutil
from pathlib import Path

import parts_document
import pytest
import table_document
from format_facts import facts_of
from format_writers import WRITERS, reports
from measure_formats import equal
from office_writers import office_files

from tasks.intake.decode import Unreadable
from tasks.intake.readers import antiword, word97
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.read import read_bytes
from tasks.intake.readers.tables import table_words
from tasks.knowledge import read_config

SPECIMENS = Path(__file__).parent / "specimens"
TEXT = (SPECIMENS / "report.txt").read_text("utf-8")
APART = ("libreoffice-computed.pdf", "parts.doc", "parts.odt", "parts.rtf", "tables.doc", "tables.rtf", "report.txt")
WHOLE = sorted(path for path in SPECIMENS.iterdir() if path.name not in APART)
PAGE_LINES = 4  # what stands in the PDF
TEXTS = dict(reports(6, seed=3))


def need(program: str) -> None:
    """Skip loudly without a program; in CI its absence is a failure."""
    if shutil.which(program) is None:
        message = f"NOT TESTED: {program} is not installed (make tools, as root)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.mark.parametrize("label", WRITERS)
def test_what_python_libraries_write(label, knowledge):
    for text in TEXTS.values():
        assert equal(facts_of(WRITERS[label](text), knowledge), facts_of(text.encode(), knowledge)) == (True, True, True)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_what_offices_write(path, knowledge):
    assert equal(facts_of(path.read_bytes(), knowledge), facts_of(TEXT.encode(), knowledge)) == (True, True, True)


@pytest.mark.parametrize("extension", ["docx", "doc", "odt", "rtf"])
def test_numbers_changes_boxes_and_tables_are_the_same_in_all_word_formats(extension):
    raw = parts_document.make() if extension == "docx" else (SPECIMENS / f"parts.{extension}").read_bytes()
    read = read_bytes(raw)
    lines = [line.replace("、\t", "、").replace("）\t", "）") for line in read.text.split("\n")]
    if extension != "rtf":
        assert lines.pop(4) == parts_document.BOX
        assert read.blocks[4].kind == "text_box"
    assert lines == parts_document.LINES


@pytest.mark.parametrize("extension", ["docx", "doc", "rtf"])
def test_heads_of_two_rows_are_the_same_in_all_word_formats(extension):
    raw = table_document.make() if extension == "docx" else (SPECIMENS / f"tables.{extension}").read_bytes()
    read = read_bytes(raw)
    assert (read.text.split("\n"), read.problems) == (table_document.LINES, ())


def test_antiword_shows_merged_columns_by_their_width():
    need("antiword")
    pieces = antiword.by_antiword((SPECIMENS / "tables.doc").read_bytes(), table_words(read_config("readers")))
    assert [piece.text for piece in pieces if isinstance(piece, Piece)] == table_document.LINES


def test_a_pdf_of_libreoffice():
    read = read_bytes((SPECIMENS / "libreoffice-computed.pdf").read_bytes())
    assert read.text == "\n".join(TEXT.split("\n")[:PAGE_LINES])
    assert [block.place for block in read.blocks][:3] == ["page 1, line 1", "page 1, line 2", "page 1, line 4"]


def test_a_doc_of_before_word_97_goes_through_antiword():
    need("antiword")
    lines = [piece.text for piece in antiword.by_antiword((SPECIMENS / "libreoffice-typed.doc").read_bytes())]
    assert lines == TEXT.split("\n")


def test_without_antiword_such_a_doc_waits_for_it(monkeypatch):
    monkeypatch.setattr(antiword.shutil, "which", lambda program: None)
    with pytest.raises(Unreadable) as refusal:
        list(word97.read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    assert refusal.value.code == "reader_missing"
    assert "antiword" in refusal.value.message


@pytest.mark.long
def test_what_offices_write_of_many_reports(knowledge):
    need("soffice")
    texts = dict(reports(40))
    wanted = {name: facts_of(text.encode(), knowledge) for name, text in texts.items()}
    for label, files in office_files(texts):
        outcomes = [equal(facts_of(raw, knowledge), wanted[name]) for name, raw in files.items()]
        least = 0.97 if label.startswith("pdf") else 0.99
        assert all(sum(part) >= least * len(outcomes) for part in zip(*outcomes, strict=True)), label
