"""The words of the page, each in Chinese and English, from labels.yaml."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml


class Label(NamedTuple):
    """One wording in both languages."""

    zh: str
    en: str


@cache
def labels() -> dict[str, Label]:
    """Return every label by its key."""
    read: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
    return {key: Label(*pair) for key, pair in read.items()}


def label(key: str, value: str | None = None) -> Label:
    """Return the label of `key`, or of the warehouse's `value` of the kind `key`.

    A value that has no label (a new repair, a new reason for a gap) is shown as the warehouse writes it;
    KeyError for a missing key without value, which is a mistake of the page.
    """
    if value is None:
        return labels()[key]
    return labels().get(f"{key}.{value}") or Label(value, value)
