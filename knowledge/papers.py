"""Which sheets name a paper that a person has? Read from the lists of papers themselves, and quoted from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.models import Entry, Text

PAPERS = Path(__file__).parent / "schema" / "papers.yml"
_READ_IN = "en"


@dataclass(frozen=True)
class _Paper:
    """How the lists name one paper."""

    words: re.Pattern[str]
    unless: re.Pattern[str]

    def names(self, line: str) -> bool:
        return bool(self.words.search(line)) and not self.unless.search(line)


def kinds() -> tuple[str, ...]:
    """The papers one can search by."""
    return tuple(_papers())


def lines_naming(entry: Entry, paper: str) -> tuple[Text, ...]:
    """The lines of an entry's lists (asked for, or replacing) that name a paper; none promises that it is enough."""
    kind = _papers().get(paper)
    if kind is None:
        return ()
    lines = (*entry.required_documents, *entry.replacement_documents)
    return tuple(line for line in lines if kind.names(line.in_(_READ_IN).lower()))


@cache
def _papers() -> dict[str, _Paper]:
    told = yaml.safe_load(PAPERS.read_text(encoding="utf-8"))
    return {name: _Paper(_any(paper["words"]), _any(paper.get("not", ()))) for name, paper in told.items()}


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
