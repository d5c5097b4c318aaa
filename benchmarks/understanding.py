"""Our understanding beside Rasa's default pipeline: the same sentences, the same messages, one run.

    uv run --frozen python benchmarks/understanding.py FILE.jsonl            ours only
    uv run --frozen python benchmarks/understanding.py FILE.jsonl --diet 100 and DIET with so many epochs (minutes to hours)

Prints accuracy, and time a message as a person waits for it: one message after the other, on one thread.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
    os.environ.setdefault(variable, "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from bot import logs  # noqa: E402  # logs come first: what is imported after them must not print people's words

logs.configure("ERROR")

Parse = Callable[[str], Awaitable[dict[str, Any]]]
SHOWN = ("right_first", "right_among_three", "emergencies_caught", "false_alarms", "p50_ms", "p95_ms", "p99_ms")
DIET = """
recipe: default.v1
language: null
assistant_id: default-pipeline
importers: [{{name: bot.engine.importer.BoussoleImporter}}]
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - {{name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}}
  - {{name: DIETClassifier, epochs: {epochs}, constrain_similarities: true}}
  - {{name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}}
policies: [{{name: RulePolicy}}]
"""


def main() -> None:
    """Measure and print one line a pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--diet", type=int, metavar="EPOCHS", help="train and measure the default pipeline too")
    arguments = parser.parse_args()
    print(json.dumps({"pipeline": "ours", **_ours(arguments.file)}))
    if arguments.diet:
        print(json.dumps({"pipeline": f"DIET, {arguments.diet} epochs", **_default(arguments.file, arguments.diet)}))


def _ours(file: Path) -> dict[str, Any]:
    from bot.engine.training import model_path, train

    known = model_path().exists()
    started = time.monotonic()
    model = train(progress=lambda _: None)
    spent = time.monotonic() - started
    return {"training_s": None if known else round(spent), **_measured(file, model)}


def _default(file: Path, epochs: int) -> dict[str, Any]:
    import rasa.model_training

    from bot.engine.training import DOMAIN, SENTENCES

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.yml")
        config.write_text(DIET.format(epochs=epochs), encoding="utf-8")
        started = time.monotonic()
        model = rasa.model_training.train_nlu(
            config=str(config), nlu_data=str(SENTENCES), output=folder, domain=str(DOMAIN)
        )
        spent = time.monotonic() - started
        return {"training_s": round(spent), **_measured(file, Path(str(model)))}


def _measured(file: Path, model: Path) -> dict[str, Any]:
    from rasa.core.agent import Agent

    from bot.engine.evaluation import evaluate

    started = time.monotonic()
    agent = Agent.load(model)
    loaded = time.monotonic() - started
    found = asyncio.run(evaluate(file, agent.parse_message)).as_dict()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = {key: round(found[key], 3) for key in SHOWN if found.get(key) is not None}
    return {
        **kept,
        "load_s": round(loaded, 1),
        "model_mb": round(model.stat().st_size / 1e6, 1),
        "peak_mb": round(peak),
    }


if __name__ == "__main__":
    main()
