"""What the docs show analysts works: every query of the cookbook, and the notebook, on the sample warehouse."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

DOCS = Path(__file__).parents[2] / "docs"
SECTIONS = re.split(r"^##+ ", (DOCS / "cookbook.md").read_text("utf-8"), flags=re.M)
RECIPES = [
    (section.split("\n")[0], sql)
    for section in SECTIONS
    if re.match(r"\d+\. ", section)
    for sql in re.findall(r"^```sql\n(.*?)```", section, re.M | re.S)
]


@pytest.fixture(scope="module")
def warehouse(sample_home: Path):
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as con:
        yield con


def test_there_are_twenty() -> None:
    assert [*dict.fromkeys(int(title.split(".")[0]) for title, _ in RECIPES)] == list(range(1, 21))


@pytest.mark.parametrize(("title", "sql"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_answers(warehouse, title, sql):
    assert warehouse.execute(sql).fetchall(), f"{title} answers nothing on the samples"


FILES = {"14. Which files were refused, and what is to be done?"}  # a refused file has no place


@pytest.mark.parametrize(("title", "sql"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_never_mixes_invented_places_with_real_ones(title, sql):
    """It asks for one place, or tells the regions apart."""
    assert title in FILES or re.search(r"\b(?:province|township|region) = '|\bregion_level = ", sql)


def test_the_snippet_for_python_connects(sample_home, tmp_path, monkeypatch):
    snippet = re.search(r"```python\n(.*?)```", (DOCS / "cookbook.md").read_text("utf-8"), re.S)[1]
    (tmp_path / "data").symlink_to(sample_home)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(snippet, names)
    assert names["panel"].num_rows > 50


def test_the_snippet_for_the_shell_connects(sample_home, tmp_path):
    program = shutil.which("duckdb", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        message = "NOT TESTED: the DuckDB CLI is not installed (make test installs it)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    snippet = re.search(r"```sh\nduckdb (.*?)\n```", (DOCS / "cookbook.md").read_text("utf-8"), re.S)[1]
    (tmp_path / "data").symlink_to(sample_home)
    told = subprocess.run([program, *shlex.split(snippet)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "虚构样本" in told.stdout


def test_the_notebook_runs(sample_home, monkeypatch):
    monkeypatch.setenv("FAZHI_HOME", str(sample_home))
    notebook = json.loads((DOCS / "notebooks" / "example.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"), "kept without its outputs"
    names = {}
    try:
        for cell in cells:
            exec(compile(cell, "example.ipynb", "exec"), names)
        assert names["inspections"].num_rows > 5
        assert names["chart"].to_dict()["layer"]
    finally:
        if "warehouse" in names:
            names["warehouse"].close()  # left open, it would refuse connections of other settings in this process
