"""A slip in a file of config/ is one sentence that names the file, the entry and what is wrong with it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tasks import knowledge
from tasks.extract import load_knowledge
from tasks.reference import reference_tables

ENTRY = (
    '{report_id: 0a1b2c3d4e5f6071, indicator: cases, expect: 1, value: 2, decided_on: "2026-03-02", reason: "seen on paper"}'
)
PLACE = (
    "{{code: {}, code_source: fiction, name: {}, level: county, parent_code: {}, "
    "valid_from: null, valid_to: null, aliases: []}}"
)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, bytes], None]]:
    """Put a file into a copy of config/ that is read instead."""
    shutil.copytree(knowledge.CONFIG, tmp_path / "config")
    monkeypatch.setattr(knowledge, "CONFIG", tmp_path / "config")
    knowledge.read_config.cache_clear()
    yield lambda name, raw: (tmp_path / "config" / name).write_bytes(raw)
    knowledge.read_config.cache_clear()


def corrections(*entries: str) -> bytes:
    return "\n".join(["corrections:", *(f"- {entry}" for entry in entries)]).encode()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (corrections(ENTRY.replace("03-02", "02-31")), "corrections/0/decided_on: '2026-02-31' is not a 'date'"),
        (corrections(ENTRY, ENTRY.replace("03-02", "13-01")), "corrections/1/decided_on: '2026-13-01' is not a 'date'"),
        (corrections(ENTRY.replace("value: 2", "value: .nan")), "corrections/0/value: nan is not of type 'number'"),
        (corrections(ENTRY.replace("expect: 1", "expect: -.inf")), "corrections/0/expect: -inf is not of type 'number'"),
        (corrections(ENTRY.replace("expect", "expects")), "corrections/0: Additional .*'expects' was unexpected"),
        (corrections(ENTRY.replace("reason", "reasons")), "corrections/0: Additional .*'reasons' was unexpected"),
        (corrections(ENTRY.replace("expect: 1, ", "")), "corrections/0: 'expect' is a required property"),
        (corrections(ENTRY) + " # 已核".encode("gbk"), "cannot be read: 'utf-8' codec"),
        (
            corrections(ENTRY, ENTRY.replace("cases", "visits"), ENTRY),
            "corrections/2: cases of 0a1b2c3d4e5f6071 .*corrections/0 already",
        ),
    ],
)
def test_a_slip_in_the_corrections_is_named(write: Callable[[str, bytes], None], raw: bytes, told: str) -> None:
    write("corrections.yaml", raw)
    with pytest.raises(knowledge.KnowledgeError, match=rf"config/corrections\.yaml.* {told}"):
        reference_tables()


def test_corrections_without_a_slip_are_taken(write: Callable[[str, bytes], None]) -> None:
    write("corrections.yaml", corrections(ENTRY, ENTRY.replace("cases", "visits")))
    assert reference_tables()["corrections"].column("indicator_id").to_pylist() == ["cases", "visits"]


@pytest.mark.parametrize("parents", [("970001",), ("970002", "970001"), ("970002", "970003", "970001"), ("970002", "970002")])
def test_a_place_that_lies_in_itself_is_named(write: Callable[[str, bytes], None], parents: tuple[str, ...]) -> None:
    places = [PLACE.format(f'"97000{number}"', f"甲{number}县", f'"{above}"') for number, above in enumerate(parents, 1)]
    write("places_overlay.yaml", "\n".join(["places:", *(f"- {place}" for place in places)]).encode())
    for load in (load_knowledge, reference_tables):
        with pytest.raises(knowledge.KnowledgeError, match=r"places_overlay\.yaml, at places/\d: 甲\d县 .* lies in itself"):
            load()
