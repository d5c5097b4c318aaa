"""Search as people type: all the words, else some of them, else the nearest spelling; and silence when nothing fits.

The engine (FTS5 or tsvector) only proposes candidates; the order is worked out here, so that both give the same one.
What a person types never reaches the engine as it is: only tokens of letters and digits do, each in quotes.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from knowledge.analyser import stem, surface, tokens
from knowledge.languages import LANGUAGES
from knowledge.search_candidates import Asked, Candidates
from knowledge.search_index import mark

# When to speak. Measured on messages of people, half to choose and half to check: see benchmarks/knowledge.md.
# Either the best document has this share of the query's weight (rare words weigh more) …
MOST_OF_IT = 0.6
# … or it matches this strongly (1 is one rarest word) times the share of the query's words that are known at all.
STRONG = 0.25
# A weaker document than this share of the best is not shown beside it.
BESIDE = 0.3
GUESSED = 0.5  # what a supposed spelling counts as a known word
NEAR = 80.0
NEAR_WHEN_SHORT = 88.0
_SHORT = 5
MOST_FORMS = 30  # longer words that a beginning stands for
_WEIGHTS = (6.0, 1.0, 0.5)  # title, body, also
_SATURATION = 1.6
_PREFIX_FROM = 4
_PREFIX_SHARE = 0.6


@dataclass(frozen=True)
class Hit:
    """One answer of a search."""

    id: str
    score: float
    covered: float
    strength: float


@dataclass(frozen=True)
class Found:
    """What a search gives: the answers, and the spelling it supposed when it supposed one."""

    hits: tuple[Hit, ...]
    did_you_mean: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Only the ids."""
        return tuple(hit.id for hit in self.hits)


