"""Does it hold for a country? 200 and 100,000 synthetic services: build, for_need, search, cards, memory.

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
QUERIES = ("bibliothèque gratuite", "avocat", "hebergement", "cours de francais", "fusée spatiale", "repas demain soir")
WORDS = (  # noqa: SIM905 a list of words is easier to read as a line
    "bibliothèque avocat repas logement école santé cours français emploi piscine garderie transport violence aide "
    "refuge clinique papiers carte formation vêtements jeunes familles femmes quartier centre association accueil"
).split()


def service(number: int, rng: random.Random, needs: list[str]) -> dict[str, Any]:
    """One invented service; its words follow a skewed law, as real ones do."""

    def say(length: int) -> str:
        return " ".join(WORDS[min(int(rng.expovariate(0.12)), len(WORDS) - 1)] for _ in range(length))

    def text(length: int) -> dict[str, str]:
        said = f"{say(length)} {number % 997}"
        return {"fr": said, "en": said, "es": said}

    yes = ("citizen", "permanent_resident", "protected_person", "asylum_claimant", "temporary_resident", "no_status")
    return {
        "id": f"service-{number}",
        "kind": "service",
        "place": f"city-{number % 100}",
        "needs": rng.sample(needs, 2),
        "topics": ["health"],
        "name": text(4),
        "short": text(10),
        "description": text(25),
        "access": dict.fromkeys(yes, "yes"),
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
    about = {"country": "CA", "timezone": "America/Toronto", "name": {"fr": "x", "en": "x", "es": "x"}}
    data = {f"service-{number}": service(number, rng, needs) for number in range(count)}
    raw = {"entries": data, "triage": {}, "places": {"all": about | {"id": "all", "kind": "city"}}}
    file = folder / "scale.sqlite"
    with sa.create_engine(f"sqlite:///{file}").begin() as connection:
        tables.metadata.create_all(connection)
        search_index.create(connection)
        entries = [entry_from(one, "all", "CA") for one in data.values()]
        store.publish(connection, entries, [place_from(raw["places"]["all"])], raw)
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
        cold = timed(lambda: knowledge.for_need(needs.pop(), "all"), 40)
        warm = timed(lambda: knowledge.for_need("food", "all", "no_status"), 500)
        knowledge.search("avocat", "all", "fr")  # reads the vocabulary
        search = timed(lambda: knowledge.search(rng.choice(QUERIES), "all", "fr"), 60)
        entry = knowledge.entry("service-7")
        cards = timed(lambda: card(knowledge, entry, "fr"), 200)
        return {
            "services": count,
            "build s": round(built, 1),
            "file MB": round(os.path.getsize(file) / 1e6, 1),
            "for_need first ms": cold,
            "for_need again ms": warm,
            "search ms": search,
            "card ms": cards,
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
