"""Draws what growth.py measured: a night, a build of all, memory and size over the number of reports, both axes logarithmic."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

STEPS = ("ledger", "models", "data tests", "comparison", "counting", "publish")
INKS = ("#0067a5", "#c2500f", "#6b6860")
SCALE = 1.0  # pixels of the picture for one of the chart


def rows_of(found: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the panels show: of each size the panel, the line in it, reports and value."""
    for one in found:
        for name, label in (("whole", "all models, tests, publishing"), ("night", "a night of 500")):
            spent = sum(one[name].get(f"{step} core s", 0) for step in STEPS)
            yield {"panel": "processor seconds", "line": label, "reports": one["reports"], "value": spent}
            yield {"panel": "memory, MB", "line": label, "reports": one["reports"], "value": one[name]["peak MB"]}
        slowest = max(one["queries ms"].values())
        yield {"panel": "slowest typical question, ms", "line": "a question", "reports": one["reports"], "value": slowest}


def chart(found: Sequence[Mapping[str, Any]]) -> alt.HConcatChart:
    """One panel for each measure, side by side."""
    rows = list(rows_of(found))
    panels = []
    for panel in dict.fromkeys(row["panel"] for row in rows):
        held = alt.Chart(alt.InlineData(values=[row for row in rows if row["panel"] == panel]))
        lines = list(dict.fromkeys(row["line"] for row in rows if row["panel"] == panel))
        panels.append(
            held.mark_line(point=True).encode(
                alt.X("reports:Q", title="reports", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
                alt.Y("value:Q", title=panel, scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
                alt.Color(
                    "line:N", title=None, scale=alt.Scale(domain=lines, range=list(INKS[: len(lines)])),
                    legend=alt.Legend(orient="top") if len(lines) > 1 else None,
                ),
            ).properties(width=230, height=200)
        )  # fmt: skip
    title = alt.TitleParams(found[-1]["machine"], fontSize=11, fontWeight="normal", anchor="start")
    return alt.hconcat(*panels, title=title).resolve_scale(color="independent")


def draw(found: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Write the chart as a PNG."""
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    target.write_bytes(vl_convert.vegalite_to_png(chart(found).to_dict(), vl_version=version, scale=SCALE))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("json", type=Path)
    parser.add_argument("png", type=Path)
    args = parser.parse_args()
    draw(json.loads(args.json.read_text("utf-8")), args.png)
