"""Which documents are worth scoring: the engine proposes few of them, however many there are.

Words that few documents have are ranked by the engine. Words that are everywhere say little and cost much to rank:
with those, the documents that are told first and have all the words, in the title before elsewhere, are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.search_index import SQLITE

MOST = 200
PLENTY = 20  # so many documents with all the words: those with some of them are not needed
FEW = 5_000  # documents that the engine may rank for one query


@dataclass(frozen=True)
class Asked:
    """One word of a query: the terms of the index that it stands for, and how many documents have them."""

    forms: tuple[str, ...]
    documents: int


class Candidates:
    """The documents of one index."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == SQLITE
        self._write = _fts5 if self._is_sqlite else _tsquery

    def find(self, words: Sequence[Asked], mark: str) -> list[Any]:
        """Rows (entry, title, body, also) with some of the words, among those that bear the mark."""
        words = [word for word in words if word.forms]
        if not words:
            return []
        rare = _rare(words)
        if len(rare) == len(words):
            return self._ranked_first(words, mark)
        found = self._in_order(words, mark, in_title=True)
        if len(found) < PLENTY:
            found |= self._in_order(words, mark)
        if len(found) < PLENTY:
            found |= self._ranked(rare, mark, is_any=True) if rare else self._in_order(words[:1], mark)
        return list(found.values())

    def _ranked_first(self, words: Sequence[Asked], mark: str) -> list[Any]:
        found = self._ranked(words, mark)
        if len(found) < PLENTY and len(words) > 1:
            found |= self._ranked(words, mark, is_any=True)
        return list(found.values())

    def _ranked(self, words: Sequence[Asked], mark: str, *, is_any: bool = False) -> dict[str, Any]:
        return self._rows(_RANKED[self._is_sqlite], self._write(words, mark, is_any, False))

    def _in_order(self, words: Sequence[Asked], mark: str, *, in_title: bool = False) -> dict[str, Any]:
        return self._rows(_IN_ORDER[self._is_sqlite], self._write(words, mark, False, in_title))

    def _rows(self, statement: Any, match: str) -> dict[str, Any]:
        with self._engine.connect() as connection:
            return {row.entry: row for row in connection.execute(statement, {"match": match, "most": MOST})}


def _rare(words: Iterable[Asked]) -> list[Asked]:
    """The rarest words, as long as the engine can rank all their documents."""
    kept, documents = [], 0
    for word in sorted(words, key=lambda word: word.documents):
        documents += word.documents
        if documents > FEW:
            break
        kept.append(word)
    return kept


def _fts5(words: Iterable[Asked], mark: str, is_any: bool, in_title: bool) -> str:
    groups = ["(" + " OR ".join(f'"{form}"' for form in word.forms) + ")" for word in words]
    where = "title" if in_title else "{title body also}"
    return f'marks : "{mark}" AND {where} : ({(" OR " if is_any else " AND ").join(groups)})'


def _tsquery(words: Iterable[Asked], mark: str, is_any: bool, in_title: bool) -> str:
    weights = ":A" if in_title else ":ACD"
    groups = ["(" + " | ".join(f"'{form}'{weights}" for form in word.forms) + ")" for word in words]
    return f"'{mark}':B & ({(' | ' if is_any else ' & ').join(groups)})"


_LITE = "SELECT entry, title, body, also FROM knowledge_search WHERE knowledge_search MATCH :match"
_POSTGRES = "SELECT entry, title, body, also FROM knowledge_search WHERE vector @@ to_tsquery('simple', :match)"
_RANKED = {
    True: sa.text(f"{_LITE} ORDER BY bm25(knowledge_search, 0, 0, 6.0, 1.0, 0.5), rowid LIMIT :most"),
    False: sa.text(f"{_POSTGRES} ORDER BY ts_rank(vector, to_tsquery('simple', :match)) DESC, position LIMIT :most"),
}
_IN_ORDER = {
    True: sa.text(f"{_LITE} ORDER BY rowid LIMIT :most"),
    False: sa.text(f"{_POSTGRES} ORDER BY position LIMIT :most"),
}
