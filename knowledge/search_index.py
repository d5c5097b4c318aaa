"""The index: one row a document and language, of tokens made by the analyser; the same rows on both engines.

A row also has a mark for each place that tells the document, so that the engine never looks at the other places, and
rows are numbered in the order in which documents are told, so that it can stop early.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge.analyser import STOPWORDS, kept_tokens, stem, surface
from knowledge.languages import LANGUAGES
from knowledge.models import Entry
from knowledge.synonyms import SYNONYMS, expand, words_for_need

# Files whose change asks for a new index.
DATA: tuple[Path, ...] = (STOPWORDS, SYNONYMS)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_CREATE = {
    SQLITE: [
        "CREATE VIRTUAL TABLE knowledge_search USING fts5(entry UNINDEXED, marks, title, body, also,"
        " tokenize = 'unicode61 remove_diacritics 0')"
    ],
    POSTGRESQL: [
        "CREATE TABLE knowledge_search (position integer PRIMARY KEY, entry text NOT NULL, marks text NOT NULL,"
        " title text NOT NULL, body text NOT NULL, also text NOT NULL,"
        " vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A')"
        " || setweight(to_tsvector('simple', marks), 'B') || setweight(to_tsvector('simple', body), 'C')"
        " || setweight(to_tsvector('simple', also), 'D')) STORED)",
        "CREATE INDEX knowledge_search_vector ON knowledge_search USING gin (vector)",
    ],
}
_TERMS = "CREATE TABLE knowledge_term (lang text NOT NULL, term text NOT NULL, word text NOT NULL, documents integer)"
_SIZES = "CREATE TABLE knowledge_size (lang text NOT NULL, documents integer NOT NULL)"
_INSERT = {
    SQLITE: "INSERT INTO knowledge_search (rowid, entry, marks, title, body, also)"
    " VALUES (:position, :entry, :marks, :title, :body, :also)",
    POSTGRESQL: "INSERT INTO knowledge_search (position, entry, marks, title, body, also)"
    " VALUES (:position, :entry, :marks, :title, :body, :also)",
}
_INSERT_TERM = "INSERT INTO knowledge_term (lang, term, word, documents) VALUES (:lang, :term, :word, :documents)"
_INSERT_SIZE = "INSERT INTO knowledge_size (lang, documents) VALUES (:lang, :documents)"
_AT_ONCE = 5_000  # rows in one insert


@dataclass(frozen=True)
class Document:
    """A text that can be found."""

    id: str
    language: str
    title: str
    body: str
    also: str = ""
    needs: tuple[str, ...] = ()


def mark(language: str, place: str = "") -> str:
    """The token of a language, or of what a place tells in a language; a plain word for every engine."""
    return f"q{place.encode().hex()}{language}"


def create(connection: Any) -> None:
    """Make the empty index."""
    for statement in [*_CREATE[connection.dialect.name], _TERMS, _SIZES]:
        connection.execute(sa.text(statement))


def drop(connection: Any) -> None:
    """Remove the index."""
    for table in ("knowledge_search", "knowledge_term", "knowledge_size"):
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))


def fill(connection: Any, entries: Iterable[Entry], places: Mapping[str, Sequence[str]]) -> None:
    """Index every entry in every language, in the order given; `places` are those that tell each entry."""
    fill_documents(connection, (document for entry in entries for document in documents(entry)), places)


def fill_documents(
    connection: Any, found: Iterable[Document], places: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Index any documents."""
    seen = _Terms()
    numbered = enumerate(found, 1)
    insert = sa.text(_INSERT[connection.dialect.name])
    while some := list(islice(numbered, _AT_ONCE)):
        rows = [_row(document, position, (places or {}).get(document.id, ())) for position, document in some]
        connection.execute(insert, rows)
        for (_, document), row in zip(some, rows, strict=True):
            seen.add(document, row)
    if seen.sizes:
        connection.execute(sa.text(_INSERT_TERM), list(seen.rows()))
        sizes = [{"lang": lang, "documents": count} for lang, count in seen.sizes.items()]
        connection.execute(sa.text(_INSERT_SIZE), sizes)


class _Terms:
    """How many documents have each term, and how people write it."""

    def __init__(self) -> None:
        self.sizes: Counter[str] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._written: dict[tuple[str, str], Counter[str]] = {}

    def add(self, document: Document, row: Mapping[str, Any]) -> None:
        self.sizes[document.language] += 1
        for term in set(" ".join((row["title"], row["body"], row["also"])).split()):
            self._counts[document.language, term] += 1
        for word in surface(f"{document.title} {document.body}"):
            self._written.setdefault((document.language, stem(word, document.language)), Counter())[word] += 1

    def rows(self) -> Iterator[dict[str, Any]]:
        for (lang, term), count in self._counts.items():
            word = _commonest(self._written.get((lang, term)), term)
            yield {"lang": lang, "term": term, "word": word, "documents": count}


def documents(entry: Entry) -> Iterator[Document]:
    """What an entry says, in each language. Its limits are found too, but count little."""
    body = [entry.short, entry.description, *entry.eligibility_description, *entry.required_documents]
    body += [*entry.application_process, entry.fees_description, *entry.schedule_description]
    also = [*entry.limits, *entry.confidentiality, *entry.unknown, *entry.deadlines]
    for language in LANGUAGES:
        yield Document(
            entry.id,
            language,
            entry.name.in_(language),
            " ".join(text.in_(language) for text in body if text),
            " ".join(text.in_(language) for text in also if text),
            entry.needs,
        )


def _row(document: Document, position: int, places: Sequence[str]) -> dict[str, Any]:
    language = document.language
    title, body = kept_tokens(document.title, language), kept_tokens(document.body, language)
    also = [*expand([*title, *body], language), *kept_tokens(document.also, language)]
    for need in document.needs:
        also += words_for_need(need, language)
    marks = [mark(language), *(mark(language, place) for place in places)]
    told = {"marks": marks, "title": title, "body": body, "also": also}
    return {"position": position, "entry": document.id} | {name: " ".join(words) for name, words in told.items()}


def _commonest(words: Counter[str] | None, term: str) -> str:
    return words.most_common(1)[0][0] if words else term
