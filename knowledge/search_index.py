"""The index: one row a document and language, of tokens made by the analyser; the same rows on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge.analyser import STOPWORDS, stem, surface, tokens
from knowledge.languages import LANGUAGES
from knowledge.models import Entry
from knowledge.synonyms import SYNONYMS, expand, words_for_need

# Files whose change asks for a new index.
DATA: tuple[Path, ...] = (STOPWORDS, SYNONYMS)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_CREATE = {
    SQLITE: [
        "CREATE VIRTUAL TABLE knowledge_search USING fts5(entry UNINDEXED, lang UNINDEXED, title, body, also,"
        " tokenize = 'unicode61 remove_diacritics 0', prefix = '4 5')"
    ],
    POSTGRESQL: [
        "CREATE TABLE knowledge_search (entry text NOT NULL, lang text NOT NULL, title text, body text, also text,"
        " vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A')"
        " || setweight(to_tsvector('simple', body), 'C') || setweight(to_tsvector('simple', also), 'D')) STORED)",
        "CREATE INDEX knowledge_search_vector ON knowledge_search USING gin (vector)",
    ],
}
_TERMS = "CREATE TABLE knowledge_term (lang text NOT NULL, term text NOT NULL, word text NOT NULL, documents integer)"
_INSERT = "INSERT INTO knowledge_search (entry, lang, title, body, also) VALUES (:entry, :lang, :title, :body, :also)"
_INSERT_TERM = "INSERT INTO knowledge_term (lang, term, word, documents) VALUES (:lang, :term, :word, :documents)"


@dataclass(frozen=True)
class Document:
    """A text that can be found."""

    id: str
    language: str
    title: str
    body: str
    also: str = ""
    needs: tuple[str, ...] = ()


def create(connection: Any) -> None:
    """Make the empty index."""
    for statement in [*_CREATE[connection.dialect.name], _TERMS]:
        connection.execute(sa.text(statement))


def drop(connection: Any) -> None:
    """Remove the index."""
    for table in ("knowledge_search", "knowledge_term"):
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))


def fill(connection: Any, entries: Iterable[Entry]) -> None:
    """Index every entry in every language."""
    fill_documents(connection, (document for entry in entries for document in documents(entry)))


def fill_documents(connection: Any, found: Iterable[Document]) -> None:
    """Index any documents."""
    counts: dict[tuple[str, str], int] = Counter()
    written: dict[tuple[str, str], Counter[str]] = {}
    rows = []
    for document in found:
        row = _row(document)
        rows.append(row)
        for term in set(" ".join((row["title"], row["body"], row["also"])).split()):
            counts[document.language, term] += 1
        for word in surface(f"{document.title} {document.body}"):
            written.setdefault((document.language, stem(word, document.language)), Counter())[word] += 1
    if not rows:
        return
    connection.execute(sa.text(_INSERT), rows)
    terms = [
        {"lang": lang, "term": term, "word": _commonest(written.get((lang, term)), term), "documents": count}
        for (lang, term), count in counts.items()
    ]
    connection.execute(sa.text(_INSERT_TERM), terms)


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


def _row(document: Document) -> dict[str, str]:
    language = document.language
    title, body = tokens(document.title, language), tokens(document.body, language)
    also = [*expand([*title, *body], language), *tokens(document.also, language)]
    for need in document.needs:
        also += words_for_need(need, language)
    told = {"title": title, "body": body, "also": also}
    return {"entry": document.id, "lang": language} | {name: " ".join(words) for name, words in told.items()}


def _commonest(words: Counter[str] | None, term: str) -> str:
    return words.most_common(1)[0][0] if words else term
