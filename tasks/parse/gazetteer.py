"""The gazetteer in memory: names to places, places to the places above them, and the names that stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from tasks.parse.words import any_of

PARQUET = Path(__file__).parents[2] / "warehouse" / "gazetteer" / "places.parquet"
COLUMNS = ("code", "name", "level", "parent_code", "valid_to", "aliases", "same_as")
LEVELS = ("province", "prefecture", "county", "township")
ENDS = "省市区县州盟旗镇乡道木场"  # last characters of names that are looked for in running text


class Mention(NamedTuple):
    """A name of the gazetteer at `text[start:end]`, with every place that bears it."""

    start: int
    end: int
    name: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places as parallel columns: a place is its index. Build it with `load_gazetteer`."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[int, ...]  # index into LEVELS
    parents: tuple[int, ...]  # -1 for a province
    todays: tuple[int, ...]  # the place that stands for it today; itself where it still exists
    by_name: Mapping[str, tuple[int, ...]]
    by_stem: Mapping[str, tuple[int, ...]]  # counties and townships without the name of their tier
    lengths: Mapping[str, tuple[int, ...]]  # last two characters of a name -> lengths of such names, longest first
    tier: re.Pattern[str]  # the name of a tier at the end of a place's name
    weak: frozenset[str]  # names that are words too: a place only beside the place above them
    short: frozenset[str]  # names of two characters (和县, 新县): likewise, or at the head of a clause
    ends: re.Pattern[str]

    def stem(self, name: str) -> str:
        """A name without the name of its tier: 西红门 of 西红门镇, 西红门地区 and 西红门街道."""
        return self.tier.sub("", name) or name

    def towns(self) -> frozenset[str]:
        """The names of all townships that are no words too."""
        tier = LEVELS.index("township")
        return frozenset(n for n, level in zip(self.names, self.levels, strict=True) if level == tier) - self.weak

    def above(self, place: int) -> Iterator[int]:
        """The places that hold `place`, nearest first."""
        parent = self.parents[place]
        while parent >= 0:
            yield parent
            parent = self.parents[parent]

    def holds(self, upper: int, place: int) -> bool:
        """Whether `place` lies in `upper`, in today's order or in an older one under a name of the same stem."""
        wanted, stem, level = self.todays[upper], self.stem(self.names[upper]), self.levels[upper]
        for above in self.above(place):
            if above in (upper, wanted) or self.todays[above] == wanted:
                return True
            if self.levels[above] == level and self.stem(self.names[above]) == stem:
                return True
        return False

    def named(self, name: str) -> tuple[int, ...]:
        """The places of exactly this name, alias or former name."""
        return self.by_name.get(name, ())

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """Every longest name that ends in the name of a tier, in order; weak names included."""
        found: list[Mention] = []
        by_name = self.by_name
        for match in self.ends.finditer(text, start, len(text) if end is None else end):
            stop = match.end()
            for length in self.lengths.get(text[max(0, stop - 2) : stop], ()):
                name = text[max(start, stop - length) : stop]
                begin = stop - len(name)
                # a name may swallow one inside it (景德镇市), but not cut one in two (佳木斯市|郊区)
                if name in by_name and not (found and found[-1].start < begin < found[-1].end):
                    while found and found[-1].start >= begin:
                        found.pop()
                    found.append(Mention(begin, stop, name, by_name[name]))
                    break
        return found


def load_gazetteer(words: Mapping[str, Any], overlay: Iterable[Mapping[str, Any]] = (), parquet: Path = PARQUET) -> Gazetteer:
    """Read the Parquet of places, add the rows of `overlay` (same columns), and index the names.

    `words` is config/places.yaml: its weak names, further aliases, names of tiers, and the year before whose end a place
    must not have gone. Raises OSError where the Parquet is missing.
    """
    columns = pq.read_table(parquet, columns=list(COLUMNS)).to_pydict()
    rows = list(zip(*(columns[name] for name in COLUMNS), strict=True))
    rows += [tuple(row.get(name) for name in COLUMNS) for row in overlay]
    kept = [row for row in rows if (row[4] or 9999) >= words["history_since"]]
    homes = {row[0]: (row[1], row[3]) for row in kept}
    # another code alone is no other place; a township under another county is, for whoever names that county
    kept = [
        row for row in kept if not row[6] or row[1] != homes[row[6]][0] or (row[2] == "township" and row[3] != homes[row[6]][1])
    ]
    return _index(kept, words)


def _short_forms(name: str, aliases: Sequence[str] | None) -> Iterator[str]:
    """The aliases of a place, and each with the word 自治 that offices keep: 镇宁县 and 镇宁自治县."""
    for alias in aliases or ():
        yield alias
        if name[-3:-1] == "自治" and alias[-3:-1] != "自治":
            yield f"{alias[:-1]}自治{alias[-1]}"


def _index(rows: Sequence[tuple[Any, ...]], words: Mapping[str, Any]) -> Gazetteer:
    tier = re.compile(f"(?:{any_of(words['tiers'])})$")
    place_of = {row[0]: place for place, row in enumerate(rows)}
    by_name: dict[str, tuple[int, ...]] = {}
    by_stem: dict[str, tuple[int, ...]] = {}
    officially = {(row[3], row[1]) for row in rows}
    for place, row in enumerate(rows):
        # an alias gives way to a neighbour that bears the name: 山寨乡 beside 山寨回族乡
        for name in (row[1], *(alias for alias in _short_forms(row[1], row[5]) if (row[3], alias) not in officially)):
            by_name[name] = (*by_name.get(name, ()), place)
        if row[2] in ("county", "township"):
            stem = tier.sub("", row[1]) or row[1]
            by_stem[stem] = (*by_stem.get(stem, ()), place)
    for name, code in words["aliases"].items():
        by_name[name] = (*by_name.get(name, ()), place_of[code])
    lengths: dict[str, set[int]] = {}
    for name in by_name:
        if name[-1] in ENDS:
            lengths.setdefault(name[-2:], set()).add(len(name))
    return Gazetteer(
        codes=tuple(row[0] for row in rows),
        names=tuple(row[1] for row in rows),
        levels=tuple(LEVELS.index(row[2]) for row in rows),
        parents=tuple(place_of.get(row[3], -1) for row in rows),
        todays=tuple(place_of.get(row[6], place) for place, row in enumerate(rows)),
        by_name=by_name,
        by_stem=by_stem,
        lengths={end: tuple(sorted(sizes, reverse=True)) for end, sizes in lengths.items()},
        tier=tier,
        weak=frozenset(words["weak_names"]),
        short=frozenset(name for name in by_name if len(name) <= 2),
        ends=re.compile(f"[{ENDS}]"),
    )
