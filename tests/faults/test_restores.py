"""A restore killed by SIGKILL at any of its steps leaves nothing that passes for a home, and the next one ends it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tasks.intake.archive import Archive

SCRIPT = Path(__file__).with_name("restorer.py")
ROOT = Path(__file__).parents[2]
HOMES = ("warehouse.duckdb", "work.duckdb")


def test_a_restore_killed_at_each_step_is_brought_to_its_end(tmp_path: Path, tell: Callable[[str], None]) -> None:
    backup = tmp_path / "backup"
    archive = Archive(backup / "archive")
    for number in range(3):
        archive.put(f"content {number}".encode() * 1000)
    archive.seal()
    (backup / "archive" / "incoming").rmdir()
    (backup / "warehouse.duckdb").write_bytes(bytes(range(256)) * 1000)
    command = [sys.executable, str(SCRIPT), str(backup), str(tmp_path / "homes")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    restores = [json.loads(line) for line in done.stdout.splitlines()]
    killed = [one for one in restores if not one["ended"]]
    assert [one for one in restores if not one["whole"]] == []
    half_way = [one for one in killed if set(one["found"]) <= {".restoring"}]
    moving = [one for one in killed if ".restored" in one["found"]]
    assert len(half_way) > 20
    assert len(moving) >= 4
    # the database comes last, so that nothing can be asked while bytes are missing
    assert not [one for one in moving if "archive" not in one["found"] and set(HOMES) & set(one["found"])]
    tell(f"{len(killed)} restores killed, {len(half_way)} while they copied")
