"""The process that parses documents from outside: one after the other from its standard input, under limits that it sets.

A request is a line of JSON (`media_type`, `size`) and `size` bytes; the answer is one line of JSON: `text`, `encoding`,
`media_type`, `edits`, `blocks` and so on, or `code` and `message`.
"""

import json
import sys
from typing import Any, BinaryIO

from tasks.intake.decode import Unreadable
from tasks.intake.readers.package import DAMAGED
from tasks.intake.readers.parse import parse

MOST_WRITTEN = 64 << 20  # bytes of a temporary file: antiword makes one
MOST_OPEN = 64  # files


def main(memory_bytes: int) -> None:
    """Serve requests until the input ends."""
    limit(memory_bytes)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while line := source.readline():
        request = json.loads(line)
        answer = respond(source, request["media_type"], request["size"])
        target.write(json.dumps(answer).encode("ascii") + b"\n")
        target.flush()


def respond(source: BinaryIO, media_type: str, size: int) -> dict[str, Any]:
    """Read one document and say what is in it, or why not."""
    try:
        decoded = parse(source.read(size), media_type)
    except Unreadable as error:
        return {"code": error.code, "message": error.message}
    except Exception:  # a parser's own fault on a document that is made wrong: this process must serve the next
        return {"code": "unreadable", "message": DAMAGED}
    return decoded._asdict()


def limit(memory_bytes: int) -> None:
    """Bound this process and those that it starts: address space, files, no core dump."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; those on time and size hold there too
        return
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, MOST_OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
