"""The invented cases of the training mode; nobody is described in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.replies import desk_words
from knowledge.models import Text

CASES = Path(desk_words.__file__).parent / "desk" / "cases" / "cases.yml"


@dataclass(frozen=True)
class Case:
    """A story, and the answers it stands for."""

    id: str
    country: str
    story: Text
    answers: Mapping[str, str]


def cases_of(country: str) -> tuple[Case, ...]:
    """The cases that the decision table of a country answers."""
    return tuple(case for case in _all() if case.country == country)


@cache
def _all() -> tuple[Case, ...]:
    told = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return tuple(Case(one["id"], one["country"], Text.of(one["story"]), one["answers"]) for one in told)
