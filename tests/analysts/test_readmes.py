"""The READMEs show what commands print, and the Chinese one says what the English one says."""

import re
from pathlib import Path

import duckdb
import pytest
import readme
import yaml

ENGLISH, CHINESE = (path.read_text("utf-8") for path in readme.READMES)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readme.sample_home(tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("path", readme.READMES, ids=lambda path: path.name)
def test_what_is_shown_is_what_is_printed(path: Path, home: Path) -> None:
    shown = readme.blocks(path.read_text("utf-8"))
    assert [command.split()[1] for command, _ in shown] == ["query", "explain"]
    for command, output in shown:
        assert output == readme.output(command, home), "run `make readme`"


def test_the_samples_hold_what_real_reports_hold(home: Path) -> None:
    # totals with their parts, occasions that add up; a body without a year, a file that was refused
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        merged = dict(con.execute("SELECT resolution, count(*) FROM marts.indicator_values GROUP BY ALL").fetchall())
        reasons = {row[0] for row in con.execute("SELECT DISTINCT reason FROM marts.gaps").fetchall()}
    assert merged.keys() >= {"single", "sum", "without_parts"}
    assert reasons >= {"not_stated", "no_report", "rejected", "truncated", "other_period"}


def test_what_few_cases_leave_open_is_what_is_measured() -> None:
    """Without a miss the lower end of Wilson's interval is n / (n + z²)."""
    figures = yaml.safe_load((readme.READMES[0].parent / "config" / "accuracy.yaml").read_text("utf-8"))["figures"]
    (found,) = (one for one in figures if (one["gold"], one["stage"]) == ("real", "indicators"))
    least = found["wanted"] / (found["wanted"] + 1.96**2)
    assert found["precision"] == found["recall"] == 1.0
    assert f"no miss among the {found['wanted']} indicators of the 3 real reports leaves {least:.2f} to 1 open" in ENGLISH


def sections(text: str) -> list[str]:
    """The text under each heading, the heading's marks first."""
    return re.split(r"^(?=#+ )", text, flags=re.M)


def test_the_twins_have_the_same_headings_and_figures() -> None:
    english, chinese = sections(ENGLISH), sections(CHINESE)
    assert [one.split(" ")[0] for one in english] == [one.split(" ")[0] for one in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert figures(one) == figures(other), one.splitlines()[0]


def figures(text: str) -> list[str]:
    """The numbers of a section, in any order: the languages order their sentences differently."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_the_twins_show_the_same_pictures_and_lead_to_the_same_pages() -> None:
    def targets(text: str) -> list[str]:
        return sorted(set(re.findall(r"\]\(([^)#]+)", text)) - {"README.md", "README.zh.md"})

    assert targets(ENGLISH) == targets(CHINESE)
    assert [target for target in targets(ENGLISH) if not (readme.ROOT / target).exists()] == []
