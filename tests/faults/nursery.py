"""Runs nights of the real flow in children of a process that has loaded everything, and kills them where it is told to.

A fresh Prefect process spends its first seconds starting, and kills there prove nothing. So one process imports the flows
and every night is a fork of it, under the standing server of PREFECT_API_URL. As a script it takes one order a line on
standard input, {"home", "inbox", "stage", "turn", "wait", "signal", "limit", "flow"}: the night (or the flow
`rebuild` or `backfill`) is struck `wait` seconds after the stage has begun for the `turn`-th time, or at that very boundary
where no wait is given, by SIGKILL where no other signal is.
It answers with one line on standard output: the stage in which the night ended (`end` where it ran through), its wait
status, and when each stage began. A night that is stopped (SIGSTOP) is announced by a line {"stopped": pid} before that.
"""

import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

ANSWERS = os.dup(1)  # the standard output of a child is its log


def live_through(order: dict[str, Any], report: int) -> None:
    """One night, in the child; writes each stage that begins to `report`, and kills itself where a stage has no wait."""
    from flows.backfill import backfill
    from flows.ingest import ingest
    from flows.rebuild import rebuild
    from tasks.progress import listening

    flows = {
        "ingest": lambda: ingest([order["inbox"]]),
        "rebuild": rebuild,
        "backfill": lambda: backfill(reason="everything", dry_run=False),
    }
    begun = 0

    def entered(stage: str, done: int, total: int | None) -> None:
        nonlocal begun
        os.write(report, f"{stage}\n".encode())
        begun += stage == order.get("stage")
        if begun == order.get("turn", 1) and stage == order.get("stage") and order.get("wait") is None:
            if order.get("signal") == signal.SIGSTOP:
                os.write(ANSWERS, json.dumps({"stopped": os.getpid()}).encode() + b"\n")
            os.kill(os.getpid(), order.get("signal", signal.SIGKILL))

    os.environ |= {"FAZHI_HOME": order["home"], "FAZHI_WORKERS": "1", "FAZHI_CHUNK_REPORTS": "3"}
    with listening(entered):
        flows[order.get("flow", "ingest")]()


def night(order: dict[str, Any]) -> dict[str, Any]:
    """Fork a night, kill it `wait` seconds into the stage's turn, and tell how it ended; SIGKILL after `limit` seconds too."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            log = os.open(Path(order["home"]).with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            live_through(order, writing)
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    stages = watch(child, reading, order)
    status = os.waitpid(child, 0)[1]
    os.close(reading)
    return {"hit": "end" if status == 0 else stages[-1][0] if stages else "start", "status": status, "stages": stages}


def watch(child: int, reading: int, order: dict[str, Any]) -> list[tuple[str, float]]:
    """Follow the child's stages until it ends, killing it at the instant that is asked for; never longer than `limit`."""
    started = time.monotonic()
    kill_at = overdue = started + order.get("limit", 120)
    stages: list[tuple[str, float]] = []
    while True:
        if not select.select([reading], [], [], max(0.0, kill_at - time.monotonic()))[0]:
            os.kill(child, signal.SIGKILL)
            if kill_at == overdue:
                stages.append(("overdue", time.monotonic() - started))
                return stages
            kill_at = overdue
            continue
        if not (more := os.read(reading, 65536)):
            return stages
        now = time.monotonic()
        for stage in more.decode().split():
            stages.append((stage, now - started))
            turns = sum(one == order.get("stage") for one, _ in stages)
            if stage == order.get("stage") and turns == order.get("turn", 1) and order.get("wait") is not None:
                kill_at = now + order["wait"]


def main() -> None:
    """Load everything once, then serve orders until the input ends."""
    import flows.backfill
    import flows.ingest
    import flows.rebuild  # noqa: F401
    from tasks.chunks import start_worker

    start_worker()
    for line in sys.stdin:
        print(json.dumps(night(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
