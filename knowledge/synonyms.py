"""Words that mean the same in the three languages, added to what is indexed, so that `asilo` finds `asylum`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.analyser import read_words, tokens
from knowledge.languages import LANGUAGES

SYNONYMS = Path(__file__).parent / "schema" / "synonyms.yml"
Phrase = tuple[str, ...]


def expand(found: Sequence[str], language: str) -> list[str]:
    """The words to add to a text that has these tokens."""
    groups, starts = _groups(language)
    matched: dict[int, None] = {}
    for index, token in enumerate(found):
        for phrase, group in starts.get(token, ()):
            if tuple(found[index : index + len(phrase)]) == phrase:
                matched[group] = None
    have = set(found)
    return [token for group in matched for token in groups[group] if token not in have]


@cache
def words_for_need(need: str, language: str) -> tuple[str, ...]:
    """What people type for a need, as tokens of every language."""
    typed = _data()["needs"].get(need, [])
    return tuple(
        dict.fromkeys(token for word in typed for lang in (language, *LANGUAGES) for token in tokens(word, lang))
    )


@cache
def _groups(language: str) -> tuple[list[Phrase], dict[str, list[tuple[Phrase, int]]]]:
    """Each group as the tokens it adds, and by first token the phrases that call it."""
    added: list[Phrase] = []
    starts: dict[str, list[tuple[Phrase, int]]] = {}
    for number, group in enumerate(_data()["same"]):
        phrases = dict.fromkeys(phrase for term in group for phrase in _phrases(term, language))
        added.append(tuple(dict.fromkeys(token for phrase in phrases for token in phrase)))
        for phrase in phrases:
            starts.setdefault(phrase[0], []).append((phrase, number))
    return added, starts


def _phrases(term: str, language: str) -> Iterable[Phrase]:
    for lang in (language, *LANGUAGES):
        if phrase := tuple(tokens(term, lang)):
            yield phrase


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = read_words(SYNONYMS)
    return loaded
