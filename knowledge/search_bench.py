"""Measures search on any corpus: does the right document come first, and does the search stay silent when none fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from knowledge import search_index
from knowledge.analyser import surface
from knowledge.search import Search
from knowledge.search_index import Document

Finder = Callable[["Query", int], Sequence[str]]
DEPTH = 5


@dataclass(frozen=True)
class Query:
    """What someone types, and the ids that answer it; none when no document does."""

    id: str
    language: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How a finder did. Shares are of the queries that have an answer, `silent` of those that have none."""

    queries: int
    hit_at_1: float
    hit_at_3: float
    hit_at_5: float
    mrr: float
    wrongly_silent: float
    unanswerable: int
    silent: float

    def __str__(self) -> str:
        told = f"hit@1 {self.hit_at_1:.3f}  hit@3 {self.hit_at_3:.3f}  hit@5 {self.hit_at_5:.3f}  MRR {self.mrr:.3f}"
        return (
            f"{told}  wrongly silent {self.wrongly_silent:.3f} (of {self.queries})"
            f"  rightly silent {self.silent:.3f} (of {self.unanswerable})"
        )


def read_documents(path: Path) -> list[Document]:
    """Lines of `{id, lang, title, text}`."""
    return [Document(line["id"], line["lang"], line.get("title", ""), line["text"]) for line in _lines(path)]


def read_queries(path: Path) -> list[Query]:
    """Lines of `{id, lang, text, relevant: [ids]}`."""
    return [Query(str(q["id"]), q["lang"], q["text"], frozenset(q.get("relevant") or ())) for q in _lines(path)]


def house_search(documents: Iterable[Document]) -> Finder:
    """The search of this house over an index in memory."""
    engine = memory_engine()
    with engine.begin() as connection:
        search_index.create(connection)
        search_index.fill_documents(connection, documents)
    search = Search(engine)
    return lambda query, limit: search.find(query.text, query.language, limit).ids


def plain_bm25(documents: Iterable[Document]) -> Finder:
    """What to compare with: FTS5 as it comes (unicode61 without accents), all words joined by OR, bm25 order."""
    engine = memory_engine()
    insert = sa.text("INSERT INTO plain (id, lang, title, body) VALUES (:id, :lang, :title, :body)")
    select = sa.text(
        "SELECT id FROM plain WHERE plain MATCH :match AND lang = :lang ORDER BY bm25(plain, 0, 0, 10, 1) LIMIT :limit"
    )
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE VIRTUAL TABLE plain USING fts5(id UNINDEXED, lang UNINDEXED, title, body,"
                " tokenize = 'unicode61 remove_diacritics 2')"
            )
        )
        rows = [{"id": d.id, "lang": d.language, "title": d.title, "body": f"{d.body} {d.also}"} for d in documents]
        connection.execute(insert, rows)

    def find(query: Query, limit: int) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in surface(query.text))
        if not match:
            return []
        with engine.connect() as connection:
            found = connection.execute(select, {"match": match, "lang": query.language, "limit": limit})
            return [row[0] for row in found]

    return find


def measure(find: Finder, queries: Sequence[Query]) -> Score:
    """Run every query once."""
    ranks, silent = [], 0
    answerable = [query for query in queries if query.relevant]
    unanswerable = [query for query in queries if not query.relevant]
    missed = 0
    for query in answerable:
        found = list(find(query, DEPTH))
        missed += not found
        ranks.append(next((n for n, name in enumerate(found, 1) if name in query.relevant), 0))
    silent = sum(1 for query in unanswerable if not find(query, DEPTH))
    return Score(
        len(answerable),
        _share(ranks, 1),
        _share(ranks, 3),
        _share(ranks, 5),
        sum(1 / rank for rank in ranks if rank) / max(1, len(ranks)),
        missed / max(1, len(answerable)),
        len(unanswerable),
        silent / max(1, len(unanswerable)),
    )


def by_language(queries: Sequence[Query]) -> Iterator[tuple[str, list[Query]]]:
    """All queries, then those of each language."""
    yield "all", list(queries)
    for language in sorted({query.language for query in queries}):
        yield language, [query for query in queries if query.language == language]


def memory_engine() -> Any:
    """One database in memory for the whole process."""
    return sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def _share(ranks: Sequence[int], most: int) -> float:
    return sum(1 for rank in ranks if 0 < rank <= most) / max(1, len(ranks))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream if line.strip())
