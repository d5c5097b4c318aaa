"""What people say: no sentence under two needs, and none that the frozen test sets hold too."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "tests/nlu_frozen"


def normal(text: str) -> str:
    """The words of a sentence without case, accents or punctuation; the sentence itself when it has no words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain)) or text.strip()


def training() -> dict[str, set[str]]:
    """Each training sentence, normalised, with the needs it stands under."""
    needs: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "data/nlu").glob("*/*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                needs[normal(line.removeprefix("- "))].add(block["intent"])
    return needs


def test_no_sentence_stands_under_two_needs() -> None:
    """A sentence teaches one need."""
    assert [] == sorted(text for text, needs in training().items() if len(needs) > 1)


def test_no_frozen_sentence_is_trained_on() -> None:
    """What judges the understanding is not what taught it; only ids are shown, so that nobody reads the sets."""
    taught = training().keys()
    rows = [
        json.loads(line) for path in FROZEN.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()
    ]

    assert len(rows) > 1_500
    assert [] == [row["id"] for row in rows if normal(row["text"]) in taught]


def test_frozen_sets_are_frozen() -> None:
    """The sets are those whose checksums were written down."""
    lines = (FROZEN / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    written = {name: digest for digest, name in (line.split("  ") for line in lines)}

    assert written == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FROZEN.glob("*.jsonl")}
