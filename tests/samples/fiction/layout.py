"""A planned report laid out as a page: furniture, title, preamble, numbered sections, signature."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from .marked import Draft, Mark, Marked
from .places import Body
from .plan import ReportPlan, facts
from .stock import read
from .style import Style, draw_style, widths
from .sums import summing_up
from .wording import DIGITS, clause, fill, sentence

TENS = "十"
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")
ORDERS = (  # the mandated parts, in the orders and mergers met in practice
    ("achievements", "problems", "leader", "plan"),
    ("achievements", "problems", "leader", "plan", "other"),
    ("achievements", "leader", "problems", "plan"),
    ("leader", "achievements", "problems", "plan"),
    ("achievements", "leader", "problems_plan"),
    ("overview", "achievements", "problems", "plan"),
    ("achievements", "problems_plan"),
    ("achievements", "plan"),
)
SUMMING_UP = 5  # one of so many reports says at the end of its achievements what some of them add up to
KINDS = {"leader": ["leader_duty"], "problems_plan": ["problems", "plan"]}


class Document(NamedTuple):
    """A laid-out report and what it says about itself, as `report` of the truth."""

    marked: Marked
    fields: Mapping[str, Any]
    stated: Mapping[str, float]  # what the words leave of the planned figures


def prose() -> dict[str, Any]:
    """The sentences and headings: see data/prose.yaml."""
    return read("prose")


def lay_out(plan: ReportPlan, seed: int) -> Document:
    """Write the whole report of a plan."""
    chance = plan.random(seed, "layout")
    style, page = draw_style(chance), _Page(plan, chance, plan.random(seed, "sums"))
    draft = Draft()
    page.head(draft, style)
    stated = page.parts(draft, style)
    page.tail(draft)
    return Document(widths(draft.done(), style), page.fields, stated)


def names_of(body: Body, year: int) -> dict[str, str]:
    """What `$name` stands for in the prose of a body and year; the issuer with as much of its chain as `short`."""
    chain = [name for name in body.chain if name]
    above = chain if body.bureau else chain[:-1]
    itself = body.organ if body.bureau else body.place
    return {
        "place": itself,
        "self": body.own,
        "up": body.above,
        "year": str(year),
        "next": str(year + 1),
        "issuer": "".join(above[-1:]) + (body.bureau or body.organ),
        "short": itself,
        "county": next((name for name in (body.chain[2], body.chain[1], body.chain[0]) if name), ""),
    }


class _Page:
    """The parts of one report, written in turn into a draft."""

    def __init__(self, plan: ReportPlan, chance: Random, chance_of_sums: Random) -> None:
        self.plan, self.chance, self.chance_of_sums = plan, chance, chance_of_sums
        self.names = names_of(plan.body, plan.year)
        self.written = date(plan.year + 1, 1, 4) + timedelta(days=chance.randrange(80) + 7 * (plan.version - 1))
        body = plan.body
        self.fields: dict[str, Any] = {
            "title": None, "report_year": plan.year,
            "province": body.chain[0], "prefecture": body.chain[1], "county": body.chain[2], "township": body.chain[3],
            "place_code": body.code, "level": body.level, "issuer": self.names["issuer"],
            "issuer_alt": [body.organ, body.full_organ],
            "issued_on": None, "published_on": None,
        }  # fmt: skip

    def head(self, draft: Draft, style: Style) -> None:
        """Furniture, title in one of its forms, addressee and preamble."""
        chance = self.chance
        mode = chance.choice(("whole", "whole", "whole", "whole", "broken", "twice", "absent"))
        furniture = "none" if mode == "absent" else chance.choice(("none", "none", "line", "block", "crumbs"))
        self._above_title(draft, furniture)
        if mode != "absent":
            self._title(draft, mode)
        if furniture in ("line", "crumbs"):
            published = self._publish()
            draft.write(chance.choice(("发布时间：", "发布日期：", "时间：", "日期：")))
            draft.mark(f"{published} 09:{chance.randrange(10, 60)}", "none")
            draft.write(f" 来源：{self.names['issuer']}\n")
            draft.write(chance.choice(("", chance.choice(prose()["furniture"]["tools"]) + "\n")))
        addressee = fill(chance.choice(prose()["addressees"]), self.names)
        draft.write(addressee + "\n" if addressee else "")
        preambles = [p for p in prose()["preambles"] if mode != "absent" or "<$year年>" in p]
        preamble = sentence(chance.choice(preambles), self.names, chance)
        draft.write(style.indent).join(preamble).write("\n")

    def _above_title(self, draft: Draft, furniture: str) -> None:
        if furniture == "crumbs":
            draft.write(self.chance.choice(prose()["furniture"]["breadcrumb"]) + "\n\n")
        if furniture == "block":
            published = self._publish()
            draft.write("索引号：").mark(f"{self.plan.body.code}/{published.year}-{self.chance.randrange(100000):05}", "none")
            draft.write(f" 主题分类：法治政府\n发布机构：{self.names['issuer']} 发布日期：").mark(str(published), "none")
            draft.write("\n文号： 有效性：有效\n")

    def _title(self, draft: Draft, mode: str) -> None:
        template = self.chance.choice(prose()["titles"])
        titled = sentence(template, self.names, self.chance)
        self.fields["title"] = titled.text
        if mode == "twice":
            draft.join(titled).write("\n")
        if mode in ("twice", "broken"):
            cut = len(self.names["short" if template.startswith("$short") else "issuer"])
            draft.write(titled.text[:cut] + "\n")
            titled = Marked(titled.text[cut:], tuple(Mark(m.start - cut, m.end - cut, m.kind, m.data) for m in titled.marks))
        draft.join(titled).write("\n")

    def _publish(self) -> date:
        published = self.written + timedelta(days=self.chance.randrange(1, 30))
        self.fields["published_on"] = published.isoformat()
        return published

    def parts(self, draft: Draft, style: Style) -> dict[str, float]:
        """The numbered parts in one of their orders; returns the figures as stated."""
        chance, stated = self.chance, dict[str, float]()
        themes = self._themes()
        order = chance.choice([o for o in ORDERS if "overview" in themes or "overview" not in o])
        seconds = iter(ORDINALS)
        for ordinal, part in zip(ORDINALS, order, strict=False):
            if not (style.runs_on and style.second):
                seconds = iter(ORDINALS)
            self._heading(draft, style, 1, f"{ordinal}、", self._part_heading(part), KINDS.get(part, [part]))
            draft.write("\n")
            if part == "overview":
                stated |= self._theme(draft, style, themes.pop("overview"), prose()["themes"]["overview"])
            elif part == "achievements":
                for name, clauses in themes.items():
                    theme = prose()["themes"][name]
                    runs_in = self._second(draft, style, next(seconds), chance.choice(theme["headings"]))
                    stated |= self._theme(draft, style._replace(indent="" if runs_in else style.indent), clauses, theme)
                if self.plan.number % SUMMING_UP == 1:
                    stated |= self._summing_up(draft, style, themes)
            else:
                self._plain_part(draft, style, part)
        return stated

    def _summing_up(
        self, draft: Draft, style: Style, themes: Mapping[str, list[tuple[Marked, str, float]]]
    ) -> dict[str, float]:
        clauses = {name: (said, stated) for theme in themes.values() for said, name, stated in theme}
        told, stated = summing_up(clauses, self.chance_of_sums)
        if told.text:
            draft.write(style.indent).join(told).write("\n")
        return stated

    def _part_heading(self, part: str) -> Marked:
        heading = prose()["themes"]["overview"]["headings"] if part == "overview" else prose()[part]
        return sentence(self.chance.choice(heading), self.names, self.chance)

    def _themes(self) -> dict[str, list[tuple[Marked, str, float]]]:
        """The planned figures as clauses, by theme."""
        found: dict[str, list[tuple[Marked, str, float]]] = {}
        for name, value in self.plan.figures.items():
            fact = facts()[name]
            said, stated = clause(name, fact, value, self.chance)
            found.setdefault(fact["theme"], []).append((said, name, stated))
        return found

    def _heading(self, draft: Draft, style: Style, depth: int, marker: str, heading: Marked, kinds: Sequence[str] = ()) -> None:
        at = Draft().write(marker).join(heading).done()
        data = {"depth": depth, "marker": marker, "heading": heading.text, "kinds": list(kinds)}
        whole = Mark(0, len(at.text), "heading", data)
        draft.write(style.indent).join(Marked(at.text, (whole, *at.marks)))

    def _second(self, draft: Draft, style: Style, ordinal: str, text: str) -> bool:
        """A second-depth heading, or an unnumbered lead; says whether the text goes on in its line."""
        if not style.second:
            draft.write(style.indent + text + "。")
            return True
        number = ordinal if "（" in style.second else str(ORDINALS.index(ordinal) + 1)
        self._heading(draft, style, 2, style.second.format(number), Marked(text))
        draft.write("。" if style.runs_in else "\n")
        return style.runs_in

    def _theme(
        self, draft: Draft, style: Style, clauses: list[tuple[Marked, str, float]], theme: Mapping[str, Any]
    ) -> dict[str, float]:
        chance = self.chance
        groups = list(_grouped(clauses, chance))
        fillers = chance.sample(theme["filler"], min(len(theme["filler"]), len(groups) + 1))
        items = len(groups) > 1 and chance.random() < 0.5
        deep = len(groups) > 2 and style.second and style.indent == "" and not style.runs_in and chance.random() < 0.4
        draft.write("" if deep else style.indent)
        for number, group in enumerate(groups):
            if deep:
                marker = style.third.format(number + 1)
                self._heading(draft, style, 3, marker, Marked(prose()["subheads"][number % 4]))
                draft.write("。")
            elif items:
                draft.mark(ORDINALS[number] + "是", "none")
            if number < len(fillers):
                draft.join(sentence(fillers[number], self.names, chance))
            self._sentence(draft, [said for said, _, _ in group])
            draft.write("\n" if deep and number < len(groups) - 1 else "")
        if chance.random() < 0.3:
            asides = prose()["asides"]
            kept = prose()["stories"] if chance.random() < 0.5 else asides[chance.choice(list(asides))]
            draft.join(sentence(chance.choice(kept), self.names, chance))
        draft.write("\n")
        return {name: stated for group in groups for _, name, stated in group}

    def _sentence(self, draft: Draft, clauses: Sequence[Marked]) -> None:
        opening = self.chance.choice(("", "", "", f"<{self.plan.year}年>，", "<今年以来>，"))
        whole = Draft().join(sentence(opening, {}, self.chance))
        between = self.chance.choice(("，", "，", "；"))
        for number, said in enumerate(clauses):
            whole.write(between if number else "").join(said)
        done = whole.done()
        draft.join(Marked(done.text, (Mark(0, len(done.text), "sample", {"normalized": done.text}), *done.marks))).write("。")

    def _plain_part(self, draft: Draft, style: Style, part: str) -> None:
        chance = self.chance
        if part == "other":
            draft.write(style.indent + "无。\n")
            return
        halves = {
            "problems": ["shortcomings"],
            "leader": ["leaders"],
            "plan": ["plans"],
            "problems_plan": ["shortcomings", "plans"],
        }
        for half in halves[part]:
            draft.write(style.indent)
            chosen = chance.sample(prose()[half], 3)
            listed = half != "leaders" or chance.random() < 0.4
            for number, template in enumerate(chosen):
                if listed:
                    draft.mark(ORDINALS[number] + "是", "none")
                draft.join(sentence(template, self.names, chance))
            draft.write("\n")

    def tail(self, draft: Draft) -> None:
        """Signature block and the page's footer."""
        chance = self.chance
        if chance.random() < 0.6:
            pad = chance.choice(("", " " * 20, "\u3000" * 12))
            day = self.written
            year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
            shown = chance.choice(
                (f"{day.year}年{day.month}月{day.day}日", f"{year}年{_small(day.month)}月{_small(day.day)}日")
            )
            draft.write(f"\n{pad}{self.names['issuer']}\n{pad}").mark(shown, "none").write("\n")
            self.fields["issued_on"] = day.isoformat()
        if chance.random() < 0.25:
            draft.join(sentence(chance.choice(prose()["furniture"]["footer"]), self.names, chance)).write("\n")


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + (TENS if tens else "") + (DIGITS[ones] if ones else "")


def _grouped(items: list[tuple[Marked, str, float]], chance: Random) -> Iterator[list[tuple[Marked, str, float]]]:
    at = 0
    while at < len(items):
        size = chance.randint(1, 4)
        yield items[at : at + size]
        at += size
