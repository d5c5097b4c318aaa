"""Phrase lists as data: one short line of YAML becomes a spaCy token pattern.

A line is words separated by spaces, folded (no accents, lower case). `a|b` alternatives, `word?` may be missing,
`word*` any ending, `~word` one letter may differ, `...` up to three words of any kind, `^` the beginning, `$` the end.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
_TOKENS = re.compile(r"[^\W_]+|\?")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "heeeelp"
_BEGIN, _END = "⟨", "⟩"
_GAP = 3
Pattern = list[dict[str, Any]]
Match = tuple[str, int, int]


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """One vocabulary for all blank pipelines: only spellings are looked at."""
    # A bare Vocab() computes no lower-case form: every word would equal every other.
    return spacy.blank("xx").vocab


def document(text: str) -> Doc:
    """The folded words of a message between a begin and an end mark."""
    folded = _STRETCHED.sub(r"\1", fold(text).replace("'", " "))
    return Doc(vocabulary(), words=[_BEGIN, *_TOKENS.findall(folded), _END])


def pattern(line: str) -> Pattern:
    """The token pattern of a line."""
    return [token for part in line.split() for token in _tokens(part)]


def _tokens(part: str) -> Pattern:
    if part == "...":
        return [{"IS_ALPHA": True, "OP": "?"}] * _GAP
    if part == "^":
        return [{"ORTH": _BEGIN}]
    if part == "$":
        return [{"ORTH": "?", "OP": "*"}, {"ORTH": _END}]
    optional = part.endswith("?") and len(part) > 1
    choices = _choices(part.removesuffix("?") if optional else part)
    token: dict[str, Any] = {"LOWER": _spelling(choices)}
    return [{**token, "OP": "?"} if optional else token]


def _choices(part: str) -> list[str]:
    return [choice for choice in part.split("|") if choice]


def _spelling(choices: list[str]) -> dict[str, Any]:
    if any(choice.endswith("*") for choice in choices):
        return {"REGEX": "^(?:" + "|".join(c[:-1] if c.endswith("*") else f"{c}$" for c in choices) + ")"}
    if any(choice.startswith("~") for choice in choices):
        return {"FUZZY1": {"IN": [choice.removeprefix("~") for choice in choices]}}
    return {"IN": choices}


def lexicon(language: str, name: str) -> dict[str, list[str]]:
    """The lists `name` of a language: `lexicon/<language>/<name>.yml`, empty when it has none."""
    path = LEXICON / language / f"{name}.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


def _anchor(line: str) -> tuple[str, ...] | None:
    """Words of which a matching message holds one exactly; None when nothing is that certain."""
    parts = [p for p in line.split() if p not in ("...", "^", "$") and not (p.endswith("?") and len(p) > 1)]
    exact = [_choices(p) for p in parts if "*" not in p and "~" not in p]
    return tuple(min(exact, key=lambda choices: (len(choices), -min(map(len, choices))))) if exact else None


class PhraseBook:
    """Finds which labels' phrases a message contains.

    A thousand patterns cost milliseconds a message; so each is filed under a word it needs, and only what is filed
    under the words of the message is tried.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        filed: dict[str | None, dict[str, list[Pattern]]] = defaultdict(lambda: defaultdict(list))
        for label, lines in phrases.items():
            for line in lines:
                for word in _anchor(line) or (None,):
                    filed[word][label].append(pattern(line))
        self._matchers = {word: _matcher(labels) for word, labels in filed.items()}

    def find(self, doc: Doc) -> list[Match]:
        """Labels with the first and last-but-one token of each match."""
        strings = vocabulary().strings
        matchers = [self._matchers[word] for word in {None, *(t.text for t in doc)} if word in self._matchers]
        return [(strings[key], start, end) for matcher in matchers for key, start, end in matcher(doc)]


def _matcher(labels: Mapping[str, list[Pattern]]) -> Matcher:
    matcher = Matcher(vocabulary())
    for label, patterns in labels.items():
        matcher.add(label, patterns)
    return matcher
