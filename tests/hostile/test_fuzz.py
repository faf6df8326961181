"""Sample files changed at random: each is loaded or rejected with a code, in time and in bounded memory."""

import os
import random
import resource
import time
from collections import Counter
from collections.abc import Callable

import pytest
from format_writers import write_docx, write_odt, write_pdf, write_rtf, write_xlsx

from tasks.extract import Knowledge, Reading, Rejected, read_report

CPU_SECONDS = 10.0  # that reading one file may take here: what other programs do meanwhile does not count
SECONDS = 60.0  # that it may take by the clock; the child that parses documents gives up after thirty
MEMORY = 1_500_000  # kilobytes that all of them may add
SIGNS = "0123456789一二十百万亿零两余近约超%（）()《》。，、；：年月日次人件第“”\n \t\0\ufeff\u200b"

Mutation = Callable[[bytes, random.Random], bytes]


def cut(raw: bytes, drawn: random.Random) -> bytes:
    start, end = sorted((drawn.randrange(len(raw) + 1), drawn.randrange(len(raw) + 1)))
    return raw[start:] if drawn.random() < 0.3 else raw[:end]


def flip(raw: bytes, drawn: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(drawn.choice((1, 4, 40, 400))):
        if changed:
            changed[drawn.randrange(len(changed))] = drawn.randrange(256)
    return bytes(changed)


def repeat(raw: bytes, drawn: random.Random) -> bytes:
    start = drawn.randrange(len(raw) or 1)
    piece = raw[start : start + drawn.choice((1, 7, 300))]
    return raw[:start] + piece * drawn.choice((2, 50, 2_000)) + raw[start:]


def in_characters(change: Callable[[list[str], random.Random], list[str]]) -> Mutation:
    """A change of the text, written back as UTF-8."""

    def mutate(raw: bytes, drawn: random.Random) -> bytes:
        return "".join(change(list(raw.decode("utf-8", "replace")), drawn)).encode("utf-8", "surrogatepass")

    return mutate


def scatter(text: list[str], drawn: random.Random) -> list[str]:
    for _ in range(30):
        text.insert(drawn.randrange(len(text) + 1), drawn.choice(SIGNS))
    return text


def shuffle(text: list[str], drawn: random.Random) -> list[str]:
    lines = "".join(text).split("\n")
    drawn.shuffle(lines)
    return list("\n".join(lines))


def thin(text: list[str], drawn: random.Random) -> list[str]:
    return [sign for sign in text if drawn.random() > 0.05]


def exotic(text: list[str], drawn: random.Random) -> list[str]:
    for _ in range(20):
        text.insert(drawn.randrange(len(text) + 1), chr(drawn.choice((drawn.randrange(0x110000), drawn.randrange(0x3000)))))
    return text


MUTATIONS: tuple[Mutation, ...] = (cut, flip, flip, repeat, *map(in_characters, (scatter, shuffle, thin, exotic)))


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Reports in all the states that offices send them in, and some as documents."""
    from generate import generate

    folder = tmp_path_factory.mktemp("fuzz")
    generate(folder, 10, (2020, 2022), 3, None)
    texts = [path.read_bytes() for path in sorted((folder / "reports").iterdir())]
    plain = next(text for text in (raw.decode("utf-8", "ignore") for raw in texts) if "法治政府" in text)[:1500]
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in plain.splitlines())}</body></html>".encode()
    return [*texts, page, *(write(plain) for write in (write_docx, write_odt, write_pdf, write_rtf, write_xlsx))]


def fuzz(originals: list[bytes], knowledge: Knowledge, count: int, budget: float, tell: Callable[[str], None]) -> Counter[str]:
    """Read `count` mutations in at most `budget` seconds; return how each ended."""
    seed = int(os.environ.get("FAZHI_FUZZ_SEED", "20261123"))
    drawn, ended, slowest = random.Random(seed), Counter[str](), 0.0
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for number in range(count):
        if time.monotonic() - started > budget:
            break
        raw = drawn.choice(originals)
        for _ in range(drawn.choice((1, 1, 1, 2, 3))):
            raw = drawn.choice(MUTATIONS)(raw, drawn)
        began, busy = time.monotonic(), time.process_time()
        outcome = read_report(f"{number:064x}", raw, knowledge)
        slowest = max(slowest, time.monotonic() - began)
        assert time.process_time() - busy < CPU_SECONDS, f"seed {seed}, number {number}"
        assert slowest < SECONDS, f"seed {seed}, number {number}"
        ended[judged(outcome, f"seed {seed}, number {number}")] += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = ", ".join(f"{name} {times}" for name, times in ended.most_common())
    tell(f"seed {seed}, {ended.total()} mutations, slowest {slowest:.1f} s, {grown >> 10} MB more: {told}")
    assert grown < MEMORY
    return ended


def judged(outcome: Reading | Rejected, which: str) -> str:
    """The outcome's name; a reading must point at its characters, a rejection say what to do."""
    if isinstance(outcome, Rejected):
        assert outcome.code, which
        assert outcome.reason, which
        return outcome.code
    for amount in outcome.quantities:
        assert outcome.text.text[amount.text_start : amount.text_end] == amount.surface, which
        assert amount.value_low is None or amount.value is None or amount.value_low <= amount.value, which
        assert amount.value_high is None or amount.value is None or amount.value <= amount.value_high, which
        start, end = outcome.text.spans.to_source(amount.text_start, amount.text_end)
        assert 0 <= start < end <= len(outcome.text.source), which
    return "loaded"


def test_500_mutations(originals, knowledge, tell) -> None:
    ended = fuzz(originals, knowledge, 500, 60, tell)
    assert ended.total() >= 100
    assert ended["loaded"]


@pytest.mark.long
def test_5000_mutations(originals, knowledge, tell) -> None:
    assert fuzz(originals, knowledge, 5000, 1200, tell).total() == 5000
