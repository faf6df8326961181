"""Reports that are read in step say what each says alone, and one that breaks a stage costs no other."""

from typing import Any

import pytest

import tasks.extract as extract
from tasks.chunks import extract_by_catalogue
from tasks.model import Decoded

BROKEN = 4
CONTENTS = [
    (f"{number:064x}", f"石沟县{2010 + number % 9}年法治政府建设情况报告\n一、主要成效\n全年开展执法检查{number}次。".encode())
    for number in range(2 * extract.IN_STEP + 3)
] + [("e" * 64, b""), ("f" * 64, b"\x00\x01\x02" * 80)]


def rows(contents: list[tuple[str, bytes]]) -> dict[str, list[dict[str, Any]]]:
    tables = extract_by_catalogue(contents)
    for name, table in tables.items():
        tables[name] = table.drop_columns([column for column in ("seconds",) if column in table.column_names])
    return {name: table.to_pylist() for name, table in tables.items()}


def test_together_they_say_what_each_says_alone() -> None:
    together = rows(CONTENTS)
    alone = [rows([content]) for content in CONTENTS]
    assert together == {name: [row for one in alone for row in one[name]] for name in together}
    assert len(together["quantities"]) == len(CONTENTS) - 2


def test_one_that_breaks_a_stage_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = extract.clean

    def break_one(decoded: Decoded, rules: Any) -> Any:
        if f"检查{BROKEN}次" in decoded.text:
            raise RuntimeError("broken")
        return clean(decoded, rules)

    whole = rows(CONTENTS)
    monkeypatch.setattr(extract, "clean", break_one)
    found = rows(CONTENTS)
    lost = CONTENTS[BROKEN][0]
    assert [row["reject_code"] for row in found["contents"] if row["sha256"] == lost] == ["internal"]
    for name in found:
        assert [row for row in found[name] if row["sha256"] != lost] == [row for row in whole[name] if row["sha256"] != lost]