class Search:
    """The index of one database. Terms are read once: the database does not change while it is open."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._candidates = Candidates(engine)
        self._vocabularies: dict[str, Vocabulary] = {}

    def find(self, query: str, language: str, limit: int = 5, within: str | None = None) -> Found:
        """Answers to a query; in another language of the house when this one has none.

        Args:
            query: what the person typed.
            language: in which they write.
            limit: how many answers at most.
            within: a place; everything when absent.
        """
        for tried in dict.fromkeys((language, *LANGUAGES)):
            found = self._find(query, tried, limit, within)
            if found.hits:
                return found
        return Found(())

    def _find(self, query: str, language: str, limit: int, within: str | None) -> Found:
        vocabulary = self._vocabulary(language)
        asked = list(dict.fromkeys(tokens(query, language)))
        wanted, guessed = vocabulary.correct(asked)
        if not wanted:
            return Found(())
        known = (len(wanted) - (1 - GUESSED) * len(guessed)) / len(asked)
        hits = _worth_telling(self._ranked(wanted, asked, language, within, vocabulary), known)
        return Found(tuple(hits[:limit]), _respelled(query, language, guessed) if guessed else None)

    def _ranked(
        self, wanted: Sequence[str], asked: Sequence[str], language: str, within: str | None, vocabulary: Vocabulary
    ) -> list[Hit]:
        words = [vocabulary.asked_for(token) for token in wanted]
        rows = self._candidates.find(words, mark(language, within or ""))
        weights = {token: vocabulary.weight(token) for token in wanted}
        total = sum(weights.values()) + (len(asked) - len(wanted)) * vocabulary.unknown_weight
        hits = [_score(row, weights, total, vocabulary.unknown_weight) for row in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def _vocabulary(self, language: str) -> Vocabulary:
        if language not in self._vocabularies:
            self._vocabularies[language] = self._read_vocabulary(language)
        return self._vocabularies[language]

    def _read_vocabulary(self, language: str) -> Vocabulary:
        terms = sa.text("SELECT term, word, documents FROM knowledge_term WHERE lang = :lang")
        size = sa.text("SELECT documents FROM knowledge_size WHERE lang = :lang")
        with self._engine.connect() as connection:
            rows = list(connection.execute(terms, {"lang": language}))
            documents = connection.execute(size, {"lang": language}).scalar() or 0
        return Vocabulary({row[0]: row[2] for row in rows}, {row[0]: row[1] for row in rows}, documents)


@dataclass(eq=False)
class Vocabulary:
    """The terms of one language: how many documents have each, and how each is written."""

    documents: Mapping[str, int]
    words: Mapping[str, str]
    size: int

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.documents)

    @property
    def unknown_weight(self) -> float:
        """A word nobody uses weighs as much as the rarest one: missing it is missing the point."""
        return _weight(0, self.size)

    def weight(self, token: str) -> float:
        """Rare words weigh more."""
        return _weight(self.documents.get(token, 1), self.size)

    def asked_for(self, token: str) -> Asked:
        """The terms that a token stands for: itself, and those that begin with it."""
        forms = [token] if token in self.documents else []
        if len(token) >= _PREFIX_FROM:
            longer = [term for term in _with_prefix(self._sorted, token) if term != token]
            forms += sorted(longer, key=lambda term: -self.documents[term])[:MOST_FORMS]
        return Asked(tuple(forms), sum(self.documents[form] for form in forms))

    def correct(self, asked: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        """The tokens that exist, misspelt ones replaced by the nearest; and which words were guessed."""
        wanted, guessed = [], {}
        for token in asked:
            if self._exists(token):
                wanted.append(token)
            elif near := self._nearest(token):
                wanted.append(near)
                guessed[token] = self.words[near]
        return list(dict.fromkeys(wanted)), guessed

    def _exists(self, token: str) -> bool:
        if token in self.documents:
            return True
        return len(token) >= _PREFIX_FROM and next(_with_prefix(self._sorted, token), None) is not None

    def _nearest(self, token: str) -> str | None:
        if len(token) < _PREFIX_FROM or token.isdigit():
            return None
        cutoff = NEAR_WHEN_SHORT if len(token) <= _SHORT else NEAR
        best = process.extractOne(token, self._sorted, scorer=fuzz.ratio, score_cutoff=cutoff)
        return best[0] if best else None


def _weight(documents: int, size: int) -> float:
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))


def _with_prefix(terms: Sequence[str], token: str) -> Iterator[str]:
    for index in range(bisect.bisect_left(terms, token), len(terms)):
        if not terms[index].startswith(token):
            return
        yield terms[index]


def _worth_telling(hits: Sequence[Hit], known: float) -> list[Hit]:
    """Nothing when even the best document hardly fits; else those not far behind it."""
    if not hits or (hits[0].covered < MOST_OF_IT and hits[0].strength * known < STRONG):
        return []
    return [hit for hit in hits if hit.score >= BESIDE * hits[0].score]


def _score(row: Any, weights: Mapping[str, float], total: float, rarest: float) -> Hit:
    columns = [row.title.split(), row.body.split(), row.also.split()]
    score = covered = 0.0
    for token, weight in weights.items():
        counts = [_count(token, column) for column in columns]
        strength = sum(share * count for share, count in zip(_WEIGHTS, counts, strict=True))
        if strength:
            score += weight * strength / (_SATURATION + strength)
            covered += weight * (1.0 if max(counts) >= 1 else _PREFIX_SHARE)
    share = min(1.0, covered / total) if total else 0.0
    return Hit(row.entry, score * share, share, score / rarest)


def _count(token: str, column: Sequence[str]) -> float:
    exact = column.count(token)
    if exact or len(token) < _PREFIX_FROM:
        return float(exact)
    return _PREFIX_SHARE * sum(1 for word in column if word.startswith(token))


def _respelled(query: str, language: str, guessed: Mapping[str, str]) -> str:
    """The query with the supposed spelling, to be shown as "did you mean"."""
    return " ".join(guessed.get(stem(word, language), word) for word in surface(query))
