"""Golden queries over the packs of the house: this search against plain BM25 on the same documents.

    uv run python benchmarks/knowledge_search.py [--misses] [--messages]

The golden queries were written from what people type, before the search was tuned. `--messages` also asks what people
say to the assistant (data/nlu), where an entry that answers the need counts as right: see knowledge.md.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from knowledge import search_bench, search_index
from knowledge.pack import read_packs
from knowledge.parsing import entry_from, place_from
from knowledge.search import Search
from knowledge.search_bench import Query
from knowledge.search_index import Document
from knowledge.visibility import is_visible

QUERIES = Path(__file__).parent.parent / "tests" / "knowledge"


def golden() -> Iterator[tuple[str, Query]]:
    """Each golden query with its place."""
    for path in sorted(QUERIES.glob("queries.*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, query in enumerate(data["queries"]):
            name = f"{data['language']}-{number}"
            yield query["place"], Query(name, data["language"], query["text"], frozenset(query["relevant"]))


def documents_by_place() -> dict[str, list[Document]]:
    """What each city tells, as documents."""
    packs, _ = read_packs()
    entries = [entry_from(file.data, pack.name, pack.country) for pack in packs.values() for file in pack.entries]
    places = [place_from(pack.about.data) for pack in packs.values() if pack.about.data]
    cities = [place.id for place in places if place.kind == "city"]
    return {
        place.id: [d for entry in entries if is_visible(entry, place, cities) for d in search_index.documents(entry)]
        for place in places
        if place.kind == "city"
    }


def finders(documents: dict[str, list[Document]]) -> dict[str, search_bench.Finder]:
    """The two searches; a query is asked over the documents of its place (its id names it)."""
    place_of = {query.id: place for place, query in golden()}
    house, plain = {}, {}
    for place, some in documents.items():
        engine = search_bench.memory_engine()
        with engine.begin() as connection:
            search_index.create(connection)
            search_index.fill_documents(connection, some)
        house[place] = Search(engine)
        plain[place] = search_bench.plain_bm25(some)
    return {
        "plain bm25": lambda query, limit: plain[place_of[query.id]](query, limit),
        "house": lambda query, limit: house[place_of[query.id]].find(query.text, query.language, limit).ids,
    }


def messages() -> list[Query]:
    """What people say, with the entries of Montréal that answer their need; out of scope has no answer."""
    packs, _ = read_packs()
    answers: dict[str, set[str]] = {}
    here = {document.id for document in documents_by_place()["montreal"]}
    for pack in packs.values():
        for entry, file in pack.ids():
            for need in file.data["needs"] if entry in here else ():
                answers.setdefault(need, set()).add(entry)
    found = []
    for path in sorted((QUERIES.parents[1] / "data" / "nlu").glob("*/*.yml")):
        need, language = path.stem, path.parent.name
        if need != "out_of_scope" and need not in answers:
            continue
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            for number, line in enumerate((block.get("examples") or "").splitlines()):
                name = f"{language}-{need}-{number}"
                found.append(Query(name, language, line.removeprefix("- "), frozenset(answers.get(need, ()))))
    random.Random(1).shuffle(found)
    return found


def known(queries: Sequence[tuple[str, Query]], documents: dict[str, list[Document]]) -> list[Query]:
    """Queries whose answers exist in the packs of today; ids that no pack has are left out."""
    ids = {place: {document.id for document in some} for place, some in documents.items()}
    kept = []
    for place, query in queries:
        there = query.relevant & ids.get(place, set())
        if there or not query.relevant:
            kept.append(replace(query, relevant=frozenset(there)))
    return kept


def main() -> None:
    """Print a table, and the misses when asked."""
    documents = documents_by_place()
    queries = known(list(golden()), documents)
    for name, finder in finders(documents).items():
        for part, some in (("tuned on", queries[::2]), ("held out", queries[1::2])):
            print(f"{name:10} {part} {search_bench.measure(finder, some)}")
        for language, some in search_bench.by_language(queries):
            print(f"{name:10} {language:4} {search_bench.measure(finder, some)}")
        if "--misses" in sys.argv:
            for query in queries:
                found = list(finder(query, 5))
                if (query.relevant and not set(found[:3]) & query.relevant) or (not query.relevant and found):
                    print(f"    {query.language} {query.text!r}: {found[:3]}")
    if "--messages" in sys.argv:
        said, here = messages(), documents_by_place()["montreal"]
        some = [query for query in said if query.relevant][:2000] + [query for query in said if not query.relevant]
        for name, make in (("plain bm25", search_bench.plain_bm25), ("house", search_bench.house_search)):
            print(f"{name:10} messages {search_bench.measure(make(here), some)}")


if __name__ == "__main__":
    main()
