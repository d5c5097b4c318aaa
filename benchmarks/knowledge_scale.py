"""Does it hold for a country? 200 and 100,000 synthetic services: build, for_need, find_services, search, cards, memory.

    uv run python benchmarks/knowledge_scale.py [COUNT …]

Each size runs in its own process, so that memory is that size's own.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

SIZES = (200, 100_000)
# Words that are everywhere, words that few have, words that nobody has.
QUERIES = (
    "bibliothèque gratuite", "avocat", "cours de francais", "repas demain soir", "centre 412", "avocat refuge mot40",
    "mot3 mot900", "mot25 mot60 mot1200", "hebergement", "fusée spatiale",
)  # fmt: skip
TOPICS = ("papers", "health", "home_food", "work_money", "school_languages", "daily_life", "rights")
WORDS = (  # noqa: SIM905 a list of words is easier to read as a line
    "bibliothèque avocat repas logement école santé cours français emploi piscine garderie transport violence aide "
    "refuge clinique papiers carte formation vêtements jeunes familles femmes quartier centre association accueil"
).split()


def service(number: int, rng: random.Random, needs: list[str]) -> dict[str, Any]:
    """One invented service. Two words in three are of 27 that are everywhere, one of a long tail of rarer ones."""

    def word() -> str:
        if rng.random() < 0.33:
            return f"mot{int(rng.paretovariate(0.6))}"
        return WORDS[min(int(rng.expovariate(0.12)), len(WORDS) - 1)]

    def say(length: int) -> str:
        return " ".join(word() for _ in range(length))

    def text(length: int) -> dict[str, str]:
        said = f"{say(length)} {number % 997}"
        return {"fr": said, "en": said, "es": said}

    statuses = (
        "citizen",
        "permanent_resident",
        "protected_person",
        "asylum_claimant",
        "temporary_resident",
        "no_status",
    )
    access = {status: rng.choice(("yes", "yes", "yes", "unknown", "no")) for status in statuses}
    return {
        "id": f"service-{number}",
        "kind": "service",
        "place": f"city-{number % 100}",
        "needs": rng.sample(needs, 2),
        "topics": rng.sample(TOPICS, 2),
        "name": text(4),
        "short": text(10),
        "description": text(25),
        "access": dict.fromkeys(statuses, "yes") if number % 2 else access,
        "limits": [text(10)],
        "confidentiality": [text(8)],
        "contact": {"phones": [{"number": "514 872-0311"}]},
        "sources": [{"title": "invented", "date": "2026"}],
        "confidence": "high",
    }


def build(count: int, folder: Path) -> Any:
    """The knowledge of `count` services, a hundredth of them in each of 100 cities, all in one country pack."""
    import sqlalchemy as sa

    from knowledge import search_index, store, tables
    from knowledge.parsing import entry_from, place_from
    from knowledge.queries import Knowledge
    from knowledge.validate import known_needs

    rng, needs = random.Random(1), sorted(known_needs())
    about = {"country": "CA", "timezone": "America/Toronto", "name": {"fr": "x", "en": "x", "es": "x"}, "kind": "city"}
    data = {f"service-{number}": service(number, rng, needs) for number in range(count)}
    places = {"all": about | {"id": "all"}, "city-7": about | {"id": "city-7"}}
    raw = {"entries": data, "triage": {}, "places": places}
    file = folder / "scale.sqlite"
    with sa.create_engine(f"sqlite:///{file}").begin() as connection:
        tables.metadata.create_all(connection)
        search_index.create(connection)
        entries = [entry_from(one, "all", "CA") for one in data.values()]
        store.publish(connection, entries, [place_from(one) for one in places.values()], raw)
    return Knowledge(store._sqlite_engine(file)), file


def timed(work: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds: the median and the 95th centile."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return {"median": round(median(spent), 3), "p95": round(quantiles(spent, n=20)[-1], 3)}


def measure(count: int) -> dict[str, Any]:
    """All numbers of one size."""
    from knowledge.cards import card
    from knowledge.validate import known_needs

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        knowledge, file = build(count, Path(folder))
        built = time.perf_counter() - start
        rng, needs = random.Random(2), sorted(known_needs())

        def anew(work: Callable[[], object]) -> Callable[[], object]:
            def first_time() -> object:
                knowledge._selection.ids.cache_clear()
                return work()

            return first_time

        def services() -> object:
            status = rng.choice(("no_status", "asylum_claimant", None))
            return knowledge.find_services("all", rng.choice(TOPICS), status)

        knowledge.search("avocat", "all", "fr")  # reads the vocabulary, and what is told today
        entry = knowledge.entry("service-7")
        return {
            "services": count,
            "build s": round(built, 1),
            "file MB": round(os.path.getsize(file) / 1e6, 1),
            "for_need first ms": timed(anew(lambda: knowledge.for_need(rng.choice(needs), "all")), 100),
            "for_need again ms": timed(lambda: knowledge.for_need("food", "all", "no_status"), 500),
            "find_services first ms": timed(anew(services), 200),
            "find_services one city ms": timed(anew(lambda: knowledge.find_services("city-7", "health")), 100),
            "search ms": timed(lambda: knowledge.search(rng.choice(QUERIES), "all", "fr"), 200),
            "search one city ms": timed(lambda: knowledge.search(rng.choice(QUERIES), "city-7", "fr"), 100),
            "card ms": timed(lambda: card(knowledge, entry, "fr"), 200),
            "peak memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


def main() -> None:
    """Run each size in a process of its own."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
