"""Documents from outside are parsed in a child process, so that none can hang, fill or crash the one that runs a chunk.

One child a process serves document after document; what breaks a limit costs it its life, and the next gets a new one.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tasks.intake.decode import Unreadable
from tasks.model import Block, Decoded, Problem

ROOT = Path(__file__).parents[3]
TOO_SLOW = "读取文件超过 {:g} 秒，未再继续。请另存为纯文本或较简单的格式后提交。"
CRASHED = "读取文件时程序崩溃或内存超限，文件可能已损坏或被改造。请从来源重新下载，或另存为纯文本后提交。"


class Child:
    """A parsing process, started when first needed."""

    def __init__(self, memory_bytes: int) -> None:
        """Bound the address space of the process; None is started yet."""
        self._memory = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def read(self, raw: bytes, media_type: str, seconds: float) -> Decoded:
        """Have one document read.

        Raises Unreadable as its reader does, with `too_slow` after `seconds`, with `unreadable` where the process dies.
        """
        with self._lock:
            process = self._started()
            late = threading.Event()
            timer = threading.Timer(seconds, _kill_late, (process, late))
            timer.start()
            try:
                answer = _ask(process, raw, media_type)
            except (OSError, ValueError):
                answer = None
            finally:
                timer.cancel()
            if answer is None:
                self._process = None
                _kill(process)
        if answer is None:
            raise Unreadable("too_slow", TOO_SLOW.format(seconds)) if late.is_set() else Unreadable("unreadable", CRASHED)
        if "code" in answer:
            raise Unreadable(answer["code"], answer["message"])
        made = {
            name: tuple(kind(*fields) for fields in answer[name]) for name, kind in (("blocks", Block), ("problems", Problem))
        }
        return Decoded(**(answer | made))

    @property
    def pid(self) -> int | None:
        """Of the process, None while there is none."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process; the next document gets a new one."""
        with self._lock:
            if self._process is not None:
                _kill(self._process)
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._process = _start(self._memory)
            self._owner = os.getpid()
            atexit.register(_kill, self._process)
        return self._process


def _start(memory_bytes: int) -> subprocess.Popen[bytes]:
    # its own session: a Ctrl-C is for the parent, and antiword dies with it; an environment that holds no secret
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TESSDATA_PREFIX") if name in os.environ}
    command = [sys.executable, "-P", "-m", "tasks.intake.readers.child", str(memory_bytes)]
    return subprocess.Popen(  # noqa: S603  # this interpreter, this module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=kept | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
    )


def _ask(process: subprocess.Popen[bytes], raw: bytes, media_type: str) -> dict[str, Any] | None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"media_type": media_type, "size": len(raw)}).encode() + b"\n" + raw)
    process.stdin.flush()
    line = process.stdout.readline()
    return json.loads(line) if line.endswith(b"\n") else None


def _kill_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (AttributeError, OSError):
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            try:
                stream.close()
            except OSError:
                continue  # what was still to be written to a dead process
