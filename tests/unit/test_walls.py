"""The walls of the house: who may import whom, where SQL and deciding words stand, how large a module may grow."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WINGS = ("intake", "clean", "parse", "measure")
OPEN_TO_ALL_WINGS = ("tasks.clean.spans", "tasks.model", "tasks.knowledge")
MODULES = sorted(path for house in ("flows", "tasks", "warehouse") for path in (ROOT / house).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, `from package import module` included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top(name: str) -> str:
    return name.split(".")[0]


def texts(path: Path) -> Iterator[str]:
    """Every string of `path` that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.body[0].value) for node in ast.walk(tree) if _opens_with_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _opens_with_docstring(node: ast.AST) -> bool:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_keep_to_the_direction_of_the_walk(path: Path) -> None:
    house, *rooms = path.relative_to(ROOT).with_suffix("").parts
    found = set(imports(path))
    tops = {top(name) for name in found}
    if house == "warehouse":
        assert not tops & {"prefect", "tasks", "flows"}
    if house == "tasks":
        assert "flows" not in tops
        assert "prefect" not in tops or rooms == ["shells"]
    if house == "tasks" and rooms[0] in WINGS:
        later = WINGS[WINGS.index(rooms[0]) + 1 :]
        for name in found:
            if not name.startswith(OPEN_TO_ALL_WINGS):
                assert not name.startswith(tuple(f"tasks.{wing}" for wing in later)), f"{path} imports a later wing: {name}"
                assert name not in ("tasks.extract", "tasks.shells"), f"{path} imports {name}"


def test_only_extract_knows_all_four_wings() -> None:
    for path in MODULES:
        wings = {name.split(".")[1] for name in imports(path) if name.startswith(tuple(f"tasks.{wing}." for wing in WINGS))}
        if wings == set(WINGS):
            assert path == ROOT / "tasks" / "extract.py"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "warehouse" not in path.parts], ids=lambda path: str(path.relative_to(ROOT))
)
def test_sql_stands_in_sql(path: Path) -> None:
    statement = re.compile(
        r"\s*(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|CREATE\s+(TABLE|VIEW)\s|UPDATE\s.+\sSET\s|DELETE\s+FROM\s)", re.I | re.S
    )
    assert [text for text in texts(path) if statement.match(text)] == []


READING_WORDS = [path for wing in ("parse", "measure") for path in sorted((ROOT / "tasks" / wing).glob("*.py"))]
WORD = re.compile("[\u4e00-\u9fff]{2,}")
DATE_GRAMMAR = "masks"  # the forms of dates, ordinals and document numbers are numeral grammar


@pytest.mark.parametrize(
    "path", [p for p in READING_WORDS if p.stem != DATE_GRAMMAR], ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_lists_of_chinese_words_stand_in_config(path: Path) -> None:
    # grammar may name a word or two where it works on it; what can be enumerated is knowledge, and stands in config/
    lists = [text for text in texts(path) if len(WORD.findall(text)) > 4 and "|" in text]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            values = node.values if isinstance(node, ast.Dict) else node.elts
            words = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
            lists += [str(words)] if sum(map(bool, map(WORD.search, words))) > 4 else []
    assert lists == []


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_says_what_it_is_for_and_stays_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert (ast.get_docstring(ast.parse(source)) or "").split("\n")[0].endswith((".", ":", "?")), "no opening sentence"
    assert len(source.splitlines()) <= 330


def test_prefect_can_read_the_flows_annotations() -> None:
    # served runs fail on deferred annotations: "... is not fully defined"
    for path in (ROOT / "flows").glob("*.py"):
        assert "__future__.annotations" not in set(imports(path)), path


def test_nothing_names_a_machine_or_a_host() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") >= lock.count("==") > 100
