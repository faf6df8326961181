"""The bodies that write sample reports: governments and bureaus of the invented places of the overlay."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

OVERLAY = Path(__file__).parents[3] / "config" / "places_overlay.yaml"
LEVELS = ("province", "prefecture", "county", "township")
BUREAUS = ("司法局", "市场监督管理局", "自然资源和规划局", "教育局", "交通运输局", "农业农村局", "卫生健康局", "应急管理局")


class Body(NamedTuple):
    """One body that reports: its place chain, its level, and what it calls itself and those above it."""

    level: str  # province, prefecture, county, township or department
    chain: tuple[str | None, str | None, str | None, str | None]  # province, prefecture, county, township
    code: str
    bureau: str | None

    @property
    def place(self) -> str:
        """The name of the lowest place."""
        return next(name for name in reversed(self.chain) if name)

    @property
    def organ(self) -> str:
        """The body's own name without the places above it."""
        if self.bureau:
            return self.place + self.bureau
        return self.place + ("办事处" if self.place.endswith("街道") else "人民政府")

    @property
    def full_organ(self) -> str:
        """The body's name with all places above it."""
        return "".join(name for name in self.chain if name) + self.organ.removeprefix(self.place)

    @property
    def own(self) -> str:
        """How the body calls itself in running text."""
        if self.bureau:
            return "我局"
        ends = {"街道": "我街道", "自治州": "我州", "自治区": "全区", "苏木": "我苏木"}
        return next((word for end, word in ends.items() if self.place.endswith(end)), "我" + self.place[-1])

    @property
    def above(self) -> str:
        """The level that the body reports to."""
        names = [name for name in self.chain if name]
        upper = names[-1] if self.bureau else (names[-2] if len(names) > 1 else "国家")
        return upper[-1] if upper[-1] in "市区县省州旗" else "上级"


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies, mixed so that any first few hold every level and a county's townships stand together."""
    places = {p["code"]: p for p in yaml.safe_load(OVERLAY.read_text("utf-8"))["places"] if p["valid_to"] is None}
    names = [p["name"] for p in places.values()]
    by_level = {level: [p for p in places.values() if p["level"] == level] for level in LEVELS}
    governments = {
        level: [_government(p, places) for p in found if names.count(p["name"]) == 1] for level, found in by_level.items()
    }
    bureaus = [
        Body("department", b.chain, b.code, bureau)
        for bureau in BUREAUS
        for b in governments["county"] + governments["prefecture"]
    ]
    return tuple(_mixed(governments, bureaus))


def _government(place: Mapping[str, Any], places: Mapping[str, Any]) -> Body:
    chain: dict[str, str] = {}
    at: Mapping[str, Any] | None = place
    while at:
        chain[at["level"]] = at["name"]
        at = places.get(at["parent_code"])
    province, prefecture, county, township = (chain.get(level) for level in LEVELS)
    return Body(place["level"], (province, prefecture, county, township), place["code"], None)


def _mixed(governments: Mapping[str, list[Body]], bureaus: list[Body]) -> Iterator[Body]:
    townships, counties = iter(governments["township"]), iter(governments["county"])
    prefectures, provinces, others = iter(governments["prefecture"]), iter(governments["province"]), iter(bureaus)
    round_of = (townships,) * 3 + (counties, prefectures, provinces, others) + (townships,) * 2 + (counties, others)
    seen = True
    while seen:
        found = [body for queue in round_of if (body := next(queue, None))]
        yield from found
        seen = bool(found)
