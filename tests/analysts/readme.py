"""Hold what the READMEs show of commands equal to what these print: `python tests/analysts/readme.py` rewrites it.

A block of a README that begins with `$ .venv/bin/fazhi query` or `explain` shows the command and its output on the samples
of `make run`; a folder of the machine is shown as `…/`.
"""

import re
import shlex
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "samples")]

from generate import generate  # noqa: E402
from published import publish_reports  # noqa: E402

from flows import cli  # noqa: E402

READMES = tuple(ROOT / name for name in ("README.md", "README.zh.md"))
SAMPLES = (8, (2020, 2024), 7)  # places, years, seed of `make run`
_SHOWN = re.compile(r"^    \$ \.venv/bin/(fazhi (?:query|explain) .*?)\n(    (?:[┏\w].*?))(?=\n\n\S)", re.M | re.S)
_OF_THE_MACHINE = re.compile(r"^  \S*/(?=[^/\n]+, sha256 [0-9a-f]{64}$)", re.M)


def sample_home(folder: Path) -> Path:
    """A home below `folder` that holds what `make run` holds."""
    generate(folder, *SAMPLES, None)
    publish_reports(folder / "reports", folder / "home")
    return folder / "home"


def blocks(text: str) -> list[tuple[str, str]]:
    """The commands of a README with what it shows as their output."""
    return [(found[1], found[2]) for found in _SHOWN.finditer(text)]


def output(command: str, home: Path) -> str:
    """What the command prints today, indented as in the README."""
    told = CliRunner().invoke(cli.app, [*shlex.split(command)[1:], "--home", str(home)])
    if told.exit_code:
        raise RuntimeError(f"{command}: {told.output}")
    lines = _OF_THE_MACHINE.sub("  …/", told.stdout).rstrip("\n").splitlines()
    return "\n".join(f"    {line.rstrip()}".rstrip() for line in lines)


def renewed(text: str, home: Path) -> str:
    """The README with today's output in every block."""
    return _SHOWN.sub(lambda found: f"    $ .venv/bin/{found[1]}\n{output(found[1], home)}", text)


def main() -> None:
    """Rewrite the blocks of both READMEs."""
    with tempfile.TemporaryDirectory() as folder:
        home = sample_home(Path(folder))
        for path in READMES:
            path.write_text(renewed(path.read_text("utf-8"), home), "utf-8")


if __name__ == "__main__":
    main()
