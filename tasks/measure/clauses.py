"""The words that part clauses (config/clauses.yaml), and what is found around one amount by them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.measure.amounts import any_of
from tasks.measure.sentences import Topics

YEAR_END = r"(?:19|20)\d\d年[底末]?度?"
LIST_MARKS = ("、", "和", "及", "与")


@dataclass(frozen=True, slots=True)
class ClauseRules:
    """Compiled config/clauses.yaml."""

    naming: re.Pattern[str]  # two characters that no filler and no bare verb has
    turn: re.Pattern[str]  # what stands between the two numbers of a from-to
    closing_turn: re.Pattern[str]  # the same with the first number, at the end of what precedes the second
    filler: re.Pattern[str]
    bare_verbs: re.Pattern[str]
    verbs: re.Pattern[str]
    takes_part: re.Pattern[str]  # of these verbs, what persons are counted by
    restating: re.Pattern[str]  # what stands before a number that says an earlier one again
    changes: re.Pattern[str]  # what may follow such a number
    all_of_them: tuple[str, ...]
    carried: re.Pattern[str]  # nothing but verdicts on what the sentence before counts (收到复议申请85件。已审结76件)
    vouched: re.Pattern[str]  # objects of which such words say what was done at them (合同132份，均经审核)
    purposes: tuple[str, ...]  # open the clause that says what a meeting was for
    meetings: re.Pattern[str]  # and these say that there was one
    respectively: re.Pattern[str]  # right before a number: as many names as numbers
    part_end: re.Pattern[str]  # right behind a number these end its part
    topics: Topics
    own_things: re.Pattern[str]  # at the end of an item they are what it counts (合同审查：意见30条、建议12条)


@dataclass(slots=True)
class Context:
    """Offsets of the parts around one amount, in the normalized text.

    Slotted, because its fields are read a hundred times an amount: five times as fast as those of a NamedTuple.
    """

    lead_start: int  # where the sentence begins
    near_start: int  # where the amount's own part begins
    start: int
    end: int
    near_end: int
    quote_start: int  # the clause, without its punctuation, at most LONGEST_CLAUSE to either side
    quote_end: int
    tail_end: int  # the clause behind, where it holds no amount of its own (先后3次召开会议，研究法治建设)
    topic_start: int = 0  # the short sentence before, without a number, that says what this one tells of
    topic_end: int = 0
    turns: bool = False  # a from-to starts with this amount (由46条减少到16条)
    named_start: int = 0  # the topic, where only it names the object and does not lead up to the clause
    named_end: int = 0
    verb_start: int = 0  # the verb that an item without one of its own shares with its list (调处土地纠纷14宗、劳资纠纷8宗)
    verb_end: int = 0
    restates: int = -1  # which earlier amount it is the total or the last year's of (34件，比去年的49件下降); -1 for none


def compile_clauses(config: Mapping[str, Any], verbs: Sequence[str]) -> ClauseRules:
    """Compile config/clauses.yaml; `verbs` are those of config/entities.yaml."""
    turn = f"(?:{any_of(config['turns'])})(?:{any_of(config['turn_ends'])})"
    among = "".join(word[1] for word in config["not_among"])
    unnaming = re.escape("".join((*config["fillers"], *config["bare_verbs"], "（()）由从")))
    return ClauseRules(
        naming=re.compile(rf"[^{unnaming}\s].*?[^{unnaming}\s]", re.DOTALL),
        turn=re.compile(rf"[^，。；,;]{{0,12}}?{turn}"),
        closing_turn=re.compile(rf"\d[^，。；,;]{{0,4}}{turn}[^\d]{{0,4}}$"),
        filler=re.compile(rf"{any_of(config['fillers'])}|[（(）)\s]"),
        bare_verbs=re.compile(any_of(config["bare_verbs"])),
        verbs=re.compile(any_of(verb for verb in verbs if len(verb) > 1)),  # 均 and 被 are no acts
        takes_part=re.compile(any_of(config["takes_part"])),
        restating=re.compile(f"(?:{any_of(config['restating'])}|{YEAR_END}|[（(，,、\\s])*|其中{YEAR_END}|{_again(config)}"),
        changes=re.compile(rf"[）)]?$|(?:同比|则)?(?:{any_of(config['turns'])}|[多少高低])"),
        all_of_them=tuple(config["all_of_them"]),
        carried=re.compile(
            rf"(?:{any_of(config['carried_with'])}|[，、\s])*(?:{any_of(config['carried'])})"
            rf"(?:{any_of([*config['carried'], *config['carried_with']])}|[、\s])*"
        ),
        vouched=re.compile(any_of(config["vouched"])),
        purposes=tuple(config["purposes"]),
        meetings=re.compile(any_of(config["meetings"])),
        respectively=re.compile(f"分别(?:{any_of(config['respectively'])})?$"),
        part_end=re.compile(rf"[、）)（(并]|中(?![{among}])"),  # 审结的121件中败诉9件; 制发5件并全部报备
        topics=Topics(tuple(config["circumstances"]), tuple(config["topic_openers"])),
        own_things=re.compile(rf"(?<![进入送])(?:{any_of(config['own_things'])})$"),  # 进企业5场 is a kind
    )


def _again(config: Mapping[str, Any]) -> str:
    """Who is set beside another of whom the same was said, and at most the same act (镇司法所开展12次)."""
    bodies = any_of((*config["own_bodies"], *config["bodies"]))
    return f"(?:其中)?(?:涉及|属于?)?[县区市州镇乡]?(?:{bodies})的?(?P<act>{any_of(config['acts'])})?[共了]?"
