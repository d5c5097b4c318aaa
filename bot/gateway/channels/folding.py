"""Accents given up where GSM-7 lacks them and the sense stays: the difference between one SMS and three."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.gateway.channels.segments import encoding

TABLE = Path(__file__).parents[2] / "replies" / "sms.yml"


@dataclass(frozen=True)
class Folding:
    """The checked table of one language: letters that may go, words that must keep theirs."""

    letters: Mapping[int, str]
    kept: re.Pattern[str] | None

    def __call__(self, text: str) -> str:
        """The text in GSM-7 when that loses no sense, else the text as it is: half a folding would save nothing."""
        if encoding(text) == "GSM-7" or (self.kept and self.kept.search(text)):
            return text
        folded = text.translate(self.letters)
        return folded if encoding(folded) == "GSM-7" else text


@cache
def folding(language: str) -> Folding:
    """The folding of a language, read once."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    letters = {ord(letter): plain for letter, plain in table["letters"].items()}
    return Folding(letters, _any_of(table["keep"][language], table["keep_before_word"][language]))


def _any_of(always: Iterable[str], before_word: Iterable[str]) -> re.Pattern[str] | None:
    words = [re.escape(word) + r"\b" for word in always] + [re.escape(word) + r"\s+\w" for word in before_word]
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) if words else None
