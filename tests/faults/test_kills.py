"""Kill -9 at any instant between the first write to the archive and the publish: the next run ends like one never disturbed."""

import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.verify import verify
from tasks.progress import STAGES

HIT = STAGES[: STAGES.index("publish") + 1]
Compare = Callable[[Path, Path], dict[str, int]]


def reports(home: Path) -> tuple[int, int, int]:
    """Reports, reports with amounts, and builds that the published file shows; (_, _, 1) is a whole release."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        sql = """WITH versions AS (FROM (SELECT data_version FROM core.reports)
                                   UNION FROM (SELECT data_version FROM core.quantities)
                                   UNION FROM (SELECT data_version FROM marts.indicator_values))
                 SELECT (SELECT count(*) FROM core.reports), (SELECT count(DISTINCT report_id) FROM core.quantities),
                        (SELECT count(*) FROM versions)"""
        return connection.execute(sql).fetchall()[0]


def boundaries() -> Iterator[dict[str, Any]]:
    """One kill at the beginning of each stage."""
    yield from ({"stage": stage} for stage in HIT)


def instants(stages: list[tuple[str, float]], drawn: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Kills at instants drawn from each stage in its turn: from as long as it lasted in the undisturbed night."""
    ends = [*(began for _, began in stages[1:]), stages[-1][1]]
    lengths = {name: [end - began for (stage, began), end in zip(stages, ends, strict=True) if stage == name] for name in HIT}
    for stage in sorted(drawn.sample(HIT, count), key=HIT.index):
        turn = drawn.randint(1, min(3, len(lengths[stage])))
        yield {"stage": stage, "turn": turn, "wait": drawn.uniform(0, lengths[stage][turn - 1])}


def disturb(nursery, scene, home: Path, kills: Iterator[dict[str, Any]], differences: Compare) -> Counter[str]:
    """Kill one night after the other in one home, then let one run through; return how often each stage was hit."""
    scene.home(home)
    releases, hit = (reports(scene.template), reports(scene.undisturbed)), Counter[str]()
    for kill in kills:
        done = nursery.night(home, scene.inbox, **kill)
        assert done.status in (0, signal.SIGKILL), f"{kill}: {home.with_suffix('.log').read_text('utf-8')}"
        hit[done.hit] += 1
        assert reports(home) in releases, f"half a release after {kill}"
    nursery.whole_night(home, scene.inbox)
    assert differences(home, scene.undisturbed) == {}, f"seed and stages: {dict(hit)}"
    archived = [sorted(path.name for path in (one / "archive").glob("??/??/*")) for one in (home, scene.undisturbed)]
    assert archived[0] == archived[1]
    return hit


def tell_hits(tell: Callable[[str], None], hit: Counter[str]) -> None:
    tell("killed in: " + ", ".join(f"{stage} {hit[stage]}" for stage in (*HIT, "page", "end") if hit[stage]))


def test_a_night_killed_where_each_stage_begins(nursery, scene, tmp_path, differences, tell, monkeypatch):
    home = tmp_path / "home"
    hit = disturb(nursery, scene, home, boundaries(), differences)
    tell_hits(tell, hit)
    assert hit == Counter(HIT)
    monkeypatch.setenv("FAZHI_HOME", str(home))
    assert verify(repair=False).found == ()


def test_three_kills_at_any_instant(nursery, scene, tmp_path, differences, drawn, tell):
    tell_hits(tell, disturb(nursery, scene, tmp_path / "home", instants(scene.stages, drawn, 3), differences))


@pytest.mark.long
@pytest.mark.parametrize(("flow", "stages"), [("rebuild", HIT[4:]), ("backfill", HIT[2:])])
def test_another_flow_killed_at_any_instant(nursery, scene, tmp_path, differences, drawn, tell, monkeypatch, flow, stages):
    """Where each of its stages begins and in between; a night after that ends as if the flow had never been begun."""
    home, hit = scene.home(tmp_path / "home"), Counter[str]()
    for stage in stages:
        for wait in (None, drawn.uniform(0, 1), drawn.uniform(1, 4)):
            hit[nursery.night(home, scene.inbox, flow=flow, stage=stage, wait=wait).hit] += 1
            assert reports(home) == reports(scene.template)
    tell_hits(tell, hit)
    nursery.whole_night(home, scene.inbox)
    assert differences(home, scene.undisturbed) == {}
    monkeypatch.setenv("FAZHI_HOME", str(home))
    assert verify(repair=False).found == ()
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        half = "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'next%'"
        assert connection.execute(half).fetchall() == []


@pytest.mark.long
def test_sixty_kills_at_any_instant(nursery, scene, tmp_path, differences, drawn, tell):
    hit = Counter[str]()
    for number in range(16):
        if sum(hit[stage] for stage in HIT) >= 60 and min(hit[stage] for stage in HIT) >= 5:
            break
        hit += disturb(nursery, scene, tmp_path / str(number), instants(scene.stages, drawn, len(HIT)), differences)
    tell_hits(tell, hit)
    assert sum(hit[stage] for stage in HIT) >= 60
    assert [stage for stage in HIT if hit[stage] < 5] == []
