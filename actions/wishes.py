"""Wishes that change how something is said, read from the words themselves: "simpler", "slower"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("wishes.yml")


def wants_simpler(text: str) -> bool:
    """Whether a message that asks to repeat asks for simpler or slower words."""
    folded = _folded(text)
    return any(re.search(rf"\b{stem}", folded) for stem in _stems())


@cache
def _stems() -> tuple[str, ...]:
    words = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(_folded(stem) for language in words["simpler"].values() for stem in language)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
