"""Phrase lists as data: one short line of YAML becomes a spaCy token pattern.

A line is words separated by spaces, folded (no accents, lower case). `a|b` alternatives, `word?` may be missing,
`word*` any ending, `~word` one letter may differ, `...` up to three words of any kind, `^` the beginning, `$` the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.engine.nlu.text import fold

LEXICON = Path(__file__).with_name("lexicon")
LANGUAGES = ("fr", "en", "es")
_TOKENS = re.compile(r"[^\W_]+|[?!]")
_BEGIN, _END = "⟨", "⟩"
_GAP = 3


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """One vocabulary for all blank pipelines: only spellings are looked at."""
    # A bare Vocab() computes no lower-case form: every word would equal every other.
    return spacy.blank("xx").vocab


def document(text: str) -> Doc:
    """The folded words of a message between a begin and an end mark."""
    tokens = _TOKENS.findall(fold(text).replace("'", " "))
    return Doc(vocabulary(), words=[_BEGIN, *tokens, _END])


def pattern(line: str) -> list[dict[str, Any]]:
    """The token pattern of a line."""
    return [token for part in line.split() for token in _tokens(part)]


def _tokens(part: str) -> list[dict[str, Any]]:
    if part == "...":
        return [{"IS_ALPHA": True, "OP": "?"}] * _GAP
    if part in "^$":
        return [{"ORTH": _BEGIN if part == "^" else _END}]
    optional = part.endswith("?") and len(part) > 1
    choices = part.removesuffix("?").split("|") if optional else part.split("|")
    token: dict[str, Any] = {"LOWER": _spelling(choices)}
    return [{**token, "OP": "?"} if optional else token]


def _spelling(choices: list[str]) -> dict[str, Any]:
    if any(choice.endswith("*") for choice in choices):
        return {"REGEX": "^(?:" + "|".join(c[:-1] if c.endswith("*") else f"{c}$" for c in choices) + ")"}
    if any(choice.startswith("~") for choice in choices):
        return {"FUZZY1": {"IN": [choice.removeprefix("~") for choice in choices]}}
    return {"IN": choices}


def lexicon(language: str, name: str) -> dict[str, Any]:
    """The lists `name` of a language: `lexicon/<language>/<name>.yml`."""
    return dict(yaml.safe_load((LEXICON / language / f"{name}.yml").read_text(encoding="utf-8")) or {})


class PhraseBook:
    """Finds which labels' phrases a message contains."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._matcher = Matcher(vocabulary())
        for label, lines in phrases.items():
            if lines:
                self._matcher.add(label, [pattern(line) for line in lines])

    def find(self, doc: Doc) -> list[tuple[str, int, int]]:
        """Labels with the first and last-but-one token of each match."""
        strings = vocabulary().strings
        return [(strings[key], start, end) for key, start, end in self._matcher(doc)] if len(self._matcher) else []
